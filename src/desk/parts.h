/* What the files of the desk's answers share. Each function answers one question: it fills the
 * reply, which is {"error":…} with status 500 until then. */
#pragma once

#include "base/json.h"
#include "desk/notes.h"

struct bm_asked {
    struct bm_desk *desk;
    const struct bm_desk_world *world;
    const struct bm_desk_request *request;
    struct bm_desk_reply *reply;
    struct bm_arena *arena;     /* for the answer alone */
    const struct bm_yaml *body; /* of a POST; NULL: none */
};

/* A refusal: status and {"error":code}. False. */
bool bm_refuse(struct bm_asked *a, int status, const char *code);
/* Begins the answer: JSON, status. */
struct bm_json bm_answer(struct bm_asked *a, int status);
struct bm_str bm_asked_for(const struct bm_asked *a, const char *key);

/* Writes an event; refuses where that is impossible. body: JSON, which is ended here. */
bool bm_put_event(struct bm_asked *a, const char *kind, int64_t subject, struct bm_buf *body,
                  const struct bm_blob *blobs, size_t n);
/* {"event":n} */
bool bm_answer_event(struct bm_asked *a, int status);
/* A text of the request that people read: legible, not too long. False: refused. */
bool bm_text_given(struct bm_asked *a, const char *key, struct bm_str *text);
void bm_json_event(struct bm_json *json, const struct bm_event *event);

/* notes… */
bool bm_answer_notes(struct bm_asked *a, struct bm_str path);
/* All notes: the orphans first, then as the manuscripts read. */
struct bm_desk_note **bm_notes_sorted(struct bm_asked *a);
bool bm_put_notes(struct bm_asked *a, struct bm_str path);
/* The text that stands where the note is now. */
struct bm_str bm_note_found(const struct bm_asked *a, const struct bm_desk_note *note);
/* 差错: points of a note; 0: not marked so. */
uint32_t bm_note_points(const struct bm_desk_note *note);

/* versions…, compare */
bool bm_answer_versions(struct bm_asked *a, struct bm_str path);
bool bm_put_version(struct bm_asked *a);
/* A numbered proof of what is there, unless the last is of the same. *n: its number. */
bool bm_make_version(struct bm_asked *a, struct bm_str why, size_t *n);
bool bm_answer_compare(struct bm_asked *a);
/* The text of a file in a version (0: now); p NULL: it has none. */
struct bm_str bm_version_text(struct bm_asked *a, size_t version, struct bm_str file);
/* The list of files of a version: a map; NULL: it is not there. */
const struct bm_yaml *bm_version_tree(struct bm_asked *a, size_t version);

/* A part as members of an object that is open: kind, texts, where, and what of it is the same. */
struct bm_part;
void bm_json_part(struct bm_json *json, const struct bm_part *part, struct bm_str a,
                  struct bm_str b);
/* The names of manuscripts that a version or the world has. */
const struct bm_str *bm_articles_of(struct bm_asked *a, size_t from, size_t to, size_t *n);

/* "log": what is wrong with it; null: nothing. In an object that is open. */
void bm_json_fault(struct bm_json *json, const struct bm_desk *desk);

/* rounds… */
bool bm_answer_rounds(struct bm_asked *a, struct bm_str path);
bool bm_put_rounds(struct bm_asked *a, struct bm_str path);

/* The sum of all that the edition is made of now. */
void bm_world_sum(const struct bm_desk_world *world, char hex[65]);

/* sign */
bool bm_answer_sign(struct bm_asked *a);
bool bm_put_sign(struct bm_asked *a);

/* export */
bool bm_answer_export(struct bm_asked *a);

/* What the events of a log come to: notes with their replies and states, what is known and left,
 * rounds, ticks, versions, sign-offs. An event that was undone counts for nothing; so does the undo
 * that was undone. */
#pragma once

#include "desk/anchor.h"
#include "desk/desk.h"
#include "yaml/yaml.h"

/* Kinds of notes, after the marks of GB/T 14706-1993. */
enum bm_note_sort {
#define KIND(id, name, provable, en, zh) BM_SORT_##id,
#include "desk/kinds.def"
    BM_SORTS
};

struct bm_sort {
    const char *name;
    bool provable;       /* bytes can show that it was done */
    const char *says[2]; /* by enum bm_lang */
};
extern const struct bm_sort bm_sorts[BM_SORTS];

struct bm_reply {
    const struct bm_event *event;
    struct bm_str text;
};

/* A note, from the event that made it. Its number is that event's. */
struct bm_desk_note {
    const struct bm_event *event;
    enum bm_note_sort sort;
    struct bm_str file, sha; /* the manuscript, and which version of it */
    struct bm_anchor anchor;
    bool anchored;            /* the version is there */
    struct bm_str version;    /* its text */
    struct bm_str want, text; /* want.p NULL: nothing that bytes could prove */
    uint32_t wrong;           /* 差错: characters that are wrong; 0: no such mark … */
    bool twice;               /* … that counts double: a head, a name */
    const struct bm_event *done, *checked, *refused; /* the last of each, or NULL */
    struct bm_str reason;                            /* of refused; of done otherwise */
    struct bm_reply *replies;
    size_t reply_count, reply_cap;
    /* Where it stands in the text with the sum `based`. */
    struct bm_placed_anchor place;
    char based[65];
};

enum bm_note_state {
    BM_STATE_OPEN,
    BM_STATE_DONE,
    BM_STATE_CHECKED,
    BM_STATE_REFUSED
};
/* The state of a note that was placed. */
enum bm_note_state bm_note_state(const struct bm_desk_note *note);
extern const char *const bm_state_names[];

/* Known, leave it: a rule and the characters that it is about. */
struct bm_left {
    const struct bm_event *event;
    struct bm_str code, file, quote;
};

/* A numbered proof. */
struct bm_version {
    const struct bm_event *event;
    struct bm_str why, tree; /* tree: sum of the list of its files, which is a text of the log */
};

struct bm_text_now {
    struct bm_str file, text;
    char sha[65];
    size_t room; /* bytes that its copy has */
};

/* All of it. */
struct bm_desk {
    struct bm_log *log;
    struct bm_arena *arena; /* of events and texts */
    struct bm_arena *fold;  /* of what is made of them: notes and the other lists */
    bool write;
    struct bm_log_fault fault; /* of the log; checked as events are taken */
    struct bm_event *events;
    size_t event_count, event_cap;
    bool *undone;                /* of each event */
    struct bm_desk_note **notes; /* in the order they were made */
    size_t note_count, note_cap;
    struct bm_left *left;
    size_t left_count, left_cap;
    struct bm_version *versions;
    size_t version_count, version_cap;
    const struct bm_event **rounds; /* that began one */
    size_t round_count, round_cap;
    const struct bm_event **ticks, **checks, **signs; /* of changes; of the checklist; sign-offs */
    size_t tick_count, tick_cap, check_count, check_cap, sign_count, sign_cap;
    uint32_t round;
    struct bm_blob *texts; /* versions of manuscripts that notes were made on */
    size_t text_count, text_cap;
    struct bm_text_now *now; /* the texts that notes were placed in last */
    size_t now_count, now_cap;
};

/* Takes what is new in the log. False: it cannot be read. */
bool bm_notes_take(struct bm_desk *desk);
struct bm_desk_note *bm_notes_find(const struct bm_desk *desk, int64_t id);
/* The text of a version, kept; NULL: it is not there. */
const struct bm_str *bm_notes_version(struct bm_desk *desk, struct bm_str sha);

/* Whether the log is what it was, with every text that its events speak of; their bytes are summed
 * if that is asked. Else desk->fault says what is wrong. */
bool bm_desk_whole(struct bm_desk *desk, bool bytes);

/* Places all notes in the texts of the world. */
void bm_notes_place(struct bm_desk *desk, const struct bm_desk_world *world);
const struct bm_desk_file *bm_world_file(const struct bm_desk_world *world, struct bm_str name);

/* JSON of a body, read; NULL: it is none, or beyond the limits. */
const struct bm_yaml *bm_json_read(struct bm_arena *arena, struct bm_str text);
struct bm_str bm_json_str(const struct bm_yaml *map, const char *key); /* p NULL: not given */
bool bm_json_int(const struct bm_yaml *map, const char *key, int64_t low, int64_t high,
                 int64_t *out);
bool bm_json_flag(const struct bm_yaml *map, const char *key);

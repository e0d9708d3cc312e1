/* The desk: notes on manuscripts and all that is decided about them, rounds of proofs, versions and
 * sign-off, as questions and answers of /api/…; and the sign-offs of a log for who proves them.
 *
 *     desk = bm_desk_open(arena, ".banmian/desk.db", true, &why);
 *     bm_desk_request(desk, &world, &request, &reply);       as often as asked, one at a time
 *     bm_desk_close(desk);
 *
 * What people did is in the log (log.h); all that is answered is derived from it and from the files
 * as they are now, which the caller hands in as the world. The room reads no file but its database
 * and knows no page: where a span stands on paper it asks. */
#pragma once

#include "base/buf.h"
#include "desk/log.h"

struct bm_desk;

/* A file that the edition is made of, as it is now. */
struct bm_desk_file {
    struct bm_str name; /* relative to the edition's folder; of layouts and the like "data/…" */
    struct bm_str text; /* p NULL: its bytes are not at hand */
    char sha[65];
    bool article;        /* a manuscript that is set */
    uint32_t characters; /* of it, that are set */
};

/* Where bytes of a manuscript stand on paper, 1/100 pt. */
struct bm_desk_spot {
    uint32_t page; /* number; 0: nowhere */
    int32_t x, y, width, height;
};

struct bm_desk_page {
    uint32_t number, characters; /* that are set on it */
};

struct bm_desk_world {
    const struct bm_desk_file *files;
    size_t n;
    const struct bm_desk_page *pages;
    size_t page_count;
    struct bm_str edition, title, layout, program; /* names; version */
    /* How many places bytes of a manuscript have on paper, at most `most`, one a line. */
    size_t (*place)(void *context, struct bm_str file, uint32_t offset, uint32_t length,
                    struct bm_desk_spot *spots, size_t most);
    /* The sum of an input of press --sums as it is now; false: it is not there. */
    bool (*sum)(void *context, struct bm_str kind, struct bm_str name, char hex[65]);
    /* The bytes of one of the files whose text is not at hand. */
    bool (*bytes)(void *context, struct bm_str name, struct bm_buf *out);
    void *context;
};

struct bm_desk_request {
    bool post;
    bool write;         /* whether this client may */
    struct bm_str path; /* behind /api/: "notes/12/reply" */
    struct bm_str body, who, role;
    struct bm_str (*query)(void *context, const char *key); /* p NULL: not given */
    void *context;
    int64_t now; /* seconds since 1970 */
    /* What it wanted when it was asked before (struct bm_desk_reply): the print file and, from
     * press --sums, the sums of all that it was made of. p NULL: not yet. */
    struct bm_str pdf, sums;
    bool unfit; /* the print file is not fit to print: text is left over, a glyph is missing … */
};

struct bm_desk_reply {
    int status; /* of HTTP */
    const char *type;
    const char *name;   /* that a browser gives the file; NULL: none */
    struct bm_buf body; /* the caller ends it */
    bool changed;       /* something was written: others should ask again */
    int64_t seq;        /* number of the last event */
    /* The print file must be made first: press the edition as it is, and ask again with it. */
    bool wants_press;
};

/* NULL: *why, in the words of the database. It lives in no arena; why does. */
struct bm_desk *bm_desk_open(struct bm_arena *arena, const char *path, bool write,
                             const char **why);
void bm_desk_close(struct bm_desk *desk);

void bm_desk_request(struct bm_desk *desk, const struct bm_desk_world *world,
                     const struct bm_desk_request *request, struct bm_desk_reply *reply);

/* Number of the last event. */
int64_t bm_desk_seq(struct bm_desk *desk);

/* The files of a numbered proof, one after the other: name as in the world; false from `put` stops.
 * False: there is no such proof, or the log has not all of it. */
bool bm_desk_checkout(struct bm_desk *desk, size_t version,
                      bool (*put)(void *context, struct bm_str name, struct bm_str bytes),
                      void *context);

/* A sign-off. */
struct bm_desk_signed {
    int64_t id, at;
    struct bm_str who, role;
    struct bm_str sums; /* as press --sums wrote them */
    char hash[65];      /* of the event: of it and of all before it */
};
/* The last sign-off that was not taken back, strings in the arena; false: there is none. */
bool bm_desk_last_signed(struct bm_desk *desk, struct bm_arena *arena, struct bm_desk_signed *out);
/* Whether the log is what it was (log.h). */
bool bm_desk_check(struct bm_desk *desk, struct bm_log_fault *fault);

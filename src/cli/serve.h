/* serve: the proof desk. One thread, the main one, owns the edition's engine and all that is said
 * of it; the server's thread (web/web.h) hands it calls and is handed replies. What is open at one
 * time:
 *
 *   files   are the truth. A text that is acknowledged is on disk, written beside its file and put
 *           in its place only if that held what the client had; else both are merged, or the client
 *           is told of the conflict.
 *   engine  sets what has changed; several calls that are there at once are one revision.
 *   pages   of the last revisions stay as they were, so that a client gets what is not as it has.
 *   plan    is held: before the first change it is written to plan.lock, as `plan --write` does, so
 *           that what is shown is what `press` makes.
 *
 * Files, each of which calls only those behind it: serve.c (the loop), serve_calls.c (who answers
 * what), serve_desk.c (notes), serve_versions.c, serve_makeup.c (make-up at hand; with
 * serve_choices.c and serve_change.c), serve_state.c and serve_items.c
 * (JSON), serve_texts.c, serve_plan.c, serve_set.c (revisions), serve_pictures.c, serve_pages.c,
 * serve_make.c, serve_jobs.c, serve_files.c, serve_watch.c, serve_reply.c. */
#pragma once

#include "cli/session.h"
#include "cli/watching.h"
#include "web/web.h"

#include <pthread.h>

#define BM_SERVE_MODULE "banmian-desk.so"
#define BM_SERVE_FOLDER ".banmian" /* in the edition: notes, versions, what children make */

struct bm_serve_texts;
struct bm_serve_pages;
struct bm_serve_pictures;
struct bm_serve_jobs;
struct bm_desk_room;   /* of serve_desk.c */
struct bm_makeup_room; /* of serve_makeup.c */

struct bm_serve {
    struct bm_session *session;
    struct bm_watching watching;
    struct bm_web *web;
    struct {
        struct bm_web *(*start)(const struct bm_web_options *options);
        void (*answer)(struct bm_web *web, struct bm_web_call *call, struct bm_web_reply *reply);
        void (*tell)(struct bm_web *web, struct bm_str json);
        void (*stop)(struct bm_web *web);
    } module;
    struct bm_arena *round; /* of what is said of the last revision: session->arena */
    struct bm_arena *work;  /* of a turn of the loop; taken back after it */
    int folder;             /* the edition's, open */
    int watched;            /* … and its number at the watcher */
    int ends;               /* an eventfd: it is time to end */

    /* Calls that wait; the server's thread adds to them. */
    pthread_mutex_t lock;
    struct bm_web_call *calls[64]; /* as many as there may be connections */
    size_t call_count;
    bool over; /* nobody answers them any more */
    int bell;  /* an eventfd */

    char run[17]; /* of this start: numbers of revisions and outlines are its own */

    /* Of the last revision. */
    uint64_t revision;  /* its number, pages or none */
    uint64_t shown;     /* number of that whose pages are shown; 0: none yet */
    bool held, locked;  /* of its plan: it is that of plan.lock; something in that is locked */
    bool half_looked;   /* preflight has looked at its pages … */
    bool looked;        /* … and the copy desk */
    bool lists_changed; /* lists of the house are to be read again */
    int64_t looked_at;
    bool sought;         /* a better plan was sought */
    bool flushed;        /* what was written is on the disk itself */
    bool unplanned;      /* plan.lock was to be written, and could not be */
    struct bm_buf offer; /* JSON; empty: none */
    int64_t held_cost;   /* of the plan that is held, as the last search had it; -1: not known */

    uint64_t *stamps; /* of the texts of the edition's articles, in its order */
    size_t stamp_count;

    /* Files that were written here last, as they were then. */
    struct bm_serve_own {
        char name[256];
        uint64_t inode;
        int64_t size, seconds, nanoseconds;
    } own[16];
    size_t own_next;

    struct bm_serve_texts *texts;
    struct bm_serve_pages *pages;
    struct bm_serve_pictures *pictures;
    struct bm_serve_jobs *jobs;
    char *tiles; /* a folder for them; NULL: not made yet */
    struct bm_desk_room *desk;
    struct bm_makeup_room *makeup;
};

/* serve_reply.c */
int64_t bm_serve_now(void); /* µs */
/* An event to all clients: a line of JSON. */
void bm_serve_tell(struct bm_serve *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A reply that refuses: {"error": code}. */
void bm_serve_error(struct bm_web_reply *reply, unsigned status, const char *code);
/* Answers a call. Those that were not kept waiting for something are answered by who took them. */
void bm_serve_answer(struct bm_serve *s, struct bm_web_call *call, struct bm_web_reply *reply);

/* serve_set.c */
/* Sets what has changed since the last revision, and tells the clients. from: the client whose
 * change it is; empty: nobody's. */
void bm_serve_set(struct bm_serve *s, struct bm_str from);
/* Has preflight and the copy desk look at the pages: what they find is among the items from then
 * on, until the next revision. */
/* whole: else preflight alone, so that who waits can be answered between them. */
void bm_serve_look(struct bm_serve *s, bool whole);
/* Looks at the files again, and sets them if one has changed. */
void bm_serve_again(struct bm_serve *s);

/* serve_calls.c: answers all of these, texts first. */
void bm_serve_calls(struct bm_serve *s, struct bm_web_call **calls, size_t n);

/* serve_files.c: files of the edition, by their names in it. Nothing outside its folder is opened,
 * nor what is a link, a pipe or a device. */
enum bm_put {
    BM_PUT_DONE,
    BM_PUT_OTHER,   /* the file does not hold what it was to hold; *there has what it holds */
    BM_PUT_REFUSED, /* there is no such file, or it is none that may be written */
    BM_PUT_FAILED   /* disk full and the like: *error */
};
/* Whether the folder under the edition's path is no longer the one that was opened (it was moved
 * away, or put back from elsewhere): then nothing may be written into either. */
bool bm_serve_replaced(const struct bm_serve *s);
/* Puts a text in the place of a file that holds before (a SHA-256; "" : that is not there; NULL:
 * whatever it holds). Then it is there under its name, whole; power may still take it until
 * bm_serve_flush(). Servers of one edition wait for each other. */
enum bm_put bm_serve_put(struct bm_serve *s, struct bm_str name, struct bm_str text,
                         const char *before, struct bm_buf *there, int *error);
void bm_serve_flush(struct bm_serve *s);

/* serve_watch.c */
/* The file was written here. */
void bm_serve_wrote(struct bm_serve *s, struct bm_str name);
/* Takes what the watcher has to tell of files that are read, and that somebody else has written. */
enum bm_told {
    BM_TOLD_NOTHING,
    BM_TOLD_WHOLE, /* some were written, to the end */
    BM_TOLD_PART   /* some have gone or begun, so that more may follow at once */
};
enum bm_told bm_serve_told(struct bm_serve *s);

/* Removes a folder, wherever it is, with all in it but folders that stand three deep. */
void bm_serve_remove(const char *path);
/* Removes what a server that was killed has left in the folder. */
void bm_serve_sweep(const struct bm_serve *s);
/* The folder for what the desk keeps, made if it is not there; -1: it cannot be. */
int bm_serve_own_folder(struct bm_serve *s);

/* serve_texts.c */
void bm_serve_texts_open(struct bm_serve *s);
void bm_serve_texts_close(struct bm_serve *s);
/* Remembers a text, for merging. */
void bm_serve_remember(struct bm_serve *s, struct bm_str text);
/* GET /api/text/NAME. */
void bm_serve_text(struct bm_serve *s, const struct bm_web_call *call, struct bm_str name,
                   struct bm_web_reply *reply);
/* What became of a text that was sent. */
struct bm_serve_saved {
    bool done;      /* else the reply says why not */
    size_t article; /* of the edition's list */
    bool merged;
    bool dressed; /* it was given the line ends of its file */
    struct bm_str text;
    char sha[65];
};
/* POST /api/text/NAME: saves it and puts it in place; the next revision has it. */
void bm_serve_save(struct bm_serve *s, const struct bm_web_call *call, struct bm_str name,
                   struct bm_web_reply *reply, struct bm_serve_saved *out);

/* serve_pages.c */
void bm_serve_pages_open(struct bm_serve *s);
void bm_serve_pages_close(struct bm_serve *s);
/* Takes the pages of the session's last revision that are not as they were. */
void bm_serve_pages_take(struct bm_serve *s);
/* Appends outlines and the page, by the query of the call: have, glyphs. False: no such page. */
bool bm_serve_pages_put(struct bm_serve *s, const struct bm_web_call *call, uint64_t page,
                        struct bm_buf *out);
/* Whether what the call says to have (`run`) came from this start of the program. */
bool bm_serve_same_run(const struct bm_serve *s, const struct bm_web_call *call);
/* The page that has a picture, held; NULL: there is none. */
struct bm_wire_page;
struct bm_wire_page *bm_serve_page_with(const struct bm_serve *s, struct bm_str hash);
/* Of a page the revision in which it changed last. */
uint64_t bm_serve_page_revision(const struct bm_serve *s, uint32_t page);

/* serve_pictures.c: GET /api/picture/HASH or PAGE/HASH; the call is answered by another thread. */
void bm_serve_pictures_open(struct bm_serve *s);
void bm_serve_pictures_close(struct bm_serve *s);
void bm_serve_picture(struct bm_serve *s, struct bm_web_call *call, struct bm_str name);

/* serve_state.c: the state as JSON, in the language of the call. */
void bm_serve_state(struct bm_serve *s, const struct bm_web_call *call, struct bm_buf *out);
/* What a saved text has changed: the chunk J of its reply. */
void bm_serve_delta(struct bm_serve *s, const struct bm_web_call *call,
                    const struct bm_serve_saved *saved, struct bm_buf *out);

/* serve_items.c: members "items" of the state; touched: of these articles alone (by the index of
 * bm_pages.articles), or NULL. */
struct bm_json;
void bm_serve_items(struct bm_serve *s, enum bm_lang lang, const bool *touched,
                    struct bm_json *json);
/* Text in points times 100. */
int64_t bm_serve_hundredths(bm_len length);

/* serve_jobs.c: children of the same program, one at a time; the others wait in line. They end with
 * the server, however it ends. */
struct bm_serve_done {
    int status; /* how it ended; -1: it could not be started, or was killed */
    struct bm_str out, err;
    struct bm_web_call *call;
    void *context;
};
void bm_serve_jobs_open(struct bm_serve *s);
/* Ends them; calls that wait for them are answered. */
void bm_serve_jobs_close(struct bm_serve *s);
/* Runs the program with these words behind its name, NULL at the end; then `then` is called, on the
 * engine's thread, which answers the call if there is one. ready: called before it is started;
 * true: it need not be, and `then` is not called; or NULL. False: too many wait already. */
bool bm_serve_child(struct bm_serve *s, const char *const *words, struct bm_web_call *call,
                    void (*then)(struct bm_serve *s, const struct bm_serve_done *done),
                    bool (*ready)(struct bm_serve *s, const struct bm_serve_done *done),
                    void *context);
/* The same at once, while all else waits; its status. */
int bm_serve_run(struct bm_serve *s, const char *const *words);
/* The edition as a word of a command line. */
const char *bm_serve_edition(struct bm_serve *s);
/* Descriptors that say that a child has something to say, for poll(), 2 at most; how many. */
struct pollfd;
size_t bm_serve_jobs_fds(const struct bm_serve *s, struct pollfd *fds);
/* Looks after them. */
void bm_serve_jobs_look(struct bm_serve *s);

/* serve_make.c */
/* POST /api/press, proof, archive: the call is answered when it is done. False: it is not one of
 * these. */
bool bm_serve_job(struct bm_serve *s, struct bm_web_call *call);
/* GET /api/tile/N. */
void bm_serve_tile(struct bm_serve *s, struct bm_web_call *call, struct bm_str rest);
void bm_serve_tiles_close(struct bm_serve *s);

/* serve_plan.c: writes plan.lock as `plan --write` does, if there is an auto region and no valid
 * section; waits for it. Once in the life of a list of articles: if it cannot be written, the plan
 * is held in memory alone. */
void bm_serve_hold_plan(struct bm_serve *s);

/* serve_desk.c: /api/notes…, rounds…, sign…, versions…, compare…, export…; what opens and closes
 * its room; what is done after a revision (it is called when there may be one). */
void bm_serve_desk_open(struct bm_serve *s);
/* Whether its database is no longer where it was: nothing may be told that it is kept. */
bool bm_serve_desk_lost(const struct bm_serve *s);
void bm_serve_desk_close(struct bm_serve *s);
void bm_serve_desk_revision(struct bm_serve *s);
/* False: it is answered later. */
bool bm_serve_desk(struct bm_serve *s, struct bm_web_call *call, struct bm_web_reply *reply);

/* serve_versions.c: GET /api/versions/N/page?page=P&dpi=D, a page of an earlier proof as a picture.
 * False: it is answered later. */
struct bm_desk;
typedef bool bm_serve_checkout(struct bm_desk *desk, size_t version,
                               bool (*put)(void *context, struct bm_str name, struct bm_str bytes),
                               void *context);
bool bm_serve_version_page(struct bm_serve *s, struct bm_web_call *call, struct bm_desk *desk,
                           bm_serve_checkout *checkout, uint64_t version,
                           struct bm_web_reply *reply);

/* serve_makeup.c: /api/makeup…; likewise. */
void bm_serve_makeup_open(struct bm_serve *s);
void bm_serve_makeup_close(struct bm_serve *s);
void bm_serve_makeup(struct bm_serve *s, const struct bm_web_call *call,
                     struct bm_web_reply *reply);

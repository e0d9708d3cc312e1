/* The log of the desk: what people did, in a database of the edition's folder, one row an event.
 * Rows are only ever added. Each has the sum (SHA-256) of its fields and of the sum before it, so
 * that a row that was changed, taken out or put elsewhere is found; how many there are and the last
 * sum stand apart. Beside it the texts that events speak of, by their sums.
 *
 * An event and its texts are on the disk (SQLite: WAL, synchronous=FULL) when bm_log_append()
 * returns, or nothing of them is there. Several processes may have one log open. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct bm_log;

enum bm_log_status {
    BM_LOG_FINE,
    BM_LOG_FULL,   /* the disk is: try again */
    BM_LOG_BUSY,   /* another process writes, and goes on */
    BM_LOG_BROKEN, /* it is no log, or damaged */
    BM_LOG_READ_ONLY
};

struct bm_event {
    int64_t id;      /* from 1, without a gap */
    int64_t at;      /* seconds since 1970, UTC */
    uint32_t round;  /* 1 … */
    int64_t subject; /* the event that it is about; 0: none */
    struct bm_str who, role, kind;
    struct bm_str body; /* JSON: an object */
    char prev[65], hash[65];
};

/* A text that an event speaks of. */
struct bm_blob {
    char sha[65];
    struct bm_str bytes;
};

/* What is wrong with a log: the first row that is not what it was. */
struct bm_log_fault {
    int64_t id; /* 0: the log is shorter than it was, or its texts … */
    enum bm_log_fault_kind {
        BM_LOG_WHOLE,
        BM_LOG_CHANGED, /* its sum is not that of its fields */
        BM_LOG_REMOVED, /* the row of that number is not there */
        BM_LOG_MOVED,   /* it does not follow the one before it */
        BM_LOG_CUT,     /* rows are missing at the end */
        BM_LOG_BLOB,    /* a text is not that of its sum */
        BM_LOG_LACKS    /* a text that an event speaks of is not there */
    } kind;
    char sha[65];  /* BLOB, LACKS */
    int64_t count; /* rows that were read */
    char last[65]; /* the last sum; WHOLE */
};

/* Opens the database at path; with `write` it is made if it is not there. NULL: *why says so, in
 * the words of SQLite, in the arena. */
struct bm_log *bm_log_open(struct bm_arena *arena, const char *path, bool write, const char **why);
/* NULL is allowed. */
void bm_log_close(struct bm_log *log);

/* Adds an event, and those of the texts that are not there yet. id, prev and hash are filled. */
enum bm_log_status bm_log_append(struct bm_log *log, struct bm_event *event,
                                 const struct bm_blob *blobs, size_t n);

/* The events after number `after`, in order, in the arena. False: the database is damaged. */
bool bm_log_read(struct bm_log *log, int64_t after, struct bm_arena *arena,
                 struct bm_event **events, size_t *n);

/* A text by its sum, in the arena; false: it is not there. */
bool bm_log_blob(struct bm_log *log, const char *sha, struct bm_arena *arena, struct bm_str *bytes);
bool bm_log_has(struct bm_log *log, const char *sha);

/* Whether an event is what it was and follows the one with that sum as number id. */
bool bm_log_follows(const struct bm_event *event, int64_t id, const char *prev,
                    struct bm_log_fault *fault);
/* Checks all events, not the texts. True when nothing is wrong. */
bool bm_log_check_events(struct bm_log *log, struct bm_arena *arena, struct bm_log_fault *fault);
/* Checks all. True when nothing is wrong. */
bool bm_log_check(struct bm_log *log, struct bm_arena *arena, struct bm_log_fault *fault);

const char *bm_log_fault_name(enum bm_log_fault_kind kind);

/* For tests of a full disk: the database may have so many pages of 4,096 bytes; 0: any. */
void bm_log_limit(struct bm_log *log, int pages);

#include "desk/log.h"

#include "base/buf.h"
#include "base/digest.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUSY_MS 5000

#define START "0000000000000000000000000000000000000000000000000000000000000000"

struct bm_log {
    sqlite3 *db;
    bool write;
};

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS event(id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    " who TEXT NOT NULL, role TEXT NOT NULL, round INTEGER NOT NULL, kind TEXT NOT NULL,"
    " subject INTEGER NOT NULL, body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS head(one INTEGER PRIMARY KEY CHECK(one=1),"
    " id INTEGER NOT NULL, hash TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS blob(sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL);"
    "CREATE TRIGGER IF NOT EXISTS event_stays BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT,'append-only'); END;"
    "CREATE TRIGGER IF NOT EXISTS event_kept BEFORE DELETE ON event"
    " BEGIN SELECT RAISE(ABORT,'append-only'); END;"
    "CREATE TRIGGER IF NOT EXISTS blob_stays BEFORE UPDATE ON blob"
    " BEGIN SELECT RAISE(ABORT,'append-only'); END;"
    "CREATE TRIGGER IF NOT EXISTS blob_kept BEFORE DELETE ON blob"
    " BEGIN SELECT RAISE(ABORT,'append-only'); END;"
    "INSERT OR IGNORE INTO head VALUES(1,0,'" START "');"
    "PRAGMA user_version=1;";

static enum bm_log_status status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return BM_LOG_FINE;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return BM_LOG_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return BM_LOG_BUSY;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return BM_LOG_READ_ONLY;
    default:
        return BM_LOG_BROKEN;
    }
}

static int set_up(struct bm_log *log)
{
    int code;
    sqlite3_busy_timeout(log->db, BUSY_MS);
    if (!log->write)
        return sqlite3_exec(log->db, "SELECT id FROM head; PRAGMA trusted_schema=OFF;", NULL, NULL,
                            NULL);
    code = sqlite3_exec(log->db,
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA trusted_schema=OFF; BEGIN IMMEDIATE;",
                        NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(log->db, schema, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(log->db, "COMMIT", NULL, NULL, NULL);
    return code;
}

/* The path as an address of SQLite's: nobody writes, and nothing is to be made beside it. */
static struct bm_str address_of(struct bm_arena *arena, const char *path)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, "file:");
    for (const char *p = path; *p; p++)
        if (strchr("?#% ", *p))
            bm_buf_printf(&b, "%%%02X", (unsigned)(unsigned char)*p);
        else
            bm_buf_char(&b, *p);
    bm_buf_c(&b, "?immutable=1");
    return bm_buf_keep(&b, arena);
}

/* Whether somebody has it open, or was ended while he had. */
static bool in_use(struct bm_arena *arena, const char *path)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%s-wal", path);
    return access(bm_buf_keep(&b, arena).p, F_OK) == 0;
}

struct bm_log *bm_log_open(struct bm_arena *arena, const char *path, bool write, const char **why)
{
    struct bm_log *log = calloc(1, sizeof *log);
    if (!log)
        bm_out_of_memory();
    log->write = write;
    const int flags = (write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
                      SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_URI;
    const char *named = write || in_use(arena, path) ? path : address_of(arena, path).p;
    int code =
        sqlite3_open_v2(named, &log->db, flags & ~(named == path ? SQLITE_OPEN_URI : 0), NULL);
    if (code == SQLITE_OK)
        code = set_up(log);
    if (code == SQLITE_OK)
        return log;
    *why = bm_arena_copy(arena, sqlite3_errmsg(log->db), strlen(sqlite3_errmsg(log->db)));
    bm_log_close(log);
    return NULL;
}

void bm_log_close(struct bm_log *log)
{
    if (!log)
        return;
    sqlite3_close(log->db);
    free(log);
}

static void add_field(struct bm_buf *b, struct bm_str s)
{
    bm_buf_printf(b, "%zu:", s.n);
    bm_buf_str(b, s);
    bm_buf_char(b, '\n');
}

static void sum_of(const struct bm_event *e, char hex[65])
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%s\n%lld %lld %u %lld\n", e->prev, (long long)e->id, (long long)e->at,
                  (unsigned)e->round, (long long)e->subject);
    add_field(&b, e->who);
    add_field(&b, e->role);
    add_field(&b, e->kind);
    add_field(&b, e->body);
    bm_sha256_of(bm_buf_view(&b), hex);
    bm_buf_free(&b);
}

static int bind_text(sqlite3_stmt *s, int i, struct bm_str text)
{
    return sqlite3_bind_text(s, i, text.p ? text.p : "", (int)text.n, SQLITE_STATIC);
}

/* Runs a statement to its end, once. */
static int run(sqlite3_stmt *s)
{
    const int code = sqlite3_step(s);
    const int end = sqlite3_finalize(s);
    return code == SQLITE_DONE ? end : code;
}

static int read_head(struct bm_log *log, struct bm_event *e)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(log->db, "SELECT id, hash FROM head", -1, &s, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    if (code == SQLITE_ROW) {
        const char *hash = (const char *)sqlite3_column_text(s, 1);
        e->id = sqlite3_column_int64(s, 0) + 1;
        snprintf(e->prev, sizeof e->prev, "%s", hash ? hash : "");
    }
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? SQLITE_OK : code == SQLITE_DONE ? SQLITE_CORRUPT : code;
}

static int put_event(struct bm_log *log, const struct bm_event *e)
{
    sqlite3_stmt *s = NULL;
    int code =
        sqlite3_prepare_v2(log->db, "INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?)", -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_int64(s, 1, e->id);
    sqlite3_bind_int64(s, 2, e->at);
    bind_text(s, 3, e->who);
    bind_text(s, 4, e->role);
    sqlite3_bind_int64(s, 5, e->round);
    bind_text(s, 6, e->kind);
    sqlite3_bind_int64(s, 7, e->subject);
    bind_text(s, 8, e->body);
    bind_text(s, 9, bm_str_c(e->prev));
    bind_text(s, 10, bm_str_c(e->hash));
    code = run(s);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_prepare_v2(log->db, "UPDATE head SET id=?, hash=?", -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_int64(s, 1, e->id);
    bind_text(s, 2, bm_str_c(e->hash));
    return run(s);
}

static int put_blob(struct bm_log *log, const struct bm_blob *blob)
{
    sqlite3_stmt *s = NULL;
    const int code =
        sqlite3_prepare_v2(log->db, "INSERT OR IGNORE INTO blob VALUES(?,?,?)", -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    bind_text(s, 1, bm_str_c(blob->sha));
    sqlite3_bind_int64(s, 2, (sqlite3_int64)blob->bytes.n);
    if (blob->bytes.n)
        sqlite3_bind_blob64(s, 3, blob->bytes.p, blob->bytes.n, SQLITE_STATIC);
    else
        sqlite3_bind_zeroblob(s, 3, 0);
    return run(s);
}

enum bm_log_status bm_log_append(struct bm_log *log, struct bm_event *event,
                                 const struct bm_blob *blobs, size_t n)
{
    if (!log->write)
        return BM_LOG_READ_ONLY;
    int code = sqlite3_exec(log->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return status_of(code);
    code = read_head(log, event);
    for (size_t i = 0; i < n && code == SQLITE_OK; i++)
        code = put_blob(log, &blobs[i]);
    if (code == SQLITE_OK) {
        sum_of(event, event->hash);
        code = put_event(log, event);
    }
    if (code == SQLITE_OK)
        code = sqlite3_exec(log->db, "COMMIT", NULL, NULL, NULL);
    /* A commit that failed may have ended the transaction itself. */
    if (code != SQLITE_OK && !sqlite3_get_autocommit(log->db))
        sqlite3_exec(log->db, "ROLLBACK", NULL, NULL, NULL);
    return status_of(code);
}

static struct bm_str column(sqlite3_stmt *s, int i, struct bm_arena *arena)
{
    const char *p = (const char *)sqlite3_column_text(s, i);
    const size_t n = (size_t)sqlite3_column_bytes(s, i);
    return bm_str_copy(arena, (struct bm_str){p ? p : "", n});
}

static void column_sum(sqlite3_stmt *s, int i, char hex[65])
{
    const char *p = (const char *)sqlite3_column_text(s, i);
    snprintf(hex, 65, "%s", p ? p : "");
}

bool bm_log_read(struct bm_log *log, int64_t after, struct bm_arena *arena,
                 struct bm_event **events, size_t *n)
{
    sqlite3_stmt *s = NULL;
    size_t cap = 0;
    *events = NULL;
    *n = 0;
    int code =
        sqlite3_prepare_v2(log->db, "SELECT * FROM event WHERE id>? ORDER BY id", -1, &s, NULL);
    if (code != SQLITE_OK)
        return false;
    sqlite3_bind_int64(s, 1, after);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        *events = bm_arena_grow(arena, *events, *n, &cap, sizeof **events);
        struct bm_event *e = &(*events)[(*n)++];
        *e = (struct bm_event){.id = sqlite3_column_int64(s, 0),
                               .at = sqlite3_column_int64(s, 1),
                               .who = column(s, 2, arena),
                               .role = column(s, 3, arena),
                               .round = (uint32_t)sqlite3_column_int64(s, 4),
                               .kind = column(s, 5, arena),
                               .subject = sqlite3_column_int64(s, 6),
                               .body = column(s, 7, arena)};
        column_sum(s, 8, e->prev);
        column_sum(s, 9, e->hash);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE;
}

bool bm_log_blob(struct bm_log *log, const char *sha, struct bm_arena *arena, struct bm_str *bytes)
{
    sqlite3_stmt *s = NULL;
    bool found = false;
    if (sqlite3_prepare_v2(log->db, "SELECT bytes FROM blob WHERE sha256=?", -1, &s, NULL) !=
        SQLITE_OK)
        return false;
    bind_text(s, 1, bm_str_c(sha));
    if (sqlite3_step(s) == SQLITE_ROW) {
        const void *p = sqlite3_column_blob(s, 0);
        const size_t n = (size_t)sqlite3_column_bytes(s, 0);
        *bytes = (struct bm_str){bm_arena_copy(arena, p ? p : "", n), n};
        found = true;
    }
    sqlite3_finalize(s);
    return found;
}

bool bm_log_has(struct bm_log *log, const char *sha)
{
    sqlite3_stmt *s = NULL;
    bool found = false;
    if (sqlite3_prepare_v2(log->db, "SELECT 1 FROM blob WHERE sha256=?", -1, &s, NULL) ==
        SQLITE_OK) {
        bind_text(s, 1, bm_str_c(sha));
        found = sqlite3_step(s) == SQLITE_ROW;
    }
    sqlite3_finalize(s);
    return found;
}

static bool check_blobs(struct bm_log *log, struct bm_log_fault *fault)
{
    sqlite3_stmt *s = NULL;
    bool fine = true;
    int code =
        sqlite3_prepare_v2(log->db, "SELECT sha256, bytes FROM blob ORDER BY sha256", -1, &s, NULL);
    while (fine && code == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) {
        const char *p = sqlite3_column_blob(s, 1);
        char hex[65];
        column_sum(s, 0, fault->sha);
        bm_sha256_of((struct bm_str){p, (size_t)sqlite3_column_bytes(s, 1)}, hex);
        fine = strcmp(hex, fault->sha) == 0;
    }
    sqlite3_finalize(s);
    fault->kind = fine ? BM_LOG_WHOLE : BM_LOG_BLOB;
    return fine;
}

bool bm_log_follows(const struct bm_event *event, int64_t id, const char *prev,
                    struct bm_log_fault *fault)
{
    char sum[65];
    sum_of(event, sum);
    fault->id = id;
    fault->kind = event->id != id                  ? BM_LOG_REMOVED
                  : strcmp(sum, event->hash) != 0  ? BM_LOG_CHANGED
                  : strcmp(event->prev, prev) != 0 ? BM_LOG_MOVED
                                                   : BM_LOG_WHOLE;
    return fault->kind == BM_LOG_WHOLE;
}

/* Of one moment: others may write meanwhile. */
bool bm_log_check_events(struct bm_log *log, struct bm_arena *arena, struct bm_log_fault *fault)
{
    struct bm_event *v, head = {0};
    size_t n;
    const char *prev = START;
    *fault = (struct bm_log_fault){.kind = BM_LOG_CUT};
    const bool begun = sqlite3_exec(log->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    const bool read = read_head(log, &head) == SQLITE_OK && bm_log_read(log, 0, arena, &v, &n);
    if (begun)
        sqlite3_exec(log->db, "COMMIT", NULL, NULL, NULL);
    if (!read)
        return false;
    fault->count = (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        if (!bm_log_follows(&v[i], (int64_t)i + 1, prev, fault))
            return false;
        prev = v[i].hash;
    }
    const bool ends = head.id == (int64_t)n + 1 && strcmp(head.prev, prev) == 0;
    fault->id = 0;
    memcpy(fault->last, prev, strlen(prev) + 1);
    fault->kind = ends ? BM_LOG_WHOLE : BM_LOG_CUT;
    return ends;
}

bool bm_log_check(struct bm_log *log, struct bm_arena *arena, struct bm_log_fault *fault)
{
    return bm_log_check_events(log, arena, fault) && check_blobs(log, fault);
}

const char *bm_log_fault_name(enum bm_log_fault_kind kind)
{
    static const char *const names[] = {
        [BM_LOG_WHOLE] = "whole", [BM_LOG_CHANGED] = "changed", [BM_LOG_REMOVED] = "removed",
        [BM_LOG_MOVED] = "moved", [BM_LOG_CUT] = "cut",         [BM_LOG_BLOB] = "text",
        [BM_LOG_LACKS] = "lacks"};
    return names[kind];
}

void bm_log_limit(struct bm_log *log, int pages)
{
    char command[64];
    snprintf(command, sizeof command, "PRAGMA max_page_count=%d", pages ? pages : 1073741823);
    sqlite3_exec(log->db, command, NULL, NULL, NULL);
}

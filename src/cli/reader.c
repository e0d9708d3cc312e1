#define _GNU_SOURCE /* prlimit() */
#include "cli/reader.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define READER    "pdftotext"
#define BYTES     (512u << 20) /* of its output */
#define SECONDS   60           /* of processor time */
#define SPACE     ((rlim_t)4 << 30)
#define PAGE_MOST 100000

extern char **environ;

/* Starts the reader with its output into a pipe, whose other end is *out; its pid, or -1. */
static pid_t start(const char *path, int *out)
{
    /* -raw: in the order of painting; -bbox: with places. A path is no option. */
    char *const argv[] = {READER, "-q", "-raw", "-bbox", (char *)(uintptr_t)path, "-", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    pid_t pid = -1;
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, ends[0]);
    posix_spawn_file_actions_addclose(&files, ends[1]);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    if (posix_spawnp(&pid, READER, &files, &how, argv, environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    close(ends[1]);
    *out = ends[0];
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    prlimit(pid, RLIMIT_CPU, &(struct rlimit){SECONDS, SECONDS}, NULL);
    prlimit(pid, RLIMIT_AS, &(struct rlimit){SPACE, SPACE}, NULL);
    return pid;
}

/* All that it writes; false when it fails or writes more than is read. */
static bool run(const char *path, struct bm_buf *out, bool *there)
{
    char block[65536];
    int from = -1, status = 0;
    const pid_t pid = start(path, &from);
    ssize_t n = 0;
    *there = pid >= 0;
    if (pid < 0)
        return false;
    while (out->n <= BYTES &&
           ((n = read(from, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)))
        bm_buf_put(out, block, n > 0 ? (size_t)n : 0);
    close(from);
    if (out->n > BYTES)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    *there = !WIFEXITED(status) || WEXITSTATUS(status) != 127;
    return n == 0 && out->n <= BYTES && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The number of an attribute in a line: points as a length. */
static bm_len attribute(const char *line, const char *end, const char *name)
{
    const size_t n = strlen(name);
    for (const char *p = line; p + n < end; p++)
        if (memcmp(p, name, n) == 0) {
            int64_t v = 0, unit = 1;
            bool point = false;
            for (p += n; p < end && ((*p >= '0' && *p <= '9') || *p == '.') && v < 100000000; p++) {
                v = *p == '.' ? v : v * 10 + (*p - '0');
                unit *= point ? 10 : 1;
                point |= *p == '.';
            }
            return v < 32000 * unit ? bm_len_ratio(v, BM_PT, unit) : 0;
        }
    return 0;
}

/* The text between tags, its entities resolved. */
static struct bm_str text_of(struct bm_session *session, const char *p, const char *end)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;"};
    static const char characters[] = "&<>\"''";
    struct bm_buf b = {0};
    while (p < end) {
        size_t which = 0;
        while (which < BM_COUNT(entities) &&
               ((size_t)(end - p) < strlen(entities[which]) ||
                memcmp(p, entities[which], strlen(entities[which])) != 0))
            which++;
        if (which == BM_COUNT(entities)) {
            bm_buf_char(&b, *p++);
            continue;
        }
        bm_buf_char(&b, characters[which]);
        p += strlen(entities[which]);
    }
    return bm_buf_keep(&b, session->arena);
}

static void read_line(struct bm_session *session, const char *line, const char *end, uint32_t *page,
                      struct bm_verify_word **words, size_t *n, size_t *cap)
{
    while (line < end && *line == ' ')
        line++;
    if (end - line > 5 && memcmp(line, "<page", 5) == 0)
        *page += *page < PAGE_MOST;
    if (end - line < 13 || memcmp(line, "<word ", 6) != 0 || memcmp(end - 7, "</word>", 7) != 0)
        return;
    const char *text = memchr(line, '>', (size_t)(end - line));
    if (!text || text >= end - 7 ||
        bm_utf8_check(text, (size_t)(end - text)) != (size_t)(end - text))
        return;
    *words = bm_arena_grow(session->arena, *words, *n, cap, sizeof **words);
    struct bm_verify_word *w = &(*words)[(*n)++];
    const bm_len x = attribute(line, text, "xMin=\""), y = attribute(line, text, "yMin=\"");
    w->text = text_of(session, text + 1, end - 7);
    w->page = *page;
    w->rect = (struct bm_rect){x, y, attribute(line, text, "xMax=\"") - x,
                               attribute(line, text, "yMax=\"") - y};
}

bool bm_read_pdf_words(struct bm_session *session, const char *path, struct bm_verify_word **words,
                       size_t *n)
{
    struct bm_buf out = {0};
    size_t cap = 0;
    uint32_t page = 0;
    bool there;
    const bool fine = run(path[0] == '-' ? bm_format(session, "./%s", path) : path, &out, &there);
    *words = NULL;
    *n = 0;
    for (size_t at = 0; fine && at < out.n;) {
        const char *line = out.p + at, *end = memchr(line, '\n', out.n - at);
        end = end ? end : out.p + out.n;
        read_line(session, line, end, &page, words, n, &cap);
        at = (size_t)(end - out.p) + 1;
    }
    bm_buf_free(&out);
    if (!there)
        return bm_diag(&session->diags, BM_MSG_NO_READER, bm_span_none(), BM_STR(READER));
    return fine || bm_diag(&session->diags, BM_MSG_PDF_UNREADABLE, bm_span_none(), bm_str_c(path),
                           BM_STR("another program cannot read it"));
}

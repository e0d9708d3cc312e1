#include "cli/serve.h"

#include "base/json.h"
#include "base/labels.h"
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/module.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS    400 /* of rest, before preflight looks at the pages … */
#define REST_MS    700 /* … and before a better plan is sought, and what was written is flushed */
#define GONE_MS    300 /* a folder that is gone is looked for again so often */
#define FDS        8
#define TOKEN_NAME "token" /* in BM_SERVE_FOLDER */

/* On the server's thread. */
static void ask(void *context, struct bm_web_call *call)
{
    struct bm_serve *s = context;
    const uint64_t one = 1;
    pthread_mutex_lock(&s->lock);
    const bool over = s->over || s->call_count == BM_COUNT(s->calls);
    if (!over)
        s->calls[s->call_count++] = call;
    pthread_mutex_unlock(&s->lock);
    if (over) {
        struct bm_web_reply reply = {0};
        bm_serve_error(&reply, 503, "busy");
        s->module.answer(s->web, call, &reply);
    } else if (write(s->bell, &one, sizeof one) < 0) {
        /* It is rung already. */
    }
}

static void answer_calls(struct bm_serve *s)
{
    struct bm_web_call *calls[BM_COUNT(s->calls)];
    uint64_t rung;
    if (read(s->bell, &rung, sizeof rung) < 0 && errno != EAGAIN)
        return;
    pthread_mutex_lock(&s->lock);
    const size_t n = s->call_count;
    memcpy(calls, s->calls, n * sizeof *calls);
    s->call_count = 0;
    pthread_mutex_unlock(&s->lock);
    bm_serve_calls(s, calls, n);
}

/* Lists of the house are read again. */
static void forget_lists(struct bm_serve *s)
{
    struct bm_session *session = s->session;
    bm_copydesk_close(session->desk);
    bm_arena_drop(session->desk_arena);
    session->desk = NULL;
    session->desk_arena = NULL;
    s->lists_changed = s->half_looked = s->looked = false;
    session->pages->finding_count = 0; /* they spoke of those lists */
}

/* What is worse where the plan is held, and what would be: in points, and in counts where there
 * are. */
static void put_gains(struct bm_buf *b, const struct bm_sought *sought)
{
    bool more = false;
    bm_buf_c(b, "],\"gains\":[");
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++) {
        const uint32_t parts = bm_penalty_parts(k) ? bm_penalty_parts(k) : 1;
        if (sought->costs[0][k] == sought->costs[1][k])
            continue;
        bm_buf_printf(b, "%s{\"what\":\"%s\",\"was\":%lld,\"is\":%lld,\"fewer\":%d}",
                      more ? "," : "", bm_penalty_name(k), (long long)sought->costs[0][k],
                      (long long)sought->costs[1][k],
                      ((int)sought->counts[0][k] - (int)sought->counts[1][k]) / (int)parts);
        more = true;
    }
    bm_buf_c(b, "]}");
}

static void put_offer(struct bm_serve *s, const struct bm_sought *sought)
{
    struct bm_buf *b = &s->offer;
    b->n = 0;
    bm_buf_printf(b, "{\"saves\":%lld,\"moves\":[", (long long)(sought->held - sought->cost));
    for (size_t i = 0; i < sought->n; i++) {
        const struct bm_sought_move *m = &sought->moves[i];
        bm_buf_c(b, i ? ",{\"article\":" : "{\"article\":");
        bm_json_string(b, m->article);
        bm_buf_printf(b, ",\"page\":%u,\"columns\":\"%u-%u\",\"lines\":\"%u-%u\"}", m->page,
                      m->column + 1, m->column + m->columns, m->line + 1, m->line + m->lines);
    }
    put_gains(b, sought);
}

/* A better plan, sought until somebody wants something. */
static void seek(struct bm_serve *s)
{
    struct bm_sought sought = {0};
    bool whole;
    s->sought = true;
    bm_serve_flush(s);
    if (!s->session->pages || s->locked)
        return;
    const bool found = bm_watching_seek(&s->watching, s->bell, &sought, &whole);
    s->sought = whole;
    if (!whole)
        return;
    s->held_cost = sought.held ? sought.held : s->held_cost;
    if (!found)
        return;
    put_offer(s, &sought);
    bm_serve_tell(s, "{\"type\":\"offer\",\"offer\":%.*s}", (int)s->offer.n, s->offer.p);
}

/* How long nothing must have come before there is something to do by itself. */
static int rest_of(const struct bm_serve *s)
{
    return !s->looked                  ? (s->half_looked ? 1 : LOOK_MS)
           : s->watching.gone          ? GONE_MS
           : !s->sought || !s->flushed ? REST_MS - LOOK_MS
                                       : -1;
}

/* Nothing has come for so long. What was read of fonts is not held meanwhile: keystrokes need a
 * hundredth of it. */
static void rest(struct bm_serve *s)
{
    if (!s->looked)
        bm_serve_look(s, s->half_looked);
    else if (s->watching.gone)
        bm_serve_again(s);
    else
        seek(s);
    if (s->session->fonts)
        bm_fonts_rest(s->session->fonts);
}

static void loop(struct bm_serve *s)
{
    struct pollfd fds[FDS] = {{.fd = s->ends, .events = POLLIN},
                              {.fd = s->bell, .events = POLLIN},
                              {.fd = s->watching.watcher, .events = POLLIN}};
    for (;;) {
        const size_t jobs = bm_serve_jobs_fds(s, fds + 3);
        const int n = poll(fds, 3 + jobs, rest_of(s));
        bm_arena_reset(s->work);
        if (n < 0 && errno != EINTR)
            return;
        if (n > 0 && fds[0].revents)
            return;
        if (n == 0)
            rest(s);
        if (n > 0 && fds[1].revents)
            answer_calls(s);
        const enum bm_told told = n > 0 && fds[2].revents ? bm_serve_told(s) : BM_TOLD_NOTHING;
        if (told == BM_TOLD_PART)
            bm_watching_settle(&s->watching);
        if (told != BM_TOLD_NOTHING)
            bm_serve_again(s);
        if (s->lists_changed && s->session->pages)
            forget_lists(s);
        bm_serve_jobs_look(s);
        bm_serve_desk_revision(s);
    }
}

/* The address, as a socket that listens. -1: it cannot be had, which is said. */
static int listen_at(struct bm_session *session, unsigned *port)
{
    const char *address = session->args.listen ? session->args.listen : "127.0.0.1";
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } at = {0};
    socklen_t n = sizeof at.four;
    const int one = 1;
    if (inet_pton(AF_INET, address, &at.four.sin_addr) == 1) {
        at.four.sin_family = AF_INET;
        at.four.sin_port = htons((uint16_t)*port);
    } else if (inet_pton(AF_INET6, address, &at.six.sin6_addr) == 1) {
        at.six.sin6_family = AF_INET6;
        at.six.sin6_port = htons((uint16_t)*port);
        n = sizeof at.six;
    } else {
        bm_diag(&session->diags, BM_MSG_BAD_ADDRESS, bm_span_none(), bm_str_c(address));
        return -1;
    }
    const int fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd >= 0 && bind(fd, &at.any, n) == 0 && listen(fd, 64) == 0 &&
        getsockname(fd, &at.any, &n) == 0) {
        *port = ntohs(at.any.sa_family == AF_INET ? at.four.sin_port : at.six.sin6_port);
        return fd;
    }
    const int error = errno;
    bm_diag(&session->diags, error == EADDRINUSE ? BM_MSG_PORT_IN_USE : BM_MSG_CANNOT_LISTEN,
            bm_span_none(), bm_str_c(bm_format(session, "%s:%u", address, *port)),
            bm_str_c(strerror(error)));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The names by which it may be called, whole; *shown: that which is printed. */
static size_t make_hosts(struct bm_session *session, unsigned port, const char *hosts[6],
                         size_t *shown)
{
    const struct bm_args *args = &session->args;
    const bool any =
        args->listen && (strcmp(args->listen, "0.0.0.0") == 0 || strcmp(args->listen, "::") == 0);
    size_t n = 0;
    hosts[n++] = bm_format(session, "127.0.0.1:%u", port);
    hosts[n++] = bm_format(session, "localhost:%u", port);
    hosts[n++] = bm_format(session, "[::1]:%u", port);
    *shown = 0;
    if (args->listen && !any) {
        *shown = n;
        hosts[n++] =
            bm_format(session, strchr(args->listen, ':') ? "[%s]:%u" : "%s:%u", args->listen, port);
    }
    *shown = any && args->allow_host ? n : *shown;
    if (args->allow_host)
        hosts[n++] = args->allow_host;
    return n;
}

/* So many hexadecimal digits that nobody can guess. */
static bool make_digits(char *out, size_t digits)
{
    uint8_t bytes[BM_WEB_TOKEN / 2];
    for (size_t got = 0; got < digits / 2;) {
        const ssize_t n = getrandom(bytes + got, digits / 2 - got, 0);
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    for (size_t i = 0; i < digits / 2; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* The token of an earlier start, so that screens that are open may go on writing: in a file that
 * its owner alone can read, else it is none. */
static bool kept_token(int folder, char token[BM_WEB_TOKEN + 1])
{
    struct stat st;
    const int fd = openat(folder, TOKEN_NAME, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool safe = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
                      (st.st_mode & 077) == 0 && st.st_nlink == 1;
    const bool read_all = safe && read(fd, token, BM_WEB_TOKEN) == BM_WEB_TOKEN;
    close(fd);
    token[BM_WEB_TOKEN] = 0;
    return read_all && strspn(token, "0123456789abcdef") == BM_WEB_TOKEN;
}

static bool make_token(struct bm_serve *s, char token[BM_WEB_TOKEN + 1])
{
    const int folder = s->session->args.read_only ? -1 : bm_serve_own_folder(s);
    bool fine = folder >= 0 && kept_token(folder, token);
    if (!fine && (fine = make_digits(token, BM_WEB_TOKEN)) && folder >= 0) {
        unlinkat(folder, TOKEN_NAME, 0);
        const int fd =
            openat(folder, TOKEN_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 && write(fd, token, BM_WEB_TOKEN) != BM_WEB_TOKEN)
            unlinkat(folder, TOKEN_NAME, 0); /* then it is another the next time */
        if (fd >= 0)
            close(fd);
    }
    if (folder >= 0)
        close(folder);
    return fine;
}

/* Where to look, on standard output: a program may read it. */
static void print_address(struct bm_session *session, const char *host, const char *token)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "http://%s/#t=%s\n", host, token);
    bm_print(session, bm_buf_view(&b));
    bm_buf_free(&b);
    if (!session->args.quiet && !session->args.json)
        fputs(BM_LABEL(SERVE_BEGUN, session->args.lang), stderr);
}

/* Serves, until it is told to end. first: what is to be said of the first revision. */
static bool start(struct bm_serve *s, const char *token, const struct bm_diags *first)
{
    struct bm_session *session = s->session;
    const struct bm_args *args = &session->args;
    const char *hosts[6];
    struct timespec t;
    unsigned port = args->port;
    const int fd = listen_at(session, &port);
    if (fd < 0)
        return false;
    size_t shown;
    const size_t n = make_hosts(session, port, hosts, &shown);
    clock_gettime(CLOCK_REALTIME, &t);
    s->web = s->module.start(&(struct bm_web_options){
        .socket = fd,
        .port = port,
        .hosts = hosts,
        .host_count = n,
        .token = token,
        .guarded = args->listen || args->allow_host,
        .read_only = args->read_only,
        .event = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000,
        .now = bm_serve_now,
        .ask = ask,
        .context = s,
    });
    if (!s->web) {
        close(fd);
        return bm_diag0(&session->diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    }
    print_address(session, hosts[shown], token);
    session->arena = s->round;
    session->diags = *first;
    loop(s);
    pthread_mutex_lock(&s->lock);
    s->over = true;
    pthread_mutex_unlock(&s->lock);
    answer_calls(s);
    bm_serve_jobs_close(s);
    bm_serve_pictures_close(s);
    s->module.stop(s->web);
    s->web = NULL;
    return true;
}

static bool open_module(struct bm_serve *s)
{
    const struct bm_module_function functions[] = {{"bm_web_start", &s->module.start},
                                                   {"bm_web_answer", &s->module.answer},
                                                   {"bm_web_tell", &s->module.tell},
                                                   {"bm_web_stop", &s->module.stop}};
    return bm_module_open(s->session, BM_SERVE_MODULE, functions, BM_COUNT(functions));
}

/* Reads the edition for the first time; false: there is none. */
static bool open_edition(struct bm_serve *s)
{
    struct bm_session *session = s->session;
    bm_serve_set(s, (struct bm_str){0});
    const struct bm_inputs *in = &session->inputs;
    s->folder = in->folder ? open(in->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (s->folder < 0 || access(bm_format(session, "%s/edition.yaml", in->folder), F_OK) != 0)
        return false;
    if (!session->args.read_only)
        bm_serve_sweep(s);
    bm_watching_folders(&s->watching);
    s->watched = bm_watching_number(&s->watching, in->folder);
    return true;
}

/* All of it, once the engine is there. True: it was served, and ended as it should. */
static bool serve(struct bm_serve *s, struct bm_arena *own)
{
    struct bm_session *session = s->session;
    char token[BM_WEB_TOKEN + 1];
    if (s->bell < 0 || s->ends < 0 || !make_digits(s->run, sizeof s->run - 1))
        return bm_diag0(&session->diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    if (!open_edition(s))
        return false;
    if (!make_token(s, token))
        return bm_diag0(&session->diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    bm_serve_desk_open(s);
    bm_serve_makeup_open(s);
    atomic_store(&session->end_bell, s->ends);
    const struct bm_diags first = session->diags;
    session->arena = own;
    session->diags = (struct bm_diags){.arena = own};
    const bool fine = start(s, token, &first);
    atomic_store(&session->end_bell, 0);
    bm_serve_makeup_close(s);
    bm_serve_desk_close(s);
    bm_serve_flush(s);
    return fine;
}

void bm_run_serve(struct bm_session *session)
{
    struct bm_arena *own = session->arena;
    struct bm_serve s = {.session = session, .folder = -1, .flushed = true, .held_cost = -1};
    if (!open_module(&s) || !bm_watching_open(&s.watching, session, true))
        return;
    s.round = bm_arena_new();
    s.work = bm_arena_new();
    s.bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    s.ends = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    session->arena = s.round;
    pthread_mutex_init(&s.lock, NULL);
    bm_serve_texts_open(&s);
    bm_serve_pages_open(&s);
    bm_serve_jobs_open(&s);
    bm_serve_pictures_open(&s);
    if (!serve(&s, own)) {
        bm_say(session);
        session->said = bm_diags_exit(&session->diags, session->args.strict);
    }
    bm_serve_jobs_close(&s);
    bm_serve_pictures_close(&s);
    bm_serve_tiles_close(&s);
    bm_serve_pages_close(&s);
    bm_serve_texts_close(&s);
    bm_watching_close(&s.watching, own);
    bm_buf_free(&s.offer);
    free(s.stamps);
    close(s.bell);
    close(s.ends);
    if (s.folder >= 0)
        close(s.folder);
    bm_arena_drop(s.work);
    bm_arena_drop(s.round);
}

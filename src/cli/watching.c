#include "cli/watching.h"

#include "cli/lock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

/* A change is over when nothing has come for so long. */
#define QUIET_MS   5
#define QUIET_MOST 200 /* times that it is waited for; then what is there is taken */
#define PATH_MOST  4096
#define CHANGES    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)

/* A plan.lock has its way. It is read into the world of the engine. */
static bool hold(void *context, struct bm_loader *l, struct bm_inputs *inputs)
{
    struct bm_session *s = context;
    struct bm_arena *round = s->arena;
    const struct bm_diags said = s->diags;
    s->arena = l->arena;
    s->diags = *l->diags;
    s->sources = *l->sources;
    s->read = *l->read;
    s->data = l->data;
    s->inputs = *inputs;
    const size_t had = s->read.n;
    const bool fine = bm_lock_hold(s);
    for (size_t i = had; i < s->read.n && l->stamp; i++)
        *l->stamp = bm_load_stamp(*l->stamp, s->read.v[i]);
    *l->diags = s->diags;
    *l->sources = s->sources;
    *l->read = s->read;
    *inputs = s->inputs;
    s->arena = round;
    s->diags = said;
    return fine;
}

bool bm_watching_open(struct bm_watching *w, struct bm_session *session, bool findings)
{
    const struct bm_args *args = &session->args;
    *w = (struct bm_watching){.session = session,
                              .watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    const int error = errno;
    if (w->watcher < 0)
        return bm_diag(&session->diags, BM_MSG_CANNOT_WATCH, bm_span_none(), bm_str_c(args->input),
                       bm_str_c(strerror(error)));
    w->engine = bm_engine_open(&(struct bm_engine_options){
        .edition = args->input,
        .layout = args->layout,
        .printer = args->printer,
        .findings = findings,
        .data = getenv("BANMIAN_DATA"),
        .program = bm_program_folder(session),
        .jobs = args->jobs,
        .budget = args->budget,
        .progress = &session->progress,
        .hold = hold,
        .context = session,
    });
    session->engine = w->engine;
    return true;
}

void bm_watching_close(struct bm_watching *w, struct bm_arena *own)
{
    struct bm_session *s = w->session;
    s->arena = own;
    s->engine = NULL;
    s->revision = NULL;
    s->lock = NULL;
    s->pages = NULL;
    s->fonts = NULL;
    s->inputs = (struct bm_inputs){0};
    s->read = (struct bm_paths){0};
    s->sources = (struct bm_sources){.arena = own};
    s->diags = (struct bm_diags){.arena = own};
    bm_engine_close(w->engine);
    close(w->watcher);
}

/* The folder that a path stands in. */
static void watch_folder(struct bm_watching *w, const char *path)
{
    char folder[PATH_MOST] = ".";
    const char *slash = strrchr(path, '/');
    const size_t n = !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (n >= sizeof folder) {
        w->gone = true;
        return;
    }
    if (n) {
        memcpy(folder, path, n);
        folder[n] = '\0';
    }
    if (inotify_add_watch(w->watcher, folder, CHANGES) < 0)
        w->gone = true;
}

void bm_watching_also(struct bm_watching *w, const struct bm_paths *read)
{
    for (size_t i = 0; i < read->n; i++)
        watch_folder(w, read->v[i]);
}

void bm_watching_folders(struct bm_watching *w)
{
    w->gone = false;
    bm_watching_also(w, bm_engine_loader(w->engine)->read);
}

int bm_watching_number(const struct bm_watching *w, const char *folder)
{
    return inotify_add_watch(w->watcher, folder, CHANGES);
}

void bm_watching_drain(const struct bm_watching *w)
{
    char events[4096];
    while (read(w->watcher, events, sizeof events) > 0)
        ;
}

void bm_watching_settle(const struct bm_watching *w)
{
    struct pollfd p = {.fd = w->watcher, .events = POLLIN};
    for (unsigned i = 0; i < QUIET_MOST; i++) {
        bm_watching_drain(w);
        if (poll(&p, 1, QUIET_MS) == 0)
            return;
    }
}

struct lookout {
    struct bm_progress *progress;
    int fds[2], ends[2]; /* fds: -1: none */
    pthread_t thread;
};

static void *look_out(void *context)
{
    struct lookout *l = context;
    struct pollfd p[] = {{.fd = l->fds[0], .events = POLLIN},
                         {.fd = l->fds[1], .events = POLLIN},
                         {.fd = l->ends[0], .events = POLLIN}};
    while (poll(p, BM_COUNT(p), -1) < 0 && errno == EINTR)
        ;
    if (p[0].revents || p[1].revents)
        atomic_store(&l->progress->stop, true);
    return NULL;
}

bool bm_watching_seek(struct bm_watching *w, int other, struct bm_sought *sought, bool *whole)
{
    struct bm_progress *progress = &w->session->progress;
    struct lookout l = {.progress = progress, .fds = {w->watcher, other}};
    bool found = false;
    *whole = true;
    if (pipe(l.ends) != 0)
        return false;
    const bool looks = pthread_create(&l.thread, NULL, look_out, &l) == 0;
    if (looks)
        found = bm_engine_seek(w->engine, sought);
    close(l.ends[1]);
    if (looks) {
        pthread_join(l.thread, NULL);
        *whole = !atomic_exchange(&progress->stop, false);
    }
    close(l.ends[0]);
    return found && *whole;
}

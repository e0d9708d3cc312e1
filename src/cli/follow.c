#include "cli/follow.h"

#include "base/labels.h"
#include "cli/lock.h"
#include "cli/progress.h"
#include "engine/engine.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

/* So long nothing must have been saved before another plan is sought. */
#define REST_MS    400
#define NAMES_MOST 5 /* articles that an offer names */
/* Writes that come one after the other are one change: it is over when nothing has come for so
 * long. No other clock is asked than this and REST_MS, and nothing that is written depends on them.
 */
#define QUIET_MS   5
#define QUIET_MOST 200 /* times that it is waited for; then what is there is taken */
/* A folder that is gone is looked for again so often. */
#define GONE_MS 300
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)

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

struct following {
    struct bm_session *session;
    struct bm_engine *engine;
    int watcher;
    bool gone;        /* a folder could not be watched */
    bool sought;      /* another plan, for what is shown */
    uint64_t offered; /* what was offered last; 0: nothing */
};

/* Watches the folder of a path. Folders that are watched already stay so. */
static void watch_folder(struct following *f, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = !slash          ? "."
                         : slash == path ? "/"
                                         : bm_format(f->session, "%.*s", (int)(slash - path), path);
    if (inotify_add_watch(f->watcher, folder, CHANGES) < 0)
        f->gone = true;
}

/* All folders that anything was read from. */
static void watch_folders(struct following *f)
{
    const struct bm_loader *l = bm_engine_loader(f->engine);
    f->gone = false;
    for (size_t i = 0; i < l->read->n; i++)
        watch_folder(f, l->read->v[i]);
}

/* Takes what has been told of, all of it: the files are looked at themselves. */
static void drain(int watcher)
{
    char events[4096];
    while (read(watcher, events, sizeof events) > 0)
        ;
}

/* Waits until something may have changed, and then for quiet. False: there is time for a search. */
static bool wait_for_change(struct following *f)
{
    struct pollfd p = {.fd = f->watcher, .events = POLLIN};
    int n = poll(&p, 1, f->gone ? GONE_MS : f->sought ? -1 : REST_MS);
    const bool told = n || f->gone;
    for (unsigned i = 0; i < QUIET_MOST && n > 0; i++) {
        drain(f->watcher);
        n = poll(&p, 1, QUIET_MS);
    }
    return told;
}

/* Whoever saves is not kept waiting by a search: it stops as soon as something is told of. */
struct lookout {
    struct bm_progress *progress;
    int watcher, ends[2];
    pthread_t thread;
};

static void *look_out(void *context)
{
    struct lookout *l = context;
    struct pollfd p[] = {{.fd = l->watcher, .events = POLLIN},
                         {.fd = l->ends[0], .events = POLLIN}};
    while (poll(p, 2, -1) < 0 && errno == EINTR)
        ;
    if (p[0].revents)
        atomic_store(&l->progress->stop, true);
    return NULL;
}

/* An offer: what would move where. */
static void offer(struct following *f, const struct bm_sought *sought)
{
    struct bm_session *s = f->session;
    const struct bm_diags said = s->diags;
    const uint64_t key = bm_hash(BM_HASH_START, &sought->n, sizeof sought->n);
    struct bm_buf b = {0};
    for (size_t i = 0; i < sought->n; i++) {
        const struct bm_sought_move *m = &sought->moves[i];
        if (i < NAMES_MOST)
            bm_buf_printf(&b, BM_LABEL(OFFER_MOVE, s->args.lang), i ? ", " : "", (int)m->article.n,
                          m->article.p, m->page, m->column + 1, m->column + m->columns, m->line + 1,
                          m->line + m->lines);
    }
    bm_buf_c(&b, sought->n > NAMES_MOST ? " …" : "");
    const struct bm_str moves = bm_buf_keep(&b, s->arena);
    const uint64_t hash = bm_hash(key, moves.p, moves.n);
    if (hash == f->offered)
        return;
    f->offered = hash;
    s->diags = (struct bm_diags){.arena = s->arena};
    bm_diag(&s->diags, BM_MSG_PLAN_OFFERED, bm_span_none(),
            bm_diag_number(&s->diags, sought->held - sought->cost),
            bm_diag_number(&s->diags, (int64_t)sought->n), moves, s->inputs.layout->name);
    bm_say(s);
    s->diags = said;
}

/* Seeks another plan for what is on disk, until something is saved. */
static void seek(struct following *f)
{
    struct bm_session *s = f->session;
    struct lookout l = {.progress = &s->progress, .watcher = f->watcher};
    struct bm_sought sought;
    f->sought = true;
    if (s->args.quiet || !s->pages || bm_lock_has_locked(s) || pipe(l.ends) != 0)
        return;
    if (pthread_create(&l.thread, NULL, look_out, &l) == 0) {
        const bool found = bm_engine_seek(f->engine, &sought);
        close(l.ends[1]);
        pthread_join(l.thread, NULL);
        f->sought = !atomic_exchange(&s->progress.stop, false);
        if (found && f->sought)
            offer(f, &sought);
        if (!found && f->sought)
            f->offered = 0;
    } else {
        close(l.ends[1]);
    }
    close(l.ends[0]);
}

static void note(struct bm_session *session, const char *words)
{
    if (session->args.quiet || session->args.json)
        return;
    struct bm_buf line = {0};
    bm_buf_legible(&line, bm_str_c(words));
    fprintf(stderr, "banmian: %.*s\n", (int)line.n, line.p);
    bm_buf_free(&line);
}

/* One round: what is made, and what there is to say of it. */
static void make_again(struct following *f, struct bm_arena *round,
                       void (*make)(struct bm_session *session))
{
    struct bm_session *s = f->session;
    struct bm_watch progress;
    f->sought = false;
    bm_arena_reset(round);
    s->diags = (struct bm_diags){.arena = round};
    s->written = (struct bm_paths){0};
    s->report_put = false;
    memset(s->spent, 0, sizeof s->spent);
    bm_watch_begin(&progress, s);
    make(s);
    bm_watch_end(&progress);
    bm_say(s);
    for (size_t i = 0; i < s->made.n; i++)
        note(s, s->made.v[i]);
    if (!s->made.n)
        note(s, BM_LABEL(FOLLOW_KEPT, s->args.lang));
    s->made = (struct bm_paths){0};
}

/* The session has nothing left of the engine's, nor of a round. */
static void leave(struct bm_session *s, struct bm_arena *own)
{
    s->arena = own;
    s->engine = NULL;
    s->lock = NULL;
    s->pages = NULL;
    s->fonts = NULL;
    s->inputs = (struct bm_inputs){0};
    s->read = (struct bm_paths){0};
    s->sources = (struct bm_sources){.arena = own};
    s->diags = (struct bm_diags){.arena = own};
}

void bm_follow(struct bm_session *session, void (*make)(struct bm_session *session))
{
    const struct bm_args *args = &session->args;
    struct bm_arena *own = session->arena, *round = bm_arena_new();
    struct following f = {.session = session, .watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    const int error = errno;
    if (f.watcher < 0) {
        bm_diag(&session->diags, BM_MSG_CANNOT_WATCH, bm_span_none(), bm_str_c(args->input),
                bm_str_c(strerror(error)));
        bm_arena_drop(round);
        return;
    }
    f.engine = bm_engine_open(&(struct bm_engine_options){
        .edition = args->input,
        .layout = args->layout,
        .printer = args->printer,
        .findings = args->command == BM_CMD_PROOF,
        .data = getenv("BANMIAN_DATA"),
        .program = bm_program_folder(session),
        .jobs = args->jobs,
        .budget = args->budget,
        .progress = &session->progress,
        .hold = hold,
        .context = session,
    });
    session->engine = f.engine;
    session->arena = round;
    make_again(&f, round, make);
    watch_folders(&f);
    const struct bm_paths *read = bm_engine_loader(f.engine)->read;
    const bool any = read->n && access(read->v[0], F_OK) == 0;
    if (any)
        note(session, bm_format(session, BM_LABEL(FOLLOW_BEGUN, args->lang), args->input));
    /* What was saved while the first was made is seen too. */
    while (any) {
        if (bm_engine_reread(f.engine))
            make_again(&f, round, make);
        watch_folders(&f);
        if (!wait_for_change(&f))
            seek(&f);
    }
    session->said = bm_diags_exit(&session->diags, args->strict);
    leave(session, own);
    bm_engine_close(f.engine);
    bm_arena_drop(round);
    close(f.watcher);
}

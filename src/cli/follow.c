#include "cli/follow.h"

#include "base/labels.h"
#include "cli/lock.h"
#include "cli/progress.h"
#include "cli/watching.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/* So long nothing must have been saved before another plan is sought. */
#define REST_MS    400
#define NAMES_MOST 5 /* articles that an offer names */
/* A folder that is gone is looked for again so often. */
#define GONE_MS 300

struct following {
    struct bm_watching watching;
    struct bm_session *session;
    bool sought;      /* another plan, for what is shown */
    uint64_t offered; /* what was offered last; 0: nothing */
};

/* Waits until something may have changed, and then for quiet. No other clock is asked, and nothing
 * that is written depends on it. False: there is time for a search. */
static bool wait_for_change(struct following *f)
{
    struct pollfd p = {.fd = f->watching.watcher, .events = POLLIN};
    const int n = poll(&p, 1, f->watching.gone ? GONE_MS : f->sought ? -1 : REST_MS);
    if (n > 0)
        bm_watching_settle(&f->watching);
    return n || f->watching.gone;
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
    struct bm_sought sought;
    f->sought = true;
    if (s->args.quiet || !s->pages || bm_lock_has_locked(s))
        return;
    const bool found = bm_watching_seek(&f->watching, -1, &sought, &f->sought);
    if (found)
        offer(f, &sought);
    if (!found && f->sought)
        f->offered = 0;
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

void bm_follow(struct bm_session *session, void (*make)(struct bm_session *session))
{
    const struct bm_args *args = &session->args;
    struct bm_arena *own = session->arena;
    struct following f = {.session = session};
    struct bm_watching *w = &f.watching;
    if (!bm_watching_open(w, session, args->command == BM_CMD_PROOF))
        return;
    struct bm_arena *round = bm_arena_new();
    session->arena = round;
    make_again(&f, round, make);
    bm_watching_folders(w);
    const struct bm_paths *read = bm_engine_loader(w->engine)->read;
    const bool any = read->n && access(read->v[0], F_OK) == 0;
    if (any)
        note(session, bm_format(session, BM_LABEL(FOLLOW_BEGUN, args->lang), args->input));
    /* What was saved while the first was made is seen too. */
    while (any) {
        if (bm_engine_reread(w->engine))
            make_again(&f, round, make);
        bm_watching_folders(w);
        if (!wait_for_change(&f))
            seek(&f);
    }
    session->said = bm_diags_exit(&session->diags, args->strict);
    bm_watching_close(w, own);
    bm_arena_drop(round);
}

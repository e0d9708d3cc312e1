#include "cli/progress.h"

#include "base/labels.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define STACK  ((size_t)256 << 10)
#define FIRST  1000 /* ms, before anything is said */
#define NEXT   200  /* ms */
#define ERASED "\r\033[K"

static const char *name_of(unsigned stage, unsigned lang)
{
    switch ((enum bm_stage)stage) {
    case BM_STAGE_READ:
        return BM_LABEL(BUSY_READ, lang);
    case BM_STAGE_FONTS:
        return BM_LABEL(BUSY_FONTS, lang);
    case BM_STAGE_MAKEUP:
        return BM_LABEL(BUSY_MAKEUP, lang);
    case BM_STAGE_VERIFY:
        return BM_LABEL(BUSY_VERIFY, lang);
    case BM_STAGE_PREFLIGHT:
        return BM_LABEL(BUSY_PREFLIGHT, lang);
    case BM_STAGE_PDF:
        return BM_LABEL(BUSY_PDF, lang);
    case BM_STAGE_PROOF:
        return BM_LABEL(BUSY_PROOF, lang);
    case BM_STAGE_OUTPUT:
    case BM_STAGE_COUNT:
        break;
    }
    return BM_LABEL(BUSY_OUTPUT, lang);
}

static void show(struct bm_session *session)
{
    struct bm_progress *p = &session->progress;
    const unsigned lang = session->args.lang;
    const unsigned long long at = atomic_load(&p->at), of = atomic_load(&p->of);
    char line[160];
    int n =
        snprintf(line, sizeof line, ERASED "banmian: %s", name_of(atomic_load(&p->stage), lang));
    if (of && n > 0 && (size_t)n < sizeof line)
        n += snprintf(line + n, sizeof line - (size_t)n, BM_LABEL(BUSY_AT, lang), at, of);
    atomic_store(&p->shown, true);
    if (write(STDERR_FILENO, line, (size_t)n) < 0) {
        /* Nobody sees it. */
    }
}

void bm_progress_erase(const struct bm_progress *progress)
{
    if (atomic_load(&progress->shown) && write(STDERR_FILENO, ERASED, sizeof ERASED - 1) < 0) {
        /* Nobody sees it. */
    }
}

static void *watch_on(void *context)
{
    struct bm_watch *w = context;
    const atomic_bool *shown = &w->session->progress.shown;
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    pthread_mutex_lock(&w->lock);
    while (!w->ends) {
        const long wait = atomic_load(shown) ? NEXT : FIRST;
        at.tv_nsec += wait % 1000 * 1000000l;
        at.tv_sec += wait / 1000 + at.tv_nsec / 1000000000;
        at.tv_nsec %= 1000000000;
        if (pthread_cond_timedwait(&w->ended, &w->lock, &at) == 0 || w->ends)
            continue;
        show(w->session);
    }
    pthread_mutex_unlock(&w->lock);
    bm_progress_erase(&w->session->progress);
    return NULL;
}

void bm_watch_begin(struct bm_watch *w, struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    pthread_attr_t attributes;
    *w = (struct bm_watch){.session = session};
    if (args->quiet || args->verbose || args->json || !isatty(STDERR_FILENO) ||
        pthread_attr_init(&attributes) != 0)
        return;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->ended, NULL);
    pthread_attr_setstacksize(&attributes, STACK);
    w->runs = pthread_create(&w->thread, &attributes, watch_on, w) == 0;
    pthread_attr_destroy(&attributes);
}

void bm_watch_end(struct bm_watch *w)
{
    if (!w->runs)
        return;
    pthread_mutex_lock(&w->lock);
    w->ends = true;
    pthread_cond_signal(&w->ended);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
}

#include "base/crew.h"

#include <pthread.h>
#include <stdatomic.h>

struct crew {
    size_t n;
    bm_crew_work *work;
    void *context;
    atomic_size_t next;
};

struct hand {
    struct crew *crew;
    unsigned number;
    pthread_t thread;
};

static void *work_on(void *context)
{
    const struct hand *hand = context;
    struct crew *crew = hand->crew;
    size_t i;
    while ((i = atomic_fetch_add(&crew->next, 1)) < crew->n)
        crew->work(crew->context, hand->number, i);
    return NULL;
}

void bm_crew_run(unsigned jobs, size_t n, bm_crew_work *work, void *context)
{
    struct crew crew = {.n = n, .work = work, .context = context};
    struct hand hands[BM_CREW_MOST];
    unsigned started = 1; /* this thread is one of them */
    hands[0] = (struct hand){.crew = &crew};
    for (; started < jobs && started < n && started < BM_CREW_MOST; started++) {
        hands[started] = (struct hand){.crew = &crew, .number = started};
        if (pthread_create(&hands[started].thread, NULL, work_on, &hands[started]) != 0)
            break;
    }
    work_on(&hands[0]);
    while (--started)
        pthread_join(hands[started].thread, NULL);
}

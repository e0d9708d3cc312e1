/* The end of the program while it writes. A thread of its own waits for the signals that end a
 * program, and for bm_end(); it removes what outputs have names by then, and lets the signal do
 * what it always does, so that whoever sent it sees the program end by it. */
#pragma once

#include "base/budget.h"
#include "base/output.h"

#include <pthread.h>
#include <signal.h>

struct bm_ending {
    struct bm_outputs *outputs;
    const struct bm_progress *progress; /* its line is taken away */
    sigset_t waited;                    /* signals that the thread waits for */
    sigset_t before;                    /* the mask that there was */
    pthread_t thread;
    atomic_int *bell; /* rung by the first SIGINT or SIGTERM, if it is an eventfd by then */
    bool calm;        /* SIGINT is the way to end it: status 0 */
    bool runs;        /* false: no thread could be had, signals end the program as they come */
};

/* From here on until bm_ending_end(). Before other threads are made. calm: the command goes on
 * until SIGINT ends it, with status 0. bell: a command that ends by itself when it is asked to puts
 * an eventfd there; a second signal ends the program at once. */
void bm_ending_begin(struct bm_ending *ending, struct bm_outputs *outputs,
                     const struct bm_progress *progress, bool calm, atomic_int *bell);
/* Signals do what they always do again; one that came to a writer whose reader has gone (SIGPIPE)
 * ends the program here. */
void bm_ending_end(struct bm_ending *ending);

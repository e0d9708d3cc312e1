/* Progress, for a person who waits: once a command has taken a second, a line on standard error
 * says what it does and how far it is, if that is a terminal. A thread of its own writes it; it
 * reads struct bm_progress alone, which the work writes, and takes no part in it. */
#pragma once

#include "cli/session.h"

#include <pthread.h>

struct bm_watch {
    struct bm_session *session;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool runs, ends;
};

/* Begins to watch, unless nobody would see it: no terminal, --quiet, --verbose or --json. */
void bm_watch_begin(struct bm_watch *watch, struct bm_session *session);
/* Takes the line away. */
void bm_watch_end(struct bm_watch *watch);
/* The same, when the program ends while the work goes on; asks for no memory and waits for nothing.
 */
void bm_progress_erase(const struct bm_progress *progress);

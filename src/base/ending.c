#include "base/ending.h"

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#define WAIT 10 /* seconds, in case that the thread cannot do it */

void bm_end(int status)
{
    /* Whoever waits for the signal has it blocked everywhere. */
    sigset_t blocked;
    const bool waits = pthread_sigmask(SIG_SETMASK, NULL, &blocked) == 0 &&
                       sigismember(&blocked, BM_END_SIGNAL) == 1;
    struct timespec left = {.tv_sec = WAIT};
    if (waits && sigqueue(getpid(), BM_END_SIGNAL, (union sigval){.sival_int = status}) == 0)
        while (nanosleep(&left, &left) != 0)
            continue;
    _exit(status);
}

#include "cli/ending.h"

#include "base/ending.h"
#include "cli/progress.h"

#include <unistd.h>

#define STACK     ((size_t)256 << 10)
#define NO_STATUS (-1) /* asks the thread to go */

/* The signal does what it does where nobody waits for it: it ends the program. */
static _Noreturn void die_of(int number)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    kill(getpid(), number);
    for (;;)
        pause();
}

/* Whether the command was asked to end by itself. */
static bool ring(const struct bm_ending *ending, int number)
{
    const uint64_t one = 1;
    const int bell = number == SIGINT || number == SIGTERM || number == SIGHUP
                         ? atomic_exchange(ending->bell, 0)
                         : 0;
    return bell > 0 && write(bell, &one, sizeof one) == sizeof one;
}

/* Asks for no memory: another thread may have run out of it. */
static void *wait_for_the_end(void *context)
{
    const struct bm_ending *ending = context;
    for (;;) {
        siginfo_t info;
        const int number = sigwaitinfo(&ending->waited, &info);
        if (number < 0 ||
            (number == BM_END_SIGNAL && (info.si_code != SI_QUEUE || info.si_pid != getpid())))
            continue;
        if (number == BM_END_SIGNAL && info.si_value.sival_int == NO_STATUS)
            return NULL;
        if (ring(ending, number))
            continue;
        bm_progress_erase(ending->progress);
        bm_outputs_quit(ending->outputs);
        if (number == BM_END_SIGNAL)
            _exit(info.si_value.sival_int);
        if (number == SIGINT && ending->calm)
            _exit(BM_EXIT_DONE);
        die_of(number);
    }
}

/* A font file that is mapped was cut short: what is read behind its end is no memory. */
static void on_bus_error(int number, siginfo_t *info, void *context)
{
    static const char words[] =
        "banmian: error [file-changed]: a file was cut short while it was in "
        "use / 文件在使用当中被截短\n";
    (void)context;
    if (info->si_code != BUS_ADRERR) {
        signal(number, SIG_DFL); /* and again, on return */
        return;
    }
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) {
        /* Nobody is there to read it; the status says it too. */
    }
    bm_end(BM_EXIT_AGAIN);
}

/* The signals that would end the program, of those that whoever started it did not turn off. */
static void choose(struct bm_ending *ending, sigset_t *blocked)
{
    static const int ends[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
                               SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    struct sigaction action;
    sigemptyset(&ending->waited);
    pthread_sigmask(SIG_SETMASK, NULL, &ending->before);
    for (size_t i = 0; i < BM_COUNT(ends); i++)
        if (sigaction(ends[i], NULL, &action) == 0 && action.sa_handler == SIG_DFL &&
            !sigismember(&ending->before, ends[i]))
            sigaddset(&ending->waited, ends[i]);
    sigaddset(&ending->waited, BM_END_SIGNAL);
    *blocked = ending->waited;
    sigaddset(blocked, SIGPIPE);
}

void bm_ending_begin(struct bm_ending *ending, struct bm_outputs *outputs,
                     const struct bm_progress *progress, bool calm, atomic_int *bell)
{
    pthread_attr_t attributes;
    sigset_t blocked;
    *ending =
        (struct bm_ending){.outputs = outputs, .progress = progress, .calm = calm, .bell = bell};
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is an error like others: EFBIG */
    choose(ending, &blocked);
    if (pthread_attr_init(&attributes) != 0)
        return;
    pthread_attr_setstacksize(&attributes, STACK);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    ending->runs = pthread_create(&ending->thread, &attributes, wait_for_the_end, ending) == 0;
    pthread_attr_destroy(&attributes);
    if (!ending->runs)
        pthread_sigmask(SIG_SETMASK, &ending->before, NULL);
    struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
    sigfillset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

void bm_ending_end(struct bm_ending *ending)
{
    if (!ending->runs)
        return;
    if (sigqueue(getpid(), BM_END_SIGNAL, (union sigval){.sival_int = NO_STATUS}) != 0)
        return; /* it waits on, and harms nobody */
    pthread_join(ending->thread, NULL);
    pthread_sigmask(SIG_SETMASK, &ending->before, NULL);
}

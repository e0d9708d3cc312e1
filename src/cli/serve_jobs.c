#define _GNU_SOURCE /* pipe2() */
#include "cli/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS  16                /* that wait */
#define WORDS 24                /* of a command line */
#define MOST  ((size_t)4 << 20) /* bytes of what a child writes that are kept */

struct job {
    char *words[WORDS + 1];
    struct bm_web_call *call;
    void (*then)(struct bm_serve *s, const struct bm_serve_done *done);
    bool (*ready)(struct bm_serve *s, const struct bm_serve_done *done);
    void *context;
};

struct bm_serve_jobs {
    struct job jobs[JOBS]; /* the first one runs, if pid is not 0 */
    size_t n;
    pid_t pid;
    int fds[2]; /* its output and its messages; -1: ended */
    struct bm_buf said[2];
};

void bm_serve_jobs_open(struct bm_serve *s)
{
    s->jobs = calloc(1, sizeof *s->jobs);
    if (!s->jobs)
        bm_out_of_memory();
    s->jobs->fds[0] = s->jobs->fds[1] = -1;
}

const char *bm_serve_edition(struct bm_serve *s)
{
    const char *input = s->session->args.input;
    return input[0] == '-' ? bm_str_copy(s->work, bm_str_c(bm_format(s->session, "./%s", input))).p
                           : input;
}

/* In the child: nothing of the server's is open, no signal is held back, and it ends when the
 * server's main thread does. */
static _Noreturn void become(char *const *words, const int fds[2], pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    const int in = open("/dev/null", O_RDONLY);
    dup2(in, STDIN_FILENO);
    dup2(fds[0], STDOUT_FILENO);
    dup2(fds[1], STDERR_FILENO);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv("/proc/self/exe", words);
    _exit(127);
}

/* Starts a child; -1: it cannot be had. */
static pid_t start(char *const *words, int fds[2])
{
    int out[2], err[2];
    if (pipe2(out, O_CLOEXEC) != 0)
        return -1;
    if (pipe2(err, O_CLOEXEC) != 0) {
        close(out[0]);
        close(out[1]);
        return -1;
    }
    const pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        become(words, (const int[]){out[1], err[1]}, parent);
    close(out[1]);
    close(err[1]);
    if (pid < 0) {
        close(out[0]);
        close(err[0]);
        return -1;
    }
    fds[0] = out[0];
    fds[1] = err[0];
    for (int i = 0; i < 2; i++)
        fcntl(fds[i], F_SETFL, O_NONBLOCK);
    return pid;
}

static int end_of(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Takes what is there to be read; closes what has ended. */
static void hear(int *fd, struct bm_buf *said)
{
    char block[16384];
    for (;;) {
        const ssize_t n = *fd >= 0 ? read(*fd, block, sizeof block) : -1;
        if (n > 0 && said->n < MOST)
            bm_buf_put(said, block, (size_t)n);
        if (n > 0 || (n < 0 && *fd >= 0 && errno == EINTR))
            continue;
        if (*fd >= 0 && (n == 0 || errno != EAGAIN)) {
            close(*fd);
            *fd = -1;
        }
        return;
    }
}

static void free_job(struct job *job)
{
    for (size_t i = 0; job->words[i]; i++)
        free(job->words[i]);
    *job = (struct job){0};
}

/* The first one is over. */
static struct job take_first(struct bm_serve_jobs *j)
{
    const struct job job = j->jobs[0];
    j->n--;
    memmove(j->jobs, j->jobs + 1, j->n * sizeof *j->jobs);
    j->jobs[j->n] = (struct job){0};
    return job;
}

static void finish(struct bm_serve *s, int status)
{
    struct bm_serve_jobs *j = s->jobs;
    struct bm_buf said[2] = {j->said[0], j->said[1]};
    struct job job = take_first(j);
    j->said[0] = j->said[1] = (struct bm_buf){0};
    j->pid = 0;
    job.then(s, &(struct bm_serve_done){status, bm_buf_view(&said[0]), bm_buf_view(&said[1]),
                                        job.call, job.context});
    free_job(&job);
    bm_buf_free(&said[0]);
    bm_buf_free(&said[1]);
}

/* Starts the first that waits, if none runs. */
static void go_on(struct bm_serve *s)
{
    struct bm_serve_jobs *j = s->jobs;
    while (j->n && !j->pid) {
        const struct job *job = &j->jobs[0];
        const struct bm_serve_done done = {.call = job->call, .context = job->context};
        if (job->ready && job->ready(s, &done)) {
            struct job gone = take_first(j);
            free_job(&gone);
            continue;
        }
        const pid_t pid = start(job->words, j->fds);
        if (pid > 0)
            j->pid = pid;
        else
            finish(s, -1);
    }
}

static void copy_words(char **to, const char *const *words)
{
    const char *program = "banmian";
    size_t n = 0;
    for (const char *word = program; word && n < WORDS; word = words[n - 1]) {
        to[n] = malloc(strlen(word) + 1);
        if (!to[n])
            bm_out_of_memory();
        memcpy(to[n++], word, strlen(word) + 1);
    }
    to[n] = NULL;
}

bool bm_serve_child(struct bm_serve *s, const char *const *words, struct bm_web_call *call,
                    void (*then)(struct bm_serve *s, const struct bm_serve_done *done),
                    bool (*ready)(struct bm_serve *s, const struct bm_serve_done *done),
                    void *context)
{
    struct bm_serve_jobs *j = s->jobs;
    if (j->n == JOBS)
        return false;
    struct job *job = &j->jobs[j->n++];
    *job = (struct job){.call = call, .then = then, .ready = ready, .context = context};
    copy_words(job->words, words);
    go_on(s);
    return true;
}

int bm_serve_run(struct bm_serve *s, const char *const *words)
{
    char *copy[WORDS + 1];
    int fds[2];
    struct bm_buf said[2] = {0};
    (void)s;
    copy_words(copy, words);
    const pid_t pid = start(copy, fds);
    while (pid > 0 && (fds[0] >= 0 || fds[1] >= 0)) {
        struct pollfd p[] = {{.fd = fds[0], .events = POLLIN}, {.fd = fds[1], .events = POLLIN}};
        poll(p, 2, -1);
        hear(&fds[0], &said[0]);
        hear(&fds[1], &said[1]);
    }
    for (size_t i = 0; copy[i]; i++)
        free(copy[i]);
    bm_buf_free(&said[0]);
    bm_buf_free(&said[1]);
    return pid > 0 ? end_of(pid) : -1;
}

size_t bm_serve_jobs_fds(const struct bm_serve *s, struct pollfd *fds)
{
    size_t n = 0;
    for (int i = 0; i < 2 && s->jobs->pid; i++)
        if (s->jobs->fds[i] >= 0)
            fds[n++] = (struct pollfd){.fd = s->jobs->fds[i], .events = POLLIN};
    return n;
}

void bm_serve_jobs_look(struct bm_serve *s)
{
    struct bm_serve_jobs *j = s->jobs;
    if (!j->pid)
        return;
    hear(&j->fds[0], &j->said[0]);
    hear(&j->fds[1], &j->said[1]);
    if (j->fds[0] >= 0 || j->fds[1] >= 0)
        return;
    finish(s, end_of(j->pid));
    go_on(s);
}

void bm_serve_jobs_close(struct bm_serve *s)
{
    struct bm_serve_jobs *j = s->jobs;
    if (!j)
        return;
    if (j->pid) {
        kill(j->pid, SIGKILL);
        end_of(j->pid);
    }
    for (int i = 0; i < 2; i++)
        if (j->fds[i] >= 0)
            close(j->fds[i]);
    while (j->n)
        finish(s, -1);
    free(j);
    s->jobs = NULL;
}

/* --seal CMD: the user's command gets the manifest and gives a seal. */
#define _GNU_SOURCE /* memfd_create() */

#include "cli/package.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEAL_MOST ((size_t)1 << 20)
#define DIGESTS   3

extern char **environ;

/* The environment, with the digests of the manifest for those who sign a digest alone. */
static char **environment(struct bm_session *session, const struct bm_sum_hex *sums)
{
    size_t n = 0, k = 0;
    while (environ[n])
        n++;
    char **v = bm_arena_array(session->arena, n + DIGESTS + 1, sizeof *v);
    const struct {
        const char *name;
        enum bm_sum kind;
    } digests[DIGESTS] = {{"BANMIAN_SHA256", BM_SUM_SHA256},
                          {"BANMIAN_SHA512", BM_SUM_SHA512},
                          {"BANMIAN_SM3", BM_SUM_SM3}};
    for (size_t i = 0; i < DIGESTS; i++) {
        const char *entry = bm_format(session, "%s=%s", digests[i].name, sums->v[digests[i].kind]);
        v[k++] = bm_arena_copy(session->arena, entry, strlen(entry));
    }
    memcpy(v + k, environ, n * sizeof *v);
    return v;
}

/* Starts `sh -c COMMAND`, with signals as a program expects them. 0, or the system's error. */
static int start(struct bm_session *session, const struct bm_sum_hex *sums, int in, int out,
                 pid_t *pid)
{
    char *command = bm_arena_copy(session->arena, session->args.seal, strlen(session->args.seal));
    char sh[] = "sh", c[] = "-c";
    char *argv[] = {sh, c, command, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none;
    sigemptyset(&none);
    int error = posix_spawn_file_actions_init(&files);
    if (error)
        return error;
    error = posix_spawnattr_init(&how);
    if (!error) {
        posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setsigmask(&how, &none);
        error = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
        if (!error)
            error = posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
        if (!error)
            error = posix_spawn(pid, "/bin/sh", &files, &how, argv, environment(session, sums));
        posix_spawnattr_destroy(&how);
    }
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* The manifest as a file without a name: it cannot block, however the command reads it. */
static int manifest_file(struct bm_str manifest)
{
    const int fd = memfd_create("manifest", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < manifest.n;) {
        const ssize_t n = write(fd, manifest.p + at, manifest.n - at);
        if (n < 0 && errno != EINTR) {
            close(fd);
            return -1;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

static void read_seal(int fd, struct bm_buf *seal)
{
    char part[4096];
    ssize_t n = 1;
    while (n != 0 && seal->n <= SEAL_MOST) {
        n = read(fd, part, sizeof part);
        if (n > 0)
            bm_buf_put(seal, part, (size_t)n);
        else if (n < 0 && errno != EINTR)
            return;
    }
}

/* Its exit status; as a shell says it when a signal ended it. */
static int status_of(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool bm_seal(void *context, struct bm_str manifest, const struct bm_sum_hex *sums,
             struct bm_str *seal)
{
    struct bm_session *session = context;
    const struct bm_str command = bm_str_c(session->args.seal);
    struct bm_buf b = {0};
    int ends[2] = {-1, -1};
    pid_t pid = -1;
    const int in = manifest_file(manifest);
    int error = in < 0 || pipe2(ends, O_CLOEXEC) != 0 ? errno : 0;
    if (!error)
        error = start(session, sums, in, ends[1], &pid);
    if (in >= 0)
        close(in);
    if (ends[1] >= 0)
        close(ends[1]);
    if (!error)
        read_seal(ends[0], &b);
    if (ends[0] >= 0)
        close(ends[0]);
    const bool large = b.n > SEAL_MOST, none = b.n == 0;
    if (large)
        kill(pid, SIGKILL);
    const int status = error ? 127 : status_of(pid);
    *seal = bm_buf_keep(&b, session->arena);
    if (large || (none && !status))
        return bm_diag(&session->diags, BM_MSG_BAD_SEAL, bm_span_none(),
                       bm_str_c(large ? "more than 1 MiB" : "nothing at all"), command);
    if (status)
        return bm_diag(&session->diags, BM_MSG_NO_SEAL, bm_span_none(),
                       bm_diag_number(&session->diags, status), command);
    return true;
}

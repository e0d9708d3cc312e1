/* --via: another program turns a file into .docx. */
#define _GNU_SOURCE /* nftw(), pipe2() */

#include "cli/copies.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 120 /* that it may take */

extern char **environ;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    remove(path);
    return 0;
}

static pid_t start(char *const argv[])
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    pid_t pid = -1;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                       POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    if (posix_spawnp(&pid, argv[0], &files, &how, argv, environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return pid;
}

/* Waits, not for ever; then the program and all that it started are ended. */
static bool wait_for(pid_t pid)
{
    const struct timespec pause = {.tv_nsec = 50000000};
    int status = 0;
    pid_t got = 0;
    for (int i = 0; i < SECONDS * 20 && got == 0; i++) {
        got = waitpid(pid, &status, WNOHANG);
        if (got == 0)
            nanosleep(&pause, NULL);
    }
    kill(-pid, SIGKILL);
    while (got == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool copy_in(struct bm_session *session, const char *path, const char *to)
{
    struct bm_str bytes;
    if (!bm_file_read_kind(session->arena, path, BM_FILE_COPY, bm_span_none(), &session->diags,
                           &bytes))
        return false;
    const int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t at = 0;
    while (fd >= 0 && at < bytes.n) {
        const ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        close(fd);
    return fd >= 0 && at == bytes.n;
}

bool bm_convert(struct bm_session *session, const char *program, const char *path,
                struct bm_str *bytes)
{
    const char *base = getenv("TMPDIR");
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    char *folder =
        (char *)(uintptr_t)bm_format(session, "%s/banmian-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder))
        return bm_diag(&session->diags, BM_MSG_CANNOT_WRITE, bm_span_none(), bm_str_c(folder),
                       bm_str_c(strerror(errno)));
    const char *source =
        bm_format(session, "%s/copy%s", folder, dot && (!slash || dot > slash) ? dot : "");
    const char *made = bm_format(session, "%s/out/copy.docx", folder);
    char *const argv[] = {
        (char *)(uintptr_t)program,
        (char *)(uintptr_t)bm_format(session, "-env:UserInstallation=file://%s/profile", folder),
        (char *)(uintptr_t) "--headless",
        (char *)(uintptr_t) "--norestore",
        (char *)(uintptr_t) "--convert-to",
        (char *)(uintptr_t) "docx:MS Word 2007 XML",
        (char *)(uintptr_t) "--outdir",
        (char *)(uintptr_t)bm_format(session, "%s/out", folder),
        (char *)(uintptr_t)source,
        NULL};
    bool good = copy_in(session, path, source);
    const pid_t pid = good ? start(argv) : -1;
    good = pid > 0 && wait_for(pid) && access(made, R_OK) == 0;
    if (good)
        good = bm_file_read_kind(session->arena, made, BM_FILE_COPY, bm_span_none(),
                                 &session->diags, bytes);
    else
        bm_diag(&session->diags, BM_MSG_IMPORT_VIA, bm_span_none(),
                bm_str_c(slash ? slash + 1 : path), bm_str_c(program));
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    return good;
}

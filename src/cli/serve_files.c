#define _GNU_SOURCE /* renameat2(), syscall() */
#include "cli/serve.h"

#include "base/digest.h"
#include "base/newfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PART      ".bm-desk-"
#define TEXT_MOST ((size_t)8 << 20) /* of a file that is read to be compared */
#define LOCK_TRY  200               /* times that another server is waited for, 10 ms each */
#define TRIES     4                 /* files that come in between */

/* Where the file's folder is, open; the last part of the name into *base. -1: it is not in the
 * edition's folder. */
static int open_above(const struct bm_serve *s, struct bm_str name, char base[256])
{
    struct open_how how = {.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    char folder[4096] = ".";
    size_t cut = name.n;
    while (cut > 0 && name.p[cut - 1] != '/')
        cut--;
    if (name.n - cut > 255 || name.n == cut || cut >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(base, name.p + cut, name.n - cut);
    base[name.n - cut] = '\0';
    if (cut) {
        memcpy(folder, name.p, cut);
        folder[cut] = '\0';
    }
    if (strcmp(base, ".") == 0 || strcmp(base, "..") == 0) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_openat2, s->folder, folder, &how, sizeof how);
}

/* What a regular file holds. Not: what is a link, or would be waited for. */
static int read_file(int folder, const char *base, struct stat *st, struct bm_buf *out)
{
    const int fd = openat(folder, base, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int error = fd < 0 ? errno : 0;
    if (!error && fstat(fd, st) != 0)
        error = errno;
    if (!error && (!S_ISREG(st->st_mode) || (size_t)st->st_size > TEXT_MOST))
        error = EINVAL;
    out->n = 0;
    for (ssize_t n = 1; !error && n > 0 && out->n <= TEXT_MOST;) {
        char block[16384];
        n = read(fd, block, sizeof block);
        if (n > 0)
            bm_buf_put(out, block, (size_t)n);
        error = n < 0 && errno != EINTR ? errno : 0;
    }
    if (fd >= 0)
        close(fd);
    return error;
}

/* The new file beside it, under a name of ours. */
static int write_part(int folder, const char *part, mode_t mode, struct bm_str text)
{
    int fd = -1, error = 0;
    for (int i = 0; i < 2 && fd < 0; i++) {
        fd = openat(folder, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        error = fd < 0 ? errno : 0;
        if (error == EEXIST)
            unlinkat(folder, part, 0);
    }
    if (fd < 0)
        return error;
    error = bm_write_all(fd, text.p, text.n);
    if (!error && fchmod(fd, mode) != 0) {
        /* A courtesy, as in base/newfile.c. */
    }
    if (close(fd) != 0 && !error)
        error = errno;
    if (error)
        unlinkat(folder, part, 0);
    return error;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Both change places, so that a file that somebody saved at the last moment is still there: then
 * they change back. EAGAIN: that was so. */
static int change_places(int folder, const char *part, const char *base, const struct stat *old)
{
    struct stat now;
    if (renameat2(folder, part, folder, base, RENAME_EXCHANGE) != 0)
        return errno == EINVAL || errno == ENOSYS
                   ? (renameat(folder, part, folder, base) == 0 ? 0 : errno)
                   : errno;
    if (fstatat(folder, part, &now, AT_SYMLINK_NOFOLLOW) == 0 && !same_file(&now, old)) {
        if (renameat2(folder, part, folder, base, RENAME_EXCHANGE) != 0)
            return errno;
        unlinkat(folder, part, 0);
        return EAGAIN;
    }
    unlinkat(folder, part, 0);
    return 0;
}

static int place(int folder, const char *part, const char *base, const struct stat *old)
{
    if (old)
        return change_places(folder, part, base, old);
    return renameat2(folder, part, folder, base, RENAME_NOREPLACE) == 0 ? 0
           : errno == EEXIST                                            ? EAGAIN
                                                                        : errno;
}

/* One try, the folder being ours alone. */
static enum bm_put put(int folder, const char *base, struct bm_str text, const char *before,
                       struct bm_buf *there, int *error)
{
    struct stat st;
    char part[64], sum[65] = "";
    *error = read_file(folder, base, &st, there);
    const bool new = *error == ENOENT &&before && !*before;
    if (*error && !new)
        return *error == EIO || *error == EMFILE || *error == ENFILE || *error == ENOMEM
                   ? BM_PUT_FAILED
                   : BM_PUT_REFUSED;
    if (!new)
        bm_sha256_of(bm_buf_view(there), sum);
    if (before && strcmp(before, sum) != 0)
        return BM_PUT_OTHER;
    *error = 0;
    if (!new &&bm_str_eq(bm_buf_view(there), text))
        return BM_PUT_DONE;
    snprintf(part, sizeof part, PART "%ld.part", (long)getpid());
    *error = write_part(folder, part, new ? 0644 : st.st_mode & 07777, text);
    if (!*error) {
        *error = place(folder, part, base, new ? NULL : &st);
        if (*error)
            unlinkat(folder, part, 0);
    }
    return *error ? BM_PUT_FAILED : BM_PUT_DONE;
}

static bool lock(int folder)
{
    for (int i = 0; flock(folder, LOCK_EX | LOCK_NB) != 0; i++) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || i == LOCK_TRY)
            return false;
        poll(NULL, 0, 10);
    }
    return true;
}

bool bm_serve_replaced(const struct bm_serve *s)
{
    struct stat here, there;
    const char *path = s->session->inputs.folder;
    if (!path || s->folder < 0 || fstat(s->folder, &here) != 0)
        return false;
    return stat(path, &there) != 0 || here.st_dev != there.st_dev || here.st_ino != there.st_ino;
}

enum bm_put bm_serve_put(struct bm_serve *s, struct bm_str name, struct bm_str text,
                         const char *before, struct bm_buf *there, int *error)
{
    char base[256];
    enum bm_put result = BM_PUT_FAILED;
    const int above = open_above(s, name, base);
    *error = above < 0 ? errno : 0;
    if (above < 0)
        return *error == EMFILE || *error == ENFILE ? BM_PUT_FAILED : BM_PUT_REFUSED;
    if (lock(s->folder)) {
        *error = EAGAIN;
        for (int i = 0; i < TRIES && *error == EAGAIN && result == BM_PUT_FAILED; i++)
            result = put(above, base, text, before, there, error);
        flock(s->folder, LOCK_UN);
        if (result == BM_PUT_DONE) {
            s->flushed = false;
            bm_serve_wrote(s, name);
        }
    } else {
        *error = EAGAIN;
    }
    close(above);
    return result;
}

void bm_serve_flush(struct bm_serve *s)
{
    if (!s->flushed)
        syncfs(s->folder);
    s->flushed = true;
}

void bm_serve_sweep(const struct bm_serve *s)
{
    const int fd = openat(s->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (const struct dirent *e; d && (e = readdir(d));) {
        if (strncmp(e->d_name, PART, sizeof PART - 1) != 0)
            continue;
        const long pid = strtol(e->d_name + sizeof PART - 1, NULL, 10);
        if (pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
            unlinkat(s->folder, e->d_name, 0);
    }
    if (d)
        closedir(d);
    else if (fd >= 0)
        close(fd);
}

static void clear(int folder, int depth)
{
    DIR *d = folder >= 0 ? fdopendir(folder) : NULL;
    for (const struct dirent *e; d && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            unlinkat(folder, e->d_name, 0) == 0)
            continue;
        if (depth)
            clear(openat(folder, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                  depth - 1);
        unlinkat(folder, e->d_name, AT_REMOVEDIR);
    }
    if (d)
        closedir(d);
    else if (folder >= 0)
        close(folder);
}

void bm_serve_remove(const char *path)
{
    clear(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), 2);
    rmdir(path);
}

int bm_serve_own_folder(struct bm_serve *s)
{
    if (mkdirat(s->folder, BM_SERVE_FOLDER, 0777) != 0 && errno != EEXIST)
        return -1;
    return openat(s->folder, BM_SERVE_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

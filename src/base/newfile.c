/* O_TMPFILE is Linux's. */
#define _GNU_SOURCE

#include "base/newfile.h"

#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MOST 48   /* of a name of ours */
#define NAMES     1000 /* tried */
#define PART_MOST ((size_t)1 << 30)
#define BLOCK     65536

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Path's folder, with room for a name of ours. */
static char *room_beside(const char *path)
{
    const size_t n = folder_length(path);
    char *p = malloc(n + NAME_MOST);
    if (p) {
        memcpy(p, path, n);
        p[n] = '\0';
    }
    return p;
}

/* The numbers only keep runs and outputs apart; that no such name may be there is what makes it
 * safe. */
static void write_name(char *beside, const struct bm_new_file *file, unsigned try, const char *end)
{
    const size_t n = folder_length(beside);
    snprintf(beside + n, NAME_MOST, ".bm-%lx-%u-%u.%s", (unsigned long)getpid(), file->number, try,
             end);
}

static int create_named(struct bm_new_file *file, mode_t mode, int *fd)
{
    for (unsigned try = 0; try < NAMES; try++) {
        write_name(file->temp, file, try, "part");
        *fd = open(file->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (*fd >= 0) {
            file->named = true;
            return 0;
        }
        if (errno != EEXIST)
            break;
    }
    return errno;
}

int bm_new_create(struct bm_new_file *file)
{
    const mode_t mode = file->mode < 0 ? 0666 : 0600;
    file->fd = open(file->temp, O_RDWR | O_TMPFILE | O_CLOEXEC, mode);
    int error = file->fd < 0 ? errno : 0;
    if (error == EOPNOTSUPP || error == EINVAL || error == EISDIR || error == ENOSYS)
        error = create_named(file, mode, &file->fd);
    if (!error && file->mode >= 0 && fchmod(file->fd, (mode_t)file->mode) != 0) {
        /* The mode is a courtesy; a file system without modes is no reason to fail. */
    }
    return error;
}

int bm_new_prepare(struct bm_new_file *file, const char *path, unsigned number)
{
    struct stat st;
    const bool old = stat(path, &st) == 0;
    *file = (struct bm_new_file){
        .fd = -1, .number = number, .mode = old ? (int)(st.st_mode & 0777) : -1};
    if (!old && errno != ENOENT)
        return errno;
    if ((old && !S_ISREG(st.st_mode)) || (*path && path[strlen(path) - 1] == '/'))
        return EISDIR;
    /* A file that may not be written shall not be replaced either. */
    if (old && access(path, W_OK) != 0)
        return errno;
    /* A symbolic link stays: what it points to is replaced. */
    file->path = bm_path_resolve(path);
    if (!file->path)
        return errno;
    file->temp = room_beside(file->path);
    file->aside = room_beside(file->path);
    return file->temp && file->aside ? 0 : ENOMEM;
}

int bm_write_all(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0) {
        const ssize_t put = write(fd, p, n < PART_MOST ? n : PART_MOST);
        if (put < 0 && errno == EAGAIN) /* a pipe that whoever made it wants to be full at once */
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
        else if (put < 0 && errno != EINTR)
            return errno;
        else if (put == 0)
            return EIO;
        p += put > 0 ? put : 0;
        n -= put > 0 ? (size_t)put : 0;
    }
    return 0;
}

int bm_new_flush(const struct bm_new_file *file)
{
    return fsync(file->fd) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

int bm_new_name(struct bm_new_file *file)
{
    char own[NAME_MOST];
    if (file->named)
        return 0;
    snprintf(own, sizeof own, "/proc/self/fd/%d", file->fd);
    for (unsigned try = 0; try < NAMES; try++) {
        write_name(file->temp, file, try, "part");
        file->named = linkat(AT_FDCWD, own, AT_FDCWD, file->temp, AT_SYMLINK_FOLLOW) == 0;
        if (file->named)
            return 0;
        if (errno != EEXIST)
            break;
    }
    return errno;
}

int bm_new_name_copy(struct bm_new_file *file, int *copy)
{
    struct stat st;
    *copy = -1;
    return fstat(file->fd, &st) == 0 ? create_named(file, st.st_mode & 0777, copy) : errno;
}

int bm_new_fill_copy(struct bm_new_file *file, int copy)
{
    char block[BLOCK];
    off_t at = 0;
    ssize_t n = 1;
    int error = 0;
    while (!error && n != 0) {
        n = pread(file->fd, block, sizeof block, at);
        if (n > 0)
            error = bm_write_all(copy, block, (size_t)n);
        else if (n < 0 && errno != EINTR)
            error = errno;
        at += n > 0 ? n : 0;
    }
    const int closed = bm_new_close(file);
    file->fd = copy;
    return error ? error : closed ? closed : bm_new_flush(file);
}

int bm_new_close(struct bm_new_file *file)
{
    /* close reports what a network file system could not write. */
    const int error = file->fd >= 0 && close(file->fd) != 0 && errno != EINTR ? errno : 0;
    file->fd = -1;
    return error;
}

int bm_new_keep_old(struct bm_new_file *file)
{
    struct stat st;
    if (lstat(file->path, &st) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode) ? EISDIR : EEXIST;
    for (unsigned try = 0; try < NAMES; try++) {
        write_name(file->aside, file, try, "old");
        file->linked = file->kept = link(file->path, file->aside) == 0;
        if (file->kept)
            return 0;
        if (errno != EEXIST)
            break;
    }
    if (errno == EEXIST)
        return errno;
    /* A file system without hard links: the old file is away for a moment. */
    file->kept = rename(file->path, file->aside) == 0;
    return file->kept ? 0 : errno;
}

int bm_new_place(struct bm_new_file *file)
{
    file->placed = rename(file->temp, file->path) == 0;
    if (!file->placed)
        return errno;
    file->named = false;
    return 0;
}

int bm_new_undo(struct bm_new_file *file)
{
    int error = 0;
    if (file->kept && file->linked && !file->placed) {
        bm_new_done(file); /* it was never away */
    } else if (file->kept) {
        error = rename(file->aside, file->path) == 0 ? 0 : errno;
        file->kept = error;
    } else if (file->placed) {
        error = unlink(file->path) == 0 ? 0 : errno;
    }
    file->placed = false;
    return error;
}

void bm_new_done(struct bm_new_file *file)
{
    if (file->kept)
        unlink(file->aside);
    file->kept = false;
}

void bm_new_remove(struct bm_new_file *file)
{
    if (file->named)
        unlink(file->temp);
    file->named = false;
}

void bm_new_free(struct bm_new_file *file)
{
    bm_new_close(file);
    free(file->path);
    free(file->temp);
    free(file->aside);
    *file = (struct bm_new_file){.fd = -1};
}

/* A folder that cannot be flushed (some network file systems) is left to the system. */
void bm_folder_flush(const char *path)
{
    char *folder = room_beside(path);
    if (!folder)
        return;
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

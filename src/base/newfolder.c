/* renameat2() and flock() are Linux's and BSD's. */
#define _GNU_SOURCE

#include "base/newfolder.h"

#include "base/newfile.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MOST  48
#define DEPTH_MOST 128 /* of what is taken away */

static size_t parent_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

static void remove_tree(int folder, const char *name, int depth)
{
    const int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *e;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((e = readdir(dir)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
            unlinkat(fd, e->d_name, 0) != 0 && depth < DEPTH_MOST)
            remove_tree(fd, e->d_name, depth + 1);
    closedir(dir);
    unlinkat(folder, name, AT_REMOVEDIR);
}

/* ".bm-HEX-N.part" */
static bool is_part(const char *name)
{
    const size_t n = strlen(name);
    return n > 9 && n < NAME_MOST && strncmp(name, ".bm-", 4) == 0 &&
           strspn(name + 4, "0123456789abcdef-") == n - 9 && strcmp(name + n - 5, ".part") == 0;
}

/* Folders that somebody was killed over: nobody holds them any more. */
static void clear_left(const char *temp)
{
    char *parent = strndup(temp, parent_length(temp));
    DIR *dir = parent ? opendir(*parent ? parent : ".") : NULL;
    const struct dirent *e;
    while (dir && (e = readdir(dir))) {
        if (!is_part(e->d_name))
            continue;
        const int fd =
            openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            continue;
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            remove_tree(dirfd(dir), e->d_name, 0);
        close(fd);
    }
    if (dir)
        closedir(dir);
    free(parent);
}

int bm_new_folder_begin(struct bm_new_folder *folder, const char *path, unsigned number,
                        size_t most)
{
    struct stat st;
    *folder = (struct bm_new_folder){.fd = -1, .path = bm_path_resolve(path)};
    if (!folder->path)
        return errno;
    folder->there = stat(folder->path, &st) == 0;
    if (!folder->there && errno != ENOENT)
        return errno;
    if (folder->there && !S_ISDIR(st.st_mode))
        return ENOTDIR;
    const size_t n = parent_length(folder->path);
    folder->temp = malloc(n + NAME_MOST);
    folder->made = calloc(most + 1, sizeof *folder->made);
    folder->cap = most;
    if (!folder->temp || !folder->made)
        return ENOMEM;
    memcpy(folder->temp, folder->path, n);
    folder->temp[n] = '\0';
    clear_left(folder->temp);
    snprintf(folder->temp + n, NAME_MOST, ".bm-%lx-%u.part", (unsigned long)getpid(), number);
    if (mkdir(folder->temp, 0777) != 0)
        return errno;
    folder->fd = open(folder->temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0)
        return errno;
    /* File systems without locks leave what was left. */
    (void)flock(folder->fd, LOCK_EX | LOCK_NB);
    return 0;
}

/* Notes that the name will be made. The list never moves: whoever ends the program reads it. */
static int note(struct bm_new_folder *folder, const char *name, size_t n)
{
    char *copy = folder->n < folder->cap ? strndup(name, n) : NULL;
    if (!copy)
        return ENOMEM;
    folder->made[folder->n] = copy;
    folder->n++;
    return 0;
}

static int make_folders(struct bm_new_folder *folder, const char *path, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (path[i] != '/')
            continue;
        int error = note(folder, path, i);
        if (error)
            return error;
        if (mkdirat(folder->fd, folder->made[folder->n - 1], 0777) == 0)
            continue;
        error = errno;
        free(folder->made[--folder->n]);
        if (error != EEXIST)
            return error;
    }
    return 0;
}

int bm_new_folder_put(struct bm_new_folder *folder, struct bm_str path, struct bm_str bytes)
{
    int error = make_folders(folder, path.p, path.n);
    if (!error)
        error = note(folder, path.p, path.n);
    if (error)
        return error;
    const int fd = openat(folder->fd, folder->made[folder->n - 1],
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0) {
        error = errno;
        free(folder->made[--folder->n]); /* another file has the name */
        return error;
    }
    error = bm_write_all(fd, bytes.p, bytes.n);
    if (!error && fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
        error = errno;
    if (close(fd) != 0 && !error)
        error = errno;
    return error;
}

int bm_new_folder_flush(const struct bm_new_folder *folder)
{
    for (size_t i = folder->n; i-- > 0;) {
        const int fd =
            openat(folder->fd, folder->made[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            continue; /* a file */
        (void)fsync(fd);
        close(fd);
    }
    (void)fsync(folder->fd);
    return 0;
}

/* The old one goes aside first: it is away for a moment. */
static int place_by_turns(struct bm_new_folder *folder)
{
    const size_t n = strlen(folder->temp) + 3;
    char *aside = malloc(n);
    if (!aside)
        return ENOMEM;
    snprintf(aside, n, "%.*s-0.part", (int)n - 8, folder->temp);
    int error = rename(folder->path, aside) == 0 ? 0 : errno;
    if (!error && rename(folder->temp, folder->path) != 0) {
        error = errno;
        (void)rename(aside, folder->path);
    }
    if (error) {
        free(aside);
        return error;
    }
    free(folder->temp);
    folder->temp = aside;
    return 0;
}

int bm_new_folder_place(struct bm_new_folder *folder)
{
    int error = 0;
    if (!folder->there)
        error = rename(folder->temp, folder->path) == 0 ? 0 : errno;
    else if (renameat2(AT_FDCWD, folder->temp, AT_FDCWD, folder->path, RENAME_EXCHANGE) != 0)
        error = errno == EINVAL || errno == ENOSYS ? place_by_turns(folder) : errno;
    folder->placed = !error;
    return error;
}

void bm_new_folder_done(struct bm_new_folder *folder)
{
    if (folder->placed && folder->there)
        remove_tree(AT_FDCWD, folder->temp, 0);
    folder->there = false;
}

void bm_new_folder_remove(struct bm_new_folder *folder)
{
    if (folder->placed || folder->fd < 0)
        return;
    for (size_t i = folder->n; i-- > 0;)
        if (unlinkat(folder->fd, folder->made[i], 0) != 0)
            unlinkat(folder->fd, folder->made[i], AT_REMOVEDIR);
    rmdir(folder->temp);
}

void bm_new_folder_free(struct bm_new_folder *folder)
{
    if (folder->fd >= 0)
        close(folder->fd);
    for (size_t i = 0; i < folder->n; i++)
        free(folder->made[i]);
    free(folder->made);
    free(folder->path);
    free(folder->temp);
    *folder = (struct bm_new_folder){.fd = -1};
}

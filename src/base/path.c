/* realpath() is an XSI function. */
#define _XOPEN_SOURCE 700

#include "base/path.h"

#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MOST 40 /* that follow one another, as in the system itself: then ELOOP */

/* The bytes as a string of its own; ends the buffer. */
static char *keep(struct bm_buf *buf)
{
    bm_buf_char(buf, '\0');
    return buf->p;
}

/* Where the link leads, seen from its folder. */
static char *follow(const char *link)
{
    char target[PATH_MAX];
    const ssize_t n = readlink(link, target, sizeof target);
    if (n < 0)
        return NULL;
    struct bm_buf path = {0};
    const char *slash = strrchr(link, '/');
    if (n && *target != '/' && slash)
        bm_buf_put(&path, link, (size_t)(slash - link) + 1);
    bm_buf_put(&path, target, (size_t)n);
    return keep(&path);
}

/* A folder's path and a name in it. */
static char *join(const char *folder, const char *name, size_t n)
{
    struct bm_buf path = {0};
    size_t length = strlen(folder);
    if (n == 2 && memcmp(name, "..", 2) == 0) {
        while (length > 1 && folder[length - 1] != '/')
            length--;
        length -= length > 1;
        n = 0;
    } else if (n == 1 && *name == '.') {
        n = 0;
    }
    bm_buf_put(&path, folder, length);
    if (n && folder[length - 1] != '/')
        bm_buf_char(&path, '/');
    bm_buf_put(&path, name, n);
    return keep(&path);
}

static char *resolve(const char *path, int links)
{
    struct stat st;
    char *real = realpath(path, NULL), *next, *found;
    if (real || errno != ENOENT || !*path)
        return real;
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
        errno = ELOOP;
        next = links < LINKS_MOST ? follow(path) : NULL;
        found = next ? resolve(next, links + 1) : NULL;
        free(next);
        return found;
    }
    /* Not there: its folder, and its name in it. */
    size_t end = strlen(path), start;
    while (end > 1 && path[end - 1] == '/')
        end--;
    for (start = end; start > 0 && path[start - 1] != '/';)
        start--;
    struct bm_buf folder = {0};
    size_t above = start;
    while (above > 1 && path[above - 1] == '/')
        above--;
    bm_buf_put(&folder, above ? path : ".", above ? above : 1);
    next = keep(&folder);
    real = resolve(next, links);
    found = real ? join(real, path + start, end - start) : NULL;
    free(real);
    free(next);
    return found;
}

char *bm_path_resolve(const char *path)
{
    return resolve(path, 0);
}

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    size_t most;
    const char *name;
} kinds[BM_FILE_KINDS] = {
#define FILE_KIND(id, most, en, zh) [BM_FILE_##id] = {most, en},
#include "base/files.def"
};

size_t bm_file_most(enum bm_file_kind kind)
{
    return kinds[kind].most;
}

/* What stands where a file should; NULL: a file. */
static const char *no_file(mode_t mode)
{
    return S_ISREG(mode)    ? NULL
           : S_ISDIR(mode)  ? "a folder"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

static bool look(struct bm_file *file, const struct stat *st)
{
    file->instead = no_file(st->st_mode);
    file->size = (uint64_t)st->st_size;
    file->device = (uint64_t)st->st_dev;
    file->inode = (uint64_t)st->st_ino;
    file->changed = st->st_mtim.tv_sec;
    file->changed_ns = st->st_mtim.tv_nsec;
    return !file->instead;
}

bool bm_file_open(const char *path, struct bm_file *file)
{
    struct stat st;
    *file = (struct bm_file){.fd = -1};
    /* Looked at before it is opened, since to open a device may do something; and afterwards, since
     * it may have become another. */
    if (stat(path, &st) != 0) {
        file->error = errno;
        return false;
    }
    if (!look(file, &st))
        return false;
    file->fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file->fd < 0 || fstat(file->fd, &st) != 0)
        file->error = errno;
    else
        look(file, &st);
    if (file->fd >= 0 && (file->error || file->instead)) {
        close(file->fd);
        file->fd = -1;
    }
    return file->fd >= 0;
}

static bool same_content(const struct stat *st, const struct bm_file *file)
{
    return (uint64_t)st->st_size == file->size && st->st_mtim.tv_sec == file->changed &&
           st->st_mtim.tv_nsec == file->changed_ns;
}

bool bm_file_unchanged(const struct bm_file *file)
{
    struct stat st;
    return fstat(file->fd, &st) == 0 && same_content(&st, file);
}

bool bm_file_untouched(const char *path, const struct bm_file *file)
{
    struct stat st;
    return stat(path, &st) != 0 || (uint64_t)st.st_dev != file->device ||
           (uint64_t)st.st_ino != file->inode || same_content(&st, file);
}

bool bm_file_again(const char *path, int error, struct bm_span where, struct bm_diags *diags)
{
    const bool files = error == EMFILE || error == ENFILE, memory = error == ENOMEM;
    const struct bm_str name = bm_str_c(path);
    if (files || memory)
        bm_diag_once(diags, files ? BM_MSG_OUT_OF_FILES : BM_MSG_OPEN_NO_MEMORY, where, &name, 1);
    return files || memory;
}

#define ENTRIES_MOST 10000 /* of a folder that is looked through */

/* The entry of a folder that has the name in other capitals: the first by its bytes; it goes over
 * the name. */
static bool other_case(const char *folder, char *name)
{
    DIR *dir = opendir(folder);
    char best[256] = "";
    const struct dirent *e;
    for (int i = 0; dir && i < ENTRIES_MOST && (e = readdir(dir)); i++)
        if (strlen(e->d_name) == strlen(name) && strlen(name) < sizeof best &&
            strcasecmp(e->d_name, name) == 0 && (!*best || strcmp(e->d_name, best) < 0))
            memcpy(best, e->d_name, strlen(e->d_name) + 1);
    if (dir)
        closedir(dir);
    if (*best)
        memcpy(name, best, strlen(name));
    return *best != '\0';
}

/* The path as it stands on the disk, where it is there in other capitals; else NULL. */
static char *path_in_other_case(const char *path, struct bm_arena *arena)
{
    char *p = bm_arena_copy(arena, path, strlen(path));
    for (char *at = p; *at;) {
        char *slash = strchr(at + (*at == '/'), '/');
        if (slash)
            *slash = '\0';
        if (access(p, F_OK) != 0) {
            char *name = strrchr(p, '/');
            const bool bare = !name, root = name == p;
            if (name)
                *name = '\0';
            const bool found = other_case(bare ? "." : root ? "/" : p, bare ? p : name + 1);
            if (name)
                *name = '/';
            if (!found)
                return NULL;
        }
        if (!slash)
            break;
        *slash = '/';
        at = slash;
    }
    return strcmp(p, path) == 0 ? NULL : p;
}

bool bm_file_refuse(const char *path, const struct bm_file *file, struct bm_span where,
                    struct bm_diags *diags)
{
    if (file->instead)
        return bm_diag(diags, BM_MSG_NOT_A_FILE, where, bm_str_c(path), bm_str_c(file->instead));
    const char *other = file->error == ENOENT ? path_in_other_case(path, diags->arena) : NULL;
    if (other)
        return bm_diag(diags, BM_MSG_OTHER_CASE, where, bm_str_c(path), bm_str_c(other));
    if (!bm_file_again(path, file->error, where, diags))
        bm_diag(diags, BM_MSG_CANNOT_READ, where, bm_str_c(path), bm_str_c(strerror(file->error)));
    return false;
}

static bool too_large(const char *path, enum bm_file_kind kind, struct bm_str size,
                      struct bm_span where, struct bm_diags *diags)
{
    return bm_diag(diags, BM_MSG_FILE_TOO_LARGE, where, bm_str_c(path), size,
                   bm_str_c(kinds[kind].name), bm_diag_number(diags, (int64_t)kinds[kind].most));
}

bool bm_file_fits(const char *path, enum bm_file_kind kind, uint64_t size, struct bm_span where,
                  struct bm_diags *diags)
{
    return size <= kinds[kind].most ||
           too_large(path, kind, bm_diag_number(diags, (int64_t)size), where, diags);
}

/* Reads to the end, or one byte more than `most`. */
static int read_all(struct bm_arena *arena, const struct bm_file *file, size_t most,
                    struct bm_str *text)
{
    /* One byte more than it has, to see its end. A file of the system's own may have no size. */
    size_t cap = file->size ? (size_t)file->size + 1 : 65536, n = 0;
    char *p = bm_arena_alloc(arena, cap + 1);
    while (n <= most) {
        if (n == cap && file->size)
            break; /* it grew */
        if (n == cap) {
            char *q = bm_arena_alloc(arena, 2 * cap + 1);
            memcpy(q, p, n);
            p = q;
            cap *= 2;
        }
        ssize_t got = read(file->fd, p + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    p[n] = '\0';
    *text = (struct bm_str){p, n};
    return 0;
}

bool bm_file_read_kind(struct bm_arena *arena, const char *path, enum bm_file_kind kind,
                       struct bm_span where, struct bm_diags *diags, struct bm_str *text)
{
    struct bm_file file;
    if (!bm_file_open(path, &file))
        return bm_file_refuse(path, &file, where, diags);
    bool good = bm_file_fits(path, kind, file.size, where, diags);
    if (good) {
        file.error = read_all(arena, &file, kinds[kind].most, text);
        good = file.error ? bm_file_refuse(path, &file, where, diags)
                          : bm_file_fits(path, kind, text->n, where, diags);
    }
    if (good && (!bm_file_unchanged(&file) || (file.size && text->n != file.size)))
        good = bm_diag(diags, BM_MSG_FILE_CHANGED, where, bm_str_c(path));
    close(file.fd);
    return good;
}

bool bm_file_read(struct bm_arena *arena, const char *path, struct bm_span where,
                  struct bm_diags *diags, struct bm_str *text)
{
    return bm_file_read_kind(arena, path, BM_FILE_TEXT, where, diags, text);
}

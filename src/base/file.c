/* realpath() is an XSI function. */
#define _XOPEN_SOURCE 700

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct bm_output {
    int fd;
    int error;  /* the first errno, or 0 */
    char *path; /* where the bytes shall be */
    char *temp; /* where they are; NULL when they are written straight */
    bool is_stdout;
};

static void cannot(struct bm_diags *diags, enum bm_message message, const char *path, int error,
                   struct bm_span where)
{
    bm_diag(diags, message, where, bm_str_c(path), bm_str_c(strerror(error)));
}

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

bool bm_file_unchanged(const struct bm_file *file)
{
    struct stat st;
    struct bm_file now = {0};
    return fstat(file->fd, &st) == 0 && look(&now, &st) && now.size == file->size &&
           now.changed == file->changed && now.changed_ns == file->changed_ns;
}

bool bm_file_again(const char *path, int error, struct bm_span where, struct bm_diags *diags)
{
    const bool files = error == EMFILE || error == ENFILE, memory = error == ENOMEM;
    const struct bm_str name = bm_str_c(path);
    if (files || memory)
        bm_diag_once(diags, files ? BM_MSG_OUT_OF_FILES : BM_MSG_OPEN_NO_MEMORY, where, &name, 1);
    return files || memory;
}

bool bm_file_refuse(const char *path, const struct bm_file *file, struct bm_span where,
                    struct bm_diags *diags)
{
    if (file->instead)
        return bm_diag(diags, BM_MSG_NOT_A_FILE, where, bm_str_c(path), bm_str_c(file->instead));
    if (!bm_file_again(path, file->error, where, diags))
        cannot(diags, BM_MSG_CANNOT_READ, path, file->error, where);
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

static void cannot_write(struct bm_diags *diags, const char *path, int error)
{
    if (bm_file_again(path, error, bm_span_none(), diags))
        return;
    bool full = error == ENOSPC || error == EDQUOT;
    cannot(diags, full ? BM_MSG_DISK_FULL : BM_MSG_CANNOT_WRITE, path, error, bm_span_none());
}

/* Writing has no arena to live in, so a failure of malloc is reported as a failure to write. */
static char *copy(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = malloc(n);
    if (p)
        memcpy(p, s, n);
    return p;
}

static void output_free(struct bm_output *output)
{
    free(output->path);
    free(output->temp);
    free(output);
}

/* A new file in the folder of path, its name that of nobody else. The random part only keeps
 * two runs apart; O_EXCL is what makes it safe. */
static int open_beside(struct bm_output *output, mode_t mode)
{
    const char *slash = strrchr(output->path, '/');
    size_t folder = slash ? (size_t)(slash - output->path) + 1 : 0;
    size_t size = folder + 64;
    output->temp = malloc(size);
    if (!output->temp)
        return ENOMEM;
    for (unsigned try = 0; try < 1000; try++) {
        struct bm_buf name = {0};
        bm_buf_put(&name, output->path, folder);
        bm_buf_printf(&name, ".bm-%lx-%u.part", (unsigned long)getpid(), try);
        bm_buf_char(&name, '\0');
        memcpy(output->temp, name.p, name.n < size ? name.n : size);
        bm_buf_free(&name);
        output->fd = open(output->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (output->fd >= 0)
            return 0;
        if (errno != EEXIST)
            break;
    }
    int error = errno;
    free(output->temp);
    output->temp = NULL;
    return error;
}

static int open_output(struct bm_output *output, const char *path)
{
    struct stat st;
    output->path = copy(path);
    if (!output->path)
        return ENOMEM;
    if (strcmp(path, "-") == 0) {
        output->is_stdout = true;
        output->fd = STDOUT_FILENO;
        return 0;
    }
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            return errno;
        return open_beside(output, 0666);
    }
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (!S_ISREG(st.st_mode)) {
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd < 0 ? errno : 0;
    }
    /* A file that may not be written shall not be replaced either. */
    if (access(path, W_OK) != 0)
        return errno;
    /* A symbolic link stays: what it points to is replaced. */
    char *real = realpath(path, NULL);
    if (!real)
        return errno;
    free(output->path);
    output->path = real;
    int error = open_beside(output, 0600);
    if (!error && fchmod(output->fd, st.st_mode & 0777) != 0) {
        /* The mode is a courtesy; a file system without modes is no reason to fail. */
    }
    return error;
}

struct bm_output *bm_output_open(const char *path, struct bm_diags *diags)
{
    struct bm_output *output = calloc(1, sizeof *output);
    int error = ENOMEM;
    if (output) {
        output->fd = -1;
        error = open_output(output, path);
        if (!error)
            return output;
        output_free(output);
    }
    cannot_write(diags, path, error);
    return NULL;
}

bool bm_output_write(struct bm_output *output, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0 && !output->error) {
        size_t part = n < (size_t)1 << 30 ? n : (size_t)1 << 30;
        ssize_t put = write(output->fd, p, part);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            output->error = put < 0 ? errno : EIO;
            break;
        }
        p += put;
        n -= (size_t)put;
    }
    return output->error == 0;
}

/* The rename itself is on disk only when the folder is; a folder that cannot be flushed (some
 * network file systems) is left to the system. */
static void flush_folder(const char *path)
{
    char *folder = copy(path);
    if (!folder)
        return;
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

bool bm_output_flush(struct bm_output *output)
{
    if (!output->error && output->temp && fsync(output->fd) != 0 && errno != EINVAL &&
        errno != ENOTSUP)
        output->error = errno;
    return output->error == 0;
}

bool bm_output_commit(struct bm_output *output, struct bm_diags *diags)
{
    bm_output_flush(output);
    int error = output->error;
    /* close reports what a network file system could not write. */
    if (!output->is_stdout && close(output->fd) != 0 && !error && errno != EINTR)
        error = errno;
    output->fd = -1;
    if (!error && output->temp && rename(output->temp, output->path) != 0)
        error = errno;
    if (error) {
        if (output->temp)
            unlink(output->temp);
        cannot_write(diags, output->path, error);
    } else if (output->temp) {
        flush_folder(output->path);
    }
    output_free(output);
    return error == 0;
}

void bm_output_abort(struct bm_output *output)
{
    if (!output->is_stdout)
        close(output->fd);
    if (output->temp)
        unlink(output->temp);
    output_free(output);
}

bool bm_file_write(const char *path, struct bm_str bytes, struct bm_diags *diags)
{
    struct bm_output *output = bm_output_open(path, diags);
    if (!output)
        return false;
    bm_output_write(output, bytes.p, bytes.n);
    return bm_output_commit(output, diags);
}

bool bm_files_write(const char *const *paths, const struct bm_buf *bytes, size_t n,
                    struct bm_diags *diags)
{
    struct bm_output **outputs = BM_NEW_N(diags->arena, n, struct bm_output *);
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        outputs[i] = bm_output_open(paths[i], diags);
        good = outputs[i] != NULL;
    }
    for (size_t i = 0; i < n && good; i++) {
        good = bm_output_write(outputs[i], bytes[i].p, bytes[i].n) && bm_output_flush(outputs[i]);
        if (!good) {
            bm_output_commit(outputs[i], diags); /* says why */
            outputs[i] = NULL;
        }
    }
    for (size_t i = 0; i < n && good; i++) {
        good = bm_output_commit(outputs[i], diags);
        outputs[i] = NULL;
    }
    for (size_t i = 0; i < n; i++)
        if (outputs[i])
            bm_output_abort(outputs[i]);
    return good;
}

static int make_one(const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return 0;
    int error = errno;
    if (stat(path, &st) == 0)
        return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
    return error;
}

bool bm_folder_make(const char *path, struct bm_diags *diags)
{
    char *part = copy(path);
    int error = part ? 0 : ENOMEM;
    for (size_t i = 1; !error && part[i - 1] != '\0'; i++) {
        if ((part[i] == '/' && part[i - 1] != '/') || part[i] == '\0') {
            char c = part[i];
            part[i] = '\0';
            error = make_one(part);
            part[i] = c;
        }
    }
    free(part);
    if (error)
        cannot_write(diags, path, error);
    return error == 0;
}

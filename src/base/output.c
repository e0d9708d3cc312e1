#include "base/output.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/newfile.h"
#include "base/newfolder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* bm_outputs_quit() waits for a commit so often, so long each time: five seconds. */
#define WAITS 500
#define WAIT  10000000 /* ns */

struct bm_output {
    struct bm_output *next;
    struct bm_outputs *outputs;
    char *name; /* as it was given */
    struct bm_new_file file;
    int error;     /* the first, or 0 */
    bool straight; /* the bytes go where they belong, through file.fd */
    bool ended, said;
};

/* A folder that was made. */
struct made {
    struct made *before;
    char *path;
};

/* The lock is held where names of files come and go, so that whoever ends the program knows those
 * that are there. No memory is asked for while it is held: to get none ends the program. */
struct bm_outputs {
    pthread_mutex_t lock;
    struct bm_output *first, *last;
    struct made *folders;
    struct bm_new_folder *whole; /* one that appears whole, or NULL */
    unsigned count;              /* opened so far */
};

static char *copy(const char *s)
{
    const size_t n = strlen(s) + 1;
    char *p = malloc(n);
    if (p)
        memcpy(p, s, n);
    return p;
}

static void cannot_write(struct bm_diags *diags, const char *path, int error)
{
    if (bm_file_again(path, error, bm_span_none(), diags))
        return;
    const bool full = error == ENOSPC || error == EDQUOT;
    bm_diag(diags,
            full             ? BM_MSG_DISK_FULL
            : error == EFBIG ? BM_MSG_FILE_LIMIT
                             : BM_MSG_CANNOT_WRITE,
            bm_span_none(), bm_str_c(path), bm_str_c(strerror(error)));
}

static bool fail(struct bm_output *output, struct bm_diags *diags)
{
    if (!output->said)
        cannot_write(diags, output->name, output->error);
    output->said = true;
    return false;
}

struct bm_outputs *bm_outputs_new(void)
{
    struct bm_outputs *outputs = calloc(1, sizeof *outputs);
    if (outputs && pthread_mutex_init(&outputs->lock, NULL) != 0) {
        free(outputs);
        outputs = NULL;
    }
    return outputs;
}

void bm_outputs_free(struct bm_outputs *outputs)
{
    if (!outputs)
        return;
    bm_outputs_abort(outputs);
    pthread_mutex_destroy(&outputs->lock);
    free(outputs);
}

/* Gives the new file a name, if it has none, by copying where it cannot be had otherwise. */
static int name(struct bm_output *output)
{
    struct bm_outputs *outputs = output->outputs;
    int fd = -1;
    pthread_mutex_lock(&outputs->lock);
    int error = bm_new_name(&output->file);
    if (error)
        error = bm_new_name_copy(&output->file, &fd);
    pthread_mutex_unlock(&outputs->lock);
    return fd >= 0 ? bm_new_fill_copy(&output->file, fd) : error;
}

static int close_named(struct bm_output *output)
{
    const int error = name(output);
    const int closed = bm_new_close(&output->file);
    return error ? error : closed;
}

/* Closes the files of outputs that have been written, but for `most` of them: they get names. */
static bool let_go(struct bm_outputs *outputs, size_t most)
{
    size_t held = 0, closed = 0;
    for (struct bm_output *o = outputs->first; o; o = o->next)
        held += o->ended && o->file.fd >= 0;
    for (struct bm_output *o = outputs->first; o && held > most; o = o->next)
        if (o->ended && o->file.fd >= 0) {
            o->error = close_named(o);
            held--;
            closed++;
        }
    return closed > 0;
}

/* How many files may be held open: half of those that the system allows. */
static size_t held_most(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur / 2 > BM_OUTPUTS_HELD)
        return BM_OUTPUTS_HELD;
    return (size_t)limit.rlim_cur / 2;
}

static int create(struct bm_output *output)
{
    struct bm_outputs *outputs = output->outputs;
    int error = bm_new_prepare(&output->file, output->name, outputs->count++);
    if (error)
        return error;
    /* The lock, since the file may have a name at once. */
    pthread_mutex_lock(&outputs->lock);
    error = bm_new_create(&output->file);
    pthread_mutex_unlock(&outputs->lock);
    return error;
}

static int open_output(struct bm_output *output, const char *path)
{
    struct stat st;
    output->file.fd = -1;
    output->name = copy(path);
    if (!output->name)
        return ENOMEM;
    if (strcmp(path, "-") == 0) {
        output->straight = true;
        output->file.fd = STDOUT_FILENO;
        return 0;
    }
    output->straight = stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
    if (output->straight) {
        output->file.fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
        return output->file.fd < 0 ? errno : 0;
    }
    int error = create(output);
    if ((error == EMFILE || error == ENFILE) && let_go(output->outputs, 0)) {
        bm_new_free(&output->file);
        error = create(output);
    }
    return error;
}

static void output_free(struct bm_output *output)
{
    if (output->file.fd == STDOUT_FILENO)
        output->file.fd = -1;
    bm_new_free(&output->file);
    free(output->name);
    free(output);
}

struct bm_output *bm_output_open(struct bm_outputs *outputs, const char *path,
                                 struct bm_diags *diags)
{
    struct bm_output *output = calloc(1, sizeof *output);
    int error = ENOMEM;
    if (output) {
        output->outputs = outputs;
        error = open_output(output, path);
        if (error)
            output_free(output);
    }
    if (error) {
        cannot_write(diags, path, error);
        return NULL;
    }
    pthread_mutex_lock(&outputs->lock);
    *(outputs->last ? &outputs->last->next : &outputs->first) = output;
    outputs->last = output;
    pthread_mutex_unlock(&outputs->lock);
    return output;
}

bool bm_output_write(struct bm_output *output, const void *bytes, size_t n)
{
    if (!output->error)
        output->error = bm_write_all(output->file.fd, bytes, n);
    return !output->error;
}

bool bm_output_end(struct bm_output *output, struct bm_diags *diags)
{
    if (!output->ended) {
        output->ended = true;
        if (!output->error && !output->straight)
            output->error = bm_new_flush(&output->file);
        const bool close = output->straight ? output->file.fd != STDOUT_FILENO : output->file.named;
        const int error = close ? bm_new_close(&output->file) : 0;
        if (output->file.fd == STDOUT_FILENO)
            output->file.fd = -1;
        output->error = output->error ? output->error : error;
        if (!output->error)
            let_go(output->outputs, held_most());
    }
    return !output->error || fail(output, diags);
}

bool bm_output_put(struct bm_outputs *outputs, const char *path, struct bm_str bytes,
                   struct bm_diags *diags)
{
    struct bm_output *output = bm_output_open(outputs, path, diags);
    if (!output)
        return false;
    bm_output_write(output, bytes.p, bytes.n);
    return bm_output_end(output, diags);
}

/* Ends the list, and removes the new files that have no place. */
static void clear(struct bm_outputs *outputs, bool folders)
{
    pthread_mutex_lock(&outputs->lock);
    struct bm_output *o = outputs->first;
    struct made *m = outputs->folders;
    struct bm_new_folder *whole = outputs->whole;
    for (struct bm_output *k = o; k; k = k->next)
        bm_new_remove(&k->file);
    if (whole)
        bm_new_folder_remove(whole);
    for (struct made *k = m; k && folders; k = k->before)
        rmdir(k->path);
    outputs->first = outputs->last = NULL;
    outputs->folders = NULL;
    outputs->whole = NULL;
    pthread_mutex_unlock(&outputs->lock);
    if (whole) {
        bm_new_folder_done(whole);
        bm_new_folder_free(whole);
        free(whole);
    }
    for (struct bm_output *next; o; o = next) {
        next = o->next;
        output_free(o);
    }
    for (struct made *before; m; m = before) {
        before = m->before;
        free(m->path);
        free(m);
    }
}

/* Places all, or puts back what was placed. *wrong: the one that failed; *lost: one that could not
 * be put back; *folder: why the folder could not be placed, which comes last. */
static bool place(struct bm_outputs *outputs, struct bm_output **wrong, struct bm_output **lost,
                  int *folder)
{
    *wrong = *lost = NULL;
    *folder = 0;
    for (struct bm_output *o = outputs->first; o && !*wrong; o = o->next) {
        if (o->straight)
            continue;
        /* Nothing can fail after the last. */
        o->error = o->next || outputs->whole ? bm_new_keep_old(&o->file) : 0;
        if (!o->error)
            o->error = bm_new_place(&o->file);
        if (o->error)
            *wrong = o;
    }
    if (!*wrong && outputs->whole)
        *folder = bm_new_folder_place(outputs->whole);
    const bool good = !*wrong && !*folder;
    for (struct bm_output *o = outputs->first; o; o = o->next) {
        if (good)
            bm_new_done(&o->file);
        else if ((o->file.placed || o->file.kept) && bm_new_undo(&o->file))
            *lost = o;
    }
    return good;
}

static void flush_folders(const struct bm_outputs *outputs)
{
    const char *last = NULL;
    for (const struct bm_output *o = outputs->first; o; o = o->next) {
        if (o->straight)
            continue;
        const size_t n = (size_t)(strrchr(o->file.path, '/') - o->file.path) + 1;
        if (!last || strncmp(last, o->file.path, n) != 0 || strchr(last + n, '/'))
            bm_folder_flush(o->file.path);
        last = o->file.path;
    }
    if (outputs->whole)
        bm_folder_flush(outputs->whole->path);
}

bool bm_outputs_commit(struct bm_outputs *outputs, struct bm_diags *diags)
{
    bool good = true;
    int folder = 0;
    struct bm_output *wrong = NULL, *lost = NULL;
    for (struct bm_output *o = outputs->first; o && good; o = o->next)
        good = bm_output_end(o, diags);
    for (struct bm_output *o = outputs->first; o && good; o = o->next) {
        if (!o->straight)
            o->error = name(o);
        good = !o->error || fail(o, diags);
    }
    if (good) {
        pthread_mutex_lock(&outputs->lock);
        good = place(outputs, &wrong, &lost, &folder);
        pthread_mutex_unlock(&outputs->lock);
    }
    if (wrong)
        fail(wrong, diags);
    if (folder)
        cannot_write(diags, outputs->whole->path, folder);
    if (lost)
        bm_diag(diags, BM_MSG_NOT_PUT_BACK, bm_span_none(), bm_str_c(lost->name),
                bm_str_c(lost->file.kept ? lost->file.aside : "—"));
    if (good)
        flush_folders(outputs);
    clear(outputs, !good);
    return good;
}

void bm_outputs_abort(struct bm_outputs *outputs)
{
    clear(outputs, true);
}

void bm_outputs_quit(struct bm_outputs *outputs)
{
    const struct timespec moment = {.tv_nsec = WAIT};
    for (int i = 0; pthread_mutex_trylock(&outputs->lock) != 0; i++) {
        if (i == WAITS)
            return;
        nanosleep(&moment, NULL);
    }
    for (struct bm_output *o = outputs->first; o; o = o->next)
        bm_new_remove(&o->file);
    if (outputs->whole)
        bm_new_folder_remove(outputs->whole);
    for (struct made *m = outputs->folders; m; m = m->before)
        rmdir(m->path);
    /* The lock stays. */
}

/* Makes the folder, unless it is there. */
static int make_one(struct bm_outputs *outputs, const char *path)
{
    struct stat st;
    struct made *made = malloc(sizeof *made);
    char *name = copy(path);
    int error = made && name ? 0 : ENOMEM;
    bool new = false;
    pthread_mutex_lock(&outputs->lock);
    if (!error) {
        new = mkdir(path, 0777) == 0;
        error = new ? 0 : errno;
    }
    if (new) {
        *made = (struct made){outputs->folders, name};
        outputs->folders = made;
    }
    pthread_mutex_unlock(&outputs->lock);
    if (!new) {
        free(made);
        free(name);
    }
    if (error && error != ENOMEM && stat(path, &st) == 0)
        return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
    return error;
}

bool bm_outputs_folder(struct bm_outputs *outputs, const char *path, struct bm_diags *diags)
{
    char *part = copy(path);
    int error = part ? 0 : ENOMEM;
    for (size_t i = 1; !error && part[i - 1] != '\0'; i++) {
        if ((part[i] == '/' && part[i - 1] != '/') || part[i] == '\0') {
            char c = part[i];
            part[i] = '\0';
            error = make_one(outputs, part);
            part[i] = c;
        }
    }
    free(part);
    if (error)
        cannot_write(diags, path, error);
    return error == 0;
}

/* The folders above what is to stand at path. */
static bool make_above(struct bm_outputs *outputs, const char *path, struct bm_diags *diags)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    while (n && path[n - 1] == '/')
        n--;
    char *above = copy(path);
    if (!above)
        return bm_diag0(diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    above[n] = '\0';
    const bool good = !n || bm_outputs_folder(outputs, above, diags);
    free(above);
    return good;
}

bool bm_outputs_whole_folder(struct bm_outputs *outputs, const char *path,
                             const struct bm_leaves *leaves, struct bm_diags *diags)
{
    char *name = copy(path);
    for (size_t n = name ? strlen(name) : 0; n > 1 && name[n - 1] == '/'; n--)
        name[n - 1] = '\0';
    struct bm_new_folder *whole = calloc(1, sizeof *whole);
    int error = name && whole ? 0 : ENOMEM;
    const bool good = error || make_above(outputs, name, diags);
    if (!error && good) {
        size_t most = leaves->n + 1;
        for (size_t i = 0; i < leaves->n; i++)
            for (size_t k = 0; k < leaves->v[i].path.n; k++)
                most += leaves->v[i].path.p[k] == '/';
        error = bm_new_folder_begin(whole, name, outputs->count++, most);
        pthread_mutex_lock(&outputs->lock);
        outputs->whole = whole;
        pthread_mutex_unlock(&outputs->lock);
        for (size_t i = 0; i < leaves->n && !error; i++)
            error = bm_new_folder_put(whole, leaves->v[i].path, leaves->v[i].bytes);
        if (!error)
            error = bm_new_folder_flush(whole);
    } else {
        free(whole);
    }
    free(name);
    if (error)
        cannot_write(diags, path, error);
    return !error && good;
}

bool bm_file_write(const char *path, struct bm_str bytes, struct bm_diags *diags)
{
    struct bm_outputs *outputs = bm_outputs_new();
    if (!outputs)
        return bm_diag0(diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    const bool good =
        bm_output_put(outputs, path, bytes, diags) && bm_outputs_commit(outputs, diags);
    bm_outputs_free(outputs);
    return good;
}

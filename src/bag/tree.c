/* O_NOFOLLOW, O_DIRECTORY and fdopendir(). */
#define _XOPEN_SOURCE 700

#include "bag/tree.h"

#include "bag/limits.h"
#include "base/arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

static bool fail(struct bm_tree *tree, const char *wrong, struct bm_str where)
{
    tree->wrong = wrong;
    tree->where = bm_str_copy(tree->arena, where);
    return false;
}

static struct bm_str joined(struct bm_arena *arena, struct bm_str folder, const char *name)
{
    const size_t n = strlen(name);
    if (!folder.n)
        return bm_str_copy(arena, (struct bm_str){name, n});
    char *p = bm_arena_alloc(arena, folder.n + n + 2);
    memcpy(p, folder.p, folder.n);
    p[folder.n] = '/';
    memcpy(p + folder.n + 1, name, n + 1);
    return (struct bm_str){p, folder.n + n + 1};
}

static const char *kind(mode_t mode)
{
    return S_ISLNK(mode)    ? "a link"
           : S_ISREG(mode)  ? NULL
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

static bool read_folder(struct bm_tree *tree, int fd, struct bm_str path, int depth);

static bool take(struct bm_tree *tree, int folder, const char *name, struct bm_str path, int depth)
{
    struct stat st;
    if (path.n > BM_BAG_PATH)
        return fail(tree, "a path of more than 4,096 bytes", path);
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return fail(tree, "it cannot be looked at", path);
    if (S_ISDIR(st.st_mode)) {
        if (depth == BM_BAG_DEPTH)
            return fail(tree, "folders in folders, more than 64 deep", path);
        tree->data |= bm_str_is(path, "data");
        const int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        return fd < 0 ? fail(tree, "it cannot be looked at", path)
                      : read_folder(tree, fd, path, depth + 1);
    }
    if (tree->n == BM_BAG_FILES)
        return fail(tree, "more than 1,048,576 files", path);
    tree->v = bm_arena_grow(tree->arena, tree->v, tree->n, &tree->cap, sizeof *tree->v);
    tree->v[tree->n++] = (struct bm_tree_file){path, (uint64_t)st.st_size, kind(st.st_mode), false};
    return true;
}

/* Closes fd. */
static bool read_folder(struct bm_tree *tree, int fd, struct bm_str path, int depth)
{
    DIR *dir = fdopendir(fd);
    const struct dirent *e;
    bool fine = true;
    if (!dir) {
        close(fd);
        return fail(tree, "it cannot be looked at", path);
    }
    while (fine && (errno = 0, e = readdir(dir)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            fine = take(tree, fd, e->d_name, joined(tree->arena, path, e->d_name), depth);
    if (fine && errno)
        fine = fail(tree, "it cannot be looked at", path);
    closedir(dir);
    return fine;
}

static int by_path(const void *a, const void *b)
{
    const struct bm_str s = ((const struct bm_tree_file *)a)->path,
                        t = ((const struct bm_tree_file *)b)->path;
    const int order = memcmp(s.p, t.p, s.n < t.n ? s.n : t.n);
    return order ? order : (s.n > t.n) - (s.n < t.n);
}

bool bm_tree_read(struct bm_tree *tree, struct bm_arena *arena, int folder)
{
    *tree = (struct bm_tree){.arena = arena};
    const int fd = dup(folder);
    if (fd < 0)
        return fail(tree, "it cannot be looked at", (struct bm_str){NULL, 0});
    lseek(fd, 0, SEEK_SET);
    if (!read_folder(tree, fd, (struct bm_str){NULL, 0}, 0))
        return false;
    if (tree->n)
        qsort(tree->v, tree->n, sizeof *tree->v, by_path);
    for (size_t i = 0; i < tree->n; i++)
        bm_index_add(arena, &tree->index,
                     bm_hash(BM_HASH_START, tree->v[i].path.p, tree->v[i].path.n), i);
    return true;
}

const struct bm_tree_file *bm_tree_find(const struct bm_tree *tree, struct bm_str path)
{
    const uint64_t hash = bm_hash(BM_HASH_START, path.p, path.n);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&tree->index, hash, &at)) != BM_INDEX_NONE)
        if (bm_str_eq(tree->v[i].path, path))
            return &tree->v[i];
    return NULL;
}

/* Names that are pipes by now must not be waited for. */
int bm_tree_open(int folder, struct bm_str path)
{
    char name[BM_BAG_PATH + 1];
    struct stat st;
    if (path.n > BM_BAG_PATH) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* Folding may lengthen a text three times, composing it again by as much. */
struct bm_str bm_path_folded(struct bm_arena *arena, struct bm_arena *scratch, struct bm_str path,
                             bool not_case)
{
    UErrorCode error = U_ZERO_ERROR;
    const int32_t room = (int32_t)path.n * 9 + 16;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    bm_arena_clear(scratch);
    UChar *a = bm_arena_array(scratch, (size_t)room, sizeof *a);
    UChar *b = bm_arena_array(scratch, (size_t)room, sizeof *b);
    char *p = bm_arena_alloc(scratch, (size_t)room * 3);
    int32_t n = 0, bytes = 0;
    u_strFromUTF8(a, room, &n, path.p, (int32_t)path.n, &error);
    if (!not_case && U_SUCCESS(error)) {
        n = u_strFoldCase(b, room, a, n, U_FOLD_CASE_DEFAULT, &error);
        if (U_SUCCESS(error))
            u_memcpy(a, b, n);
    }
    n = unorm2_normalize(nfc, a, n, b, room, &error);
    u_strToUTF8(p, room * 3, &bytes, b, n, &error);
    return U_SUCCESS(error) ? bm_str_copy(arena, (struct bm_str){p, (size_t)bytes}) : path;
}

bool bm_path_is_twin(struct bm_arena *arena, struct bm_index *index, const struct bm_str *folded,
                     size_t i)
{
    const uint64_t hash = bm_hash(BM_HASH_START, folded[i].p, folded[i].n);
    size_t at = 0;
    uint32_t k;
    while ((k = bm_index_next(index, hash, &at)) != BM_INDEX_NONE)
        if (bm_str_eq(folded[k], folded[i]))
            return true;
    bm_index_add(arena, index, hash, i);
    return false;
}

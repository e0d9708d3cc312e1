/* What a package says that it has: its declaration and its manifests. */
#define _XOPEN_SOURCE 700 /* O_DIRECTORY */

#include "bag/check.h"
#include "bag/limits.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

void bm_bag_wrong(struct bm_bag_look *look, struct bm_str place, const char *why)
{
    look->good = false;
    bm_diag(look->diags, BM_MSG_BAG_WRONG, bm_span_none(), place, bm_str_c(why));
}

void bm_bag_doubt(struct bm_bag_look *look, struct bm_str place, const char *why)
{
    bm_diag(look->diags, BM_MSG_BAG_DOUBT, bm_span_none(), place, bm_str_c(why));
}

struct bm_str bm_bag_place(struct bm_bag_look *look, struct bm_str file, size_t line)
{
    struct bm_buf b = {0};
    bm_buf_str(&b, file);
    bm_buf_printf(&b, ":%zu", line);
    return bm_buf_keep(&b, look->diags->arena);
}

/* All of a file, as it is. */
static bool read_all(struct bm_bag_look *look, struct bm_str name, struct bm_str *bytes)
{
    const int fd = bm_tree_open(look->folder, name);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || (uint64_t)st.st_size > BM_BAG_TAG_FILE) {
        bm_bag_wrong(look, name, fd < 0 ? "it cannot be read" : "it is larger than 64 MiB");
        if (fd >= 0)
            close(fd);
        return false;
    }
    char *p = bm_arena_alloc(look->arena, (size_t)st.st_size + 1);
    size_t n = 0;
    ssize_t got = 1;
    while (n < (size_t)st.st_size && got > 0) {
        got = read(fd, p + n, (size_t)st.st_size - n);
        n += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    *bytes = (struct bm_str){p, n};
    if (got < 0)
        bm_bag_wrong(look, name, "it cannot be read");
    return got >= 0;
}

/* From the encoding that bagit.txt names. */
static bool to_utf8(struct bm_bag_look *look, struct bm_str name, struct bm_str *text)
{
    char from[64];
    const struct bm_str encoding = look->version.encoding;
    UErrorCode error = U_ZERO_ERROR;
    if (encoding.n < sizeof from && !bm_str_is(encoding, "UTF-8")) {
        memcpy(from, encoding.p, encoding.n);
        from[encoding.n] = '\0';
        const int32_t room = (int32_t)text->n * 3 + 16;
        char *p = bm_arena_alloc(look->arena, (size_t)room);
        const int32_t n = ucnv_convert("UTF-8", from, p, room, text->p, (int32_t)text->n, &error);
        if (U_FAILURE(error)) {
            bm_bag_wrong(look, name, "it is not in the encoding that bagit.txt names");
            return false;
        }
        *text = (struct bm_str){p, (size_t)n};
        if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
            *text = (struct bm_str){p + 3, (size_t)n - 3};
    }
    if (bm_utf8_check(text->p, text->n) == text->n)
        return true;
    bm_bag_wrong(look, name, "it is not in the encoding that bagit.txt names");
    return false;
}

bool bm_bag_text(struct bm_bag_look *look, const char *name, struct bm_str *text)
{
    const struct bm_tree_file *file = bm_tree_find(&look->tree, bm_str_c(name));
    return file && !file->instead && read_all(look, file->path, text) &&
           to_utf8(look, file->path, text);
}

struct bm_bag_entry *bm_bag_entry_of(struct bm_bag_look *look, struct bm_str path)
{
    const uint64_t hash = bm_hash(BM_HASH_START, path.p, path.n);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&look->index, hash, &at)) != BM_INDEX_NONE)
        if (bm_str_eq(look->v[i].path, path))
            return &look->v[i];
    return NULL;
}

static struct bm_bag_entry *add_listed(struct bm_bag_look *look, struct bm_str path)
{
    look->v = bm_arena_grow(look->arena, look->v, look->n, &look->cap, sizeof *look->v);
    bm_index_add(look->arena, &look->index, bm_hash(BM_HASH_START, path.p, path.n), look->n);
    look->v[look->n] = (struct bm_bag_entry){.path = path, .file = bm_tree_find(&look->tree, path)};
    return &look->v[look->n++];
}

static bool same_digits(struct bm_str a, struct bm_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if ((a.p[i] | 32) != (b.p[i] | 32))
            return false;
    return a.n == b.n;
}

/* The path of a line as it is in the folder. Before 1.0 it was left open whether "%" is one. */
static struct bm_str path_of(struct bm_bag_look *look, struct bm_str written)
{
    const struct bm_str path = bm_bag_path_short(written);
    if (!bm_bag_strict(&look->version) && bm_tree_find(&look->tree, path))
        return path;
    return bm_bag_path_plain(look->arena, path);
}

static void take_line(struct bm_bag_look *look, const struct bm_manifest_line *line,
                      enum bm_sum kind, bool tags, struct bm_str place)
{
    const char *why = bm_bag_path_wrong(line->path);
    if (why) {
        bm_bag_wrong(look, place, why);
        return;
    }
    const struct bm_str path = path_of(look, line->path);
    const bool payload = path.n > 5 && memcmp(path.p, "data/", 5) == 0;
    if (payload == tags) {
        bm_bag_wrong(look, place,
                     tags ? "a manifest of tag files lists a file of the payload"
                          : "a manifest lists a file outside the payload");
        return;
    }
    if (line->star)
        bm_bag_doubt(look, place, "a star before the path, made by md5sum, not as a package is");
    if (bm_bag_path_short(line->path).n != line->path.n)
        bm_bag_doubt(look, place, "a point and a slash before the path");
    struct bm_bag_entry *listed = bm_bag_entry_of(look, path);
    if (!listed)
        listed = add_listed(look, path);
    if (!listed->sums[kind].n)
        listed->sums[kind] = line->sum;
    else if (!same_digits(listed->sums[kind], line->sum))
        bm_bag_wrong(look, place, "the path is listed twice, with two sums");
    else if (bm_bag_strict(&look->version))
        bm_bag_wrong(look, place, "the path is listed twice");
    else
        bm_bag_doubt(look, place, "the path is listed twice");
}

static void read_manifest(struct bm_bag_look *look, struct bm_str file, enum bm_sum kind, bool tags)
{
    struct bm_str text, line;
    size_t at = 0, number = 0;
    bool upper = false, lower = false;
    if (!bm_bag_text(look, file.p, &text))
        return;
    while (bm_tag_line(text, &at, &line)) {
        struct bm_manifest_line m;
        number++;
        if (!line.n)
            continue;
        const struct bm_str place = bm_bag_place(look, file, number);
        const char *why = bm_manifest_read(line, kind, &m);
        if (!why && look->n == BM_BAG_FILES)
            why = "more than 1,048,576 paths";
        if (why)
            bm_bag_wrong(look, place, why);
        else
            take_line(look, &m, kind, tags, place);
        if (look->n == BM_BAG_FILES)
            return;
        upper |= m.upper;
        lower |= m.lower;
    }
    /* Either may be written; a file with both was touched by somebody. */
    if (upper && lower)
        bm_bag_wrong(look, file, "sums in capital and in small letters; the file was changed");
}

/* The kind of a file called START…KIND.txt; BM_SUMS: it is not called so. */
static enum bm_sum kind_of(struct bm_bag_look *look, struct bm_str name, const char *start)
{
    const size_t n = strlen(start);
    if (name.n < n + 5 || memcmp(name.p, start, n) != 0 ||
        memcmp(name.p + name.n - 4, ".txt", 4) != 0 || memchr(name.p, '/', name.n))
        return BM_SUMS;
    const enum bm_sum kind = bm_sum_named((struct bm_str){name.p + n, name.n - n - 4});
    if (kind == BM_SUMS)
        bm_bag_doubt(look, name, "sums of a kind that is not known; they are not checked");
    return kind;
}

static void read_manifests(struct bm_bag_look *look)
{
    for (size_t i = 0; i < look->tree.n; i++) {
        const struct bm_tree_file *file = &look->tree.v[i];
        const enum bm_sum kind = kind_of(look, file->path, "manifest-");
        const enum bm_sum tag = kind_of(look, file->path, "tagmanifest-");
        if (kind == BM_SUMS && tag == BM_SUMS)
            continue;
        *(kind < BM_SUMS ? &look->manifests : &look->tagmanifests) |=
            BM_SUM_BIT(kind < BM_SUMS ? kind : tag);
        read_manifest(look, file->path, kind < BM_SUMS ? kind : tag, kind == BM_SUMS);
    }
    if (!look->manifests)
        bm_bag_wrong(look, look->name, "no manifest with sums that are known");
}

bool bm_bag_open(struct bm_bag_look *look, const char *path)
{
    struct bm_str text;
    look->name = bm_str_c(path);
    look->scratch = bm_arena_new_raw();
    look->good = true;
    look->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (look->folder < 0) {
        look->good = false;
        if (!bm_file_again(path, errno, bm_span_none(), look->diags))
            bm_diag(look->diags, BM_MSG_CANNOT_READ, bm_span_none(), look->name,
                    bm_str_c(strerror(errno)));
        return false;
    }
    if (!bm_tree_read(&look->tree, look->arena, look->folder)) {
        bm_bag_wrong(look, look->tree.where.n ? look->tree.where : look->name, look->tree.wrong);
        return false;
    }
    const struct bm_tree_file *declaration = bm_tree_find(&look->tree, BM_STR("bagit.txt"));
    if (!declaration || declaration->instead) {
        bm_bag_wrong(look, look->name, "no package; bagit.txt is not there");
        return false;
    }
    if (!read_all(look, declaration->path, &text))
        return false;
    const char *why = bm_bag_version_read(text, &look->version);
    if (why) {
        bm_bag_wrong(look, BM_STR("bagit.txt"), why);
        return false;
    }
    if (!look->tree.data)
        bm_bag_wrong(look, look->name, "there is no folder called data");
    read_manifests(look);
    return true;
}

void bm_bag_shut(struct bm_bag_look *look)
{
    if (look->folder >= 0)
        close(look->folder);
    bm_arena_drop(look->scratch);
}

#include "import/zip.h"

#include "import/limits.h"

#include <archive.h>
#include <archive_entry.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same(struct bm_str a, struct bm_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

const struct zip_part *zip_part(const struct zip *zip, struct bm_str name)
{
    for (size_t i = 0; i < zip->n; i++)
        if (same(zip->v[i].name, name))
            return &zip->v[i];
    return NULL;
}

/* What no name of a part may be: it leads somewhere else, or is read in two ways. */
static bool bad_name(struct bm_str name)
{
    if (!name.n || name.n > PART_NAME_MOST || name.p[0] == '/' || memchr(name.p, '\\', name.n) ||
        (name.n > 1 && name.p[1] == ':') || bm_utf8_check(name.p, name.n) != name.n)
        return true;
    for (size_t i = 0, end; i < name.n; i = end + 1) {
        const char *slash = memchr(name.p + i, '/', name.n - i);
        end = slash ? (size_t)(slash - name.p) : name.n;
        if (end - i == 2 && memcmp(name.p + i, "..", 2) == 0)
            return true;
    }
    return false;
}

/* All bytes of an entry. */
static const char *read_part(struct bm_arena *arena, struct archive *a, size_t packed,
                             size_t *together, struct bm_str *bytes)
{
    struct bm_buf b = {0};
    char block[16384];
    la_ssize_t got;
    const char *why = NULL;
    while (!why && (got = archive_read_data(a, block, sizeof block)) != 0) {
        if (got < 0)
            why = "a part of it is damaged";
        else
            bm_buf_put(&b, block, (size_t)got);
        if (!why && (b.n > PART_MOST || *together + b.n > PARTS_TOGETHER ||
                     (b.n > RATIO_FROM && b.n / RATIO_MOST > packed)))
            why = "a part of it is too large, unpacked";
    }
    *together += b.n;
    if (why) {
        bm_buf_free(&b);
        return why;
    }
    *bytes = bm_buf_keep(&b, arena);
    return NULL;
}

static const char *take(struct bm_arena *arena, struct archive *a, struct archive_entry *e,
                        bool (*wanted)(struct bm_str), size_t packed, size_t *together,
                        struct zip *out)
{
    const char *raw = archive_entry_pathname(e);
    const struct bm_str seen = bm_str_c(raw ? raw : archive_entry_pathname_utf8(e));
    if (!seen.p)
        return NULL; /* no part has such a name */
    if (bad_name(seen))
        return "a part of it has a name that leads elsewhere";
    if (archive_entry_is_encrypted(e))
        return "it is protected by a password";
    if (archive_entry_filetype(e) != AE_IFREG || !wanted(seen))
        return NULL;
    if (zip_part(out, seen))
        return "two parts of it have one name";
    out->v = bm_arena_grow(arena, out->v, out->n, &out->cap, sizeof *out->v);
    struct zip_part *p = &out->v[out->n];
    *p = (struct zip_part){.name = bm_str_copy(arena, seen)};
    const char *why = read_part(arena, a, packed, together, &p->bytes);
    out->n += !why;
    return why;
}

/* Its beginning is that of an archive. */
static bool is_cut(struct bm_str s)
{
    return s.n >= 4 && memcmp(s.p, "PK\x03\x04", 4) == 0;
}

const char *zip_read(struct bm_arena *arena, struct bm_str archive,
                     bool (*wanted)(struct bm_str name), struct zip *out)
{
    struct archive *a = archive_read_new();
    struct archive_entry *e;
    size_t together = 0, parts = 0;
    const char *why = NULL;
    int result = ARCHIVE_OK;
    if (!a)
        bm_out_of_memory();
    archive_read_support_format_zip_seekable(a);
    const char *none = is_cut(archive)
                           ? "it is damaged, or was cut off on its way; have it sent again"
                           : "it is no archive";
    if (archive_read_open_memory(a, archive.p, archive.n) != ARCHIVE_OK)
        why = none;
    while (!why && (result = archive_read_next_header(a, &e)) != ARCHIVE_EOF) {
        if (result < ARCHIVE_WARN)
            why = parts ? "a part of it is damaged" : none;
        else if (++parts > PARTS_MOST)
            why = "it has too many parts";
        else
            why = take(arena, a, e, wanted, archive.n, &together, out);
    }
    archive_read_free(a);
    return why;
}

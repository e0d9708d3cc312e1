/* Bytes as a tag file of a package: a declaration, a manifest, a list of what is to be fetched, or
 * fields, by the first of them. */
#include "fuzz.h"

#include "bag/lines.h"

static void say(struct fuzz *f, const char *why)
{
    if (why)
        bm_diag(&f->diags, BM_MSG_BAG_WRONG, bm_span_none(), BM_STR("x"), bm_str_c(why));
}

/* What is written of a path and read again is that path; one that is let in has no way out. */
static void try_path(struct fuzz *f, struct bm_str path)
{
    struct bm_buf b = {0};
    bm_bag_path_put(&b, path);
    if (!bm_str_eq(bm_bag_path_plain(f->arena, bm_buf_view(&b)), path))
        __builtin_trap();
    bm_buf_free(&b);
    const char *why = bm_bag_path_wrong(path);
    say(f, why);
    if (!why &&
        (path.p[0] == '/' || path.p[0] == '~' || (path.n > 2 && memcmp(path.p, "../", 3) == 0) ||
         (path.n > 2 && memcmp(path.p + path.n - 3, "/..", 3) == 0)))
        __builtin_trap();
    bm_bag_path_short(path);
}

TARGET(bag)
{
    struct fuzz f;
    struct bm_bag_version version;
    struct bm_manifest_line m;
    struct bm_fetch_line fetch;
    struct bm_bag_field field;
    struct bm_str line;
    const char *why = NULL;
    uint64_t bytes, files;
    size_t at = 0;
    fuzz_open(&f, bm_arena_new());
    const unsigned kind = fuzz_choice(&data, &size, 4);
    const struct bm_str text = {(const char *)data, size};
    if (kind == 0)
        say(&f, bm_bag_version_read(text, &version));
    while (kind == 1 && bm_tag_line(text, &at, &line)) {
        why = bm_manifest_read(line, (enum bm_sum)(line.n % BM_SUMS), &m);
        say(&f, why);
        if (!why)
            try_path(&f, m.path);
    }
    while (kind == 2 && bm_tag_line(text, &at, &line)) {
        why = bm_fetch_read(line, &fetch);
        say(&f, why);
        if (!why)
            try_path(&f, fetch.path);
    }
    while (kind == 3 && bm_bag_field_next(f.arena, text, &at, &field, &why))
        bm_oxum_read(field.value, &bytes, &files);
    fuzz_end(&f, true);
    return 0;
}

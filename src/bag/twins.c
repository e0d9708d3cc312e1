/* Names that are two for one system and one for another: é as one character or two, capitals. */
#include "bag/check.h"

static bool system_file(struct bm_str path)
{
    static const char *const names[] = {".DS_Store", "Thumbs.db", "desktop.ini"};
    size_t start = path.n;
    while (start && path.p[start - 1] != '/')
        start--;
    for (size_t i = 0; i < BM_COUNT(names); i++)
        if (bm_str_is((struct bm_str){path.p + start, path.n - start}, names[i]))
            return true;
    return false;
}

static bool same_sums(const struct bm_bag_entry *a, const struct bm_bag_entry *b)
{
    bool same = false;
    for (size_t k = 0; k < BM_SUMS; k++) {
        if (a->sums[k].n && b->sums[k].n && !bm_str_eq(a->sums[k], b->sums[k]))
            return false;
        same |= a->sums[k].n && b->sums[k].n;
    }
    return same;
}

/* A path that is listed and not there: perhaps its file is there under a name that some system
 * takes for this one. */
static void find_twin(struct bm_bag_look *look, struct bm_bag_entry *lost,
                      struct bm_tree_file *file)
{
    const struct bm_bag_entry *own = bm_bag_entry_of(look, file->path);
    if (own && own->file && same_sums(own, lost)) {
        bm_bag_doubt(
            look, lost->path,
            "listed beside another name that some systems take for the same; one file is there");
        lost->file = own->file;
        return;
    }
    const struct bm_str a = bm_path_folded(look->arena, look->scratch, lost->path, true),
                        b = bm_path_folded(look->arena, look->scratch, file->path, true);
    if (!own && bm_str_eq(a, b)) {
        bm_bag_doubt(look, lost->path, "the file's name is composed in another way, NFC or NFD");
        lost->file = file;
        file->taken = true;
    }
}

void bm_bag_twins(struct bm_bag_look *look)
{
    struct bm_index index = {0};
    const size_t n = look->tree.n;
    struct bm_str *folded = bm_arena_array(look->arena, n, sizeof *folded);
    for (size_t i = 0; i < n; i++) {
        const struct bm_str path = look->tree.v[i].path;
        folded[i] = bm_path_folded(look->arena, look->scratch, path, false);
        if (bm_path_is_twin(look->arena, &index, folded, i))
            bm_bag_doubt(look, path,
                         "another file's name differs in capitals or composition alone");
        if (system_file(path))
            bm_bag_doubt(look, path, "a file that some systems write by themselves");
    }
    for (size_t i = 0; i < look->n; i++) {
        struct bm_bag_entry *lost = &look->v[i];
        if (lost->file)
            continue;
        const struct bm_str name = bm_path_folded(look->arena, look->scratch, lost->path, false);
        const uint64_t hash = bm_hash(BM_HASH_START, name.p, name.n);
        size_t at = 0;
        uint32_t k;
        while (!lost->file && (k = bm_index_next(&index, hash, &at)) != BM_INDEX_NONE)
            if (bm_str_eq(folded[k], name))
                find_twin(look, lost, &look->tree.v[k]);
        if (!lost->file && system_file(lost->path)) {
            bm_bag_doubt(look, lost->path,
                         "a file that some systems write by themselves; it is gone");
            look->gone++;
        }
    }
}

bool bm_bag_needless(struct bm_str path)
{
    return system_file(path);
}

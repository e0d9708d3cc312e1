/* What packages of this program have, and others need not. */
#include "bag/check.h"

static bool has(struct bm_str text, const char *words)
{
    const size_t n = strlen(words);
    for (size_t i = 0; i + n <= text.n; i++)
        if (text.p[i] == words[0] && memcmp(text.p + i, words, n) == 0)
            return true;
    return false;
}

/* NAME of data/NAME.pdf. */
static struct bm_str edition_of(const struct bm_tree *tree)
{
    for (size_t i = 0; i < tree->n; i++) {
        const struct bm_str path = tree->v[i].path;
        if (path.n > 9 && memcmp(path.p, "data/", 5) == 0 &&
            memcmp(path.p + path.n - 4, ".pdf", 4) == 0 && !memchr(path.p + 5, '/', path.n - 5))
            return (struct bm_str){path.p + 5, path.n - 9};
    }
    return (struct bm_str){NULL, 0};
}

void bm_bag_ours(struct bm_bag_look *look)
{
    struct bm_bag_checked *out = look->out;
    struct bm_str premis;
    out->sealed = bm_tree_find(&look->tree, BM_STR(BM_SEAL)) != NULL;
    if (!out->ours)
        return;
    out->edition = edition_of(&look->tree);
    /* As premis.c writes it. */
    out->records_seal = look->good && bm_bag_text(look, "data/premis.xml", &premis) &&
                        has(premis, "eventType>digital signature generation<");
}

/* Both kinds are always written; without them, or beside them, anything may have been changed. */
static void doubt_tag_files(struct bm_bag_look *look)
{
    static const enum bm_sum kinds[] = {BM_SUM_SHA256, BM_SUM_SHA512};
    for (size_t i = 0; i < BM_COUNT(kinds); i++) {
        struct bm_buf b = {0};
        bm_buf_printf(&b, "tagmanifest-%s.txt", bm_sum_name(kinds[i]));
        if (look->tagmanifests && !(look->tagmanifests & BM_SUM_BIT(kinds[i])))
            bm_bag_doubt(look, bm_buf_view(&b),
                         "it is not there; packages of this program have it");
        bm_buf_free(&b);
    }
    for (size_t i = 0; i < look->tree.n && look->tagmanifests; i++) {
        const struct bm_str path = look->tree.v[i].path;
        if ((path.n > 5 && memcmp(path.p, "data/", 5) == 0) ||
            bm_str_is(path, "tagmanifest-sha256.txt") || bm_str_is(path, "tagmanifest-sha512.txt"))
            continue;
        if (!bm_bag_entry_of(look, path))
            bm_bag_doubt(look, path, "no manifest of tag files lists it; it was put there later");
    }
}

void bm_bag_doubt_ours(struct bm_bag_look *look)
{
    if (!look->out->ours)
        return;
    doubt_tag_files(look);
    if (look->out->records_seal && !look->out->sealed)
        bm_bag_doubt(look, BM_STR(BM_SEAL),
                     "it is not there, and premis.xml says that the package was sealed");
}

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

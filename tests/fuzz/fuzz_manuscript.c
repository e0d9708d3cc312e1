/* Bytes as a manuscript; its plain text, and what is left when some is cut. */
#include "fuzz.h"

#include "manuscript/manuscript.h"

TARGET(manuscript)
{
    struct fuzz f;
    uint32_t source;
    struct bm_buf plain = {0};
    const struct bm_article *article = NULL;
    fuzz_begin(&f, NULL);
    if (fuzz_text(&f, BM_STR("m.md"), (struct bm_str){(const char *)data, size}, &source))
        article = bm_article_read(f.arena, &f.sources, source, NULL, 0, &f.diags);
    if (article) {
        bm_article_plain(article, &plain);
        if (bm_utf8_check(plain.p, plain.n) != plain.n)
            __builtin_trap();
        bm_article_cut(f.arena, article, bm_article_length(article) / 3,
                       size % 2 ? BM_CUT_STARTS : BM_CUT_ENDS);
    }
    bm_buf_free(&plain);
    fuzz_end(&f, article);
    return 0;
}

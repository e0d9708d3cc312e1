/* Bytes as a manuscript, of whatever kind or of one that a layout has; its plain text, what opens
 * its paragraphs, and what is left when some is cut. */
#include "fuzz.h"

#include "manuscript/openings.h"

static const struct bm_str shown[] = {{"title", 5}, {"kicker", 6}, {"byline", 6}},
                           bare[] = {{"subhead", 7}, {"quote", 5}, {"caption", 7}};
static const struct bm_article_kind kinds[] = {
    {.name = "通讯", .shown = shown, .shown_count = 3},
    {.name = "诗", .verse = true, .shown = shown, .shown_count = 1, .bare = bare, .bare_count = 3},
    {.name = "名单", .names = true, .complete = true, .bare = bare, .bare_count = 2},
};

static void open_paragraphs(const struct bm_article *article)
{
    for (size_t i = 0; i < article->block_count; i++) {
        const struct bm_text *text = &article->blocks[i].text;
        size_t n = 0;
        bool asks;
        for (size_t k = 0; k < text->n; k++)
            n += bm_utf8_count(text->v[k].text.p, text->v[k].text.n);
        if (bm_opening_dateline(text) > n || bm_opening_speaker(text, &asks) > n)
            __builtin_trap();
        bm_opening_is_names(text);
    }
}

TARGET(manuscript)
{
    struct fuzz f;
    uint32_t source;
    struct bm_buf plain = {0};
    const struct bm_article *article = NULL;
    fuzz_begin(&f, NULL);
    if (fuzz_text(&f, BM_STR("m.md"), (struct bm_str){(const char *)data, size}, &source))
        article = bm_article_read(f.arena, &f.sources, source, kinds,
                                  size % 4 < 2 ? 0 : BM_COUNT(kinds), &f.diags);
    if (article) {
        bm_article_plain(article, &plain);
        if (bm_utf8_check(plain.p, plain.n) != plain.n)
            __builtin_trap();
        open_paragraphs(article);
        bm_article_cut(f.arena, article, bm_article_length(article) / 3,
                       size % 2 ? BM_CUT_STARTS : BM_CUT_ENDS);
    }
    bm_buf_free(&plain);
    fuzz_end(&f, article);
    return 0;
}

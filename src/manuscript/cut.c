/* An article with less text, as an editor would cut it. */
#include "manuscript/manuscript.h"

static uint32_t length_of(const struct bm_text *text)
{
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++)
        n += bm_utf8_count(text->v[i].text.p, text->v[i].text.n);
    return (uint32_t)n;
}

static bool can_be_cut(const struct bm_block *block)
{
    return block->kind == BM_BLOCK_PARAGRAPH && !block->typed;
}

uint32_t bm_article_length(const struct bm_article *article)
{
    uint32_t n = 0;
    for (size_t i = 0; i < article->block_count; i++)
        if (article->blocks[i].kind == BM_BLOCK_PARAGRAPH)
            n += length_of(&article->blocks[i].text);
    return n;
}

uint32_t bm_article_can_lose(const struct bm_article *article)
{
    uint32_t n = 0;
    for (size_t i = 0; i < article->block_count; i++)
        if (can_be_cut(&article->blocks[i]))
            n += length_of(&article->blocks[i].text);
    return n;
}

static size_t bytes_of(struct bm_str text, uint32_t characters)
{
    size_t i = 0;
    while (characters-- && i < text.n)
        bm_utf8_next(text.p, text.n, &i);
    return i;
}

/* The characters [from, to) of a piece. */
static struct bm_piece part_of(const struct bm_piece *whole, uint32_t from, uint32_t to)
{
    struct bm_piece p = *whole;
    const size_t first = bytes_of(whole->text, from), end = bytes_of(whole->text, to);
    p.text = (struct bm_str){whole->text.p + first, end - first};
    if (whole->span.length == whole->text.n) {
        p.span.offset += (uint32_t)first;
        p.span.length = (uint32_t)(end - first);
    }
    return p;
}

/* The characters [from, to) of a text, with the marks among them. */
static struct bm_text stretch_of(struct bm_arena *arena, const struct bm_text *text, uint32_t from,
                                 uint32_t to)
{
    struct bm_text out = {BM_NEW_N(arena, text->n, struct bm_piece), 0};
    uint32_t at = 0;
    for (size_t i = 0; i < text->n; i++) {
        const struct bm_piece *p = &text->v[i];
        const uint32_t n = (uint32_t)bm_utf8_count(p->text.p, p->text.n);
        const uint32_t first = from > at ? from - at : 0;
        const uint32_t end = to < at + n ? to > at ? to - at : 0 : n;
        if (p->kind == BM_PIECE_TEXT ? first < end : at >= from && at <= to)
            out.v[out.n++] = part_of(p, first < n ? first : 0, end);
        at += n;
    }
    return out;
}

struct bm_article *bm_article_cut(struct bm_arena *arena, const struct bm_article *article,
                                  uint32_t characters, enum bm_cut cut)
{
    struct bm_article *out = BM_NEW(arena, struct bm_article);
    uint32_t *left = BM_NEW_N(arena, article->block_count + 1, uint32_t);
    *out = *article;
    out->blocks = BM_NEW_N(arena, article->block_count + 1, struct bm_block);
    for (size_t i = 0; i < article->block_count; i++) {
        out->blocks[i] = article->blocks[i];
        if (can_be_cut(&article->blocks[i]))
            left[i] = length_of(&article->blocks[i].text);
    }
    while (characters) {
        size_t longest = 0;
        for (size_t i = 1; i < article->block_count; i++)
            longest = left[i] > left[longest] ? i : longest;
        const uint32_t most = left[longest] * 3 / 4;
        const uint32_t take = characters < most ? characters : most;
        if (!take)
            break;
        left[longest] -= take;
        characters -= take;
    }
    for (size_t i = 0; i < article->block_count; i++) {
        const struct bm_text *text = &article->blocks[i].text;
        const uint32_t n = length_of(text);
        if (can_be_cut(&article->blocks[i]) && left[i] < n)
            out->blocks[i].text = cut == BM_CUT_STARTS ? stretch_of(arena, text, n - left[i], n)
                                                       : stretch_of(arena, text, 0, left[i]);
    }
    return out;
}

const struct bm_article *bm_article_without(struct bm_arena *arena,
                                            const struct bm_article *article, size_t first,
                                            size_t count)
{
    const size_t left = article->joined_count - count;
    if (left == 1)
        return article->joined[first ? 0 : count].article;
    struct bm_article *out = BM_NEW(arena, struct bm_article);
    *out = *article;
    out->blocks = BM_NEW_N(arena, article->block_count, struct bm_block);
    out->joined = BM_NEW_N(arena, left, struct bm_joined);
    out->block_count = out->joined_count = 0;
    for (size_t m = 0; m < article->joined_count; m++) {
        if (m >= first && m < first + count)
            continue;
        const size_t from = article->joined[m].block;
        const size_t end =
            m + 1 < article->joined_count ? article->joined[m + 1].block : article->block_count;
        out->joined[out->joined_count++] =
            (struct bm_joined){article->joined[m].article, out->block_count};
        for (size_t i = from; i < end; i++)
            out->blocks[out->block_count++] = article->blocks[i];
    }
    return out;
}

/* A paragraph to try a rule on: the project's own fonts, one style, one string. */
#pragma once

#include "unit.h"

#include "base/file.h"
#include "base/output.h"
#include "text/text.h"
#include "words/lexicon.h"
#include "words/phrases.h"

#include <stdio.h>
#include <stdlib.h>

#define EM (10 * BM_PT) /* the style's size */

struct bench {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_fonts *fonts;
    struct bm_shaper *shaper;
    struct bm_phrases phrases;
    struct bm_lexicon lexicon;
    struct bm_text_style style;
};

static inline int bench_open(void **state)
{
    struct bm_arena *a = bm_arena_new();
    struct bench *b = BM_NEW(a, struct bench);
    struct bm_str text;
    b->arena = a;
    b->sources.arena = a;
    b->diags.arena = a;
    if (!bm_file_read(a, BM_SOURCE_DIR "/fonts/fonts.yaml", bm_span_none(), &b->diags, &text))
        return -1;
    uint32_t f = bm_sources_add(&b->sources, BM_STR("fonts.yaml"), BM_STR("fonts.yaml"), text);
    b->fonts = bm_fonts_read(a, &b->sources, f, BM_STR(BM_SOURCE_DIR "/fonts"), &b->diags);
    if (!b->fonts)
        return -1;
    b->shaper = bm_shaper_new(a, b->fonts);
    if (!bm_file_read(a, BM_SOURCE_DIR "/words/phrases.txt", bm_span_none(), &b->diags, &text))
        return -1;
    f = bm_sources_add(&b->sources, BM_STR("phrases.txt"), BM_STR("phrases.txt"), text);
    if (!bm_phrases_read(a, &b->sources, f, NULL, NULL, 0, &b->phrases, &b->diags) ||
        !bm_lexicon_open(BM_BUILD_DIR "/words.map", &b->lexicon, &b->diags))
        return -1;
    b->phrases.lexicon = &b->lexicon;
    b->style = (struct bm_text_style){
        .typeface =
            bm_fonts_typeface(b->fonts, BM_STR("宋"), BM_STR("regular"), bm_span_none(), &b->diags),
        .size = EM,
        .kinsoku = BM_KINSOKU_GB,
        .punctuation = BM_PUNCTUATION_QUANJIAO,
        .autospace = BM_AUTOSPACE_ALL,
        .fullwidth = true,
        .sign = EM,
        .phrases = &b->phrases,
    };
    *state = b;
    return b->style.typeface ? 0 : -1;
}

static inline int bench_close(void **state)
{
    struct bench *b = *state;
    bm_shaper_free(b->shaper);
    bm_fonts_close(b->fonts);
    bm_lexicon_close(&b->lexicon);
    bm_arena_drop(b->arena);
    return 0;
}

static inline struct bm_para *bench_shape(struct bench *b, const char *text)
{
    struct bm_inline piece = {.kind = BM_INLINE_TEXT, .text = bm_str_c(text)};
    piece.span = (struct bm_span){0, 0, (uint32_t)piece.text.n};
    return bm_para_shape(b->arena, b->shaper, &b->style, &piece, 1, &b->diags);
}

/* Widths in 1/1000 em. */
static inline bm_len width_of(struct bench *b, const char *text)
{
    struct bm_para *p = bench_shape(b, text);
    return bm_para_width(p, 0, p->cluster_count);
}

#define assert_em(b, text, thousandths)                                                            \
    assert_in_range(width_of(b, text), (bm_len)((int64_t)EM * (thousandths) / 1000) - 64,          \
                    (bm_len)((int64_t)EM * (thousandths) / 1000) + 64)

/* Lines joined by "|", as a reader sees them. */
static inline struct bm_str bench_lines(struct bench *b, const struct bm_para *p,
                                        const struct bm_lines *lines)
{
    struct bm_buf out = {0};
    for (size_t i = 0; i < lines->n; i++) {
        uint32_t from = p->clusters[lines->v[i].first].character;
        uint32_t to = p->clusters[lines->v[i].end].character;
        if (i)
            bm_buf_char(&out, '|');
        for (uint32_t k = from; k < to; k++)
            bm_buf_put(&out, p->text.p + p->characters[k].text, p->characters[k].bytes);
    }
    struct bm_str s = {bm_arena_copy(b->arena, out.p, out.n), out.n};
    bm_buf_free(&out);
    return s;
}

static inline struct bm_str bench_fit(struct bench *b, const char *text, int em,
                                      struct bm_lines *lines)
{
    struct bm_para *p = bench_shape(b, text);
    bm_len width = em * b->style.size;
    struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
    bm_para_break(b->arena, p, &how, lines);
    return bench_lines(b, p, lines);
}

/* The text with a "|" wherever a line may end. */
static inline struct bm_str breaks_of(struct bench *b, enum bm_kinsoku level, const char *text)
{
    enum bm_kinsoku keep = b->style.kinsoku;
    b->style.kinsoku = level;
    struct bm_para *p = bench_shape(b, text);
    b->style.kinsoku = keep;
    struct bm_buf out = {0};
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        uint32_t from, to;
        bm_cluster_characters(p, i, &from, &to);
        for (uint32_t k = from; k < to; k++)
            bm_buf_put(&out, p->text.p + p->characters[k].text, p->characters[k].bytes);
        if (p->clusters[i].break_after && i + 1 < p->cluster_count)
            bm_buf_char(&out, '|');
    }
    struct bm_str s = {bm_arena_copy(b->arena, out.p, out.n), out.n};
    bm_buf_free(&out);
    return s;
}

struct expected {
    enum bm_kinsoku level;
    const char *text;
};

/* Each text is given with its breaks marked. */
static inline void assert_breaks(struct bench *b, const struct expected *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char plain[256];
        size_t k = 0;
        for (const char *c = e[i].text; *c; c++)
            if (*c != '|')
                plain[k++] = *c;
        plain[k] = '\0';
        assert_str(breaks_of(b, e[i].level, plain), e[i].text);
    }
}
#define ASSERT_BREAKS(b, e) assert_breaks(b, e, sizeof(e) / sizeof *(e))

#define N BM_KINSOKU_NONE
#define B BM_KINSOKU_BASIC
#define G BM_KINSOKU_GB
#define S BM_KINSOKU_STRICT

/* Compares with tests/golden/NAME.txt; BANMIAN_GOLDEN=write rewrites it: read the diff then. */
static inline void bench_golden(struct bench *b, const char *name, const struct bm_buf *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/%s.txt", BM_SOURCE_DIR, name);
    const char *mode = getenv("BANMIAN_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        assert_true(bm_file_write(path, bm_buf_view(text), &b->diags));
    struct bm_str want;
    assert_true(bm_file_read(b->arena, path, bm_span_none(), &b->diags, &want));
    size_t at = 0, line = 1;
    while (at < want.n && at < text->n && want.p[at] == text->p[at])
        line += want.p[at++] == '\n';
    if (at < want.n || at < text->n)
        fail_msg("%s: line %zu differs; run with BANMIAN_GOLDEN=write and read the diff", path,
                 line);
}

/* Choices, then a text: paragraphs, shaped, broken and placed, as `lines` does and galleys do. */
#include "fuzz.h"

#include "text/text.h"

#define PIECES 32

static struct fuzz kept;
static struct bm_fonts *fonts;
static struct bm_shaper *shaper; /* with its hyphenation */

/* A paragraph as pieces: ¦ is the author's line break, □ a sign; every other piece is strong. */
static size_t cut(struct bm_str text, struct bm_span span, struct bm_inline *pieces)
{
    size_t n = 0, from = 0, bytes;
    for (size_t i = 0; i <= text.n && n + 2 < PIECES; i += bytes ? bytes : 1) {
        const bool parts = i + 1 < text.n && memcmp(text.p + i, "¦", 2) == 0,
                   sign = i + 2 < text.n && memcmp(text.p + i, "□", 3) == 0;
        bytes = parts ? 2 : sign ? 3 : 0;
        if (!bytes && i < text.n)
            continue;
        struct bm_inline *p = &pieces[n];
        *p = (struct bm_inline){.text = {text.p + from, i - from},
                                .emphasis = n % 2 ? BM_EMPHASIS_STRONG : 0,
                                .span = span};
        p->span.offset += (uint32_t)from;
        p->span.length = (uint32_t)(i - from);
        n += i > from;
        if (bytes)
            pieces[n++] =
                (struct bm_inline){.kind = parts ? BM_INLINE_BREAK : BM_INLINE_SIGN,
                                   .span = {span.file, span.offset + (uint32_t)i, (uint32_t)bytes}};
        from = i + bytes;
    }
    return n;
}

static void style(struct bm_text_style *s, unsigned is, size_t size)
{
    s->hyphenate = is & 1 ? "en-US" : NULL;
    s->names = is & 2;
    s->digits = is & 4 ? BM_DIGITS_HALF : BM_DIGITS_FONT;
    s->indented = is & 8;
    s->shown = is & 16 && is & 4 ? u'字' : 0;
    s->strong = bm_fonts_typeface_at(fonts, is & 16 ? 1 : 0);
    s->hang = size % 2;
    s->fullwidth = size % 3 == 0;
}

static void set(struct fuzz *f, const struct bm_para *para, const struct bm_breaking *how)
{
    struct bm_lines lines = {0};
    bm_para_break(f->arena, para, how, &lines);
    /* every cluster stands in one line, but for blanks between lines */
    for (size_t k = 1; k < lines.n; k++)
        if (lines.v[k].first < lines.v[k - 1].end || lines.v[k].end < lines.v[k].first)
            __builtin_trap();
    if (lines.n && lines.v[lines.n - 1].end > para->cluster_count)
        __builtin_trap();
    for (size_t k = 0; k < lines.n; k++) {
        const uint32_t n = lines.v[k].end - lines.v[k].first;
        struct bm_placed *placed = BM_NEW_N(f->arena, n, struct bm_placed);
        if (bm_line_place(para, &lines.v[k], placed) > n)
            __builtin_trap();
    }
}

TARGET(lines)
{
    if (!kept.arena) {
        fuzz_open(&kept, bm_arena_new());
        fonts = fuzz_project_fonts(&kept);
        shaper = bm_shaper_new(kept.arena, fonts);
    }
    struct fuzz f;
    uint32_t source;
    fuzz_begin(&f, &kept);
    const unsigned is = fuzz_choice(&data, &size, 64);
    struct bm_text_style s = {
        .typeface = bm_fonts_typeface_at(fonts, 0),
        .size = 10 * BM_PT,
        .kinsoku = (enum bm_kinsoku)fuzz_choice(&data, &size, 4),
        .punctuation = (enum bm_punctuation)fuzz_choice(&data, &size, 4),
        .mode = fuzz_choice(&data, &size, 2) ? BM_VERTICAL : BM_HORIZONTAL,
        .autospace = BM_AUTOSPACE_ALL,
        .sign = 10 * BM_PT,
    };
    style(&s, is, size);
    const bm_len measure = (bm_len)(1 + fuzz_choice(&data, &size, 20)) * s.size;
    struct bm_breaking how = {.measures = {.widths = &measure, .n = 1}, .justify = true};
    how.measures.indent = (bm_len)fuzz_choice(&data, &size, 3) * s.size;
    how.looseness = (int)fuzz_choice(&data, &size, 3) - 1;
    how.method = is & 32 ? BM_METHOD_FIRST : BM_METHOD_TOTAL;
    const struct bm_str text = {(const char *)data, size};
    bool read = fuzz_text(&f, BM_STR("-"), text, &source);
    for (size_t i = 0, end; i < text.n && read; i = end + 1) {
        struct bm_inline pieces[PIECES];
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        end = stop ? (size_t)(stop - text.p) : text.n;
        const size_t n = cut((struct bm_str){text.p + i, end - i},
                             (struct bm_span){source, (uint32_t)i, (uint32_t)(end - i)}, pieces);
        const struct bm_para *para = bm_para_shape(f.arena, shaper, &s, pieces, n, &f.diags);
        if (!para)
            __builtin_trap();
        set(&f, para, &how);
    }
    fuzz_end(&f, read);
    return 0;
}

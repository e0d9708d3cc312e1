/* Six choices, then a text: paragraphs, shaped, broken and placed, as `lines` does. */
#include "fuzz.h"

#include "text/text.h"

static struct fuzz kept;
static struct bm_fonts *fonts;

TARGET(lines)
{
    if (!kept.arena) {
        fuzz_open(&kept, bm_arena_new());
        fonts = fuzz_project_fonts(&kept);
    }
    struct fuzz f;
    uint32_t source;
    fuzz_begin(&f, &kept);
    const struct bm_text_style style = {
        .typeface = bm_fonts_typeface_at(fonts, 0),
        .size = 10 * BM_PT,
        .kinsoku = (enum bm_kinsoku)fuzz_choice(&data, &size, 4),
        .punctuation = (enum bm_punctuation)fuzz_choice(&data, &size, 4),
        .mode = fuzz_choice(&data, &size, 2) ? BM_VERTICAL : BM_HORIZONTAL,
        .hang = size % 2,
        .fullwidth = size % 3 == 0,
        .autospace = BM_AUTOSPACE_ALL,
    };
    const bm_len measure = (bm_len)(1 + fuzz_choice(&data, &size, 20)) * style.size;
    struct bm_breaking how = {.measures = {.widths = &measure, .n = 1}, .justify = true};
    how.measures.indent = (bm_len)fuzz_choice(&data, &size, 3) * style.size;
    how.looseness = (int)fuzz_choice(&data, &size, 3) - 1;
    const struct bm_str text = {(const char *)data, size};
    bool read = fuzz_text(&f, BM_STR("-"), text, &source);
    struct bm_shaper *shaper = bm_shaper_new(f.arena, fonts);
    for (size_t i = 0, end; i < text.n && read; i = end + 1) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        end = stop ? (size_t)(stop - text.p) : text.n;
        const struct bm_inline piece = {.kind = BM_INLINE_TEXT,
                                        .text = {text.p + i, end - i},
                                        .span = {source, (uint32_t)i, (uint32_t)(end - i)}};
        const struct bm_para *para =
            bm_para_shape(f.arena, shaper, &style, &piece, end > i, &f.diags);
        struct bm_lines lines = {0};
        if (!para)
            __builtin_trap();
        bm_para_break(f.arena, para, &how, &lines);
        /* every cluster stands in one line, but for blanks between lines */
        for (size_t k = 1; k < lines.n; k++)
            if (lines.v[k].first < lines.v[k - 1].end || lines.v[k].end < lines.v[k].first)
                __builtin_trap();
        if (lines.n && lines.v[lines.n - 1].end > para->cluster_count)
            __builtin_trap();
    }
    bm_shaper_free(shaper);
    fuzz_end(&f, read);
    return 0;
}

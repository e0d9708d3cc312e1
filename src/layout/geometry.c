/* Where columns and lines of a layout stand, and what its furniture may print. */
#include "layout/sections.h"

static const char *const placeholders[] = {"page",  "page-zh", "date",   "date-zh",   "weekday-zh",
                                           "title", "section", "editor", "designer",  "proofreader",
                                           "paper", "number",  "cn",     "publisher", "price"};

static bool is_placeholder(struct bm_str name)
{
    for (size_t i = 0; i < BM_COUNT(placeholders); i++)
        if (bm_str_is(name, placeholders[i]))
            return true;
    return false;
}

/* Braces hold placeholders and nothing else, so that a slip is not printed on every page. */
void bm_check_furniture(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_str s = node->text;
    for (size_t i = 0; i < s.n; i++) {
        size_t end = i;
        if (s.p[i] != '{')
            continue;
        while (end < s.n && s.p[end] != '}')
            end++;
        struct bm_str word = {s.p + i, end < s.n ? end - i + 1 : end - i};
        struct bm_span span = node->span;
        if (word.n > 2 && is_placeholder((struct bm_str){word.p + 1, word.n - 2}))
            continue;
        if (node->verbatim) {
            span.offset += (uint32_t)i;
            span.length = (uint32_t)word.n;
        }
        struct bm_str inside = {word.p + 1, word.n > 2 ? word.n - 2 : 0};
        bm_say(reader, BM_MSG_UNKNOWN_WORD, span, word,
               bm_layout_offer(reader, inside, placeholders, BM_COUNT(placeholders)));
    }
}

bm_len bm_layout_column_x(const struct bm_layout *layout, uint32_t c)
{
    return layout->left + (bm_len)(c * ((int64_t)layout->measure * layout->size + layout->gutter));
}

bm_len bm_layout_columns_width(const struct bm_layout *layout, uint32_t n)
{
    return n ? (bm_len)(n * (int64_t)layout->measure * layout->size +
                        (n - 1) * (int64_t)layout->gutter)
             : 0;
}

bm_len bm_layout_line_y(const struct bm_layout *layout, uint32_t l)
{
    return layout->top + (bm_len)(l * (int64_t)layout->leading);
}

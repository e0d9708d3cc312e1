/* The most probable words of a text. */
#include "words/graph.h"

#define COST_PHRASE  56  /* of a set phrase: cheaper than its words */
#define COST_LATIN   84  /* of Latin letters and digits in one piece */
#define COST_SIGN    42  /* of a mark */
#define COST_NUMERAL 105 /* of one numeral */
#define COST_FIGURES 126 /* of a number in Chinese, and … */
#define COST_FIGURE  4   /* … of each of its letters */
#define LATIN_MOST   64  /* letters of one piece; what is longer is parted there */
#define NUMBER_MOST  8   /* numerals of a number without digits */

/* Latin and digits with the marks inside them: 5.2%, AI+, 2025-2026. */
static void put_latin(struct graph *g, uint32_t at)
{
    static const char16_t inner[] = u".,:+&/'’_×%‰-";
    uint32_t end = at;
    bool number = true;
    while (end < g->n && end - at < LATIN_MOST &&
           (bm_letter_is_latin(g->text[end]) || bm_letter_in(inner, g->text[end])))
        end++;
    while (end > at && bm_letter_in(u".,:/-", g->text[end - 1]))
        end--;
    for (uint32_t i = at; i < end; i++)
        number &= bm_letter_is_digit(g->text[i]) || bm_letter_in(u".,:/×%‰-", g->text[i]);
    if (end > at)
        graph_put(g, at, end, COST_LATIN, number ? BM_WORD_NUMBER : BM_WORD_OTHER);
}

static uint32_t skip(const struct graph *g, uint32_t at, bool digits, const char16_t *more)
{
    while (at < g->n &&
           ((digits && (bm_letter_is_digit(g->text[at]) || bm_letter_is_numeral(g->text[at]))) ||
            bm_letter_in(more, g->text[at])))
        at++;
    return at;
}

/* Numbers with Chinese numerals: 第十四, 3千万, 二〇三五, 1.5亿多. */
static void put_number(struct graph *g, uint32_t at)
{
    uint32_t end = g->text[at] == u'第' ? at + 1 : at, figures = end;
    bool digits = false;
    if (at && (bm_letter_is_digit(g->text[at - 1]) || bm_letter_is_numeral(g->text[at - 1])) &&
        g->text[at] != u'第')
        return;
    end = skip(g, end, true, u"");
    if (end == figures)
        return;
    if (end + 1 < g->n && bm_letter_in(u".．点", g->text[end]) &&
        (bm_letter_is_digit(g->text[end + 1]) || bm_letter_is_numeral(g->text[end + 1])))
        end = skip(g, end + 1, true, u"");
    if (end < g->n && bm_letter_in(u"多余几", g->text[end]))
        end++;
    end = skip(g, end, false, u"万亿千百");
    for (uint32_t i = at; i < end; i++)
        digits |= bm_letter_is_digit(g->text[i]);
    if (end - at < 2 || (!digits && end - at > NUMBER_MOST))
        return;
    graph_put(g, at, end, COST_FIGURES + COST_FIGURE * (int32_t)(end - at), BM_WORD_NUMBER);
}

static void put_listed(struct graph *g, uint32_t at)
{
    struct bm_listed listed[BM_LISTED_MOST];
    const size_t n = bm_lexicon_words(g->lexicon, g->text + at, g->n - at, listed);
    if (bm_letter_is_han(g->text[at]) && (!n || listed[0].length > 1))
        graph_put(g, at, at + 1, BM_COST_UNKNOWN, BM_WORD_OTHER);
    for (size_t i = 0; i < n; i++)
        if (listed[i].length > 1 || bm_letter_is_han(g->text[at]))
            graph_put(g, at, at + listed[i].length, (int32_t)listed[i].cost, listed[i].cls);
}

/* All words that begin at the letter. */
static void put_words(struct graph *g, uint32_t at, const uint32_t *phrases)
{
    const char16_t c = g->text[at];
    if (phrases && phrases[at])
        graph_put(g, at, phrases[at], COST_PHRASE, BM_WORD_NOUN);
    if (!bm_letter_is_han(c))
        graph_put(g, at, at + 1, COST_SIGN + (bm_letter_is_latin(c) ? COST_LATIN : 0),
                  bm_letter_is_digit(c)   ? BM_WORD_NUMBER
                  : bm_letter_is_latin(c) ? BM_WORD_OTHER
                                          : BM_WORD_SIGN);
    if (bm_letter_is_latin(c) && (!at || !bm_letter_is_latin(g->text[at - 1])))
        put_latin(g, at);
    if (bm_letter_is_digit(c) || bm_letter_is_numeral(c) || bm_letter_in(u"两几数半", c))
        graph_put(g, at, at + 1, COST_NUMERAL, BM_WORD_NUMBER);
    put_number(g, at);
    put_listed(g, at);
    if (bm_letter_is_han(c))
        graph_put_names(g, at);
}

/* From both ends: what the best way over each word costs, and which letters it passes over. */
static void find_margins(struct graph *g, uint32_t *margins)
{
    uint32_t *rest = BM_NEW_N(g->arena, (size_t)g->n + 1, uint32_t);
    for (uint32_t i = 0; i <= g->n; i++)
        rest[i] = i < g->n ? WAY_NONE : 0;
    for (size_t i = g->arc_count; i-- > 0;) {
        const struct arc *a = &g->arcs[i];
        if (rest[a->end] != WAY_NONE && a->cost + rest[a->end] < rest[a->from])
            rest[a->from] = a->cost + rest[a->end];
    }
    for (uint32_t i = 0; i < g->n; i++)
        margins[i] = BM_MARGIN_NONE;
    for (size_t i = 0; i < g->arc_count; i++) {
        const struct arc *a = &g->arcs[i];
        if (rest[a->end] == WAY_NONE)
            continue;
        const uint32_t more = g->ways[a->from].cost + a->cost + rest[a->end] - g->ways[g->n].cost;
        for (uint32_t q = a->from + 1; q < a->end; q++)
            margins[q] = more < margins[q] ? more : margins[q];
    }
}

uint32_t bm_path_find(struct bm_arena *arena, const struct bm_lexicon *lexicon,
                      const char16_t *text, uint32_t n, const uint32_t *phrases, bool parted,
                      struct bm_word *out, uint32_t *margins)
{
    struct graph g = {.lexicon = lexicon,
                      .text = text,
                      .n = n,
                      .parted = parted && n > 1,
                      .ways = BM_NEW_N(arena, (size_t)n + 1, struct way),
                      .arena = arena};
    uint32_t count = 0;
    for (uint32_t i = 0; i <= n; i++)
        g.ways[i] = (struct way){i ? WAY_NONE : 0, 0, BM_WORD_OTHER};
    for (uint32_t at = 0; at < n; at++)
        if (g.ways[at].cost != WAY_NONE)
            put_words(&g, at, phrases);
    for (uint32_t end = n; end; end = g.ways[end].from)
        count++;
    for (uint32_t end = n, i = count; end; end = g.ways[end].from)
        out[--i] = (struct bm_word){g.ways[end].from, end, g.ways[end].cls};
    if (margins)
        find_margins(&g, margins);
    return count;
}

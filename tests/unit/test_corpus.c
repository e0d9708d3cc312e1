/* text/ on a quarter of a million characters of real prose (tests/data/corpus). What may stand at a
 * line's edges is listed here by hand, from GB/T 15834 5.1 and clreq, not taken from the program.
 */
#include "text_bench.h"

#include "text/stops.h"

#include <uchar.h>

#define BODY (9 * BM_PT)

static const int measures[] = {9, 11, 13, 20, 27};

struct count {
    size_t lines, inner, wide; /* all, justified ones, those opened by more than 0.1 em a gap */
    size_t starts, ends, split, lone, overfull, forced;
};

static bool in(const char16_t *list, uint32_t cp)
{
    for (; cp && *list; list++)
        if (*list == cp)
            return true;
    return false;
}

static bool digit(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* The break between characters i − 1 and i parts a number, —— or …… (rules 3.1 to 3.3). */
static bool splits(const struct bm_para *p, uint32_t i)
{
    const struct bm_character *c = p->characters;
    uint32_t a = c[i - 1].cp, b = c[i].cp, after = i + 1 < p->character_count ? c[i + 1].cp : 0;
    uint32_t before = i > 1 ? c[i - 2].cp : 0;
    if ((a == u'—' && b == u'—') || (a == u'…' && b == u'…'))
        return true;
    if (digit(a) && (digit(b) || in(u"%％‰℃°", b) || (in(u".,:．", b) && digit(after))))
        return true;
    return in(u".,:．", a) && digit(before) && digit(b);
}

/* Whether some way has no line too full and two characters or more in the last line. */
static bool has_a_way(struct bench *b, const struct bm_para *p, const struct bm_breaking *how)
{
    struct bm_stops stops;
    bm_stops_collect(b->arena, p, how->measures.widths[0] - how->measures.indent, &stops);
    bool *reached = BM_NEW_N(b->arena, stops.n, bool);
    reached[0] = true;
    for (uint32_t j = 1; j < stops.n; j++)
        for (uint32_t i = 0; i < j && !reached[j]; i++) {
            struct bm_figures f;
            enum bm_tone tone;
            struct bm_room room =
                bm_room_of(p, how, stops.v[i].cluster, stops.v[j].cluster, i ? 1 : 0);
            if (!reached[i])
                continue;
            bm_measure_line(p, stops.v[i].cluster, stops.v[j].cluster, false, &f);
            reached[j] = bm_adjust_line(p, &f, &room, NULL, &tone) < BM_COST_LONE;
        }
    return reached[stops.n - 1];
}

static void check_paragraph(struct bench *b, const struct bm_para *p, const struct bm_breaking *how,
                            struct count *n)
{
    struct bm_lines lines;
    bm_para_break(b->arena, p, how, &lines);
    uint32_t at = 0;
    for (size_t i = 0; i < lines.n; i++) {
        const struct bm_line *l = &lines.v[i];
        uint32_t from, end, unused;
        bm_cluster_characters(p, l->first, &from, &unused);
        bm_cluster_characters(p, l->end - 1, &unused, &end);
        assert_int_equal(from, at); /* text in is text out */
        at = end;
        n->lines++;
        n->inner += !l->last;
        n->wide += l->all > BODY / 10;
        n->overfull += l->step == BM_STEP_OVERFULL;
        n->forced += l->forced;
        if (i) {
            uint32_t s = from;
            while (s < end && in(u" \u3000\u2003", p->characters[s].cp))
                s++;
            n->starts += in(u"、，。．：；！？”’）》〉】〕］｝·％", p->characters[s].cp);
            n->split += !lines.v[i - 1].forced && splits(p, from);
        }
        if (!l->last)
            n->ends += in(u"“‘（《〈【〔［｛", p->characters[end - 1].cp);
        if (i + 1 == lines.n && i && l->lone && has_a_way(b, p, how))
            n->lone++;
    }
    assert_int_equal(at, p->character_count);
}

static void set_all(struct bench *b, struct bm_str text, int em, struct count *n)
{
    struct bm_arena *keep = b->arena;
    bm_len width = em * BODY;
    struct bm_breaking how = {.measures = {.widths = &width, .n = 1, .indent = 2 * BODY},
                              .justify = true};
    b->arena = bm_arena_new();
    for (size_t i = 0, end; i < text.n; i = end + 1) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        end = stop ? (size_t)(stop - text.p) : text.n;
        struct bm_inline piece = {.text = {text.p + i, end - i},
                                  .span = {0, (uint32_t)i, (uint32_t)(end - i)}};
        struct bm_para *p = bm_para_shape(b->arena, b->shaper, &b->style, &piece, 1, &b->diags);
        check_paragraph(b, p, &how, n);
        bm_arena_clear(b->arena);
    }
    bm_arena_drop(b->arena);
    b->arena = keep;
}

static void real_prose_breaks_no_rule(void **state)
{
    struct bench *b = *state;
    struct bm_str text;
    assert_true(bm_file_read(b->arena, BM_SOURCE_DIR "/tests/data/corpus/gov-work-reports.txt",
                             bm_span_none(), &b->diags, &text));
    b->style.size = BODY;
    b->style.fullwidth = false;
    b->style.indented = true;
    for (int level = BM_KINSOKU_GB; level <= BM_KINSOKU_STRICT; level++)
        for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
            struct count n = {0};
            b->style.kinsoku = (enum bm_kinsoku)level;
            set_all(b, text, measures[m], &n);
            print_message("%s %2d em: %zu lines, %.3f %% over 0.1 em, starts %zu ends %zu "
                          "split %zu lone %zu overfull %zu forced %zu\n",
                          level == BM_KINSOKU_GB ? "gb    " : "strict", measures[m], n.lines,
                          100.0 * (double)n.wide / (double)n.inner, n.starts, n.ends, n.split,
                          n.lone, n.overfull, n.forced);
            assert_int_equal(n.starts, 0);
            assert_int_equal(n.ends, 0);
            assert_int_equal(n.split, 0);
            assert_int_equal(n.lone, 0);
            assert_int_equal(n.overfull, 0);
            if (measures[m] >= 13)
                assert_true(n.wide * 100 < n.inner);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_prose_breaks_no_rule),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

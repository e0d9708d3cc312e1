/* Shaping and breaking the corpus of tests/data, single thread, warm: characters a second at sizes
 * from 10 KB to 10 MB, memory, and how total fit compares with first fit. Speed is never a test:
 * machines differ, figures of one run say what changed. */
#include "base/file.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define EM   (9 * BM_PT)
#define RUNS 5

struct bench {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_fonts *fonts;
    struct bm_shaper *shaper;
    struct bm_text_style style;
    struct bm_str text;
};

struct tally {
    size_t characters, lines, inner, wide, lone, peak;
    int64_t cost;
    double seconds;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Sets the text from *at on, over again until `bytes` of it are done; *at goes on, so that small
 * texts are not always the same few characters. */
static struct tally set(struct bench *b, size_t *at, size_t bytes, int em, enum bm_method method)
{
    struct tally n = {0};
    bm_len width = em * EM;
    const struct bm_breaking how = {.measures = {.widths = &width, .n = 1, .indent = 2 * EM},
                                    .method = method,
                                    .justify = true};
    struct bm_arena *arena = bm_arena_new();
    double start = now();
    for (size_t done = 0, i = *at, end; done < bytes; done += end - i + 1, i = end + 1, *at = i) {
        if (i >= b->text.n)
            i = 0;
        const char *stop = memchr(b->text.p + i, '\n', b->text.n - i);
        end = stop ? (size_t)(stop - b->text.p) : b->text.n;
        const struct bm_inline piece = {.text = {b->text.p + i, end - i},
                                        .span = {0, (uint32_t)i, (uint32_t)(end - i)}};
        const struct bm_para *p = bm_para_shape(arena, b->shaper, &b->style, &piece, 1, &b->diags);
        struct bm_lines lines;
        bm_para_break(arena, p, &how, &lines);
        n.characters += p->character_count;
        for (size_t k = 0; k < lines.n; k++) {
            n.inner += !lines.v[k].last;
            n.wide += lines.v[k].all > EM / 10;
            n.lone += lines.v[k].lone;
        }
        n.lines += lines.n;
        n.cost += lines.cost % BM_COST_LONE;
        if (bm_arena_used(arena) > n.peak)
            n.peak = bm_arena_used(arena);
        bm_arena_clear(arena);
    }
    n.seconds = now() - start;
    bm_arena_drop(arena);
    return n;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Sizes take turns, since the machine's own speed drifts while this runs. */
static void speed(struct bench *b)
{
    static const size_t sizes[] = {10, 100, 1000, 10000};
    enum {
        SIZES = sizeof sizes / sizeof *sizes
    };
    double each[SIZES][RUNS];
    struct tally n[SIZES];
    for (int r = 0; r < RUNS; r++)
        for (size_t s = 0; s < SIZES; s++) {
            /* Small texts as often as makes a large one, so that the clock is fine enough. */
            size_t times = sizes[s] < 1000 ? 1000 / sizes[s] : 1, characters = 0, at = 0;
            double seconds = 0;
            for (size_t t = 0; t < times; t++) {
                n[s] = set(b, &at, sizes[s] * 1000, 13, BM_METHOD_TOTAL);
                seconds += n[s].seconds;
                characters += n[s].characters;
            }
            each[s][r] = seconds / (double)characters;
        }
    printf("%-28s%12s%12s%12s%14s\n", "shaping and total fit, 13 em", "characters", "M/s",
           "ns each", "arena, KB");
    for (size_t s = 0; s < SIZES; s++)
        qsort(each[s], RUNS, sizeof each[s][0], by_size);
    for (size_t s = 0; s < SIZES; s++) {
        double median = each[s][RUNS / 2];
        char name[32];
        snprintf(name, sizeof name, "%zu KB", sizes[s]);
        printf("%-28s%12zu%12.2f%7.0f ×%3.2f%14zu\n", name, n[s].characters, 1e-6 / median,
               median * 1e9, median / each[0][RUNS / 2], n[s].peak / 1024);
    }
}

static void quality(struct bench *b)
{
    static const int measures[] = {9, 11, 13, 20, 27};
    static const struct {
        enum bm_method method;
        const char *name;
    } methods[] = {{BM_METHOD_TOTAL, "total fit"}, {BM_METHOD_FIRST, "first fit"}};
    printf("\n%-12s%-8s%8s%10s%14s%8s%14s\n", "measure", "level", "", "lines", "over 0.1 em",
           "孤字", "cost a line");
    for (int level = BM_KINSOKU_GB; level <= BM_KINSOKU_STRICT; level++)
        for (size_t m = 0; m < sizeof measures / sizeof *measures; m++)
            for (size_t k = 0; k < 2; k++) {
                b->style.kinsoku = (enum bm_kinsoku)level;
                size_t at = 0;
                struct tally n = set(b, &at, b->text.n, measures[m], methods[k].method);
                printf("%2d em       %-8s%-10s%8zu%12.3f %%%6zu%14.2f\n", measures[m],
                       level == BM_KINSOKU_GB ? "gb" : "strict", methods[k].name, n.lines,
                       100.0 * (double)n.wide / (double)n.inner, n.lone,
                       (double)n.cost / (double)n.lines);
            }
}

int main(void)
{
    struct bench b = {.arena = bm_arena_new()};
    struct bm_str declared;
    b.sources.arena = b.diags.arena = b.arena;
    if (!bm_file_read(b.arena, BM_SOURCE_DIR "/fonts/fonts.yaml", bm_span_none(), &b.diags,
                      &declared) ||
        !bm_file_read(b.arena, BM_SOURCE_DIR "/tests/data/corpus/gov-work-reports.txt",
                      bm_span_none(), &b.diags, &b.text))
        return 1;
    uint32_t f = bm_sources_add(&b.sources, BM_STR("fonts.yaml"), BM_STR("fonts.yaml"), declared);
    b.fonts = bm_fonts_read(b.arena, &b.sources, f, BM_STR(BM_SOURCE_DIR "/fonts"), &b.diags);
    if (!b.fonts)
        return 1;
    b.shaper = bm_shaper_new(b.arena, b.fonts);
    b.style = (struct bm_text_style){
        .typeface =
            bm_fonts_typeface(b.fonts, BM_STR("宋"), BM_STR("regular"), bm_span_none(), &b.diags),
        .size = EM,
        .kinsoku = BM_KINSOKU_GB,
        .punctuation = BM_PUNCTUATION_QUANJIAO,
        .autospace = BM_AUTOSPACE_ALL,
        .indented = true};
    size_t at = 0;
    set(&b, &at, b.text.n, 13, BM_METHOD_TOTAL);
    speed(&b);
    quality(&b);
    bm_shaper_free(b.shaper);
    bm_fonts_close(b.fonts);
    bm_arena_drop(b.arena);
    return 0;
}

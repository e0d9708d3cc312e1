/* Limits that may lose the best plan lose little: the two editions varied by seed (words of heads,
 * order and ranks of articles, sentences left out or set twice), each made up with the limits as
 * they stand and with limits a hundred times as wide.
 *
 *   test_limits [COUNT [FIRST]]      so many variations, with a line for each; 20 if none is given
 */
#include "unit.h"

#include "cli/edition.h"
#include "cli/load.h"
#include "makeup/makeup.h"
#include "page/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WIDE 100 /* times */
#define MOST 101 /* percent of the cost with wide limits */

static unsigned count = 20, first = 1;
static bool talks;

struct varied {
    struct bm_session session;
    uint32_t random;
    const char *edition, *layout;
};

static uint32_t draw(struct varied *v, uint32_t n)
{
    v->random ^= v->random << 13;
    v->random ^= v->random >> 17;
    v->random ^= v->random << 5;
    return v->random % n;
}

/* Words that break in other places. */
static const char *const words[][2] = {
    {"人民代表大会", "人民代表会议"},
    {"代表大会", "代表会"},
    {"决议", "决定"},
    {"工作报告", "工作情况报告"},
    {"关于", "有关"},
    {"嘉峪关市", "嘉峪关"},
    {"常务委员会", "常委会"},
    {"执行情况", "落实"},
    {"第十一届", "十一届"},
    {"政府", "市政府"},
    {"会议", "大会"},
    {"工作", "各项工作"},
    {"发展", "高质量发展"},
    {"2025年", "去年"},
    {"任务", "主要任务"},
    {"建设", "自身建设"},
};

static bool begins_with(struct bm_str s, size_t at, const char *word)
{
    return s.n - at >= strlen(word) && memcmp(s.p + at, word, strlen(word)) == 0;
}

/* The title's line: some of its words become others. */
static void vary_title(struct varied *v, struct bm_str line, struct bm_buf *out)
{
    uint32_t chosen = 0;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        chosen |= (draw(v, 3) == 0 ? 1u : 0u) << w;
    for (size_t i = 0; i < line.n;) {
        size_t w = 0;
        while (w < sizeof words / sizeof *words &&
               !((chosen >> w & 1) && begins_with(line, i, words[w][0])))
            w++;
        if (w < sizeof words / sizeof *words) {
            bm_buf_c(out, words[w][1]);
            i += strlen(words[w][0]);
        } else {
            bm_buf_put(out, &line.p[i++], 1);
        }
    }
}

/* A paragraph: some sentences are left out, a few set twice; those with marks stay. */
static void vary_paragraph(struct varied *v, struct bm_str line, struct bm_buf *out)
{
    static const char stop[] = "。";
    for (size_t from = 0, to; from < line.n; from = to) {
        to = from;
        while (to < line.n && !begins_with(line, to, stop))
            to++;
        to = to < line.n ? to + strlen(stop) : line.n;
        const struct bm_str sentence = {line.p + from, to - from};
        bool plain = from > 0 && to < line.n;
        for (size_t i = 0; i < sentence.n; i++)
            plain = plain && !strchr("{}*_[]!<>`", sentence.p[i]);
        const uint32_t chance = plain ? draw(v, 24) : 24;
        for (int times = chance < 2 ? 0 : chance == 2 ? 2 : 1; times; times--)
            bm_buf_str(out, sentence);
    }
}

static struct bm_str vary_text(struct varied *v, struct bm_str text)
{
    struct bm_buf out = {0};
    unsigned fences = 0;
    for (size_t from = 0, to; from < text.n; from = to) {
        to = from;
        while (to < text.n && text.p[to] != '\n')
            to++;
        to += to < text.n;
        const struct bm_str line = {text.p + from, to - from};
        const bool paragraph = (unsigned char)line.p[0] >= 0x80;
        fences += begins_with(line, 0, "---");
        if (fences == 1 && begins_with(line, 0, "title:"))
            vary_title(v, line, &out);
        else if (fences == 2 && paragraph)
            vary_paragraph(v, line, &out);
        else
            bm_buf_str(&out, line);
    }
    const struct bm_str view = bm_buf_view(&out);
    const struct bm_str kept = {bm_arena_copy(v->session.arena, view.p, view.n), view.n};
    bm_buf_free(&out);
    return kept;
}

static void vary_articles(struct varied *v)
{
    struct bm_session *s = &v->session;
    struct bm_inputs *in = &s->inputs;
    for (size_t a = 0; a < in->article_count; a++) {
        const struct bm_source from = s->sources.v[in->articles[a]->file];
        const struct bm_edition_place place = in->articles[a]->place;
        const uint32_t file =
            bm_sources_add(&s->sources, from.path, from.name, vary_text(v, from.text));
        in->articles[a] = bm_article_read(s->arena, &s->sources, file, NULL, 0, &s->diags);
        assert_non_null(in->articles[a]);
        in->articles[a]->place = place;
    }
    for (uint32_t swaps = draw(v, 6); swaps; swaps--) {
        const size_t a = draw(v, (uint32_t)in->article_count),
                     b = draw(v, (uint32_t)in->article_count);
        struct bm_article *const other = in->articles[a];
        in->articles[a] = in->articles[b];
        in->articles[b] = other;
    }
    /* Some of one rank; articles that go on have each their own. */
    const uint32_t alike = in->layout->jump.style ? 0 : draw(v, 4);
    for (uint32_t a = 0; a < in->article_count && alike > 1; a++)
        if (!in->articles[a]->place.rank)
            in->articles[a]->place.rank = 10 + a / alike;
}

static void open_varied(struct varied *v, unsigned seed)
{
    static const char *const settings[][2] = {{"2026-lianghui", "tabloid"},
                                              {"2026-lianghui", "broadsheet"},
                                              {"2025-work-report", "tabloid"},
                                              {"2025-work-report", "broadsheet-8"}};
    const unsigned setting =
        seed % 10 == 7 ? 2 + seed / 10 % 2 : seed % 2; /* the long ones are few */
    struct bm_arena *arena = bm_arena_new();
    *v = (struct varied){.session = {.arena = arena, .data = BM_SOURCE_DIR},
                         .random = seed * 2654435761u | 1,
                         .edition = settings[setting][0],
                         .layout = settings[setting][1]};
    v->session.sources.arena = v->session.diags.arena = arena;
    v->session.args.layout = v->layout;
    v->session.args.input = bm_format(&v->session, "%s/content/%s", BM_SOURCE_DIR, v->edition);
    assert_true(bm_read_edition(&v->session, &v->session.inputs));
    assert_true(bm_read_fonts(&v->session));
    vary_articles(v);
}

struct made {
    int64_t cost;
    int64_t over;
    uint32_t limits;
    bool optimal;
    unsigned ms;
};

static struct made make_up(struct varied *v, uint32_t scale, uint32_t copyfit)
{
    struct bm_session *s = &v->session;
    const struct bm_inputs *in = &s->inputs;
    const struct bm_makeup_input input = {.layout = in->layout,
                                          .template_ = in->frames,
                                          .edition = in->edition,
                                          .articles = in->articles,
                                          .article_count = in->article_count,
                                          .fonts = s->fonts,
                                          .sources = &s->sources,
                                          .phrases = &in->phrases,
                                          .images = in->images,
                                          .image_count = in->image_count,
                                          .limits_scale = scale,
                                          .copyfit_scale = copyfit};
    const clock_t begun = clock();
    struct bm_pages *pages = bm_makeup(&input, &s->diags);
    assert_non_null(pages);
    assert_non_null(pages->plan);
    const struct made made = {.cost = pages->plan->cost,
                              .over = pages->plan->costs[BM_PENALTY_OVERSET],
                              .limits = pages->plan->limits,
                              .optimal = pages->plan->optimal,
                              .ms = (unsigned)((clock() - begun) * 1000 / CLOCKS_PER_SEC)};
    bm_pages_drop(pages);
    return made;
}

static double percent(const struct made *made, const struct made *wide)
{
    return (double)(made->cost - wide->cost) * 100 / (double)wide->cost;
}

static void tell(const struct varied *v, unsigned seed, const struct made made[3])
{
    printf("%4u  %-16s %-12s", seed, v->edition, v->layout);
    for (int k = 0; k < 3; k++) {
        printf(k ? " | %lld%s %u ms %+.2f %%" : " %lld%s %u ms", (long long)made[k].cost,
               made[k].optimal ? "=" : "", made[k].ms, k ? percent(&made[0], &made[k]) : 0);
        for (enum bm_limit l = 0; l < BM_LIMITS; l++)
            if (made[k].limits & 1u << l)
                printf(" %s", bm_limit_name(l));
    }
    printf("%s\n", made[0].over ? " | left over" : "");
    fflush(stdout);
}

/* Whether wide limits of the search better the variation by no more than they may. In the table it
 * is made up also with wide ones of copyfitting, which may better a long article's fit, and cost
 * too much time to be held to. */
static bool holds(unsigned seed)
{
    struct varied v;
    open_varied(&v, seed);
    struct made made[3] = {make_up(&v, 1, 1), make_up(&v, WIDE, 1)};
    const bool good = made[0].cost * 100 <= made[1].cost * MOST;
    made[2] = talks && !made[0].over ? make_up(&v, WIDE, WIDE) : made[1];
    if (talks || !good)
        tell(&v, seed, made);
    bm_fonts_close(v.session.fonts);
    bm_arena_drop(v.session.arena);
    return good;
}

static void wider_limits_find_nothing_much_better(void **state)
{
    (void)state;
    unsigned worse = 0;
    for (unsigned seed = first; seed < first + count; seed++)
        worse += !holds(seed);
    assert_int_equal(worse, 0);
}

/* Of this one text is left over in the first plans, and much cheaper ones that set all are found
 * only by the proof. */
static void a_proof_goes_on_where_all_is_set(void **state)
{
    (void)state;
    assert_true(holds(147));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wider_limits_find_nothing_much_better),
                                       cmocka_unit_test(a_proof_goes_on_where_all_is_set)};
    talks = argc > 1;
    count = argc > 1 ? (unsigned)atoi(argv[1]) : count;
    first = argc > 2 ? (unsigned)atoi(argv[2]) : first;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

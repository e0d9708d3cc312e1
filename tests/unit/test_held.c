/* layout/held.h: a plan's frames in place of regions; what locked ones leave of them. */
#include "unit.h"

#include "base/file.h"
#include "layout/held.h"
#include "layout/layout.h"

#include <stdio.h>
#include <stdlib.h>

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_layout *layout;
};

static const struct bm_yaml *yaml(struct desk *d, const char *text)
{
    const uint32_t file =
        bm_sources_add(&d->sources, BM_STR("t.yaml"), BM_STR("t.yaml"), bm_str_c(text));
    const struct bm_yaml *map = bm_yaml_read(d->arena, &d->sources, file, 0,
                                             (uint32_t)d->sources.v[file].text.n, &d->diags);
    assert_non_null(map);
    return map;
}

static void open_desk(struct desk *d)
{
    struct bm_layout_file file;
    struct bm_str text;
    *d = (struct desk){.arena = bm_arena_new()};
    d->sources.arena = d->diags.arena = d->arena;
    assert_true(bm_file_read_kind(d->arena, BM_SOURCE_DIR "/layouts/tabloid.yaml", BM_FILE_LAYOUT,
                                  bm_span_none(), &d->diags, &text));
    const uint32_t source =
        bm_sources_add(&d->sources, BM_STR("tabloid.yaml"), BM_STR("tabloid.yaml"), text);
    assert_true(bm_layout_open(d->arena, &d->sources, source, &file, &d->diags));
    d->layout = bm_layout_read(d->arena, &file, 1, BM_STR("tabloid"), &d->diags);
    assert_non_null(d->layout);
}

static struct bm_template *hold(struct desk *d, const char *pages, const char *section,
                                enum bm_hold how)
{
    struct bm_held held;
    const struct bm_template *t =
        bm_template_read(d->arena, d->layout, bm_yaml_get(yaml(d, pages), "p"), &d->diags);
    assert_non_null(t);
    assert_true(bm_held_open(bm_yaml_get(yaml(d, section), "s"), &held, &d->diags));
    return bm_template_hold(d->arena, d->layout, t, &held, how, &d->diags);
}

#define PAGES                                                                                      \
    "p:\n"                                                                                         \
    "  - frames: [{article: z, columns: 1-6, lines: 3-6}, {auto: true, columns: 1-6, lines: "      \
    "7-82, styles: {title: 通栏题}}]\n"                                                         \
    "  - frames: [{auto: true, columns: 1-3, lines: 3-82}, {banner: true, columns: 4-6, lines: "   \
    "3-6}, {auto: true, columns: 4-6, lines: 7-82}]\n"
#define SUMS "s: {layout: a, frames: b, articles: c, pages: ["

static void frames_take_the_place_of_their_regions(void **state)
{
    static const char *const order[] = {"z", "b", "a", "d", "", "c"};
    struct desk d;
    size_t n = 0;
    (void)state;
    open_desk(&d);
    const struct bm_template *t = hold(
        &d, PAGES,
        SUMS "{page: 2, frames: [{article: c, columns: 5-6, lines: 7-9}, {article: d, columns: "
             "1-3, lines: 3-20}]}, {page: 1, frames: [{article: b, columns: 1-6, lines: 9-9, "
             "locked: true}, {article: a, columns: 1-2, lines: 10-12}]}]}",
        BM_HOLD_ALL);
    assert_non_null(t);
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++, n++) {
            assert_true(n < 6);
            assert_false(t->pages[p].frames[i].automatic);
            assert_true(bm_str_is(t->pages[p].frames[i].article, order[n]));
        }
    assert_int_equal(n, 6);
    bm_arena_drop(d.arena);
}

static void all_that_is_wrong_is_said(void **state)
{
    static const enum bm_message wanted[] = {
        BM_MSG_HELD_TWICE,     BM_MSG_HELD_PAGE,   BM_MSG_FRAMES_OVERLAP, BM_MSG_HELD_OUTSIDE,
        BM_MSG_FRAMES_OVERLAP, BM_MSG_UNKNOWN_KEY, BM_MSG_MISSING_KEY};
    struct desk d;
    (void)state;
    open_desk(&d);
    assert_null(hold(&d, PAGES,
                     SUMS
                     "{page: 1, frames: [{article: a, columns: 1-2, lines: 5-20}, {article: b, "
                     "columns: 1-1, lines: 3-4}, {auto: true, columns: 1-1, lines: 9-9}]}, "
                     "{page: 1, frames: []}, {page: 3, frames: []}]}",
                     BM_HOLD_ALL));
    for (size_t i = 0; i < BM_COUNT(wanted); i++)
        assert_true(d.diags.counts[wanted[i]]);
    for (size_t i = 0; i < d.diags.n; i++)
        assert_int_equal(d.diags.v[i].span.file, d.sources.n - 1);
    bm_arena_drop(d.arena);
}

/* Of the cells of page 1's region how many the frames and regions cover; none twice. */
static size_t covered(const struct bm_template *t, size_t *regions)
{
    bool cells[83][7] = {{false}};
    size_t n = 0;
    *regions = 0;
    for (size_t i = 0; i < t->pages[0].n; i++) {
        const struct bm_frame *f = &t->pages[0].frames[i];
        *regions += f->automatic;
        assert_true(!f->automatic || (f->lines >= 4 && f->line >= 6));
        for (uint32_t y = f->line; y < f->line + f->lines; y++)
            for (uint32_t x = f->column; x < f->column + f->columns; x++) {
                assert_true(y < 83 && x < 7 && !cells[y][x]);
                cells[y][x] = true;
                n += y >= 6;
            }
    }
    return n;
}

/* Whatever is locked, what is left is parted into regions: nothing is lost but slips lower than
 * four lines, nothing is there twice. */
static void what_is_left_is_parted(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct desk d;
        char text[300];
        unsigned v[4];
        for (size_t i = 0; i < 4; i++) {
            seed = seed * 1103515245 + 12345;
            v[i] = seed >> 16;
        }
        const unsigned c = 1 + v[0] % 6, w = 1 + v[1] % (7 - c), l = 7 + v[2] % 76,
                       h = 1 + v[3] % (83 - l);
        open_desk(&d);
        snprintf(text, sizeof text,
                 SUMS
                 "{page: 1, frames: [{article: a, columns: %u-%u, lines: %u-%u, locked: true}, "
                 "{article: b, columns: 9-9, lines: 1-1}]}]}",
                 c, c + w - 1, l, l + h - 1);
        for (int how = BM_HOLD_LARGEST; how < BM_HOLD_COUNT; how++) {
            size_t regions;
            const struct bm_template *t = hold(&d, PAGES, text, (enum bm_hold)how);
            assert_non_null(t); /* what is not locked is not looked at */
            assert_true(covered(t, &regions) + 18 * 2 >= 76 * 6);
            assert_true(regions <= 4);
            assert_int_equal(t->pages[1].n, 3);
            assert_int_equal(t->pages[0].frames[1].automatic, 0);
        }
        bm_arena_drop(d.arena);
    }
}

static void a_page_is_locked_whole_and_its_lead_keeps_its_styles(void **state)
{
    struct desk d;
    size_t regions;
    (void)state;
    open_desk(&d);
    const char *section = SUMS
        "{page: 1, frames: [{article: a, columns: 1-6, lines: 7-20, styles: {title: 通栏题}}]}, "
        "{page: 2, locked: true, frames: [{article: b, columns: 1-3, lines: 3-9}]}]}";
    const struct bm_template *t = hold(&d, PAGES, section, BM_HOLD_LARGEST);
    assert_non_null(t);
    assert_int_equal(t->pages[1].n, 2); /* what it leaves of its regions stays empty */
    assert_int_equal(covered(t, &regions), 76 * 6);
    assert_int_equal(regions, 1);
    assert_int_equal(t->pages[0].frames[1].override_count, 1); /* a is not locked */
    section =
        SUMS "{page: 1, frames: [{article: a, columns: 1-6, lines: 7-20, locked: true, styles: "
             "{title: 通栏题}}]}]}";
    t = hold(&d, PAGES, section, BM_HOLD_LARGEST);
    assert_int_equal(t->pages[0].n, 3);
    assert_int_equal(t->pages[0].frames[2].override_count, 0);
    assert_int_equal(t->pages[0].frames[2].line, 20);
    bm_arena_drop(d.arena);
}

static void sums_are_of_the_content(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"a: 1\nb: [x, {c: d}]\n", "# more\nb:\n  - x\n  - 'c': \"d\"\n\na: '1' # that\n", true},
        {"a: [b, c]", "a: [c, b]", false},
        {"a: [bc]", "a: [b, c]", false},
        {"a: {b: c}", "a: [b, c]", false},
        {"a: ''", "a: {}", false},
        {"a: b\nc: d", "a: d\nc: b", false},
    };
    struct desk d;
    (void)state;
    open_desk(&d);
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        struct bm_buf a = {0}, b = {0};
        bm_yaml_canonical(yaml(&d, rows[i].a), &a);
        bm_yaml_canonical(yaml(&d, rows[i].b), &b);
        assert_int_equal(bm_str_eq(bm_buf_view(&a), bm_buf_view(&b)), rows[i].same);
        bm_buf_free(&a);
        bm_buf_free(&b);
    }
    bm_arena_drop(d.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_take_the_place_of_their_regions),
        cmocka_unit_test(all_that_is_wrong_is_said),
        cmocka_unit_test(what_is_left_is_parted),
        cmocka_unit_test(a_page_is_locked_whole_and_its_lead_keeps_its_styles),
        cmocka_unit_test(sums_are_of_the_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

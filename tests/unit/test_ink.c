/* page/: what of ink and black would go wrong on the press, on pages made by hand. */
#include "unit.h"

#include "page/page.h"

struct seen {
    size_t n;
    struct bm_ink_fault v[8];
};

static void remember(void *context, const struct bm_ink_fault *fault)
{
    struct seen *s = context;
    assert_true(s->n < 8);
    s->v[s->n++] = *fault;
}

#define MM 185771

/* Faults of a page with these items under a limit of 240 % and large black of 20 mm in 40 C 100 K.
 */
static struct seen look(struct bm_item *items, size_t n)
{
    struct bm_page page = {.number = 1, .items = items, .n = n};
    const struct bm_pages pages = {.pages = &page,
                                   .page_count = 1,
                                   .limits = {.ink = 240,
                                              .warn = 220,
                                              .black_text = 12 * BM_PT,
                                              .black_large = 20 * MM,
                                              .black = {.c = 4000, .k = 10000}}};
    struct seen s = {0};
    bm_ink_faults(&pages, &page, remember, &s);
    return s;
}

static struct bm_item run(struct bm_ink ink, bm_len size)
{
    return (struct bm_item){.kind = BM_ITEM_RUN,
                            .rect = {10 * MM, 10 * MM, 30 * MM, size},
                            .run = {.ink = ink, .size = size}};
}

static void sound_pages_have_none(void **state)
{
    (void)state;
    struct bm_item items[] = {
        {.kind = BM_ITEM_FILL, .ink = {.k = 800}, .rect = {0, 0, 100 * MM, 100 * MM}},
        {.kind = BM_ITEM_FILL, .ink = {.c = 4000, .k = 10000}, .rect = {0, 0, 100 * MM, 100 * MM}},
        {.kind = BM_ITEM_FILL, .ink = {.k = 10000}, .rect = {0, 0, 100 * MM, 19 * MM}},
        {.kind = BM_ITEM_RULE, .ink = {.k = 10000, .overprint = true}, .rect = {0, 0, 9 * MM, 0}},
        {.kind = BM_ITEM_RULE, .ink = {.m = 9000, .spot = 1, .tint = 9000}},
        run((struct bm_ink){.k = 10000, .overprint = true}, 6 * BM_PT),
        run((struct bm_ink){.c = 3000, .k = 10000}, 12 * BM_PT),
        run((struct bm_ink){0}, 10 * BM_PT),
        run((struct bm_ink){.m = 10000, .y = 10000}, 10 * BM_PT),
        {.kind = BM_ITEM_PICTURE},
    };
    assert_int_equal(look(items, sizeof items / sizeof *items).n, 0);
}

static void each_fault_is_found(void **state)
{
    (void)state;
    const struct {
        enum bm_ink_fault_kind kind;
        struct bm_item item;
        uint32_t amount;
    } rows[] = {
        {BM_FAULT_KNOCKS_OUT, run((struct bm_ink){.k = 10000}, 9 * BM_PT), 0},
        {BM_FAULT_KNOCKS_OUT, {.kind = BM_ITEM_RULE, .ink = {.k = 10000}}, 0},
        {BM_FAULT_KNOCKS_OUT, {.kind = BM_ITEM_STROKE, .ink = {.k = 10000}}, 0},
        {BM_FAULT_RICH_TEXT, run((struct bm_ink){.c = 1, .k = 10000}, 12 * BM_PT - 1),
         12 * BM_PT - 1},
        {BM_FAULT_WHITE_OVERPRINTS, run((struct bm_ink){.overprint = true}, 9 * BM_PT), 0},
        {BM_FAULT_WHITE_OVERPRINTS, {.kind = BM_ITEM_FILL, .ink = {.overprint = true}}, 0},
        {BM_FAULT_INK, {.kind = BM_ITEM_FILL, .ink = {.c = 10000, .m = 10000, .y = 4001}}, 24001},
        {BM_FAULT_LARGE_BLACK,
         {.kind = BM_ITEM_FILL, .ink = {.k = 10000}, .rect = {0, 0, 20 * MM, 20 * MM}},
         0},
        {BM_FAULT_LARGE_BLACK,
         {.kind = BM_ITEM_PATH, .ink = {.m = 4000, .k = 10000}, .rect = {0, 0, 20 * MM, 20 * MM}},
         0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bm_item item = rows[i].item;
        struct seen s = look(&item, 1);
        if (s.n != 1 || s.v[0].kind != rows[i].kind || s.v[0].amount != rows[i].amount)
            fail_msg("row %zu: %zu faults, first %d, %u", i, s.n, (int)s.v[0].kind, s.v[0].amount);
        assert_ptr_equal(s.v[0].item, &item);
    }
}

/* Black on a panel prints with the panel's ink; beside it, or cut out of it, it does not. */
static void what_lies_below_counts(void **state)
{
    (void)state;
    struct bm_item items[] = {
        {.kind = BM_ITEM_FILL,
         .ink = {.c = 6000, .m = 5000, .y = 4000},
         .rect = {0, 0, 50 * MM, 50 * MM}},
        run((struct bm_ink){.k = 10000, .overprint = true}, 9 * BM_PT),
    };
    struct seen s = look(items, 2);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.v[0].kind, BM_FAULT_INK);
    assert_int_equal(s.v[0].amount, 25000);
    items[1].rect.x = 60 * MM;
    assert_int_equal(look(items, 2).n, 0);
    items[1].rect.x = 10 * MM;
    items[0].ink.y = 3000;
    assert_int_equal(look(items, 2).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_pages_have_none),
        cmocka_unit_test(each_fault_is_found),
        cmocka_unit_test(what_lies_below_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

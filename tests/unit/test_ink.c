/* What of ink and black would go wrong on the press, on pages made by hand. */
#include "unit.h"

#include "ink_rules.h"

static int open_arena(void **state)
{
    *state = bm_arena_new();
    return 0;
}

static int drop_arena(void **state)
{
    bm_arena_drop(*state);
    return 0;
}

struct seen {
    size_t n;
    const struct bm_mark *v;
};

#define MM 185771

/* Faults of a page with these items under a limit of 240 % and large black of 20 mm in 40 C 100 K.
 */
static struct seen look(struct bm_arena *arena, struct bm_item *items, size_t n)
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
    s.v = ink_faults(&pages, arena, &s.n);
    return s;
}

static const struct bm_face face = {0};

static struct bm_item run(struct bm_ink ink, bm_len size)
{
    return (struct bm_item){
        .kind = BM_ITEM_RUN,
        .rect = {10 * MM, 10 * MM, 30 * MM, size},
        .run = {.ink = ink, .size = size, .n = 1, .face = &face, .file = BM_NO_FILE}};
}

static void sound_pages_have_none(void **state)
{
    static const struct bm_image image = {.width = 1, .height = 1, .components = 4};
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
        {.kind = BM_ITEM_PICTURE, .picture = {.image = &image, .whole = {0, 0, 9 * MM, 9 * MM}}},
    };
    assert_int_equal(look(*state, items, sizeof items / sizeof *items).n, 0);
}

static void each_fault_is_found(void **state)
{
    const struct {
        enum bm_message message;
        struct bm_item item;
        const char *amount; /* what is said of how much; NULL: anything */
    } rows[] = {
        {BM_MSG_BLACK_KNOCKOUT, run((struct bm_ink){.k = 10000}, 9 * BM_PT), NULL},
        {BM_MSG_BLACK_LINE_KNOCKOUT, {.kind = BM_ITEM_RULE, .ink = {.k = 10000}}, NULL},
        {BM_MSG_BLACK_LINE_KNOCKOUT, {.kind = BM_ITEM_STROKE, .ink = {.k = 10000}}, NULL},
        {BM_MSG_RICH_BLACK_TYPE, run((struct bm_ink){.c = 1, .k = 10000}, 12 * BM_PT - 1), "11.99"},
        {BM_MSG_WHITE_OVERPRINT, run((struct bm_ink){.overprint = true}, 9 * BM_PT), NULL},
        {BM_MSG_WHITE_OVERPRINT, {.kind = BM_ITEM_FILL, .ink = {.overprint = true}}, NULL},
        {BM_MSG_INK, {.kind = BM_ITEM_FILL, .ink = {.c = 10000, .m = 10000, .y = 4001}}, "241"},
        {BM_MSG_LARGE_BLACK,
         {.kind = BM_ITEM_FILL, .ink = {.k = 10000}, .rect = {0, 0, 20 * MM, 20 * MM}},
         "20 × 20"},
        {BM_MSG_LARGE_BLACK,
         {.kind = BM_ITEM_PATH, .ink = {.m = 4000, .k = 10000}, .rect = {0, 0, 20 * MM, 20 * MM}},
         "20 × 20"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bm_item item = rows[i].item;
        struct seen s = look(*state, &item, 1);
        if (s.n != 1 || s.v->finding->message != rows[i].message)
            fail_msg("row %zu: %zu faults, first %s", i, s.n,
                     s.n ? bm_diag_code(s.v->finding->message) : "none");
        if (rows[i].amount)
            assert_str(s.v->finding->args[0], rows[i].amount);
        assert_int_equal(s.v->rect_count, 1);
        assert_memory_equal(s.v->rects, &item.rect, sizeof item.rect);
    }
}

/* Black on a panel prints with the panel's ink; beside it, or cut out of it, it does not. */
static void what_lies_below_counts(void **state)
{
    struct bm_item items[] = {
        {.kind = BM_ITEM_FILL,
         .ink = {.c = 6000, .m = 5000, .y = 4000},
         .rect = {0, 0, 50 * MM, 50 * MM}},
        run((struct bm_ink){.k = 10000, .overprint = true}, 9 * BM_PT),
    };
    struct seen s = look(*state, items, 2);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.v->finding->message, BM_MSG_INK_BELOW);
    assert_str(s.v->finding->args[0], "250");
    items[1].rect.x = 60 * MM;
    assert_int_equal(look(*state, items, 2).n, 0);
    items[1].rect.x = 10 * MM;
    items[0].ink.y = 3000;
    assert_int_equal(look(*state, items, 2).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_pages_have_none),
        cmocka_unit_test(each_fault_is_found),
        cmocka_unit_test(what_lies_below_counts),
    };
    return cmocka_run_group_tests(tests, open_arena, drop_arena);
}

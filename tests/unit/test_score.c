/* The block score: eight pages that art editors made, and faults put into one of them. */
#include "report/score.h"
#include "unit.h"

/* Blocks in thousandths of the page's box, the lead first; height ÷ width of the box in hundredths.
 * Measured from hot areas of the papers' digital pages: 人民日报 2017-10-16 p. 1, 2017-11-17 p. 5,
 * 2024-12-25 p. 1; 中国纪检监察报 2017-07-22 p. 1; 江西日报 2017-10-09 A1; 中国旅游报 2017-10-13 p.
 * 1; 科技日报 2023-02-10 p. 1; 人民邮电报 2020-09-30 p. 2. */
static const struct page {
    int high, score, blocks[9][4]; /* score: by another program */
} pages[] = {
    {143,
     98,
     {{0, 166, 489, 657},
      {511, 0, 1000, 193},
      {511, 207, 1000, 499},
      {511, 513, 1000, 699},
      {0, 710, 1000, 1000}}},
    {135,
     91,
     {{0, 0, 711, 288},
      {734, 0, 1000, 541},
      {0, 307, 354, 693},
      {367, 307, 711, 693},
      {734, 558, 1000, 1000}}},
    {145,
     98,
     {{0, 157, 486, 564},
      {514, 0, 1000, 282},
      {514, 298, 1000, 561},
      {0, 580, 486, 812},
      {514, 580, 1000, 793},
      {514, 812, 1000, 1000},
      {0, 829, 486, 1000}}},
    {155,
     99,
     {{0, 170, 646, 672},
      {504, 0, 1000, 144},
      {675, 167, 1000, 354},
      {675, 361, 1000, 549},
      {675, 581, 1000, 792},
      {20, 702, 646, 1000},
      {675, 818, 1000, 946}}},
    {135,
     98,
     {{0, 0, 658, 295},
      {670, 2, 1000, 473},
      {0, 306, 263, 810},
      {670, 488, 1000, 1000},
      {277, 575, 655, 810}}},
    {148,
     100,
     {{0, 138, 555, 663},
      {585, 0, 1000, 333},
      {0, 715, 656, 1000},
      {685, 681, 1000, 934},
      {585, 353, 1000, 591}}},
    {158,
     99,
     {{0, 152, 488, 1000},
      {509, 0, 1000, 253},
      {509, 260, 1000, 520},
      {509, 722, 1000, 954},
      {509, 529, 1000, 716}}},
    {129,
     96,
     {{0, 0, 700, 262},
      {317, 573, 700, 671},
      {0, 720, 700, 1000},
      {727, 10, 1000, 254},
      {733, 272, 1000, 536},
      {733, 552, 993, 764},
      {733, 788, 997, 1000},
      {317, 282, 697, 547}}},
};

static size_t blocks_of(const struct page *page, struct bm_score_block out[9])
{
    size_t n = 0;
    for (; n < 9 && page->blocks[n][2]; n++) {
        const int *b = page->blocks[n];
        out[n] = (struct bm_score_block){.rect = {b[0] * 100, b[1] * page->high,
                                                  (b[2] - b[0]) * 100, (b[3] - b[1]) * page->high},
                                         .lead = !n};
    }
    return n;
}

static void pages_of_dailies_have_full_marks_nearly(void **state)
{
    (void)state;
    for (size_t p = 0; p < BM_COUNT(pages); p++) {
        struct bm_score_block blocks[9];
        struct bm_score score;
        bm_score_blocks(blocks, blocks_of(&pages[p], blocks), &score);
        assert_true(score.total >= 90);
        assert_true(score.total <= pages[p].score + 3 && score.total >= pages[p].score - 3);
    }
}

static void a_fault_costs_its_mark(void **state)
{
    (void)state;
    struct bm_score_block blocks[9];
    struct bm_score before, after;
    const size_t n = blocks_of(&pages[0], blocks);
    bm_score_blocks(blocks, n, &before);
    assert_true(before.mark[BM_SCORE_CORNER] > .99 && before.mark[BM_SCORE_LARGEST] > .99);
    /* The lead changes places with the smallest block, at the right. */
    blocks[0].lead = false;
    blocks[3].lead = true;
    bm_score_blocks(blocks, n, &after);
    assert_true(after.mark[BM_SCORE_CORNER] < .01 && after.mark[BM_SCORE_LARGEST] < .01);
    assert_true(after.total < before.total - 10);
    /* Ten strips one below the other. */
    for (int i = 0; i < 9; i++)
        blocks[i] = (struct bm_score_block){.rect = {0, i * 100, 900, 100}, .lead = !i};
    bm_score_blocks(blocks, 9, &after);
    assert_true(after.mark[BM_SCORE_STRIPS] < .01 && after.mark[BM_SCORE_FLAT] < .01);
    assert_true(after.mark[BM_SCORE_SHALLOW] < .01 && after.mark[BM_SCORE_ACROSS] < .01);
    assert_true(after.total < 70);
    /* One alone is the lead and all there is. */
    bm_score_blocks(blocks, 1, &after);
    assert_true(after.blocks == 1 && after.total > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_dailies_have_full_marks_nearly),
        cmocka_unit_test(a_fault_costs_its_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

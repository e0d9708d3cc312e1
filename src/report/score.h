/* The block score: how near the division of a page into articles is to that of pages that art
 * editors have made, so that layouts and weights can be compared. Its measures are those of eight
 * dailies' pages, 2017 to 2024, which reach 91 to 100 of 100; it looks at rectangles alone, and
 * neither at text nor at taste. What it finds is reported, never paid for. Pure. */
#pragma once

#include "page/page.h"

/* An article's share of a page. */
struct bm_score_block {
    struct bm_rect rect; /* of all its frames on the page */
    bm_len head;         /* size of its largest type, 0: not known */
    bool lead;           /* the page's: one of all */
};

/* Each mark is 0 to 1, linear between two values; weights add up to 25. Shares are of the box of
 * all blocks, widths W and heights H; the foot is what ends within .03 H of its lower edge.
 *
 *   MARK(id, name, in Chinese, full mark, no mark, weight)    what is measured */
#define BM_SCORE_MARKS(MARK)                                                                       \
    MARK(LEAD_WIDTH, "lead-width", "头条占宽", .48, .33,                                           \
         3) /* of the lead; over .75 it falls to 0 at 1 */                                         \
    MARK(WIDER, "wider", "最宽的非头条与头条之比", 1.03, 1.4,                                      \
         3) /* widest other, not at the foot ÷ the lead */                                        \
    MARK(FOOT, "foot", "版底最宽与头条之比", 1.25, 2.6, 1) /* widest at the foot ÷ the lead */    \
    MARK(LARGEST, "largest", "头条与最大非头条的面积比", 1, .6,                                    \
         2) /* area of the lead ÷ largest other, not foot */                                      \
    MARK(CORNER, "corner", "头条在左上角", 1, 0,                                                   \
         2) /* lead within .02 W of the left and .25 H of the top */                               \
    MARK(TALL, "tall", "过高的块", .17, .5,                                                        \
         2) /* share of blocks more than 2.2 times as high as wide */                              \
    MARK(FLAT, "flat", "过扁的块", .15, .5, 1) /* share less than .4 times */                      \
    MARK(SPINE, "spine", "纵向不断的线", .64, .3,                                                  \
         2) /* longest part of an upright line that enters no block */                             \
    MARK(STRIPS, "strips", "通栏的块", 1, 3, 2)      /* blocks wider than .93 W */                 \
    MARK(SHALLOW, "shallow", "过矮的块", .15, .5, 2) /* share of blocks lower than .12 H */        \
    MARK(WIDTHS, "widths", "不同的宽度", 4, 7, 1)    /* different widths, .03 W apart */           \
    MARK(EDGES, "edges", "不同的左右边", 6, 11,                                                    \
         1) /* different left and right edges, .02 W apart */                                      \
    MARK(LEVEL, "level", "并排齐顶的块", .5, 4.5, 2) /* neighbours whose tops are within .015 H */ \
    MARK(ACROSS, "across", "横贯全版的线", 1, 4, 1)  /* level lines free over .97 W, .03 H apart */

enum bm_score_mark {
#define MARK(id, name, said, full, none, weight) BM_SCORE_##id,
    BM_SCORE_MARKS(MARK)
#undef MARK
    BM_SCORES
};

struct bm_score {
    double value[BM_SCORES]; /* as measured */
    double mark[BM_SCORES];  /* 0 to 1 */
    double total;            /* 0 to 100 */
    double contrast;         /* head of the lead ÷ the next largest; 0: not known. Not scored */
    uint32_t blocks, heads;  /* articles; different sizes of heads. Not scored */
};

/* A picture of a page. Shares are those of the box of all its blocks, as above. Not scored:
 * dailies' main pictures have .38 to .42 of the width and .07 to .10 of the area. */
struct bm_score_picture {
    uint32_t article;   /* index into bm_pages.articles */
    double width, area; /* shares of it */
    double top;         /* of the height, that stands above it */
};

/* "lead-width", … */
const char *bm_score_name(enum bm_score_mark mark);

/* Of n blocks, one of them the lead; n > 0. */
void bm_score_blocks(const struct bm_score_block *blocks, size_t n, struct bm_score *score);
/* Of a page: its lead is the article with the largest head, of two alike the larger one. False: no
 * article stands on it. */
bool bm_score_page(const struct bm_pages *pages, const struct bm_page *page,
                   struct bm_score *score);

/* The pictures of articles of a page, the largest first; into room for as many as the page has
 * items.
 */
size_t bm_score_pictures(const struct bm_pages *pages, const struct bm_page *page,
                         struct bm_score_picture *out);

/* Appends a line a page, for a person: its score, and the marks that are not full with what was
 * measured. */
void bm_score_list(const struct bm_pages *pages, enum bm_lang lang, struct bm_buf *out);
/* Appends {"type":"score","page":1,"score":93.4,"blocks":N,"heads":N,"contrast":1.5,
 *   "values":{"lead-width":.6…},"marks":{"lead-width":1…},
 *   "pictures":[{"article":"name","width":.41,"area":.09,"top":.1}…]} for each page with an
 * article. */
void bm_score_json(const struct bm_pages *pages, struct bm_buf *out);

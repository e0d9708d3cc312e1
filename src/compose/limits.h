/* Every limit of composing, with its unit and what happens when it is hit. */
#pragma once

#include "base/limits.h"
#include "compose/needs.h"

/* May lose the best plan. They grow with the input's limits_scale; the planner notes which was
 * hit, and the ledger names it unless the plan was proved all the same. */
enum {
    PLANS_MOST = 80,        /* plans of a search that are judged; the gap is left then: PLANS */
    JUMPS_JUDGED = 24,      /* the same with articles that go on; the best so far is taken: JUMPS */
    STATES_MOST = 20000000, /* states of a search; none wider, and no proof, follows it: STATES */
    RECKONED_MOST = 8,      /* times that rows of articles that go on are reckoned anew: RECKONED */
    TRADED_MOST = 12,       /* lines that blocks trade, one after the other: TRADES */
    PROVED_MOST = 10000,    /* plans set in earnest for the proof; there is none then: PROVED */
    PROVED_OVERSET = 100,   /* the same where text is left over: PROVED */
    ROWS_MORE = 64          /* in each column, that an article is given too many: ROWS */
};

/* May lose an alternative; the best plan does not depend on them. */
enum {
    FOUND_MOST = 24,     /* plans that are judged; the rest is not looked at */
    OTHERS_MORE = 20000, /* of cost, than twice the best plan's: none is dearer */
    SHAPES_MOST = 16,    /* where articles go on: looked at with rows reckoned in one way */
    SHAPES_KEPT = 12,    /* … whose lines are traded */
    ROWS_APART = 8,      /* … more or less, that the rows of an article are reckoned */
    SEARCHES_MOST = (2 * ROWS_APART + 1) * (2 * ROWS_APART + 1) /* … with rows so reckoned */
};

/* Of a step (base/budget.h), in thousandths. */
enum {
    PART_FIT = 1000,   /* an article fitted in a block */
    PART_PRICE = 100,  /* a price looked up, or reckoned from slots */
    PART_JUMP = 1000,  /* an article fitted that goes on */
    PART_WORK = 35,    /* of either: a cluster broken to measures that change, or a part set */
    PART_WINDOW = 2,   /* each pair of articles looked at for windows, and one more for each … */
    WINDOW_PARTS = 10, /* … so many articles, which all are looked at then */
    JUDGED_PARTS = 16  /* so many pairs of articles of a plan that is judged as a whole: 1 */
};

/* Lines of the page that an article with a leading of its own is fitted on, each of them for its
 * price: 15 points on 12 are alike on every fifth. Beyond them it may have a row less. */
enum {
    LINES_TRIED = 8
};

/* In percent of the budget that is left. */
enum {
    PLAN_SHARE = 65,   /* for the plan; the rest is for alternatives and advice */
    DEAL_SHARE = 25,   /* for the deal among the pages, before each of them has its lead */
    QUICK_SHARE = 50,  /* for a search before anything else; a fourth of that … */
    QUICK_MOST = 24,   /* … where there are more articles than so many */
    FREE_SHARE = 35,   /* for one in any order, before the list's is searched */
    TURNED_SHARE = 6,  /* … for pinwheels cheaper than what that found */
    NEAR_SHARE = 40,   /* for one in the list's order, or near it */
    REFINE_SHARE = 40, /* for making a rough plan better before a search for what is cheaper */
};

/* Articles that change pages: exchange.c. */
enum {
    DEAR = 110,          /* percent of the pages' mean cost from which on a page is dear */
    APART_MOST = 25,     /* percent of an article's length that the other may differ */
    SWAPS_TRIED = 48,    /* of a dear page: those whose lengths are nearest */
    GAIN_LEAST = 1000,   /* of cost, that a swap is worth */
    EXCHANGE_SHARE = 60, /* percent of the budget that is left, for all of it … */
    SWAP_SHARE = 5,      /* … for one page of a swap … */
    WELL_SHARE = 10      /* … and for dividing it well if it is taken */
};

/* Dividing parts of a plan anew: refine.c. */
enum {
    GROUP_NEAR = 4,    /* articles that follow one another in the list and change places, where all
                          orders are too many */
    WINDOW_FIRST = 3,  /* blocks of the windows that are tried first … */
    WINDOW_SMALL = 5,  /* … of those that are tried of each rough plan … */
    WINDOW_MOST = 12,  /* … and of the largest */
    WINDOW_RANK = 6,   /* … of which may change places; those of larger ones keep to the list */
    WINDOW_PLANS = 3,  /* of a window, that are judged with the whole page */
    WINDOW_MATES = 12, /* windows that each is tried with */
    WINDOW_SHARE = 5   /* percent of the budget left, for one */
};

/* Pace only. */
enum {
    MARGIN_FIRST = 32000, /* that a region costs more than its articles at their best, at first */
    GRAVE = 2500, /* more than that costs a column broken against a rule, a row left over: with
                     articles that go on the first plan without one is taken, and the proof goes on
                     from there */
};

/* What is reckoned and what is set may differ by so many rows: a bound that forgot them would not
 * be one. */
enum {
    NARROW_MOVED = 3, /* paragraphs in slots of several widths, when one is moved */
    NARROW_STRIPS = 8 /* columns of a strip beside a picture */
};

/* Never, if it can be helped. */
enum {
    HEAD_OVER = 40,       /* rows left over that a head is worth which is larger than its place */
    FIGURE_OVER = 40,     /* more rows that a picture is worth for which there is no place */
    FIGURE_ALONE = 200,   /* … and one that stands alone: an advertisement was sold */
    EMPTY_EARLIER = 40000 /* that the first region costs more than the last if it stays empty: less
                             than a row left over */
};

/* Taste, which belongs in the layout. */
enum {
    FLATTER = 15,     /* hundredths of its width that a block is lower than it should be, from
                         which on it costs twice as much */
    STRIP_LEAST = 30, /* … that it is high at least … */
    STRIP_MOST = 300, /* … and at most */
    HEAD_ROOM = 100,  /* characters that a head takes, where texts are shared out among pages */
    SHORT_PART = 3, /* parts of the longest text of a page that a lead without a rank has one of */
    RAW_WRAP_LEAST = 3, /* legs of a block whose head stands over a part of them */
    SIDE_LEAST = 3,     /* legs of a block whose head stands at the side of its text … */
    SIDE_TWO = 5,       /* … and of one in which it may take two of them */
    LEAD_LEAST = 48,    /* hundredths of the page's width that a lead's head has at least (law 2) */
    LEAD_SHARE = 60,    /* hundredths of the page's width that the lead should have at least … */
    LEAD_MOST = 72,     /* … and at most: measured on eight dailies, .49 to .71 */
    LARGEST_SHARE = 80, /* … of the lead's area that another above the foot may have: the same */
    CONTRAST_LEAST = 120, /* hundredths of the next largest head that the lead's should have … */
    CONTRAST_LESS = 8,    /* … and tenths more that count if it is smaller */
    JUMP_PERCENT = 60     /* of a region that an article must fill to be one that goes on */
};

static inline uint64_t scaled(const struct planner *p, uint64_t limit)
{
    return bm_limit_scaled(limit, p->in->limits_scale);
}

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

/* May lose an alternative, or advice; the best plan does not depend on them. */
enum {
    FOUND_MOST = 24,     /* plans that are judged; the rest is not looked at */
    OTHERS_MORE = 20000, /* of cost, than twice the best plan's: none is dearer */
    SHAPES_MOST = 16,    /* where articles go on: looked at with rows reckoned in one way */
    SHAPES_KEPT = 12,    /* … whose lines are traded */
    ROWS_APART = 8,      /* … more or less, that the rows of an article are reckoned */
    SEARCHES_MOST = (2 * ROWS_APART + 1) * (2 * ROWS_APART + 1), /* … with rows so reckoned */
    CUT_STEP = 10,                    /* characters: cuts are multiples of it */
    CUT_MOST = 80,                    /* percent of an article's paragraphs; it is held then */
    PAIRED = 6,                       /* longest articles of which two may be cut together */
    PAIRED_ON = 2,                    /* the same where articles go on: a trial takes long then */
    COST_MOST = 40 * BM_PRICE_OVERSET /* of a trial's plan with articles that go on: their rows are
                                         only reckoned at first, and mended later */
};

/* Pace only. */
enum {
    MARGIN_FIRST = 32000, /* that a region costs more than its articles at their best, at first */
    GRAVE = 2500, /* more than that costs a column broken against a rule, a row left over: with
                     articles that go on the first plan without one is taken, and the proof goes on
                     from there */
    CHEAPER = 16  /* times cheaper is all but what is left over, where only that is asked */
};

/* What is reckoned and what is set may differ by so many rows: a bound that forgot them would not
 * be one. */
enum {
    NARROW_MOVED = 3, /* paragraphs in slots of several widths, when one is moved */
    NARROW_STRIPS = 8 /* columns of a strip beside a picture */
};

/* Taste, which belongs in the layout. */
enum {
    HEAD_PERCENT = 45, /* of its measure that a head should fill */
    LINES_MOST = 3,    /* of a tier of a head */
    TENTHS_MOST = 25,  /* of its width that a block should be high */
    JUMP_PERCENT = 60  /* of a region that an article must fill to be one that goes on */
};

static inline uint64_t scaled(const struct planner *p, uint64_t limit)
{
    return bm_limit_scaled(limit, p->in->limits_scale);
}

/* Every limit of advice, with its unit. They may lose advice; no plan depends on them. */
#pragma once

#include "compose/needs.h"

enum {
    CHARACTERS_A_ROW = 13,             /* about: where a search for cuts begins */
    CUT_STEP = 10,                     /* characters: cuts are multiples of it */
    CUT_MOST = 80,                     /* percent of an article's paragraphs; it is held then */
    ITEMS_MOST = 3,                    /* of several under one head, that are held */
    PAIRED = 6,                        /* longest articles of which two may be cut together */
    PAIRED_ON = 2,                     /* the same where articles go on: a trial takes long then */
    TIGHTENED = 4,                     /* cuts that are tried between none and one that does */
    COST_MOST = 40 * BM_PRICE_OVERSET, /* of a trial's plan with articles that go on: their rows are
                                          only reckoned at first, and mended later */
    CHEAPER = 16 /* times cheaper is all but what is left over, where only that is asked */
};

/* Of a step (base/budget.h), in thousandths: an article of a trial. */
enum {
    PART_KEPT = 400, /* as it is: its prices are copied */
    PART_CUT = 20000 /* made and bounded anew */
};

/* In percent of the budget that is left. */
enum {
    HOLD_SHARE = 50,  /* of what advice has, for what may be held */
    WHOLE_SHARE = 75, /* for a trial of what was found for several regions */
    TRIAL_SHARE = 25, /* for any other trial */
    EASY_SHARE = 40   /* of a trial, for the question whether anything can be set at all */
};

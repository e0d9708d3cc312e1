/* What a fit costs: whoever sets an article, counts how it would be set, or bounds that from below
 * fills in a tally; only cost.c knows what each costs. A cost is an integer; of equal ones the
 * first tried wins. */
#pragma once

#include "fit/subject.h"

struct bm_tally {
    int64_t lines;       /* cost of the lines */
    uint32_t changes;    /* paragraphs set longer or shorter than they like */
    uint32_t space;      /* lines of space, weighed by where they are: bm_fit_space_of() */
    uint64_t over;       /* rows left over, grid lines that a head is too high, figures left over */
    uint64_t short_rows; /* empty rows at the foot of the last leg, and below all feet */
    uint64_t uneven;     /* empty rows at the feet of other legs */
    uint32_t widows;     /* legs broken against 孤行 */
    uint32_t smaller;    /* steps to the smaller head */
    int64_t torn;        /* the head's doubtful breaks: bm_fit_torn_of() */
};
int64_t bm_fit_tally_cost(const struct bm_tally *tally);

/* What it costs that an article so many base columns wide has its galley k: its head is smaller
 * than it should be, or none of those that its ladder has for that place. INT64_MAX: it never has that one there. */
int64_t bm_fit_head_cost(const struct bm_layout *layout, const struct bm_subject *subject, size_t k,
                         uint32_t columns);

/* Above the head first, and nowhere more than needed. */
uint32_t bm_fit_space_of(const struct bm_variant *variant);

/* What it costs that a picture without text has so many lines less than it would take, in a block so
 * many base columns wide: one that is not cropped was sold at a size. */
int64_t bm_fit_shrunk_cost(const struct bm_galley *galley, uint32_t lines, uint32_t columns);

/* What the doubtful breaks of the setting's head cost, for a tally. */
int64_t bm_fit_torn_of(const struct bm_setting *setting);

/* How many of an article's paragraphs a fit may set longer or shorter than they like. */
uint32_t bm_fit_changes_most(uint32_t paragraphs, uint32_t limits_scale);

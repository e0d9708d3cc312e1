/* Variants counted, not set: what paragraphs and lists take in legs of one measure is arithmetic
 * once the lines of each paragraph are known. The figures are those of the setter (variants.c),
 * which test_needs.c compares. Files: counted.c (rows and feet); counts.c (one frame), passages.c
 * (several). */
#pragma once

#include "fit/cost.h"
#include "fit/slots.h"

/* Whether a flow may be counted: no vertical head and none in a place of its own, nothing in the
 * way of text, one measure, and a body of paragraphs and lists only. */
bool bm_fit_is_counted(const struct bm_flow *flow);

/* Rows that stand one below the other: empty ones, or those of a part. */
struct stretch {
    size_t from, rows;
    uint32_t part;            /* UINT32_MAX: empty */
    const struct bm_row *set; /* its rows where it was set, else NULL: they are its lines */
};
struct stretches {
    const struct bm_galley *galley;
    struct stretch *v; /* room for two a part */
    size_t n;
};
struct stretches bm_fit_stretches(struct bm_arena *arena, const struct bm_galley *galley);
/* Returns where it ends. */
size_t bm_fit_add_stretch(struct stretches *all, size_t from, size_t rows, uint32_t part,
                          const struct bm_row *set);
/* 孤行 (rule 8.4): whether a leg may not begin with this row. */
bool bm_fit_is_widow(const struct stretches *all, size_t row);

/* The last frame's legs, cut as low as the rows allow, so that their feet meet. */
struct feet {
    size_t before;        /* slots of the frames before it */
    size_t each, missing; /* slots of a leg; that the first one has less, for a 转版 line */
    uint32_t legs;
    uint32_t short_lines, dropped; /* rows below all feet; last legs with one slot less */
    size_t slots;
};
/* Fills in what follows `legs`, and how the rows fill the slots. depth: slots of a whole leg.
 * False: the rows do not come to the last frame. */
bool bm_fit_find_feet(struct feet *feet, size_t depth, size_t rows, struct bm_tally *tally);
/* Legs among them that begin against 孤行. */
uint32_t bm_fit_widows_at_feet(const struct feet *feet, const struct stretches *all, size_t rows);

struct bm_counts;
/* NULL: the flow may not be counted, or has several frames. */
struct bm_counts *bm_fit_counts_new(struct bm_arena *arena, const struct bm_flow *flow,
                                    struct bm_galley_lines *cache);
/* The cost of a variant, and all figures of its fit; of its setting only row_count and cost. */
void bm_fit_counts_fit(struct bm_counts *counts, const struct bm_variant *variant, uint32_t changes,
                       struct bm_fitted *fitted);
/* What the variant costs at the least, before the lines of further paragraphs are broken: all that
 * are not known take as many lines as asked, or some of them do. A variant in which none of them
 * does costs more than one without. */
int64_t bm_fit_counts_least(struct bm_counts *counts, const struct bm_variant *variant,
                            uint32_t changes);

struct bm_passages;
/* NULL: the flow may not be counted, or has one frame. */
struct bm_passages *bm_fit_passages_new(struct bm_arena *arena, const struct bm_flow *flow,
                                        struct bm_galley_lines *cache);
/* Counts a variant's body in the slots at full depth into the tally. False: it does not come to the
 * last frame, and is not counted. */
bool bm_fit_passages_count(struct bm_passages *passages, struct bm_arena *arena,
                           const struct bm_variant *variant, const struct bm_slots *slots,
                           struct bm_tally *tally);

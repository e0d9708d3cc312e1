/* The styles that heads have got on their ladders, noted with the frames of plans: who writes a
 * plan out needs them, since a frame alone does not say how an article stood among the others when
 * its head was graded. File: grades.c. */
#pragma once

#include "compose/compose.h"
#include "fit/fit.h"

/* Those of an article as it was fitted, with its frames in the ledger. */
void bm_makeup_note_grades(struct bm_arena *arena, struct bm_plan_ledger *ledger,
                           const struct bm_galley *fitted, struct bm_str name);

/* Those of all articles in the plans beside the one that is made: each is fitted there. */
void bm_makeup_note_others(struct bm_arena *arena, const struct bm_fitter *fitter,
                           const struct bm_composed *composed, struct bm_article *const *articles,
                           size_t article_count);

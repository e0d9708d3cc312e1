/* What make-up's steps share: one run of it. */
#ifndef BM_MAKEUP_JOBS_H
#define BM_MAKEUP_JOBS_H

#include "fit/fit.h"
#include "makeup/makeup.h"
#include "paint/paint.h"

struct makeup {
    const struct bm_makeup_input *in;
    struct bm_diags *diags;
    struct bm_pages *pages;
    struct bm_arena *work;
    struct bm_fitter fitter;
    struct bm_painter painter;
    struct bm_shaper *shaper;
    struct bm_subject *ready; /* of each article, galleys made before its frames were known */
    struct bm_arena **arenas; /* of articles that were planned: their lines are used again */
    size_t arena_count;
};

#define BM_RANK_NONE 1000 /* ranks from here on are places in the list */

/* What galleys are made with, in make-up's own thread. */
struct bm_galley_maker bm_maker(const struct makeup *m);

/* Divides the template's auto regions among the articles that have no frame: `planned` becomes m's
 * input, with a template without such regions. The plan is kept with the pages. False when there
 * are too many articles (TOO_MANY_ARTICLES) or a font is missing. */
bool bm_plan_pages(struct makeup *m, struct bm_makeup_input *planned);

#endif

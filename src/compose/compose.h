/* Composing: a template with `auto` regions in; a template of frames out, with the galleys that
 * were made on the way and the ledger of the plan.
 *
 * bm_compose() finds the regions and the articles that no frame names, makes each a candidate with
 * a bound for every rectangle (candidate.h, needs.h), has plan/ search the divisions, prices in
 * earnest what decides (prices.h), judges whole pages (faults.h), fits what goes on over several
 * regions (jumps.h), chooses, makes better what it cannot prove (refine.h), and proves (choose.h).
 * The chosen plan becomes frames (frames.h): from there on nothing knows that there was one.
 * alternatives.h finds others beside it. What to do where text is left over is the next room's
 * question (advice/).
 *
 * The ledger's plan is `optimal` when no plan at all can cost less: every bound is a true one, and
 * the search went on until none of those left was below the plan's cost. Where a limit ended it
 * before (limits.h), the gap is left and the ledger names the limit. */
#pragma once

#include "fit/fit.h"
#include "kept/kept.h"
#include "page/page.h"

struct bm_compose_input {
    const struct bm_layout *layout;
    const struct bm_template *template_;
    struct bm_article *const *articles; /* in the edition's order */
    size_t article_count;
    struct bm_galley_maker maker; /* of the caller's thread */
    uint32_t alternatives;        /* how many other plans the ledger wants */
    uint32_t plan;   /* which is made: 0 or 1 the best; else the alternative less one */
    unsigned jobs;   /* jumps; their number changes nothing */
    uint32_t budget; /* steps that it may take (base/budget.h); 0: the layout's */
    struct bm_progress *progress; /* NULL: nobody waits */
    struct bm_kept *kept;         /* what earlier runs reckoned, or NULL; this run adds to it */
    uint32_t limits_scale; /* limits that may lose the best plan are so many times wider; 0: 1 */
};

struct bm_composed {
    const struct bm_template *template_; /* the input's own where it has no regions */
    struct bm_subject *subjects;         /* of each article; without a galley: it was not planned */
    struct bm_plan_ledger *ledger;       /* NULL: there was nothing to plan */
    const struct bm_template **plans;    /* of each plan of the ledger's list */
    struct bm_arena **arenas;            /* of the subjects: their lines are used again */
    size_t arena_count;
    struct planner *planner; /* for advice/; NULL: there was nothing to plan */
    struct judged *best;     /* the plan that was made */
};

/* What is handed on lives in the maker's arena and, of the subjects, in *out until it is closed;
 * the ledger lives in an arena of its own, that of the finished pages. Messages are the maker's.
 * False when there are too many articles (TOO_MANY_ARTICLES), a font is missing, or there is no
 * such plan; *out is to be closed then too. */
bool bm_compose(const struct bm_compose_input *input, const struct bm_fitter *fitter,
                struct bm_arena *ledger, struct bm_composed *out);
void bm_compose_close(struct bm_composed *composed);

/* Make-up: galleys and a template in, placed pages out. The template's frames say where articles
 * stand; regions are divided among those without a frame by the cheapest plan (plan.h). Make-up
 * fits each article to its frame by the copyfit that the layout allows (space in whole lines, a
 * paragraph one line longer or shorter), balances its columns so that their feet meet, and freezes
 * the result as pages. What does not fit is counted in the ledger, never dropped in silence. */
#pragma once

#include "fit/fit.h"
#include "kept/kept.h"
#include "makeup/live.h"
#include "page/page.h"

struct bm_makeup_input {
    const struct bm_layout *layout;
    const struct bm_template *template_;
    const struct bm_edition *edition;
    struct bm_article *const *articles; /* in the edition's order */
    size_t article_count;
    struct bm_fonts *fonts;
    const struct bm_sources *sources;
    const struct bm_phrases *phrases;    /* that heads are not parted inside; NULL: none */
    const struct bm_named_image *images; /* of all figures; they live as long as the pages */
    size_t image_count;
    const struct bm_output_condition *output; /* NULL: none; lives as long as the pages */
    uint32_t alternatives; /* how many other plans for auto regions the ledger wants */
    uint32_t plan;         /* which plan is made: 0 or 1 the best; else the alternative less one */
    unsigned jobs;         /* threads for measuring; 0 counts as 1 */
    uint32_t budget;       /* steps for auto regions (base/budget.h); 0: the layout's */
    struct bm_progress *progress; /* of dividing them, for a person who waits; or NULL */
    struct bm_kept *kept;         /* what earlier runs reckoned, or NULL; this run adds to it */
    struct bm_live *live; /* what earlier runs set, where there is nothing to plan; or NULL */
    /* Limits that may lose the best plan are so many times wider, and those of copyfitting, by
     * which all plans are judged (fit/limits.h: no more than fourfold); 0: 1. */
    uint32_t limits_scale, copyfit_scale;
};

/* Makes the pages up; the result owns its arena and points into nothing else but fonts and
 * sources (bm_pages_drop(); with live matter they are its own, live.h). NULL when an article has no
 * frame and no page could be made (a frame that names no article: UNKNOWN_ARTICLE; an article
 * without a frame: NOT_PLACED, exit 4, the others are still set); OVERSET (exit 4) is reported and
 * the page kept. */
struct bm_pages *bm_makeup(const struct bm_makeup_input *input, struct bm_diags *diags);

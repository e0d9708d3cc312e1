/* What is fitted, and with what: an article with its galleys, wherever it may stand. Files:
 * galleys.c, line_cache.c. */
#pragma once

#include "galley/setting.h"
#include "image/image.h"

/* A picture of the edition by the name of its file. */
struct bm_named_image {
    struct bm_str name;
    const struct bm_image *image;
};

/* What articles are fitted with. */
struct bm_fitter {
    const struct bm_layout *layout;
    const struct bm_named_image *images; /* of all figures */
    size_t image_count;
    struct bm_arena *arena;  /* of what is fitted */
    struct bm_arena *trying; /* what copyfitting tries and takes back; NULL: it has its own */
    uint32_t limits_scale;   /* limits that may lose the best fit are so many times wider; 0: 1 */
};

/* Lines already broken, and codes, of an article that is fitted to many frames. */
struct bm_line_cache;
struct bm_line_cache *bm_fit_line_cache_new(struct bm_arena *arena);
/* The lines of the galley broken to this measure so far; NULL where cache is. */
struct bm_galley_lines *bm_fit_cached_lines(struct bm_line_cache *cache,
                                            const struct bm_galley *galley, bm_len measure);

/* Whose lines those of its body are. */
static inline const struct bm_galley *bm_fit_body_of(const struct bm_galley *galley)
{
    return galley->body_of ? galley->body_of : galley;
}

/* An article, or the banner, wherever it may stand. */
struct bm_subject {
    const struct bm_galley *galley;
    const struct bm_galley **smaller; /* the same with smaller heads, to be tried in this order */
    size_t smaller_count;
    const struct bm_ladder_row *ladder; /* whose grades all those are, in their order; NULL: none */
    const struct bm_box_style *box;     /* of frames that say nothing else; NULL: none */
    struct bm_line_cache *cache;        /* NULL: none, for it is fitted but once */
};

/* Makes the galleys of an article in its kind's styles and a frame's, without a cache: where a tier
 * of its kind has a ladder, and the frame has no style of its own for it, one for each grade that
 * an article of that standing may have. False when a font is missing. May be called in threads,
 * each with a maker of its own. */
bool bm_fit_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                    const struct bm_override *overrides, size_t override_count,
                    enum bm_standing standing, struct bm_subject *subject);
/* The standing of an article in frames made by hand: by the rank that the edition gives it. */
enum bm_standing bm_fit_standing_by_rank(const struct bm_article *article);

/* Galley k of the subject: the first, then the smaller ones. */
static inline const struct bm_galley *bm_fit_galley(const struct bm_subject *subject, size_t k)
{
    return k ? subject->smaller[k - 1] : subject->galley;
}

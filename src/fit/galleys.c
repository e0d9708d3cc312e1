/* Galleys of an article: as it is, and with smaller heads. */
#include "fit/fit.h"

bool bm_fit_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                    const struct bm_override *overrides, size_t override_count,
                    struct bm_subject *subject)
{
    const struct bm_kind *kind = bm_layout_kind(maker->layout, article->kind);
    struct bm_galley_styles styles = {kind, overrides, override_count, 0};
    subject->galley = bm_galley_make(maker, article, &styles);
    if (!subject->galley)
        return false;
    subject->box = kind->box;
    subject->smaller = bm_arena_array(maker->arena, kind->smaller_most, sizeof *subject->smaller);
    for (styles.smaller = 1; styles.smaller <= kind->smaller_most; styles.smaller++)
        if (!(subject->smaller[subject->smaller_count++] = bm_galley_make(maker, article, &styles)))
            return false;
    return true;
}

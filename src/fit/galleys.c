/* Galleys of an article: as it is, and with other heads. */
#include "fit/cost.h"
#include "fit/fit.h"

/* Parts of the ladder's weight that it costs to take the next of the styles that a cell has, and
 * one larger than all of them. */
#define NEXT_OF_CELL 4
#define LARGER       2
#define LARGER_MOST  1 /* grades: no head grows beyond its place to fill a hole */

static const struct bm_ladder *ladder_of(const struct bm_kind *kind,
                                         const struct bm_override *overrides, size_t n)
{
    for (size_t t = 0; t < kind->tier_count; t++) {
        bool own = !kind->tiers[t].ladder;
        for (size_t i = 0; i < n && !own; i++)
            own = bm_str_eq(overrides[i].role, kind->tiers[t].field);
        if (!own)
            return kind->tiers[t].ladder;
    }
    return NULL;
}

/* How many smaller heads there are: the grades of its ladder; of a kind that has one, which a
 * frame's styles take the place of, none: that is the head which was chosen. */
static size_t smaller_heads(const struct bm_kind *kind, const struct bm_subject *subject)
{
    bool climbs = false;
    for (size_t t = 0; t < kind->tier_count; t++)
        climbs = climbs || kind->tiers[t].ladder;
    if (subject->ladder)
        return subject->ladder->grade_count - 1;
    return climbs ? 0 : kind->smaller_most;
}

bool bm_fit_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                    const struct bm_override *overrides, size_t override_count,
                    enum bm_standing standing, struct bm_subject *subject)
{
    const struct bm_kind *kind = bm_layout_kind(maker->layout, article->kind);
    const struct bm_ladder *ladder = ladder_of(kind, overrides, override_count);
    struct bm_galley_styles styles = {kind, overrides, override_count, 0, NULL};
    subject->ladder = ladder ? &ladder->rows[standing] : NULL;
    const size_t more = smaller_heads(kind, subject);
    styles.grade = ladder ? subject->ladder->grades[0] : NULL;
    subject->galley = bm_galley_make(maker, article, &styles);
    if (!subject->galley)
        return false;
    subject->box = kind->box;
    subject->smaller = bm_arena_array(maker->arena, more, sizeof *subject->smaller);
    for (size_t k = 1; k <= more; k++) {
        styles.smaller = ladder ? 0 : k;
        styles.grade = ladder ? subject->ladder->grades[k] : NULL;
        subject->smaller[subject->smaller_count] =
            bm_galley_restyle(maker, subject->galley, &styles);
        if (!subject->smaller[subject->smaller_count++])
            return false;
    }
    return true;
}

enum bm_standing bm_fit_standing_by_rank(const struct bm_article *article)
{
    const uint32_t rank = article->place.rank;
    return rank == 1 ? BM_STANDING_LEAD : rank == 2 ? BM_STANDING_SECOND : BM_STANDING_MIDDLE;
}

/* The place of a style among the grades of its row. */
static size_t place_of(const struct bm_ladder_row *row, const struct bm_style *style)
{
    size_t i = 0;
    while (row->grades[i] != style)
        i++;
    return i;
}

int64_t bm_fit_head_cost(const struct bm_layout *layout, const struct bm_subject *subject, size_t k,
                         uint32_t columns)
{
    const struct bm_ladder_row *row = subject->ladder;
    if (!row)
        return bm_fit_tally_cost(&(struct bm_tally){.smaller = (uint32_t)k});
    const int64_t weight = layout->planning.ladder;
    const struct bm_ladder_cell *cell = bm_ladder_cell(row, columns);
    size_t first = row->grade_count, last = 0;
    for (size_t i = 0; i < cell->n; i++) {
        const size_t at = place_of(row, cell->styles[i]);
        if (at == k)
            return (int64_t)i * weight / NEXT_OF_CELL;
        first = at < first ? at : first;
        last = at > last ? at : last;
    }
    if (k > last)
        return (int64_t)(k - last) * weight + (int64_t)(cell->n - 1) * weight / NEXT_OF_CELL;
    /* One between two of the cell is no worse than the smaller of them. */
    if (k > first)
        return (int64_t)(cell->n - 1) * weight / NEXT_OF_CELL;
    return first - k > LARGER_MOST ? INT64_MAX : (int64_t)(first - k) * weight / LARGER;
}

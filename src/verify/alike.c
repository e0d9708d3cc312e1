/* When what is seen is what is wanted. Numbers of a content stream have three decimals, and an
 * adjustment is a thousandth of the size. */
#include "verify/parts.h"

#define SLACK (BM_PT / 500)

static bool near(bm_len a, bm_len b, bm_len slack)
{
    const int64_t d = (int64_t)a - b;
    return d <= slack && d >= -slack;
}

static bm_len magnitude(bm_len v)
{
    return v < 0 ? -v : v;
}

bool bm_atom_there(const struct bm_atom *wanted, const struct bm_atom *seen)
{
    const bm_len size = magnitude(wanted->matrix[0]) + magnitude(wanted->matrix[1]);
    const bm_len high = magnitude(wanted->matrix[2]) + magnitude(wanted->matrix[3]);
    const bm_len slack = (size > high ? size : high) / 1000 + SLACK;
    if (wanted->page != seen->page || wanted->vertical != seen->vertical)
        return false;
    for (int i = 0; i < 4; i++)
        if (!near(wanted->matrix[i], seen->matrix[i], size / 5000 + 2))
            return false;
    return near(wanted->x, seen->x, slack) && near(wanted->y, seen->y, slack);
}

bool bm_paints_alike(const struct bm_paint *a, const struct bm_paint *b)
{
    return !a->other && !b->other && a->overprint == b->overprint && bm_str_eq(a->spot, b->spot) &&
           memcmp(a->v, b->v, sizeof a->v) == 0;
}

bool bm_shapes_alike(const struct bm_atom *wanted, const struct bm_atom *seen)
{
    const struct bm_shape *a = wanted->shape, *b = seen->shape;
    if (wanted->kind != seen->kind || wanted->page != seen->page || seen->unseen || !b)
        return false;
    if (wanted->kind != BM_ATOM_PICTURE &&
        (a->op_count != b->op_count || memcmp(a->ops, b->ops, a->op_count) != 0 ||
         !bm_paints_alike(&wanted->paint, &seen->paint)))
        return false;
    if (a->point_count != b->point_count || !near(a->weight, b->weight, SLACK / 4))
        return false;
    for (size_t i = 0; i < a->point_count; i++)
        if (!near(a->points[i].x, b->points[i].x, SLACK) ||
            !near(a->points[i].y, b->points[i].y, SLACK))
            return false;
    return true;
}

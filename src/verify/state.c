/* Where things are on the page, and the atoms that they become. */
#include "verify/state.h"

#include <math.h>

bm_len bm_seen_length(double points)
{
    const double v = points < -FAR ? -FAR : points > FAR ? FAR : points == points ? points : FAR;
    return (bm_len)lround(v * BM_PT);
}

bm_len bm_seen_x(const struct bm_reader *r, double x)
{
    return bm_seen_length(x - r->page->trim[0]);
}

bm_len bm_seen_y(const struct bm_reader *r, double y)
{
    return bm_seen_length(r->page->trim[3] - y);
}

struct bm_atom *bm_see_atom(struct bm_reader *r, enum bm_atom_kind kind)
{
    struct bm_atoms *atoms = &r->seen->atoms;
    if (atoms->n >= r->seen->most || atoms->points > BM_SEEN_POINTS) {
        r->seen->unreadable = "it has far more on its pages than the edition";
        return NULL;
    }
    atoms->v = bm_arena_grow(atoms->arena, atoms->v, atoms->n, &atoms->cap, sizeof *atoms->v);
    struct bm_atom *a = &atoms->v[atoms->n++];
    *a = (struct bm_atom){.kind = (uint8_t)kind,
                          .page = r->page->index,
                          .paint = r->state.fill,
                          .unseen = r->state.odd ? BM_UNSEEN_LOOK : 0,
                          .mark = -1};
    for (size_t i = 0; i < r->mark_depth; i++) {
        a->mark = r->marks[i].mark >= 0 ? r->marks[i].mark : a->mark;
        a->unseen |= r->marks[i].hidden ? BM_UNSEEN_LOOK : 0;
    }
    return a;
}

#include "fit/counted.h"

bool bm_fit_is_counted(const struct bm_flow *flow)
{
    const struct bm_galley *g = flow->galley;
    bool plain = !flow->areas[0].frame->head.given && !bm_galley_head_is_vertical(g) &&
                 !bm_galley_is_rigid(g) && !flow->areas[0].over,
         body = false;
    for (size_t i = 0; i < flow->frame_count; i++)
        plain = plain && !flow->obstacle_counts[i] && !flow->areas[i].frame->share_count &&
                flow->areas[i].measure == flow->areas[0].measure;
    for (size_t i = 0; i < g->part_count && plain; i++) {
        const enum bm_part_kind kind = g->parts[i].kind;
        plain = kind != BM_PART_QUOTE && kind != BM_PART_TABLE && kind != BM_PART_FIGURE;
        body = body || kind != BM_PART_HEAD;
    }
    return plain && body;
}

struct stretches bm_fit_stretches(struct bm_arena *arena, const struct bm_galley *g)
{
    return (struct stretches){g, BM_NEW_N(arena, 2 * g->part_count + 2, struct stretch), 0};
}

size_t bm_fit_add_stretch(struct stretches *all, size_t from, size_t rows, uint32_t part,
                          const struct bm_row *set)
{
    if (rows)
        all->v[all->n++] = (struct stretch){from, rows, part, set};
    return from + rows;
}

bool bm_fit_is_widow(const struct stretches *all, size_t row)
{
    const struct bm_part *parts = all->galley->parts;
    size_t k = 0;
    while (k + 1 < all->n && all->v[k + 1].from <= row)
        k++;
    const struct stretch *s = &all->v[k], *before = k ? s - 1 : s;
    if (before->part == UINT32_MAX && before > all->v)
        before--;
    const size_t line = row - s->from;
    if (s->part == UINT32_MAX)
        return true;
    if (line && s->set)
        return s->set[line].no_break_before;
    if (!bm_galley_may_part(&parts[s->part], line, s->rows))
        return true;
    return !line && k && before->part != UINT32_MAX &&
           !bm_galley_may_part(&parts[before->part], before->rows, before->rows);
}

bool bm_fit_find_feet(struct feet *f, size_t depth, size_t rows, struct bm_tally *t)
{
    const size_t most = rows + f->missing > f->before ? rows + f->missing - f->before : 0;
    f->each = rows > f->before ? (most + f->legs - 1) / f->legs : 0;
    f->short_lines = (uint32_t)(depth - f->each);
    f->slots = f->before + f->legs * f->each - (f->each ? f->missing : 0);
    f->dropped = 0;
    if (!f->each && f->before)
        return false;
    size_t last = f->each - (f->legs == 1 ? f->missing : 0), rest = f->slots - rows;
    /* A row less in as many of the last legs as rows are left over. */
    if (rest >= 2 && rest < f->legs && rest < last) {
        f->dropped = (uint32_t)rest;
        f->slots -= rest;
        last--;
        rest = 0;
    }
    t->uneven += rest > last ? rest - last : 0;
    t->short_rows += (rest < last ? rest : last) + f->dropped + (size_t)f->short_lines * f->legs;
    return true;
}

uint32_t bm_fit_widows_at_feet(const struct feet *f, const struct stretches *all, size_t rows)
{
    uint32_t found = 0;
    size_t at = f->before;
    for (uint32_t leg = 0; leg < f->legs; leg++) {
        found += at && at < rows && bm_fit_is_widow(all, at);
        at += f->each - (leg ? 0 : f->missing) - (leg >= f->legs - f->dropped);
    }
    return found;
}

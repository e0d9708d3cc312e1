/* Slots: the rows that an article's frames have for its body, around heads and pictures. */
#include "fit/slots.h"

#include "fit/limits.h"

struct piece {
    bm_len from, to;
};

static bool overlaps(const struct bm_rect *r, bm_len y, bm_len h)
{
    return y < r->y + r->h && y + h > r->y;
}

/* Takes an obstacle out of the stretches of a row. A blank of one character stays beside it where
 * its edge stands inside the column. */
static void take_out(struct piece *pieces, size_t *n, const struct bm_obstacle *o, bm_len blank)
{
    bm_len left = o->rect.x - blank, right = o->rect.x + o->rect.w + blank;
    for (size_t i = 0; i < *n; i++) {
        struct piece *p = &pieces[i];
        if (o->rect.x >= p->to || o->rect.x + o->rect.w <= p->from)
            continue;
        struct piece before = {p->from, left < p->from ? p->from : left};
        struct piece after = {right > p->to ? p->to : right, p->to};
        if (o->wrap == BM_WRAP_NONE || o->wrap == BM_WRAP_RIGHT)
            before.to = before.from;
        if (o->wrap == BM_WRAP_NONE || o->wrap == BM_WRAP_LEFT)
            after.from = after.to;
        *p = before;
        if (after.from < after.to && *n < PIECES_MOST) {
            for (size_t k = (*n)++; k > i + 1; k--)
                pieces[k] = pieces[k - 1];
            pieces[i + 1] = after;
            i++;
        }
    }
}

static void add_slot(struct bm_arena *arena, struct bm_slots *out, size_t *cap, struct bm_slot slot)
{
    out->v = bm_arena_grow(arena, out->v, out->n, cap, sizeof *out->v);
    out->alike = out->alike && (!out->n || out->v[0].w == slot.w);
    out->v[out->n++] = slot;
}

bm_len bm_fit_room_to_body(const struct bm_flow *flow, const struct bm_area *a, bm_len foot)
{
    const bm_len leading = flow->galley->leading;
    const bool level = leading == flow->layout->leading || leading == flow->layout->secondary;
    const bm_len past = (foot - (level ? flow->layout->top : a->y)) % leading;
    return past ? leading - past : 0;
}

static bm_len first_row(const struct bm_flow *flow, const struct bm_area *a)
{
    return a->y + bm_fit_room_to_body(flow, a, a->y);
}

static uint32_t rows_of(const struct bm_flow *flow, const struct bm_area *a)
{
    bm_len room = a->y + a->h - first_row(flow, a);
    return room > 0 ? (uint32_t)(room / flow->galley->leading) : 0;
}

uint32_t bm_fit_depth(const struct bm_flow *flow)
{
    return rows_of(flow, &flow->areas[flow->frame_count - 1]);
}

/* Where the text of a leg may begin: beside a head that stands over a part of the legs as far below
 * the line between two articles as the head does. */
static bm_len top_of_leg(const struct bm_flow *flow, const struct bm_area *a, uint32_t column)
{
    const struct bm_place *head = &a->frame->head;
    const bool beside = column < head->column || column >= head->column + head->columns;
    if (!head->columns || !beside)
        return a->y;
    return a->y + (bm_len)bm_fit_free_beside_head(flow->layout, flow->galley, a->frame) * a->grid;
}

static void column_slots(struct bm_arena *arena, const struct bm_flow *flow, size_t frame,
                         uint32_t column, uint32_t leg, const struct bm_rect *head, uint32_t rows,
                         struct bm_slots *out, size_t *cap)
{
    const struct bm_area *a = &flow->areas[frame];
    const bm_len top = first_row(flow, a);
    const bm_len least_y = frame ? a->y : top_of_leg(flow, a, column);
    bm_len x, w, size = flow->galley->size, least = flow->layout->wrap_least;
    bm_fit_leg(a, column, &x, &w);
    least = least < w ? least : w;
    for (uint32_t r = 0; r < rows; r++) {
        struct piece pieces[PIECES_MOST] = {{x, x + w}};
        size_t n = 1;
        bm_len y = top + (bm_len)r * flow->galley->leading;
        if (y < least_y)
            continue;
        if (frame == 0 && head->h && overlaps(head, y, size)) {
            const struct bm_obstacle o = {*head, BM_WRAP_BOTH, false};
            take_out(pieces, &n, &o, size);
        }
        for (size_t i = 0; i < flow->obstacle_counts[frame]; i++) {
            struct bm_obstacle o = flow->obstacles[frame][i];
            o.rect.y += o.under_head ? head->y + head->h - a->y : 0;
            if (overlaps(&o.rect, y, size))
                take_out(pieces, &n, &o, size);
        }
        for (size_t i = 0; i < n; i++) {
            bm_len room = pieces[i].to - pieces[i].from;
            bm_len set = room == w ? w : room / size * size;
            if (set < least || set <= 0)
                continue;
            /* Text beside an obstacle keeps to the column's other edge. */
            bm_len left = pieces[i].from == x ? x : pieces[i].to - set;
            add_slot(arena, out, cap, (struct bm_slot){left, y, set, (uint32_t)frame, leg, r});
        }
    }
}

/* A frame has two at most. */
static void add_jump(struct bm_arena *arena, const struct bm_flow *flow, struct bm_slots *out,
                     struct bm_slot slot, uint32_t page, bool to)
{
    if (!out->jump_lines)
        out->jump_lines = bm_arena_array(arena, 2 * flow->frame_count, sizeof *out->jump_lines);
    out->jump_lines[out->jump_line_count++] = (struct bm_jump_line){slot, page, to};
}

void bm_fit_flow_slots(struct bm_arena *arena, const struct bm_flow *flow,
                       const struct bm_rect *head, uint32_t cut, struct bm_slots *out)
{
    size_t cap = 0;
    uint32_t leg = 0;
    *out = (struct bm_slots){.alike = true};
    out->stops = BM_NEW_N(arena, flow->frame_count, size_t);
    for (size_t f = 0; f < flow->frame_count; f++) {
        const struct bm_area *a = &flow->areas[f];
        bool last = f + 1 == flow->frame_count;
        size_t first = out->n;
        uint32_t rows = rows_of(flow, a);
        if (last && cut < rows)
            rows = cut;
        for (uint32_t c = 0; c < a->legs; c++, leg++)
            column_slots(arena, flow, f, c, leg, head, rows, out, &cap);
        if (!flow->layout->jump.style || flow->layout->jump.silent)
            continue;
        /* 转版: the last row of a page and the first of the next say where the text goes on. */
        if (f && flow->pages[f] != flow->pages[f - 1] && out->n > first) {
            add_jump(arena, flow, out, out->v[first], flow->pages[f - 1], false);
            memmove(out->v + first, out->v + first + 1, (out->n - first - 1) * sizeof *out->v);
            out->n--;
        }
        if (!last && flow->pages[f + 1] != flow->pages[f] && out->n > first) {
            add_jump(arena, flow, out, out->v[--out->n], flow->pages[f + 1], true);
            if (out->n)
                out->stops[out->stop_count++] = out->n - 1;
        }
    }
}

struct bm_slot_cache {
    struct bm_arena *arena;
    const struct bm_flow *flow;
    struct {
        struct bm_rect head;
        struct bm_slots slots;
    } under[HEADS_KEPT];
    size_t n;
};

struct bm_slot_cache *bm_fit_slot_cache_new(struct bm_arena *arena, const struct bm_flow *flow)
{
    struct bm_slot_cache *cache = BM_NEW(arena, struct bm_slot_cache);
    *cache = (struct bm_slot_cache){.arena = arena, .flow = flow};
    return cache;
}

const struct bm_slots *bm_fit_slots_full(struct bm_slot_cache *cache, const struct bm_rect *head)
{
    for (size_t i = 0; i < cache->n; i++)
        if (memcmp(&cache->under[i].head, head, sizeof *head) == 0)
            return &cache->under[i].slots;
    const size_t at = cache->n < HEADS_KEPT ? cache->n++ : HEADS_KEPT - 1;
    cache->under[at].head = *head;
    bm_fit_flow_slots(cache->arena, cache->flow, head, bm_fit_depth(cache->flow),
                      &cache->under[at].slots);
    return &cache->under[at].slots;
}

void bm_fit_slots_cut(struct bm_arena *arena, struct bm_slot_cache *cache,
                      const struct bm_rect *head, uint32_t cut, struct bm_slots *out)
{
    if (!cut) {
        /* The last frame's first slot is no 转版 line then. */
        bm_fit_flow_slots(arena, cache->flow, head, cut, out);
        return;
    }
    const struct bm_slots *full = bm_fit_slots_full(cache, head);
    const uint32_t last = (uint32_t)cache->flow->frame_count - 1;
    *out = *full;
    out->v = bm_arena_array(arena, full->n, sizeof *out->v);
    out->n = 0;
    for (size_t i = 0; i < full->n; i++)
        if (full->v[i].frame != last || full->v[i].row < cut)
            out->v[out->n++] = full->v[i];
    const bm_len w = out->n ? out->v[0].w : 0;
    out->alike = true;
    for (size_t i = 0; i < out->n; i++)
        out->alike = out->alike && out->v[i].w == w;
    for (size_t i = 0; i < out->jump_line_count; i++)
        out->alike = out->alike && out->jump_lines[i].slot.w == w;
}

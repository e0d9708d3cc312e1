/* Paths, clipping and pictures (ISO 32000-1, 8.5, 8.8). */
#include "verify/state.h"

#include <math.h>

static void add_point(struct bm_reader *r, double x, double y)
{
    struct bm_arena *arena = r->seen->arena;
    const struct bm_matrix *m = &r->state.ctm;
    r->points = bm_arena_grow(arena, r->points, r->point_count, &r->point_cap, sizeof *r->points);
    r->points[r->point_count++] = (struct bm_spot_point){bm_seen_x(r, x * m->a + y * m->c + m->e),
                                                         bm_seen_y(r, x * m->b + y * m->d + m->f)};
    r->x = x;
    r->y = y;
}

static void add_op(struct bm_reader *r, enum bm_op op)
{
    r->ops = bm_arena_grow(r->seen->arena, r->ops, r->op_count, &r->op_cap, 1);
    r->ops[r->op_count++] = (uint8_t)op;
}

static void add_rectangle(struct bm_reader *r, const double *n)
{
    const double x[4] = {n[0], n[0] + n[2], n[0] + n[2], n[0]};
    const double y[4] = {n[1], n[1], n[1] + n[3], n[1] + n[3]};
    for (int i = 0; i < 4; i++) {
        add_op(r, i ? BM_OP_LINE : BM_OP_MOVE);
        add_point(r, x[i], y[i]);
    }
    add_op(r, BM_OP_CLOSE);
}

static bool construct(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    static const struct {
        const char *name;
        size_t operands;
        enum bm_op op;
    } ops[] = {
        {"m", 2, BM_OP_MOVE}, {"l", 2, BM_OP_LINE}, {"c", 6, BM_OP_CURVE}, {"h", 0, BM_OP_CLOSE}};
    for (size_t i = 0; i < BM_COUNT(ops); i++)
        if (bm_str_is(op, ops[i].name)) {
            if (count < ops[i].operands)
                return true;
            add_op(r, ops[i].op);
            for (size_t k = 0; k < ops[i].operands; k += 2)
                add_point(r, n[k], n[k + 1]);
            return true;
        }
    if (bm_str_is(op, "re")) {
        if (count >= 4)
            add_rectangle(r, n);
        return true;
    }
    if (!bm_str_is(op, "v") && !bm_str_is(op, "y"))
        return false;
    r->odd_path = true; /* curves that we do not write */
    if (count >= 4) {
        add_op(r, BM_OP_CURVE);
        for (size_t k = 0; k < 4; k += 2)
            add_point(r, n[k], n[k + 1]);
        add_point(r, r->x, r->y);
    }
    return true;
}

/* The rectangle of the path, in the space of the page; false when it is none. */
static bool rectangle(const struct bm_reader *r, bm_len sides[4])
{
    const struct bm_spot_point *p = r->points;
    if (r->op_count != 5 || r->point_count != 4 || r->odd_path)
        return false;
    for (size_t i = 0; i < 5; i++)
        if (r->ops[i] != (i == 0 ? BM_OP_MOVE : i == 4 ? BM_OP_CLOSE : BM_OP_LINE))
            return false;
    if (p[0].y != p[1].y || p[1].x != p[2].x || p[2].y != p[3].y || p[3].x != p[0].x)
        return false;
    sides[0] = p[0].x < p[2].x ? p[0].x : p[2].x;
    sides[1] = p[0].y < p[2].y ? p[0].y : p[2].y;
    sides[2] = p[0].x < p[2].x ? p[2].x : p[0].x;
    sides[3] = p[0].y < p[2].y ? p[2].y : p[0].y;
    return true;
}

static void clip(struct bm_reader *r)
{
    struct bm_state *s = &r->state;
    bm_len sides[4];
    if (!rectangle(r, sides)) {
        s->odd_clip = true;
        return;
    }
    const double *trim = r->page->trim;
    const double to[4] = {trim[0] + (double)sides[0] / BM_PT, trim[3] - (double)sides[3] / BM_PT,
                          trim[0] + (double)sides[2] / BM_PT, trim[3] - (double)sides[1] / BM_PT};
    for (int i = 0; i < 4; i++)
        s->clip[i] = i < 2 ? fmax(s->clip[i], to[i]) : fmin(s->clip[i], to[i]);
}

static void bound(struct bm_atom *a, const struct bm_shape *shape)
{
    a->x = a->y = 0;
    for (size_t i = 0; i < shape->point_count; i++) {
        a->x = i && a->x < shape->points[i].x ? a->x : shape->points[i].x;
        a->y = i && a->y < shape->points[i].y ? a->y : shape->points[i].y;
    }
}

static void paint(struct bm_reader *r, enum bm_atom_kind kind)
{
    struct bm_seen *seen = r->seen;
    if (!r->point_count)
        return;
    struct bm_atom *a = bm_see_atom(r, kind);
    if (!a)
        return;
    seen->atoms.points += r->point_count;
    struct bm_shape *shape = BM_NEW(seen->arena, struct bm_shape);
    shape->ops = (const uint8_t *)bm_arena_copy(seen->arena, r->ops, r->op_count);
    shape->op_count = r->op_count;
    shape->points =
        (const void *)bm_arena_copy(seen->arena, r->points, r->point_count * sizeof *r->points);
    shape->point_count = r->point_count;
    const struct bm_matrix *m = &r->state.ctm;
    shape->weight = kind == BM_ATOM_STROKE
                        ? bm_seen_length(r->state.weight * sqrt(fabs(m->a * m->d - m->b * m->c)))
                        : 0;
    if (kind == BM_ATOM_STROKE) {
        const bool overprint = a->paint.overprint;
        a->paint = r->state.stroke;
        a->paint.overprint = overprint;
        a->unseen |= r->state.odd_lines ? BM_UNSEEN_LOOK : 0;
    }
    a->shape = shape;
    bound(a, shape);
}

bool bm_see_path(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    static const struct {
        const char *name;
        int kind; /* -1: none */
    } ops[] = {{"f", BM_ATOM_FILL},  {"S", BM_ATOM_STROKE}, {"n", -1},
               {"F", BM_ATOM_FILL},  {"f*", BM_ATOM_OTHER}, {"s", BM_ATOM_OTHER},
               {"B", BM_ATOM_OTHER}, {"B*", BM_ATOM_OTHER}, {"b", BM_ATOM_OTHER},
               {"b*", BM_ATOM_OTHER}};
    if (construct(r, op, n, count))
        return true;
    if (bm_str_is(op, "W") || bm_str_is(op, "W*"))
        return r->clips = true;
    for (size_t i = 0; i < BM_COUNT(ops); i++)
        if (bm_str_is(op, ops[i].name)) {
            if (ops[i].kind >= 0)
                paint(r, r->odd_path ? BM_ATOM_OTHER : (enum bm_atom_kind)ops[i].kind);
            if (r->clips)
                clip(r);
            r->op_count = r->point_count = 0;
            r->clips = r->odd_path = false;
            return true;
        }
    return false;
}

void bm_see_picture(struct bm_reader *r, const struct bm_seen_image *image)
{
    const struct bm_matrix *m = &r->state.ctm;
    const bool upright = (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
    struct bm_atom *a =
        bm_see_atom(r, upright && !r->state.odd_clip ? BM_ATOM_PICTURE : BM_ATOM_OTHER);
    if (!a)
        return;
    const double x[2] = {m->e, m->e + m->a + m->c}, y[2] = {m->f, m->f + m->b + m->d};
    const double *c = r->state.clip;
    struct bm_spot_point *p = BM_NEW_N(r->seen->arena, 4, struct bm_spot_point);
    struct bm_shape *shape = BM_NEW(r->seen->arena, struct bm_shape);
    p[0] = (struct bm_spot_point){bm_seen_x(r, c[0]), bm_seen_y(r, c[3])};
    p[1] = (struct bm_spot_point){bm_seen_x(r, c[2]), bm_seen_y(r, c[1])};
    p[2] = (struct bm_spot_point){bm_seen_x(r, fmin(x[0], x[1])), bm_seen_y(r, fmax(y[0], y[1]))};
    p[3] = (struct bm_spot_point){bm_seen_x(r, fmax(x[0], x[1])), bm_seen_y(r, fmin(y[0], y[1]))};
    *shape = (struct bm_shape){.points = p, .point_count = 4};
    struct bm_seen_image *own = BM_NEW(r->seen->arena, struct bm_seen_image);
    *own = *image;
    own->upright = m->a > 0 && m->d > 0 && m->b == 0 && m->c == 0;
    a->image = own;
    a->shape = shape;
    bound(a, shape);
}

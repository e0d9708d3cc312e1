/* An outline as bytes. */
#include "wire/store.h"

#include <math.h>
#include <stdlib.h>

enum {
    MOVE,
    LINE,
    ACROSS,
    DOWN,
    CUBIC,
    QUADRATIC,
    CLOSE
};

#define FINE       64 /* parts of a unit, where units are too coarse */
#define REPEAT     32
#define FARTHEST   1e6F
#define POINTS_ALL (1u << 20) /* numbers of an outline; what is beyond is left out */

/* Collects operations and places, y down. */
struct pen {
    struct bm_buf ops;
    float *v;
    size_t n, cap;
    bool fine;
};

static float held(float v)
{
    return v >= FARTHEST ? FARTHEST : v > -FARTHEST ? v : -FARTHEST; /* not a number: the least */
}

static void add(struct pen *p, char op, const float *v, size_t n)
{
    if (p->n + n > POINTS_ALL)
        return;
    if (p->n + n > p->cap) {
        p->cap = p->cap ? 2 * p->cap : 256;
        float *more = realloc(p->v, p->cap * sizeof *more);
        if (!more)
            bm_out_of_memory();
        p->v = more;
    }
    bm_buf_char(&p->ops, op);
    for (size_t i = 0; i < n; i++) {
        const float at = i % 2 ? -held(v[i]) : held(v[i]);
        p->fine |= fabsf(at - roundf(at)) > 1e-3F;
        p->v[p->n++] = at;
    }
}

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *user)
{
    (void)funcs, (void)state, (void)user;
    add(data, MOVE, (const float[]){x, y}, 2);
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *user)
{
    (void)funcs, (void)state, (void)user;
    add(data, LINE, (const float[]){x, y}, 2);
}

static void quadratic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1,
                         float y1, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    add(data, QUADRATIC, (const float[]){x1, y1, x, y}, 4);
}

static void cubic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1,
                     float x2, float y2, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    add(data, CUBIC, (const float[]){x1, y1, x2, y2, x, y}, 6);
}

static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
    (void)funcs, (void)state, (void)user;
    add(data, CLOSE, NULL, 0);
}

hb_draw_funcs_t *bm_wire_pen_new(void)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    if (hb_draw_funcs_is_immutable(funcs)) /* HarfBuzz's own, which draw nothing */
        bm_out_of_memory();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, quadratic_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
    hb_draw_funcs_make_immutable(funcs);
    return funcs;
}

static size_t numbers_of(unsigned op)
{
    static const size_t numbers[] = {2, 2, 2, 2, 6, 4, 0};
    return numbers[op];
}

/* Places as numbers, and lines that are level or upright as what they are. */
static int32_t *whole(struct pen *p)
{
    int32_t *at = malloc((p->n + 1) * sizeof *at);
    if (!at)
        bm_out_of_memory();
    const float times = p->fine ? FINE : 1;
    for (size_t i = 0; i < p->n; i++)
        at[i] = (int32_t)lroundf(p->v[i] * times);
    int32_t x = 0, y = 0;
    for (size_t i = 0, j = 0; i < p->ops.n; i++) {
        const size_t n = numbers_of((unsigned char)p->ops.p[i]);
        if (p->ops.p[i] == LINE)
            p->ops.p[i] = at[j + 1] == y ? ACROSS : at[j] == x ? DOWN : LINE;
        j += n;
        if (n) {
            x = at[j - 2];
            y = at[j - 1];
        }
    }
    return at;
}

static void put_path(struct bm_buf *out, struct pen *p)
{
    int32_t *at = whole(p), last[2] = {0, 0};
    size_t j = 0;
    for (size_t i = 0; i < p->ops.n;) {
        const unsigned op = (unsigned char)p->ops.p[i];
        size_t times = 1;
        while (times < REPEAT && i + times < p->ops.n && p->ops.p[i + times] == (char)op)
            times++;
        bm_buf_char(out, (char)(op | (times - 1) << 3));
        const size_t end = j + times * numbers_of(op);
        for (; j < end; j++) {
            const size_t axis = j & 1;
            if (op != (axis ? ACROSS : DOWN))
                bm_wire_s(out, (int64_t)at[j] - last[axis]);
            last[axis] = at[j];
        }
        i += times;
    }
    free(at);
}

void bm_wire_outline_put(struct bm_buf *out, const struct bm_face *face, uint32_t gid,
                         struct bm_str text, hb_draw_funcs_t *pen, uint32_t *text_at)
{
    struct pen p = {0};
    if (bm_face_holds(face, gid)) {
#if HB_VERSION_ATLEAST(7, 0, 0)
        hb_font_draw_glyph(face->hb_font, gid, pen, &p);
#else
        hb_font_get_glyph_shape(face->hb_font, gid, pen, &p);
#endif
    }
    bm_wire_u(out, p.fine);
    bm_wire_s(out, bm_face_advance(face, gid));
    bm_wire_u(out, text.n);
    *text_at = (uint32_t)out->n;
    bm_buf_str(out, text);
    put_path(out, &p);
    bm_buf_free(&p.ops);
    free(p.v);
}

/* 着重号, 专名号 and 书名号甲式: drawn from the cells of a finished line, so that they follow every
 * adjustment and add neither text nor leading (rules 9.4 and 9.5). */
#include "paint/runs.h"

/* Distances from the em box and sizes, in 1/100 em. */
#define DOT_RADIUS  11
#define DOT_OFF     16 /* its centre … */
#define DOT_OUTSIDE 24 /* … and outside a line: the line stands next to the text */
#define LINE_OFF    7
#define LINE_WEIGHT 5
#define LINE_SHORT  8 /* taken from each end, so that two names part */
#define WAVE        34
#define WAVE_HEIGHT 5

#define LINES (BM_EMPHASIS_NAME | BM_EMPHASIS_TITLE)

static bm_len em(const struct bm_emit_line *l, int64_t hundredths)
{
    return bm_len_ratio(l->para->style.size, hundredths, 100);
}

/* A point `along` the line and `off` the em box: under a horizontal line; of a vertical one to the
 * right (dots) or to the left (lines). */
static void place(const struct bm_emit_line *l, bm_len along, bm_len off, bool left, bm_len *x,
                  bm_len *y)
{
    if (l->para->style.mode == BM_VERTICAL) {
        bm_len across = l->para->style.size / 2 + off;
        *x = l->x + (left ? -across : across);
        *y = l->y + along;
    } else {
        *x = l->x + along;
        *y = l->y + l->para->style.size - l->para->above + off;
    }
}

static unsigned emphasis_of(const struct bm_para *p, uint32_t cluster)
{
    const struct bm_cluster *c = &p->clusters[cluster];
    return c[1].character > c->character ? p->characters[c->character].emphasis : 0;
}

/* Four quarters of a circle, each a curve (the usual factor, 0.5523 of the radius). */
static void emit_dot(struct bm_painter *painter, const struct bm_emit_line *l, bm_len along,
                     bool outside)
{
    static const int8_t quarter[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    bm_len x, y, r = em(l, DOT_RADIUS), k = bm_len_ratio(r, 5523, 10000);
    place(l, along, em(l, outside ? DOT_OUTSIDE : DOT_OFF), false, &x, &y);
    struct bm_path *p = bm_emit_path(painter, BM_ITEM_PATH, l->node,
                                     (struct bm_rect){x - r, y - r, 2 * r, 2 * r}, 6, 13);
    painter->page->items[painter->page->n - 1].ink = l->ink;
    p->ops[0] = BM_OP_MOVE;
    p->ops[5] = BM_OP_CLOSE;
    p->points[0].x = x + r;
    p->points[0].y = y;
    for (int i = 0; i < 4; i++) {
        const int8_t *from = quarter[i], *to = quarter[(i + 1) % 4];
        p->ops[i + 1] = BM_OP_CURVE;
        p->points[3 * i + 1].x = x + from[0] * r + to[0] * k;
        p->points[3 * i + 1].y = y + from[1] * r + to[1] * k;
        p->points[3 * i + 2].x = x + to[0] * r + from[0] * k;
        p->points[3 * i + 2].y = y + to[1] * r + from[1] * k;
        p->points[3 * i + 3].x = x + to[0] * r;
        p->points[3 * i + 3].y = y + to[1] * r;
    }
}

static void emit_straight(struct bm_painter *painter, const struct bm_emit_line *l, bm_len from,
                          bm_len to)
{
    bm_len x, y, x2, y2;
    place(l, from, em(l, LINE_OFF), true, &x, &y);
    place(l, to, em(l, LINE_OFF), true, &x2, &y2);
    bm_emit_rule(painter, l->node, (struct bm_rect){x, y, x2 - x, y2 - y}, em(l, LINE_WEIGHT));
    painter->page->items[painter->page->n - 1].ink = l->ink;
}

/* Half waves of one length that fill the line from end to end; a curve whose inner points stand 4/3
 * as high as the crest is near to a sine. */
static void emit_wave(struct bm_painter *painter, const struct bm_emit_line *l, bm_len from,
                      bm_len to)
{
    bm_len high = bm_len_ratio(em(l, WAVE_HEIGHT), 4, 3), off = em(l, LINE_OFF + 2);
    uint32_t halves = (uint32_t)((to - from) / (em(l, WAVE) / 2));
    if (halves == 0)
        halves = 1;
    bm_len x, y, x2, y2;
    place(l, from, off - high, true, &x, &y);
    place(l, to, off + high, true, &x2, &y2);
    struct bm_rect bounds = {x < x2 ? x : x2, y, x < x2 ? x2 - x : x - x2, y2 - y};
    struct bm_path *p = bm_emit_path(painter, BM_ITEM_STROKE, l->node, bounds, (size_t)halves + 1,
                                     3 * (size_t)halves + 1);
    struct bm_item *item = &painter->page->items[painter->page->n - 1];
    item->ink = l->ink;
    item->weight = em(l, LINE_WEIGHT);
    p->ops[0] = BM_OP_MOVE;
    place(l, from, off, true, &p->points[0].x, &p->points[0].y);
    for (uint32_t i = 0; i < halves; i++) {
        bm_len at = from + bm_len_ratio(to - from, i, halves);
        bm_len next = from + bm_len_ratio(to - from, (int64_t)i + 1, halves);
        bm_len crest = off + (i % 2 ? high : -high);
        bm_len third = bm_len_ratio(next - at, 3642, 10000);
        p->ops[i + 1] = BM_OP_CURVE;
        place(l, at + third, crest, true, &p->points[3 * i + 1].x, &p->points[3 * i + 1].y);
        place(l, next - third, crest, true, &p->points[3 * i + 2].x, &p->points[3 * i + 2].y);
        place(l, next, off, true, &p->points[3 * i + 3].x, &p->points[3 * i + 3].y);
    }
}

/* One line for a name or title as far as it stands on this line. */
static void emit_lines(struct bm_painter *painter, const struct bm_emit_line *l,
                       const struct bm_placed *placed, size_t n)
{
    const struct bm_para *p = l->para;
    const unsigned mask = LINES | BM_EMPHASIS_SECOND;
    for (size_t i = 0, to; i < n; i = to) {
        unsigned flags = emphasis_of(p, placed[i].cluster) & mask;
        for (to = i + 1; to < n && (emphasis_of(p, placed[to].cluster) & mask) == flags;)
            to++;
        if (!(flags & LINES))
            continue;
        uint32_t first = placed[i].cluster, last = placed[to - 1].cluster;
        bool begins = !first || (emphasis_of(p, first - 1) & mask) != flags;
        bool ends = last + 1 == p->cluster_count || (emphasis_of(p, last + 1) & mask) != flags;
        bm_len from = placed[i].x + (begins ? em(l, LINE_SHORT) : 0);
        bm_len end = placed[to - 1].x + placed[to - 1].width - (ends ? em(l, LINE_SHORT) : 0);
        if (flags & BM_EMPHASIS_TITLE)
            emit_wave(painter, l, from, end);
        else
            emit_straight(painter, l, from, end);
    }
}

/* A dot stands under Han, letters and digits, never under marks and spaces. */
static bool dotted(const struct bm_para *p, uint32_t cluster)
{
    const struct bm_cluster *c = &p->clusters[cluster];
    if (!(emphasis_of(p, cluster) & BM_EMPHASIS_DOTS))
        return false;
    return c->cls == BM_CLASS_HAN || (c->cls == BM_CLASS_WESTERN && c->character < c[1].character &&
                                      bm_class_is_letter(p->characters[c->character].cp));
}

void bm_emit_decorations(struct bm_painter *painter, const struct bm_emit_line *line,
                         const struct bm_placed *placed, size_t n)
{
    bool vertical = line->para->style.mode == BM_VERTICAL;
    emit_lines(painter, line, placed, n);
    for (size_t i = 0; i < n; i++)
        if (dotted(line->para, placed[i].cluster))
            emit_dot(painter, line, placed[i].x + placed[i].width / 2,
                     !vertical && (emphasis_of(line->para, placed[i].cluster) & LINES));
}

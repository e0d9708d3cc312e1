/* 着重号, 专名号 and 书名号甲式: drawn from the cells of a finished line, so that they follow every
 * adjustment and add neither text nor leading (rules 9.4 and 9.5). */
#include "paint/runs.h"
#include "paint/shapes.h"

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

static bm_len em(const struct bm_placed_line *l, int64_t hundredths)
{
    return bm_len_ratio(l->para->style.size, hundredths, 100);
}

/* A point `along` the line and `off` the em box: under a horizontal line; of a vertical one to the
 * right (dots) or to the left (lines). */
static void place(const struct bm_placed_line *l, bm_len along, bm_len off, bool left, bm_len *x,
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

static void paint_dot(struct bm_painter *painter, const struct bm_placed_line *l, bm_len along,
                      bool outside)
{
    struct drawing d = {.painter = painter};
    bm_len x, y, r = em(l, DOT_RADIUS);
    place(l, along, em(l, outside ? DOT_OUTSIDE : DOT_OFF), false, &x, &y);
    bm_paint_add_circle(&d, x, y, r);
    bm_paint_drawing(&d, BM_ITEM_PATH, l->node, (struct bm_rect){x - r, y - r, 2 * r, 2 * r}, 0,
                     l->ink);
}

static void paint_straight(struct bm_painter *painter, const struct bm_placed_line *l, bm_len from,
                           bm_len to)
{
    bm_len x, y, x2, y2;
    place(l, from, em(l, LINE_OFF), true, &x, &y);
    place(l, to, em(l, LINE_OFF), true, &x2, &y2);
    bm_paint_rule(painter, l->node, (struct bm_rect){x, y, x2 - x, y2 - y}, em(l, LINE_WEIGHT),
                  l->ink);
}

/* Half waves of one length that fill the line from end to end. */
static void paint_wave(struct bm_painter *painter, const struct bm_placed_line *l, bm_len from,
                       bm_len to)
{
    const bool down = l->para->style.mode == BM_VERTICAL;
    const bm_len high = bm_len_ratio(em(l, WAVE_HEIGHT), 4, 3), off = em(l, LINE_OFF + 2);
    const uint32_t halves = (uint32_t)((to - from) / (em(l, WAVE) / 2));
    struct drawing d = {.painter = painter};
    bm_len x, y, x2, y2;
    place(l, from, off, true, &x, &y);
    bm_paint_add_wave(&d, x, y, to - from, halves ? halves : 1, down ? -high : high, down);
    place(l, from, off - high, true, &x, &y);
    place(l, to, off + high, true, &x2, &y2);
    const struct bm_rect bounds = {x < x2 ? x : x2, y, x < x2 ? x2 - x : x - x2, y2 - y};
    bm_paint_drawing(&d, BM_ITEM_STROKE, l->node, bounds, em(l, LINE_WEIGHT), l->ink);
}

/* One line for a name or title as far as it stands on this line. */
static void paint_lines(struct bm_painter *painter, const struct bm_placed_line *l,
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
            paint_wave(painter, l, from, end);
        else
            paint_straight(painter, l, from, end);
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

void bm_paint_decorations(struct bm_painter *painter, const struct bm_placed_line *line,
                          const struct bm_placed *placed, size_t n)
{
    bool vertical = line->para->style.mode == BM_VERTICAL;
    paint_lines(painter, line, placed, n);
    for (size_t i = 0; i < n; i++)
        if (dotted(line->para, placed[i].cluster))
            paint_dot(painter, line, placed[i].x + placed[i].width / 2,
                      !vertical && (emphasis_of(line->para, placed[i].cluster) & LINES));
}

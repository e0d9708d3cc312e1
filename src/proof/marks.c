/* Marks on the characters. They must be seen at once and still let the text be read: frames and
 * underlines stand beside the ink, tints are light. */
#include "proof/marks.h"

#include <math.h>

#define BADGE   5.6                /* height of a number on the page, points */
#define QUARTER 1.5707963267948966 /* of a turn */

static const struct bm_rgb white = {1, 1, 1};

struct bm_rgb bm_note_colour(enum bm_mark_kind kind)
{
    static const struct bm_rgb colours[] = {
        [BM_MARK_GAP] = {0.86, 0.07, 0.12},     [BM_MARK_JOIN] = {0.05, 0.55, 0.24},
        [BM_MARK_QUERY] = {0.06, 0.34, 0.84},   [BM_MARK_OVERSET] = {0.83, 0.00, 0.53},
        [BM_MARK_FINDING] = {0.93, 0.45, 0.00}, [BM_MARK_SHORT] = {0.44, 0.26, 0.74},
    };
    return colours[kind];
}

static void colour(cairo_t *cr, struct bm_rgb c, double alpha)
{
    cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha);
}

static struct bm_str digits(const struct bm_labels *labels, uint32_t number)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%u", number);
    return bm_buf_keep(&b, labels->arena);
}

double bm_badge_width(const struct bm_labels *labels, uint32_t number, double size)
{
    double w = bm_label_width(labels, digits(labels, number), size * 0.82) + size * 0.5;
    return w > size ? w : size;
}

double bm_badge(const struct bm_labels *labels, const struct bm_note *note, double size, double x,
                double y)
{
    cairo_t *cr = labels->cr;
    struct bm_str number = digits(labels, note->number);
    double font = size * 0.82, r = size / 2, wide = bm_label_width(labels, number, font);
    double w = bm_badge_width(labels, note->number, size), reach = w / 2 - r;
    cairo_new_path(cr);
    cairo_arc(cr, x - reach, y, r, QUARTER, 3 * QUARTER);
    cairo_arc(cr, x + reach, y, r, -QUARTER, QUARTER);
    cairo_close_path(cr);
    colour(cr, bm_note_colour(note->kind), 1);
    cairo_fill_preserve(cr);
    /* A thin white edge keeps the number apart from the characters around it. */
    cairo_set_line_width(cr, size * 0.08);
    colour(cr, white, 1);
    cairo_stroke(cr);
    bm_label_set(labels, number, font, white, x - wide / 2, y + font * 0.36);
    return w;
}

/* Where a badge goes: on the corner wanted, or beside those that already stand there. */
struct place {
    double x, y, w;
};

static void number(const struct bm_labels *labels, const struct bm_page *page,
                   const struct bm_note *note, double x, double y, struct place *taken, size_t *n)
{
    double w = bm_badge_width(labels, note->number, BADGE);
    double right = bm_pt(page->width) - w / 2;
    for (size_t i = 0; i < *n; i++)
        if (fabs(taken[i].y - y) < BADGE && fabs(taken[i].x - x) < (taken[i].w + w) / 2) {
            x = taken[i].x + (taken[i].w + w) / 2 + 0.4;
            if (x > right) { /* at the edge they go on below */
                x = right;
                y += BADGE + 0.4;
            }
            i = (size_t)-1; /* look again from the first */
        }
    taken[(*n)++] = (struct place){x, y, w};
    bm_badge(labels, note, BADGE, x, y);
}

struct box {
    double x, y, w, h;
};

static struct box box_of(struct bm_rect r)
{
    return (struct box){bm_pt(r.x), bm_pt(r.y), bm_pt(r.w), bm_pt(r.h)};
}

static void frame(cairo_t *cr, struct box b, struct bm_rgb c, double weight, double tint)
{
    double grow = weight / 2 + 0.3;
    cairo_new_path(cr);
    cairo_rectangle(cr, b.x - grow, b.y - grow, b.w + 2 * grow, b.h + 2 * grow);
    colour(cr, c, tint);
    cairo_fill_preserve(cr);
    colour(cr, c, 1);
    cairo_set_line_width(cr, weight);
    cairo_stroke(cr);
}

/* A wedge ∧ with its point at (x, y), between two characters. */
static void wedge(cairo_t *cr, double x, double y, double size, struct bm_rgb c)
{
    cairo_new_path(cr);
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, x + size / 2, y + size);
    cairo_line_to(cr, x - size / 2, y + size);
    cairo_close_path(cr);
    colour(cr, c, 1);
    cairo_fill(cr);
}

static void stem(cairo_t *cr, double x, double y, double h, struct bm_rgb c)
{
    cairo_new_path(cr);
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, x, y + h);
    colour(cr, c, 1);
    cairo_set_line_width(cr, 0.7);
    cairo_stroke(cr);
}

/* A place between characters: a thin line in the gap and a wedge under it; in a vertical line,
 * whose place is wide and flat, the line lies across and the wedge points in from the right. */
static void caret(cairo_t *cr, struct box b, struct bm_rgb c)
{
    double size = 4;
    if (b.w > b.h) {
        cairo_save(cr);
        cairo_translate(cr, b.x, b.y + b.h / 2);
        cairo_rotate(cr, -QUARTER);
        stem(cr, 0, 0, b.w, c);
        wedge(cr, 0, b.w - size * 0.4, size, c);
        cairo_restore(cr);
        return;
    }
    stem(cr, b.x + b.w / 2, b.y, b.h, c);
    wedge(cr, b.x + b.w / 2, b.y + b.h - size * 0.4, size, c);
}

/* Underlined, or in a vertical line with the line to the right of the characters. */
static void question(cairo_t *cr, struct box b, struct bm_rgb c)
{
    bool upright = b.h > 1.5 * b.w;
    cairo_new_path(cr);
    cairo_rectangle(cr, b.x, b.y, b.w, b.h);
    colour(cr, c, 0.13);
    cairo_fill(cr);
    cairo_set_line_width(cr, 0.9);
    colour(cr, c, 1);
    if (upright) {
        cairo_move_to(cr, b.x + b.w + 0.6, b.y);
        cairo_line_to(cr, b.x + b.w + 0.6, b.y + b.h);
    } else {
        cairo_move_to(cr, b.x, b.y + b.h + 0.6);
        cairo_line_to(cr, b.x + b.w, b.y + b.h + 0.6);
    }
    cairo_stroke(cr);
}

/* The article's foot: a bar as wide as its frame and under it a flag that says how much; full for
 * too much, hollow for too little. Returns the flag's left end and middle. */
static struct box flag(const struct bm_labels *labels, const struct bm_note *note, struct box foot)
{
    cairo_t *cr = labels->cr;
    struct bm_rgb c = bm_note_colour(note->kind);
    struct bm_buf words = {0};
    bm_note_sentence(&words, note, labels->lang);
    struct bm_str text = bm_buf_keep(&words, labels->arena);
    bool full = note->kind == BM_MARK_OVERSET;
    double size = 6.5, h = 9, w = bm_label_width(labels, text, size) + 12;
    double right = foot.x + foot.w, left = right - w, top = foot.y + 0.8, notch = 3;
    cairo_new_path(cr);
    cairo_move_to(cr, foot.x, foot.y + 0.4);
    cairo_line_to(cr, right, foot.y + 0.4);
    cairo_set_line_width(cr, 1.2);
    colour(cr, c, 1);
    cairo_stroke(cr);
    cairo_move_to(cr, right, top);
    cairo_line_to(cr, right, top + h);
    cairo_line_to(cr, left, top + h);
    cairo_line_to(cr, left + notch, top + h / 2);
    cairo_line_to(cr, left, top);
    cairo_close_path(cr);
    colour(cr, full ? c : white, 1);
    cairo_fill_preserve(cr);
    cairo_set_line_width(cr, 0.8);
    colour(cr, c, 1);
    cairo_stroke(cr);
    bm_label_set(labels, text, size, full ? white : c, left + 7, top + h / 2 + size * 0.36);
    return (struct box){left, top + h / 2, 0, 0};
}

void bm_marks_draw(const struct bm_labels *labels, const struct bm_page *page,
                   const struct bm_note *notes, size_t n)
{
    cairo_t *cr = labels->cr;
    struct place *taken = BM_NEW_N(labels->arena, n, struct place);
    struct box *at = BM_NEW_N(labels->arena, n, struct box);
    size_t count = 0;
    cairo_save(cr);
    /* All marks first, all numbers above them. */
    for (size_t i = 0; i < n; i++) {
        const struct bm_note *note = &notes[i];
        if (note->page != page->number || !note->rect_count)
            continue;
        struct bm_rgb c = bm_note_colour(note->kind);
        for (size_t j = 0; j < note->rect_count; j++) {
            struct box b = box_of(note->rects[j]);
            at[i] = (struct box){b.x + b.w, b.y, 0, 0};
            if (!note->rects[j].h) /* beside the wedge that points into a vertical line */
                at[i].x += 1.5 + BADGE / 2;
            switch (note->kind) {
            case BM_MARK_GAP:
                frame(cr, b, c, 1.4, 0.22);
                break;
            case BM_MARK_JOIN:
                caret(cr, b, c);
                break;
            case BM_MARK_QUERY:
                if (note->rects[j].w && note->rects[j].h)
                    question(cr, b, c);
                else
                    caret(cr, b, c);
                break;
            case BM_MARK_FINDING:
                frame(cr, b, c, 0.9, 0.10);
                break;
            case BM_MARK_OVERSET:
            case BM_MARK_SHORT:
                at[i] = flag(labels, note, b);
                at[i].x -= BADGE / 2;
                break;
            }
        }
    }
    for (size_t i = 0; i < n; i++)
        if (notes[i].page == page->number && notes[i].rect_count)
            number(labels, page, &notes[i], at[i].x, at[i].y, taken, &count);
    cairo_restore(cr);
}

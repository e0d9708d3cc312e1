/* Content streams: the display list in its own order, as operators. Numbers are integers of
 * known decimals, so neither the locale nor floating point has a say. */
#include "pdf/content.h"

#include "pdf/tags.h"

/* A point of the page in PDF's space: the origin is the MediaBox's lower left corner. */
static void put_point(struct bm_pdf_content *c, bm_len x, bm_len y)
{
    bm_buf_pt(&c->out, c->margin + x, 3);
    bm_buf_char(&c->out, ' ');
    bm_buf_pt(&c->out, c->margin + c->page->height - y, 3);
    bm_buf_char(&c->out, ' ');
}

/* Makes the ink the colour of fills or strokes. */
static void put_ink(struct bm_pdf_content *c, struct bm_ink ink, bool stroke)
{
    if (ink.spot) {
        c->spots |= 1u << (ink.spot - 1);
        bm_buf_printf(&c->out, stroke ? "/S%u CS " : "/S%u cs ", ink.spot);
        bm_buf_decimal(&c->out, ink.tint, 4);
        bm_buf_c(&c->out, stroke ? " SCN\n" : " scn\n");
        return;
    }
    const uint16_t parts[4] = {ink.c, ink.m, ink.y, ink.k};
    for (int i = 0; i < 4; i++) {
        bm_buf_decimal(&c->out, parts[i], 4);
        bm_buf_char(&c->out, ' ');
    }
    bm_buf_c(&c->out, stroke ? "K\n" : "k\n");
}

static bool same_ink(struct bm_ink a, struct bm_ink b)
{
    return a.c == b.c && a.m == b.m && a.y == b.y && a.k == b.k && a.spot == b.spot &&
           a.tint == b.tint;
}

/* GS1 overprints: with /OPM 1 a component of 0 leaves what is below (ISO 32000-1, 8.6.7). */
static void set_overprint(struct bm_pdf_content *c, bool overprint)
{
    if (c->overprint_set && c->overprint == overprint)
        return;
    bm_buf_c(&c->out, overprint ? "/GS1 gs\n" : "/GS0 gs\n");
    c->overprint_set = true;
    c->overprint = overprint;
}

static void set_fill(struct bm_pdf_content *c, struct bm_ink ink)
{
    set_overprint(c, ink.overprint);
    if (c->fill_set && same_ink(c->fill, ink))
        return;
    put_ink(c, ink, false);
    c->fill_set = true;
    c->fill = ink;
}

static void set_stroke(struct bm_pdf_content *c, struct bm_ink ink, bm_len weight)
{
    set_overprint(c, ink.overprint);
    if (!c->stroke_set || !same_ink(c->stroke, ink))
        put_ink(c, ink, true);
    c->stroke_set = true;
    c->stroke = ink;
    if (c->weight != weight) {
        bm_buf_pt(&c->out, weight, 4);
        bm_buf_c(&c->out, " w\n");
    }
    c->weight = weight;
}

static void set_font(struct bm_pdf_content *c, size_t font, enum bm_mode mode, uint32_t variant,
                     bm_len size)
{
    if (c->font_set && c->font == font && c->mode == mode && c->variant == variant &&
        c->size == size)
        return;
    char name[16];
    bm_pdf_font_name(name, font, mode, variant);
    bm_buf_printf(&c->out, "/%s ", name);
    bm_buf_pt(&c->out, size, 5);
    bm_buf_c(&c->out, " Tf ");
    c->font_set = true;
    c->font = font;
    c->mode = mode;
    c->variant = variant;
    c->size = size;
    c->fonts->v[font].used[mode][variant] = true;
}

static int64_t divide(int64_t a, int64_t b)
{
    return (a >= 0 ? a + b / 2 : a - b / 2) / b;
}

/* A line being written, and where a reader's pen is on it: in thousandths of the size, exactly as
 * the reader moves it (ISO 32000-1, 9.4.4), so that roundings do not add up along the line. */
struct line {
    const struct bm_run *run;
    const struct bm_glyph *first;
    size_t font;
    int64_t pen;
    bool open, array; /* a string; the array about it */
};

/* How far from the line's origin the glyph begins. */
static int64_t way_to(const struct line *l, const struct bm_glyph *g)
{
    const bool down = l->run->mode != BM_HORIZONTAL;
    const int64_t way = down ? (int64_t)g->y - l->first->y : (int64_t)g->x - l->first->x;
    const int64_t wide = l->run->condense ? l->run->condense : 10000;
    return divide(divide(way * 10000, wide) * 1000, l->run->size);
}

static void open_array(struct bm_pdf_content *c, struct line *l, uint32_t variant)
{
    /* A sideways run is a horizontal one, turned. */
    const enum bm_mode mode = l->run->mode == BM_VERTICAL ? BM_VERTICAL : BM_HORIZONTAL;
    if (l->array && variant == c->variant)
        return;
    if (l->array)
        bm_buf_c(&c->out, l->open ? ">] TJ " : "] TJ ");
    set_font(c, l->font, mode, variant, l->run->size);
    bm_buf_char(&c->out, '[');
    l->array = true;
    l->open = false;
}

/* Writes a glyph; next: the one behind it on the line, or NULL. The gap up to that belongs to the
 * glyph; what no step of its advance takes in is an adjustment. */
static void put_glyph(struct bm_pdf_content *c, struct line *l, const struct bm_glyph *g,
                      const struct bm_glyph *next)
{
    const struct bm_run *run = l->run;
    const bool vertical = run->mode == BM_VERTICAL;
    const struct bm_str text = {g->text_length ? run->text.p + g->text : NULL, g->text_length};
    const int64_t want = way_to(l, g);
    int64_t advance = vertical ? bm_pdf_height(run->face, 0) : bm_pdf_width(run->face, g->gid, 0);
    const int32_t more =
        next ? bm_pdf_more(&c->fonts->v[l->font], g->gid, way_to(l, next) - want - advance) : 0;
    const uint32_t code = bm_pdf_code(c->fonts, l->font, g->gid, more, text);
    open_array(c, l, code ? c->fonts->v[l->font].codes[code - 1].variant : 0);
    if (want != l->pen) {
        /* An adjustment is subtracted from the pen: towards the left, and, as vertical
         * writing goes against the y axis, downwards. */
        if (l->open)
            bm_buf_char(&c->out, '>');
        bm_buf_decimal(&c->out, vertical ? want - l->pen : l->pen - want, 0);
        l->open = false;
    }
    if (!l->open)
        bm_buf_char(&c->out, '<');
    l->open = true;
    bm_buf_hex(&c->out, code, 4);
    advance = vertical ? bm_pdf_height(run->face, more) : bm_pdf_width(run->face, g->gid, more);
    l->pen = want + advance;
}

/* n glyphs on one line; beyond: the one behind them, or NULL. */
static void put_line(struct bm_pdf_content *c, const struct bm_run *run, size_t font,
                     const struct bm_glyph *glyphs, size_t n, const struct bm_glyph *beyond)
{
    struct line l = {.run = run, .first = glyphs, .font = font};
    if (run->mode == BM_SIDEWAYS) {
        bm_buf_c(&c->out, "0 -1 1 0 ");
    } else {
        bm_buf_decimal(&c->out, run->condense ? run->condense : 10000, 4);
        bm_buf_c(&c->out, " 0 0 1 ");
    }
    put_point(c, glyphs[0].x, glyphs[0].y);
    bm_buf_c(&c->out, "Tm ");
    for (size_t i = 0; i < n; i++)
        put_glyph(c, &l, &glyphs[i], i + 1 < n ? &glyphs[i + 1] : beyond);
    bm_buf_c(&c->out, ">] TJ ");
}

/* The glyphs [from, to) of a run; next: the one that stands behind the run on its line, or NULL. */
static void put_run(struct bm_pdf_content *c, const struct bm_run *run, size_t from, size_t to,
                    const struct bm_glyph *next)
{
    if (from == to || run->size <= 0)
        return;
    size_t font = bm_pdf_font(c->fonts, run->face);
    set_fill(c, run->ink);
    bm_buf_c(&c->out, "BT ");
    for (size_t i = from, first = from; i < to; i++) {
        const struct bm_glyph *g = run->glyphs, *behind = i + 1 < run->n ? g + i + 1 : next;
        bool end = i + 1 == to ||
                   (run->mode == BM_HORIZONTAL ? behind->y != g[first].y : behind->x != g[first].x);
        if (end) {
            put_line(c, run, font, g + first, i + 1 - first, behind);
            first = i + 1;
        }
    }
    bm_buf_c(&c->out, "ET\n");
}

/* The first glyph of the run behind the first of these items on its line, or NULL. */
static const struct bm_glyph *behind(const struct bm_item *items, size_t n)
{
    size_t i = 1;
    if (!items[0].run.goes_on)
        return NULL;
    while (i < n && (items[i].kind != BM_ITEM_RUN || items[i].node != items[0].node))
        i++;
    return i < n && items[i].run.n ? &items[i].run.glyphs[0] : NULL;
}

static void put_path(struct bm_pdf_content *c, const struct bm_path *path, const char *operator)
{
    static const uint8_t points[] = {
        [BM_OP_MOVE] = 1, [BM_OP_LINE] = 1, [BM_OP_CURVE] = 3, [BM_OP_CLOSE] = 0};
    static const char *const names[] = {
        [BM_OP_MOVE] = "m ", [BM_OP_LINE] = "l ", [BM_OP_CURVE] = "c ", [BM_OP_CLOSE] = "h "};
    for (size_t i = 0, p = 0; i < path->op_count; i++) {
        for (uint8_t k = 0; k < points[path->ops[i]] && p < path->point_count; k++, p++)
            put_point(c, path->points[p].x, path->points[p].y);
        bm_buf_c(&c->out, names[path->ops[i]]);
    }
    bm_buf_c(&c->out, operator);
}

/* Where the unit square of a picture goes, whose file is turned (Exif 2.3, 4.6.4 A). */
static void put_turned(struct bm_pdf_content *c, const struct bm_rect *w, unsigned turned)
{
    const bool side = turned > 4;
    const bool right = turned == 2 || turned == 3 || turned == 7 || turned == 8;
    const bool low = turned == 3 || turned == 4 || turned == 6 || turned == 7;
    const bool from_right = side ? !low : right, from_top = side ? !right : low;
    const bm_len across = from_right ? -w->w : w->w, up = from_top ? -w->h : w->h;
    const bm_len matrix[4] = {side ? 0 : across, side ? up : 0, side ? across : 0, side ? 0 : up};
    for (int i = 0; i < 4; i++) {
        bm_buf_pt(&c->out, matrix[i], 3);
        bm_buf_char(&c->out, ' ');
    }
    put_point(c, from_right ? w->x + w->w : w->x, from_top ? w->y : w->y + w->h);
}

/* The unit square of the picture is the whole of it; what of it is shown is clipped (ISO 32000-1,
 * 8.9.5.1). A JPEG that goes in as it is is turned here: so it keeps its bytes. */
static void put_picture(struct bm_pdf_content *c, const struct bm_item *item)
{
    const struct bm_rect *r = &item->rect, *w = &item->picture.whole;
    size_t index = bm_pdf_picture(c->pictures, item->picture.image);
    set_overprint(c, false);
    bm_buf_c(&c->out, "q ");
    put_point(c, r->x, r->y + r->h);
    bm_buf_pt(&c->out, r->w, 3);
    bm_buf_char(&c->out, ' ');
    bm_buf_pt(&c->out, r->h, 3);
    bm_buf_c(&c->out, " re W n ");
    put_turned(c, w, c->pictures->v[index].as_it_is ? item->picture.image->turned : 1);
    bm_buf_printf(&c->out, "cm /Im%zu Do Q\n", index + 1);
}

/* The first of n items. */
static void put_item(struct bm_pdf_content *c, const struct bm_item *item, size_t n)
{
    const struct bm_rect *r = &item->rect;
    switch (item->kind) {
    case BM_ITEM_RUN:
        put_run(c, &item->run, 0, item->run.n, behind(item, n));
        break;
    case BM_ITEM_RULE:
        set_stroke(c, item->ink, item->weight);
        put_point(c, r->x, r->y);
        bm_buf_c(&c->out, "m ");
        put_point(c, r->x + r->w, r->y + r->h);
        bm_buf_c(&c->out, "l S\n");
        break;
    case BM_ITEM_FILL:
        set_fill(c, item->ink);
        put_point(c, r->x, r->y + r->h);
        bm_buf_pt(&c->out, r->w, 3);
        bm_buf_char(&c->out, ' ');
        bm_buf_pt(&c->out, r->h, 3);
        bm_buf_c(&c->out, " re f\n");
        break;
    case BM_ITEM_STROKE:
        set_stroke(c, item->ink, item->weight);
        put_path(c, &item->path, "S\n");
        break;
    case BM_ITEM_PATH:
        set_fill(c, item->ink);
        put_path(c, &item->path, "f\n");
        break;
    case BM_ITEM_PICTURE:
        put_picture(c, item);
        break;
    }
}

void bm_pdf_end_mark(struct bm_pdf_content *c)
{
    if (c->open)
        bm_buf_c(&c->out, "EMC\n");
    c->open = NULL;
}

/* Begins an artefact, unless it is open. */
static void mark_artefact(struct bm_pdf_content *c, const char *artefact)
{
    if (c->open == artefact)
        return;
    bm_pdf_end_mark(c);
    bm_buf_printf(&c->out, "/Artifact <<%s>> BDC\n", artefact);
    c->open = artefact;
}

/* Begins a passage, unless it is open. */
static void mark_passage(struct bm_pdf_content *c, uint32_t passage)
{
    const char *tag = bm_pdf_tag(c->reading, passage);
    if (c->open == tag && c->owner_count && c->owners[c->owner_count - 1] == passage)
        return;
    bm_pdf_end_mark(c);
    c->owners =
        bm_arena_grow(c->arena, c->owners, c->owner_count, &c->owner_cap, sizeof *c->owners);
    bm_buf_printf(&c->out, "/%s <</MCID %zu>> BDC\n", tag, c->owner_count);
    c->owners[c->owner_count++] = passage;
    c->open = tag;
}

/* The first of n items of the page, marked: a run in as many pieces as it has segments. */
static void put_marked(struct bm_pdf_content *c, const struct bm_item *item, size_t n)
{
    const struct bm_reading *r = c->reading;
    const uint32_t k = (uint32_t)(item - c->page->items);
    uint32_t at = r->of_items[c->index][k];
    if (item->kind == BM_ITEM_RUN && (!item->run.n || item->run.size <= 0))
        return;
    if (!at) {
        mark_artefact(c, bm_pdf_artefact(r->pages, c->page, item));
        put_item(c, item, n);
        return;
    }
    for (at--;
         at < r->segment_count && r->segments[at].page == c->index && r->segments[at].item == k;
         at++) {
        const struct bm_segment *s = &r->segments[at];
        mark_passage(c, s->passage);
        if (item->kind == BM_ITEM_RUN)
            put_run(c, &item->run, s->first, s->first + s->n, behind(item, n));
        else
            put_item(c, item, n);
    }
}

void bm_pdf_items(struct bm_pdf_content *content, const struct bm_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        (content->reading ? put_marked : put_item)(content, &items[i], n - i);
}

void bm_pdf_clip(struct bm_pdf_content *content)
{
    const struct bm_page *page = content->page;
    bm_buf_c(&content->out, "q ");
    put_point(content, -page->bleed, page->height + page->bleed);
    bm_buf_pt(&content->out, page->width + 2 * page->bleed, 3);
    bm_buf_char(&content->out, ' ');
    bm_buf_pt(&content->out, page->height + 2 * page->bleed, 3);
    bm_buf_c(&content->out, " re W n\n");
}

void bm_pdf_unclip(struct bm_pdf_content *content)
{
    bm_buf_c(&content->out, "Q\n");
    content->fill_set = content->stroke_set = content->overprint_set = content->font_set = false;
    content->weight = -1;
}

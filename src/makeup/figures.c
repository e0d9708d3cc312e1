/* Pictures and QR codes: how they fill their places, and their ink. */
#include "makeup/jobs.h"

#define QUIET_ZONE 4 /* modules of a QR code (ISO/IEC 18004, 6.3.8) */

static const struct bm_image *image_of(const struct makeup *m, struct bm_str name)
{
    for (size_t i = 0; i < m->in->image_count; i++)
        if (bm_str_eq(m->in->images[i].name, name))
            return m->in->images[i].image;
    return NULL;
}

/* Caption and credit set to the width. */
static struct bm_lines caption_lines(struct bm_arena *arena, const struct bm_part *part,
                                     const struct bm_para *para, bm_len width)
{
    struct bm_lines lines = {0};
    if (!para)
        return lines;
    const struct bm_breaking how = {
        .measures = {.widths = &width, .n = 1, .indent = part->style->indent},
        .justify = part->style->align == BM_ALIGN_JUSTIFY};
    if (part->style->sense)
        bm_para_sense(arena, para, width, 0, &lines);
    else
        bm_para_break(arena, para, &how, &lines);
    return lines;
}

static bm_len caption_height(const struct bm_part *part, const struct placed_figure *f)
{
    return (bm_len)(f->caption.n + f->credit.n) * part->style->leading;
}

static void set_caption(struct makeup *m, const struct bm_part *part, struct placed_figure *f,
                        bm_len width)
{
    f->caption = caption_lines(m->emit.work, part, part->para, width);
    f->credit = caption_lines(m->emit.work, part, part->credit, width);
}

/* As high as the picture is, with its caption, in whole lines. */
static uint32_t lines_of(const struct bm_part *part, const struct placed_figure *f,
                         const struct bm_field_area *a, bm_len width)
{
    bm_len high = f->image ? bm_len_ratio(width, f->image->height, f->image->width) : width;
    high += caption_height(part, f) + a->leading - a->size;
    return (uint32_t)((high + a->grid - 1) / a->grid);
}

uint32_t bm_figure_lines(struct makeup *m, const struct job *job,
                         const struct placed_figure *figure, const struct bm_field_area *area,
                         bm_len width)
{
    const struct bm_part *part = &job->galley->parts[figure->part];
    struct placed_figure f = *figure;
    set_caption(m, part, &f, width);
    return lines_of(part, &f, area, width);
}

/* The rectangle that the whole picture would fill so that `shown` is covered, or so that all of it
 * is seen. */
static struct bm_rect whole_of(const struct bm_image *image, const struct bm_figure_place *place,
                               struct bm_rect *shown)
{
    struct bm_rect r = *shown;
    int64_t across = (int64_t)shown->w * image->height, down = (int64_t)shown->h * image->width;
    bool wider = across > down; /* filling the width makes it higher than shown */
    if (wider != place->whole)
        r.h = bm_len_ratio(shown->w, image->height, image->width);
    else
        r.w = bm_len_ratio(shown->h, image->width, image->height);
    r.x -= bm_len_ratio((int64_t)r.w - shown->w, place->focus_x, 10000);
    r.y -= bm_len_ratio((int64_t)r.h - shown->h, place->focus_y, 10000);
    if (place->whole)
        *shown = r;
    return r;
}

/* The figure in the rectangle; more: lines that its height differs from its place's. */
static void fill_figure(struct makeup *m, struct job *job, struct placed_figure *f,
                        struct bm_rect r, int more)
{
    const struct bm_figure_place *place = f->place;
    const struct bm_part *part = &job->galley->parts[f->part];
    const struct bm_field_area *a = &job->areas[f->frame];
    set_caption(m, part, f, r.w);
    bm_len below = caption_height(part, f), gap = a->leading - a->size;
    if (!place->at.lines)
        r.h = (bm_len)lines_of(part, f, a, r.w) * a->grid;
    r.h += more * a->grid;
    if (r.y + r.h > a->y + a->h)
        r.h = a->y + a->h - r.y;
    f->wrap = place->wrap;
    f->rect = r;
    f->shown = (struct bm_rect){r.x, r.y, r.w, r.h - below - gap};
    if (f->shown.h < a->size)
        f->shown.h = a->size;
    if (f->image) {
        f->whole = whole_of(f->image, place, &f->shown);
        return;
    }
    bm_len side = f->shown.w < f->shown.h ? f->shown.w : f->shown.h;
    f->shown.x += (f->shown.w - side) / 2;
    f->shown.w = f->shown.h = side;
}

static void place_figure(struct makeup *m, struct job *job, struct placed_figure *f)
{
    fill_figure(m, job, f, bm_area_place(&job->areas[f->frame], &f->place->at, 1), 0);
}

void bm_resize_figure(struct makeup *m, struct job *job, struct placed_figure *figure, int more)
{
    struct bm_rect r = bm_area_place(&job->areas[figure->frame], &figure->place->at, 1);
    r.x = figure->rect.x;
    r.y = figure->rect.y;
    fill_figure(m, job, figure, r, more);
}

void bm_anchor_figure(struct makeup *m, struct job *job, struct placed_figure *figure,
                      const struct bm_slot *slot)
{
    const struct bm_field_area *a = &job->areas[figure->frame];
    struct bm_rect r = bm_area_place(a, &figure->place->at, 1);
    bm_len right = a->x + a->w;
    r.x = slot->x;
    if (r.x + r.w > right)
        r.x = right - r.w;
    /* On the grid, and inside the frame. */
    r.y = a->y + (slot->y - a->y) / a->grid * a->grid;
    bm_len foot = a->y + a->h - figure->rect.h;
    if (r.y > foot)
        r.y = foot;
    fill_figure(m, job, figure, r, 0);
}

/* The code of a figure, made once for all fits of its article. */
static bool make_code(struct makeup *m, struct tried_lines *tried, const struct bm_figure *figure,
                      struct bm_qr *qr)
{
    for (size_t i = 0; tried && i < tried->code_count; i++)
        if (tried->codes[i].figure == figure) {
            *qr = tried->codes[i].qr;
            return true;
        }
    if (!bm_qr_encode(tried ? tried->arena : m->emit.work, figure->source, qr))
        return false;
    if (!tried)
        return true;
    tried->codes = bm_arena_grow(tried->arena, tried->codes, tried->code_count, &tried->code_cap,
                                 sizeof *tried->codes);
    tried->codes[tried->code_count++] = (struct tried_code){figure, *qr};
    return true;
}

/* The figure itself; false when it cannot be shown, which is said. */
static bool open_figure(struct makeup *m, const struct job *job, const struct bm_figure *figure,
                        struct placed_figure *f)
{
    if (!figure->qr)
        return (f->image = image_of(m, figure->source)); /* said when it was read */
    if (make_code(m, job->tried, figure, &f->qr))
        return true;
    bm_diag0(m->diags, BM_MSG_BAD_QR, figure->source_span);
    return false;
}

/* The next place that the frames give, or NULL. */
static const struct bm_figure_place *next_place(const struct job *job, size_t *frame, size_t *next)
{
    while (*frame < job->frame_count && *next >= job->frames[*frame]->figure_count) {
        ++*frame;
        *next = 0;
    }
    return *frame < job->frame_count ? &job->frames[*frame]->figures[(*next)++] : NULL;
}

void bm_place_figures(struct makeup *m, struct job *job)
{
    const struct bm_galley *g = job->galley;
    size_t frame = 0, next = 0, given = 0, n = 0;
    for (size_t i = 0; i < job->frame_count; i++)
        given += job->frames[i]->figure_count;
    job->figures = bm_arena_array(m->emit.work, g->part_count, sizeof *job->figures);
    job->figure_count = 0;
    job->unplaced = bm_arena_array(m->emit.work, g->part_count, sizeof *job->unplaced);
    job->unplaced_count = 0;
    for (uint32_t part = 0; part < g->part_count; part++) {
        const struct bm_figure *figure = g->parts[part].figure;
        const struct bm_figure_place *place = NULL;
        if (!figure)
            continue;
        if (given && !(place = next_place(job, &frame, &next))) {
            job->unplaced[job->unplaced_count++] = figure;
            continue;
        }
        struct placed_figure *f = &job->figures[job->figure_count];
        *f = (struct placed_figure){.part = part, .frame = frame, .place = place};
        job->figure_count += open_figure(m, job, figure, f);
    }
    if (!given)
        bm_seek_places(m, job);
    for (size_t i = 0; i < job->figure_count; i++) {
        struct placed_figure *f = &job->figures[n];
        *f = job->figures[i];
        if (f->place) {
            place_figure(m, job, f);
            n++;
        } else {
            job->unplaced[job->unplaced_count++] = g->parts[f->part].figure;
        }
    }
    job->figure_count = n;
}

/* Dark modules as one path, a rectangle for each run of them in a row. */
static void emit_qr(struct makeup *m, struct bm_builder *b, const struct placed_figure *f,
                    uint32_t node)
{
    uint32_t n = f->qr.size, runs = 0;
    bm_len module = f->shown.w / (bm_len)(n + 2 * QUIET_ZONE);
    bm_len x0 = f->shown.x + (f->shown.w - module * (bm_len)n) / 2;
    bm_len y0 = f->shown.y + (f->shown.h - module * (bm_len)n) / 2;
    for (uint32_t i = 0; i < n * n; i++)
        runs += f->qr.dark[i] && (i % n == 0 || !f->qr.dark[i - 1]);
    struct bm_path *p =
        bm_emit_path(&m->emit, b, BM_ITEM_PATH, node,
                     (struct bm_rect){x0, y0, module * (bm_len)n, module * (bm_len)n},
                     (size_t)runs * 5, (size_t)runs * 4);
    size_t op = 0, point = 0;
    for (uint32_t row = 0; row < n; row++)
        for (uint32_t from = 0, to; from < n; from = to) {
            to = from + 1;
            if (!f->qr.dark[row * n + from])
                continue;
            while (to < n && f->qr.dark[row * n + to])
                to++;
            for (int k = 0; k < 4; k++) {
                p->ops[op++] = k ? BM_OP_LINE : BM_OP_MOVE;
                p->points[point].x = x0 + module * (bm_len)(k == 1 || k == 2 ? to : from);
                p->points[point++].y = y0 + module * (bm_len)(row + (k >= 2));
            }
            p->ops[op++] = BM_OP_CLOSE;
        }
}

static uint32_t emit_lines(struct makeup *m, struct bm_builder *b, const struct job *job,
                           const struct placed_figure *f, const struct bm_para *para,
                           const struct bm_lines *lines, uint32_t node, bm_len *y, bool end)
{
    const struct bm_style *style = job->galley->parts[f->part].style;
    uint32_t n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const struct bm_line *l = &lines->v[i];
        bm_len rest = f->rect.w - l->set_width, x = end ? rest - l->x : 0;
        if (!end && style->align == BM_ALIGN_CENTRE)
            x = rest / 2;
        struct bm_emit_line line = {.para = para,
                                    .line = l,
                                    .x = f->rect.x + l->x + x,
                                    .y = *y + para->above,
                                    .node = node,
                                    .article = job->ledger,
                                    .part = f->part,
                                    .ink = bm_style_ink(style),
                                    .sign = bm_span_none()};
        bm_emit_line(&m->emit, b, &line);
        *y += style->leading;
        for (uint32_t k = para->clusters[l->first].character; k < para->clusters[l->end].character;
             k++)
            n += bm_class_is_ink(para->characters[k].cp);
    }
    return n;
}

uint32_t bm_emit_figure(struct makeup *m, struct bm_builder *b, struct job *job, uint32_t part,
                        size_t frame, bool passed)
{
    struct placed_figure *f = NULL;
    uint32_t page = job->pages[frame];
    for (size_t i = 0; i < job->figure_count; i++)
        if (job->figures[i].part == part && job->pages[job->figures[i].frame] == page)
            f = &job->figures[i];
    bool last = frame + 1 == job->frame_count || job->pages[frame + 1] != page;
    if (!f || f->emitted || !(passed || last))
        return 0;
    f->emitted = true;
    const struct bm_field_area *a = &job->areas[f->frame];
    const struct bm_part *p = &job->galley->parts[part];
    uint32_t node = job->part_nodes[part];
    if (f->image) {
        struct bm_item *item = bm_emit_item(&m->emit, b);
        item->kind = BM_ITEM_PICTURE;
        item->node = node;
        item->rect = f->shown;
        item->span = p->figure->source_span;
        item->picture.image = f->image;
        item->picture.whole = f->whole;
        if (p->para)
            item->picture.alt = (struct bm_str){
                bm_arena_copy(m->emit.arena, p->para->text.p, p->para->text.n), p->para->text.n};
    } else {
        emit_qr(m, b, f, node);
    }
    uint32_t caption =
        bm_emit_node(&m->emit, (struct bm_node){BM_ROLE_CAPTION, node, job->ledger, NULL, p->span});
    bm_len y = f->rect.y + f->rect.h - caption_height(p, f) - (a->leading - a->size) +
               (p->style->leading - p->style->size);
    uint32_t n = emit_lines(m, b, job, f, p->para, &f->caption, caption, &y, false);
    return n + emit_lines(m, b, job, f, p->credit, &f->credit, caption, &y, true);
}

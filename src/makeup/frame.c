/* An article painted into its frames. */
#include "makeup/jobs.h"

#include <stdlib.h>

static void make_nodes(struct makeup *m, struct job *job)
{
    const struct bm_galley *g = job->galley;
    uint32_t parent = m->emit.pages->articles[job->ledger].node, list = BM_NO_NODE;
    job->part_nodes = BM_NEW_N(m->emit.work, g->part_count, uint32_t);
    for (size_t i = 0; i < g->part_count; i++) {
        static const enum bm_role roles[] = {
            [BM_PART_HEAD] = BM_ROLE_HEAD,     [BM_PART_PARAGRAPH] = BM_ROLE_PARAGRAPH,
            [BM_PART_ITEM] = BM_ROLE_ITEM,     [BM_PART_SUBHEAD] = BM_ROLE_SUBHEAD,
            [BM_PART_QUOTE] = BM_ROLE_QUOTE,   [BM_PART_TABLE] = BM_ROLE_TABLE,
            [BM_PART_FIGURE] = BM_ROLE_FIGURE, [BM_PART_TAIL] = BM_ROLE_TAIL};
        const struct bm_part *p = &g->parts[i];
        uint32_t up = parent;
        if (p->kind == BM_PART_ITEM) {
            if (list == BM_NO_NODE)
                list = bm_emit_node(
                    &m->emit, (struct bm_node){BM_ROLE_LIST, parent, job->ledger, NULL, p->span});
            up = list;
        } else {
            list = BM_NO_NODE;
        }
        job->part_nodes[i] = bm_emit_node(
            &m->emit, (struct bm_node){roles[p->kind], up, job->ledger, p->field, p->span});
    }
}

struct bm_ink bm_style_ink(const struct bm_style *style)
{
    if (style->reverse)
        return (struct bm_ink){0};
    return bm_ink_of(&style->colour);
}

/* The gap that the signs of a line stand for. */
static struct bm_span sign_span(const struct bm_part *p, const struct bm_line *line)
{
    size_t before = 0;
    for (uint32_t i = 0; i < line->first; i++)
        before += p->para->clusters[i].cls == BM_CLASS_SIGN;
    for (size_t i = 0; i < p->text->n; i++)
        if (p->text->v[i].kind == BM_PIECE_GAP && !before--)
            return p->text->v[i].span;
    return bm_span_none();
}

static void emit_row(struct makeup *m, struct bm_builder *b, struct job *job,
                     const struct bm_row *r, bm_len x, bm_len y)
{
    const struct bm_part *p = &job->galley->parts[r->part];
    struct bm_emit_line line = {.node = job->part_nodes[r->part],
                                .article = job->ledger,
                                .part = r->part,
                                .ink = bm_style_ink(p->style),
                                .y = y + r->y};
    if (r->number) {
        line.para = r->number;
        line.line = r->number_line;
        line.x = x + r->number_x;
        bm_emit_line(&m->emit, b, &line);
    }
    line.para = r->para;
    line.line = r->line;
    line.x = x + r->x;
    line.sign = sign_span(p, r->line);
    bm_emit_line(&m->emit, b, &line);
}

struct placed_cell {
    const struct bm_cell_line *line;
    const struct bm_slot *slot;
};

static int by_reading(const void *a, const void *b)
{
    const struct bm_cell_line *x = ((const struct placed_cell *)a)->line;
    const struct bm_cell_line *y = ((const struct placed_cell *)b)->line;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return x->down < y->down ? -1 : x->down > y->down;
}

/* The rows [from, end) of a table, cell by cell, as they are read. */
static void emit_table(struct makeup *m, struct bm_builder *b, struct job *job, uint32_t part,
                       size_t from, size_t end)
{
    const struct bm_fitted *f = &job->fitted;
    size_t n = 0;
    for (size_t r = from; r < end; r++)
        n += f->setting.rows[r].part == part ? f->setting.rows[r].cell_count : 0;
    struct placed_cell *cells = bm_arena_array(m->emit.work, n, sizeof *cells);
    n = 0;
    for (size_t r = from; r < end; r++)
        for (size_t i = 0; f->setting.rows[r].part == part && i < f->setting.rows[r].cell_count;
             i++)
            cells[n++] = (struct placed_cell){&f->setting.rows[r].cells[i], &f->slots[r]};
    qsort(cells, n, sizeof *cells, by_reading);
    for (size_t i = 0; i < n; i++)
        bm_emit_line(&m->emit, b,
                     &(struct bm_emit_line){.para = cells[i].line->para,
                                            .line = cells[i].line->line,
                                            .x = cells[i].slot->x + cells[i].line->x,
                                            .y = cells[i].slot->y + cells[i].line->y,
                                            .node = job->part_nodes[part],
                                            .article = job->ledger,
                                            .part = part,
                                            .ink = bm_style_ink(job->galley->parts[part].style),
                                            .sign = bm_span_none()});
}

static uint32_t line_characters(const struct bm_para *p, const struct bm_line *line)
{
    uint32_t n = 0;
    for (uint32_t i = p->clusters[line->first].character; i < p->clusters[line->end].character; i++)
        n += bm_class_is_ink(p->characters[i].cp);
    return n;
}

static uint32_t row_characters(const struct bm_row *r)
{
    uint32_t n = 0;
    for (size_t i = 0; i < r->cell_count; i++)
        n += line_characters(r->cells[i].para, r->cells[i].line);
    if (r->empty || !r->para)
        return n;
    return n + line_characters(r->para, r->line);
}

static void note_overset(struct makeup *m, struct job *job)
{
    struct bm_ledger *l = &m->emit.pages->articles[job->ledger];
    const struct bm_setting *s = &job->fitted.setting;
    for (size_t i = job->next_row; i < s->row_count; i++) {
        const struct bm_row *r = &s->rows[i];
        if (r->empty)
            continue;
        const struct bm_para *p = r->cell_count ? r->cells[0].para : r->para;
        const struct bm_line *first = r->cell_count ? r->cells[0].line : r->line;
        if (!l->overset_lines && p) {
            const struct bm_character *c = &p->characters[p->clusters[first->first].character];
            l->overset = (struct bm_span){job->galley->file, c->source, c->source_bytes};
        }
        l->overset_lines++;
        l->overset_characters += row_characters(r);
    }
    if (!l->overset_lines && job->fitted.overset_rows && !s->row_count)
        l->overset_lines = 1; /* the head alone is higher than its frame */
    if (l->overset_lines)
        bm_diag(m->diags, BM_MSG_OVERSET, l->overset, l->name,
                bm_diag_number(m->diags, l->overset_characters),
                bm_diag_number(m->diags, l->overset_lines));
}

/* A warning for a word that is wider than its line (rule 7.5), once a word. */
static void note_forced(struct makeup *m, const struct job *job, const struct bm_para *p,
                        const struct bm_line *line)
{
    if (!line || !line->forced || (line->first && line[-1].forced))
        return;
    uint32_t first = line->end - 1, end = line->end, unused, a, b;
    while (first && !p->clusters[first - 1].break_after)
        first--;
    while (end < p->cluster_count && !p->clusters[end - 1].break_after)
        end++;
    bm_cluster_characters(p, first, &a, &unused);
    bm_cluster_characters(p, end - 1, &unused, &b);
    const struct bm_character *c = &p->characters[a], *last = &p->characters[b - 1];
    bm_diag(m->diags, BM_MSG_FORCED_BREAK,
            ((struct bm_span){job->galley->file, c->source,
                              last->source + last->source_bytes - c->source}),
            ((struct bm_str){p->text.p + c->text, last->text + last->bytes - c->text}));
}

static void note_forced_rows(struct makeup *m, const struct job *job, size_t from)
{
    for (size_t i = from; i < job->next_row; i++) {
        const struct bm_row *r = &job->fitted.setting.rows[i];
        note_forced(m, job, r->para, r->line);
        for (size_t k = 0; k < r->cell_count; k++)
            note_forced(m, job, r->cells[k].para, r->cells[k].line);
    }
}

const struct bm_box_style *bm_job_box(const struct job *job, const struct bm_frame *frame)
{
    return frame->boxless ? NULL : frame->box ? frame->box : job->kind_box;
}

struct bm_galley_lines *bm_tried(struct job *job, const struct bm_galley *galley, bm_len measure)
{
    struct tried_lines *t = job->tried;
    if (!t)
        return NULL;
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].galley == galley && t->v[i].measure == measure)
            return t->v[i].kept;
    t->v = bm_arena_grow(t->arena, t->v, t->n, &t->cap, sizeof *t->v);
    struct bm_galley_lines *kept = bm_galley_lines_new(t->arena, galley);
    t->v[t->n++] = (struct tried_measures){galley, measure, kept};
    return kept;
}

/* Fits the article around its figures as they stand now. */
static void fit_around(struct makeup *m, struct job *job, bool quick, struct bm_fitted *fitted)
{
    struct bm_arena *work = m->emit.work;
    const struct bm_obstacle **obstacles =
        bm_arena_array(work, job->frame_count, sizeof *obstacles);
    size_t *counts = BM_NEW_N(work, job->frame_count, size_t);
    for (size_t i = 0; i < job->frame_count; i++) {
        struct bm_obstacle *o = bm_arena_array(work, job->figure_count, sizeof *o);
        for (size_t k = 0; k < job->figure_count; k++)
            if (job->figures[k].frame == i)
                o[counts[i]++] = (struct bm_obstacle){job->figures[k].rect, job->figures[k].wrap,
                                                      job->figures[k].place->under_head};
        obstacles[i] = o;
    }
    const struct bm_field_area *a = &job->areas[0];
    const struct bm_flow flow = {.layout = m->in->layout,
                                 .galley = job->galley,
                                 .areas = job->areas,
                                 .pages = job->pages,
                                 .frame_count = job->frame_count,
                                 .obstacles = obstacles,
                                 .obstacle_counts = counts,
                                 .kept = bm_tried(job, job->galley, a->measure),
                                 .kept_head = bm_tried(job, job->galley, a->head_measure),
                                 .trying = m->trying,
                                 .quick = quick,
                                 .price = job->price};
    bm_fit_flow(work, &flow, fitted);
}

void bm_count_slots(struct makeup *m, struct job *job, bool first, int pictures,
                    struct bm_slot_count *out)
{
    struct bm_arena *work = m->emit.work;
    const struct bm_galley *g = job->galley;
    static const struct bm_variant plain;
    struct bm_field_area a;
    struct bm_setting s = {0};
    struct bm_slots_of slots;
    size_t count = 0;
    bm_frame_area(m->in->layout, job->frames[0], bm_job_box(job, job->frames[0]), g, &a);
    struct bm_rect head = {a.head_x, a.y, a.head_measure, 0};
    job->areas = &a;
    job->figure_count = 0;
    if (first)
        bm_place_figures(m, job);
    struct bm_obstacle *o = bm_arena_array(work, job->figure_count, sizeof *o);
    for (size_t k = 0; k < job->figure_count && pictures; k++) {
        const struct bm_figure_place *place = job->figures[k].place;
        bm_resize_figure(m, job, &job->figures[k],
                         pictures < 0 ? -(int)place->lose : (int)place->give);
    }
    for (size_t k = 0; k < job->figure_count; k++)
        o[count++] = (struct bm_obstacle){job->figures[k].rect, job->figures[k].wrap,
                                          job->figures[k].place->under_head};
    const struct bm_obstacle *const obstacles[] = {o};
    const struct bm_flow flow = {.layout = m->in->layout,
                                 .galley = g,
                                 .areas = &a,
                                 .pages = job->pages,
                                 .frame_count = 1,
                                 .obstacles = obstacles,
                                 .obstacle_counts = &count};
    if (first)
        head = bm_place_head(work, &flow, &plain, NULL, &s);
    bm_flow_slots(work, &flow, &head, bm_flow_depth(&flow), &slots);
    job->areas = NULL;
    *out = (struct bm_slot_count){.slots = slots.n};
    if ((slots.alike && !bm_galley_has(g, BM_PART_TABLE)) || !slots.n)
        return;
    bm_len *widths = BM_NEW_N(work, slots.n, bm_len);
    for (size_t i = 0; i < slots.n; i++)
        widths[i] = slots.v[i].w;
    const struct bm_row_measures given = {widths, slots.n, slots.stops, slots.stop_count};
    struct bm_setting body = {0};
    bm_galley_set_body(work, g, &given, &plain, bm_tried(job, g, a.measure), &body);
    out->rows = body.row_count;
    if (!bm_galley_has(g, BM_PART_TABLE))
        return;
    bm_len narrowest = widths[0];
    for (size_t i = 1; i < slots.n; i++)
        narrowest = widths[i] < narrowest ? widths[i] : narrowest;
    const struct bm_row_measures narrow = {.widths = &narrowest, .n = 1};
    body = (struct bm_setting){0};
    bm_galley_set_body(work, g, &narrow, &plain, bm_tried(job, g, narrowest), &body);
    out->narrow_rows = body.row_count;
}

/* A figure that goes with a paragraph stands where that begins once the text before it is set. */
static void anchor_figures(struct makeup *m, struct job *job)
{
    for (size_t i = 0; i < job->figure_count; i++) {
        struct placed_figure *f = &job->figures[i];
        const struct bm_setting *s = &job->fitted.setting;
        size_t row = 0;
        if (!f->place->anchored)
            continue;
        while (row < s->row_count &&
               (s->rows[row].part == UINT32_MAX || s->rows[row].part < f->part))
            row++;
        if (row >= job->fitted.slot_count)
            continue;
        f->frame = job->fitted.slots[row].frame;
        bm_anchor_figure(m, job, f, &job->fitted.slots[row]);
        fit_around(m, job, true, &job->fitted);
    }
}

/* Pictures that may give or take lines are tried at every height they may have. */
static void give_lines(struct makeup *m, struct job *job)
{
    for (size_t i = 0; i < job->figure_count; i++) {
        struct placed_figure *f = &job->figures[i];
        int best = 0, most = (int)f->place->give, least = -(int)f->place->lose;
        for (int more = least; more <= most; more++) {
            struct bm_fitted other;
            if (!more)
                continue;
            bm_resize_figure(m, job, f, more);
            fit_around(m, job, true, &other);
            if (other.cost < job->fitted.cost) {
                job->fitted = other;
                best = more;
            }
        }
        if (least < most)
            bm_resize_figure(m, job, f, best);
    }
}

/* Figures under the head go where its foot is, now that it has its height. */
static void hang_figures(struct job *job)
{
    const struct bm_rect *head = &job->fitted.head;
    const bm_len down = head->y + head->h - job->areas[0].y;
    job->hung = false;
    for (size_t i = 0; i < job->figure_count; i++) {
        struct placed_figure *f = &job->figures[i];
        if (!f->place->under_head)
            continue;
        job->hung = true;
        f->rect.y += down;
        f->shown.y += down;
        f->whole.y += down;
    }
}

/* The flow of an article, and its fit. */
static void fit_galley(struct makeup *m, struct job *job)
{
    job->areas = BM_NEW_N(m->emit.work, job->frame_count, struct bm_field_area);
    for (size_t i = 0; i < job->frame_count; i++)
        bm_frame_area(m->in->layout, job->frames[i], bm_job_box(job, job->frames[i]), job->galley,
                      &job->areas[i]);
    bm_place_figures(m, job);
    if (job->figure_count) {
        fit_around(m, job, true, &job->fitted);
        anchor_figures(m, job);
        give_lines(m, job);
    }
    fit_around(m, job, false, &job->fitted);
    hang_figures(job);
    job->fitted.cost += (int64_t)job->unplaced_count * BM_COST_OVERSET;
}

void bm_choose_fit(struct makeup *m, struct job *job)
{
    fit_galley(m, job);
    struct job best = *job;
    for (size_t i = 0; i < job->smaller_count; i++) {
        job->galley = job->smaller[i];
        fit_galley(m, job);
        job->fitted.cost += BM_COST_SMALLER * (int64_t)(i + 1);
        if (job->fitted.cost < best.fitted.cost)
            best = *job;
    }
    *job = best;
}

static void fit_job(struct makeup *m, struct job *job)
{
    bm_choose_fit(m, job);
    job->fit = true;
    make_nodes(m, job);
    for (size_t i = 0; i < job->unplaced_count; i++)
        bm_diag(m->diags, BM_MSG_FIGURE_NOT_PLACED, job->unplaced[i]->source_span,
                job->unplaced[i]->source);
    if (job->fitted.setting.narrow_table)
        bm_diag(m->diags, BM_MSG_TABLE_TOO_WIDE, job->fitted.setting.narrow_table->span,
                job->galley->name);
    if (job->fitted.head_over) {
        bm_len grid = m->in->layout->leading;
        const struct bm_galley *g = job->galley;
        uint32_t has = (uint32_t)(job->fitted.head.h / grid);
        bm_diag(m->diags, BM_MSG_HEAD_TOO_LARGE, g->parts[g->tiers[0]].span, g->name,
                bm_diag_number(m->diags, has + job->fitted.head_over),
                bm_diag_number(m->diags, has));
    }
}

bm_len bm_job_body_top(struct makeup *m, struct job *job, const struct bm_field_area *area)
{
    if (!job->fit)
        fit_job(m, job);
    const struct bm_fitted *f = &job->fitted;
    return f->slot_count ? f->slots[0].y - job->galley->leading / 2 : area->rule_top;
}

/* Whether a head or a picture of this frame stands over the point. */
static bool covered(const struct job *job, size_t frame, bm_len x, bm_len y)
{
    const struct bm_rect *h = &job->fitted.head;
    bool over = frame == 0 && x >= h->x && x < h->x + h->w && y >= h->y && y < h->y + h->h;
    for (size_t i = 0; i < job->figure_count && !over; i++) {
        const struct bm_rect *r = &job->figures[i].rect;
        over = job->figures[i].frame == frame && x >= r->x && x < r->x + r->w && y >= r->y &&
               y < r->y + r->h;
    }
    return over;
}

/* Lines in the middle of the gutters, as long as text stands beside them. */
static void emit_column_rules(struct makeup *m, struct bm_builder *b, const struct job *job,
                              size_t frame)
{
    const struct bm_field_area *a = &job->areas[frame];
    const struct bm_line_style *line = bm_area_column_rule(a, job->galley);
    bm_len leading = job->galley->leading, top = a->y, foot = 0;
    for (size_t i = 0; i < job->fitted.slot_count; i++) {
        const struct bm_slot *slot = &job->fitted.slots[i];
        if (slot->frame == frame && !foot)
            top += (slot->y - top) % leading; /* on the body's grid */
        if (slot->frame == frame && slot->y + a->size > foot)
            foot = slot->y + a->size;
    }
    for (uint32_t c = 1; line && c < a->columns; c++) {
        bm_len left, w, x;
        bm_area_column(a, c - 1, &left, &w);
        bm_area_column(a, c, &x, &w);
        bm_area_column(a, c - 1, &left, &w);
        x -= (x - left - w) / 2;
        for (bm_len y = top, from; y < foot; y += leading) {
            for (from = y; y < foot && !covered(job, frame, x, y); y += leading)
                continue;
            bm_len to = y < foot ? y : foot;
            if (to <= from)
                continue;
            bm_emit_rule(&m->emit, b,
                         bm_emit_node(&m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX,
                                                                 "rule", bm_span_none()}),
                         (struct bm_rect){x, from, 0, to - from}, line->weight);
            b->page->items[b->page->n - 1].ink = bm_ink_of(&line->colour);
        }
    }
}

/* 下转 and 上接: written by the machine at both ends. */
static void write_jumps(struct makeup *m, struct job *job, size_t frame)
{
    const struct bm_layout *layout = m->in->layout;
    const struct bm_setting *s = &job->fitted.setting;
    for (size_t i = 0; i < job->fitted.jump_count; i++) {
        const struct bm_jump *jump = &job->fitted.jumps[i];
        /* Text that ends before the jump needs none. */
        size_t first = 0;
        while (first < job->fitted.slot_count &&
               job->fitted.slots[first].frame < jump->slot.frame + jump->to)
            first++;
        if (jump->slot.frame != frame || first >= s->row_count)
            continue;
        struct bm_buf text = {0};
        struct bm_str form = jump->to ? layout->jump.to : layout->jump.from;
        for (size_t k = 0; k < form.n; k++) {
            bool page = form.n - k >= 6 && memcmp(form.p + k, "{page}", 6) == 0;
            if (page)
                bm_buf_decimal(&text, jump->page, 0);
            else
                bm_buf_char(&text, form.p[k]);
            k += page ? 5 : 0;
        }
        bm_write_line(m, bm_buf_view(&text), layout->jump.style, jump->slot.x,
                      /* on the body's grid, not in the middle of its leading */
                      jump->slot.y - (layout->jump.style->leading - layout->jump.style->size) / 2,
                      jump->slot.w, "jump");
        bm_buf_free(&text);
    }
}

static void emit_tier_rules(struct makeup *m, struct bm_builder *b, const struct job *job,
                            bm_len top)
{
    const struct bm_setting *s = &job->fitted.setting;
    for (size_t i = 0; i < s->rule_count; i++) {
        const struct bm_tier_rule *r = &s->rules[i];
        bm_emit_rule(&m->emit, b,
                     bm_emit_node(&m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX,
                                                             "rule", bm_span_none()}),
                     (struct bm_rect){job->fitted.head.x + r->x, top + r->y, r->w, 0},
                     r->beside ? r->beside->weight : m->in->layout->folio.rule);
        if (r->beside)
            b->page->items[b->page->n - 1].ink = bm_ink_of(&r->beside->colour);
    }
}

static void emit_table_rules(struct makeup *m, struct bm_builder *b, const struct job *job,
                             const struct bm_row *r, const struct bm_slot *slot)
{
    const struct bm_layout *layout = m->in->layout;
    for (int below = 0; below < 2; below++) {
        uint8_t rule = below ? r->rule_below : r->rule_above;
        bm_len weight = rule == 2 ? layout->table_rule : layout->table_inner;
        if (!rule || !weight)
            continue;
        /* Half the space between lines above the text. */
        bm_len y = slot->y - (job->galley->leading - job->galley->size) / 2 +
                   (below ? job->galley->leading : 0);
        uint32_t node = bm_emit_node(
            &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "rule", bm_span_none()});
        bm_emit_rule(&m->emit, b, node, (struct bm_rect){slot->x, y, r->rule_width, 0}, weight);
    }
}

static void add_placed(struct makeup *m, struct job *job, size_t frame, uint32_t page,
                       uint32_t rows)
{
    struct bm_ledger *l = &m->emit.pages->articles[job->ledger];
    const struct bm_field_area *a = &job->areas[frame];
    const struct bm_fitted *f = &job->fitted;
    uint32_t slots = 0;
    for (size_t i = 0; i < f->slot_count; i++)
        slots += f->slots[i].frame == frame;
    if (frame + 1 == job->frame_count)
        slots += f->short_lines * f->columns;
    struct bm_placed_frame *frames =
        BM_NEW_N(m->emit.arena, l->frame_count + 1, struct bm_placed_frame);
    if (l->frame_count)
        memcpy(frames, l->frames, l->frame_count * sizeof *frames);
    frames[l->frame_count++] =
        (struct bm_placed_frame){.page = page,
                                 .rect = {a->rule_left, a->rule_top, a->rule_right - a->rule_left,
                                          a->rule_bottom - a->rule_top},
                                 .columns = a->columns,
                                 .lines = rows,
                                 .spare = slots > rows ? slots - rows : 0};
    l->frames = frames;
}

void bm_emit_frame(struct makeup *m, struct bm_builder *b, struct job *job)
{
    if (!job->fit)
        fit_job(m, job);
    const struct bm_fitted *f = &job->fitted;
    const struct bm_setting *s = &f->setting;
    struct bm_ledger *l = &m->emit.pages->articles[job->ledger];
    size_t frame = job->next_frame++, end = job->next_row;
    struct bm_rect head = f->head;
    if (!s->row_count && !job->hung && job->areas[0].h > s->head_height && !s->head_width)
        head.y += (job->areas[0].h - s->head_height) / 2;
    if (s->head_width) {
        head.x += (head.w - s->head_width) / 2;
    }
    while (end < s->row_count && end < f->slot_count && f->slots[end].frame == frame)
        end++;
    for (uint32_t part = 0; part < job->galley->part_count; part++) {
        for (size_t i = 0; frame == 0 && i < s->head_count; i++)
            if (s->head[i].part == part) {
                emit_row(m, b, job, &s->head[i], head.x, head.y);
                l->characters += row_characters(&s->head[i]);
            }
        bool passed = end == s->row_count || s->rows[end].part > part;
        l->characters += bm_emit_figure(m, b, job, part, frame, passed);
        if (job->galley->parts[part].table)
            emit_table(m, b, job, part, job->next_row, end);
        for (size_t r = job->next_row; r < end; r++)
            if (s->rows[r].part == part && !s->rows[r].empty) {
                if (!s->rows[r].cell_count)
                    emit_row(m, b, job, &s->rows[r], f->slots[r].x, f->slots[r].y);
                l->characters += row_characters(&s->rows[r]);
            }
    }
    for (size_t r = job->next_row; r < end; r++)
        emit_table_rules(m, b, job, &s->rows[r], &f->slots[r]);
    if (frame == 0)
        emit_tier_rules(m, b, job, head.y);
    emit_column_rules(m, b, job, frame);
    write_jumps(m, job, frame);
    add_placed(m, job, frame, b->page->number, (uint32_t)(end - job->next_row));
    size_t from = job->next_row;
    job->next_row = end;
    l->loose_lines = s->loose;
    note_forced_rows(m, job, from);
    if (job->galley->article && s->row_count)
        l->short_lines = f->short_lines;
    if (job->next_frame == job->frame_count)
        note_overset(m, job);
}

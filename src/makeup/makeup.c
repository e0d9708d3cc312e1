/* The pages: every article fitted to its frames, then painted in reading order. */
#include "makeup/makeup.h"

#include "makeup/emit.h"

#include <stdlib.h>

/* An article on its way to the pages. */
struct job {
    const struct bm_galley *galley;
    const struct bm_box_style *box;
    uint32_t ledger;
    struct bm_fitted fitted;
    bool fit;          /* fitted is valid */
    uint32_t next_row; /* first row not yet placed */
    uint32_t *part_nodes;
    size_t frames_left;
    bool colour_reverse;
};

struct makeup {
    const struct bm_makeup_input *in;
    struct bm_diags *diags;
    struct bm_emit emit;
    struct bm_shaper *shaper;
    struct job *jobs; /* the banner first, if there is one, then the articles */
    size_t job_count;
    size_t banner; /* 1 when jobs[0] is the banner */
};

static struct bm_str copied(struct bm_arena *a, struct bm_str s)
{
    return (struct bm_str){bm_arena_copy(a, s.p, s.n), s.n};
}

static const struct bm_frame *first_frame(const struct bm_template *t, const struct job *job,
                                          size_t *count)
{
    const struct bm_frame *first = NULL;
    *count = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            bool mine = job->galley->article
                            ? !f->banner && bm_str_eq(f->article, job->galley->name)
                            : f->banner;
            if (!mine)
                continue;
            first = first ? first : f;
            ++*count;
        }
    return first;
}

/* The frame of an article in the template, before its galley exists. */
static const struct bm_frame *frame_of(const struct bm_template *t, struct bm_str name, bool banner,
                                       size_t *count)
{
    struct bm_galley probe = {.name = name};
    static const struct bm_article some;
    probe.article = banner ? NULL : &some;
    struct job job = {.galley = &probe};
    return first_frame(t, &job, count);
}

static void check_frames(struct makeup *m)
{
    const struct bm_template *t = m->in->template_;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            bool known = f->banner;
            const char *names[256];
            size_t n = 0;
            for (size_t a = 0; a < m->in->article_count && !known; a++) {
                known = bm_str_eq(m->in->articles[a]->name, f->article);
                if (n < 256)
                    names[n++] = bm_arena_copy(m->emit.work, m->in->articles[a]->name.p,
                                               m->in->articles[a]->name.n);
            }
            if (!known)
                bm_diag(m->diags, BM_MSG_UNKNOWN_ARTICLE, f->article_span, f->article,
                        bm_nearest(f->article, names, n));
        }
}

static struct bm_ledger *add_ledger(struct makeup *m, struct job *job, struct bm_str name,
                                    struct bm_str kind, uint32_t file, struct bm_span span,
                                    enum bm_role role)
{
    struct bm_pages *p = m->emit.pages;
    job->ledger = (uint32_t)p->article_count++;
    struct bm_ledger *l = &p->articles[job->ledger];
    *l = (struct bm_ledger){.name = copied(p->arena, name),
                            .kind = copied(p->arena, kind),
                            .file = file,
                            .overset = bm_span_none()};
    l->node = bm_emit_node(&m->emit, (struct bm_node){role, 0, job->ledger, NULL, span});
    return l;
}

/* Galleys of everything that has a frame. False when a font is missing. */
static bool make_galleys(struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    struct bm_galley_maker maker = {m->emit.work, in->layout,  in->fonts,
                                    m->shaper,    in->sources, m->diags};
    m->jobs = BM_NEW_N(m->emit.work, in->article_count + 1, struct job);
    m->emit.pages->articles = BM_NEW_N(m->emit.arena, in->article_count + 1, struct bm_ledger);
    size_t count;
    if (in->edition->banner.n) {
        const struct bm_frame *f = frame_of(in->template_, (struct bm_str){0}, true, &count);
        const struct bm_style *style = in->layout->banner;
        for (size_t i = 0; f && i < f->override_count; i++)
            if (bm_str_is(f->overrides[i].role, "banner"))
                style = f->overrides[i].style;
        if (!f || !style) {
            bm_diag(m->diags, BM_MSG_NOT_PLACED, in->edition->banner_span, BM_STR("banner"),
                    in->layout->name);
        } else {
            struct job *job = &m->jobs[m->job_count++];
            m->banner = 1;
            job->galley = bm_galley_banner(&maker, &in->edition->banner, in->edition->banner_span,
                                           in->edition->file, style);
            if (!job->galley)
                return false;
            job->box = f->box;
            job->frames_left = count;
            struct bm_ledger *l =
                add_ledger(m, job, BM_STR("banner"), BM_STR("banner"), in->edition->file,
                           in->edition->banner_span, BM_ROLE_BANNER);
            l->title = bm_galley_title(m->emit.arena, job->galley);
        }
    }
    for (size_t a = 0; a < in->article_count; a++) {
        const struct bm_article *article = in->articles[a];
        const struct bm_frame *f = frame_of(in->template_, article->name, false, &count);
        const struct bm_kind *kind = bm_layout_kind(in->layout, article->kind);
        if (!f) {
            bm_diag(m->diags, BM_MSG_NOT_PLACED, article->kind_span, article->name,
                    in->layout->name);
            continue;
        }
        if (!kind)
            continue; /* UNKNOWN_KIND was reported when the manuscript was read */
        struct bm_galley_styles styles = {kind, f->overrides, f->override_count};
        struct job *job = &m->jobs[m->job_count++];
        job->galley = bm_galley_make(&maker, article, &styles);
        if (!job->galley)
            return false;
        job->box = f->boxless ? NULL : f->box ? f->box : kind->box;
        job->frames_left = count;
        struct bm_ledger *l = add_ledger(m, job, article->name, article->kind, article->file,
                                         (struct bm_span){article->file, 0, 0}, BM_ROLE_ARTICLE);
        l->title = bm_galley_title(m->emit.arena, job->galley);
    }
    return true;
}

static void make_nodes(struct makeup *m, struct job *job)
{
    const struct bm_galley *g = job->galley;
    uint32_t parent = m->emit.pages->articles[job->ledger].node, list = BM_NO_NODE;
    job->part_nodes = BM_NEW_N(m->emit.work, g->part_count, uint32_t);
    for (size_t i = 0; i < g->part_count; i++) {
        static const enum bm_role roles[] = {[BM_PART_HEAD] = BM_ROLE_HEAD,
                                             [BM_PART_PARAGRAPH] = BM_ROLE_PARAGRAPH,
                                             [BM_PART_ITEM] = BM_ROLE_ITEM,
                                             [BM_PART_SUBHEAD] = BM_ROLE_SUBHEAD,
                                             [BM_PART_TAIL] = BM_ROLE_TAIL};
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

static struct job *job_of(struct makeup *m, const struct bm_frame *f)
{
    for (size_t i = 0; i < m->job_count; i++) {
        const struct bm_galley *g = m->jobs[i].galley;
        if (f->banner ? !g->article : g->article && bm_str_eq(g->name, f->article))
            return &m->jobs[i];
    }
    return NULL;
}

/* One rule of a box; rules of neighbours that lie on one another are drawn once. */
struct edge {
    bool vertical;
    bm_len at, from, to, weight;
};

static int by_place(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->vertical != y->vertical)
        return x->vertical ? 1 : -1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static size_t box_edges(const struct bm_box_style *b, const struct bm_field_area *a,
                        struct edge *out)
{
    size_t n = 0;
    for (int inner = 0; inner < 2; inner++) {
        bm_len w = inner ? b->inner : b->rule;
        if (!w)
            continue;
        bm_len d = inner ? b->inner_gap : 0;
        bm_len l = a->rule_left + (b->left ? d : 0), r = a->rule_right - (b->right ? d : 0);
        bm_len t = a->rule_top + (b->top ? d : 0), f = a->rule_bottom - (b->bottom ? d : 0);
        if (b->top)
            out[n++] = (struct edge){false, t, l, r, w};
        if (b->bottom)
            out[n++] = (struct edge){false, f, l, r, w};
        if (b->left)
            out[n++] = (struct edge){true, l, t, f, w};
        if (b->right)
            out[n++] = (struct edge){true, r, t, f, w};
    }
    return n;
}

static void emit_boxes(struct makeup *m, struct bm_builder *b,
                       const struct bm_page_template *template_)
{
    struct edge *edges = BM_NEW_N(m->emit.work, template_->n * 8 + 1, struct edge);
    size_t n = 0;
    for (size_t i = 0; i < template_->n; i++) {
        struct job *job = job_of(m, &template_->frames[i]);
        if (!job || !job->box)
            continue;
        struct bm_field_area a;
        bm_frame_area(m->in->layout, &template_->frames[i], job->box, job->galley, &a);
        const struct bm_colour *t = &job->box->tint;
        uint32_t node = bm_emit_node(
            &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "box", bm_span_none()});
        if (t->c || t->m || t->y || t->k) {
            struct bm_item *item = bm_emit_item(&m->emit, b);
            item->kind = BM_ITEM_FILL;
            item->node = node;
            item->rect = (struct bm_rect){a.rule_left, a.rule_top, a.rule_right - a.rule_left,
                                          a.rule_bottom - a.rule_top};
            item->ink = (struct bm_ink){t->c, t->m, t->y, t->k, false};
        }
        n += box_edges(job->box, &a, edges + n);
    }
    qsort(edges, n, sizeof *edges, by_place);
    for (size_t i = 0; i < n;) {
        struct edge e = edges[i++];
        while (i < n && edges[i].vertical == e.vertical && edges[i].at == e.at &&
               edges[i].weight == e.weight && edges[i].from <= e.to) {
            if (edges[i].to > e.to)
                e.to = edges[i].to;
            i++;
        }
        uint32_t node = bm_emit_node(
            &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "rule", bm_span_none()});
        bm_emit_rule(&m->emit, b, node,
                     e.vertical ? (struct bm_rect){e.at, e.from, 0, e.to - e.from}
                                : (struct bm_rect){e.from, e.at, e.to - e.from, 0},
                     e.weight);
    }
}

static struct bm_ink ink_of(const struct bm_style *s)
{
    if (s->reverse)
        return (struct bm_ink){0};
    return (struct bm_ink){s->colour.c, s->colour.m, s->colour.y, s->colour.k, true};
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
                                .ink = ink_of(p->style),
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

static uint32_t row_characters(const struct bm_row *r)
{
    uint32_t n = 0;
    if (r->empty || !r->para)
        return 0;
    for (uint32_t i = r->para->clusters[r->line->first].character;
         i < r->para->clusters[r->line->end].character; i++)
        n += bm_class_is_ink(r->para->characters[i].cp);
    return n;
}

static void note_overset(struct makeup *m, struct job *job)
{
    struct bm_ledger *l = &m->emit.pages->articles[job->ledger];
    const struct bm_setting *s = &job->fitted.setting;
    for (size_t i = job->next_row; i < s->row_count; i++) {
        const struct bm_row *r = &s->rows[i];
        if (r->empty)
            continue;
        if (!l->overset_lines) {
            const struct bm_character *c =
                &r->para->characters[r->para->clusters[r->line->first].character];
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

/* A warning for each word that is wider than its line (rule 7.5), once a word. */
static void note_forced(struct makeup *m, const struct job *job, uint32_t from)
{
    const struct bm_setting *s = &job->fitted.setting;
    for (uint32_t i = from; i < job->next_row; i++) {
        const struct bm_row *r = &s->rows[i];
        if (r->empty || !r->line->forced ||
            (i > from && s->rows[i - 1].line == r->line - 1 && s->rows[i - 1].line->forced))
            continue;
        const struct bm_para *p = r->para;
        uint32_t first = r->line->end - 1, end = r->line->end, unused, a, b;
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
}

/* Paints what of the article stands in this frame, in manuscript order. */
static void emit_frame(struct makeup *m, struct bm_builder *b, struct job *job,
                       const struct bm_frame *frame)
{
    struct bm_field_area a;
    bm_frame_area(m->in->layout, frame, job->box, job->galley, &a);
    struct bm_fitted *f = &job->fitted;
    struct bm_setting *s = &f->setting;
    bool first = !job->fit;
    if (first) {
        bm_fit_frame(m->emit.work, m->in->layout, job->galley, &a, f);
        job->fit = true;
        make_nodes(m, job);
    } else {
        /* The article goes on in the lines it was broken into for its first frame. */
        bm_len past = (a.y - m->in->layout->top) % job->galley->leading;
        f->body_y = a.y;
        if (past) {
            f->body_y += job->galley->leading - past;
            a.h -= job->galley->leading - past;
        }
        f->first = BM_NEW_N(m->emit.work, (size_t)a.columns + 1, uint32_t);
        f->depth = (uint32_t)(a.h / job->galley->leading);
        for (uint32_t c = 0; c <= a.columns; c++) {
            size_t at = job->next_row + (size_t)c * f->depth;
            f->first[c] = (uint32_t)(at < s->row_count ? at : s->row_count);
        }
    }
    if (!s->row_count && a.h > s->head_height)
        a.y += (a.h - s->head_height) / 2;
    struct bm_ledger *l = &m->emit.pages->articles[job->ledger];
    for (uint32_t part = 0; part < job->galley->part_count; part++) {
        for (size_t i = 0; first && i < s->head_count; i++)
            if (s->head[i].part == part) {
                emit_row(m, b, job, &s->head[i], a.head_x, a.y);
                l->characters += row_characters(&s->head[i]);
            }
        for (uint32_t c = 0; c < a.columns; c++)
            for (uint32_t r = f->first[c]; r < f->first[c + 1]; r++)
                if (s->rows[r].part == part && !s->rows[r].empty) {
                    bm_len x = a.x + (bm_len)c * (a.measure + a.gutter);
                    bm_len y = f->body_y + (bm_len)(r - f->first[c]) * job->galley->leading;
                    emit_row(m, b, job, &s->rows[r], x, y);
                    l->characters += row_characters(&s->rows[r]);
                }
    }
    if (first)
        for (size_t i = 0; i < s->rule_count; i++)
            bm_emit_rule(&m->emit, b,
                         bm_emit_node(&m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX,
                                                                 "rule", bm_span_none()}),
                         (struct bm_rect){a.head_x, a.y + s->rules[i], a.head_measure, 0},
                         m->in->layout->folio.rule);
    uint32_t placed = f->first[a.columns] - job->next_row;
    job->next_row = f->first[a.columns];
    struct bm_placed_frame *frames =
        BM_NEW_N(m->emit.arena, l->frame_count + 1, struct bm_placed_frame);
    if (l->frame_count)
        memcpy(frames, l->frames, l->frame_count * sizeof *frames);
    frames[l->frame_count] = (struct bm_placed_frame){
        .page = b->page->number,
        .rect = {a.rule_left, a.rule_top, a.rule_right - a.rule_left, a.rule_bottom - a.rule_top},
        .columns = a.columns,
        .lines = placed,
        .spare = f->depth * a.columns > placed ? f->depth * a.columns - placed : 0};
    l->frames = frames;
    l->frame_count++;
    l->loose_lines = s->loose;
    note_forced(m, job, job->next_row - placed);
    if (job->galley->article && s->row_count)
        l->short_lines = f->short_lines;
    if (--job->frames_left == 0)
        note_overset(m, job);
}

static void emit_folio(struct makeup *m, struct bm_builder *b)
{
    const struct bm_layout *layout = m->in->layout;
    const struct bm_folio *folio = &layout->folio;
    if (!folio->shown)
        return;
    struct bm_buf text = {0};
    for (size_t i = 0; i < folio->text.n; i++) {
        if (folio->text.n - i >= 6 && memcmp(folio->text.p + i, "{page}", 6) == 0) {
            bm_buf_decimal(&text, b->page->number, 0);
            i += 5;
        } else {
            bm_buf_char(&text, folio->text.p[i]);
        }
    }
    struct bm_piece piece = {.kind = BM_PIECE_TEXT, .span = bm_span_none()};
    piece.text = copied(m->emit.work, bm_buf_view(&text));
    bm_buf_free(&text);
    struct bm_text whole = {&piece, 1};
    struct bm_galley_maker maker = {m->emit.work, layout,         m->in->fonts,
                                    m->shaper,    m->in->sources, m->diags};
    struct bm_galley *g =
        bm_galley_banner(&maker, &whole, bm_span_none(), BM_NO_FILE, folio->style);
    if (!g)
        return;
    struct bm_setting s;
    struct bm_variant v = {0};
    bm_len w = bm_layout_columns_width(layout, layout->columns);
    bm_len y = bm_layout_line_y(layout, folio->first_line - 1);
    bm_len h = (bm_len)(folio->last_line - folio->first_line + 1) * layout->leading;
    bm_galley_set(m->emit.work, g, w, w, layout->leading, &v, NULL, &s);
    uint32_t node = bm_emit_node(
        &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "folio", bm_span_none()});
    if (folio->rule)
        bm_emit_rule(&m->emit, b, node, (struct bm_rect){layout->left, y + h, w, 0}, folio->rule);
    for (size_t i = 0; i < s.head_count; i++) {
        struct bm_emit_line line = {.para = s.head[i].para,
                                    .line = s.head[i].line,
                                    .x = layout->left + s.head[i].x,
                                    .y = y + s.head[i].y,
                                    .node = node,
                                    .article = UINT32_MAX,
                                    .ink = ink_of(folio->style),
                                    .sign = bm_span_none()};
        bm_emit_line(&m->emit, b, &line);
    }
}

struct bm_pages *bm_makeup(const struct bm_makeup_input *input, struct bm_diags *diags)
{
    struct bm_arena *arena = bm_arena_new();
    struct makeup m = {.in = input, .diags = diags};
    struct bm_pages *pages = BM_NEW(arena, struct bm_pages);
    const struct bm_layout *layout = input->layout;
    *pages = (struct bm_pages){.arena = arena,
                               .sources = input->sources,
                               .edition = copied(arena, input->edition->name),
                               .layout = copied(arena, layout->name),
                               .title = copied(arena, input->edition->title),
                               .date = copied(arena, input->edition->date),
                               .language = copied(arena, input->edition->language)};
    m.emit =
        (struct bm_emit){.arena = arena, .pages = pages, .work = bm_arena_new(), .layout = layout};
    m.shaper = bm_shaper_new(m.emit.work, input->fonts);
    bm_emit_node(&m.emit,
                 (struct bm_node){BM_ROLE_DOCUMENT, BM_NO_NODE, UINT32_MAX, NULL, bm_span_none()});
    check_frames(&m);
    bool ok = make_galleys(&m);
    const struct bm_template *t = input->template_;
    pages->pages = BM_NEW_N(arena, t->n, struct bm_page);
    pages->page_count = ok ? t->n : 0;
    for (size_t p = 0; p < pages->page_count; p++) {
        struct bm_page *page = &pages->pages[p];
        *page = (struct bm_page){.number = (uint32_t)p + 1,
                                 .width = layout->trim_width,
                                 .height = layout->trim_height,
                                 .bleed = layout->bleed,
                                 .grid = layout->leading,
                                 .type_area = {layout->left, layout->top,
                                               bm_layout_columns_width(layout, layout->columns),
                                               (bm_len)layout->lines * layout->leading}};
        struct bm_builder b = {.page = page};
        emit_boxes(&m, &b, &t->pages[p]);
        for (size_t j = 0; j < m.job_count; j++)
            for (size_t i = 0; i < t->pages[p].n; i++)
                if (job_of(&m, &t->pages[p].frames[i]) == &m.jobs[j])
                    emit_frame(&m, &b, &m.jobs[j], &t->pages[p].frames[i]);
        emit_folio(&m, &b);
    }
    for (size_t j = 0; ok && j < m.job_count; j++)
        if (m.jobs[j].fit)
            bm_emit_marks(&m.emit, m.jobs[j].galley, m.jobs[j].ledger);
    bm_shaper_free(m.shaper);
    bm_arena_drop(m.emit.work);
    if (!ok) {
        bm_arena_drop(arena);
        return NULL;
    }
    return pages;
}

void bm_pages_drop(struct bm_pages *pages)
{
    if (pages)
        bm_arena_drop(pages->arena);
}

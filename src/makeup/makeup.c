/* The pages: every article fitted to its frames, then painted in reading order. */
#include "makeup/makeup.h"

#include "makeup/jobs.h"

#include <stdlib.h>

static struct bm_str copied(struct bm_arena *a, struct bm_str s)
{
    return (struct bm_str){bm_arena_copy(a, s.p, s.n), s.n};
}

/* The frames of an article, or of the banner, in the order of the pages; NULL when it has none. */
static const struct bm_frame *find_frames(struct makeup *m, struct bm_str name, bool banner,
                                          struct job *job)
{
    const struct bm_template *t = m->in->template_;
    size_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        n += t->pages[p].n;
    job->frames = bm_arena_array(m->emit.work, n, sizeof *job->frames);
    job->pages = BM_NEW_N(m->emit.work, n, uint32_t);
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (f->guide || f->text_count ||
                (banner ? !f->banner : f->banner || !bm_str_eq(f->article, name)))
                continue;
            job->pages[job->frame_count] = (uint32_t)p + 1;
            job->frames[job->frame_count++] = f;
        }
    return job->frame_count ? job->frames[0] : NULL;
}

static void check_frames(struct makeup *m)
{
    const struct bm_template *t = m->in->template_;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            bool known = f->banner || f->guide || f->text_count || f->automatic;
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

struct bm_galley_maker bm_maker(const struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    return (struct bm_galley_maker){m->emit.work, in->layout,  in->fonts,
                                    m->shaper,    in->sources, m->diags};
}

bool bm_make_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                     const struct bm_override *overrides, size_t override_count, struct job *job)
{
    const struct bm_kind *kind = bm_layout_kind(maker->layout, article->kind);
    struct bm_galley_styles styles = {kind, overrides, override_count, 0};
    job->galley = bm_galley_make(maker, article, &styles);
    if (!job->galley)
        return false;
    job->kind_box = kind->box;
    job->smaller = bm_arena_array(maker->arena, kind->smaller_most, sizeof *job->smaller);
    for (styles.smaller = 1; styles.smaller <= kind->smaller_most; styles.smaller++)
        if (!(job->smaller[job->smaller_count++] = bm_galley_make(maker, article, &styles)))
            return false;
    return true;
}

/* Galleys of everything that has a frame. False when a font is missing. */
static bool make_galleys(struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    const struct bm_galley_maker maker = bm_maker(m);
    m->jobs = BM_NEW_N(m->emit.work, in->article_count + 1, struct job);
    m->emit.pages->articles = BM_NEW_N(m->emit.arena, in->article_count + 1, struct bm_ledger);
    if (in->edition->banner.n) {
        struct job found = {0};
        const struct bm_frame *f = find_frames(m, (struct bm_str){0}, true, &found);
        const struct bm_style *style = in->layout->banner;
        for (size_t i = 0; f && i < f->override_count; i++)
            if (bm_str_is(f->overrides[i].role, "banner"))
                style = f->overrides[i].style;
        if (!f || !style) {
            bm_diag(m->diags, BM_MSG_NOT_PLACED, in->edition->banner_span, BM_STR("banner"),
                    in->layout->name);
        } else {
            struct job *job = &m->jobs[m->job_count++];
            *job = found;
            m->banner = 1;
            job->galley = bm_galley_banner(&maker, &in->edition->banner, in->edition->banner_span,
                                           in->edition->file, style);
            if (!job->galley)
                return false;
            struct bm_ledger *l =
                add_ledger(m, job, BM_STR("banner"), BM_STR("banner"), in->edition->file,
                           in->edition->banner_span, BM_ROLE_BANNER);
            l->title = bm_galley_title(m->emit.arena, job->galley);
        }
    }
    for (size_t a = 0; a < in->article_count; a++) {
        const struct bm_article *article = in->articles[a];
        struct job found = {0};
        const struct bm_frame *f = find_frames(m, article->name, false, &found);
        const struct bm_kind *kind = bm_layout_kind(in->layout, article->kind);
        if (!f) {
            bm_diag(m->diags, BM_MSG_NOT_PLACED, article->kind_span, article->name,
                    in->layout->name);
            continue;
        }
        if (!kind)
            continue; /* UNKNOWN_KIND was reported when the manuscript was read */
        struct job *job = &m->jobs[m->job_count++];
        *job = m->ready[a];
        job->frames = found.frames;
        job->pages = found.pages;
        job->frame_count = found.frame_count;
        if (!job->galley && !bm_make_galleys(&maker, article, f->overrides, f->override_count, job))
            return false;
        struct bm_ledger *l = add_ledger(m, job, article->name, article->kind, article->file,
                                         (struct bm_span){article->file, 0, 0}, BM_ROLE_ARTICLE);
        l->title = bm_galley_title(m->emit.arena, job->galley);
    }
    return true;
}

static struct job *job_of(struct makeup *m, const struct bm_frame *f)
{
    if (f->guide || f->text_count)
        return NULL;
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
    const struct bm_colour *colour;
};

static bool same_colour(const struct bm_colour *a, const struct bm_colour *b)
{
    return a->c == b->c && a->m == b->m && a->y == b->y && a->k == b->k && a->spot == b->spot &&
           a->tint == b->tint;
}

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
            out[n++] = (struct edge){false, t, l, r, w, &b->colour};
        if (b->bottom)
            out[n++] = (struct edge){false, f, l, r, w, &b->colour};
        if (b->left)
            out[n++] = (struct edge){true, l, t, f, w, &b->colour};
        if (b->right)
            out[n++] = (struct edge){true, r, t, f, w, &b->colour};
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
        const struct bm_frame *frame = &template_->frames[i];
        const struct bm_box_style *box = job ? bm_job_box(job, frame) : frame->box;
        if (!box)
            continue;
        struct bm_field_area a;
        bm_furniture_area(m->in->layout, &template_->frames[i], box, &a);
        if (job)
            bm_frame_area(m->in->layout, &template_->frames[i], box, job->galley, &a);
        if (job && box->head_over)
            a.rule_top = bm_job_body_top(m, job, &a);
        struct bm_rect rect = {a.rule_left, a.rule_top, a.rule_right - a.rule_left,
                               a.rule_bottom - a.rule_top};
        uint32_t node = bm_emit_node(
            &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "box", bm_span_none()});
        struct bm_ink tint = bm_ink_of(&box->tint);
        bool tinted = bm_colour_given(&box->tint);
        tint.overprint = false; /* a panel lies under all else */
        if (tinted && box->radius) {
            bm_emit_round(&m->emit, b, node, rect, box->radius, 0, tint);
        } else if (tinted) {
            struct bm_item *item = bm_emit_item(&m->emit, b);
            item->kind = BM_ITEM_FILL;
            item->node = node;
            item->rect = rect;
            item->ink = tint;
        }
        if (box->line && box->line->kind > BM_LINE_DOUBLE) {
            bm_emit_ornament(&m->emit, b, node, rect, box);
            continue;
        }
        if (box->radius) {
            if (box->rule)
                bm_emit_round(&m->emit, b, node, rect, box->radius, box->rule,
                              bm_ink_of(&box->colour));
            continue;
        }
        n += box_edges(box, &a, edges + n);
    }
    qsort(edges, n, sizeof *edges, by_place);
    for (size_t i = 0; i < n;) {
        struct edge e = edges[i++];
        while (i < n && edges[i].vertical == e.vertical && edges[i].at == e.at &&
               edges[i].weight == e.weight && edges[i].from <= e.to &&
               same_colour(edges[i].colour, e.colour)) {
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
        b->page->items[b->page->n - 1].ink = bm_ink_of(e.colour);
    }
}

/* Inks, limits and the output condition go with the pages. */
static void put_press(struct bm_pages *pages, const struct bm_makeup_input *input)
{
    const struct bm_layout *layout = input->layout;
    const struct bm_press *press = &layout->press;
    struct bm_spot *spots = BM_NEW_N(pages->arena, layout->spot_count, struct bm_spot);
    for (size_t i = 0; i < layout->spot_count; i++) {
        const struct bm_colour *a = &layout->spots[i].alternate;
        spots[i] = (struct bm_spot){copied(pages->arena, layout->spots[i].name),
                                    {.c = a->c, .m = a->m, .y = a->y, .k = a->k}};
    }
    pages->spots = spots;
    pages->spot_count = layout->spot_count;
    pages->output = input->output;
    pages->limits = (struct bm_limits){press->ink, press->warn, press->black_text,
                                       press->black_large, bm_ink_of(&press->black)};
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
    put_press(pages, input);
    m.emit =
        (struct bm_emit){.arena = arena, .pages = pages, .work = bm_arena_new(), .layout = layout};
    m.shaper = bm_shaper_new(m.emit.work, input->fonts);
    bm_emit_node(&m.emit,
                 (struct bm_node){BM_ROLE_DOCUMENT, BM_NO_NODE, UINT32_MAX, NULL, bm_span_none()});
    check_frames(&m);
    struct bm_makeup_input planned;
    m.ready = BM_NEW_N(m.emit.work, input->article_count + 1, struct job);
    bool ok = bm_plan_pages(&m, &planned) && make_galleys(&m);
    const struct bm_template *t = m.in->template_;
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
                    bm_emit_frame(&m, &b, &m.jobs[j]);
        bm_emit_furniture(&m, &b, &t->pages[p]);
        bm_emit_large_black(page, &pages->limits);
    }
    for (size_t j = 0; ok && j < m.job_count; j++)
        if (m.jobs[j].fit)
            bm_emit_marks(&m.emit, m.jobs[j].galley, m.jobs[j].ledger);
    bm_shaper_free(m.shaper);
    while (m.arena_count)
        bm_arena_drop(m.arenas[--m.arena_count]);
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

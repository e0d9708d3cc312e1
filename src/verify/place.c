/* Differences and their places. */
#include "verify/parts.h"

#define TEXT_MOST 200 /* bytes of a difference's text that are kept, about */

static void add_text(struct bm_buf *out, const struct bm_atom *a)
{
    if (a->kind == BM_ATOM_GLYPH && out->n < TEXT_MOST)
        bm_buf_str(out, a->text);
    else if (a->kind == BM_ATOM_GLYPH && out->n < TEXT_MOST + 3)
        bm_buf_c(out, "…");
}

/* Texts of atoms [from, to) of one page. */
static struct bm_str texts(struct bm_judged *j, const struct bm_atoms *atoms, size_t from,
                           size_t to)
{
    struct bm_buf b = {0};
    for (size_t i = from; i < to; i++)
        add_text(&b, &atoms->v[i]);
    return bm_buf_keep(&b, j->arena);
}

static size_t less(size_t i)
{
    return i > BM_CONTEXT ? i - BM_CONTEXT : 0;
}

static size_t more(size_t i, size_t n)
{
    return i + BM_CONTEXT < n ? i + BM_CONTEXT : n;
}

/* The box of an atom: of a glyph its em box. */
static struct bm_rect box_of(const struct bm_atom *a)
{
    int64_t left = a->x, right = a->x, top = a->y, foot = a->y;
    const size_t n = a->kind == BM_ATOM_GLYPH ? 4 : a->shape ? a->shape->point_count : 0;
    for (size_t i = 0; i < n; i++) {
        int64_t x, y;
        if (a->kind == BM_ATOM_GLYPH) {
            const int64_t u = i & 1 ? 100 : 0, v = i & 2 ? 88 : -12; /* hundredths of the em */
            x = a->x + (u * a->matrix[0] + v * a->matrix[2]) / 100;
            y = a->y - (u * a->matrix[1] + v * a->matrix[3]) / 100;
        } else {
            x = a->shape->points[i].x;
            y = a->shape->points[i].y;
        }
        left = x < left || !i ? x : left;
        right = x > right || !i ? x : right;
        top = y < top || !i ? y : top;
        foot = y > foot || !i ? y : foot;
    }
    return (struct bm_rect){(bm_len)left, (bm_len)top, (bm_len)(right - left),
                            (bm_len)(foot - top)};
}

static struct bm_rect both(struct bm_rect a, struct bm_rect b)
{
    const bm_len x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    const bm_len right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    const bm_len foot = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct bm_rect){x, y, right - x, foot - y};
}

/* Whether the box lies outside the page's bleed. */
bool bm_atom_is_outside(const struct bm_atom *a, const struct bm_page *page)
{
    const struct bm_rect r = box_of(a);
    return r.x > page->width + page->bleed || r.x + r.w < -page->bleed ||
           r.y > page->height + page->bleed || r.y + r.h < -page->bleed;
}

/* Where wanted atoms stand in the manuscript. */
static struct bm_span span_of(const struct bm_judged *j, size_t from, size_t to)
{
    const struct bm_pages *pages = j->input->pages;
    struct bm_span span = bm_span_none();
    for (size_t i = from; i < to; i++) {
        const struct bm_atom *a = &j->wanted->v[i];
        const struct bm_item *item = &pages->pages[a->page].items[a->item];
        if (a->kind != BM_ATOM_GLYPH) {
            span = span.file == BM_NO_FILE ? item->span : span;
            continue;
        }
        const struct bm_glyph *g = &item->run.glyphs[a->glyph];
        if (item->run.file == BM_NO_FILE || !g->source_length)
            continue;
        if (span.file == BM_NO_FILE)
            span = (struct bm_span){item->run.file, g->source, g->source_length};
        else if (span.file == item->run.file && g->source >= span.offset)
            span.length = g->source + g->source_length - span.offset;
    }
    return span;
}

/* The seen atom that wanted ones about a place are paired with: the next before it, or after. */
static size_t seen_near(const struct bm_judged *j, size_t i)
{
    for (size_t k = i; k-- > 0;)
        if (j->pairs.of_wanted[k] != SIZE_MAX && !j->pairs.out_of_order[k])
            return j->pairs.of_wanted[k] + 1;
    return 0;
}

static size_t wanted_near(const struct bm_judged *j, size_t k)
{
    for (size_t i = k; i-- > 0;)
        if (j->pairs.of_seen[i] != SIZE_MAX)
            return j->pairs.of_seen[i] + 1;
    return 0;
}

static void about_wanted(struct bm_judged *j, struct bm_difference *d, size_t from, size_t to)
{
    const struct bm_atoms *w = j->wanted, *s = &j->seen->atoms;
    const struct bm_pages *pages = j->input->pages;
    const uint32_t node = pages->pages[w->v[from].page].items[w->v[from].item].node;
    struct bm_buf found = {0};
    for (size_t i = from; i < to; i++)
        if (j->pairs.of_wanted[i] != SIZE_MAX)
            add_text(&found, &s->v[j->pairs.of_wanted[i]]);
    d->wanted = texts(j, w, from, to);
    d->found = bm_buf_keep(&found, j->arena);
    d->before = texts(j, w, less(from), from);
    d->after = texts(j, w, to, more(to, w->n));
    const size_t first = j->pairs.of_wanted[from], last = j->pairs.of_wanted[to - 1];
    const size_t k = first != SIZE_MAX ? first : seen_near(j, from);
    const size_t end = last != SIZE_MAX ? last + 1 : k;
    d->found_before = texts(j, s, less(k), k);
    d->found_after = texts(j, s, end, more(end, s->n));
    d->span = span_of(j, from, to);
    d->page = pages->pages[w->v[from].page].number;
    d->article = node < pages->node_count ? pages->nodes[node].article : UINT32_MAX;
    for (size_t i = from; i < to; i++)
        d->rect = i == from ? box_of(&w->v[i]) : both(d->rect, box_of(&w->v[i]));
}

static void about_seen(struct bm_judged *j, struct bm_difference *d, size_t from, size_t to)
{
    const struct bm_atoms *w = j->wanted, *s = &j->seen->atoms;
    const struct bm_pages *pages = j->input->pages;
    const size_t near = wanted_near(j, from);
    d->found = texts(j, s, from, to);
    d->found_before = texts(j, s, less(from), from);
    d->found_after = texts(j, s, to, more(to, s->n));
    d->before = texts(j, w, less(near), near);
    d->after = texts(j, w, near, more(near, w->n));
    d->page = pages->pages[s->v[from].page].number;
    for (size_t i = from; i < to; i++)
        d->rect = i == from ? box_of(&s->v[i]) : both(d->rect, box_of(&s->v[i]));
    if (near) { /* behind the character that stands before it */
        const struct bm_atom *a = &w->v[near - 1];
        const uint32_t node = pages->pages[a->page].items[a->item].node;
        d->span = span_of(j, near - 1, near);
        d->article = node < pages->node_count ? pages->nodes[node].article : UINT32_MAX;
    }
}

struct bm_difference *bm_differ(struct bm_judged *j, enum bm_difference_kind kind, size_t from,
                                size_t to, bool of_seen)
{
    static const struct bm_str drawing = {"(drawing)", 9};
    struct bm_verified *out = j->out;
    if (out->n == BM_DIFFERENCES) {
        out->cut = true;
        return &out->v[out->n - 1];
    }
    out->v = bm_arena_grow(j->arena, out->v, out->n, &j->cap, sizeof *out->v);
    struct bm_difference *d = &out->v[out->n++];
    *d = (struct bm_difference){
        .kind = kind, .count = to - from, .span = bm_span_none(), .article = UINT32_MAX};
    if (from == to)
        return d;
    if (of_seen)
        about_seen(j, d, from, to);
    else
        about_wanted(j, d, from, to);
    if (kind == BM_DIFFERENCE_DRAWING && of_seen)
        d->found = drawing;
    else if (kind == BM_DIFFERENCE_DRAWING)
        d->wanted = drawing;
    return d;
}

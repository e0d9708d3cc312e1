/* Annotations: links that lead where the pages' links lead, and nothing else. */
#include "page/ledger.h"
#include "verify/objects.h"

/* A piece of a link of the pages. */
struct link {
    uint32_t page; /* index */
    struct bm_rect rect;
    struct bm_str to; /* its address as in the file; empty: a page … */
    uint32_t to_page; /* … with that number */
    bool found;
};

struct links {
    const struct bm_objects *o;
    const int *ids;
    struct link *v;
    size_t n, cap;
};

/* As the file has it: what is not ASCII as percent-encoded UTF-8. */
static struct bm_str address(struct bm_arena *arena, struct bm_str url)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] < 0x80)
            bm_buf_char(&b, url.p[i]);
        else
            bm_buf_printf(&b, "%%%02X", (unsigned)(unsigned char)url.p[i]);
    return bm_buf_keep(&b, arena);
}

/* What of its item a segment takes. */
static struct bm_rect rect_of(const struct bm_pages *pages, const struct bm_segment *s)
{
    const struct bm_item *item = &pages->pages[s->page].items[s->item];
    struct bm_rect r = item->rect;
    if (item->kind != BM_ITEM_RUN || !s->n || s->n == item->run.n)
        return r;
    const struct bm_glyph *from = &item->run.glyphs[s->first];
    const bool more = s->first + s->n < item->run.n;
    if (item->run.mode == BM_HORIZONTAL) {
        const bm_len right = more ? from[s->n].x : r.x + r.w;
        r.x = s->first ? from->x : r.x;
        r.w = right - r.x;
    } else {
        const bm_len foot = more ? from[s->n].y : r.y + r.h;
        r.y = s->first ? from->y : r.y;
        r.h = foot - r.y;
    }
    return r;
}

/* Whether the article has a frame on that page, which is in the file: else nothing leads there. */
static bool leads(const struct bm_verify_input *input, const struct bm_node *node)
{
    const struct bm_pages *pages = input->pages;
    if (!node->about || node->about > pages->article_count)
        return false;
    const struct bm_ledger *article = &pages->articles[node->about - 1];
    for (size_t i = 0; i < article->frame_count; i++)
        if (article->frames[i].page == node->to_page)
            return (!input->first || node->to_page >= input->first) &&
                   (!input->last || node->to_page <= input->last);
    return false;
}

static void want_links(struct links *l)
{
    struct bm_seen *seen = l->o->seen;
    const struct bm_pages *pages = seen->input->pages;
    size_t first = 0, end = pages->page_count;
    while (first < end && !bm_page_is_asked(seen->input, &pages->pages[first]))
        first++;
    while (end > first && !bm_page_is_asked(seen->input, &pages->pages[end - 1]))
        end--;
    const struct bm_reading *r = bm_reading_make(seen->arena, pages, first, end);
    for (size_t i = 0; i < r->passage_count; i++) {
        const struct bm_passage *p = &r->passages[i];
        if (p->kind != BM_PASSAGE_LINK)
            continue;
        const struct bm_node *node = &pages->nodes[r->nodes[p->node].node];
        if (!p->address.n && !leads(seen->input, node))
            continue;
        const struct bm_str to = address(seen->arena, p->address);
        for (uint32_t k = 0; k < p->segment_count; k++) {
            const struct bm_segment *s = &r->segments[p->segment + k];
            l->v = bm_arena_grow(seen->arena, l->v, l->n, &l->cap, sizeof *l->v);
            l->v[l->n++] = (struct link){s->page, rect_of(pages, s), to,
                                         p->address.n ? 0 : node->to_page, false};
        }
    }
}

/* Where an annotation leads; false: it is no link of ours. */
static bool aim(const struct links *l, qpdf_oh a, struct bm_str *to, uint32_t *to_page)
{
    static const char *const known[] = {"/Type",     "/Subtype",      "/Rect", "/Border", "/F",
                                        "/Contents", "/StructParent", "/A",    "/Dest",   "/P",
                                        NULL};
    const struct bm_objects *o = l->o;
    const qpdf_oh action = bm_object_key(o, a, "/A"), border = bm_object_key(o, a, "/Border");
    const qpdf_oh uri = bm_object_key(o, action, "/URI");
    qpdf_oh target = bm_object_key(o, a, "/Dest");
    *to = BM_STR("");
    *to_page = 0;
    if (!bm_object_is_name(o, bm_object_key(o, a, "/Subtype"), "/Link") ||
        bm_object_other_key(o, a, known).n || bm_object_count(o, border) < 3 ||
        bm_object_number(o, qpdf_oh_get_array_item(o->q, border, 2)) != 0 ||
        !qpdf_oh_is_null(o->q, bm_object_key(o, action, "/Next")))
        return false;
    if (bm_object_is_name(o, bm_object_key(o, action, "/S"), "/URI") &&
        qpdf_oh_is_string(o->q, uri)) {
        *to = bm_str_copy(o->seen->arena, bm_str_c(qpdf_oh_get_string_value(o->q, uri)));
        return true;
    }
    if (bm_object_is_name(o, bm_object_key(o, action, "/S"), "/GoTo"))
        target = bm_object_key(o, action, "/D");
    else if (qpdf_oh_is_dictionary(o->q, action))
        return false;
    if (bm_object_count(o, target) < 1)
        return false;
    const int id = qpdf_oh_get_object_id(o->q, qpdf_oh_get_array_item(o->q, target, 0));
    for (size_t i = 0; i < o->seen->page_count; i++)
        if (l->ids[i] == id && o->seen->pages[i].page)
            *to_page = o->seen->pages[i].page->number;
    return true;
}

static struct bm_rect rect_on(const struct bm_seen_page *page, const double box[4])
{
    const double far = 30000;
    double v[4] = {box[0] - page->trim[0], page->trim[3] - box[3], box[2] - box[0],
                   box[3] - box[1]};
    for (int i = 0; i < 4; i++)
        v[i] = v[i] > -far ? v[i] < far ? v[i] : far : -far;
    return (struct bm_rect){(bm_len)(v[0] * BM_PT), (bm_len)(v[1] * BM_PT), (bm_len)(v[2] * BM_PT),
                            (bm_len)(v[3] * BM_PT)};
}

static struct bm_str name_of(const struct links *l, struct bm_str to, uint32_t to_page)
{
    struct bm_buf b = {0};
    if (to.n || !to_page)
        return to;
    bm_buf_printf(&b, "#%u", to_page);
    return bm_buf_keep(&b, l->o->seen->arena);
}

static bool is_over(const struct bm_rect *a, const struct bm_rect *piece)
{
    const bm_len x = piece->x + piece->w / 2, y = piece->y + piece->h / 2;
    return x >= a->x && x <= a->x + a->w && y >= a->y && y <= a->y + a->h;
}

static void see_annotation(struct links *l, const struct bm_seen_page *page, qpdf_oh a)
{
    struct bm_seen *seen = l->o->seen;
    struct bm_seen_find find = {
        .kind = BM_DIFFERENCE_ACTION, .about = BM_ABOUT_LINK, .page = page->page};
    struct bm_str to;
    uint32_t to_page;
    double box[4] = {0};
    bool known = false;
    bm_object_box(l->o, bm_object_key(l->o, a, "/Rect"), box);
    find.rect = rect_on(page, box);
    if (!aim(l, a, &to, &to_page)) {
        find.kind = BM_DIFFERENCE_DRAWING;
        find.about = BM_ABOUT_ANNOTATION;
        bm_see_find(seen, find, BM_STR("(annotation)"));
        return;
    }
    for (size_t i = 0; i < l->n; i++) {
        struct link *k = &l->v[i];
        if (k->page != page->index || !is_over(&find.rect, &k->rect))
            continue;
        const bool same = k->to_page == to_page && bm_str_eq(k->to, to);
        k->found |= same;
        known |= same;
        if (!same)
            find.wanted = name_of(l, k->to, k->to_page);
    }
    if (!known || find.wanted.n)
        bm_see_find(seen, find, name_of(l, to, to_page));
    seen->elements += l->n;
}

void bm_see_links(const struct bm_objects *o, const qpdf_oh *pages, const int *ids)
{
    struct bm_seen *seen = o->seen;
    struct links l = {.o = o, .ids = ids};
    if (seen->tagged)
        want_links(&l);
    for (size_t i = 0; i < seen->page_count; i++) {
        const qpdf_oh all = bm_object_key(o, pages[i], "/Annots");
        const int n = seen->pages[i].page ? bm_object_count(o, all) : 0;
        for (int k = 0; k < n && seen->find_count < BM_DIFFERENCES; k++) {
            if (++seen->elements > BM_SEEN_ELEMENTS) {
                seen->unreadable = "its structure is larger or nested deeper than is read";
                return;
            }
            see_annotation(&l, &seen->pages[i], qpdf_oh_get_array_item(o->q, all, k));
        }
    }
    for (size_t i = 0; i < l.n; i++)
        if (!l.v[i].found)
            bm_see_find(seen,
                        (struct bm_seen_find){.kind = BM_DIFFERENCE_ACTION,
                                              .about = BM_ABOUT_LINK,
                                              .page = &seen->input->pages->pages[l.v[i].page],
                                              .rect = l.v[i].rect,
                                              .wanted = name_of(&l, l.v[i].to, l.v[i].to_page)},
                        BM_STR(""));
}

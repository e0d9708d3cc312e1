/* Links: where they lead, and their annotations (ISO 32000-1, 12.5.6.5). */
#include "page/ledger.h"
#include "pdf/tags.h"

static HPDF_REAL points(bm_len length)
{
    return (HPDF_REAL)((double)length / BM_PT);
}

size_t bm_pdf_sheet(const struct bm_pdf_parts *parts, uint32_t number)
{
    size_t i = 0;
    while (i < parts->sheet_count && parts->sheets[i].page->number != number)
        i++;
    return i;
}

const struct bm_placed_frame *bm_pdf_frame_on(const struct bm_ledger *article, uint32_t page)
{
    for (size_t i = 0; i < article->frame_count; i++)
        if (article->frames[i].page == page)
            return &article->frames[i];
    return NULL;
}

HPDF_Array bm_pdf_target(HPDF_Doc doc, const struct bm_pdf_page *sheet, void *first, bm_len x,
                         bm_len y)
{
    HPDF_Array target = bm_pdf_array(doc);
    HPDF_Array_Add(target, first);
    HPDF_Array_AddName(target, "XYZ");
    HPDF_Array_AddReal(target, points(sheet->margin + x));
    HPDF_Array_AddReal(target, points(sheet->margin + sheet->page->height - y));
    bm_pdf_null(doc, target);
    return target;
}

void bm_pdf_lead(HPDF_Doc doc, HPDF_Dict from, const struct bm_pdf_page *sheet, HPDF_Page page,
                 HPDF_Dict element, bm_len x, bm_len y)
{
    HPDF_Array target = bm_pdf_target(doc, sheet, page, x, y);
    if (!element) {
        HPDF_Dict_Add(from, "Dest", target);
        return;
    }
    HPDF_Dict action = bm_pdf_direct(doc);
    HPDF_Dict_AddName(action, "S", "GoTo");
    HPDF_Dict_Add(action, "D", target);
    HPDF_Dict_Add(action, "SD", bm_pdf_target(doc, sheet, element, x, y));
    HPDF_Dict_Add(from, "A", action);
}

static const struct bm_node *node_of(const struct bm_pdf_parts *parts, uint32_t passage)
{
    const struct bm_reading *r = parts->reading;
    return &parts->pages->nodes[r->nodes[r->passages[passage].node].node];
}

/* The article that a node leads to, in its frame on that page; NULL: it is not in the file. */
static const struct bm_placed_frame *frame_of(const struct bm_pdf_parts *parts,
                                              const struct bm_node *n)
{
    if (!n->about || n->about > parts->pages->article_count ||
        bm_pdf_sheet(parts, n->to_page) == parts->sheet_count)
        return NULL;
    return bm_pdf_frame_on(&parts->pages->articles[n->about - 1], n->to_page);
}

bool bm_pdf_leads(const struct bm_pdf_parts *parts, uint32_t passage)
{
    return parts->reading->passages[passage].address.n || frame_of(parts, node_of(parts, passage));
}

/* What of the page a segment takes. */
static struct bm_rect rect_of(const struct bm_pages *pages, const struct bm_segment *s)
{
    const struct bm_item *item = &pages->pages[s->page].items[s->item];
    struct bm_rect r = item->rect;
    if (item->kind != BM_ITEM_RUN || s->n == item->run.n)
        return r;
    const struct bm_glyph *from = &item->run.glyphs[s->first], *to = from + s->n;
    const bool more = s->first + s->n < item->run.n;
    if (item->run.mode == BM_HORIZONTAL) {
        const bm_len right = more ? to->x : r.x + r.w;
        r.x = s->first ? from->x : r.x;
        r.w = right - r.x;
    } else {
        const bm_len foot = more ? to->y : r.y + r.h;
        r.y = s->first ? from->y : r.y;
        r.h = foot - r.y;
    }
    return r;
}

/* Where an annotation of a link leads: to the world, or to an article on another page. */
static void aim(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                const struct bm_pdf_tree *tree, uint32_t passage, HPDF_Dict annotation)
{
    const struct bm_passage *p = &parts->reading->passages[passage];
    const struct bm_node *n = node_of(parts, passage);
    if (p->address.n) {
        HPDF_Dict action = bm_pdf_direct(doc);
        struct bm_buf address = {0};
        /* What is not ASCII as percent-encoded UTF-8 (RFC 3987, 3.1; ISO 32000-1, 12.6.4.7). */
        for (size_t i = 0; i < p->address.n; i++)
            if ((unsigned char)p->address.p[i] < 0x80)
                bm_buf_char(&address, p->address.p[i]);
            else
                bm_buf_printf(&address, "%%%02X", (unsigned)(unsigned char)p->address.p[i]);
        bm_buf_char(&address, '\0');
        HPDF_Dict_AddName(action, "S", "URI");
        bm_pdf_string(doc, action, "URI", address.p);
        HPDF_Dict_Add(annotation, "A", action);
        bm_buf_free(&address);
        return;
    }
    const struct bm_placed_frame *frame = frame_of(parts, n);
    const size_t sheet = bm_pdf_sheet(parts, n->to_page);
    HPDF_Dict element = NULL;
    if (bm_pdf_form(parts->options->profile)->bare)
        element = tree->articles[n->about - 1];
    bm_pdf_lead(doc, annotation, &parts->sheets[sheet], made[sheet], element, frame->rect.x,
                frame->rect.y);
}

/* What a link is called: its own words, or what a code leads to. */
static void name(HPDF_Doc doc, const struct bm_pdf_parts *parts, uint32_t passage,
                 HPDF_Dict annotation)
{
    const struct bm_passage *p = &parts->reading->passages[passage];
    const struct bm_node *n = node_of(parts, passage);
    struct bm_buf text = {0};
    for (uint32_t k = 0; k < p->segment_count; k++)
        bm_buf_str(&text,
                   bm_segment_text(parts->reading, &parts->reading->segments[p->segment + k]));
    bm_pdf_text(doc, annotation, "Contents", text.n ? bm_buf_view(&text) : n->alt);
    bm_buf_free(&text);
}

/* An annotation over a rectangle, inside the element of its link. */
static void annotate(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                     struct bm_pdf_tree *tree, const struct bm_pdf_tagged_link *link, size_t sheet,
                     struct bm_rect r)
{
    const struct bm_pdf_page *s = &parts->sheets[sheet];
    const bm_len sides[4] = {r.x, s->page->height - r.y - r.h, r.x + r.w, s->page->height - r.y};
    HPDF_Dict a = bm_pdf_dict(doc), reference = bm_pdf_direct(doc);
    HPDF_Array rect = bm_pdf_array(doc), border = bm_pdf_array(doc);
    HPDF_Array all = HPDF_Dict_GetItem(made[sheet], "Annots", HPDF_OCLASS_ARRAY);
    if (!all) {
        all = bm_pdf_array(doc);
        HPDF_Dict_Add(made[sheet], "Annots", all);
    }
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddReal(rect, points(s->margin + sides[i]));
    for (int i = 0; i < 3; i++)
        HPDF_Array_AddNumber(border, 0);
    HPDF_Dict_AddName(a, "Type", "Annot");
    HPDF_Dict_AddName(a, "Subtype", "Link");
    HPDF_Dict_Add(a, "Rect", rect);
    HPDF_Dict_Add(a, "Border", border);
    HPDF_Dict_AddNumber(a, "F", 4); /* it is printed: ISO 19005-2, 6.3.2 */
    name(doc, parts, link->passage, a);
    HPDF_Dict_AddNumber(a, "StructParent", tree->next_key);
    aim(doc, parts, made, tree, link->passage, a);
    HPDF_Array_Add(all, a);
    HPDF_Dict_AddName(reference, "Type", "OBJR");
    HPDF_Dict_Add(reference, "Obj", a);
    HPDF_Dict_Add(reference, "Pg", made[sheet]);
    HPDF_Array_Add(link->kids, reference);
    HPDF_Array_AddNumber(tree->numbers, tree->next_key++);
    HPDF_Array_Add(tree->numbers, link->element);
}

static struct bm_rect both(struct bm_rect a, struct bm_rect b)
{
    const bm_len x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    const bm_len right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    const bm_len foot = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct bm_rect){x, y, right - x, foot - y};
}

/* Whether two pieces of a link stand on one line. */
static bool on_one_line(const struct bm_rect *a, const struct bm_rect *b)
{
    return (a->y == b->y && a->h == b->h) || (a->x == b->x && a->w == b->w);
}

void bm_pdf_links(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                  struct bm_pdf_tree *tree)
{
    const struct bm_reading *reading = parts->reading;
    for (size_t i = 0; i < tree->link_count; i++) {
        const struct bm_pdf_tagged_link *link = &tree->links[i];
        const struct bm_passage *p = &reading->passages[link->passage];
        for (uint32_t k = 0, end; k < p->segment_count; k = end) {
            const struct bm_segment *s = &reading->segments[p->segment + k];
            struct bm_rect r = rect_of(reading->pages, s);
            for (end = k + 1; end < p->segment_count && s[end - k].page == s->page; end++) {
                const struct bm_rect next = rect_of(reading->pages, &s[end - k]);
                if (!on_one_line(&r, &next))
                    break;
                r = both(r, next);
            }
            annotate(doc, parts, made, tree, link,
                     bm_pdf_sheet(parts, reading->pages->pages[s->page].number), r);
        }
    }
    HPDF_Dict_AddNumber(tree->root, "ParentTreeNextKey", tree->next_key);
}

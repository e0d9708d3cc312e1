/* The tree is made node by node, in the order of reading, each under its parent. */
#include "pdf/tags.h"

#include "page/ledger.h"

#include <stdio.h>

/* Where a type is defined, which PDF 2.0 wants to know (ISO 32000-2, 14.8.6). */
enum space {
    SPACE_2,   /* in PDF 2.0 */
    SPACE_1,   /* before it alone */
    SPACE_OWN, /* our name for one of PDF's */
    SPACES
};

struct type {
    const char *name;
    enum space space;
    const char *is; /* of our own: what it is */
};

#define TYPE_2(name)       ((struct type){name, SPACE_2, NULL})
#define TYPE_1(name)       ((struct type){name, SPACE_1, NULL})
#define TYPE_OWN(name, is) ((struct type){name, SPACE_OWN, is})

/* Fields of heads and tails. */
static const struct {
    const char *field;
    struct type type;
} fields[] = {
    {"kicker", {"Kicker", SPACE_OWN, "P"}},    {"tag", {"Tag", SPACE_OWN, "P"}},
    {"deck", {"Deck", SPACE_OWN, "P"}},        {"lead", {"Lead", SPACE_OWN, "P"}},
    {"number", {"Number", SPACE_OWN, "P"}},    {"adopted", {"Adopted", SPACE_OWN, "P"}},
    {"byline", {"Byline", SPACE_OWN, "P"}},    {"addressee", {"Addressee", SPACE_OWN, "P"}},
    {"signed", {"Signature", SPACE_OWN, "P"}}, {"dated", {"Dateline", SPACE_OWN, "P"}},
    {"issued", {"Issued", SPACE_OWN, "P"}},    {"banner", {"BannerTitle", SPACE_OWN, "P"}},
};
static const struct type banner = {"Banner", SPACE_OWN, "Sect"};
/* A figure with its caption. To PDF 2.0 a Div is as if it were not there, and a caption stands
 * first or last of what holds it; before 2.0 there is no Aside. */
static const struct type illustration = {"Illustration", SPACE_OWN, "Div"};

static struct type type_of_field(const struct bm_node *n)
{
    for (size_t i = 0; n->field && i < BM_COUNT(fields); i++)
        if (strcmp(n->field, fields[i].field) == 0)
            return fields[i].type;
    return TYPE_2("P");
}

static struct type type_of(const struct bm_node *n)
{
    static const char *const heads[] = {"H1", "H2"};
    switch (n->role) {
    case BM_ROLE_DOCUMENT:
        return TYPE_2("Document");
    case BM_ROLE_BANNER:
        return banner;
    case BM_ROLE_ARTICLE:
        return TYPE_1("Art");
    case BM_ROLE_HEAD:
    case BM_ROLE_TAIL:
    case BM_ROLE_SUBHEAD:
        return n->level ? TYPE_2(heads[n->level > 1]) : type_of_field(n);
    case BM_ROLE_LIST:
        return TYPE_2("L");
    case BM_ROLE_ITEM:
        return TYPE_2("LI");
    case BM_ROLE_LABEL:
        return TYPE_2("Lbl");
    case BM_ROLE_BODY:
        return TYPE_2("LBody");
    case BM_ROLE_QUOTE:
        return TYPE_1("BlockQuote");
    case BM_ROLE_TABLE:
        return TYPE_2("Table");
    case BM_ROLE_ROW:
        return TYPE_2("TR");
    case BM_ROLE_CELL:
        return n->header ? TYPE_2("TH") : TYPE_2("TD");
    case BM_ROLE_FIGURE:
        return TYPE_2("Figure");
    case BM_ROLE_CAPTION:
        return TYPE_2("Caption");
    case BM_ROLE_PARAGRAPH:
    case BM_ROLE_ARTEFACT:
        break;
    }
    return TYPE_2("P");
}

const char *bm_pdf_tag(const struct bm_reading *reading, uint32_t passage)
{
    const struct bm_passage *p = &reading->passages[passage];
    if (p->kind != BM_PASSAGE_PLAIN)
        return p->kind == BM_PASSAGE_LINK ? "Link" : "Span";
    const struct type type = type_of(&reading->pages->nodes[reading->nodes[p->node].node]);
    return type.is ? type.is : type.name;
}

static bool is_field(const struct bm_node *n, const char *field)
{
    return n->role == BM_ROLE_ARTEFACT && n->field && strcmp(n->field, field) == 0;
}

const char *bm_pdf_artefact(const struct bm_pages *pages, const struct bm_page *page,
                            const struct bm_item *item)
{
    static const char *const layout = "/Type /Layout", *const again = "/Type /Pagination";
    static const char *const head = "/Type /Pagination /Subtype /Header";
    static const char *const foot = "/Type /Pagination /Subtype /Footer";
    if (item->node >= pages->node_count)
        return layout;
    const struct bm_node *n = &pages->nodes[item->node];
    if (is_field(n, "folio"))
        return item->rect.y < page->height / 2 ? head : foot;
    return item->kind == BM_ITEM_RUN ? again : layout;
}

/* Marks of a passage, in order. */
struct mark {
    uint32_t sheet, id;
};

struct tags {
    HPDF_Doc doc;
    const struct bm_pdf_parts *parts;
    const struct bm_reading *reading;
    const HPDF_Page *made;
    struct bm_pdf_tree *tree;
    HPDF_Array *kids;    /* of each element */
    HPDF_Dict *passages; /* the element that holds each passage's marks */
    uint32_t *first;     /* the sheet where each node's marks begin, and 1; 0: none yet */
    struct mark *marks;
    uint32_t *starts; /* of each passage's marks, and the end of the last */
    HPDF_Dict spaces[SPACES];
    HPDF_Dict scope, numbered, signed_; /* attributes that many elements have */
    uint32_t figure;                    /* with a caption, in a group with it */
    HPDF_Dict group;
    HPDF_Array group_kids;
    HPDF_Dict toc, reference; /* of the guide at work, or NULL */
    HPDF_Array toc_kids, reference_kids;
    uint32_t about;     /* its entry */
    HPDF_Dict *entries; /* of guides, which say what they lead to when that has an element … */
    uint32_t *targets;  /* … articles */
    size_t entry_count, entry_cap, target_cap;
};

static HPDF_Dict element(struct tags *t, HPDF_Dict parent, HPDF_Array siblings, struct type type,
                         HPDF_Array *kids)
{
    HPDF_Dict e = bm_pdf_dict(t->doc);
    HPDF_Dict_AddName(e, "S", type.name);
    HPDF_Dict_Add(e, "P", parent);
    if (t->spaces[type.space])
        HPDF_Dict_Add(e, "NS", t->spaces[type.space]);
    *kids = bm_pdf_array(t->doc);
    HPDF_Dict_Add(e, "K", *kids);
    HPDF_Array_Add(siblings, e);
    return e;
}

/* The marks of all passages, by counting. */
static void sort_marks(struct tags *t)
{
    const struct bm_pdf_parts *p = t->parts;
    const size_t n = t->reading->passage_count;
    size_t all = 0;
    t->starts = bm_arena_array(p->arena, n + 2, sizeof *t->starts);
    for (size_t s = 0; s < p->sheet_count; s++)
        for (size_t i = 0; i < p->sheets[s].owner_count; i++, all++)
            t->starts[p->sheets[s].owners[i] + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        t->starts[i] += t->starts[i - 1];
    t->marks = BM_NEW_N(p->arena, all, struct mark);
    for (uint32_t s = 0; s < p->sheet_count; s++)
        for (uint32_t i = 0; i < p->sheets[s].owner_count; i++)
            t->marks[t->starts[p->sheets[s].owners[i] + 1]++] = (struct mark){s, i};
}

/* The marks of a passage as an element's; *first: the sheet of those that it has, and 1. */
static void add_marks(struct tags *t, HPDF_Dict element, HPDF_Array kids, uint32_t *first,
                      uint32_t passage)
{
    for (uint32_t i = t->starts[passage]; i < t->starts[passage + 1]; i++) {
        const struct mark *m = &t->marks[i];
        if (!*first)
            HPDF_Dict_Add(element, "Pg", t->made[m->sheet]);
        *first = *first ? *first : m->sheet + 1;
        if (*first == m->sheet + 1) {
            HPDF_Array_AddNumber(kids, (HPDF_INT32)m->id);
            continue;
        }
        HPDF_Dict reference = bm_pdf_direct(t->doc);
        HPDF_Dict_AddName(reference, "Type", "MCR");
        HPDF_Dict_Add(reference, "Pg", t->made[m->sheet]);
        HPDF_Dict_AddNumber(reference, "MCID", (HPDF_INT32)m->id);
        HPDF_Array_Add(kids, reference);
    }
    t->passages[passage] = element;
}

/* The passages of a node: their marks are its own, or those of elements inside it. */
static void add_passages(struct tags *t, uint32_t i, HPDF_Dict own, HPDF_Array kids)
{
    const struct bm_reading_node *node = &t->reading->nodes[i];
    for (uint32_t p = node->passage; p < node->passage + node->passage_count; p++) {
        const enum bm_passage_kind kind = t->reading->passages[p].kind;
        if (t->starts[p] == t->starts[p + 1])
            continue;
        if (kind == BM_PASSAGE_PLAIN || (kind == BM_PASSAGE_LINK && !bm_pdf_leads(t->parts, p)) ||
            (kind == BM_PASSAGE_FOREIGN && !t->parts->pages->foreign.n)) {
            add_marks(t, own, kids, &t->first[i], p);
            continue;
        }
        HPDF_Array inner;
        uint32_t first = 0;
        HPDF_Dict e = element(t, own, kids,
                              kind == BM_PASSAGE_LINK ? TYPE_2("Link") : TYPE_2("Span"), &inner);
        add_marks(t, e, inner, &first, p);
        if (kind == BM_PASSAGE_FOREIGN) {
            bm_pdf_text(t->doc, e, "Lang", t->parts->pages->foreign);
            continue;
        }
        struct bm_pdf_tree *tree = t->tree;
        tree->links = bm_arena_grow(t->parts->arena, tree->links, tree->link_count, &tree->link_cap,
                                    sizeof *tree->links);
        tree->links[tree->link_count++] = (struct bm_pdf_tagged_link){e, inner, p};
    }
}

/* The box of a figure; the sheet that it is on. */
static uint32_t add_box(struct tags *t, HPDF_Dict attributes, uint32_t i)
{
    const struct bm_reading *r = t->reading;
    const struct bm_passage *p = &r->passages[r->nodes[i].passage];
    const struct bm_segment *s = &r->segments[p->segment];
    const struct bm_item *item = &r->pages->pages[s->page].items[s->item];
    const size_t sheet = bm_pdf_sheet(t->parts, r->pages->pages[s->page].number);
    const bm_len m = t->parts->sheets[sheet].margin, high = t->parts->sheets[sheet].page->height;
    const bm_len sides[4] = {m + item->rect.x, m + high - item->rect.y - item->rect.h,
                             m + item->rect.x + item->rect.w, m + high - item->rect.y};
    HPDF_Array box = bm_pdf_array(t->doc);
    for (int k = 0; k < 4; k++)
        HPDF_Array_AddReal(box, (HPDF_REAL)((double)sides[k] / BM_PT));
    HPDF_Dict_Add(attributes, "BBox", box);
    return (uint32_t)sheet;
}

/* Attributes of one owner that stand in the file once. */
static HPDF_Dict attributes(struct tags *t, HPDF_Dict *kept, const char *owner, const char *key,
                            const char *value)
{
    if (!*kept) {
        *kept = bm_pdf_dict(t->doc);
        HPDF_Dict_AddName(*kept, "O", owner);
        HPDF_Dict_AddName(*kept, key, value);
    }
    return *kept;
}

/* What an element says beside its text. */
static void describe(struct tags *t, uint32_t i, const struct bm_node *n, HPDF_Dict e)
{
    const struct bm_pages *pages = t->parts->pages;
    if (n->role == BM_ROLE_ARTICLE && n->article < pages->article_count)
        bm_pdf_text(t->doc, e, "T", pages->articles[n->article].title);
    if (n->role == BM_ROLE_CELL && n->header)
        HPDF_Dict_Add(e, "A", attributes(t, &t->scope, "Table", "Scope", "Column"));
    if (n->role == BM_ROLE_LIST && n->ordered)
        HPDF_Dict_Add(e, "A", attributes(t, &t->numbered, "List", "ListNumbering", "Decimal"));
    else if (n->role == BM_ROLE_LIST)
        HPDF_Dict_Add(e, "A", attributes(t, &t->signed_, "List", "ListNumbering", "Disc"));
    if (n->role != BM_ROLE_FIGURE)
        return;
    bm_pdf_text(t->doc, e, "Alt", n->alt.n ? n->alt : BM_STR("图片"));
    if (!t->reading->nodes[i].passage_count)
        return;
    HPDF_Dict layout = bm_pdf_direct(t->doc);
    HPDF_Dict_AddName(layout, "O", "Layout");
    HPDF_Dict_AddName(layout, "Placement", "Block");
    t->first[i] = add_box(t, layout, i) + 1;
    HPDF_Dict_Add(e, "Pg", t->made[t->first[i] - 1]);
    HPDF_Dict_Add(e, "A", layout);
}

/* The element of a node of the guide: its head, or a part of an entry. */
static HPDF_Dict guide(struct tags *t, const struct bm_node *n, HPDF_Dict up, HPDF_Array siblings,
                       HPDF_Array *kids)
{
    HPDF_Array entry;
    if (!t->toc || !n->about) {
        t->toc = element(t, up, siblings, TYPE_1("TOC"), &t->toc_kids);
        t->about = 0;
    }
    if (!n->about)
        return element(t, t->toc, t->toc_kids, TYPE_2("Caption"), kids);
    if (n->about != t->about) {
        HPDF_Dict item = element(t, t->toc, t->toc_kids, TYPE_1("TOCI"), &entry);
        t->reference = element(t, item, entry, TYPE_1("Reference"), &t->reference_kids);
        t->entries = bm_arena_grow(t->parts->arena, t->entries, t->entry_count, &t->entry_cap,
                                   sizeof(HPDF_Dict));
        t->targets = bm_arena_grow(t->parts->arena, t->targets, t->entry_count, &t->target_cap,
                                   sizeof *t->targets);
        t->entries[t->entry_count] = item;
        t->targets[t->entry_count++] = n->about - 1;
    }
    t->about = n->about;
    *kids = t->reference_kids;
    return t->reference;
}

/* A figure with a caption, which stands beside it: what a figure says instead of itself hides its
 * children. */
static bool has_caption(const struct tags *t, uint32_t i)
{
    const struct bm_reading_node *next = &t->reading->nodes[i + 1];
    return i + 1 < t->reading->node_count && next->parent == i && next->node != BM_NO_NODE &&
           t->parts->pages->nodes[next->node].role == BM_ROLE_CAPTION;
}

static void add_node(struct tags *t, uint32_t i)
{
    const struct bm_reading_node *node = &t->reading->nodes[i];
    const struct bm_node *n = node->node == BM_NO_NODE ? NULL : &t->parts->pages->nodes[node->node];
    const uint32_t parent = node->parent;
    HPDF_Dict up = parent == BM_NO_NODE ? t->tree->root : t->tree->elements[parent], e;
    HPDF_Array siblings = t->kids[parent == BM_NO_NODE ? t->reading->node_count : parent], inner;
    if (n && n->role == BM_ROLE_CAPTION && parent == t->figure) {
        up = t->group;
        siblings = t->group_kids;
    } else if (has_caption(t, i)) {
        t->figure = i;
        up = t->group = element(t, up, siblings, illustration, &t->group_kids);
        siblings = t->group_kids;
    }
    if (!n || !is_field(n, "guide"))
        t->toc = NULL;
    if (!n) {
        char label[32];
        snprintf(label, sizeof label, "第%u版", t->parts->pages->pages[node->page].number);
        e = element(t, up, siblings, TYPE_2("Sect"), &t->kids[i]);
        bm_pdf_text(t->doc, e, "T", bm_str_c(label));
    } else if (is_field(n, "guide")) {
        e = guide(t, n, up, siblings, &t->kids[i]);
    } else {
        e = element(t, up, siblings, type_of(n), &t->kids[i]);
        describe(t, i, n, e);
    }
    t->tree->elements[i] = e;
    if (n && (n->role == BM_ROLE_ARTICLE || n->role == BM_ROLE_BANNER) &&
        n->article < t->parts->pages->article_count)
        t->tree->articles[n->article] = e;
    if (n && n->role == BM_ROLE_QUOTE) {
        HPDF_Dict p = element(t, e, t->kids[i], TYPE_2("P"), &inner);
        add_passages(t, i, p, inner);
    } else {
        add_passages(t, i, e, t->kids[i]);
    }
}

/* Our names for types of PDF, for readers of all versions, and for those of 2.0 once more. */
static void add_own_types(struct tags *t)
{
    const bool spaces = t->spaces[SPACE_OWN] != NULL;
    HPDF_Dict map = bm_pdf_direct(t->doc), newer = spaces ? bm_pdf_direct(t->doc) : NULL;
    for (size_t i = 0; i < BM_COUNT(fields) + 2; i++) {
        const struct type type = i < BM_COUNT(fields)    ? fields[i].type
                                 : i == BM_COUNT(fields) ? banner
                                                         : illustration;
        HPDF_Dict_AddName(map, type.name, type.is);
        if (!spaces)
            continue;
        HPDF_Array to = bm_pdf_array(t->doc);
        HPDF_Array_AddName(to, i == BM_COUNT(fields) + 1 ? "Aside" : type.is);
        HPDF_Array_Add(to, t->spaces[SPACE_2]);
        HPDF_Dict_Add(newer, type.name, to);
    }
    HPDF_Dict_Add(t->tree->root, "RoleMap", map);
    if (spaces)
        HPDF_Dict_Add(t->spaces[SPACE_OWN], "RoleMapNS", newer);
}

/* ISO 32000-2, 14.7.4 and annex M. */
static void add_spaces(struct tags *t)
{
    static const char *const names[SPACES] = {[SPACE_2] = "http://iso.org/pdf2/ssn",
                                              [SPACE_1] = "http://iso.org/pdf/ssn",
                                              [SPACE_OWN] = "urn:banmian:structure"};
    HPDF_Array all = bm_pdf_array(t->doc);
    for (int i = 0; i < SPACES; i++) {
        t->spaces[i] = bm_pdf_dict(t->doc);
        HPDF_Dict_AddName(t->spaces[i], "Type", "Namespace");
        bm_pdf_text(t->doc, t->spaces[i], "NS", bm_str_c(names[i]));
        HPDF_Array_Add(all, t->spaces[i]);
    }
    HPDF_Dict_Add(t->tree->root, "Namespaces", all);
}

/* The articles that guides lead to (ISO 14289-2, 8.2.5.8). */
static void add_targets(struct tags *t)
{
    for (size_t i = 0; i < t->entry_count; i++) {
        HPDF_Dict article = t->tree->articles[t->targets[i]];
        if (!article)
            continue;
        HPDF_Array to = bm_pdf_array(t->doc);
        HPDF_Array_Add(to, article);
        HPDF_Dict_Add(t->entries[i], "Ref", to);
    }
}

/* From the marks of each page back to their elements. */
static void add_numbers(struct tags *t)
{
    for (size_t s = 0; s < t->parts->sheet_count; s++) {
        const struct bm_pdf_page *sheet = &t->parts->sheets[s];
        HPDF_Array owners = bm_pdf_own_array(t->doc);
        for (size_t i = 0; i < sheet->owner_count; i++)
            HPDF_Array_Add(owners, t->passages[sheet->owners[i]]);
        HPDF_Dict_AddNumber(t->made[s], "StructParents", (HPDF_INT32)s);
        HPDF_Dict_AddName(t->made[s], "Tabs", "S");
        HPDF_Array_AddNumber(t->tree->numbers, (HPDF_INT32)s);
        HPDF_Array_Add(t->tree->numbers, owners);
    }
    t->tree->next_key = (int32_t)t->parts->sheet_count;
}

void bm_pdf_tags(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                 struct bm_pdf_tree *tree)
{
    const struct bm_reading *r = parts->reading;
    struct tags t = {
        .doc = doc, .parts = parts, .reading = r, .made = made, .tree = tree, .figure = BM_NO_NODE};
    *tree = (struct bm_pdf_tree){.root = bm_pdf_dict(doc), .numbers = bm_pdf_array(doc)};
    tree->elements = BM_NEW_N(parts->arena, r->node_count, HPDF_Dict);
    tree->articles = bm_arena_array(parts->arena, parts->pages->article_count, sizeof(HPDF_Dict));
    t.kids = BM_NEW_N(parts->arena, r->node_count + 1, HPDF_Array);
    t.passages = BM_NEW_N(parts->arena, r->passage_count, HPDF_Dict);
    t.first = bm_arena_array(parts->arena, r->node_count, sizeof *t.first);
    t.kids[r->node_count] = bm_pdf_array(doc);
    HPDF_Dict_AddName(tree->root, "Type", "StructTreeRoot");
    HPDF_Dict_Add(tree->root, "K", t.kids[r->node_count]);
    if (bm_pdf_form(parts->options->profile)->bare)
        add_spaces(&t);
    add_own_types(&t);
    sort_marks(&t);
    for (uint32_t i = 0; i < r->node_count; i++)
        add_node(&t, i);
    if (bm_pdf_form(parts->options->profile)->bare)
        add_targets(&t);
    add_numbers(&t);
    HPDF_Dict numbers = bm_pdf_dict(doc), marked = bm_pdf_direct(doc);
    HPDF_Dict_Add(numbers, "Nums", tree->numbers);
    HPDF_Dict_Add(tree->root, "ParentTree", numbers);
    HPDF_Dict_Add(bm_pdf_catalog(doc), "StructTreeRoot", tree->root);
    bm_pdf_flag(doc, marked, "Marked", true);
    HPDF_Dict_Add(bm_pdf_catalog(doc), "MarkInfo", marked);
}

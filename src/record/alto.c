/* A page as ALTO 4.4 (alto-4-4.xsd, Library of Congress): what it is made of comes first, styles,
 * tags, the order of reading; then its margins and the space between them, with blocks.
 *
 * Unit of lengths is 1/1200 inch; edges are rounded, so that what lies side by side still does. */
#include "record/cells.h"
#include "record/ink.h"
#include "record/parts.h"

#include "page/ledger.h"

enum space {
    TOP,
    LEFT,
    RIGHT,
    BOTTOM,
    MIDDLE,
    SPACES
};

struct style {
    const struct bm_face *face;
    bm_len size;
};

struct tag {
    const char *role, *label;
};

struct alto {
    const struct bm_record *r;
    uint32_t page;
    const struct bm_page *p;
    struct bm_xml xml;
    struct bm_arena *arena, *scratch; /* of the page, of a line */
    struct style *styles;
    struct tag *tags;
    size_t style_count, style_cap, tag_count, tag_cap;
    bool foreign; /* some of it is in the other language */
};

static const struct bm_record_block *block_at(const struct alto *a, uint32_t k)
{
    return &a->r->blocks[a->r->on_pages[k]];
}

static const struct bm_run *run_of(const struct alto *a, uint32_t piece)
{
    return &a->p->items[a->r->pieces[piece].item].run;
}

static size_t style_of(struct alto *a, const struct bm_run *run)
{
    for (size_t i = 0; i < a->style_count; i++)
        if (a->styles[i].face == run->face && a->styles[i].size == run->size)
            return i + 1;
    a->styles =
        bm_arena_grow(a->arena, a->styles, a->style_count, &a->style_cap, sizeof *a->styles);
    a->styles[a->style_count++] = (struct style){run->face, run->size};
    return a->style_count;
}

/* What a block is: its role, and of heads, tails and furniture which. */
static size_t tag_of(struct alto *a, const struct bm_record_block *b)
{
    const struct bm_node *n = bm_record_node(a->r, b);
    const enum bm_role role = n ? n->role : BM_ROLE_ARTEFACT;
    const char *name = bm_role_name(role), *label = n && n->field ? n->field : name;
    if (b->kind == BM_RECORD_PICTURE && n && n->code.n)
        label = "code";
    for (size_t i = 0; i < a->tag_count; i++)
        if (strcmp(a->tags[i].role, name) == 0 && strcmp(a->tags[i].label, label) == 0)
            return i + 1;
    a->tags = bm_arena_grow(a->arena, a->tags, a->tag_count, &a->tag_cap, sizeof *a->tags);
    a->tags[a->tag_count++] = (struct tag){name, label};
    return a->tag_count;
}

static bool plain_language(const struct alto *a, struct bm_str *language)
{
    *language = a->r->reading->pages->language;
    return bm_record_language(*language);
}

static bool other_language(const struct alto *a, struct bm_str *language)
{
    *language = a->r->reading->pages->foreign;
    return bm_record_language(*language);
}

/* What blocks of the page need of styles and tags. */
static void collect(struct alto *a)
{
    struct bm_str language;
    for (uint32_t k = a->r->starts[a->page]; k < a->r->starts[a->page + 1]; k++) {
        const struct bm_record_block *b = block_at(a, k);
        tag_of(a, b);
        for (uint32_t l = b->line; l < b->line + b->line_count; l++) {
            const struct bm_record_line *line = &a->r->lines[l];
            for (uint32_t i = line->piece; i < line->piece + line->piece_count; i++) {
                style_of(a, run_of(a, i));
                a->foreign |= a->r->pieces[i].foreign && other_language(a, &language);
            }
        }
    }
}

static bm_len within(bm_len v, bm_len most)
{
    return v < 0 ? 0 : v > most ? most : v;
}

/* What of a rectangle is on the page. */
static void put_rect(struct alto *a, const struct bm_rect *r)
{
    const int64_t x = bm_record_unit(within(r->x, a->p->width)),
                  y = bm_record_unit(within(r->y, a->p->height));
    bm_xml_number(&a->xml, "HPOS", x);
    bm_xml_number(&a->xml, "VPOS", y);
    bm_xml_number(&a->xml, "WIDTH", bm_record_unit(within(r->x + r->w, a->p->width)) - x);
    bm_xml_number(&a->xml, "HEIGHT", bm_record_unit(within(r->y + r->h, a->p->height)) - y);
}

static void put_description(struct alto *a)
{
    struct bm_xml *x = &a->xml;
    const struct bm_record_options *o = &a->r->options;
    const struct bm_str image = o->images ? o->images[a->page] : o->pdf;
    bm_xml_open(x, "Description");
    bm_xml_element(x, "MeasurementUnit", BM_STR("inch1200"));
    if (image.n) {
        bm_xml_open(x, "sourceImageInformation");
        bm_xml_element(x, "fileName", image);
        bm_xml_close(x);
    }
    bm_xml_open(x, "Processing");
    bm_xml_word(x, "ID", "MADE");
    bm_xml_element(x, "processingCategory", BM_STR("contentGeneration"));
    bm_xml_element(x, "processingStepDescription", BM_STR("born digital"));
    bm_xml_open(x, "processingSoftware");
    bm_xml_element(x, "softwareName", BM_STR("Banmian"));
    bm_xml_element(x, "softwareVersion", bm_str_c(o->version));
    bm_xml_close(x);
    bm_xml_close(x);
    bm_xml_close(x);
}

static void put_styles(struct alto *a)
{
    if (!a->style_count)
        return;
    bm_xml_open(&a->xml, "Styles");
    for (size_t i = 0; i < a->style_count; i++) {
        struct bm_buf size = {0};
        bm_xml_open(&a->xml, "TextStyle");
        bm_xml_format(&a->xml, "ID", "S%zu", i + 1);
        bm_xml_text(&a->xml, "FONTFAMILY", a->styles[i].face->postscript);
        bm_buf_pt(&size, a->styles[i].size, 3);
        bm_xml_text(&a->xml, "FONTSIZE", bm_buf_view(&size));
        bm_xml_close(&a->xml);
        bm_buf_free(&size);
    }
    bm_xml_close(&a->xml);
}

/* The articles on the page, once each, and what blocks are. */
static void put_tags(struct alto *a)
{
    uint32_t before = 0;
    if (!a->tag_count)
        return;
    bm_xml_open(&a->xml, "Tags");
    for (size_t i = 0; i < a->tag_count; i++) {
        bm_xml_open(&a->xml, "LayoutTag");
        bm_xml_format(&a->xml, "ID", "R%zu", i + 1);
        bm_xml_word(&a->xml, "TYPE", a->tags[i].role);
        bm_xml_word(&a->xml, "LABEL", a->tags[i].label);
        bm_xml_close(&a->xml);
    }
    for (uint32_t k = a->r->starts[a->page]; k < a->r->starts[a->page + 1]; k++) {
        const uint32_t reading = block_at(a, k)->reading;
        const uint32_t number = reading == BM_NO_NODE ? 0 : bm_record_number(a->r, reading);
        if (!number || number == before)
            continue;
        before = number;
        bm_xml_open(&a->xml, "StructureTag");
        bm_xml_format(&a->xml, "ID", BM_ID_ARTICLE, number);
        bm_xml_word(&a->xml, "TYPE", "article");
        struct bm_buf title = {0};
        bm_record_title(a->r, number, &title);
        bm_xml_text(&a->xml, "LABEL", bm_buf_view(&title));
        bm_buf_free(&title);
        bm_xml_close(&a->xml);
    }
    bm_xml_close(&a->xml);
}

/* The blocks as they are read, an article's in a group of their own. */
static void put_order(struct alto *a)
{
    struct bm_xml *x = &a->xml;
    uint32_t open = 0, k = a->r->starts[a->page];
    const uint32_t end = a->r->starts[a->page + 1];
    if (k == end || block_at(a, k)->reading == BM_NO_NODE)
        return;
    bm_xml_open(x, "ReadingOrder");
    bm_xml_open(x, "OrderedGroup");
    bm_xml_word(x, "ID", "RO");
    for (; k < end && block_at(a, k)->reading != BM_NO_NODE; k++) {
        const struct bm_record_block *b = block_at(a, k);
        const uint32_t number = bm_record_number(a->r, b->reading);
        if (open && number != open)
            bm_xml_close(x);
        if (number && number != open) {
            bm_xml_open(x, "OrderedGroup");
            bm_xml_format(x, "ID", "RO_" BM_ID_ARTICLE, number);
            bm_xml_format(x, "TAGREFS", BM_ID_ARTICLE, number);
        }
        open = number;
        bm_xml_open(x, "ElementRef");
        bm_xml_format(x, "ID", "RO_" BM_ID_BLOCK, a->p->number, b->number);
        bm_xml_format(x, "REF", BM_ID_BLOCK, a->p->number, b->number);
        bm_xml_close(x);
    }
    if (open)
        bm_xml_close(x);
    bm_xml_close(x);
    bm_xml_close(x);
}

/* Letters, digits and signs that stand together as a word; others are strings of their own. */
static bool is_letter(uint32_t cp)
{
    return cp < 0x2000 && cp != 0xB7 && !bm_is_white(cp);
}

static uint32_t first_of(struct bm_str s)
{
    size_t i = 0;
    return s.n ? bm_utf8_next(s.p, s.n, &i) : 0;
}

static bool joins(const struct bm_record_cell *cells, size_t n, size_t i)
{
    const uint32_t cp = first_of(cells[i].text);
    if (cells[i].piece != cells[i - 1].piece)
        return false;
    /* It’s: an apostrophe. */
    return is_letter(cp) || (cp == 0x2019 && i + 1 < n && is_letter(first_of(cells[i + 1].text)));
}

static void put_string(struct alto *a, const struct bm_record_cell *cells, size_t n, size_t style)
{
    struct bm_str text = cells[0].text, language;
    struct bm_rect rect = cells[0].rect;
    for (size_t i = 1; i < n; i++) {
        text.n += cells[i].text.n;
        rect = bm_rects_joined(rect, cells[i].rect);
    }
    const size_t own = style_of(a, run_of(a, cells[0].piece));
    bm_xml_open(&a->xml, "String");
    put_rect(a, &rect);
    bm_xml_text(&a->xml, "CONTENT", text);
    if (own != style)
        bm_xml_format(&a->xml, "STYLEREFS", "S%zu", own);
    if (a->r->pieces[cells[0].piece].foreign && other_language(a, &language))
        bm_xml_text(&a->xml, "LANG", language);
    bm_xml_close(&a->xml);
}

/* A line's strings. SP is exactly one blank; a line cannot begin with one, and two cannot follow
 * one another, so there, and of any other kind, blanks are strings. */
static void put_line(struct alto *a, const struct bm_record_block *b,
                     const struct bm_record_line *line, size_t style)
{
    size_t n;
    bool spaced = true;
    bm_arena_clear(a->scratch);
    const struct bm_record_cell *cells = bm_line_cells(a->scratch, a->r, b, line, &n);
    bm_xml_open(&a->xml, "TextLine");
    put_rect(a, &line->rect);
    for (size_t i = 0, to; i < n; i = to) {
        to = i + 1;
        if (!spaced && bm_str_is(cells[i].text, " ")) {
            bm_xml_open(&a->xml, "SP");
            put_rect(a, &cells[i].rect);
            bm_xml_close(&a->xml);
            spaced = true;
            continue;
        }
        while (is_letter(first_of(cells[i].text)) && to < n && joins(cells, n, to))
            to++;
        put_string(a, &cells[i], to - i, style);
        spaced = false;
    }
    bm_xml_close(&a->xml);
}

static bool all_sideways(const struct alto *a, const struct bm_record_block *b)
{
    for (uint32_t l = b->line; l < b->line + b->line_count; l++)
        for (uint32_t i = 0; i < a->r->lines[l].piece_count; i++)
            if (run_of(a, a->r->lines[l].piece + i)->mode != BM_SIDEWAYS)
                return false;
    return true;
}

static void put_block(struct alto *a, const struct bm_record_block *b)
{
    static const char *const names[] = {[BM_RECORD_LINES] = "TextBlock",
                                        [BM_RECORD_PICTURE] = "Illustration",
                                        [BM_RECORD_GRAPHIC] = "GraphicalElement"};
    const uint32_t number = b->reading == BM_NO_NODE ? 0 : bm_record_number(a->r, b->reading);
    const size_t style = b->line_count ? style_of(a, run_of(a, a->r->lines[b->line].piece)) : 0;
    bm_xml_open(&a->xml, names[b->kind]);
    bm_xml_format(&a->xml, "ID", BM_ID_BLOCK, a->p->number, b->number);
    put_rect(a, &b->rect);
    if (style)
        bm_xml_format(&a->xml, "STYLEREFS", "S%zu", style);
    if (number)
        bm_xml_format(&a->xml, "TAGREFS", BM_ID_ARTICLE " R%zu", number, tag_of(a, b));
    else
        bm_xml_format(&a->xml, "TAGREFS", "R%zu", tag_of(a, b));
    if (b->vertical && all_sideways(a, b))
        bm_xml_word(&a->xml, "ROTATION", "270"); /* against the clock */
    else if (b->vertical)
        bm_xml_word(&a->xml, "BASEDIRECTION", "ttb");
    if (b->kind == BM_RECORD_PICTURE)
        bm_xml_word(&a->xml, "TYPE", a->tags[tag_of(a, b) - 1].label);
    bm_record_shape(a->r, b, &a->xml);
    for (uint32_t l = b->line; l < b->line + b->line_count; l++)
        put_line(a, b, &a->r->lines[l], style);
    bm_xml_close(&a->xml);
}

/* Text of articles is in the middle; other things may stand in a margin. */
static enum space space_of(const struct alto *a, const struct bm_record_block *b)
{
    const struct bm_rect *t = &a->p->type_area, *r = &b->rect;
    if (b->reading != BM_NO_NODE && bm_record_number(a->r, b->reading))
        return MIDDLE;
    return r->y + r->h <= t->y   ? TOP
           : r->y >= t->y + t->h ? BOTTOM
           : r->x + r->w <= t->x ? LEFT
           : r->x >= t->x + t->w ? RIGHT
                                 : MIDDLE;
}

static struct bm_rect rect_of(const struct alto *a, enum space space)
{
    const struct bm_rect t = a->p->type_area;
    const bm_len w = a->p->width, h = a->p->height, right = t.x + t.w, bottom = t.y + t.h;
    switch (space) {
    case TOP:
        return (struct bm_rect){0, 0, w, t.y};
    case LEFT:
        return (struct bm_rect){0, t.y, t.x, t.h};
    case RIGHT:
        return (struct bm_rect){right, t.y, w - right, t.h};
    case BOTTOM:
        return (struct bm_rect){0, bottom, w, h - bottom};
    case MIDDLE:
    case SPACES:
        break;
    }
    struct bm_rect all = t;
    for (uint32_t k = a->r->starts[a->page]; k < a->r->starts[a->page + 1]; k++)
        if (space_of(a, block_at(a, k)) == MIDDLE)
            all = bm_rects_joined(all, block_at(a, k)->rect);
    return all;
}

static void put_space(struct alto *a, enum space space)
{
    static const char *const names[] = {"TopMargin", "LeftMargin", "RightMargin", "BottomMargin",
                                        "PrintSpace"};
    const struct bm_rect rect = rect_of(a, space);
    uint32_t table = 0;
    bm_xml_open(&a->xml, names[space]);
    put_rect(a, &rect);
    for (uint32_t k = a->r->starts[a->page]; k < a->r->starts[a->page + 1]; k++) {
        const struct bm_record_block *b = block_at(a, k);
        if (space_of(a, b) != space)
            continue;
        if (table && b->table != table)
            bm_xml_close(&a->xml);
        if (b->table && b->table != table) {
            const struct bm_record_table *t = &a->r->tables[b->table - 1];
            bm_xml_open(&a->xml, "ComposedBlock");
            bm_xml_format(&a->xml, "ID", BM_ID_TABLE, a->p->number, t->number);
            put_rect(a, &t->rect);
            bm_xml_format(&a->xml, "TAGREFS", BM_ID_ARTICLE, bm_record_number(a->r, t->reading));
            bm_xml_word(&a->xml, "TYPE", "table");
        }
        table = b->table;
        put_block(a, b);
    }
    if (table)
        bm_xml_close(&a->xml);
    bm_xml_close(&a->xml);
}

static void put_page(struct alto *a)
{
    struct bm_str language;
    bm_xml_open(&a->xml, "Layout");
    bm_xml_open(&a->xml, "Page");
    bm_xml_format(&a->xml, "ID", BM_ID_PAGE, a->p->number);
    bm_xml_word(&a->xml, "PROCESSINGREFS", "MADE");
    bm_xml_number(&a->xml, "HEIGHT", bm_record_unit(a->p->height));
    bm_xml_number(&a->xml, "WIDTH", bm_record_unit(a->p->width));
    bm_xml_number(&a->xml, "PHYSICAL_IMG_NR", a->p->number);
    if (plain_language(a, &language))
        bm_xml_text(&a->xml, "LANG", language);
    if (a->foreign && other_language(a, &language))
        bm_xml_text(&a->xml, "OTHERLANGS", language);
    for (int space = TOP; space < SPACES; space++)
        put_space(a, (enum space)space);
    bm_xml_close(&a->xml);
    bm_xml_close(&a->xml);
}

void bm_record_alto(const struct bm_record *record, uint32_t page, struct bm_buf *out)
{
    struct alto a = {.r = record,
                     .page = page,
                     .p = &record->reading->pages->pages[page],
                     .arena = bm_arena_new(),
                     .scratch = bm_arena_new()};
    collect(&a);
    bm_xml_begin(&a.xml, out);
    bm_xml_open(&a.xml, "alto");
    bm_xml_word(&a.xml, "xmlns", "http://www.loc.gov/standards/alto/ns-v4#");
    bm_xml_word(&a.xml, "SCHEMAVERSION", "4.4");
    put_description(&a);
    put_styles(&a);
    put_tags(&a);
    put_order(&a);
    put_page(&a);
    bm_xml_close(&a.xml);
    bm_arena_drop(a.scratch);
    bm_arena_drop(a.arena);
}

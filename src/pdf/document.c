/* The document around the content: pages with their boxes, resources, metadata, outline, labels
 * and the identifier. Objects are created in a fixed order, which is their order in the file. */
#include "pdf/document.h"

#include "page/ledger.h"
#include "pdf/tags.h"

#include <stdio.h>

static HPDF_REAL points(bm_len length)
{
    return (HPDF_REAL)((double)length / BM_PT);
}

static void add_box(HPDF_Doc doc, HPDF_Dict page, const char *key, bm_len x0, bm_len y0, bm_len x1,
                    bm_len y1)
{
    HPDF_Array box = bm_pdf_array(doc);
    const bm_len sides[4] = {x0, y0, x1, y1};
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddReal(box, points(sides[i]));
    HPDF_Dict_Add(page, key, box);
}

static HPDF_Page add_page(HPDF_Doc doc, const struct bm_pdf_page *sheet, HPDF_Dict fonts,
                          HPDF_Dict states, HPDF_Dict pictures, HPDF_Dict spots)
{
    const struct bm_page *p = sheet->page;
    HPDF_Page page = HPDF_AddPage(doc);
    if (!page)
        return NULL;
    const bm_len m = sheet->margin, b = m - p->bleed, right = m + p->width, top = m + p->height;
    add_box(doc, page, "MediaBox", 0, 0, right + m, top + m);
    add_box(doc, page, "BleedBox", b, b, right + p->bleed, top + p->bleed);
    add_box(doc, page, "TrimBox", m, m, right, top);
    HPDF_Dict resources = HPDF_Page_GetInheritableItem(page, "Resources", HPDF_OCLASS_DICT);
    HPDF_Dict_Add(resources, "Font", fonts);
    HPDF_Dict_Add(resources, "ExtGState", states);
    if (pictures)
        HPDF_Dict_Add(resources, "XObject", pictures);
    if (spots)
        HPDF_Dict_Add(resources, "ColorSpace", spots);
    bm_pdf_content_of(page, sheet->stream);
    return page;
}

/* Graphics states: ISO 32000-1, table 58. */
static HPDF_Dict graphics_states(HPDF_Doc doc)
{
    HPDF_Dict states = bm_pdf_dict(doc);
    for (int on = 0; on < 2; on++) {
        HPDF_Dict state = bm_pdf_direct(doc);
        HPDF_Dict_AddName(state, "Type", "ExtGState");
        bm_pdf_flag(doc, state, "OP", on);
        bm_pdf_flag(doc, state, "op", on);
        HPDF_Dict_AddNumber(state, "OPM", on);
        HPDF_Dict_Add(states, on ? "GS1" : "GS0", state);
    }
    return states;
}

static void add_catalog(HPDF_Doc doc, const struct bm_pages *pages, bool titled)
{
    if (pages->language.n)
        bm_pdf_text(doc, bm_pdf_catalog(doc), "Lang", pages->language);
    HPDF_Dict preferences = bm_pdf_direct(doc);
    /* A viewer's window names the edition; without a title the file's name is better. */
    bm_pdf_flag(doc, preferences, "DisplayDocTitle", titled);
    HPDF_Dict_Add(bm_pdf_catalog(doc), "ViewerPreferences", preferences);
}

static struct bm_str page_label(const struct bm_page *page, char label[32])
{
    snprintf(label, 32, "第%u版", page->number);
    return bm_str_c(label);
}

/* Page labels: ISO 32000-1, 12.4.2; each page is a range, its label a prefix without a number. */
static void add_labels(HPDF_Doc doc, const struct bm_pdf_page *sheets, size_t n)
{
    HPDF_Array numbers = bm_pdf_array(doc);
    for (size_t i = 0; i < n; i++) {
        char text[32];
        HPDF_Dict label = bm_pdf_direct(doc);
        bm_pdf_text(doc, label, "P", page_label(sheets[i].page, text));
        HPDF_Array_AddNumber(numbers, (HPDF_INT32)i);
        HPDF_Array_Add(numbers, label);
    }
    HPDF_Dict labels = bm_pdf_direct(doc);
    HPDF_Dict_Add(labels, "Nums", numbers);
    HPDF_Dict_Add(bm_pdf_catalog(doc), "PageLabels", labels);
}

static HPDF_Outline add_entry(HPDF_Doc doc, HPDF_Outline parent, struct bm_str title)
{
    HPDF_Outline entry = HPDF_CreateOutline(doc, parent, "-", NULL);
    if (!entry)
        return NULL;
    bm_pdf_text(doc, entry, "Title", title);
    /* Not a key of table 153. */
    HPDF_Dict_RemoveElement(entry, "Type");
    return entry;
}

/* A page and the articles on it; those that go on there are called so. A page without an article
 * has no entry. tree: of a file whose entries lead to elements; else NULL. */
static void add_outline(HPDF_Doc doc, const struct bm_pages *pages, const struct bm_pdf_page *sheet,
                        HPDF_Page page, const struct bm_pdf_tree *tree)
{
    char label[32];
    const struct bm_page *p = sheet->page;
    struct bm_buf title = {0};
    HPDF_Outline entry = NULL;
    for (size_t i = 0; i < pages->article_count; i++) {
        const struct bm_ledger *article = &pages->articles[i];
        const struct bm_placed_frame *frame = bm_pdf_frame_on(article, p->number);
        HPDF_Dict element = tree ? tree->articles[i] : NULL;
        if (!frame)
            continue;
        if (!entry && (entry = add_entry(doc, NULL, page_label(p, label))) != NULL)
            bm_pdf_lead(doc, entry, sheet, page, element, -sheet->margin, -sheet->margin);
        title.n = 0;
        bm_buf_str(&title, article->title);
        if (frame != article->frames)
            bm_buf_c(&title, "（续）");
        HPDF_Outline under = add_entry(doc, entry, bm_buf_view(&title));
        if (under)
            bm_pdf_lead(doc, under, sheet, page, element, frame->rect.x, frame->rect.y);
    }
    bm_buf_free(&title);
}

static uint64_t hash_str(uint64_t hash, struct bm_str s)
{
    return bm_hash(hash, s.p, s.n);
}

static uint64_t add_hash(uint64_t hash, uint64_t other)
{
    return bm_hash(hash, &other, sizeof other);
}

/* What the pages show decides the identifier, not the clock (ISO 32000-1, 14.4). */
static void make_id(const struct bm_pdf_parts *parts, HPDF_BYTE id[16])
{
    const struct bm_pages *pages = parts->pages;
    const struct bm_pdf_form *form = bm_pdf_form(parts->options->profile);
    const char *forms[] = {form->version, form->intent, form->info_x_version, form->xmp_x_version,
                           form->a_part};
    for (size_t half = 0; half < 2; half++) {
        uint64_t hash = bm_hash(BM_HASH_START, half ? "banmian" : "", half ? 7 : 0);
        hash = hash_str(hash_str(hash, bm_pdf_title(pages, form)), pages->date);
        for (size_t i = 0; i < BM_COUNT(forms); i++)
            hash = forms[i] ? hash_str(hash, bm_str_c(forms[i])) : hash;
        if (form->intent)
            hash = add_hash(hash, parts->profile->hash);
        hash = hash_str(hash, bm_buf_view(parts->spots));
        for (size_t i = 0; i < parts->sheet_count; i++)
            hash = add_hash(hash, parts->sheets[i].hash);
        for (size_t i = 0; form->tagged && i < pages->node_count; i++)
            hash = hash_str(hash, pages->nodes[i].alt);
        for (size_t i = 0; i < parts->fonts->n; i++)
            hash = add_hash(hash, parts->fonts->v[i].hash);
        for (size_t i = 0; i < parts->pictures->n; i++)
            hash = add_hash(hash, parts->pictures->v[i].hash);
        for (size_t i = 0; i < 8; i++)
            id[8 * half + i] = (HPDF_BYTE)(hash >> (56 - 8 * i));
    }
}

/* Tags, links and the outline; a reader opens the file with the outline beside the pages. */
static void add_structure(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made)
{
    struct bm_pdf_tree tree;
    const bool bare = bm_pdf_form(parts->options->profile)->bare;
    bm_pdf_tags(doc, parts, made, &tree);
    bm_pdf_links(doc, parts, made, &tree);
    for (size_t i = 0; i < parts->sheet_count; i++)
        add_outline(doc, parts->pages, &parts->sheets[i], made[i], bare ? &tree : NULL);
    HPDF_Dict_AddName(bm_pdf_catalog(doc), "PageMode", "UseOutlines");
}

void bm_pdf_document(HPDF_Doc doc, const struct bm_pdf_parts *parts)
{
    const struct bm_pages *pages = parts->pages;
    const struct bm_pdf_options *options = parts->options;
    const struct bm_pdf_form *form = bm_pdf_form(options->profile);
    const struct bm_pdf_pictures *pictures = parts->pictures;
    HPDF_BYTE id[16];
    HPDF_Dict font_dict = bm_pdf_dict(doc), states = graphics_states(doc);
    HPDF_Dict picture_dict = pictures->n ? bm_pdf_dict(doc) : NULL;
    HPDF_Dict spots = parts->spots->n ? bm_pdf_written_dict(doc, parts->spots) : NULL;
    for (size_t i = 0; i < parts->fonts->n; i++)
        bm_pdf_font_add(doc, font_dict, &parts->fonts->v[i], i);
    for (size_t i = 0; i < pictures->n; i++) {
        char name[24];
        snprintf(name, sizeof name, "Im%zu", i + 1);
        HPDF_Dict_Add(picture_dict, name, bm_pdf_picture_add(doc, &pictures->v[i]));
    }
    HPDF_Page *made = BM_NEW_N(parts->arena, parts->sheet_count, HPDF_Page);
    for (size_t i = 0; i < parts->sheet_count; i++) {
        made[i] = add_page(doc, &parts->sheets[i], font_dict, states, picture_dict, spots);
        if (!made[i])
            return;
        if (!form->tagged)
            add_outline(doc, pages, &parts->sheets[i], made[i], NULL);
    }
    if (form->tagged)
        add_structure(doc, parts, made);
    make_id(parts, id);
    bm_pdf_info(doc, pages, options);
    bm_pdf_xmp(parts->arena, doc, pages, options, id);
    if (form->intent)
        bm_pdf_intent(doc, parts->profile, form);
    add_catalog(doc, pages, bm_pdf_title(pages, form).n > 0);
    add_labels(doc, parts->sheets, parts->sheet_count);
    bm_pdf_identify(doc, id);
}

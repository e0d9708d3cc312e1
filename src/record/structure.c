/* The maps of METS. A part of an article points at its blocks in the pages' ALTO files: one area,
 * or several one after the other, over columns and pages. */
#include "record/mets.h"

#include "page/ledger.h"

#include <stdio.h>

#define ID_LOGICAL  "LOG_" BM_ID_ARTICLE
#define ID_PHYSICAL "PHYS_P%u"

static void put_pointer(struct mets *m, size_t file)
{
    if (!file)
        return;
    bm_xml_open(&m->xml, "fptr");
    bm_xml_format(&m->xml, "FILEID", ID_FILE, file);
    bm_xml_close(&m->xml);
}

static void put_pages(struct mets *m)
{
    const struct bm_pages *p = m->r->reading->pages;
    bm_xml_open(&m->xml, "structMap");
    bm_xml_word(&m->xml, "TYPE", "PHYSICAL");
    bm_xml_open(&m->xml, "div");
    bm_xml_word(&m->xml, "ID", "PHYS_ISSUE");
    bm_xml_word(&m->xml, "TYPE", "ISSUE");
    bm_xml_text(&m->xml, "LABEL", m->label);
    put_pointer(m, m->pdf);
    for (size_t i = 0; i < p->page_count; i++) {
        const uint32_t number = p->pages[i].number;
        if (!m->r->reading->of_items[i])
            continue;
        bm_xml_open(&m->xml, "div");
        bm_xml_format(&m->xml, "ID", ID_PHYSICAL, number);
        bm_xml_word(&m->xml, "TYPE", "PAGE");
        bm_xml_number(&m->xml, "ORDER", number);
        bm_xml_format(&m->xml, "ORDERLABEL", "%u", number);
        bm_xml_format(&m->xml, "LABEL", "第%u版", number);
        put_pointer(m, m->image[i]);
        put_pointer(m, m->thumbnail[i]);
        put_pointer(m, m->alto[i]);
        bm_xml_close(&m->xml);
    }
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
}

/* An area of a page's ALTO file; of a page that has none, nothing. */
static bool has_area(const struct mets *m, uint32_t page)
{
    return m->alto[page] != 0;
}

static void put_area(struct mets *m, uint32_t page, const char *format, uint32_t number)
    __attribute__((format(printf, 3, 0)));
static void put_area(struct mets *m, uint32_t page, const char *format, uint32_t number)
{
    bm_xml_open(&m->xml, "area");
    bm_xml_format(&m->xml, "FILEID", ID_FILE, m->alto[page]);
    bm_xml_word(&m->xml, "BETYPE", "IDREF");
    bm_xml_format(&m->xml, "BEGIN", format, m->r->reading->pages->pages[page].number, number);
    bm_xml_close(&m->xml);
}

/* A pointer to n areas: opened before them and closed behind. */
static void open_areas(struct mets *m, size_t n)
{
    bm_xml_open(&m->xml, "fptr");
    if (n > 1)
        bm_xml_open(&m->xml, "seq");
}

static void close_areas(struct mets *m, size_t n)
{
    if (n > 1)
        bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
}

/* The blocks [first, end). */
static void put_blocks(struct mets *m, uint32_t first, uint32_t end)
{
    size_t n = 0;
    for (uint32_t i = first; i < end; i++)
        n += has_area(m, m->r->blocks[i].page);
    if (!n)
        return;
    open_areas(m, n);
    for (uint32_t i = first; i < end; i++)
        if (has_area(m, m->r->blocks[i].page))
            put_area(m, m->r->blocks[i].page, BM_ID_BLOCK, m->r->blocks[i].number);
    close_areas(m, n);
}

static void put_table(struct mets *m, uint32_t reading)
{
    const struct bm_record *r = m->r;
    size_t n = 0;
    for (size_t i = 0; i < r->table_count; i++)
        n += r->tables[i].reading == reading && has_area(m, r->tables[i].page);
    if (!n)
        return;
    open_areas(m, n);
    for (size_t i = 0; i < r->table_count; i++)
        if (r->tables[i].reading == reading && has_area(m, r->tables[i].page))
            put_area(m, r->tables[i].page, BM_ID_TABLE, r->tables[i].number);
    close_areas(m, n);
}

static const struct bm_node *node_at(const struct mets *m, uint32_t i)
{
    const uint32_t node = m->r->reading->nodes[i].node;
    return node == BM_NO_NODE ? NULL : &m->r->reading->pages->nodes[node];
}

/* What a part of an article is called: of heads and tails, the field in capitals. */
static void put_type(struct mets *m, const struct bm_node *n)
{
    static const char *const types[BM_ROLE_ARTEFACT + 1] = {
        [BM_ROLE_PARAGRAPH] = "TEXTBLOCK", [BM_ROLE_SUBHEAD] = "SUBHEADING",
        [BM_ROLE_LIST] = "LIST",           [BM_ROLE_ITEM] = "ITEM",
        [BM_ROLE_QUOTE] = "QUOTE",         [BM_ROLE_TABLE] = "TABLE",
        [BM_ROLE_FIGURE] = "ILLUSTRATION", [BM_ROLE_CAPTION] = "CAPTION"};
    char field[32] = "TEXTBLOCK";
    if (n->field && strlen(n->field) < sizeof field) {
        for (size_t i = 0; i <= strlen(n->field); i++)
            field[i] = (char)(n->field[i] >= 'a' && n->field[i] <= 'z' ? n->field[i] - 'a' + 'A'
                                                                       : n->field[i]);
    }
    bm_xml_word(&m->xml, "TYPE", types[n->role] ? types[n->role] : field);
}

static void put_part(struct mets *m, uint32_t i);

static void put_parts(struct mets *m, uint32_t i)
{
    const struct bm_reading *r = m->r->reading;
    const uint32_t end = bm_reading_end(r, i);
    bool head = false;
    for (uint32_t k = i + 1; k < end; k++) {
        if (r->nodes[k].parent != i)
            continue;
        const bool is_head = node_at(m, k)->role == BM_ROLE_HEAD;
        if (head && !is_head)
            bm_xml_close(&m->xml);
        if (is_head && !head) {
            bm_xml_open(&m->xml, "div");
            bm_xml_word(&m->xml, "TYPE", "HEADING");
        }
        head = is_head;
        put_part(m, k);
    }
    if (head)
        bm_xml_close(&m->xml);
}

static void put_part(struct mets *m, uint32_t i)
{
    const struct bm_record *r = m->r;
    const struct bm_node *n = node_at(m, i);
    bm_xml_open(&m->xml, "div");
    put_type(m, n);
    if (n->role == BM_ROLE_FIGURE && n->alt.n)
        bm_xml_text(&m->xml, "LABEL", n->alt);
    if (n->role == BM_ROLE_TABLE)
        put_table(m, i);
    else if (n->role == BM_ROLE_ITEM) /* its label and its text */
        put_blocks(m, r->of_nodes[i], r->of_nodes[bm_reading_end(r->reading, i)]);
    else
        put_blocks(m, r->of_nodes[i], r->of_nodes[i + 1]);
    if (n->role == BM_ROLE_LIST || n->role == BM_ROLE_FIGURE)
        put_parts(m, i);
    bm_xml_close(&m->xml);
}

static void put_article(struct mets *m, uint32_t number)
{
    const bool banner = bm_record_is_banner(m->r, number);
    bm_xml_open(&m->xml, "div");
    bm_xml_format(&m->xml, "ID", ID_LOGICAL, number);
    bm_xml_word(&m->xml, "TYPE", banner ? "BANNER" : "ARTICLE");
    bm_xml_number(&m->xml, "ORDER", number);
    bm_xml_text(&m->xml, "LABEL", bm_record_article(m->r, number)->title);
    if (!banner)
        bm_xml_format(&m->xml, "DMDID", ID_DESCRIPTION, number);
    put_pointer(m, m->text[number - 1]);
    put_pointer(m, m->json[number - 1]);
    put_parts(m, m->r->articles[number - 1]);
    bm_xml_close(&m->xml);
}

/* Furniture that is read: the nameplate and what stands with it. */
static void put_nameplate(struct mets *m)
{
    const struct bm_reading *r = m->r->reading;
    bool open = false;
    for (uint32_t i = 0; i < r->node_count; i++) {
        const struct bm_node *n = node_at(m, i);
        if (!n || n->role != BM_ROLE_ARTEFACT || strcmp(n->field, "furniture") != 0)
            continue;
        if (!open) {
            bm_xml_open(&m->xml, "div");
            bm_xml_word(&m->xml, "TYPE", "TITLE_SECTION");
        }
        open = true;
        bm_xml_open(&m->xml, "div");
        bm_xml_word(&m->xml, "TYPE", "TEXTBLOCK");
        put_blocks(m, m->r->of_nodes[i], m->r->of_nodes[i + 1]);
        bm_xml_close(&m->xml);
    }
    if (open)
        bm_xml_close(&m->xml);
}

static void put_articles(struct mets *m)
{
    bm_xml_open(&m->xml, "structMap");
    bm_xml_word(&m->xml, "TYPE", "LOGICAL");
    bm_xml_open(&m->xml, "div");
    bm_xml_word(&m->xml, "ID", "LOG_ISSUE");
    bm_xml_word(&m->xml, "TYPE", "ISSUE");
    bm_xml_text(&m->xml, "LABEL", m->label);
    bm_xml_word(&m->xml, "DMDID", "DMD_ISSUE");
    put_nameplate(m);
    bm_xml_open(&m->xml, "div");
    bm_xml_word(&m->xml, "TYPE", "CONTENT");
    for (uint32_t number = 1; number <= m->r->article_count; number++)
        put_article(m, number);
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
}

static void put_link(struct mets *m, const char *from, const char *to)
{
    bm_xml_open(&m->xml, "smLink");
    bm_xml_word(&m->xml, "xlink:from", from);
    bm_xml_word(&m->xml, "xlink:to", to);
    bm_xml_close(&m->xml);
}

/* The pages on which each article stands. */
static void put_links(struct mets *m)
{
    const struct bm_record *r = m->r;
    bool *on = bm_arena_array(m->arena, r->reading->pages->page_count, sizeof *on);
    bm_xml_open(&m->xml, "structLink");
    put_link(m, "LOG_ISSUE", "PHYS_ISSUE");
    for (uint32_t number = 1; number <= r->article_count; number++) {
        const uint32_t article = r->articles[number - 1];
        const uint32_t end = r->of_nodes[bm_reading_end(r->reading, article)];
        for (uint32_t i = r->of_nodes[article]; i < end; i++)
            on[r->blocks[i].page] = true;
        for (size_t page = 0; page < r->reading->pages->page_count; page++) {
            char from[32], to[32];
            if (!on[page])
                continue;
            on[page] = false;
            snprintf(from, sizeof from, ID_LOGICAL, number);
            snprintf(to, sizeof to, ID_PHYSICAL, r->reading->pages->pages[page].number);
            put_link(m, from, to);
        }
    }
    bm_xml_close(&m->xml);
}

void bm_mets_structure(struct mets *m)
{
    put_pages(m);
    put_articles(m);
    put_links(m);
}

/* Descriptive metadata as MODS 3.8 (Library of Congress), which METS holds. */
#include "record/parts.h"

#include "page/ledger.h"

static void put(struct bm_xml *xml, const char *name, struct bm_str value)
{
    if (value.n)
        bm_xml_element(xml, name, value);
}

static void put_typed(struct bm_xml *xml, const char *name, const char *attribute, const char *type,
                      struct bm_str value)
{
    if (!value.n)
        return;
    bm_xml_open(xml, name);
    bm_xml_word(xml, attribute, type);
    bm_xml_put_text(xml, value);
    bm_xml_close(xml);
}

static void put_title(struct bm_xml *xml, struct bm_str title, struct bm_str below)
{
    if (!title.n)
        return;
    bm_xml_open(xml, "mods:titleInfo");
    bm_xml_element(xml, "mods:title", title);
    put(xml, "mods:subTitle", below);
    bm_xml_close(xml);
}

static void put_language(struct bm_xml *xml, struct bm_str language)
{
    if (!bm_record_language(language))
        return;
    bm_xml_open(xml, "mods:language");
    bm_xml_open(xml, "mods:languageTerm");
    bm_xml_word(xml, "type", "code");
    bm_xml_word(xml, "authority", "rfc5646");
    bm_xml_put_text(xml, language);
    bm_xml_close(xml);
    bm_xml_close(xml);
}

/* Dates are the edition's own words; of the form 2026-05-15 they are W3C's. */
static bool is_day(struct bm_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n == 10;
}

static void put_origin(struct bm_xml *xml, const struct bm_pages *pages)
{
    if (!pages->publisher.n && !pages->date.n)
        return;
    bm_xml_open(xml, "mods:originInfo");
    put(xml, "mods:publisher", pages->publisher);
    if (is_day(pages->date))
        put_typed(xml, "mods:dateIssued", "encoding", "w3cdtf", pages->date);
    else
        put(xml, "mods:dateIssued", pages->date);
    bm_xml_close(xml);
}

static void put_issue(struct bm_xml *xml, const struct bm_record *r)
{
    const struct bm_pages *p = r->reading->pages;
    put_title(xml,
              p->paper.n   ? p->paper
              : p->title.n ? p->title
                           : p->edition,
              p->paper.n ? p->title : BM_STR(""));
    bm_xml_element(xml, "mods:typeOfResource", BM_STR("text"));
    bm_xml_element(xml, "mods:genre", BM_STR("newspaper"));
    put_origin(xml, p);
    put_language(xml, p->language);
    bm_xml_open(xml, "mods:physicalDescription");
    bm_xml_element(xml, "mods:digitalOrigin", BM_STR("born digital"));
    bm_xml_close(xml);
    put_typed(xml, "mods:identifier", "type", "cn", p->cn);
    if (!p->number.n)
        return;
    bm_xml_open(xml, "mods:part");
    bm_xml_open(xml, "mods:detail");
    bm_xml_word(xml, "type", "issue");
    bm_xml_element(xml, "mods:number", p->number);
    bm_xml_close(xml);
    bm_xml_close(xml);
}

/* Where a field of an article's head or tail is, by name: a node of the reading, or BM_NO_NODE. */
static uint32_t field_of(const struct bm_record *r, uint32_t article, const char *field)
{
    const uint32_t end = bm_reading_end(r->reading, article);
    for (uint32_t i = article + 1; i < end; i++) {
        const struct bm_node *n = &r->reading->pages->nodes[r->reading->nodes[i].node];
        if ((n->role == BM_ROLE_HEAD || n->role == BM_ROLE_TAIL) && n->field &&
            strcmp(n->field, field) == 0)
            return i;
    }
    return BM_NO_NODE;
}

static struct bm_str words_of(const struct bm_record *r, uint32_t article, const char *field,
                              struct bm_buf *out)
{
    const uint32_t i = field_of(r, article, field);
    out->n = 0;
    if (i != BM_NO_NODE)
        bm_reading_line(r->reading, i, out);
    return bm_buf_view(out);
}

/* The pages that an article stands on, in words: 1, 2 */
static void put_pages(struct bm_xml *xml, const struct bm_record *r, uint32_t article)
{
    const uint32_t end = r->of_nodes[bm_reading_end(r->reading, article)];
    struct bm_buf list = {0};
    uint32_t most = 0;
    for (uint32_t i = r->of_nodes[article]; i < end; i++) {
        const uint32_t number = r->reading->pages->pages[r->blocks[i].page].number;
        if (number <= most)
            continue;
        bm_buf_printf(&list, most ? ", %u" : "%u", number);
        most = number;
    }
    if (most) {
        bm_xml_open(xml, "mods:part");
        bm_xml_open(xml, "mods:extent");
        bm_xml_word(xml, "unit", "pages");
        bm_xml_element(xml, "mods:list", bm_buf_view(&list));
        bm_xml_close(xml);
        bm_xml_close(xml);
    }
    bm_buf_free(&list);
}

static void put_article(struct bm_xml *xml, const struct bm_record *r, uint32_t number)
{
    const uint32_t article = r->articles[number - 1];
    const struct bm_ledger *l = bm_record_article(r, number);
    struct bm_buf b = {0}, title = {0};
    bm_record_title(r, number, &title);
    put_title(xml, title.n ? bm_buf_view(&title) : l->name, words_of(r, article, "deck", &b));
    bm_buf_free(&title);
    bm_xml_element(xml, "mods:typeOfResource", BM_STR("text"));
    put(xml, "mods:genre", l->kind);
    put_language(xml, r->reading->pages->language);
    put_typed(xml, "mods:note", "type", "kicker", words_of(r, article, "kicker", &b));
    put_typed(xml, "mods:note", "type", "statement of responsibility",
              words_of(r, article, "byline", &b));
    put_typed(xml, "mods:identifier", "type", "local", l->name);
    put_pages(xml, r, article);
    bm_buf_free(&b);
}

void bm_record_mods(const struct bm_record *record, uint32_t number, struct bm_xml *xml)
{
    bm_xml_open(xml, "mods:mods");
    bm_xml_word(xml, "version", "3.8");
    if (number)
        put_article(xml, record, number);
    else
        put_issue(xml, record);
    bm_xml_close(xml);
}

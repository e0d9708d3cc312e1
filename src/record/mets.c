/* The issue as METS 1.12.1 (mets.xsd, Library of Congress): descriptions, files, the order of pages
 * (PHYSICAL) and that of articles with their parts (LOGICAL), and which article is on which page.
 * The names of file groups are those that viewers of newspapers look for. */
#include "record/mets.h"

#include "page/ledger.h"

/* What a file is. */
enum use {
    USE_PDF,
    USE_ALTO,
    USE_IMAGE,
    USE_THUMBNAIL,
    USE_TEXT,
    USE_JSON,
    USE_OTHER, /* and behind it each further folder */
};

/* The number in a path that a format with one gives; 0: it is none of its. */
static uint32_t number_in(struct bm_str path, const char *folder, const char *end)
{
    const size_t before = strlen(folder), behind = strlen(end);
    uint32_t number = 0;
    if (path.n <= before + behind || path.n > before + behind + 9 ||
        memcmp(path.p, folder, before) != 0 || memcmp(path.p + path.n - behind, end, behind) != 0)
        return 0;
    for (size_t i = before; i < path.n - behind; i++) {
        if (path.p[i] < '0' || path.p[i] > '9')
            return 0;
        number = number * 10 + (uint32_t)(path.p[i] - '0');
    }
    return number;
}

static size_t page_with(const struct mets *m, uint32_t number)
{
    const struct bm_pages *p = m->r->reading->pages;
    for (size_t i = 0; i < p->page_count; i++)
        if (p->pages[i].number == number)
            return i;
    return SIZE_MAX;
}

static size_t page_of(const struct mets *m, const struct bm_str *names, struct bm_str path)
{
    for (size_t i = 0; names && i < m->r->reading->pages->page_count; i++)
        if (bm_str_eq(names[i], path))
            return i;
    return SIZE_MAX;
}

static uint32_t other_use(struct mets *m, struct bm_str path)
{
    const char *slash = memchr(path.p, '/', path.n);
    const struct bm_str folder =
        slash ? (struct bm_str){path.p, (size_t)(slash - path.p)} : BM_STR("OTHER");
    for (size_t i = 0; i < m->other_count; i++)
        if (bm_str_eq(m->other[i], folder))
            return USE_OTHER + (uint32_t)i;
    m->other = bm_arena_grow(m->arena, m->other, m->other_count, &m->other_cap, sizeof *m->other);
    m->other[m->other_count++] = folder;
    return USE_OTHER + (uint32_t)m->other_count - 1;
}

static uint32_t sort_file(struct mets *m, size_t i)
{
    const struct bm_str path = m->files[i].path;
    const struct bm_record_options *o = &m->r->options;
    const uint32_t alto = number_in(path, "alto/page-", ".xml");
    const uint32_t text = number_in(path, "text/", ".txt");
    const uint32_t json = number_in(path, "json/", ".json");
    size_t page;
    if (o->pdf.n && bm_str_eq(path, o->pdf)) {
        m->pdf = i + 1;
        return USE_PDF;
    }
    if (alto && (page = page_with(m, alto)) != SIZE_MAX) {
        m->alto[page] = i + 1;
        return USE_ALTO;
    }
    if ((page = page_of(m, o->images, path)) != SIZE_MAX) {
        m->image[page] = i + 1;
        return USE_IMAGE;
    }
    if ((page = page_of(m, o->thumbnails, path)) != SIZE_MAX) {
        m->thumbnail[page] = i + 1;
        return USE_THUMBNAIL;
    }
    if (text && text <= m->r->article_count) {
        m->text[text - 1] = i + 1;
        return USE_TEXT;
    }
    if (json && json <= m->r->article_count) {
        m->json[json - 1] = i + 1;
        return USE_JSON;
    }
    return other_use(m, path);
}

static void sort_files(struct mets *m)
{
    const size_t pages = m->r->reading->pages->page_count, articles = m->r->article_count;
    m->uses = BM_NEW_N(m->arena, m->n, uint32_t);
    m->alto = bm_arena_array(m->arena, pages, sizeof(size_t));
    m->image = bm_arena_array(m->arena, pages, sizeof(size_t));
    m->thumbnail = bm_arena_array(m->arena, pages, sizeof(size_t));
    m->text = bm_arena_array(m->arena, articles, sizeof(size_t));
    m->json = bm_arena_array(m->arena, articles, sizeof(size_t));
    for (size_t i = 0; i < m->n; i++)
        m->uses[i] = sort_file(m, i);
}

static struct bm_str type_of(struct bm_str path)
{
    static const struct {
        struct bm_str end, type;
    } types[] = {
        {{".pdf", 4}, {"application/pdf", 15}},
        {{".xml", 4}, {"text/xml", 8}},
        {{".png", 4}, {"image/png", 9}},
        {{".jpg", 4}, {"image/jpeg", 10}},
        {{".jpeg", 5}, {"image/jpeg", 10}},
        {{".txt", 4}, {"text/plain", 10}},
        {{".json", 5}, {"application/json", 16}},
        {{".ndjson", 7}, {"application/x-ndjson", 20}},
        {{".html", 5}, {"text/html", 9}},
        {{".css", 4}, {"text/css", 8}},
        {{".js", 3}, {"text/javascript", 15}},
        {{".svg", 4}, {"image/svg+xml", 13}},
        {{".md", 3}, {"text/markdown", 13}},
        {{".yaml", 5}, {"application/yaml", 16}},
        {{".icc", 4}, {"application/vnd.iccprofile", 26}},
    };
    for (size_t i = 0; i < BM_COUNT(types); i++)
        if (path.n > types[i].end.n &&
            memcmp(path.p + path.n - types[i].end.n, types[i].end.p, types[i].end.n) == 0)
            return types[i].type;
    return BM_STR("application/octet-stream");
}

/* A path as a reference (RFC 3986). */
static void put_reference(struct bm_xml *xml, struct bm_str path)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < path.n; i++) {
        const unsigned char c = (unsigned char)path.p[i];
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || (c && strchr("-._~/", c));
        if (plain) {
            bm_buf_char(&b, (char)c);
        } else {
            bm_buf_char(&b, '%');
            bm_buf_hex(&b, c, 2);
        }
    }
    bm_xml_text(xml, "xlink:href", bm_buf_view(&b));
    bm_buf_free(&b);
}

static void put_file(struct mets *m, size_t i)
{
    const struct bm_record_file *f = &m->files[i];
    bm_xml_open(&m->xml, "file");
    bm_xml_format(&m->xml, "ID", ID_FILE, i + 1);
    bm_xml_text(&m->xml, "MIMETYPE", type_of(f->path));
    bm_xml_number(&m->xml, "SIZE", (int64_t)f->size);
    if (f->sha256.n) {
        bm_xml_text(&m->xml, "CHECKSUM", f->sha256);
        bm_xml_word(&m->xml, "CHECKSUMTYPE", "SHA-256");
    }
    bm_xml_open(&m->xml, "FLocat");
    bm_xml_word(&m->xml, "LOCTYPE", "URL");
    bm_xml_word(&m->xml, "xlink:type", "simple");
    put_reference(&m->xml, f->path);
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
}

static void put_files(struct mets *m)
{
    static const char *const names[] = {
        [USE_PDF] = "DOWNLOAD",     [USE_ALTO] = "FULLTEXT", [USE_IMAGE] = "DEFAULT",
        [USE_THUMBNAIL] = "THUMBS", [USE_TEXT] = "TEXT",     [USE_JSON] = "JSON"};
    if (!m->n)
        return;
    bm_xml_open(&m->xml, "fileSec");
    for (uint32_t use = 0; use < USE_OTHER + m->other_count; use++) {
        bool open = false;
        for (size_t i = 0; i < m->n; i++) {
            if (m->uses[i] != use)
                continue;
            if (!open)
                bm_xml_open(&m->xml, "fileGrp");
            if (!open)
                bm_xml_text(&m->xml, "USE",
                            use < USE_OTHER ? bm_str_c(names[use]) : m->other[use - USE_OTHER]);
            open = true;
            put_file(m, i);
        }
        if (open)
            bm_xml_close(&m->xml);
    }
    bm_xml_close(&m->xml);
}

/* The program, and whose paper it is. */
static void put_header(struct mets *m)
{
    struct bm_xml *x = &m->xml;
    struct bm_buf program = {0};
    bm_xml_open(x, "metsHdr");
    bm_xml_word(x, "RECORDSTATUS", "complete");
    bm_xml_open(x, "agent");
    bm_xml_word(x, "ROLE", "CREATOR");
    bm_xml_word(x, "TYPE", "OTHER");
    bm_xml_word(x, "OTHERTYPE", "SOFTWARE");
    bm_buf_printf(&program, "Banmian %s", m->r->options.version);
    bm_xml_element(x, "name", bm_buf_view(&program));
    bm_xml_close(x);
    bm_xml_close(x);
    bm_buf_free(&program);
}

/* Of the issue (number 0) or an article. */
static void put_description(struct mets *m, uint32_t number)
{
    bm_xml_open(&m->xml, "dmdSec");
    if (number)
        bm_xml_format(&m->xml, "ID", ID_DESCRIPTION, number);
    else
        bm_xml_word(&m->xml, "ID", "DMD_ISSUE");
    bm_xml_open(&m->xml, "mdWrap");
    bm_xml_word(&m->xml, "MDTYPE", "MODS");
    bm_xml_word(&m->xml, "MDTYPEVERSION", "3.8");
    bm_xml_open(&m->xml, "xmlData");
    bm_record_mods(m->r, number, &m->xml);
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
    bm_xml_close(&m->xml);
}

/* What the issue is called: paper, number, date. */
static struct bm_str label_of(struct mets *m)
{
    const struct bm_pages *p = m->r->reading->pages;
    const struct bm_str parts[] = {p->paper.n   ? p->paper
                                   : p->title.n ? p->title
                                                : p->edition,
                                   p->number, p->date};
    struct bm_buf b = {0};
    for (size_t i = 0; i < BM_COUNT(parts); i++) {
        if (parts[i].n && b.n)
            bm_buf_char(&b, ' ');
        bm_buf_str(&b, parts[i]);
    }
    return bm_buf_keep(&b, m->arena);
}

void bm_record_mets(const struct bm_record *record, const struct bm_record_file *files, size_t n,
                    struct bm_leaves *leaves)
{
    struct mets m = {.r = record, .files = files, .n = n, .arena = bm_arena_new()};
    struct bm_buf out = {0};
    sort_files(&m);
    m.label = label_of(&m);
    bm_xml_begin(&m.xml, &out);
    bm_xml_open(&m.xml, "mets");
    bm_xml_word(&m.xml, "xmlns", "http://www.loc.gov/METS/");
    bm_xml_word(&m.xml, "xmlns:mods", "http://www.loc.gov/mods/v3");
    bm_xml_word(&m.xml, "xmlns:xlink", "http://www.w3.org/1999/xlink");
    bm_xml_word(&m.xml, "TYPE", "Newspaper");
    bm_xml_text(&m.xml, "LABEL", m.label);
    put_header(&m);
    put_description(&m, 0);
    for (uint32_t number = 1; number <= record->article_count; number++)
        if (!bm_record_is_banner(record, number))
            put_description(&m, number);
    put_files(&m);
    bm_mets_structure(&m);
    bm_xml_close(&m.xml);
    bm_arena_drop(m.arena);
    bm_leaf_put(leaves, &out, "%s", BM_RECORD_METS);
}

/* Bytes as a Word document: as they are, or as one of its parts, in an archive with the others. */
#include "imported.h"

#define SPACES                                                                                     \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                    \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:v=\"urn:schemas-microsoft-com:vml\" "                                                  \
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                            \
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""                    \
    " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""

static const char document[] =
    "<w:document" SPACES
    "><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
    "<w:r><w:t>甲</w:t></w:r></w:p><w:p><w:pPr><w:pStyle "
    "w:val=\"A\"/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>"
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId "
    "w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>丙</w:t></w:r></w:p></w:body></w:document>";
static const char styles[] =
    "<w:styles" SPACES "><w:style w:type=\"paragraph\" w:styleId=\"A\"><w:name "
                       "w:val=\"Title\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>";
static const char numbering[] =
    "<w:numbering" SPACES "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start "
                          "w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>"
    "<w:lvlText w:val=\"（%1）\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId "
    "w:val=\"0\"/></w:num></w:numbering>";
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
static const char relations[] =
    "<Relationships><Relationship Id=\"s\" Type=\"" REL
    "styles\" Target=\"styles.xml\"/><Relationship Id=\"n\" Type=\"" REL
    "numbering\" Target=\"numbering.xml\"/><Relationship Id=\"f\" Type=\"" REL
    "footnotes\" Target=\"footnotes.xml\"/></Relationships>";

static void put16(struct bm_buf *b, uint32_t v)
{
    bm_buf_char(b, (char)(v & 0xFF));
    bm_buf_char(b, (char)(v >> 8 & 0xFF));
}

static void put32(struct bm_buf *b, uint32_t v)
{
    put16(b, v & 0xFFFF);
    put16(b, v >> 16);
}

static uint32_t crc(struct bm_str s)
{
    uint32_t c = ~0u;
    for (size_t i = 0; i < s.n; i++) {
        c ^= (unsigned char)s.p[i];
        for (int k = 0; k < 8; k++)
            c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
    }
    return ~c;
}

/* One entry, not compressed: its header, or its line of the directory at the end. */
static void put_header(struct bm_buf *b, struct bm_str name, struct bm_str bytes, bool central,
                       uint32_t at)
{
    put32(b, central ? 0x02014B50 : 0x04034B50);
    if (central)
        put16(b, 20);
    put16(b, 20);
    put32(b, 0); /* flags, method */
    put32(b, 0); /* time */
    put32(b, crc(bytes));
    put32(b, (uint32_t)bytes.n);
    put32(b, (uint32_t)bytes.n);
    put16(b, (uint32_t)name.n);
    put16(b, 0);
    if (central) {
        put16(b, 0);
        put32(b, 0);
        put32(b, 0);
        put32(b, at);
    }
    bm_buf_str(b, name);
}

static struct bm_buf archive_of(const struct bm_str *names, const struct bm_str *parts, size_t n)
{
    struct bm_buf b = {0}, directory = {0};
    for (size_t i = 0; i < n; i++) {
        put_header(&directory, names[i], parts[i], true, (uint32_t)b.n);
        put_header(&b, names[i], parts[i], false, 0);
        bm_buf_str(&b, parts[i]);
    }
    const uint32_t at = (uint32_t)b.n, size = (uint32_t)directory.n;
    bm_buf_str(&b, bm_buf_view(&directory));
    bm_buf_free(&directory);
    put32(&b, 0x06054B50);
    put32(&b, 0);
    put16(&b, (uint32_t)n);
    put16(&b, (uint32_t)n);
    put32(&b, size);
    put32(&b, at);
    put16(&b, 0);
    return b;
}

TARGET(docx)
{
    const unsigned kind = fuzz_choice(&data, &size, 6);
    const struct bm_str own = {(const char *)data, size};
    const struct bm_str names[] = {
        BM_STR("word/document.xml"), BM_STR("word/styles.xml"), BM_STR("word/numbering.xml"),
        BM_STR("word/_rels/document.xml.rels"), BM_STR("word/footnotes.xml")};
    struct bm_str parts[] = {BM_STR(document), BM_STR(styles), BM_STR(numbering), BM_STR(relations),
                             BM_STR("<w:footnotes" SPACES "/>")};
    struct bm_buf body = {0};
    if (kind == 5) { /* what is inside the body */
        bm_buf_c(&body, "<w:document" SPACES "><w:body>");
        bm_buf_str(&body, own);
        bm_buf_c(&body, "</w:body></w:document>");
        parts[0] = bm_buf_view(&body);
    } else if (kind) {
        parts[kind - 1] = own;
    }
    struct bm_buf b = archive_of(names, parts, BM_COUNT(parts));
    fuzz_import(kind ? bm_buf_view(&b) : own, BM_IMPORT_DOCX, NULL);
    bm_buf_free(&b);
    bm_buf_free(&body);
    return 0;
}

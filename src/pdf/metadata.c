/* What a file says of itself, twice and alike: document information and XMP; and the output intent.
 * Dates are the edition's, identifiers come from what the pages show. */
#include "pdf/metadata.h"

#include "base/characters.h"

#include <stdio.h>

#define UA_SPACE    "http://www.aiim.org/pdfua/ns/id/"
#define PRISM_SPACE "http://prismstandard.org/namespaces/basic/2.0/"

struct bm_str bm_pdf_title(const struct bm_pages *pages, const struct bm_pdf_form *form)
{
    return pages->title.n || !form->metadata ? pages->title : pages->edition;
}

bool bm_pdf_day(struct bm_str date)
{
    if (date.n != 10 || date.p[4] != '-' || date.p[7] != '-')
        return false;
    for (size_t i = 0; i < date.n; i++)
        if (i != 4 && i != 7 && (date.p[i] < '0' || date.p[i] > '9'))
            return false;
    return true;
}

static void program_name(const struct bm_pdf_options *options, char out[64])
{
    snprintf(out, 64, "Banmian %.40s", options->version ? options->version : "");
}

/* The edition's day, in China's time: D:YYYYMMDD000000+08'00' (ISO 32000-1, 7.9.4). */
void bm_pdf_info(HPDF_Doc doc, const struct bm_pages *pages, const struct bm_pdf_options *options)
{
    const struct bm_pdf_form *form = bm_pdf_form(options->profile);
    const struct bm_str title = bm_pdf_title(pages, form), d = pages->date;
    char program[64], date[32];
    program_name(options, program);
    if (title.n)
        bm_pdf_text(doc, bm_pdf_information(doc), "Title", title);
    bm_pdf_string(doc, bm_pdf_information(doc), "Creator", program);
    bm_pdf_string(doc, bm_pdf_information(doc), "Producer", program);
    if (bm_pdf_day(d)) {
        snprintf(date, sizeof date, "D:%.4s%.2s%.2s000000+08'00'", d.p, d.p + 5, d.p + 8);
        bm_pdf_string(doc, bm_pdf_information(doc), "CreationDate", date);
        bm_pdf_string(doc, bm_pdf_information(doc), "ModDate", date);
    }
    if (form->trapped)
        HPDF_Dict_AddName(bm_pdf_information(doc), "Trapped", "False");
    if (form->info_x_version)
        bm_pdf_string(doc, bm_pdf_information(doc), "GTS_PDFXVersion", form->info_x_version);
}

/* What names come from, folders too, may be any bytes; XML is well formed or nothing. */
static void put_escaped(struct bm_buf *out, struct bm_str s)
{
    char bytes[4];
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = bm_character_next(s.p, s.n, &i);
        if (cp == '<')
            bm_buf_c(out, "&lt;");
        else if (cp == '>')
            bm_buf_c(out, "&gt;");
        else if (cp == '&')
            bm_buf_c(out, "&amp;");
        else
            bm_buf_put(out, bytes, bm_utf8_put(cp, bytes));
    }
}

static void put_value(struct bm_buf *out, const char *name, struct bm_str value)
{
    bm_buf_printf(out, "   <%s>", name);
    put_escaped(out, value);
    bm_buf_printf(out, "</%s>\n", name);
}

/* A UUID of version 5's form (RFC 4122, 4.3), made of the identifier's 16 bytes. */
static void put_uuid(struct bm_buf *out, const char *name, const unsigned char id[16])
{
    bm_buf_printf(out, "   <%s>uuid:", name);
    for (int i = 0; i < 16; i++) {
        unsigned byte = i == 6 ? (id[i] & 0x0Fu) | 0x50u : i == 8 ? (id[i] & 0x3Fu) | 0x80u : id[i];
        bm_buf_printf(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", byte);
    }
    bm_buf_printf(out, "</%s>\n", name);
}

static void put_dates(struct bm_buf *out, struct bm_str day)
{
    static const char *const names[] = {"CreateDate", "ModifyDate", "MetadataDate"};
    for (int i = 0; i < 3 && bm_pdf_day(day); i++)
        bm_buf_printf(out, "   <xmp:%s>%.10sT00:00:00+08:00</xmp:%s>\n", names[i], day.p, names[i]);
}

/* A value that is a list of one. */
static void put_list(struct bm_buf *out, const char *name, const char *kind, struct bm_str value)
{
    if (!value.n)
        return;
    bm_buf_printf(out, "   <%s><rdf:%s><rdf:li>", name, kind);
    put_escaped(out, value);
    bm_buf_printf(out, "</rdf:li></rdf:%s></%s>\n", kind, name);
}

/* What the edition says of itself: Dublin Core, and what that has no words for in those of the
 * publishers (PRISM 2.0). */
static void put_edition(struct bm_buf *out, const struct bm_pages *pages)
{
    put_list(out, "dc:publisher", "Bag", pages->publisher);
    if (bm_pdf_day(pages->date))
        put_list(out, "dc:date", "Seq", pages->date);
    put_list(out, "dc:language", "Bag", pages->language);
    if (pages->cn.n)
        put_value(out, "dc:identifier", pages->cn);
    if (pages->paper.n)
        put_value(out, "prism:publicationName", pages->paper);
    if (pages->number.n)
        put_value(out, "prism:number", pages->number);
}

/* A property of a schema that PDF/A-2 does not know. */
static void put_property(struct bm_buf *out, const char *name, const char *type, const char *about)
{
    bm_buf_printf(out,
                  "      <rdf:li rdf:parseType=\"Resource\">"
                  "<pdfaProperty:name>%s</pdfaProperty:name>"
                  "<pdfaProperty:valueType>%s</pdfaProperty:valueType>"
                  "<pdfaProperty:category>%s</pdfaProperty:category>"
                  "<pdfaProperty:description>%s</pdfaProperty:description></rdf:li>\n",
                  name, type, strcmp(name, "part") == 0 ? "internal" : "external", about);
}

static void begin_schema(struct bm_buf *out, const char *name, const char *uri, const char *prefix)
{
    bm_buf_printf(out,
                  "    <rdf:li rdf:parseType=\"Resource\">\n"
                  "     <pdfaSchema:schema>%s</pdfaSchema:schema>\n"
                  "     <pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI>\n"
                  "     <pdfaSchema:prefix>%s</pdfaSchema:prefix>\n"
                  "     <pdfaSchema:property><rdf:Seq>\n",
                  name, uri, prefix);
}

/* ISO 19005-2, 6.6.2.3.3. */
static void put_schemas(struct bm_buf *out, const struct bm_pages *pages)
{
    static const char end[] = "     </rdf:Seq></pdfaSchema:property>\n    </rdf:li>\n";
    bm_buf_c(out, "   <pdfaExtension:schemas><rdf:Bag>\n");
    begin_schema(out, "PDF/UA identification schema", UA_SPACE, "pdfuaid");
    put_property(out, "part", "Integer", "ISO14289");
    bm_buf_c(out, end);
    if (pages->paper.n || pages->number.n) {
        begin_schema(out, "PRISM", PRISM_SPACE, "prism");
        put_property(out, "publicationName", "Text", "Paper");
        put_property(out, "number", "Text", "Number");
        bm_buf_c(out, end);
    }
    bm_buf_c(out, "   </rdf:Bag></pdfaExtension:schemas>\n");
}

static void put_parts(struct bm_buf *out, const struct bm_pdf_form *form)
{
    const struct {
        const char *name, *value;
    } values[] = {{"pdfxid:GTS_PDFXVersion", form->xmp_x_version},
                  {"pdfx:GTS_PDFXVersion", form->info_x_version},
                  {"pdfaid:part", form->a_part},
                  {"pdfaid:conformance", form->a_conformance},
                  {"pdfaid:rev", form->a_revision},
                  {"pdfuaid:part", form->ua_part},
                  {"pdfuaid:rev", form->ua_revision}};
    for (size_t i = 0; i < BM_COUNT(values); i++)
        if (values[i].value)
            put_value(out, values[i].name, bm_str_c(values[i].value));
}

/* The names of the schemas that the packet uses. */
static void put_spaces(struct bm_buf *out, const struct bm_pdf_form *form)
{
    const struct {
        bool used;
        const char *prefix, *uri;
    } spaces[] = {
        {form->xmp_x_version, "pdfxid", "http://www.npes.org/pdfx/ns/id/"},
        {form->info_x_version, "pdfx", "http://ns.adobe.com/pdfx/1.3/"},
        {form->a_part, "pdfaid", "http://www.aiim.org/pdfa/ns/id/"},
        {form->ua_part, "pdfuaid", UA_SPACE},
        {form->tagged, "prism", PRISM_SPACE},
        {form->tagged && !form->bare, "pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"},
        {form->tagged && !form->bare, "pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"},
        {form->tagged && !form->bare, "pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"},
        {true, "pdf", "http://ns.adobe.com/pdf/1.3/"}};
    for (size_t i = 0; i < BM_COUNT(spaces); i++)
        if (spaces[i].used)
            bm_buf_printf(out, "    xmlns:%s=\"%s\"%s\n", spaces[i].prefix, spaces[i].uri,
                          i + 1 == BM_COUNT(spaces) ? ">" : "");
}

/* The XMP packet (ISO 16684-1), not compressed, so that any tool finds it. */
void bm_pdf_xmp(struct bm_arena *arena, HPDF_Doc doc, const struct bm_pages *pages,
                const struct bm_pdf_options *options, const unsigned char id[16])
{
    const struct bm_pdf_form *form = bm_pdf_form(options->profile);
    struct bm_buf b = {0};
    char program[64];
    if (!form->metadata)
        return;
    program_name(options, program);
    bm_buf_c(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                 "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                 " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                 "  <rdf:Description rdf:about=\"\"\n"
                 "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                 "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                 "    xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n");
    put_spaces(&b, form);
    bm_buf_c(&b, "   <dc:format>application/pdf</dc:format>\n"
                 "   <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    put_escaped(&b, bm_pdf_title(pages, form));
    bm_buf_c(&b, "</rdf:li></rdf:Alt></dc:title>\n");
    if (form->tagged)
        put_edition(&b, pages);
    put_dates(&b, pages->date);
    put_value(&b, "xmp:CreatorTool", bm_str_c(program));
    put_value(&b, "pdf:Producer", bm_str_c(program));
    if (form->trapped)
        put_value(&b, "pdf:Trapped", BM_STR("False"));
    put_uuid(&b, "xmpMM:DocumentID", id);
    put_uuid(&b, "xmpMM:InstanceID", id);
    put_value(&b, "xmpMM:VersionID", BM_STR("1"));
    put_value(&b, "xmpMM:RenditionClass", BM_STR("default"));
    put_parts(&b, form);
    if (form->tagged && !form->bare)
        put_schemas(&b, pages);
    bm_buf_c(&b, "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    HPDF_Dict stream = bm_pdf_stream(doc, bm_buf_keep(&b, arena), BM_PDF_BARE);
    HPDF_Dict_AddName(stream, "Type", "Metadata");
    HPDF_Dict_AddName(stream, "Subtype", "XML");
    HPDF_Dict_Add(bm_pdf_catalog(doc), "Metadata", stream);
}

/* ISO 32000-1, 14.11.5: the condition by its identifier, in words, and its profile. */
void bm_pdf_intent(HPDF_Doc doc, const struct bm_pdf_profile_stream *profile,
                   const struct bm_pdf_form *form)
{
    const struct bm_output_condition *output = profile->output;
    HPDF_Dict stream = bm_pdf_stream(doc, profile->stream, BM_PDF_FLATE);
    HPDF_Dict intent = bm_pdf_direct(doc);
    HPDF_Array intents = bm_pdf_array(doc);
    HPDF_Dict_AddNumber(stream, "N", 4);
    HPDF_Dict_AddName(intent, "Type", "OutputIntent");
    HPDF_Dict_AddName(intent, "S", form->intent);
    bm_pdf_text(doc, intent, "OutputConditionIdentifier", output->identifier);
    if (output->registry.n)
        bm_pdf_text(doc, intent, "RegistryName", output->registry);
    bm_pdf_text(doc, intent, "OutputCondition", output->condition);
    bm_pdf_text(doc, intent, "Info", output->condition);
    HPDF_Dict_Add(intent, "DestOutputProfile", stream);
    HPDF_Array_Add(intents, intent);
    HPDF_Dict_Add(bm_pdf_catalog(doc), "OutputIntents", intents);
}

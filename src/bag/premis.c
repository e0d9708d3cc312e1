/* PREMIS 3: what is in the package, what was done, and by what. Terms are those of the Library of
 * Congress's vocabularies (id.loc.gov/vocabulary/preservation), which are English. */
#include "bag/bag.h"
#include "base/xml.h"

#include <stdio.h>

#define PATH  "path in package"
#define EVENT "event in package"
#define AGENT "software"
#define NAME  "Banmian"

static const struct format {
    const char *end, *name;
} formats[] = {
    {".pdf", "application/pdf"},   {".md", "text/markdown"},
    {".yaml", "application/yaml"}, {".xml", "application/xml"},
    {".json", "application/json"}, {".txt", "text/plain"},
    {".html", "text/html"},        {".css", "text/css"},
    {".png", "image/png"},         {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},       {".gz", "application/gzip"},
    {".lock", "application/yaml"}, {".icc", "application/vnd.iccprofile"},
};

static const char *format_of(struct bm_str path)
{
    for (size_t i = 0; i < BM_COUNT(formats); i++) {
        const size_t n = strlen(formats[i].end);
        if (path.n > n && memcmp(path.p + path.n - n, formats[i].end, n) == 0)
            return formats[i].name;
    }
    return "application/octet-stream";
}

static bool begins(struct bm_str s, struct bm_str start)
{
    return start.n && s.n >= start.n && memcmp(s.p, start.p, start.n) == 0;
}

static void element(struct bm_xml *xml, const char *name, const char *text)
{
    bm_xml_element(xml, name, bm_str_c(text));
}

static void identifier(struct bm_xml *xml, const char *of, const char *type, struct bm_str value)
{
    char name[64];
    snprintf(name, sizeof name, "premis:%sIdentifierType", of);
    element(xml, name, type);
    snprintf(name, sizeof name, "premis:%sIdentifierValue", of);
    bm_xml_element(xml, name, value);
}

static bool put_object(struct bm_xml *xml, const struct bm_leaf *leaf,
                       const struct bm_premis_facts *facts)
{
    static const enum bm_sum kinds[] = {BM_SUM_SHA256, BM_SUM_SHA512, BM_SUM_SM3};
    const bool pdf = bm_str_eq(leaf->path, facts->pdf);
    struct bm_sum_hex sums;
    const size_t n = BM_COUNT(kinds) - !facts->sm3;
    unsigned wanted = 0;
    for (size_t i = 0; i < n; i++)
        wanted |= BM_SUM_BIT(kinds[i]);
    if (!bm_sums_of(leaf->bytes, wanted, &sums))
        return false;
    bm_xml_open(xml, "premis:object");
    bm_xml_word(xml, "xsi:type", "premis:file");
    bm_xml_open(xml, "premis:objectIdentifier");
    identifier(xml, "object", PATH, leaf->path);
    bm_xml_close(xml);
    bm_xml_open(xml, "premis:objectCharacteristics");
    for (size_t i = 0; i < n; i++) {
        bm_xml_open(xml, "premis:fixity");
        element(xml, "premis:messageDigestAlgorithm", bm_sum_title(kinds[i]));
        element(xml, "premis:messageDigest", sums.v[kinds[i]]);
        bm_xml_close(xml);
    }
    char size[24];
    snprintf(size, sizeof size, "%zu", leaf->bytes.n);
    element(xml, "premis:size", size);
    bm_xml_open(xml, "premis:format");
    bm_xml_open(xml, "premis:formatDesignation");
    element(xml, "premis:formatName", format_of(leaf->path));
    if (pdf)
        bm_xml_element(xml, "premis:formatVersion", facts->profile);
    bm_xml_close(xml);
    bm_xml_close(xml);
    if (!begins(leaf->path, facts->sources)) {
        bm_xml_open(xml, "premis:creatingApplication");
        element(xml, "premis:creatingApplicationName", NAME);
        element(xml, "premis:creatingApplicationVersion", facts->version);
        bm_xml_close(xml);
    }
    bm_xml_close(xml);
    bm_xml_close(xml);
    return true;
}

struct event {
    const char *id, *type, *detail, *outcome;
    struct bm_str note;
};

/* Opens an event; who closes it adds the objects that it is of. */
static void open_event(struct bm_xml *xml, const struct bm_premis_facts *facts,
                       const struct event *event)
{
    bm_xml_open(xml, "premis:event");
    bm_xml_open(xml, "premis:eventIdentifier");
    identifier(xml, "event", EVENT, bm_str_c(event->id));
    bm_xml_close(xml);
    element(xml, "premis:eventType", event->type);
    bm_xml_element(xml, "premis:eventDateTime", facts->date.n ? facts->date : BM_STR("uuuu-uu-uu"));
    bm_xml_open(xml, "premis:eventDetailInformation");
    element(xml, "premis:eventDetail", event->detail);
    bm_xml_close(xml);
    bm_xml_open(xml, "premis:eventOutcomeInformation");
    element(xml, "premis:eventOutcome", event->outcome);
    if (event->note.n) {
        bm_xml_open(xml, "premis:eventOutcomeDetail");
        bm_xml_element(xml, "premis:eventOutcomeDetailNote", event->note);
        bm_xml_close(xml);
    }
    bm_xml_close(xml);
    bm_xml_open(xml, "premis:linkingAgentIdentifier");
    identifier(xml, "linkingAgent", AGENT, BM_STR(NAME));
    element(xml, "premis:linkingAgentRole", "executing program");
    bm_xml_close(xml);
}

static void link_object(struct bm_xml *xml, struct bm_str path, const char *role)
{
    bm_xml_open(xml, "premis:linkingObjectIdentifier");
    identifier(xml, "linkingObject", PATH, path);
    element(xml, "premis:linkingObjectRole", role);
    bm_xml_close(xml);
}

static void put_events(struct bm_xml *xml, const struct bm_leaves *leaves,
                       const struct bm_premis_facts *facts)
{
    static const struct event creation = {
        "creation",
        "creation",
        "The edition was set from its manuscripts, and the files made from its pages. The date is "
        "that of the edition: the program reads no clock.",
        "success",
        {NULL, 0}};
    static const struct event digest = {
        "digests",
        "message digest calculation",
        "Sums of all files, by OpenSSL's libcrypto; they stand with each object.",
        "success",
        {NULL, 0}};
    static const struct event sealing = {
        "seal",
        "digital signature generation",
        "manifest-sha512.txt was given to a program of the archive's, whose answer is "
        "manifest-sha512.txt.p7s.",
        "success",
        {NULL, 0}};
    char note[128];
    snprintf(note, sizeof note, "errors: %zu; warnings: %zu; characters left over: %zu",
             facts->errors, facts->warnings, facts->left_over);
    const struct event validation = {
        "validation", "validation",
        "Before anything was written, manuscripts and pages were checked: marks and structure, "
        "text "
        "left over, characters without a glyph, ink over ink and outside its frame.",
        facts->errors     ? "fail"
        : facts->warnings ? "warning"
                          : "pass",
        bm_str_c(note)};
    open_event(xml, facts, &creation);
    for (size_t i = 0; i < leaves->n; i++)
        link_object(xml, leaves->v[i].path,
                    begins(leaves->v[i].path, facts->sources) ? "source" : "outcome");
    bm_xml_close(xml);
    open_event(xml, facts, &validation);
    link_object(xml, facts->pdf, "source");
    bm_xml_close(xml);
    open_event(xml, facts, &digest);
    bm_xml_close(xml);
    if (facts->sealed) {
        open_event(xml, facts, &sealing);
        bm_xml_close(xml);
    }
}

bool bm_premis_write(struct bm_leaves *leaves, const struct bm_premis_facts *facts,
                     struct bm_diags *diags)
{
    struct bm_buf b = {0};
    struct bm_xml xml;
    bm_xml_begin(&xml, &b);
    bm_xml_open(&xml, "premis:premis");
    bm_xml_word(&xml, "xmlns:premis", "http://www.loc.gov/premis/v3");
    bm_xml_word(&xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    bm_xml_word(&xml, "xsi:schemaLocation",
                "http://www.loc.gov/premis/v3 http://www.loc.gov/standards/premis/premis.xsd");
    bm_xml_word(&xml, "version", "3.0");
    for (size_t i = 0; i < leaves->n; i++)
        if (!put_object(&xml, &leaves->v[i], facts)) {
            bm_buf_free(&b);
            return bm_diag0(diags, BM_MSG_NO_SUMS, bm_span_none());
        }
    put_events(&xml, leaves, facts);
    bm_xml_open(&xml, "premis:agent");
    bm_xml_open(&xml, "premis:agentIdentifier");
    identifier(&xml, "agent", AGENT, BM_STR(NAME));
    bm_xml_close(&xml);
    element(&xml, "premis:agentName", NAME);
    element(&xml, "premis:agentType", "software");
    element(&xml, "premis:agentVersion", facts->version);
    bm_xml_close(&xml);
    bm_xml_close(&xml);
    bm_leaf_put(leaves, &b, "data/premis.xml");
    return true;
}

/* The file's bytes. Print files have a table of references and every object by itself, as every RIP
 * reads them. The archive's have object streams and a reference stream (ISO 32000-1, 7.5.7 and
 * 7.5.8): a tree of tags is thousands of small objects, which compress to a fifth. */
#include "haru/objects.h"

#define IN_STREAM 200 /* objects in an object stream, which is read as a whole */

static HPDF_STATUS HPDF_STDCALL take_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
    bm_buf_put(stream->attr, bytes, n);
    return HPDF_OK;
}

/* Bytes above 127 tell transfer programs that the file is binary (ISO 32000-1, 7.5.2). */
static void put_header(HPDF_Stream stream, const char *version)
{
    HPDF_Stream_WriteStr(stream, "%PDF-");
    HPDF_Stream_WriteStr(stream, version);
    HPDF_Stream_WriteStr(stream, "\n%\267\276\255\252\n");
}

/* What HPDF_SaveToStream does, into our buffer. */
void bm_pdf_save(HPDF_Doc doc, const char *version, struct bm_buf *out)
{
    HPDF_Stream stream = HPDF_CallbackWriter_New(doc->mmgr, take_bytes, out);
    if (!stream)
        return;
    put_header(stream, version);
    HPDF_Dict_Add(doc->trailer, "Root", doc->catalog);
    HPDF_Dict_Add(doc->trailer, "Info", doc->info);
    HPDF_Xref_WriteToStream(doc->xref, stream, NULL);
    HPDF_Stream_Free(stream);
}

/* Where an object stands: bytes from the file's beginning, or in an object stream. */
struct place {
    enum {
        FREE,
        AT_OFFSET,
        IN_OBJECT_STREAM
    } kind;
    uint32_t at; /* offset; number of the object stream */
    uint32_t index;
    bool dropped; /* it is left out */
};

struct packed {
    HPDF_Doc doc;
    HPDF_Stream stream; /* into out */
    struct bm_buf *out;
    struct bm_arena *arena;
    struct bm_pdf_packer *packer;
    struct place *places; /* by number of the object */
    uint32_t count;       /* of objects, the free one at the head too */
};

static HPDF_XrefEntry entry_of(const struct packed *p, uint32_t number)
{
    return HPDF_List_ItemAt(p->doc->xref->entries, number);
}

static HPDF_Dict dict_of(void *object)
{
    const HPDF_Obj_Header *header = object;
    return (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT ? object : NULL;
}

static uint32_t number_of(void *object)
{
    return ((const HPDF_Obj_Header *)object)->obj_id & 0x00FFFFFF;
}

static void begin_object(struct packed *p, uint32_t number)
{
    p->places[number] = (struct place){.kind = AT_OFFSET, .at = (uint32_t)p->out->n};
    bm_buf_printf(p->out, "%u 0 obj\n", number);
}

/* A stream of libharu's, its length in its dictionary and not in an object of its own. */
static void put_stream(struct packed *p, uint32_t number, HPDF_Dict dict)
{
    HPDF_Stream bytes = dict->stream;
    void *length = HPDF_Dict_GetItem(dict, "Length", HPDF_OCLASS_NUMBER);
    if (length)
        p->places[number_of(length)].dropped = true;
    HPDF_Dict_RemoveElement(dict, "Length");
    HPDF_Dict_AddNumber(dict, "Length", (HPDF_INT32)HPDF_Stream_Size(bytes));
    begin_object(p, number);
    dict->stream = NULL;
    HPDF_Obj_WriteValue(dict, p->stream, NULL);
    dict->stream = bytes;
    bm_buf_c(p->out, "\nstream\n");
    HPDF_Stream_WriteToStream(bytes, p->stream, 0, NULL);
    bm_buf_c(p->out, "\nendstream\nendobj\n");
}

/* Bytes of our own as a stream; entries: of its dictionary. */
static void put_bytes(struct packed *p, uint32_t number, const char *entries, struct bm_str bytes)
{
    const struct bm_str zlib = bm_pdf_deflate(p->packer, p->arena, bytes, BM_PDF_SMALL);
    begin_object(p, number);
    bm_buf_printf(p->out, "<<%s/Filter/FlateDecode/Length %zu>>\nstream\n", entries, zlib.n);
    bm_buf_str(p->out, zlib);
    bm_buf_c(p->out, "\nendstream\nendobj\n");
}

/* The objects from *number on that are no streams, as many as one object stream holds; whether
 * there were any. */
static bool put_objects(struct packed *p, uint32_t *number, uint32_t own)
{
    struct bm_buf head = {0}, body = {0}, entries = {0};
    HPDF_Stream into = HPDF_CallbackWriter_New(p->doc->mmgr, take_bytes, &body);
    uint32_t n = 0;
    for (; into && n < IN_STREAM && *number < p->count; ++*number) {
        void *object = entry_of(p, *number)->obj;
        if (!object || p->places[*number].kind != FREE || p->places[*number].dropped)
            continue;
        p->places[*number] = (struct place){IN_OBJECT_STREAM, own, n++, false};
        bm_buf_printf(&head, "%u %zu ", *number, body.n);
        HPDF_Obj_WriteValue(object, into, NULL);
        bm_buf_char(&body, '\n');
    }
    if (n) {
        bm_buf_printf(&entries, "/Type/ObjStm/N %u/First %zu", n, head.n);
        bm_buf_char(&entries, '\0');
        bm_buf_str(&head, bm_buf_view(&body));
        put_bytes(p, own, entries.p, bm_buf_view(&head));
    }
    if (into)
        HPDF_Stream_Free(into);
    bm_buf_free(&head);
    bm_buf_free(&body);
    bm_buf_free(&entries);
    return n > 0;
}

#define ROW 7 /* bytes of an entry: its kind, an offset or a number, an index or a generation */

/* The reference stream, each byte less the one above it (PNG's predictor Up), which repeats more.
 */
static void put_references(struct packed *p, uint32_t own, bool informed)
{
    struct bm_buf rows = {0}, entries = {0};
    unsigned char above[ROW] = {0};
    const uint32_t offset = (uint32_t)p->out->n;
    p->places[own] = (struct place){.kind = AT_OFFSET, .at = offset};
    for (uint32_t i = 0; i <= own; i++) {
        const struct place *at = &p->places[i];
        /* What is free stays so: no list is kept of it. */
        const uint32_t second = at->kind == FREE ? 0xFFFF : at->index;
        const unsigned char row[ROW] = {
            (unsigned char)at->kind,       (unsigned char)(at->at >> 24),
            (unsigned char)(at->at >> 16), (unsigned char)(at->at >> 8),
            (unsigned char)at->at,         (unsigned char)(second >> 8),
            (unsigned char)second};
        bm_buf_char(&rows, 2);
        for (int k = 0; k < ROW; k++)
            bm_buf_char(&rows, (char)(row[k] - above[k]));
        memcpy(above, row, ROW);
    }
    bm_buf_printf(&entries,
                  "/Type/XRef/Size %u/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>"
                  "/Root %u 0 R",
                  own + 1, ROW, number_of(p->doc->catalog));
    if (informed)
        bm_buf_printf(&entries, "/Info %u 0 R", number_of(p->doc->info));
    bm_buf_c(&entries, "/ID");
    HPDF_Stream into = HPDF_CallbackWriter_New(p->doc->mmgr, take_bytes, &entries);
    if (into) {
        HPDF_Obj_WriteValue(HPDF_Dict_GetItem(p->doc->trailer, "ID", HPDF_OCLASS_ARRAY), into,
                            NULL);
        HPDF_Stream_Free(into);
    }
    bm_buf_char(&entries, '\0');
    put_bytes(p, own, entries.p, bm_buf_view(&rows));
    bm_buf_printf(p->out, "startxref\n%u\n%%%%EOF\n", offset);
    bm_buf_free(&rows);
    bm_buf_free(&entries);
}

void bm_pdf_save_packed(HPDF_Doc doc, const char *version, bool informed,
                        struct bm_pdf_packer *packer, struct bm_buf *out)
{
    struct packed p = {.doc = doc,
                       .stream = HPDF_CallbackWriter_New(doc->mmgr, take_bytes, out),
                       .out = out,
                       .arena = bm_arena_new(),
                       .packer = packer,
                       .count = (uint32_t)doc->xref->entries->count};
    uint32_t own = p.count, number = 1;
    if (!p.stream) {
        bm_arena_drop(p.arena);
        return;
    }
    p.places = bm_arena_array(p.arena, (size_t)p.count * 2 + 2, sizeof *p.places);
    put_header(p.stream, version);
    p.places[number_of(doc->info)].dropped = !informed;
    for (uint32_t i = 1; i < p.count; i++) {
        HPDF_Dict dict = entry_of(&p, i)->obj ? dict_of(entry_of(&p, i)->obj) : NULL;
        if (dict && dict->stream)
            put_stream(&p, i, dict);
    }
    while (put_objects(&p, &number, own))
        own++;
    put_references(&p, own, informed);
    HPDF_Stream_Free(p.stream);
    bm_arena_drop(p.arena);
}

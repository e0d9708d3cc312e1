/* The fence around libharu: its object layer, and all use of fields that it does not publish. */
#include "haru/objects.h"

#include "base/characters.h"

#include <libdeflate.h>
#include <stdlib.h>

static void *HPDF_STDCALL allocate(HPDF_UINT size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        bm_out_of_memory();
    return p;
}

static void HPDF_STDCALL release(void *p)
{
    free(p);
}

HPDF_Doc bm_pdf_new(void)
{
    return HPDF_NewEx(NULL, allocate, release, 0, NULL);
}

HPDF_Dict bm_pdf_catalog(HPDF_Doc doc)
{
    return doc->catalog;
}

HPDF_Dict bm_pdf_information(HPDF_Doc doc)
{
    return doc->info;
}

void bm_pdf_identify(HPDF_Doc doc, unsigned char bytes[16])
{
    HPDF_Array id = bm_pdf_array(doc);
    HPDF_Array_Add(id, HPDF_Binary_New(doc->mmgr, bytes, 16));
    HPDF_Array_Add(id, HPDF_Binary_New(doc->mmgr, bytes, 16));
    HPDF_Dict_Add(doc->trailer, "ID", id);
}

HPDF_Dict bm_pdf_direct(HPDF_Doc doc)
{
    return HPDF_Dict_New(doc->mmgr);
}

HPDF_Array bm_pdf_array(HPDF_Doc doc)
{
    return HPDF_Array_New(doc->mmgr);
}

HPDF_Dict bm_pdf_dict(HPDF_Doc doc)
{
    HPDF_Dict dict = bm_pdf_direct(doc);
    HPDF_Xref_Add(doc->xref, dict);
    return dict;
}

HPDF_Array bm_pdf_own_array(HPDF_Doc doc)
{
    HPDF_Array array = bm_pdf_array(doc);
    HPDF_Xref_Add(doc->xref, array);
    return array;
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct bm_buf *entries = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)entries->p, (HPDF_UINT)entries->n);
}

HPDF_Dict bm_pdf_written_dict(HPDF_Doc doc, struct bm_buf *entries)
{
    HPDF_Dict dict = bm_pdf_dict(doc);
    dict->attr = entries;
    dict->write_fn = write_entries;
    return dict;
}

static HPDF_STATUS write_flate(HPDF_Dict dict, HPDF_Stream stream)
{
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /FlateDecode\n");
}

static HPDF_STATUS write_dct(HPDF_Dict dict, HPDF_Stream stream)
{
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /DCTDecode\n");
}

/* Bytes that libharu reads where they lie: its own streams copy each byte by itself, twice. */
struct lying {
    const char *p;
    HPDF_UINT32 n, at;
};

static HPDF_STATUS HPDF_STDCALL read_lying(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT32 *n)
{
    struct lying *lying = stream->attr;
    const HPDF_UINT32 left = lying->n - lying->at;
    const bool end = left < *n;
    *n = end ? left : *n;
    memcpy(to, lying->p + lying->at, *n);
    lying->at += *n;
    return end ? HPDF_STREAM_EOF : HPDF_OK;
}

/* It is read from its beginning, once. */
static HPDF_STATUS HPDF_STDCALL seek_lying(HPDF_Stream stream, HPDF_INT at, HPDF_WhenceMode mode)
{
    struct lying *lying = stream->attr;
    if (at != 0 || mode != HPDF_SEEK_SET)
        return HPDF_INVALID_PARAMETER;
    lying->at = 0;
    return HPDF_OK;
}

static HPDF_INT32 HPDF_STDCALL tell_lying(HPDF_Stream stream)
{
    return (HPDF_INT32)((struct lying *)stream->attr)->at;
}

static HPDF_UINT32 HPDF_STDCALL size_lying(HPDF_Stream stream)
{
    return ((struct lying *)stream->attr)->n;
}

static void HPDF_STDCALL free_lying(HPDF_Stream stream)
{
    release(stream->attr);
    stream->attr = NULL;
}

static HPDF_Stream stream_of(HPDF_MMgr memory, struct bm_str bytes)
{
    struct lying *lying = allocate(sizeof *lying);
    *lying = (struct lying){bytes.p, (HPDF_UINT32)bytes.n, 0};
    HPDF_Stream stream =
        HPDF_CallbackReader_New(memory, read_lying, seek_lying, tell_lying, size_lying, lying);
    stream->free_fn = free_lying;
    return stream;
}

/* libharu drops a Filter key from a stream that it does not compress itself; what a dictionary's
 * writer adds it leaves alone. */
static void fill(HPDF_Dict dict, struct bm_str bytes, enum bm_pdf_filter filter)
{
    static const HPDF_Dict_OnWriteFunc writers[] = {
        [BM_PDF_BARE] = NULL, [BM_PDF_FLATE] = write_flate, [BM_PDF_DCT] = write_dct};
    dict->filter = HPDF_STREAM_FILTER_NONE;
    dict->write_fn = writers[filter];
    HPDF_Stream_Free(dict->stream);
    dict->stream = stream_of(dict->mmgr, bytes);
}

HPDF_Dict bm_pdf_stream(HPDF_Doc doc, struct bm_str bytes, enum bm_pdf_filter filter)
{
    HPDF_Dict dict = HPDF_DictStream_New(doc->mmgr, doc->xref);
    fill(dict, bytes, filter);
    return dict;
}

void bm_pdf_content_of(HPDF_Page page, struct bm_str compressed)
{
    HPDF_PageAttr attr = page->attr;
    fill(attr->contents, compressed, BM_PDF_FLATE);
    attr->stream = attr->contents->stream;
}

void bm_pdf_string(HPDF_Doc doc, HPDF_Dict dict, const char *key, const char *string)
{
    HPDF_Dict_Add(dict, key, HPDF_String_New(doc->mmgr, string, NULL));
}

void bm_pdf_flag(HPDF_Doc doc, HPDF_Dict dict, const char *key, bool flag)
{
    HPDF_Dict_Add(dict, key, HPDF_Boolean_New(doc->mmgr, flag));
}

void bm_pdf_null(HPDF_Doc doc, HPDF_Array array)
{
    HPDF_Array_Add(array, HPDF_Null_New(doc->mmgr));
}

void bm_pdf_text(HPDF_Doc doc, HPDF_Dict dict, const char *key, struct bm_str text)
{
    struct bm_buf bytes = {0};
    bm_buf_put(&bytes, "\xFE\xFF", 2);
    for (size_t i = 0; i < text.n && bytes.n + 4 <= HPDF_LIMIT_MAX_STRING_LEN;) {
        uint32_t cp = bm_character_next(text.p, text.n, &i);
        uint32_t units[2] = {cp, 0};
        if (cp > 0xFFFF) {
            units[0] = 0xD800 + ((cp - 0x10000) >> 10);
            units[1] = 0xDC00 + (cp & 0x3FF);
        }
        for (int k = 0; k < 1 + (cp > 0xFFFF); k++) {
            bm_buf_char(&bytes, (char)(units[k] >> 8));
            bm_buf_char(&bytes, (char)(units[k] & 0xFF));
        }
    }
    HPDF_Dict_Add(dict, key, HPDF_Binary_New(doc->mmgr, (HPDF_BYTE *)bytes.p, (HPDF_UINT)bytes.n));
    bm_buf_free(&bytes);
}

static struct libdeflate_compressor *compressor_of(struct bm_pdf_packer *packer,
                                                   enum bm_pdf_effort e)
{
    static const int levels[] = {[BM_PDF_FAST] = 1, [BM_PDF_SMALL] = 6};
    if (!packer->compressors[e])
        packer->compressors[e] = libdeflate_alloc_compressor(levels[e]);
    if (!packer->compressors[e])
        bm_out_of_memory();
    return packer->compressors[e];
}

struct bm_str bm_pdf_deflate(struct bm_pdf_packer *packer, struct bm_arena *arena,
                             struct bm_str bytes, enum bm_pdf_effort effort)
{
    struct libdeflate_compressor *compressor = compressor_of(packer, effort);
    size_t room = libdeflate_zlib_compress_bound(compressor, bytes.n);
    char *p = bm_arena_alloc(arena, room);
    size_t n = libdeflate_zlib_compress(compressor, bytes.p, bytes.n, p, room);
    return (struct bm_str){p, n};
}

void bm_pdf_packer_free(struct bm_pdf_packer *packer)
{
    for (int i = 0; i < BM_PDF_EFFORTS; i++)
        libdeflate_free_compressor(packer->compressors[i]);
    *packer = (struct bm_pdf_packer){0};
}

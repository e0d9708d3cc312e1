/* libharu, fenced in: its object layer as pdf/ uses it, with all use of fields that it does not
 * publish (objects.c; saving.c writes the file). What is made belongs to the document; errors stay
 * in it (HPDF_GetError()). For pdf/ alone.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

#include <hpdf.h>

/* A document without a byte; HPDF_Free() it. NULL when libharu refuses. */
HPDF_Doc bm_pdf_new(void);
/* The document's own dictionaries: Root, Info; and its ID. */
HPDF_Dict bm_pdf_catalog(HPDF_Doc doc);
HPDF_Dict bm_pdf_information(HPDF_Doc doc);
void bm_pdf_identify(HPDF_Doc doc, unsigned char bytes[16]);

/* New: a dictionary of its own in the file; one inside another object; the same of arrays. */
HPDF_Dict bm_pdf_dict(HPDF_Doc doc);
HPDF_Dict bm_pdf_direct(HPDF_Doc doc);
HPDF_Array bm_pdf_own_array(HPDF_Doc doc);
HPDF_Array bm_pdf_array(HPDF_Doc doc);
/* A dictionary whose entries are written as they stand in the buffer when the file is. */
HPDF_Dict bm_pdf_written_dict(HPDF_Doc doc, struct bm_buf *entries);

/* How the bytes of a stream are packed, by us: libharu shall not do it again. */
enum bm_pdf_filter {
    BM_PDF_BARE,
    BM_PDF_FLATE,
    BM_PDF_DCT
};
/* The bytes are not copied: they live until the document is saved. */
HPDF_Dict bm_pdf_stream(HPDF_Doc doc, struct bm_str bytes, enum bm_pdf_filter filter);
/* The content of a page, compressed; likewise. */
void bm_pdf_content_of(HPDF_Page page, struct bm_str compressed);

/* Values: bytes as they are, a text string (ISO 32000-1, 7.9.2.2), a truth; null at an array's end.
 */
void bm_pdf_string(HPDF_Doc doc, HPDF_Dict dict, const char *key, const char *string);
void bm_pdf_text(HPDF_Doc doc, HPDF_Dict dict, const char *key, struct bm_str text);
void bm_pdf_flag(HPDF_Doc doc, HPDF_Dict dict, const char *key, bool flag);
void bm_pdf_null(HPDF_Doc doc, HPDF_Array array);

enum bm_pdf_effort {
    BM_PDF_FAST, /* for what is large and hardly shrinks more: profiles, font programs */
    BM_PDF_SMALL,
    BM_PDF_EFFORTS
};

/* What one thread packs with; zeros at first. What it needs is made when it is first asked for, and
 * is larger than most of what it packs. */
struct bm_pdf_packer {
    struct libdeflate_compressor *compressors[BM_PDF_EFFORTS];
};
void bm_pdf_packer_free(struct bm_pdf_packer *packer);

/* zlib stream of the bytes, in the arena. */
struct bm_str bm_pdf_deflate(struct bm_pdf_packer *packer, struct bm_arena *arena,
                             struct bm_str bytes, enum bm_pdf_effort effort);

/* What HPDF_SaveToStream() does, appended to our buffer; version of PDF: "1.6". */
void bm_pdf_save(HPDF_Doc doc, const char *version, struct bm_buf *out);
/* The same in object streams (from version 1.5 on) into an empty buffer; informed: with document
 * information, of which PDF 2.0 files have none. The document can be saved once. */
void bm_pdf_save_packed(HPDF_Doc doc, const char *version, bool informed,
                        struct bm_pdf_packer *packer, struct bm_buf *out);

/* What the steps of pdf/ hand to each other; no other room includes this. */
#ifndef BM_PDF_STEPS_H
#define BM_PDF_STEPS_H

#include "base/index.h"
#include "pdf/pdf.h"

#include <hpdf.h>

/* What a profile wants of a file; NULL and false: nothing. */
struct bm_pdf_form {
    const char *version;                /* of PDF */
    const char *intent;                 /* kind of output intent; with one, pictures are brought
                                           into the output's space */
    const char *info_x_version;         /* how the file says what it is: in Info … */
    const char *xmp_x_version;          /* … in XMP … */
    const char *a_part, *a_conformance; /* … as PDF/A */
    bool metadata, dated, trapped;      /* XMP; the day must be known; says that it is not */
};
const struct bm_pdf_form *bm_pdf_form(enum bm_pdf_profile profile);

#define BM_PDF_CODES    65535 /* two bytes, without 0 */
#define BM_PDF_VARIANTS 4

/* What a code in a string means: the glyph shown and the characters extracted. */
struct bm_pdf_code {
    uint32_t gid;
    struct bm_str text;
    uint32_t variant; /* how many texts the glyph had before, below BM_PDF_VARIANTS */
};

/* A face as the document uses it. Codes count from 1: code c is codes[c - 1]. */
struct bm_pdf_font {
    const struct bm_face *face;
    struct bm_pdf_code *codes;
    size_t n, cap;
    struct bm_index index; /* of codes */
    /* By enum bm_mode and variant. Some readers (MuPDF) look text up by CID, not by code; a glyph's
     * second text therefore goes through a second Type0 font on the same descendant. */
    bool used[2][BM_PDF_VARIANTS];

    /* made by bm_pdf_font_make() */
    struct bm_arena *arena;
    bool made;
    const uint32_t *gids; /* distinct, ascending, from 0 */
    const uint32_t *cids; /* of them */
    size_t gid_count;
    size_t program_size;
    char tag[8];                                                         /* ABCDEF, of the subset */
    struct bm_str program, to_gid, to_unicode[BM_PDF_VARIANTS], cmap[2]; /* compressed streams */
};

struct bm_pdf_fonts {
    struct bm_arena *arena;
    struct bm_pdf_font *v;
    size_t n, cap;
    bool full; /* a face has more than BM_PDF_CODES pairs */
};

/* The font of a face, added when new. Index into fonts->v. */
size_t bm_pdf_font(struct bm_pdf_fonts *fonts, const struct bm_face *face);
/* The code of the pair, given out in the order of first use. The text is copied. */
uint32_t bm_pdf_code(struct bm_pdf_fonts *fonts, size_t font, uint32_t gid, struct bm_str text);
/* Advance of a glyph in thousandths of the em, as /W says it. */
int32_t bm_pdf_width(const struct bm_face *face, uint32_t gid);
/* The text in UTF-16BE hexadecimal, without brackets. */
void bm_pdf_utf16_hex(struct bm_buf *out, struct bm_str text);
/* CMap from code to CID, and from code to text. */
void bm_pdf_cmap(struct bm_buf *out, const struct bm_pdf_font *font, enum bm_mode mode,
                 const char *name);
void bm_pdf_to_unicode(struct bm_buf *out, const struct bm_pdf_font *font, uint32_t variant);
/* CID of a glyph of the made font. */
uint32_t bm_pdf_cid(const struct bm_pdf_font *font, uint32_t gid);
/* Name of the font's CMap. */
void bm_pdf_cmap_name(const struct bm_pdf_font *font, enum bm_mode mode, char name[32]);

/* Subsets and compresses; touches nothing but the font, so it may run in a thread. */
void bm_pdf_font_make(struct bm_pdf_font *font);
/* The font dictionaries into `fonts`, under the names that bm_pdf_font_name() gives. */
void bm_pdf_font_add(HPDF_Doc doc, HPDF_Dict fonts, const struct bm_pdf_font *font, size_t index);
void bm_pdf_font_name(char name[16], size_t index, enum bm_mode mode, uint32_t variant);

/* A picture of the document. */
struct bm_pdf_picture {
    const struct bm_image *image;
    struct bm_buf stream; /* compressed pixels; empty: the JPEG goes in as it is */
    uint8_t components;
    bool unsound; /* its own profile could not be used */
    bool failed;  /* the output's profile could not */
};

struct bm_pdf_pictures {
    struct bm_arena *arena;
    struct bm_pdf_picture *v;
    size_t n, cap;
    const struct bm_output *output; /* NULL: colours stay as they are */
    uint32_t ink;                   /* most of a pixel, in percent */
    struct bm_pdf_transforms *transforms;
};

/* The picture, added when new. Index into pictures->v; its name is Im and the index from 1. */
size_t bm_pdf_picture(struct bm_pdf_pictures *pictures, const struct bm_image *image);
/* Converts and compresses; may run in a thread. Transforms are made once and shared. */
void bm_pdf_picture_make(struct bm_pdf_pictures *pictures, size_t index);
void bm_pdf_pictures_free(struct bm_pdf_pictures *pictures);
HPDF_Dict bm_pdf_picture_add(HPDF_Doc doc, const struct bm_pdf_picture *picture);

/* Entries of the dictionary of colour spaces for the spots of the mask; and that dictionary, which
 * keeps the text. The space of spot i (from 0) is S and i + 1. */
void bm_pdf_spots(struct bm_buf *out, const struct bm_pages *pages, uint32_t used);
HPDF_Dict bm_pdf_spots_add(HPDF_Doc doc, struct bm_buf *text);

/* A content stream being written, with the graphics state it has reached. */
struct bm_pdf_content {
    struct bm_buf out;
    struct bm_pdf_fonts *fonts;
    struct bm_pdf_pictures *pictures;
    const struct bm_page *page;
    bm_len margin; /* from the trim to the edge of the MediaBox */
    bool fill_set, stroke_set, overprint_set, font_set;
    struct bm_ink fill, stroke;
    uint32_t spots; /* mask of those used */
    bool overprint;
    bm_len weight; /* -1: not set */
    size_t font;
    enum bm_mode mode;
    uint32_t variant;
    bm_len size;
};
void bm_pdf_items(struct bm_pdf_content *content, const struct bm_item *items, size_t n);
/* Between these two nothing is painted outside the bleed. */
void bm_pdf_clip(struct bm_pdf_content *content);
void bm_pdf_unclip(struct bm_pdf_content *content);

/* From the trim to the edge of the MediaBox: the bleed, or the room that marks take. */
bm_len bm_pdf_margin(const struct bm_page *page, bool marks);
/* The marks of a page as items in its coordinates. The last spot of the pages stands for all
 * plates; face: of the slug line, or NULL. */
const struct bm_item *bm_pdf_marks(struct bm_arena *arena, const struct bm_pages *pages,
                                   const struct bm_page *page, const struct bm_face *face,
                                   size_t *n);

/* A page ready to be put into the file. */
struct bm_pdf_page {
    const struct bm_page *page;
    bm_len margin;
    struct bm_buf raw;
    struct bm_str stream; /* compressed */
    struct bm_arena *arena;
};

/* The output's profile, compressed, and a hash of that. */
struct bm_pdf_profile_stream {
    const struct bm_output *output; /* NULL: none is wanted */
    struct bm_arena *arena;
    struct bm_str stream;
    uint64_t hash;
};

/* All that goes into the file. */
struct bm_pdf_parts {
    const struct bm_pages *pages;
    const struct bm_pdf_options *options;
    const struct bm_pdf_fonts *fonts;
    const struct bm_pdf_pictures *pictures;
    const struct bm_pdf_page *sheets;
    size_t sheet_count;
    const struct bm_pdf_profile_stream *profile;
    struct bm_buf *spots; /* entries of colour spaces; empty: none */
};
/* Fills the document: fonts, pages, metadata, outline, labels, trailer. */
void bm_pdf_document(HPDF_Doc doc, const struct bm_pdf_parts *parts);

/* The title in this form: without one, the edition's name. Whether a date is YYYY-MM-DD. */
struct bm_str bm_pdf_title(const struct bm_pages *pages, const struct bm_pdf_form *form);
bool bm_pdf_day(struct bm_str date);
void bm_pdf_info(HPDF_Doc doc, const struct bm_pages *pages, const struct bm_pdf_options *options);
void bm_pdf_xmp(HPDF_Doc doc, const struct bm_pages *pages, const struct bm_pdf_options *options,
                const unsigned char id[16]);
void bm_pdf_intent(HPDF_Doc doc, const struct bm_pdf_profile_stream *profile,
                   const struct bm_pdf_form *form);

/* zlib stream of the bytes, in the arena. */
struct bm_str bm_pdf_deflate(struct bm_arena *arena, struct bm_str bytes);
/* Makes a compressed stream the body of dict: libharu shall not compress it again. */
void bm_pdf_fill_stream(HPDF_Dict dict, HPDF_Stream stream, struct bm_str compressed);
/* A new indirect dictionary; one with a compressed body. */
HPDF_Dict bm_pdf_dict(HPDF_Doc doc);
HPDF_Dict bm_pdf_stream(HPDF_Doc doc, struct bm_str compressed);
/* A text string (ISO 32000-1, 7.9.2.2) under the key. */
void bm_pdf_text(HPDF_Doc doc, HPDF_Dict dict, const char *key, struct bm_str text);

#endif

/* Fonts: faces by role, coverage, metrics, and the few bytes of a font that an edition uses.
 *
 * fonts/fonts.yaml declares faces (file, face index, licence, SHA-256, size) and roles (宋, 黑,
 * 楷 with weights; each a list of faces: the first that has a cluster sets it, the rest are the
 * fallback in the declared order). bm_fonts_read() only reads the declaration; a face is mapped
 * when it is first asked for, and then its size and head.checkSumAdjustment are compared with the
 * declaration. Files are never read through in typesetting.
 *
 * Faces may be opened by several threads, each with messages of its own; all else that changes a
 * struct bm_fonts is for one thread at a time. What it hands out is immutable, so faces that are
 * open may be read by many (subsetting runs in threads). */
#pragma once

#include "yaml/yaml.h"

#include <hb.h>

struct bm_fonts;
struct bm_inks;

/* Where a face has its outlines; for this room alone. */
struct bm_outlines {
    bool cff;            /* CFF, else glyf */
    const char *offsets; /* of the outlines in data, one more than there are glyphs */
    struct bm_str data;
    uint32_t glyphs;
    uint8_t size, unit; /* bytes of an offset, and what it counts in */
};

/* A face: one weight of one typeface in one file. */
struct bm_face {
    struct bm_str id;         /* its key in fonts.yaml: song-regular */
    struct bm_str postscript; /* name for the PDF: NotoSerifCJKsc-Regular */
    struct bm_str path, package, licence, sha256;
    struct bm_span span; /* of its declaration */
    uint32_t number;     /* from 0, in the order of fonts.yaml */
    uint32_t index;      /* face in a collection */
    uint64_t size;       /* of the file, declared */
    uint32_t checksum;   /* head.checkSumAdjustment, declared */
    /* the rest is valid once open */
    hb_face_t *hb_face;
    hb_font_t *hb_font; /* scale = upem; OpenType functions; immutable */
    uint32_t upem, glyphs;
    bool cff;                    /* outlines: CFF, else glyf */
    int16_t ascender, descender; /* of the em box (OS/2 typo), upem units; descender < 0 */
    int16_t bbox[4];             /* head: xMin yMin xMax yMax */
    uint16_t fs_type;            /* OS/2: what the licence lets be embedded; 0: anything */
    struct bm_outlines outlines;
};

/* A role with a weight: its faces in order of fallback. */
struct bm_typeface {
    struct bm_str role, weight;
    const struct bm_face **faces;
    size_t n;
};

/* Reads the declaration (sources->v[file]). Relative font files are taken from `folder`. NULL and
 * diagnostics on errors. Faces and fonts live in arena; bm_fonts_close() unmaps them and
 * ends their use. */
struct bm_fonts *bm_fonts_read(struct bm_arena *arena, const struct bm_sources *sources,
                               uint32_t file, struct bm_str folder, struct bm_diags *diags);
void bm_fonts_close(struct bm_fonts *fonts);

/* All faces in the order declared. */
size_t bm_fonts_count(const struct bm_fonts *fonts);
const struct bm_face *bm_fonts_face(const struct bm_fonts *fonts, size_t i);
size_t bm_fonts_typeface_count(const struct bm_fonts *fonts);
const struct bm_typeface *bm_fonts_typeface_at(const struct bm_fonts *fonts, size_t i);

/* The role in the weight ("regular" when weight is empty), or NULL with UNKNOWN_ROLE at span. */
const struct bm_typeface *bm_fonts_typeface(struct bm_fonts *fonts, struct bm_str role,
                                            struct bm_str weight, struct bm_span span,
                                            struct bm_diags *diags);

/* Maps the face if it is not open yet. False with MISSING_FONT (exit 3), FONT_DIFFERS, BROKEN_FONT,
 * UNSOUND_FONT where its tables are damaged or beyond what font/limits.h allows, or with
 * OUT_OF_FILES or OPEN_NO_MEMORY (exit 75). May be called in threads. */
bool bm_face_open(struct bm_fonts *fonts, const struct bm_face *face, struct bm_diags *diags);

/* Whether the (open) face holds the outline of the glyph whole. */
bool bm_face_holds(const struct bm_face *face, uint32_t gid);

/* Whether nobody wrote to the file of an open face; else FILE_CHANGED (exit 75), for then it is not
 * known what was set. */
bool bm_fonts_untouched(const struct bm_fonts *fonts, struct bm_diags *diags);

/* Gives back the memory that holds what of the files was read: it is read again where it is asked
 * for. For programs that stay. */
void bm_fonts_rest(const struct bm_fonts *fonts);

/* The glyph of a character, 0 when the (open) face has none. */
uint32_t bm_face_glyph(const struct bm_face *face, uint32_t cp);

/* Ink of a glyph in upem units, y up; false when it has none. */
bool bm_face_ink(const struct bm_face *face, uint32_t gid, hb_glyph_extents_t *ink);

/* The same of many glyphs, each measured once. It lives in the arena given; for one thread. */
struct bm_inks *bm_inks_new(struct bm_arena *arena);
bool bm_inks_of(struct bm_inks *inks, const struct bm_face *face, uint32_t gid,
                hb_glyph_extents_t *ink);

/* Horizontal advance in upem units. */
int32_t bm_face_advance(const struct bm_face *face, uint32_t gid);

/* Shapes the buffer, whose direction, script and language are set. HarfBuzz goes on when it finds
 * no memory and gives what it has; here the program ends (base/arena.h). No position is more than
 * 16 em (font/limits.h). */
void bm_face_shape(const struct bm_face *face, hb_buffer_t *buffer, const hb_feature_t *features,
                   unsigned n);

/* How far the em box of a size stands above the baseline; it hangs the rest of the size below. It
 * is in the middle of the (open) face's ascender and descender, which in Chinese faces are its own.
 */
bm_len bm_face_em_above(const struct bm_face *face, bm_len size);

/* Checks SHA-256 of every declared file: one FONT_DIFFERS or MISSING_FONT for each that fails.
 * Reads the files through; for `fonts --verify`, set-up and tests. */
bool bm_fonts_verify(struct bm_fonts *fonts, struct bm_diags *diags);

/* A glyph that a subset shall have. */
struct bm_subset_glyph {
    uint32_t gid;
    int32_t more; /* units that its advance is more than the face's; a copy has others than 0 */
};

/* The glyphs of a face that an edition shows, as a font program. */
struct bm_subset {
    struct bm_str program; /* bare CFF (CIDFontType0C) or TrueType (FontFile2); in the arena */
    /* for each of the n glyphs asked for: the CID that a content stream must use for it (of a
     * program that HarfBuzz made in CFF: the CID of the charset, or the new glyph id of a
     * name-keyed font; else its place in the list) … */
    const uint32_t *cid;
    /* … and, for TrueType, the glyph id in the program that the CID stands for. */
    const uint32_t *new_gid;
    /* Why the glyph copier left the face to HarfBuzz: a reason; NULL: it did not. */
    const char *declined;
};

/* Subsets face to the n glyphs (ascending by gid, then by `more`, no two alike; glyphs[0] is glyph
 * 0 as it is; all advances lie in 0 … 32,767). Outlines are the face's, hints are dropped, the
 * program's advances are those asked for. A glyph copier of our own does it; faces that it
 * declines, broken ones and kinds that are seldom met, are left to HarfBuzz, which makes no copies.
 * Pure: same face and glyphs, same bytes; may run in a thread with its own arena. False when
 * HarfBuzz fails, or when the copier declines (`declined` is set) and copies were asked for. */
bool bm_face_subset(struct bm_arena *arena, const struct bm_face *face,
                    const struct bm_subset_glyph *glyphs, size_t n, struct bm_subset *subset);

/* The steps by which bm_para_shape() makes clusters, in the order in which it calls them: resolve
 * (classes) and set_modes before HarfBuzz, set_cells and set_widths on its clusters; then breaks.h
 * finds where lines may end, and stops.h keeps that with the paragraph. Each changes the paragraph
 * that it is given, which no one else has yet; lengths are bm_len along the line at the style's
 * size, but where upem units are said. What they remember between paragraphs, and the fonts, are
 * the shaper's, which one thread uses at a time. None of them can fail. */
#pragma once

#include "text/text.h"

#include <unicode/ubrk.h>

/* Blanks of a full-width mark in its face, in upem units along the line: what may be taken at its
 * start and its end, and the edges of its ink. */
struct bm_blank {
    int32_t opening, blank, left, right;
    int32_t shift; /* of a proportional quote in its 1 em cell, else 0 */
    bool inked;
};

/* What a shaper remembers between paragraphs: it only saves work, results do not depend on it. */
#define BM_SHAPER_SLOTS 4096
struct bm_shaper {
    struct bm_arena *arena;
    struct bm_fonts *fonts;
    hb_buffer_t *buffer;
    hb_language_t chinese, western;
    UBreakIterator *lines; /* UAX #14, opened on first need */
    struct bm_hyphens *hyphens;
    /* which face of a typeface has a character */
    struct bm_cover {
        const struct bm_typeface *typeface;
        uint32_t cp;
        const struct bm_face *face;
    } cover[BM_SHAPER_SLOTS];
    /* glyphs whose outlines are whole */
    struct bm_held {
        const struct bm_face *face;
        uint32_t gid;
    } held[BM_SHAPER_SLOTS];
    struct bm_blank_slot {
        const struct bm_face *face;
        uint32_t gid;
        enum bm_mode mode;
        struct bm_blank blank;
    } * blanks;
    size_t blank_count, blank_cap;
};

/* Edges of a glyph's ink along the line, in upem units from the start of its cell. */
bool bm_ink_along(const struct bm_face *face, uint32_t gid, enum bm_mode mode, int32_t *start,
                  int32_t *end);

/* Resolves what the table leaves open, over the whole paragraph: quotes, dashes, ellipses,
 * interpuncts, solidi, typed parentheses. cls holds n classes; shown gets the code point whose
 * glyph is wanted (（ for a typed ( where the style says so). */
void bm_resolve(struct bm_arena *arena, const struct bm_text_style *style,
                const struct bm_character *characters, uint32_t n, uint8_t *cls, uint32_t *shown);

/* How each character stands in a vertical paragraph (rules 9.6 to 9.8): modes gets n values of enum
 * bm_mode. What stands across a line is Han to all later steps, and quotes around a word that lies
 * sideways are Western; shown gets the quotes of vertical text. */
void bm_set_modes(const struct bm_character *characters, uint32_t n, uint8_t *cls, uint32_t *shown,
                  uint8_t *modes);
/* A character that is turned in vertical text unless its face has a form for it (UAX #50 R, Tr). */
bool bm_is_turned(uint32_t cp);

/* Cells of marks and digits, with the blanks that may be taken from them. */
void bm_set_cells(struct bm_shaper *shaper, struct bm_para *para);

/* The character that a cluster begins with, and the last one, without those that have no ink and
 * the marks that stand on it; 0: it has none. */
uint32_t bm_first_of(const struct bm_para *para, uint32_t cluster); /* its index */
uint32_t bm_first_cp(const struct bm_para *para, uint32_t cluster);
uint32_t bm_last_cp(const struct bm_para *para, uint32_t cluster);

/* Trims of neighbours, Han-Western gaps, where a line may be stretched (rules 4 to 6). */
void bm_set_widths(struct bm_para *para);

/* What the faces of a paragraph cannot show is said (said.c). Characters are the paragraph's own.
 * A run as HarfBuzz gives it: glyphs of the characters up to `to`. */
struct bm_run {
    const struct bm_face *face;
    const hb_glyph_info_t *info;
    const hb_glyph_position_t *pos;
    unsigned n;
    uint32_t to;
    enum bm_mode mode;
};
/* cp: what no face has, which stands for the character c. */
void bm_say_missing(const struct bm_para *para, uint32_t cp, const struct bm_character *c,
                    struct bm_diags *diags);
/* The face does not hold the outline of the glyph that is set for c. */
void bm_say_unsound(const struct bm_para *para, const struct bm_face *face,
                    const struct bm_character *c, struct bm_diags *diags);
/* The first stretch of text that runs from right to left. */
void bm_say_right_to_left(const struct bm_para *para, const uint8_t *cls, struct bm_diags *diags);
/* Character i, where it asks for a form of the one before it that the face has not. */
void bm_say_selector(const struct bm_para *para, const struct bm_face *face, uint32_t i,
                     struct bm_diags *diags);
/* Marks of the run that the face has not, alone or in one glyph with their base; and those that it
 * sets beside their base. */
void bm_say_marks(const struct bm_para *para, const struct bm_run *run, struct bm_diags *diags);
/* Where the style says that the paragraph is names in columns: cells of names and blanks; then,
 * once it is known where lines may end, that names are whole. */
void bm_set_names(struct bm_para *para);
void bm_keep_names(struct bm_para *para);

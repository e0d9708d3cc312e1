/* What the steps of text/ hand to each other; no other room includes this. */
#ifndef BM_TEXT_STEPS_H
#define BM_TEXT_STEPS_H

#include "text/text.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

/* Class of a character by the table alone; ambiguous marks are settled by bm_resolve(). */
enum bm_class bm_class_of(uint32_t cp);
/* Han, kana, Bopomofo, with the supplementary planes (rule 5.3, the H side). */
bool bm_is_han(uint32_t cp);
/* Letter or decimal digit of a Western script (rule 5.3, the L side), not East Asian full-width. */
bool bm_is_letter(uint32_t cp);
bool bm_is_digit(uint32_t cp);
/* A digit, full-width ones too. */
bool bm_is_number(uint32_t cp);
/* ！ ？: two in a row take one em (GB/T 15834 5.1.2). */
bool bm_is_exclamation(uint32_t cp);
/* A combining mark, variation selector or joiner: goes with the character before it. */
bool bm_is_mark(uint32_t cp);

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

/* Blanks of glyph gid, which shows cp: by the face's halt values where it has them, else by
 * the ink (rules 10.3 and 10.4). opening tells on which side the mark has its blank. */
struct bm_blank bm_shaper_blank(struct bm_shaper *shaper, const struct bm_face *face, uint32_t gid,
                                uint32_t cp, bool opening, enum bm_mode mode);

/* Resolves what the table leaves open, over the whole paragraph: quotes, dashes, ellipses,
 * interpuncts, solidi, typed parentheses. cls holds n classes; shown gets the code point whose
 * glyph is wanted (（ for a typed ( where the style says so). */
void bm_resolve(const struct bm_text_style *style, const struct bm_character *characters,
                uint32_t n, uint8_t *cls, uint32_t *shown);

/* How each character stands in a vertical paragraph (rules 9.6 to 9.8): modes gets n values of enum
 * bm_mode. What stands across a line is Han to all later steps, and quotes around a word that lies
 * sideways are Western; shown gets the quotes of vertical text. */
void bm_set_modes(const struct bm_character *characters, uint32_t n, uint8_t *cls, uint32_t *shown,
                  uint8_t *modes);
/* A character that is turned in vertical text unless its face has a form for it (UAX #50 R, Tr). */
bool bm_is_turned(uint32_t cp);

/* Cells of marks and digits, with the blanks that may be taken from them. */
void bm_set_cells(struct bm_shaper *shaper, struct bm_para *para);

/* Trims of neighbours, Han-Western gaps, where a line may be stretched (rules 4 to 6). */
void bm_set_widths(struct bm_para *para);

/* Where lines may end (rules 2, 3 and 7) and what breaking there costs. */
void bm_set_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                   struct bm_diags *diags);

/* Breaks inside the Western clusters [from, to): UAX #14 with the tailorings of rule 7. */
void bm_western_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                       uint32_t from, uint32_t to, struct bm_diags *diags);

/* Hyphenation points of a word of n letters (n ≤ BM_WORD_MOST) in the style's language: points[i]
 * is set when the word may be parted after letter i. False when there are none. */
#define BM_WORD_MOST 60
bool bm_hyphenate(struct bm_shaper *shaper, const char *language, const uint32_t *word, size_t n,
                  bool *points, struct bm_diags *diags);
void bm_hyphens_free(struct bm_hyphens *hyphens);

/* Penalties of soft breaks (rule 3.4), on the scale of adjust.c. */
#define BM_PENALTY_UNIT      60 /* number | 年, 第 | number, inside a range */
#define BM_PENALTY_COMPOUND  20 /* after the - of a hyphenated word */
#define BM_PENALTY_URL       30
#define BM_PENALTY_HYPHENATE 60 /* a word parted by a hyphen that was not typed */

/* Sums over the clusters before i. Differences of the unsigned ones are right for any line, even
 * where the sums of a long paragraph have wrapped. */
struct bm_sums {
    int64_t width;    /* advances and gaps */
    uint32_t reserve; /* capacity of all squeezes together */
    uint32_t squeeze[BM_STEP_STRETCH_SPACES];
    uint32_t stretch_spaces, stretch_gaps;
    uint32_t spaces, gaps, all; /* how many of each */
    uint32_t solid;             /* Han, letters and digits: what 孤字 counts */
};
void bm_set_sums(struct bm_arena *arena, struct bm_para *para);

/* A line's figures before it is adjusted. */
struct bm_figures {
    uint32_t first, end; /* without the spaces at its ends */
    bm_len natural;
    bm_len reserve;
    bm_len squeeze[BM_STEP_STRETCH_SPACES];
    bm_len stretch_spaces, stretch_gaps;
    uint32_t spaces, gaps, all, solid;
    bm_len hang; /* of the last mark, that may stand over the edge; 0: none may */
};
/* What a line from one sum to another has of all but width and clusters; nothing hangs. */
void bm_figures_between(const struct bm_sums *start, const struct bm_sums *end,
                        struct bm_figures *figures);
/* hyphen: the line ends in a hyphen. */
void bm_measure_line(const struct bm_para *para, uint32_t first, uint32_t end, bool hyphen,
                     struct bm_figures *figures);

/* Tone of a line: neighbours should not differ (rule 6.7). */
enum bm_tone {
    BM_TONE_TIGHT,
    BM_TONE_EVEN,
    BM_TONE_LOOSE,
    BM_TONE_WIDE,
    BM_TONE_COUNT
};
int64_t bm_tone_cost(enum bm_tone before, enum bm_tone after);
#define BM_TONE_COST_MOST 40

/* A line to be filled. */
struct bm_room {
    bm_len measure;
    bool last;    /* ends its paragraph, or stands before an author's break */
    bool only;    /* starts it too: 孤字 cannot be avoided */
    bool justify; /* false: natural width */
};
/* Fills the line: its cost, and the tone. line, unless NULL, gets step, shares and widths. */
int64_t bm_adjust_line(const struct bm_para *para, const struct bm_figures *figures,
                       const struct bm_room *room, struct bm_line *line, enum bm_tone *tone);

/* What the line costs at the least, and every line that ends where it does, starts further right
 * and is as wide or wider: the gaps that remain to be opened become fewer and wider. */
int64_t bm_stretch_floor(const struct bm_para *para, const struct bm_figures *figures,
                         bm_len measure);

/* What a line's start or end adds to the sums of all that stands before it: a line's figures are
 * the difference of its edges. cluster: the first, or the end of the last, without spaces. */
struct bm_edge {
    uint32_t cluster;
    struct bm_sums sums;
};
/* Of a line that begins with a cluster; of one that ends before it, without a hyphen. */
void bm_edge_start(const struct bm_para *para, uint32_t cluster, struct bm_edge *edge);
void bm_edge_end(const struct bm_para *para, uint32_t cluster, struct bm_edge *edge);

/* Where the lines of a head may end by sense: the first is the paragraph's start, the last its end.
 */
struct bm_pause {
    uint32_t cluster;
    bool parted;  /* after an author's break */
    int64_t cost; /* of a line that ends here */
    struct bm_edge start, end;
};
struct bm_pauses {
    struct bm_pause *v;
    uint32_t n;
};

/* Where lines may end: stops[0] is the paragraph's start, the last one its end. */
struct bm_stop {
    uint32_t cluster;
    bool hyphen, forced;
    uint16_t penalty;
    struct bm_edge start, end; /* of a line that begins here, that ends here */
};
struct bm_stops {
    struct bm_stop *v;
    uint32_t n;
};
/* Finds the stops of a paragraph that has a line for every word, and keeps them with it. */
void bm_set_stops(struct bm_arena *arena, struct bm_para *para);
/* narrowest: the least room of a line; words wider than it may be parted anywhere (rule 7.5). */
void bm_stops_collect(struct bm_arena *arena, const struct bm_para *para, bm_len narrowest,
                      struct bm_stops *stops);
/* The figures of a line between two stops, as bm_measure_line() has them. */
void bm_measure_stops(const struct bm_para *para, const struct bm_stop *start,
                      const struct bm_stop *stop, struct bm_figures *figures);
/* Its width with everything squeezed and its last mark hanging, without a hyphen. */
int64_t bm_least_width(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop);
/* bm_stretch_floor() of a line between them. */
int64_t bm_stops_floor(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop, bm_len measure);
#define BM_COST_HYPHENS 80 /* two lines in a row that end in a hyphen */
#define BM_COST_FORCED  ((int64_t)1 << 30)

static inline bm_len bm_indent_of(const struct bm_fit *fit, uint32_t first)
{
    return first == 0 ? fit->measures.indent : fit->measures.turnover;
}

static inline bm_len bm_measure_of(const struct bm_fit *fit, uint32_t first, uint32_t row)
{
    const struct bm_measures *m = &fit->measures;
    return m->widths[row < m->n ? row : m->n - 1] - bm_indent_of(fit, first);
}

/* Room of a line that starts at cluster first and is the row-th of the paragraph. */
struct bm_room bm_room_of(const struct bm_para *para, const struct bm_fit *fit, uint32_t first,
                          uint32_t end, uint32_t row);
/* Whether a paragraph, a stretch up to an author's break or up to the fit's cut ends or starts
 * there. */
bool bm_segment_ends(const struct bm_para *para, const struct bm_fit *fit, uint32_t end);
bool bm_segment_starts(const struct bm_para *para, const struct bm_fit *fit, uint32_t first);

/* Cost of the breaks breaks[0 … n] (indices into stops, breaks[0] = 0): what bm_para_fit() makes
 * least. */
int64_t bm_breaks_cost(const struct bm_para *para, const struct bm_fit *fit,
                       const struct bm_stops *stops, const uint32_t *breaks, size_t n);

/* The breaks of BM_METHOD_FIRST; returns their number. breaks has room for stops->n. */
size_t bm_first_fit(const struct bm_para *para, const struct bm_fit *fit,
                    const struct bm_stops *stops, uint32_t *breaks);

#endif

/* Text: a paragraph in, lines out.
 *
 * bm_shaper_new() comes first, once a thread. bm_para_shape() resolves a paragraph (quotes,
 * dashes), itemises it (Chinese and Western runs, faces by fallback) and shapes it, once; it alone
 * can fail and has messages (a font or a glyph is missing). After that bm_para_break() breaks it to
 * any measures as often as it is asked, a pure function of
 * its arguments for many threads at a time, and bm_line_place() gives the glyphs of a line their
 * places. Heads are broken by sense in heads/.
 *
 * Lengths are bm_len along the line; costs have one scale, of which only lone characters and lines
 * too full can be told apart (BM_COST_LONE, BM_COST_OVERFULL). Paragraphs and lines live in the
 * arena that they are made in and never change. A paragraph may be vertical: the same steps, with
 * lengths along the line, which runs downwards.
 *
 * "Rule 4.4" is a row of tests/rules.md, which gives each rule's source: clreq (W3C,
 * Requirements for Chinese Text Layout), GB/T 15834-2011 (marks), GB/T 15835-2011 (numerals),
 * UAX #14 (line breaking of all that is not Chinese).
 *
 * Files are the steps, each verb with a header for the others: resolve.c (ambiguous marks),
 * vertical.c (how characters stand in vertical lines), shape.c (runs, HarfBuzz, clusters), said.c
 * (what no face can show), cells.c (cells of marks and their blanks), widths.c (trims, gaps) with
 * shaping.h; breaks.c (where a line may end), western.c (in words, URLs, numbers);
 * measure.c (a line's width and elasticity), adjust.c (filling a line and what that costs); stops.c
 * (the places where lines end, with what each adds to a line); linebreak.c (which breaks are best),
 * first.c (line by line, for comparison); place.c (glyph positions). */
#pragma once

#include "base/emphasis.h"
#include "chars/classes.h"
#include "font/font.h"

/* Levels of 行首行尾禁则 (clreq, prohibition rules for line start and line end). */
enum bm_kinsoku {
    BM_KINSOKU_NONE,
    BM_KINSOKU_BASIC,
    BM_KINSOKU_GB, /* GB/T 15834-2011, 5.1: the default */
    BM_KINSOKU_STRICT,
    BM_KINSOKU_NEVER /* in the table of classes: at no level */
};

/* Width of punctuation. */
enum bm_punctuation {
    BM_PUNCTUATION_NONE,     /* as the font has it, 1 em each */
    BM_PUNCTUATION_QUANJIAO, /* 全角: 1 em, trimmed at line ends and between neighbours */
    BM_PUNCTUATION_KAIMING,  /* 开明: 。？！ 1 em, all other marks half */
    BM_PUNCTUATION_BANJIAO   /* 半角: all half */
};

enum bm_autospace {
    BM_AUTOSPACE_NONE,
    BM_AUTOSPACE_ALPHA, /* between Han and letters only */
    BM_AUTOSPACE_ALL    /* between Han and letters or digits */
};

enum bm_digits {
    BM_DIGITS_FONT, /* as wide as the face has them */
    BM_DIGITS_HALF  /* each in half an em (GB/T 15835 5.1.7.1) */
};

struct bm_phrases; /* words/phrases.h */

struct bm_text_style {
    const struct bm_typeface *typeface;
    const struct bm_typeface *strong;  /* for **strong**; NULL: typeface */
    const struct bm_typeface *opening; /* for what opens a paragraph; NULL: typeface */
    enum bm_mode mode;                 /* BM_HORIZONTAL or BM_VERTICAL */
    bm_len size;
    enum bm_kinsoku kinsoku;
    enum bm_punctuation punctuation;
    enum bm_autospace autospace;
    enum bm_digits digits;
    const char *hyphenate; /* BCP 47 tag of the Western words ("en-US"); NULL: not known, so no
                              word is hyphenated */
    bool fullwidth;        /* typed ( ) around Chinese text are shown as （ ） */
    bool hang;             /* 行尾悬挂 */
    bool names;            /* its words, parted by blanks, are names in columns: text/names.c */
    bool indented;         /* the paragraph has an indent: 　　 typed at its start has no width */
    bm_len space;          /* width of a typed space between two Han; 0: ¼ em */
    bm_len sign;           /* width of an inline sign (BM_INLINE_SIGN) */
    uint32_t shown;        /* the character whose glyph every other one shows; 0: each its own */
    const struct bm_phrases *phrases; /* that a head is not parted inside; NULL: none */
};

enum bm_inline_kind {
    BM_INLINE_TEXT,
    BM_INLINE_SIGN, /* an empty cell that the page draws a sign into (a gap) */
    BM_INLINE_BREAK /* the author's line break */
};

/* A piece of a paragraph. text and span as in a manuscript's piece. */
struct bm_inline {
    enum bm_inline_kind kind;
    uint8_t emphasis; /* flags of base/emphasis.h */
    struct bm_str text;
    struct bm_span span;
};

/* Steps of adjusting a line, in the order in which they are tried (rules 6.2 and 6.3). */
enum bm_step {
    BM_STEP_NATURAL,
    BM_STEP_SQUEEZE_SPACES,   /* word spaces down to ¼ em */
    BM_STEP_SQUEEZE_BRACKETS, /* O and C inside the line to half an em */
    BM_STEP_SQUEEZE_PAUSES,   /* ，、；： to half an em */
    BM_STEP_SQUEEZE_GAPS,     /* Han-Western gaps from ¼ to ⅛ em */
    BM_STEP_SQUEEZE_STOPS,    /* 。？！ to half an em */
    BM_STEP_STRETCH_SPACES,   /* word spaces up to ½ em */
    BM_STEP_STRETCH_GAPS,     /* Han-Western gaps up to ½ em */
    BM_STEP_STRETCH_ALL,      /* all gaps alike */
    BM_STEP_OVERFULL,         /* does not fit whatever is done */
    BM_STEP_COUNT
};
const char *bm_step_name(enum bm_step step);

/* Whether a line may end after a cluster. */
enum bm_break {
    BM_BREAK_NONE,
    BM_BREAK_ALLOWED,
    BM_BREAK_HYPHEN /* inside a word: the line ends in a hyphen that is no text */
};

/* One cluster of glyphs: what cannot be parted. Lengths are in bm_len at the paragraph's size. */
struct bm_cluster {
    uint32_t character; /* index of its first character */
    uint32_t glyph;     /* index of its first glyph; the next cluster's tells the end */
    uint8_t cls;        /* enum bm_class */
    uint8_t squeeze;    /* enum bm_step in which its blank may be taken, or 0 */
    uint8_t break_after;
    bool stretch_after; /* a gap that STRETCH_ALL may open follows */
    uint8_t mode; /* enum bm_mode of its glyphs. In a vertical paragraph HORIZONTAL is 纵中横:
                     its glyphs stand side by side across the line, in one cell (rule 9.7) */
    uint16_t penalty;  /* of breaking after it */
    uint16_t scale;    /* of its glyphs in 1/10000 of the size, where a small figure is made of
                          another (₂ of 2); else 0 */
    uint16_t condense; /* 纵中横: width of its glyphs in 1/10000; else 0 */
    bm_len advance;    /* its cell, with the trims of its neighbours on one line (rule 4.4) */
    bm_len shift;      /* of the glyphs' origin inside the cell (an opening mark: −½ em) */
    bm_len gap;        /* Han-Western space before it, 0 at a line's start */
    bm_len blank;      /* right blank still there, that a line's end or a squeeze takes */
    bm_len opening;    /* left blank still there, that a line's start takes */
};

struct bm_para_glyph {
    uint32_t gid;
    const struct bm_face *face;
    bm_len x, y;    /* offset from the pen, y up; of an upright glyph in a vertical line from the
                       centre of the top of its cell; of a sideways one before it is turned */
    bm_len advance; /* of the glyph as shaped, along the line (纵中横: across) */
};

struct bm_character {
    uint32_t cp;     /* as typed */
    uint32_t text;   /* offset of its bytes in the paragraph's text */
    uint32_t source; /* offset in the file */
    uint8_t bytes;
    uint8_t source_bytes;
    uint8_t emphasis;
};

/* The hyphen that a line ends in when it ends inside a word: its ink from the pen, y up, which a
 * page draws as a shape, since it is no text. */
struct bm_hyphen {
    bm_len advance, left, bottom, width, height;
};

/* A shaped paragraph; immutable, lives in the arena it was made in. */
struct bm_para {
    struct bm_text_style style;
    uint32_t file;
    struct bm_str text; /* all its characters, UTF-8, as typed */
    struct bm_character *characters;
    const uint32_t *shown; /* the code point whose glyph each shows */
    uint32_t character_count;
    struct bm_cluster *clusters;
    uint32_t cluster_count;
    struct bm_para_glyph *glyphs;
    uint32_t glyph_count;
    bm_len above; /* of its em box above the baseline, as the first face has it */
    struct bm_hyphen hyphen;
    struct bm_sums *sums;          /* so that any line is measured in constant time */
    const struct bm_stops *stops;  /* where lines may end */
    bm_len unbroken;               /* the least room that all pieces between them fit in */
    const struct bm_pauses *sense; /* where it may be broken by sense, or NULL: heads/sense.h */
    struct bm_kept_para *kept;     /* for who keeps paragraphs (galley/paras.h), or NULL */
};

/* Shapes a paragraph. A character that no face has is reported (MISSING_GLYPH, exit 4: character,
 * code point, place), set as the first face's .notdef box, and kept; so is a mark that the face of
 * its base has not. Small figures (₂ ⁿ) that no face has are made of large ones. A mark that stands
 * beside its base is a note. Text that runs from right to left is an error; a variation
 * selector whose form the face has not, a note. A hyphenation dictionary that
 * is not installed is a warning, once. NULL when a font cannot be opened, or does not hold a glyph
 * whole (UNSOUND_GLYPH). scratch memory comes from the arena too. A shaper is used by one thread at
 * a time. */
struct bm_shaper;
struct bm_shaper *bm_shaper_new(struct bm_arena *arena, struct bm_fonts *fonts);
void bm_shaper_free(struct bm_shaper *shaper);
struct bm_para *bm_para_shape(struct bm_arena *arena, struct bm_shaper *shaper,
                              const struct bm_text_style *style, const struct bm_inline *pieces,
                              size_t n, struct bm_diags *diags);

/* The measures of a paragraph's lines (text beside a picture, 破栏). Line i is
 * widths[min(i, n - 1)] wide from the column's edge; the first line starts `indent` in, the others
 * `turnover` in. */
struct bm_measures {
    const bm_len *widths;
    size_t n;
    bm_len indent, turnover;
};

/* One line: clusters [first, end). Its last mark stands over the edge when the style hangs. */
struct bm_line {
    uint32_t first, end;
    bool last;         /* ends the paragraph or stands before an author's break: not stretched */
    bool hyphen;       /* ends inside a word */
    bool forced;       /* ends where no break is, since a word is wider than its line (7.5) */
    bool lone;         /* 孤字: the paragraph's last line holds one character (8.3) */
    bm_len x;          /* indent from the column's edge */
    bm_len measure;    /* room there was */
    bm_len natural;    /* width before adjusting */
    bm_len set_width;  /* as set; == measure for a justified line, more when a mark hangs */
    enum bm_step step; /* the last step that was needed */
    /* how each step was used, in 1/65536 of its capacity (squeezes) or length a gap (stretches) */
    int32_t squeeze[BM_STEP_STRETCH_SPACES];
    bm_len space, gap, all; /* added to each word space, Han-Western gap, other gap */
    bm_len opened; /* the most that was added to a gap, where a line is filled; where it has none to
                      open, what it is short by. Above BM_OPENED_MOST it is loose (rule 6.5) */
};
#define BM_OPENED_MOST(size) ((size) / 2)
/* … and up to this it is good: no line that could be tighter is opened further to fill a column. */
#define BM_OPENED_GOOD(size) ((size) / 4)

struct bm_lines {
    struct bm_line *v;
    size_t n;
    int64_t cost;
    uint32_t forced; /* lines that end where no break is */
};

enum bm_method {
    BM_METHOD_TOTAL, /* the best breaks of the whole paragraph */
    BM_METHOD_FIRST  /* line by line: 先挤进，后推出 (rule 2.6), to compare with */
};

struct bm_breaking {
    struct bm_measures measures;
    enum bm_method method;
    bool justify;  /* false: lines keep their natural width */
    uint32_t cut;  /* a line must end before this cluster, like a paragraph's last one: where an
                      article goes on elsewhere; 0: none */
    int looseness; /* lines wanted more or less than the best number; met when that is possible
                      without a line too full, 孤字, or a line looser than rule 6.5 has
                      it (or than the best lines are). TOTAL only */
    const struct bm_lines *plain; /* its lines without looseness, if they are known; NULL: they are
                                     found first. Where looseness is not met, these are given */
};

/* Breaks the paragraph; lines live in arena. An empty paragraph has no lines. The breaks are
 * exactly the cheapest there are; a line too full comes only where nothing else is possible and
 * holds one piece that cannot be parted; 孤字 comes only where every other way has a line too full.
 */
void bm_para_break(struct bm_arena *arena, const struct bm_para *para,
                   const struct bm_breaking *how, struct bm_lines *lines);

/* Cost above which a paragraph has 孤字, and above which a line is too full. */
#define BM_COST_LONE     ((int64_t)1 << 40)
#define BM_COST_OVERFULL ((int64_t)1 << 46)

/* Natural width of clusters [first, end) set as one line. */
bm_len bm_para_width(const struct bm_para *para, uint32_t first, uint32_t end);

/* A cluster of a line in its place. */
struct bm_placed {
    uint32_t cluster;
    bm_len x;      /* left edge of its cell, from the line's start */
    bm_len width;  /* of its cell with what the adjustment took */
    bm_len origin; /* where the pen stands for its glyphs, from the line's start */
};

/* Places the clusters [line->first, line->end) without the spaces at its ends; out has room for
 * end - first. Returns the number placed. A hyphen stands after the last. */
size_t bm_line_place(const struct bm_para *para, const struct bm_line *line, struct bm_placed *out);

/* The text of the characters [first, end), as typed. */
struct bm_str bm_para_text(const struct bm_para *para, uint32_t first, uint32_t end);

/* The characters [first, end) of a cluster. */
void bm_cluster_characters(const struct bm_para *para, uint32_t cluster, uint32_t *first,
                           uint32_t *end);

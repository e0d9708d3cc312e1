/* What a PDF shows against what the edition's pages say: the proof that its text is the
 * manuscripts', and its ink that of their characters.
 *
 * In come the bytes of a PDF and the finished pages of the edition, made up anew; out goes a list
 * of differences, each with its place in the manuscript and on paper. An empty list says of a file
 * of our own, of any profile:
 *
 *  - text: every character of every article, furniture included, is in the file once, in the order
 *    of painting, and in a tagged file in the order of its structure as well, by the file's own
 *    ToUnicode (and ActualText) maps; blanks as they were typed;
 *  - the pages' text is that of the manuscripts (struct bm_verify_text), blanks aside;
 *  - ink: each code shows an outline that is, point by point, that of the page's face for the
 *    page's glyph, read out of the embedded program; where the page has it (to a thousandth of its
 *    size and 0.002 pt), as large, in the page's inks, not hidden by a rendering mode, a clipping
 *    path or transparency;
 *  - rules, fills, paths and places of pictures are the page's, in the page's order, so that
 *    nothing covers what the page does not cover;
 *  - nothing is done, carried along or linked to that the pages do not say.
 *
 * Not proved: the pixels of pictures (their places, sizes and kinds, and that each is there, are);
 * that structure elements have the right types, and pictures the right words in place of them; what
 * only some readers look at (advances inside the font programs, hints, the outline, metadata,
 * colour profiles); what lies wholly outside the bleed (printer's marks), which is counted.
 * Transparency, form objects, shadings and inline images are never written by us: each is a
 * difference.
 *
 * A file of another program is one that shows nothing in a font of ours. Of it only the text is
 * compared (bm_verify_words), as another program read it: order with moves known, blanks aside. */
#pragma once

#include "page/page.h"

/* What a manuscript's characters are, white space removed. */
struct bm_verify_text {
    uint32_t file;
    struct bm_str text;
};

struct bm_verify_input {
    const struct bm_pages *pages;
    uint32_t first, last; /* numbers of the pages that the file holds; 0, 0: all */
    struct bm_str pdf;
    const struct bm_verify_text *texts;
    size_t text_count;
};

enum bm_difference_kind {
    BM_DIFFERENCE_MISSING, /* characters of the edition that the PDF does not have */
    BM_DIFFERENCE_ADDED,   /* characters of the PDF that the edition does not have */
    BM_DIFFERENCE_CHANGED, /* other characters than the edition's */
    BM_DIFFERENCE_TEXT,    /* right on paper, but found, copied and read aloud as others */
    BM_DIFFERENCE_INK,     /* found as what they are, but others on paper */
    BM_DIFFERENCE_MOVED,   /* elsewhere on paper, or of another size */
    BM_DIFFERENCE_ORDER,   /* painted out of order */
    BM_DIFFERENCE_TREE,    /* read out of order, twice or not at all by the structure */
    BM_DIFFERENCE_HIDDEN,  /* not seen */
    BM_DIFFERENCE_COLOUR,  /* in other inks */
    BM_DIFFERENCE_DRAWING, /* a rule, fill, path or picture that is missing, added or another */
    BM_DIFFERENCE_PAGE,    /* a page that is missing, added, or of another size */
    BM_DIFFERENCE_SOURCE,  /* the pages themselves do not say what the manuscript says */
    BM_DIFFERENCE_ACTION,  /* the file does, carries or leads to what the edition does not */
    BM_DIFFERENCE_KINDS
};

/* What a difference is about, where its kind does not say it. */
enum bm_difference_about {
    BM_ABOUT_KIND,
    BM_ABOUT_ANNOTATION,
    BM_ABOUT_SPACE,   /* a colour space that stands for those of the content; found: its name */
    BM_ABOUT_PICTURE, /* it stands at its place, but is another or shown otherwise; found: how */
    BM_ABOUT_MARKS,   /* the file says that it is tagged, and has no structure; found: where */
    BM_ABOUT_ROLES,   /* the structure calls types what they are not; found: which */
    BM_ABOUT_ACTION,  /* something that is done or carried along; found: its name */
    BM_ABOUT_LINK,    /* leads elsewhere, or is missing or added; wanted, found: where to */
    BM_ABOUT_PAGE_MISSING,
    BM_ABOUT_PAGE_ADDED,
    BM_ABOUT_PAGE_SIZE,
    BM_ABOUT_PAGE_CUT, /* cropped, turned or scaled */
    BM_ABOUTS
};

struct bm_difference {
    enum bm_difference_kind kind;
    enum bm_difference_about about;
    struct bm_str wanted, found; /* the characters; empty: none. Of a drawing words */
    struct bm_str before;        /* up to some characters of the edition before the place … */
    struct bm_str after;         /* … and after it */
    struct bm_str found_before, found_after; /* the same of the PDF */
    size_t count;                            /* characters, or drawings */
    struct bm_span span;                     /* in the manuscript, or none */
    uint32_t article;                        /* index into bm_pages.articles; UINT32_MAX: none */
    uint32_t page;                           /* number; 0: none */
    struct bm_rect rect;                     /* on that page */
};

/* A font of the PDF. */
struct bm_verified_font {
    struct bm_str name;
    char sha256[65]; /* of its program; empty: it has none */
};

/* What of an article was seen. */
struct bm_verified_article {
    uint32_t article; /* index into bm_pages.articles */
    uint64_t wanted, found;
    char wanted_sha256[65], found_sha256[65]; /* of the characters in UTF-8, in order */
};

struct bm_verified {
    const char *unreadable; /* why the file cannot be read (base/reasons.def); NULL: it was */
    bool foreign;           /* by another program: nothing was compared yet */
    bool tagged;
    bool cut; /* there are more differences than BM_DIFFERENCES */
    struct bm_difference *v;
    size_t n;
    struct bm_verified_font *fonts;
    size_t font_count;
    struct bm_verified_article *articles;
    size_t article_count;
    uint64_t glyphs, drawings, outside, outlines; /* that were compared */
    uint64_t pictures; /* whose places and facts were compared, and whose pixels were not */
    char sha256[65];   /* of the file */
};

/* Compares; everything lies in the arena. */
void bm_verify(struct bm_arena *arena, const struct bm_verify_input *input,
               struct bm_verified *verified);

/* A word of a page as another program read it. */
struct bm_verify_word {
    struct bm_str text;
    uint32_t page; /* from 1 */
    struct bm_rect rect;
};

/* Compares the articles' text with that of a foreign file, given as words in the order of painting,
 * and adds the differences. Blanks, hyphens at the ends of lines, and which of two characters that
 * look alike by definition stands there (compatibility ideographs, Kangxi radicals) are left out
 * of account; pieces of 12 characters or more that stand elsewhere are moved, not missing. */
void bm_verify_words(struct bm_arena *arena, const struct bm_verify_input *input,
                     const struct bm_verify_word *words, size_t n, struct bm_verified *verified);

/* Name of a kind: "missing", … */
const char *bm_difference_name(enum bm_difference_kind kind);

/* The evidence as NDJSON: the file's hash and the program's version, fonts, articles, differences.
 */
void bm_verify_evidence(const struct bm_verify_input *input, const struct bm_verified *verified,
                        const char *version, struct bm_buf *out);

/* The page is the truth. Make-up ends in a struct bm_pages: for each page a frozen display list
 * in painting order, and the ledger of everything that has no ink. Print, proof, archive,
 * e-paper and report read it and nothing else; nothing below moves ink. Coordinates are bm_len
 * from the top-left corner of the trim, y down.
 *
 * Painting order is reading order: first the panels and rules (no text), then article by article
 * in edition order every run in manuscript order wherever it stands on paper, 上接 before the text
 * that it leads in, then the other artefacts (folio, page number) — invariant 1: text extracted in
 * painting order is the manuscript. */
#pragma once

#include "base/emphasis.h"
#include "colour/colour.h"
#include "font/font.h"

#define BM_NO_NODE UINT32_MAX

/* Process ink, each in 1/10000 (10000: solid). overprint: does not knock out what is below. Of a
 * spot colour c, m, y, k are the alternate, already tinted: whoever knows no spots shows it right.
 */
struct bm_ink {
    uint16_t c, m, y, k;
    bool overprint;
    uint8_t spot;  /* 0: none; else 1 + index into bm_pages.spots */
    uint16_t tint; /* amount of the spot ink, in 1/10000 */
};

/* An ink beside the four. */
struct bm_spot {
    struct bm_str name;      /* as the printer knows it: any UTF-8, at most 120 bytes */
    struct bm_ink alternate; /* of the solid, without overprint */
};

/* What the layout says of ink and black. */
struct bm_limits {
    uint32_t ink, warn;  /* total ink in percent: never above; better not above */
    bm_len black_text;   /* smaller type is never black in several inks */
    bm_len black_large;  /* solid black as large as this both ways, 0: none, … */
    struct bm_ink black; /* … is printed in this */
    uint32_t quality;    /* of a JPEG that is brought down, 1 to 100 */
};

/* One glyph with its origin on the page: baseline origin in horizontal and sideways mode; in
 * vertical mode the origin of vertical writing, the centre of the top of the em box: the outline is
 * drawn half the glyph's horizontal advance to the left of it and the face's ascender below it. In
 * sideways mode the glyph is turned a quarter clockwise about its origin. */
struct bm_glyph {
    uint32_t gid;
    bm_len x, y;
    uint32_t text;          /* offset into the run's text of the characters it stands for … */
    uint16_t text_length;   /* … in bytes; 0 for the further glyphs of a cluster */
    uint16_t source_length; /* bytes in the manuscript; 0: none */
    uint32_t source;        /* offset in the manuscript file of the run */
};

/* Glyphs of one face, size and ink on one line of one logical node. */
struct bm_run {
    const struct bm_face *face;
    bm_len size;
    bm_len around; /* of small figures made of others (₂ of 2): size of their text; else 0 */
    enum bm_mode mode;
    uint16_t condense; /* glyphs are this much of their width, in 1/10000 (纵中横); 0: all of it */
    struct bm_ink ink;
    uint32_t file;      /* source of the spans, BM_NO_FILE for machine text */
    struct bm_str text; /* UTF-8 that extraction must give for the run */
    struct bm_glyph *glyphs;
    size_t n;
    bm_len width;     /* advance from the first origin to the end of the last cell */
    uint16_t stretch; /* how the line was adjusted: enum of text/, for reports; 0 natural */
    /* of each glyph how its characters are marked out, as flags of base/emphasis.h; NULL: none is
     */
    const uint8_t *emphasis;
    bool broken;  /* the author broke the line behind it: ` / ` in a title */
    bool goes_on; /* the next run of its node stands behind it on the same line, and both run along
                     it: what is between them is no line's end */
};

enum bm_op {
    BM_OP_MOVE,
    BM_OP_LINE,
    BM_OP_CURVE, /* three points */
    BM_OP_CLOSE
};

/* A path; points in the order that ops consume them. */
struct bm_path {
    uint8_t *ops;
    size_t op_count;
    struct {
        bm_len x, y;
    } * points;
    size_t point_count;
};

enum bm_item_kind {
    BM_ITEM_RUN,
    BM_ITEM_RULE,   /* straight stroke of `weight` from (x, y) to (x + w, y + h); w or h is 0 */
    BM_ITEM_FILL,   /* filled rectangle */
    BM_ITEM_STROKE, /* stroked path of `weight`, butt caps, mitre joins */
    BM_ITEM_PATH,   /* filled path, non-zero winding */
    BM_ITEM_PICTURE /* a picture, of which rect is shown */
};

struct bm_item {
    enum bm_item_kind kind;
    uint32_t node;       /* logical node it belongs to: index into bm_pages.nodes */
    struct bm_rect rect; /* RULE, FILL: geometry; RUN: em boxes of the line piece; paths: bounds */
    struct bm_ink ink;   /* all but RUN, which has its own */
    bm_len weight;       /* RULE, STROKE */
    struct bm_span span; /* what in the manuscript it stands for (a gap's sign), or none */
    union {
        struct bm_run run;
        struct bm_path path; /* STROKE, PATH */
        struct bm_picture {
            const struct bm_image *image; /* lives as long as the pages' sources */
            struct bm_rect whole;         /* what the whole picture would fill */
            uint32_t ppi_most; /* pixels an inch that are printed of it at most; 0: all */
        } picture;
    };
};

enum bm_role {
    BM_ROLE_DOCUMENT,
    BM_ROLE_BANNER,
    BM_ROLE_ARTICLE,
    BM_ROLE_HEAD, /* a field of the head; `field` names it */
    BM_ROLE_PARAGRAPH,
    BM_ROLE_LIST,
    BM_ROLE_ITEM,  /* has a label and a body, or a body alone */
    BM_ROLE_LABEL, /* of an item: its number or sign … */
    BM_ROLE_BODY,  /* … and its text */
    BM_ROLE_SUBHEAD,
    BM_ROLE_TAIL,    /* signature, date */
    BM_ROLE_QUOTE,   /* a pull quote */
    BM_ROLE_TABLE,   /* has rows */
    BM_ROLE_ROW,     /* has cells, as many as the table has columns */
    BM_ROLE_CELL,    /* of a row, empty ones too */
    BM_ROLE_FIGURE,  /* a picture or a QR code */
    BM_ROLE_CAPTION, /* 图说 and credit */
    BM_ROLE_ARTEFACT /* rules, panels, folio, page number */
};

/* Where the text of a cell stands in its column. */
enum bm_node_align {
    BM_NODE_START,
    BM_NODE_CENTRE,
    BM_NODE_END
};

/* A node of the logical tree: the same node across columns and pages. Children stand in the order
 * of their indices, which is that of the manuscript. */
struct bm_node {
    enum bm_role role;
    uint32_t parent;  /* index, BM_NO_NODE for the document */
    uint32_t article; /* index into bm_pages.articles, UINT32_MAX for none */
    const char *field; /* HEAD, TAIL: "title", "adopted", …; ARTEFACT: "folio", "rule", "gap" … */
    struct bm_span span;
    uint8_t level;   /* HEAD, SUBHEAD: of a heading, from 1; 0: none by itself (kicker, deck …) */
    bool names;      /* PARAGRAPH: names in columns, parted by blanks */
    bool header;     /* CELL: it heads its column */
    uint8_t align;   /* CELL: enum bm_node_align */
    bool ordered;    /* LIST: its items have numbers */
    bool verse;      /* PARAGRAPH: a line of verse … */
    bool stanza;     /* … and the first of a stanza after another */
    uint32_t credit; /* CAPTION: where in its text the credit begins, in bytes; 0: nowhere */
    struct bm_str code; /* FIGURE: the text of a QR code; empty: a picture */
    /* FIGURE: what it shows, for those who cannot see it: what the manuscript says, else its
     * caption, and of a code what it leads to; empty: nobody said */
    struct bm_str alt;
    /* ARTEFACT with a target ("jump", "guide"), or that speaks of an article ("label"): which
     * article, as index and 1, and the number of the page that it leads to; 0: none */
    uint32_t about, to_page;
};

struct bm_page {
    uint32_t number;       /* from 1 */
    struct bm_str section; /* 版名; may be empty */
    bm_len width, height;  /* trim */
    bm_len bleed;
    struct bm_rect type_area;
    bm_len grid; /* distance of the page's grid lines */
    struct bm_item *items;
    size_t n;
};

struct bm_pages {
    struct bm_arena *arena;
    struct bm_str edition; /* name of the edition */
    struct bm_str layout;
    struct bm_str title, date, language; /* metadata; may be empty */
    struct bm_str foreign;               /* language of passages in Latin letters */
    struct bm_str paper, number, cn, publisher; /* 报名, 总期号, 国内统一刊号, 主办; may be empty */
    struct bm_page *pages;
    size_t page_count;
    struct bm_node *nodes;
    size_t node_count;
    struct bm_ledger *articles; /* in reading order */
    size_t article_count;
    struct bm_mark *marks;
    size_t mark_count;
    const struct bm_spot *spots;
    size_t spot_count;
    const struct bm_output_condition
        *output; /* where it will be printed; NULL: the layout does not say */
    struct bm_limits limits;
    /* of preflight/ and of the copy desk, when they have been run; make-up leaves them empty */
    struct bm_mark *findings;
    size_t finding_count;
    const struct bm_plan_ledger *plan; /* NULL: there was no auto region */
    struct bm_str held; /* the hash of the plan that is held in their place; empty: none is */
    const struct bm_sources *sources; /* the manuscripts */
};

/* Frees them; NULL is allowed. */
void bm_pages_drop(struct bm_pages *pages);

/* Solid black and nothing else: what text and rules are printed in, and what overprints. */
bool bm_ink_is_black(struct bm_ink ink);
/* Inks on paper, in 1/10000: the process inks, or the spot ink alone. */
uint32_t bm_ink_total(struct bm_ink ink);

/* Black helped by other inks: where they do not meet its edges, small type is coloured. */
bool bm_ink_is_rich(struct bm_ink ink);

/* Effective resolution of a picture as placed and printed: pixels an inch, the lower of both
 * directions. */
uint32_t bm_picture_ppi(const struct bm_picture *picture);
/* Pixels of the whole picture that are printed: those that it has or, where it stands at more than
 * ppi_most, those that its place needs for that, rounded up. */
void bm_picture_size(const struct bm_picture *picture, uint32_t *width, uint32_t *height);

/* The node of the whole item or table that a node is a part of, or itself. */
uint32_t bm_node_whole(const struct bm_pages *pages, uint32_t node);

/* Name of a role ("article", "head", …). */
const char *bm_role_name(enum bm_role role);

/* The characters of the page in painting order, white space (Unicode White_Space) removed, as runs
 * of one article (or banner, or artefact) after another: what extraction must give. Calls piece
 * once for each, in order, never with empty text; article is UINT32_MAX for artefacts. The text is
 * valid during the call only. */
void bm_page_pieces(const struct bm_pages *pages, const struct bm_page *page,
                    void (*piece)(void *context, uint32_t article, struct bm_str text),
                    void *context);

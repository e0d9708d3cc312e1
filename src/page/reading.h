/* The pages as they are read: one walk of the tree, with what of each node stands where. Tags,
 * records and pages for screens all go by it, so that they agree.
 *
 * The order is: page by page; of each page first what furniture says there for the first time, then
 * the articles that begin on it, in the edition's order, each whole, wherever it goes on; then the
 * guide and the lines that lead from page to page. Folios, furniture that was read on an earlier
 * page, rules, panels and table heads that stand a second time are not read.
 *
 * The text of an article, its nodes taken one after the other, is that of its manuscript: each
 * character once, blanks as they were typed. */
#pragma once

#include "page/page.h"

/* A piece of a node: an item, and of a run the glyphs [first, first + n). */
struct bm_segment {
    uint32_t page, item; /* indices */
    uint32_t first, n;   /* of a run; else 0 */
    uint32_t passage;    /* index into the reading's */
};

/* What of a node is read in one way. */
enum bm_passage_kind {
    BM_PASSAGE_PLAIN,
    BM_PASSAGE_FOREIGN, /* two words or more in Latin letters: in the language bm_pages.foreign */
    BM_PASSAGE_LINK     /* leads somewhere */
};

struct bm_passage {
    enum bm_passage_kind kind;
    uint32_t node;                   /* index into the reading's nodes */
    uint32_t segment, segment_count; /* its segments, in order */
    struct bm_str address;           /* LINK to the world: its URL; else the node has its target */
};

/* A node of the walk, in the order of reading: parents before their children. */
struct bm_reading_node {
    uint32_t node; /* index into bm_pages.nodes; BM_NO_NODE: a page, and what begins on it */
    uint32_t page; /* index of the page where it begins; of the document the first one */
    uint32_t
        parent; /* index into the reading's nodes; BM_NO_NODE: of the document, which is first */
    uint32_t passage, passage_count; /* its own, in order; a parent's stand before its children */
};

struct bm_reading {
    const struct bm_pages *pages;
    struct bm_reading_node *nodes;
    struct bm_passage *passages;
    struct bm_segment *segments; /* those of one item follow one another */
    size_t node_count, passage_count, segment_count;
    uint32_t **of_items; /* by page and item: its first segment, and 1; 0: it is not read */
};

/* The reading of the pages with indices [first, end), in arena. It points into the pages. */
struct bm_reading *bm_reading_make(struct bm_arena *arena, const struct bm_pages *pages,
                                   size_t first, size_t end);

/* The text of a node of the walk, without that of its children, appended to out. */
void bm_reading_text(const struct bm_reading *reading, size_t node, struct bm_buf *out);
/* The same as one line, for lists and labels: with a blank where the author broke a line. */
void bm_reading_line(const struct bm_reading *reading, size_t node, struct bm_buf *out);
/* Whether the author broke the line behind a segment. */
bool bm_segment_is_broken(const struct bm_reading *reading, const struct bm_segment *segment);
/* That of a segment. */
struct bm_str bm_segment_text(const struct bm_reading *reading, const struct bm_segment *segment);
/* Whether it is the sign of a gap: there text was missing in what was received. It has none. */
bool bm_segment_is_gap(const struct bm_reading *reading, const struct bm_segment *segment);

/* The blocks of pages: what of a node stands in one column of one page, line by line. A node that
 * goes on over columns or pages has several, in the order of reading; so nothing else stands inside
 * the rectangle of one. */
#pragma once

#include "page/reading.h"
#include "record/record.h"

enum bm_record_block_kind {
    BM_RECORD_LINES,   /* has lines */
    BM_RECORD_PICTURE, /* a picture or a code */
    BM_RECORD_GRAPHIC  /* a rule, a box, a panel */
};

/* Glyphs of a run [first, first + n) on one line. */
struct bm_record_piece {
    uint32_t item; /* index on the block's page */
    uint32_t first, n;
    bool foreign; /* in the pages' other language */
};

struct bm_record_line {
    uint32_t piece, piece_count;
    struct bm_rect rect; /* its em boxes and its ink */
};

struct bm_record_block {
    enum bm_record_block_kind kind;
    uint32_t page;    /* index */
    uint32_t node;    /* index into bm_pages.nodes; BM_NO_NODE: none */
    uint32_t reading; /* index into the reading's nodes; BM_NO_NODE: it is not read */
    uint32_t number;  /* on its page, from 1 */
    uint32_t table;   /* index of the part of a table that it is a cell of, and 1; 0: none */
    bool vertical;    /* its lines run down */
    uint32_t line, line_count;
    struct bm_rect rect; /* of its lines and of what is drawn with them */
};

/* What of a table stands in one column of one page. */
struct bm_record_table {
    uint32_t page, reading;
    uint32_t number;      /* on its page, from 1 */
    uint32_t first, last; /* blocks */
    struct bm_rect rect;
};

struct bm_record {
    struct bm_arena *arena;
    const struct bm_reading *reading;
    struct bm_record_options options;
    struct bm_record_block
        *blocks; /* as they are read; behind them those that are not, page by page */
    struct bm_record_line *lines;
    struct bm_record_piece *pieces;
    struct bm_record_table *tables;
    size_t block_count, line_count, piece_count, table_count;
    uint32_t *of_nodes; /* by node of the reading: its first block; and the end of the last */
    uint32_t *on_pages; /* blocks by page, each in order … */
    uint32_t *starts;   /* … and where those of a page begin; and the end of the last */
    uint32_t *articles; /* the reading's nodes of articles and banners, in order */
    size_t article_count;
    struct bm_inks *inks;
};

/* Fills in all of it that hangs on blocks; arena, reading and inks are there. */
void bm_blocks_find(struct bm_record *record);

/* The node of a block, or NULL. */
static inline const struct bm_node *bm_record_node(const struct bm_record *record,
                                                   const struct bm_record_block *block)
{
    const struct bm_pages *pages = record->reading->pages;
    return block->node < pages->node_count ? &pages->nodes[block->node] : NULL;
}

/* The number of the article (from 1) that a node of the reading is, or is a part of; 0: none. */
uint32_t bm_record_number(const struct bm_record *record, uint32_t reading);

/* The node behind all those that are below a node of the reading. */
uint32_t bm_reading_end(const struct bm_reading *reading, uint32_t node);

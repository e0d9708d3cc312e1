/* An article painted frame by frame. */
#pragma once

#include "paint/paint.h"

/* Where the box of an article begins whose head stands above it: half a line over the body's first
 * row. */
bm_len bm_paint_body_top(struct bm_painter *painter, struct bm_painting *article,
                         const struct bm_area *area);
/* Paints the figure of a part if it stands on the page of that frame of the article and is due: the
 * text of the frame goes past it, or the page has no further frame of the article. Returns the
 * characters of its caption. */
uint32_t bm_paint_figure(struct bm_painter *painter, struct bm_painting *article, uint32_t part,
                         size_t frame, bool passed);

/* Makes the nodes of all parts, in manuscript order: nodes.c. */
void bm_paint_nodes(struct bm_painter *painter, struct bm_painting *article);

/* Where the head stands: head.c. */
struct bm_rect bm_paint_head_place(const struct bm_painting *article);
/* Whether the frame holds that line of the head. What it does not hold is not painted, for other
 * text may stand there; it is left over. */
bool bm_paint_head_shown(const struct bm_painting *article, size_t line);

/* Characters of a row that extraction and counts see. */
uint32_t bm_paint_row_characters(const struct bm_row *row);
/* What an article has to say: of its fit, before it is painted; of the rows [from, end) that stand
 * in a frame; of what is left over in the end, which goes into the ledger too. */
void bm_paint_note_fit(struct bm_painter *painter, const struct bm_painting *article);
void bm_paint_note_frame(struct bm_painter *painter, const struct bm_painting *article,
                         size_t frame, size_t from, size_t end);
void bm_paint_note_overset(struct bm_painter *painter, struct bm_painting *article);

/* The article of a frame of the page that has no box round it; NULL: there is none. */
const struct bm_painting *bm_paint_bare_article(struct bm_painter *painter,
                                                const struct bm_frame *frame);
/* Where the rules of boxes stand, of each frame of the page: at its edges; or, where another
 * article stands against the edge and a line is free there, half a line further down, in the
 * middle of the white, so that rules touch neither's text. In work memory; apart.c. */
struct bm_box_shift {
    bm_len top, bottom;
};
struct bm_box_shift *bm_paint_apart(struct bm_painter *painter,
                                    const struct bm_page_template *page);

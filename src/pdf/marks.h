/* Printer's marks about a page. For pdf/ alone. */
#pragma once

#include "page/page.h"

/* From the trim to the edge of the MediaBox: the bleed, or the room that marks take. */
bm_len bm_pdf_margin(const struct bm_page *page, bool marks);
/* The marks of a page as items in its coordinates. The last spot of the pages stands for all
 * plates; face: of the slug line, or NULL. */
const struct bm_item *bm_pdf_marks(struct bm_arena *arena, const struct bm_pages *pages,
                                   const struct bm_page *page, const struct bm_face *face,
                                   size_t *n);

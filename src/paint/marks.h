/* Marks of the manuscripts (gaps, seams, queries) with the places on paper of their characters.
 * File: marks.c. */
#pragma once

#include "paint/paint.h"

/* Adds the marks of a galley's text to the ledger, with the places of their characters. */
void bm_paint_marks(struct bm_painter *painter, const struct bm_galley *galley, uint32_t article);

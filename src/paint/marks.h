/* Marks of the manuscripts (gaps, seams, queries) with the places on paper of their characters.
 * File: marks.c. */
#pragma once

#include "paint/paint.h"

/* Whether the article's text has any. */
bool bm_paint_has_marks(const struct bm_galley *galley);
/* Adds the marks of all articles' texts to the ledger, with the places of their characters. */
void bm_paint_marks(struct bm_painter *painter);

/* Spot inks of the document. For pdf/ alone. */
#pragma once

#include "page/page.h"

/* Entries of the dictionary of colour spaces for the spots of the mask (bm_pdf_written_dict()). The
 * space of spot i (from 0) is S and i + 1. */
void bm_pdf_spots(struct bm_buf *out, const struct bm_pages *pages, uint32_t used);

/* Fonts of the document, made of the codes given out. For pdf/ alone. */
#pragma once

#include "haru/objects.h"
#include "pdf/codes.h"

/* Subsets and compresses; touches nothing but the font and the packer, so it may run in a thread.
 */
void bm_pdf_font_make(struct bm_pdf_font *font, struct bm_pdf_packer *packer);
/* The font dictionaries into `fonts`, under the names that bm_pdf_font_name() gives. */
void bm_pdf_font_add(HPDF_Doc doc, HPDF_Dict fonts, const struct bm_pdf_font *font, size_t index);
void bm_pdf_font_name(char name[16], size_t index, enum bm_mode mode, uint32_t variant);

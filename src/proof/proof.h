/* Proofs, drawn by cairo from the same finished pages as the print: page images that show the
 * print exactly, and the marked proof, the same pages with gaps, seams, queries, overset and rule
 * findings marked in colour and listed in the margin. This room is loaded on demand, so that a
 * press run does not pay for cairo. */
#ifndef BM_PROOF_PROOF_H
#define BM_PROOF_PROOF_H

#include "base/diag.h"
#include "page/page.h"

/* Page `number` as a PNG at dpi (1 to 1200) appended to out. K is shown as black, CMYK by the
 * plain complement, paper white. False with PROOF_FAILED. */
bool bm_proof_png(const struct bm_pages *pages, uint32_t number, unsigned dpi, struct bm_buf *out,
                  struct bm_diags *diags);

/* The marked proof of pages first..last (0, 0: all) as one PDF, drawn by cairo, appended to out.
 * Each mark has a coloured frame on its characters, a number, and its line in the margin: what,
 * file:line, the question, the place in mm. lang chooses the language of the labels; `face` sets
 * them. */
bool bm_proof_marked(const struct bm_pages *pages, uint32_t first, uint32_t last,
                     enum bm_lang lang, const struct bm_face *face, struct bm_buf *out,
                     struct bm_diags *diags);

#endif

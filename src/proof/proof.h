/* Proofs, drawn by cairo from the same finished pages as the print: page images that show the
 * print exactly, its plates and their ink, the marked proof, the same pages with gaps, seams,
 * queries, overset and rule findings marked in colour and listed in the margin, and the contact
 * sheet of several plans. This room is loaded on demand, so that a press run does not pay for
 * cairo; once loaded it stays, since cairo's caches may give a font back to it at any later time.
 * Neither fontconfig nor the locale nor the clock has a say: the same pages give the same bytes.
 * All functions leave their `out` as it was when they fail. */
#pragma once

#include "page/page.h"

/* Page `number`, the trim without bleed, as a PNG at dpi (1 to 1200) appended to out. Glyphs are
 * their unhinted outlines at their exact places. K is shown as black, CMYK by the plain complement
 * (overprint is not simulated), paper white. The image has as many pixels as hold the whole page
 * and says its resolution. False with PROOF_FAILED (no such page, dpi out of range, too large). */
bool bm_proof_png(const struct bm_pages *pages, uint32_t number, unsigned dpi, struct bm_buf *out,
                  struct bm_diags *diags);

/* The same as a soft proof: what the output condition of the pages prints, brought to sRGB relative
 * colorimetrically with black-point compensation, so that paper is the screen's white; with `paper`
 * absolutely, in the colour of the paper. Overprint and knock-out, spot inks by their alternates,
 * pictures by the transform of the print. Without an output condition it is bm_proof_png(). */
bool bm_proof_soft(const struct bm_pages *pages, uint32_t number, unsigned dpi, bool paper,
                   struct bm_buf *out, struct bm_diags *diags);

/* What a page takes of ink, in percent of all its plates together. */
struct bm_proof_ink {
    uint32_t most;  /* percent, rounded down … */
    bm_len x, y;    /* … and where: of the first such row, the middle of the first such stretch */
    uint32_t over;  /* square millimetres above the limit … */
    uint32_t above; /* … and above the level of warning */
};

/* The plates of a page as gray PNGs, black for full ink and white for none: C, M, Y, K and each
 * spot of pages->spots, appended to plates[0 … 3 + spot_count]; the ink map, the sum of them in
 * false colours with a scale and its maximum, captions in `lang` set in `face`, appended to map;
 * and its figures. All or none. Needs pages->output. */
bool bm_proof_plates(const struct bm_pages *pages, uint32_t number, unsigned dpi, enum bm_lang lang,
                     const struct bm_face *face, struct bm_buf *plates, struct bm_buf *map,
                     struct bm_proof_ink *ink, struct bm_diags *diags);

/* The marked proof of pages first..last (0, 0: all) as one PDF, drawn by cairo, appended to out.
 * Each page stands in its true size on a larger sheet. On it every note of page/notes.h has its
 * mark and number: gap      red frame            overset  magenta flag at the article's foot: how
 * much join     green wedge          short    violet flag, hollow query    blue underline (a wedge
 * for an omission; a line at the right in vertical text) finding  orange frame and in the list at
 * the right, under its article's title: number, kind, file:line:column, the question or sentence,
 * the place in mm. A long list goes on on further sheets; notes that stand on no page follow those
 * of the last page. The pages' text and the labels can be extracted. lang chooses the language of
 * the labels; `face` (open, with Han and Latin) sets them. */
bool bm_proof_marked(const struct bm_pages *pages, uint32_t first, uint32_t last, enum bm_lang lang,
                     const struct bm_face *face, struct bm_buf *out, struct bm_diags *diags);

/* The contact sheet: n plans of the same pages side by side, so that an editor can choose. plans[0]
 * is the best, plans[k] the one that `--plan k + 1` makes, in order of cost; all have a plan
 * ledger. Shown are the pages on which, in any of the plans, an article that make-up placed stands.
 * Every article has its colour, the same in all plans, an outline and a tag with its name: outlined
 * firmly where it stands in other columns (or on another page) than in the best plan, lightly where
 * it has other lines of the same ones, thinly where it stays. Beside or above the pages: number,
 * cost, the difference to the best, a bar of what makes up the cost, 碰题 and 断版, text left over,
 * and the articles that stand elsewhere. One sheet, the smallest of A3, A2, A1, A0 on which pages
 * are shown at a quarter of their size or more. pdf: the sheet as a PDF whose text can be
 * extracted; png: the same as a PNG at dpi (1 to 1200); each is appended, both or neither. lang: of
 * the captions; `face` as above. False with SHEET_FAILED. */
bool bm_proof_sheet(const struct bm_pages *const *plans, size_t n, enum bm_lang lang,
                    const struct bm_face *face, unsigned dpi, struct bm_buf *pdf,
                    struct bm_buf *png, struct bm_diags *diags);

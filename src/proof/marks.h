/* The marked proof's two parts: marks on the characters, and the list of notes beside the page.
 * Private to this room. The same number, in the same colour, stands in both. */
#ifndef BM_PROOF_MARKS_H
#define BM_PROOF_MARKS_H

#include "page/ledger.h"
#include "page/notes.h"
#include "proof/label.h"

#pragma GCC visibility push(hidden)

/* Each kind of note has its colour: gap red, join green, query blue, overset magenta, short violet,
 * finding orange. */
struct bm_rgb bm_note_colour(enum bm_mark_kind kind);

/* The note's number, white on a disc of its colour; (x, y) is the disc's centre, `size` its height.
 * Returns the disc's width, which grows with the digits. */
double bm_badge(const struct bm_labels *labels, const struct bm_note *note, double size, double x,
                double y);
double bm_badge_width(const struct bm_labels *labels, uint32_t number, double size);

/* Draws the marks of the notes that stand on page; user space is the page's. */
void bm_marks_draw(const struct bm_labels *labels, const struct bm_page *page,
                   const struct bm_note *notes, size_t n);

/* The list of notes of one page, flowing through columns. */
struct bm_list;

/* Prepares the notes of page `number`; with `loose` those that stand on no page too. width is that
 * of a column. Everything lives in the labels' arena. */
struct bm_list *bm_list_make(const struct bm_labels *labels, const struct bm_pages *pages,
                             const struct bm_note *notes, size_t n, uint32_t number, bool loose,
                             double width);

/* Fills a column from its top left corner; returns whether notes are left for a further one. At
 * least one line is set, so the list comes to its end. */
bool bm_list_column(struct bm_list *list, double x, double y, double height);

/* How many of each kind the list holds, drawn as a legend; returns its height. */
double bm_list_legend(const struct bm_list *list, double x, double y);

#pragma GCC visibility pop

#endif

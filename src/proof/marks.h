/* Marks of the marked proof, on the characters that a note is about. The same number, in the same
 * colour, stands in the list of notes (list.h). Private to this room. */
#pragma once

#include "page/notes.h"
#include "proof/label.h"

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

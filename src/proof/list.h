/* The list of notes beside a page of the marked proof. Private to this room. */
#pragma once

#include "proof/marks.h"

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

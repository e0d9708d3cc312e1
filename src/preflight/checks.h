/* The checks that the walk makes: of the edition and of each page (sheet.c), and of each item as it
 * is met: where it stands (sheet.c), type (type.c), lines and ink (lines.c), pictures (pictures.c);
 * and of all that is printed on a page, whether it keeps clear of the rest and stays in its frame
 * (overlaps.c). For preflight/ alone. */
#pragma once

#include "preflight/findings.h"

void bm_check_edition(struct bm_walk *walk);
void bm_check_page(struct bm_walk *walk);
void bm_check_place(struct bm_walk *walk, const struct bm_item *item);
void bm_check_type(struct bm_walk *walk, const struct bm_item *item);
void bm_check_line(struct bm_walk *walk, const struct bm_item *item);
void bm_check_ink(struct bm_walk *walk, const struct bm_item *item, struct bm_ink ink);
void bm_check_picture(struct bm_walk *walk, const struct bm_item *item);
void bm_check_overlaps(struct bm_walk *walk);

/* Where characters of the manuscripts stand on paper: for marks that are made after the pages. */
#pragma once

#include "page/ledger.h"
#include "page/page.h"

/* Gives each of n marks with a span its page and a rectangle for each piece of a line of that page;
 * what stands on several pages has those of the first, what stands on none has none. */
void bm_pages_place(const struct bm_pages *pages, struct bm_mark *marks, size_t n,
                    struct bm_arena *arena);

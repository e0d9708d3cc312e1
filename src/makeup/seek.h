/* A plan sought while another is held: regions are divided anew for the texts as they are now, and
 * what came of it is laid beside what the held frames cost. Nothing is painted. File: seek.c. */
#pragma once

#include "makeup/makeup.h"
#include "page/ledger.h"

/* A plan that is cheaper than the one that is held. */
struct bm_sought {
    int64_t held, cost; /* in points of make-up (layouts/README.md) */
    /* Of what that is made: of the one that is held, of the other; counts as the ledger has them.
     */
    int64_t costs[2][BM_PENALTIES];
    uint32_t counts[2][BM_PENALTIES];
    struct bm_sought_move {
        struct bm_str article;
        uint32_t page; /* number, from 1, and place of its first frame there: from 0 */
        uint32_t column, columns, line, lines;
    } * moves; /* articles that would stand elsewhere, page by page */
    size_t n;
};

/* As bm_makeup(), of a template with regions; held: the same with frames in their place. True: some
 * plan is cheaper, and *out, in the arena, says how it differs; if not, it has what both cost. It
 * is sought until it is found, until the budget is spent, or until input->progress says that nobody
 * wants it any more. */
bool bm_makeup_seek(const struct bm_makeup_input *input, const struct bm_template *held,
                    struct bm_arena *arena, struct bm_sought *out);

/* What of ink and black would go wrong on the press: preflight with its rules about it alone, at
 * the limits of the pages' layout; and ink over ink, or outside its frame. */
#pragma once

#include "preflight/preflight.h"

/* Errors, in arena; *n gets their number. What is merely better avoided is left out. */
static inline struct bm_mark *ink_faults(const struct bm_pages *pages, struct bm_arena *arena,
                                         size_t *n)
{
    static const enum bm_rule rules[] = {BM_RULE_INK,
                                         BM_RULE_RICH_BLACK_TYPE,
                                         BM_RULE_BLACK_KNOCKOUT,
                                         BM_RULE_WHITE_OVERPRINT,
                                         BM_RULE_LARGE_BLACK,
                                         BM_RULE_OVERLAP,
                                         BM_RULE_OUTSIDE_FRAME};
    static const struct bm_preflight_output output = {0};
    struct bm_preflight settings;
    bm_preflight_default(&settings);
    for (size_t i = 0; i < BM_RULE_COUNT; i++)
        settings.levels[i] = BM_RULE_OFF;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        settings.levels[rules[i]] = BM_ERROR;
    settings.knockout_below = INT32_MAX; /* of any size */
    struct bm_mark *found = bm_preflight_run(pages, &settings, &output, arena, n);
    size_t errors = 0;
    for (size_t i = 0; i < *n; i++)
        if (found[i].level == BM_ERROR)
            found[errors++] = found[i];
    *n = errors;
    return found;
}

/* Type: its size, and what is under it. */
#include "preflight/checks.h"

/* A run of spaces alone prints nothing. */
static bool has_ink(const struct bm_run *run)
{
    for (size_t i = 0; i < run->text.n; i++)
        if (run->text.p[i] != ' ')
            return true;
    return run->text.n == 0;
}

static void too_small(struct bm_walk *walk, enum bm_rule rule, enum bm_message message,
                      const struct bm_item *item, bm_len least)
{
    BM_FOUND(walk, rule, message, false, item, &item->rect, bm_words_pt(walk, item->run.size),
             bm_words_pt(walk, least));
}

void bm_check_type(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_run *run = &item->run;
    const bm_len size = run->around ? run->around : run->size;
    const struct bm_coverage c = bm_coverage_of(run->ink);
    if (!has_ink(run))
        return;
    if (size < s->type_least)
        too_small(walk, BM_RULE_SMALL_TYPE, BM_MSG_SMALL_TYPE, item, s->type_least);
    if (c.white) {
        if (c.over)
            bm_found(walk, BM_RULE_WHITE_OVERPRINT, BM_MSG_WHITE_OVERPRINT, false, item,
                     &item->rect, NULL, 0);
        if (size < s->reversed_type_least)
            too_small(walk, BM_RULE_SMALL_REVERSED_TYPE, BM_MSG_SMALL_REVERSED_TYPE, item,
                      s->reversed_type_least);
        return;
    }
    if (bm_ink_is_rich(run->ink) && size < s->rich_black_below &&
        bm_rule_on(walk, BM_RULE_RICH_BLACK_TYPE))
        BM_FOUND(walk, BM_RULE_RICH_BLACK_TYPE, BM_MSG_RICH_BLACK_TYPE, false, item, &item->rect,
                 bm_words_pt(walk, size), bm_words_ink(walk, run->ink),
                 bm_words_pt(walk, s->rich_black_below));
    else if (c.inks > 1 && size < s->colour_type_least)
        BM_FOUND(walk, BM_RULE_SMALL_COLOUR_TYPE, BM_MSG_SMALL_COLOUR_TYPE, false, item,
                 &item->rect, bm_words_pt(walk, size), bm_words_number(walk, c.inks),
                 bm_words_pt(walk, s->colour_type_least));
    if (c.inks == 1 && !c.solid && size < s->tint_type_least)
        too_small(walk, BM_RULE_SMALL_TINT_TYPE, BM_MSG_SMALL_TINT_TYPE, item, s->tint_type_least);
    if (bm_ink_is_black(run->ink) && !c.over && size < s->knockout_below)
        too_small(walk, BM_RULE_BLACK_KNOCKOUT, BM_MSG_BLACK_KNOCKOUT, item, s->knockout_below);
}

/* Type: its size, and what is under it. */
#include "preflight/steps.h"

struct bm_coverage bm_coverage_of(struct bm_ink ink)
{
    const uint16_t parts[4] = {ink.c, ink.m, ink.y, ink.k};
    struct bm_coverage c = {.solid = true, .over = ink.overprint};
    if (ink.spot) /* a plate of its own: the four stand for it on screens only */
        return (struct bm_coverage){.inks = ink.tint > 0,
                                    .total = ink.tint,
                                    .solid = ink.tint >= 10000,
                                    .white = ink.tint == 0,
                                    .over = ink.overprint};
    for (int i = 0; i < 4; i++) {
        if (!parts[i])
            continue;
        c.inks++;
        c.total += parts[i];
        c.solid = c.solid && parts[i] >= 10000;
    }
    c.white = c.inks == 0;
    return c;
}

struct bm_str bm_words_ink(struct bm_walk *walk, struct bm_ink ink)
{
    static const char names[4] = {'C', 'M', 'Y', 'K'};
    const uint16_t parts[4] = {ink.c, ink.m, ink.y, ink.k};
    struct bm_buf b = {0};
    if (ink.spot && ink.spot <= walk->pages->spot_count) {
        bm_buf_str(&b, walk->pages->spots[ink.spot - 1].name);
        bm_buf_char(&b, ' ');
        bm_buf_decimal(&b, ink.tint, 2);
    }
    for (int i = 0; i < 4 && !ink.spot; i++) {
        if (!parts[i])
            continue;
        bm_buf_printf(&b, "%s%c ", b.n ? " " : "", names[i]);
        bm_buf_decimal(&b, parts[i], 2);
    }
    struct bm_str s = {bm_arena_copy(walk->arena, b.p, b.n), b.n};
    bm_buf_free(&b);
    return s;
}

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
    const bm_len size = run->size;
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

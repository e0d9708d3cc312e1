/* Lines, panels and paths: how thin, and how much ink. */
#include "preflight/steps.h"

/* How thick a line is; 0: the item is no line. A narrow panel prints as a line does. */
static bm_len thickness(const struct bm_item *item)
{
    switch (item->kind) {
    case BM_ITEM_RULE:
    case BM_ITEM_STROKE:
        return item->weight;
    case BM_ITEM_FILL:
        return item->rect.w < item->rect.h ? item->rect.w : item->rect.h;
    default:
        return 0;
    }
}

/* Black that is alone where the layout wants more under it, so that a large panel is not gray. */
static void check_large_black(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_limits *limits = &walk->pages->limits;
    const struct bm_rect *r = &item->rect;
    bool panel = item->kind == BM_ITEM_FILL || item->kind == BM_ITEM_PATH;
    if (limits->black_large && panel && bm_ink_is_black(item->ink) &&
        !bm_ink_is_black(limits->black) && r->w >= limits->black_large &&
        r->h >= limits->black_large)
        BM_FOUND(walk, BM_RULE_LARGE_BLACK, BM_MSG_LARGE_BLACK, false, item, r,
                 bm_words_size(walk, r->w, r->h), bm_words_ink(walk, item->ink),
                 bm_words_ink(walk, limits->black));
}

void bm_check_line(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_coverage c = bm_coverage_of(item->ink);
    const struct bm_rect bounds = bm_item_bounds(item);
    const bm_len weight = thickness(item);
    if (c.white && c.over)
        bm_found(walk, BM_RULE_WHITE_OVERPRINT, BM_MSG_WHITE_OVERPRINT, false, item, &bounds, NULL,
                 0);
    check_large_black(walk, item);
    if (!weight && item->kind != BM_ITEM_RULE && item->kind != BM_ITEM_STROKE)
        return;
    if (weight < s->rule_warn) {
        bool soft = weight >= s->rule_least;
        BM_FOUND(walk, BM_RULE_THIN_RULE, BM_MSG_THIN_RULE, soft, item, &bounds,
                 bm_words_pt(walk, weight), bm_words_pt(walk, soft ? s->rule_warn : s->rule_least));
    }
    if (weight < s->colour_rule_least && (c.inks != 1 || !c.solid))
        BM_FOUND(walk, BM_RULE_THIN_COLOUR_RULE, BM_MSG_THIN_COLOUR_RULE, false, item, &bounds,
                 bm_words_pt(walk, weight),
                 bm_str_c(c.white      ? "white"
                          : c.inks > 1 ? "in several inks"
                                       : "in a tint"),
                 bm_words_pt(walk, s->colour_rule_least));
}

void bm_check_ink(struct bm_walk *walk, const struct bm_item *item, struct bm_ink ink)
{
    const struct bm_preflight *s = walk->settings;
    const uint32_t total = bm_coverage_of(ink).total;
    if (total <= s->ink_warn * 100 && total <= s->ink_most * 100)
        return;
    bool soft = total <= s->ink_most * 100;
    const struct bm_rect bounds = bm_item_bounds(item);
    BM_FOUND(walk, BM_RULE_INK, BM_MSG_INK, soft, item, &bounds,
             bm_words_number(walk, (total + 99) / 100), bm_words_ink(walk, ink),
             bm_words_number(walk, soft ? s->ink_warn : s->ink_most));
}

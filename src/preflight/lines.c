/* Lines, panels and paths: how thin, and how much ink. */
#include "preflight/checks.h"

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

static bool same_ink(struct bm_ink a, struct bm_ink b)
{
    return a.c == b.c && a.m == b.m && a.y == b.y && a.k == b.k;
}

/* Black that is not the one which the layout wants for large panels, so that they are not gray. */
static void check_large_black(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_limits *limits = &walk->pages->limits;
    const struct bm_rect *r = &item->rect;
    bool panel = item->kind == BM_ITEM_FILL || item->kind == BM_ITEM_PATH;
    bool black = item->ink.k == 10000 && !item->ink.spot;
    if (limits->black_large && panel && black && !same_ink(item->ink, limits->black) &&
        r->w >= limits->black_large && r->h >= limits->black_large)
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
    if ((item->kind == BM_ITEM_RULE || item->kind == BM_ITEM_STROKE) &&
        bm_ink_is_black(item->ink) && !c.over && weight < s->knockout_below)
        BM_FOUND(walk, BM_RULE_BLACK_KNOCKOUT, BM_MSG_BLACK_LINE_KNOCKOUT, false, item, &bounds,
                 bm_words_pt(walk, weight), bm_words_pt(walk, s->knockout_below));
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

/* Ink that lies over ink: the plates of the upper print, of the others what is below. */
static uint32_t over(struct bm_ink ink, struct bm_ink below)
{
    if (ink.spot || below.spot)
        return bm_ink_total(ink) + bm_ink_total(below);
    return (uint32_t)(ink.c ? ink.c : below.c) + (ink.m ? ink.m : below.m) +
           (ink.y ? ink.y : below.y) + (ink.k ? ink.k : below.k);
}

void bm_check_ink(struct bm_walk *walk, const struct bm_item *item, struct bm_ink ink)
{
    const struct bm_preflight *s = walk->settings;
    const uint32_t warn = s->ink_warn * 100, most = s->ink_most * 100;
    const struct bm_rect bounds = bm_item_bounds(item);
    const struct bm_item *panel = NULL;
    uint32_t total = bm_ink_total(ink);
    if (!bm_rule_on(walk, BM_RULE_INK))
        return;
    for (size_t i = 0; ink.overprint && total && i < walk->panel_count; i++) {
        const struct bm_item *below = walk->panels[i];
        uint32_t sum = over(ink, below->ink);
        if (sum > total && sum > warn && bm_rects_meet(&bounds, &below->rect)) {
            total = sum;
            panel = below;
        }
    }
    bool soft = total <= most;
    struct bm_str limit = bm_words_number(walk, soft ? s->ink_warn : s->ink_most);
    struct bm_str amount = bm_words_number(walk, (total + 99) / 100);
    if (total > warn && panel)
        BM_FOUND(walk, BM_RULE_INK, BM_MSG_INK_BELOW, soft, item, &bounds, amount,
                 bm_words_ink(walk, ink), bm_words_ink(walk, panel->ink), limit);
    else if (total > warn)
        BM_FOUND(walk, BM_RULE_INK, BM_MSG_INK, soft, item, &bounds, amount,
                 bm_words_ink(walk, ink), limit);
    /* Only what solid black could bring over the limit is remembered: few panels are so dark, so
     * that the walk stays linear. */
    bool shape = item->kind == BM_ITEM_FILL || item->kind == BM_ITEM_PATH;
    if (shape && !bm_ink_is_black(ink) && bm_ink_total(ink) + 10000 > warn) {
        walk->panels = bm_arena_grow(walk->arena, walk->panels, walk->panel_count, &walk->panel_cap,
                                     sizeof *walk->panels);
        walk->panels[walk->panel_count++] = item;
    }
}

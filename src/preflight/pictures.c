/* Pictures: are there pixels enough, and what are they made of. */
#include "preflight/checks.h"

static void check_rgb(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_image *image = item->picture.image;
    if (image->components != 3)
        return;
    if (walk->output->keeps_colours)
        BM_FOUND(walk, BM_RULE_RGB_PICTURE, BM_MSG_RGB_PICTURE, false, item, &item->rect,
                 image->name);
    else
        BM_FOUND(walk, BM_RULE_RGB_CONVERTED, BM_MSG_RGB_CONVERTED, false, item, &item->rect,
                 image->name);
}

/* What is converted keeps the layout's limit, and not more is known of it here; what goes into the
 * PDF as it is has the ink of its pixels. */
static void check_picture_ink(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_image *image = item->picture.image;
    const uint32_t limit = walk->pages->limits.ink;
    if (image->components == 1 || !bm_rule_on(walk, BM_RULE_INK))
        return;
    if (!walk->output->keeps_colours) {
        if (limit > s->ink_most)
            BM_FOUND(walk, BM_RULE_INK, BM_MSG_PICTURE_LIMIT, false, item, &item->rect,
                     bm_words_number(walk, limit), bm_words_number(walk, s->ink_most));
        return;
    }
    const uint32_t ink = (image->ink * 100 + 254) / 255; /* percent, rounded up */
    if (ink > s->ink_warn) {
        bool soft = ink <= s->ink_most;
        BM_FOUND(walk, BM_RULE_INK, BM_MSG_PICTURE_INK, soft, item, &item->rect, image->name,
                 bm_words_number(walk, ink),
                 bm_words_number(walk, soft ? s->ink_warn : s->ink_most));
    }
}

void bm_check_picture(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_image *image = item->picture.image;
    const uint32_t ppi = bm_picture_ppi(&item->picture);
    bool art = bm_rule_on(walk, BM_RULE_LINE_ART_PPI) && ppi < s->line_art_least && image->line_art;
    if (art)
        BM_FOUND(walk, BM_RULE_LINE_ART_PPI, BM_MSG_LINE_ART_PPI, false, item, &item->rect,
                 image->name, bm_words_number(walk, ppi), bm_words_number(walk, s->line_art_least));
    if (!art && ppi < s->ppi_warn) {
        bool soft = ppi >= s->ppi_least;
        BM_FOUND(walk, BM_RULE_PICTURE_PPI, BM_MSG_PICTURE_PPI, soft, item, &item->rect,
                 image->name, bm_words_number(walk, ppi),
                 bm_words_number(walk, soft ? s->ppi_warn : s->ppi_least));
    }
    check_rgb(walk, item);
    check_picture_ink(walk, item);
}

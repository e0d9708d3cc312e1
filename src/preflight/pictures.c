/* Pictures: are there pixels enough, and what are they made of. */
#include "preflight/checks.h"

/* Pure black and white. A photograph is known for what it is at its first gray pixel. */
static bool line_art(const struct bm_image *image)
{
    const uint8_t *p = image->pixels;
    const size_t n = (size_t)image->width * image->height, step = image->components;
    if (!p || (step != 1 && step != 3))
        return false;
    for (size_t i = 0; i < n * step; i += step)
        if ((p[i] != 0 && p[i] != 255) || (step == 3 && (p[i + 1] != p[i] || p[i + 2] != p[i])))
            return false;
    return true;
}

/* The most ink of any pixel of a CMYK picture, in percent, rounded up. */
static uint32_t picture_ink(const struct bm_image *image)
{
    const uint8_t *p = image->pixels;
    const size_t n = (size_t)image->width * image->height;
    uint32_t most = 0;
    if (!p || image->components != 4)
        return 0;
    for (size_t i = 0; i < 4 * n; i += 4) {
        uint32_t sum = (uint32_t)p[i] + p[i + 1] + p[i + 2] + p[i + 3];
        most = sum > most ? sum : most;
    }
    return (most * 100 + 254) / 255;
}

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
    uint32_t ink = picture_ink(image);
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
    bool art = bm_rule_on(walk, BM_RULE_LINE_ART_PPI) && ppi < s->line_art_least && line_art(image);
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

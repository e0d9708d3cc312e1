/* Pictures, their captions and credits, and how high they are together. */
#include "fit/captions.h"

#include "fit/limits.h"
#include "heads/sense.h"

const struct bm_image *bm_fit_image(const struct bm_fitter *fitter, struct bm_str name)
{
    for (size_t i = 0; i < fitter->image_count; i++)
        if (bm_str_eq(fitter->images[i].name, name))
            return fitter->images[i].image;
    return NULL;
}

bm_len bm_fit_caption_height(const struct bm_part *part, const struct bm_placed_figure *f)
{
    const size_t lines = f->caption.n + f->credit.n - f->one_line;
    const int64_t high = (int64_t)lines * part->style->leading;
    return high < HEIGHT_MOST ? (bm_len)high : HEIGHT_MOST;
}

bm_len bm_fit_caption_room(const struct bm_part *part, const struct bm_placed_figure *f)
{
    const bm_len own = bm_fit_caption_height(part, f), below = f->place ? f->place->below : 0;
    return own < below ? below : own;
}

/* Caption and credit of a line each stand in one where a character stays between them. */
static bool fit_one_line(const struct bm_part *part, const struct bm_placed_figure *f, bm_len width)
{
    return f->caption.n == 1 && f->credit.n == 1 &&
           (int64_t)f->caption.v[0].x + f->caption.v[0].set_width + f->credit.v[0].set_width +
                   part->style->size <=
               width;
}

/* Lines of the caption, or of the credit, broken once for each width. */
static struct bm_lines lines_at(const struct placing *at, const struct bm_part *part,
                                const struct bm_para *para, bm_len width)
{
    struct bm_lines lines = {0};
    const struct bm_breaking how = {
        .measures = {.widths = &width, .n = 1, .indent = part->style->indent},
        .justify = part->style->align == BM_ALIGN_JUSTIFY};
    if (!para || bm_fit_kept_caption(at->cache, para, width, &lines))
        return lines;
    struct bm_arena *arena = bm_fit_cache_arena(at->cache, at->fitter->arena);
    if (part->style->sense)
        bm_para_sense(arena, para, (struct bm_heading){width, 0, false}, &lines);
    else
        bm_para_break(arena, para, &how, &lines);
    bm_fit_keep_caption(at->cache, para, width, &lines);
    return lines;
}

void bm_fit_set_caption(const struct placing *at, struct bm_placed_figure *f, bm_len width)
{
    const struct bm_part *part = &at->galley->parts[f->part];
    f->caption = lines_at(at, part, part->para, width);
    f->credit = lines_at(at, part, part->credit, width);
    f->one_line = fit_one_line(part, f, width);
}

int64_t bm_fit_image_height(const struct bm_image *image, bm_len width)
{
    return ((int64_t)width * image->height + image->width / 2) / image->width;
}

/* As high as the picture is, with its caption, in whole lines. */
uint32_t bm_fit_lines_of_figure(const struct bm_part *part, const struct bm_placed_figure *f,
                                const struct bm_area *a, bm_len width)
{
    const int64_t whole = f->image ? bm_fit_image_height(f->image, width) : width;
    bm_len high = whole < HEIGHT_MOST ? (bm_len)whole : HEIGHT_MOST;
    high += bm_fit_caption_room(part, f) + a->leading - a->size;
    return (uint32_t)((high + a->grid - 1) / a->grid);
}

uint32_t bm_fit_figure_lines(const struct placing *at, const struct bm_placed_figure *figure,
                             const struct bm_area *area, bm_len width)
{
    const struct bm_part *part = &at->galley->parts[figure->part];
    struct bm_placed_figure f = *figure;
    bm_fit_set_caption(at, &f, width);
    return bm_fit_lines_of_figure(part, &f, area, width);
}

uint32_t bm_fit_figure_percent(const struct bm_placed_figure *f)
{
    const struct bm_rect *shown = &f->shown, *whole = &f->whole;
    if (!f->image || whole->w <= 0 || whole->h <= 0)
        return 100;
    const bm_len across = bm_len_ratio(shown->w, 100, whole->w),
                 down = bm_len_ratio(shown->h, 100, whole->h);
    const bm_len least = across < down ? across : down;
    return least < 0 ? 0 : least < 100 ? (uint32_t)least : 100;
}

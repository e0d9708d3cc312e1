/* How wide pictures are to be: the main one of an article by its format and what the manuscript
 * says of it, the others smaller; and which stand side by side. Shares are those of the page
 * measures of dailies: the main picture has .38 to .42 of the page's width, none is narrower than
 * two columns of six. */
#include "fit/sizes.h"

#include "fit/limits.h"

static bm_len page_width(const struct placing *at)
{
    const struct bm_layout *l = at->fitter->layout;
    return bm_layout_columns_width(l, l->columns);
}

/* Two columns of six. */
static bm_len least_width(const struct placing *at)
{
    const struct bm_layout *l = at->fitter->layout;
    return bm_layout_columns_width(l, (l->columns + 2) / 3);
}

static enum bm_figure_size size_of(const struct placing *at, const struct bm_placed_figure *f)
{
    return at->galley->parts[f->part].figure->size;
}

static bool is_upright(const struct bm_image *image)
{
    return image->height > image->width;
}

/* 图片新闻: the picture is the article. */
static bool is_news(const struct placing *at)
{
    return at->galley->kind && at->galley->kind->share == 100;
}

/* Below which width it is a stamp: of a picture that lies two columns of six, of those side by side
 * three quarters of that for each, of one that stands half. */
static bm_len stamp_width(const struct placing *at, const struct bm_placed_figure *f, size_t n)
{
    const bm_len lying = n > 1 ? least_width(at) / 4 * 3 : least_width(at);
    bm_len width = (bm_len)(n - 1) * at->areas[0].gutter;
    for (size_t i = 0; i < n; i++)
        width += is_upright(f[i].image) ? least_width(at) / 2 : lying;
    return width - at->areas[0].size;
}

/* Whether nothing of the body stands between the two, or they are one group all the same. */
static bool adjoin(const struct placing *at, const struct bm_placed_figure *a,
                   const struct bm_placed_figure *b)
{
    bool free = a->image && b->image;
    if (free && is_news(at))
        return true;
    for (uint32_t part = a->part + 1; part < b->part && free; part++)
        free = !bm_galley_flows(&at->galley->parts[part]);
    return free;
}

/* So many pictures that adjoin: the one that is larger by itself, else the first of an odd number,
 * the others two by two. */
static void pair(const struct placing *at, struct bm_placed_figure *f, size_t n, uint32_t *rows)
{
    size_t single = n % 2 ? 0 : n;
    for (size_t i = n; i-- > 0;)
        if (size_of(at, &f[i]) == BM_FIGURE_MAIN || size_of(at, &f[i]) == BM_FIGURE_LARGE)
            single = i;
    for (size_t i = 0; i + 1 < n; i++) {
        if (i == single || i + 1 == single || at->areas[0].w < stamp_width(at, &f[i], 2))
            continue;
        f[i].row = f[i + 1].row = ++*rows;
        i++;
    }
}

bool bm_fit_is_alone(const struct placing *at)
{
    bool code = false;
    for (size_t i = 0; i < at->figures.n; i++)
        code = code || !at->figures.v[i].image;
    return !bm_galley_has_text(at->galley) && (!code || at->figures.n == 1);
}

void bm_fit_find_rows(struct placing *at)
{
    struct bm_placed_figure *v = at->figures.v;
    const struct bm_area *a = &at->areas[0];
    const bool narrow = a->legs < 2 && !bm_fit_is_alone(at);
    uint32_t rows = 0;
    for (size_t i = 0, n; i < at->figures.n; i += n) {
        for (n = 1; i + n < at->figures.n && adjoin(at, &v[i + n - 1], &v[i + n]);)
            n++;
        if (n > 1 && !narrow)
            pair(at, &v[i], n, &rows);
    }
}

size_t bm_fit_row_length(const struct placing *at, const struct bm_placed_figure *first)
{
    const struct bm_placed_figure *end = at->figures.v + at->figures.n, *f = first + 1;
    while (first->row && f < end && f->row == first->row)
        f++;
    return (size_t)(f - first);
}

/* Whether it may have too few pixels an inch at that width: `give` lines higher than it likes, and
 * the part of a line that makes it whole. */
static bool is_coarse(const struct bm_fitter *fitter, const struct bm_image *image, bm_len w,
                      uint32_t give, bm_len grid)
{
    const int64_t high = bm_fit_image_height(image, w);
    const int64_t most = high + (int64_t)(give + 1) * grid;
    return (int64_t)image->height * 72 * BM_PT < most * fitter->layout->picture.ppi;
}

bool bm_fit_coarse_in_leg(const struct bm_fitter *fitter, const struct bm_galley *galley,
                          const struct bm_area *area)
{
    for (size_t i = 0; i < galley->part_count; i++) {
        const struct bm_figure *figure = galley->parts[i].figure;
        const struct bm_image *image =
            figure && !figure->qr ? bm_fit_image(fitter, figure->source) : NULL;
        if (image && is_coarse(fitter, image, area->measure, 0, area->grid))
            return true;
    }
    return false;
}

struct figure_row bm_fit_share_row(const struct placing *at, const struct bm_area *a,
                                   const struct bm_placed_figure *f, bm_len w)
{
    const size_t n = bm_fit_row_length(at, f);
    struct figure_row row = {f, n, w, BM_NEW_N(at->fitter->arena, n, bm_len), 0, n};
    const bm_len room = w - (bm_len)(n - 1) * a->gutter;
    bm_len left = room;
    int64_t sum = 0;
    size_t captions = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_part *part = &at->galley->parts[f[i].part];
        sum += (int64_t)f[i].image->width * RATIO / f[i].image->height;
        if (part->para || part->credit) {
            captions++;
            row.only = i;
        }
    }
    row.only = n > 1 && captions == 1 ? row.only : n;
    for (size_t i = 0; i < n; i++) {
        const int64_t ratio = (int64_t)f[i].image->width * RATIO / f[i].image->height;
        const bm_len own = sum ? (bm_len)((int64_t)room * ratio / sum) : 0;
        row.widths[i] = i + 1 < n ? own : left;
        left -= row.widths[i];
        struct bm_placed_figure g = f[i];
        const struct bm_part *part = &at->galley->parts[f[i].part];
        bm_fit_set_caption(at, &g, i == row.only ? w : row.widths[i]);
        const bm_len high = bm_fit_caption_height(part, &g);
        row.below = high > row.below ? high : row.below;
    }
    return row;
}

uint32_t bm_fit_row_lines(const struct figure_row *row, const struct bm_area *a)
{
    const int64_t whole =
        row->widths[0] > 0 ? bm_fit_image_height(row->f->image, row->widths[0]) : 0;
    bm_len high = whole < HEIGHT_MOST ? (bm_len)whole : HEIGHT_MOST;
    high += row->below + a->leading - a->size;
    return (uint32_t)((high + a->grid - 1) / a->grid);
}

bool bm_fit_row_coarse(const struct bm_fitter *fitter, const struct figure_row *row, uint32_t give,
                       bm_len grid)
{
    bool coarse = false;
    for (size_t i = 0; i < row->n; i++)
        coarse = coarse || is_coarse(fitter, row->f[i].image, row->widths[i], give, grid);
    return coarse;
}

const struct bm_placed_figure *bm_fit_main_picture(const struct placing *at)
{
    const struct bm_placed_figure *best = NULL;
    int most = -1;
    for (size_t i = 0; i < at->figures.n; i++) {
        const struct bm_placed_figure *f = &at->figures.v[i];
        const enum bm_figure_size size = size_of(at, f);
        const int rank = size == BM_FIGURE_MAIN    ? 3
                         : size == BM_FIGURE_LARGE ? 2
                         : size == BM_FIGURE_SMALL ? 0
                                                   : 1;
        if (!f->image || rank <= most)
            continue;
        best = f;
        most = rank;
    }
    while (best && best > at->figures.v && best->row && best[-1].row == best->row)
        best--;
    return best;
}

/* Between which widths it costs nothing, by the page and by the article. */
static void wanted(const struct placing *at, const struct bm_placed_figure *f, bm_len *least,
                   bm_len *most)
{
    const bm_len page = page_width(at), all = at->areas[0].w;
    const enum bm_figure_size size = size_of(at, f);
    const bool upright = is_upright(f->image) && !f->row;
    *least = upright ? least_width(at) : bm_len_ratio(page, MAIN_LEAST, 100);
    *most = bm_len_ratio(page, upright ? MAIN_LEAST : MAIN_MOST, 100);
    if (size == BM_FIGURE_SMALL) {
        *least = *most = least_width(at) < all ? least_width(at) : all;
    } else if (size == BM_FIGURE_LARGE || f->row || is_news(at)) {
        *least = *least > all ? *least : all;
        *most = *least;
    } else if (f->image->width / 2 >= f->image->height) {
        const bm_len wide = bm_len_ratio(page, PANORAMA_LEAST, 100);
        *least = wide < all ? wide : *least > all ? *least : all;
        *most = page;
    }
}

/* The fewest text columns that are so wide, or all. */
static uint32_t columns_of(const struct bm_area *a, bm_len width)
{
    uint32_t c = 1;
    while (c < a->legs &&
           bm_fit_place(a, &(struct bm_place){.given = true, .columns = c}, 1).w < width)
        c++;
    return c;
}

/* Of one that an editor wants small: two columns of six, an upright one a column less. */
static uint32_t small_columns(const struct placing *at, const struct bm_area *a,
                              const struct bm_placed_figure *f)
{
    const uint32_t two = columns_of(a, least_width(at) - a->size);
    return two > 1 && is_upright(f->image) ? two - 1 : two;
}

/* Over so many text columns, so wide. What an editor asks for holds. */
static int64_t width_price(const struct placing *at, const struct bm_placed_figure *f,
                           uint32_t columns, bm_len w)
{
    const struct bm_area *a = &at->areas[0];
    const int64_t weight = at->fitter->layout->planning.picture;
    const enum bm_figure_size size = size_of(at, f);
    const bm_len page = page_width(at);
    const bm_len stamp = stamp_width(at, f, bm_fit_row_length(at, f));
    bm_len least, most;
    int64_t price = 0;
    wanted(at, f, &least, &most);
    if (size == BM_FIGURE_SMALL)
        return columns == small_columns(at, a, f) ? 0 : weight * ASKED;
    if (w < least)
        price += weight * (least - w) * 10 / page;
    if (w > most)
        price += weight * (w - most) * 10 / page;
    if (columns < a->legs && (size == BM_FIGURE_LARGE || is_news(at)))
        price += weight * ASKED;
    else if (w < stamp)
        price += weight * (a->w < stamp ? STAMP_BLOCK : STAMP);
    return price;
}

/* Each percent that it is cropped beyond GIVE_MOST. */
static int64_t crop_weight(const struct placing *at, const struct bm_placed_figure *f)
{
    const int64_t weight = at->fitter->layout->planning.picture;
    return weight * (is_upright(f->image) ? CROPPED_UP : CROPPED) / 10;
}

int64_t bm_fit_crop_price(const struct bm_picture_width *width, uint32_t lines)
{
    /* Its caption is not cropped, and its last line may not be whole. */
    const int64_t seen = width->lines > 1 ? 100ll * lines / (width->lines - 1) : 100;
    return seen < 100 - GIVE_MOST ? (100 - GIVE_MOST - seen) * width->crop : 0;
}

int64_t bm_fit_size_price(const struct placing *at, const struct bm_placed_figure *f)
{
    const int64_t weight = at->fitter->layout->planning.picture;
    if (!f->image || !weight || at->frames->v[0]->figure_count || bm_fit_is_alone(at))
        return 0;
    const struct bm_placed_figure *main = at->over ? bm_fit_main_picture(at) : NULL;
    const int64_t lost = 100 - GIVE_MOST - (int64_t)bm_fit_figure_percent(f);
    int64_t price = lost > 0 ? lost * crop_weight(at, f) : 0;
    const bool asked = f == main || (main && main->row && main->row == f->row) ||
                       size_of(at, f) == BM_FIGURE_SMALL;
    const bm_len stamp = stamp_width(at, f, 1) / (f->row ? 4 : 1) * (f->row ? 3 : 1);
    if (!asked && f->shown.w < stamp && at->areas[0].w >= stamp)
        price += weight * STAMP_OTHER;
    return price;
}

int64_t bm_fit_sizes_price(const struct placing *at)
{
    int64_t price = 0;
    for (size_t i = 0; i < at->figures.n; i++)
        price += bm_fit_size_price(at, &at->figures.v[i]);
    return price;
}

uint32_t bm_fit_columns_most(const struct placing *at, const struct bm_area *a,
                             const struct bm_placed_figure *f)
{
    const struct bm_kind *kind = at->galley->kind;
    const struct bm_placed_figure *main = bm_fit_main_picture(at);
    uint64_t w = f->image->width, h = f->image->height, columns = a->legs;
    uint64_t share =
        columns * (kind && kind->share ? kind->share : at->fitter->layout->picture.share);
    const enum bm_figure_size size = size_of(at, f);
    if (size == BM_FIGURE_SMALL && columns > 1)
        return small_columns(at, a, f);
    if (size == BM_FIGURE_LARGE || f->row)
        share = columns * 100;
    else if (h > w)
        share = share * w / h;
    uint32_t c = (uint32_t)((share + 50) / 100);
    /* One that is not the main one is clearly smaller, but no stamp; two of them stand under it. */
    if (f != main && at->over && f->row) {
        c = at->over;
    } else if (f != main && at->over) {
        const uint32_t smaller = at->over * NEXT_MOST / 100;
        const uint32_t two = columns_of(a, least_width(at) - a->size);
        c = smaller > two || is_upright(f->image) ? smaller : two;
        c = c < at->over ? c : at->over;
    }
    return c < 1 ? 1 : c < a->legs ? c : a->legs;
}

static bool is_main_coarse(const struct placing *at, const struct bm_placed_figure *main, bm_len w)
{
    const struct figure_row row = bm_fit_share_row(at, &at->areas[0], main, w);
    return bm_fit_row_coarse(at->fitter, &row, 0, at->areas[0].grid);
}

size_t bm_fit_find_widths(const struct placing *at, struct bm_picture_width widths[BM_WIDTHS_MOST])
{
    const struct bm_area *a = &at->areas[0];
    const struct bm_placed_figure *main = bm_fit_main_picture(at);
    size_t n = 0;
    if (!main || at->frames->n > 1 || at->frames->v[0]->figure_count ||
        !at->fitter->layout->planning.picture || (at->galley->kind && at->galley->kind->whole))
        return 0;
    const bool small = size_of(at, main) == BM_FIGURE_SMALL;
    const uint32_t widest = small ? small_columns(at, a, main) : a->legs;
    for (uint32_t c = widest; c && n < BM_WIDTHS_MOST; c--) {
        const bm_len w = bm_fit_place(a, &(struct bm_place){.given = true, .columns = c}, 1).w;
        struct bm_picture_width width = {.columns = c, .price = width_price(at, main, c, w)};
        /* The narrowest is taken all the same; a block that is less wide should be. */
        if (c == 1 && is_main_coarse(at, main, w))
            width.price += (int64_t)at->fitter->layout->planning.picture * COARSE;
        size_t k = n++;
        for (; k && widths[k - 1].price > width.price; k--)
            widths[k] = widths[k - 1];
        widths[k] = width;
    }
    return n;
}

void bm_fit_measure_widths(const struct placing *at, struct bm_picture_width *widths, size_t n)
{
    const struct bm_area *a = &at->areas[0];
    const struct bm_placed_figure *main = bm_fit_main_picture(at);
    for (size_t i = 0; i < n; i++) {
        const struct bm_place place = {.given = true, .columns = widths[i].columns};
        const struct figure_row row = bm_fit_share_row(at, a, main, bm_fit_place(a, &place, 1).w);
        widths[i].lines = bm_fit_row_lines(&row, a);
        widths[i].least = widths[i].lines * HEIGHT_LEAST / 100;
        widths[i].most = widths[i].lines + widths[i].lines * GIVE_MOST / 100;
        widths[i].only = at->figures.n == row.n;
        widths[i].crop = crop_weight(at, main);
    }
}

size_t bm_fit_rows_in(const struct placing *at, const struct bm_row_measures *given, bm_len measure)
{
    static const struct bm_variant plain;
    struct bm_setting body = {0};
    bm_galley_set_body(at->fitter->arena, at->galley, given, &plain,
                       bm_fit_cached_lines(at->cache, bm_fit_body_of(at->galley), measure), &body);
    return body.row_count;
}

size_t bm_fit_body_rows(const struct placing *at, bm_len measure)
{
    return bm_fit_rows_in(at, &(struct bm_row_measures){.widths = &measure, .n = 1}, measure);
}

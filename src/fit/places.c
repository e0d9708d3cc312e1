/* Places for the figures of an article whose frames give none: pictures below the head, at the
 * right, over whole text columns; codes at the foot, at the right. Everything is reckoned as high
 * as copyfitting may make it, so that no figure ever meets another, the head or the frame's foot.
 */
#include "fit/limits.h"
#include "fit/sizes.h"

/* A frame in which figures are being placed. */
struct field {
    const struct bm_area *area;
    bool first;          /* the head stands in it */
    struct bm_rect head; /* as high as copyfitting may make it; no height: none */
    uint32_t lines;      /* of the frame */
    uint32_t under;      /* lines of text that stay under a picture */
    struct taken {
        struct bm_rect rect;
        bool hung; /* it rises when the head is lower than it may become */
    } * taken;
    size_t n;
};

static void open_field(const struct placing *at, size_t frame, struct field *field)
{
    const struct bm_area *a = &at->areas[frame];
    const bm_len under =
        bm_fit_is_alone(at) ? 0 : (bm_len)at->fitter->layout->picture.rows * a->leading;
    *field = (struct field){.area = a,
                            .first = frame == 0,
                            .lines = (uint32_t)(a->h / a->grid),
                            .under = (uint32_t)((under + a->grid - 1) / a->grid)};
    field->taken = bm_arena_array(at->fitter->arena, at->galley->part_count, sizeof *field->taken);
    if (field->first && at->galley->tier_count)
        field->head = bm_fit_highest_head(at->fitter->arena, at->fitter->layout, at->galley, a);
}

/* The same, up to the head that it hangs from. */
static struct bm_rect raised(const struct field *field, const struct bm_rect *r)
{
    return (struct bm_rect){r->x, field->head.y, r->w, r->y + r->h - field->head.y};
}

/* Whether the rectangle stands free in the field. */
static bool is_free(const struct field *field, const struct bm_rect *r, bool hung)
{
    const struct bm_area *a = field->area;
    bool free = r->x >= a->x && r->x + r->w <= a->x + a->w && r->y >= a->y &&
                r->y + r->h <= a->y + a->h && !(field->head.h && bm_rects_meet(r, &field->head));
    for (size_t i = 0; i < field->n && free; i++) {
        const struct taken *t = &field->taken[i];
        const struct bm_rect mine = hung && !t->hung ? raised(field, r) : *r;
        const struct bm_rect other = t->hung && !hung ? raised(field, &t->rect) : t->rect;
        free = !bm_rects_meet(&mine, &other);
    }
    return free;
}

/* A picture over the columns of the place, from its line on, at least so many lines high; the line
 * counts from the head's foot when it stands under that. False when there is no room for it. */
static bool try_picture(const struct field *field, uint32_t natural, uint32_t least, uint32_t give,
                        uint32_t under, struct bm_figure_place *place)
{
    const struct bm_area *a = field->area;
    struct bm_rect r = bm_fit_place(a, &place->at, 1);
    const struct bm_rect above = {r.x, a->y, r.w, a->h};
    place->under_head = field->head.h && bm_rects_meet(&above, &field->head);
    if (place->under_head)
        r.y += field->head.y + field->head.h - a->y;
    place->give = give;
    for (uint32_t lines = natural; lines >= least; lines--) {
        r.h = (bm_len)(lines + place->give + under) * a->grid;
        if (is_free(field, &r, place->under_head)) {
            place->at.lines = lines;
            return true;
        }
        place->give = place->lose = 0; /* what is cropped already gives no more */
    }
    return false;
}

/* Lines of text that stay under pictures as wide as all columns: all that there are, if they are
 * fewer than should stay under one. */
static uint32_t lines_under(const struct placing *at, const struct field *field, uint32_t columns)
{
    const struct bm_area *a = field->area;
    if (columns < a->legs || !field->first || at->frames->n > 1 || !field->under)
        return field->under;
    const bm_len rows = (bm_len)((bm_fit_body_rows(at, a->measure) + a->legs - 1) / a->legs);
    const bm_len lines = (rows * a->leading + a->grid - 1) / a->grid;
    return lines < (bm_len)field->under ? (uint32_t)lines : field->under;
}

/* The row over those columns; false where there is no room for it. last: nothing but text follows
 * it, so that its height may change. */
static bool try_row(const struct placing *at, struct field *field, const struct figure_row *row,
                    uint32_t kept, bool last, uint32_t *tried, struct bm_figure_place *place)
{
    const struct bm_area *a = field->area;
    const struct bm_picture_sizes *sizes = &at->fitter->layout->picture;
    const uint32_t natural = bm_fit_row_lines(row, a), columns = place->at.columns;
    const bool whole = at->galley->kind && at->galley->kind->whole;
    uint32_t least = (natural * (whole ? WHOLE_LEAST : kept) + 99) / 100;
    uint32_t give = last && !whole ? natural * GIVE_MOST / 100 : 0;
    uint32_t lose = last ? natural * (sizes->lose > sizes->give ? LOSE_MOST : GIVE_MOST) / 100 : 0;
    least = least < LINES_LEAST ? LINES_LEAST : least;
    least = least < natural ? least : natural;
    give = give < sizes->give ? give : sizes->give;
    while (give && bm_fit_row_coarse(at->fitter, row, give, a->grid))
        give--;
    if (least > field->lines || (columns > 1 && bm_fit_row_coarse(at->fitter, row, 0, a->grid)))
        return false; /* it is as high further left */
    place->whole = whole;
    *tried = columns; /* alone it is no narrower than it may be */
    const uint32_t under = lines_under(at, field, columns);
    for (uint32_t from = a->legs - columns + 1; from-- > 0;) {
        place->at.column = from;
        place->lose = whole ? 0 : lose < sizes->lose ? lose : sizes->lose;
        for (place->at.line = 0; place->at.line < field->lines; place->at.line++)
            if (try_picture(field, natural, least, give, under, place))
                return true;
    }
    return false;
}

/* At the right, under the pictures that are there; else further left; narrower before it loses more
 * of its height than it may give. */
static bool seek_row(const struct placing *at, struct field *field,
                     const struct bm_placed_figure *f, size_t n, struct figure_row *row,
                     struct bm_figure_place *place)
{
    static const uint32_t kept[] = {100 - GIVE_MOST, HEIGHT_LEAST};
    const struct bm_area *a = field->area;
    const bool alone = bm_fit_is_alone(at);
    const bool fixed = at->over && f == bm_fit_main_picture(at);
    const uint32_t most = alone ? a->legs : fixed ? at->over : bm_fit_columns_most(at, a, f);
    /* Of pictures one below the other only the last may change. */
    bool last = !alone; /* there is no text that it could give lines to */
    for (const struct bm_placed_figure *g = f + n; g < at->figures.v + at->figures.n; g++)
        last = last && !g->image;
    for (size_t k = 0; k < BM_COUNT(kept); k++)
        for (uint32_t columns = most, tried = 0; columns && !(alone && tried); columns--) {
            *place = (struct bm_figure_place){
                .at = {.given = true, .columns = columns}, .focus_x = 5000, .focus_y = 5000};
            *row = bm_fit_share_row(at, a, f, bm_fit_place(a, &place->at, 1).w);
            if (try_row(at, field, row, kept[k], last, &tried, place))
                return true;
            if (fixed)
                break;
        }
    return false;
}

/* A code of its own width in the last column's foot; where too little of the column is left for
 * text, or a table would become narrower all the way down, in its middle. */
static bool seek_code(const struct placing *at, const struct field *field,
                      const struct bm_placed_figure *f, struct bm_figure_place *place)
{
    const struct bm_layout *layout = at->fitter->layout;
    const struct bm_area *a = field->area;
    for (uint32_t c = a->legs; c-- > 0;) {
        bm_len x, w, code = layout->picture.code;
        bm_fit_leg(a, c, &x, &w);
        code = code < w ? code : w;
        bool beside =
            w - code - a->size >= layout->wrap_least && !bm_galley_has(at->galley, BM_PART_TABLE);
        uint32_t lines = bm_fit_figure_lines(at, f, a, code);
        struct bm_rect r = {x, 0, w, (bm_len)lines * a->grid};
        for (uint32_t up = 0; up + lines <= field->lines; up++) {
            r.y = a->y + (bm_len)(field->lines - lines - up) * a->grid;
            struct bm_rect room = r;
            if (!beside) { /* Text stays above it: a column of figures alone is none. */
                room.y -= (bm_len)field->under * a->grid;
                room.h += (bm_len)field->under * a->grid;
            }
            if (!is_free(field, &room, false))
                continue;
            *place = (struct bm_figure_place){
                .at = {.given = true,
                       .left = x - a->x + (beside ? w - code : (w - code) / 2),
                       .width = code,
                       .line = field->lines - lines - up,
                       .lines = lines},
                .wrap = beside ? BM_WRAP_LEFT : BM_WRAP_NONE};
            return true;
        }
    }
    return false;
}

static void take(struct field *field, const struct bm_figure_place *place)
{
    const struct bm_area *a = field->area;
    struct bm_rect r = bm_fit_place(a, &place->at, 1);
    r.h += (bm_len)place->give * a->grid;
    if (place->under_head)
        r.y += field->head.y + field->head.h - a->y;
    field->taken[field->n++] = (struct taken){r, place->under_head};
}

/* The places of a row's pictures in it. */
static void divide_row(const struct placing *at, const struct bm_area *a,
                       const struct figure_row *row, const struct bm_figure_place *whole,
                       struct bm_placed_figure *f)
{
    const bm_len from = bm_fit_place(a, &whole->at, 1).x - a->x;
    bm_len x = from;
    for (size_t i = 0; i < row->n; i++) {
        struct bm_figure_place *place = BM_NEW(at->fitter->arena, struct bm_figure_place);
        *place = *whole;
        if (row->n > 1) {
            place->at.left = x;
            place->at.width = row->widths[i];
            place->row = row->f->row;
            place->below = row->below;
            if (i == row->only) {
                place->caption_x = from;
                place->captioned = row->w;
            }
        }
        x += row->widths[i] + a->gutter;
        f[i].place = place;
    }
}

/* In the frame of the page in which it can be widest, with those beside it; pages in their order.
 */
static void seek_place(struct placing *at, struct field *fields, struct bm_placed_figure *f,
                       size_t n)
{
    struct bm_figure_place best = {0};
    struct figure_row best_row = {0};
    bm_len widest = 0;
    for (size_t i = 0; i < at->frames->n; i++) {
        struct bm_figure_place place;
        struct figure_row row = {0};
        if (widest && at->frames->pages[i] != at->frames->pages[i - 1])
            break;
        if (!(f->image ? seek_row(at, &fields[i], f, n, &row, &place)
                       : seek_code(at, &fields[i], f, &place)))
            continue;
        bm_len w = bm_fit_place(fields[i].area, &place.at, 1).w;
        if (w <= widest)
            continue;
        best = place;
        best_row = row;
        widest = w;
        for (size_t k = 0; k < n; k++)
            f[k].frame = i;
    }
    if (!widest)
        return;
    take(&fields[f->frame], &best);
    if (f->image) {
        divide_row(at, fields[f->frame].area, &best_row, &best, f);
    } else {
        struct bm_figure_place *place = BM_NEW(at->fitter->arena, struct bm_figure_place);
        *place = best;
        f->place = place;
    }
}

void bm_fit_seek_places(struct placing *at)
{
    if (!at->figures.n)
        return;
    struct field *fields = bm_arena_array(at->fitter->arena, at->frames->n, sizeof *fields);
    for (size_t i = 0; i < at->frames->n; i++)
        open_field(at, i, &fields[i]);
    /* Codes first: their places are fixed by the foot. */
    for (int code = 1; code >= 0; code--) /* a picture has an image, a code has none */
        for (size_t i = 0, n; i < at->figures.n; i += n) {
            struct bm_placed_figure *f = &at->figures.v[i];
            n = bm_fit_row_length(at, f);
            if ((f->image == NULL) == code)
                seek_place(at, fields, f, n);
        }
}

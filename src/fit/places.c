/* Places for the figures of an article whose frames give none: pictures below the head, at the
 * right, over whole text columns; codes at the foot, at the right. Everything is reckoned as high
 * as copyfitting may make it, so that no figure ever meets another, the head or the frame's foot.
 */
#include "fit/captions.h"
#include "fit/limits.h"

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

bool bm_fit_is_alone(const struct placing *at)
{
    return at->figures.n == 1 && !bm_galley_has_text(at->galley);
}

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
                        struct bm_figure_place *place)
{
    const struct bm_area *a = field->area;
    struct bm_rect r = bm_fit_place(a, &place->at, 1);
    const struct bm_rect above = {r.x, a->y, r.w, a->h};
    place->under_head = field->head.h && bm_rects_meet(&above, &field->head);
    if (place->under_head)
        r.y += field->head.y + field->head.h - a->y;
    place->give = give;
    for (uint32_t lines = natural; lines >= least; lines--) {
        r.h = (bm_len)(lines + place->give + field->under) * a->grid;
        if (is_free(field, &r, place->under_head)) {
            place->at.lines = lines;
            return true;
        }
        place->give = place->lose = 0; /* what is cropped already gives no more */
    }
    return false;
}

/* The widest that the picture may be: about its kind's share of the columns, or the layout's, less
 * when it stands upright. */
static uint32_t most_columns(const struct placing *at, const struct bm_placed_figure *f,
                             uint32_t columns)
{
    const struct bm_kind *kind = at->galley->kind;
    uint64_t w = f->image->width, h = f->image->height;
    uint64_t share =
        (uint64_t)columns * (kind && kind->share ? kind->share : at->fitter->layout->picture.share);
    if (h > w)
        share = share * w / h;
    uint32_t c = (uint32_t)((share + 50) / 100);
    return c < 1 ? 1 : c < columns ? c : columns;
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

/* At the right, under the pictures that are there; else further left; narrower before it loses more
 * of its height than it may give. */
static bool seek_picture(const struct placing *at, const struct field *field,
                         const struct bm_placed_figure *f, struct bm_figure_place *place)
{
    static const uint32_t kept[] = {100 - GIVE_MOST, HEIGHT_LEAST};
    const struct bm_area *a = field->area;
    const bool alone = bm_fit_is_alone(at);
    const uint32_t most = alone ? a->legs : most_columns(at, f, a->legs);
    /* Of pictures one below the other only the last may change. */
    bool last = !alone; /* there is no text that it could give lines to */
    for (const struct bm_placed_figure *g = f + 1; g < at->figures.v + at->figures.n; g++)
        last = last && !g->image;
    for (size_t k = 0; k < BM_COUNT(kept); k++) {
        bool tried = false; /* alone it is no narrower than it may be */
        for (uint32_t columns = most; columns && !(alone && tried); columns--)
            for (uint32_t from = a->legs - columns + 1; from-- > 0;) {
                *place = (struct bm_figure_place){
                    .at = {.given = true, .column = from, .columns = columns},
                    .focus_x = 5000,
                    .focus_y = 5000};
                const bm_len w = bm_fit_place(a, &place->at, 1).w;
                const uint32_t natural = bm_fit_figure_lines(at, f, a, w);
                const bool whole = at->galley->kind && at->galley->kind->whole;
                uint32_t least = (natural * (whole ? WHOLE_LEAST : kept[k]) + 99) / 100;
                uint32_t give = last && !whole ? natural * GIVE_MOST / 100 : 0;
                place->whole = whole;
                least = least < LINES_LEAST ? LINES_LEAST : least;
                least = least < natural ? least : natural;
                if (least > field->lines)
                    break; /* as high further left */
                const struct bm_picture_sizes *sizes = &at->fitter->layout->picture;
                uint32_t lose =
                    last ? natural * (sizes->lose > sizes->give ? LOSE_MOST : GIVE_MOST) / 100 : 0;
                give = give < sizes->give ? give : sizes->give;
                if (columns > 1 && is_coarse(at->fitter, f->image, w, give, a->grid))
                    break;
                tried = true;
                place->lose = whole ? 0 : lose < sizes->lose ? lose : sizes->lose;
                for (; place->at.line < field->lines; place->at.line++)
                    if (try_picture(field, natural, least, give, place))
                        return true;
            }
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

/* In the frame of the page in which it can be widest; pages in their order. */
static bool seek_place(struct placing *at, struct field *fields, struct bm_placed_figure *f)
{
    struct bm_figure_place *best = NULL;
    bm_len widest = 0;
    for (size_t i = 0; i < at->frames->n; i++) {
        struct bm_figure_place place;
        if (best && at->frames->pages[i] != at->frames->pages[i - 1])
            break;
        if (!(f->image ? seek_picture(at, &fields[i], f, &place)
                       : seek_code(at, &fields[i], f, &place)))
            continue;
        bm_len w = bm_fit_place(fields[i].area, &place.at, 1).w;
        if (best && w <= widest)
            continue;
        best = BM_NEW(at->fitter->arena, struct bm_figure_place);
        *best = place;
        widest = w;
        f->frame = i;
    }
    f->place = best;
    if (best)
        take(&fields[f->frame], best);
    return best;
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
        for (size_t i = 0; i < at->figures.n; i++)
            if ((at->figures.v[i].image == NULL) == code)
                seek_place(at, fields, &at->figures.v[i]);
}

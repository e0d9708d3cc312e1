/* What is kept between the fits of an article: lines by galley and measure, captions by
 * width, codes by figure. */
#include "fit/pictures.h"

struct bm_line_cache {
    struct bm_arena *arena;
    struct measured {
        const struct bm_galley *galley;
        bm_len measure;
        struct bm_galley_lines *lines;
    } * v;
    size_t n, cap;
    struct coded {
        const struct bm_figure *figure;
        struct bm_qr qr;
    } * codes;
    size_t code_count, code_cap;
    struct captioned {
        const struct bm_para *para;
        bm_len width;
        struct bm_lines lines;
    } * captions;
    size_t caption_count, caption_cap;
};

struct bm_line_cache *bm_fit_line_cache_new(struct bm_arena *arena)
{
    struct bm_line_cache *cache = BM_NEW(arena, struct bm_line_cache);
    cache->arena = arena;
    return cache;
}

struct bm_galley_lines *bm_fit_cached_lines(struct bm_line_cache *c, const struct bm_galley *galley,
                                            bm_len measure)
{
    if (!c)
        return NULL;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].galley == galley && c->v[i].measure == measure)
            return c->v[i].lines;
    c->v = bm_arena_grow(c->arena, c->v, c->n, &c->cap, sizeof *c->v);
    struct bm_galley_lines *lines = bm_galley_lines_new(c->arena, galley);
    c->v[c->n++] = (struct measured){galley, measure, lines};
    return lines;
}

bool bm_fit_kept_caption(const struct bm_line_cache *c, const struct bm_para *para, bm_len width,
                         struct bm_lines *lines)
{
    for (size_t i = 0; c && i < c->caption_count; i++)
        if (c->captions[i].para == para && c->captions[i].width == width) {
            *lines = c->captions[i].lines;
            return true;
        }
    return false;
}

struct bm_arena *bm_fit_cache_arena(struct bm_line_cache *c, struct bm_arena *otherwise)
{
    return c ? c->arena : otherwise;
}

void bm_fit_keep_caption(struct bm_line_cache *c, const struct bm_para *para, bm_len width,
                         const struct bm_lines *lines)
{
    if (!c)
        return;
    c->captions = bm_arena_grow(c->arena, c->captions, c->caption_count, &c->caption_cap,
                                sizeof *c->captions);
    c->captions[c->caption_count++] = (struct captioned){para, width, *lines};
}

bool bm_fit_make_code(const struct placing *at, const struct bm_figure *figure, struct bm_qr *qr)
{
    struct bm_line_cache *c = at->cache;
    for (size_t i = 0; c && i < c->code_count; i++)
        if (c->codes[i].figure == figure) {
            *qr = c->codes[i].qr;
            return true;
        }
    if (!bm_qr_encode(c ? c->arena : at->fitter->arena, figure->source, qr))
        return false;
    if (!c)
        return true;
    c->codes = bm_arena_grow(c->arena, c->codes, c->code_count, &c->code_cap, sizeof *c->codes);
    c->codes[c->code_count++] = (struct coded){figure, *qr};
    return true;
}

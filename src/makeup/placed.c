/* Frames by article. */
#include "makeup/placed.h"

#include <stdlib.h>

static int by_article(const void *pa, const void *pb)
{
    const struct bm_listed_frame *a = pa, *b = pb;
    const struct bm_str x = a->frame->article, y = b->frame->article;
    const size_t n = x.n < y.n ? x.n : y.n;
    if (a->frame->banner != b->frame->banner)
        return a->frame->banner ? 1 : -1;
    const int c = n ? memcmp(x.p, y.p, n) : 0;
    if (c || x.n != y.n)
        return c ? c : x.n < y.n ? -1 : 1;
    if (a->page != b->page)
        return a->page < b->page ? -1 : 1;
    return a->frame < b->frame ? -1 : a->frame > b->frame;
}

struct bm_frame_list bm_makeup_place(struct bm_arena *arena, const struct bm_template *t)
{
    struct bm_frame_list placed = {.arena = arena};
    size_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        n += t->pages[p].n;
    placed.v = bm_arena_array(arena, n, sizeof *placed.v);
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->guide && !f->text_count)
                placed.v[placed.n++] = (struct bm_listed_frame){f, (uint32_t)p + 1};
        }
    if (placed.n)
        qsort(placed.v, placed.n, sizeof *placed.v, by_article);
    return placed;
}

const struct bm_frame *bm_makeup_frames_of(const struct bm_frame_list *placed, struct bm_str name,
                                           bool banner, struct bm_frames *out)
{
    const struct bm_frame wanted = {.article = name, .banner = banner};
    const struct bm_listed_frame first = {&wanted, 0};
    size_t low = 0, high = placed->n, end;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (by_article(&placed->v[middle], &first) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < placed->n && placed->v[end].frame->banner == banner &&
                    (banner || bm_str_eq(placed->v[end].frame->article, name));)
        end++;
    const struct bm_frame **frames = bm_arena_array(placed->arena, end - low, sizeof *frames);
    uint32_t *pages = BM_NEW_N(placed->arena, end - low, uint32_t);
    *out = (struct bm_frames){frames, pages, end - low};
    for (size_t i = low; i < end; i++) {
        frames[i - low] = placed->v[i].frame;
        pages[i - low] = placed->v[i].page;
    }
    return out->n ? frames[0] : NULL;
}

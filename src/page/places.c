#include "page/places.h"

static bool covers(struct bm_span span, const struct bm_glyph *g)
{
    return g->source_length && g->source < span.offset + span.length &&
           g->source + g->source_length > span.offset;
}

/* The glyphs of a run that are of the span, as one rectangle. */
static bool rect_of(const struct bm_item *item, struct bm_span span, struct bm_rect *rect)
{
    const struct bm_run *run = &item->run;
    size_t first = run->n, last = 0;
    for (size_t i = 0; i < run->n; i++)
        if (covers(span, &run->glyphs[i])) {
            first = first == run->n ? i : first;
            last = i;
        }
    if (first == run->n)
        return false;
    while (last + 1 < run->n && !run->glyphs[last + 1].text_length)
        last++;
    *rect = item->rect;
    if (run->mode == BM_HORIZONTAL) {
        rect->x = run->glyphs[first].x;
        rect->w =
            (last + 1 < run->n ? run->glyphs[last + 1].x : item->rect.x + item->rect.w) - rect->x;
    } else {
        rect->y = run->glyphs[first].y;
        rect->h =
            (last + 1 < run->n ? run->glyphs[last + 1].y : item->rect.y + item->rect.h) - rect->y;
    }
    return true;
}

static void place(const struct bm_page *page, const struct bm_item *item, struct bm_mark *mark,
                  size_t *cap, struct bm_arena *arena)
{
    struct bm_rect rect;
    if ((mark->page && mark->page != page->number) || !rect_of(item, mark->span, &rect))
        return;
    mark->page = page->number;
    mark->rects = bm_arena_grow(arena, mark->rects, mark->rect_count, cap, sizeof rect);
    mark->rects[mark->rect_count++] = rect;
}

/* Bytes of the source that a run has, from the least to the most. */
static struct bm_span reach_of(const struct bm_run *run)
{
    uint32_t from = UINT32_MAX, to = 0;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if (!g->source_length)
            continue;
        from = g->source < from ? g->source : from;
        to = g->source + g->source_length > to ? g->source + g->source_length : to;
    }
    return (struct bm_span){run->file, from, to > from ? to - from : 0};
}

void bm_pages_place(const struct bm_pages *pages, struct bm_mark *marks, size_t n,
                    struct bm_arena *arena)
{
    size_t *caps = BM_NEW_N(arena, n, size_t);
    for (size_t p = 0; p < pages->page_count; p++)
        for (size_t i = 0; i < pages->pages[p].n; i++) {
            const struct bm_item *item = &pages->pages[p].items[i];
            if (item->kind != BM_ITEM_RUN || item->run.file == BM_NO_FILE || !n)
                continue;
            const struct bm_span reach = reach_of(&item->run);
            for (size_t k = 0; k < n && reach.length; k++)
                if (marks[k].span.file == reach.file &&
                    marks[k].span.offset < reach.offset + reach.length &&
                    marks[k].span.offset + marks[k].span.length > reach.offset)
                    place(&pages->pages[p], item, &marks[k], &caps[k], arena);
        }
}

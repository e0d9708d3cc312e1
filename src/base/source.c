#include "base/source.h"

#define STEP 1024 /* bytes between places that are kept */

static void pass(struct bm_source_point *at, char c, uint32_t next)
{
    if (c == '\n')
        *at = (struct bm_source_point){at->line + 1, next, 0};
    else
        at->column += ((unsigned char)c & 0xC0) != 0x80;
}

/* The text in the arena, and places in it. */
static void put_text(struct bm_source *s, struct bm_arena *arena, struct bm_str text)
{
    s->text = bm_str_copy(arena, text);
    s->points = BM_NEW_N(arena, text.n / STEP + 1, struct bm_source_point);
    struct bm_source_point at = {.line = 1};
    for (size_t i = 0; i < text.n; i++) {
        if (i % STEP == 0)
            s->points[i / STEP] = at;
        pass(&at, text.p[i], (uint32_t)i + 1);
    }
    if (text.n % STEP == 0)
        s->points[text.n / STEP] = at;
}

uint32_t bm_sources_add(struct bm_sources *sources, struct bm_str path, struct bm_str name,
                        struct bm_str text)
{
    sources->v =
        bm_arena_grow(sources->arena, sources->v, sources->n, &sources->cap, sizeof *sources->v);
    struct bm_source *s = &sources->v[sources->n];
    s->path = bm_str_copy(sources->arena, path);
    s->name = bm_str_copy(sources->arena, name);
    put_text(s, sources->arena, text);
    return (uint32_t)sources->n++;
}

void bm_sources_replace(struct bm_sources *sources, uint32_t file, struct bm_arena *arena,
                        struct bm_str text)
{
    put_text(&sources->v[file], arena, text);
}

const struct bm_source *bm_sources_of(const struct bm_sources *sources, struct bm_span span)
{
    return span.file < sources->n ? &sources->v[span.file] : NULL;
}

void bm_source_place(const struct bm_source *source, uint32_t offset, uint32_t *line,
                     uint32_t *column, struct bm_str *line_text)
{
    const struct bm_str text = source->text;
    const size_t to = offset < text.n ? offset : text.n;
    struct bm_source_point at = source->points[to / STEP];
    for (size_t i = to / STEP * STEP; i < to; i++)
        pass(&at, text.p[i], (uint32_t)i + 1);
    *line = at.line;
    *column = at.column + 1;
    if (!line_text)
        return;
    const char *stop = to < text.n ? memchr(text.p + to, '\n', text.n - to) : NULL;
    size_t end = stop ? (size_t)(stop - text.p) : text.n;
    if (end > at.start && text.p[end - 1] == '\r')
        end--;
    *line_text = (struct bm_str){text.p + at.start, end - at.start};
}

#include "base/source.h"

uint32_t bm_sources_add(struct bm_sources *sources, struct bm_str path, struct bm_str name,
                        struct bm_str text)
{
    sources->v =
        bm_arena_grow(sources->arena, sources->v, sources->n, &sources->cap, sizeof *sources->v);
    struct bm_source *s = &sources->v[sources->n];
    s->path = bm_str_copy(sources->arena, path);
    s->name = bm_str_copy(sources->arena, name);
    s->text = bm_str_copy(sources->arena, text);
    return (uint32_t)sources->n++;
}

const struct bm_source *bm_sources_of(const struct bm_sources *sources, struct bm_span span)
{
    return span.file < sources->n ? &sources->v[span.file] : NULL;
}

void bm_source_place(struct bm_str text, uint32_t offset, uint32_t *line, uint32_t *column,
                     struct bm_str *line_text)
{
    size_t at = offset < text.n ? offset : text.n, start = 0, end;
    uint32_t l = 1;
    for (size_t i = 0; i < at; i++)
        if (text.p[i] == '\n') {
            l++;
            start = i + 1;
        }
    for (end = start; end < text.n && text.p[end] != '\n'; end++)
        continue;
    if (end > start && text.p[end - 1] == '\r')
        end--;
    *line = l;
    *column = (uint32_t)bm_utf8_count(text.p + start, at - start) + 1;
    if (line_text)
        *line_text = (struct bm_str){text.p + start, end - start};
}

/* Edits by chance, in the memory of an engine: characters typed, lines split and taken away behind
 * the front matter of a manuscript. The same seed gives the same edits. */
#pragma once

#include "engine/engine.h"

#include <stdio.h>

struct editor {
    struct bm_engine *engine;
    uint64_t random;
};

static inline uint64_t dice(struct editor *e, uint64_t n)
{
    e->random = e->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (e->random >> 33) % n;
}

/* The end of a character behind the front matter. */
static inline size_t edit_place(struct bm_str text, size_t at)
{
    size_t body = 4;
    while (body + 5 < text.n && memcmp(text.p + body, "\n---\n", 5) != 0)
        body++;
    body = body + 5 < text.n ? body + 5 : 0;
    at = body + (text.n > body ? at % (text.n - body) : 0);
    while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static inline void edit(struct editor *e)
{
    static const char *const typed[] = {"的", "新", "年，", "一大", "。\n\n", "A4", "“是”", ""};
    const struct bm_inputs *in = bm_engine_inputs(e->engine);
    const size_t which = dice(e, in->article_count);
    const struct bm_str text = bm_engine_loader(e->engine)->sources->v[in->files[which]].text;
    const char *more = typed[dice(e, BM_COUNT(typed))];
    const size_t at = edit_place(text, dice(e, text.n + 1));
    size_t behind = *more ? at : at + 3 < text.n ? at + 3 : text.n;
    while (behind < text.n && ((unsigned char)text.p[behind] & 0xC0) == 0x80)
        behind++;
    struct bm_buf b = {0};
    char name[256];
    bm_buf_put(&b, text.p, at);
    bm_buf_c(&b, more);
    bm_buf_put(&b, text.p + behind, text.n - behind);
    snprintf(name, sizeof name, "%.*s", (int)in->edition->articles[which].n,
             in->edition->articles[which].p);
    bm_engine_replace(e->engine, name, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* Shapes of items: what they are, without where. */
#include "wire/list.h"

/* Flags of a run, as wire.h has them. */
enum {
    UNEVEN = 1,
    CONDENSED = 2,
    TEXTS = 4,
    SOURCES = 8,
    EMPHASIS = 16,
    AROUND = 32,
    BROKEN = 64,
    GOES_ON = 128,
    MACHINE = 256
};

static struct bm_str glyph_text(const struct bm_run *run, const struct bm_glyph *g)
{
    if (!g->text_length || g->text > run->text.n || g->text_length > run->text.n - g->text)
        return (struct bm_str){"", 0};
    return (struct bm_str){run->text.p + g->text, g->text_length};
}

/* Numbers of the glyphs' outlines. */
static uint32_t *outlines(struct bm_wire_making *m, const struct bm_run *run)
{
    uint32_t *numbers = BM_NEW_N(m->arena, run->n, uint32_t);
    if (run->face != m->face) {
        m->face = run->face;
        m->place = run->face ? bm_wire_store_face(m->wire->store, run->face) : FACES_MOST;
    }
    for (size_t i = 0; i < run->n; i++)
        numbers[i] = m->place == FACES_MOST
                         ? UINT32_MAX
                         : bm_wire_store_glyph(m->wire->store, m->place, run->face,
                                               run->glyphs[i].gid, glyph_text(run, &run->glyphs[i]),
                                               m->wire->pen, &m->wire->scratch);
    return numbers;
}

/* The characters that a glyph is known to stand for. */
static struct bm_str known_text(const struct bm_wire_making *m, uint32_t number)
{
    if (number == UINT32_MAX)
        return (struct bm_str){"", 0};
    const struct bm_wire_outline *o = bm_wire_store_at(m->wire->store, number);
    return (struct bm_str){o->bytes + o->text, o->text_length};
}

static bool texts_known(const struct bm_wire_making *m, const struct bm_run *run,
                        const uint32_t *numbers)
{
    uint32_t at = 0;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if ((g->text_length && g->text != at) ||
            !bm_str_eq(glyph_text(run, g), known_text(m, numbers[i])))
            return false;
        at += g->text_length;
    }
    return at == run->text.n;
}

static bool has_source(const struct bm_run *run)
{
    bool has = false;
    for (size_t i = 0; i < run->n && run->file != BM_NO_FILE; i++)
        has |= run->glyphs[i].source_length > 0;
    return has;
}

/* The first byte that the run stands for; 0: none. */
static uint32_t first_source(const struct bm_run *run)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->glyphs[i].source_length)
            return run->glyphs[i].source;
    return 0;
}

static bool sources_follow(const struct bm_run *run)
{
    uint32_t at = first_source(run);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if (g->source_length != g->text_length || (g->source_length && g->source != at))
            return false;
        at += g->source_length;
    }
    return true;
}

static int64_t along(const struct bm_run *run, const struct bm_glyph *g)
{
    return run->mode == BM_HORIZONTAL ? (int64_t)g->x - run->glyphs->x
                                      : (int64_t)g->y - run->glyphs->y;
}

static int64_t across(const struct bm_run *run, const struct bm_glyph *g)
{
    return run->mode == BM_HORIZONTAL ? (int64_t)g->y - run->glyphs->y
                                      : (int64_t)g->x - run->glyphs->x;
}

static unsigned flags_of(const struct bm_wire_making *m, const struct bm_run *run,
                         const uint32_t *numbers)
{
    unsigned flags = (run->condense ? CONDENSED : 0u) | (run->emphasis ? EMPHASIS : 0u) |
                     (run->around ? AROUND : 0u) | (run->broken ? BROKEN : 0u) |
                     (run->goes_on ? GOES_ON : 0u);
    for (size_t i = 0; i < run->n; i++)
        flags |= across(run, &run->glyphs[i]) ? UNEVEN : 0u;
    flags |= texts_known(m, run, numbers) ? 0u : TEXTS;
    if (run->file == BM_NO_FILE)
        return flags | MACHINE;
    return flags | (sources_follow(run) ? 0u : SOURCES);
}

static void put_places(struct bm_buf *out, const struct bm_run *run,
                       int64_t (*axis)(const struct bm_run *, const struct bm_glyph *))
{
    int64_t last = 0;
    for (size_t i = 1; i < run->n; i++) {
        const int64_t at = bm_wire_hundredths(axis(run, &run->glyphs[i]));
        bm_wire_s(out, at - last);
        last = at;
    }
}

static void put_texts(struct bm_buf *out, const struct bm_run *run)
{
    int64_t at = 0;
    for (size_t i = 0; i < run->n; i++) {
        const size_t n = glyph_text(run, &run->glyphs[i]).n;
        bm_wire_s(out, n ? (int64_t)run->glyphs[i].text - at : 0);
        bm_wire_u(out, n);
        at = n ? (int64_t)run->glyphs[i].text + (int64_t)n : at;
    }
    bm_wire_string(out, run->text);
}

static void put_sources(struct bm_buf *out, const struct bm_run *run)
{
    int64_t at = first_source(run);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        bm_wire_s(out, g->source_length ? (int64_t)g->source - at : 0);
        bm_wire_u(out, g->source_length);
        at = g->source_length ? (int64_t)g->source + g->source_length : at;
    }
}

static void put_run(struct bm_wire_making *m, const struct bm_run *run)
{
    struct bm_buf *out = m->out;
    const uint32_t *numbers = outlines(m, run);
    const unsigned flags = flags_of(m, run, numbers);
    bm_wire_u(out, flags);
    bm_wire_u(out, bm_wire_ink(m, run->ink));
    bm_wire_u(out, run->mode);
    bm_wire_s(out, run->size);
    bm_wire_u(out, run->n);
    for (size_t i = 0; i < run->n; i++)
        bm_wire_u(out, numbers[i]);
    bm_wire_s(out, bm_wire_hundredths(run->width));
    put_places(out, run, along);
    if (flags & UNEVEN)
        put_places(out, run, across);
    if (flags & CONDENSED)
        bm_wire_u(out, run->condense);
    if (flags & TEXTS)
        put_texts(out, run);
    if (flags & SOURCES)
        put_sources(out, run);
    for (size_t i = 0; i < run->n && flags & EMPHASIS; i++)
        bm_buf_char(out, (char)run->emphasis[i]);
    if (flags & AROUND)
        bm_wire_s(out, run->around);
}

static void put_path(struct bm_buf *out, const struct bm_path *path, int64_t x, int64_t y)
{
    int64_t last[2] = {0, 0};
    bm_wire_u(out, path->op_count);
    bm_buf_put(out, path->ops, path->op_count);
    bm_wire_u(out, path->point_count);
    for (size_t i = 0; i < path->point_count; i++) {
        const int64_t at[2] = {bm_wire_hundredths(path->points[i].x - x),
                               bm_wire_hundredths(path->points[i].y - y)};
        for (int k = 0; k < 2; k++) {
            bm_wire_s(out, at[k] - last[k]);
            last[k] = at[k];
        }
    }
}

static void put_size(struct bm_buf *out, const struct bm_rect *r)
{
    bm_wire_s(out, bm_wire_hundredths(r->w));
    bm_wire_s(out, bm_wire_hundredths(r->h));
}

/* All that is no run. */
static void put_other(struct bm_wire_making *m, const struct bm_item *item)
{
    struct bm_buf *out = m->out;
    const struct bm_rect *r = &item->rect;
    const bool spans = item->span.file != BM_NO_FILE;
    bm_wire_u(out, spans);
    bm_wire_u(out, item->kind == BM_ITEM_PICTURE ? bm_wire_picture_index(m, &item->picture)
                                                 : bm_wire_ink(m, item->ink));
    if (item->kind == BM_ITEM_RULE || item->kind == BM_ITEM_STROKE)
        bm_wire_s(out, bm_wire_hundredths(item->weight));
    put_size(out, r);
    if (item->kind == BM_ITEM_STROKE || item->kind == BM_ITEM_PATH)
        put_path(out, &item->path, r->x, r->y);
    if (item->kind == BM_ITEM_PICTURE) {
        const struct bm_rect *w = &item->picture.whole;
        bm_wire_s(out, bm_wire_hundredths((int64_t)w->x - r->x));
        bm_wire_s(out, bm_wire_hundredths((int64_t)w->y - r->y));
        put_size(out, w);
    }
    if (spans)
        bm_wire_u(out, item->span.length);
}

void bm_wire_shape(struct bm_wire_making *m, const struct bm_item *item, int64_t place[4])
{
    const bool is_run = item->kind == BM_ITEM_RUN;
    const struct bm_run *run = &item->run;
    const bool spans = is_run ? has_source(run) : item->span.file != BM_NO_FILE;
    const uint32_t source = is_run ? first_source(run) : item->span.offset;
    bm_wire_u(m->out, item->kind);
    if (is_run)
        put_run(m, run);
    else
        put_other(m, item);
    place[BM_WIRE_X] = is_run && run->n ? run->glyphs->x : item->rect.x;
    place[BM_WIRE_Y] = is_run && run->n ? run->glyphs->y : item->rect.y;
    const uint32_t file = !spans ? BM_NO_FILE : is_run ? run->file : item->span.file;
    const uint32_t node = bm_wire_node(m, item->node, file, source);
    const struct bm_wire_node *known = m->nodes.v;
    place[BM_WIRE_NODE] = node;
    place[BM_WIRE_SOURCE] = spans ? (int64_t)source - known[node].entry.place[BM_WIRE_START] : 0;
}

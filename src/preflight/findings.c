/* What is found: whether it is wanted, as what it is said, and with which places it is one. */
#include "preflight/findings.h"

bool bm_rule_on(const struct bm_walk *walk, enum bm_rule rule)
{
    return walk->settings->levels[rule] != BM_RULE_OFF;
}

struct bm_str bm_words_pt(struct bm_walk *walk, bm_len length)
{
    struct bm_buf b = {0};
    bm_buf_decimal(&b, ((int64_t)length * 100 + BM_PT / 1000) / BM_PT, 2);
    return bm_buf_keep(&b, walk->arena);
}

static struct bm_str words_mm(struct bm_walk *walk, bm_len length)
{
    struct bm_buf b = {0};
    bm_buf_decimal(&b, (bm_len_to_um(length) + 1) / 10, 2);
    return bm_buf_keep(&b, walk->arena);
}

struct bm_str bm_words_number(struct bm_walk *walk, uint64_t value)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%llu", (unsigned long long)value);
    return bm_buf_keep(&b, walk->arena);
}

struct bm_str bm_words_size(struct bm_walk *walk, bm_len width, bm_len height)
{
    struct bm_buf b = {0};
    bm_buf_mm(&b, width);
    bm_buf_c(&b, " × ");
    bm_buf_mm(&b, height);
    return bm_buf_keep(&b, walk->arena);
}

/* The manuscript's bytes of an item: of its characters, else of what it stands for, else of the
 * nearest node above that has any. */
static struct bm_span span_of(const struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_pages *pages = walk->pages;
    uint32_t from = UINT32_MAX, to = 0;
    if (item->kind == BM_ITEM_RUN && item->run.file != BM_NO_FILE) {
        for (size_t i = 0; i < item->run.n; i++) {
            const struct bm_glyph *g = &item->run.glyphs[i];
            if (!g->source_length)
                continue;
            from = g->source < from ? g->source : from;
            to = g->source + g->source_length > to ? g->source + g->source_length : to;
        }
        if (from < to)
            return (struct bm_span){item->run.file, from, to - from};
    }
    if (item->kind != BM_ITEM_RUN && item->span.file != BM_NO_FILE && item->span.length)
        return item->span;
    for (uint32_t n = item->node; n < pages->node_count; n = pages->nodes[n].parent)
        if (pages->nodes[n].span.file != BM_NO_FILE && pages->nodes[n].span.length)
            return pages->nodes[n].span;
    return bm_span_none();
}

/* What one finding can say of both. skip: so many of the first arguments may differ. */
static bool same(const struct bm_mark *mark, const struct bm_mark *other, size_t skip)
{
    if (mark->page != other->page || mark->article != other->article ||
        mark->level != other->level || mark->finding->message != other->finding->message)
        return false;
    for (size_t i = skip; i < BM_DIAG_ARGS; i++)
        if (!bm_str_eq(mark->finding->args[i], other->finding->args[i]))
            return false;
    return true;
}

static void add_rect(struct bm_walk *walk, size_t i, const struct bm_rect *rect)
{
    struct bm_mark *mark = &walk->v[i];
    if (!rect)
        return;
    mark->rects = bm_arena_grow(walk->arena, mark->rects, mark->rect_count, &walk->places[i].cap,
                                sizeof *mark->rects);
    mark->rects[mark->rect_count++] = *rect;
}

static void found(struct bm_walk *walk, enum bm_rule rule, enum bm_message message, bool soft,
                  const struct bm_item *item, const struct bm_rect *rect, const struct bm_str *args,
                  size_t n, const bm_len *distance)
{
    const struct bm_pages *pages = walk->pages;
    size_t *recent = walk->recent[rule];
    int level = walk->settings->levels[rule];
    if (level == BM_RULE_OFF)
        return;
    if (soft && level > BM_WARNING)
        level = BM_WARNING;
    struct bm_diag *diag = BM_NEW(walk->arena, struct bm_diag);
    *diag = (struct bm_diag){.message = message, .span = bm_span_none()};
    for (size_t i = 0; i < n && i < BM_DIAG_ARGS; i++)
        diag->args[i] = bm_str_copy(walk->arena, args[i]);
    struct bm_mark mark = {.kind = BM_MARK_FINDING,
                           .article = UINT32_MAX,
                           .span = bm_span_none(),
                           .page = walk->page->number,
                           .finding = diag,
                           .level = (enum bm_level)level};
    if (item) {
        mark.span = span_of(walk, item);
        if (item->node < pages->node_count)
            mark.article = pages->nodes[item->node].article;
        diag->span = mark.span;
    }
    for (size_t i = 0; i < BM_RECENT; i++)
        if (recent[i] && same(&walk->v[recent[i] - 1], &mark, distance ? 1 : 0)) {
            struct bm_place_found *before = &walk->places[recent[i] - 1];
            if (distance && *distance < before->distance) {
                walk->v[recent[i] - 1].finding = diag;
                before->distance = *distance;
            }
            add_rect(walk, recent[i] - 1, rect);
            return;
        }
    walk->v = bm_arena_grow(walk->arena, walk->v, walk->n, &walk->v_cap, sizeof *walk->v);
    walk->places =
        bm_arena_grow(walk->arena, walk->places, walk->n, &walk->place_cap, sizeof *walk->places);
    walk->v[walk->n] = mark;
    walk->places[walk->n] = (struct bm_place_found){.distance = distance ? *distance : 0};
    add_rect(walk, walk->n, rect);
    walk->n++;
    memmove(recent + 1, recent, (BM_RECENT - 1) * sizeof *recent);
    recent[0] = walk->n;
}

void bm_found(struct bm_walk *walk, enum bm_rule rule, enum bm_message message, bool soft,
              const struct bm_item *item, const struct bm_rect *rect, const struct bm_str *args,
              size_t n)
{
    found(walk, rule, message, soft, item, rect, args, n, NULL);
}

void bm_found_near(struct bm_walk *walk, enum bm_rule rule, enum bm_message message, bool soft,
                   const struct bm_item *item, const struct bm_rect *rect, bm_len distance,
                   bm_len wanted)
{
    const struct bm_str args[] = {words_mm(walk, distance), words_mm(walk, wanted)};
    found(walk, rule, message, soft, item, rect, args, 2, &distance);
}

void bm_found_deep(struct bm_walk *walk, enum bm_rule rule, enum bm_message message,
                   const struct bm_item *item, const struct bm_rect *rect, bm_len depth,
                   struct bm_str first, struct bm_str second)
{
    const struct bm_str args[] = {words_mm(walk, depth), first, second};
    const bm_len least = -depth;
    found(walk, rule, message, false, item, rect, args, BM_COUNT(args), &least);
}

struct bm_rect bm_item_bounds(const struct bm_item *item)
{
    struct bm_rect r = item->rect;
    bm_len half = item->weight / 2;
    /* A rule is as long as it is and only as thick as its weight. */
    bool across = item->kind == BM_ITEM_STROKE || (item->kind == BM_ITEM_RULE && r.w == 0);
    bool along = item->kind == BM_ITEM_STROKE || (item->kind == BM_ITEM_RULE && r.h == 0);
    if (across) {
        r.x -= half;
        r.w += 2 * half;
    }
    if (along) {
        r.y -= half;
        r.h += 2 * half;
    }
    return r;
}

struct bm_coverage bm_coverage_of(struct bm_ink ink)
{
    const uint16_t parts[4] = {ink.c, ink.m, ink.y, ink.k};
    struct bm_coverage c = {.solid = true, .over = ink.overprint};
    if (ink.spot) /* a plate of its own: the four stand for it on screens only */
        return (struct bm_coverage){.inks = ink.tint > 0,
                                    .total = ink.tint,
                                    .solid = ink.tint >= 10000,
                                    .white = ink.tint == 0,
                                    .over = ink.overprint};
    for (int i = 0; i < 4; i++) {
        if (!parts[i])
            continue;
        c.inks++;
        c.total += parts[i];
        c.solid = c.solid && parts[i] >= 10000;
    }
    c.white = c.inks == 0;
    return c;
}

struct bm_str bm_words_ink(struct bm_walk *walk, struct bm_ink ink)
{
    static const char names[4] = {'C', 'M', 'Y', 'K'};
    const uint16_t parts[4] = {ink.c, ink.m, ink.y, ink.k};
    struct bm_buf b = {0};
    if (ink.spot && ink.spot <= walk->pages->spot_count) {
        bm_buf_str(&b, walk->pages->spots[ink.spot - 1].name);
        bm_buf_char(&b, ' ');
        bm_buf_decimal(&b, ink.tint, 2);
    }
    for (int i = 0; i < 4 && !ink.spot; i++) {
        if (!parts[i])
            continue;
        bm_buf_printf(&b, "%s%c ", b.n ? " " : "", names[i]);
        bm_buf_decimal(&b, parts[i], 2);
    }
    return bm_buf_keep(&b, walk->arena);
}

/* The page as text. Every number is written from integers, so that all machines agree. */
#include "page/trace.h"

#include "base/json.h"
#include "page/ledger.h"

/* Always three decimals: columns of a diff stay in line. */
static void pt(struct bm_buf *out, bm_len length)
{
    int64_t p = (int64_t)length * 1000;
    int64_t milli = (p >= 0 ? p + BM_PT / 2 : p - BM_PT / 2) / BM_PT;
    const char *minus = milli < 0 ? "-" : "";
    if (milli < 0)
        milli = -milli;
    bm_buf_printf(out, "%s%lld.%03d", minus, (long long)(milli / 1000), (int)(milli % 1000));
}

static void pair(struct bm_buf *out, bm_len x, char between, bm_len y)
{
    pt(out, x);
    bm_buf_char(out, between);
    pt(out, y);
}

static void rect(struct bm_buf *out, struct bm_rect r, char between)
{
    pair(out, r.x, between, r.y);
    bm_buf_char(out, between);
    pair(out, r.w, between, r.h);
}

static void ink_put(struct bm_buf *out, const struct bm_pages *pages, struct bm_ink ink)
{
    const uint16_t v[4] = {ink.c, ink.m, ink.y, ink.k};
    bm_buf_c(out, " ink=");
    for (int i = 0; i < 4; i++) {
        if (i)
            bm_buf_char(out, '/');
        bm_buf_decimal(out, v[i], 2);
    }
    if (ink.spot && ink.spot <= pages->spot_count) {
        bm_buf_c(out, " spot=");
        bm_buf_str(out, pages->spots[ink.spot - 1].name);
        bm_buf_char(out, '/');
        bm_buf_decimal(out, ink.tint, 2);
    }
    if (ink.overprint)
        bm_buf_c(out, " over");
}

static void node_put(struct bm_buf *out, const struct bm_pages *pages, uint32_t node)
{
    bm_buf_c(out, "  ");
    if (node >= pages->node_count) {
        bm_buf_char(out, '-');
        return;
    }
    const struct bm_node *n = &pages->nodes[node];
    if (n->article < pages->article_count)
        bm_buf_str(out, pages->articles[n->article].name);
    else
        bm_buf_char(out, '-');
    bm_buf_char(out, '/');
    bm_buf_c(out, bm_role_name(n->role));
    if (n->field) {
        bm_buf_char(out, '/');
        bm_buf_c(out, n->field);
    }
}

static void span_put(struct bm_buf *out, const struct bm_pages *pages, struct bm_span span)
{
    const struct bm_source *s = pages->sources ? bm_sources_of(pages->sources, span) : NULL;
    bm_buf_c(out, "  ");
    if (!s) {
        bm_buf_char(out, '-');
        return;
    }
    bm_buf_str(out, s->name);
    bm_buf_printf(out, ":%u+%u", span.offset, span.length);
}

/* The bytes of the manuscript from the first to the last glyph that has any. */
static struct bm_span run_span(const struct bm_run *run)
{
    uint32_t from = UINT32_MAX, to = 0;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if (!g->source_length)
            continue;
        if (g->source < from)
            from = g->source;
        if (g->source + g->source_length > to)
            to = g->source + g->source_length;
    }
    if (from == UINT32_MAX)
        return bm_span_none();
    return (struct bm_span){run->file, from, to - from};
}

/* Distances of neighbouring origins along the line: one number for an even line, else the least
 * and the greatest. Glyphs that share their place with the one before (marks) do not count. */
static void pitch_put(struct bm_buf *out, const struct bm_run *run)
{
    bm_len least = INT32_MAX, most = 0;
    for (size_t i = 1; i < run->n; i++) {
        const struct bm_glyph *a = &run->glyphs[i - 1], *b = &run->glyphs[i];
        bm_len d = run->mode == BM_HORIZONTAL ? b->x - a->x : b->y - a->y;
        if (d <= 0)
            continue;
        least = d < least ? d : least;
        most = d > most ? d : most;
    }
    if (!most)
        return;
    bm_buf_c(out, " pitch=");
    pt(out, least);
    if (most != least) {
        bm_buf_c(out, "..");
        pt(out, most);
    }
}

static void run_put(struct bm_buf *out, const struct bm_pages *pages, const struct bm_run *run)
{
    const struct bm_glyph *first = run->n ? &run->glyphs[0] : NULL;
    bool uneven = false, missing = false;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        uneven |= run->mode == BM_HORIZONTAL ? g->y != first->y : g->x != first->x;
        missing |= g->gid == 0;
    }
    if (first)
        pair(out, first->x, ' ', first->y);
    else
        bm_buf_c(out, "- -");
    bm_buf_c(out, "  ");
    if (run->face)
        bm_buf_str(out, run->face->id);
    bm_buf_char(out, ' ');
    pt(out, run->size);
    bm_buf_c(out, " w=");
    pt(out, run->width);
    if (first) {
        bm_buf_c(out, " last=");
        pair(out, run->glyphs[run->n - 1].x, ' ', run->glyphs[run->n - 1].y);
    }
    if (run->stretch) {
        pitch_put(out, run);
        bm_buf_printf(out, " stretch=%u", run->stretch);
    }
    if (run->mode == BM_VERTICAL)
        bm_buf_c(out, " vertical");
    if (run->mode == BM_SIDEWAYS)
        bm_buf_c(out, " sideways");
    if (run->condense)
        bm_buf_printf(out, " condense=%u", run->condense);
    if (!bm_ink_is_black(run->ink))
        ink_put(out, pages, run->ink);
    else if (run->ink.overprint)
        bm_buf_c(out, " over");
    if (uneven)
        bm_buf_c(out, " uneven");
    if (missing)
        bm_buf_c(out, " missing");
}

static void path_put(struct bm_buf *out, const struct bm_path *path)
{
    static const struct {
        char letter;
        unsigned points;
    } ops[] = {[BM_OP_MOVE] = {'M', 1},
               [BM_OP_LINE] = {'L', 1},
               [BM_OP_CURVE] = {'C', 3},
               [BM_OP_CLOSE] = {'Z', 0}};
    size_t at = 0;
    bm_buf_char(out, ' ');
    for (size_t i = 0; i < path->op_count; i++) {
        bm_buf_char(out, ' ');
        bm_buf_char(out, ops[path->ops[i]].letter);
        for (unsigned j = 0; j < ops[path->ops[i]].points && at < path->point_count; j++, at++) {
            bm_buf_char(out, ' ');
            pair(out, path->points[at].x, ',', path->points[at].y);
        }
    }
}

static void item_put(struct bm_buf *out, const struct bm_pages *pages, const struct bm_item *item)
{
    static const char *const names[] = {
        [BM_ITEM_RUN] = "run    ",    [BM_ITEM_RULE] = "rule   ", [BM_ITEM_FILL] = "fill   ",
        [BM_ITEM_STROKE] = "stroke ", [BM_ITEM_PATH] = "path   ", [BM_ITEM_PICTURE] = "picture "};
    bm_buf_c(out, names[item->kind]);
    if (item->kind == BM_ITEM_RUN) {
        run_put(out, pages, &item->run);
        node_put(out, pages, item->node);
        span_put(out, pages, run_span(&item->run));
        bm_buf_c(out, "  ");
        bm_json_string(out, item->run.text);
    } else if (item->kind == BM_ITEM_PICTURE) {
        const struct bm_picture *p = &item->picture;
        rect(out, item->rect, ' ');
        bm_buf_c(out, " whole=");
        rect(out, p->whole, ',');
        bm_buf_char(out, ' ');
        bm_buf_str(out, p->image->name);
        bm_buf_printf(out, " %ux%ux%u ppi=%u", p->image->width, p->image->height,
                      p->image->components, bm_picture_ppi(p));
        node_put(out, pages, item->node);
        span_put(out, pages, item->span);
    } else {
        rect(out, item->rect, ' ');
        if (item->kind == BM_ITEM_RULE || item->kind == BM_ITEM_STROKE) {
            bm_buf_c(out, " weight=");
            pt(out, item->weight);
        }
        ink_put(out, pages, item->ink);
        node_put(out, pages, item->node);
        span_put(out, pages, item->span);
        if (item->kind == BM_ITEM_STROKE || item->kind == BM_ITEM_PATH)
            path_put(out, &item->path);
    }
    bm_buf_char(out, '\n');
}

void bm_page_trace(const struct bm_pages *pages, const struct bm_page *page, struct bm_buf *out)
{
    bm_buf_printf(out, "page %u size=", page->number);
    pair(out, page->width, ',', page->height);
    bm_buf_c(out, " bleed=");
    pt(out, page->bleed);
    bm_buf_c(out, " type=");
    rect(out, page->type_area, ',');
    bm_buf_c(out, " grid=");
    pt(out, page->grid);
    bm_buf_printf(out, " items=%zu\n", page->n);
    for (size_t i = 0; i < page->n; i++)
        item_put(out, pages, &page->items[i]);
}

/* Outlines of blocks: down the right ends of lines, and up the left ones. */
#include "record/parts.h"

int64_t bm_record_unit(bm_len length)
{
    const int64_t p = (int64_t)length * 1200, d = 72 * (int64_t)BM_PT;
    return (p >= 0 ? p + d / 2 : p - d / 2) / d;
}

/* Lines are as wide as their block, but for the first, which may be set in, and the last. */
static bool runs_round(const struct bm_record_line *lines, size_t n, const struct bm_rect *block)
{
    for (size_t i = 0; i < n; i++) {
        const struct bm_rect *r = &lines[i].rect;
        const bm_len left = r->x - block->x, right = block->x + block->w - r->x - r->w;
        if ((i && left > r->h) || (i + 1 < n && right > r->h) || left > 5 * r->h / 2)
            return true;
    }
    return false;
}

static void put_point(struct bm_buf *out, bm_len x, bm_len y)
{
    bm_buf_printf(out, out->n ? " %lld,%lld" : "%lld,%lld", (long long)bm_record_unit(x),
                  (long long)bm_record_unit(y));
}

/* Where a line's strip of the block ends and the next one's begins. */
static bm_len border(const struct bm_record_line *line)
{
    const bm_len end = line->rect.y + line->rect.h;
    return end + (line[1].rect.y - end) / 2;
}

void bm_record_shape(const struct bm_record *record, const struct bm_record_block *block,
                     struct bm_xml *xml)
{
    const struct bm_record_line *lines = &record->lines[block->line];
    const size_t n = block->line_count;
    const struct bm_node *node = bm_record_node(record, block);
    const bool body = node && (node->role == BM_ROLE_PARAGRAPH || node->role == BM_ROLE_BODY);
    if (!body || block->vertical || n < 2 || !runs_round(lines, n, &block->rect))
        return;
    struct bm_buf points = {0};
    bm_len y = block->rect.y;
    for (size_t i = 0; i < n; i++) {
        const bm_len right = lines[i].rect.x + lines[i].rect.w;
        put_point(&points, right, y);
        y = i + 1 < n ? border(&lines[i]) : block->rect.y + block->rect.h;
        put_point(&points, right, y);
    }
    for (size_t i = n; i-- > 0;) {
        put_point(&points, lines[i].rect.x, y);
        y = i ? border(&lines[i - 1]) : block->rect.y;
        put_point(&points, lines[i].rect.x, y);
    }
    bm_xml_open(xml, "Shape");
    bm_xml_open(xml, "Polygon");
    bm_xml_text(xml, "POINTS", bm_buf_view(&points));
    bm_xml_close(xml);
    bm_xml_close(xml);
    bm_buf_free(&points);
}

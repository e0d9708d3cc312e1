/* Frames in place of auto regions. */
#include "report/frames.h"

#include "page/ledger.h"

/* The value of `styles` in the text of a region, as it stands there: a map in braces; empty: it has
 * none. */
static struct bm_str styles_of(struct bm_str region)
{
    static const char key[] = "styles:";
    for (size_t i = 0; i + sizeof key < region.n; i++) {
        if (memcmp(region.p + i, key, sizeof key - 1) != 0)
            continue;
        size_t from = i + sizeof key - 1, depth = 0, end;
        while (from < region.n && region.p[from] != '{')
            from++;
        for (end = from; end < region.n; end++) {
            depth += region.p[end] == '{';
            depth -= region.p[end] == '}';
            if (!depth)
                return (struct bm_str){region.p + from, end + 1 - from};
        }
    }
    return (struct bm_str){0};
}

/* A range from 1, as the edition's file has it. */
static void put_range(struct bm_buf *out, const char *key, uint32_t first, uint32_t n)
{
    bm_buf_printf(out, ", %s: %u-%u", key, first + 1, first + n);
}

/* Points, exact to the thousandth. */
static void put_points(struct bm_buf *out, bm_len length)
{
    const int64_t milli = ((int64_t)length * 1000 + BM_PT / 2) / BM_PT;
    bm_buf_printf(out, "%d.%03dpt", (int)(milli / 1000), (int)(milli % 1000));
}

static void put_frame(struct bm_buf *out, const struct bm_planned *f, struct bm_str styles)
{
    bm_buf_c(out, "{article: ");
    bm_buf_str(out, f->name);
    put_range(out, "columns", f->column, f->columns);
    put_range(out, "lines", f->line, f->lines);
    bm_buf_printf(out, ", set: %u, rest: even", f->legs);
    if (f->head_width) {
        bm_buf_c(out, ", head: {width: ");
        put_points(out, f->head_width);
        if (f->head_lines)
            put_range(out, "lines", 0, f->head_lines);
        bm_buf_char(out, '}');
    }
    if (f->opens && styles.n) {
        bm_buf_c(out, ", styles: ");
        bm_buf_str(out, styles);
    }
    bm_buf_char(out, '}');
}

/* Between two items where the region was one: of a list in brackets, or a line each. */
static void put_between(struct bm_buf *out, struct bm_str text, size_t at)
{
    size_t dash = at;
    while (dash && (text.p[dash - 1] == ' ' || text.p[dash - 1] == '\t'))
        dash--;
    if (!dash || text.p[dash - 1] != '-') {
        bm_buf_c(out, ", ");
        return;
    }
    size_t line = dash - 1;
    while (line && text.p[line - 1] != '\n')
        line--;
    bm_buf_char(out, '\n');
    for (size_t i = line; i < dash - 1; i++)
        bm_buf_char(out, text.p[i] == '-' || text.p[i] == '\t' ? ' ' : text.p[i]);
    bm_buf_c(out, "- ");
}

bool bm_report_frames(const struct bm_pages *pages, struct bm_buf *out)
{
    const struct bm_plan_ledger *plan = pages->plan;
    if (!plan || !plan->frame_count)
        return false;
    const struct bm_source *source = bm_sources_of(pages->sources, plan->frames[0].region);
    if (!source)
        return false;
    const struct bm_str text = source->text;
    size_t at = 0;
    for (size_t i = 0; i < plan->frame_count; i++) {
        const struct bm_planned *f = &plan->frames[i];
        const struct bm_span r = f->region;
        const bool first = !i || plan->frames[i - 1].region.offset != r.offset;
        if (first) {
            bm_buf_str(out, (struct bm_str){text.p + at, r.offset - at});
            at = r.offset + r.length;
        } else {
            put_between(out, text, r.offset);
        }
        put_frame(out, f, styles_of((struct bm_str){text.p + r.offset, r.length}));
    }
    bm_buf_str(out, (struct bm_str){text.p + at, text.n - at});
    return true;
}

/* Frames in place of auto regions. */
#include "report/frames.h"

#include "base/scalar.h"
#include "page/ledger.h"

/* A range from 1, as the edition's file has it. */
static void put_range(struct bm_buf *out, const char *key, uint32_t first, uint32_t n)
{
    bm_buf_printf(out, ", %s: %u-%u", key, first + 1, first + n);
}

/* Points: to the thousandth where that is exact, else as many digits as are read. */
static void put_points(struct bm_buf *out, bm_len length)
{
    const int64_t milli = ((int64_t)length * 1000 + BM_PT / 2) / BM_PT;
    const int64_t more = ((int64_t)length * 100000 + BM_PT / 2) / BM_PT;
    if (more == milli * 100)
        bm_buf_printf(out, "%d.%03dpt", (int)(milli / 1000), (int)(milli % 1000));
    else
        bm_buf_printf(out, "%d.%05dpt", (int)(more / 100000), (int)(more % 100000));
}

void bm_report_frame(struct bm_buf *out, const struct bm_planned *f, bool held)
{
    bm_buf_c(out, "{article: ");
    bm_scalar_put(out, f->name);
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
    if (f->head_legs)
        bm_buf_printf(out, ", head: {columns: 1-%u%s}", f->head_legs,
                      f->head_side ? ", side: true" : "");
    for (size_t i = 0; i < f->style_count; i++) {
        bm_buf_c(out, i ? ", " : ", styles: {");
        bm_scalar_put(out, f->styles[i].role);
        bm_buf_c(out, ": ");
        bm_scalar_put(out, f->styles[i].style);
    }
    bm_buf_c(out, f->style_count ? "}" : "");
    bm_buf_c(out, held && f->lead ? ", lead: true}" : "}");
}

/* Blanks before it in its line; a dash of a list counts as one. */
static size_t indent_of(struct bm_str text, size_t to)
{
    size_t line = to, n = 0;
    while (line && text.p[line - 1] != '\n')
        line--;
    while (line + n < to && (text.p[line + n] == ' ' || text.p[line + n] == '-'))
        n++;
    return n;
}

static void put_line(struct bm_buf *out, size_t indent)
{
    bm_buf_char(out, '\n');
    for (size_t i = 0; i < indent; i++)
        bm_buf_char(out, ' ');
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
    put_line(out, indent_of(text, dash - 1));
    bm_buf_c(out, "- ");
}

/* Behind the mark that closes a quoted value, which is no part of it. */
static size_t past_quote(struct bm_str text, size_t end)
{
    return end < text.n && (text.p[end] == '"' || text.p[end] == '\'') ? end + 1 : end;
}

void bm_report_given(struct bm_buf *out, struct bm_str text, struct bm_span at, size_t indent)
{
    size_t from = at.offset, column = 0;
    const bool block = at.length && !strchr("]}", text.p[from + at.length - 1]);
    const size_t end = block ? past_quote(text, from + at.length) : from + at.length;
    while (column < from && text.p[from - column - 1] != '\n')
        column++;
    for (size_t i = from; i < end; i++) {
        bm_buf_char(out, text.p[i]);
        if (text.p[i] != '\n')
            continue;
        for (size_t k = 0; k < column && i + 1 < end && text.p[i + 1] == ' '; k++)
            i++;
        for (size_t k = 0; k < indent; k++)
            bm_buf_char(out, ' ');
    }
}

/* What is written, and how far the edition's file has been. */
struct writing {
    const struct bm_pages *pages;
    struct bm_str text;
    size_t at;
    struct bm_buf *out;
};

static struct bm_str region_of(const struct writing *w, const struct bm_planned *f)
{
    const struct bm_source *s = bm_sources_of(w->pages->sources, f->region);
    return s ? (struct bm_str){s->text.p + f->region.offset, f->region.length} : (struct bm_str){0};
}

static void put_up_to(struct writing *w, size_t offset)
{
    if (offset < w->at)
        return;
    bm_buf_str(w->out, (struct bm_str){w->text.p + w->at, offset - w->at});
    w->at = offset;
}

/* The end of the line that a page ends in, its last value's quote and a comment included; a value
 * in lines of its own ends with theirs. */
static size_t line_end(struct bm_str text, size_t end)
{
    while (end && strchr(" \t\r\n", text.p[end - 1]))
        end--;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
        end++;
    return end;
}

/* n frames in the place of one region of the edition. */
static void put_region(struct writing *w, const struct bm_planned *f, size_t n)
{
    put_up_to(w, f->region.offset);
    for (size_t i = 0; i < n; i++) {
        if (i)
            put_between(w->out, w->text, f->region.offset);
        bm_report_frame(w->out, &f[i], false);
    }
    w->at = past_quote(w->text, f->region.offset + f->region.length);
}

/* n frames, of a page that had none of its own: they become its `frames`. False: that cannot be. */
static bool put_page(struct writing *w, const struct bm_planned *f, size_t n)
{
    const size_t from = f->page.offset, end = from + f->page.length;
    const size_t indent = indent_of(w->text, from);
    const bool braces = w->text.p[from] == '{';
    put_up_to(w, braces ? end - 1 : line_end(w->text, end));
    if (braces) {
        size_t last = end - 1;
        while (last > from + 1 && (w->text.p[last - 1] == ' ' || w->text.p[last - 1] == '\n'))
            last--;
        bm_buf_c(w->out,
                 last > from + 1 && w->text.p[last - 1] != ',' ? ", frames: [" : "frames: [");
    } else {
        put_line(w->out, indent);
        bm_buf_c(w->out, "frames:");
    }
    for (size_t i = 0; i < n; i++) {
        const struct bm_str region = region_of(w, &f[i]);
        if (braces && !f[i].name.n && region.n && region.p[0] != '{')
            return false;
        bm_buf_c(w->out, braces && i ? "," : "");
        put_line(w->out, indent + 2);
        bm_buf_c(w->out, braces ? "" : "- ");
        if (f[i].name.n)
            bm_report_frame(w->out, &f[i], false);
        else
            bm_report_given(w->out, bm_sources_of(w->pages->sources, f[i].region)->text,
                            f[i].region, indent + (braces ? 2 : 4));
    }
    if (braces)
        bm_buf_char(w->out, ']');
    return true;
}

enum bm_frames_written bm_report_frames(const struct bm_pages *pages, struct bm_buf *out)
{
    const struct bm_plan_ledger *plan = pages->plan;
    if (!plan || !plan->frame_count)
        return BM_FRAMES_NONE;
    const struct bm_source *source = bm_sources_of(pages->sources, plan->frames[0].page);
    if (!source)
        return BM_FRAMES_NONE;
    struct writing w = {pages, source->text, 0, out};
    for (size_t i = 0, n; i < plan->frame_count; i += n) {
        const struct bm_planned *f = &plan->frames[i];
        const bool inherits = f->region.file != f->page.file;
        for (n = 1; i + n < plan->frame_count; n++) {
            const struct bm_planned *next = &plan->frames[i + n];
            if (next->page.offset != f->page.offset ||
                (!inherits && next->region.offset != f->region.offset))
                break;
        }
        if (!inherits)
            put_region(&w, f, n);
        else if (!put_page(&w, f, n))
            return BM_FRAMES_BLOCK;
    }
    put_up_to(&w, w.text.n);
    return BM_FRAMES_WRITTEN;
}

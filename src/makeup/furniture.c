/* Furniture: folio, nameplate, ears, strips, guides, and the 转版 lines that frames left behind. */
#include "makeup/jobs.h"

#include <stdio.h>

#define SEPARATOR "  " /* between pieces of a text, each of which may be left out */

bm_len bm_write_line(struct makeup *m, struct bm_str text, const struct bm_style *style, bm_len x,
                     bm_len y, bm_len width, const char *name)
{
    static const struct bm_variant plain;
    struct bm_arena *work = m->emit.work;
    struct bm_piece *piece = BM_NEW(work, struct bm_piece);
    struct bm_text *whole = BM_NEW(work, struct bm_text);
    piece->text = (struct bm_str){bm_arena_copy(work, text.p, text.n), text.n};
    piece->span = bm_span_none();
    *whole = (struct bm_text){piece, 1};
    const struct bm_galley_maker maker = {work,      m->in->layout,  m->in->fonts,
                                          m->shaper, m->in->sources, m->diags};
    struct bm_galley *g = bm_galley_banner(&maker, whole, bm_span_none(), BM_NO_FILE, style);
    if (!g || !text.n)
        return 0;
    m->lines = bm_arena_grow(work, m->lines, m->line_count, &m->line_cap, sizeof *m->lines);
    struct machine_line *line = &m->lines[m->line_count++];
    *line = (struct machine_line){.galley = g, .x = x, .y = y, .name = name};
    bm_galley_set(work, g, width, width, 1, &plain, NULL, &line->setting);
    return line->setting.head_height;
}

static void paint_lines(struct makeup *m, struct bm_builder *b)
{
    for (size_t i = 0; i < m->line_count; i++) {
        const struct machine_line *l = &m->lines[i];
        uint32_t node = bm_emit_node(
            &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, l->name, bm_span_none()});
        for (size_t k = 0; k < l->setting.head_count; k++) {
            const struct bm_row *r = &l->setting.head[k];
            struct bm_emit_line line = {.para = r->para,
                                        .line = r->line,
                                        .x = l->x + r->x,
                                        .y = l->y + r->y,
                                        .node = node,
                                        .article = UINT32_MAX,
                                        .ink = bm_style_ink(l->galley->parts[r->part].style),
                                        .sign = bm_span_none()};
            bm_emit_line(&m->emit, b, &line);
        }
    }
    m->line_count = 0;
}

/* 一 … 九十九. */
static void put_chinese(struct bm_buf *out, uint32_t n)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    if (n >= 20)
        bm_buf_c(out, digits[n / 10 % 10]);
    if (n >= 10)
        bm_buf_c(out, "十");
    if (n % 10 || n < 10)
        bm_buf_c(out, digits[n % 10]);
}

static int number(const char *p, int n)
{
    int v = 0;
    while (n--)
        v = v * 10 + (*p++ - '0');
    return v;
}

/* Day of the week, 0 Sunday (Zeller's rule on the Gregorian calendar). */
static int weekday(int year, int month, int day)
{
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    year -= month < 3;
    return (year + year / 4 - year / 100 + year / 400 + shift[month - 1] + day) % 7;
}

static void put_date(struct bm_buf *out, struct bm_str date, bool week)
{
    static const char *const days[] = {"日", "一", "二", "三", "四", "五", "六"};
    if (date.n != 10)
        return;
    int year = number(date.p, 4), month = number(date.p + 5, 2), day = number(date.p + 8, 2);
    if (week)
        bm_buf_printf(out, "星期%s", days[weekday(year, month, day)]);
    else
        bm_buf_printf(out, "%d年%d月%d日", year, month, day);
}

/* The value of a placeholder appended; false when there is none. */
static bool put_value(const struct makeup *m, const struct bm_page_template *page, uint32_t number_,
                      struct bm_str name, struct bm_buf *out)
{
    const struct bm_edition *e = m->in->edition;
    const struct {
        const char *name;
        struct bm_str value;
    } values[] = {{"date", e->date},
                  {"title", e->title},
                  {"section", page->section},
                  {"editor", page->editor},
                  {"designer", page->designer},
                  {"proofreader", page->proofreader},
                  {"paper", e->paper},
                  {"number", e->number},
                  {"cn", e->cn},
                  {"publisher", e->publisher},
                  {"price", e->price}};
    size_t before = out->n;
    if (bm_str_is(name, "page"))
        bm_buf_decimal(out, number_, 0);
    else if (bm_str_is(name, "page-zh"))
        put_chinese(out, number_);
    else if (bm_str_is(name, "date-zh") || bm_str_is(name, "weekday-zh"))
        put_date(out, e->date, bm_str_is(name, "weekday-zh"));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (bm_str_is(name, values[i].name))
            bm_buf_str(out, values[i].value);
    return out->n > before;
}

/* A text with its placeholders filled in; a piece that lacks a value is left out. */
static struct bm_str filled(struct makeup *m, const struct bm_page_template *page, uint32_t number_,
                            struct bm_str form)
{
    struct bm_buf out = {0};
    for (size_t i = 0; i < form.n;) {
        size_t end = i;
        while (end < form.n && (end + 1 >= form.n || memcmp(form.p + end, SEPARATOR, 2) != 0))
            end++;
        struct bm_buf piece = {0};
        bool whole = true;
        for (size_t k = i; k < end; k++) {
            size_t close = k;
            while (form.p[k] == '{' && close < end && form.p[close] != '}')
                close++;
            if (close == k || close == end) {
                bm_buf_char(&piece, form.p[k]);
                continue;
            }
            const struct bm_str name = {form.p + k + 1, close - k - 1};
            whole = put_value(m, page, number_, name, &piece) && whole;
            k = close;
        }
        if (whole && piece.n) {
            if (out.n)
                bm_buf_c(&out, SEPARATOR);
            bm_buf_str(&out, bm_buf_view(&piece));
        }
        bm_buf_free(&piece);
        i = end + 2;
    }
    struct bm_str s = {bm_arena_copy(m->emit.work, out.p, out.n), out.n};
    bm_buf_free(&out);
    return s;
}

static void write_folio(struct makeup *m, struct bm_builder *b, const struct bm_page_template *page)
{
    const struct bm_layout *layout = m->in->layout;
    const struct bm_folio *folio = &layout->folio;
    if (!folio->shown)
        return;
    bm_len w = bm_layout_columns_width(layout, layout->columns);
    bm_len y = bm_layout_line_y(layout, folio->first_line - 1);
    bm_len h = (bm_len)(folio->last_line - folio->first_line + 1) * layout->leading;
    const enum bm_align aligns[] = {BM_ALIGN_START, BM_ALIGN_CENTRE, folio->style->align};
    const struct bm_str forms[] = {folio->left, folio->centre, folio->text};
    for (int i = 0; i < 3; i++) {
        struct bm_style *style = BM_NEW(m->emit.work, struct bm_style);
        *style = *folio->style;
        style->align = aligns[i];
        style->indent = 0;
        /* It stands on the rule at its foot. */
        const bm_len high = bm_write_line(m, filled(m, page, b->page->number, forms[i]), style,
                                          layout->left, y, w, "folio");
        if (high)
            m->lines[m->line_count - 1].y += h - high;
    }
    if (folio->rule)
        bm_emit_rule(&m->emit, b,
                     bm_emit_node(&m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX,
                                                             "folio", bm_span_none()}),
                     (struct bm_rect){layout->left, y + h, w, 0}, folio->rule);
}

void bm_furniture_area(const struct bm_layout *layout, const struct bm_frame *frame,
                       const struct bm_box_style *box, struct bm_field_area *area)
{
    const struct bm_galley stub = {
        .part_count = 1, .size = layout->size, .leading = layout->leading};
    bm_frame_area(layout, frame, box, &stub, area);
}

/* Nameplate, ear or strip: its lines stand in the middle of the frame. */
static void write_furniture(struct makeup *m, const struct bm_builder *b,
                            const struct bm_page_template *page, const struct bm_frame *frame)
{
    struct bm_field_area a;
    bm_furniture_area(m->in->layout, frame, frame->box, &a);
    size_t first = m->line_count;
    bm_len y = a.y;
    for (size_t i = 0; i < frame->text_count; i++)
        y += bm_write_line(m, filled(m, page, b->page->number, frame->texts[i].text),
                           frame->texts[i].style, a.head_x, y, a.head_measure, "furniture");
    bm_len spare = (a.y + a.h - y) / 2;
    for (size_t i = first; i < m->line_count; i++)
        m->lines[i].y += spare;
}

/* Dots from the end of an entry to its page's number. */
static void emit_leader(struct makeup *m, struct bm_builder *b, bm_len from, bm_len to, bm_len y,
                        bm_len size)
{
    bm_len pitch = size / 3, r = bm_len_ratio(size, 5, 100);
    uint32_t node = bm_emit_node(
        &m->emit, (struct bm_node){BM_ROLE_ARTEFACT, 0, UINT32_MAX, "guide", bm_span_none()});
    /* Counted from the right, so that the dots of all entries stand under one another. */
    for (bm_len x = to - pitch; x > from + pitch / 2; x -= pitch) {
        struct bm_item *item = bm_emit_item(&m->emit, b);
        item->kind = BM_ITEM_FILL;
        item->node = node;
        item->ink = (struct bm_ink){.k = 10000, .overprint = true};
        item->rect = (struct bm_rect){x - r, y - r, 2 * r, 2 * r};
    }
}

/* An entry: the article's title, and its page at the right of the last line. Returns its height, 0
 * when it does not fit above foot. */
static bm_len write_entry(struct makeup *m, struct bm_builder *b,
                          const struct bm_page_template *page, const struct job *job,
                          const struct bm_field_area *a, bm_len y)
{
    const struct bm_guide *guide = &m->in->layout->guide;
    const struct bm_style *style = guide->item;
    size_t first = m->line_count;
    struct bm_str title = bm_galley_title(m->emit.work, job->galley);
    struct bm_style *end = BM_NEW(m->emit.work, struct bm_style);
    *end = *style;
    end->align = BM_ALIGN_END;
    bm_write_line(m, filled(m, page, job->pages[0], guide->page), end, a->x, y, a->w, "guide");
    if (m->line_count == first)
        return 0;
    const struct bm_row *at = &m->lines[first].setting.head[0];
    bm_len room = at->x - style->size, high;
    high = bm_write_line(m, title, style, a->x, y, room, "guide");
    if (y + high > a->y + a->h) {
        m->line_count = first;
        return 0;
    }
    struct machine_line *text = &m->lines[m->line_count - 1], swap = m->lines[first];
    const struct bm_row *last = &text->setting.head[text->setting.head_count - 1];
    bm_len base = last->y;
    emit_leader(m, b, a->x + last->x + last->line->set_width, a->x + at->x,
                y + base - (last->para->above - style->size / 2), style->size);
    /* The page stands on the title's last line and is read after it. */
    swap.y += base - at->y;
    m->lines[first] = *text;
    m->lines[m->line_count - 1] = swap;
    return high;
}

static void write_guide(struct makeup *m, struct bm_builder *b, const struct bm_page_template *page,
                        const struct bm_frame *frame)
{
    struct bm_field_area a;
    bm_furniture_area(m->in->layout, frame, frame->box, &a);
    const struct bm_guide *guide = &m->in->layout->guide;
    bm_len y = a.y;
    y += bm_write_line(m, guide->text, guide->head, a.x, y, a.w, "guide");
    for (uint32_t p = b->page->number + 1; p <= m->in->template_->n; p++)
        for (size_t i = 0; i < m->job_count; i++) {
            const struct job *job = &m->jobs[i];
            if (!job->galley->article || job->pages[0] != p || !job->galley->tier_count)
                continue;
            bm_len high = write_entry(m, b, page, job, &a, y);
            if (!high)
                bm_diag(m->diags, BM_MSG_GUIDE_FULL, frame->span,
                        bm_galley_title(m->emit.work, job->galley));
            y += high;
        }
}

void bm_emit_furniture(struct makeup *m, struct bm_builder *b, const struct bm_page_template *page)
{
    for (size_t i = 0; i < page->n; i++) {
        if (page->frames[i].guide)
            write_guide(m, b, page, &page->frames[i]);
        else if (page->frames[i].text_count)
            write_furniture(m, b, page, &page->frames[i]);
    }
    write_folio(m, b, page);
    paint_lines(m, b);
}

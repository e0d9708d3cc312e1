/* Furniture: folio, nameplate, ears, strips, guides, and the 转版 lines that frames left behind. */
#include "paint/items.h"
#include "paint/limits.h"
#include "paint/machine.h"

#define SEPARATOR "  " /* between pieces of a text, each of which may be left out */

/* 一 … 九百九十九. */
static void put_chinese(struct bm_buf *out, uint32_t n)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    if (n >= 100) {
        bm_buf_c(out, digits[n / 100 % 10]);
        bm_buf_c(out, "百");
        if (n % 100 && n % 100 < 10)
            bm_buf_c(out, "零");
    }
    if (n >= 20 && n % 100 >= 10)
        bm_buf_c(out, digits[n / 10 % 10]);
    if (n % 100 >= 10)
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
static bool put_value(const struct bm_painter *painter, const struct bm_page_template *page,
                      uint32_t number_, struct bm_str name, struct bm_buf *out)
{
    const struct bm_edition *e = painter->edition;
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
    for (size_t i = 0; i < BM_COUNT(values); i++)
        if (bm_str_is(name, values[i].name))
            bm_buf_str(out, values[i].value);
    return out->n > before;
}

/* A text with its placeholders filled in; a piece that lacks a value is left out. */
static struct bm_str filled(struct bm_painter *painter, const struct bm_page_template *page,
                            uint32_t number_, struct bm_str form)
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
            whole = put_value(painter, page, number_, name, &piece) && whole;
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
    return bm_buf_keep(&out, painter->work);
}

/* The height of lines of a style, from em box to em box. */
static bm_len inked(bm_len high, const struct bm_style *style)
{
    return high - style->leading + style->size;
}

static struct bm_str points(const struct bm_painter *painter, bm_len length)
{
    struct bm_buf b = {0};
    bm_buf_pt(&b, length, 1);
    return bm_buf_keep(&b, painter->work);
}

static bool names_section(struct bm_str form)
{
    static const char name[] = "{section}";
    for (size_t i = 0; i + sizeof name - 1 <= form.n; i++)
        if (memcmp(form.p + i, name, sizeof name - 1) == 0)
            return true;
    return false;
}

static void write_folio(struct bm_painter *painter, const struct bm_page_template *page)
{
    const struct bm_layout *layout = painter->layout;
    const struct bm_folio *folio = &layout->folio;
    if (!folio->shown || (folio->not_first && painter->page->number == 1))
        return;
    bm_len w = bm_layout_columns_width(layout, layout->columns);
    bm_len y = bm_layout_line_y(layout, folio->first_line - 1);
    bm_len h = (bm_len)(folio->last_line - folio->first_line + 1) * layout->leading;
    const enum bm_align aligns[] = {BM_ALIGN_START, BM_ALIGN_CENTRE, folio->style->align};
    const bool turned = folio->mirror && painter->page->number % 2 == 0;
    const struct bm_str forms[] = {turned ? folio->text : folio->left, folio->centre,
                                   turned ? folio->left : folio->text};
    bm_len most = 0;
    struct bm_span where = folio->text_span;
    for (int i = 0; i < 3; i++) {
        struct bm_style *style = BM_NEW(painter->work, struct bm_style);
        *style = *folio->style;
        style->align = aligns[i];
        style->indent = 0;
        /* It stands on the rule at its foot. */
        const bm_len high =
            bm_paint_write_line(painter, filled(painter, page, painter->page->number, forms[i]),
                                style, layout->left, y, w, "folio");
        if (high)
            painter->lines[painter->line_count - 1].y += h - high;
        if (high > most && names_section(forms[i]) && page->section.n)
            where = page->section_span;
        else if (high > most)
            where = folio->text_span;
        most = high > most ? high : most;
    }
    struct bm_diags *diags = painter->maker->diags;
    if (inked(most, folio->style) > h)
        bm_diag(diags, BM_MSG_FOLIO_FULL, where, bm_diag_number(diags, painter->page->number),
                points(painter, inked(most, folio->style)), points(painter, h));
    if (folio->rule)
        bm_paint_rule(painter, bm_paint_artefact(painter, "folio"),
                      (struct bm_rect){layout->left, y + h, w, 0}, folio->rule, bm_paint_black());
}

/* Nameplate, ear or strip: its lines stand in the middle of the frame. */
static void write_furniture(struct bm_painter *painter, const struct bm_page_template *page,
                            const struct bm_frame *frame)
{
    struct bm_area a;
    bm_fit_furniture_area(painter->layout, frame, frame->box, &a);
    size_t first = painter->line_count;
    bm_len y = a.y;
    const struct bm_style *last = NULL;
    for (size_t i = 0; i < frame->text_count && y - a.y < FURNITURE_MOST; i++) {
        const struct bm_str text =
            filled(painter, page, painter->page->number, frame->texts[i].text);
        last = text.n ? frame->texts[i].style : last;
        /* That of a layout serves editions of every kind. */
        if (!text.n && frame->span.file == painter->edition->file)
            bm_diag(painter->maker->diags, BM_MSG_EMPTY_FURNITURE, frame->span,
                    frame->texts[i].text);
        y += bm_paint_write_line(painter, text, frame->texts[i].style, a.head_x, y, a.head_measure,
                                 "furniture");
    }
    struct bm_diags *diags = painter->maker->diags;
    if (last && inked(y - a.y, last) > a.h)
        bm_diag(diags, BM_MSG_FURNITURE_FULL, frame->span, points(painter, inked(y - a.y, last)),
                points(painter, a.h > 0 ? a.h : 0));
    bm_len spare = (a.y + a.h - y) / 2;
    for (size_t i = first; i < painter->line_count; i++)
        painter->lines[i].y += spare;
}

/* Dots from the end of an entry to its page's number. */
static void paint_leader(struct bm_painter *painter, bm_len from, bm_len to, bm_len y, bm_len size)
{
    bm_len pitch = size / 3, r = bm_len_ratio(size, 5, 100);
    const bm_len least = (to - from) / LEADER_MOST;
    pitch = pitch > least ? pitch : least;
    uint32_t node = bm_paint_artefact(painter, "guide");
    /* Counted from the right, so that the dots of all entries stand under one another. */
    for (bm_len x = to - pitch; x > from + pitch / 2; x -= pitch) {
        bm_paint_item(painter, BM_ITEM_FILL, node, (struct bm_rect){x - r, y - r, 2 * r, 2 * r},
                      bm_paint_black());
    }
}

/* An entry: the article's title, and its page at the right of the last line. Returns its height, 0
 * when it does not fit above foot. */
static bm_len write_entry(struct bm_painter *painter, const struct bm_page_template *page,
                          const struct bm_painting *article, const struct bm_area *a, bm_len y)
{
    const struct bm_guide *guide = &painter->layout->guide;
    const struct bm_style *style = guide->item;
    size_t first = painter->line_count;
    struct bm_str title = bm_galley_title(painter->work, article->fitted.galley);
    struct bm_style *end = BM_NEW(painter->work, struct bm_style);
    *end = *style;
    end->align = BM_ALIGN_END;
    bm_paint_write_line(painter, filled(painter, page, article->frames.pages[0], guide->page), end,
                        a->x, y, a->w, "guide");
    if (painter->line_count == first)
        return 0;
    const struct bm_row *at = &painter->lines[first].setting.head[0];
    bm_len room = at->x - style->size, high;
    high = bm_paint_write_line(painter, title, style, a->x, y, room, "guide");
    if (y + high > a->y + a->h) {
        painter->line_count = first;
        return 0;
    }
    struct machine_line *text = &painter->lines[painter->line_count - 1],
                        swap = painter->lines[first];
    const struct bm_row *last = &text->setting.head[text->setting.head_count - 1];
    bm_len base = last->y;
    paint_leader(painter, a->x + last->x + last->line->set_width, a->x + at->x,
                 y + base - (last->para->above - style->size / 2), style->size);
    /* The page stands on the title's last line and is read after it. */
    swap.y += base - at->y;
    painter->lines[first] = *text;
    painter->lines[painter->line_count - 1] = swap;
    bm_paint_aim(painter, first, article->ledger, article->frames.pages[0]);
    return high;
}

static void write_guide(struct bm_painter *painter, const struct bm_page_template *page,
                        const struct bm_frame *frame)
{
    struct bm_area a;
    bm_fit_furniture_area(painter->layout, frame, frame->box, &a);
    const struct bm_guide *guide = &painter->layout->guide;
    bm_len y = a.y;
    bool any = false;
    y += bm_paint_write_line(painter, guide->text, guide->head, a.x, y, a.w, "guide");
    for (uint32_t p = painter->page->number + 1; p <= painter->pages->page_count; p++)
        for (size_t i = 0; i < painter->article_count; i++) {
            const struct bm_painting *article = &painter->articles[i];
            if (!article->fitted.galley->article || article->frames.pages[0] != p ||
                !article->fitted.galley->tier_count)
                continue;
            any = true;
            bm_len high = write_entry(painter, page, article, &a, y);
            if (!high)
                bm_diag(painter->maker->diags, BM_MSG_GUIDE_FULL, frame->span,
                        bm_galley_title(painter->work, article->fitted.galley));
            y += high;
        }
    if (!any && frame->span.file == painter->edition->file)
        bm_diag0(painter->maker->diags, BM_MSG_EMPTY_GUIDE, frame->span);
}

void bm_paint_furniture(struct bm_painter *painter, const struct bm_page_template *page)
{
    for (size_t i = 0; i < page->n; i++) {
        if (page->frames[i].guide)
            write_guide(painter, page, &page->frames[i]);
        else if (page->frames[i].text_count)
            write_furniture(painter, page, &page->frames[i]);
    }
    write_folio(painter, page);
    bm_paint_machine_lines(painter, 0);
}

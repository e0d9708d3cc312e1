/* The frame of every file, and escapes. */
#include "epaper/html.h"

#include "base/labels.h"

/* No script at all, and nothing from elsewhere; "file:" is for those who open it from a disk. */
#define POLICY                                                                                     \
    "default-src 'none'; img-src 'self' file:; style-src 'self' file:; base-uri 'none'; "          \
    "form-action 'none'"

void bm_html_text(struct bm_buf *out, struct bm_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '&':
            bm_buf_c(out, "&amp;");
            break;
        case '<':
            bm_buf_c(out, "&lt;");
            break;
        case '>':
            bm_buf_c(out, "&gt;");
            break;
        case '"':
            bm_buf_c(out, "&quot;");
            break;
        case '\r': /* else it becomes a line feed */
            bm_buf_c(out, "&#13;");
            break;
        default:
            bm_buf_char(out, text.p[i]);
        }
    }
}

void bm_html_c(struct bm_buf *out, const char *text)
{
    bm_html_text(out, bm_str_c(text));
}

static struct bm_str language(const struct bm_epaper *e)
{
    return e->pages->language.n ? e->pages->language : BM_STR("zh-Hans");
}

void bm_html_lang(const struct bm_epaper *e, struct bm_buf *out)
{
    static const char *const names[] = {[BM_LANG_EN] = "en", [BM_LANG_ZH] = "zh-Hans"};
    const char *wanted = names[e->options->lang];
    const struct bm_str is = language(e);
    if (is.n < 2 || memcmp(is.p, wanted, 2) != 0)
        bm_buf_printf(out, " lang=\"%s\"", wanted);
}

static void put_link(struct bm_buf *out, const char *relation, const char *file)
{
    if (*file)
        bm_buf_printf(out, "<link rel=\"%s\" href=\"%s\">\n", relation, file);
}

static void put_head(const struct bm_epaper *e, const struct bm_html_page *page, struct bm_buf *out)
{
    bm_buf_c(out, "<!DOCTYPE html>\n<html lang=\"");
    bm_html_text(out, language(e));
    bm_buf_c(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                  "<meta name=\"generator\" content=\"" BM_EPAPER_GENERATOR "\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"format-detection\" content=\"telephone=no\">\n<title>");
    bm_html_text(out, page->title);
    bm_buf_c(out, "</title>\n");
    if (page->description.n) {
        bm_buf_c(out, "<meta name=\"description\" content=\"");
        bm_html_text(out, page->description);
        bm_buf_c(out, "\">\n");
    }
    if (e->options->address.n) {
        bm_buf_c(out, "<link rel=\"canonical\" href=\"");
        bm_html_text(out, e->options->address);
        bm_html_text(out, page->file);
        bm_buf_c(out, "\">\n");
    }
    put_link(out, "prev", page->previous);
    put_link(out, "next", page->next);
    bm_buf_c(out, "<link rel=\"stylesheet\" href=\"epaper.css\">\n");
    bm_buf_str(out, page->data);
    bm_buf_c(out, "</head>\n");
}

bool bm_html_is_date(struct bm_str date)
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof form - 1; i++) {
        const char c = i < date.n ? date.p[i] : 0;
        if (form[i] == '0' ? c < '0' || c > '9' : c != form[i])
            return false;
    }
    return date.n == sizeof form - 1;
}

void bm_html_date(const struct bm_epaper *e, struct bm_buf *out)
{
    const struct bm_str date = e->pages->date;
    if (!bm_html_is_date(date) || e->options->lang != BM_LANG_ZH) {
        bm_html_text(out, date);
        return;
    }
    bm_buf_printf(out, "%.4s年%d月%d日", date.p, (date.p[5] - '0') * 10 + date.p[6] - '0',
                  (date.p[8] - '0') * 10 + date.p[9] - '0');
}

/* A part of the line under the masthead. */
static void put_part(struct bm_buf *out, struct bm_str text)
{
    if (!text.n)
        return;
    bm_buf_c(out, "<span>");
    bm_html_text(out, text);
    bm_buf_c(out, "</span>");
}

/* 第7号 as it was written; of digits alone 第0001期. */
static void put_number(const struct bm_epaper *e, struct bm_buf *out)
{
    const struct bm_str number = e->pages->number;
    size_t i = 0;
    while (i < number.n && number.p[i] >= '0' && number.p[i] <= '9')
        i++;
    if (!number.n || i < number.n) {
        put_part(out, number);
        return;
    }
    bm_buf_c(out, "<span>");
    bm_buf_printf(out, BM_WORD(e, EP_NUMBER), (int)number.n, number.p);
    bm_buf_c(out, "</span>");
}

/* Day, title and number, as far as they are known. */
static void put_issue(const struct bm_epaper *e, struct bm_buf *out)
{
    const struct bm_pages *p = e->pages;
    const bool title = !bm_str_eq(p->title, e->paper);
    if (!p->date.n && !(title && p->title.n) && !p->number.n)
        return;
    bm_buf_c(out, "<p class=\"issue\">");
    if (p->date.n) {
        if (bm_html_is_date(p->date))
            bm_buf_printf(out, "<time datetime=\"%.10s\">", p->date.p);
        else
            bm_buf_c(out, "<span>");
        bm_html_date(e, out);
        bm_buf_c(out, bm_html_is_date(p->date) ? "</time>" : "</span>");
    }
    if (title)
        put_part(out, p->title);
    put_number(e, out);
    bm_buf_c(out, "</p>\n");
}

void bm_html_begin(const struct bm_epaper *e, const struct bm_html_page *page, struct bm_buf *out)
{
    put_head(e, page, out);
    bm_buf_printf(out, "<body class=\"%s\">\n<a class=\"skip\" href=\"#main\"", page->kind);
    bm_html_lang(e, out);
    bm_buf_c(out, ">");
    bm_html_c(out, BM_WORD(e, EP_SKIP));
    bm_buf_c(out, "</a>\n<header class=\"mast\">\n<p class=\"paper\"><a href=\"index.html\">");
    bm_html_text(out, e->paper);
    bm_buf_c(out, "</a></p>\n");
    put_issue(e, out);
    bm_buf_c(out, "</header>\n<main id=\"main\">\n");
}

void bm_html_end(const struct bm_epaper *e, struct bm_buf *out)
{
    bm_buf_c(out, "</main>\n<footer class=\"foot\">\n<p>");
    put_part(out, e->paper);
    put_part(out, e->pages->cn);
    put_part(out, e->pages->publisher);
    bm_buf_c(out, "</p>\n</footer>\n</body>\n</html>\n");
}

void bm_html_page_name(const struct bm_epaper *e, size_t page, struct bm_buf *out)
{
    const struct bm_page *p = &e->pages->pages[page];
    bm_buf_c(out, "<span class=\"number\"");
    bm_html_lang(e, out);
    bm_buf_c(out, ">");
    bm_buf_printf(out, BM_WORD(e, EP_PAGE), p->number);
    bm_buf_c(out, "</span>");
    if (!p->section.n)
        return;
    bm_buf_c(out, " <span class=\"section\">");
    bm_html_text(out, p->section);
    bm_buf_c(out, "</span>");
}

#include "desk/annotate.h"

#include <qpdf/qpdf-c.h>
#include <time.h>

/* Inks by round: red, blue, green. */
static const char *const inks[] = {"[0.8 0.1 0.1]", "[0.1 0.25 0.8]", "[0.05 0.5 0.2]"};

/* A box in a page's own units, y up. */
struct box {
    double x0, y0, x1, y1;
};

static bool box_of(qpdf_data q, qpdf_oh page, const char *key, struct box *box)
{
    const qpdf_oh array = qpdf_oh_get_key(q, page, key);
    double v[4];
    if (!qpdf_oh_is_array(q, array) || qpdf_oh_get_array_n_items(q, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        v[i] = qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, array, i));
    *box = (struct box){v[0], v[1], v[2], v[3]};
    return true;
}

/* 1/100 pt from the page's corner to the units of the PDF; no locale. */
static void put_number(struct bm_buf *b, double value)
{
    bm_buf_char(b, ' ');
    bm_buf_decimal(b, (int64_t)(value * 100 + (value < 0 ? -0.5 : 0.5)), 2);
}

static void put_rect(struct bm_buf *b, const struct box *page, const struct bm_desk_spot *s,
                     bool quad)
{
    const double x0 = page->x0 + s->x / 100.0, x1 = x0 + s->width / 100.0;
    const double y1 = page->y1 - s->y / 100.0, y0 = y1 - s->height / 100.0;
    const double corners[] = {x0, y1, x1, y1, x0, y0, x1, y0}, sides[] = {x0, y0, x1, y1};
    for (size_t i = 0; i < (quad ? 8u : 4u); i++)
        put_number(b, quad ? corners[i] : sides[i]);
}

/* All that a note has on one page. */
static struct bm_desk_spot around(const struct bm_annotation *a, uint32_t page)
{
    struct bm_desk_spot all = {0};
    int32_t right = 0, foot = 0;
    for (size_t i = 0; i < a->spot_count; i++) {
        const struct bm_desk_spot *s = &a->spots[i];
        if (s->page != page)
            continue;
        if (!all.page)
            all = *s;
        all.x = s->x < all.x ? s->x : all.x;
        all.y = s->y < all.y ? s->y : all.y;
        right = s->x + s->width > right ? s->x + s->width : right;
        foot = s->y + s->height > foot ? s->y + s->height : foot;
    }
    all.width = right - all.x;
    all.height = foot - all.y;
    return all;
}

static const char *subtype(const struct bm_annotation *a)
{
    switch (a->sort) {
    case BM_SORT_DELETE:
    case BM_SORT_JOIN:
        return "StrikeOut";
    case BM_SORT_INSERT:
    case BM_SORT_SPLIT:
        return "Caret";
    case BM_SORT_REPLACE:
    case BM_SORT_SWAP:
    case BM_SORT_MOVE:
    case BM_SORT_STET:
    case BM_SORT_QUERY:
        return "Highlight";
    default:
        return "Square";
    }
}

static void put_date(struct bm_buf *b, int64_t at)
{
    const time_t t = (time_t)at;
    struct tm tm = {0};
    gmtime_r(&t, &tm);
    bm_buf_printf(b, "(D:%04d%02d%02d%02d%02d%02dZ)", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                  tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static qpdf_oh annotation(qpdf_data q, const struct bm_annotation *a, uint32_t page,
                          const struct box *box)
{
    const struct bm_desk_spot all = around(a, page);
    const char *type = subtype(a);
    const bool quads = strcmp(type, "StrikeOut") == 0 || strcmp(type, "Highlight") == 0;
    struct bm_buf b = {0}, text = {0};
    bm_buf_printf(&b, "<</Type/Annot/Subtype/%s/F 4/C%s/NM(banmian-%lld)/M", type,
                  inks[(a->round ? a->round - 1 : 0) % BM_COUNT(inks)], (long long)a->number);
    put_date(&b, a->at);
    bm_buf_c(&b, "/Rect[");
    put_rect(&b, box, &all, false);
    bm_buf_char(&b, ']');
    if (quads) {
        bm_buf_c(&b, "/QuadPoints[");
        for (size_t i = 0; i < a->spot_count; i++)
            if (a->spots[i].page == page)
                put_rect(&b, box, &a->spots[i], true);
        bm_buf_char(&b, ']');
    }
    bm_buf_c(&b, ">>");
    bm_buf_char(&b, '\0');
    const qpdf_oh dict = qpdf_oh_parse(q, b.p);
    bm_buf_str(&text, a->says);
    bm_buf_char(&text, '\0');
    qpdf_oh_replace_key(q, dict, "/Contents", qpdf_oh_new_unicode_string(q, text.p));
    text.n = 0;
    bm_buf_str(&text, a->who);
    bm_buf_char(&text, '\0');
    qpdf_oh_replace_key(q, dict, "/T", qpdf_oh_new_unicode_string(q, text.p));
    bm_buf_free(&b);
    bm_buf_free(&text);
    return qpdf_make_indirect_object(q, dict);
}

static void annotate_page(qpdf_data q, qpdf_oh page, uint32_t number, const struct bm_annotation *v,
                          size_t n)
{
    struct box box;
    qpdf_oh list = qpdf_oh_get_key(q, page, "/Annots");
    if (!box_of(q, page, "/TrimBox", &box) && !box_of(q, page, "/MediaBox", &box))
        return;
    if (!qpdf_oh_is_array(q, list)) {
        list = qpdf_oh_new_array(q);
        qpdf_oh_replace_key(q, page, "/Annots", list);
        list = qpdf_oh_get_key(q, page, "/Annots");
    }
    for (size_t i = 0; i < n; i++) {
        bool here = false;
        for (size_t k = 0; k < v[i].spot_count; k++)
            here = here || v[i].spots[k].page == number;
        if (here)
            qpdf_oh_append_item(q, list, annotation(q, &v[i], number, &box));
    }
}

bool bm_annotate(struct bm_arena *arena, struct bm_str pdf, const struct bm_annotation *v, size_t n,
                 struct bm_buf *out)
{
    (void)arena;
    qpdf_data q = qpdf_init();
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    bool fine = qpdf_read_memory(q, "-", pdf.p, pdf.n, NULL) == QPDF_SUCCESS;
    const int pages = fine ? qpdf_get_num_pages(q) : -1;
    for (int i = 0; i < pages; i++)
        annotate_page(q, qpdf_get_page_n(q, (size_t)i), (uint32_t)i + 1, v, n);
    fine = pages > 0 && qpdf_init_write_memory(q) == QPDF_SUCCESS;
    if (fine) {
        qpdf_set_deterministic_ID(q, QPDF_TRUE);
        qpdf_set_preserve_unreferenced_objects(q, QPDF_TRUE);
        fine = qpdf_write(q) == QPDF_SUCCESS;
    }
    if (fine)
        bm_buf_put(out, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
    qpdf_cleanup(&q);
    return fine;
}

/* Where an article went, in the words that an editor would use. */
#include "proof/plans.h"

#include "base/labels.h"

/* Left, middle, right, or all of the width; top, middle, foot. */
struct place {
    const struct bm_page *page;
    struct bm_rect rect;
    int across, down;
};

enum {
    FIRST,
    MIDDLE,
    LAST,
    WHOLE
};

static int third(bm_len from, bm_len extent, bm_len start, bm_len whole)
{
    int64_t middle = 2 * ((int64_t)from - start) + extent; /* in halves */
    if ((int64_t)extent * 20 >= (int64_t)whole * 17)
        return WHOLE;
    return middle * 5 < (int64_t)whole * 4   ? FIRST
           : middle * 5 > (int64_t)whole * 6 ? LAST
                                             : MIDDLE;
}

static bool find(struct place *p, const struct bm_plans *plans, size_t plan, uint32_t article)
{
    const struct bm_pages *pages = plans->v[plan];
    const struct bm_ledger *l = bm_plans_article(plans, plan, article);
    if (!l || !l->frame_count)
        return false;
    p->page = NULL;
    for (size_t i = 0; i < pages->page_count; i++)
        if (pages->pages[i].number == l->frames[0].page)
            p->page = &pages->pages[i];
    if (!p->page)
        return false;
    const struct bm_rect *r = &l->frames[0].rect, *area = &p->page->type_area;
    p->rect = *r;
    p->across = third(r->x, r->w, area->x, area->w);
    p->down = third(r->y, r->h, area->y, area->h);
    return true;
}

static void name(struct bm_buf *out, const struct place *p, enum bm_lang lang)
{
    static const char *const words[2][4][4] = {
        /* by across, down */
        {{"top left", "left", "foot left", "left side"},
         {"top middle", "middle", "foot middle", "middle"},
         {"top right", "right", "foot right", "right side"},
         {"top, full width", "full width", "foot, full width", "all"}},
        {{"左上", "左中", "左下", "左侧"},
         {"中上", "正中", "中下", "中部"},
         {"右上", "右中", "右下", "右侧"},
         {"通栏上", "通栏中", "通栏下", "整版"}}};
    bm_buf_c(out, words[lang][p->across][p->down]);
}

/* Nearest whole number of grid lines. */
static int64_t lines(bm_len length, bm_len grid)
{
    return grid > 0 ? (2 * (int64_t)length + (length < 0 ? -grid : grid)) / (2 * (int64_t)grid) : 0;
}

static void columns_words(struct bm_buf *out, const struct place *a, const struct place *b,
                          enum bm_lang lang)
{
    bm_len wider = b->rect.w - a->rect.w;
    if (a->page->number != b->page->number) {
        bm_buf_printf(out, BM_LABEL(MOVE_PAGE, lang), a->page->number);
        name(out, a, lang);
        bm_buf_printf(out, BM_LABEL(MOVE_TO_PAGE, lang), b->page->number);
        name(out, b, lang);
        return;
    }
    name(out, a, lang);
    if (a->across != b->across || a->down != b->down) {
        bm_buf_c(out, BM_LABEL(MOVE_TO, lang));
        name(out, b, lang);
    } else if (wider >= a->page->grid) {
        bm_buf_c(out, BM_LABEL(MOVE_WIDER, lang));
    } else if (wider <= -a->page->grid) {
        bm_buf_c(out, BM_LABEL(MOVE_NARROWER, lang));
    } else {
        bm_buf_c(out, BM_LABEL(MOVE_SHIFTED, lang));
    }
}

static void lines_words(struct bm_buf *out, const struct place *a, const struct place *b,
                        enum bm_lang lang)
{
    int64_t down = lines(b->rect.y - a->rect.y, a->page->grid);
    int64_t taller = lines(b->rect.h - a->rect.h, a->page->grid);
    const char *unit = BM_LABEL(MOVE_LINES, lang);
    if (down)
        bm_buf_printf(out, "%s%lld%s", down > 0 ? "↓" : "↑", (long long)(down > 0 ? down : -down),
                      unit);
    if (down && taller)
        bm_buf_c(out, BM_LABEL(MOVE_AND, lang));
    if (taller)
        bm_buf_printf(out, "%s %s%lld%s", BM_LABEL(MOVE_HEIGHT, lang), taller > 0 ? "+" : "−",
                      (long long)(taller > 0 ? taller : -taller), down ? "" : unit);
}

void bm_place_words(const struct bm_plans *plans, size_t plan, uint32_t article, enum bm_lang lang,
                    struct bm_buf *out)
{
    struct place a, b;
    if (!find(&a, plans, 0, article) || !find(&b, plans, plan, article))
        return;
    if (bm_plans_move(plans, plan, article) == BM_OTHER_COLUMNS)
        columns_words(out, &a, &b, lang);
    else
        lines_words(out, &a, &b, lang);
}

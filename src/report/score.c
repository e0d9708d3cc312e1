/* The block score of a page, from the rectangles of its articles. */
#include "report/score.h"

#include "base/json.h"
#include "base/labels.h"
#include "page/ledger.h"

#include <math.h>
#include <stdlib.h>

#define EPSILON 1e-9

static const struct {
    const char *name, *said; /* in reports and English; in Chinese */
    double full, none, weight;
} marks[] = {
#define MARK(id, name, said, full, none, weight) {name, said, full, none, weight},
    BM_SCORE_MARKS(MARK)
#undef MARK
};

const char *bm_score_name(enum bm_score_mark mark)
{
    return marks[mark].name;
}

/* Blocks as shares of their common box. */
struct field {
    struct share {
        double x0, y0, x1, y1, ratio; /* ratio: height ÷ width on paper */
        bool foot;
    } * v;
    size_t n, lead;
    double *at; /* room for 2 n numbers */
};

static double greater(double a, double b)
{
    return a > b ? a : b;
}

static void share_out(const struct bm_score_block *blocks, size_t n, struct field *f)
{
    bm_len left = INT32_MAX, top = INT32_MAX, right = INT32_MIN, bottom = INT32_MIN;
    for (size_t i = 0; i < n; i++) {
        const struct bm_rect *r = &blocks[i].rect;
        left = r->x < left ? r->x : left;
        top = r->y < top ? r->y : top;
        right = r->x + r->w > right ? r->x + r->w : right;
        bottom = r->y + r->h > bottom ? r->y + r->h : bottom;
    }
    const double w = right > left ? right - left : 1, h = bottom > top ? bottom - top : 1;
    for (size_t i = 0; i < n; i++) {
        const struct bm_rect *r = &blocks[i].rect;
        f->v[i] = (struct share){(r->x - left) / w,
                                 (r->y - top) / h,
                                 (r->x + r->w - left) / w,
                                 (r->y + r->h - top) / h,
                                 r->w ? (double)r->h / r->w : 0,
                                 false};
        f->v[i].foot = f->v[i].y1 >= .97;
        f->lead = blocks[i].lead ? i : f->lead;
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Classes of numbers: a new one begins more than `step` above the one before. */
static double classes(double *v, size_t n, double step)
{
    size_t found = 0;
    qsort(v, n, sizeof *v, ascending);
    for (size_t i = 0, from = 0; i < n; i++)
        if (!i || v[i] > v[from] + step + EPSILON) {
            from = i;
            found++;
        }
    return (double)found;
}

static double share_of(const struct field *f, double (*is)(const struct share *))
{
    double found = 0;
    for (size_t i = 0; i < f->n; i++)
        found += is(&f->v[i]);
    return found / (double)f->n;
}

static double is_tall(const struct share *s)
{
    return s->ratio > 2.2;
}

static double is_flat(const struct share *s)
{
    return s->ratio < .4;
}

static double is_low(const struct share *s)
{
    return s->y1 - s->y0 < .12 - EPSILON;
}

static double is_strip(const struct share *s)
{
    return s->x1 - s->x0 > .93;
}

/* The lead beside the others. */
static void compare_lead(const struct field *f, double value[BM_SCORES])
{
    const struct share *lead = &f->v[f->lead];
    const double width = lead->x1 - lead->x0, area = width * (lead->y1 - lead->y0);
    double wide = 0, foot = 0, large = 0;
    for (size_t i = 0; i < f->n; i++) {
        const struct share *s = &f->v[i];
        if (i == f->lead)
            continue;
        if (s->foot) {
            foot = greater(foot, s->x1 - s->x0);
            continue;
        }
        wide = greater(wide, s->x1 - s->x0);
        large = greater(large, (s->x1 - s->x0) * (s->y1 - s->y0));
    }
    value[BM_SCORE_LEAD_WIDTH] = width;
    value[BM_SCORE_WIDER] = wide / greater(width, EPSILON);
    value[BM_SCORE_FOOT] = foot / greater(width, EPSILON);
    value[BM_SCORE_LARGEST] = large > 0 ? area / large : 1;
    value[BM_SCORE_CORNER] = lead->x0 <= .02 && lead->y0 <= .25;
}

/* The longest part of the line at x that enters no block. */
static double free_down(const struct field *f, double x)
{
    double longest = 0, y = 0;
    while (y < 1) {
        /* The next block that is entered from y on, and how far it goes. */
        double from = 1, to = 1;
        for (size_t i = 0; i < f->n; i++) {
            const struct share *s = &f->v[i];
            if (x <= s->x0 + .006 || x >= s->x1 - .006 || s->y1 <= y || s->y0 >= from)
                continue;
            from = greater(s->y0, y);
            to = s->y1;
        }
        longest = greater(longest, from - y);
        y = from < 1 ? to : 1;
    }
    return longest;
}

static double find_spine(const struct field *f)
{
    double longest = 0;
    for (size_t i = 0; i < 2 * f->n; i++) {
        const struct share *s = &f->v[i / 2];
        const double x = i % 2 ? s->x1 : s->x0;
        if (x >= .05 && x <= .95)
            longest = greater(longest, free_down(f, x));
    }
    return longest;
}

static double count_level(const struct field *f)
{
    double found = 0;
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->n; k++) {
            const struct share *a = &f->v[i], *b = &f->v[k];
            const double gap = b->x0 - a->x1;
            found += i != k && fabs(gap) < .06 && a->y0 < b->y1 && b->y0 < a->y1 &&
                     fabs(a->y0 - b->y0) <= .015;
        }
    return found;
}

/* Lines under blocks, over which hardly any block reaches. */
static double count_across(const struct field *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        const double y = f->v[i].y1;
        double met = 0;
        if (y < .05 || y > .95)
            continue;
        for (size_t k = 0; k < f->n; k++)
            met += f->v[k].y0 + .006 < y && y < f->v[k].y1 - .006 ? f->v[k].x1 - f->v[k].x0 : 0;
        if (met <= .03)
            f->at[n++] = y;
    }
    return classes(f->at, n, .03);
}

static double count_widths(const struct field *f)
{
    for (size_t i = 0; i < f->n; i++)
        f->at[i] = f->v[i].x1 - f->v[i].x0;
    return classes(f->at, f->n, .03);
}

static double count_edges(const struct field *f)
{
    double found = 0;
    for (int right = 0; right < 2; right++) {
        for (size_t i = 0; i < f->n; i++)
            f->at[i] = right ? f->v[i].x1 : f->v[i].x0;
        found += classes(f->at, f->n, .02);
    }
    return found;
}

static double mark_of(size_t k, double value)
{
    const double m = (value - marks[k].none) / (marks[k].full - marks[k].none);
    /* Two strips in place of one are a small fault, three a page of strips. */
    if (k == BM_SCORE_STRIPS && value > 1 && value < 3)
        return .4;
    if (k == BM_SCORE_LEAD_WIDTH && value > .75)
        return value < 1 ? (1 - value) / .25 : 0;
    return m > 1 ? 1 : m > 0 ? m : 0;
}

/* Sizes of heads: the lead's beside the next, and how many there are. */
static void compare_heads(const struct bm_score_block *blocks, const struct field *f,
                          struct bm_score *score)
{
    bm_len next = 0;
    for (size_t i = 0; i < f->n; i++) {
        f->at[i] = blocks[i].head;
        next = i != f->lead && blocks[i].head > next ? blocks[i].head : next;
    }
    score->heads = (uint32_t)classes(f->at, f->n, .5);
    score->contrast = next > 0 ? (double)blocks[f->lead].head / next : 0;
}

void bm_score_blocks(const struct bm_score_block *blocks, size_t n, struct bm_score *score)
{
    struct bm_arena *arena = bm_arena_new();
    struct field f = {BM_NEW_N(arena, n, struct share), n, 0, BM_NEW_N(arena, 2 * n, double)};
    double got = 0, all = 0;
    *score = (struct bm_score){.blocks = (uint32_t)n};
    share_out(blocks, n, &f);
    compare_lead(&f, score->value);
    score->value[BM_SCORE_TALL] = share_of(&f, is_tall);
    score->value[BM_SCORE_FLAT] = share_of(&f, is_flat);
    score->value[BM_SCORE_SPINE] = find_spine(&f);
    score->value[BM_SCORE_STRIPS] = share_of(&f, is_strip) * (double)n;
    score->value[BM_SCORE_SHALLOW] = share_of(&f, is_low);
    score->value[BM_SCORE_WIDTHS] = count_widths(&f);
    score->value[BM_SCORE_EDGES] = count_edges(&f);
    score->value[BM_SCORE_LEVEL] = count_level(&f);
    score->value[BM_SCORE_ACROSS] = count_across(&f);
    for (size_t k = 0; k < BM_SCORES; k++) {
        score->mark[k] = mark_of(k, score->value[k]);
        got += score->mark[k] * marks[k].weight;
        all += marks[k].weight;
    }
    score->total = 100 * got / all;
    compare_heads(blocks, &f, score);
    bm_arena_drop(arena);
}

/* The frames of an article on the page in one; false: it has none there. */
static bool box_on(const struct bm_ledger *a, uint32_t page, struct bm_rect *out)
{
    bm_len right = 0, bottom = 0;
    bool any = false;
    for (size_t i = 0; i < a->frame_count; i++) {
        const struct bm_rect *r = &a->frames[i].rect;
        if (a->frames[i].page != page)
            continue;
        const bm_len x = any && out->x < r->x ? out->x : r->x;
        const bm_len y = any && out->y < r->y ? out->y : r->y;
        right = any && right > r->x + r->w ? right : r->x + r->w;
        bottom = any && bottom > r->y + r->h ? bottom : r->y + r->h;
        *out = (struct bm_rect){x, y, right - x, bottom - y};
        any = true;
    }
    return any;
}

/* The box of all articles' frames on the page. */
static struct bm_rect field_of(const struct bm_pages *pages, uint32_t page)
{
    bm_len left = INT32_MAX, top = INT32_MAX, right = INT32_MIN, bottom = INT32_MIN;
    for (size_t a = 0; a < pages->article_count; a++) {
        struct bm_rect r;
        if (pages->nodes[pages->articles[a].node].role != BM_ROLE_ARTICLE ||
            !box_on(&pages->articles[a], page, &r))
            continue;
        left = r.x < left ? r.x : left;
        top = r.y < top ? r.y : top;
        right = r.x + r.w > right ? r.x + r.w : right;
        bottom = r.y + r.h > bottom ? r.y + r.h : bottom;
    }
    if (right <= left || bottom <= top)
        return (struct bm_rect){0};
    return (struct bm_rect){left, top, right - left, bottom - top};
}

size_t bm_score_pictures(const struct bm_pages *pages, const struct bm_page *page,
                         struct bm_score_picture *out)
{
    const struct bm_rect f = field_of(pages, page->number);
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_item *item = &page->items[i];
        const struct bm_rect *r = &item->rect;
        if (item->kind != BM_ITEM_PICTURE || !f.w || !f.h ||
            pages->nodes[item->node].article >= pages->article_count)
            continue;
        const struct bm_score_picture p = {pages->nodes[item->node].article, (double)r->w / f.w,
                                           (double)r->w / f.w * r->h / f.h,
                                           (double)(r->y - f.y) / f.h};
        size_t k = n++;
        for (; k && out[k - 1].area < p.area; k--)
            out[k] = out[k - 1];
        out[k] = p;
    }
    return n;
}

bool bm_score_page(const struct bm_pages *pages, const struct bm_page *page, struct bm_score *score)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_score_block *blocks =
        BM_NEW_N(arena, pages->article_count + 1, struct bm_score_block);
    uint32_t *block_of = BM_NEW_N(arena, pages->article_count + 1, uint32_t);
    size_t n = 0, lead = 0;
    for (size_t a = 0; a < pages->article_count; a++) {
        block_of[a] = UINT32_MAX;
        if (pages->nodes[pages->articles[a].node].role == BM_ROLE_ARTICLE &&
            box_on(&pages->articles[a], page->number, &blocks[n].rect))
            block_of[a] = (uint32_t)n++;
    }
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_item *item = &page->items[i];
        const struct bm_node *node = &pages->nodes[item->node];
        if (item->kind != BM_ITEM_RUN || node->role != BM_ROLE_HEAD ||
            node->article >= pages->article_count || block_of[node->article] == UINT32_MAX)
            continue;
        struct bm_score_block *b = &blocks[block_of[node->article]];
        b->head = item->run.size > b->head ? item->run.size : b->head;
    }
    for (size_t i = 1; i < n; i++) {
        const struct bm_score_block *a = &blocks[i], *b = &blocks[lead];
        const int64_t more = (int64_t)a->rect.w * a->rect.h - (int64_t)b->rect.w * b->rect.h;
        lead = a->head > b->head || (a->head == b->head && more > 0) ? i : lead;
    }
    blocks[lead].lead = true;
    if (n)
        bm_score_blocks(blocks, n, score);
    bm_arena_drop(arena);
    return n > 0;
}

/* The largest, and what the next is of it. */
static void list_pictures(const struct bm_pages *pages, const struct bm_page *page,
                          enum bm_lang lang, struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_score_picture *v = BM_NEW_N(arena, page->n + 1, struct bm_score_picture);
    const size_t n = bm_score_pictures(pages, page, v);
    if (n)
        bm_buf_printf(out, BM_LABEL(SCORE_PICTURE, lang), v->width, v->area);
    if (n > 1)
        bm_buf_printf(out, BM_LABEL(SCORE_PICTURES, lang), v[1].area / greater(v->area, EPSILON));
    bm_arena_drop(arena);
}

static void write_pictures(const struct bm_pages *pages, const struct bm_page *page,
                           struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_score_picture *v = BM_NEW_N(arena, page->n + 1, struct bm_score_picture);
    const size_t n = bm_score_pictures(pages, page, v);
    bm_buf_c(out, ",\"pictures\":[");
    for (size_t i = 0; i < n; i++) {
        bm_buf_c(out, i ? ",{\"article\":" : "{\"article\":");
        bm_json_string(out, pages->articles[v[i].article].name);
        bm_buf_printf(out, ",\"width\":%.3f,\"area\":%.4f,\"top\":%.3f}", v[i].width, v[i].area,
                      v[i].top);
    }
    bm_buf_char(out, ']');
    bm_arena_drop(arena);
}

void bm_score_list(const struct bm_pages *pages, enum bm_lang lang, struct bm_buf *out)
{
    for (size_t p = 0; p < pages->page_count; p++) {
        struct bm_score s;
        if (!bm_score_page(pages, &pages->pages[p], &s))
            continue;
        bm_buf_printf(out, BM_LABEL(SCORE, lang), pages->pages[p].number, s.total);
        for (size_t k = 0; k < BM_SCORES; k++)
            if (s.mark[k] < 1)
                bm_buf_printf(out, BM_LABEL(SCORE_MARK, lang),
                              lang == BM_LANG_ZH ? marks[k].said : marks[k].name, s.value[k]);
        if (s.contrast > 0)
            bm_buf_printf(out, BM_LABEL(SCORE_CONTRAST, lang), s.contrast);
        list_pictures(pages, &pages->pages[p], lang, out);
        bm_buf_char(out, '\n');
    }
}

void bm_score_json(const struct bm_pages *pages, struct bm_buf *out)
{
    for (size_t p = 0; p < pages->page_count; p++) {
        struct bm_score s;
        if (!bm_score_page(pages, &pages->pages[p], &s))
            continue;
        bm_buf_printf(out,
                      "{\"type\":\"score\",\"page\":%u,\"score\":%.1f,\"blocks\":%u,\"heads\":%u,"
                      "\"contrast\":%.2f",
                      pages->pages[p].number, s.total, s.blocks, s.heads, s.contrast);
        for (int which = 0; which < 2; which++) {
            bm_buf_c(out, which ? ",\"marks\":{" : ",\"values\":{");
            for (size_t k = 0; k < BM_SCORES; k++)
                bm_buf_printf(out, "%s\"%s\":%.3f", k ? "," : "", marks[k].name,
                              which ? s.mark[k] : s.value[k]);
            bm_buf_char(out, '}');
        }
        write_pictures(pages, &pages->pages[p], out);
        bm_buf_c(out, "}\n");
    }
}

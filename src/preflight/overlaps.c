/* Ink over ink. Boxes of all that is printed are swept from the page's top to its foot; what meets
 * there is held against each other by the ink of its glyphs. What a line's own glyphs do to each
 * other (kerning, marks) is no fault, nor is what stands on a panel. */
#include "preflight/boxes.h"
#include "preflight/checks.h"
#include "preflight/limits.h"

#include <stdlib.h>

/* Ink that is shared by less is not seen, in parts of the size: outlines meet at a hair. */
#define SEEN 20
/* Without a size: pictures. */
#define SEEN_LEAST (BM_PT / 2)

struct sweep {
    struct bm_walk *walk;
    struct bm_arena *arena;
    uint64_t compared;
    size_t found;
};

static bm_len smaller(bm_len a, bm_len b)
{
    return a < b ? a : b;
}

/* Ink may leave the em box: descenders, swashes. */
static struct bm_rect wide(const struct bm_ink_box *b)
{
    const bm_len more = b->kind == BM_BOX_TEXT ? b->item->run.size / 4 : 0;
    return (struct bm_rect){b->rect.x - more, b->rect.y - more, b->rect.w + 2 * more,
                            b->rect.h + 2 * more};
}

static int from_top(const void *pa, const void *pb)
{
    const struct bm_ink_box *a = *(struct bm_ink_box *const *)pa;
    const struct bm_ink_box *b = *(struct bm_ink_box *const *)pb;
    const bm_len x = wide(a).y, y = wide(b).y;
    if (x != y)
        return x < y ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a < b ? -1 : a > b;
}

static bm_len seen_of(const struct bm_ink_box *a, const struct bm_ink_box *b)
{
    bm_len size = 0;
    if (a->kind == BM_BOX_TEXT)
        size = a->item->run.size;
    if (b->kind == BM_BOX_TEXT)
        size = size ? smaller(size, b->item->run.size) : b->item->run.size;
    return size ? size / SEEN : SEEN_LEAST;
}

/* What two inks share, if it is seen; of no size when not. A thin line is seen when half of it is.
 */
static struct bm_rect share(const struct bm_rect *a, const struct bm_rect *b, bm_len seen)
{
    const struct bm_rect r = bm_rect_both(*a, *b);
    const bool across = r.w > smaller(seen, smaller(a->w, b->w) / 2);
    return across && r.h > smaller(seen, smaller(a->h, b->h) / 2) ? r : (struct bm_rect){0};
}

/* How deep the ink of one is in that of the other, and where (all of it); 0: it is not. */
static bm_len shared_ink(struct sweep *s, struct bm_ink_box *a, struct bm_ink_box *b,
                         struct bm_rect *where)
{
    const struct bm_rect near = bm_rect_both(wide(a), wide(b));
    const bm_len seen = seen_of(a, b);
    const struct bm_rect *as = &a->rect, *bs = &b->rect;
    size_t an = 1, bn = 1;
    bm_len depth = 0;
    if (a->kind == BM_BOX_TEXT) {
        as = bm_ink_of_glyphs(a, s->walk->inks, s->arena);
        an = a->item->run.n;
    }
    if (b->kind == BM_BOX_TEXT) {
        bs = bm_ink_of_glyphs(b, s->walk->inks, s->arena);
        bn = b->item->run.n;
    }
    for (size_t i = 0; i < an; i++) {
        const struct bm_rect part = bm_rect_both(as[i], near);
        s->compared++;
        if (!part.w && !part.h)
            continue;
        for (size_t k = 0; k < bn; k++, s->compared++) {
            const struct bm_rect r = share(&as[i], &bs[k], seen);
            if (!r.w || !r.h)
                continue;
            const bm_len deep = smaller(r.w, r.h);
            if (!depth)
                *where = r;
            const bm_len right = r.x + r.w, foot = r.y + r.h;
            const bm_len last = where->x + where->w, end = where->y + where->h;
            where->x = smaller(where->x, r.x);
            where->y = smaller(where->y, r.y);
            where->w = (right > last ? right : last) - where->x;
            where->h = (foot > end ? foot : end) - where->y;
            depth = deep > depth ? deep : depth;
        }
    }
    return depth;
}

/* Runs of one line that follow one another; what was laid over the other is none. */
static bool same_line(const struct bm_ink_box *a, const struct bm_ink_box *b)
{
    if (a->whole != b->whole)
        return false;
    const struct bm_rect both = bm_rect_both(a->rect, b->rect);
    const bm_len most = smaller(a->item->run.size, b->item->run.size) / 2;
    if (a->item->run.mode != BM_HORIZONTAL || b->item->run.mode != BM_HORIZONTAL)
        return a->rect.x == b->rect.x && a->rect.w == b->rect.w && both.h <= most;
    return a->rect.y == b->rect.y && a->rect.h == b->rect.h && both.w <= most;
}

/* Whether ink of the one (painted first) over or under that of the other would be a fault. */
static bool may_not_meet(const struct bm_ink_box *a, const struct bm_ink_box *b)
{
    const bool own = a->article != UINT32_MAX && a->article == b->article;
    if (a->item == b->item || a->kind == BM_BOX_PANEL)
        return false;
    if (b->kind == BM_BOX_PANEL)
        return a->kind == BM_BOX_TEXT || a->kind == BM_BOX_PICTURE;
    if (a->kind == BM_BOX_TEXT && b->kind == BM_BOX_TEXT)
        return !same_line(a, b);
    if (a->kind == BM_BOX_MARK || b->kind == BM_BOX_MARK)
        return !own && !(a->kind == BM_BOX_MARK && b->kind == BM_BOX_MARK);
    return !(a->kind == BM_BOX_LINE && b->kind == BM_BOX_LINE);
}

static struct bm_str name_of(const struct sweep *s, const struct bm_ink_box *b)
{
    static const char *const names[][2] = {{"folio", "the folio"},
                                           {"guide", "the guide"},
                                           {"jump", "the line that says where an article goes on"}};
    const struct bm_pages *pages = s->walk->pages;
    if (b->article < pages->article_count) {
        struct bm_buf out = {0};
        bm_buf_c(&out, "“");
        bm_buf_str(&out, pages->articles[b->article].name);
        bm_buf_c(&out, "”");
        return bm_buf_keep(&out, s->arena);
    }
    if (b->kind == BM_BOX_PANEL)
        return BM_STR("a panel");
    const char *field = pages->nodes[b->item->node].field;
    for (size_t i = 0; field && i < BM_COUNT(names); i++)
        if (strcmp(field, names[i][0]) == 0)
            return bm_str_c(names[i][1]);
    return BM_STR("the nameplate, an ear or a strip");
}

/* How far a rectangle reaches out of that frame of its article on the page that holds it best; 0
 * where it has none. */
static bm_len outside(const struct sweep *s, uint32_t article, const struct bm_rect *r)
{
    const struct bm_ledger *l = &s->walk->pages->articles[article];
    bm_len least = -1;
    for (size_t i = 0; i < l->frame_count; i++) {
        const struct bm_rect *f = &l->frames[i].rect;
        const bm_len sides[4] = {f->x - r->x, f->y - r->y, r->x + r->w - f->x - f->w,
                                 r->y + r->h - f->y - f->h};
        bm_len out = 0;
        if (l->frames[i].page != s->walk->page->number)
            continue;
        for (int k = 0; k < 4; k++)
            out = sides[k] > out ? sides[k] : out;
        least = least < 0 ? out : smaller(least, out);
    }
    return least > 0 ? least : 0;
}

/* Said of what left its frame, else of what was painted later. */
static void say(struct sweep *s, const struct bm_ink_box *a, const struct bm_ink_box *b,
                const struct bm_rect *where, bm_len depth)
{
    const bool first = a->article < s->walk->pages->article_count;
    const bool second = b->article < s->walk->pages->article_count;
    const bool line = a->kind == BM_BOX_LINE || b->kind == BM_BOX_LINE;
    const struct bm_ink_box *about = second ? b : a;
    if (first && (!second || (!outside(s, b->article, where) && outside(s, a->article, where))))
        about = a;
    if (line)
        about = a->kind == BM_BOX_LINE ? b : a;
    s->found++;
    if (line) {
        const struct bm_str name = name_of(s, about);
        bm_found(s->walk, BM_RULE_OVERLAP, BM_MSG_OVERLAP_RULE, false, about->item, where,
                 (const struct bm_str[]){BM_STR(""), name}, 2);
    } else if (first && a->article == b->article) {
        bm_found_deep(s->walk, BM_RULE_OVERLAP, BM_MSG_OVERLAP_OWN, about->item, where, depth,
                      name_of(s, about), BM_STR(""));
    } else {
        bm_found_deep(s->walk, BM_RULE_OVERLAP, BM_MSG_OVERLAP, about->item, where, depth,
                      name_of(s, about), name_of(s, about == a ? b : a));
    }
}

static void compare(struct sweep *s, struct bm_ink_box *a, struct bm_ink_box *b)
{
    struct bm_rect where = {0};
    if (a->order > b->order) {
        struct bm_ink_box *swap = a;
        a = b;
        b = swap;
    }
    if (!may_not_meet(a, b))
        return;
    const bm_len depth = shared_ink(s, a, b, &where);
    if (depth)
        say(s, a, b, &where, depth);
}

static bool done(const struct sweep *s)
{
    return s->compared >= COMPARED_MOST || s->found >= FOUND_MOST;
}

static void sweep_page(struct sweep *s, struct bm_ink_boxes *boxes)
{
    struct bm_ink_box **order = BM_NEW_N(s->arena, boxes->n + 1, struct bm_ink_box *);
    struct bm_ink_box **open = BM_NEW_N(s->arena, boxes->n + 1, struct bm_ink_box *);
    size_t n = 0;
    for (size_t i = 0; i < boxes->n; i++)
        order[i] = &boxes->v[i];
    qsort(order, boxes->n, sizeof *order, from_top);
    for (size_t i = 0; i < boxes->n && !done(s); i++) {
        const struct bm_rect r = wide(order[i]);
        size_t kept = 0;
        for (size_t k = 0; k < n; k++) {
            const struct bm_rect o = wide(open[k]);
            s->compared++;
            if (o.y + o.h < r.y)
                continue;
            if (o.x < r.x + r.w && r.x < o.x + o.w && !done(s))
                compare(s, open[k], order[i]);
            open[kept++] = open[k];
        }
        n = kept;
        open[n++] = order[i];
    }
}

/* Marks that hang at a line's end, and hyphens. */
static bool hangs(const struct bm_run *run, const struct bm_glyph *g)
{
    static const char *const marks[] = {"，", "。", "、", "．", "：", "；", "！", "？", "”", "’",
                                        "“",  "‘",  "」", "』", "》", "〉", "）", "】", "…", "—",
                                        ",",  ".",  ":",  ";",  "!",  "?",  "\"", "'",  ")", "-"};
    const struct bm_str text = {run->text.p + g->text, g->text_length};
    for (size_t i = 0; i < BM_COUNT(marks); i++)
        if (bm_str_is(text, marks[i]))
            return true;
    return false;
}

/* An em of a mark that hangs; of others so much that no neighbour is reached. */
#define OUT_MOST (3 * BM_PT)

/* A picture that its frame lets bleed. */
static bool bleeds(const struct bm_ink_box *b, const struct bm_page *page)
{
    const struct bm_rect *r = &b->rect;
    return b->kind == BM_BOX_PICTURE && page->bleed &&
           (r->x < 0 || r->y < 0 || r->x + r->w > page->width || r->y + r->h > page->height);
}

static void check_frame(struct sweep *s, struct bm_ink_box *b)
{
    bm_len most = 0;
    struct bm_rect where = b->rect;
    if (b->article >= s->walk->pages->article_count ||
        (b->kind != BM_BOX_TEXT && b->kind != BM_BOX_PICTURE) ||
        !outside(s, b->article, &b->rect) || bleeds(b, s->walk->page))
        return;
    const struct bm_run *run = b->kind == BM_BOX_TEXT ? &b->item->run : NULL;
    const struct bm_rect *inks = run ? bm_ink_of_glyphs(b, s->walk->inks, s->arena) : &b->rect;
    for (size_t i = 0; i < (run ? run->n : 1); i++) {
        const bm_len out = inks[i].w || inks[i].h ? outside(s, b->article, &inks[i]) : 0;
        bm_len least = OUT_MOST;
        if (run)
            least = hangs(run, &run->glyphs[i]) ? run->size : smaller(run->size / 4, OUT_MOST);
        if (out <= least || out <= most)
            continue;
        most = out;
        where = inks[i];
    }
    if (most)
        bm_found_deep(s->walk, BM_RULE_OUTSIDE_FRAME, BM_MSG_OUTSIDE_FRAME, b->item, &where, most,
                      name_of(s, b), BM_STR(""));
}

void bm_check_overlaps(struct bm_walk *walk)
{
    struct sweep s = {.walk = walk, .arena = bm_arena_new()};
    struct bm_ink_boxes boxes = {0};
    if (bm_rule_on(walk, BM_RULE_OVERLAP) || bm_rule_on(walk, BM_RULE_OUTSIDE_FRAME))
        bm_ink_boxes_of(walk->pages, walk->page, s.arena, &boxes);
    for (size_t i = 0; i < boxes.n && bm_rule_on(walk, BM_RULE_OUTSIDE_FRAME); i++)
        check_frame(&s, &boxes.v[i]);
    if (bm_rule_on(walk, BM_RULE_OVERLAP))
        sweep_page(&s, &boxes);
    if (s.compared >= COMPARED_MOST)
        bm_found(walk, BM_RULE_OVERLAP, BM_MSG_OVERLAP_MANY, true, NULL, NULL, NULL, 0);
    bm_arena_drop(s.arena);
}

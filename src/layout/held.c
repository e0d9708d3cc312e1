/* Frames that are held, and the regions that locked ones leave. */
#include "layout/held.h"

#include "layout/sections.h"

#include <stdlib.h>

static const char *const section_keys[] = {"layout", "frames", "articles", "pages"};
static const char *const page_keys[] = {"page", "locked", "frames"};

bool bm_held_open(const struct bm_yaml *section, struct bm_held *out, struct bm_diags *diags)
{
    struct bm_layout_reader reader = {.arena = diags->arena, .diags = diags};
    const size_t before = diags->errors;
    *out = (struct bm_held){.map = section};
    if (!bm_yaml_want(section, BM_YAML_MAP, diags))
        return false;
    bm_yaml_check_keys(section, section_keys, BM_COUNT(section_keys), diags);
    for (size_t i = 0; i < BM_COUNT(out->sums); i++) {
        const struct bm_yaml *sum = bm_layout_require(&reader, section, section_keys[i]);
        if (bm_read_string(&reader, sum, &out->sums[i]))
            out->spans[i] = sum->span;
    }
    out->pages = bm_layout_require(&reader, section, "pages");
    if (out->pages && bm_yaml_want(out->pages, BM_YAML_LIST, diags) && out->pages->n > PAGES_MOST)
        bm_diag_too_many(diags, out->pages->span, "pages of the edition", out->pages->n,
                         PAGES_MOST);
    for (size_t i = 0; out->pages && i < out->pages->n && diags->errors == before; i++)
        bm_yaml_within(out->pages->values[i], ENTRIES_MOST, TEXT_MOST, diags);
    return diags->errors == before;
}

static bool is_locked(const struct bm_yaml *map)
{
    const struct bm_yaml *locked = bm_yaml_get(map, "locked");
    return locked && locked->kind == BM_YAML_SCALAR && bm_str_is(locked->text, "true");
}

/* The number of a page of the section; 0: it has none. */
static uint32_t number_of(const struct bm_yaml *page)
{
    const struct bm_yaml *node = bm_yaml_get(page, "page");
    uint32_t n = 0;
    for (size_t i = 0; node && node->kind == BM_YAML_SCALAR && i < node->text.n && i < 4; i++)
        n = n * 10 + (uint32_t)(node->text.p[i] - '0');
    return n;
}

bool bm_held_page_locked(const struct bm_held *held, uint32_t number)
{
    bool locked = false;
    for (size_t i = 0; held->pages && i < held->pages->n; i++)
        locked = locked ||
                 (number_of(held->pages->values[i]) == number && is_locked(held->pages->values[i]));
    return locked;
}

/* What is held, and for which template. */
struct holding {
    struct bm_layout_reader reader;
    const struct bm_template *t;
    const struct bm_held *held;
    struct bm_str *locked; /* articles that are */
    size_t locked_count;
    enum bm_hold how;
    bool opened; /* a locked frame has the styles of the regions */
};

static bool has_region(const struct bm_page_template *page)
{
    bool found = false;
    for (size_t i = 0; i < page->n; i++)
        found = found || page->frames[i].automatic;
    return found;
}

/* Which pages of the section there are, by their numbers; `locked` where it may stand. */
static void find_pages(struct holding *h, const struct bm_yaml **pages)
{
    struct bm_layout_reader *r = &h->reader;
    for (size_t i = 0; i < h->held->pages->n; i++) {
        const struct bm_yaml *map = h->held->pages->values[i], *node;
        uint32_t number = 0;
        bool flag;
        if (!bm_yaml_want(map, BM_YAML_MAP, r->diags))
            continue;
        bm_yaml_check_keys(map, page_keys, BM_COUNT(page_keys), r->diags);
        bm_read_flag(r, bm_yaml_get(map, "locked"), &flag);
        node = bm_layout_require(r, map, "page");
        if (!bm_read_count(r, node, 1, PAGES_MOST, &number))
            continue;
        if (number > h->t->n || !has_region(&h->t->pages[number - 1]))
            bm_say(r, BM_MSG_HELD_PAGE, node->span, node->text, r->layout->name);
        else if (pages[number - 1])
            bm_say(r, BM_MSG_HELD_TWICE, node->span, node->text);
        else
            pages[number - 1] = map;
    }
}

/* The articles that are locked: all of their frames are. */
static void find_locked(struct holding *h)
{
    size_t cap = 0;
    for (size_t i = 0; i < h->held->pages->n; i++) {
        const struct bm_yaml *page = h->held->pages->values[i];
        const struct bm_yaml *list = bm_yaml_get(page, "frames");
        for (size_t k = 0; list && list->kind == BM_YAML_LIST && k < list->n; k++) {
            const struct bm_yaml *name = bm_yaml_get(list->values[k], "article");
            if (!name || name->kind != BM_YAML_SCALAR ||
                (!is_locked(page) && !is_locked(list->values[k])))
                continue;
            h->locked =
                bm_arena_grow(h->reader.arena, h->locked, h->locked_count, &cap, sizeof *h->locked);
            h->locked[h->locked_count++] = name->text;
        }
    }
}

static bool is_taken(const struct holding *h, const struct bm_yaml *map)
{
    const struct bm_yaml *name = bm_yaml_get(map, "article");
    bool taken = h->how == BM_HOLD_ALL;
    for (size_t i = 0; i < h->locked_count && !taken; i++)
        taken = name && name->kind == BM_YAML_SCALAR && bm_str_eq(h->locked[i], name->text);
    return taken;
}

/* The region of the page that the frame stands in, in the order of the page; NULL: none. */
static const struct bm_frame *region_of(const struct bm_page_template *page,
                                        const struct bm_frame *frame)
{
    for (size_t i = 0; i < page->n; i++)
        if (page->frames[i].automatic && bm_frames_meet(&page->frames[i], frame))
            return &page->frames[i];
    return NULL;
}

/* The frames of a page that are taken. */
struct taken {
    struct bm_frame *frames;
    const struct bm_frame **regions; /* of each */
    size_t n;
};

static void read_taken(struct holding *h, const struct bm_yaml *map, uint32_t number,
                       struct taken *out)
{
    const struct bm_page_template *page = &h->t->pages[number - 1];
    struct bm_layout_reader *r = &h->reader;
    const struct bm_yaml *list = bm_layout_require(r, map, "frames");
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, r->diags))
        return;
    out->frames = BM_NEW_N(r->arena, list->n, struct bm_frame);
    out->regions = BM_NEW_N(r->arena, list->n, const struct bm_frame *);
    for (size_t i = 0; i < list->n; i++) {
        struct bm_frame *f = &out->frames[out->n];
        bool flag;
        if (!is_taken(h, list->values[i]))
            continue;
        *f = (struct bm_frame){.held = true};
        if (!bm_read_frame(r, list->values[i], true, f))
            continue;
        bm_read_flag(r, bm_yaml_get(list->values[i], "locked"), &flag);
        bm_read_flag(r, bm_yaml_get(list->values[i], "lead"), &f->lead);
        out->regions[out->n] = region_of(page, f);
        if (!out->regions[out->n])
            bm_say(r, BM_MSG_HELD_OUTSIDE, f->span, f->article);
        bm_check_folio(r, number, f);
        for (size_t k = 0; k < page->n; k++)
            if (!page->frames[k].automatic)
                bm_check_overlap(r, &page->frames[k], f);
        for (size_t k = 0; k < out->n; k++)
            bm_check_overlap(r, &out->frames[k], f);
        out->n++;
    }
}

/* Whether the frame gives its article all the styles of the region. */
static bool has_styles(const struct bm_frame *frame, const struct bm_frame *region)
{
    size_t found = 0;
    for (size_t i = 0; i < region->override_count; i++)
        for (size_t k = 0; k < frame->override_count; k++)
            found += bm_str_eq(frame->overrides[k].role, region->overrides[i].role) &&
                     frame->overrides[k].style == region->overrides[i].style;
    return region->override_count && found == region->override_count;
}

/* The better, the larger. */
static uint64_t worth(enum bm_hold how, uint64_t columns, uint64_t lines)
{
    if (how == BM_HOLD_LARGEST)
        return columns * lines;
    return how == BM_HOLD_TALLEST ? lines << 32 | columns : columns << 32 | lines;
}

/* The best rectangle of cells that are free, the first of equals. False: there is none of
 * REST_LINES. */
static bool best_free(enum bm_hold how, const bool *used, uint32_t columns, uint32_t lines,
                      uint32_t *heights, struct bm_frame *out)
{
    uint64_t best = 0;
    memset(heights, 0, columns * sizeof *heights);
    for (uint32_t y = 0; y < lines; y++)
        for (uint32_t x = 0; x < columns; x++) {
            uint32_t least = UINT32_MAX;
            heights[x] = used[(size_t)y * columns + x] ? 0 : heights[x] + 1;
            for (uint32_t w = 1; w <= x + 1 && heights[x + 1 - w]; w++) {
                const uint32_t h = heights[x + 1 - w];
                least = h < least ? h : least;
                if (least < REST_LINES || worth(how, w, least) <= best)
                    continue;
                best = worth(how, w, least);
                out->column = x + 1 - w;
                out->columns = w;
                out->line = y + 1 - least;
                out->lines = least;
            }
        }
    return best > 0;
}

static void mark(bool *used, const struct bm_frame *region, const struct bm_frame *f)
{
    for (uint32_t y = 0; y < region->lines; y++)
        for (uint32_t x = 0; x < region->columns; x++) {
            const uint32_t line = region->line + y, column = region->column + x;
            if (line >= f->line && line < f->line + f->lines && column >= f->column &&
                column < f->column + f->columns)
                used[(size_t)y * region->columns + x] = true;
        }
}

static int by_place(const void *pa, const void *pb)
{
    const struct bm_frame *a = pa, *b = pb;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* What the frames leave of a region, as regions. */
static void put_rest(struct holding *h, const struct bm_frame *region, const struct taken *taken,
                     struct bm_page_template *out)
{
    const size_t cells = (size_t)region->columns * region->lines, from = out->n;
    bool met = h->opened && region->override_count;
    for (size_t i = 0; i < taken->n; i++)
        met = met || bm_frames_meet(region, &taken->frames[i]);
    if (!met) {
        out->frames[out->n++] = *region;
        return;
    }
    bool *used = BM_NEW_N(h->reader.arena, cells, bool);
    uint32_t *heights = BM_NEW_N(h->reader.arena, region->columns, uint32_t);
    struct bm_frame rest = *region;
    for (size_t i = 0; i < taken->n; i++)
        mark(used, region, &taken->frames[i]);
    if (h->opened)
        rest.override_count = 0;
    while (out->n - from < REST_MOST &&
           best_free(h->how, used, region->columns, region->lines, heights, &rest)) {
        rest.column += region->column;
        rest.line += region->line;
        mark(used, region, &rest);
        out->frames[out->n++] = rest;
    }
    if (out->n > from)
        qsort(out->frames + from, out->n - from, sizeof *out->frames, by_place);
}

static void hold_page(struct holding *h, const struct bm_page_template *page, bool whole,
                      const struct taken *taken, struct bm_page_template *out)
{
    *out = *page;
    out->n = 0;
    bm_template_note_regions(h->reader.arena, page, out);
    out->frames = BM_NEW_N(h->reader.arena, page->n * (REST_MOST + 1) + taken->n, struct bm_frame);
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        for (size_t k = 0; f->automatic && k < taken->n; k++)
            if (taken->regions[k] == f)
                out->frames[out->n++] = taken->frames[k];
        if (!f->automatic)
            out->frames[out->n++] = *f;
        else if (h->how != BM_HOLD_ALL && !whole)
            put_rest(h, f, taken, out);
    }
}

struct bm_template *bm_template_hold(struct bm_arena *arena, const struct bm_layout *layout,
                                     const struct bm_template *t, const struct bm_held *held,
                                     enum bm_hold how, struct bm_diags *diags)
{
    /* A copy, so that the reader's one pointer serves layout files and frames alike. */
    struct bm_layout copy = *layout;
    struct holding h = {{.arena = arena, .layout = &copy, .diags = diags}, t, held, .how = how};
    const size_t before = diags->errors;
    const struct bm_yaml **pages = BM_NEW_N(arena, t->n, const struct bm_yaml *);
    struct taken *taken = BM_NEW_N(arena, t->n, struct taken);
    struct bm_template *out = BM_NEW(arena, struct bm_template);
    *out = (struct bm_template){BM_NEW_N(arena, t->n, struct bm_page_template), t->n};
    find_pages(&h, pages);
    find_locked(&h);
    for (size_t p = 0; p < t->n; p++) {
        if (pages[p])
            read_taken(&h, pages[p], (uint32_t)p + 1, &taken[p]);
        for (size_t k = 0; k < taken[p].n; k++)
            h.opened = h.opened || (taken[p].regions[k] &&
                                    has_styles(&taken[p].frames[k], taken[p].regions[k]));
    }
    for (size_t p = 0; p < t->n; p++)
        hold_page(&h, &t->pages[p], pages[p] && is_locked(pages[p]), &taken[p], &out->pages[p]);
    return diags->errors == before ? out : NULL;
}

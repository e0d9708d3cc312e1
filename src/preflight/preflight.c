/* The walk over the pages, and the list of what it finds. */
#include "preflight/checks.h"

/* Where neither layout nor printer gives a figure: newsprint's (ISO 12647-3; houses ask for 220 to
 * 240), and GWG's for black type. */
#define INK_MOST   240
#define INK_WARN   220
#define BLACK_TYPE (12 * BM_PT)

/* What licence bits forbid is said once a face, where the face is first seen. */
static void check_face(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_face *face = item->run.face;
    for (size_t i = walk->face_count; i-- > 0;)
        if (walk->faces[i] == face)
            return;
    walk->faces =
        bm_arena_grow(walk->arena, walk->faces, walk->face_count, &walk->face_cap, sizeof face);
    walk->faces[walk->face_count++] = face;
    /* OS/2 fsType: of bits 1 to 3 the mildest counts (before version 3 more than one may be set);
     * bit 8 no subsetting, bit 9 bitmaps only. */
    const char *what = (face->fs_type & 0x000E) == 0x0002 ? "that it be embedded"
                       : face->fs_type & 0x0200           ? "that its outlines be embedded"
                       : face->fs_type & 0x0100           ? "that a part of it be embedded"
                                                          : NULL;
    if (what)
        BM_FOUND(walk, BM_RULE_FONT_LICENCE, BM_MSG_FONT_LICENCE, false, item, &item->rect,
                 face->postscript.n ? face->postscript : face->id, bm_str_c(what));
}

static void check_item(struct bm_walk *walk, const struct bm_item *item)
{
    bm_check_place(walk, item);
    switch (item->kind) {
    case BM_ITEM_RUN:
        if (item->run.n == 0 || item->run.size <= 0)
            return;
        bm_check_type(walk, item);
        bm_check_ink(walk, item, item->run.ink);
        check_face(walk, item);
        break;
    case BM_ITEM_RULE:
    case BM_ITEM_FILL:
    case BM_ITEM_STROKE:
    case BM_ITEM_PATH:
        bm_check_line(walk, item);
        bm_check_ink(walk, item, item->ink);
        break;
    case BM_ITEM_PICTURE:
        bm_check_picture(walk, item);
        break;
    }
}

struct bm_mark *bm_preflight_run(const struct bm_pages *pages, const struct bm_preflight *settings,
                                 const struct bm_preflight_output *output, struct bm_arena *arena,
                                 size_t *n)
{
    const struct bm_limits *limits = &pages->limits;
    struct bm_preflight s = *settings;
    struct bm_walk walk = {.pages = pages, .settings = &s, .output = output, .arena = arena};
    if (!s.ink_most)
        s.ink_most = limits->ink ? limits->ink : INK_MOST;
    if (!s.ink_warn)
        s.ink_warn = limits->warn ? limits->warn : INK_WARN;
    if (s.ink_warn > s.ink_most)
        s.ink_warn = s.ink_most;
    if (!s.rich_black_below)
        s.rich_black_below = limits->black_text ? limits->black_text : BLACK_TYPE;
    struct bm_arena *work = bm_arena_new();
    walk.inks = bm_inks_new(work);
    for (size_t i = 0; i < pages->page_count; i++) {
        walk.page = &pages->pages[i];
        memset(walk.recent, 0, sizeof walk.recent);
        walk.panel_count = 0;
        bm_check_page(&walk);
        for (size_t k = 0; k < walk.page->n; k++)
            check_item(&walk, &walk.page->items[k]);
        bm_check_overlaps(&walk);
    }
    if (walk.page)
        bm_check_edition(&walk);
    bm_arena_drop(work);
    *n = walk.n;
    return walk.v;
}

size_t bm_preflight_count(const struct bm_mark *findings, size_t n, enum bm_level level)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += findings[i].level == level;
    return count;
}

/* Printer's marks round a page: crop and bleed marks, register marks, a colour bar and a slug line.
 * They stand in the margin that the file's MediaBox has for them, outside the bleed. What serves
 * every plate is printed in all inks (Separation All, ISO 32000-1, 8.6.6.4). */
#include "pdf/marks.h"

#include "font/label.h"

#define UM(mm)     bm_len_um((int64_t)((mm)*1000))
#define CROP       UM(5)   /* length of crop marks … */
#define BLEED      UM(3)   /* … and of bleed marks */
#define START      UM(0.5) /* of both, from the edge of the band */
#define CLEAR      UM(3)   /* marks keep this from the trim at least */
#define BAND       UM(14)  /* room for marks, outside that */
#define HAIR       (BM_PT / 4)
#define CENTRE     UM(5)   /* of register marks, from the edge of the band */
#define RADIUS     UM(2)   /* of their rings … */
#define ARM        UM(3.5) /* … and the arms of their crosses */
#define ASIDE      UM(8)   /* bar and slug keep this from corners and register marks */
#define PATCH      UM(5)   /* of the colour bar, at most */
#define PATCH_AT   UM(1)   /* from the edge of the band */
#define SLUG       (7 * BM_PT)
#define SLUG_LEAST (3 * BM_PT)
#define SLUG_AT    UM(5) /* baseline, from the edge of the band */
#define FULL       10000
/* Control points of a quarter of a circle, in millionths of the radius. */
#define KAPPA 552285

struct marks {
    struct bm_arena *arena;
    const struct bm_pages *pages;
    const struct bm_page *page;
    const struct bm_face *face;
    struct bm_ink all;
    bm_len edge; /* of the band, from the trim */
    struct bm_item *items;
    size_t n, cap;
};

static bm_len edge_of(const struct bm_page *page)
{
    return page->bleed > CLEAR ? page->bleed : CLEAR;
}

bm_len bm_pdf_margin(const struct bm_page *page, bool marks)
{
    return marks ? edge_of(page) + BAND : page->bleed;
}

static struct bm_item *add(struct marks *m, enum bm_item_kind kind, struct bm_rect rect,
                           struct bm_ink ink)
{
    m->items = bm_arena_grow(m->arena, m->items, m->n, &m->cap, sizeof *m->items);
    struct bm_item *item = &m->items[m->n++];
    *item = (struct bm_item){.kind = kind,
                             .node = BM_NO_NODE,
                             .rect = rect,
                             .ink = ink,
                             .weight = HAIR,
                             .span = bm_span_none()};
    return item;
}

static void rule(struct marks *m, bm_len x, bm_len y, bm_len w, bm_len h)
{
    add(m, BM_ITEM_RULE, (struct bm_rect){x, y, w, h}, m->all);
}

/* Marks at the four corners for a line `out` outside the trim. */
static void corners(struct marks *m, bm_len out, bm_len length)
{
    const bm_len far[2] = {m->page->width, m->page->height}, start = m->edge + START;
    for (int right = 0; right < 2; right++)
        for (int below = 0; below < 2; below++) {
            bm_len x = right ? far[0] + out : -out, y = below ? far[1] + out : -out;
            rule(m, x, below ? far[1] + start : -start - length, 0, length);
            rule(m, right ? far[0] + start : -start - length, y, length, 0);
        }
}

static void ring(struct marks *m, bm_len x, bm_len y)
{
    static const uint8_t ops[] = {BM_OP_MOVE,  BM_OP_CURVE, BM_OP_CURVE,
                                  BM_OP_CURVE, BM_OP_CURVE, BM_OP_CLOSE};
    static const int8_t way[13][2] = {{2, 0},  {2, 1},  {1, 2},   {0, 2},   {-1, 2},
                                      {-2, 1}, {-2, 0}, {-2, -1}, {-1, -2}, {0, -2},
                                      {1, -2}, {2, -1}, {2, 0}};
    const bm_len r = RADIUS, k = bm_len_ratio(RADIUS, KAPPA, 1000000);
    struct bm_item *item =
        add(m, BM_ITEM_STROKE, (struct bm_rect){x - r, y - r, 2 * r, 2 * r}, m->all);
    item->path.ops = (uint8_t *)bm_arena_copy(m->arena, ops, sizeof ops);
    item->path.op_count = sizeof ops;
    item->path.point_count = 13;
    item->path.points = bm_arena_array(m->arena, 13, sizeof *item->path.points);
    for (int i = 0; i < 13; i++) {
        const bm_len reach[3] = {0, k, r};
        const int dx = way[i][0], dy = way[i][1];
        item->path.points[i].x = x + (dx < 0 ? -reach[-dx] : reach[dx]);
        item->path.points[i].y = y + (dy < 0 ? -reach[-dy] : reach[dy]);
    }
}

static void register_mark(struct marks *m, bm_len x, bm_len y)
{
    ring(m, x, y);
    rule(m, x - ARM, y, 2 * ARM, 0);
    rule(m, x, y - ARM, 0, 2 * ARM);
}

static void registers(struct marks *m)
{
    const bm_len w = m->page->width, h = m->page->height, out = m->edge + CENTRE;
    register_mark(m, w / 2, -out);
    register_mark(m, w / 2, h + out);
    register_mark(m, -out, h / 2);
    register_mark(m, w + out, h / 2);
}

/* Those of the edition: without that of all plates, which is the last. */
static size_t spots(const struct marks *m)
{
    return m->pages->spot_count - 1;
}

/* The solid of spot i of the pages, or a tint of it. */
static struct bm_ink spot_ink(const struct marks *m, size_t i, uint16_t tint)
{
    struct bm_ink ink = m->pages->spots[i].alternate;
    uint16_t *const parts[] = {&ink.c, &ink.m, &ink.y, &ink.k};
    for (int p = 0; p < 4; p++)
        *parts[p] = (uint16_t)((uint32_t)*parts[p] * tint / FULL);
    ink.overprint = false;
    ink.spot = (uint8_t)(i + 1);
    ink.tint = tint;
    return ink;
}

/* Solids, two on one another, gray of three inks, tints; then the spots, solid and half. At the
 * left above the page. */
static void bar(struct marks *m)
{
    static const struct bm_ink process[] = {{.c = FULL},
                                            {.m = FULL},
                                            {.y = FULL},
                                            {.k = FULL},
                                            {.c = FULL, .m = FULL},
                                            {.m = FULL, .y = FULL},
                                            {.c = FULL, .y = FULL},
                                            {.c = 5000, .m = 4000, .y = 4000},
                                            {.c = 5000},
                                            {.m = 5000},
                                            {.y = 5000},
                                            {.k = 5000}};
    const size_t count = BM_COUNT(process), n = count + 2 * spots(m);
    bm_len side = (m->page->width / 2 - 2 * ASIDE) / (bm_len)n;
    side = side > PATCH ? PATCH : side;
    for (size_t i = 0; i < n && side > 0; i++) {
        size_t s = i < count ? 0 : (i - count) / 2;
        struct bm_ink ink = i < count ? process[i] : spot_ink(m, s, (i - count) % 2 ? 5000 : FULL);
        add(m, BM_ITEM_FILL,
            (struct bm_rect){ASIDE + (bm_len)i * side, -m->edge - PATCH_AT - side, side, side},
            ink);
    }
}

/* A piece of the slug line. */
struct piece {
    struct bm_str text;
    struct bm_ink ink;
    struct bm_label label;
};

/* Sets a piece from (x, y); returns its width. */
static bm_len set(struct marks *m, const struct piece *piece, bm_len size, bm_len x, bm_len y)
{
    const size_t n = piece->label.n;
    struct bm_item *item = add(m, BM_ITEM_RUN, (struct bm_rect){x, y - size, 0, size}, piece->ink);
    item->run = (struct bm_run){.face = m->face,
                                .size = size,
                                .mode = BM_HORIZONTAL,
                                .ink = piece->ink,
                                .file = BM_NO_FILE,
                                .text = piece->text,
                                .glyphs = BM_NEW_N(m->arena, n, struct bm_glyph),
                                .n = n};
    int64_t pen = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_label_glyph *g = &piece->label.glyphs[i];
        item->run.glyphs[i] =
            (struct bm_glyph){.gid = g->gid,
                              .x = x + bm_len_ratio(pen + g->dx, size, m->face->upem),
                              .y = y - bm_len_ratio(g->dy, size, m->face->upem),
                              .text = g->text,
                              .text_length = (uint16_t)g->bytes};
        pen += g->advance;
    }
    item->run.width = item->rect.w = bm_len_ratio(pen, size, m->face->upem);
    return item->run.width;
}

static void slug_words(const struct marks *m, struct bm_buf *words)
{
    const struct bm_pages *p = m->pages;
    bm_buf_str(words, p->title.n ? p->title : p->edition);
    if (p->date.n) {
        bm_buf_c(words, "  ");
        bm_buf_str(words, p->date);
    }
    bm_buf_printf(words, "  第%u版", m->page->number);
}

/* Paper, date and page on every plate; then the name of each plate, on that plate alone. At the
 * left below the page, as small as it must be to fit. */
static void slug(struct marks *m)
{
    static const char *const names[] = {"C", "M", "Y", "K"};
    const struct bm_ink inks[] = {
        {.c = FULL}, {.m = FULL}, {.y = FULL}, {.k = FULL, .overprint = true}};
    const size_t n = 1 + 4 + spots(m);
    struct piece *pieces = BM_NEW_N(m->arena, n, struct piece);
    struct bm_buf words = {0};
    slug_words(m, &words);
    pieces[0] = (struct piece){.text = bm_buf_keep(&words, m->arena), .ink = m->all};
    int64_t total = 0, em = m->face->upem;
    for (size_t i = 0; i < n; i++) {
        if (i)
            pieces[i].text = i < 5 ? bm_str_c(names[i - 1]) : m->pages->spots[i - 5].name;
        if (i)
            pieces[i].ink = i < 5 ? inks[i - 1] : spot_ink(m, i - 5, FULL);
        pieces[i].label = bm_label_shape(m->arena, m->face, pieces[i].text);
        total += pieces[i].label.advance + em;
    }
    const bm_len room = m->page->width / 2 - 2 * ASIDE;
    bm_len size = SLUG, x = ASIDE;
    if (total > 0 && bm_len_ratio(total, size, em) > room)
        size = bm_len_ratio(room, em, total);
    size = size < SLUG_LEAST ? SLUG_LEAST : size;
    for (size_t i = 0; i < n; i++)
        x += set(m, &pieces[i], size, x, m->page->height + m->edge + SLUG_AT) + size;
}

const struct bm_item *bm_pdf_marks(struct bm_arena *arena, const struct bm_pages *pages,
                                   const struct bm_page *page, const struct bm_face *face,
                                   size_t *n)
{
    struct marks m = {.arena = arena,
                      .pages = pages,
                      .page = page,
                      .face = face,
                      .all = {FULL, FULL, FULL, FULL, false, (uint8_t)pages->spot_count, FULL},
                      .edge = edge_of(page)};
    corners(&m, 0, CROP);
    if (page->bleed > 0)
        corners(&m, page->bleed, BLEED);
    registers(&m);
    bar(&m);
    if (face)
        slug(&m);
    *n = m.n;
    return m.items;
}

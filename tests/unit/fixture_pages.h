/* Finished pages made by hand, for the tests of the rooms that read them: a page of 60 × 40 mm with
 * two articles, every kind of item and every kind of mark. Glyphs stand at a fixed pitch. */
#pragma once

#include "page/ledger.h"
#include "page/page.h"

#include <stdio.h>
#include <stdlib.h>

#define FIXTURE_FONT  "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
#define FIXTURE_INDEX 2 /* the face for simplified Chinese */

struct fixture {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_pages pages;
    struct bm_face song;
    size_t item_cap, node_cap, article_cap, mark_cap, page_cap;
};

static inline bm_len fixture_pt(int64_t milli)
{
    return bm_len_millipt(milli);
}

/* A rectangle given in thousandths of a point. */
static inline struct bm_rect fixture_rect(int64_t x, int64_t y, int64_t w, int64_t h)
{
    return (struct bm_rect){fixture_pt(x), fixture_pt(y), fixture_pt(w), fixture_pt(h)};
}

static inline void fixture_open(struct fixture *f)
{
    *f = (struct fixture){.arena = bm_arena_new()};
    f->sources.arena = f->pages.arena = f->arena;
    f->pages.sources = &f->sources;
    hb_blob_t *blob = hb_blob_create_from_file(FIXTURE_FONT);
    if (hb_blob_get_length(blob) == 0) {
        fputs(FIXTURE_FONT " is missing: install fonts-noto-cjk\n", stderr);
        exit(1);
    }
    f->song = (struct bm_face){.id = BM_STR("song-regular"),
                               .postscript = BM_STR("NotoSerifCJKsc-Regular"),
                               .path = BM_STR(FIXTURE_FONT),
                               .index = FIXTURE_INDEX,
                               .cff = true,
                               .ascender = 880,
                               .descender = -120};
    f->song.hb_face = hb_face_create(blob, FIXTURE_INDEX);
    f->song.hb_font = hb_font_create(f->song.hb_face);
    hb_font_make_immutable(f->song.hb_font);
    f->song.upem = hb_face_get_upem(f->song.hb_face);
    f->song.glyphs = hb_face_get_glyph_count(f->song.hb_face);
    hb_blob_destroy(blob);
}

static inline void fixture_close(struct fixture *f)
{
    hb_font_destroy(f->song.hb_font);
    hb_face_destroy(f->song.hb_face);
    bm_arena_drop(f->arena);
}

static inline struct bm_page *fixture_page(struct fixture *f, bm_len width, bm_len height)
{
    struct bm_pages *p = &f->pages;
    p->pages = bm_arena_grow(f->arena, p->pages, p->page_count, &f->page_cap, sizeof *p->pages);
    p->pages[p->page_count] =
        (struct bm_page){.number = (uint32_t)p->page_count + 1, .width = width, .height = height};
    f->item_cap = 0;
    return &p->pages[p->page_count++];
}

static inline uint32_t fixture_node(struct fixture *f, enum bm_role role, uint32_t parent,
                                    uint32_t article, const char *field)
{
    struct bm_pages *p = &f->pages;
    p->nodes = bm_arena_grow(f->arena, p->nodes, p->node_count, &f->node_cap, sizeof *p->nodes);
    p->nodes[p->node_count] = (struct bm_node){
        .role = role, .parent = parent, .article = article, .field = field, .span = bm_span_none()};
    return (uint32_t)p->node_count++;
}

static inline struct bm_ledger *fixture_article(struct fixture *f, struct bm_str name,
                                                struct bm_str kind, struct bm_str title,
                                                uint32_t file)
{
    struct bm_pages *p = &f->pages;
    p->articles = bm_arena_grow(f->arena, p->articles, p->article_count, &f->article_cap,
                                sizeof *p->articles);
    struct bm_ledger *l = &p->articles[p->article_count++];
    *l = (struct bm_ledger){.name = name, .kind = kind, .title = title, .file = file};
    l->overset = bm_span_none();
    return l;
}

static inline struct bm_mark *fixture_mark(struct fixture *f, struct bm_mark mark,
                                           struct bm_rect rect)
{
    struct bm_pages *p = &f->pages;
    p->marks = bm_arena_grow(f->arena, p->marks, p->mark_count, &f->mark_cap, sizeof *p->marks);
    struct bm_mark *m = &p->marks[p->mark_count++];
    *m = mark;
    if (m->page) {
        m->rects = BM_NEW(f->arena, struct bm_rect);
        m->rects[0] = rect;
        m->rect_count = 1;
    }
    return m;
}

/* An item at the end of the last page. */
static inline struct bm_item *fixture_item(struct fixture *f, enum bm_item_kind kind, uint32_t node,
                                           struct bm_rect rect)
{
    struct bm_page *page = &f->pages.pages[f->pages.page_count - 1];
    page->items = bm_arena_grow(f->arena, page->items, page->n, &f->item_cap, sizeof *page->items);
    struct bm_item *item = &page->items[page->n++];
    *item = (struct bm_item){
        .kind = kind, .node = node, .rect = rect, .ink = {.k = 10000}, .span = bm_span_none()};
    return item;
}

/* A run of one glyph a character, pitch apart; offset is its first byte in the file. */
static inline struct bm_run *fixture_run(struct fixture *f, uint32_t node, uint32_t file,
                                         uint32_t offset, struct bm_str text, bm_len size, bm_len x,
                                         bm_len y, bm_len pitch, enum bm_mode mode)
{
    struct bm_item *item = fixture_item(f, BM_ITEM_RUN, node, (struct bm_rect){0});
    struct bm_run *run = &item->run;
    *run = (struct bm_run){.face = &f->song, .size = size, .mode = mode, .ink = {.k = 10000}};
    run->file = file;
    run->text = (struct bm_str){bm_arena_copy(f->arena, text.p, text.n), text.n};
    run->glyphs = BM_NEW_N(f->arena, bm_utf8_count(text.p, text.n), struct bm_glyph);
    for (size_t i = 0; i < text.n;) {
        uint32_t from = (uint32_t)i, gid = 0;
        hb_font_get_nominal_glyph(f->song.hb_font, bm_utf8_next(text.p, text.n, &i), &gid);
        bm_len along = (bm_len)run->n * pitch;
        uint16_t bytes = (uint16_t)(i - from);
        run->glyphs[run->n++] =
            (struct bm_glyph){.gid = gid,
                              .x = mode == BM_VERTICAL ? x : x + along,
                              .y = mode == BM_VERTICAL ? y + along : y,
                              .text = from,
                              .text_length = bytes,
                              .source = offset + from,
                              .source_length = file == BM_NO_FILE ? (uint16_t)0 : bytes};
    }
    run->width = (bm_len)run->n * pitch;
    bm_len up = bm_len_ratio(size, 88, 100), half = size / 2;
    item->rect = mode == BM_VERTICAL ? (struct bm_rect){x - half, y, size, run->width}
                                     : (struct bm_rect){x, y - up, run->width, size};
    return run;
}

/* The offset of words in a source, which must hold them. */
static inline uint32_t fixture_find(const struct fixture *f, uint32_t file, const char *words)
{
    const char *all = f->sources.v[file].text.p, *at = strstr(all, words);
    if (!at) {
        fprintf(stderr, "fixture: «%s» is not in the source\n", words);
        exit(1);
    }
    return (uint32_t)(at - all);
}

static const char fixture_first[] = "---\nkind: 公告\ntitle: 会议公告\n---\n"
                                    "会议选举\\ 主任{{join}}委员。\n"
                                    "现予公告{{query 2: 公示？}}。{{gap}}\n";
static const char fixture_second[] = "---\nkind: 标语\ntitle: 同心奋斗\n---\n一往无前\n";

/* The small edition that most tests read. */
static inline void fixture_fill(struct fixture *f)
{
    fixture_open(f);
    struct bm_pages *p = &f->pages;
    p->edition = BM_STR("lianghui");
    p->layout = BM_STR("tabloid");
    p->title = BM_STR("两会特别报道");
    p->date = BM_STR("2026-05-15");
    p->language = BM_STR("zh-Hans");
    uint32_t one = bm_sources_add(&f->sources, BM_STR("in/1-公告.md"), BM_STR("1-公告.md"),
                                  bm_str_c(fixture_first));
    uint32_t two = bm_sources_add(&f->sources, BM_STR("in/2-标语.md"), BM_STR("2-标语.md"),
                                  bm_str_c(fixture_second));
    uint32_t document = fixture_node(f, BM_ROLE_DOCUMENT, BM_NO_NODE, UINT32_MAX, NULL);
    uint32_t first = fixture_node(f, BM_ROLE_ARTICLE, document, 0, NULL);
    uint32_t title = fixture_node(f, BM_ROLE_HEAD, first, 0, "title");
    uint32_t text = fixture_node(f, BM_ROLE_PARAGRAPH, first, 0, NULL);
    uint32_t second = fixture_node(f, BM_ROLE_ARTICLE, document, 1, NULL);
    uint32_t slogan = fixture_node(f, BM_ROLE_HEAD, second, 1, "title");
    uint32_t panel = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "panel");
    uint32_t folio = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "folio");

    struct bm_page *page = fixture_page(f, bm_len_um(60000), bm_len_um(40000));
    page->bleed = bm_len_um(3000);
    page->type_area = fixture_rect(10000, 10000, 150000, 90000);
    page->grid = fixture_pt(11250);
    struct bm_item *fill =
        fixture_item(f, BM_ITEM_FILL, panel, fixture_rect(120000, 10000, 40000, 20000));
    fill->ink = (struct bm_ink){.m = 10000, .y = 10000};
    struct bm_item *rule =
        fixture_item(f, BM_ITEM_RULE, panel, fixture_rect(10000, 28000, 90000, 0));
    rule->weight = fixture_pt(500);

    fixture_run(f, title, one, fixture_find(f, one, "会议公告"), BM_STR("会议公告"),
                fixture_pt(15000), fixture_pt(10000), fixture_pt(23200), fixture_pt(15000),
                BM_HORIZONTAL);
    struct bm_run *run = fixture_run(f, text, one, fixture_find(f, one, "会议选举"),
                                     BM_STR("会议选举\\ 主任"), fixture_pt(9000), fixture_pt(28000),
                                     fixture_pt(40000), fixture_pt(9250), BM_HORIZONTAL);
    run->stretch = 3;
    fixture_run(f, text, one, fixture_find(f, one, "委员"), BM_STR("委员。"), fixture_pt(9000),
                fixture_pt(10000), fixture_pt(51250), fixture_pt(9000), BM_HORIZONTAL);
    fixture_run(f, text, one, fixture_find(f, one, "现予公告"), BM_STR("现予公告"),
                fixture_pt(9000), fixture_pt(28000), fixture_pt(62500), fixture_pt(9000),
                BM_HORIZONTAL);
    struct bm_item *sign =
        fixture_item(f, BM_ITEM_STROKE, text, fixture_rect(82000, 54600, 9000, 9000));
    static uint8_t ops[] = {BM_OP_MOVE, BM_OP_LINE, BM_OP_CURVE, BM_OP_CLOSE};
    sign->path.ops = ops;
    sign->path.op_count = 4;
    sign->path.point_count = 5;
    sign->path.points = bm_arena_array(f->arena, 5, sizeof *sign->path.points);
    static const int64_t corners[5][2] = {
        {82000, 54600}, {91000, 54600}, {91000, 60000}, {88000, 63600}, {82000, 63600}};
    for (size_t i = 0; i < 5; i++) {
        sign->path.points[i].x = fixture_pt(corners[i][0]);
        sign->path.points[i].y = fixture_pt(corners[i][1]);
    }
    sign->weight = fixture_pt(400);
    sign->span = (struct bm_span){one, fixture_find(f, one, "{{gap}}"), 7};

    run = fixture_run(f, slogan, two, fixture_find(f, two, "同心奋斗"), BM_STR("同心奋斗"),
                      fixture_pt(12000), fixture_pt(150000), fixture_pt(40000), fixture_pt(12000),
                      BM_VERTICAL);
    run->ink = (struct bm_ink){.m = 10000, .y = 8500, .k = 500};
    run = fixture_run(f, folio, BM_NO_FILE, 0, BM_STR("第 1 版"), fixture_pt(7500),
                      fixture_pt(10000), fixture_pt(108000), fixture_pt(7500), BM_HORIZONTAL);
    run->ink.overprint = true;

    struct bm_ledger *l =
        fixture_article(f, BM_STR("1-公告"), BM_STR("公告"), BM_STR("会议公告"), one);
    l->node = first;
    l->frames = BM_NEW_N(f->arena, 1, struct bm_placed_frame);
    l->frames[0] = (struct bm_placed_frame){
        .page = 1, .rect = fixture_rect(10000, 10000, 100000, 56250), .columns = 1, .lines = 3};
    l->frame_count = 1;
    l->characters = 17;
    l->overset_characters = 37;
    l->overset_lines = 2;
    l->overset = (struct bm_span){one, fixture_find(f, one, "{{gap}}"), 7};
    l = fixture_article(f, BM_STR("2-标语"), BM_STR("标语"), BM_STR("同心奋斗"), two);
    l->node = second;
    l->frames = BM_NEW_N(f->arena, 1, struct bm_placed_frame);
    l->frames[0] = (struct bm_placed_frame){
        .page = 1, .rect = fixture_rect(130000, 36000, 30000, 60000), .columns = 1, .spare = 1};
    l->frame_count = 1;
    l->characters = 4;
    l->short_lines = 1;

    uint32_t join = fixture_find(f, one, "{{join}}"), query = fixture_find(f, one, "{{query");
    fixture_mark(f,
                 (struct bm_mark){.kind = BM_MARK_FINDING,
                                  .article = 1,
                                  .span = {two, fixture_find(f, two, "一往"), 6},
                                  .note = BM_STR("孤行"),
                                  .page = 0},
                 (struct bm_rect){0});
    fixture_mark(f, (struct bm_mark){.kind = BM_MARK_GAP, .page = 1, .span = sign->span},
                 sign->rect);
    fixture_mark(f,
                 (struct bm_mark){.kind = BM_MARK_QUERY,
                                  .page = 1,
                                  .span = {one, query, 21},
                                  .note = BM_STR("公示？"),
                                  .about = BM_STR("公告")},
                 fixture_rect(46000, 54600, 18000, 9000));
    fixture_mark(f, (struct bm_mark){.kind = BM_MARK_JOIN, .page = 1, .span = {one, join, 8}},
                 fixture_rect(10000, 43330, 0, 9000));
}

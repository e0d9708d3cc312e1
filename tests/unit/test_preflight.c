/* preflight/: for every rule a page that breaks it and nothing else, and what is said about it. */
#include "unit.h"

#include "fixture_pages.h"
#include "preflight/preflight.h"

/* A page of 100 × 80 mm with one line of clean text, on which a test does one thing wrong. */
struct sheet {
    struct fixture f;
    struct bm_preflight settings;
    struct bm_preflight_output output;
    struct bm_face other;
    uint32_t file, article, paragraph, artefact, folio;
    struct bm_mark *found;
    size_t n;
};

static const char manuscript[] =
    "---\nkind: 公告\ntitle: 会议公告\n---\n会议选举主任。\n现予公告。\n";

static struct bm_run *text(struct sheet *s, const char *words, int64_t size, int64_t x, int64_t y)
{
    struct fixture *f = &s->f;
    struct bm_run *run = fixture_run(f, s->paragraph, s->file, fixture_find(f, s->file, words),
                                     bm_str_c(words), fixture_pt(size), fixture_pt(x),
                                     fixture_pt(y), fixture_pt(size), BM_HORIZONTAL);
    run->ink.overprint = true;
    return run;
}

static struct bm_item *panel(struct sheet *s, struct bm_rect rect, struct bm_ink ink)
{
    struct bm_item *item = fixture_item(&s->f, BM_ITEM_FILL, s->artefact, rect);
    item->ink = ink;
    return item;
}

static struct bm_item *line(struct sheet *s, int64_t weight, struct bm_ink ink)
{
    struct bm_item *item =
        fixture_item(&s->f, BM_ITEM_RULE, s->artefact, fixture_rect(40000, 100000, 90000, 0));
    item->weight = fixture_pt(weight);
    item->ink = ink;
    return item;
}

/* A picture of width × 100 pixels, 72 × 36 pt of which are shown, in values that are no line art.
 */
static struct bm_image *picture(struct sheet *s, uint32_t width, uint8_t components)
{
    struct fixture *f = &s->f;
    struct bm_image *image = BM_NEW(f->arena, struct bm_image);
    size_t n = (size_t)width * (width / 2) * components;
    uint8_t *pixels = bm_arena_alloc(f->arena, n);
    memset(pixels, 60, n);
    *image = (struct bm_image){.name = BM_STR("gebi.png"),
                               .width = width,
                               .height = width / 2,
                               .components = components,
                               .pixels = pixels};
    bm_image_look(image);
    struct bm_item *item =
        fixture_item(f, BM_ITEM_PICTURE, s->paragraph, fixture_rect(40000, 40000, 72000, 36000));
    item->picture.image = image;
    item->picture.whole = item->rect;
    return image;
}

static void open_sheet(struct sheet *s)
{
    *s = (struct sheet){0};
    struct fixture *f = &s->f;
    fixture_open(f);
    f->pages.edition = BM_STR("lianghui");
    s->file = bm_sources_add(&f->sources, BM_STR("in/1.md"), BM_STR("1.md"), bm_str_c(manuscript));
    uint32_t document = fixture_node(f, BM_ROLE_DOCUMENT, BM_NO_NODE, UINT32_MAX, NULL);
    s->article = fixture_node(f, BM_ROLE_ARTICLE, document, 0, NULL);
    s->paragraph = fixture_node(f, BM_ROLE_PARAGRAPH, s->article, 0, NULL);
    s->artefact = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "rule");
    s->folio = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "folio");
    f->pages.nodes[s->paragraph].span =
        (struct bm_span){s->file, fixture_find(f, s->file, "会议选举"), 21};
    fixture_article(f, BM_STR("1"), BM_STR("公告"), BM_STR("会议公告"), s->file)->node = s->article;
    fixture_page(f, bm_len_um(100000), bm_len_um(80000));
    text(s, "会议选举", 9000, 40000, 30000);
    bm_preflight_default(&s->settings);
    s->settings.pages_multiple = 1;
}

static void run(struct sheet *s)
{
    s->found = bm_preflight_run(&s->f.pages, &s->settings, &s->output, s->f.arena, &s->n);
}

static struct bm_str sentence(struct sheet *s, size_t i, enum bm_lang lang)
{
    struct bm_buf b = {0};
    bm_diag_sentence(&b, s->found[i].finding, lang);
    struct bm_str words = {bm_arena_copy(s->f.arena, b.p, b.n), b.n};
    bm_buf_free(&b);
    return words;
}

/* What is wrong with each page. */
static void other_size(struct sheet *s)
{
    s->settings.page_width = bm_len_um(100000);
    s->settings.page_height = bm_len_um(85000);
}
static void odd_pages(struct sheet *s)
{
    s->settings.pages_multiple = 4;
}
static void few_pages(struct sheet *s)
{
    s->settings.pages_least = 2;
    s->settings.pages_most = 8;
}
static void empty(struct sheet *s)
{
    fixture_page(&s->f, bm_len_um(100000), bm_len_um(80000));
    struct bm_run *folio =
        fixture_run(&s->f, s->folio, BM_NO_FILE, 0, BM_STR("第2版"), fixture_pt(8000),
                    fixture_pt(40000), fixture_pt(30000), fixture_pt(8000), BM_HORIZONTAL);
    folio->ink.overprint = true;
    line(s, 500, (struct bm_ink){.k = 10000, .overprint = true});
}
static void coarse_picture(struct sheet *s)
{
    picture(s, 149, 1);
}
static void soft_picture(struct sheet *s)
{
    picture(s, 169, 1);
}
static void line_art(struct sheet *s)
{
    struct bm_image *image = picture(s, 599, 1);
    uint8_t *pixels = bm_arena_alloc(s->f.arena, 599 * 299);
    memset(pixels, 255, 599 * 150);
    image->pixels = pixels;
    bm_image_look(image);
}
static void rgb_kept(struct sheet *s)
{
    s->output.keeps_colours = true;
    picture(s, 200, 3);
}
static void rgb_converted(struct sheet *s)
{
    picture(s, 200, 3);
}
static void much_ink(struct sheet *s)
{
    panel(s, fixture_rect(40000, 100000, 50000, 50000),
          (struct bm_ink){.c = 9000, .m = 8000, .y = 7010});
}
static void rather_much_ink(struct sheet *s)
{
    panel(s, fixture_rect(40000, 100000, 50000, 50000),
          (struct bm_ink){.c = 9000, .m = 8000, .y = 7000});
}
/* Black type over a panel: each keeps the limit, both together do not. */
static void ink_over_ink(struct sheet *s)
{
    panel(s, fixture_rect(30000, 40000, 50000, 50000),
          (struct bm_ink){.c = 7000, .m = 5000, .y = 3000});
    text(s, "现予公告", 9000, 40000, 60000);
    text(s, "现予公告", 9000, 40000, 110000); /* beside it */
    text(s, "现予公告", 14000, 40000, 80000)->ink.overprint = false;
}
static void line_knocks_out(struct sheet *s)
{
    line(s, 1000, (struct bm_ink){.k = 10000});
}
static void inky_picture(struct sheet *s)
{
    s->output.keeps_colours = true;
    struct bm_image *image = picture(s, 200, 4);
    uint8_t *pixels = bm_arena_alloc(s->f.arena, 4 * 200 * 100);
    memset(pixels + 4 * 19999, 170, 4); /* the last pixel: 267 % */
    image->pixels = pixels;
    bm_image_look(image);
}
static void rather_inky_picture(struct sheet *s)
{
    inky_picture(s);
    s->settings.ink_most = 267;
}
/* The profile converts pictures, but for another limit than the printer's. */
static void other_limit(struct sheet *s)
{
    s->f.pages.limits.ink = 240;
    s->settings.ink_most = 220;
    picture(s, 200, 4);
}
static void thin(struct sheet *s)
{
    line(s, 240, (struct bm_ink){.k = 10000, .overprint = true});
}
static void rather_thin(struct sheet *s)
{
    line(s, 290, (struct bm_ink){.k = 10000, .overprint = true});
}
static void thin_panel(struct sheet *s)
{
    panel(s, fixture_rect(40000, 100000, 50000, 200), (struct bm_ink){.k = 10000});
}
static void thin_colour(struct sheet *s)
{
    line(s, 1400, (struct bm_ink){.m = 10000, .y = 10000});
}
static void thin_tint(struct sheet *s)
{
    line(s, 1400, (struct bm_ink){.k = 3000});
}
static void thin_white(struct sheet *s)
{
    line(s, 1400, (struct bm_ink){0});
}
static void small(struct sheet *s)
{
    text(s, "现予公告", 5900, 40000, 60000);
}
static void small_tint(struct sheet *s)
{
    text(s, "现予公告", 7900, 40000, 60000)->ink = (struct bm_ink){.k = 6000};
}
static void small_white(struct sheet *s)
{
    text(s, "现予公告", 9900, 40000, 60000)->ink = (struct bm_ink){0};
}
static void small_colour(struct sheet *s)
{
    text(s, "现予公告", 9900, 40000, 60000)->ink = (struct bm_ink){.m = 10000, .y = 9000};
}
static void rich_black(struct sheet *s)
{
    text(s, "现予公告", 11900, 40000, 60000)->ink = (struct bm_ink){.c = 4000, .k = 10000};
}
static void knockout(struct sheet *s)
{
    text(s, "现予公告", 11900, 40000, 60000)->ink.overprint = false;
}
static void white_overprint(struct sheet *s)
{
    text(s, "现予公告", 14000, 40000, 60000)->ink = (struct bm_ink){.overprint = true};
}
static void white_panel(struct sheet *s)
{
    panel(s, fixture_rect(40000, 100000, 50000, 50000), (struct bm_ink){.overprint = true});
}
static void large_black(struct sheet *s)
{
    s->f.pages.limits.black_large = bm_len_um(20000);
    s->f.pages.limits.black = (struct bm_ink){.c = 3000, .k = 10000};
    panel(s, fixture_rect(40000, 100000, 60000, 60000),
          (struct bm_ink){.k = 10000, .overprint = true});
}
static void at_the_edge(struct sheet *s)
{
    panel(s, (struct bm_rect){bm_len_um(2500), bm_len_um(20000), bm_len_um(30000), bm_len_um(9000)},
          (struct bm_ink){.k = 1000});
}
static void near_the_edge(struct sheet *s)
{
    panel(s,
          (struct bm_rect){bm_len_um(66000), bm_len_um(20000), bm_len_um(30000), bm_len_um(9000)},
          (struct bm_ink){.k = 1000});
}
static void text_over_trim(struct sheet *s)
{
    text(s, "现予公告", 9000, -1000, 60000);
}
static void no_bleed(struct sheet *s)
{
    s->f.pages.pages[0].bleed = bm_len_um(3000);
    panel(s,
          (struct bm_rect){bm_len_um(-2000), bm_len_um(20000), bm_len_um(30000), bm_len_um(9000)},
          (struct bm_ink){.k = 1000});
}
static void no_room_for_bleed(struct sheet *s)
{
    panel(s,
          (struct bm_rect){bm_len_um(70000), bm_len_um(20000), bm_len_um(36000), bm_len_um(9000)},
          (struct bm_ink){.k = 1000});
}
static void licence(struct sheet *s, uint16_t bits)
{
    s->other = s->f.song;
    s->other.fs_type = bits;
    text(s, "现予公告", 9000, 40000, 60000)->face = &s->other;
}
static void restricted(struct sheet *s)
{
    licence(s, 0x0002);
}
static void no_subset(struct sheet *s)
{
    licence(s, 0x0108);
}
static void bitmaps_only(struct sheet *s)
{
    licence(s, 0x0200);
}

static void over_one_another(struct sheet *s)
{
    text(s, "现予公告", 9000, 40000, 32000);
}
static void out_of_frame(struct sheet *s)
{
    struct bm_ledger *l = &s->f.pages.articles[0];
    l->frames = BM_NEW(s->f.arena, struct bm_placed_frame);
    l->frames[0] =
        (struct bm_placed_frame){.page = 1, .rect = fixture_rect(36000, 20000, 60000, 40000)};
    l->frame_count = 1;
    text(s, "现予公告", 9000, 80000, 50000);
}

static const struct sample {
    void (*make)(struct sheet *s);
    enum bm_rule rule;
    enum bm_level level;
    const char *en, *zh;
} samples[] = {
    {other_size, BM_RULE_PAGE_SIZE, BM_ERROR, "the page is 100 × 80 mm, the printer's 100 × 85 mm",
     "版面为 100 × 80 毫米，印刷厂要求 100 × 85 毫米"},
    {odd_pages, BM_RULE_PAGE_COUNT, BM_NOTE, "number of pages: 1; a multiple of 4 is wanted",
     "本期共 1 版，不是 4 的倍数"},
    {few_pages, BM_RULE_PAGE_COUNT, BM_NOTE, "number of pages: 1; the printer takes 2 to 8",
     "本期共 1 版，印刷厂接受 2 至 8 版"},
    {empty, BM_RULE_EMPTY_PAGE, BM_ERROR, "nothing stands on this page but folio and boxes",
     "此版除报眉和线框外是空的"},
    {coarse_picture, BM_RULE_PICTURE_PPI, BM_ERROR,
     "the picture “gebi.png” stands at 148 pixels an inch; 150 are wanted",
     "图片“gebi.png”按此大小只有 148 ppi，应有 150 ppi"},
    {soft_picture, BM_RULE_PICTURE_PPI, BM_WARNING,
     "the picture “gebi.png” stands at 168 pixels an inch; 170 are wanted",
     "图片“gebi.png”按此大小只有 168 ppi，应有 170 ppi"},
    {line_art, BM_RULE_LINE_ART_PPI, BM_ERROR,
     "the line art “gebi.png” stands at 598 pixels an inch; 600 are wanted, since every step of "
     "its edges shows",
     "线条稿“gebi.png”按此大小只有 598 ppi，应有 600 ppi，否则边缘会现锯齿"},
    {rgb_kept, BM_RULE_RGB_PICTURE, BM_ERROR,
     "the picture “gebi.png” is RGB, and stays RGB in this kind of PDF",
     "图片“gebi.png”是 RGB，在此类 PDF 中仍是 RGB"},
    {rgb_converted, BM_RULE_RGB_CONVERTED, BM_NOTE,
     "the picture “gebi.png” is RGB and is converted to the press's inks",
     "图片“gebi.png”是 RGB，输出时转为印刷油墨"},
    {much_ink, BM_RULE_INK, BM_ERROR,
     "241 % of ink (C 90 M 80 Y 70.1); 240 % is the most that dries",
     "油墨总量 241 %（C 90 M 80 Y 70.1），最多 240 % 才干得透"},
    {rather_much_ink, BM_RULE_INK, BM_WARNING,
     "240 % of ink (C 90 M 80 Y 70); 220 % is the most that dries",
     "油墨总量 240 %（C 90 M 80 Y 70），最多 220 % 才干得透"},
    {ink_over_ink, BM_RULE_INK, BM_ERROR,
     "250 % of ink, where this (K 100) overprints a panel (C 70 M 50 Y 30); 240 % is the most that "
     "dries",
     "此处（K 100）叠印在底色（C 70 M 50 Y 30）上，油墨总量 250 %，最多 240 % 才干得透"},
    {line_knocks_out, BM_RULE_BLACK_KNOCKOUT, BM_ERROR,
     "a black line of 1 pt knocks out what is below it; under 12 pt it must overprint",
     "黑线粗 1 pt，会挖空底色，小于 12 pt 应叠印"},
    {inky_picture, BM_RULE_INK, BM_ERROR,
     "the picture “gebi.png” has up to 267 % of ink; 240 % is the most that dries",
     "图片“gebi.png”油墨总量高达 267 %，最多 240 % 才干得透"},
    {rather_inky_picture, BM_RULE_INK, BM_WARNING,
     "the picture “gebi.png” has up to 267 % of ink; 220 % is the most that dries",
     "图片“gebi.png”油墨总量高达 267 %，最多 220 % 才干得透"},
    {other_limit, BM_RULE_INK, BM_ERROR,
     "pictures are converted for up to 240 % of ink; 220 % is the most that the printer takes",
     "图片按油墨总量最多 240 % 转换，印刷厂最多接受 220 %"},
    {thin, BM_RULE_THIN_RULE, BM_ERROR,
     "a line of 0.24 pt; 0.25 pt is the thinnest that prints whole",
     "线粗 0.24 pt，至少 0.25 pt 才印得完整"},
    {rather_thin, BM_RULE_THIN_RULE, BM_WARNING,
     "a line of 0.29 pt; 0.3 pt is the thinnest that prints whole",
     "线粗 0.29 pt，至少 0.3 pt 才印得完整"},
    {thin_panel, BM_RULE_THIN_RULE, BM_ERROR,
     "a line of 0.2 pt; 0.25 pt is the thinnest that prints whole",
     "线粗 0.2 pt，至少 0.25 pt 才印得完整"},
    {thin_colour, BM_RULE_THIN_COLOUR_RULE, BM_WARNING,
     "a line of 1.4 pt that is in several inks; such a line needs 1.5 pt",
     "线粗 1.4 pt，用多种油墨，这样的线至少 1.5 pt"},
    {thin_tint, BM_RULE_THIN_COLOUR_RULE, BM_WARNING,
     "a line of 1.4 pt that is in a tint; such a line needs 1.5 pt",
     "线粗 1.4 pt，用网点色，这样的线至少 1.5 pt"},
    {thin_white, BM_RULE_THIN_COLOUR_RULE, BM_WARNING,
     "a line of 1.4 pt that is white; such a line needs 1.5 pt",
     "线粗 1.4 pt，反白，这样的线至少 1.5 pt"},
    {small, BM_RULE_SMALL_TYPE, BM_ERROR,
     "type of 5.9 pt; 6 pt is the smallest that can be read in print",
     "字大 5.9 pt，至少 6 pt 才印得清"},
    {small_tint, BM_RULE_SMALL_TINT_TYPE, BM_WARNING,
     "type of 7.9 pt in a tint; its dots break characters below 8 pt",
     "字大 7.9 pt，用网点色，小于 8 pt 笔画会断"},
    {small_white, BM_RULE_SMALL_REVERSED_TYPE, BM_WARNING,
     "white type of 9.9 pt; ink fills it in below 10 pt",
     "反白字大 9.9 pt，小于 10 pt 会被油墨糊住"},
    {small_colour, BM_RULE_SMALL_COLOUR_TYPE, BM_WARNING,
     "type of 9.9 pt in 2 inks; plates shift, so it needs 10 pt",
     "字大 9.9 pt，用 2 种油墨，套印有误差，至少 10 pt"},
    {rich_black, BM_RULE_RICH_BLACK_TYPE, BM_ERROR,
     "black type of 11.9 pt has other inks in it (C 40 K 100); below 12 pt black stands alone",
     "黑字大 11.9 pt，却掺有其他油墨（C 40 K 100），小于 12 pt 应为单黑"},
    {knockout, BM_RULE_BLACK_KNOCKOUT, BM_ERROR,
     "black type of 11.9 pt knocks out what is below it; under 12 pt it must overprint",
     "黑字大 11.9 pt，会挖空底色，小于 12 pt 应叠印"},
    {white_overprint, BM_RULE_WHITE_OVERPRINT, BM_ERROR,
     "white that overprints: it will not be seen", "白色设为叠印，印出来看不见"},
    {white_panel, BM_RULE_WHITE_OVERPRINT, BM_ERROR, "white that overprints: it will not be seen",
     "白色设为叠印，印出来看不见"},
    {large_black, BM_RULE_LARGE_BLACK, BM_WARNING,
     "a black panel of 21.17 × 21.17 mm in K 100 alone; so large a one is printed in C 30 K 100",
     "21.17 × 21.17 毫米的黑底只用 K 100，这样大的黑底应用 C 30 K 100"},
    {at_the_edge, BM_RULE_SAFE_MARGIN, BM_ERROR, "2.5 mm from the trim; 3 mm are wanted",
     "距裁切边 2.5 毫米，应有 3 毫米"},
    {near_the_edge, BM_RULE_SAFE_MARGIN, BM_WARNING, "4 mm from the trim; 5 mm are wanted",
     "距裁切边 4 毫米，应有 5 毫米"},
    {text_over_trim, BM_RULE_SAFE_MARGIN, BM_ERROR, "type that reaches the trim: it will be cut",
     "文字到了裁切边，会被裁掉"},
    {no_bleed, BM_RULE_MISSING_BLEED, BM_ERROR,
     "ink reaches the trim and goes 2 mm beyond it; 3 mm are wanted",
     "油墨到了裁切边，只出血 2 毫米，应出血 3 毫米"},
    {no_room_for_bleed, BM_RULE_MISSING_BLEED, BM_ERROR,
     "ink reaches the trim and goes 0 mm beyond it; 3 mm are wanted",
     "油墨到了裁切边，只出血 0 毫米，应出血 3 毫米"},
    {restricted, BM_RULE_FONT_LICENCE, BM_ERROR,
     "the licence bits of the font “NotoSerifCJKsc-Regular” forbid that it be embedded",
     "字体“NotoSerifCJKsc-Regular”的授权位禁止嵌入"},
    {no_subset, BM_RULE_FONT_LICENCE, BM_ERROR,
     "the licence bits of the font “NotoSerifCJKsc-Regular” forbid that a part of it be embedded",
     "字体“NotoSerifCJKsc-Regular”的授权位禁止只嵌入所用的字"},
    {bitmaps_only, BM_RULE_FONT_LICENCE, BM_ERROR,
     "the licence bits of the font “NotoSerifCJKsc-Regular” forbid that its outlines be embedded",
     "字体“NotoSerifCJKsc-Regular”的授权位禁止嵌入轮廓"},
    {over_one_another, BM_RULE_OVERLAP, BM_ERROR,
     "parts of “1” are printed over each other, up to 2.22 mm deep",
     "“1”自身有两处印在一起，重叠达 2.22 毫米"},
    {out_of_frame, BM_RULE_OUTSIDE_FRAME, BM_ERROR, "“1” reaches 6.92 mm out of its frame",
     "“1”超出版框 6.92 毫米"},
};
#define SAMPLES (sizeof samples / sizeof *samples)

static const enum bm_message rule_names[BM_RULE_COUNT] = {
#define R(name) BM_MSG_##name,
#include "preflight/rules.def"
#undef R
};

static void every_rule_says_what_breaks_it(void **state)
{
    (void)state;
    bool broken[BM_RULE_COUNT] = {false};
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct sample *sample = &samples[i];
        const char *name = bm_diag_code(rule_names[sample->rule]);
        struct sheet s;
        open_sheet(&s);
        sample->make(&s);
        run(&s);
        if (s.n != 1)
            fail_msg("sample %zu, %s: %zu findings", i, name, s.n);
        assert_str(bm_str_c(bm_diag_code(s.found[0].finding->message)), name);
        assert_str(sentence(&s, 0, BM_LANG_EN), sample->en);
        assert_str(sentence(&s, 0, BM_LANG_ZH), sample->zh);
        assert_int_equal(s.found[0].level, sample->level);
        assert_int_equal(s.found[0].kind, BM_MARK_FINDING);
        assert_int_equal(s.found[0].page, s.f.pages.page_count);
        broken[sample->rule] = true;
        fixture_close(&s.f);
    }
    for (size_t i = 0; i < BM_RULE_COUNT; i++)
        if (!broken[i])
            fail_msg("no page breaks the rule %s", bm_diag_code(rule_names[i]));
}

static void a_rule_that_is_off_says_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct sheet s;
        open_sheet(&s);
        samples[i].make(&s);
        s.settings.levels[samples[i].rule] = BM_RULE_OFF;
        run(&s);
        for (size_t k = 0; k < s.n; k++)
            assert_string_not_equal(bm_diag_code(s.found[k].finding->message),
                                    bm_diag_code(rule_names[samples[i].rule]));
        fixture_close(&s.f);
    }
}

static void levels_are_those_of_the_settings(void **state)
{
    (void)state;
    for (int level = BM_NOTE; level <= BM_ERROR; level++)
        for (size_t i = 0; i < SAMPLES; i++) {
            struct sheet s;
            open_sheet(&s);
            samples[i].make(&s);
            s.settings.levels[samples[i].rule] = (int8_t)level;
            run(&s);
            assert_int_equal(s.n, 1);
            /* Between warning and error lies a warning at most. */
            bool between = samples[i].level == BM_WARNING &&
                           bm_diag_level(rule_names[samples[i].rule]) == BM_ERROR;
            int want = between && level == BM_ERROR ? BM_WARNING : level;
            assert_int_equal(s.found[0].level, want);
            assert_int_equal(bm_preflight_count(s.found, s.n, (enum bm_level)want), 1);
            fixture_close(&s.f);
        }
}

/* Everything at its limit is good. */
static void what_keeps_the_limits_is_clean(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    s.settings.levels[BM_RULE_OVERLAP] = BM_RULE_OFF; /* all stands in one place */
    const struct bm_ink black = {.k = 10000, .overprint = true};
    s.f.pages.pages[0].bleed = bm_len_um(3000);
    s.settings.page_width = bm_len_um(100150); /* within the tolerance */
    s.settings.page_height = bm_len_um(79850);
    picture(&s, 170, 1);
    picture(&s, 400, 4);
    line(&s, 300, black);
    line(&s, 1500, (struct bm_ink){.m = 10000, .y = 10000});
    line(&s, 1500, (struct bm_ink){0});
    line(&s, 300, (struct bm_ink){.m = 10000}); /* one ink, solid: nothing to register */
    text(&s, "现予公告", 6000, 40000, 60000);
    text(&s, "现予公告", 8000, 40000, 70000)->ink = (struct bm_ink){.k = 6000};
    text(&s, "现予公告", 10000, 40000, 80000)->ink = (struct bm_ink){0};
    text(&s, "现予公告", 10000, 40000, 90000)->ink = (struct bm_ink){.m = 10000, .y = 9000};
    text(&s, "现予公告", 12000, 40000, 100000)->ink = (struct bm_ink){.c = 4000, .k = 10000};
    text(&s, "现予公告", 12000, 40000, 110000)->ink.overprint = false;
    panel(&s, fixture_rect(40000, 120000, 50000, 50000),
          (struct bm_ink){.c = 9000, .m = 8000, .y = 5000});
    panel(&s,
          (struct bm_rect){bm_len_um(5000), bm_len_um(5000), bm_len_um(90000), bm_len_um(70000)},
          (struct bm_ink){.k = 500});
    panel(&s,
          (struct bm_rect){bm_len_um(-3000), bm_len_um(-3000), bm_len_um(106000), bm_len_um(20000)},
          (struct bm_ink){.k = 500});
    /* Nothing is printed there. */
    panel(&s, (struct bm_rect){bm_len_um(1000), bm_len_um(1000), bm_len_um(9000), bm_len_um(9000)},
          (struct bm_ink){0});
    run(&s);
    if (s.n)
        fail_msg("%zu findings, first: %s", s.n, sentence(&s, 0, BM_LANG_EN).p);
    fixture_close(&s.f);
}

/* Licence bits that allow what is done: installable, preview and print, editable; before version 3
 * of the table the mildest of several counts. */
static void licences_that_allow_embedding_are_clean(void **state)
{
    (void)state;
    static const uint16_t fine[] = {0x0000, 0x0004, 0x0008, 0x0006, 0x000A};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct sheet s;
        open_sheet(&s);
        licence(&s, fine[i]);
        run(&s);
        assert_int_equal(s.n, 0);
        fixture_close(&s.f);
    }
}

static void a_finding_knows_its_place(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    struct bm_run *first = text(&s, "现予公告", 5000, 40000, 60000);
    run(&s);
    assert_int_equal(s.n, 1);
    const struct bm_mark *m = &s.found[0];
    assert_int_equal(m->page, 1);
    assert_int_equal(m->article, 0);
    assert_int_equal(m->span.file, s.file);
    assert_int_equal(m->span.offset, fixture_find(&s.f, s.file, "现予公告"));
    assert_int_equal(m->span.length, strlen("现予公告"));
    assert_int_equal(m->rect_count, 1);
    assert_int_equal(m->rects[0].x, fixture_pt(40000));
    assert_int_equal(m->rects[0].w, first->width);
    fixture_close(&s.f);
    /* A picture's place in the manuscript is that of its node; a rule is in none, and covers its
     * weight. */
    open_sheet(&s);
    picture(&s, 100, 1);
    line(&s, 200, (struct bm_ink){.k = 10000, .overprint = true});
    run(&s);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.found[0].span.offset, fixture_find(&s.f, s.file, "会议选举"));
    assert_int_equal(s.found[1].span.file, BM_NO_FILE);
    assert_int_equal(s.found[1].article, UINT32_MAX);
    assert_int_equal(s.found[1].rects[0].y, fixture_pt(100000) - fixture_pt(200) / 2);
    assert_in_range(s.found[1].rects[0].h, fixture_pt(199), fixture_pt(200));
    fixture_close(&s.f);
}

/* A style that is too small is one finding in its article, however many lines it has. */
static void many_places_are_one_finding(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    s.settings.levels[BM_RULE_OVERLAP] = BM_RULE_OFF; /* all stands in one place */
    for (int i = 0; i < 500; i++) {
        text(&s, "现予公告", i % 2 ? 5000 : 4000, 40000, 60000);
        line(&s, 200, (struct bm_ink){.k = 10000, .overprint = true});
    }
    run(&s);
    assert_int_equal(s.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(s.found[i].rect_count, i == 1 ? 500 : 250);
    /* On another page it is another finding. */
    fixture_page(&s.f, bm_len_um(100000), bm_len_um(80000));
    text(&s, "现予公告", 5000, 40000, 60000);
    run(&s);
    assert_int_equal(s.n, 4);
    assert_int_equal(s.found[3].page, 2);
    fixture_close(&s.f);
}

/* Of places at the edge the nearest is told. */
static void the_nearest_place_is_told(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    static const int64_t lefts[] = {2500, 1500, 2000};
    for (size_t i = 0; i < 3; i++)
        panel(&s,
              (struct bm_rect){bm_len_um(lefts[i]), bm_len_um(20000), bm_len_um(9000),
                               bm_len_um(9000)},
              (struct bm_ink){.k = 1000});
    run(&s);
    assert_int_equal(s.n, 1);
    assert_str(sentence(&s, 0, BM_LANG_EN), "1.5 mm from the trim; 3 mm are wanted");
    assert_int_equal(s.found[0].rect_count, 3);
    fixture_close(&s.f);
}

static void a_spot_ink_is_one_plate(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    s.settings.levels[BM_RULE_OVERLAP] = BM_RULE_OFF; /* all stands in one place */
    static const struct bm_spot spots[] = {{BM_STR("PANTONE 186 C"), {.m = 9100, .y = 7600}}};
    s.f.pages.spots = spots;
    s.f.pages.spot_count = 1;
    const struct bm_ink solid = {.m = 9100, .y = 7600, .spot = 1, .tint = 10000};
    struct bm_ink tint = {.m = 4550, .y = 3800, .spot = 1, .tint = 5000};
    line(&s, 300, solid);
    text(&s, "现予公告", 9000, 40000, 60000)->ink = solid;
    run(&s);
    assert_int_equal(s.n, 0);
    text(&s, "现予公告", 7000, 40000, 60000)->ink = tint;
    run(&s);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.found[0].finding->message, BM_MSG_SMALL_TINT_TYPE);
    fixture_close(&s.f);
}

/* What the layout says of ink holds, unless a printer says otherwise. */
static void ink_limits_are_the_layouts_unless_the_printer_has_his_own(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    s.f.pages.limits = (struct bm_limits){.ink = 200, .warn = 180, .black_text = 24 * BM_PT};
    panel(&s, fixture_rect(40000, 120000, 50000, 50000), (struct bm_ink){.c = 9000, .m = 10000});
    text(&s, "现予公告", 20000, 40000, 60000)->ink = (struct bm_ink){.c = 4000, .k = 10000};
    run(&s);
    assert_int_equal(s.n, 2);
    assert_str(sentence(&s, 0, BM_LANG_EN),
               "190 % of ink (C 90 M 100); 180 % is the most that dries");
    assert_int_equal(s.found[1].finding->message, BM_MSG_RICH_BLACK_TYPE);
    s.settings.ink_most = 185; /* the layout's warning at 180 stays */
    s.settings.rich_black_below = 12 * BM_PT;
    run(&s);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.found[0].level, BM_ERROR);
    fixture_close(&s.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_says_what_breaks_it),
        cmocka_unit_test(a_rule_that_is_off_says_nothing),
        cmocka_unit_test(levels_are_those_of_the_settings),
        cmocka_unit_test(what_keeps_the_limits_is_clean),
        cmocka_unit_test(licences_that_allow_embedding_are_clean),
        cmocka_unit_test(a_finding_knows_its_place),
        cmocka_unit_test(many_places_are_one_finding),
        cmocka_unit_test(the_nearest_place_is_told),
        cmocka_unit_test(a_spot_ink_is_one_plate),
        cmocka_unit_test(ink_limits_are_the_layouts_unless_the_printer_has_his_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every construct of the layout language on pages of their own: positions as a golden, and
 * constructs.pdf and constructs-N.png beside, to be looked at. */
#include "desk.h"

#include "page/ledger.h"
#include "page/trace.h"
#include "pdf/pdf.h"
#include "proof/proof.h"

#define BODY                                                                                                                                     \
    "当前，树立和践行正确政绩观学习教育走深走实。为破除文明创建单向宣传、群众参与度低的难题，市文" \
    "明办锚"                                                                                                                                  \
    "定创建为民、创建惠民理念，转变工作思路，创新推出便民互动模式，以民生小事为切入点，变单向灌输" \
    "为双向互"                                                                                                                               \
    "通，用民生实效检验政绩观成色，扎实书写文明创建民生答卷。\n\n"

static const char boxes[] =
    "boxes:\n"
    "  双框: {line: 双线, padding: 1字, above: 1, below: 1}\n"
    "  点框: {line: 点线, padding: 1字, above: 1, below: 1}\n"
    "  花框: {line: 回纹, padding: 1.5字, above: 1, below: 1}\n"
    "  波框: {line: 水波, padding: 1.5字, above: 1, below: 1}\n"
    "  菱框: {line: 菱花, sides: [top, bottom], padding: 0字, above: 1, below: 1}\n"
    "  圆框: {line: 反线, radius: 8pt, padding: 1字, above: 1, below: 1, tint: {k: 8}}\n"
    "  题外框: {line: 正线, head: over, padding: 1字, above: 0, below: 0}\n";

static const char styles[] =
    "styles:\n"
    "  报头名: {base: 题, face: 楷, weight: bold, size: 60pt, leading: 66pt, space: 0.5字}\n"
    "  报头注: {base: 题, face: 黑, size: 六号, leading: 12pt}\n"
    "  引文: {base: 正文, face: 楷, weight: bold, size: 五号, align: start, indent: 0字}\n";

static const char news[] = "---\nkind: 消息\ntitle: 小海报倾听民声\n---\n\n" BODY BODY;
static const char brief[] = "---\nkind: 消息\ntitle: 文明创建\n---\n\n" BODY;
static const char later[] =
    "---\nkind: 消息\ntitle: 关于国民经济和社会发展计划的决议\n---\n\n" BODY;
static const char mixed[] =
    "---\nkind: 消息\ntitle: 一组构件\n---\n\n" BODY "> 群众的事就是最要紧的事。\n\n"
    "| 指标 | 单位 | 数值 |\n|---|:-:|--:|\n| 产值 | 亿元 | 134.9 |\n| 就业 | 万人 | 1256 |\n"
    "| 一个很长很长的指标名称要折成两行才放得下 | % | 5.1 |\n\n" BODY
    "![试印图](try.png \"本报 绘\")\n\n![扫码](qr:https://example.org/)\n\n" BODY BODY;

static const char pages[] =
    "pages:\n"
    "  - section: 要闻\n"
    "    editor: 甲\n"
    "    frames:\n"
    "    - {furniture: [{text: \"{paper}\", style: 报头名}, {text: \"{date-zh}  {weekday-zh}  "
    "第{number}期  国内统一刊号 "
    "{cn}\", style: 报头注}], columns: 1-4, lines: 2-9}\n"
    "    - {furniture: [{text: 今日四版, style: 条带}, {text: \"{publisher}\", style: 报头注}], "
    "columns: 5-6, "
    "lines: 2-9, box: 圆框}\n"
    "    - {article: a, columns: 1-3, lines: 10-30, box: 双框, column-rule: 正线}\n"
    "    - {article: b, columns: 4-6, lines: 10-30, box: 点框}\n"
    "    - {article: c, columns: 1-3, lines: 31-50, box: 花框}\n"
    "    - {article: d, columns: 4-6, lines: 31-50, box: 波框}\n"
    "    - {article: e, columns: 1-3, lines: 51-70, box: 题外框}\n"
    "    - {guide: true, columns: 4-6, lines: 52-70, box: 菱框}\n"
    "  - frames:\n"
    "    - {article: f, columns: 1-6, lines: 3-40, set: 2, pictures: [{columns: 2-2, lines: 6-20, "
    "focus: [0, 50]}, "
    "{left: 30字, width: 9字, lines: 24-33}]}\n"
    "    - {article: g, columns: 1-6, lines: 42-60, rest: gutters, measure: 20字}\n";

static struct bm_layout *open_layout(struct desk *d)
{
    struct bench *b = d->bench;
    struct bm_str text;
    struct bm_buf out = {0};
    assert_true(bm_file_read(b->arena, BM_SOURCE_DIR "/layouts/tabloid.yaml", bm_span_none(),
                             &b->diags, &text));
    const char *at = strstr(text.p, "styles:\n"), *box = strstr(text.p, "boxes:\n");
    const char *kinds = strstr(text.p, "kinds:\n");
    assert_true(at && box && kinds);
    bm_buf_put(&out, text.p, (size_t)(at - text.p));
    bm_buf_c(&out, styles);
    at += strlen("styles:\n");
    bm_buf_put(&out, at, (size_t)(box - at));
    bm_buf_c(&out, boxes);
    box += strlen("boxes:\n");
    bm_buf_put(&out, box, (size_t)(kinds - box));
    bm_buf_c(&out, kinds);
    bm_buf_c(
        &out,
        "  消息: {tiers: [{field: title, style: 公文题}], body: 正文, quote: 引文, table: 表文, "
        "table-head: 表头, caption: 图说}\n");
    struct bm_str whole = {bm_arena_copy(b->arena, out.p, out.n), out.n};
    bm_buf_free(&out);
    uint32_t f = desk_source(b, "constructs.yaml", whole);
    struct bm_layout_file file;
    assert_true(bm_layout_open(b->arena, &b->sources, f, &file, &b->diags));
    return bm_layout_read(b->arena, &file, 1, BM_STR("constructs"), &b->diags);
}

/* A gray ramp of 60 × 40 pixels. */
static const struct bm_image *ramp(struct bm_arena *arena)
{
    struct bm_image *image = BM_NEW(arena, struct bm_image);
    uint8_t *pixels = BM_NEW_N(arena, 60 * 40, uint8_t);
    for (int i = 0; i < 60 * 40; i++)
        pixels[i] = (uint8_t)(40 + i % 60 * 3);
    *image = (struct bm_image){
        .name = BM_STR("try.png"), .width = 60, .height = 40, .components = 1, .pixels = pixels};
    return image;
}

static struct bm_pages *make(struct desk *d, const char *frames)
{
    struct bench *b = d->bench;
    uint32_t f = desk_source(b, "edition.yaml", bm_str_c(frames));
    struct bm_yaml *y =
        bm_yaml_read(b->arena, &b->sources, f, 0, (uint32_t)strlen(frames), &b->diags);
    struct bm_template *t =
        bm_template_read(b->arena, d->layout, bm_yaml_get(y, "pages"), &b->diags);
    struct bm_edition *e = BM_NEW(b->arena, struct bm_edition);
    assert_non_null(t);
    *e = (struct bm_edition){.name = BM_STR("constructs"),
                             .file = f,
                             .date = BM_STR("2024-02-29"),
                             .language = BM_STR("zh-Hans"),
                             .paper = BM_STR("嘉峪关 日报"),
                             .number = BM_STR("1234"),
                             .publisher = BM_STR("市融媒体中心主办")};
    const struct bm_named_image image = {BM_STR("try.png"), ramp(b->arena)};
    struct bm_makeup_input in = {.layout = d->layout,
                                 .template_ = t,
                                 .edition = e,
                                 .articles = d->articles,
                                 .article_count = d->article_count,
                                 .fonts = b->fonts,
                                 .sources = &b->sources,
                                 .phrases = &b->phrases,
                                 .images = &image,
                                 .image_count = 1};
    return bm_makeup(&in, &b->diags);
}

static void open_constructs(struct desk *d, struct bench *b)
{
    desk_open(d, b);
    d->layout = open_layout(d);
    assert_int_equal(b->diags.n, 0);
    assert_non_null(d->layout);
}

static void constructs_stand_as_in_the_golden(void **state)
{
    struct desk d;
    struct bench *b = *state;
    open_constructs(&d, b);
    static const char *const texts[] = {news, brief, brief, brief, brief, mixed, later};
    for (size_t i = 0; i < 7; i++) {
        const char name[] = {(char)('a' + i), '.', 'm', 'd', '\0'};
        desk_article(&d, bm_arena_copy(b->arena, name, 4), texts[i]);
    }
    struct bm_pages *p = make(&d, pages);
    assert_non_null(p);
    assert_int_equal(b->diags.n, 0);
    struct bm_buf trace = {0}, pdf = {0};
    for (size_t i = 0; i < p->page_count; i++) {
        struct bm_buf png = {0};
        bm_page_trace(p, &p->pages[i], &trace);
        assert_true(bm_proof_png(p, (uint32_t)i + 1, 80, &png, &b->diags));
        assert_true(bm_file_write(i ? "constructs-2.png" : "constructs-1.png", bm_buf_view(&png),
                                  &b->diags));
        bm_buf_free(&png);
    }
    bench_golden(b, "constructs", &trace);
    struct bm_pdf_options options = {.jobs = 1, .version = "test"};
    assert_true(bm_pdf_write(p, &options, &pdf, &b->diags));
    assert_true(bm_file_write("constructs.pdf", bm_buf_view(&pdf), &b->diags));
    bm_buf_free(&pdf);
    bm_buf_free(&trace);
    bm_pages_drop(p);
}

static struct bm_str artefact(const struct bm_pages *p, size_t page, const char *name, size_t n)
{
    for (size_t i = 0; i < p->pages[page].n; i++) {
        const struct bm_item *it = &p->pages[page].items[i];
        const struct bm_node *node = &p->nodes[it->node];
        if (it->kind == BM_ITEM_RUN && node->role == BM_ROLE_ARTEFACT && node->field &&
            !strcmp(node->field, name) && !n--)
            return it->run.text;
    }
    return (struct bm_str){0};
}

/* What has no value leaves its piece of the text out; the day is right over a leap day. */
static void placeholders_are_filled_in(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    desk_article(&d, "a.md", brief);
    struct bm_pages *p = make(&d, "pages:\n  - section: 要闻\n    frames:\n"
                                  "    - {furniture: [{text: \"{page-zh}版  {price}元  "
                                  "{date-zh}{weekday-zh}  责编 {editor}\", "
                                  "style: 报头注}], columns: 1-6, lines: 2-4}\n"
                                  "    - {article: a, columns: 1-6, lines: 10-30}\n");
    assert_str(artefact(p, 0, "furniture", 0), "一版  2024年2月29日星期四");
    assert_str(artefact(p, 0, "folio", 0), "要闻");
    bm_pages_drop(p);
}

static void entries_of_a_guide_are_later_articles(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    desk_article(&d, "a.md", brief);
    desk_article(&d, "b.md", later);
    struct bm_pages *p =
        make(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-4, lines: 3-30}\n"
                 "    - {guide: true, columns: 5-6, lines: 3-30}\n"
                 "  - frames:\n    - {article: b, columns: 1-6, lines: 3-30}\n");
    assert_str(artefact(p, 0, "guide", 0), "今日导读");
    struct bm_buf all = {0};
    for (size_t i = 1; i < 9; i++)
        bm_buf_str(&all, artefact(p, 0, "guide", i));
    assert_str(bm_buf_view(&all), "关于国民经济和社会发展计划的决议第2版");
    bm_buf_free(&all);
    bm_pages_drop(p);
    p = make(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-4, lines: 3-30}\n"
                 "    - {guide: true, columns: 5-6, lines: 3-5}\n"
                 "  - frames:\n    - {article: b, columns: 1-6, lines: 3-30}\n");
    assert_int_equal(desk_count(&d, BM_MSG_GUIDE_FULL), 1);
    bm_pages_drop(p);
}

/* Numbers stand at one decimal point; what is too wide is broken; the columns fill the measure. */
static void tables_are_set(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_article *a = desk_article(&d, "f.md", mixed);
    struct bm_galley *g = desk_galley(&d, a);
    for (size_t i = 0; i < g->part_count; i++) {
        const struct bm_part *part = &g->parts[i];
        struct bm_table_setting t;
        if (part->kind != BM_PART_TABLE)
            continue;
        bm_table_set(d.bench->arena, part, 20 * 9 * BM_PT, g->above, &t);
        assert_true(t.fits);
        assert_int_equal(t.rows[3].height, 2);
        bm_len points[3];
        for (int r = 1; r < 4; r++) {
            const struct bm_cell_line *number = &t.rows[r].lines[t.rows[r].n - 1];
            uint32_t k = 0;
            while (k < number->para->cluster_count &&
                   number->para->characters[number->para->clusters[k].character].cp != '.')
                k++;
            points[r - 1] = number->x + bm_para_width(number->para, 0, k);
        }
        assert_in_range(points[0], points[1] - 2, points[1] + 2);
        assert_in_range(points[0], points[2] - 2, points[2] + 2);
        bm_table_set(d.bench->arena, part, 4 * 9 * BM_PT, g->above, &t);
        assert_false(t.fits);
    }
}

#define TABLE_HEAD "---\nkind: 消息\ntitle: 表\n---\n\n"
#define LONG_CELL                                                                                                                                \
    "一个很长的单元格内容要折成许多行一个很长的单元格内容要折成许多行一个很长的单元格内容要折成许" \
    "多行"

static void append_piece(void *context, uint32_t article, struct bm_str text)
{
    if (article != UINT32_MAX)
        bm_buf_str(context, text);
}

static void assert_all_is_printed(const struct bm_pages *p, const struct bm_article *a)
{
    struct bm_buf got = {0}, want = {0};
    for (size_t i = 0; i < p->page_count; i++)
        bm_page_pieces(p, &p->pages[i], append_piece, &got);
    bm_article_plain(a, &want);
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, want.n);
    bm_buf_free(&got);
    bm_buf_free(&want);
}

/* Whole numbers, decimals and percentages end their integers at one place; a column too narrow for
 * its numbers keeps them inside. */
static void numbers_end_at_one_place(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_galley *g =
        desk_galley(&d, desk_article(&d, "t.md",
                                     TABLE_HEAD "|项|数|\n|---|--:|\n|甲|12.5%|\n|乙|5%|\n"
                                                "|丙|1,256|\n|丁|3.25|\n|戊|0.5‰|\n"));
    const struct bm_part *part = &g->parts[1];
    struct bm_table_setting t;
    bm_len end = -1;
    bm_table_set(d.bench->arena, part, 11 * 9 * BM_PT, g->above, &t);
    for (uint32_t r = 1; r < 6; r++) {
        const struct bm_cell_line *l = &t.rows[r].lines[1];
        static const uint32_t digits[] = {0, 2, 1, 5, 1, 1};
        bm_len at = l->x + bm_para_width(l->para, 0, digits[r]);
        assert_true(end < 0 || (at - end <= 2 && end - at <= 2));
        end = at;
        assert_true(l->x + l->line->set_width <= 11 * 9 * BM_PT);
    }
    bm_table_set(d.bench->arena, part, 4 * 9 * BM_PT, g->above, &t);
    for (uint32_t r = 1; r < 6; r++)
        for (size_t i = 1; i < t.rows[r].n; i++)
            assert_true(t.rows[r].lines[i].x >= 2 * 9 * BM_PT);
}

/* Beside a picture that begins in its midst a table is as narrow as the narrowest row. */
static void tables_keep_off_pictures(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_galley *g = desk_galley(
        &d, desk_article(&d, "t.md", TABLE_HEAD "|甲|乙|\n|---|---|\n|丙|丁|\n|戊|己|\n|庚|辛|\n"));
    const bm_len widths[] = {180 * BM_PT, 180 * BM_PT, 90 * BM_PT, 180 * BM_PT};
    struct bm_row_measures slots = {.widths = widths, .n = 4};
    static const struct bm_variant plain;
    struct bm_setting s = {0};
    bm_galley_set_body(d.bench->arena, g, &slots, &plain, NULL, &s);
    assert_int_equal(s.row_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(s.rows[i].rule_width, 90 * BM_PT);
}

/* A row of a table goes on in the next column or frame, and is read cell by cell. */
static void no_row_of_a_table_leaves_its_frame(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_article *a = desk_article(&d, "t.md",
                                        TABLE_HEAD BODY "|甲|乙|\n|---|---|\n|" LONG_CELL
                                                        "|丙|\n| | |\n|丁|戊|\n\n" BODY);
    for (unsigned foot = 12; foot < 40; foot++) {
        char frames[200];
        snprintf(frames, sizeof frames,
                 "pages:\n  - frames:\n    - {article: t, columns: 1-3, lines: 3-%u}\n", foot);
        struct bm_pages *p = make(&d, bm_arena_copy(d.bench->arena, frames, strlen(frames)));
        const struct bm_rect f = p->articles[0].frames[0].rect;
        uint32_t printed = p->articles[0].characters + p->articles[0].overset_characters;
        struct bm_buf plain = {0};
        for (size_t i = 0; i < p->pages[0].n; i++) {
            const struct bm_item *it = &p->pages[0].items[i];
            if (it->kind == BM_ITEM_RUN && p->nodes[it->node].role == BM_ROLE_TABLE)
                assert_true(it->rect.y >= f.y && it->rect.y + it->rect.h <= f.y + f.h);
        }
        bm_article_plain(a, &plain);
        assert_int_equal(printed, bm_utf8_count(plain.p, plain.n));
        if (!p->articles[0].overset_lines && foot > 30)
            assert_all_is_printed(p, a);
        bm_buf_free(&plain);
        bm_pages_drop(p);
    }
}

static void a_table_without_room_has_its_place(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    desk_article(&d, "t.md",
                 TABLE_HEAD "甲\n\n|a|b|c|d|e|f|g|h|\n|---|---|---|---|---|---|---|---|\n"
                            "|1|2|3|4|5|6|7|8|\n");
    struct bm_pages *p =
        make(&d, "pages:\n  - frames:\n    - {article: t, columns: 1-1, lines: 3-40}\n");
    assert_int_equal(desk_count(&d, BM_MSG_TABLE_TOO_WIDE), 1);
    for (size_t i = 0; i < d.bench->diags.n; i++) {
        const struct bm_diag *g = &d.bench->diags.v[i];
        uint32_t line, column;
        if (g->message != BM_MSG_TABLE_TOO_WIDE)
            continue;
        bm_source_place(&d.bench->sources.v[g->span.file], g->span.offset, &line, &column, NULL);
        assert_int_equal(line, 8);
        assert_int_equal(column, 1);
    }
    bm_pages_drop(p);
}

/* One empty row about a quote, shared by two, none at the article's beginning. */
static void quotes_stand_free(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_galley *g = desk_galley(
        &d, desk_article(&d, "q.md", TABLE_HEAD "> 一。\n\n甲。\n\n> 二。\n>\n> 三。\n\n乙。\n"));
    struct bm_setting s;
    static const struct bm_variant plain;
    static const char want[] = "x.x.x.x.x";
    bm_galley_set(d.bench->arena, g, 200 * BM_PT, 200 * BM_PT, 12 * BM_PT, &plain, NULL, &s);
    assert_int_equal(s.row_count, sizeof want - 1);
    for (size_t i = 0; i < s.row_count; i++)
        assert_int_equal(s.rows[i].empty, want[i] == '.');
}

static bm_len picture_top(const struct bm_pages *p, bm_len *height)
{
    for (size_t i = 0; i < p->pages[0].n; i++)
        if (p->pages[0].items[i].kind == BM_ITEM_PICTURE) {
            *height = p->pages[0].items[i].rect.h;
            return p->pages[0].items[i].rect.y;
        }
    return -1;
}

/* A picture may stand where its paragraph begins, and may give lines so that the frame is full. */
static void pictures_go_with_paragraphs_and_give_lines(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    desk_article(&d, "f.md",
                 "---\nkind: 消息\ntitle: 图\n---\n\n" BODY BODY
                 "![试](try.png)\n\n" BODY BODY BODY);
    struct bm_pages *p =
        make(&d, "pages:\n  - frames:\n    - {article: f, columns: 1-6, lines: 3-19, set: 2, "
                 "pictures: [{width: 14字, lines: 1-6, at: paragraph}]}\n");
    bm_len top = -1, h, wide, place = picture_top(p, &h);
    /* The third paragraph begins beside the picture, or a few lines off: copyfitting comes after.
     */
    for (size_t i = 0, n = 0; i < p->pages[0].n; i++) {
        const struct bm_item *it = &p->pages[0].items[i];
        if (it->kind == BM_ITEM_RUN && it->run.text.n > 6 && !memcmp(it->run.text.p, "当前", 6) &&
            ++n == 3)
            top = it->rect.y;
    }
    assert_in_range(place, top - 36 * BM_PT, top + 36 * BM_PT);
    bm_pages_drop(p);
    p = make(&d, "pages:\n  - frames:\n    - {article: f, columns: 1-6, lines: 3-19, set: 2, "
                 "pictures: [{columns: 2-2, lines: 3-8, give: 4}]}\n");
    picture_top(p, &wide);
    assert_int_not_equal(h, wide);
    assert_int_equal(p->articles[0].short_lines, 0);
    assert_int_equal(p->articles[0].overset_lines, 0);
    bm_pages_drop(p);
}

/* Heads of two to four characters are spread by two, one and half an em. */
static void short_heads_are_spread(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    static const struct {
        const char *title;
        int gap; /* half em */
    } heads[] = {{"公告", 4}, {"公告栏", 2}, {"会议公告", 1}, {"会议的公告", 0}};
    for (size_t i = 0; i < 4; i++) {
        char text[512];
        snprintf(text, sizeof text, "---\nkind: 社论\ntitle: %s\n---\n\n一段正文。\n",
                 heads[i].title);
        const char *kept = bm_arena_copy(d.bench->arena, text, strlen(text));
        struct bm_galley *g = desk_galley(&d, desk_article(&d, "s.md", kept));
        struct bm_setting s;
        static const struct bm_variant plain;
        struct bm_style *style = BM_NEW(d.bench->arena, struct bm_style);
        *style = *g->parts[0].style;
        style->lines = 0;
        g->parts[0].style = style;
        bm_galley_set(d.bench->arena, g, 639 * BM_PT, 200 * BM_PT, 12 * BM_PT, &plain, NULL, &s);
        assert_int_equal(s.head[0].line->all, g->parts[0].style->size / 2 * heads[i].gap);
    }
}

static void strong_text_has_its_weight(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_galley *g = desk_galley(
        &d, desk_article(&d, "s.md", "---\nkind: 消息\ntitle: 甲\n---\n\n平**重**平\n"));
    const struct bm_para *p = g->parts[1].para;
    assert_ptr_equal(p->glyphs[0].face, p->glyphs[2].face);
    assert_ptr_not_equal(p->glyphs[0].face, p->glyphs[1].face);
}

/* A head takes its smaller style where the article would not fit otherwise, and only there. */
static void heads_may_become_smaller(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    struct bm_kind *kind = NULL;
    for (size_t i = 0; i < d.layout->kind_count; i++)
        if (bm_str_is(d.layout->kinds[i].name, "消息"))
            kind = &d.layout->kinds[i];
    assert_non_null(kind);
    const struct bm_style *small = kind->tiers[0].style;
    kind->tiers[0].style = bm_layout_style(d.layout, BM_STR("通讯题"));
    kind->tiers[0].smaller = &small;
    kind->tiers[0].smaller_count = kind->smaller_most = 1;
    desk_article(&d, "a.md", brief);
    static const struct {
        const char *frames;
        bool smaller;
    } cases[] = {
        {"pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 3-13, set: 1}\n", false},
        {"pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 3-8, set: 1}\n", true}};
    for (size_t i = 0; i < 2; i++) {
        struct bm_pages *p = make(&d, cases[i].frames);
        for (size_t k = 0; k < p->pages[0].n; k++) {
            const struct bm_item *it = &p->pages[0].items[k];
            if (it->kind == BM_ITEM_RUN && p->nodes[it->node].role == BM_ROLE_HEAD)
                assert_int_equal(it->run.size == small->size, cases[i].smaller);
        }
        assert_int_equal(p->articles[0].overset_lines, 0);
        bm_pages_drop(p);
    }
}

static void a_figure_without_a_place_is_said(void **state)
{
    struct desk d;
    open_constructs(&d, *state);
    desk_article(&d, "f.md", mixed);
    struct bm_pages *p =
        make(&d, "pages:\n  - frames:\n    - {article: f, columns: 1-6, lines: 3-60, set: 3, "
                 "pictures: [{columns: 1-1, lines: 20-30}]}\n");
    assert_int_equal(desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 1);
    bm_pages_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constructs_stand_as_in_the_golden),
        cmocka_unit_test(placeholders_are_filled_in),
        cmocka_unit_test(entries_of_a_guide_are_later_articles),
        cmocka_unit_test(tables_are_set),
        cmocka_unit_test(numbers_end_at_one_place),
        cmocka_unit_test(tables_keep_off_pictures),
        cmocka_unit_test(no_row_of_a_table_leaves_its_frame),
        cmocka_unit_test(a_table_without_room_has_its_place),
        cmocka_unit_test(quotes_stand_free),
        cmocka_unit_test(pictures_go_with_paragraphs_and_give_lines),
        cmocka_unit_test(short_heads_are_spread),
        cmocka_unit_test(strong_text_has_its_weight),
        cmocka_unit_test(heads_may_become_smaller),
        cmocka_unit_test(a_figure_without_a_place_is_said),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

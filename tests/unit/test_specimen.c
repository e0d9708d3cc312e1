/* Vertical paragraphs and what marks characters out, on a page: positions as a golden, extraction
 * from the PDF, which is left as specimen.pdf beside specimen.png in the working folder, to be
 * looked at. */
#include "text_bench.h"

#include "page/trace.h"
#include "paint/runs.h"
#include "pdf/pdf.h"
#include "proof/proof.h"

#include <stdio.h>
#include <stdlib.h>

#define LEADING(size) (bm_len_ratio(size, 16, 10))

struct specimen {
    struct bench *bench;
    struct bm_painter painter;
    struct bm_buf expected; /* what extraction must give, white space aside */
};

static void add_expected(struct specimen *s, struct bm_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ')
            bm_buf_char(&s->expected, text.p[i]);
}

/* Sets pieces from (x, y) on, lines of `measure` characters; horizontal lines stand on y and below,
 * vertical ones at x and to the left. */
static void set(struct specimen *s, bm_len x, bm_len y, int measure, const struct bm_inline *pieces,
                size_t n)
{
    struct bench *b = s->bench;
    const struct bm_para *p = bm_para_shape(b->arena, b->shaper, &b->style, pieces, n, &b->diags);
    bm_len width = measure * b->style.size;
    struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
    struct bm_lines lines;
    assert_non_null(p);
    bm_para_break(b->arena, p, &how, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        struct bm_placed_line line = {.para = p,
                                      .line = &lines.v[i],
                                      .x = x,
                                      .y = y,
                                      .article = UINT32_MAX,
                                      .ink = {.k = 10000, .overprint = true},
                                      .sign = bm_span_none()};
        bm_paint_line(&s->painter, &line);
        *(b->style.mode == BM_VERTICAL ? &x : &y) +=
            (b->style.mode == BM_VERTICAL ? -1 : 1) * LEADING(b->style.size);
    }
    add_expected(s, p->text);
}

static struct bm_inline piece(const char *text, unsigned emphasis)
{
    return (struct bm_inline){.emphasis = (uint8_t)emphasis,
                              .text = bm_str_c(text),
                              .span = {BM_NO_FILE, 0, (uint32_t)strlen(text)}};
}

static void set_vertical(struct specimen *s)
{
    static const char *const texts[] = {
        "“改革”与‘开放’：2025年8月8日，GDP增长12%，达到100亿元；A座25楼，使用“Open "
        "Source”软件——真的吗？！甲·乙（注）、《书名》……完。",
        "会议指出，过去的一年，全市上下“一张蓝图绘到底”，38项重点工作、1200个项目全部落地见效。"};
    for (size_t i = 0; i < 2; i++) {
        const struct bm_inline text = piece(texts[i], 0);
        set(s, 560 * BM_PT - (bm_len)i * 130 * BM_PT, 40 * BM_PT, 18, &text, 1);
    }
    const struct bm_inline marked[] = {piece("毛泽东", BM_EMPHASIS_NAME),
                                       piece("在", 0),
                                       piece("《实践论》", 0),
                                       piece("和", 0),
                                       piece("矛盾论", BM_EMPHASIS_TITLE),
                                       piece("里说：", 0),
                                       piece("没有调查，没有发言权。", BM_EMPHASIS_DOTS)};
    set(s, 320 * BM_PT, 40 * BM_PT, 18, marked, sizeof marked / sizeof *marked);
}

static void set_horizontal(struct specimen *s)
{
    const struct bm_inline marked[] = {
        piece("嘉峪关", BM_EMPHASIS_NAME),
        piece("酒泉", BM_EMPHASIS_NAME | BM_EMPHASIS_SECOND),
        piece("两市的", 0),
        piece("政府工作报告", BM_EMPHASIS_TITLE),
        piece("指出：", 0),
        piece("发展 GDP 是硬道理，", BM_EMPHASIS_DOTS),
        piece("必须让", 0),
        piece("张三丰", BM_EMPHASIS_NAME | BM_EMPHASIS_DOTS),
        piece("等同志参加“十五五”规划的编制工作，一件一件落实。", 0),
    };
    set(s, 30 * BM_PT, 60 * BM_PT, 15, marked, sizeof marked / sizeof *marked);
}

/* A line that ends inside a word ends in a hyphen that is no text. */
static void set_hyphenated(struct specimen *s)
{
    const struct bm_inline word = piece("用hyphenation做", 0);
    s->bench->style.hyphenate = "en-US";
    set(s, 30 * BM_PT, 180 * BM_PT, 4, &word, 1);
    s->bench->style.hyphenate = NULL;
}

static void the_page_stands_as_in_the_golden(void **state)
{
    struct bench *b = *state;
    struct bm_page page = {.number = 1, .width = 600 * BM_PT, .height = 420 * BM_PT};
    struct bm_layout layout = {0};
    struct bm_pages pages = {.arena = b->arena,
                             .pages = &page,
                             .page_count = 1,
                             .title = BM_STR("样张"),
                             .language = BM_STR("zh-Hans"),
                             .sources = &b->sources};
    struct specimen s = {.bench = b,
                         .painter = {.arena = b->arena,
                                     .items = b->arena,
                                     .pages = &pages,
                                     .page = &page,
                                     .work = b->arena,
                                     .layout = &layout}};
    b->style.size = 14 * BM_PT;
    bm_paint_node(&s.painter, (struct bm_node){.role = BM_ROLE_DOCUMENT,
                                               .parent = BM_NO_NODE,
                                               .article = UINT32_MAX,
                                               .span = bm_span_none()});
    b->style.mode = BM_VERTICAL;
    set_vertical(&s);
    b->style.mode = BM_HORIZONTAL;
    set_horizontal(&s);
    set_hyphenated(&s);
    b->style.typeface =
        bm_fonts_typeface(b->fonts, BM_STR("楷"), BM_STR("regular"), bm_span_none(), &b->diags);
    b->style.mode = BM_VERTICAL;
    const struct bm_inline kai = piece("楷体“直排”也一样：12月3日——（注）……《书》。", 0);
    set(&s, 230 * BM_PT, 220 * BM_PT, 13, &kai, 1);
    struct bm_buf trace = {0};
    bm_page_trace(&pages, &page, &trace);
    bench_golden(b, "specimen", &trace);

    struct bm_buf pdf = {0};
    struct bm_pdf_options options = {.jobs = 1, .version = "test"};
    assert_true(bm_pdf_write(&pages, &options, &pdf, &b->diags));
    assert_true(bm_file_write("specimen.pdf", bm_buf_view(&pdf), &b->diags));
    struct bm_buf png = {0};
    assert_true(bm_proof_png(&pages, 1, 100, &png, &b->diags));
    assert_true(bm_file_write("specimen.png", bm_buf_view(&png), &b->diags));
    bm_buf_free(&png);
    struct bm_buf out = {0};
    FILE *pipe = popen("pdftotext -raw specimen.pdf -", "r");
    assert_non_null(pipe);
    for (int c; (c = fgetc(pipe)) != EOF;)
        if (c != '\n' && c != '\f' && c != ' ')
            bm_buf_char(&out, (char)c);
    assert_int_equal(pclose(pipe), 0);
    bm_buf_char(&out, '\0');
    bm_buf_char(&s.expected, '\0');
    assert_string_equal(out.p, s.expected.p);
    bm_buf_free(&out);
    bm_buf_free(&s.expected);
    bm_buf_free(&pdf);
    bm_buf_free(&trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_page_stands_as_in_the_golden, bench_open, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

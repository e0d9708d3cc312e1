/* pdf/: a page made by hand, written and then read by other people's programs: the file is
 * sound, its text is the text that went in, the bytes do not depend on the threads. */
#include "unit.h"

#include "base/file.h"
#include "base/index.h"
#include "page/ledger.h"
#include "pdf/packed.h"
#include "pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#define SIZE (10 * BM_PT + BM_PT / 2)

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_fonts *fonts;
    struct bm_page page[2];
    struct bm_item items[16];
    struct bm_ledger article;
    struct bm_pages pages;
};

static const struct bm_face *opened(struct desk *d, const char *role)
{
    const struct bm_typeface *t =
        bm_fonts_typeface(d->fonts, bm_str_c(role), BM_STR(""), bm_span_none(), &d->diags);
    assert_non_null(t);
    assert_true(bm_face_open(d->fonts, t->faces[0], &d->diags));
    return t->faces[0];
}

/* A run of `shown` in which extraction must give `text`; they differ in one-character runs only.
 * Glyphs are stretched by a thousandth of a point each, which no rounding may add up. */
static struct bm_item *add_run(struct desk *d, const char *role, enum bm_mode mode, bm_len x,
                               bm_len y, const char *shown, const char *text)
{
    struct bm_item *item = &d->items[d->page[0].n++];
    const struct bm_face *face = opened(d, role);
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, shown, -1, 0, -1);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, mode == BM_VERTICAL ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
    hb_shape(face->hb_font, buffer, NULL, 0);
    unsigned n;
    hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
    hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);
    item->kind = BM_ITEM_RUN;
    item->run = (struct bm_run){.face = face,
                                .size = SIZE,
                                .mode = mode,
                                .n = n,
                                .ink = {.k = 10000, .overprint = true},
                                .text = bm_str_c(text)};
    item->run.glyphs = BM_NEW_N(d->arena, n, struct bm_glyph);
    for (unsigned i = 0; i < n; i++) {
        struct bm_glyph *g = &item->run.glyphs[i];
        uint32_t end = i + 1 < n ? info[i + 1].cluster : (uint32_t)strlen(shown);
        *g = (struct bm_glyph){.gid = info[i].codepoint, .x = x, .y = y};
        if (i == 0 || info[i].cluster != info[i - 1].cluster) {
            g->text = strcmp(shown, text) == 0 ? info[i].cluster : 0;
            g->text_length = (uint16_t)(strcmp(shown, text) == 0 ? end - g->text : strlen(text));
        }
        x += bm_len_ratio(at[i].x_advance, SIZE, face->upem) + (mode == BM_HORIZONTAL ? 65 : 0);
        y -= bm_len_ratio(at[i].y_advance, SIZE, face->upem);
    }
    hb_buffer_destroy(buffer);
    return item;
}

static void open_desk(struct desk *d)
{
    *d = (struct desk){.arena = bm_arena_new()};
    d->sources.arena = d->diags.arena = d->arena;
    struct bm_str yaml;
    assert_true(bm_file_read(d->arena, BM_SOURCE_DIR "/fonts/fonts.yaml", bm_span_none(), &d->diags,
                             &yaml));
    uint32_t file = bm_sources_add(&d->sources, BM_STR("fonts.yaml"), BM_STR("fonts.yaml"), yaml);
    d->fonts = bm_fonts_read(d->arena, &d->sources, file, BM_STR("/nowhere"), &d->diags);
    assert_non_null(d->fonts);
    for (uint32_t i = 0; i < 2; i++)
        d->page[i] = (struct bm_page){
            .number = i + 1, .width = 400 * BM_PT, .height = 500 * BM_PT, .bleed = bm_len_um(3000)};
    d->page[0].items = d->items;
    d->items[0] = (struct bm_item){
        .kind = BM_ITEM_FILL, .ink = {.y = 1250}, .rect = {0, 0, 400 * BM_PT, 30 * BM_PT}};
    d->items[1] = (struct bm_item){.kind = BM_ITEM_RULE,
                                   .weight = BM_PT / 2,
                                   .ink = {.k = 10000, .overprint = true},
                                   .rect = {20 * BM_PT, 40 * BM_PT, 300 * BM_PT, 0}};
    d->page[0].n = 2;
    static struct bm_placed_frame frames[] = {
        {.page = 1, .rect = {655360, 655360, 655360, 655360}},
        {.page = 2, .rect = {655360, 655360, 655360, 655360}}};
    d->article =
        (struct bm_ledger){.title = BM_STR("𠮷野家（一）"), .frames = frames, .frame_count = 2};
    d->pages = (struct bm_pages){.arena = d->arena,
                                 .title = BM_STR("人民日报"),
                                 .date = BM_STR("1949-10-01"),
                                 .language = BM_STR("zh-CN"),
                                 .pages = d->page,
                                 .page_count = 2,
                                 .articles = &d->article,
                                 .article_count = 1,
                                 .sources = &d->sources};
}

static void close_desk(struct desk *d)
{
    bm_fonts_close(d->fonts);
    bm_arena_drop(d->arena);
}

static struct bm_buf written(struct desk *d, unsigned jobs, uint32_t first, uint32_t last)
{
    struct bm_buf out = {0};
    struct bm_pdf_options options = {
        .jobs = jobs, .version = "1.2.3", .first = first, .last = last};
    assert_true(bm_pdf_write(&d->pages, &options, &out, &d->diags));
    assert_int_equal(d->diags.n, 0);
    return out;
}

/* What the command prints, errors included, with {} for the file; white space is taken out. */
static struct bm_buf printed(const struct bm_buf *pdf, const char *command, bool keep_space)
{
    char path[] = "/tmp/banmian-pdf-XXXXXX", line[1024], *hole = strstr(command, "{}");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf->p, pdf->n), pdf->n);
    close(fd);
    assert_non_null(hole);
    snprintf(line, sizeof line, "%.*s%s%s 2>&1", (int)(hole - command), command, path, hole + 2);
    struct bm_buf out = {0};
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    for (int c; (c = fgetc(pipe)) != EOF;)
        if (keep_space || (c > ' ' && c != 0x7F))
            bm_buf_char(&out, (char)c);
    int status = pclose(pipe);
    unlink(path);
    if (status != 0)
        fail_msg("%s: status %d: %.*s", command, status, (int)out.n, out.p);
    return out;
}

static void expect(const struct bm_buf *pdf, const char *command, const char *want)
{
    struct bm_buf out = printed(pdf, command, false);
    assert_str(bm_buf_view(&out), want);
    bm_buf_free(&out);
}

static void expect_all(const struct bm_buf *pdf, const char *want)
{
    struct bm_buf out = printed(pdf, "qpdf --check {}", true);
    bm_buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "No syntax or stream encoding errors"));
    assert_null(strstr(out.p, "WARNING"));
    bm_buf_free(&out);
    expect(pdf, "pdftotext -raw {} -", want);
    expect(pdf, "mutool draw -q -N -F txt {}", want);
    expect(pdf, "{ pdftoppm -r 30 {} 2>&1 >/dev/null; }", "");
    expect(pdf, "mutool draw -q -N -r 30 -F ppm -o /dev/null {}", "");
    expect(pdf, "gs -q -dBATCH -dNOPAUSE -sDEVICE=bit -o /dev/null {}", "");
}

static void text_comes_back(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    bm_len x = 20 * BM_PT, y = 60 * BM_PT;
    add_run(&d, "宋", BM_HORIZONTAL, x, y, "“引号”——破折号……甲（乙）", "“引号”——破折号……甲（乙）");
    add_run(&d, "宋", BM_HORIZONTAL, x, y + 20 * BM_PT, "（", "(");
    add_run(&d, "宋", BM_HORIZONTAL, x + SIZE, y + 20 * BM_PT, "𠮷", "𠮷");
    add_run(&d, "宋", BM_HORIZONTAL, x, y + 40 * BM_PT, "office fi 1949", "office fi 1949");
    add_run(&d, "楷", BM_HORIZONTAL, x, y + 60 * BM_PT, "楷体也印。", "楷体也印。");
    struct bm_buf one = written(&d, 1, 0, 0), two = written(&d, 3, 0, 0);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.p, two.p, one.n);
    expect_all(&one, "“引号”——破折号……甲（乙）(𠮷officefi1949楷体也印。");
    struct bm_buf fonts = printed(&one, "pdffonts {} | tail -n +3", true);
    bm_buf_char(&fonts, '\0');
    int rows = 0;
    for (const char *p = fonts.p; (p = strstr(p, "yes yes yes")); p++)
        rows++;
    assert_int_equal(rows, 3);
    bm_buf_free(&fonts);
    bm_buf_free(&one);
    bm_buf_free(&two);
    close_desk(&d);
}

static void further_glyphs_of_a_cluster_print_only_space(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct bm_item *item = add_run(&d, "宋", BM_HORIZONTAL, 20 * BM_PT, 60 * BM_PT, "版面", "版面");
    item->run.glyphs[0].text_length = 6;
    item->run.glyphs[1].text_length = 0;
    struct bm_buf pdf = written(&d, 1, 1, 1);
    expect_all(&pdf, "版面");
    bm_buf_free(&pdf);
    close_desk(&d);
}

static void vertical_text_comes_back(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    add_run(&d, "宋", BM_VERTICAL, 300 * BM_PT, 60 * BM_PT, "直排，文字。", "直排，文字。");
    struct bm_buf pdf = written(&d, 2, 1, 1);
    expect(&pdf, "pdftotext -raw {} -", "直排，文字。");
    expect(&pdf, "mutool draw -q -N -r 30 -F ppm -o /dev/null {}", "");
    bm_buf_free(&pdf);
    close_desk(&d);
}

static void the_document_says_what_it_is(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct bm_buf pdf = written(&d, 1, 0, 0);
    struct bm_buf out = printed(&pdf, "TZ=Asia/Shanghai pdfinfo -box {}", true);
    bm_buf_char(&out, '\0');
    static const char *const wanted[] = {"人民日报",
                                         "Banmian 1.2.3",
                                         "1949",
                                         "Pages:           2",
                                         "PDF version:     1.6",
                                         "TrimBox:             8.50     8.50   408.50   508.50"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strstr(out.p, wanted[i]))
            fail_msg("no «%s» in %s", wanted[i], out.p);
    bm_buf_free(&out);
    out = printed(&pdf, "mutool show {} outline", true);
    bm_buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "𠮷野家（一）"));
    assert_non_null(strstr(out.p, "第2版"));
    assert_non_null(strstr(out.p, "𠮷野家（一）（续）"));
    bm_buf_free(&out);
    bm_buf_free(&pdf);
    d.article.frame_count = 1; /* nothing on page 2: no entry that leads to nothing */
    pdf = written(&d, 1, 0, 0);
    out = printed(&pdf, "mutool show {} outline", true);
    bm_buf_char(&out, '\0');
    assert_null(strstr(out.p, "第2版"));
    bm_buf_free(&out);
    bm_buf_free(&pdf);
    pdf = written(&d, 1, 2, 2);
    expect(&pdf, "qpdf --show-npages {}", "1");
    bm_buf_free(&pdf);
    close_desk(&d);
}

/* What the program has packed is what the data have, which a run reads beside it. */
static void packed_profiles_are_the_datas(void **state)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    struct bm_str icc;
    bool found = false;
    (void)state;
    assert_true(
        bm_file_read(arena, BM_SOURCE_DIR "/colour/TR002.icc", bm_span_none(), &diags, &icc));
    for (size_t i = 0; i < bm_pdf_packed_count; i++) {
        const struct bm_pdf_packed *p = &bm_pdf_packed[i];
        uLongf n = p->size;
        Bytef *bytes = bm_arena_alloc(arena, n);
        assert_int_equal(uncompress(bytes, &n, (const Bytef *)p->zlib, (uLong)p->n), Z_OK);
        assert_int_equal(n, p->size);
        assert_int_equal(bm_hash_bulk(bytes, n), p->hash);
        if (p->size == icc.n) {
            assert_memory_equal(bytes, icc.p, icc.n);
            found = true;
        }
    }
    assert_true(found);
    bm_arena_drop(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_back),
        cmocka_unit_test(further_glyphs_of_a_cluster_print_only_space),
        cmocka_unit_test(vertical_text_comes_back),
        cmocka_unit_test(the_document_says_what_it_is),
        cmocka_unit_test(packed_profiles_are_the_datas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

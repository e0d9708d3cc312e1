/* proof/: pictures of pages pixel by pixel, and the marked proof as poppler reads it. */
#include "unit.h"

#include "fixture_pages.h"
#include "page/ledger.h"
#include "page/notes.h"
#include "poppler.h"
#include "proof/proof.h"

#include <cairo.h>
#include <unistd.h>

/* cairo 1.16 forgets one array of 768 bytes each time it subsets a CFF font; the leak sanitizer,
 * where it is on, asks here what is known. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so";
}

#define DPI 144 /* two pixels a point */

static uint32_t word(struct bm_buf png, size_t at)
{
    uint32_t v = 0;
    for (size_t i = 0; i < 4; i++)
        v = v << 8 | (unsigned char)png.p[at + i];
    return v;
}

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned n)
{
    struct bm_str *left = closure;
    if (left->n < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, left->p, n);
    left->p += n;
    left->n -= n;
    return CAIRO_STATUS_SUCCESS;
}

/* The picture of page 1 as it comes back from its PNG. */
static cairo_surface_t *picture(struct fixture *f, unsigned dpi)
{
    struct bm_diags diags = {.arena = f->arena};
    struct bm_buf png = {0};
    assert_true(bm_proof_png(&f->pages, 1, dpi, &png, &diags));
    assert_int_equal(diags.n, 0);
    struct bm_str left = bm_buf_view(&png);
    cairo_surface_t *s = cairo_image_surface_create_from_png_stream(read_bytes, &left);
    assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
    bm_buf_free(&png);
    return s;
}

/* The pixel 0xRRGGBB at a place in points. */
static uint32_t pixel(cairo_surface_t *s, double x, double y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(s) + cairo_image_surface_get_stride(s) * (int)(y * DPI / 72);
    uint32_t v;
    memcpy(&v, row + 4 * (int)(x * DPI / 72), sizeof v);
    return v & 0xFFFFFF;
}

/* Darkest green (paper 255) in a rectangle of points. */
static unsigned darkest(cairo_surface_t *s, double x, double y, double w, double h)
{
    unsigned least = 255;
    for (double j = y; j < y + h; j += 72.0 / DPI)
        for (double i = x; i < x + w; i += 72.0 / DPI) {
            unsigned green = pixel(s, i, j) >> 8 & 0xFF;
            least = green < least ? green : least;
        }
    return least;
}

static void a_png_has_the_size_of_the_paper(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_diags diags = {.arena = f.arena};
    struct bm_buf png = {0};
    assert_true(bm_proof_png(&f.pages, 1, 254, &png, &diags));
    assert_memory_equal(png.p, "\x89PNG\r\n\x1a\n", 8);
    assert_memory_equal(png.p + 12, "IHDR", 4);
    /* 60 × 40 mm at ten pixels a millimetre: no pixel more for the rounding of millimetres */
    assert_int_equal(word(png, 16), 600);
    assert_int_equal(word(png, 20), 400);
    assert_memory_equal(png.p + 37, "pHYs", 4);
    assert_int_equal(word(png, 41), 10000); /* pixels a metre */
    bm_buf_free(&png);
    fixture_close(&f);
}

static void ink_is_where_the_page_has_it(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    cairo_surface_t *s = picture(&f, DPI);
    assert_int_equal(pixel(s, 140, 20), 0xFF0000); /* magenta and yellow */
    assert_int_equal(pixel(s, 120.3, 10.3), 0xFF0000);
    assert_int_equal(pixel(s, 159.7, 29.7), 0xFF0000);
    assert_int_equal(pixel(s, 119.7, 20), 0xFFFFFF);
    assert_int_equal(pixel(s, 140, 30.3), 0xFFFFFF);
    assert_int_equal(pixel(s, 2, 2), 0xFFFFFF);
    assert_true(darkest(s, 10, 27.5, 90, 1) < 140); /* the rule */
    assert_int_equal(darkest(s, 10, 29.5, 18, 1), 255);
    assert_int_equal(darkest(s, 102, 27.5, 10, 1), 255);
    assert_true(darkest(s, 83, 54, 6, 1) < 200);     /* the stroked path … */
    assert_int_equal(darkest(s, 84, 56, 2, 3), 255); /* … is hollow */
    cairo_surface_destroy(s);
    fixture_close(&f);
}

/* Ink fills the glyph's extents and nothing beside them. */
static void assert_glyph_at(cairo_surface_t *s, const struct fixture *f, uint32_t gid, double size,
                            double x, double y, bool last)
{
    hb_glyph_extents_t e;
    assert_true(hb_font_get_glyph_extents(f->song.hb_font, gid, &e));
    double em = size / f->song.upem, thin = 72.0 / DPI;
    double left = x + e.x_bearing * em, top = y - e.y_bearing * em;
    double w = e.width * em, h = -e.height * em;
    assert_true(darkest(s, left, top, w, h) < 100);
    assert_true(darkest(s, left, top, thin * 2, h) < 255);
    assert_true(darkest(s, left + w - 2 * thin, top, thin * 2, h) < 255);
    assert_true(darkest(s, left, top, w, thin * 2) < 255);
    assert_true(darkest(s, left, top + h - 2 * thin, w, thin * 2) < 255);
    /* before the first of a line, after the last: on the other side stands a neighbour */
    assert_int_equal(darkest(s, last ? left + w + thin : left - 2 * thin, top, thin, h), 255);
    assert_int_equal(darkest(s, left, last ? top + h + thin : top - 2 * thin, w, thin), 255);
}

static void a_glyph_is_at_its_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    cairo_surface_t *s = picture(&f, DPI);
    const struct bm_page *page = &f.pages.pages[0];
    const struct bm_run *title = &page->items[2].run, *slogan = &page->items[7].run;
    assert_glyph_at(s, &f, title->glyphs[0].gid, 15, 10, 23.2, false);
    assert_glyph_at(s, &f, title->glyphs[3].gid, 15, 55, 23.2, true);
    /* Vertical: the origin is the centre of the top of the em box. */
    assert_int_equal(slogan->mode, BM_VERTICAL);
    assert_glyph_at(s, &f, slogan->glyphs[0].gid, 12, 150 - 6, 40 + 12 * 0.88, false);
    assert_glyph_at(s, &f, slogan->glyphs[3].gid, 12, 150 - 6, 76 + 12 * 0.88, true);
    cairo_surface_destroy(s);
    fixture_close(&f);
}

static void ink_is_shown_by_its_complement(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    fixture_page(&f, 100 * BM_PT, 20 * BM_PT);
    static const struct bm_ink inks[] = {{.k = 10000},
                                         {.c = 10000},
                                         {.c = 4000, .m = 2000, .k = 2000},
                                         {.c = 8000, .k = 8000, .overprint = true}};
    static const uint32_t light[] = {0x000000, 0x00FFFF, 0x6699CC, 0x003333};
    for (int i = 0; i < 4; i++)
        fixture_item(&f, BM_ITEM_FILL, BM_NO_NODE, fixture_rect(i * 20000, 0, 20000, 20000))->ink =
            inks[i];
    cairo_surface_t *s = picture(&f, DPI);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pixel(s, i * 20 + 10, 10), light[i]);
    cairo_surface_destroy(s);
    fixture_close(&f);
}

static void what_cannot_be_drawn_is_said(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_diags diags = {.arena = f.arena};
    struct bm_buf out = {0};
    assert_false(bm_proof_png(&f.pages, 9, 100, &out, &diags));
    assert_false(bm_proof_png(&f.pages, 1, 0, &out, &diags));
    assert_false(bm_proof_png(&f.pages, 1, 1201, &out, &diags));
    f.pages.pages[0].width = 32000 * BM_PT; /* more pixels than cairo has */
    assert_false(bm_proof_png(&f.pages, 1, 1200, &out, &diags));
    assert_false(bm_proof_marked(&f.pages, 2, 3, BM_LANG_EN, &f.song, &out, &diags));
    assert_int_equal(diags.n, 5);
    for (size_t i = 0; i < diags.n; i++)
        assert_int_equal(diags.v[i].message, BM_MSG_PROOF_FAILED);
    assert_int_equal(out.n, 0);
    bm_buf_free(&out);
    fixture_close(&f);
}

static void marked(struct fixture *f, enum bm_lang lang, struct bm_buf *out)
{
    struct bm_diags diags = {.arena = f->arena};
    assert_true(bm_proof_marked(&f->pages, 0, 0, lang, &f->song, out, &diags));
    assert_int_equal(diags.n, 0);
}

static void the_same_pages_give_the_same_bytes(void **state)
{
    (void)state;
    struct bm_buf png[2] = {{0}}, pdf[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        fixture_fill(&f);
        struct bm_diags diags = {.arena = f.arena};
        assert_true(bm_proof_png(&f.pages, 1, 100, &png[i], &diags));
        marked(&f, BM_LANG_ZH, &pdf[i]);
        fixture_close(&f);
        sleep(1); /* a clock in the bytes would show */
    }
    assert_true(bm_str_eq(bm_buf_view(&png[0]), bm_buf_view(&png[1])));
    assert_true(bm_str_eq(bm_buf_view(&pdf[0]), bm_buf_view(&pdf[1])));
    for (int i = 0; i < 2; i++) {
        bm_buf_free(&png[i]);
        bm_buf_free(&pdf[i]);
    }
}

static void assert_every_note_stands_in(struct fixture *f, enum bm_lang lang, struct bm_buf text)
{
    size_t n;
    struct bm_note *notes = bm_notes_make(&f->pages, f->arena, &n);
    assert_true(n >= 6);
    for (size_t i = 0; i < n; i++) {
        /* One entry of the list: number, kind, place in the file, sentence, place on paper. */
        struct bm_buf entry = {0};
        const struct bm_source *s = bm_sources_of(&f->sources, notes[i].span);
        bm_buf_printf(&entry, "%u%s", notes[i].number, bm_note_kind(notes[i].kind, lang));
        if (s) {
            uint32_t line, column;
            bm_source_place(s, notes[i].span.offset, &line, &column, NULL);
            bm_buf_str(&entry, s->name);
            bm_buf_printf(&entry, ":%u:%u", line, column);
        }
        bm_note_sentence(&entry, &notes[i], lang);
        bm_note_place(&entry, &notes[i], lang);
        assert_holds(text, bm_buf_view(&entry));
        bm_buf_free(&entry);
    }
}

static void every_mark_stands_in_the_marked_proof(void **state)
{
    (void)state;
    for (int lang = BM_LANG_EN; lang <= BM_LANG_ZH; lang++) {
        struct fixture f;
        fixture_fill(&f);
        struct bm_buf pdf = {0};
        marked(&f, (enum bm_lang)lang, &pdf);
        struct bm_buf text = poppler(pdf, "pdftotext -raw %s -");
        assert_every_note_stands_in(&f, (enum bm_lang)lang, text);
        assert_holds(text, lang ? BM_STR("校样") : BM_STR("Proof"));
        assert_holds(text, BM_STR("两会特别报道"));
        /* The page itself is text too, the vertical line included. */
        assert_holds(text, BM_STR("会议公告会议选举\\ 主任委员。现予公告同心奋斗第 1 版"));
        bm_buf_free(&text);
        text = poppler(pdf, "pdfinfo %s");
        assert_holds(text, BM_STR("Title: 两会特别报道"));
        assert_null(strstr(text.p, "CreationDate"));
        bm_buf_free(&text);
        bm_buf_free(&pdf);
        fixture_close(&f);
    }
}

static void a_long_list_goes_on_and_long_questions_wrap(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    f.pages.pages[0].height = bm_len_um(120000);
    for (int i = 0; i < 60; i++)
        fixture_mark(&f,
                     (struct bm_mark){.kind = BM_MARK_QUERY,
                                      .page = 1,
                                      .span = {0, 60, 3},
                                      .note = BM_STR("此处与第五段说法不一，是否应作“全面发力”？"
                                                     "请与来稿单位核对后，按a-very-long-name-that-"
                                                     "has-no-place-to-break-at-all改定。")},
                     fixture_rect(20000, 60000 + i * 100, 9000, 9000));
    /* One question alone longer than a column. */
    struct bm_buf novel = {0};
    for (int i = 0; i < 400; i++)
        bm_buf_c(&novel, "请核对");
    fixture_mark(&f,
                 (struct bm_mark){.kind = BM_MARK_FINDING,
                                  .article = 1,
                                  .page = 1,
                                  .span = bm_span_none(),
                                  .note = bm_buf_view(&novel)},
                 fixture_rect(130000, 60000, 9000, 0));
    struct bm_buf pdf = {0};
    marked(&f, BM_LANG_ZH, &pdf);
    struct bm_buf text = poppler(pdf, "pdfinfo %s");
    assert_null(strstr(text.p, "Pages:1E"));
    bm_buf_free(&text);
    /* The heads of further sheets stand between the lines of the long question. */
    text = poppler(pdf, "pdftotext -raw %s - | sed -e '/校样/d' -e '/标注续/d' -e '/tabloid/d' "
                        "-e '/^两会特别报道$/d'");
    assert_every_note_stands_in(&f, BM_LANG_ZH, text);
    bm_buf_free(&text);
    bm_buf_free(&pdf);
    bm_buf_free(&novel);
    fixture_close(&f);
}

static void a_font_that_cannot_be_embedded_is_drawn(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    f.song.index = 99; /* FreeType finds no such face in the file */
    struct bm_buf pdf = {0};
    marked(&f, BM_LANG_EN, &pdf);
    struct bm_buf text = poppler(pdf, "pdffonts %s | wc -l");
    assert_string_equal(text.p, "2"); /* the heading lines alone: outlines, no font */
    bm_buf_free(&text);
    bm_buf_free(&pdf);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_has_the_size_of_the_paper),
        cmocka_unit_test(ink_is_where_the_page_has_it),
        cmocka_unit_test(a_glyph_is_at_its_place),
        cmocka_unit_test(ink_is_shown_by_its_complement),
        cmocka_unit_test(what_cannot_be_drawn_is_said),
        cmocka_unit_test(the_same_pages_give_the_same_bytes),
        cmocka_unit_test(every_mark_stands_in_the_marked_proof),
        cmocka_unit_test(a_long_list_goes_on_and_long_questions_wrap),
        cmocka_unit_test(a_font_that_cannot_be_embedded_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

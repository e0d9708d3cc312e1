/* pdf/: printer's marks, as poppler sees them. */
#include "unit.h"

#include "fixture_pages.h"
#include "pdf/pdf.h"

#include <unistd.h>

static const struct bm_spot spots[] = {{BM_STR("PANTONE 186 C"), {.m = 9100, .y = 7600, .k = 600}}};

static struct bm_buf written(struct fixture *f, bool marks)
{
    struct bm_diags diags = {.arena = f->arena};
    struct bm_buf pdf = {0};
    const struct bm_pdf_options options = {
        .profile = BM_PDF_PLAIN, .marks = marks, .slug = &f->song, .version = "1"};
    f->pages.spots = spots;
    f->pages.spot_count = 1;
    assert_true(bm_pdf_write(&f->pages, &options, &pdf, &diags));
    assert_int_equal(diags.n, 0);
    return pdf;
}

/* What a command prints about the file {}. */
static struct bm_buf printed(const struct bm_buf *pdf, const char *command)
{
    char path[] = "/tmp/banmian-marks-XXXXXX", line[1024];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf->p, pdf->n), pdf->n);
    close(fd);
    snprintf(line, sizeof line, command, path);
    struct bm_buf out = {0};
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    for (int c; (c = fgetc(pipe)) != EOF;)
        bm_buf_char(&out, (char)c);
    int status = pclose(pipe);
    unlink(path);
    if (status)
        fail_msg("«%s» failed", command);
    bm_buf_char(&out, 0);
    return out;
}

static void assert_says(const struct bm_buf *pdf, const char *command, const char *const *words)
{
    struct bm_buf text = printed(pdf, command);
    for (size_t i = 0; words[i]; i++)
        if (!strstr(text.p, words[i]))
            fail_msg("no «%s» in «%s»", words[i], text.p);
    bm_buf_free(&text);
}

static void boxes_stay_true_in_a_larger_sheet(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f); /* 60 × 40 mm with a bleed of 3 mm; marks take 14 mm more */
    struct bm_buf plain = written(&f, false), marked = written(&f, true);
    assert_says(&plain, "pdfinfo -box %s",
                (const char *const[]){"MediaBox:            0.00     0.00   187.09   130.39\n",
                                      "TrimBox:             8.50     8.50   178.58   121.89\n",
                                      NULL});
    assert_says(&marked, "pdfinfo -box %s",
                (const char *const[]){"MediaBox:            0.00     0.00   266.46   209.76\n",
                                      "BleedBox:           39.69    39.69   226.77   170.08\n",
                                      "TrimBox:            48.19    48.19   218.27   161.57\n",
                                      NULL});
    assert_says(&marked, "pdftotext -raw %s -",
                (const char *const[]){"两会特别报道 2026-05-15 第1版", "PANTONE 186 C", NULL});
    assert_says(&marked, "qpdf --qdf %s - | strings",
                (const char *const[]){"/Separation", "/All", NULL});
    struct bm_buf text = printed(&plain, "pdftotext -raw %s -");
    assert_null(strstr(text.p, "2026-05-15"));
    bm_buf_free(&text);
    bm_buf_free(&plain);
    bm_buf_free(&marked);
    fixture_close(&f);
}

/* A page as gray pixels. */
struct shot {
    struct bm_buf pgm;
    int width, height, at;
};

static struct shot shot(const struct bm_buf *pdf, const char *command)
{
    struct shot s = {.pgm = printed(pdf, command)};
    int most;
    assert_int_equal(sscanf(s.pgm.p, "P5 %d %d %d", &s.width, &s.height, &most), 3);
    s.at = (int)s.pgm.n - 1 - s.width * s.height; /* without the NUL */
    return s;
}

static int gray(const struct shot *s, int x, int y)
{
    return (unsigned char)s->pgm.p[s->at + y * s->width + x];
}

static int darkest(const struct shot *s, int x, int y, int w, int h)
{
    int least = 255;
    for (int j = y; j < y + h; j++)
        for (int i = x; i < x + w; i++)
            least = gray(s, i, j) < least ? gray(s, i, j) : least;
    return least;
}

static void marks_stay_outside_the_bleed_and_the_page_inside(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    f.pages.title = BM_STR("两会特别报道");
    struct bm_page *page = fixture_page(&f, bm_len_um(90000), bm_len_um(60000));
    page->bleed = bm_len_um(3000);
    struct bm_buf pdf = written(&f, true);
    struct shot s = shot(&pdf, "pdftoppm -gray -r 72 %s");
    /* The bleed's corner is 14 mm, 39.7 pt, from the sheet's. */
    const int in = 40, w = s.width - 80, h = s.height - 80;
    assert_int_equal(darkest(&s, in, in, w, h), 255);
    assert_true(darkest(&s, 0, 0, s.width, in) < 100);
    assert_true(darkest(&s, 0, s.height - in, s.width, in) < 100);
    assert_true(darkest(&s, 0, in, in, h) < 200);
    assert_true(darkest(&s, s.width - in, in, in, h) < 200);
    bm_buf_free(&s.pgm);
    bm_buf_free(&pdf);
    /* What reaches beyond the bleed is cut off there. */
    fixture_item(&f, BM_ITEM_FILL, BM_NO_NODE, fixture_rect(-100000, 20000, 500000, 20000));
    pdf = written(&f, true);
    s = shot(&pdf, "pdftoppm -gray -r 72 %s");
    assert_int_equal(darkest(&s, 25, 48 + 22, 14, 15), 255);
    assert_int_equal(darkest(&s, s.width - 39, 48 + 22, 14, 15), 255);
    assert_true(gray(&s, 42, 48 + 30) < 60);
    bm_buf_free(&s.pgm);
    bm_buf_free(&pdf);
    fixture_close(&f);
}

static void marks_have_the_same_bytes_every_time(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf one = written(&f, true), two = written(&f, true);
    assert_true(bm_str_eq(bm_buf_view(&one), bm_buf_view(&two)));
    bm_buf_free(&one);
    bm_buf_free(&two);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_stay_true_in_a_larger_sheet),
        cmocka_unit_test(marks_stay_outside_the_bleed_and_the_page_inside),
        cmocka_unit_test(marks_have_the_same_bytes_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* An edition: its edition.yaml, a layout over `tabloid` (or nothing), and manuscripts, parted by
 * form feeds (which no file may hold). The nth article has the nth manuscript, and where there are
 * fewer they come again; every picture is the same. Read, made up, preflighted, written as PDF. */
#include "fuzz.h"

#include "layout/frames.h"
#include "layout/layout.h"
#include "makeup/makeup.h"
#include "pdf/pdf.h"
#include "preflight/preflight.h"
#include "report/report.h"

#define ARTICLES_MOST 6
#define PAGES_MOST    3

static struct fuzz kept;
static struct bm_fonts *fonts;
static struct bm_layout_file tabloid;
static struct bm_output_condition press;

static void prepare(void)
{
    fuzz_open(&kept, bm_arena_new());
    fonts = fuzz_project_fonts(&kept);
    press = (struct bm_output_condition){.name = BM_STR("TR002"),
                                         .identifier = BM_STR("CGATS TR 002"),
                                         .condition = BM_STR("newsprint"),
                                         .file = BM_STR("TR002.icc")};
    press.icc = fuzz_data(&kept, BM_SOURCE_DIR "/colour/TR002.icc");
    uint32_t source = fuzz_source(&kept, BM_SOURCE_DIR "/layouts/tabloid.yaml");
    if (!bm_layout_open(kept.arena, &kept.sources, source, &tabloid, &kept.diags))
        __builtin_trap();
}

static struct bm_str part(struct bm_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\f', rest->n) : NULL;
    struct bm_str s = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
    size_t used = s.n + (end != NULL);
    *rest = (struct bm_str){rest->p + used, rest->n - used};
    return s;
}

static struct bm_layout *layout(struct fuzz *f, struct bm_str text)
{
    struct bm_layout_file files[2] = {tabloid, tabloid};
    uint32_t source;
    if (text.n && (!fuzz_text(f, BM_STR("l.yaml"), text, &source) ||
                   !bm_layout_open(f->arena, &f->sources, source, &files[0], &f->diags)))
        return NULL;
    return bm_layout_read(f->arena, files, text.n ? 2 : 1, BM_STR("tabloid"), &f->diags);
}

static bool articles(struct fuzz *f, struct bm_str rest, struct bm_makeup_input *in)
{
    const struct bm_edition *edition = in->edition;
    const struct bm_str all = rest;
    struct bm_article **v = BM_NEW_N(f->arena, ARTICLES_MOST, struct bm_article *);
    for (size_t i = 0; i < edition->article_count; i++) {
        uint32_t source;
        if (!rest.n)
            rest = all;
        const struct bm_str text = part(&rest);
        source = bm_sources_add(&f->sources, edition->articles[i], edition->articles[i], text);
        if (!bm_text_check(&f->sources, source, &f->diags))
            return false;
        v[i] = bm_article_read(f->arena, &f->sources, source, NULL, 0, &f->diags);
        if (!v[i])
            return false;
        if (!bm_article_put(f->arena, v[i], &edition->places[i], &f->diags))
            return false;
    }
    in->articles = v;
    in->article_count = edition->article_count;
    return true;
}

static void pictures(struct fuzz *f, struct bm_makeup_input *in)
{
    static const uint8_t pixels[12] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9};
    struct bm_named_image *images = NULL;
    size_t cap = 0;
    for (size_t a = 0; a < in->article_count; a++)
        for (size_t i = 0; i < in->articles[a]->block_count; i++) {
            const struct bm_figure *figure = in->articles[a]->blocks[i].figure;
            if (!figure || figure->qr)
                continue;
            images = bm_arena_grow(f->arena, images, in->image_count, &cap, sizeof *images);
            struct bm_image *image = BM_NEW(f->arena, struct bm_image);
            *image = (struct bm_image){
                .name = figure->source, .width = 2, .height = 2, .components = 3, .pixels = pixels};
            image->span = figure->source_span;
            bm_image_look(image);
            images[in->image_count++] = (struct bm_named_image){figure->source, image};
        }
    in->images = images;
}

static void print(struct fuzz *f, struct bm_pages *pages, enum bm_pdf_profile profile)
{
    struct bm_buf out = {0};
    struct bm_preflight settings;
    const struct bm_preflight_output how = {profile == BM_PDF_PLAIN};
    bm_preflight_default(&settings);
    pages->findings = bm_preflight_run(pages, &settings, &how, pages->arena, &pages->finding_count);
    bm_report_write(pages, &out);
    if (bm_utf8_check(out.p, out.n) != out.n)
        __builtin_trap();
    out.n = 0;
    const struct bm_pdf_options options = {.profile = profile, .version = "0"};
    bm_pdf_write(pages, &options, &out, &f->diags);
    bm_buf_free(&out);
}

TARGET(edition)
{
    if (!kept.arena)
        prepare();
    struct fuzz f;
    struct bm_str rest = {(const char *)data, size};
    struct bm_pages *pages = NULL;
    uint32_t source;
    fuzz_begin(&f, &kept);
    struct bm_makeup_input in = {.fonts = fonts, .sources = &f.sources, .budget = 300};
    if (fuzz_text(&f, BM_STR("edition.yaml"), part(&rest), &source))
        in.edition = bm_edition_read(f.arena, &f.sources, source, BM_STR("e"), &f.diags);
    if (in.edition)
        in.layout = layout(&f, part(&rest));
    if (in.layout)
        in.template_ = bm_template_read(f.arena, in.layout,
                                        bm_yaml_get(in.edition->frames, "tabloid"), &f.diags);
    /* large ones are for the tests of limits; a missing list of frames is load.c's to say */
    bool small =
        in.template_ && in.template_->n <= PAGES_MOST && in.edition->article_count <= ARTICLES_MOST;
    if (small && articles(&f, rest, &in)) {
        pictures(&f, &in);
        in.output = in.layout->press.profile.n ? &press : NULL;
        pages = bm_makeup(&in, &f.diags);
    }
    if (pages)
        print(&f, pages, (enum bm_pdf_profile)(size % 5));
    bm_pages_drop(pages);
    fuzz_end(&f, pages || f.diags.n || !small);
    return 0;
}

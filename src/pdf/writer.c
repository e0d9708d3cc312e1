/* The writer: contents first, which finds out the glyphs; then fonts and streams, in threads;
 * then the document, and the file. */
#include "base/crew.h"
#include "pdf/content.h"
#include "pdf/document.h"
#include "pdf/inks.h"
#include "pdf/marks.h"
#include "pdf/packed.h"

#include <stdio.h>

#define FILE_MOST INT32_MAX /* libharu's offsets stop here without a word */

/* The work that threads share: the caller's, fonts, then pictures, the profile, and pages. */
struct work {
    const struct bm_pdf_options *options;
    struct bm_pdf_fonts *fonts;
    struct bm_pdf_pictures *pictures;
    struct bm_pdf_page *sheets;
    size_t sheet_count;
    const struct bm_reading *reading; /* NULL: the file has no tags */
    struct bm_buf spots;
    struct bm_pdf_profile_stream profile;
    struct bm_pdf_packer packers[BM_CREW_MOST]; /* of each hand */
    bool again; /* the caller's is done, pictures and the profile are made */
};

static void make_profile(struct bm_pdf_profile_stream *profile, struct bm_pdf_packer *packer)
{
    if (!profile->output)
        return;
    const struct bm_str icc = profile->output->icc;
    profile->arena = bm_arena_new();
    profile->hash = bm_hash_bulk(icc.p, icc.n);
    for (size_t i = 0; i < bm_pdf_packed_count; i++)
        if (bm_pdf_packed[i].hash == profile->hash && bm_pdf_packed[i].size == icc.n)
            profile->stream = (struct bm_str){bm_pdf_packed[i].zlib, bm_pdf_packed[i].n};
    if (!profile->stream.n)
        profile->stream = bm_pdf_deflate(packer, profile->arena, icc, BM_PDF_FAST);
}

static void do_piece(void *context, unsigned hand, size_t piece)
{
    struct work *work = context;
    size_t fonts = work->fonts->n, pictures = fonts + work->pictures->n, others = pictures + 1;
    const struct bm_pdf_options *options = work->options;
    const size_t i = piece - 1;
    struct bm_pdf_packer *packer = &work->packers[hand];
    if (piece == 0) {
        if (options->beside && !work->again)
            options->beside(options->context);
    } else if (i < fonts) {
        bm_pdf_font_make(&work->fonts->v[i], packer);
    } else if (i <= pictures && work->again) {
        return;
    } else if (i == pictures) {
        make_profile(&work->profile, packer);
    } else if (i < pictures) {
        struct bm_pdf_picture *picture = &work->pictures->v[i - fonts];
        bm_pdf_picture_make(work->pictures, i - fonts);
        picture->hash = bm_hash_bulk(picture->stream.p, picture->stream.n);
    } else {
        struct bm_pdf_page *sheet = &work->sheets[i - others];
        sheet->arena = bm_arena_new();
        sheet->hash = bm_hash_bulk(sheet->raw.p, sheet->raw.n);
        sheet->stream =
            bm_pdf_deflate(packer, sheet->arena, bm_buf_view(&sheet->raw), BM_PDF_SMALL);
    }
}

static bool is_wanted(const struct bm_page *page, const struct bm_pdf_options *options)
{
    return (!options->first || page->number >= options->first) &&
           (!options->last || page->number <= options->last);
}

/* The reading of the pages that are wanted. */
static const struct bm_reading *read_pages(struct bm_arena *arena, const struct bm_pages *pages,
                                           const struct bm_pdf_options *options)
{
    size_t first = 0, end = pages->page_count;
    while (first < end && !is_wanted(&pages->pages[first], options))
        first++;
    while (end > first && !is_wanted(&pages->pages[end - 1], options))
        end--;
    return bm_reading_make(arena, pages, first, end);
}

static void write_contents(struct bm_arena *arena, const struct bm_pages *pages,
                           const struct bm_pdf_options *options, struct work *work)
{
    uint32_t spots = 0;
    for (size_t i = 0; i < pages->page_count; i++)
        if (is_wanted(&pages->pages[i], options))
            bm_pdf_pictures_of(work->pictures, &pages->pages[i]);
    bm_pdf_pictures_settle(work->pictures);
    work->sheets = BM_NEW_N(arena, pages->page_count, struct bm_pdf_page);
    if (bm_pdf_form(options->profile)->tagged && !work->reading)
        work->reading = read_pages(arena, pages, options);
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct bm_page *page = &pages->pages[i];
        if (!is_wanted(page, options))
            continue;
        struct bm_pdf_content content = {.fonts = work->fonts,
                                         .pictures = work->pictures,
                                         .page = page,
                                         .weight = -1,
                                         .reading = work->reading,
                                         .arena = arena,
                                         .index = (uint32_t)i};
        content.margin = bm_pdf_margin(page, options->marks);
        if (options->marks)
            bm_pdf_clip(&content);
        bm_pdf_items(&content, page->items, page->n);
        bm_pdf_end_mark(&content);
        if (options->marks) {
            size_t n;
            bm_pdf_unclip(&content);
            const struct bm_item *marks = bm_pdf_marks(arena, pages, page, options->slug, &n);
            bm_pdf_items(&content, marks, n);
        }
        /* A stream without a byte trips some readers. */
        if (content.out.n == 0)
            bm_buf_char(&content.out, '\n');
        work->sheets[work->sheet_count++] =
            (struct bm_pdf_page){.page = page,
                                 .margin = content.margin,
                                 .raw = content.out,
                                 .owners = content.owners,
                                 .owner_count = content.owner_count};
        spots |= content.spots;
    }
    bm_pdf_spots(&work->spots, pages, spots);
}

static bool fail(struct bm_diags *diags, struct bm_str reason)
{
    return bm_diag(diags, BM_MSG_PDF_FAILED, bm_span_none(), reason);
}

/* False after an error of libharu; its errors stay, so one look after many calls is enough. */
static bool check(HPDF_Doc doc, struct bm_diags *diags)
{
    HPDF_STATUS status = HPDF_GetError(doc);
    if (status == HPDF_OK)
        return true;
    char reason[80];
    snprintf(reason, sizeof reason, "libharu 0x%04lX", (unsigned long)status);
    return fail(diags, bm_str_c(reason));
}

static bool write_file(const struct bm_pdf_parts *parts, struct bm_pdf_packer *packer,
                       struct bm_buf *out, struct bm_diags *diags)
{
    const struct bm_pdf_form *form = bm_pdf_form(parts->options->profile);
    HPDF_Doc doc = bm_pdf_new();
    if (!doc)
        return fail(diags, BM_STR("libharu"));
    struct bm_buf file = {0};
    bm_pdf_document(doc, parts);
    bool good = check(doc, diags);
    if (good && form->tagged)
        bm_pdf_save_packed(doc, form->version, !form->bare, packer, &file);
    else if (good)
        bm_pdf_save(doc, form->version, &file);
    good = good && check(doc, diags);
    if (good && file.n > FILE_MOST)
        good = fail(diags, BM_STR("> 2 GiB"));
    if (good && !out->p) { /* not twice in memory */
        *out = file;
        file = (struct bm_buf){0};
    } else if (good) {
        bm_buf_put(out, file.p, file.n);
    }
    bm_buf_free(&file);
    HPDF_Free(doc);
    return good;
}

/* What the profile needs and the edition or its layout does not give. */
static bool complete(const struct bm_pages *pages, const struct bm_pdf_form *form,
                     struct bm_diags *diags)
{
    size_t before = diags->errors;
    if (form->intent && !pages->output)
        bm_diag(diags, BM_MSG_NO_OUTPUT, bm_span_none(), pages->layout);
    if (form->dated && !bm_pdf_day(pages->date))
        bm_diag0(diags, BM_MSG_NO_DATE, bm_span_none());
    return diags->errors == before;
}

static bool check_pictures(const struct bm_pages *pages, const struct bm_pdf_pictures *pictures,
                           struct bm_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < pictures->n; i++) {
        const struct bm_image *image = pictures->v[i].image;
        if (pictures->v[i].unsound)
            bm_diag(diags, BM_MSG_PICTURE_PROFILE, image->span, image->name,
                    BM_STR("it is cut off or damaged"));
        if (pictures->v[i].lost)
            bm_image_say_lost(image, pictures->v[i].lost, diags);
        good = good && !pictures->v[i].lost;
        if (good && pictures->v[i].failed)
            bm_diag(diags, BM_MSG_BAD_PROFILE, bm_span_none(), pages->output->file,
                    BM_STR("it is cut off or damaged"));
        good = good && !pictures->v[i].failed;
    }
    return good;
}

/* The pages with one more spot, the last: that of all plates. */
static struct bm_pages *with_all(struct bm_arena *arena, const struct bm_pages *pages)
{
    struct bm_pages *more = BM_NEW(arena, struct bm_pages);
    struct bm_spot *spots = BM_NEW_N(arena, pages->spot_count + 1, struct bm_spot);
    for (size_t i = 0; i < pages->spot_count; i++)
        spots[i] = pages->spots[i];
    spots[pages->spot_count] =
        (struct bm_spot){BM_STR("All"), {10000, 10000, 10000, 10000, 0, 0, 0}};
    *more = *pages;
    more->spots = spots;
    more->spot_count++;
    return more;
}

static void drop_fonts_and_sheets(struct work *work)
{
    for (size_t i = 0; i < work->fonts->n; i++)
        bm_arena_drop(work->fonts->v[i].arena);
    for (size_t i = 0; i < work->sheet_count; i++) {
        bm_buf_free(&work->sheets[i].raw);
        bm_arena_drop(work->sheets[i].arena);
    }
    bm_buf_free(&work->spots);
    work->fonts->n = work->sheet_count = 0;
}

/* Notes the faces that turned out not to be copied; whether there was one. */
static bool note_uncopied(struct bm_pdf_fonts *fonts)
{
    const size_t before = fonts->uncopied_count;
    for (size_t i = 0; i < fonts->n; i++)
        if (!fonts->v[i].made && fonts->v[i].declined && !fonts->v[i].uncopied)
            bm_pdf_uncopied(fonts, fonts->v[i].face, fonts->v[i].declined);
    return fonts->uncopied_count > before;
}

/* Contents, and all that threads make of them. Whether a face can be copied is known when it is; if
 * one cannot be, contents are written a second time without copies of it. */
static bool make_parts(struct bm_arena *arena, const struct bm_pages *pages,
                       const struct bm_pdf_options *options, struct work *work,
                       struct bm_diags *diags)
{
    struct bm_pdf_fonts *fonts = work->fonts;
    do {
        drop_fonts_and_sheets(work);
        write_contents(arena, pages, options, work);
        if (fonts->full)
            return fail(diags, BM_STR("a face has more than 65,535 glyphs"));
        bm_crew_run(options->jobs, 1 + fonts->n + work->pictures->n + 1 + work->sheet_count,
                    do_piece, work);
        work->again = true;
    } while (note_uncopied(fonts));
    for (size_t i = 0; i < fonts->n; i++) {
        const struct bm_pdf_font *font = &fonts->v[i];
        if (!font->made)
            return fail(diags, font->face->id);
        if (font->uncopied)
            bm_diag_once(diags, BM_MSG_GAPS_LEFT, font->face->span,
                         (struct bm_str[]){font->face->id, bm_str_c(font->declined)}, 2);
    }
    return check_pictures(pages, work->pictures, diags);
}

static struct bm_pdf_pictures pictures_of(struct bm_arena *arena, const struct bm_pages *pages,
                                          const struct bm_pdf_form *form)
{
    return (struct bm_pdf_pictures){.arena = arena,
                                    .output = form->intent ? pages->output : NULL,
                                    .condition = pages->output,
                                    .ink = pages->limits.ink,
                                    .quality = pages->limits.quality};
}

void bm_pdf_check(const struct bm_pages *pages, enum bm_pdf_profile profile, struct bm_diags *diags)
{
    const struct bm_pdf_form *form = bm_pdf_form(profile);
    struct bm_arena *arena = bm_arena_new();
    struct bm_pdf_pictures pictures = pictures_of(arena, pages, form);
    complete(pages, form, diags);
    for (size_t i = 0; i < pages->page_count; i++)
        bm_pdf_pictures_of(&pictures, &pages->pages[i]);
    bm_pdf_pictures_settle(&pictures);
    bm_pdf_pictures_try(&pictures);
    check_pictures(pages, &pictures, diags);
    bm_pdf_pictures_free(&pictures);
    bm_arena_drop(arena);
}

bool bm_pdf_write(const struct bm_pages *pages, const struct bm_pdf_options *options,
                  struct bm_buf *out, struct bm_diags *diags)
{
    const struct bm_pdf_form *form = bm_pdf_form(options->profile);
    if (!complete(pages, form, diags))
        return false;
    struct bm_arena *arena = bm_arena_new();
    struct bm_pdf_fonts fonts = {.arena = arena};
    struct bm_pdf_pictures pictures = pictures_of(arena, pages, form);
    struct work work = {.options = options,
                        .fonts = &fonts,
                        .pictures = &pictures,
                        .profile = {.output = pictures.output}};
    if (options->marks)
        pages = with_all(arena, pages);
    bool good = make_parts(arena, pages, options, &work, diags);
    const struct bm_pdf_parts parts = {.arena = arena,
                                       .pages = pages,
                                       .reading = work.reading,
                                       .options = options,
                                       .fonts = &fonts,
                                       .pictures = &pictures,
                                       .sheets = work.sheets,
                                       .sheet_count = work.sheet_count,
                                       .spots = &work.spots,
                                       .profile = &work.profile};
    if (good)
        good = write_file(&parts, &work.packers[0], out, diags);
    drop_fonts_and_sheets(&work);
    bm_pdf_pictures_free(&pictures);
    for (size_t i = 0; i < BM_CREW_MOST; i++)
        bm_pdf_packer_free(&work.packers[i]);
    bm_arena_drop(work.profile.arena);
    bm_arena_drop(arena);
    return good;
}

#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/module.h"
#include "cli/places.h"

#include "epaper/epaper.h"

typedef bool page_drawer(const struct bm_pages *pages, uint32_t number, unsigned dpi,
                         struct bm_buf *out, struct bm_diags *diags);

/* Draws the pages in the colours of the screen, black as black: no one proofs ink on the web. They
 * live in the session's arena. */
static const struct bm_str *draw_pages(struct bm_session *session, page_drawer *draw)
{
    const struct bm_pages *pages = session->pages;
    struct bm_str *pictures = bm_arena_array(session->arena, pages->page_count, sizeof *pictures);
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct bm_page *page = &pages->pages[i];
        struct bm_buf b = {0};
        atomic_store(&session->progress.at, i + 1);
        atomic_store(&session->progress.of, pages->page_count);
        if (!draw(pages, page->number, bm_epaper_dpi(page), &b, &session->diags))
            return NULL;
        pictures[i] = bm_buf_keep(&b, session->arena);
    }
    return pictures;
}

/* The address of the folder ends in '/'. */
static struct bm_str address(struct bm_session *session)
{
    const char *said = session->args.address ? session->args.address : "";
    const size_t n = strlen(said);
    return bm_str_c(n && said[n - 1] != '/' ? bm_format(session, "%s/", said) : said);
}

bool bm_epaper_files(struct bm_session *session, struct bm_str pdf, struct bm_leaves *leaves)
{
    static const enum bm_lang langs[] = {BM_LANG_ZH, BM_LANG_EN};
    page_drawer *draw;
    const struct bm_module_function functions[] = {{"bm_proof_png", &draw}};
    const struct bm_pages *pages = session->pages;
    if (!bm_module_open(session, "banmian-proof.so", functions, BM_COUNT(functions)))
        return false;
    bm_stage_begin(session, BM_STAGE_PROOF);
    const struct bm_epaper_options options = {.lang = langs[session->args.words],
                                              .pictures = draw_pages(session, draw),
                                              .pdf = pdf,
                                              .address = address(session)};
    const bool fine =
        options.pictures &&
        bm_epaper_make(pages, bm_reading_make(session->arena, pages, 0, pages->page_count),
                       &options, leaves, &session->diags);
    bm_stage_end(session, BM_STAGE_PROOF);
    return fine;
}

/* All files, into one folder. */
static void write_all(struct bm_session *session, const struct bm_leaves *leaves)
{
    const struct bm_str name = session->inputs.edition->name;
    const char *folder = session->args.output
                             ? session->args.output
                             : bm_format(session, "%.*s-epaper", (int)name.n, name.p);
    struct bm_paths paths = {0};
    for (size_t i = 0; i < leaves->n; i++)
        bm_path_add(
            session, &paths,
            bm_format(session, "%s/%.*s", folder, (int)leaves->v[i].path.n, leaves->v[i].path.p));
    bool fine = bm_places_check(session, &paths) &&
                bm_outputs_folder(session->outputs, folder, &session->diags);
    for (size_t i = 0; i < leaves->n && fine; i++) {
        const struct bm_str bytes = leaves->v[i].bytes;
        const struct bm_buf b = {.p = (char *)(uintptr_t)bytes.p, .n = bytes.n};
        fine = bm_put_output(session, paths.v[i], &b);
    }
    bm_finish_outputs(session, fine);
}

void bm_run_epaper(struct bm_session *session)
{
    struct bm_leaves leaves = {.arena = session->arena};
    if (bm_set_to_print(session) &&
        bm_epaper_files(session, bm_str_c(session->args.pdf_address), &leaves)) {
        write_all(session, &leaves);
        bm_note_pictures(session);
    }
    bm_write_report(session);
}

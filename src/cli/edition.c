/* The edition that a command works on: set, judged, printed into bytes, written. */
#include "cli/edition.h"

#include "base/labels.h"
#include "base/listing.h"
#include "cli/load.h"
#include "cli/lock.h"
#include "cli/places.h"
#include "engine/engine.h"
#include "report/report.h"

bool bm_may_write(const struct bm_session *session, bool strict)
{
    enum bm_exit status = bm_diags_exit(&session->diags, strict);
    return status == BM_EXIT_DONE || (status == BM_EXIT_UNFIT && !strict);
}

/* Of the outputs whose places are known already. */
static bool check_places(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    struct bm_paths paths = {0};
    if (args->command == BM_CMD_PRESS && !args->split)
        bm_path_add(session, &paths, bm_press_path(session));
    if (args->command == BM_CMD_PRESS && args->sums)
        bm_path_add(session, &paths, args->sums);
    return bm_places_check(session, &paths);
}

const char *bm_press_path(struct bm_session *session)
{
    const struct bm_str name = session->inputs.edition->name;
    return session->args.output ? session->args.output
                                : bm_format(session, "%.*s.pdf", (int)name.n, name.p);
}

/* The same of an edition that is held open. The pages stay the engine's. */
static bool set_again(struct bm_session *session)
{
    bm_stage_begin(session, BM_STAGE_MAKEUP);
    const struct bm_revision *revision = session->revision = bm_engine_set(session->engine);
    bm_stage_end(session, BM_STAGE_MAKEUP);
    const struct bm_loader *l = bm_engine_loader(session->engine);
    session->sources = *l->sources;
    session->read = *l->read;
    session->data = l->data;
    session->fonts = l->fonts;
    session->preflight = l->preflight;
    session->inputs = *bm_engine_inputs(session->engine);
    bm_diags_append(&session->diags, &revision->diags);
    session->loaded = revision->pages != NULL;
    session->pages = revision->pages;
    if (!revision->pages || !check_places(session))
        return false;
    bm_lock_judge(session);
    return true;
}

/* Pages that are asked for and that there are not. */
static bool check_pages(struct bm_session *session)
{
    if (session->args.last_page > session->pages->page_count)
        return bm_diag(&session->diags, BM_MSG_NO_SUCH_PAGE, bm_span_none(),
                       bm_diag_number(&session->diags, session->args.last_page),
                       bm_diag_number(&session->diags, (int64_t)session->pages->page_count));
    return true;
}

bool bm_set_edition(struct bm_session *session)
{
    if (session->engine)
        return set_again(session) && check_pages(session);
    bm_stage_begin(session, BM_STAGE_READ);
    bool fine = bm_read_edition(session, &session->inputs) && bm_lock_hold(session);
    bm_stage_end(session, BM_STAGE_READ);
    bm_stage_begin(session, BM_STAGE_FONTS);
    fine &= bm_read_fonts(session);
    bm_stage_end(session, BM_STAGE_FONTS);
    session->loaded = fine;
    if (!fine || !check_places(session))
        return false;
    session->pages = bm_lock_make(session);
    if (!session->pages)
        return false;
    bm_lock_judge(session);
    return check_pages(session);
}

/* Adds the report to the outputs, once in a run. Without --timings it is the same in every run. */
static bool put_report(struct bm_session *session)
{
    struct bm_buf b = {0};
    if (!session->args.report || session->report_put)
        return true;
    session->report_put = true;
    if (!bm_place_of_report(session))
        return false;
    if (session->pages)
        bm_report_write(session->pages, &b);
    const struct bm_listing how = {(enum bm_lang)session->args.lang, BM_NOTE, true};
    bm_diags_list(&b, &session->diags, &session->sources, &how);
    if (session->args.timings)
        bm_timings_json(session, &b);
    const bool fine =
        bm_output_put(session->outputs, session->args.report, bm_buf_view(&b), &session->diags);
    bm_buf_free(&b);
    return fine;
}

void bm_write_report(struct bm_session *session)
{
    if (put_report(session))
        bm_outputs_commit(session->outputs, &session->diags);
    bm_outputs_abort(session->outputs);
}

const struct bm_face *bm_label_face(struct bm_session *session)
{
    if (!bm_fonts_typeface_count(session->fonts))
        return NULL;
    const struct bm_face *face = bm_fonts_typeface_at(session->fonts, 0)->faces[0];
    return bm_face_open(session->fonts, face, &session->diags) ? face : NULL;
}

bool bm_put_output(struct bm_session *session, const char *path, const struct bm_buf *bytes)
{
    bm_stage_begin(session, BM_STAGE_OUTPUT);
    bool fine = bm_output_put(session->outputs, path, bm_buf_view(bytes), &session->diags);
    bm_stage_end(session, BM_STAGE_OUTPUT);
    if (fine)
        bm_path_add(session, &session->written,
                    bm_format(session, BM_LABEL(WROTE, session->args.lang), path, bytes->n));
    return fine;
}

bool bm_put_folder(struct bm_session *session, const char *path, const struct bm_leaves *leaves)
{
    size_t bytes = 0;
    for (size_t i = 0; i < leaves->n; i++)
        bytes += leaves->v[i].bytes.n;
    bm_stage_begin(session, BM_STAGE_OUTPUT);
    const bool fine = bm_outputs_whole_folder(session->outputs, path, leaves, &session->diags);
    bm_stage_end(session, BM_STAGE_OUTPUT);
    if (fine)
        bm_path_add(session, &session->written,
                    bm_format(session, BM_LABEL(WROTE, session->args.lang), path, bytes));
    return fine;
}

bool bm_finish_outputs(struct bm_session *session, bool fine)
{
    bm_stage_begin(session, BM_STAGE_OUTPUT);
    fine = fine && bm_fonts_untouched(session->fonts, &session->diags);
    for (size_t i = 0; i < session->inputs.image_count; i++)
        if (session->inputs.images[i].image)
            fine &= bm_image_untouched(session->inputs.images[i].image, &session->diags);
    fine = fine && put_report(session);
    if (fine)
        fine = bm_outputs_commit(session->outputs, &session->diags);
    else
        bm_outputs_abort(session->outputs);
    bm_stage_end(session, BM_STAGE_OUTPUT);
    for (size_t i = 0; i < session->written.n && fine; i++)
        bm_tell(session, session->written.v[i]);
    if (fine && session->engine)
        session->made = session->written;
    session->written.n = 0;
    return fine;
}

enum bm_pdf_profile bm_profile_asked(const struct bm_session *session)
{
#define PROFILE(id, name) id,
    static const enum bm_pdf_profile profiles[] = {BM_PDF_PRINT_PROFILES(PROFILE)};
    return profiles[session->args.profile];
}

static struct bm_str millimetres(struct bm_session *session, bm_len length)
{
    struct bm_buf b = {0};
    bm_buf_mm(&b, length);
    return bm_buf_keep(&b, session->arena);
}

/* What a press run has looked at on its pages: ink that is where it should not be. */
struct look {
    const struct bm_pages *pages;
    struct bm_preflight settings;
    struct bm_arena *arena; /* of its own: it is looked beside other work */
    const struct bm_mark *found;
    size_t n;
    bool done;
};

static void look(void *context)
{
    static const struct bm_preflight_output output = {0};
    struct look *look = context;
    look->found = bm_preflight_run(look->pages, &look->settings, &output, look->arena, &look->n);
    look->done = true;
}

static void look_begin(struct bm_session *session, struct look *look)
{
    *look = (struct look){
        .pages = session->pages, .settings = session->preflight, .arena = bm_arena_new()};
    for (int i = 0; i < BM_RULE_COUNT; i++)
        if (i != BM_RULE_OVERLAP && i != BM_RULE_OUTSIDE_FRAME)
            look->settings.levels[i] = BM_RULE_OFF;
}

/* Says what was found, looking if that was not done. False when nothing may be written. */
static bool look_end(struct bm_session *session, struct look *l)
{
    if (!l->done)
        look(l);
    for (size_t i = 0; i < l->n; i++)
        if (l->found[i].level == BM_ERROR && l->found[i].rect_count)
            bm_diag(&session->diags, BM_MSG_INK_MISPLACED, l->found[i].span,
                    l->found[i].finding->args[1], bm_diag_number(&session->diags, l->found[i].page),
                    millimetres(session, l->found[i].rects->x),
                    millimetres(session, l->found[i].rects->y));
    bm_arena_drop(l->arena);
    return bm_may_write(session, session->args.strict);
}

bool bm_set_to_print(struct bm_session *session)
{
    struct look look;
    if (!bm_set_edition(session))
        return false;
    bm_stage_begin(session, BM_STAGE_PREFLIGHT);
    look_begin(session, &look);
    const bool fine = look_end(session, &look);
    bm_stage_end(session, BM_STAGE_PREFLIGHT);
    return fine;
}

/* beside: what is looked at meanwhile, or NULL. */
static bool make_pages(struct bm_session *session, enum bm_pdf_profile profile, uint32_t first,
                       uint32_t last, struct look *beside, struct bm_diags *diags,
                       struct bm_buf *out)
{
    const struct bm_args *args = &session->args;
    const struct bm_pdf_options options = {
        .profile = profile,
        .first = first,
        .last = last,
        .marks = args->marks,
        .slug = args->marks ? bm_label_face(session) : NULL,
        .jobs = args->jobs,
        .version = BM_VERSION,
        .beside = beside ? look : NULL,
        .context = beside,
    };
    bm_stage_begin(session, BM_STAGE_PDF);
    const bool fine = bm_pdf_write(session->pages, &options, out, diags);
    bm_stage_end(session, BM_STAGE_PDF);
    return fine;
}

bool bm_make_pages(struct bm_session *session, enum bm_pdf_profile profile, uint32_t first,
                   uint32_t last, struct bm_buf *out)
{
    return make_pages(session, profile, first, last, NULL, &session->diags, out) &&
           bm_may_write(session, session->args.strict);
}

bool bm_make_pdf(struct bm_session *session, enum bm_pdf_profile profile, struct bm_buf *out)
{
    const struct bm_args *args = &session->args;
    struct look look;
    struct bm_diags later = {.arena = session->arena};
    if (args->jobs < 2 || args->timings)
        return bm_set_to_print(session) &&
               bm_make_pages(session, profile, args->first_page, args->last_page, out);
    if (!bm_set_edition(session))
        return false;
    /* Pages are nearly always fit to print: they are looked at while the file is made. */
    look_begin(session, &look);
    bool fine = make_pages(session, profile, args->first_page, args->last_page, &look, &later, out);
    if (!look_end(session, &look))
        return false;
    bm_diags_append(&session->diags, &later);
    return fine && bm_may_write(session, args->strict);
}

void bm_preflight_pages(struct bm_session *session)
{
    const struct bm_preflight_output output = {.keeps_colours =
                                                   bm_profile_asked(session) == BM_PDF_PLAIN};
    struct bm_pages *pages = session->pages;
    bm_stage_begin(session, BM_STAGE_PREFLIGHT);
    pages->findings =
        bm_preflight_run(pages, &session->preflight, &output, pages->arena, &pages->finding_count);
    bm_stage_end(session, BM_STAGE_PREFLIGHT);
}

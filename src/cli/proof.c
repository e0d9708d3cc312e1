#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/follow.h"
#include "cli/lock.h"
#include "cli/module.h"
#include "cli/places.h"
#include "cli/plates.h"

/* The proof room is a module, since cairo and its libraries cost more to load than a press run
 * takes. */

#define MODULE "banmian-proof.so"

#define MARKED "proof.pdf"
static const char *const sheets[] = {"alternatives.pdf", "alternatives.png"};

struct module {
    bm_soft_proof *soft;
    bm_plates_proof *plates;
    bool (*marked)(const struct bm_pages *pages, uint32_t first, uint32_t last, enum bm_lang lang,
                   const struct bm_face *face, struct bm_buf *out, struct bm_diags *diags);
    bool (*sheet)(const struct bm_pages *const *plans, size_t n, enum bm_lang lang,
                  const struct bm_face *face, unsigned dpi, struct bm_buf *pdf, struct bm_buf *png,
                  struct bm_diags *diags);
};

static bool open_module(struct bm_session *session, struct module *module)
{
    const struct bm_module_function functions[] = {{"bm_proof_marked", &module->marked},
                                                   {"bm_proof_soft", &module->soft},
                                                   {"bm_proof_plates", &module->plates},
                                                   {"bm_proof_sheet", &module->sheet}};
    return bm_module_open(session, MODULE, functions, BM_COUNT(functions));
}

/* Pages that are asked for. */
struct range {
    uint32_t first, last;
};

static struct range range_of(const struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    return (struct range){args->first_page ? args->first_page : 1,
                          args->last_page ? args->last_page : (uint32_t)session->pages->page_count};
}

static const char *page_path(struct bm_session *session, const char *folder, uint32_t number)
{
    return bm_format(session, "%s/page-%u.png", folder, number);
}

static const char *in(struct bm_session *session, const char *folder, const char *name)
{
    return bm_format(session, "%s/%s", folder, name);
}

/* All that will be written. */
static bool check_places(struct bm_session *session, const char *folder)
{
    const struct range pages = range_of(session);
    struct bm_paths paths = {0};
    for (uint32_t number = pages.first; number <= pages.last; number++) {
        bm_path_add(session, &paths, page_path(session, folder, number));
        if (session->args.plates)
            bm_plate_paths(session, folder, number, &paths);
    }
    bm_path_add(session, &paths, in(session, folder, MARKED));
    for (size_t i = 0; session->args.alternatives && i < BM_COUNT(sheets); i++)
        bm_path_add(session, &paths, in(session, folder, sheets[i]));
    return bm_places_check(session, &paths);
}

static bool put_pages(struct bm_session *session, const struct module *module, const char *folder)
{
    const struct bm_args *args = &session->args;
    const struct range pages = range_of(session);
    struct bm_buf b = {0};
    bool fine = true;
    for (uint32_t number = pages.first; fine && number <= pages.last; number++) {
        b.n = 0;
        bm_stage_begin(session, BM_STAGE_PROOF);
        atomic_store(&session->progress.at, number - pages.first + 1);
        atomic_store(&session->progress.of, pages.last - pages.first + 1);
        fine = module->soft(session->pages, number, args->dpi, args->paper, &b, &session->diags);
        bm_stage_end(session, BM_STAGE_PROOF);
        fine = fine && bm_put_output(session, page_path(session, folder, number), &b);
    }
    const struct bm_face *face = fine ? bm_label_face(session) : NULL;
    for (uint32_t number = pages.first; args->plates && face && fine && number <= pages.last;
         number++)
        fine = bm_put_plates(session, module->plates, face, folder, number);
    if (face && fine) {
        b.n = 0;
        bm_stage_begin(session, BM_STAGE_PROOF);
        fine = module->marked(session->pages, args->first_page, args->last_page,
                              (enum bm_lang)args->lang, face, &b, &session->diags);
        bm_stage_end(session, BM_STAGE_PROOF);
        fine = fine && bm_put_output(session, in(session, folder, MARKED), &b);
    }
    bm_buf_free(&b);
    return fine && face;
}

/* The plans of the sheet. */
struct plans {
    struct bm_pages **v;
    size_t n;
};

/* Makes every plan that the ledger of the pages lists from its frames. False when there is nothing
 * to compare. */
static bool make_plans(struct bm_session *session, struct plans *plans)
{
    const unsigned wanted = session->args.alternatives;
    const size_t chosen = session->args.plan > 1 ? session->args.plan - 1 : 0;
    const struct bm_plan_ledger *ledger = session->pages->plan;
    if (!ledger)
        return bm_diag0(&session->diags, BM_MSG_NO_ALTERNATIVES, bm_span_none());
    if (ledger->plan_count <= wanted)
        bm_diag(&session->diags, BM_MSG_FEWER_PLANS, bm_span_none(),
                bm_diag_number(&session->diags, wanted),
                bm_diag_number(&session->diags, (int64_t)ledger->plan_count - 1));
    plans->v = bm_arena_array(session->arena, ledger->plan_count, sizeof *plans->v);
    for (; plans->n < ledger->plan_count; plans->n++) {
        /* What is to be said of the other plans' pages concerns whoever makes them. */
        struct bm_diags said = {.arena = session->arena};
        plans->v[plans->n] = plans->n == chosen
                                 ? session->pages
                                 : bm_lock_make_other(session, &ledger->plans[plans->n], &said);
        if (plans->v[plans->n])
            continue;
        for (size_t i = 0; i < said.n; i++)
            if (bm_diag_level(said.v[i].message) == BM_ERROR)
                bm_diag_add(&session->diags, said.v[i].message, said.v[i].span, said.v[i].args,
                            BM_DIAG_ARGS);
        return false;
    }
    return true;
}

static void drop_plans(const struct bm_session *session, const struct plans *plans)
{
    for (size_t k = 0; k < plans->n; k++)
        if (plans->v[k] != session->pages)
            bm_pages_drop(plans->v[k]);
}

static bool put_sheet(struct bm_session *session, const struct module *module,
                      const struct plans *plans, const char *folder)
{
    const struct bm_args *args = &session->args;
    const struct bm_face *face = bm_label_face(session);
    struct bm_buf b[BM_COUNT(sheets)] = {{0}};
    const struct bm_pages **pages = bm_arena_array(session->arena, plans->n, sizeof *pages);
    for (size_t k = 0; k < plans->n; k++)
        pages[k] = plans->v[k];
    bm_stage_begin(session, BM_STAGE_PROOF);
    bool fine = face && module->sheet(pages, plans->n, (enum bm_lang)args->lang, face, args->dpi,
                                      &b[0], &b[1], &session->diags);
    bm_stage_end(session, BM_STAGE_PROOF);
    for (size_t i = 0; i < BM_COUNT(sheets); i++) {
        fine = fine && bm_put_output(session, in(session, folder, sheets[i]), &b[i]);
        bm_buf_free(&b[i]);
    }
    return fine;
}

static void write_proofs(struct bm_session *session, const struct module *module,
                         const struct plans *plans)
{
    const struct bm_str name = session->inputs.edition->name;
    const char *folder = session->args.output
                             ? session->args.output
                             : bm_format(session, "%.*s-proof", (int)name.n, name.p);
    if (!check_places(session, folder))
        return;
    bm_preflight_pages(session);
    bm_copydesk_pages(session);
    bm_finish_outputs(session, bm_outputs_folder(session->outputs, folder, &session->diags) &&
                                   put_pages(session, module, folder) &&
                                   (!plans->n || put_sheet(session, module, plans, folder)));
}

static void proof(struct bm_session *session)
{
    struct module module = {0}; /* stays open: cairo keeps caches until the program ends */
    struct plans plans = {0};
    const bool compare = session->args.alternatives > 0;
    /* Pages that are not fit to print are what a proof is for, strict or not. */
    if (bm_set_edition(session) && bm_may_write(session, false) && bm_output_known(session) &&
        (!compare || make_plans(session, &plans)) && open_module(session, &module))
        write_proofs(session, &module, &plans);
    drop_plans(session, &plans);
    bm_write_report(session);
}

void bm_run_proof(struct bm_session *session)
{
    if (session->args.watch)
        bm_follow(session, proof);
    else
        proof(session);
}

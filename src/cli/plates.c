#include "cli/plates.h"

#include "cli/edition.h"

#define PROCESS 4

bool bm_output_known(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    if (session->pages->output || !(args->plates || args->paper))
        return true;
    return bm_diag(&session->diags, BM_MSG_PLATES_NEED_OUTPUT, bm_span_none(),
                   args->plates ? BM_STR("plates") : BM_STR("paper"), session->pages->layout);
}

/* The spot's name as part of a file's: letters and digits stay, and all that is not ASCII. */
static const char *spot_file(struct bm_session *session, size_t i)
{
    const struct bm_str name = session->pages->spots[i].name;
    char *out = bm_arena_copy(session->arena, name.p, name.n);
    for (char *p = out; *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= 'a' && *p <= 'z') || (unsigned char)*p >= 0x80;
        if (!plain)
            *p = '-';
    }
    return bm_format(session, "S%zu-%s", i + 1, out);
}

static void say_ink(struct bm_session *session, uint32_t number, const struct bm_proof_ink *ink)
{
    struct bm_diags *diags = &session->diags;
    struct bm_buf where = {0};
    bm_buf_mm(&where, ink->x);
    bm_buf_c(&where, ", ");
    bm_buf_mm(&where, ink->y);
    const struct bm_str page = bm_diag_number(diags, number),
                        most = bm_diag_number(diags, ink->most);
    if (ink->over)
        bm_diag(diags, BM_MSG_PAGE_INK_OVER, bm_span_none(), page, most, bm_buf_view(&where),
                bm_diag_number(diags, session->pages->limits.ink));
    else
        bm_diag(diags, BM_MSG_PAGE_INK, bm_span_none(), page, most, bm_buf_view(&where));
    bm_buf_free(&where);
}

void bm_plate_paths(struct bm_session *session, const char *folder, uint32_t number,
                    struct bm_paths *paths)
{
    static const char *const process[PROCESS] = {"C", "M", "Y", "K"};
    const size_t spots = session->pages->spot_count;
    for (size_t i = 0; i < PROCESS + spots + 1; i++)
        bm_path_add(session, paths,
                    bm_format(session, "%s/page-%u-%s.png", folder, number,
                              i < PROCESS           ? process[i]
                              : i < PROCESS + spots ? spot_file(session, i - PROCESS)
                                                    : "ink"));
}

bool bm_put_plates(struct bm_session *session, bm_plates_proof *draw, const struct bm_face *face,
                   const char *folder, uint32_t number)
{
    const struct bm_args *args = &session->args;
    struct bm_paths paths = {0};
    struct bm_proof_ink ink;
    bm_plate_paths(session, folder, number, &paths);
    struct bm_buf *bytes = BM_NEW_N(session->arena, paths.n, struct bm_buf);
    bm_stage_begin(session, BM_STAGE_PROOF);
    bool fine = draw(session->pages, number, args->dpi, (enum bm_lang)args->lang, face, bytes,
                     &bytes[paths.n - 1], &ink, &session->diags);
    bm_stage_end(session, BM_STAGE_PROOF);
    if (fine)
        say_ink(session, number, &ink);
    for (size_t i = 0; i < paths.n; i++) {
        fine = fine && bm_put_output(session, paths.v[i], &bytes[i]);
        bm_buf_free(&bytes[i]);
    }
    return fine;
}

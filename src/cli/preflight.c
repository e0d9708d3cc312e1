#include "cli/session.h"

#include <unistd.h>

bool bm_load_preflight(struct bm_session *session, const struct bm_layout *layout,
                       const char *folder)
{
    const struct bm_args *args = &session->args;
    const char *path = args->printer, *name = "printer.yaml", *slash;
    uint32_t file;
    bm_preflight_default(&session->preflight);
    bool fine =
        !layout || bm_preflight_read(&session->preflight, layout->preflight, &session->diags);
    if (args->command != BM_CMD_CHECK && args->command != BM_CMD_PROOF)
        return fine;
    if (!path) {
        path = bm_format(session, "%s/%s", folder, name);
        if (access(path, F_OK) != 0)
            return fine;
    }
    slash = strrchr(path, '/');
    name = slash ? slash + 1 : path;
    return bm_load_text(session, path, name, bm_span_none(), &file) &&
           bm_printer_read(&session->preflight, session->arena, &session->sources, file,
                           &session->diags) &&
           fine;
}

void bm_preflight_pages(struct bm_session *session)
{
    const struct bm_preflight_output output = {.keeps_colours =
                                                   bm_profile_asked(session) == BM_PDF_PLAIN};
    struct bm_pages *pages = session->pages;
    bm_stage_begin(session);
    pages->findings =
        bm_preflight_run(pages, &session->preflight, &output, pages->arena, &pages->finding_count);
    bm_stage_end(session, BM_STAGE_PREFLIGHT);
}

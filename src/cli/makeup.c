/* Make-up of what a session has loaded. */
#include "cli/edition.h"

struct bm_pages *bm_make_plan(struct bm_session *session, unsigned plan, struct bm_diags *diags)
{
    const struct bm_inputs *inputs = &session->inputs;
    const struct bm_makeup_input input = {
        .layout = inputs->layout,
        .template_ = inputs->frames,
        .edition = inputs->edition,
        .articles = inputs->articles,
        .article_count = inputs->article_count,
        .fonts = session->fonts,
        .sources = &session->sources,
        .phrases = &inputs->phrases,
        .images = inputs->images,
        .image_count = inputs->image_count,
        .output = inputs->output,
        .alternatives = session->args.alternatives,
        .plan = plan,
        .jobs = session->args.jobs,
        .budget = session->args.budget,
        .progress = &session->progress,
    };
    bm_stage_begin(session, BM_STAGE_MAKEUP);
    struct bm_pages *pages = bm_makeup(&input, diags);
    bm_stage_end(session, BM_STAGE_MAKEUP);
    return pages;
}

/* The plan is held in a file before anything changes. */
#include "cli/serve.h"

#include "cli/lock.h"

void bm_serve_hold_plan(struct bm_serve *s)
{
    const struct bm_session *session = s->session;
    if (session->args.read_only || !session->pages || s->unplanned ||
        !bm_engine_held(session->engine))
        return;
    const char *layout = bm_str_copy(s->work, session->inputs.layout->name).p;
    const char *const words[] = {
        "plan", bm_serve_edition(s), "--write", "--quiet", "--layout", layout, NULL};
    s->unplanned = bm_serve_run(s, words) != 0;
    if (!s->unplanned)
        bm_serve_again(s);
}

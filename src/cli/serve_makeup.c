/* Make-up at hand: the calls that change edition.yaml and plan.lock. */
#include "cli/serve.h"

void bm_serve_makeup_open(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_makeup_close(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_makeup(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    (void)s, (void)call;
    bm_serve_error(reply, 501, "none");
}

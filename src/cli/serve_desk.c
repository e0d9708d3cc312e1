/* Notes, rounds, versions and sign-off: the calls that desk/ answers. */
#include "cli/serve.h"

void bm_serve_desk_open(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_desk_close(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_desk_revision(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_desk(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    (void)s, (void)call;
    bm_serve_error(reply, 501, "none");
}

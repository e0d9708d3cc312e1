#include "cli/serve.h"

#include <poll.h>

void bm_serve_jobs_open(struct bm_serve *s)
{
    (void)s;
}

void bm_serve_jobs_close(struct bm_serve *s)
{
    (void)s;
}

size_t bm_serve_jobs_fds(const struct bm_serve *s, struct pollfd *fds)
{
    (void)s, (void)fds;
    return 0;
}

void bm_serve_jobs_look(struct bm_serve *s)
{
    (void)s;
}

bool bm_serve_job(struct bm_serve *s, struct bm_web_call *call)
{
    (void)s, (void)call;
    return false;
}

void bm_serve_tile(struct bm_serve *s, struct bm_web_call *call, struct bm_str rest)
{
    struct bm_web_reply reply = {0};
    (void)rest;
    bm_serve_error(&reply, 501, "none");
    bm_serve_answer(s, call, &reply);
}

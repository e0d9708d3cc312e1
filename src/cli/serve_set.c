/* Revisions: what has changed is set, and those who look at it are told. */
#include "cli/serve.h"

#include "cli/edition.h"

/* What a revision changes for those who look at it. */
static void tell_revision(struct bm_serve *s, struct bm_str from)
{
    const struct bm_revision *r = s->session->revision;
    struct bm_buf b = {0};
    if (!r->pages) {
        bm_serve_tell(s, "{\"type\":\"state\",\"rev\":%llu}", (unsigned long long)r->number);
        return;
    }
    for (size_t i = 0; i < r->changed_count; i++)
        bm_buf_printf(&b, "%s%u", i ? "," : "", r->changed[i].page);
    bm_serve_tell(s, "{\"type\":\"revision\",\"rev\":%llu,\"pages\":[%.*s],\"from\":\"%.*s\"}",
                  (unsigned long long)r->number, (int)b.n, b.p ? b.p : "", (int)from.n,
                  from.n ? from.p : "");
    bm_buf_free(&b);
}

void bm_serve_set(struct bm_serve *s, struct bm_str from)
{
    struct bm_session *session = s->session;
    bm_arena_reset(s->round);
    session->diags = (struct bm_diags){.arena = s->round};
    bm_set_edition(session);
    const struct bm_revision *r = session->revision;
    s->revision = r->number;
    s->looked = s->sought = false;
    s->offer.n = 0;
    s->held_cost = -1;
    if (r->pages) {
        s->shown = r->number;
        bm_serve_pages_take(s);
    }
    tell_revision(s, from);
}

void bm_serve_again(struct bm_serve *s)
{
    if (bm_engine_reread(s->session->engine))
        bm_serve_set(s, (struct bm_str){0});
    bm_watching_folders(&s->watching);
}

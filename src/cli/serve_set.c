/* Revisions: what has changed is set, and those who look at it are told. */
#include "cli/serve.h"

#include "base/index.h"
#include "base/json.h"
#include "cli/edition.h"
#include "cli/lock.h"

#include <stdlib.h>

/* Names of manuscripts that are not as they were when this was asked last. */
static void put_changed(struct bm_serve *s, struct bm_json *json)
{
    const struct bm_session *session = s->session;
    const struct bm_inputs *in = &session->inputs;
    const size_t n = in->edition ? in->edition->article_count : 0;
    bm_json_list(json, "files");
    if (n > s->stamp_count) {
        s->stamps = realloc(s->stamps, n * sizeof *s->stamps);
        if (!s->stamps)
            bm_out_of_memory();
        memset(s->stamps + s->stamp_count, 0, (n - s->stamp_count) * sizeof *s->stamps);
        s->stamp_count = n;
    }
    for (size_t i = 0; i < n; i++) {
        const struct bm_str text =
            in->files[i] == BM_NO_FILE ? (struct bm_str){0} : session->sources.v[in->files[i]].text;
        const uint64_t stamp = bm_hash_bulk(text.p, text.n);
        if (stamp != s->stamps[i])
            bm_json_text(json, NULL, in->edition->articles[i]);
        s->stamps[i] = stamp;
    }
    bm_json_close(json);
}

/* What a revision changes for those who look at it. */
static void tell_revision(struct bm_serve *s, struct bm_str from)
{
    const struct bm_revision *r = s->session->revision;
    struct bm_buf b = {0};
    struct bm_json json = {.out = &b};
    bm_json_record(&json, r->pages ? "revision" : "state");
    bm_json_number(&json, "rev", r->number);
    bm_json_list(&json, "pages");
    for (size_t i = 0; i < r->changed_count; i++)
        bm_json_number(&json, NULL, r->changed[i].page);
    bm_json_close(&json);
    put_changed(s, &json);
    bm_json_text(&json, "from", from);
    bm_json_close(&json);
    if (s->web)
        s->module.tell(s->web, bm_buf_view(&b));
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
    s->half_looked = s->looked = s->sought = false;
    s->offer.n = 0;
    s->held_cost = -1;
    s->unplanned &= !r->planned;
    if (r->pages) {
        s->shown = r->number;
        s->held = session->lock && session->lock->held;
        s->locked = bm_lock_has_locked(session);
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

void bm_serve_look(struct bm_serve *s, bool whole)
{
    if (s->session->pages && !s->half_looked)
        bm_preflight_pages(s->session);
    s->half_looked = true;
    if (!whole && s->session->pages)
        return;
    s->looked = true;
    s->looked_at = bm_serve_now();
    if (!s->session->pages)
        return;
    bm_copydesk_pages(s->session);
    bm_watching_also(&s->watching, &s->session->read); /* lists of the house */
    bm_serve_tell(s, "{\"type\":\"state\",\"rev\":%llu}", (unsigned long long)s->revision);
}

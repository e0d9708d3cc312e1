#include "cli/serve.h"

#include "base/digest.h"
#include "base/json.h"
#include "edits/merge.h"

#include <errno.h>
#include <stdlib.h>

#define VERSIONS 256               /* texts that are remembered, for merging … */
#define BYTES    ((size_t)4 << 20) /* … with so many bytes in all */
#define TURNS    4                 /* merges with what others save meanwhile */

struct bm_serve_texts {
    struct version {
        char sha[65];
        char *p;
        size_t n;
    } v[VERSIONS];
    size_t next, bytes; /* next: the oldest */
};

void bm_serve_texts_open(struct bm_serve *s)
{
    s->texts = calloc(1, sizeof *s->texts);
    if (!s->texts)
        bm_out_of_memory();
}

static void forget(struct bm_serve_texts *t, struct version *v)
{
    t->bytes -= v->n;
    free(v->p);
    *v = (struct version){0};
}

void bm_serve_texts_close(struct bm_serve *s)
{
    for (size_t i = 0; s->texts && i < VERSIONS; i++)
        forget(s->texts, &s->texts->v[i]);
    free(s->texts);
    s->texts = NULL;
}

static const struct version *find(const struct bm_serve_texts *t, struct bm_str sha)
{
    for (size_t i = 0; i < VERSIONS; i++)
        if (t->v[i].p && bm_str_is(sha, t->v[i].sha))
            return &t->v[i];
    return NULL;
}

static void remember(struct bm_serve_texts *t, struct bm_str text, const char *sha)
{
    if (text.n > BYTES / 4 || find(t, bm_str_c(sha)))
        return;
    char *p = malloc(text.n + 1);
    if (!p)
        bm_out_of_memory();
    memcpy(p, text.p ? text.p : "", text.n);
    forget(t, &t->v[t->next]);
    for (size_t i = (t->next + 1) % VERSIONS; t->bytes + text.n > BYTES; i = (i + 1) % VERSIONS)
        forget(t, &t->v[i]);
    struct version *v = &t->v[t->next];
    memcpy(v->sha, sha, sizeof v->sha);
    v->p = p;
    v->n = text.n;
    t->bytes += text.n;
    t->next = (t->next + 1) % VERSIONS;
}

void bm_serve_remember(struct bm_serve *s, struct bm_str text)
{
    char sha[65];
    bm_sha256_of(text, sha);
    remember(s->texts, text, sha);
}

/* The article of that name; false: the edition has none, or it was not read. */
static bool find_article(const struct bm_serve *s, struct bm_str name, size_t *article,
                         struct bm_str *text)
{
    const struct bm_inputs *in = &s->session->inputs;
    for (size_t i = 0; in->edition && i < in->edition->article_count; i++)
        if (bm_str_eq(in->edition->articles[i], name) && in->files[i] != BM_NO_FILE) {
            *article = i;
            *text = s->session->sources.v[in->files[i]].text;
            return true;
        }
    return false;
}

/* An edition whose edition.yaml cannot be read has no texts until it can. */
static void say_none(const struct bm_serve *s, struct bm_web_reply *reply)
{
    const bool broken = !s->session->inputs.edition;
    bm_serve_error(reply, broken ? 503 : 404, broken ? "broken" : "name");
}

void bm_serve_text(struct bm_serve *s, const struct bm_web_call *call, struct bm_str name,
                   struct bm_web_reply *reply)
{
    struct bm_str text;
    size_t article;
    (void)call;
    if (!find_article(s, name, &article, &text)) {
        say_none(s, reply);
        return;
    }
    *reply = (struct bm_web_reply){.status = 200, .type = "text/markdown; charset=utf-8"};
    bm_buf_str(&reply->body, text);
    bm_sha256_of(text, reply->etag);
    remember(s->texts, text, reply->etag);
}

static void say_conflict(struct bm_web_reply *reply, struct bm_str there,
                         const struct bm_merged *merged)
{
    char sha[65];
    struct bm_json json = {.out = &reply->body};
    bm_sha256_of(there, sha);
    reply->status = 409;
    bm_json_record(&json, NULL);
    bm_json_text(&json, "error", BM_STR("conflict"));
    bm_json_text(&json, "sha", bm_str_c(sha));
    bm_json_text(&json, "text", there);
    if (merged)
        bm_json_text(&json, "merged", merged->text);
    else
        bm_json_null(&json, "merged");
    bm_json_list(&json, "conflicts");
    for (size_t i = 0; merged && i < merged->n; i++) {
        const struct bm_merge_conflict *c = &merged->conflicts[i];
        const struct bm_stretch parts[] = {c->base, c->theirs, c->mine, c->merged};
        static const char *const names[] = {"base", "theirs", "mine", "merged"};
        bm_json_object(&json, NULL);
        for (size_t k = 0; k < BM_COUNT(parts); k++) {
            bm_json_list(&json, names[k]);
            bm_json_number(&json, NULL, parts[k].at);
            bm_json_number(&json, NULL, parts[k].n);
            bm_json_close(&json);
        }
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
}

static void say_failed(struct bm_web_reply *reply, enum bm_put put, int error)
{
    if (put == BM_PUT_REFUSED)
        bm_serve_error(reply, error == ENOENT ? 410 : 403, error == ENOENT ? "gone" : "file");
    else
        bm_serve_error(reply, error == EAGAIN ? 503 : 507, error == EAGAIN ? "busy" : "disk");
}

/* Makes one of what the client has written and what is there now. False: the reply says why not. */
static bool merge(struct bm_serve *s, const struct bm_web_call *call, struct bm_str mine,
                  struct bm_str there, struct bm_web_reply *reply, struct bm_str *out)
{
    struct bm_merged merged = {0};
    const struct version *base = find(s->texts, call->match);
    const bool text = bm_utf8_check(there.p, there.n) == there.n;
    if (base && text &&
        bm_merge(s->work, (struct bm_str){base->p, base->n}, there, mine, &merged)) {
        *out = merged.text;
        return true;
    }
    if (!text)
        bm_serve_error(reply, 409, "conflict");
    else
        say_conflict(reply, there, base ? &merged : NULL);
    return false;
}

/* A name as a C string; it has no NUL. */
static const char *c_name(struct bm_serve *s, struct bm_str name)
{
    return bm_str_copy(s->work, name).p;
}

void bm_serve_save(struct bm_serve *s, const struct bm_web_call *call, struct bm_str name,
                   struct bm_web_reply *reply, struct bm_serve_saved *out)
{
    struct bm_str text, mine;
    struct bm_buf there = {0};
    char before[65] = "";
    *out = (struct bm_serve_saved){0};
    bm_serve_hold_plan(s); /* all may be read again for it */
    if (!find_article(s, name, &out->article, &text)) {
        say_none(s, reply);
        return;
    }
    if (bm_utf8_check(call->body.p, call->body.n) != call->body.n || call->match.n != 64) {
        bm_serve_error(reply, call->match.n ? 400 : 428, call->match.n ? "text" : "match");
        return;
    }
    mine = bm_merge_dress(s->work, text, call->body);
    out->dressed = !bm_str_eq(mine, call->body);
    out->text = mine;
    memcpy(before, call->match.p, 64);
    for (int turn = 0; turn < TURNS && !out->done; turn++) {
        int error;
        const enum bm_put put = bm_serve_put(s, name, out->text, before, &there, &error);
        const struct bm_str now = bm_str_copy(s->work, bm_buf_view(&there));
        if (put == BM_PUT_DONE) {
            out->done = true;
        } else if (put == BM_PUT_OTHER) {
            bm_sha256_of(now, before);
            remember(s->texts, now, before);
            if (!merge(s, call, mine, now, reply, &out->text))
                break;
            out->merged = !bm_str_eq(out->text, mine);
        } else {
            say_failed(reply, put, error);
            break;
        }
    }
    bm_buf_free(&there);
    if (!out->done) {
        if (!reply->status)
            bm_serve_error(reply, 503, "busy");
        return;
    }
    bm_sha256_of(out->text, out->sha);
    remember(s->texts, out->text, out->sha);
    bm_engine_saved(s->session->engine, c_name(s, name), out->text);
}

#include "cli/serve.h"

#include "base/json.h"
#include "base/labels.h"
#include "wire/wire.h"

#define LOOK_US 5000000

/* What is behind a name and a slash; p NULL: the path does not begin so. */
static struct bm_str behind(struct bm_str path, const char *name)
{
    const size_t n = strlen(name);
    if (path.n > n && memcmp(path.p, name, n) == 0 && path.p[n] == '/')
        return (struct bm_str){path.p + n + 1, path.n - n - 1};
    return (struct bm_str){0};
}

static bool begins(struct bm_str path, const char *name)
{
    const size_t n = strlen(name);
    return path.n >= n && memcmp(path.p, name, n) == 0 && (path.n == n || path.p[n] == '/');
}

static bool begins_any(struct bm_str path, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (begins(path, names[i]))
            return true;
    return false;
}

static void page(struct bm_serve *s, const struct bm_web_call *call, struct bm_str rest,
                 struct bm_web_reply *reply)
{
    if (!bm_serve_same_run(s, call)) {
        bm_serve_error(reply, 409, "run");
        return;
    }
    if (!bm_serve_pages_put(s, call, bm_web_decimal(rest, 0), &reply->body)) {
        bm_serve_error(reply, s->shown ? 404 : 503, s->shown ? "name" : "broken");
        return;
    }
    reply->status = 200;
    reply->type = "application/vnd.banmian.page";
}

/* Where the caret of somebody stands; nobody keeps it. */
static void presence(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct bm_buf b = {0}, client = {0}, who = {0}, file = {0};
    bm_json_string(&client, call->client);
    bm_json_string(&who, call->who);
    bm_json_string(&file, bm_web_query(call, "file"));
    bm_buf_printf(&b,
                  "{\"type\":\"presence\",\"client\":%.*s,\"who\":%.*s,\"file\":%.*s,"
                  "\"offset\":%llu}",
                  (int)client.n, client.p, (int)who.n, who.p, (int)file.n, file.p,
                  (unsigned long long)bm_web_decimal(bm_web_query(call, "offset"), 0));
    s->module.tell(s->web, bm_buf_view(&b));
    bm_buf_free(&b);
    bm_buf_free(&client);
    bm_buf_free(&who);
    bm_buf_free(&file);
    reply->status = 204;
}

static void get(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct bm_str rest;
    if (bm_str_is(call->path, "edition")) {
        /* Who asks for the state is no longer typing, or is another: but now and then. */
        if (!s->looked && bm_serve_now() - s->looked_at > LOOK_US)
            bm_serve_look(s, true);
        reply->status = 200;
        bm_serve_state(s, call, &reply->body);
    } else if ((rest = behind(call->path, "page")).p) {
        page(s, call, rest, reply);
    } else if ((rest = behind(call->path, "text")).p) {
        bm_serve_text(s, call, rest, reply);
    } else {
        bm_serve_error(reply, 404, "name");
    }
}

/* Any call but a text that is saved. False: it is answered later. */
static bool answer(struct bm_serve *s, struct bm_web_call *call, struct bm_web_reply *reply)
{
    static const char *const desk[] = {"notes", "rounds", "sign", "versions", "compare", "export"};
    const struct bm_str tile = behind(call->path, "tile"), picture = behind(call->path, "picture");
    if (begins_any(call->path, desk, BM_COUNT(desk)))
        return bm_serve_desk(s, call, reply);
    if (begins(call->path, "makeup"))
        bm_serve_makeup(s, call, reply);
    else if (!call->post && picture.p)
        return bm_serve_picture(s, call, picture), false;
    else if (!call->post && tile.p)
        return bm_serve_tile(s, call, tile), false;
    else if (!call->post)
        get(s, call, reply);
    else if (bm_str_is(call->path, "presence"))
        presence(s, call, reply);
    else if (bm_serve_job(s, call))
        return false;
    else
        bm_serve_error(reply, 404, "name");
    return true;
}

static void answer_others(struct bm_serve *s, struct bm_web_call **calls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct bm_web_reply reply = {0};
        if (calls[i] && answer(s, calls[i], &reply))
            bm_serve_answer(s, calls[i], &reply);
    }
}

/* The reply to a text that was saved: what it has changed, and the page that is looked at. */
static void reply_saved(struct bm_serve *s, const struct bm_web_call *call,
                        const struct bm_serve_saved *saved, struct bm_web_reply *reply)
{
    struct bm_buf json = {0};
    const uint64_t number = bm_web_decimal(bm_web_query(call, "page"), 0);
    bm_serve_delta(s, call, saved, &json);
    bm_wire_put(&reply->body, 'J', bm_buf_view(&json));
    bm_buf_free(&json);
    if (number && bm_serve_same_run(s, call))
        bm_serve_pages_put(s, call, number, &reply->body);
    reply->status = 200;
    reply->type = "application/vnd.banmian.page";
    memcpy(reply->etag, saved->sha, sizeof reply->etag);
}

/* Refuses all that would write, where the folder is another. */
static void refuse_writes(struct bm_serve *s, struct bm_web_call **calls, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= calls[i]->post;
    if (!any || (!bm_serve_replaced(s) && !bm_serve_desk_lost(s)))
        return;
    for (size_t i = 0; i < n; i++) {
        struct bm_web_reply reply = {.status = 503, .type = "application/json"};
        struct bm_json json = {.out = &reply.body};
        if (!calls[i]->post)
            continue;
        bm_json_object(&json, NULL);
        bm_json_text(&json, "error", BM_STR("replaced"));
        bm_json_object(&json, "says");
        bm_json_text(&json, "zh", bm_str_c(BM_LABEL(SERVE_REPLACED, BM_LANG_ZH)));
        bm_json_text(&json, "en", bm_str_c(BM_LABEL(SERVE_REPLACED, BM_LANG_EN)));
        bm_json_close(&json);
        bm_json_close(&json);
        bm_serve_answer(s, calls[i], &reply);
        calls[i] = NULL;
    }
}

void bm_serve_calls(struct bm_serve *s, struct bm_web_call **calls, size_t n)
{
    struct bm_serve_saved *saved = BM_NEW_N(s->work, n + 1, struct bm_serve_saved);
    struct bm_web_reply *replies = BM_NEW_N(s->work, n + 1, struct bm_web_reply);
    struct bm_str from = {0};
    size_t good = 0;
    refuse_writes(s, calls, n);
    for (size_t i = 0; i < n; i++) {
        const struct bm_str name =
            calls[i] && calls[i]->post ? behind(calls[i]->path, "text") : (struct bm_str){0};
        if (!name.p)
            continue;
        bm_serve_save(s, calls[i], name, &replies[i], &saved[i]);
        if (saved[i].done) {
            from = good++ ? (struct bm_str){0} : calls[i]->client;
            continue;
        }
        bm_serve_answer(s, calls[i], &replies[i]);
        calls[i] = NULL;
    }
    if (good)
        bm_serve_set(s, from);
    for (size_t i = 0; i < n; i++)
        if (calls[i] && saved[i].done) {
            reply_saved(s, calls[i], &saved[i], &replies[i]);
            bm_serve_answer(s, calls[i], &replies[i]);
            calls[i] = NULL;
        }
    bm_serve_desk_revision(s);
    answer_others(s, calls, n);
}

/* What all answers need: refusals, events, texts that were given. */
#include "base/characters.h"
#include "desk/limits.h"
#include "desk/parts.h"

bool bm_refuse(struct bm_asked *a, int status, const char *code)
{
    struct bm_json json = bm_answer(a, status);
    bm_json_text(&json, "error", bm_str_c(code));
    bm_json_close(&json);
    return false;
}

struct bm_json bm_answer(struct bm_asked *a, int status)
{
    a->reply->status = status;
    a->reply->type = "application/json";
    a->reply->body.n = 0;
    struct bm_json json = {.out = &a->reply->body};
    bm_json_object(&json, NULL);
    return json;
}

struct bm_str bm_asked_for(const struct bm_asked *a, const char *key)
{
    const struct bm_str none = {NULL, 0};
    return a->request->query ? a->request->query(a->request->context, key) : none;
}

bool bm_put_event(struct bm_asked *a, const char *kind, int64_t subject, struct bm_buf *body,
                  const struct bm_blob *blobs, size_t n)
{
    struct bm_event event = {.at = a->request->now,
                             .round = a->desk->round,
                             .subject = subject,
                             .who = a->request->who,
                             .role = a->request->role,
                             .kind = bm_str_c(kind),
                             .body = body->n ? bm_buf_view(body) : BM_STR("{}")};
    const enum bm_log_status status = bm_log_append(a->desk->log, &event, blobs, n);
    bm_buf_free(body);
    switch (status) {
    case BM_LOG_FINE:
        a->reply->changed = true;
        return bm_notes_take(a->desk) || bm_refuse(a, 500, "log");
    case BM_LOG_FULL:
        return bm_refuse(a, 507, "disk");
    case BM_LOG_BUSY:
        return bm_refuse(a, 503, "busy");
    case BM_LOG_READ_ONLY:
        return bm_refuse(a, 403, "readonly");
    default:
        return bm_refuse(a, 500, "log");
    }
}

bool bm_answer_event(struct bm_asked *a, int status)
{
    struct bm_json json = bm_answer(a, status);
    bm_json_number(&json, "event", a->desk->event_count);
    bm_json_close(&json);
    return true;
}

bool bm_text_given(struct bm_asked *a, const char *key, struct bm_str *text)
{
    *text = bm_json_str(a->body, key);
    if (text->n > BM_NOTE_TEXT_MOST)
        return bm_refuse(a, 400, "long");
    for (size_t i = 0; i < text->n;)
        if (bm_character_fault(bm_utf8_next(text->p, text->n, &i)) != BM_CHARACTER_FINE)
            return bm_refuse(a, 400, "characters");
    return true;
}

void bm_json_fault(struct bm_json *json, const struct bm_desk *desk)
{
    const struct bm_log_fault *fault = &desk->fault;
    if (fault->kind == BM_LOG_WHOLE) {
        bm_json_null(json, "log");
        return;
    }
    bm_json_object(json, "log");
    bm_json_text(json, "fault", bm_str_c(bm_log_fault_name(fault->kind)));
    bm_json_number(json, "event", (uint64_t)fault->id);
    bm_json_close(json);
}

void bm_json_event(struct bm_json *json, const struct bm_event *event)
{
    bm_json_number(json, "event", (uint64_t)event->id);
    bm_json_number(json, "at", (uint64_t)event->at);
    bm_json_number(json, "round", event->round);
    bm_json_text(json, "who", event->who);
    bm_json_text(json, "role", event->role);
}

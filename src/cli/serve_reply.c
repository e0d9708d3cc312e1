/* Replies, events and the clock. */
#include "cli/serve.h"

#include <stdarg.h>
#include <time.h>

int64_t bm_serve_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void bm_serve_tell(struct bm_serve *s, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const struct bm_str json = bm_str_vprintf(s->work, format, list);
    va_end(list);
    if (s->web)
        s->module.tell(s->web, json);
}

void bm_serve_error(struct bm_web_reply *reply, unsigned status, const char *code)
{
    bm_buf_free(&reply->body);
    *reply = (struct bm_web_reply){.status = status};
    bm_buf_printf(&reply->body, "{\"error\":\"%s\"}\n", code);
}

void bm_serve_answer(struct bm_serve *s, struct bm_web_call *call, struct bm_web_reply *reply)
{
    if (!reply->status)
        bm_serve_error(reply, 500, "failed");
    s->module.answer(s->web, call, reply);
}

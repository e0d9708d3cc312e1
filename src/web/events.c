/* Events: each gets a number and goes to every stream; a stream that comes back goes on behind the
 * last that it has had, if that is still known, and else is told that it has missed something. */
#include "web/parts.h"

#include <stdlib.h>

#define MISSED "data: {\"type\":\"state\",\"again\":true}\n\n"

/* So much of s as there is room for; true when all of it is sent. */
static bool put(char *to, size_t room, struct bm_str s, size_t *sent, size_t *n)
{
    const size_t part = s.n - *sent < room - *n ? s.n - *sent : room - *n;
    memcpy(to + *n, s.p + *sent, part);
    *n += part;
    *sent += part;
    if (*sent < s.n)
        return false;
    *sent = 0;
    return true;
}

/* What a stream has to send, as much as there is room for. */
static size_t fill(struct web_stream *s, char *to, size_t room)
{
    struct bm_web *web = s->web;
    size_t n = 0;
    if (s->at < web->first) {
        s->at = web->end;
        s->sent = 0;
        s->again = true;
    }
    if (s->again && put(to, room, BM_STR(MISSED), &s->sent, &n))
        s->again = false;
    while (!s->again && n < room && s->at < web->end)
        if (put(to, room, bm_buf_view(&web->events[s->at % WEB_EVENTS]), &s->sent, &n))
            s->at++;
    if (!n && s->comment && room > 3) {
        memcpy(to, ":\n\n", 3);
        n = 3;
    }
    s->comment = false;
    return n;
}

static ssize_t read_stream(void *context, uint64_t position, char *to, size_t room)
{
    struct web_stream *s = context;
    struct bm_web *web = s->web;
    ssize_t n = MHD_CONTENT_READER_END_OF_STREAM;
    (void)position;
    pthread_mutex_lock(&web->lock);
    if (!web->ends) {
        n = (ssize_t)fill(s, to, room);
        s->sleeps = n == 0;
        if (s->sleeps)
            MHD_suspend_connection(s->connection);
    }
    pthread_mutex_unlock(&web->lock);
    return n;
}

static void end_stream(void *context)
{
    struct web_stream *s = context;
    struct bm_web *web = s->web;
    pthread_mutex_lock(&web->lock);
    struct web_stream **at = &web->streams;
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at)
        *at = s->next;
    pthread_mutex_unlock(&web->lock);
    free(s);
}

enum MHD_Result web_stream_begin(struct bm_web *web, struct web_request *r)
{
    unsigned strangers = 0;
    pthread_mutex_lock(&web->lock);
    for (const struct web_stream *k = web->streams; k; k = k->next)
        strangers += k->stranger;
    pthread_mutex_unlock(&web->lock);
    if (!r->knows && strangers >= WEB_STREAMS)
        return web_refuse(r, 429, "busy");
    struct web_stream *s = calloc(1, sizeof *s);
    if (!s)
        return MHD_NO;
    const uint64_t had = bm_web_decimal(r->call.resume, 0);
    *s = (struct web_stream){
        .web = web, .connection = r->connection, .comment = true, .stranger = !r->knows};
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, s, end_stream);
    if (!response) {
        free(s);
        return MHD_NO;
    }
    pthread_mutex_lock(&web->lock);
    const bool known = had + 1 >= web->first && had < web->end;
    s->at = r->call.resume.n && known ? had + 1 : web->end;
    s->again = r->call.resume.n && !known;
    s->next = web->streams;
    web->streams = s;
    pthread_mutex_unlock(&web->lock);
    MHD_set_connection_option(r->connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
    MHD_add_response_header(response, "X-Accel-Buffering", "no");
    return web_send(r, 200, "text/event-stream", response);
}

void web_streams_wake(struct bm_web *web, bool comment)
{
    for (struct web_stream *s = web->streams; s; s = s->next) {
        s->comment |= comment;
        if (s->sleeps) {
            s->sleeps = false;
            MHD_resume_connection(s->connection);
        }
    }
}

void bm_web_tell(struct bm_web *web, struct bm_str json)
{
    pthread_mutex_lock(&web->lock);
    struct bm_buf *event = &web->events[web->end % WEB_EVENTS];
    event->n = 0;
    bm_buf_printf(event, "id: %llu\ndata: ", (unsigned long long)web->end);
    for (size_t i = 0; i < json.n; i++)
        if (json.p[i] != '\n' && json.p[i] != '\r')
            bm_buf_char(event, json.p[i]);
    bm_buf_c(event, "\n\n");
    web->end++;
    if (web->end - web->first > WEB_EVENTS)
        web->first = web->end - WEB_EVENTS;
    web_streams_wake(web, false);
    pthread_mutex_unlock(&web->lock);
}

/* The server: requests as the library hands them over, in pieces, and the thread that looks after
 * what idles. */
#include "web/parts.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

/* Addresses stay as they came: address.c looks at them. */
static size_t leave(void *context, struct MHD_Connection *c, char *s)
{
    (void)context, (void)c;
    return strlen(s);
}

static struct web_request *begin(struct bm_web *web, struct MHD_Connection *c, const char *url,
                                 const char *method)
{
    struct web_request *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->connection = c;
    r->arena = bm_arena_new();
    r->api = strncmp(url, "/api/", 5) == 0;
    r->call.post = strcmp(method, "POST") == 0;
    r->refused = web_guard(web, r, url, method, &r->why);
    if (!r->refused && r->api && !web_read_address(r, url)) {
        r->refused = 400;
        r->why = "name";
    }
    return r;
}

/* A piece of the body. What is refused is read to its end, as long as it is no longer than it may
 * be, so that the client reads why. */
static enum MHD_Result receive(struct web_request *r, const char *bytes, size_t *n)
{
    if (r->body.n + *n > WEB_BODY_MOST) {
        r->refused = 413;
        r->why = "size";
        *n = 0;
        return MHD_YES;
    }
    if (!r->refused)
        bm_buf_put(&r->body, bytes, *n);
    *n = 0;
    return MHD_YES;
}

/* A body that says that it is too long is not waited for. */
static bool is_too_long(const struct web_request *r)
{
    const char *length =
        MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Content-Length");
    uint64_t v = 0;
    for (; length && *length >= '0' && *length <= '9' && v <= WEB_BODY_MOST; length++)
        v = v * 10 + (uint64_t)(*length - '0');
    return v > WEB_BODY_MOST;
}

/* It is whole: who answers? */
static enum MHD_Result dispatch(struct bm_web *web, struct web_request *r, const char *url)
{
    r->call.body = bm_buf_view(&r->body);
    if (r->refused)
        return web_refuse(r, r->refused, r->why);
    if (!r->api)
        return web_send_file(r, url);
    if (r->call.post && !web_measure(web, r->call.client))
        return web_refuse(r, 429, "rate");
    if (bm_str_is(r->call.path, "token"))
        return r->call.post ? web_send_token(web, r) : web_refuse(r, 405, "method");
    if (bm_str_is(r->call.path, "events"))
        return r->call.post ? web_refuse(r, 405, "method") : web_stream_begin(web, r);
    r->call.begun = web->options.now();
    r->state = WEB_ASKED;
    MHD_suspend_connection(r->connection);
    web->options.ask(web->options.context, &r->call);
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *bytes, size_t *n,
                              void **state)
{
    struct bm_web *web = context;
    struct web_request *r = *state;
    (void)version;
    if (!r) {
        *state = r = begin(web, c, url, method);
        if (r && is_too_long(r))
            return web_refuse(r, 413, "size");
        return r ? MHD_YES : MHD_NO;
    }
    if (*n)
        return receive(r, bytes, n);
    if (r->state == WEB_READY)
        return web_send_reply(r);
    if (r->state == WEB_ASKED)
        return MHD_YES;
    web_slot_waits(web, c, false);
    return dispatch(web, r, url);
}

static void completed(void *context, struct MHD_Connection *c, void **state,
                      enum MHD_RequestTerminationCode code)
{
    struct web_request *r = *state;
    (void)code;
    web_slot_waits(context, c, true);
    if (!r)
        return;
    bm_buf_free(&r->body);
    bm_buf_free(&r->reply.body);
    bm_arena_drop(r->arena);
    free(r);
    *state = NULL;
}

/* attachment; filename*=UTF-8''NAME, percent-encoded (RFC 6266): no byte of the name is left that
 * could end the header. */
static void name_file(struct web_request *r, const char *name)
{
    static const char begins[] = "attachment; filename*=UTF-8''", digits[] = "0123456789ABCDEF";
    size_t n = sizeof begins - 1;
    if (!name || strlen(name) * 3 + n >= sizeof r->file)
        return;
    memcpy(r->file, begins, n);
    for (; *name; name++) {
        const uint8_t c = (uint8_t)*name;
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
        if (plain) {
            r->file[n++] = (char)c;
        } else {
            r->file[n++] = '%';
            r->file[n++] = digits[c >> 4];
            r->file[n++] = digits[c & 15];
        }
    }
    r->file[n] = '\0';
}

void bm_web_answer(struct bm_web *web, struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct web_request *r = (struct web_request *)(void *)call;
    r->reply = *reply;
    r->took = web->options.now() - call->begun;
    name_file(r, reply->name);
    *reply = (struct bm_web_reply){0};
    r->state = WEB_READY;
    MHD_resume_connection(r->connection);
}

static void *tick(void *context)
{
    struct bm_web *web = context;
    struct pollfd p = {.fd = web->bell[0], .events = POLLIN};
    while (poll(&p, 1, WEB_TICK_MS) <= 0) {
        web_slots_sweep(web);
        pthread_mutex_lock(&web->lock);
        const int64_t now = web->options.now();
        if (now - web->commented >= WEB_COMMENT_MS * INT64_C(1000)) {
            web->commented = now;
            web_streams_wake(web, true);
        }
        pthread_mutex_unlock(&web->lock);
    }
    return NULL;
}

static bool start_daemon(struct bm_web *web)
{
    web->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, web,
        MHD_OPTION_LISTEN_SOCKET, web->options.socket, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)WEB_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WEB_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)WEB_IDLE_MS / 1000, MHD_OPTION_NOTIFY_COMPLETED,
        completed, web, MHD_OPTION_NOTIFY_CONNECTION, web_slot_event, web,
        MHD_OPTION_UNESCAPE_CALLBACK, leave, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    return web->daemon != NULL;
}

struct bm_web *bm_web_start(const struct bm_web_options *options)
{
    struct bm_web *web = calloc(1, sizeof *web);
    if (!web)
        return NULL;
    struct bm_buf cookie = {0};
    web->options = *options;
    web->first = web->end = options->event;
    web->commented = options->now();
    for (size_t i = 0; i < WEB_CONNECTIONS; i++)
        web->slots[i].fd = -1;
    bm_buf_printf(&cookie, "banmian-%u=%s", options->port, options->token);
    memcpy(web->cookie, cookie.p,
           cookie.n < sizeof web->cookie ? cookie.n : sizeof web->cookie - 1);
    bm_buf_free(&cookie);
    if (pthread_mutex_init(&web->lock, NULL) != 0 || pipe(web->bell) != 0) {
        free(web);
        return NULL;
    }
    const bool ticks = pthread_create(&web->ticker, NULL, tick, web) == 0;
    if (ticks && start_daemon(web))
        return web;
    close(web->bell[1]);
    if (ticks)
        pthread_join(web->ticker, NULL);
    close(web->bell[0]);
    free(web);
    return NULL;
}

void bm_web_stop(struct bm_web *web)
{
    pthread_mutex_lock(&web->lock);
    web->ends = true;
    web_streams_wake(web, false);
    pthread_mutex_unlock(&web->lock);
    close(web->bell[1]);
    pthread_join(web->ticker, NULL);
    close(web->bell[0]);
    MHD_stop_daemon(web->daemon);
    for (size_t i = 0; i < WEB_EVENTS; i++)
        bm_buf_free(&web->events[i]);
    pthread_mutex_destroy(&web->lock);
    free(web);
}

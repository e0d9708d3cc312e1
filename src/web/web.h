/* The server of the proof desk: HTTP/1.1 and one kind of event stream (SSE), by libmicrohttpd, in a
 * thread of its own. It knows nothing of editions. What it serves by itself are the shell (script
 * and style of src/shell, in the module), the token and the events; a request for anything else
 * below /api/ becomes a call, which is handed to its owner and answered from any thread.
 *
 *     web = bm_web_start(&options);
 *     …  options.ask(context, call)        on the server's thread, which must not be kept waiting
 *     bm_web_answer(web, call, &reply);    once for each call; it is gone then
 *     bm_web_tell(web, json);              to all who listen
 *     bm_web_stop(web);                    when no call is unanswered
 *
 * Who is let in (guard.c). Every request must name one of options.hosts, byte for byte. Below /api/
 * a browser must say that it comes from the same origin (Sec-Fetch-Site, Origin). Whoever writes
 * must have the token, which whoever started the program sees, as a cookie that no script can read,
 * and must send the header X-Banmian, which no form can. Nothing of an address reaches the file
 * system: it is looked up, in a table here or by the owner of the call. */
#pragma once

#include "base/buf.h"

#define BM_WEB_TOKEN 32 /* hexadecimal digits of a token */

/* One request below /api/. Strings are the call's. */
struct bm_web_call {
    bool post;
    bool may_write;     /* the client has the token, and the server writes; of a POST it is true */
    struct bm_str path; /* behind "/api/", decoded: valid UTF-8 without control characters */
    struct bm_str body;
    struct bm_str match; /* If-Match without its quotes; empty: not given */
    struct bm_str resume;
    struct bm_str client;    /* X-Banmian */
    struct bm_str who, role; /* X-Banmian-Who, decoded; X-Banmian-Role */
    size_t n;                /* values of the query */
    struct bm_str *keys, *values;
    int64_t begun; /* by options.now, when it was whole */
};

/* The first value of a key in the query; empty: there is none. */
static inline struct bm_str bm_web_query(const struct bm_web_call *call, const char *key)
{
    for (size_t i = 0; i < call->n; i++)
        if (bm_str_is(call->keys[i], key))
            return call->values[i];
    return (struct bm_str){0};
}

/* A decimal number; `otherwise` if it is none. */
static inline uint64_t bm_web_decimal(struct bm_str s, uint64_t otherwise)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > UINT64_MAX / 10 - 1)
            return otherwise;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n ? v : otherwise;
}

struct bm_web_reply {
    unsigned status;  /* 200 … */
    const char *type; /* a constant; NULL: application/json */
    char etag[65];    /* a sum; empty: none */
    bool kept;        /* it never changes: the client may keep it */
    const char *name; /* under which a browser may save it; NULL: none. Until the answer */
    struct bm_buf body;
};

struct bm_web_options {
    int socket;               /* that listens; the server's from now on */
    unsigned port;            /* the cookie is named with it: cookies are shared by all ports */
    const char *const *hosts; /* what Host may be, whole: "127.0.0.1:8318" … */
    size_t host_count;
    const char *token;
    bool guarded;         /* without the token not even reading is allowed below /api/ */
    bool read_only;       /* nobody writes */
    uint64_t event;       /* number of the first event: higher than in an earlier run */
    int64_t (*now)(void); /* µs of a clock that never goes back */
    void (*ask)(void *context, struct bm_web_call *call);
    void *context;
};

struct bm_web;

/* NULL: the system has no thread or no memory left. The options stay the caller's and must live as
 * long. */
struct bm_web *bm_web_start(const struct bm_web_options *options);
/* Answers: the reply's body is the server's from now on, and the call is gone. */
void bm_web_answer(struct bm_web *web, struct bm_web_call *call, struct bm_web_reply *reply);
/* An event, one line of JSON, to all streams; the last WEB_EVENTS are kept for those that come
 * back. */
void bm_web_tell(struct bm_web *web, struct bm_str json);
/* Ends the streams, waits for what is being sent, and frees all. Every call must be answered. */
void bm_web_stop(struct bm_web *web);

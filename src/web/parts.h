/* What the files of the server share. */
#pragma once

#include "base/arena.h"
#include "web/limits.h"
#include "web/web.h"

#include <microhttpd.h>
#include <pthread.h>

/* A file of the shell: tools/embed.c makes the table. */
struct web_file {
    const char *name, *type;
    const char *bytes;
    size_t n;
    const char *packed; /* the same by gzip */
    size_t packed_n;
    const char *hash; /* the first digits of its SHA-256 */
};
extern const struct web_file web_files[];
extern const size_t web_file_count;
extern const char web_files_hash[]; /* of all of them */

/* A connection: since when it has been waited for its next request. */
struct web_slot {
    int fd; /* -1: free */
    bool waits;
    int64_t since;
};

/* How much a client may write still. */
struct web_measure {
    char client[WEB_CLIENT_MOST + 1];
    int64_t filled; /* when it was reckoned last; 0: free */
    int64_t left;   /* in thousandths of a write */
};

/* A stream of events. */
struct web_stream {
    struct web_stream *next;
    struct bm_web *web;
    struct MHD_Connection *connection;
    uint64_t at;   /* number of the event that comes next */
    size_t sent;   /* bytes of it that are sent */
    bool sleeps;   /* it is suspended */
    bool again;    /* it is to be told first that it has missed something … */
    bool comment;  /* … and that it lives */
    bool stranger; /* who has it has not the token */
};

struct bm_web {
    struct bm_web_options options;
    struct MHD_Daemon *daemon;
    char cookie[48]; /* "banmian-PORT=" and the token */
    pthread_mutex_t lock;
    struct web_slot slots[WEB_CONNECTIONS];
    struct web_measure measures[WEB_CLIENTS + 1];
    /* Events: a ring. */
    struct bm_buf events[WEB_EVENTS]; /* "id: …\ndata: …\n\n" */
    uint64_t first, end;              /* numbers of those that are kept */
    struct web_stream *streams;
    bool ends;
    int64_t commented;
    pthread_t ticker;
    int bell[2]; /* ends the ticker */
};

/* A request, as the library has it, and the call that it becomes. */
struct web_request {
    struct bm_web_call call; /* first: the call is the request */
    struct MHD_Connection *connection;
    enum {
        WEB_BODY,  /* it is being received */
        WEB_ASKED, /* its owner has it */
        WEB_READY  /* the reply is there */
    } state;
    unsigned refused; /* status to answer with when it is whole; 0: none */
    const char *why;  /* a code */
    bool api, knows;  /* knows: the token */
    struct bm_arena *arena;
    struct bm_buf body;
    struct bm_web_reply reply;
    int64_t took;   /* µs until it was there */
    char file[400]; /* how the reply is to be saved; empty: not */
};

/* guard.c: whether a request is let in; else its status, and *why. */
unsigned web_guard(struct bm_web *web, struct web_request *r, const char *url, const char *method,
                   const char **why);
/* Whether the body is the token. */
bool web_is_token(const struct bm_web *web, struct bm_str s);
/* Whether a client may write now; takes it off. */
bool web_measure(struct bm_web *web, struct bm_str client);

/* address.c: what stands after % in place of it; NULL p: it is no valid text. */
struct bm_str web_decode(struct bm_arena *arena, struct bm_str s, bool plus);
/* Path and query of a call. False: they are no text. */
bool web_read_address(struct web_request *r, const char *url);

/* answers.c: an answer with the headers that all have. */
enum MHD_Result web_send(struct web_request *r, unsigned status, const char *type,
                         struct MHD_Response *response);
enum MHD_Result web_refuse(struct web_request *r, unsigned status, const char *why);
enum MHD_Result web_send_reply(struct web_request *r);
enum MHD_Result web_send_file(struct web_request *r, const char *url);
enum MHD_Result web_send_token(struct bm_web *web, struct web_request *r);

/* events.c */
enum MHD_Result web_stream_begin(struct bm_web *web, struct web_request *r);
/* Wakes streams that have something to send; comment: all. */
void web_streams_wake(struct bm_web *web, bool comment);

/* slots.c: connections that come and go, and what idles. */
void web_slot_event(void *context, struct MHD_Connection *c, void **socket_context,
                    enum MHD_ConnectionNotificationCode code);
/* A request of it has begun to be answered, or was answered. */
void web_slot_waits(struct bm_web *web, struct MHD_Connection *c, bool waits);
void web_slots_sweep(struct bm_web *web);

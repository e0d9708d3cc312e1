/* Limits of the server; what goes beyond them is refused, and nothing waits for it. */
#pragma once

enum {
    WEB_BODY_MOST = 1 << 20,    /* bytes of a request's body: 413 */
    WEB_HEADER_MOST = 16 << 10, /* of its header: 431 */
    WEB_MEMORY = 40 << 10,      /* that a connection may have: header, and buffers of the library */
    WEB_CONNECTIONS = 64,       /* at one time; further ones are closed */
    WEB_IDLE_MS = 10000,        /* for a whole request, from the connection or the last answer on */
    WEB_TICK_MS = 1000,         /* so often idle ones are looked for */
    WEB_COMMENT_MS = 15000,     /* so often a stream says that it lives */
    WEB_WRITES = 20,            /* a second of one client: 429 */
    WEB_BURST = 100,            /* … and so many more at once */
    WEB_CLIENTS = 64,           /* that are told apart by it; those beyond share one measure */
    WEB_CLIENT_MOST = 64,       /* bytes of what a client calls itself */
    WEB_STREAMS = 16,           /* that those may hold who have not the token: 429 */
    WEB_EVENTS = 512,           /* kept, for streams that come back */
    WEB_QUERIES = 16,           /* values in an address */
    WEB_WHO_MOST = 200          /* bytes of a person's name */
};

/* Answers, and the headers that every one of them has. */
#include "web/parts.h"

#include <stdio.h>
#include <stdlib.h>

#define INDEX "index.html"

static const char *const always[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
     "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types banmian"},
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

enum MHD_Result web_send(struct web_request *r, unsigned status, const char *type,
                         struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < BM_COUNT(always); i++)
        MHD_add_response_header(response, always[i][0], always[i][1]);
    if (!MHD_get_response_header(response, "Cache-Control"))
        MHD_add_response_header(response, "Cache-Control", "no-store");
    if (type)
        MHD_add_response_header(response, "Content-Type", type);
    const enum MHD_Result queued = MHD_queue_response(r->connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

enum MHD_Result web_refuse(struct web_request *r, unsigned status, const char *why)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "{\"error\":\"%s\"}\n", why);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(b.n, b.p, MHD_RESPMEM_MUST_COPY);
    bm_buf_free(&b);
    if (response && status == 429)
        MHD_add_response_header(response, "Retry-After", "1");
    if (response && status == 405)
        MHD_add_response_header(response, "Allow", "GET, HEAD, POST");
    if (response && !r->api)
        MHD_add_response_header(response, "Connection", "close");
    return web_send(r, status, "application/json", response);
}

enum MHD_Result web_send_reply(struct web_request *r)
{
    struct bm_web_reply *reply = &r->reply;
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback(reply->body.n, reply->body.p, free);
    if (!response)
        return MHD_NO;
    reply->body = (struct bm_buf){0};
    if (*reply->etag) {
        char etag[sizeof reply->etag + 2] = "\"";
        strcat(strcat(etag, reply->etag), "\"");
        MHD_add_response_header(response, "ETag", etag);
    }
    char took[64];
    snprintf(took, sizeof took, "desk;dur=%lld.%03lld", (long long)(r->took / 1000),
             (long long)(r->took % 1000));
    if (r->api)
        MHD_add_response_header(response, "Server-Timing", took);
    if (reply->kept)
        MHD_add_response_header(response, "Cache-Control", "private, max-age=31536000, immutable");
    if (*r->file)
        MHD_add_response_header(response, "Content-Disposition", r->file);
    return web_send(r, reply->status, reply->type ? reply->type : "application/json", response);
}

static const struct web_file *find(const char *name)
{
    for (size_t i = 0; i < web_file_count; i++)
        if (strcmp(web_files[i].name, name) == 0)
            return &web_files[i];
    return NULL;
}

/* The page, which names its files with the hash of all of them, so that they may be kept. */
static enum MHD_Result send_index(struct web_request *r, const struct web_file *f)
{
    static const char mark[] = "\"/s/";
    struct bm_buf b = {0};
    for (size_t i = 0; i < f->n; i++) {
        bm_buf_char(&b, f->bytes[i]);
        if (i + 1 >= sizeof mark - 1 &&
            memcmp(f->bytes + i + 2 - sizeof mark, mark, sizeof mark - 1) == 0)
            bm_buf_printf(&b, "%s/", web_files_hash);
    }
    r->reply = (struct bm_web_reply){.status = 200, .type = f->type, .body = b};
    return web_send_reply(r);
}

/* A browser asks for it by itself. */
static enum MHD_Result send_nothing(struct web_request *r)
{
    return web_send(r, 204, NULL, MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
}

/* Whether the browser takes gzip: named, and not with a weight of nothing. */
static bool takes_gzip(struct web_request *r)
{
    static const char name[] = "gzip";
    const char *said =
        MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Accept-Encoding");
    const char *at = said ? strstr(said, name) : NULL;
    if (!at || (at > said && !strchr(" ,", at[-1])))
        return false;
    at += sizeof name - 1;
    const size_t n = strcspn(at, ",");
    return !n || (strchr(" ;", *at) && strspn(at, " ;q=0.") < n);
}

enum MHD_Result web_send_file(struct web_request *r, const char *url)
{
    const size_t n = strlen(web_files_hash);
    const struct web_file *f = NULL;
    bool kept = false;
    if (strcmp(url, "/") == 0) {
        f = find(INDEX);
        return f ? send_index(r, f) : web_refuse(r, 404, "name");
    }
    if (strcmp(url, "/favicon.ico") == 0)
        return send_nothing(r);
    if (strncmp(url, "/s/", 3) == 0) {
        kept = strncmp(url + 3, web_files_hash, n) == 0 && url[3 + n] == '/';
        f = find(url + 3 + (kept ? n + 1 : 0));
    }
    if (!f)
        return web_refuse(r, 404, "name");
    const bool packed = takes_gzip(r);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        packed ? f->packed_n : f->n, (void *)(uintptr_t)(packed ? f->packed : f->bytes),
        MHD_RESPMEM_PERSISTENT);
    if (response && packed)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
    if (response)
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (response)
        MHD_add_response_header(response, "Cache-Control",
                                kept ? "public, max-age=31536000, immutable" : "no-cache");
    return web_send(r, 200, f->type, response);
}

/* The token becomes a cookie that no script sees and no other site can have sent. */
enum MHD_Result web_send_token(struct bm_web *web, struct web_request *r)
{
    struct bm_buf b = {0};
    if (!web_is_token(web, r->call.body))
        return web_refuse(r, 401, "token");
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    bm_buf_printf(&b, "%s; Path=/; HttpOnly; SameSite=Strict", web->cookie);
    bm_buf_char(&b, '\0');
    if (response)
        MHD_add_response_header(response, "Set-Cookie", b.p);
    bm_buf_free(&b);
    return web_send(r, 204, NULL, response);
}

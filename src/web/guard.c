/* Who is let in. Whole values are compared, nothing of them is parsed: "127.0.0.1.evil",
 * "localhost." and "user@127.0.0.1" are no hosts of ours, whatever a parser would make of them. */
#include "web/parts.h"

/* The value of a header; *n: how often it stands there. */
struct looked_for {
    const char *name, *value;
    unsigned n;
    size_t bytes;
};

static bool same_name(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        const char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
        if (x != y)
            return false;
    }
    return *a == *b;
}

static enum MHD_Result look(void *context, enum MHD_ValueKind kind, const char *key,
                            const char *value)
{
    struct looked_for *l = context;
    (void)kind;
    l->bytes += strlen(key) + (value ? strlen(value) : 0) + 4;
    if (l->name && same_name(key, l->name)) {
        l->value = value ? value : "";
        l->n++;
    }
    return MHD_YES;
}

static struct looked_for header(const struct web_request *r, const char *name)
{
    struct looked_for l = {.name = name};
    MHD_get_connection_values(r->connection, MHD_HEADER_KIND, look, &l);
    return l;
}

static bool is_host(const struct bm_web *web, const char *host)
{
    for (size_t i = 0; i < web->options.host_count; i++)
        if (strcmp(web->options.hosts[i], host) == 0)
            return true;
    return false;
}

/* An origin is the scheme and the host that the request itself names; a tunnel may add TLS. */
static bool is_origin(const char *origin, const char *host)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < BM_COUNT(schemes); i++) {
        const size_t n = strlen(schemes[i]);
        if (strncmp(origin, schemes[i], n) == 0 && strcmp(origin + n, host) == 0)
            return true;
    }
    return false;
}

/* In a time that does not tell how much of it is right. */
static bool same_secret(const char *a, const char *b, size_t n)
{
    unsigned differ = 0;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned)(a[i] ^ b[i]);
    return differ == 0;
}

bool web_is_token(const struct bm_web *web, struct bm_str s)
{
    return s.n == BM_WEB_TOKEN && same_secret(s.p, web->options.token, BM_WEB_TOKEN);
}

/* Whether one of the cookies is ours. */
static bool has_cookie(const struct bm_web *web, const char *cookies)
{
    const size_t n = strlen(web->cookie);
    for (const char *p = cookies; p && *p;) {
        while (*p == ' ' || *p == ';')
            p++;
        const char *end = strchr(p, ';');
        const size_t length = end ? (size_t)(end - p) : strlen(p);
        if (length == n && same_secret(p, web->cookie, n))
            return true;
        p += length;
    }
    return false;
}

/* A body that a form can send from anywhere is none of ours; nor one that does not say what it is.
 */
static bool is_type(const char *type)
{
    static const char *const refused[] = {"text/plain", "application/x-www-form-urlencoded",
                                          "multipart/"};
    for (size_t i = 0; i < BM_COUNT(refused); i++) {
        size_t k = 0;
        while (refused[i][k] && (type[k] == refused[i][k] || type[k] + 32 == refused[i][k]))
            k++;
        if (!refused[i][k])
            return false;
    }
    return *type != '\0';
}

static unsigned no(unsigned status, const char *code, const char **why)
{
    *why = code;
    return status;
}

/* What a call brings with it besides address and body. */
static bool read_headers(struct web_request *r)
{
    struct bm_web_call *call = &r->call;
    const struct looked_for client = header(r, "X-Banmian"), who = header(r, "X-Banmian-Who"),
                            role = header(r, "X-Banmian-Role"), match = header(r, "If-Match"),
                            resume = header(r, "Last-Event-ID");
    call->client = bm_str_c(client.n ? client.value : "");
    call->who = web_decode(r->arena, bm_str_c(who.n ? who.value : ""), false);
    call->role = web_decode(r->arena, bm_str_c(role.n ? role.value : ""), false);
    call->match = bm_str_c(match.n ? match.value : "");
    call->resume = bm_str_c(resume.n ? resume.value : "");
    if (call->match.n > 1 && call->match.p[0] == '"' && call->match.p[call->match.n - 1] == '"')
        call->match = (struct bm_str){call->match.p + 1, call->match.n - 2};
    call->client = bm_str_copy(r->arena, call->client);
    call->match = bm_str_copy(r->arena, call->match);
    call->resume = bm_str_copy(r->arena, call->resume);
    return call->who.p && call->role.p && call->who.n <= WEB_WHO_MOST &&
           call->role.n <= WEB_WHO_MOST && call->client.n <= WEB_CLIENT_MOST;
}

static unsigned guard_writing(struct bm_web *web, struct web_request *r, bool token, bool knows,
                              const char **why)
{
    const struct looked_for type = header(r, "Content-Type"), ours = header(r, "X-Banmian");
    if (ours.n != 1 || !*ours.value)
        return no(403, "header", why);
    if (type.n != 1 || !is_type(type.value))
        return no(415, "type", why);
    if (token) /* it is about to be shown */
        return 0;
    if (!knows)
        return no(401, "token", why);
    return web->options.read_only ? no(403, "readonly", why) : 0;
}

unsigned web_guard(struct bm_web *web, struct web_request *r, const char *url, const char *method,
                   const char **why)
{
    const bool post = strcmp(method, "POST") == 0, token = strcmp(url, "/api/token") == 0;
    const struct looked_for host = header(r, "Host"), origin = header(r, "Origin"),
                            site = header(r, "Sec-Fetch-Site"), cookie = header(r, "Cookie");
    if (host.n != 1 || !is_host(web, host.value))
        return no(421, "host", why);
    struct looked_for query = {0};
    MHD_get_connection_values(r->connection, MHD_GET_ARGUMENT_KIND, look, &query);
    if (host.bytes + query.bytes + strlen(url) > WEB_HEADER_MOST)
        return no(431, "size", why);
    if (!post && strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return no(405, "method", why);
    if (url[0] != '/')
        return no(400, "name", why);
    /* Two lengths of one body: who stands between might take the other one. */
    const struct looked_for length = header(r, "Content-Length"),
                            coding = header(r, "Transfer-Encoding");
    if (length.n + coding.n > 1)
        return no(400, "size", why);
    if (post && !r->api)
        return no(405, "method", why);
    if (!r->api)
        return 0;
    if (origin.n > 1 || (origin.n ? !is_origin(origin.value, host.value) : post))
        return no(403, "origin", why);
    if (site.n > 1 || (site.n && strcmp(site.value, "same-origin") != 0))
        return no(403, "site", why);
    const bool knows = cookie.n == 1 && has_cookie(web, cookie.value);
    r->knows = knows;
    r->call.may_write = knows && !web->options.read_only;
    if (!read_headers(r))
        return no(400, "header", why);
    if (post)
        return guard_writing(web, r, token, knows, why);
    return web->options.guarded && !knows ? no(401, "token", why) : 0;
}

bool web_measure(struct bm_web *web, struct bm_str client)
{
    const int64_t now = web->options.now(), most = (int64_t)WEB_BURST * 1000;
    struct web_measure *m = NULL, *oldest = &web->measures[0];
    pthread_mutex_lock(&web->lock);
    for (size_t i = 0; i < WEB_CLIENTS && !m; i++) {
        struct web_measure *k = &web->measures[i];
        m = k->filled && bm_str_is(client, k->client) ? k : NULL;
        oldest = k->filled < oldest->filled ? k : oldest;
    }
    if (!m) {
        /* One that has not written for so long that it could do so as often as it likes is
         * forgotten; if there is none, who comes new shares with the others that came new. */
        const bool free = now - oldest->filled > most / WEB_WRITES * 1000 || !oldest->filled;
        m = free ? oldest : &web->measures[WEB_CLIENTS];
        if (free || !m->filled) {
            memcpy(m->client, client.p, client.n);
            m->client[client.n] = '\0';
            m->left = most;
            m->filled = now;
        }
    }
    const int64_t more = (now - m->filled) * WEB_WRITES / 1000;
    m->left = more > most - m->left ? most : m->left + more;
    m->filled = now ? now : 1;
    const bool may = m->left >= 1000;
    m->left -= may ? 1000 : 0;
    pthread_mutex_unlock(&web->lock);
    return may;
}

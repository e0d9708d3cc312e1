/* Addresses: what is behind /api/, and the query. */
#include "web/parts.h"

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Text that a person may have typed: no control character, above all no NUL and no line end. */
static bool is_text(struct bm_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return false;
    return bm_utf8_check(s.p, s.n) == s.n;
}

struct bm_str web_decode(struct bm_arena *arena, struct bm_str s, bool plus)
{
    char *p = bm_arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%') {
            const int high = i + 2 < s.n ? digit(s.p[i + 1]) : -1;
            const int low = i + 2 < s.n ? digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return (struct bm_str){0};
            p[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            p[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
        }
    }
    p[n] = '\0';
    const struct bm_str out = {p, n};
    return is_text(out) ? out : (struct bm_str){0};
}

static enum MHD_Result add_value(void *context, enum MHD_ValueKind kind, const char *key,
                                 const char *value)
{
    struct web_request *r = context;
    struct bm_web_call *call = &r->call;
    (void)kind;
    if (call->n == WEB_QUERIES)
        return MHD_NO;
    call->keys[call->n] = web_decode(r->arena, bm_str_c(key), true);
    call->values[call->n] = web_decode(r->arena, bm_str_c(value ? value : ""), true);
    if (!call->keys[call->n].p || !call->values[call->n].p)
        return MHD_NO;
    call->n++;
    return MHD_YES;
}

bool web_read_address(struct web_request *r, const char *url)
{
    struct bm_web_call *call = &r->call;
    call->keys = bm_arena_alloc(r->arena, 2 * WEB_QUERIES * sizeof *call->keys);
    call->values = call->keys + WEB_QUERIES;
    call->path = web_decode(r->arena, bm_str_c(url + sizeof "/api/" - 1), false);
    const int n = MHD_get_connection_values(r->connection, MHD_GET_ARGUMENT_KIND, add_value, r);
    return call->path.p && n == (int)call->n;
}

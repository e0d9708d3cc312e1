#include "base/json.h"

/* The place of a value: a comma, if something stands before it, and its key. */
static void place(struct bm_json *json, const char *key)
{
    bool *filled = &json->filled[json->depth];
    if (json->depth && *filled)
        bm_buf_char(json->out, ',');
    *filled = true;
    if (key)
        bm_buf_printf(json->out, "\"%s\":", key);
}

static void open(struct bm_json *json, const char *key, char opening, char closing)
{
    place(json, key);
    bm_buf_char(json->out, opening);
    json->depth++;
    json->closing[json->depth] = closing;
    json->filled[json->depth] = false;
}

void bm_json_record(struct bm_json *json, const char *type)
{
    bm_json_object(json, NULL);
    if (type)
        bm_json_text(json, "type", bm_str_c(type));
}

void bm_json_object(struct bm_json *json, const char *key)
{
    open(json, key, '{', '}');
}

void bm_json_list(struct bm_json *json, const char *key)
{
    open(json, key, '[', ']');
}

void bm_json_close(struct bm_json *json)
{
    bm_buf_char(json->out, json->closing[json->depth--]);
    if (!json->depth)
        bm_buf_char(json->out, '\n');
}

void bm_json_text(struct bm_json *json, const char *key, struct bm_str value)
{
    place(json, key);
    bm_json_string(json->out, value);
}

void bm_json_number(struct bm_json *json, const char *key, uint64_t value)
{
    place(json, key);
    bm_buf_printf(json->out, "%llu", (unsigned long long)value);
}

void bm_json_decimal(struct bm_json *json, const char *key, int64_t value, int decimals)
{
    place(json, key);
    bm_buf_decimal(json->out, value, decimals);
}

void bm_json_mm(struct bm_json *json, const char *key, bm_len value)
{
    place(json, key);
    bm_buf_mm(json->out, value);
}

void bm_json_bool(struct bm_json *json, const char *key, bool value)
{
    place(json, key);
    bm_buf_c(json->out, value ? "true" : "false");
}

void bm_json_null(struct bm_json *json, const char *key)
{
    place(json, key);
    bm_buf_c(json->out, "null");
}

void bm_json_string(struct bm_buf *out, struct bm_str s)
{
    size_t sound = bm_utf8_check(s.p, s.n); /* all, but for the names of some files */
    bm_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (i == sound) {
            bm_buf_c(out, "\uFFFD");
            sound += 1 + bm_utf8_check(s.p + i + 1, s.n - i - 1);
        } else if (c == '"' || c == '\\') {
            bm_buf_printf(out, "\\%c", c);
        } else if (c < 0x20) {
            bm_buf_printf(out, "\\u%04x", c);
        } else {
            bm_buf_char(out, (char)c);
        }
    }
    bm_buf_char(out, '"');
}

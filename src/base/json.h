/* JSON as it is written, member by member, into a buffer; one record a line. What is open is known
 * by the writer, which sets commas and closing brackets.
 *
 *     struct bm_json json = {.out = &buf};
 *     bm_json_record(&json, "page");      {"type":"page"
 *     bm_json_number(&json, "page", 3);   ,"page":3
 *     bm_json_list(&json, "pieces");      ,"pieces":[
 *     bm_json_close(&json);               ]
 *     bm_json_close(&json);               } and the end of the line
 *
 * key: plain ASCII; NULL in a list. */
#pragma once

#include "base/buf.h"

struct bm_json {
    struct bm_buf *out;
    char closing[8]; /* brackets of what is open */
    bool filled[8];  /* something stands in it */
    int depth;
};

/* An object on a line of its own, with its type; NULL: without one. */
void bm_json_record(struct bm_json *json, const char *type);
void bm_json_object(struct bm_json *json, const char *key);
void bm_json_list(struct bm_json *json, const char *key);
/* Ends what was opened last. */
void bm_json_close(struct bm_json *json);

void bm_json_text(struct bm_json *json, const char *key, struct bm_str value);
void bm_json_number(struct bm_json *json, const char *key, uint64_t value);
/* value / 10^decimals */
void bm_json_decimal(struct bm_json *json, const char *key, int64_t value, int decimals);
void bm_json_mm(struct bm_json *json, const char *key, bm_len value);
void bm_json_bool(struct bm_json *json, const char *key, bool value);
void bm_json_null(struct bm_json *json, const char *key);

/* s in quotes; U+FFFD for each byte that is no UTF-8, so that JSON stays JSON whatever files are
 * called. */
void bm_json_string(struct bm_buf *out, struct bm_str s);

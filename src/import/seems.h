/* What a line of copy looks like by its words alone: a number, a byline, a date … Guesses for
 * suggest.c, which knows where the line stands. */
#pragma once

#include "import/copy.h"

#define SEEMS_SHORT 40 /* characters of a line that is no paragraph, at most */

/* A paragraph's characters without white space at both ends. */
struct plain {
    struct bm_buf text;
    struct bm_str s;
    size_t n; /* characters */
};

struct plain plain_of(const struct paragraph *paragraph);

bool str_begins(struct bm_str s, const char *word);
bool str_ends(struct bm_str s, const char *word);
bool str_has(struct bm_str s, const char *word);

/* It ends with a mark that goes on or ends a sentence. */
bool seems_sentence(struct bm_str s);
bool seems_bracketed(struct bm_str s);
/* 第二号, （第 12 号） */
bool seems_number(const struct plain *plain);
/* （……通过） */
bool seems_adopted(const struct plain *plain);
/* 本报记者 张三, □本报评论员, 时报记者 李四 通讯员 王五 */
bool seems_byline(const struct plain *plain);
bool seems_date(const struct plain *plain);
/* 本报讯, 新华社北京5月14日电 */
bool seems_dateline(struct bm_str s);
/* 各区人民政府： behind the title of a document that is sent to somebody */
bool seems_addressee(const struct plain *plain, const struct plain *title);

/* The readers of formats: bytes into copy. Each returns NULL, or why it cannot be read (a row of
 * base/reasons.def). */
#pragma once

#include "import/copy.h"
#include "import/tree.h"

const char *docx_read(struct copy *copy, struct bm_str bytes);
/* UTF-8 text, its lines to paragraphs. */
void plain_read(struct copy *copy, struct bm_str text);
const char *html_read(struct copy *copy, struct bm_str text);
/* The element is an article of another system. */
void news_read(struct copy *copy, const struct node *article, const struct bm_import_map *map);

/* Bytes as UTF-8, by mark, as UTF-8, or as GB18030, strictly; label: an encoding that somebody
 * names, or empty. False, and *at the byte that is no text in it. *name: the encoding. */
bool charset_decode(struct bm_arena *arena, struct bm_str bytes, struct bm_str label,
                    struct bm_str *text, const char **name, size_t *at);

/* A part of a mail: what it is, and its bytes, decoded. */
struct mail_part {
    struct bm_str type;    /* "text/plain", in small letters */
    struct bm_str charset; /* that it says, or empty */
    struct bm_str file;    /* its name, or empty */
    struct bm_str bytes;
    bool attached;
    unsigned group; /* parts of one multipart/alternative have one, from 1; 0: none */
};

struct mail {
    struct bm_str subject;
    struct mail_part *v;
    size_t n, cap;
};

const char *mail_read(struct bm_arena *arena, struct bm_str bytes, struct mail *mail);

/* A number in one of the forms of lists; false: that form is not known, and it stands in figures.
 */
bool number_put(struct bm_buf *out, struct bm_str format, int32_t number);

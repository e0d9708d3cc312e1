/* What all files of the e-paper have: escapes, head, masthead and foot. Private to this room. */
#pragma once

#include "epaper/parts.h"

/* Text, or the value of an attribute in double quotes, such that a reader of HTML has each
 * character as it was. */
void bm_html_text(struct bm_buf *out, struct bm_str text);
void bm_html_c(struct bm_buf *out, const char *text);

/* A word of the interface. */
#define BM_WORD(e, name) BM_LABEL(name, (e)->options->lang)
/* ` lang="…"` where the words of the interface are not in the language of the pages. */
void bm_html_lang(const struct bm_epaper *e, struct bm_buf *out);

struct bm_html_page {
    const char *kind;                 /* class of the body */
    struct bm_str title, description; /* of the file */
    struct bm_str file;               /* its name, for its address */
    const char *previous, *next;      /* names of files, or empty */
    struct bm_str data;               /* of bm_epaper_put_data(); may be empty */
};
/* From the document's start to the beginning of <main>; and from its end on. */
void bm_html_begin(const struct bm_epaper *e, const struct bm_html_page *page, struct bm_buf *out);
void bm_html_end(const struct bm_epaper *e, struct bm_buf *out);

/* 第1版, and 要闻 behind it. */
void bm_html_page_name(const struct bm_epaper *e, size_t page, struct bm_buf *out);
/* A day as it is said; 2026-03-02 is 2026年3月2日; what is no day stays as it is. */
void bm_html_date(const struct bm_epaper *e, struct bm_buf *out);
/* Whether the edition's day is one as ISO 8601 has it. */
bool bm_html_is_date(struct bm_str date);

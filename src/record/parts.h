/* What the records are made of, file by file. */
#pragma once

#include "base/xml.h"
#include "record/blocks.h"

/* Paths within the folder; of a page or article by its number. */
#define BM_RECORD_ALTO "alto/page-%02u.xml"
#define BM_RECORD_TEXT "text/%03u.txt"
#define BM_RECORD_JSON "json/%03u.json"
#define BM_RECORD_LIST "articles.json"
#define BM_RECORD_METS "mets.xml"

/* IDs. Those of blocks are the only ones that others than their file know. */
#define BM_ID_PAGE    "P%u"
#define BM_ID_BLOCK   "P%u_B%u"
#define BM_ID_TABLE   "P%u_T%u"
#define BM_ID_ARTICLE "A%03u"

/* A page, by index, as ALTO. */
void bm_record_alto(const struct bm_record *record, uint32_t page, struct bm_buf *out);

/* ALTO's unit, 1/1200 inch, rounded. */
int64_t bm_record_unit(bm_len length);
/* The outline of a block whose text runs round something, which stands in its rectangle then;
 * nothing of any other. */
void bm_record_shape(const struct bm_record *record, const struct bm_record_block *block,
                     struct bm_xml *xml);

/* An article, by number, as text and as JSON; the list of all. */
void bm_record_text(const struct bm_record *record, uint32_t number, struct bm_buf *out);
void bm_record_json(const struct bm_record *record, uint32_t number, struct bm_buf *out);
void bm_record_list(const struct bm_record *record, struct bm_buf *out);

/* The title of an article as one line: empty where it has none. */
void bm_record_title(const struct bm_record *record, uint32_t number, struct bm_buf *out);

/* The text of a node of the reading and of what is below it, without anything between. */
void bm_record_words(const struct bm_record *record, uint32_t reading, struct bm_buf *out);

/* Descriptive metadata as MODS: of the issue (number 0) or of an article. */
void bm_record_mods(const struct bm_record *record, uint32_t number, struct bm_xml *xml);

bool bm_record_is_banner(const struct bm_record *record, uint32_t number);

/* Whether it has the form of a language's tag (xsd:language; RFC 5646). */
bool bm_record_language(struct bm_str s);

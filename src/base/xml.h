/* XML 1.0 as it is written: elements are opened and closed, attributes follow their element. An
 * element stands on a line of its own, unless it has text.
 *
 *     bm_xml_open(&xml, "Page");
 *     bm_xml_text(&xml, "ID", id);       an attribute
 *     bm_xml_number(&xml, "WIDTH", w);
 *     bm_xml_element(&xml, "fileName", s);
 *     bm_xml_close(&xml);
 *
 * Text may be any bytes: what no XML may hold becomes U+FFFD (base/characters.h); blanks of
 * attributes are kept. */
#pragma once

#include "base/buf.h"

struct bm_xml {
    struct bm_buf *out;
    const char *open[24]; /* names of what is open, from the top */
    int depth;
    bool tag; /* the start tag of the last one is not closed yet */
};

void bm_xml_begin(struct bm_xml *xml, struct bm_buf *out);
void bm_xml_open(struct bm_xml *xml, const char *name);
void bm_xml_close(struct bm_xml *xml);
/* Attributes. */
void bm_xml_text(struct bm_xml *xml, const char *name, struct bm_str value);
void bm_xml_word(struct bm_xml *xml, const char *name, const char *value);
void bm_xml_number(struct bm_xml *xml, const char *name, int64_t value);
void bm_xml_format(struct bm_xml *xml, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* An element with text alone; bm_xml_put_text() is the text of one that is open. */
void bm_xml_element(struct bm_xml *xml, const char *name, struct bm_str text);
void bm_xml_put_text(struct bm_xml *xml, struct bm_str text);

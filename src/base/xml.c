#include "base/xml.h"

#include "base/characters.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static void put_escaped(struct bm_buf *out, struct bm_str s)
{
    size_t plain = 0;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = bm_character_next(s.p, s.n, &i);
        const char *instead = cp == '<'      ? "&lt;"
                              : cp == '>'    ? "&gt;"
                              : cp == '&'    ? "&amp;"
                              : cp == '"'    ? "&quot;"
                              : cp == '\t'   ? "&#9;"
                              : cp == '\n'   ? "&#10;"
                              : cp == 0xFFFD ? "\xEF\xBF\xBD"
                                             : NULL;
        if (!instead)
            continue;
        bm_buf_put(out, s.p + plain, at - plain);
        bm_buf_c(out, instead);
        plain = i;
    }
    bm_buf_put(out, s.p + plain, s.n - plain);
}

void bm_xml_begin(struct bm_xml *xml, struct bm_buf *out)
{
    *xml = (struct bm_xml){.out = out};
    bm_buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

static void end_tag(struct bm_xml *xml, const char *with)
{
    if (xml->tag)
        bm_buf_c(xml->out, with);
    xml->tag = false;
}

void bm_xml_open(struct bm_xml *xml, const char *name)
{
    assert(xml->depth < (int)(sizeof xml->open / sizeof *xml->open));
    end_tag(xml, ">\n");
    bm_buf_char(xml->out, '<');
    bm_buf_c(xml->out, name);
    xml->open[xml->depth++] = name;
    xml->tag = true;
}

void bm_xml_close(struct bm_xml *xml)
{
    const char *name = xml->open[--xml->depth];
    if (xml->tag) {
        end_tag(xml, "/>\n");
        return;
    }
    bm_buf_c(xml->out, "</");
    bm_buf_c(xml->out, name);
    bm_buf_c(xml->out, ">\n");
}

static void put_name(struct bm_xml *xml, const char *name)
{
    bm_buf_char(xml->out, ' ');
    bm_buf_c(xml->out, name);
    bm_buf_put(xml->out, "=\"", 2);
}

void bm_xml_text(struct bm_xml *xml, const char *name, struct bm_str value)
{
    put_name(xml, name);
    put_escaped(xml->out, value);
    bm_buf_char(xml->out, '"');
}

void bm_xml_word(struct bm_xml *xml, const char *name, const char *value)
{
    bm_xml_text(xml, name, bm_str_c(value));
}

/* There are some 20,000 of them on a page. */
void bm_xml_number(struct bm_xml *xml, const char *name, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    digits[--at] = '"';
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10));
    if (value < 0)
        digits[--at] = '-';
    put_name(xml, name);
    bm_buf_put(xml->out, digits + at, sizeof digits - at);
}

void bm_xml_format(struct bm_xml *xml, const char *name, const char *format, ...)
{
    char value[64];
    va_list list;
    va_start(list, format);
    vsnprintf(value, sizeof value, format, list);
    va_end(list);
    bm_xml_word(xml, name, value);
}

void bm_xml_put_text(struct bm_xml *xml, struct bm_str text)
{
    end_tag(xml, ">");
    put_escaped(xml->out, text);
}

void bm_xml_element(struct bm_xml *xml, const char *name, struct bm_str text)
{
    bm_xml_open(xml, name);
    bm_xml_put_text(xml, text);
    bm_xml_close(xml);
}

/* Bytes to UTF-8, strictly: a byte that is no text in its encoding refuses the file. */
#include "import/formats.h"

#include <errno.h>
#include <iconv.h>

/* What a source may say its encoding is, and what that means. GB18030 holds all of GB2312 and GBK.
 */
static const struct {
    const char *label, *encoding;
} known[] = {{"utf-8", "UTF-8"},
             {"utf8", "UTF-8"},
             {"us-ascii", "UTF-8"},
             {"ascii", "UTF-8"},
             {"gb2312", "GB18030"},
             {"gbk", "GB18030"},
             {"gb18030", "GB18030"},
             {"x-gbk", "GB18030"},
             {"hz-gb-2312", "HZ"},
             {"big5", "BIG5-HKSCS"},
             {"big5-hkscs", "BIG5-HKSCS"},
             {"iso-8859-1", "WINDOWS-1252"},
             {"windows-1252", "WINDOWS-1252"},
             {"utf-16", "UTF-16"},
             {"utf-16le", "UTF-16LE"},
             {"utf-16be", "UTF-16BE"},
             {"windows-936", "GB18030"},
             {"cp936", "GB18030"}};

static const char *encoding_of(struct bm_str label)
{
    char small[24];
    if (label.n >= sizeof small)
        return NULL;
    for (size_t i = 0; i <= label.n; i++)
        small[i] = i == label.n                             ? '\0'
                   : label.p[i] >= 'A' && label.p[i] <= 'Z' ? (char)(label.p[i] + 32)
                                                            : label.p[i];
    for (size_t i = 0; i < BM_COUNT(known); i++)
        if (strcmp(small, known[i].label) == 0)
            return known[i].encoding;
    return NULL;
}

/* False with *at. */
static bool convert(struct bm_arena *arena, struct bm_str bytes, const char *from,
                    struct bm_str *text, size_t *at)
{
    char out[8192];
    struct bm_buf b = {0};
    iconv_t how = iconv_open("UTF-8", from);
    char *p = (char *)(uintptr_t)bytes.p;
    size_t left = bytes.n;
    bool good = how != (iconv_t)-1;
    *at = 0;
    while (good && left) {
        char *to = out;
        size_t room = sizeof out;
        const size_t r = iconv(how, &p, &left, &to, &room);
        bm_buf_put(&b, out, sizeof out - room);
        good = r != (size_t)-1 || errno == E2BIG;
    }
    if (how != (iconv_t)-1)
        iconv_close(how);
    *at = bytes.n - left;
    good = good && bm_utf8_check(b.p, b.n) == b.n;
    if (!good) {
        bm_buf_free(&b);
        return false;
    }
    *text = bm_buf_keep(&b, arena);
    return true;
}

/* Whether bytes that can be read as GB18030 look like Chinese in it: most pairs lie where GB2312
 * has its characters. Else *at is the first that does not. */
static bool looks_chinese(struct bm_str bytes, size_t *at)
{
    size_t pairs = 0, common = 0, first = 0;
    for (size_t i = 0; i + 1 < bytes.n; i++) {
        const unsigned char a = (unsigned char)bytes.p[i], b = (unsigned char)bytes.p[i + 1];
        if (a < 0x80)
            continue;
        const bool well = ((a >= 0xA1 && a <= 0xA3) || (a >= 0xB0 && a <= 0xF7)) && b >= 0xA1;
        pairs++;
        common += well;
        first = !well && !first ? i : first;
        i++;
    }
    *at = first;
    return 4 * common >= 3 * pairs;
}

static bool is_utf8(struct bm_str bytes)
{
    return bm_utf8_check(bytes.p, bytes.n) == bytes.n;
}

bool charset_decode(struct bm_arena *arena, struct bm_str bytes, struct bm_str label,
                    struct bm_str *text, const char **name, size_t *at)
{
    const char *said = encoding_of(label);
    const bool mark8 = bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0;
    const bool little = bytes.n >= 2 && memcmp(bytes.p, "\xFF\xFE", 2) == 0;
    const bool big = bytes.n >= 2 && memcmp(bytes.p, "\xFE\xFF", 2) == 0;
    *at = 0;
    if (little || big) {
        const struct bm_str rest = {bytes.p + 2, bytes.n - 2};
        *name = little ? "UTF-16LE" : "UTF-16BE";
        const bool good = convert(arena, rest, *name, text, at);
        *at += 2;
        return good;
    }
    const struct bm_str rest = mark8 ? (struct bm_str){bytes.p + 3, bytes.n - 3} : bytes;
    *name = "UTF-8";
    if (mark8 || !said || strcmp(said, "UTF-8") == 0) {
        *at = bm_utf8_check(rest.p, rest.n);
        *text = rest;
        if (is_utf8(rest))
            return true;
        if (mark8) {
            *at += 3;
            return false;
        }
    }
    *name = said && strcmp(said, "UTF-8") != 0 ? said : "GB18030";
    if (!convert(arena, bytes, *name, text, at))
        return false;
    return strcmp(*name, "GB18030") != 0 || looks_chinese(bytes, at);
}

/* Passages are looked for in the text of a whole node: lines end where they may. */
#include "page/passages.h"

#include "page/limits.h"

static bool is_latin(uint32_t cp)
{
    return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
           (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
           (cp >= 0x1E00 && cp <= 0x1EFF);
}

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Bytes of the sign with which a link begins; 0: none begins here. */
static size_t scheme(struct bm_str text, size_t at)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < BM_COUNT(schemes); i++) {
        const size_t n = strlen(schemes[i]);
        if (text.n - at > n && memcmp(text.p + at, schemes[i], n) == 0)
            return n;
    }
    return 0;
}

/* What may stand in an address as it is (RFC 3986, 2). */
static bool is_plain(char c)
{
    return c > ' ' && c < 0x7F && !strchr("\"<>\\^`{|}", c);
}

/* Letters of an IRI (RFC 3987, 2.2: ucschar) that stand in words: no mark, no blank, no letter of
 * full width. */
static bool is_letter(uint32_t cp)
{
    return is_latin(cp) || (cp >= 0x370 && cp <= 0x1FFF) || (cp >= 0x3041 && cp <= 0x30FF) ||
           (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* The end of a part of a path that begins with such a letter at `at`, or `at`. */
static size_t word_end(struct bm_str text, size_t at)
{
    size_t end = at;
    while (end < text.n) {
        size_t next = end;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &next);
        if (cp < 0x80 ? end == at || !(is_latin(cp) || is_digit(cp)) : !is_letter(cp))
            break;
        end = next;
    }
    return end;
}

/* Where the link that begins at `at` ends, or `at`. Behind the host Chinese is a part of it where
 * it comes directly behind one of the signs that part a path or a query: text that runs on behind a
 * letter or digit is none. */
static size_t link_end(struct bm_str text, size_t at)
{
    const size_t from = at + scheme(text, at);
    size_t end = from;
    bool host = true;
    while (end < text.n) {
        size_t next = end + is_plain(text.p[end]);
        if (next == end && !host && strchr("/=#_-", text.p[end - 1]))
            next = word_end(text, end);
        if (next == end)
            break;
        host = host && text.p[end] != '/';
        end = next;
    }
    while (end > from && strchr(".,;:!?')]", text.p[end - 1]))
        end--;
    return end > from && from > at && end - at <= ADDRESS_MOST ? end : at;
}

/* The foreign passage that begins at `at`: where it ends, or `at`. *past: where none can begin
 * before.
 */
static size_t foreign_end(struct bm_str text, size_t at, size_t *past)
{
    size_t end = at, words = 0, letters = 0, i = at;
    bool parted = true; /* a blank stands before the word, which is not counted yet */
    while (i < text.n && !scheme(text, i)) {
        size_t next = i;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &next);
        if (cp > 0x7E && cp != 0x2019 && !is_latin(cp)) /* ’ */
            break;
        i = next;
        letters = is_latin(cp) ? letters + 1 : 0;
        words += parted && letters == 2;
        parted = cp == ' ' || (parted && letters < 2);
        end = letters || is_digit(cp) ? i : end;
    }
    *past = i;
    return words > 1 ? end : at;
}

bool bm_passage_next(struct bm_str text, size_t *at, struct bm_found_passage *found)
{
    bool word = false; /* a letter or digit stands before */
    while (*at < text.n) {
        size_t next = *at, end = *at;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &next);
        const bool link = !word && scheme(text, *at);
        if (link)
            end = link_end(text, *at);
        else if (is_latin(cp) && !word)
            end = foreign_end(text, *at, &next);
        if (end > *at) {
            *found =
                (struct bm_found_passage){link ? BM_PASSAGE_LINK : BM_PASSAGE_FOREIGN, *at, end};
            *at = end;
            return true;
        }
        word = next == *at + 1 && (is_latin(cp) || is_digit(cp));
        *at = next;
    }
    return false;
}

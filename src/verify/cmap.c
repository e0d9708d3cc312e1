/* CMaps: from codes to CIDs, and from codes to texts. Codes of two bytes, as ours are, and of one.
 */
#include "verify/parts.h"

#define CODES (UINT16_MAX + 1)

static uint32_t number_of(struct bm_str bytes)
{
    uint32_t v = 0;
    for (size_t i = 0; i < bytes.n && i < 4; i++)
        v = v << 8 | (unsigned char)bytes.p[i];
    return v;
}

/* Room for a code. */
static void *room(struct bm_arena *arena, void *items, size_t *count, uint32_t code, size_t size)
{
    if (code < *count)
        return items;
    size_t n = *count ? *count : 256;
    while (n <= code)
        n *= 2;
    char *more = bm_arena_array(arena, n, size);
    if (*count)
        memcpy(more, items, *count * size);
    *count = n;
    return more;
}

static void set_cid(struct bm_arena *arena, struct bm_codes *codes, uint32_t code, uint32_t cid)
{
    if (code >= CODES)
        return;
    codes->cids = room(arena, codes->cids, &codes->cid_count, code, sizeof *codes->cids);
    /* What is said twice readers take one way or the other: then it is neither. */
    const bool other = codes->cids[code] && codes->cids[code] != cid + 1;
    codes->cids[code] = other ? 1 : cid + 1;
}

/* UTF-16 as UTF-8; what is no character as U+FFFD. */
static struct bm_str text_of(struct bm_arena *arena, struct bm_str utf16, uint32_t more)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i + 1 < utf16.n; i += 2) {
        uint32_t cp = (uint32_t)(unsigned char)utf16.p[i] << 8 | (unsigned char)utf16.p[i + 1];
        cp += i + 4 > utf16.n ? more : 0;
        if (cp >= 0xD800 && cp < 0xDC00 && i + 3 < utf16.n) {
            const uint32_t low =
                ((uint32_t)(unsigned char)utf16.p[i + 2] << 8 | (unsigned char)utf16.p[i + 3]) +
                (i + 6 > utf16.n ? more : 0);
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        char utf8[4];
        if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
            cp = 0xFFFD;
        bm_buf_put(&b, utf8, bm_utf8_put(cp, utf8));
    }
    const struct bm_str text = bm_str_copy(arena, bm_buf_view(&b));
    bm_buf_free(&b);
    return text;
}

static void set_text(struct bm_arena *arena, struct bm_codes *codes, uint32_t code,
                     struct bm_str utf16, uint32_t more)
{
    if (code >= CODES)
        return;
    codes->texts = room(arena, codes->texts, &codes->text_count, code, sizeof *codes->texts);
    const struct bm_str text = text_of(arena, utf16, more), old = codes->texts[code];
    codes->texts[code] = old.p && !bm_str_eq(old, text) ? BM_STR("\xEF\xBF\xBD") : text;
}

/* Two operands, which the scanner's buffer does not hold on to. */
struct operands {
    uint32_t first, last;
    size_t bytes;
};

/* The lines of a block up to its end: <a> <b> … of ranges, <a> … of single codes. */
static bool read_block(struct bm_arena *arena, struct bm_codes *codes, struct bm_scanner *s,
                       bool range, bool texts, size_t *left)
{
    for (;;) {
        struct bm_token t = bm_scan(s);
        if (t.kind != BM_TOKEN_STRING)
            return t.kind == BM_TOKEN_WORD;
        struct operands o = {.first = number_of(t.text), .bytes = t.text.n};
        o.last = o.first;
        if (range) {
            t = bm_scan(s);
            if (t.kind != BM_TOKEN_STRING)
                return false;
            o.last = number_of(t.text);
        }
        if (o.bytes > 2 || o.last < o.first || o.last >= CODES || o.last - o.first >= *left)
            return false;
        *left -= o.last - o.first + 1;
        t = bm_scan(s);
        if (!texts) {
            if (t.kind != BM_TOKEN_NUMBER || t.number < 0 || t.number > UINT16_MAX)
                return false;
            for (uint32_t c = o.first; c <= o.last; c++)
                set_cid(arena, codes, c, (uint32_t)t.number + c - o.first);
        } else if (t.kind == BM_TOKEN_STRING) {
            for (uint32_t c = o.first; c <= o.last; c++)
                set_text(arena, codes, c, t.text, c - o.first);
        } else if (t.kind == BM_TOKEN_OPEN) {
            for (uint32_t c = o.first; (t = bm_scan(s)).kind == BM_TOKEN_STRING; c++)
                if (c <= o.last)
                    set_text(arena, codes, c, t.text, 0);
            if (t.kind != BM_TOKEN_CLOSE)
                return false;
        } else {
            return false;
        }
    }
}

static bool read(struct bm_arena *arena, struct bm_codes *codes, struct bm_str cmap, bool texts)
{
    static const char *const blocks[2][2] = {{"begincidchar", "begincidrange"},
                                             {"beginbfchar", "beginbfrange"}};
    struct bm_scanner s = {.text = cmap};
    size_t left = 8 * CODES; /* a map may say a thing twice, but not for ever */
    bool good = true;
    for (struct bm_token t; good && (t = bm_scan(&s)).kind != BM_TOKEN_END;) {
        if (t.kind != BM_TOKEN_WORD)
            continue;
        if (bm_str_is(t.text, "usecmap"))
            good = false;
        for (int range = 0; range < 2 && good; range++)
            if (bm_str_is(t.text, blocks[texts][range]))
                good = read_block(arena, codes, &s, range, texts, &left);
    }
    bm_buf_free(&s.buffer);
    return good;
}

bool bm_codes_read_cids(struct bm_arena *arena, struct bm_codes *codes, struct bm_str cmap)
{
    return read(arena, codes, cmap, false);
}

bool bm_codes_read_texts(struct bm_arena *arena, struct bm_codes *codes, struct bm_str cmap)
{
    return read(arena, codes, cmap, true);
}

/* Text: its lines to paragraphs. Where lines are indented a paragraph begins with each that is;
 * where empty lines part blocks of lines that were wrapped the block is one; else each line is. */
#include "import/formats.h"

struct line {
    struct bm_str text;
    bool blank, indented, full; /* full: nearly as wide as the widest, and no sentence ends in it */
    uint32_t width;             /* half ems */
};

static uint32_t width_of(struct bm_str s)
{
    uint32_t width = 0;
    for (size_t i = 0; i < s.n;)
        width += bm_utf8_next(s.p, s.n, &i) >= 0x1100 ? 2 : 1;
    return width;
}

static bool ends_sentence(struct bm_str s)
{
    static const char *const ends[] = {"。", "！", "？", "；", "：", "”", "）", ".", "!", "?", ":"};
    while (s.n && strchr(" \t", s.p[s.n - 1]))
        s.n--;
    for (size_t i = 0; i < BM_COUNT(ends); i++) {
        const size_t n = strlen(ends[i]);
        if (s.n >= n && memcmp(s.p + s.n - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

static struct line line_of(struct bm_str text)
{
    struct line l = {.text = text, .blank = true};
    uint32_t indent = 0;
    for (size_t i = 0; i < text.n && l.blank;) {
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        l.blank = bm_is_white(cp);
        indent += !l.blank ? 0 : cp == '\t' ? 4 : cp == 0x3000 ? 2 : 1;
    }
    l.indented = !l.blank && indent >= 3;
    l.width = width_of(text);
    return l;
}

static struct line *lines_of(struct copy *c, struct bm_str text, size_t *n)
{
    struct line *v = NULL;
    size_t cap = 0, from = 0;
    *n = 0;
    for (size_t i = 0; i <= text.n; i++) {
        const bool feed =
            i < text.n && (text.p[i] == '\n' || text.p[i] == '\r' || text.p[i] == '\f');
        if (i < text.n && !feed)
            continue;
        v = bm_arena_grow(c->arena, v, *n, &cap, sizeof *v);
        v[(*n)++] = line_of((struct bm_str){text.p + from, i - from});
        i += i + 1 < text.n && text.p[i] == '\r' && text.p[i + 1] == '\n';
        from = i + 1;
    }
    return v;
}

enum manner {
    MANNER_LINES,  /* each line is a paragraph */
    MANNER_INDENT, /* each that is indented begins one */
    MANNER_BLOCKS  /* empty lines part them */
};

static enum manner manner_of(const struct line *v, size_t n)
{
    size_t lines = 0, indented = 0, inner = 0, wrapped = 0, wide = 0;
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        lines += !v[i].blank;
        indented += v[i].indented;
        most = v[i].width > most ? v[i].width : most;
    }
    for (size_t i = 0; i + 1 < n; i++)
        if (!v[i].blank && !v[i + 1].blank && !v[i + 1].indented) {
            const bool full = 3 * v[i].width >= 2 * most;
            inner++;
            wide += full;
            wrapped += full && !ends_sentence(v[i].text);
        }
    if (most > 160 || !inner || 2 * wrapped < inner || 3 * wide < 2 * inner)
        return MANNER_LINES;
    return 4 * indented >= lines && indented ? MANNER_INDENT : MANNER_BLOCKS;
}

static bool is_letter(uint32_t cp)
{
    return cp < 0x2E80 && !bm_is_white(cp) && !(cp >= 0x2014 && cp <= 0x2026);
}

/* Whether a blank goes between two lines that are joined. */
static bool wants_blank(const struct paragraph *p, struct bm_str next)
{
    const struct bm_str before = p->n ? p->v[p->n - 1].text : BM_STR("");
    size_t last = before.n, i = 0;
    while (last && ((unsigned char)before.p[--last] & 0xC0) == 0x80)
        continue;
    return before.n && next.n && is_letter(bm_utf8_next(before.p, before.n, &last)) &&
           is_letter(bm_utf8_next(next.p, next.n, &i));
}

static struct bm_str trimmed(struct bm_str s)
{
    while (s.n && strchr(" \t", s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 2 && memcmp(s.p, "\xE3\x80\x80", 3) == 0) {
        s.p += 3;
        s.n -= 3;
    }
    while (s.n && strchr(" \t", s.p[s.n - 1]))
        s.n--;
    return s;
}

void plain_read(struct copy *copy, struct bm_str text)
{
    size_t n;
    const struct line *v = lines_of(copy, text, &n);
    const enum manner manner = manner_of(v, n);
    struct paragraph *p = NULL;
    for (size_t i = 0; i < n; i++) {
        const bool begins = manner == MANNER_LINES || v[i].blank || v[i].indented;
        if (begins && p) {
            copy_add(copy, p);
            p = NULL;
        }
        if (v[i].blank)
            continue;
        const struct bm_str s = trimmed(v[i].text);
        const struct piece like = {
            .paragraph = (uint32_t)i + 1,
            .run = 1,
            .offset = (uint32_t)bm_utf8_count(v[i].text.p, (size_t)(s.p - v[i].text.p))};
        if (!p) {
            p = paragraph_new(copy, BM_STR(""), (uint32_t)i + 1);
        } else {
            note_once(copy, NOTE_JOINED, NULL, 0, BM_STR(""));
            if (wants_blank(p, s))
                paragraph_text(copy, p, BM_STR(" "), &like);
        }
        paragraph_text(copy, p, s, &like);
    }
    if (p)
        copy_add(copy, p);
}

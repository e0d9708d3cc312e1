/* Lines that were typed one below the other and are set on in one paragraph. Prose that an editor
 * wraps has lines of about one length, of which the last may be short; what is typed line by line
 * has signs, numbers or columns of its own, or lines that end long before they are full. */
#include "manuscript/parts.h"

#define SHORT_MOST 32 /* half ems of a line that nobody wraps at */
#define KEY_MOST   16 /* half ems of a word before its colon */

static const struct {
    const char *what, *remedy;
} joins[] = {
#define JOIN(id, what, remedy) {what, remedy},
#include "manuscript/joins.def"
};

static bool begins(const char *p, uint32_t n, const char *word)
{
    const size_t length = strlen(word);
    return n >= length && memcmp(p, word, length) == 0;
}

/* How many bytes of one of the words p begins with; 0: of none. */
static uint32_t one_of(const char *p, uint32_t n, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (begins(p, n, words[i]))
            return (uint32_t)strlen(words[i]);
    return 0;
}

static bool is_digit(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* A number in one character: ①, ⑴, ⒈, ㈠, ㊀, ❶ … */
static bool is_enclosed(uint32_t cp)
{
    return (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x2776 && cp <= 0x2793) ||
           (cp >= 0x3220 && cp <= 0x3229) || (cp >= 0x3280 && cp <= 0x3289);
}

/* A line that begins with the number of an item: 1. 1、 1) (1) 一、 （一） ① */
static bool is_numbered(const char *p, uint32_t n)
{
    static const char *const figures[] = {"一", "二", "三", "四", "五", "六",
                                          "七", "八", "九", "十", "百", "〇"};
    static const char *const opening[] = {"(", "（", "〔", "["};
    static const char *const closing[] = {")", "）", "〕", "]"};
    static const char *const ends[] = {"、", "．", ".", ")", "）", "。"};
    const uint32_t open = one_of(p, n, opening, BM_COUNT(opening));
    uint32_t count = 0;
    size_t i = open;
    while (i < n) {
        size_t next = i;
        const uint32_t cp = bm_utf8_next(p, n, &next);
        const uint32_t han = one_of(p + i, n - (uint32_t)i, figures, BM_COUNT(figures));
        if (!open && i == 0 && is_enclosed(cp))
            return true;
        if (!is_digit(cp) && !han)
            break;
        count++;
        i = next;
    }
    const uint32_t rest = n - (uint32_t)i;
    const uint32_t end = open ? one_of(p + i, rest, closing, BM_COUNT(closing))
                              : one_of(p + i, rest, ends, BM_COUNT(ends));
    if (!count || count > 3 || !end || end == rest)
        return false;
    size_t after = i + end;
    return end > 1 || p[i] != '.' || !is_digit(bm_utf8_next(p, n, &after));
}

static bool is_signed(const char *p, uint32_t n)
{
    static const char *const signs[] = {"-", "+", "*",  "•",  "●", "·", "■", "◆", "▲", "★", "☆",
                                        "○", "□", "▪",  "◇",  "△", "►", "▶", "→", "※", "✓", "√",
                                        "–", "—", "－", "・", "‧", "∙", "⚫", "➢", "◎"};
    const uint32_t sign = one_of(p, n, signs, BM_COUNT(signs));
    return sign && sign < n;
}

static uint32_t width_of(uint32_t cp)
{
    return cp >= 0x1100 ? 2 : 1;
}

/* A word or two and a colon: 时间：…, Tel: …; a time of the day is none. */
static bool is_keyed(const char *p, uint32_t n)
{
    static const char *const stops[] = {"，", "。", "、", "；", "“", "”", "！", "？", ","};
    uint32_t width = 0;
    for (size_t i = 0; i < n && width <= KEY_MOST;) {
        const size_t at = i;
        if (one_of(p + at, n - (uint32_t)at, stops, BM_COUNT(stops)))
            return false;
        const uint32_t cp = bm_utf8_next(p, n, &i);
        if (cp == 0xFF1A || cp == ':')
            return at > 0 && i < n &&
                   !(cp == ':' && (is_digit((unsigned char)p[i]) || p[i] == '/'));
        width += width_of(cp);
    }
    return false;
}

/* Cells: two blanks or a wide one between them, or two commas that no blank follows. */
static bool has_cells(const char *p, uint32_t n)
{
    uint32_t blanks = 0, commas = 0;
    for (size_t i = 0; i < n;) {
        const uint32_t cp = bm_utf8_next(p, n, &i);
        commas += cp == ',' && i < n && !bm_is_white((unsigned char)p[i]);
        if (bm_is_white(cp))
            blanks += cp == 0x3000 || cp == 0x2003 ? 2 : 1;
        else if (blanks >= 2)
            return true;
        else
            blanks = 0;
    }
    return commas >= 2;
}

/* Width of what a line prints, marks aside, in half ems. */
static uint32_t line_width(const struct text_source *s, struct stretch line)
{
    uint32_t width = 0;
    size_t k = marks_at(s->marks, line.from);
    for (size_t i = line.from; i < line.to;) {
        if (k < s->marks->n && s->marks->v[k].from == i)
            i = s->marks->v[k++].to;
        else
            width += width_of(bm_utf8_next(s->text.p, line.to, &i));
    }
    return width;
}

/* Width of what a line cannot begin without: a Western word, or a character. */
static uint32_t first_word(const struct text_source *s, struct stretch line)
{
    uint32_t width = 0;
    for (size_t i = line.from; i < line.to;) {
        const uint32_t cp = bm_utf8_next(s->text.p, line.to, &i);
        if (bm_is_white(cp) || (width && width_of(cp) > 1))
            break;
        width += width_of(cp);
        if (width_of(cp) > 1)
            break;
    }
    return width;
}

static bool ends_with_mark(struct bm_str text, struct stretch line)
{
    static const char *const marks[] = {"，", "、", ",", "—", "-"};
    for (size_t i = 0; i < BM_COUNT(marks); i++) {
        const uint32_t n = (uint32_t)strlen(marks[i]);
        if (line.to - line.from >= n && memcmp(text.p + line.to - n, marks[i], n) == 0)
            return true;
    }
    return line_ends_sentence(text, line);
}

/* The first of two short lines that follow each other, or a line that ends without a mark long
 * before it is full; n: none. */
static size_t find_short(const struct text_source *s, const struct stretch *lines, size_t n)
{
    uint32_t most = 0, before = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        const uint32_t width = line_width(s, lines[i]);
        most = width > most ? width : most;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t width = line_width(s, lines[i]);
        if (i && before <= SHORT_MOST && width <= SHORT_MOST)
            return i - 1;
        if (i + 1 < n && 3 * (width + first_word(s, lines[i + 1])) <= 2 * most &&
            !ends_with_mark(s->text, lines[i]))
            return i;
        before = width;
    }
    return n;
}

static bool parted_by_separator(struct bm_str text, struct stretch line)
{
    return text.n - line.to >= 3 && memcmp(text.p + line.to, "\xE2\x80\xA8", 3) == 0;
}

/* Lines of an item that its indent does not keep with it. */
static size_t find_after_item(const struct text_source *s, const struct stretch *lines, size_t n,
                              enum join *join)
{
    const char *p = s->text.p;
    for (size_t i = 1; i < n; i++) {
        const uint32_t length = lines[i].to - lines[i].from;
        const bool numbered = is_numbered(p + lines[i].from, length);
        *join = numbered ? JOIN_NUMBER : JOIN_SIGN;
        if (numbered || is_signed(p + lines[i].from, length))
            return i;
        *join = JOIN_ITEM;
        if (strchr(" \t", p[lines[i].from - 1]))
            continue;
        if (line_ends_sentence(s->text, lines[i - 1]) || find_short(s, lines + i - 1, 2) < 2)
            return i;
    }
    return n;
}

/* Lines of a paragraph or a quote that have the same beginning or the same cells. */
static size_t find_alike(const struct text_source *s, const struct stretch *lines, size_t n,
                         enum join *join)
{
    static bool (*const is[])(const char *, uint32_t) = {[JOIN_NUMBER] = is_numbered,
                                                         [JOIN_SIGN] = is_signed,
                                                         [JOIN_KEY] = is_keyed,
                                                         [JOIN_CELLS] = has_cells};
    for (*join = JOIN_NUMBER; *join <= JOIN_CELLS; (*join)++) {
        size_t count = 0, first = n;
        const bool begin = *join <= JOIN_SIGN;
        for (size_t i = 0; i < n; i++) {
            if (!is[*join](s->text.p + lines[i].from, lines[i].to - lines[i].from))
                continue;
            first = count++ ? first : i;
            if (begin && i && line_ends_sentence(s->text, lines[i - 1]))
                count++;
        }
        if (count >= 2 && (begin || 2 * count >= n))
            return first;
    }
    return n;
}

void joined_say(struct reading *reading, enum join join, struct stretch line)
{
    if (reading->joined & 1u << join)
        return;
    reading->joined |= 1u << join;
    bm_diag(reading->diags, BM_MSG_JOINED_LINES,
            ((struct bm_span){reading->file, line.from, line.to - line.from}),
            bm_str_c(joins[join].what), bm_str_c(joins[join].remedy));
}

bool joined_find(const struct text_source *s, const struct stretch *lines, size_t n, bool item,
                 struct stretch *where)
{
    enum join join;
    const size_t at = item ? find_after_item(s, lines, n, &join) : find_alike(s, lines, n, &join);
    if (at < n)
        joined_say(s->reading, join, lines[at]);
    if (at < n)
        return false;
    for (size_t i = 0; i + 1 < n; i++)
        if (parted_by_separator(s->text, lines[i])) {
            joined_say(s->reading, JOIN_SEPARATOR, lines[i]);
            return false;
        }
    const size_t shorts = item ? n : find_short(s, lines, n);
    if (shorts < n)
        *where = lines[shorts];
    return shorts < n;
}

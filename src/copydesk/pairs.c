/* Marks that come in pairs, and how a paragraph begins and ends (GB/T 15834). */
#include "base/labels.h"
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <uchar.h>

/* {1} and {2} of the rule's words. */
#define BOTH(name) bm_str_c(BM_LABEL(name, BM_LANG_ZH)), bm_str_c(BM_LABEL(name, BM_LANG_EN))

static const char16_t opening[] = u"“‘（《〈「『【〔(", closing[] = u"”’）》〉」』】〕)";

static int among(const char16_t *marks, uint32_t cp)
{
    for (int i = 0; marks[i]; i++)
        if (marks[i] == cp)
            return i;
    return -1;
}

#define WIDE   2 /* （ among them, … */
#define NARROW 9 /* … and ( */

/* A bracket opened full-width may be closed half-width, and the other way. */
static bool fits(int open, int close)
{
    return open == close || (open == WIDE && close == NARROW) || (open == NARROW && close == WIDE);
}

struct open_mark {
    int mark;
    uint32_t at, to;
};

struct pairs {
    struct open_mark v[STACK_MOST];
    int n;
    int said[10]; /* opening marks of this kind that were said: their closing ones are no news */
};

/* `1)` or `一）` at the beginning of an item, `；2）` and `：a）` within a sentence. */
static bool numbers_item(struct bm_str s, size_t at)
{
    bool digits = false;
    for (size_t i = at; i;) {
        const uint32_t cp = char_before(s, i, &i);
        const bool number = (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
                            (cp >= 'A' && cp <= 'Z') || cp == u'十' ||
                            among(u"一二三四五六七八九①②③④⑤⑥⑦⑧⑨", cp) >= 0;
        if (!number && !bm_is_white(cp))
            return digits && among(u"，。；：、！？;:,", cp) >= 0;
        digits |= number;
    }
    return digits;
}

static void close_mark(struct work *work, uint32_t rule, const struct line *line, struct pairs *p,
                       int mark, uint32_t at, uint32_t to)
{
    int k = p->n;
    while (k > 0 && !fits(p->v[k - 1].mark, mark))
        k--;
    if (!k) {
        if (p->said[mark] > 0)
            p->said[mark]--;
        else if (closing[mark] != u'’' &&
                 !(among(u")）", closing[mark]) >= 0 && numbers_item(line->text, at)))
            FOUND(work, rule, line, at, to, BOTH(PAIR_NOT_OPENED));
        return;
    }
    for (; p->n > k; p->n--) {
        const struct open_mark *o = &p->v[p->n - 1];
        p->said[o->mark]++;
        FOUND(work, rule, line, o->at, o->to, BOTH(PAIR_CROSSED));
    }
    p->n--;
}

/* The next paragraph begins with the same mark: a quotation goes on, and only its last paragraph
 * closes it. */
static bool goes_on(const struct work *work, const struct line *line, uint32_t mark)
{
    const struct line *next = line + 1;
    return next < work->lines.v + work->lines.n && next->article == line->article &&
           next->role == line->role && char_at(next->text, 0) == mark;
}

void form_pairs(struct work *work, uint32_t rule, const struct line *line)
{
    const struct bm_str s = line->text;
    struct pairs p = {.n = 0};
    if (line->gap || line->join || line->typed)
        return; /* a gap may have swallowed its partner; in verse a line is no paragraph */
    for (size_t i = 0; i < s.n;) {
        const uint32_t at = (uint32_t)i, cp = bm_utf8_next(s.p, s.n, &i);
        const int open = cp < 0x80 && cp != '(' ? -1 : among(opening, cp);
        const int close = cp < 0x80 && cp != ')' ? -1 : among(closing, cp);
        if (open >= 0 && p.n < STACK_MOST)
            p.v[p.n++] = (struct open_mark){open, at, (uint32_t)i};
        else if (close >= 0)
            close_mark(work, rule, line, &p, close, at, (uint32_t)i);
    }
    for (int k = 0; k < p.n; k++) {
        const struct open_mark *o = &p.v[k];
        if (k == 0 && among(u"“‘「『", opening[o->mark]) >= 0 &&
            goes_on(work, line, opening[o->mark]))
            continue;
        FOUND(work, rule, line, o->at, o->to, BOTH(PAIR_NOT_CLOSED));
    }
}

void form_opens_closed(struct work *work, uint32_t rule, const struct line *line)
{
    const uint32_t cp = char_at(line->text, 0);
    if (line_torn(line, 0, 0) || among(u"”’）》〉」』】〕，。、；：！？", cp) < 0)
        return;
    FOUND(work, rule, line, 0, (uint32_t)chars_on(line->text, 0, 1), (struct bm_str){0});
}

/* A paragraph that has a sentence's marks but ends without one. */
void form_no_end(struct work *work, uint32_t rule, const struct line *line)
{
    const struct bm_str s = line->text;
    bool sentence = false;
    size_t from = s.n;
    if (line->typed || line->block == UINT32_MAX || line_torn(line, (uint32_t)s.n, 0) ||
        bm_utf8_count(s.p, s.n) <= 30)
        return;
    for (size_t i = 0; i < s.n && !sentence;)
        sentence = among(u"，。；！？", bm_utf8_next(s.p, s.n, &i)) >= 0;
    uint32_t last = char_before(s, s.n, &from);
    while (from && (bm_is_white(last) || last == 0x200B))
        last = char_before(s, from, &from);
    if (!sentence || among(u"。！？…”’）)》：；—」』】.!?", last) >= 0)
        return;
    FOUND(work, rule, line, (uint32_t)chars_back(s, s.n, 8), (uint32_t)s.n, (struct bm_str){0});
}

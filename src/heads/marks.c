/* What spaces, marks and brackets say of the breaks beside them and inside them. */
#include "heads/reading.h"

static const char16_t openers[] = u"《〈“‘（【「『(〔";
static const char16_t closers[] = u"》〉”’）】」』)〕，。、；：！？…,;:!?%‰丨｜|";

#define SHORT_QUOTATION 7 /* letters, with its marks */
#define SHORT_NOTE      5 /* letters of a note in brackets, with them but one */
#define DEPTH_MOST      8 /* brackets in brackets */

struct marks {
    const struct reading *r;
    const uint32_t *at; /* of each letter the word that begins there and 1, or 0 */
    bool spaced;        /* Latin stands between spaces throughout: such a space is no pause */
};

static bool is_space(char16_t c)
{
    return c == u' ' || c == u'\u3000';
}

static bool is_latin_spaced(const struct reading *r)
{
    uint32_t spaced = 0, tight = 0;
    for (uint32_t i = 1; i < r->n; i++) {
        const char16_t a = r->text[i - 1], b = r->text[i], z = i > 1 ? r->text[i - 2] : 0;
        tight += (bm_letter_is_han(a) && bm_letter_is_latin(b)) ||
                 (bm_letter_is_latin(a) && bm_letter_is_han(b));
        spaced += a == u' ' && ((bm_letter_is_han(z) && bm_letter_is_latin(b)) ||
                                (bm_letter_is_latin(z) && bm_letter_is_han(b)));
    }
    return spaced > 1 && !tight;
}

static struct side word_at(const struct marks *m, uint32_t i)
{
    return side_of(m->r, i < m->r->n && m->at[i] ? (int64_t)m->at[i] - 1 : -1);
}

static struct side word_before(const struct marks *m, uint32_t i)
{
    return side_of(m->r, i < m->r->n && m->at[i] ? (int64_t)m->at[i] - 2 : -1);
}

static void set(struct bm_parting *p, int32_t cost, bool pause)
{
    p->cost = cost;
    p->pause = pause;
}

/* A line begins after the space that stands before letter i. */
static void after_space(const struct marks *m, uint32_t i, struct bm_parting *p)
{
    const char16_t *s = m->r->text, next = s[i];
    uint32_t k = i;
    while (k && is_space(s[k - 1]))
        k--;
    const char16_t before = k ? s[k - 1] : 0;
    const bool latin = bm_letter_is_latin(before) || bm_letter_is_latin(next);
    if (bm_letter_in(closers, next))
        p->cost = BM_BREAK_NEVER;
    else if (bm_letter_is_digit(before) && bm_letter_is_digit(next))
        set(p, -10, true);
    else if (bm_letter_is_latin(before) && bm_letter_is_latin(next))
        set(p, 62, false);
    else if (latin && !bm_letter_is_digit(before) && !bm_letter_is_digit(next) &&
             (bm_letter_is_han(before) || bm_letter_is_han(next)) && !m->spaced)
        set(p, -12, true);
    else if (latin && (m->spaced || !(bm_letter_is_digit(before) || bm_letter_is_digit(next))))
        set(p, 2, false);
    else
        set(p, -20, true);
}

/* 》 or ” stands before letter i: what follows may belong to it. */
static int32_t after_closer(const struct marks *m, uint32_t i)
{
    const struct side b = word_at(m, i);
    const bool noun = b.cls == BM_WORD_NOUN || b.cls == BM_WORD_VERBAL || b.cls == BM_WORD_PLACE;
    uint32_t open = i;
    while (open && i - open <= SHORT_QUOTATION && m->r->text[open] != u'“')
        open--;
    if (b.cls == BM_WORD_PARTICLE || b.cls == BM_WORD_SIDE || side_is(b, u"的 等 之 中 后 时 式"))
        return 80;
    if (b.n == 1 && (b.cls == BM_WORD_NOUN || b.cls == BM_WORD_MEASURE))
        return 60;
    if (m->r->text[i - 1] == u'”' && noun && i - open <= SHORT_QUOTATION)
        return 32; /* a short quotation holds what follows: “爱国者”导弹 */
    if (b.cls == BM_WORD_PERSON && bm_letter_in(u"使者员家生星", m->r->text[i - 2]))
        return 24; /* “爱心大使”王雅捷 */
    switch (b.cls) {
    case BM_WORD_VERB:
    case BM_WORD_ADVERB:
        return 3;
    case BM_WORD_PREPOSITION:
        return 2;
    case BM_WORD_NOUN:
        return 14;
    case BM_WORD_VERBAL:
        return 12;
    case BM_WORD_IDIOM:
        return 4;
    default:
        return 9;
    }
}

/* 《 or “ is letter i. */
static int32_t before_opener(const struct marks *m, uint32_t i, int32_t cost)
{
    static const uint8_t costs[BM_WORD_CLASSES] = {
        [BM_WORD_PREPOSITION] = 62, [BM_WORD_CONJUNCTION] = 60, [BM_WORD_NUMBER] = 60,
        [BM_WORD_ATTRIBUTE] = 25,   [BM_WORD_ADJECTIVE] = 25,   [BM_WORD_MEASURE] = 25,
        [BM_WORD_QUANTITY] = 20,    [BM_WORD_VERB] = 12,        [BM_WORD_ADVERB] = 25,
        [BM_WORD_PARTICLE] = 14,    [BM_WORD_PRONOUN] = 20,
    };
    const struct side a = word_before(m, i);
    if (m->r->text[i] == u'（' || m->r->text[i] == u'(') {
        for (uint32_t k = i + 2; k < m->r->n && k <= i + SHORT_NOTE; k++)
            if (bm_letter_in(u"）)", m->r->text[k]))
                return 50; /* 刚果（金）, (图): of the word before it */
        return 8;
    }
    if (!a.n)
        return cost < 30 ? 4 : cost;
    if (side_is(a, u"首个 首批 首家 首款 首只 首部 首座 首艘 首条"))
        return 40;
    const int32_t c = a.cls == BM_WORD_VERB && a.n == 1 ? 46 : costs[a.cls] ? costs[a.cls] : 5;
    return a.traits & BM_TRAIT_MODAL && c < 30 ? 30 : c;
}

/* A hyphen stands beside the break: between the parts of a foreign name, or as a dash. */
static int32_t hyphen(const struct marks *m, uint32_t i)
{
    const char16_t *s = m->r->text;
    if (bm_letter_in(u"-–－", s[i]))
        return BM_BREAK_NEVER;
    if (i > 1 && bm_letter_in(u"-–－", s[i - 2]))
        return -10; /* -- */
    const struct bm_lexicon_letter *a = i > 1 ? bm_lexicon_letter(m->r->lexicon, s[i - 2]) : NULL;
    const struct bm_lexicon_letter *b = bm_lexicon_letter(m->r->lexicon, s[i]);
    const bool name = a && b && a->foreign != 255 && b->foreign != 255;
    return name || bm_letter_is_latin(s[i]) ? 62 : 12;
}

/* A foreign name that a dot parts goes on over the break: 亚丝|明·福阿德. */
static bool is_name_dotted(const struct marks *m, uint32_t i)
{
    const char16_t *s = m->r->text;
    const struct side a = word_before(m, i);
    uint32_t end = i + 1;
    if (!(a.n == 1 || a.cls == BM_WORD_PERSON || a.cls == BM_WORD_OTHER))
        return false;
    while (end < m->r->n && end <= i + 2 && !bm_letter_in(u"·•", s[end]))
        end++;
    if (end >= m->r->n || end > i + 2)
        return false;
    for (uint32_t k = i - 1; k < end; k++) {
        const struct bm_lexicon_letter *l = bm_lexicon_letter(m->r->lexicon, s[k]);
        if (!l || l->foreign == 255)
            return false;
    }
    return true;
}

static void mark(const struct marks *m, uint32_t i, struct bm_parting *p)
{
    const char16_t *s = m->r->text, l = s[i - 1], c = s[i];
    const uint32_t n = m->r->n;
    const bool range = i > 1 && bm_letter_is_digit(c) && bm_letter_is_digit(s[i - 2]) &&
                       bm_letter_in(u"-–－―—~～", l); /* 56―124 */
    if (is_space(c) || range)
        p->cost = BM_BREAK_NEVER;
    else if (is_space(l))
        after_space(m, i, p);
    else if (bm_letter_in(closers, c) || bm_letter_in(openers, l) || bm_letter_in(u"·•", c))
        p->cost = BM_BREAK_NEVER;
    else if (bm_letter_in(u"：:", l) && i > 1 && bm_letter_is_digit(s[i - 2]) &&
             bm_letter_is_digit(c))
        p->cost = BM_BREAK_NEVER; /* 14：00 */
    else if (bm_letter_in(u"，；：！？。丨｜|", l) && !(l == u'：' && i + 2 > n))
        set(p, l == u'：' ? -10 : -16, true);
    else if (bm_letter_in(u",;:!?", l) && bm_letter_is_han(c) && p->cost < BM_BREAK_CUT)
        set(p, -10, true);
    else if (l == u'】')
        set(p, -22, true);
    else if (l == u'、')
        p->cost = 6;
    else if (bm_letter_in(u"》〉”’）)」』", l))
        p->cost = after_closer(m, i);
    else if (bm_letter_in(openers, c))
        p->cost = before_opener(m, i, p->cost);
    else if (c == u'—' && i + 1 < n && s[i + 1] == u'—' && l != u'—')
        set(p, -18, true);
    else if (l == u'—' || c == u'—')
        p->cost = c == u'—' || (i > 1 && s[i - 2] == u'—') ? BM_BREAK_NEVER : 70;
    else if (c == u'+' || (l == u'+' && bm_letter_is_han(c)))
        p->cost = 60; /* “人工智能+交通” */
    else if (bm_letter_in(u"-–－", c) || bm_letter_in(u"-–－", l))
        p->cost = hyphen(m, i);
    else if (bm_letter_in(u"·•", l))
        p->cost = p->cost >= BM_BREAK_CUT ? 45 : 12; /* of a name: the best place of all */
    else if (p->cost < 62 && is_name_dotted(m, i))
        p->cost = 62;
    else if (l == u'…')
        p->cost = -5;
    else if (l == u'\n' || c == u'\n')
        set(p, 0, true);
}

/* Brackets around each letter, the innermost. */
static void bracket(const struct reading *r, struct bm_parting *out)
{
    static const char16_t opening[] = u"《“‘（(【「『〈";
    static const char16_t closing[] = u"》”’）)】」』〉";
    static const uint8_t fits[] = {55, 40, 40, 45, 45, 40, 40, 40, 55};
    static const uint8_t outside[] = {10, 4, 10, 0, 0, 0, 10, 10, 10};
    uint32_t stack[DEPTH_MOST], depth = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        if (bm_letter_in(opening, r->text[i])) {
            if (depth < DEPTH_MOST)
                stack[depth++] = i;
            continue;
        }
        uint32_t kind = 0;
        while (closing[kind] && closing[kind] != r->text[i])
            kind++;
        if (!closing[kind])
            continue;
        while (depth && r->text[stack[depth - 1]] != opening[kind])
            depth--;
        if (!depth)
            continue;
        const uint32_t open = stack[--depth];
        for (uint32_t k = open + 1; k <= i; k++)
            if (out[k].open == out[k].close) {
                out[k].open = open;
                out[k].close = i;
                out[k].inside = fits[kind];
                out[k].outside = outside[kind];
            }
    }
}

void bm_mark_costs(struct bm_arena *arena, const struct reading *r, struct bm_parting *out)
{
    uint32_t *at = BM_NEW_N(arena, (size_t)r->n + 1, uint32_t);
    const struct marks m = {r, at, is_latin_spaced(r)};
    memset(at, 0, ((size_t)r->n + 1) * sizeof *at);
    for (uint32_t k = 0; k < r->count; k++)
        at[r->words[k].from] = k + 1;
    for (uint32_t i = 1; i < r->n; i++)
        mark(&m, i, &out[i]);
    bracket(r, out);
}

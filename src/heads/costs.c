/* The words of a head, and what it costs to part it inside and between them. */
#include "heads/reading.h"

#define LONG_NAME     6  /* letters of a name that may be longer than a line */
#define COST_LONG     70 /* of parting it between its own words */
#define GUARD_LONG    34 /* of a listed word that straddles a break: of four letters and more, … */
#define GUARD_THREE   26 /* … of three, … */
#define GUARD_TWO     5  /* … of two that are often met */
#define GUARD_LESS    10 /* of one that takes the end of a long word */
#define MARGIN_NONE   25 /* words are hardly likelier than others: six times, … */
#define MARGIN_LITTLE 35 /* … twelve times */
#define GUARD_NEAR    24
#define GUARD_LITTLE  10
#define GUARD_MOST    58  /* guards alone forbid nothing */
#define RARE          235 /* cost of a word that was met three times: 14 · ln 2·10⁷ */
#define OFTEN         193 /* sixty times */

/* 上 统招计划, 两名 前 警察: what stands behind other words elsewhere. */
static enum bm_word_class leading(struct side before, struct side s, struct side after)
{
    const bool owns = after.cls == BM_WORD_NOUN || after.cls == BM_WORD_PLACE;
    if (side_in(s, u"上下") && owns &&
        (before.cls == BM_WORD_CONJUNCTION || before.cls == BM_WORD_ADVERB))
        return BM_WORD_VERB;
    if (side_is(s, u"前") && owns && before.n && bm_letter_in(u"名位个", before.p[before.n - 1]))
        return BM_WORD_ATTRIBUTE;
    return s.cls;
}

/* Words that lists have in a class which they seldom have in heads. */
static enum bm_word_class amended(const struct reading *r, uint32_t k)
{
    const struct side s = side_of(r, k), before = side_of(r, (int64_t)k - 1),
                      after = side_of(r, (int64_t)k + 1);
    if (k && side_in(s, u"的地得了着过"))
        return BM_WORD_PARTICLE;
    if (side_in(s, u"在被把对与同为向从以由因于至自驻跟据随"))
        return BM_WORD_PREPOSITION;
    if (side_in(s, u"和及或并暨且"))
        return BM_WORD_CONJUNCTION;
    if (side_in(s, u"将就已曾竟却仍再又也都仅只") || side_is(s, u"首次"))
        return BM_WORD_ADVERB;
    if (side_in(s, u"称获遭致让使令"))
        return BM_WORD_VERB;
    if (side_in(s, u"成创曝揭斥擒晤判护捕忆吁誓聘抛访赠赴抵返购售夺援挺迎"))
        return BM_WORD_VERB;
    if (leading(before, s, after) != s.cls)
        return leading(before, s, after);
    if (k && before.cls != BM_WORD_SIGN && side_in(s, u"时后前"))
        return BM_WORD_SIDE;
    if (s.n == 1 && s.cls == BM_WORD_PERSON)
        return BM_WORD_NOUN;
    if (s.traits & BM_TRAIT_ADVERB && after.n && !side_is(after, u"是") &&
        (after.cls == BM_WORD_VERB || after.cls == BM_WORD_VERBAL))
        return BM_WORD_ADVERB;
    if (side_is(s, u"今 今年 去年 明年 今天 昨天 明天 今日 昨日 近日"))
        return BM_WORD_TIME;
    return s.cls;
}

static bool is_han(const struct reading *r, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (!bm_letter_is_han(r->text[i]))
            return false;
    return true;
}

/* A name too long for a line may be parted between its own words. */
static void part_long(struct bm_arena *arena, const struct reading *r, const struct bm_word *w,
                      struct bm_parting *out)
{
    const uint32_t n = w->end - w->from;
    if (n < LONG_NAME || w->cls == BM_WORD_PERSON || w->cls == BM_WORD_IDIOM ||
        w->cls == BM_WORD_NUMBER || !is_han(r, w->from, w->end))
        return;
    struct bm_word *inner = BM_NEW_N(arena, n, struct bm_word);
    const uint32_t count =
        bm_path_find(arena, r->lexicon, r->text + w->from, n, NULL, true, inner, NULL);
    for (uint32_t i = 1; i < count; i++)
        if (inner[0].end >= 2 && inner[i].end - inner[i].from >= 2)
            out[w->from + inner[i].from].cost = COST_LONG;
}

static void raise(struct bm_parting *p, int32_t more)
{
    const int32_t c = p->cost < 4 ? 4 : p->cost;
    if (p->cost < GUARD_MOST)
        p->cost = c + more > GUARD_MOST ? GUARD_MOST : c + more;
}

/* Whether a straddling word takes the end of a longer word of the path, and two letters behind it:
 * 市人民政府|工作报告 holds 政府工作报告, and is no worse for it. */
static bool is_long_word_left(const struct bm_parting *out, uint32_t from, uint32_t at,
                              uint32_t end)
{
    const uint32_t left = out[at].from; /* where the word before the break begins */
    return left < from && at - left >= 4 && end - at >= 2;
}

/* A listed word that straddles a break speaks against it, though the path does not hold it. */
static void guard(const struct reading *r, struct bm_parting *out)
{
    struct bm_listed listed[BM_LISTED_MOST];
    for (uint32_t i = 0; i < r->n; i++) {
        if (!bm_letter_is_han(r->text[i]))
            continue;
        const size_t n = bm_lexicon_words(r->lexicon, r->text + i, r->n - i, listed);
        for (size_t w = 0; w < n; w++) {
            const struct bm_listed *l = &listed[w];
            const int32_t more = l->length >= 4                       ? GUARD_LONG
                                 : l->length == 3 && l->cost <= RARE  ? GUARD_THREE
                                 : l->length == 2 && l->cost <= OFTEN ? GUARD_TWO
                                                                      : 0;
            for (uint32_t q = i + 1; more && q < i + l->length; q++)
                raise(&out[q], is_long_word_left(out, i, q, i + l->length) ? GUARD_LESS : more);
        }
    }
}

/* Two words that are often met together, with nothing between them. */
static void hold_pairs(const struct reading *r, struct bm_parting *out)
{
    struct bm_listed pairs[BM_LISTED_MOST];
    for (uint32_t k = 0; k + 1 < r->count; k++) {
        const uint32_t from = r->words[k].from;
        const size_t n = bm_lexicon_pairs(r->lexicon, r->text + from, r->n - from, pairs);
        for (size_t i = 0; i < n; i++)
            if (r->words[k + 1].end == from + pairs[i].length)
                raise(&out[r->words[k + 1].from], (int32_t)pairs[i].cost);
    }
}

/* Words that are hardly likelier than another reading of the text. */
static void doubt(const struct reading *r, const uint32_t *margins, struct bm_parting *out)
{
    for (uint32_t k = 1; k < r->count; k++) {
        const uint32_t at = r->words[k].from, margin = margins[at];
        if (margin < MARGIN_NONE)
            raise(&out[at], GUARD_NEAR);
        else if (margin < MARGIN_LITTLE)
            raise(&out[at], GUARD_LITTLE);
    }
}

/* Blanks and marks beside a break tell a reader nothing: the words beyond them do. */
static void name_words(const struct reading *r, struct bm_parting *out)
{
    for (uint32_t k = 1; k < r->count; k++) {
        struct bm_parting *p = &out[r->words[k].from];
        uint32_t left = k - 1, right = k;
        while (left && r->words[left].cls == BM_WORD_SIGN)
            left--;
        while (right + 1 < r->count && r->words[right].cls == BM_WORD_SIGN)
            right++;
        p->from = r->words[left].from;
        p->end = r->words[right].end;
    }
}

void bm_head_costs(struct bm_arena *arena, const struct bm_lexicon *lexicon, const char16_t *text,
                   uint32_t n, const uint32_t *phrases, struct bm_parting *out)
{
    struct reading r = {
        lexicon, text, n, BM_NEW_N(arena, n, struct bm_word), BM_NEW_N(arena, n, uint16_t), 0};
    uint32_t *margins = BM_NEW_N(arena, n, uint32_t);
    r.count = bm_path_find(arena, lexicon, text, n, phrases, false, r.words, margins);
    for (uint32_t k = 0; k < r.count; k++)
        r.traits[k] =
            bm_lexicon_traits(lexicon, text + r.words[k].from, r.words[k].end - r.words[k].from);
    for (uint32_t k = r.count; k-- > 0;) /* from the end: a class may hang on the next word's */
        r.words[k].cls = amended(&r, k);
    for (uint32_t k = 0; k < r.count; k++) {
        const struct bm_word *w = &r.words[k];
        for (uint32_t i = w->from; i < w->end; i++)
            out[i] = (struct bm_parting){.cost = BM_BREAK_CUT, .from = w->from, .end = w->end};
        out[w->from].cost = k ? bm_rule_cost(&r, k) : 0;
        out[w->from].from = r.words[k ? k - 1 : 0].from;
        part_long(arena, &r, w, out);
    }
    out[n] = (struct bm_parting){.from = n, .end = n};
    guard(&r, out);
    hold_pairs(&r, out);
    doubt(&r, margins, out);
    for (uint32_t k = 1; k < r.count; k++)
        out[r.words[k].from].cost = bm_torn_cost(&r, k, out[r.words[k].from].cost);
    bm_mark_costs(arena, &r, out);
    name_words(&r, out);
}

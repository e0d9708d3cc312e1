/* A head as words, between the files of heads/ that price its breaks. */
#pragma once

#include "heads/costs.h"

#include <string.h>

struct reading {
    const struct bm_lexicon *lexicon;
    const char16_t *text;
    uint32_t n;
    struct bm_word *words;
    uint16_t *traits; /* of each word */
    uint32_t count;
};

/* A word, or nothing (n == 0) beyond the ends. */
struct side {
    const char16_t *p;
    uint32_t n;
    enum bm_word_class cls;
    uint16_t traits;
};

static inline struct side side_of(const struct reading *r, int64_t k)
{
    if (k < 0 || k >= r->count)
        return (struct side){u"", 0, BM_WORD_SIGN, 0};
    const struct bm_word *w = &r->words[k];
    return (struct side){r->text + w->from, w->end - w->from, w->cls, r->traits[k]};
}

/* Whether the word is one of those in the list, which blanks part. */
static inline bool side_is(struct side s, const char16_t *list)
{
    while (*list) {
        uint32_t n = 0;
        while (list[n] && list[n] != u' ')
            n++;
        if (n == s.n && memcmp(list, s.p, n * sizeof *list) == 0)
            return true;
        list += n + (list[n] != 0);
    }
    return false;
}

/* Whether it is a single letter of the set. */
static inline bool side_in(struct side s, const char16_t *set)
{
    return s.n == 1 && bm_letter_in(set, s.p[0]);
}

/* A break: the words on both sides, and those beyond them. */
struct gap {
    struct side prv, a, b, nxt;
    const struct reading *r;
    uint32_t k;
};

/* Sets of classes. */
#define NOUNS    (1u << BM_WORD_NOUN | 1u << BM_WORD_PLACE)
#define VERBS    (1u << BM_WORD_VERB | 1u << BM_WORD_VERBAL)
#define STRINGS  (1u << BM_WORD_PREPOSITION | 1u << BM_WORD_CONJUNCTION | 1u << BM_WORD_ADVERB)
#define COUNTED  (1u << BM_WORD_NUMBER | 1u << BM_WORD_QUANTITY)
#define MEASURES (1u << BM_WORD_MEASURE | 1u << BM_WORD_QUANTITY)
static inline bool among(enum bm_word_class cls, uint32_t set)
{
    return set >> cls & 1;
}

static inline char16_t last(struct side s)
{
    return s.n ? s.p[s.n - 1] : 0;
}

static inline int32_t least(int32_t cost, bool applies, int32_t at_least)
{
    return applies && cost < at_least ? at_least : cost;
}

/* The cost, or more where a firm, an estate or a make may have that name (brands.c). */
int32_t bm_brand_cost(const struct gap *gap, int32_t cost);

/* The cost, or another by what the verb on either side asks for (verbs.c). */
int32_t bm_verb_cost(struct gap gap, int32_t cost);

/* The cost, or by how often such breaks are torn where no rule doubts them (torn.c). */
int32_t bm_torn_cost(const struct reading *r, uint32_t k, int32_t cost);

/* Cost of a break between the words k - 1 and k (rules.c). */
int32_t bm_rule_cost(const struct reading *r, uint32_t k);
/* Spaces, marks and brackets, over what out has (marks.c). */
void bm_mark_costs(struct bm_arena *arena, const struct reading *r, struct bm_parting *out);

/* What it costs to part a head before each of its letters, by sense: words of the lexicon, classes
 * of words, rules of names, numbers, brackets and pauses. A pure function of the letters and of
 * what is known of words; measures come later (sense.c). Costs are whole numbers; DOUBTFUL and more
 * is a break that an editor should look at, FORBIDDEN and more one that is only made when nothing
 * else fits. Files: costs.c (words), rules.c (pairs of words), verbs.c, brands.c (names that no
 * list has), torn.c (how often breaks without a rule are torn), marks.c (pauses and brackets). */
#pragma once

#include "words/path.h"

#define BM_BREAK_DOUBTFUL  26
#define BM_BREAK_FORBIDDEN 60
#define BM_BREAK_CUT       200 /* inside a word */
#define BM_BREAK_NEVER     INT32_MAX

/* Parting before a letter. */
struct bm_parting {
    int32_t cost;
    bool pause;           /* a rest in the sense: a space, a comma */
    int32_t inside;       /* more where the brackets around it fit into a line, … */
    int32_t outside;      /* … and where they do not */
    uint32_t open, close; /* those brackets' letters; open == close: none */
    uint32_t from, end;   /* the words on both sides, or the word that it cuts */
};

/* Fills out[0 … n]. phrases: of each letter the end of a set phrase that begins there, or 0. */
void bm_head_costs(struct bm_arena *arena, const struct bm_lexicon *lexicon, const char16_t *text,
                   uint32_t n, const uint32_t *phrases, struct bm_parting *out);

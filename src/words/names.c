/* Names of persons by rule: a surname and one or two characters, as common as the lists' own names
 * have them; foreign ones by the characters that spell them. */
#include "words/graph.h"

#define COST_PERSON   83 /* of any name: share .012 of words, and 1.5 for the risk; in 1/14 */
#define COST_COMPOUND 84 /* of a surname of two characters */
#define COST_ONLY     7  /* of a given name of one */
#define COST_FOREIGN  84 /* .0025 */
#define COST_SHORT    35 /* of a foreign name of two characters */
#define COST_DOT      14 /* of · in one */
#define FOREIGN_MOST  12 /* letters of one */
#define GAIN_CLAUSE   21 /* where a clause begins */
#define GAIN_TITLE    35 /* after a post */
#define GAIN_VERB     14 /* after a verb whose object is seldom else */
#define GAIN_SPEECH   28 /* before a post, or a verb of saying */
#define GAIN_END      11 /* before a clause's end */
#define TITLE_LETTERS 4

static const char16_t *const compounds[] = {
    u"欧阳", u"司马", u"上官", u"诸葛", u"司徒", u"夏侯", u"皇甫", u"尉迟", u"公孙",
    u"慕容", u"令狐", u"长孙", u"东方", u"端木", u"独孤", u"南宫", u"宇文", u"轩辕",
};

/* What the text before the letter says for a name. */
static int32_t gain_before(const struct graph *g, uint32_t at)
{
    int32_t gain =
        !at || bm_letter_in(u" \u3000：“‘》、！，。？】\n", g->text[at - 1]) ? GAIN_CLAUSE : 0;
    for (uint32_t n = 2; n <= TITLE_LETTERS && n <= at; n++)
        if (bm_lexicon_traits(g->lexicon, g->text + at - n, n) & BM_TRAIT_TITLE)
            return gain + GAIN_TITLE;
    return at && bm_letter_in(u"曝携娶嫁晤评赞批挺忆", g->text[at - 1]) ? gain + GAIN_VERB : gain;
}

static int32_t gain_after(const struct graph *g, uint32_t end)
{
    if (end == g->n || bm_letter_in(u" \u3000、，！？”》\n", g->text[end]))
        return GAIN_END;
    if (g->text[end] == u'：')
        return GAIN_SPEECH;
    const uint16_t traits = bm_lexicon_starts(g->lexicon, g->text + end, g->n - end);
    return traits & (BM_TRAIT_TITLE | BM_TRAIT_SPEECH) ? GAIN_SPEECH : 0;
}

/* Names whose given name stands at the letter. */
static void put_given(struct graph *g, uint32_t from, uint32_t at, int32_t cost)
{
    const struct bm_lexicon_letter *first =
        at < g->n ? bm_lexicon_letter(g->lexicon, g->text[at]) : NULL;
    if (at >= g->n || !bm_letter_is_han(g->text[at]))
        return;
    const int32_t only = first ? first->only : 147, one = first ? first->first : 133;
    graph_put(g, from, at + 1, cost + only + COST_ONLY - gain_after(g, at + 1), BM_WORD_PERSON);
    if (at + 1 >= g->n || !bm_letter_is_han(g->text[at + 1]))
        return;
    const struct bm_lexicon_letter *second = bm_lexicon_letter(g->lexicon, g->text[at + 1]);
    graph_put(g, from, at + 2, cost + one + (second ? second->second : 133) - gain_after(g, at + 2),
              BM_WORD_PERSON);
}

static void put_foreign(struct graph *g, uint32_t at)
{
    int32_t cost = COST_FOREIGN;
    uint32_t letters = 0;
    for (uint32_t i = at; i < g->n && i - at < FOREIGN_MOST; i++) {
        const char16_t c = g->text[i];
        if (bm_letter_in(u"·•", c)) {
            if (i == at)
                return;
            cost += COST_DOT;
            continue;
        }
        const struct bm_lexicon_letter *letter = bm_lexicon_letter(g->lexicon, c);
        if (!letter || letter->foreign == 255)
            return;
        cost += letter->foreign;
        if (++letters >= 2)
            graph_put(g, at, i + 1, cost + (letters == 2 ? COST_SHORT : 0), BM_WORD_PERSON);
    }
}

void graph_put_names(struct graph *g, uint32_t at)
{
    const struct bm_lexicon_letter *letter = bm_lexicon_letter(g->lexicon, g->text[at]);
    const int32_t gain = gain_before(g, at);
    if (letter && letter->surname != 255)
        put_given(g, at, at + 1, COST_PERSON + letter->surname - gain);
    for (size_t i = 0; at + 1 < g->n && i < BM_COUNT(compounds); i++)
        if (compounds[i][0] == g->text[at] && compounds[i][1] == g->text[at + 1])
            put_given(g, at, at + 2, COST_PERSON + COST_COMPOUND - gain);
    put_foreign(g, at);
}

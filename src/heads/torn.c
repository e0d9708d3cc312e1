/* How likely a reader stumbles over a break between two words that no rule makes dear: by their
 * classes and lengths, and by what stands around them. The weights are those of a logistic
 * regression (L2) over the 3,535 such breaks that tables in tests/data mark (headlines.txt, -later,
 * -learnt), which is told the rules' cost too. With a tenth of the heads left out in turn it ranks
 * a torn break above a good one in 83 of 100 pairs, the rules alone in 75. Four is a factor of e:
 * half of what it asks for by the rules' costs; all of it parted more names. */
#include "heads/reading.h"

#define LESS 5                       /* at most: rules know names that this does not */
#define MOST (BM_BREAK_DOUBTFUL - 1) /* what no rule doubts is no doubt */
#define FAR  7                       /* letters, and more */

/* By the class of the word that ends the line, and of the one that opens the next. */
static const int8_t by_end[BM_WORD_CLASSES] = {-2, 0,  -2, -2, -1, 2, 4,  0, 0,  0, 2,
                                               1,  -2, -1, 1,  0,  1, -1, 1, -1, 0};
static const int8_t by_opening[BM_WORD_CLASSES] = {1,  -1, 2, 1, 0, -1, -2, -2, -3, 2, 2,
                                                   -1, -1, 0, 0, 0, 1,  0,  2,  0,  0};

/* By the letters of both words, four standing for more. */
static const int8_t by_lengths[4][4] = {
    {2, 2, 2, 1}, {0, 2, 2, -1}, {0, 0, 0, 1}, {-2, -3, -2, -4}};

/* By the letters of the clause behind and before the break, … */
static const int8_t by_rest[FAR + 1] = {0, 1, 5, 1, -2, -2, -2, -2};
static const int8_t by_start[FAR + 1] = {0, 3, 1, 0, -1, -2, -2, -1};
/* … and by those of the phrase that ends at it, and of the one that begins. */
static const int8_t by_phrase_before[FAR + 1] = {0, 0, 1, 0, 0, 0, 0, -2};
static const int8_t by_phrase_behind[FAR + 1] = {0, 1, 2, 0, 0, 0, -2, -2};

/* Letters from the break on (step 1) or back (−1) to a word that is of none of the classes. */
static uint32_t letters(const struct reading *r, uint32_t k, int step, uint32_t classes)
{
    uint32_t n = 0;
    for (int64_t q = step > 0 ? k : (int64_t)k - 1; n < FAR; q += step) {
        const struct side s = side_of(r, q);
        if (!s.n || !among(s.cls, classes))
            break;
        n += s.n;
    }
    return n < FAR ? n : FAR;
}

int32_t bm_torn_cost(const struct reading *r, uint32_t k, int32_t cost)
{
    static const uint32_t clause = ((1u << BM_WORD_CLASSES) - 1) & ~(1u << BM_WORD_SIGN);
    static const uint32_t phrase = NOUNS | MEASURES | 1u << BM_WORD_VERBAL | 1u << BM_WORD_PERSON |
                                   1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_ATTRIBUTE |
                                   1u << BM_WORD_PARTICLE | 1u << BM_WORD_OTHER;
    const struct side a = side_of(r, (int64_t)k - 1), b = side_of(r, k);
    if (cost >= BM_BREAK_DOUBTFUL || !a.n || !b.n || a.cls == BM_WORD_SIGN || b.cls == BM_WORD_SIGN)
        return cost;
    const int32_t more = by_end[a.cls] + by_opening[b.cls] +
                         by_lengths[(a.n < 4 ? a.n : 4) - 1][(b.n < 4 ? b.n : 4) - 1] +
                         by_rest[letters(r, k, 1, clause)] + by_start[letters(r, k, -1, clause)] +
                         by_phrase_before[letters(r, k, -1, phrase)] +
                         by_phrase_behind[letters(r, k, 1, phrase)];
    const int32_t c = cost + (more < -LESS ? -LESS : more);
    return c > MOST ? MOST : c;
}

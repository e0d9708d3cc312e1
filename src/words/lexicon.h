/* The lexicon: words with their class and how common they are, traits of single words, and how
 * common characters are in names, compiled by the build (write.h) into one map that is read where
 * it lies. Little endian; every number is checked or clamped when it is used, so that a damaged
 * map can give wrong words and nothing worse; that it is whole the sum in its header tells.
 *
 *     header   struct bm_lexicon_header, 48 bytes
 *     words    nodes of 8 bytes, breadth first; the children of one stand side by side in order of
 *              their letters and end where those of the next node begin
 *              a node of class BM_LEXICON_PAIR is two words that are often met together; its
 *              weight is what parting them costs more
 *     traits    the same; weight and class are the low and high byte of a set of traits
 *     letters  struct bm_lexicon_letter, 8 bytes, in order of the letter
 *
 * A letter is a UTF-16 unit; no word has a character above U+FFFF. Costs are −ln p in fourteenths,
 * so that they fit a byte. Files: lexicon.c, write.c. */
#pragma once

#include "base/diag.h"

#include <uchar.h>

#define BM_LEXICON_MAGIC   "BMLX"
#define BM_LEXICON_VERSION 2u
#define BM_COST_UNIT       14  /* of a cost, per unit of −ln p */
#define BM_LEXICON_PAIR    30  /* class of a node, beside those of words */
#define BM_COST_UNKNOWN    245 /* of a character that no list has: 17.5 */

/* Classes of words: what may stand on either side of a break. */
enum bm_word_class {
    BM_WORD_NOUN,
    BM_WORD_PLACE,
    BM_WORD_PERSON,
    BM_WORD_VERB,
    BM_WORD_VERBAL, /* a verb as a noun */
    BM_WORD_ADJECTIVE,
    BM_WORD_ATTRIBUTE, /* stands before nouns only (区别词) */
    BM_WORD_ADVERB,
    BM_WORD_PREPOSITION,
    BM_WORD_CONJUNCTION,
    BM_WORD_PRONOUN,
    BM_WORD_NUMBER,
    BM_WORD_QUANTITY, /* a number with its measure */
    BM_WORD_MEASURE,
    BM_WORD_TIME,
    BM_WORD_SIDE, /* 上 内 之后 (方位词) */
    BM_WORD_SPOT,
    BM_WORD_IDIOM,
    BM_WORD_OTHER, /* Latin, and what no list has */
    BM_WORD_PARTICLE,
    BM_WORD_SIGN,
    BM_WORD_CLASSES
};

/* Traits of words, as rows of words/traits.txt name them. A set of them is a uint16_t. */
#define BM_TRAITS(R)                                                                               \
    R(TITLE, "title")                                                                              \
    R(SPEECH, "speech")                                                                            \
    R(UNIT, "unit")                                                                                \
    R(ADVERB, "adverb")                                                                            \
    R(LEANS_BACK, "leans-back")                                                                    \
    R(LEANS_ON, "leans-on")                                                                        \
    R(STARTER, "starter")                                                                          \
    R(MODAL, "modal")                                                                              \
    R(SUFFIX, "suffix")                                                                            \
    R(COUNTRY, "country")                                                                          \
    R(EVENT, "event")                                                                              \
    R(HEAD_NOUN, "head-noun")                                                                      \
    R(NEEDS, "needs")                                                                              \
    R(BEHIND, "behind")                                                                            \
    R(BEFORE_NUMBER, "before-number")                                                              \
    R(RISES_TO, "rises-to")
enum {
#define R(id, name) BM_TRAIT_BIT_##id,
    BM_TRAITS(R)
#undef R
    BM_TRAIT_COUNT
};
enum bm_trait {
#define R(id, name) BM_TRAIT_##id = 1 << BM_TRAIT_BIT_##id,
    BM_TRAITS(R)
#undef R
};

struct bm_lexicon_header {
    char magic[4];
    uint32_t version;
    uint64_t sum; /* of all that follows: bm_hash_bulk() */
    uint32_t words, word_nodes, trait_nodes, letters;
    uint32_t reserved[4];
};

struct bm_lexicon_node {
    uint16_t letter;
    uint8_t weight; /* 0: no word ends here; else 266 − cost, cost ≤ 265 */
    uint8_t cls;    /* enum bm_word_class */
    uint32_t child; /* the first; the root is node 0 */
};

/* Costs of a character in names; 255: never seen there. */
struct bm_lexicon_letter {
    uint16_t letter;
    uint8_t surname, first, second, only; /* of a person: 王; given names of two, of one */
    uint8_t foreign;                      /* in names that are spelt by sound: 詹姆斯 */
    uint8_t reserved;
};

struct bm_lexicon {
    const struct bm_lexicon_node *words, *traits;
    const struct bm_lexicon_letter *letters;
    uint32_t word_nodes, trait_nodes, letter_count;
    uint64_t sum; /* tells one lexicon from another */
    void *map;    /* mapped, or NULL */
    size_t size;
};

/* The lexicon in n bytes, which must stay as long as it is used. NULL, or what is wrong with them
 * (a row of base/reasons.def). */
const char *bm_lexicon_view(const void *bytes, size_t n, struct bm_lexicon *lexicon);

/* Maps the file. False with NO_LEXICON (it is not there) or BAD_LEXICON (it is damaged), or what
 * bm_file_refuse() says. bm_lexicon_close() ends it. */
bool bm_lexicon_open(const char *path, struct bm_lexicon *lexicon, struct bm_diags *diags);
void bm_lexicon_close(struct bm_lexicon *lexicon);

/* A word of the text's beginning. */
struct bm_listed {
    uint32_t length;
    uint32_t cost;
    enum bm_word_class cls;
};
#define BM_LISTED_MOST 32 /* letters of a word */

/* All listed words that n letters begin with, the shortest first; returns their number. */
size_t bm_lexicon_words(const struct bm_lexicon *lexicon, const char16_t *text, size_t n,
                        struct bm_listed out[BM_LISTED_MOST]);

/* All pairs of words that they begin with, as bm_lexicon_words(); cost is what parting one costs
 * more than its words say. */
size_t bm_lexicon_pairs(const struct bm_lexicon *lexicon, const char16_t *text, size_t n,
                        struct bm_listed out[BM_LISTED_MOST]);

/* Traits of the word that the n letters are: of all of them, not of what they begin with. */
uint16_t bm_lexicon_traits(const struct bm_lexicon *lexicon, const char16_t *text, size_t n);
/* Traits of any word that they begin with. */
uint16_t bm_lexicon_starts(const struct bm_lexicon *lexicon, const char16_t *text, size_t n);

/* Costs of a letter in names, or NULL. */
const struct bm_lexicon_letter *bm_lexicon_letter(const struct bm_lexicon *lexicon, char16_t c);

/* Heads are broken by sense (GB/T 9704-2012 7.3.1: 词意完整，排列对称，长短适宜): never inside a
 * word, a name, a number or a phrase while another way fits, at pauses first, lines of even length
 * or growing shorter (rule 8.12). What a break costs: costs.h. bm_para_find_sense() comes after a
 * head is shaped, once; then bm_para_sense() breaks it to any measures, a pure function of its
 * arguments. File: sense.c. */
#pragma once

#include "text/text.h"

/* Finds where the paragraph may be broken by sense, so that bm_para_sense() need not find it each
 * time. To be called before the paragraph is shared. */
void bm_para_find_sense(struct bm_arena *arena, struct bm_para *para);

/* How a head is set. */
struct bm_heading {
    bm_len measure;
    uint32_t least; /* lines, where that cuts no word */
    bool running;   /* it stands within the text: each line more takes one from a narrow column */
};

/* Breaks a head by sense: into the least number of lines that fit, or into up to two more where
 * that saves a torn phrase or a rest beyond a pause; one that runs in the text for less of that.
 * The author's breaks (/) stand, U+2060 holds together. A head whose style has no lexicon is parted
 * between any characters. lines->cost is 0, or that of the breaks that are DOUBTFUL
 * (heads/costs.h), for who may set it otherwise. Lines are natural. */
void bm_para_sense(struct bm_arena *arena, const struct bm_para *para, struct bm_heading how,
                   struct bm_lines *lines);

/* A break of a head that an editor should look at. */
struct bm_doubt {
    int32_t cost;
    bool cut;            /* inside a word that the lexicon knows or a rule takes for one */
    uint32_t first, end; /* characters of that word, or of the words on both sides */
    uint32_t at;         /* the character that opens the next line */
};
/* Whether the line of a head that was broken so ends at such a break; false for other text. */
bool bm_sense_doubt(const struct bm_para *para, const struct bm_line *line, struct bm_doubt *doubt);

/* The cost of a line of that measure that ends before a cluster, for who shows it;
 * BM_SENSE_NEVER where none may end. */
#define BM_SENSE_NEVER INT32_MAX
int32_t bm_sense_cost(const struct bm_para *para, uint32_t cluster, bm_len measure);

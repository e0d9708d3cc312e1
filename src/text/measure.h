/* A line in figures: how wide clusters [first, end) are, how far they give, and what it costs to
 * fill a line with them. bm_set_sums() comes first, once a paragraph; after that any line is
 * measured in constant time, and adjusted without a look at its clusters. Pure functions; lengths
 * in bm_len, costs on one scale for all of text/. */
#pragma once

#include "text/text.h"

/* Sums over the clusters before i. Differences of the unsigned ones are right for any line, even
 * where the sums of a long paragraph have wrapped. */
struct bm_sums {
    int64_t width;    /* advances and gaps */
    uint32_t reserve; /* capacity of all squeezes together */
    uint32_t squeeze[BM_STEP_STRETCH_SPACES];
    uint32_t stretch_spaces, stretch_gaps;
    uint32_t spaces, gaps, all; /* how many of each */
    uint32_t solid;             /* Han, letters and digits: what 孤字 counts */
};
void bm_set_sums(struct bm_arena *arena, struct bm_para *para);

/* A line's figures before it is adjusted. */
struct bm_figures {
    uint32_t first, end; /* without the spaces at its ends */
    bm_len natural;
    bm_len reserve;
    bm_len squeeze[BM_STEP_STRETCH_SPACES];
    bm_len stretch_spaces, stretch_gaps;
    uint32_t spaces, gaps, all, solid;
    bm_len hang; /* of the last mark, that may stand over the edge; 0: none may */
};
/* A line wider than any sheet is as wide as this (16,384 pt): its figures, which have 32 bits, say
 * no more than that. True then; first and end stay. */
#define BM_WIDTH_MOST (INT32_MAX / 2)
bool bm_figures_endless(int64_t natural, struct bm_figures *figures);
/* What a line from one sum to another has of all but width and clusters; nothing hangs. */
void bm_figures_between(const struct bm_sums *start, const struct bm_sums *end,
                        struct bm_figures *figures);
/* The end of the line [first, end) without the spaces there, which have no width (rule 7.4). */
uint32_t bm_line_end(const struct bm_para *para, uint32_t first, uint32_t end);
/* hyphen: the line ends in a hyphen. */
void bm_measure_line(const struct bm_para *para, uint32_t first, uint32_t end, bool hyphen,
                     struct bm_figures *figures);

/* Tone of a line: neighbours should not differ (rule 6.7). */
enum bm_tone {
    BM_TONE_TIGHT,
    BM_TONE_EVEN,
    BM_TONE_LOOSE,
    BM_TONE_WIDE,
    BM_TONE_COUNT
};
int64_t bm_tone_cost(enum bm_tone before, enum bm_tone after);
#define BM_TONE_COST_MOST 40

/* A line to be filled. */
struct bm_room {
    bm_len measure;
    bool last;    /* ends its paragraph, or stands before an author's break */
    bool only;    /* starts it too: 孤字 cannot be avoided */
    bool justify; /* false: natural width */
};
/* Fills the line: its cost, and the tone. line, unless NULL, gets step, shares and widths. */
int64_t bm_adjust_line(const struct bm_para *para, const struct bm_figures *figures,
                       const struct bm_room *room, struct bm_line *line, enum bm_tone *tone);

/* The most that is added to a gap of the line to fill it, as in struct bm_line. */
bm_len bm_line_opened(const struct bm_figures *figures, const struct bm_room *room);

/* What the line costs at the least, and every line that ends where it does, starts further right
 * and is as wide or wider: the gaps that remain to be opened become fewer and wider. */
int64_t bm_stretch_floor(const struct bm_para *para, const struct bm_figures *figures,
                         bm_len measure);

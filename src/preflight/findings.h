/* The walk over the pages and what it has found so far; for preflight/ alone. A check asks
 * bm_rule_on() where looking is dear, and says what it finds by BM_FOUND(). */
#pragma once

#include "preflight/preflight.h"

/* Findings of a rule that a new one is compared with, so that many places make one finding. */
#define BM_RECENT 16

struct bm_walk {
    const struct bm_pages *pages;
    const struct bm_preflight *settings;
    const struct bm_preflight_output *output;
    struct bm_arena *arena;
    const struct bm_page *page;
    struct bm_mark *v;
    struct bm_place_found {
        size_t cap;      /* of the finding's rectangles */
        bm_len distance; /* the least of them */
    } * places;          /* of v, one each */
    size_t n, v_cap, place_cap;
    size_t recent[BM_RULE_COUNT][BM_RECENT]; /* indices into v, plus 1 */
    const struct bm_item *
        *panels; /* of the page, so dark that what overprints them may be too much */
    size_t panel_count, panel_cap;
    const struct bm_face **faces; /* whose licence has been looked at */
    size_t face_count, face_cap;
    struct bm_inks *inks; /* of all pages */
};

/* Whether a rule is on. */
bool bm_rule_on(const struct bm_walk *walk, enum bm_rule rule);

/* Adds a finding about an item (NULL: the page) with up to four arguments, which are copied. rect
 * NULL: no place on the page. soft: only a warning, if the rule's level is error. */
void bm_found(struct bm_walk *walk, enum bm_rule rule, enum bm_message message, bool soft,
              const struct bm_item *item, const struct bm_rect *rect, const struct bm_str *args,
              size_t n);
/* The same for a place too near to the trim, or that does not go far enough beyond it: one finding
 * says the least distance of all. */
void bm_found_near(struct bm_walk *walk, enum bm_rule rule, enum bm_message message, bool soft,
                   const struct bm_item *item, const struct bm_rect *rect, bm_len distance,
                   bm_len wanted);
/* The same for ink that is where it should not be by so much: one finding says the most of all.
 * args: {2} and on, two at most. */
void bm_found_deep(struct bm_walk *walk, enum bm_rule rule, enum bm_message message,
                   const struct bm_item *item, const struct bm_rect *rect, bm_len depth,
                   struct bm_str first, struct bm_str second);
#define BM_FOUND(walk, rule, message, soft, item, rect, ...)                                       \
    bm_found((walk), (rule), (message), (soft), (item), (rect),                                    \
             (const struct bm_str[]){__VA_ARGS__},                                                 \
             sizeof((const struct bm_str[]){__VA_ARGS__}) / sizeof(struct bm_str))

/* Figures as words, in the walk's arena: points to 0.01 (rounded down, so that none looks as good
 * as its limit), whole numbers. */
struct bm_str bm_words_pt(struct bm_walk *walk, bm_len length);
/* "12.3 × 45.6" in millimetres. */
struct bm_str bm_words_size(struct bm_walk *walk, bm_len width, bm_len height);
struct bm_str bm_words_number(struct bm_walk *walk, uint64_t value);

/* An ink, looked at by a printer. */
struct bm_coverage {
    unsigned inks;  /* plates that it prints on */
    uint32_t total; /* sum, in 1/10000 */
    bool solid;     /* every one of them in full: no dots */
    bool white;     /* none */
    bool over;      /* overprints */
};
struct bm_coverage bm_coverage_of(struct bm_ink ink);
/* "C 60 M 50 K 100", or the spot ink by its name. */
struct bm_str bm_words_ink(struct bm_walk *walk, struct bm_ink ink);

/* What an item covers, its stroke included. */
struct bm_rect bm_item_bounds(const struct bm_item *item);

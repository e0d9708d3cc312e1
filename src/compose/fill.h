/* How the body of an article fills its legs, at the cheapest: the rows that it takes in a measure,
 * the lines that copyfitting may give to its head, and the paragraphs that may be set a line longer
 * or shorter. needs.c makes bounds of it, prices.c and prove.c those of articles with pictures and
 * of those that go on. Rows are of the body's leading; costs are points of `make-up`. */
#pragma once

#include "compose/planner.h"

#define BM_PRICE_OVERSET 50000 /* a row left over */
/* Of an article: 250 rows left over. Articles that cost more together than BM_PLAN_NEVER have no
 * plan that a search finds; a rough one is made better then. */
#define BM_PRICE_MOST (BM_PLAN_NEVER / 8)

int32_t bm_compose_limited(int64_t price); /* BM_PRICE_MOST at most */
/* Rows that are left over in a block of so many legs: squared. */
int64_t bm_compose_slack_price(const struct planner *p, int64_t rows, uint32_t columns);
/* The room about a head (bm_setting.head_room) in a block so many base columns wide: squared in
 * lines, for it is height that makes a band, and by its width. */
int64_t bm_compose_space_price(const struct planner *p, bm_len room, uint32_t columns);

/* Paragraphs that copyfitting may set a line shorter, or longer, at most. */
struct reach {
    uint32_t less, more;
    const int64_t *less_lines; /* [k]: what the lines of k shorter ones cost more than as they like,
                                  at least; NULL: not known, nothing */
};
/* As many as the layout allows: in any measures, around anything. */
struct reach bm_compose_reach(const struct planner *p, const struct candidate *c);

/* What the body takes in a measure; kept, for many stretches have the same. */
struct body_need {
    bm_len measure;
    int64_t rows, cost;
    struct reach reach; /* if all its rows have that measure: of those that can be shorter */
};
/* The body in one leg of that measure, with nothing in its way; it lives as long as the candidate,
 * until the next measure is asked for. */
const struct body_need *bm_compose_body(const struct planner *p, const struct candidate *c,
                                        bm_len measure);

/* Lines given to a head at the least cost: k of them cost lines[k], with the room about the head.
 */
struct headroom {
    int64_t *lines;
    uint32_t n;
    uint32_t legs; /* that the head stands over */
};
/* Of a head with so much room of its own in a block so many base columns wide, over so many legs;
 * in the candidate's arena of work. */
struct headroom bm_compose_headroom(const struct planner *p, const struct candidate *c,
                                    uint32_t base, bm_len room, uint32_t legs);

/* At least so much does it cost to fill `rest` rows that are left, or to tighten -rest rows that
 * are too many, in a block of so many legs. */
int64_t bm_compose_least_fill(const struct planner *p, const struct candidate *c,
                              const struct headroom *head, uint32_t legs, int64_t rest,
                              struct reach reach);
/* The same, of a block so many base columns wide, under a head with so much room of its own. */
int64_t bm_compose_fill_price(const struct planner *p, const struct candidate *c, uint32_t base,
                              uint32_t legs, bm_len room, int64_t rest, struct reach reach);

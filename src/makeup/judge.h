/* What the search for plans cannot see: penalties of pages as a whole. */
#ifndef BM_MAKEUP_JUDGE_H
#define BM_MAKEUP_JUDGE_H

#include "makeup/price.h"

/* A plan and all that it costs. */
struct judged {
    struct bm_plan plan;
    int64_t cost;                              /* of everything */
    int64_t bound;                             /* no plan costs less, as far as was looked */
    int64_t blind;                             /* nor one with a region not looked into */
    int64_t costs[BM_PENALTIES];               /* of pages, not of articles */
    uint32_t butting, through, doubled, boxes; /* as the ledger counts them */
};

/* Judges the pages of a plan: 碰题 and 断版 wherever they are, rules beside rules, too many boxes,
 * ranks. The search counts 碰题 and 断版 at cuts, so a plan never costs less than it says. threads:
 * what the articles that go on cost, strips and all, or NULL. */
void bm_judge_plan(const struct planner *p, const struct bm_plan *plan,
                   const int64_t threads[BM_PENALTIES], struct judged *judged);

/* The same of the blocks of one region, for the search: 碰题, 断版 (counted), rules beside rules.
 */
int32_t bm_judge_part(const struct planner *p, const struct bm_plan_rect *part,
                      const struct bm_plan_block *blocks, uint32_t count, uint32_t *through);

/* Whether the article goes on from one region to the next in the plan. */
bool bm_plan_goes_on(const struct bm_plan *plan, uint32_t article);

/* Makes the galleys of an article into the job of its candidate, whose arenas and ranks are given;
 * its prices are not known yet. False when a font is missing. */
bool bm_make_candidate(struct planner *p, uint32_t candidate, const struct bm_article *article,
                       const struct bm_galley_maker *maker);
/* Which of all candidates are the lead and the second, by p->list. */
void bm_rank_candidates(struct planner *p);
/* The rows of an article too long for a region, in the measure that suits it best, into p->list.
 */
void bm_find_flow(struct planner *p, uint32_t article);

/* Sets what the planner's task asks for when it is searched: prices in earnest, capacities of
 * strips, the judge of regions. */
void bm_choose_by(struct planner *p);
/* The best plan that costs less than the task's limit, with what no plan costs less than in its
 * bound. Of articles that cannot all be set: the one that leaves least over; where no plan is
 * found, they stand one below the other. */
void bm_choose_plan(struct planner *p, struct judged *best);
/* As many other plans as wanted, if there are so many, into p->others: each divided in another way
 * at the top of a region, by what they cost when judged. Where the search sees less than the judge,
 * always so many are looked at, so that a plan's number does not depend on how many are asked for.
 * Where articles go on, no two are of one form (bm_plan_same_form), all is set, and every column is
 * full. */
void bm_choose_others(struct planner *p, const struct judged *best, size_t wanted);
/* What a plan without 断版 costs, if there is one near the best plan (else BM_PLAN_IMPOSSIBLE);
 * small tasks are looked into further, very large ones not at all. */
int64_t bm_without_through(struct planner *p, const struct judged *best);

/* Says which articles to hold, or to cut by how much, when the best plan leaves text over: as few
 * as will do, so that all the rest is set. */
void bm_advise(struct planner *p);

/* The template with its regions replaced by the frames of a plan. */
const struct bm_template *bm_fill_template(struct planner *p, const struct bm_plan *plan);
/* Rows that a strip holds, and what it costs: struct bm_plan_task.capacity; context: planner. */
uint32_t bm_strip_rows(void *context, uint32_t article, uint32_t region,
                       const struct bm_plan_rect *rect, bool first, int32_t *cost);
/* The frame of a strip. */
struct bm_frame bm_strip_frame(const struct planner *p, const struct bm_plan_strip *strip);

/* The threads of a plan, fitted in earnest: what they cost, by penalty. Returns whether the rows
 * reckoned for each article were right; if not they are reckoned anew. */
bool bm_fit_threads(struct planner *p, const struct bm_plan *plan, int64_t costs[BM_PENALTIES]);

/* Whether the strips of the plan hold all rows of their articles, and no line across the last one
 * is empty. */
bool bm_threads_are_full(struct planner *p, const struct bm_plan *plan);

/* Slots that copyfitting can add to those that an article's first strip is reckoned to hold, and
 * take from them: a smaller head, lower and higher pictures. Of all strips of full height the most.
 */
void bm_strip_leeway(struct planner *p, uint32_t article, uint32_t *more, uint32_t *fewer);

/* Sets all plans in earnest that may be cheaper than the best one, where articles may go on, while
 * they are not too many, and puts the cheapest in its place. Its bound is then what no plan costs
 * less than; 0 when nothing is known: text is left over, or an article may be set in measures that
 * it was not reckoned in. The arena is for the search. */
void bm_prove_threads(struct planner *p, struct bm_arena *arena, struct judged *best);

/* What an article that goes on costs in the plan, by penalty; returns the sum. */
int64_t bm_thread_parts(struct planner *p, const struct bm_plan *plan, uint32_t article,
                        int64_t costs[BM_PENALTIES]);

/* Copies a judged plan, with all that it points to. */
void bm_keep_judged(const struct planner *p, const struct judged *from, struct judged *to);

/* Prices a plan's blocks in earnest, fits its strips, and judges it. */
void bm_judge_anew(struct planner *p, const struct bm_plan *plan, struct judged *out);

/* Lets blocks that stand one below the other trade lines while a plan with articles that go on
 * becomes cheaper. */
void bm_trade_lines(struct planner *p, struct judged *best);

#endif

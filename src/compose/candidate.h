/* An article that a plan may place: its galleys, the numbers of legs that it may have,
 * and what is known of its prices.
 *
 * Candidates are numbered by rank, the most important first. Each owns an arena, so that several
 * can be made and priced in threads. Files: candidates.c makes them; needs.c fills in bounds. */
#pragma once

#include "compose/compose.h"
#include "plan/plan.h"

struct planner;

#define BM_RANK_NONE 1000 /* ranks from here on are places in the list … */
#define BM_RANK_FREE                                                                               \
    1000000 /* … and from here on pages, on which all but the lead change places                 \
             */

/* How a block is arranged: its legs, and how many of them, from the left, the head stands over; the
 * text of the others runs up beside it. 0: over all. side: they have no text (边题). */
struct arrangement {
    uint32_t legs, head;
    bool side;
};

/* An arrangement that an article may have, in a stretch of base columns. */
struct leg_choice {
    struct arrangement how;
    int32_t *prices;  /* by lines, from 1 */
    bool *slot_bound; /* also from the slots that it has around pictures and a vertical head */
    bool *exact;
    bm_len *heads; /* size of the largest head type, where the price is exact */
};

struct body_need; /* fill.h */
/* Of all measures so far; all galleys of an article have one body. */
struct body_needs {
    struct body_need *v;
    size_t n, cap;
};

/* What an article is beside the others; its head, styles and prices depend on it. */
struct stand {
    enum bm_standing standing; /* on its page, as far as that is known */
    bool lead, second;         /* the most important article of all, the one after it */
    bool heads, follows; /* of those that must stand on its page (if there is but one region, of
                            all): the most important, or another; neither: it is not known */
    bool opens;          /* the list: it has the styles of the first region */
};
bool bm_compose_same_stand(const struct stand *a, const struct stand *b);

struct candidate {
    struct bm_subject *subject;
    struct bm_arena *arena; /* of everything below; one article's work touches no other's */
    struct stand stand;
    uint32_t rank; /* that the edition gives it; 0: none */
    const struct bm_kind *kind;
    uint32_t page;         /* on which it stands, as far as that is known; 0: it is not */
    uint32_t length;       /* of its text, in characters */
    struct bm_arena *work; /* of a choice of legs being bounded, then cleared; many have the same */
    struct bm_diags said;  /* while its galleys were made */
    bool kept;             /* its bounds are those of an earlier run */
    uint32_t paragraphs, lists;
    bool tail;
    int64_t jump_cost;              /* of its lines, if it may go on in further regions */
    uint32_t jump_rows;             /* that it takes then, as it likes */
    uint32_t jump_more, jump_fewer; /* than reckoned that its strips may hold */
    struct body_needs *bodies;
    size_t galley_count;        /* of its subject */
    struct leg_choice *choices; /* of all stretches */
    size_t *first;              /* of each stretch, and the end */
    size_t n, cap;
    uint32_t limits;   /* that fits of it hit: bits of enum bm_limit */
    bool jumps_found;  /* what earlier runs found of it was looked for */
    struct bm_key key; /* of all that its prices depend on; with a store of kept needs only */
};

/* The articles that no frame names, by rank, into order (room for all of them); their number. */
uint32_t bm_compose_find_candidates(const struct bm_compose_input *in, struct bm_arena *work,
                                    uint32_t *order);

/* Galleys and bounds of all candidates, in threads. False when a font is missing, or a page that
 * an article must stand on has no region; said in the order of the articles. */
bool bm_compose_make_candidates(struct planner *p, const uint32_t *order);

/* Makes the galleys of one more, whose arenas and ranks are given; its prices are not known yet.
 * False when a font is missing. */
bool bm_compose_make_candidate(struct planner *p, uint32_t candidate,
                               const struct bm_article *article,
                               const struct bm_galley_maker *maker);

/* Which of all are the lead and the second, by p->list; and which may change places. */
void bm_compose_rank_candidates(struct planner *p);

/* The lead of the page on which article a must stand, among all; their number: there is none. */
uint32_t bm_compose_lead_of(const struct planner *p, uint32_t a);
/* Whether some may change places though their ranks differ. */
bool bm_compose_is_order_free(const struct planner *p);

/* The rows of an article too long for a region, in the measure that suits it best, into p->list. */
void bm_compose_reckon_jump(struct planner *p, uint32_t article);

/* Whether some article may go on in a further region. */
bool bm_compose_may_go_on(const struct planner *p);
/* The rows of the articles that may, as they are to be reckoned in the next search. */
void bm_compose_set_rows(struct planner *p, const uint32_t *rows);

/* What the steps of the search for plans hand to each other; see plan.h. */
#ifndef BM_MAKEUP_PLAN_STEPS_H
#define BM_MAKEUP_PLAN_STEPS_H

#include "makeup/plan.h"

#define NEVER BM_PLAN_NEVER

/* What is known of the heads at a part's top left and top right, which meet their neighbours':
 * bit 0: the left one is boxed, bit 1: the right one. */
enum {
    TOPS = 4
};

/* Least costs of the ways to set a set of articles in a stretch of columns, by lines. */
struct table {
    int32_t *v[TOPS];    /* by lines less one less from; NULL: no such way below the limit */
    int32_t *any;        /* the least of them */
    uint32_t from, end;  /* lines less one: elsewhere none is below the limit */
    int32_t least;       /* of all heights */
    struct node **nodes; /* of v, one top after the other; made when first asked for */
};

/* A set of articles that a part of a region may hold: members of the universe from `first` on, by
 * the bits of mask (bit 0 is set). */
struct set {
    uint64_t mask;
    uint32_t first, count;
    int32_t least;          /* each article at its best */
    int32_t limit;          /* parts that cost so much are not looked into */
    uint32_t split, splits; /* into an earlier and a later part */
    struct table *tables;   /* by stretch of columns */
};

struct split {
    uint32_t earlier, later; /* sets */
};

/* The articles that may stand in the regions of one page: all without a page of their own, and
 * those that must stand there. */
struct universe {
    uint32_t *members; /* articles, by rank */
    uint32_t *groups;  /* of each member: its group; members of one may change places */
    uint32_t n;
    struct set *sets; /* smaller ones first */
    uint32_t set_count;
    size_t set_cap;
    struct split *splits;
    size_t split_cap;
    uint32_t *slots; /* hash of sets, index + 1 */
    uint32_t slot_count;
};

/* sets.c */

/* Groups of members of one rank, of at most `longest`; false when one had to be cut. */
bool bm_plan_make_groups(struct bm_arena *arena, const struct bm_plan_task *task,
                         struct universe *u, uint32_t longest);
/* Adds a set of members from `first` on; one of more than BM_PLAN_SPAN_MOST is passed over. */
void bm_plan_add_set(struct bm_arena *arena, struct universe *u, uint32_t first, uint64_t mask);
/* Adds all parts of the sets there are, sorts them and finds their splits; false: too many. */
bool bm_plan_close_sets(struct bm_arena *arena, struct universe *u);
/* Index of the set of these members; UINT32_MAX when it is none of the universe's. */
uint32_t bm_plan_find_set(const struct universe *u, uint32_t first, uint64_t mask);

/* Nodes by their keys. */
struct node_table {
    struct node **v;
    uint32_t n, slots;
};

struct bm_plan_search {
    struct bm_arena *arena;
    const struct bm_plan_task *task;
    uint32_t spans;            /* stretches of columns */
    struct universe *chain;    /* the articles without a page of their own */
    struct universe **of;      /* of each region: the chain and those that must stand there */
    struct universe **foot_of; /* of each region: its strip at the foot, or NULL */
    struct downset *downsets;  /* of the chain, smaller ones first */
    uint32_t downset_count;
    struct node_table roots, deals;
    struct wheel_bounds *wheels; /* wheels.c */
    struct pair_least *kept_pairs;
    int32_t *deal_bounds; /* by region and downset; NULL: not known */
    int32_t *least;       /* of each article, at its best */
    int64_t least_sum;
    int32_t spare; /* above that */
    int64_t blind;
    int32_t *pairs[2]; /* of a pinwheel being drawn up: of blocks that meet at a line */
    struct bm_plan_rect *judged_rects; /* of the way being judged, by article */
    uint32_t *judged_regions;
    struct bm_plan_block *judged_blocks;
    bool flows;      /* an article may go on in another region */
    bool few;        /* articles, so that regions may stay empty */
    bool exhaustive; /* no group was cut */
    uint64_t states;
    struct node *top;
    uint32_t taken; /* plans given out */
};

static inline uint32_t span_index(uint32_t columns, uint32_t x, uint32_t w)
{
    return x * columns - x * (x - 1) / 2 + w - 1;
}

static inline const struct table *table_of(const struct bm_plan_search *s, const struct universe *u,
                                           uint32_t set, uint32_t x, uint32_t w)
{
    return &u->sets[set].tables[span_index(s->task->columns, x, w)];
}

/* Least cost in h lines with the tops given. */
static inline int32_t cost_at(const struct table *t, uint32_t top, uint32_t h)
{
    return t->v[top] && h > t->from && h <= t->end ? t->v[top][h - 1 - t->from] : NEVER;
}

static inline int32_t least_at(const struct table *t, uint32_t h)
{
    return h > t->from && h <= t->end ? t->any[h - 1 - t->from] : NEVER;
}

/* 碰题 between the top right of one part and the top left of the other. */
static inline int32_t butting_of(const struct bm_plan_search *s, uint32_t left, uint32_t right)
{
    return (left & 2) || (right & 1) ? s->task->butting / 2 : s->task->butting;
}

/* 断版 by a cut across w columns, or down h lines. */
static inline bool is_through_across(const struct bm_plan_search *s, uint32_t w)
{
    return w == s->task->columns;
}

static inline bool is_through_down(const struct bm_plan_search *s, uint32_t h)
{
    return h == s->task->full_lines;
}

/* What such a cut costs. */
static inline int32_t through_cost(const struct bm_plan_search *s, bool through)
{
    return through ? s->task->through : 0;
}

void bm_plan_make_tables(struct bm_plan_search *s, struct universe *u);

enum node_kind {
    NODE_CELL, /* a set in a rectangle, with tops given */
    NODE_ROOT, /* a set in a whole region */
    NODE_DEAL  /* the articles after a downset in this region and the next ones */
};

enum way_kind {
    WAY_SINGLE,
    WAY_BELOW,
    WAY_BESIDE,
    WAY_PINWHEELS, /* the heights of one pinwheel that are not yet drawn up; b: steps so far */
    WAY_PINWHEEL,
    WAY_DEAL
};

#define WAY_PARTS 5
/* Parts of a deal: its sets from 0 on, then these. */
#define PART_FOOT 3
#define PART_NEXT 4

/* Which of ways that cost the same stands first: one below the other, side by side, pinwheels;
 * fewer articles in the earlier part (the number of the split), then the earlier part lower, or
 * narrower. */
static inline uint32_t way_order(enum way_kind kind, uint32_t split, uint32_t at, uint32_t tops)
{
    const uint32_t first = kind == WAY_PINWHEEL ? 2 : kind == WAY_BESIDE;
    return (first << 30) + (split * 128 + at) * TOPS * TOPS + tops;
}

/* A way to divide a node. What it costs is reckoned from below until all its parts are settled. */
struct way {
    int32_t cost;
    int32_t own;    /* of that the cut itself */
    uint32_t order; /* of ways that cost the same */
    uint32_t which; /* split; pinwheel of the node; deal of the node */
    uint16_t a, b;  /* lines, or columns, of the earlier part; p and q of a pinwheel */
    uint8_t kind;
    bool settled;
    bool judged;               /* cost and own hold `together` */
    int32_t together;          /* what its blocks cost together, above 碰题 and 断版 at cuts */
    uint8_t turned;            /* parts before this one do not advance any more */
    uint8_t tops[WAY_PARTS];   /* of each part */
    uint16_t ranks[WAY_PARTS]; /* which of each part's ways, 0: the cheapest */
};

struct pinwheel {
    uint32_t sets[5];
    uint16_t a, b; /* columns from the left */
    bool mirrored; /* the first block high, at the left; else wide, at the top */
};

/* The articles dealt out before a region. */
struct downset {
    uint32_t first; /* the members before this one … */
    uint64_t mask;  /* … and these of those from there on */
    uint32_t count;
};

#define DEAL_PARTS 3 /* sets in a region, each in a part of its own, beside strips */

/* A set in a part of a region. */
struct deal_part {
    uint32_t set;
    bool straight; /* divided by straight cuts only: it is not the whole region */
    struct bm_plan_rect rect;
};

/* What a region gets. */
struct deal {
    const struct universe *u;
    struct deal_part parts[DEAL_PARTS]; /* in the order of reading */
    uint32_t part_count;
    struct bm_plan_rect ended[2];    /* strips in which an article ends that began before */
    struct bm_plan_rect begun, foot; /* strips; columns 0: none */
    uint32_t ending, beginning;      /* the articles of strips */
    uint32_t downset, rest;          /* what is left for the next regions */
    uint32_t through, butting;       /* 断版 beside its parts and strips; 碰题, in half ones */
};

/* A region being dealt: what of it is taken already. */
struct dealing {
    struct bm_plan_search *s;
    struct node *node;
    struct deal deal;
    int64_t own;
    struct bm_plan_rect left;  /* what is free yet */
    struct bm_plan_rect other; /* the second part of it; columns 0: it is in one part */
    bool ended;                /* a strip stands in it */
    bool meets[DEAL_PARTS];    /* the part's head stands beside the next one's, or the strip's */
};

struct node {
    enum node_kind kind;
    bool opened;
    int32_t opened_from, opened_to; /* cheaper ways are there; while they are added: from … to */
    int32_t missed;                 /* the cheapest way dearer than that */
    int32_t first;                  /* bound when it was opened */
    uint8_t top;
    const struct universe *u;
    uint32_t set;
    uint32_t x, w, h;       /* CELL, ROOT */
    uint32_t region;        /* DEAL */
    uint32_t downset, rest; /* DEAL; rest: rows left of the article that follows the downset */
    int32_t bound;          /* the next way costs at least so much */
    struct way *found;      /* settled, cheapest first */
    size_t n, cap;
    struct bm_plan *forms; /* DEAL: of those, when they are varied */
    size_t form_cap;
    uint32_t judged; /* ROOT: ways so far */
    struct way *heap;
    size_t heap_n, heap_cap;
    uint32_t turned; /* ways of pinwheels */
    struct pinwheel *wheels;
    size_t wheel_count, wheel_cap;
    struct deal *deals;
    size_t deal_count, deal_cap;
};

/* ways.c */

/* Cost of the node's way of that rank, once it is settled; or, when that is not below budget, at
 * least so much does it cost. */
int32_t bm_plan_settle(struct bm_plan_search *s, struct node *node, uint32_t rank, int32_t budget);
/* Adds a way that is yet to be settled, when what it costs is in the range being opened. */
void bm_plan_add_way(struct bm_plan_search *s, struct node *node, struct way way);
/* Whether ways that cost so much are too dear for what is being opened; the least is kept. */
static inline bool bm_plan_pass_over(struct node *node, int32_t cost)
{
    if (cost < node->opened_to)
        return false;
    node->missed = cost < node->missed ? cost : node->missed;
    return true;
}
/* Adds the ways to divide a cell or a region by one straight cut. */
void bm_plan_add_cuts(struct bm_plan_search *s, struct node *node);
/* Adds a way of pinwheels; it stands after straight ways that cost the same. */
void bm_plan_add_turned(struct bm_plan_search *s, struct node *node, struct way way);
/* So much dearer ways are drawn up at once. */
#define OPEN_STEP 400
struct node *bm_plan_cell(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                          uint32_t top, uint32_t x, uint32_t w, uint32_t h);
/* A part of a way; NULL where it has none of that number. */
struct node *bm_plan_part(struct bm_plan_search *s, const struct node *node, const struct way *way,
                          uint32_t part);

/* Makes room for one more node; the slots are open, found by the hash of a node's key. */
void bm_plan_grow_table(struct bm_plan_search *s, struct node_table *t,
                        uint32_t (*hash)(const struct node *));

/* roots.c */

/* The node of a set in a region. Its bound holds before it is opened. */
struct node *bm_plan_root(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                          const struct bm_plan_rect *rect);
void bm_plan_open_root(struct bm_plan_search *s, struct node *node);
/* What the set costs at least in all of those columns, however high. */
int32_t bm_plan_least(struct bm_plan_search *s, const struct universe *u, uint32_t set, uint32_t x,
                      uint32_t w);

/* wheels.c */

/* What pinwheels of the set cost at least there. */
int32_t bm_plan_least_wheel(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                            uint32_t x, uint32_t w, uint32_t h);
/* Adds the root's pinwheels that cost as much as is being opened. */
void bm_plan_add_wheels(struct bm_plan_search *s, struct node *node);
/* Draws up the ways of one pinwheel, the cheapest first. */
void bm_plan_expand(struct bm_plan_search *s, struct node *node, const struct way *way);
/* The five blocks of a pinwheel, in order, cut at p and q lines. */
void bm_plan_blocks(const struct pinwheel *wheel, const struct bm_plan_rect *r, uint32_t p,
                    uint32_t q, struct bm_plan_rect out[5]);

/* plan.c */

/* What the blocks of a root's way cost together above 碰题 and 断版 at its cuts. */
int32_t bm_plan_judge(struct bm_plan_search *s, struct node *root, const struct way *way);
/* Where the blocks of a deal's way stand, and those of the regions after it; articles that stand
 * elsewhere have no region (UINT32_MAX). */
void bm_plan_trace(struct bm_plan_search *s, struct node *deal, const struct way *way,
                   struct bm_plan *plan);

/* forms.c */

/* Whether the deal's way is of another form than those found, and is kept as the next of them. */
bool bm_plan_is_new_form(struct bm_plan_search *s, struct node *deal, const struct way *way);

/* deals.c */

/* All sets that regions may get, into their universes; false: too many. */
bool bm_plan_make_sets(struct bm_plan_search *s);
void bm_plan_make_bounds(struct bm_plan_search *s);
void bm_plan_open_deal(struct bm_plan_search *s, struct node *node);
struct node *bm_plan_deal(struct bm_plan_search *s, uint32_t region, uint32_t downset,
                          uint32_t rest);
/* Whether articles must stand there. */
bool bm_plan_has_own(const struct bm_plan_search *s, uint32_t region);
/* The sets that may fill what is left of a region, from the downset on. */
void bm_plan_deal_sets(struct dealing *d, uint32_t from);
/* Adds another part of the region. */
void bm_plan_add_part(struct dealing *d, uint32_t set, const struct bm_plan_rect *rect);
/* Adds the ways of the node in which the region has these parts and strips. */
void bm_plan_fill(struct dealing *d);

/* strips.c */

/* Takes a strip of n columns or lines off an edge of a rectangle; what a 断版 there costs. */
int32_t bm_plan_take_strip(struct dealing *d, struct bm_plan_rect *from, struct bm_plan_rect *strip,
                           bool below, bool first, uint32_t n);
/* A long article begins beside or below the set and goes on in the next region. */
void bm_plan_begin_article(struct dealing *d, uint32_t set, const struct downset *next);
/* The article that came from the region before ends here, or goes through. */
void bm_plan_end_article(struct dealing *d);

#endif

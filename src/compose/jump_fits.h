/* What was found of articles that go on, and would be found again: what strips hold, and fits. In a
 * run they hang on the planner; from run to run they are kept by the key of the article's needs and
 * of the regions. Files: jumps.c, kept_jumps.c. */
#pragma once

#include "compose/jumps.h"

/* What a strip of an article holds, kept: many ways to deal out a region have it in common, and a
 * search asks for little else. */
struct strip_rows {
    uint64_t whose, where; /* what it is found by; whose 0: nothing is here */
    uint32_t rows;         /* without the one that a 转版 line takes */
    int32_t cost;
    bool known, asked; /* asked: in this run */
};

struct strip_table {
    struct strip_rows *v; /* each at its hash, or behind it */
    size_t n, size;       /* size: a power of two, never full */
};

/* The fit of an article in its strips, kept: plans often have them in common. */
struct jump_fit {
    uint32_t article;
    bool small;
    struct bm_plan_strip *strips;
    size_t n;
    int64_t costs[BM_PENALTIES];
    uint32_t over, rows_left, legs;
    uint32_t limits; /* that it hit */
    uint64_t parts;  /* of the budget, that it took */
    bool asked;      /* for in this run */
    struct jump_fit *next;
};

/* Where what is found by that key is, or, now, belongs. */
struct strip_rows *bm_compose_strip_place(struct planner *p, const struct strip_rows *key);

/* Puts what earlier runs found of the article into the planner, once. */
void bm_compose_kept_jumps_find(struct planner *p, uint32_t article);
/* Keeps what this run found. */
void bm_compose_kept_jumps_add(struct planner *p);

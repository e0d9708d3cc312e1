/* Make-up at hand: one change of edition.yaml and plan.lock that an editor asks for, from what was
 * asked to the files as they shall be; nothing is written here but plan.lock where the plan is
 * sought (it is put on disk only by who calls). */
#pragma once

#include "cli/serve.h"

enum bm_change_of {
    BM_CHANGE_EDITION,
    BM_CHANGE_LOCK,
    BM_CHANGE_FILES
};

struct bm_change {
    struct bm_serve *s;
    struct bm_arena *arena; /* of all of it: the turn's */
    struct bm_sources sources;
    struct bm_diags diags; /* why it cannot be, in words */
    struct bm_str op, article, with, style, section;
    uint32_t page, rank, to;
    bool has_page, has_rank, has_to;
    struct bm_str sums[BM_CHANGE_FILES]; /* of the files as the client has them; empty: any */
    struct bm_change_file {
        bool there;
        struct bm_str before, after;
    } files[BM_CHANGE_FILES];
    bool replan; /* frames are chosen anew; else those that are held stay */
};

const char *bm_change_name(enum bm_change_of file);

/* Reads what is asked: JSON. False: it is none, or names no operation. */
bool bm_change_read(struct bm_change *c, struct bm_serve *s, struct bm_str json);
/* Takes the files as they were read last. False: the client has others. */
bool bm_change_begin(struct bm_change *c);
/* What becomes of the files, but for the plan. False: diags say why it cannot be. */
bool bm_change_make(struct bm_change *c);
/* What becomes of plan.lock, once edition.yaml is on disk as it shall be. False: likewise. */
bool bm_change_plan(struct bm_change *c);

/* Whether an operation can be had for an article, as things stand; why not: diags. */
bool bm_change_can(struct bm_change *c);
/* The names of all operations, ended by NULL. */
extern const char *const bm_change_ops[];

/* What is known of an article. */
struct bm_change_article {
    size_t index;         /* in the edition's list; SIZE_MAX: it is not in it */
    bool on_hold;         /* … or it is on hold */
    bool hand;            /* it stands in a frame of edition.yaml's own */
    bool joined;          /* in a round-up, under one head with others */
    bool held;            /* in frames of plan.lock … */
    bool locked;          /* … which are locked, or their page is */
    uint32_t first, last; /* pages on which it stands; 0: none */
    struct bm_str head;   /* style of its title in plan.lock; empty: the kind's */
};
void bm_change_look(const struct bm_serve *s, struct bm_str article, struct bm_change_article *out);
/* Whether a page has an auto region, and is locked. */
bool bm_change_page_planned(const struct bm_serve *s, uint32_t page);
bool bm_change_page_locked(const struct bm_serve *s, uint32_t page);

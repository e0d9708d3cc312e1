/* Live matter: what was set stands ready for the next run, so that after a change to one article
 * only that is shaped and fitted anew. Given to make-up run after run (makeup.h), always with the
 * same layout, template, fonts, phrases and pictures: where one of those changes, bm_live_forget()
 * comes first. Articles are told apart by their serials; one without is set anew each time. Nothing
 * that is kept changes a result.
 *
 * Memory is used again: pages, galleys and fits live in arenas of the live matter. The pages of a
 * run are good until the run after the next that makes any. */
#pragma once

#include "fit/fit.h"
#include "galley/paras.h"
#include "paint/painted.h"

/* An article as it was set. */
struct bm_live_article {
    uint64_t serial; /* 0: of none that is kept */
    uint64_t run;    /* in which it was used last */
    struct bm_arena *arena;
    struct bm_paras_user user; /* of its paragraphs */
    struct bm_diags said;      /* while its galleys were made */
    struct bm_subject subject;
    struct bm_fitted fitted;
    bool set; /* it has galleys … */
    bool fit; /* … and is fitted to its frames */
};

struct bm_live;
struct bm_live *bm_live_new(void);
/* NULL is allowed. */
void bm_live_drop(struct bm_live *live);
/* All matter is dead; the memory stays. */
void bm_live_forget(struct bm_live *live);

/* For make-up. A run begins: the pages before the last end, and their arena is its. It ends, and
 * made pages or not. */
struct bm_arena *bm_live_begin(struct bm_live *live, struct bm_fonts *fonts);
void bm_live_end(struct bm_live *live, bool made);
/* Of what is needed in this run alone, and of what copyfitting tries. */
struct bm_arena *bm_live_work(struct bm_live *live);
struct bm_arena *bm_live_trying(struct bm_live *live);
struct bm_shaper *bm_live_shaper(struct bm_live *live);
struct bm_paras *bm_live_paras(struct bm_live *live);
/* Who has the paragraphs that belong to no article, in the work of the run. */
struct bm_paras_user *bm_live_machine(struct bm_live *live);
/* The page of that number, from 1, as it was painted last. */
struct bm_painted *bm_live_page(struct bm_live *live, uint32_t number);
/* The article of the serial; one that is new is empty but for its arena and a list for messages. */
struct bm_live_article *bm_live_article(struct bm_live *live, uint64_t serial);

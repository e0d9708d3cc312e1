/* What there is to choose from: what may be done with an article, other plans, why it stands where
 * it stands. As members of a JSON object. */
#pragma once

#include "cli/serve_change.h"

#define BM_CHOICES_MOST 4 /* plans that are shown: the best, and three others */

/* Plans that were shown, as sections of plan.lock, for the files as they were. Not in an arena. */
struct bm_choices {
    char sums[BM_CHANGE_FILES][65];
    char *sections[BM_CHOICES_MOST];
    size_t n;
};

struct bm_json;

void bm_choices_free(struct bm_choices *choices);
/* Files, the plan, pages, articles on hold; of an article, if one is named, each operation. */
void bm_choices_put(struct bm_serve *s, struct bm_str article, enum bm_lang lang,
                    struct bm_json *json);
/* Seeks the plans, by one search, and shows them as frames. */
void bm_choices_plans(struct bm_serve *s, struct bm_choices *choices, struct bm_json *json);
/* Puts plan.lock with the plan of that number (c->page, from 1) into the change. False: they were
 * made for other files, or there is none of that number. */
bool bm_choices_take(const struct bm_choices *choices, struct bm_change *c);
/* Frames, style of the head, fit and cost of an article. plan: what is not known of the cost may be
 * found by planning. */
void bm_choices_why(struct bm_serve *s, struct bm_str article, bool plan, struct bm_json *json);

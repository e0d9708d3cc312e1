/* Rough plans, by the room that articles need alone. File: rough.c. */
#pragma once

#include "plan/plan.h"

/* The room that an article takes where it costs least, by the prices that are known: base columns ×
 * lines. */
uint64_t bm_compose_need(const struct bm_plan_task *task, uint32_t article);

/* Whether regions have a place for each article, a base column and a line at least. */
bool bm_compose_has_room(const struct bm_plan_task *task);

#define ROUGH_MANNERS 6
/* Some plan where no search finds one, or none was asked for: each region gets, in the list's
 * order, articles that need about the room that it has, and is halved among them by straight cuts,
 * by the room that they need where they cost least. There are several manners of it, from 0. It
 * costs BM_PLAN_NEVER: nobody reckoned it. There must be room. */
void bm_compose_rough(struct bm_arena *arena, const struct bm_plan_task *task, uint32_t manner,
                      struct bm_plan *plan);

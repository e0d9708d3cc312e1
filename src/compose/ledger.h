/* What a plan costs, for the report. File: ledger.c. */
#pragma once

#include "compose/faults.h"

/* The plan's ledger, kept with the pages; without frames, and without the list of plans. */
void bm_compose_report(struct planner *p, const struct judged *plan, uint32_t limits,
                       uint32_t measured, struct bm_plan_ledger *out);

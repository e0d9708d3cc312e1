/* Where outputs would go, and whether they may: no two to one place, none over what the run reads,
 * however their paths are spelled. */
#pragma once

#include "cli/session.h"

/* False with SAME_OUTPUT or OUTPUT_IS_INPUT (exit 2), before anything is written: paths are those
 * of all outputs but the report, which is compared with them. */
bool bm_places_check(struct bm_session *session, const struct bm_paths *paths);
/* The same for the report alone. When the edition could not be loaded, so that not all of its files
 * are known, a report takes the place of nothing but another. */
bool bm_place_of_report(struct bm_session *session);

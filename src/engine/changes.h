/* What differs between the pages of two revisions, and where. */
#pragma once

#include "engine/engine.h"

/* The pages that differ, in arena; before may be NULL. */
struct bm_changed_page *bm_changes_find(struct bm_arena *arena, const struct bm_pages *before,
                                        const struct bm_pages *after, size_t *n);

/* Inside edits/: articles by their names. */
#pragma once

#include "edits/editing.h"

/* A name without .md. */
struct bm_str bm_edit_bare(struct bm_str name);
bool bm_edit_is_named(const struct bm_yaml *name, struct bm_str article);
/* A value that may be changed; NULL: there is none. */
struct bm_yaml *bm_edit_get(const struct bm_yaml *map, const char *key);
/* Says that the text has no such article. False. */
bool bm_edit_no_article(struct bm_editing *e, struct bm_str article);
/* Frames of pages that name one of two articles name the other; n of them. */
bool bm_edit_swap_names(struct bm_editing *e, struct bm_yaml *pages, struct bm_str a,
                        struct bm_str b, size_t *n);

/* Inside edits/: places in the text that is edited. */
#pragma once

#include "edits/editing.h"

void bm_edit_put(struct bm_editing *e, size_t at, size_t n, struct bm_str text);

/* First and last byte and one more of a value, quotes included. */
size_t bm_edit_begin(const struct bm_editing *e, const struct bm_yaml *node);
size_t bm_edit_end(const struct bm_editing *e, const struct bm_yaml *node);
/* A value that is not written. */
bool bm_edit_is_nothing(const struct bm_yaml *node);
/* Where the value of an entry ends; of one that is not written: behind the colon. */
size_t bm_edit_value_end(const struct bm_editing *e, const struct bm_yaml *map, size_t i);

/* Of the line at a place: where it begins, where its end of line begins, and the next line. */
size_t bm_edit_line_begin(const struct bm_editing *e, size_t at);
size_t bm_edit_line_end(const struct bm_editing *e, size_t at);
size_t bm_edit_past_line(const struct bm_editing *e, size_t at);
/* The line end of the text. */
struct bm_str bm_edit_eol(const struct bm_editing *e);

/* Checks of what is read: no file may hold characters with a fault (base/characters.h), however
 * they are written. */
#pragma once

#include "base/characters.h"
#include "base/diag.h"

/* Says, at span, when the code point has a fault, and that it has. */
bool bm_character_refused(struct bm_diags *diags, uint32_t cp, struct bm_span span);

/* Checks a source's bytes for UTF-8 and for characters with faults (a CR before LF has none); says
 * the first of each kind with its place. Used on every text file that is read. */
bool bm_text_check(const struct bm_sources *sources, uint32_t file, struct bm_diags *diags);

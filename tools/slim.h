/* Scripts and styles without what only their readers need: comments, indentation, blank lines.
 * Nothing else changes: strings, templates and regular expressions are told apart and copied as
 * they are, lines end where they ended. */
#pragma once

#include "base/buf.h"

/* Adds it to out. False: a string, template, regular expression or comment does not end, or a
 * template is nested too deeply. */
bool slim_script(struct bm_str text, struct bm_buf *out);
bool slim_style(struct bm_str text, struct bm_buf *out);

/* Patterns for the names of files, of which there is one a page: "{edition}-{page:02}.pdf". */
#pragma once

#include "base/diag.h"

#define BM_PATTERN_DEFAULT "{edition}-{page:02}.pdf"

/* What the placeholders stand for. */
struct bm_pattern_values {
    struct bm_str edition; /* {edition}: its name */
    struct bm_str layout;  /* {layout} */
    struct bm_str date;    /* {date}: YYYY-MM-DD; {day}: the same without hyphens */
    uint32_t page;         /* {page}, and with leading zeros to N digits {page:0N}, N from 1 to 9 */
};

/* False with BAD_PATTERN (exit 2): a placeholder that is not known or not closed, no page, so that
 * every page would have the same name, or a path that begins with / or goes up (..). Braces are
 * always a placeholder's. */
bool bm_pattern_check(const char *pattern, struct bm_diags *diags);

/* Appends the name; what a value has of slashes becomes hyphens. False with BAD_PATTERN where the
 * pattern asks for a date and there is none. The pattern must have passed the check. */
bool bm_pattern_fill(const char *pattern, const struct bm_pattern_values *values,
                     struct bm_buf *out, struct bm_diags *diags);

/* What a rule of the copy desk says of one place. Such rules are data (rules/desk.yaml), and so are
 * their words: a ruling carries them in both languages, as base/diag.h does for the catalogue's. */
#pragma once

#include "base/diag.h"

struct bm_ruling {
    struct bm_str rule;    /* its name: double-mark */
    struct bm_str says[2]; /* by enum bm_lang: the sentence, with what it is about … */
    struct bm_str help[2]; /* … and what to do; may be empty */
};

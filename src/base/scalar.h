/* Names and numbers written as YAML. */
#pragma once

#include "base/buf.h"

/* Appends s as a scalar, in quotes where it cannot stand in braces without. */
void bm_scalar_put(struct bm_buf *out, struct bm_str s);
/* Whether it can. */
bool bm_scalar_is_plain(struct bm_str s);

/* Rules by their names. */
#include "copydesk/parts.h"

uint32_t rule_named(const struct bm_copydesk *desk, struct bm_str id)
{
    for (uint32_t i = 0; i < desk->rule_count; i++)
        if (bm_str_eq(desk->rules[i].id, id))
            return i;
    return NO_RULE;
}

void rule_unknown(const struct bm_copydesk *desk, struct bm_arena *arena, struct bm_span span,
                  struct bm_str id, struct bm_diags *diags)
{
    const char **names = BM_NEW_N(arena, desk->rule_count, const char *);
    for (size_t i = 0; i < desk->rule_count; i++)
        names[i] = desk->rules[i].id.p; /* a copy, which ends with a NUL */
    bm_diag(diags, BM_MSG_UNKNOWN_RULE, span, id,
            bm_suggestion(arena, id, names, desk->rule_count, 6));
}

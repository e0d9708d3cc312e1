/* The functions that rows of rules/desk.yaml may name. */
#include "copydesk/parts.h"

#include <assert.h>

static const struct function functions[] = {
    {"pairs", form_pairs, NULL},
    {"doubled", form_doubled, NULL},
    {"opens-closed", form_opens_closed, NULL},
    {"no-end", form_no_end, NULL},
    {"bad-date", form_bad_date, NULL},
    {"weekday", form_weekday, NULL},
    {"weekday-of-paper", NULL, fact_weekday},
    {"days", NULL, fact_days},
    {"future", NULL, fact_future},
    {"plan-years", NULL, fact_plan_years},
    {"numbering", NULL, fact_numbering},
    {"inline-numbering", NULL, fact_inline_numbering},
    {"series", NULL, fact_series},
    {"series-twice", NULL, fact_series_twice},
    {"counts", NULL, fact_counts},
    {"sittings", NULL, fact_sittings},
    {"titles", NULL, fact_titles},
    {"with-de", NULL, fact_with_de},
    {"siblings", NULL, fact_siblings},
    {"sibling-fields", NULL, fact_sibling_fields},
    {"name-apart", NULL, fact_name_apart},
    {"post-twice", NULL, fact_post_twice},
    {"post-list", NULL, fact_post_list},
    {"people-order", NULL, fact_people_order},
    {"orders", NULL, fact_orders},
    {"figures", NULL, fact_figures},
    {"percents", NULL, fact_percents},
    {"heads", NULL, fact_heads},
    {"head-words", NULL, fact_head_words},
    {"folio", NULL, fact_folio},
    /* of lists: found by all words at once (form.c) */
    {"slips", NULL, NULL},
    {"variants", NULL, NULL},
    {"usage", NULL, NULL},
    {"phrases", NULL, NULL},
    {"taboo", NULL, NULL},
    /* said by the desk itself */
    {"limit", NULL, NULL},
    {"stale-ok", NULL, NULL},
    {"post-date", NULL, NULL}, /* by post-list */
};

static_assert(BM_COUNT(functions) <= FUNCTIONS_MOST, "functions");

const struct function *function_named(struct bm_str name)
{
    for (size_t i = 0; i < BM_COUNT(functions); i++)
        if (bm_str_is(name, functions[i].name))
            return &functions[i];
    return NULL;
}

size_t function_names(const char *names[FUNCTIONS_MOST])
{
    for (size_t i = 0; i < BM_COUNT(functions); i++)
        names[i] = functions[i].name;
    return BM_COUNT(functions);
}

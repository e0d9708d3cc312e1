/* Patterns, by PCRE2. Its matching is bounded by its own counters of steps, so that no pattern of a
 * house can hold the program up; compiled code is never run as machine code, where steps are not
 * counted. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <pcre2.h>
#include <stdlib.h>

struct pattern {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
};

static struct pattern *make(struct bm_str text, int *error)
{
    size_t at;
    struct pattern *p = calloc(1, sizeof *p);
    if (!p)
        bm_out_of_memory();
    p->code =
        pcre2_compile((PCRE2_SPTR)text.p, text.n,
                      PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C, error, &at, NULL);
    p->context = pcre2_match_context_create(NULL);
    p->data = p->code ? pcre2_match_data_create_from_pattern(p->code, NULL) : NULL;
    if (!p->context || (p->code && !p->data))
        bm_out_of_memory();
    pcre2_set_match_limit(p->context, STEPS_MOST);
    pcre2_set_depth_limit(p->context, DEPTH_MOST);
    pcre2_set_heap_limit(p->context, HEAP_MOST_KIB);
    if (p->code)
        return p;
    pattern_free(p);
    return NULL;
}

struct pattern *pattern_make(struct bm_arena *arena, const struct bm_yaml *node,
                             struct bm_diags *diags)
{
    (void)arena;
    int error = 0;
    if (node->text.n > PATTERN_MOST) {
        bm_diag_too_many(diags, node->span, "characters of this value", node->text.n, PATTERN_MOST);
        return NULL;
    }
    struct pattern *p = make(node->text, &error);
    if (!p) {
        unsigned char said[120];
        pcre2_get_error_message(error, said, sizeof said);
        bm_diag(diags, BM_MSG_RULE_PATTERN, node->span, node->text, bm_str_c((char *)said));
    }
    return p;
}

struct pattern *pattern_own(const char *text)
{
    int error = 0;
    struct pattern *p = make(bm_str_c(text), &error);
    if (!p)
        bm_out_of_memory(); /* nothing else can be wrong with it */
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p)
        return;
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->context);
    pcre2_code_free(p->code);
    free(p);
}

int pattern_next(const struct pattern *p, struct bm_str text, uint32_t *at,
                 uint32_t groups[2 * GROUPS_MOST])
{
    if (*at > text.n)
        return 0;
    const int n = pcre2_match(p->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, *at,
                              PCRE2_NO_UTF_CHECK, p->data, p->context);
    if (n == PCRE2_ERROR_NOMATCH)
        return 0;
    if (n < 0)
        return -1;
    const size_t *v = pcre2_get_ovector_pointer(p->data);
    for (int i = 0; i < GROUPS_MOST; i++) {
        const bool in = i < n && v[2 * i] != PCRE2_UNSET;
        groups[2 * i] = in ? (uint32_t)v[2 * i] : UINT32_MAX;
        groups[2 * i + 1] = in ? (uint32_t)v[2 * i + 1] : UINT32_MAX;
    }
    *at = groups[1];
    if (groups[1] <= groups[0]) /* of nothing: on by a character */
        *at = groups[0] < text.n ? (uint32_t)chars_on(text, groups[0], 1) : (uint32_t)text.n + 1;
    return 1;
}

const struct pattern *work_pattern(struct work *work, const char *text)
{
    for (size_t i = 0; i < work->own_count; i++)
        if (work->own[i].text == text)
            return work->own[i].pattern;
    work->own =
        bm_arena_grow(work->scratch, work->own, work->own_count, &work->own_cap, sizeof *work->own);
    work->own[work->own_count] = (struct own_pattern){text, pattern_own(text)};
    return work->own[work->own_count++].pattern;
}

/* Rules are read: rules/desk.yaml, and what layouts and houses say of levels. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <string.h>

static const char *const role_names[ROLES] = {"head", "lead", "byline", "body",   "subhead",
                                              "item", "cell", "tail",   "caption"};
static const char *const level_words[] = {"off", "note", "warning", "error"};

const struct bm_yaml *file_root(struct reader *r, uint32_t file, enum bm_yaml_kind kind)
{
    const struct bm_str text = r->sources->v[file].text;
    const struct bm_yaml *root =
        bm_yaml_read(r->arena, r->sources, file, 0, (uint32_t)text.n, r->diags);
    if (root && kind == BM_YAML_LIST && root->kind == BM_YAML_MAP && !root->n)
        return root; /* an empty file */
    return root && bm_yaml_want(root, kind, r->diags) &&
                   bm_yaml_within(root, ROWS_MOST, 20000, r->diags)
               ? root
               : NULL;
}

bool word_read(struct reader *r, const struct bm_yaml *map, const char *key, struct bm_str *out)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    if (!node)
        return true;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, r->diags))
        return false;
    *out = node->text;
    return true;
}

bool list_read(struct reader *r, const struct bm_yaml *map, const char *key, struct words_list *out)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    if (!node)
        return true;
    if (node->kind == BM_YAML_SCALAR) {
        out->v = BM_NEW(r->arena, struct bm_str);
        out->v[out->n++] = node->text;
        return true;
    }
    if (!bm_yaml_want(node, BM_YAML_LIST, r->diags))
        return false;
    bool fine = true;
    out->v = BM_NEW_N(r->arena, node->n, struct bm_str);
    for (size_t i = 0; i < node->n; i++) {
        fine &= bm_yaml_want(node->values[i], BM_YAML_SCALAR, r->diags);
        out->v[out->n++] = node->values[i]->text;
    }
    return fine;
}

static bool unknown_word(struct reader *r, const struct bm_yaml *node, const char *const *names,
                         size_t n)
{
    return bm_diag(r->diags, BM_MSG_UNKNOWN_WORD, node->span, node->text,
                   bm_suggestion(r->arena, node->text, names, n, 8));
}

static bool level_read(struct reader *r, const struct bm_yaml *node, int *level)
{
    if (!bm_yaml_want(node, BM_YAML_SCALAR, r->diags))
        return false;
    for (int i = 0; i < (int)BM_COUNT(level_words); i++)
        if (bm_str_is(node->text, level_words[i])) {
            *level = i - 1;
            return true;
        }
    return unknown_word(r, node, level_words, BM_COUNT(level_words));
}

static bool roles_read(struct reader *r, const struct bm_yaml *node, unsigned *roles)
{
    if (!node) {
        *roles = (1u << ROLES) - 1;
        return true;
    }
    if (!bm_yaml_want(node, BM_YAML_LIST, r->diags))
        return false;
    bool fine = true;
    for (size_t i = 0; i < node->n; i++) {
        size_t k = 0;
        if (!bm_yaml_want(node->values[i], BM_YAML_SCALAR, r->diags))
            return false;
        while (k < ROLES && !bm_str_is(node->values[i]->text, role_names[k]))
            k++;
        if (k == ROLES)
            fine = unknown_word(r, node->values[i], role_names, ROLES);
        else
            *roles |= 1u << k;
    }
    return fine;
}

/* {zh: …, en: …} */
static bool words_read(struct reader *r, const struct bm_yaml *row, const char *key,
                       struct bm_str out[2])
{
    static const char *const keys[] = {"en", "zh"};
    const struct bm_yaml *node = bm_yaml_get(row, key);
    if (!node)
        return true;
    return bm_yaml_want(node, BM_YAML_MAP, r->diags) &&
           bm_yaml_check_keys(node, keys, BM_COUNT(keys), r->diags) &&
           word_read(r, node, "en", &out[BM_LANG_EN]) && word_read(r, node, "zh", &out[BM_LANG_ZH]);
}

static bool what_read(struct reader *r, const struct bm_yaml *row, struct rule *rule)
{
    const struct bm_yaml *pattern = bm_yaml_get(row, "pattern");
    const struct bm_yaml *function = bm_yaml_get(row, "function");
    if (pattern) {
        if (!bm_yaml_want(pattern, BM_YAML_SCALAR, r->diags))
            return false;
        rule->pattern = pattern_make(r->arena, pattern, r->diags);
        return rule->pattern != NULL;
    }
    if (!function)
        return rule->words.n || bm_diag(r->diags, BM_MSG_MISSING_KEY, row->span, BM_STR("pattern"));
    if (!bm_yaml_want(function, BM_YAML_SCALAR, r->diags))
        return false;
    rule->function = function_named(function->text);
    if (rule->function)
        return true;
    const char *names[FUNCTIONS_MOST];
    const size_t n = function_names(names);
    return unknown_word(r, function, names, n);
}

static bool rule_read(struct reader *r, const struct bm_yaml *row, struct rule *rule)
{
    static const char *const keys[] = {
        "has",  "id",   "level", "in",        "pattern", "words", "function", "kinds",
        "once", "says", "help",  "not-after", "wrong",   "right", "source",   "not-before"};
    if (!bm_yaml_want(row, BM_YAML_MAP, r->diags))
        return false;
    bool fine = bm_yaml_check_keys(row, keys, BM_COUNT(keys), r->diags);
    const struct bm_yaml *level = bm_yaml_get(row, "level"), *once = bm_yaml_get(row, "once");
    *rule = (struct rule){.span = row->span, .level = BM_WARNING};
    fine &= word_read(r, row, "id", &rule->id) && word_read(r, row, "source", &rule->source) &&
            word_read(r, row, "wrong", &rule->wrong) && word_read(r, row, "right", &rule->right);
    fine &= roles_read(r, bm_yaml_get(row, "in"), &rule->roles);
    fine &= !level || level_read(r, level, &rule->level);
    fine &= !once || bm_yaml_flag(once, &rule->once, r->diags);
    fine &= list_read(r, row, "words", &rule->words) && list_read(r, row, "kinds", &rule->kinds) &&
            list_read(r, row, "has", &rule->has) &&
            list_read(r, row, "not-before", &rule->not_before) &&
            list_read(r, row, "not-after", &rule->not_after);
    fine &= words_read(r, row, "says", rule->says) && words_read(r, row, "help", rule->help);
    fine = fine && what_read(r, row, rule);
    if (fine && (!rule->id.n || !rule->says[BM_LANG_EN].n || !rule->says[BM_LANG_ZH].n))
        fine =
            bm_diag(r->diags, BM_MSG_MISSING_KEY, row->span, bm_str_c(rule->id.n ? "says" : "id"));
    if (fine && rule_named(r->desk, rule->id) != NO_RULE)
        fine = bm_diag(r->diags, BM_MSG_UNKNOWN_WORD, row->span, rule->id, BM_STR("-"));
    rule->id = bm_str_copy(r->arena, rule->id);
    return fine;
}

/* The words of a row without a function are words of the automaton. */
static void add_words(struct reader *r, uint32_t rule)
{
    const struct rule *row = &r->desk->rules[rule];
    for (size_t i = 0; i < row->words.n && !row->function && !row->pattern; i++)
        automaton_add(r->arena, &r->desk->words,
                      &(struct word){.rule = rule,
                                     .wrong = row->words.v[i],
                                     .not_before = row->not_before,
                                     .not_after = row->not_after});
}

static uint32_t rule_of(const struct bm_copydesk *desk, const char *function)
{
    for (uint32_t i = 0; i < desk->rule_count; i++)
        if (desk->rules[i].function && strcmp(desk->rules[i].function->name, function) == 0)
            return i;
    return NO_RULE;
}

bool rules_read(struct reader *r, uint32_t file)
{
    struct bm_copydesk *desk = r->desk;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_LIST);
    if (!root)
        return false;
    if (root->n > RULES_MOST)
        return bm_diag_too_many(r->diags, root->span, "rules", root->n, RULES_MOST);
    bool fine = true;
    desk->rules = BM_NEW_N(r->arena, root->n, struct rule);
    for (size_t i = 0; i < root->n && root->kind == BM_YAML_LIST; i++) {
        fine &= rule_read(r, root->values[i], &desk->rules[desk->rule_count]);
        desk->rule_count++;
        add_words(r, (uint32_t)i);
    }
    desk->slip = rule_of(desk, "slips");
    desk->variant = rule_of(desk, "variants");
    desk->usage = rule_of(desk, "usage");
    desk->phrase = rule_of(desk, "phrases");
    desk->taboo = rule_of(desk, "taboo");
    desk->limit = rule_of(desk, "limit");
    desk->stale = rule_of(desk, "stale-ok");
    return fine;
}

bool levels_read(struct reader *r, const struct bm_yaml *map)
{
    bool fine = true;
    if (!map)
        return true;
    if (!bm_yaml_want(map, BM_YAML_MAP, r->diags))
        return false;
    for (size_t i = 0; i < map->n; i++) {
        const uint32_t rule = rule_named(r->desk, map->keys[i]->text);
        if (rule == NO_RULE) {
            rule_unknown(r->desk, r->arena, map->keys[i]->span, map->keys[i]->text, r->diags);
            fine = false;
        } else {
            fine &= level_read(r, map->values[i], &r->desk->rules[rule].level);
        }
    }
    return fine;
}

size_t bm_copydesk_rule_count(const struct bm_copydesk *desk)
{
    return desk->rule_count;
}

struct bm_copydesk_rule bm_copydesk_rule_at(const struct bm_copydesk *desk, size_t i)
{
    const struct rule *r = &desk->rules[i];
    return (struct bm_copydesk_rule){
        .id = r->id,
        .level = r->level,
        .fact = r->function && r->function->all,
        .says = {r->says[0], r->says[1]},
        .help = {r->help[0], r->help[1]},
        .source = r->source,
        .wrong = r->wrong,
        .right = r->right,
    };
}

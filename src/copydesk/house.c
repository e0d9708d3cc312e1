/* Lists of words and of the house: slips, variants, words, phrases, people, the paper. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

static const char *const word_keys[] = {"wrong", "right", "not-before", "not-after",
                                        "with",  "why",   "unless",     "source"};

static bool too_long(struct reader *r, const struct bm_yaml *row, struct bm_str word)
{
    return word.n > WORD_MOST_BYTES &&
           !bm_diag_too_many(r->diags, row->span, "characters of this value", word.n,
                             WORD_MOST_BYTES);
}

/* {wrong, right, not-before, not-after, with, unless, why}: of several wrong ones a word each. */
static bool word_row(struct reader *r, const struct bm_yaml *row, uint32_t rule)
{
    struct word word = {.rule = rule};
    struct words_list wrong = {0};
    if (!bm_yaml_want(row, BM_YAML_MAP, r->diags) ||
        !bm_yaml_check_keys(row, word_keys, BM_COUNT(word_keys), r->diags) ||
        !list_read(r, row, "wrong", &wrong) || !word_read(r, row, "right", &word.right) ||
        !word_read(r, row, "why", &word.why) ||
        !list_read(r, row, "not-before", &word.not_before) ||
        !list_read(r, row, "not-after", &word.not_after) ||
        !list_read(r, row, "with", &word.with) || !list_read(r, row, "unless", &word.unless))
        return false;
    if (!wrong.n)
        return bm_diag(r->diags, BM_MSG_MISSING_KEY, row->span, BM_STR("wrong"));
    for (size_t i = 0; i < wrong.n; i++) {
        if (too_long(r, row, wrong.v[i]))
            return false;
        word.wrong = wrong.v[i];
        automaton_add(r->arena, &r->desk->words, &word);
    }
    return true;
}

static bool words_file(struct reader *r, uint32_t file, uint32_t rule)
{
    bool fine = true;
    if (file == BM_NO_FILE || rule == NO_RULE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_LIST);
    for (size_t i = 0; root && i < root->n; i++)
        fine &= word_row(r, root->values[i], rule);
    return root && fine;
}

/* Of a phrase that has at most two characters other than it should, one third is whole: its thirds
 * are words of the automaton. */
static void add_phrase(struct reader *r, struct phrase *phrase)
{
    const size_t n = bm_utf8_count(phrase->text.p, phrase->text.n), parts = n >= 9 ? 3 : 2;
    size_t from = 0;
    for (size_t i = 0; i < parts; i++) {
        const size_t to = i + 1 == parts ? phrase->text.n : chars_on(phrase->text, from, n / parts);
        automaton_add(r->arena, &r->desk->words,
                      &(struct word){.rule = r->desk->phrase,
                                     .wrong = str_part(phrase->text, from, to),
                                     .phrase = phrase,
                                     .offset = (uint32_t)from});
        from = to;
    }
}

static bool phrases_file(struct reader *r, uint32_t file)
{
    static const char *const keys[] = {"phrase", "source", "from"};
    if (file == BM_NO_FILE || r->desk->phrase == NO_RULE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_LIST);
    bool fine = root != NULL;
    for (size_t i = 0; root && i < root->n; i++) {
        const struct bm_yaml *row = root->values[i];
        struct phrase *phrase = BM_NEW(r->arena, struct phrase);
        if (row->kind == BM_YAML_SCALAR) {
            phrase->text = row->text;
        } else if (!bm_yaml_want(row, BM_YAML_MAP, r->diags) ||
                   !bm_yaml_check_keys(row, keys, BM_COUNT(keys), r->diags) ||
                   !word_read(r, row, "phrase", &phrase->text) ||
                   !word_read(r, row, "source", &phrase->source)) {
            fine = false;
            continue;
        }
        if (too_long(r, row, phrase->text))
            return false;
        if (bm_utf8_count(phrase->text.p, phrase->text.n) >= 6) /* of fewer, many others are near */
            add_phrase(r, phrase);
    }
    return fine;
}

/* {words: […], allow: […]} */
static bool taboo_file(struct reader *r, uint32_t file)
{
    static const char *const keys[] = {"words", "allow"};
    struct words_list words = {0};
    if (file == BM_NO_FILE || r->desk->taboo == NO_RULE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_MAP);
    if (!root || !bm_yaml_check_keys(root, keys, BM_COUNT(keys), r->diags) ||
        !list_read(r, root, "words", &words) || !list_read(r, root, "allow", &r->desk->allowed))
        return false;
    for (size_t i = 0; i < words.n; i++) {
        if (too_long(r, root, words.v[i]))
            return false;
        automaton_add(r->arena, &r->desk->words,
                      &(struct word){.rule = r->desk->taboo, .wrong = words.v[i]});
    }
    return true;
}

static bool date_read(struct reader *r, const struct bm_yaml *row, const char *key, uint32_t *out)
{
    struct bm_str s = {0};
    if (!word_read(r, row, key, &s))
        return false;
    *out = s.n ? date_number(s) : 0;
    return !s.n || *out ||
           bm_diag(r->diags, BM_MSG_BAD_DATE, bm_yaml_get(row, key)->span, s, BM_STR("YYYY-MM-DD"));
}

static bool people_file(struct reader *r, uint32_t file)
{
    static const char *const keys[] = {"name", "post", "from", "to", "order", "sex", "nationality"};
    if (file == BM_NO_FILE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_LIST);
    bool fine = root != NULL;
    r->desk->people = BM_NEW_N(r->arena, root ? root->n : 0, struct person);
    for (size_t i = 0; root && i < root->n; i++) {
        const struct bm_yaml *row = root->values[i], *order = bm_yaml_get(row, "order");
        struct person *p = &r->desk->people[r->desk->person_count];
        p->span = row->span;
        if (!bm_yaml_want(row, BM_YAML_MAP, r->diags) ||
            !bm_yaml_check_keys(row, keys, BM_COUNT(keys), r->diags) ||
            !word_read(r, row, "name", &p->name) || !word_read(r, row, "post", &p->post) ||
            !word_read(r, row, "sex", &p->sex) ||
            !word_read(r, row, "nationality", &p->nationality) ||
            !date_read(r, row, "from", &p->from) || !date_read(r, row, "to", &p->to) ||
            (order && !bm_yaml_int(order, 1, 999999, &p->order, r->diags)))
            fine = false;
        else if (!p->name.n)
            fine = bm_diag(r->diags, BM_MSG_MISSING_KEY, row->span, BM_STR("name"));
        else
            r->desk->person_count++;
    }
    return fine;
}

/* {name, cn, last: {date, number}} */
static bool paper_file(struct reader *r, uint32_t file)
{
    static const char *const keys[] = {"name", "cn", "last"}, *const last_keys[] = {"date",
                                                                                    "number"};
    struct paper *p = &r->desk->paper;
    if (file == BM_NO_FILE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_MAP), *last = bm_yaml_get(root, "last");
    r->desk->has_paper = root != NULL;
    return root && bm_yaml_check_keys(root, keys, BM_COUNT(keys), r->diags) &&
           word_read(r, root, "name", &p->name) && word_read(r, root, "cn", &p->cn) &&
           (!last || (bm_yaml_want(last, BM_YAML_MAP, r->diags) &&
                      bm_yaml_check_keys(last, last_keys, BM_COUNT(last_keys), r->diags) &&
                      date_read(r, last, "date", &p->last_date) &&
                      word_read(r, last, "number", &p->last_number)));
}

/* desk.yaml of a house: {levels: {RULE: LEVEL}} */
static bool levels_file(struct reader *r, uint32_t file)
{
    static const char *const keys[] = {"levels"};
    if (file == BM_NO_FILE)
        return true;
    const struct bm_yaml *root = file_root(r, file, BM_YAML_MAP);
    return root && bm_yaml_check_keys(root, keys, BM_COUNT(keys), r->diags) &&
           levels_read(r, bm_yaml_get(root, "levels"));
}

bool house_read(struct reader *r, const struct bm_copydesk_files *files)
{
    bool fine = words_file(r, files->slips, r->desk->slip);
    fine &= words_file(r, files->variants, r->desk->variant);
    fine &= words_file(r, files->usage, r->desk->usage);
    fine &= phrases_file(r, files->phrases);
    fine &= taboo_file(r, files->taboo);
    fine &= people_file(r, files->people);
    fine &= paper_file(r, files->paper);
    fine &= levels_file(r, files->levels);
    automaton_end(r->arena, &r->desk->words);
    return fine;
}

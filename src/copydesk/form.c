/* Rules on forms: patterns, words of lists, functions of one line. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <uchar.h>

static bool among(const struct words_list *list, struct bm_str s, uint32_t at, bool before)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct bm_str w = list->v[i];
        if (before ? at >= w.n && memcmp(s.p + at - w.n, w.p, w.n) == 0
                   : at + w.n <= s.n && memcmp(s.p + at, w.p, w.n) == 0)
            return true;
    }
    return false;
}

/* Whether any of the words stands in the text. */
static bool any_in(const struct words_list *list, struct bm_str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_find(s, list->v[i], 0) < s.n)
            return true;
    return false;
}

static void read_pattern(struct work *work, uint32_t index, const struct line *line)
{
    const struct rule *rule = &work->desk->rules[index];
    uint32_t at = 0, g[2 * GROUPS_MOST];
    int more;
    if (rule->has.n && !any_in(&rule->has, line->text))
        return;
    while ((more = pattern_next(rule->pattern, line->text, &at, g)) > 0) {
        if (g[0] >= g[1] || among(&rule->not_before, line->text, g[0], true) ||
            among(&rule->not_after, line->text, g[1], false))
            continue;
        const bool part = g[2] != UINT32_MAX;
        FOUND(work, index, line, g[0], g[1],
              part ? str_part(line->text, g[2], g[3]) : (struct bm_str){0});
        if (work->counts[index] >= FOUND_MOST)
            break;
    }
    if (more < 0 && rule_reads(work, work->desk->limit, line))
        FOUND(work, work->desk->limit, line, 0, (uint32_t)chars_on(line->text, 0, 8), rule->id);
}

struct hit_context {
    struct work *work;
    const struct line *line;
};

/* Of a taboo word: it begins and ends where words of the lexicon do, by longest words from the left
 * of its clause. */
static bool is_word(const struct work *work, struct bm_str s, uint32_t from, uint32_t to)
{
    char16_t letters[256];
    uint32_t at[257];
    size_t n = 0, begin = from, before = from;
    if (!work->lexicon)
        return true;
    for (int k = 0; k < 40 && begin && is_han(char_before(s, begin, &before)); k++)
        begin = before;
    for (size_t i = begin; i < s.n && n < BM_COUNT(letters);) {
        at[n] = (uint32_t)i;
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        letters[n++] = (char16_t)(cp > 0xFFFF ? 0xFFFD : cp);
        if (i >= to + 60)
            break;
    }
    at[n] = (uint32_t)s.n;
    for (size_t i = 0; i < n && at[i] <= from;) {
        struct bm_listed words[BM_LISTED_MOST];
        const size_t count = bm_lexicon_words(work->lexicon, letters + i, n - i, words);
        const size_t length = count ? words[count - 1].length : 1;
        const size_t end = i + (length ? length : 1);
        if (at[i] < from && at[end < n ? end : n] > from)
            return false; /* a longer word has its beginning */
        if (at[i] == from && at[end < n ? end : n] > to)
            return false;
        i = end;
    }
    return true;
}

/* A phrase that is nearly that of the house's list. */
static void read_phrase(struct hit_context *c, const struct word *word, uint32_t from, uint32_t to)
{
    const struct bm_str s = c->line->text, phrase = word->phrase->text;
    const size_t n = bm_utf8_count(phrase.p, phrase.n), off = n >= 9 ? 2 : 1;
    const size_t before = bm_utf8_count(phrase.p, word->offset);
    size_t begin = chars_back(s, from, before);
    size_t best = SIZE_MAX, best_end = 0;
    (void)to;
    for (size_t length = n - off; length <= n + off; length++) {
        const size_t end = chars_on(s, begin, length);
        const size_t d = bm_str_distance(str_part(s, begin, end), phrase);
        if (d < best) {
            best = d;
            best_end = end;
        }
    }
    const struct bm_str quote = str_part(s, begin, best_end);
    if (best && best <= off && str_find(s, phrase, begin > phrase.n ? begin - phrase.n : 0) >= s.n)
        FOUND(c->work, word->rule, c->line, (uint32_t)begin, (uint32_t)best_end, phrase,
              word->phrase->source);
    (void)quote;
}

static void read_hit(void *context, const struct word *word, uint32_t from, uint32_t to)
{
    struct hit_context *c = context;
    const struct bm_str s = c->line->text;
    size_t begin, end;
    if (!rule_reads(c->work, word->rule, c->line))
        return;
    if (word->phrase) {
        read_phrase(c, word, from, to);
        return;
    }
    if (among(&word->not_before, s, from, true) || among(&word->not_after, s, to, false))
        return;
    if (word->with.n || word->unless.n) {
        sentence_of(s, from, &begin, &end);
        const struct bm_str sentence = str_part(s, begin, end);
        if ((word->with.n && !any_in(&word->with, sentence)) || any_in(&word->unless, sentence))
            return;
    }
    if (word->rule == c->work->desk->taboo) {
        const size_t a = chars_back(s, from, 8), b = chars_on(s, to, 8);
        for (size_t i = 0; i < c->work->desk->allowed.n; i++) {
            const size_t at = str_find(str_part(s, a, b), c->work->desk->allowed.v[i], 0);
            if (a + at <= from && at < b - a && a + at + c->work->desk->allowed.v[i].n >= to)
                return;
        }
        if (!is_word(c->work, s, from, to))
            return;
    }
    FOUND(c->work, word->rule, c->line, from, to, word->right, word->why);
}

void forms_read(struct work *work, size_t from, size_t to)
{
    const struct bm_copydesk *desk = work->desk;
    for (size_t i = from; i < to; i++) {
        const struct line *line = &work->lines.v[i];
        struct hit_context context = {work, line};
        automaton_run(&desk->words, line->text, read_hit, &context);
        for (uint32_t k = 0; k < desk->rule_count; k++) {
            const struct rule *rule = &desk->rules[k];
            if (!rule_reads(work, k, line) || work->counts[k] >= (rule->once ? 1u : FOUND_MOST))
                continue;
            if (rule->pattern)
                read_pattern(work, k, line);
            else if (rule->function && rule->function->line)
                rule->function->line(work, k, line);
        }
    }
}

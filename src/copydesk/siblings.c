/* Articles of one kind against each other: resolutions of one sitting are built alike, so the odd
 * one has lost something. */
#include "copydesk/parts.h"

#include <uchar.h>

static bool of_kind(const struct words_list *kinds, const struct bm_article *article)
{
    for (size_t i = 0; i < kinds->n; i++)
        if (bm_str_eq(kinds->v[i], article->kind))
            return true;
    return false;
}

/* （2026年5月14日…通过）, where it stands in the body. */
static bool in_brackets(struct bm_str s)
{
    const uint32_t first = char_at(s, 0), last = char_before(s, s.n, NULL);
    return (first == '(' || first == u'（') && (last == ')' || last == u'）');
}

/* The n-th paragraph of an article's body, from 0; NULL: there is none. */
static const struct line *paragraph(const struct work *work, uint32_t article, size_t n)
{
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        if (line->article == article && line->role == ROLE_BODY && !in_brackets(line->text) &&
            n-- == 0)
            return line;
    }
    return NULL;
}

/* In each article of the rule's kinds the second paragraph begins with one of its words. One alone
 * has no siblings. */
void fact_siblings(struct work *work, uint32_t rule)
{
    const struct rule *r = &work->desk->rules[rule];
    size_t siblings = 0;
    for (size_t i = 0; i < work->article_count; i++)
        siblings += of_kind(&r->kinds, work->articles[i]);
    for (size_t i = 0; i < work->article_count && siblings > 1; i++) {
        if (!of_kind(&r->kinds, work->articles[i]))
            continue;
        const struct line *first = paragraph(work, (uint32_t)i, 0);
        const struct line *line = paragraph(work, (uint32_t)i, 1);
        bool fine = false;
        if (!line || line_torn(line, 0, 0) || line_torn(first, (uint32_t)first->text.n, 0))
            continue;
        for (size_t k = 0; k < r->words.n; k++)
            fine |= line->text.n >= r->words.v[k].n &&
                    memcmp(line->text.p, r->words.v[k].p, r->words.v[k].n) == 0;
        if (!fine)
            FOUND(work, rule, line, 0, (uint32_t)chars_on(line->text, 0, 4),
                  r->words.n ? r->words.v[0] : (struct bm_str){0});
    }
}

static const struct bm_field *field_of(const struct bm_article *article, const char *key)
{
    for (size_t i = 0; i < article->field_count; i++)
        if (strcmp(article->fields[i].key, key) == 0)
            return &article->fields[i];
    return NULL;
}

/* A field that all of a kind have but one: the date at which it was adopted, a signature. */
void fact_sibling_fields(struct work *work, uint32_t rule)
{
    static const char *const keys[] = {"adopted", "number", "signed", "dated"};
    const struct rule *r = &work->desk->rules[rule];
    for (size_t kind = 0; kind < r->kinds.n; kind++)
        for (size_t k = 0; k < BM_COUNT(keys); k++) {
            size_t all = 0, have = 0, odd = 0;
            for (size_t i = 0; i < work->article_count; i++) {
                if (!bm_str_eq(work->articles[i]->kind, r->kinds.v[kind]))
                    continue;
                all++;
                if (field_of(work->articles[i], keys[k]))
                    have++;
                else
                    odd = i;
            }
            const struct bm_field *title = field_of(work->articles[odd], "title");
            if (all < 3 || have + 1 != all || !title)
                continue;
            for (size_t i = 0; i < work->lines.n; i++) {
                const struct line *line = &work->lines.v[i];
                if (line->article == odd && line->field && strcmp(line->field, "title") == 0)
                    FOUND(work, rule, line, 0, (uint32_t)line->text.n, bm_str_c(keys[k]),
                          number_str(work, (int64_t)have));
            }
        }
}

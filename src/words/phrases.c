/* The list of set phrases, read and sorted. */
#include "words/phrases.h"

#include <stdlib.h>

#define PHRASE_MOST 40 /* characters: a longer row is no phrase but a mistake */

/* From there to the next blank, and past the blanks behind it. */
static struct bm_str next_word(struct bm_str row, size_t *at)
{
    size_t from = *at, end = from, k;
    while ((k = end) < row.n && !bm_is_white(bm_utf8_next(row.p, row.n, &k)))
        end = k;
    *at = end;
    while ((k = *at) < row.n && bm_is_white(bm_utf8_next(row.p, row.n, &k)))
        *at = k;
    return (struct bm_str){row.p + from, end - from};
}

static bool add_phrase(struct bm_phrases *phrases, struct bm_str word, struct bm_str whole,
                       struct bm_span span, struct bm_diags *diags)
{
    const size_t n = bm_utf8_count(word.p, word.n);
    if (n < 2 || n > PHRASE_MOST || word.n != whole.n)
        return bm_diag(diags, BM_MSG_BAD_PHRASE, span, whole, bm_diag_number(diags, PHRASE_MOST));
    phrases->v[phrases->n++] = word;
    return true;
}

static bool read_rows(struct bm_str text, uint32_t file, struct bm_phrases *phrases,
                      struct bm_diags *diags)
{
    bool good = true;
    for (size_t from = 0, end; from < text.n; from = end + 1) {
        const char *stop = memchr(text.p + from, '\n', text.n - from);
        end = stop ? (size_t)(stop - text.p) : text.n;
        const struct bm_str row = {text.p + from, end - from};
        size_t at = 0;
        struct bm_str word = next_word(row, &at);
        if (!word.n) /* blanks before it */
            word = next_word(row, &at);
        const struct bm_span span = {file, (uint32_t)(word.p - text.p), (uint32_t)word.n};
        if (!word.n || *word.p == '#')
            continue;
        if (at == row.n)
            bm_diag(diags, BM_MSG_PHRASE_SOURCE, span, word);
        good &= at < row.n && add_phrase(phrases, word, word, span, diags);
    }
    return good;
}

static int by_bytes(const void *a, const void *b)
{
    const struct bm_str *x = a, *y = b;
    const int d = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return d ? d : (x->n > y->n) - (x->n < y->n);
}

bool bm_phrases_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                     const struct bm_str *own, const struct bm_span *own_spans, size_t own_count,
                     struct bm_phrases *phrases, struct bm_diags *diags)
{
    const struct bm_str text = sources->v[file].text;
    size_t rows = 1 + own_count;
    for (size_t i = 0; i < text.n; i++)
        rows += text.p[i] == '\n';
    *phrases = (struct bm_phrases){.v = BM_NEW_N(arena, rows, struct bm_str)};
    bool good = read_rows(text, file, phrases, diags);
    for (size_t i = 0; i < own_count; i++) {
        size_t at = 0;
        good &= add_phrase(phrases, next_word(own[i], &at), own[i], own_spans[i], diags);
    }
    qsort(phrases->v, phrases->n, sizeof *phrases->v, by_bytes);
    size_t n = 0;
    for (size_t i = 0; i < phrases->n; i++)
        if (!n || !bm_str_eq(phrases->v[n - 1], phrases->v[i]))
            phrases->v[n++] = phrases->v[i];
    phrases->n = n;
    return good;
}

/* The first of the phrases [low, high), which are alike before byte k, whose byte k is no less. */
static size_t first_from(const struct bm_phrases *all, size_t low, size_t high, size_t k,
                         unsigned byte)
{
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if ((unsigned char)all->v[middle].p[k] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t bm_phrases_longest(const struct bm_phrases *phrases, struct bm_str text)
{
    size_t low = 0, high = phrases->n, longest = 0;
    for (size_t k = 0; low < high; k++) {
        if (phrases->v[low].n == k) {
            longest = k;
            low++;
        }
        if (k == text.n)
            break;
        const unsigned byte = (unsigned char)text.p[k];
        low = first_from(phrases, low, high, k, byte);
        high = first_from(phrases, low, high, k, byte + 1);
    }
    return longest;
}

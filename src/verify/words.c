/* Text against text: anchors are pieces of eight letters that both have once, between them the
 * longest common sequence; what is left over and stands elsewhere in one piece is moved. */
#include "page/ledger.h"
#include "verify/parts.h"

#include "verify/radicals.def"

#include <stdlib.h>

#define GRAM  8
#define BLOCK 12 /* letters, from which on a piece is moved and not missing */

/* A letter, white space left out. */
struct letter {
    uint32_t cp;      /* folded */
    size_t of;        /* atom, or word */
    uint32_t article; /* of wanted ones */
    struct bm_str text;
};

struct letters {
    struct letter *v;
    size_t n, cap;
    size_t *pair; /* SIZE_MAX: none */
    bool *moved;
};

struct texts {
    struct bm_judged *j;
    const struct bm_verify_word *words;
    struct letters wanted, found;
    size_t cells;
};

/* Characters that look alike by definition: radicals and compatibility ideographs as the ideographs
 * that they are made of. */
static uint32_t folded(uint32_t cp)
{
    hb_codepoint_t a, b;
    for (size_t i = 0; i < BM_COUNT(bm_radicals); i++)
        if (cp == bm_radicals[i][0])
            return bm_radicals[i][1];
    if (((cp >= 0xF900 && cp < 0xFB00) || (cp >= 0x2F800 && cp < 0x2FA20)) &&
        hb_unicode_decompose(hb_unicode_funcs_get_default(), cp, &a, &b) && !b)
        return a;
    return cp == 0x2010 || cp == 0x2011 || cp == 0xAD ? '-' : cp;
}

static void add(struct bm_arena *arena, struct letters *l, struct bm_str text, size_t of,
                uint32_t article)
{
    for (size_t i = 0; i < text.n;) {
        const size_t from = i;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        if (bm_is_white(cp) || cp == 0x200B || cp == 0xFEFF)
            continue;
        l->v = bm_arena_grow(arena, l->v, l->n, &l->cap, sizeof *l->v);
        l->v[l->n++] = (struct letter){folded(cp), of, article, {text.p + from, i - from}};
    }
}

static void end(struct bm_arena *arena, struct letters *l)
{
    l->pair = BM_NEW_N(arena, l->n + 1, size_t);
    l->moved = BM_NEW_N(arena, l->n + 1, bool);
    for (size_t i = 0; i < l->n; i++)
        l->pair[i] = SIZE_MAX;
}

static bool is_latin(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0x24F);
}

/* Whether the last letter of a word is the hyphen of a line's end. */
static bool ends_line(const struct texts *t, size_t n, size_t word)
{
    const struct bm_verify_word *w = &t->words[word];
    size_t at = 0;
    if (word + 1 >= n || w->text.n < 2 || w[1].page < w->page)
        return false;
    const char last = w->text.p[w->text.n - 1];
    const bool hyphen =
        last == '-' || (w->text.n > 2 && (memcmp(w->text.p + w->text.n - 2, "\xC2\xAD", 2) == 0));
    return hyphen &&
           (w[1].page > w->page || w[1].rect.y > w->rect.y + w->rect.h / 2 ||
            w[1].rect.x < w->rect.x) &&
           w[1].text.n && is_latin(bm_utf8_next(w[1].text.p, w[1].text.n, &at));
}

static void collect(struct texts *t, size_t word_count)
{
    struct bm_judged *j = t->j;
    const struct bm_pages *pages = j->input->pages;
    size_t n;
    const size_t *order = bm_reading_order(j, &n);
    for (size_t i = 0; i < n; i++) {
        const struct bm_atom *a = &j->wanted->v[order[i]];
        const struct bm_item *item = &pages->pages[a->page].items[a->item];
        const struct bm_node *node =
            item->node < pages->node_count ? &pages->nodes[item->node] : NULL;
        if (a->kind != BM_ATOM_GLYPH || !node || node->article >= pages->article_count ||
            item->run.file == BM_NO_FILE ||
            pages->nodes[pages->articles[node->article].node].role == BM_ROLE_BANNER)
            continue;
        if (item->run.glyphs[a->glyph].text_length)
            add(j->arena, &t->wanted, a->text, order[i], node->article);
    }
    for (size_t i = 0; i < word_count; i++) {
        struct bm_str text = t->words[i].text;
        if (ends_line(t, word_count, i))
            text.n -= text.p[text.n - 1] == '-' ? 1 : 2;
        add(j->arena, &t->found, text, i, 0);
    }
    end(j->arena, &t->wanted);
    end(j->arena, &t->found);
}

static uint64_t gram(const struct letters *l, size_t i)
{
    uint64_t hash = BM_HASH_START;
    for (size_t k = 0; k < GRAM; k++)
        hash = (hash ^ l->v[i + k].cp) * BM_HASH_ODD;
    return hash ^ hash >> 29;
}

static bool same_gram(const struct letters *a, size_t i, const struct letters *b, size_t k)
{
    for (size_t n = 0; n < GRAM; n++)
        if (a->v[i + n].cp != b->v[k + n].cp)
            return false;
    return true;
}

/* An index of the grams of letters. */
static struct bm_index index_of(struct bm_arena *arena, const struct letters *l)
{
    struct bm_index index = {0};
    for (size_t i = 0; i + GRAM <= l->n; i++)
        bm_index_add(arena, &index, gram(l, i), i);
    return index;
}

#define TRIES 64 /* of places with one hash: more is no anchor */

/* The only place of a gram of `of` at i; SIZE_MAX: none, or several. */
static size_t only(const struct bm_index *index, const struct letters *l, const struct letters *of,
                   size_t i)
{
    size_t at = 0, found = SIZE_MAX;
    uint32_t k;
    for (int tries = 0; (k = bm_index_next(index, gram(of, i), &at)) != BM_INDEX_NONE; tries++) {
        if (!same_gram(of, i, l, k))
            continue;
        if (found != SIZE_MAX || tries > TRIES)
            return SIZE_MAX;
        found = k;
    }
    return found;
}

/* Where most of an article stands in the file. */
struct found_article {
    size_t from, n; /* letters */
    size_t place;   /* of the middle one of its anchors */
};

static int compare_places(const void *a, const void *b)
{
    const struct found_article *x = a, *y = b;
    return x->place != y->place ? (x->place > y->place) - (x->place < y->place)
                                : (x->from > y->from) - (x->from < y->from);
}

static int compare_sizes(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Puts the articles into the order of the file: only inside them order is the manuscript's. An
 * article without an anchor stays behind the one before it. */
static void arrange(struct texts *t, const struct bm_index *wanted, const struct bm_index *found)
{
    struct bm_arena *arena = t->j->arena;
    struct letters *w = &t->wanted;
    struct found_article *all =
        BM_NEW_N(arena, t->j->input->pages->article_count + 1, struct found_article);
    size_t *places = BM_NEW_N(arena, w->n + 1, size_t), count = 0, last = 0;
    for (size_t i = 0, to; i < w->n; i = to) {
        size_t n = 0;
        for (to = i; to < w->n && w->v[to].article == w->v[i].article; to++) {
            const size_t k = to + GRAM <= w->n && only(wanted, w, w, to) == to
                                 ? only(found, &t->found, w, to)
                                 : SIZE_MAX;
            if (k != SIZE_MAX)
                places[n++] = k;
        }
        qsort(places, n, sizeof *places, compare_sizes);
        last = n ? places[n / 2] : last;
        all[count++] = (struct found_article){i, to - i, last};
    }
    qsort(all, count, sizeof *all, compare_places);
    struct letter *v = BM_NEW_N(arena, w->n + 1, struct letter);
    for (size_t a = 0, n = 0; a < count; n += all[a++].n)
        memcpy(v + n, w->v + all[a].from, all[a].n * sizeof *v);
    w->v = v;
}

static void join(struct texts *t, size_t i, size_t k)
{
    t->wanted.pair[i] = k;
    t->found.pair[k] = i;
}

static bool alike(const struct texts *t, size_t i, size_t k)
{
    return t->wanted.v[i].cp == t->found.v[k].cp;
}

static void join_anchors(struct texts *t, const struct bm_index *wanted,
                         const struct bm_index *found)
{
    struct bm_arena *arena = t->j->arena;
    size_t *at = BM_NEW_N(arena, t->wanted.n + 1, size_t),
           *to = BM_NEW_N(arena, t->wanted.n + 1, size_t), n = 0;
    bool *stays = BM_NEW_N(arena, t->wanted.n + 1, bool);
    for (size_t i = 0; i + GRAM <= t->wanted.n; i++) {
        const size_t k = only(found, &t->found, &t->wanted, i);
        if (k == SIZE_MAX || only(wanted, &t->wanted, &t->wanted, i) != i)
            continue;
        at[n] = i;
        to[n++] = k;
    }
    bm_rising(arena, to, n, stays);
    size_t last = SIZE_MAX;
    for (size_t a = 0; a < n; a++)
        for (size_t g = 0; stays[a] && g < GRAM; g++)
            if (t->wanted.pair[at[a] + g] == SIZE_MAX && t->found.pair[to[a] + g] == SIZE_MAX &&
                (last == SIZE_MAX || to[a] + g > last)) {
                join(t, at[a] + g, to[a] + g);
                last = to[a] + g;
            }
}

/* Pairs in the gap [i, to) and [k, end): what both begin and end with, then the table. */
static void join_gap(struct texts *t, size_t i, size_t to, size_t k, size_t last)
{
    while (i < to && k < last && alike(t, i, k))
        join(t, i++, k++);
    while (i < to && k < last && alike(t, to - 1, last - 1))
        join(t, --to, --last);
    const size_t n = to - i, m = last - k, row = m + 1;
    if (!n || !m || n > t->cells / m)
        return;
    t->cells -= n * m;
    uint32_t *c = BM_NEW_N(t->j->arena, (n + 1) * row, uint32_t);
    for (size_t a = n; a-- > 0;)
        for (size_t b = m; b-- > 0;) {
            const uint32_t down = c[(a + 1) * row + b], right = c[a * row + b + 1];
            c[a * row + b] = alike(t, i + a, k + b) ? c[(a + 1) * row + b + 1] + 1
                             : down > right         ? down
                                                    : right;
        }
    for (size_t a = 0, b = 0; a < n && b < m;) {
        if (alike(t, i + a, k + b))
            join(t, i + a++, k + b++);
        else if (c[(a + 1) * row + b] >= c[a * row + b + 1])
            a++;
        else
            b++;
    }
}

static void join_gaps(struct texts *t)
{
    for (size_t i = 0, from = 0, k = 0; i <= t->wanted.n; i++) {
        if (i < t->wanted.n && t->wanted.pair[i] == SIZE_MAX)
            continue;
        const size_t to = i < t->wanted.n ? t->wanted.pair[i] : t->found.n;
        if (to >= k)
            join_gap(t, from, i, k, to);
        from = i + 1;
        k = to + 1;
    }
}

/* Pieces that stand elsewhere. */
static void join_moved(struct texts *t, const struct bm_index *found)
{
    for (size_t i = 0; i + BLOCK <= t->wanted.n; i++) {
        size_t at = 0, longest = 0, place = 0;
        uint32_t k;
        if (t->wanted.pair[i] != SIZE_MAX)
            continue;
        for (int tries = 0;
             tries < TRIES && (k = bm_index_next(found, gram(&t->wanted, i), &at)) != BM_INDEX_NONE;
             tries++) {
            size_t n = 0;
            while (i + n < t->wanted.n && k + n < t->found.n && t->wanted.pair[i + n] == SIZE_MAX &&
                   t->found.pair[k + n] == SIZE_MAX && alike(t, i + n, k + n))
                n++;
            if (n > longest) {
                longest = n;
                place = k;
            }
        }
        if (longest < BLOCK)
            continue;
        for (size_t n = 0; n < longest; n++) {
            join(t, i + n, place + n);
            t->wanted.moved[i + n] = t->found.moved[place + n] = true;
        }
        i += longest - 1;
    }
}

static struct bm_str text_of(struct bm_arena *arena, const struct letters *l, size_t from,
                             size_t to)
{
    struct bm_buf b = {0};
    for (size_t i = from; i < to && i < from + 60; i++)
        bm_buf_str(&b, l->v[i].text);
    if (to > from + 60)
        bm_buf_c(&b, "…");
    return bm_buf_keep(&b, arena);
}

static size_t less(size_t i)
{
    return i > BM_CONTEXT ? i - BM_CONTEXT : 0;
}

static size_t more(size_t i, size_t n)
{
    return i + BM_CONTEXT < n ? i + BM_CONTEXT : n;
}

/* A difference of wanted letters [i, to) and found ones [k, last). */
static void differ(struct texts *t, enum bm_difference_kind kind, size_t i, size_t to, size_t k,
                   size_t last)
{
    struct bm_judged *j = t->j;
    struct bm_arena *arena = j->arena;
    const struct letters *w = &t->wanted, *f = &t->found;
    const size_t atom = i < w->n ? w->v[i].of : w->n ? w->v[w->n - 1].of : 0;
    if (w->n)
        bm_differ(j, kind, atom, i < to ? w->v[to - 1].of + 1 : atom + 1, false);
    else
        bm_differ(j, kind, 0, 0, false);
    if (j->out->cut)
        return;
    struct bm_difference *d = &j->out->v[j->out->n - 1];
    d->count = to > i ? to - i : last - k;
    d->wanted = text_of(arena, w, i, to);
    d->found = text_of(arena, f, k, last);
    d->before = text_of(arena, w, less(i), i);
    d->after = text_of(arena, w, to, more(to, w->n));
    d->found_before = text_of(arena, f, less(k), k);
    d->found_after = text_of(arena, f, last, more(last, f->n));
    const size_t near = k < f->n ? k : f->n ? f->n - 1 : SIZE_MAX;
    d->page = near == SIZE_MAX ? 0 : t->words[f->v[near].of].page;
    d->rect = near == SIZE_MAX ? (struct bm_rect){0, 0, 0, 0} : t->words[f->v[near].of].rect;
}

static void judge(struct texts *t)
{
    const struct letters *w = &t->wanted, *f = &t->found;
    size_t i = 0, k = 0;
    while (i < w->n || k < f->n) {
        const size_t from = i, begin = k;
        while (k < f->n && f->pair[k] == SIZE_MAX)
            k++;
        while (i < w->n && w->pair[i] == SIZE_MAX)
            i++;
        if (i > from || k > begin)
            differ(t,
                   i == from    ? BM_DIFFERENCE_ADDED
                   : k == begin ? BM_DIFFERENCE_MISSING
                                : BM_DIFFERENCE_CHANGED,
                   from, i, begin, k);
        while (k < f->n && f->moved[k])
            k++;
        size_t moved = i;
        while (moved < w->n && w->moved[moved] &&
               (moved == i || w->pair[moved] == w->pair[moved - 1] + 1))
            moved++;
        if (moved > i) {
            differ(t, BM_DIFFERENCE_ORDER, i, moved, w->pair[i], w->pair[i] + moved - i);
            i = moved;
            continue;
        }
        while (i < w->n && k < f->n && w->pair[i] == k)
            i++, k++;
        if (i == from && k == begin) /* cannot be: pairs rise but for what is moved */
            break;
    }
}

void bm_verify_words(struct bm_arena *arena, const struct bm_verify_input *input,
                     const struct bm_verify_word *words, size_t n, struct bm_verified *out)
{
    struct bm_seen seen = {.arena = arena, .input = input};
    struct bm_atoms wanted = {.arena = arena};
    struct bm_judged j = {
        .arena = arena, .input = input, .wanted = &wanted, .seen = &seen, .out = out};
    struct texts t = {.j = &j, .words = words, .cells = BM_ALIGN_CELLS};
    bm_want(&wanted, input);
    j.pairs.of_wanted = BM_NEW_N(arena, wanted.n + 1, size_t);
    j.pairs.out_of_order = BM_NEW_N(arena, wanted.n + 1, bool);
    for (size_t i = 0; i < wanted.n; i++)
        j.pairs.of_wanted[i] = SIZE_MAX;
    collect(&t, n);
    const struct bm_index of_found = index_of(arena, &t.found);
    struct bm_index of_wanted = index_of(arena, &t.wanted);
    arrange(&t, &of_wanted, &of_found);
    of_wanted = index_of(arena, &t.wanted);
    join_anchors(&t, &of_wanted, &of_found);
    join_gaps(&t);
    join_moved(&t, &of_found);
    judge(&t);
    out->glyphs = t.wanted.n;
}

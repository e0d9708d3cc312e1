/* The order in which articles are read: that of the structure tree, and that of the manuscripts. */
#include "verify/parts.h"

/* The wanted atoms in the order of reading. */
struct order {
    size_t *v;
    size_t n;
};

static struct order reading_order(struct bm_judged *j)
{
    const struct bm_pages *pages = j->input->pages;
    const struct bm_atoms *w = j->wanted;
    size_t first = 0, end = pages->page_count;
    while (first < end && !bm_page_is_asked(j->input, &pages->pages[first]))
        first++;
    while (end > first && !bm_page_is_asked(j->input, &pages->pages[end - 1]))
        end--;
    const struct bm_reading *r = bm_reading_make(j->arena, pages, first, end);
    size_t **starts = BM_NEW_N(j->arena, pages->page_count, size_t *); /* of items, and 1 */
    for (size_t p = first; p < end; p++)
        starts[p] = BM_NEW_N(j->arena, pages->pages[p].n + 1, size_t);
    for (size_t i = w->n; i-- > 0;)
        starts[w->v[i].page][w->v[i].item] = i + 1;
    struct order order = {.v = BM_NEW_N(j->arena, w->n + 1, size_t)};
    for (size_t p = 0; p < r->passage_count; p++)
        for (uint32_t s = 0; s < r->passages[p].segment_count; s++) {
            const struct bm_segment *segment = &r->segments[r->passages[p].segment + s];
            const size_t start = starts[segment->page][segment->item];
            for (uint32_t g = 0; start && g < segment->n && order.n < w->n; g++)
                order.v[order.n++] = start - 1 + segment->first + g;
        }
    return order;
}

static uint64_t hash_of(uint32_t page, int32_t mark)
{
    return ((uint64_t)page << 32 | (uint32_t)mark) * BM_HASH_ODD;
}

/* The place of each seen atom in the order of the tree, and 1; 0: the tree does not have it. */
static size_t *places_in_tree(struct bm_judged *j, bool *twice)
{
    struct bm_seen *seen = j->seen;
    struct bm_atoms *s = &seen->atoms;
    struct bm_index index = {0};
    size_t *places = BM_NEW_N(j->arena, s->n + 1, size_t), count = 0;
    for (size_t k = 0; k < s->n; k++) /* the first atom of each stretch of a mark */
        if (s->v[k].mark >= 0 &&
            (!k || s->v[k].mark != s->v[k - 1].mark || s->v[k].page != s->v[k - 1].page))
            bm_index_add(j->arena, &index, hash_of(s->v[k].page, s->v[k].mark), k);
    for (size_t m = 0; m < seen->mark_count; m++) {
        const struct bm_seen_mark *mark = &seen->marks[m];
        const uint32_t page = seen->pages[mark->page].index;
        uint32_t k;
        for (size_t at = 0;
             (k = bm_index_next(&index, hash_of(page, mark->mark), &at)) != BM_INDEX_NONE;)
            for (size_t i = k; i < s->n && s->v[i].page == page && s->v[i].mark == mark->mark;
                 i++) {
                *twice |= places[i] != 0;
                places[i] = places[i] ? places[i] : ++count;
            }
    }
    return places;
}

/* Differences of the order, stretch by stretch. */
static void say(struct bm_judged *j, const struct order *order, const bool *wrong)
{
    for (size_t i = 0, to; i < order->n; i = to) {
        to = i + 1;
        if (!wrong[i])
            continue;
        while (to < order->n && wrong[to] && order->v[to] == order->v[to - 1] + 1 &&
               j->wanted->v[order->v[to]].page == j->wanted->v[order->v[i]].page)
            to++;
        bm_differ(j, BM_DIFFERENCE_TREE, order->v[i], order->v[to - 1] + 1, false);
    }
}

const size_t *bm_reading_order(struct bm_judged *j, size_t *n)
{
    const struct order order = reading_order(j);
    *n = order.n;
    return order.v;
}

void bm_judge_tree(struct bm_judged *j)
{
    const struct order order = reading_order(j);
    bool twice = false;
    const size_t *places = places_in_tree(j, &twice);
    size_t *numbers = BM_NEW_N(j->arena, order.n + 1, size_t), n = 0;
    size_t *of = BM_NEW_N(j->arena, order.n + 1, size_t);
    bool *stays = BM_NEW_N(j->arena, order.n + 1, bool);
    bool *wrong = BM_NEW_N(j->arena, order.n + 1, bool);
    bool *read = BM_NEW_N(j->arena, j->wanted->n + 1, bool);
    for (size_t i = 0; i < order.n; i++) {
        const size_t k = j->pairs.of_wanted[order.v[i]];
        read[order.v[i]] = true;
        if (k == SIZE_MAX) /* it is said that it is missing */
            continue;
        wrong[i] = !places[k];
        if (places[k]) {
            numbers[n] = places[k];
            of[n++] = i;
        }
    }
    bm_rising(j->arena, numbers, n, stays);
    for (size_t i = 0; i < n; i++)
        wrong[of[i]] = !stays[i];
    say(j, &order, wrong);
    /* what is read and should not be */
    for (size_t i = 0, to; i < j->wanted->n; i = to) {
        const size_t k = j->pairs.of_wanted[i];
        to = i + 1;
        if (k != SIZE_MAX && places[k] && !read[i] && j->wanted->v[i].kind == BM_ATOM_GLYPH)
            bm_differ(j, BM_DIFFERENCE_TREE, i, to, false);
    }
    if (twice || j->seen->replaced)
        bm_differ(j, BM_DIFFERENCE_TREE, 0, 0, false);
}

/* The first place where the reading of a file's text is not what its manuscript says. */
static void judge_text(struct bm_judged *j, const struct order *order,
                       const struct bm_verify_text *text)
{
    const struct bm_pages *pages = j->input->pages;
    size_t at = 0, last = SIZE_MAX;
    for (size_t i = 0; i < order->n; i++) {
        const struct bm_atom *a = &j->wanted->v[order->v[i]];
        const struct bm_run *run = &pages->pages[a->page].items[a->item].run;
        if (a->kind != BM_ATOM_GLYPH || run->file != text->file ||
            !run->glyphs[a->glyph].text_length)
            continue;
        last = order->v[i];
        for (size_t k = 0; k < a->text.n;) {
            const size_t from = k;
            if (bm_is_white(bm_utf8_next(a->text.p, a->text.n, &k)))
                continue;
            if (at + (k - from) > text->text.n ||
                memcmp(text->text.p + at, a->text.p + from, k - from) != 0) {
                bm_differ(j, BM_DIFFERENCE_SOURCE, order->v[i], order->v[i] + 1, false);
                return;
            }
            at += k - from;
        }
    }
    if (at < text->text.n && last != SIZE_MAX)
        bm_differ(j, BM_DIFFERENCE_SOURCE, last, last + 1, false);
    else if (at < text->text.n)
        bm_differ(j, BM_DIFFERENCE_SOURCE, 0, 0, false)->span = (struct bm_span){text->file, 0, 0};
}

void bm_judge_source(struct bm_judged *j)
{
    const struct order order = reading_order(j);
    for (size_t i = 0; i < j->input->text_count; i++)
        judge_text(j, &order, &j->input->texts[i]);
}

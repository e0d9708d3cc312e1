/* The articles, and what is asked of them by number. */
#include "record/blocks.h"

#include "page/ledger.h"
#include "record/parts.h"

/* Articles and banners in the order of reading; of those that make-up could place. */
static void find_articles(struct bm_record *r)
{
    const struct bm_reading *reading = r->reading;
    r->articles = BM_NEW_N(r->arena, reading->pages->article_count, uint32_t);
    for (uint32_t i = 0; i < reading->node_count; i++) {
        const uint32_t node = reading->nodes[i].node;
        if (node == BM_NO_NODE)
            continue;
        const struct bm_node *n = &reading->pages->nodes[node];
        if ((n->role == BM_ROLE_ARTICLE || n->role == BM_ROLE_BANNER) &&
            n->article < reading->pages->article_count)
            r->articles[r->article_count++] = i;
    }
}

uint32_t bm_record_number(const struct bm_record *record, uint32_t reading)
{
    const struct bm_reading *r = record->reading;
    for (uint32_t i = reading; i != BM_NO_NODE; i = r->nodes[i].parent) {
        size_t low = 0, high = record->article_count;
        while (low < high) {
            const size_t middle = (low + high) / 2;
            if (record->articles[middle] < i)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < record->article_count && record->articles[low] == i)
            return (uint32_t)low + 1;
    }
    return 0;
}

uint32_t bm_reading_end(const struct bm_reading *reading, uint32_t node)
{
    uint32_t end = node + 1;
    while (end < reading->node_count && reading->nodes[end].parent != BM_NO_NODE &&
           reading->nodes[end].parent >= node)
        end++;
    return end;
}

struct bm_record *bm_record_make(struct bm_arena *arena, const struct bm_reading *reading,
                                 const struct bm_record_options *options)
{
    struct bm_record *r = BM_NEW(arena, struct bm_record);
    *r = (struct bm_record){
        .arena = arena, .reading = reading, .options = *options, .inks = bm_inks_new(arena)};
    find_articles(r);
    bm_blocks_find(r);
    return r;
}

size_t bm_record_article_count(const struct bm_record *record)
{
    return record->article_count;
}

const struct bm_ledger *bm_record_article(const struct bm_record *record, size_t number)
{
    const struct bm_pages *pages = record->reading->pages;
    const uint32_t node = record->reading->nodes[record->articles[number - 1]].node;
    return &pages->articles[pages->nodes[node].article];
}

bool bm_record_is_banner(const struct bm_record *record, uint32_t number)
{
    const struct bm_reading *r = record->reading;
    const uint32_t node = r->nodes[record->articles[number - 1]].node;
    return r->pages->nodes[node].role == BM_ROLE_BANNER;
}

bool bm_record_language(struct bm_str s)
{
    size_t part = 0;
    for (size_t i = 0; i < s.n; i++) {
        const bool letter = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z');
        const bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (s.p[i] == '-' ? part == 0 : !letter && !(digit && memchr(s.p, '-', i)))
            return false;
        part = s.p[i] == '-' ? 0 : part + 1;
        if (part > 8)
            return false;
    }
    return part > 0;
}

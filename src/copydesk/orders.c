/* Lists whose members stand in an order that means something (names, places) keep it all over an
 * edition. The first list is the measure; nothing is put in order. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <stdlib.h>
#include <uchar.h>

#define MEMBERS_MOST 40

struct listed {
    const struct line *line;
    uint32_t from, to;
    uint64_t set, order; /* hashes of the members, as a set and in their order */
};

/* 甲、乙、丙、丁 in bytes [from, to): at least four members. Where those in the middle are all as
 * long, the first and the last are too: 构建关城、钢城、核城、铝城 begins with 关城. */
static bool list_at(struct bm_str s, struct listed *out)
{
    struct bm_str v[MEMBERS_MOST];
    size_t n = 0, from = out->from, length = 0;
    bool alike = true;
    for (size_t i = from; i <= out->to && n < MEMBERS_MOST;) {
        const size_t here = i;
        const bool ends = i >= out->to;
        if (ends || bm_utf8_next(s.p, s.n, &i) == u'、') {
            v[n++] = str_part(s, from, here);
            from = i;
        }
        if (ends)
            break;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        const size_t k = bm_utf8_count(v[i].p, v[i].n);
        alike = alike && (i == 1 || k == length);
        length = k;
    }
    if (n < 4)
        return false;
    if (alike) {
        const size_t cut = chars_back(v[0], v[0].n, length);
        v[0] = str_part(v[0], cut, v[0].n);
        v[n - 1].n = chars_on(v[n - 1], 0, length);
        out->from += (uint32_t)cut;
    }
    for (size_t i = 0; i < n; i++) {
        const uint64_t h = bm_hash(BM_HASH_START, v[i].p, v[i].n) * BM_HASH_ODD;
        out->set += h ^ h >> 29;
        out->order = (out->order ^ h) * BM_HASH_ODD + h;
    }
    return true;
}

void fact_orders(struct work *work, uint32_t rule)
{
    struct bm_index index = {0};
    struct listed *v = NULL;
    size_t n = 0, cap = 0;
    const struct pattern *p =
        work_pattern(work, "(?<![\\x{4e00}-\\x{9fff}、])([\\x{4e00}-\\x{9fff}]{2,10}(?:、[\\x{4e00}"
                           "-\\x{9fff}]{2,4}){2,30}、[\\x{4e00}-\\x{9fff}]{2,3}?)"
                           "(?=[，。；：！？“”（(和及等为的]|$)");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (rule_reads(work, rule, line) && n < NAMES_MOST &&
               pattern_next(p, line->text, &at, g) > 0) {
            struct listed l = {line, g[2], g[3], 0, 0};
            uint32_t k;
            bool known = false;
            if (!list_at(line->text, &l))
                continue;
            for (size_t step = 0; (k = bm_index_next(&index, l.set, &step)) != BM_INDEX_NONE;) {
                if (v[k].set != l.set)
                    continue;
                known = true;
                if (v[k].order != l.order)
                    FOUND(work, rule, line, l.from, l.to,
                          str_part(v[k].line->text, v[k].from, v[k].to));
            }
            if (known)
                continue;
            v = bm_arena_grow(work->scratch, v, n, &cap, sizeof *v);
            bm_index_add(work->scratch, &index, l.set, n);
            v[n++] = l;
        }
    }
}

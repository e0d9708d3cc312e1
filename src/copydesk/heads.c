/* The head against the body: what it counts, quotes and names stands there too. In a head a slip
 * counts double. */
#include "copydesk/parts.h"

static bool is_body(const struct line *line)
{
    return line->role == ROLE_BODY || line->role == ROLE_ITEM || line->role == ROLE_CELL ||
           line->role == ROLE_LEAD || line->role == ROLE_SUBHEAD;
}

#define UNIT                                                                                                                        \
    "万亿元|亿元|万元|元|万亿斤|亿斤|公斤|斤|万吨|吨|万亩|亩|户|人次|万人|人|辆|件|公里|平方米|" \
    "米|%|％|套|家|个|项|名|条|所|座|台"

/* Whether body has the figure with the unit, and whether it has any with that unit. */
static void look(struct work *work, uint32_t article, struct bm_str number, struct bm_str unit,
                 bool *there, bool *other, struct bm_str *near)
{
    const struct pattern *p = work_pattern(work, "(\\d[\\d,]*(?:\\.\\d+)?)(" UNIT ")");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (line->article != article || !is_body(line))
            continue;
        while (pattern_next(p, line->text, &at, g) > 0) {
            const struct bm_str n = str_part(line->text, g[2], g[3]);
            if (!bm_str_eq(str_part(line->text, g[4], g[5]), unit))
                continue;
            *there |= bm_str_eq(n, number);
            *other = true;
            if (bm_str_distance(n, number) == 1)
                *near = str_part(line->text, g[0], g[1]);
        }
    }
}

/* A figure of the head that the body has with one digit changed, and not as it is. */
void fact_heads(struct work *work, uint32_t rule)
{
    const struct pattern *p = work_pattern(
        work, "(?<![近约超逾\\d.])(\\d{2,}(?:\\.\\d+)?|\\d+\\.\\d+)(" UNIT ")(?![多余])");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (line->role == ROLE_HEAD && pattern_next(p, line->text, &at, g) > 0) {
            bool there = false, other = false;
            struct bm_str near = {0};
            look(work, line->article, str_part(line->text, g[2], g[3]),
                 str_part(line->text, g[4], g[5]), &there, &other, &near);
            if (!there && other && near.n)
                FOUND(work, rule, line, g[0], g[1], near);
        }
    }
}

/* A string as long in the body that is one character off. */
static struct bm_str near_in(struct work *work, uint32_t article, struct bm_str what, bool *there)
{
    const size_t n = bm_utf8_count(what.p, what.n);
    for (size_t i = 0; i < work->lines.n && !*there; i++) {
        const struct line *line = &work->lines.v[i];
        if (line->article == article && is_body(line))
            *there = str_find(line->text, what, 0) < line->text.n;
    }
    const struct pattern *p = work_pattern(work, "[“《]([^“”《》]{3,30})[”》]");
    for (size_t i = 0; i < work->lines.n && !*there; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (line->article != article || !is_body(line))
            continue;
        while (pattern_next(p, line->text, &at, g) > 0) {
            const struct bm_str s = str_part(line->text, g[2], g[3]);
            if (bm_utf8_count(s.p, s.n) == n && bm_str_distance(s, what) == 1)
                return s;
        }
    }
    return (struct bm_str){0};
}

/* What the head has in quotes or book marks and the body with another character. */
void fact_head_words(struct work *work, uint32_t rule)
{
    const struct pattern *p = work_pattern(work, "[“《]([^“”《》]{3,30})[”》]");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (line->role == ROLE_HEAD && pattern_next(p, line->text, &at, g) > 0) {
            bool there = false;
            const struct bm_str near =
                near_in(work, line->article, str_part(line->text, g[2], g[3]), &there);
            if (!there && near.n)
                FOUND(work, rule, line, g[2], g[3], near);
        }
    }
}

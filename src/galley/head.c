/* The head of a galley as one block in whole grid lines, or as vertical lines from right to left.
 */
#include "galley/limits.h"
#include "galley/setter.h"

/* A head of two, three or four characters alone is set with two, one or half an em between them. */
static bool spread_short(const struct bm_para *para, struct bm_line *l)
{
    static const uint8_t halves[] = {0, 0, 4, 2, 1};
    uint32_t n = l->end - l->first;
    if (n < 2 || n > 4)
        return false;
    for (uint32_t k = l->first; k < l->end; k++)
        if (para->clusters[k].cls != BM_CLASS_HAN)
            return false;
    l->all = para->style.size / 2 * halves[n];
    l->set_width = l->natural + l->all * (bm_len)(n - 1);
    l->step = BM_STEP_STRETCH_ALL;
    return l->set_width <= l->measure;
}

/* 均排 (clreq): the lines of a head that asks for it are spread to the width of the longest. */
static void spread(struct bm_arena *arena, const struct bm_para *para, struct bm_lines *lines)
{
    struct bm_line *mine = bm_arena_array(arena, lines->n, sizeof *mine);
    for (size_t i = 0; i < lines->n; i++)
        mine[i] = lines->v[i];
    lines->v = mine;
    if (lines->n == 1) {
        struct bm_line short_line = lines->v[0];
        if (spread_short(para, &short_line))
            lines->v[0] = short_line;
        return;
    }
    bm_len widest = 0;
    for (size_t i = 0; i < lines->n; i++)
        if (lines->v[i].natural > widest)
            widest = lines->v[i].natural;
    for (size_t i = 0; i < lines->n; i++) {
        struct bm_line *l = &lines->v[i];
        bm_len gaps = 0;
        for (uint32_t k = l->first; k + 1 < l->end; k++)
            gaps += para->clusters[k].stretch_after;
        if (!gaps || l->natural == widest)
            continue;
        l->all = (widest - l->natural) / gaps;
        l->set_width = widest;
        l->step = BM_STEP_STRETCH_ALL;
    }
}

bool bm_galley_head_is_vertical(const struct bm_galley *galley)
{
    return galley->tier_count && galley->parts[galley->tiers[0]].style->vertical;
}

static void add_head_line(struct setter *s, size_t *cap, struct bm_row row)
{
    struct bm_setting *out = s->out;
    out->head = bm_arena_grow(s->arena, out->head, out->head_count, cap, sizeof *out->head);
    out->head[out->head_count++] = row;
}

/* Tiers of a vertical head stand from right to left: kicker, title, deck. */
static void set_vertical_head(struct setter *s, bm_len height)
{
    const struct bm_galley *g = s->galley;
    struct bm_setting *out = s->out;
    size_t cap = 0;
    bm_len width = 0, right = 0;
    for (size_t t = 0; t < g->tier_count && right < HEAD_MOST; t++) {
        const struct bm_part *p = &g->parts[g->tiers[t]];
        bm_len measure = height - p->style->inset;
        struct bm_lines lines =
            bm_galley_lines_of(s, g->tiers[t], (struct bm_measures){&measure, 1, 0, 0}, 0);
        if (p->style->spread)
            spread(s->arena, p->para, &lines);
        right += p->style->before;
        for (size_t i = 0; i < lines.n && right < HEAD_MOST; i++) {
            right += p->style->leading;
            add_head_line(s, &cap,
                          (struct bm_row){.part = g->tiers[t],
                                          .para = p->para,
                                          .line = &lines.v[i],
                                          .x = p->style->leading / 2 - right,
                                          .y = aligned(p->style, height, lines.v[i].set_width)});
        }
        right += p->style->after;
    }
    width = right;
    for (size_t i = 0; i < out->head_count; i++)
        out->head[i].x += width;
    out->head_width = width;
    out->head_height = out->head_count ? height : 0;
}

/* Shares of a head's spare room: above and below it, and between two tiers. White that stood in one
 * place would be a band across the block. */
#define SHARE_OUTSIDE 4
#define SHARE_BETWEEN 2

void bm_galley_open_head(struct bm_setting *s, bm_len room)
{
    s->head_room += room;
    bm_len tiers = 0, passed = SHARE_OUTSIDE;
    for (size_t i = 0; i < s->head_count; i++)
        tiers += !i || s->head[i].part != s->head[i - 1].part;
    const bm_len whole = 2 * SHARE_OUTSIDE + (tiers - 1) * SHARE_BETWEEN;
    size_t rule = 0;
    for (size_t i = 0; i < s->head_count; i++) {
        if (i && s->head[i].part != s->head[i - 1].part)
            passed += SHARE_BETWEEN;
        s->head[i].y += bm_len_ratio(room, passed, whole);
        /* A rule under a tier stands in the middle of the room that it gets. */
        for (; rule < s->rule_count && s->rules[rule].line == i; rule++)
            s->rules[rule].y +=
                bm_len_ratio(room, passed + (s->rules[rule].beside ? 0 : SHARE_BETWEEN / 2), whole);
    }
}

static void add_rule(struct setter *s, size_t *cap, struct bm_tier_rule rule)
{
    struct bm_setting *out = s->out;
    out->rules = bm_arena_grow(s->arena, out->rules, out->rule_count, cap, sizeof *out->rules);
    rule.line = out->head_count - 1;
    out->rules[out->rule_count++] = rule;
}

/* Lines from the ends of the measure to an em from the tier's one line, where two ems are left. */
static void add_beside(struct setter *s, size_t *cap, const struct bm_part *p, bm_len measure)
{
    const struct bm_row *r = &s->out->head[s->out->head_count - 1];
    const bm_len size = p->style->size, y = r->y + size / 2 - p->para->above;
    const bm_len from = r->x + r->line->set_width + size, left = r->x - size;
    if (left >= 2 * size)
        add_rule(s, cap, (struct bm_tier_rule){.y = y, .w = left, .beside = p->beside});
    if (measure - from >= 2 * size)
        add_rule(s, cap, (struct bm_tier_rule){from, y, measure - from, 0, p->beside});
}

/* So many grid lines, as far as a head reaches. */
static bm_len in_lines(uint32_t lines, bm_len grid)
{
    const int64_t high = (int64_t)lines * grid;
    return high < HEAD_MOST ? (bm_len)high : HEAD_MOST;
}

/* Em boxes stand in the middle of their leading. */
static void set_horizontal_head(struct setter *s, bm_len measure, bm_len grid,
                                const struct bm_variant *variant)
{
    const struct bm_galley *g = s->galley;
    struct bm_setting *out = s->out;
    size_t cap = 0, rule_cap = 0;
    bm_len y = 0;
    for (size_t t = 0; t < g->tier_count && y < HEAD_MOST; t++) {
        const struct bm_part *p = &g->parts[g->tiers[t]];
        bm_len width = measure - p->style->inset;
        struct bm_measures m = {&width, 1, p->style->indent, p->style->turnover};
        struct bm_lines lines = bm_galley_lines_of(s, g->tiers[t], m, 0);
        if (p->style->spread)
            spread(s->arena, p->para, &lines);
        y += p->style->before;
        for (size_t i = 0; i < lines.n && y < HEAD_MOST; i++) {
            add_head_line(s, &cap,
                          (struct bm_row){
                              .part = g->tiers[t],
                              .para = p->para,
                              .line = &lines.v[i],
                              .x = lines.v[i].x + aligned(p->style, measure, lines.v[i].set_width),
                              .y = y + (p->style->leading - p->style->size) / 2 + p->para->above});
            y += p->style->leading;
        }
        y += p->style->after;
        if (p->beside && lines.n == 1)
            add_beside(s, &rule_cap, p, measure);
        if (p->rule_below && out->head_count)
            add_rule(s, &rule_cap, (struct bm_tier_rule){.y = y, .w = measure});
    }
    if (!out->head_count)
        return;
    /* The head takes whole grid lines, those that copyfitting gives it as well (占行). */
    const bm_len above = in_lines(g->kind ? g->kind->head_above : 0, grid);
    const bm_len below = in_lines(g->kind ? g->kind->head_below : 0, grid);
    const uint32_t lines =
        (uint32_t)((y + grid - 1) / grid) + variant->head_above + variant->head_below;
    const bm_len high = in_lines(lines, grid);
    for (size_t i = 0; i < out->head_count; i++)
        out->head[i].y += above;
    for (size_t i = 0; i < out->rule_count; i++)
        out->rules[i].y += above;
    bm_galley_open_head(out, high > y ? high - y : 0);
    out->head_height = high + above + below;
}

void bm_galley_set_head(struct bm_arena *arena, const struct bm_galley *galley, bm_len width,
                        bm_len height, bm_len grid, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    *setting = (struct bm_setting){0};
    struct setter s = {.arena = arena, .kept = kept, .galley = galley, .out = setting};
    if (bm_galley_head_is_vertical(galley))
        set_vertical_head(&s, height);
    else
        set_horizontal_head(&s, width, grid, variant);
}

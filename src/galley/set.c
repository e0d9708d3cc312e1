/* A galley set to a measure: the head as one block in whole grid lines, body and tail as rows of
 * one leading. */
#include "galley/galley.h"

/* The em box hangs 0.88 em above the baseline and 0.12 em below it in the faces of this project
 * (OpenType typo metrics 880/-120). In a head it stands in the middle of its leading; a body row
 * has its leading below the text, so that a rule on the grid line under it keeps its distance. */
#define ASCENT_NUM 88
#define ASCENT_DEN 100

/* Lines opened wider than this a gap are a fault to report (rule 6.5): ½ em. */
static bool is_loose(const struct bm_line *line, bm_len size)
{
    return line->all > size / 2 || line->step == BM_STEP_OVERFULL || line->forced;
}

static bm_len baseline(bm_len leading, bm_len size)
{
    return (leading - size) / 2 + bm_len_ratio(size, ASCENT_NUM, ASCENT_DEN);
}

static bm_len body_baseline(bm_len size)
{
    return bm_len_ratio(size, ASCENT_NUM, ASCENT_DEN);
}

struct bm_galley_lines {
    struct bm_arena *arena;
    struct {
        struct bm_lines lines;
        bool known;
    } * v; /* four a part: looseness -1, 0, 1, and its number */
};

#define KEPT_NUMBER 2

struct bm_galley_lines *bm_galley_lines_new(struct bm_arena *arena, const struct bm_galley *galley)
{
    struct bm_galley_lines *kept = BM_NEW(arena, struct bm_galley_lines);
    kept->arena = arena;
    kept->v = bm_arena_array(arena, galley->part_count * 4, sizeof *kept->v);
    return kept;
}

struct set {
    struct bm_arena *arena;
    struct bm_galley_lines *kept;
    const struct bm_galley *galley;
    bm_len measure;
    struct bm_setting *out;
    size_t cap;
};

static struct bm_row *add_row(struct set *s)
{
    s->out->rows =
        bm_arena_grow(s->arena, s->out->rows, s->out->row_count, &s->cap, sizeof *s->out->rows);
    struct bm_row *r = &s->out->rows[s->out->row_count++];
    *r = (struct bm_row){.part = UINT32_MAX};
    return r;
}

static void add_empty(struct set *s, uint32_t n)
{
    while (n--)
        add_row(s)->empty = true;
}

static bm_len aligned(const struct bm_style *style, bm_len measure, bm_len width)
{
    bm_len room = measure - style->inset - width;
    if (style->align == BM_ALIGN_CENTRE)
        return room > 0 ? room / 2 : 0;
    if (style->align == BM_ALIGN_END)
        return room > 0 ? room : 0;
    return 0;
}

static void break_lines(struct set *s, const struct bm_part *p, bm_len indent, bm_len turnover,
                        int looseness, struct bm_lines *lines)
{
    bm_len measure = s->measure - p->style->inset;
    if (looseness == KEPT_NUMBER) {
        struct bm_fit fit = {.measures = {.widths = &s->measure, .n = 1}};
        bm_para_fit(s->arena, p->number, &fit, lines);
        return;
    }
    if (p->style->sense || p->kind == BM_PART_TAIL) {
        bm_para_sense(s->arena, p->para, measure, p->style->lines, lines);
        return;
    }
    struct bm_fit fit = {
        .measures = {.widths = &measure, .n = 1, .indent = indent, .turnover = turnover},
        .justify = p->style->align == BM_ALIGN_JUSTIFY,
        .looseness = looseness};
    bm_para_fit(s->arena, p->para, &fit, lines);
}

static struct bm_lines part_lines(struct set *s, uint32_t part, bm_len indent, bm_len turnover,
                                  int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_lines lines;
    if (!s->kept) {
        break_lines(s, p, indent, turnover, looseness, &lines);
        return lines;
    }
    size_t at = (size_t)part * 4 + (size_t)(looseness + 1);
    if (!s->kept->v[at].known) {
        struct bm_arena *mine = s->arena;
        s->arena = s->kept->arena;
        break_lines(s, p, indent, turnover, looseness, &s->kept->v[at].lines);
        s->arena = mine;
        s->kept->v[at].known = true;
    }
    return s->kept->v[at].lines;
}

static void add_paragraph(struct set *s, uint32_t part, int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    bool item = p->kind == BM_PART_ITEM;
    bm_len x = item ? s->galley->number_width : 0;
    struct bm_lines lines =
        part_lines(s, part, p->style->indent + x, p->style->turnover + x, looseness);
    s->out->cost += lines.cost;
    for (size_t i = 0; i < lines.n; i++) {
        struct bm_row *r = add_row(s);
        r->part = part;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = lines.v[i].x;
        if (p->style->align != BM_ALIGN_JUSTIFY)
            r->x += aligned(p->style, s->measure, lines.v[i].set);
        r->y = body_baseline(p->style->size);
        /* 孤行 (rule 8.4): the last line does not open a column, the first of three or more does
         * not close one; an item of a list stays in one piece. */
        r->no_break_before = i > 0 && (i + 1 == lines.n || item);
        r->no_break_after = (i == 0 && lines.n >= 3) || p->kind == BM_PART_SUBHEAD;
        s->out->loose += is_loose(&lines.v[i], p->style->size);
        if (i == 0 && p->number) {
            struct bm_lines number = part_lines(s, part, 0, 0, KEPT_NUMBER);
            if (number.n) {
                r->number = p->number;
                r->number_line = &number.v[0];
                r->number_x = x - p->style->size / 4 - number.v[0].set + p->style->indent;
            }
        }
    }
}

/* Signature and date as official documents set them: the signature ends `inset` from the edge,
 * the date starts two characters right of the signature's first; a date that would reach over the
 * edge ends `inset` from it, and the signature moves left (GB/T 9704-2012 7.3.5.2). */
static void add_tail(struct set *s, uint32_t part, bm_len *signature_x)
{
    const struct bm_part *p = &s->galley->parts[part];
    bm_len measure = s->measure - p->style->inset;
    struct bm_lines lines = part_lines(s, part, 0, 0, 0);
    bool dated = strcmp(p->field, "dated") == 0;
    for (size_t i = 0; i < lines.n; i++) {
        struct bm_row *r = add_row(s);
        r->part = part;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = aligned(p->style, s->measure, lines.v[i].set);
        if (dated && *signature_x >= 0 &&
            *signature_x + 2 * p->style->size + lines.v[i].set <= measure)
            r->x = *signature_x + 2 * p->style->size;
        r->y = body_baseline(p->style->size);
        r->no_break_before = true;
        *signature_x = dated ? -1 : r->x;
    }
}

/* 均排 (clreq): the lines of a head that asks for it are spread to the width of the longest. */
static void spread(const struct bm_para *para, struct bm_lines *lines)
{
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
        l->set = widest;
        l->step = BM_STEP_STRETCH_ALL;
    }
}

static void set_head(struct set *s, bm_len measure, bm_len grid, const struct bm_variant *variant)
{
    const struct bm_galley *g = s->galley;
    struct bm_setting *out = s->out;
    size_t cap = 0, rule_cap = 0;
    bm_len y = 0;
    for (size_t t = 0; t < g->tier_count; t++) {
        const struct bm_part *p = &g->parts[g->tiers[t]];
        bm_len keep = s->measure;
        s->measure = measure;
        struct bm_lines lines = part_lines(s, g->tiers[t], p->style->indent, p->style->turnover, 0);
        s->measure = keep;
        if (p->style->spread)
            spread(p->para, &lines);
        y += p->style->before;
        for (size_t i = 0; i < lines.n; i++) {
            out->head =
                bm_arena_grow(s->arena, out->head, out->head_count, &cap, sizeof *out->head);
            out->head[out->head_count++] =
                (struct bm_row){.part = g->tiers[t],
                                .para = p->para,
                                .line = &lines.v[i],
                                .x = lines.v[i].x + aligned(p->style, measure, lines.v[i].set),
                                .y = y + baseline(p->style->leading, p->style->size)};
            y += p->style->leading;
        }
        y += p->style->after;
        if (p->rule_below) {
            out->rules =
                bm_arena_grow(s->arena, out->rules, out->rule_count, &rule_cap, sizeof *out->rules);
            out->rules[out->rule_count++] = y;
        }
    }
    if (!out->head_count)
        return;
    /* The head takes whole grid lines and stands in the middle of them (占行). */
    bm_len lines = (y + grid - 1) / grid;
    bm_len above = g->kind ? (bm_len)g->kind->head_above : 0;
    bm_len below = g->kind ? (bm_len)g->kind->head_below : 0;
    above += (bm_len)variant->head_above;
    below += (bm_len)variant->head_below;
    bm_len shift = above * grid + (lines * grid - y) / 2;
    for (size_t i = 0; i < out->head_count; i++)
        out->head[i].y += shift;
    for (size_t i = 0; i < out->rule_count; i++)
        out->rules[i] += shift;
    out->head_height = (lines + above + below) * grid;
}

void bm_galley_set(struct bm_arena *arena, const struct bm_galley *galley, bm_len head_measure,
                   bm_len measure, bm_len grid, const struct bm_variant *variant,
                   struct bm_galley_lines *kept, struct bm_setting *setting)
{
    *setting = (struct bm_setting){0};
    struct set s = {
        .arena = arena, .kept = kept, .galley = galley, .measure = measure, .out = setting};
    set_head(&s, head_measure, grid, variant);
    bool in_list = false, in_tail = false;
    bm_len signature_x = -1;
    for (uint32_t i = 0; i < galley->part_count; i++) {
        const struct bm_part *p = &galley->parts[i];
        bool item = p->kind == BM_PART_ITEM;
        if (item != in_list && p->kind != BM_PART_HEAD && setting->row_count)
            add_empty(&s, item ? variant->before_list : variant->after_list);
        in_list = item;
        switch (p->kind) {
        case BM_PART_HEAD:
            break;
        case BM_PART_TAIL:
            if (!in_tail)
                add_empty(&s, variant->before_tail);
            in_tail = true;
            add_tail(&s, i, &signature_x);
            break;
        default:
            add_paragraph(&s, i, variant->looseness ? variant->looseness[i] : 0);
            break;
        }
    }
}

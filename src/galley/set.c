/* A galley set to a measure: the head as one block in whole grid lines, body and tail as rows of
 * one leading. */
#include "galley/galley.h"

#define CELL_LINE 300 /* a table that is narrower than its cells like to be */

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
        bm_len measure; /* 0: not known */
    } * v;              /* four a part: looseness -1, 0, 1, and its number */
    struct parted {
        uint32_t part;
        bm_len measure;
        size_t wanted, after, empty;
        struct bm_lines lines;
    } * parted;
    size_t parted_count, parted_cap;
    /* settings to measures that change, by part: a list */
    struct slice {
        const struct slice *next;
        int looseness;
        size_t n;
        const bm_len *widths;
        struct bm_lines lines;
    } * *slices;
    struct bm_table_kept *tables; /* set so far */
};

#define KEPT_NUMBER 2

struct bm_galley_lines *bm_galley_lines_new(struct bm_arena *arena, const struct bm_galley *galley)
{
    struct bm_galley_lines *kept = BM_NEW(arena, struct bm_galley_lines);
    kept->arena = arena;
    kept->v = bm_arena_array(arena, galley->part_count * 4, sizeof *kept->v);
    kept->slices = bm_arena_array(arena, galley->part_count, sizeof *kept->slices);
    return kept;
}

struct set {
    struct bm_arena *arena;
    struct bm_galley_lines *kept;
    const struct bm_galley *galley;
    const struct bm_slots *slots;
    struct bm_setting *out;
    size_t cap;
    size_t from; /* rows of the body before those in out */
};

static struct bm_row *add_row(struct set *s)
{
    s->out->rows =
        bm_arena_grow(s->arena, s->out->rows, s->out->row_count, &s->cap, sizeof *s->out->rows);
    struct bm_row *r = &s->out->rows[s->out->row_count++];
    *r = (struct bm_row){.part = UINT32_MAX};
    return r;
}

/* Of the body: the next one. */
static size_t next_row(const struct set *s)
{
    return s->from + s->out->row_count;
}

static void add_empty(struct set *s, uint32_t n)
{
    while (n--)
        add_row(s)->empty = true;
}

static bm_len width_of(const struct set *s, size_t row)
{
    return s->slots->widths[row < s->slots->n ? row : s->slots->n - 1];
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

/* The measures of a paragraph that starts in `row`: no more of them than it can have lines, and one
 * where all are alike. skipped rows stand empty after the paragraph's line `after`. */
static struct bm_measures measures_at(struct set *s, size_t row, const struct bm_part *p,
                                      size_t after, size_t skipped)
{
    size_t most = s->slots->n > row ? s->slots->n - row : 1;
    bm_len least = width_of(s, row);
    for (size_t i = 1; i < most; i++)
        least = width_of(s, row + i) < least ? width_of(s, row + i) : least;
    if (least > 0 && p->para) {
        size_t lines = (size_t)(bm_para_width(p->para, 0, p->para->cluster_count) / least) + 4;
        most = lines + lines / 8 < most ? lines + lines / 8 : most;
    }
    bool alike = true;
    for (size_t i = 1; i < most + skipped && alike; i++)
        alike = width_of(s, row + i) == width_of(s, row);
    struct bm_measures m = {.n = alike ? 1 : most};
    bm_len *widths = BM_NEW_N(s->arena, m.n, bm_len);
    for (size_t i = 0; i < m.n; i++)
        widths[i] = width_of(s, row + i + (i < after ? 0 : skipped)) - p->style->inset;
    m.widths = widths;
    return m;
}

/* Breaks a part whose indents are given; looseness KEPT_NUMBER: its number. plain: its lines
 * without looseness, or NULL. */
static void break_lines(struct set *s, const struct bm_part *p, struct bm_measures measures,
                        int looseness, const struct bm_lines *plain, uint32_t cut,
                        struct bm_lines *lines)
{
    if (looseness == KEPT_NUMBER) {
        struct bm_fit fit = {.measures = {.widths = measures.widths, .n = 1}};
        bm_para_fit(s->arena, p->number, &fit, lines);
        return;
    }
    if (p->style->sense || p->kind == BM_PART_TAIL) {
        bm_para_sense(s->arena, p->para, measures.widths[0], p->style->lines, lines);
        return;
    }
    struct bm_fit fit = {.measures = measures,
                         .justify = p->style->align == BM_ALIGN_JUSTIFY,
                         .cut = cut,
                         .looseness = looseness,
                         .plain = plain};
    bm_para_fit(s->arena, p->para, &fit, lines);
}

/* Lines set to measures that change: they are the same again where the measures are. */
static struct bm_lines slice_lines(struct set *s, uint32_t part, struct bm_measures measures,
                                   int looseness)
{
    struct bm_galley_lines *kept = s->kept;
    for (const struct slice *k = kept->slices[part]; k; k = k->next)
        if (k->looseness == looseness && k->n == measures.n &&
            memcmp(k->widths, measures.widths, k->n * sizeof *k->widths) == 0)
            return k->lines;
    struct bm_arena *mine = s->arena;
    struct slice *new = BM_NEW(kept->arena, struct slice);
    bm_len *widths = BM_NEW_N(kept->arena, measures.n, bm_len);
    memcpy(widths, measures.widths, measures.n * sizeof *widths);
    s->arena = kept->arena;
    *new = (struct slice){kept->slices[part], looseness, measures.n, widths, {0}};
    break_lines(s, &s->galley->parts[part], measures, looseness, NULL, 0, &new->lines);
    s->arena = mine;
    kept->slices[part] = new;
    return new->lines;
}

static struct bm_lines part_lines(struct set *s, uint32_t part, struct bm_measures measures,
                                  int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_lines lines;
    if (!s->kept) {
        break_lines(s, p, measures, looseness, NULL, 0, &lines);
        return lines;
    }
    if (measures.n > 1)
        return slice_lines(s, part, measures, looseness);
    size_t at = (size_t)part * 4 + (size_t)(looseness + 1);
    if (s->kept->v[at].measure != measures.widths[0]) {
        const bool loosened = looseness == -1 || looseness == 1;
        const struct bm_lines plain =
            loosened ? part_lines(s, part, measures, 0) : (struct bm_lines){0};
        struct bm_arena *mine = s->arena;
        s->arena = s->kept->arena;
        break_lines(s, p, measures, looseness, loosened ? &plain : NULL, 0, &s->kept->v[at].lines);
        s->arena = mine;
        s->kept->v[at].measure = measures.widths[0];
    }
    return s->kept->v[at].lines;
}

/* True when a sentence ends before cluster c: after 。？！ and the quotes that close it. */
static bool sentence_ends(const struct bm_para *p, uint32_t c)
{
    if (p->clusters[c - 1].break_after != BM_BREAK_ALLOWED)
        return false;
    while (c && p->clusters[c - 1].cls == BM_CLASS_CLOSING)
        c--;
    return c && p->clusters[c - 1].cls == BM_CLASS_STOP;
}

static size_t lines_before(const struct bm_lines *lines, uint32_t cluster)
{
    size_t n = 0;
    while (n < lines->n && lines->v[n].end <= cluster)
        n++;
    return n;
}

/* What rows that stay empty before a page ends cost, squared: a paragraph a line longer is better.
 */
#define EMPTY_COST 600

/* Parts the paragraph's lines after the sentence that ends in row `wanted` of the paragraph, or as
 * little before it as can be. Returns the rows that stay empty after line *after. */
static size_t find_sentence(struct set *s, uint32_t part, size_t row, struct bm_measures m,
                            size_t wanted, struct bm_lines *lines, size_t *after)
{
    const struct bm_part *p = &s->galley->parts[part];
    const bm_len indent = m.indent, turnover = m.turnover;
    size_t least = BM_EMPTY_MOST + 1;
    int64_t cost = INT64_MAX, room = 0, few = 0;
    for (size_t i = 0; i < wanted; i++) {
        bm_len w = m.widths[i < m.n ? i : m.n - 1];
        room += w;
        few += i + BM_EMPTY_MOST + 1 < wanted ? w : 0;
    }
    for (uint32_t c = 1; c < p->para->cluster_count; c++) {
        /* Sentences that end far from the row are not tried. */
        bm_len width = bm_para_width(p->para, 0, c);
        if (width > room + room / 8)
            break;
        if (width < few - few / 8 || !sentence_ends(p->para, c))
            continue;
        struct bm_lines tried;
        break_lines(s, p, m, 0, NULL, c, &tried);
        size_t n = lines_before(&tried, c);
        if (n > wanted)
            break;
        if (wanted - n > least || (wanted - n == least && tried.cost >= cost))
            continue;
        least = wanted - n;
        cost = tried.cost;
        if (least && m.n > 1) {
            struct bm_measures moved = measures_at(s, row, p, n, least);
            moved.indent = indent;
            moved.turnover = turnover;
            break_lines(s, p, moved, 0, NULL, c, &tried);
        }
        *lines = tried;
        *after = n;
    }
    if (least > BM_EMPTY_MOST)
        return 0;
    lines->cost += (int64_t)(least * least) * EMPTY_COST;
    return least;
}

/* The same, remembered where all rows are alike. */
static size_t part_at_sentence(struct set *s, uint32_t part, size_t row, struct bm_measures m,
                               size_t wanted, struct bm_lines *lines, size_t *after)
{
    struct bm_galley_lines *kept = s->kept;
    if (!kept || m.n > 1)
        return find_sentence(s, part, row, m, wanted, lines, after);
    for (size_t i = 0; i < kept->parted_count; i++) {
        const struct parted *k = &kept->parted[i];
        if (k->part != part || k->measure != m.widths[0] || k->wanted != wanted)
            continue;
        *lines = k->lines.n ? k->lines : *lines;
        *after = k->after;
        return k->empty;
    }
    struct bm_arena *mine = s->arena;
    struct parted found = {.part = part, .measure = m.widths[0], .wanted = wanted};
    s->arena = kept->arena;
    found.after = SIZE_MAX;
    found.empty = find_sentence(s, part, row, m, wanted, &found.lines, &found.after);
    s->arena = mine;
    kept->parted = bm_arena_grow(kept->arena, kept->parted, kept->parted_count, &kept->parted_cap,
                                 sizeof found);
    kept->parted[kept->parted_count++] = found;
    *lines = found.lines.n ? found.lines : *lines;
    *after = found.after;
    return found.empty;
}

static void add_paragraph(struct set *s, uint32_t part, int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    bool item = p->kind == BM_PART_ITEM;
    bm_len x = item ? s->galley->number_width : 0;
    size_t row = next_row(s), after = SIZE_MAX, skipped = 0;
    struct bm_measures m = measures_at(s, row, p, SIZE_MAX, 0);
    m.indent = p->style->indent + x;
    m.turnover = p->style->turnover + x;
    struct bm_lines lines = part_lines(s, part, m, looseness);
    for (size_t k = 0; k < s->slots->stop_count; k++) {
        size_t stop = s->slots->stops[k];
        if (row <= stop && row + lines.n > stop + 1 && !p->style->sense)
            skipped = part_at_sentence(s, part, row, m, stop + 1 - row, &lines, &after);
    }
    s->out->cost += p->style->sense ? 0 : lines.cost; /* gains of sense are no measure of lines */
    for (size_t i = 0; i < lines.n; i++) {
        if (i == after)
            add_empty(s, (uint32_t)skipped);
        struct bm_row *r = add_row(s);
        r->part = part;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = lines.v[i].x;
        if (p->style->align != BM_ALIGN_JUSTIFY)
            r->x += aligned(p->style, width_of(s, next_row(s) - 1), lines.v[i].set);
        r->y = body_baseline(s->galley->size);
        /* 孤行 (rule 8.4): the last line does not open a column, the first of three or more does
         * not close one; an item of a list stays in one piece. */
        r->no_break_before = i > 0 && (i + 1 == lines.n || (item && i != after));
        r->no_break_after = (i == 0 && lines.n >= 3 && after != 1) || p->kind == BM_PART_SUBHEAD;
        s->out->loose += is_loose(&lines.v[i], p->style->size);
        if (i == 0 && p->number) {
            struct bm_lines number = part_lines(s, part, m, KEPT_NUMBER);
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
    bm_len width = width_of(s, next_row(s)), measure = width - p->style->inset;
    struct bm_lines lines = part_lines(s, part, measures_at(s, next_row(s), p, SIZE_MAX, 0), 0);
    bool dated = strcmp(p->field, "dated") == 0;
    for (size_t i = 0; i < lines.n; i++) {
        struct bm_row *r = add_row(s);
        r->part = part;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = aligned(p->style, width, lines.v[i].set);
        if (dated && *signature_x >= 0 &&
            *signature_x + 2 * p->style->size + lines.v[i].set <= measure)
            r->x = *signature_x + 2 * p->style->size;
        r->y = body_baseline(s->galley->size);
        r->no_break_before = true;
        *signature_x = dated ? -1 : r->x;
    }
}

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
    l->set = l->natural + l->all * (bm_len)(n - 1);
    l->step = BM_STEP_STRETCH_ALL;
    return l->set <= l->measure;
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
        l->set = widest;
        l->step = BM_STEP_STRETCH_ALL;
    }
}

struct bm_lines bm_galley_part_lines(struct bm_arena *arena, const struct bm_galley *galley,
                                     uint32_t part, bm_len measure, int looseness,
                                     struct bm_galley_lines *kept)
{
    const struct bm_part *p = &galley->parts[part];
    struct set s = {.arena = arena, .kept = kept, .galley = galley};
    const bm_len width = measure - p->style->inset;
    struct bm_measures m = {.widths = &width, .n = 1};
    if (p->kind != BM_PART_TAIL) {
        const bm_len x = p->kind == BM_PART_ITEM ? galley->number_width : 0;
        m.indent = p->style->indent + x;
        m.turnover = p->style->turnover + x;
    }
    return part_lines(&s, part, m, looseness);
}

bool bm_galley_head_is_vertical(const struct bm_galley *galley)
{
    return galley->tier_count && galley->parts[galley->tiers[0]].style->vertical;
}

static void add_head_line(struct set *s, size_t *cap, struct bm_row row)
{
    struct bm_setting *out = s->out;
    out->head = bm_arena_grow(s->arena, out->head, out->head_count, cap, sizeof *out->head);
    out->head[out->head_count++] = row;
}

/* Tiers of a vertical head stand from right to left: kicker, title, deck. */
static void set_vertical_head(struct set *s, bm_len height)
{
    const struct bm_galley *g = s->galley;
    struct bm_setting *out = s->out;
    size_t cap = 0;
    bm_len width = 0, right = 0;
    for (size_t t = 0; t < g->tier_count; t++) {
        const struct bm_part *p = &g->parts[g->tiers[t]];
        bm_len measure = height - p->style->inset;
        struct bm_lines lines =
            part_lines(s, g->tiers[t], (struct bm_measures){&measure, 1, 0, 0}, 0);
        if (p->style->spread)
            spread(s->arena, p->para, &lines);
        right += p->style->before;
        for (size_t i = 0; i < lines.n; i++) {
            right += p->style->leading;
            add_head_line(s, &cap,
                          (struct bm_row){.part = g->tiers[t],
                                          .para = p->para,
                                          .line = &lines.v[i],
                                          .x = p->style->leading / 2 - right,
                                          .y = aligned(p->style, height, lines.v[i].set)});
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

static void add_rule(struct set *s, size_t *cap, struct bm_tier_rule rule)
{
    struct bm_setting *out = s->out;
    out->rules = bm_arena_grow(s->arena, out->rules, out->rule_count, cap, sizeof *out->rules);
    rule.line = out->head_count - 1;
    out->rules[out->rule_count++] = rule;
}

/* Lines from the ends of the measure to an em from the tier's one line, where two ems are left. */
static void add_beside(struct set *s, size_t *cap, const struct bm_part *p, bm_len measure)
{
    const struct bm_row *r = &s->out->head[s->out->head_count - 1];
    const bm_len size = p->style->size,
                 y = r->y + size / 2 - bm_len_ratio(size, ASCENT_NUM, ASCENT_DEN);
    const bm_len from = r->x + r->line->set + size, left = r->x - size;
    if (left >= 2 * size)
        add_rule(s, cap, (struct bm_tier_rule){.y = y, .w = left, .beside = p->beside});
    if (measure - from >= 2 * size)
        add_rule(s, cap, (struct bm_tier_rule){from, y, measure - from, 0, p->beside});
}

static void set_horizontal_head(struct set *s, bm_len measure, bm_len grid,
                                const struct bm_variant *variant)
{
    const struct bm_galley *g = s->galley;
    struct bm_setting *out = s->out;
    size_t cap = 0, rule_cap = 0;
    bm_len y = 0;
    for (size_t t = 0; t < g->tier_count; t++) {
        const struct bm_part *p = &g->parts[g->tiers[t]];
        bm_len width = measure - p->style->inset;
        struct bm_measures m = {&width, 1, p->style->indent, p->style->turnover};
        struct bm_lines lines = part_lines(s, g->tiers[t], m, 0);
        if (p->style->spread)
            spread(s->arena, p->para, &lines);
        y += p->style->before;
        for (size_t i = 0; i < lines.n; i++) {
            add_head_line(
                s, &cap,
                (struct bm_row){.part = g->tiers[t],
                                .para = p->para,
                                .line = &lines.v[i],
                                .x = lines.v[i].x + aligned(p->style, measure, lines.v[i].set),
                                .y = y + baseline(p->style->leading, p->style->size)});
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
    const bm_len above = g->kind ? (bm_len)g->kind->head_above : 0;
    const bm_len below = g->kind ? (bm_len)g->kind->head_below : 0;
    const bm_len lines =
        (y + grid - 1) / grid + (bm_len)variant->head_above + (bm_len)variant->head_below;
    for (size_t i = 0; i < out->head_count; i++)
        out->head[i].y += above * grid;
    for (size_t i = 0; i < out->rule_count; i++)
        out->rules[i].y += above * grid;
    bm_galley_open_head(out, lines * grid - y);
    out->head_height = (lines + above + below) * grid;
}

void bm_galley_set_head(struct bm_arena *arena, const struct bm_galley *galley, bm_len width,
                        bm_len height, bm_len grid, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    *setting = (struct bm_setting){0};
    struct set s = {.arena = arena, .kept = kept, .galley = galley, .out = setting};
    if (bm_galley_head_is_vertical(galley))
        set_vertical_head(&s, height);
    else
        set_horizontal_head(&s, width, grid, variant);
}

/* The lines of a table's row that stand in its row of leading `down`. */
static void take_lines(struct set *s, const struct bm_table_row *from, uint32_t down,
                       struct bm_row *to)
{
    struct bm_cell_line *lines = bm_arena_array(s->arena, from->n, sizeof *lines);
    for (size_t i = 0; i < from->n; i++)
        if (from->lines[i].down == down)
            lines[to->cell_count++] = from->lines[i];
    to->cells = lines;
    to->empty = to->cell_count == 0;
}

/* As wide as the narrowest of the slots that it takes; returns that. */
static bm_len set_table(struct set *s, const struct bm_part *p, struct bm_table_setting *t)
{
    bm_len width = width_of(s, s->out->row_count), least = width;
    do {
        width = least;
        if (s->kept)
            bm_table_set_once(s->kept->arena, &s->kept->tables, p, width, s->galley->size, t);
        else
            bm_table_set(s->arena, p, width, s->galley->size, t);
        size_t row = s->out->row_count;
        for (uint32_t i = 0; i < p->table->rows; i++)
            for (uint32_t k = 0; k < t->rows[i].height; k++, row++)
                least = width_of(s, row) < least ? width_of(s, row) : least;
    } while (least < width);
    return width;
}

static void add_table(struct set *s, uint32_t part)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_table_setting t;
    bm_len width = set_table(s, p, &t);
    if (!t.fits && !s->out->narrow_table)
        s->out->narrow_table = p;
    for (uint32_t i = 0; i < p->table->rows; i++) {
        s->out->cost += (int64_t)(t.rows[i].height - 1) * (t.rows[i].height - 1) * CELL_LINE;
        for (uint32_t k = 0; k < t.rows[i].height; k++) {
            struct bm_row *r = add_row(s);
            bool first = i + k == 0, inner = i == p->table->head_rows && k == 0;
            r->part = part;
            r->rule_width = width;
            r->rule_above = first ? 2 : inner ? 1 : 0;
            r->rule_below = i + 1 == p->table->rows && k + 1 == t.rows[i].height ? 2 : 0;
            r->no_break_before = !first;
            take_lines(s, &t.rows[i], k, r);
        }
    }
}

/* One empty row above and below; two quotes share it, and none opens an article. */
static void add_quote(struct set *s, uint32_t part)
{
    if (s->out->row_count && !s->out->rows[s->out->row_count - 1].empty)
        add_empty(s, 1);
    add_paragraph(s, part, 0);
    add_empty(s, 1);
}

void bm_galley_set_body(struct bm_arena *arena, const struct bm_galley *galley,
                        const struct bm_slots *slots, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    struct set s = {.arena = arena, .kept = kept, .galley = galley, .slots = slots, .out = setting};
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
        case BM_PART_FIGURE:
            break;
        case BM_PART_TABLE:
            add_table(&s, i);
            break;
        case BM_PART_QUOTE:
            add_quote(&s, i);
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

void bm_galley_set_part(struct bm_arena *arena, const struct bm_galley *galley, uint32_t part,
                        size_t row, const struct bm_slots *slots, int looseness,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    struct set s = {.arena = arena,
                    .kept = kept,
                    .galley = galley,
                    .slots = slots,
                    .out = setting,
                    .from = row};
    bm_len signature_x = -1;
    *setting = (struct bm_setting){0};
    if (galley->parts[part].kind == BM_PART_TAIL)
        add_tail(&s, part, &signature_x);
    else
        add_paragraph(&s, part, looseness);
}

void bm_galley_set(struct bm_arena *arena, const struct bm_galley *galley, bm_len head_measure,
                   bm_len measure, bm_len grid, const struct bm_variant *variant,
                   struct bm_galley_lines *kept, struct bm_setting *setting)
{
    const struct bm_slots slots = {.widths = &measure, .n = 1};
    bm_galley_set_head(arena, galley, head_measure, measure, grid, variant, kept, setting);
    bm_galley_set_body(arena, galley, &slots, variant, kept, setting);
}

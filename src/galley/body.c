/* Body and tail of a galley as rows of one leading, which stands below the text of a row, so that a
 * rule on the grid line under it keeps its distance. */
#include "galley/limits.h"
#include "galley/setter.h"

#define CELL_LINE 300 /* a table that is narrower than its cells like to be */

/* Lines opened wider than this a gap are a fault to report (rule 6.5): ½ em. */
static bool is_loose(const struct bm_line *line, bm_len size)
{
    return line->opened > BM_OPENED_MOST(size) || line->step == BM_STEP_OVERFULL || line->forced;
}

bool bm_galley_flows(const struct bm_part *p)
{
    return p->kind != BM_PART_HEAD && p->kind != BM_PART_FIGURE;
}

uint32_t bm_galley_space_before(const struct bm_galley *galley, const struct bm_variant *variant,
                                uint32_t part, size_t row)
{
    const enum bm_part_kind kind = galley->parts[part].kind;
    enum bm_part_kind before = BM_PART_HEAD;
    for (uint32_t i = part; i-- > 0 && before == BM_PART_HEAD;)
        before = bm_galley_flows(&galley->parts[i]) ? galley->parts[i].kind : before;
    const bool item = kind == BM_PART_ITEM;
    uint32_t n = kind == BM_PART_TAIL && before != kind ? variant->before_tail : 0;
    if (row && item != (before == BM_PART_ITEM))
        n += item ? variant->before_list : variant->after_list;
    return n;
}

/* The last line does not open a column, the first of three or more does not close one; an item, a
 * table and a tail stay in one piece, a subhead with what follows, a tail with what it signs. */
bool bm_galley_may_part(const struct bm_part *part, size_t line, size_t lines)
{
    if (!line)
        return part->kind != BM_PART_TAIL;
    if (line == lines)
        return part->kind != BM_PART_SUBHEAD;
    return (part->kind == BM_PART_PARAGRAPH || part->kind == BM_PART_QUOTE) && line != 1 &&
           line + 1 != lines;
}

static struct bm_row *add_row(struct setter *s)
{
    s->out->rows =
        bm_arena_grow(s->arena, s->out->rows, s->out->row_count, &s->cap, sizeof *s->out->rows);
    struct bm_row *r = &s->out->rows[s->out->row_count++];
    *r = (struct bm_row){.part = UINT32_MAX};
    return r;
}

/* Of the body: the next one. */
static size_t next_row(const struct setter *s)
{
    return s->from + s->out->row_count;
}

static void add_empty(struct setter *s, uint32_t n)
{
    while (n--) {
        struct bm_row *r = add_row(s);
        r->empty = r->no_break_before = true;
    }
}

/* The row that a line of a part of so many begins. */
static struct bm_row *add_line(struct setter *s, uint32_t part, size_t line, size_t lines)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_row *r = add_row(s);
    r->part = part;
    r->no_break_before = !bm_galley_may_part(p, line, lines);
    if (!line && s->out->row_count > 1 && !r[-1].empty)
        r->no_break_before |= !bm_galley_may_part(&s->galley->parts[r[-1].part], 1, 1);
    return r;
}

static bm_len width_of(const struct setter *s, size_t row)
{
    return s->measures->widths[row < s->measures->n ? row : s->measures->n - 1];
}

/* The least width from a row on. */
static bm_len least_from(struct setter *s, size_t row)
{
    const struct bm_row_measures *m = s->measures;
    if (!s->least && m->n > 1) {
        s->least = BM_NEW_N(s->arena, m->n, bm_len);
        s->least[m->n - 1] = m->widths[m->n - 1];
        for (size_t i = m->n - 1; i-- > 0;)
            s->least[i] = m->widths[i] < s->least[i + 1] ? m->widths[i] : s->least[i + 1];
    }
    return s->least ? s->least[row < m->n ? row : m->n - 1] : width_of(s, row);
}

/* The measures of a paragraph that starts in `row`: no more of them than it can have lines, and one
 * where all are alike. skipped rows stand empty after the paragraph's line `after`. */
static struct bm_measures measures_at(struct setter *s, size_t row, const struct bm_part *p,
                                      size_t after, size_t skipped)
{
    size_t most = s->measures->n > row ? s->measures->n - row : 1;
    const bm_len least = least_from(s, row);
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
static size_t find_sentence(struct setter *s, uint32_t part, size_t row, struct bm_measures m,
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
        bm_galley_break_lines(s->arena, p, m, 0, NULL, c, &tried);
        count_broken(s, p);
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
            bm_galley_break_lines(s->arena, p, moved, 0, NULL, c, &tried);
            count_broken(s, p);
        }
        *lines = tried;
        *after = n;
    }
    if (least > BM_EMPTY_MOST)
        return 0;
    lines->cost += (int64_t)(least * least) * EMPTY_COST;
    return least;
}

/* The measures that the lines of a paragraph parted at a sentence depend on: those of its rows, and
 * of as many more as may stay empty. */
static size_t measures_of_parted(struct setter *s, size_t row, struct bm_measures m,
                                 const bm_len **widths)
{
    const size_t n = m.n > 1 ? m.n + BM_EMPTY_MOST + 1 : 1;
    bm_len *v = BM_NEW_N(s->arena, n, bm_len);
    for (size_t i = 0; i < n; i++)
        v[i] = n > 1 ? width_of(s, row + i) : m.widths[0];
    *widths = v;
    return n;
}

/* The same, kept. */
static size_t part_at_sentence(struct setter *s, uint32_t part, size_t row, struct bm_measures m,
                               size_t wanted, struct bm_lines *lines, size_t *after)
{
    struct bm_galley_lines *kept = s->kept;
    if (!kept)
        return find_sentence(s, part, row, m, wanted, lines, after);
    struct parted key = {.next = kept->parted[part], .wanted = wanted, .after = SIZE_MAX};
    key.n = measures_of_parted(s, row, m, &key.widths);
    const struct parted *k = key.next;
    while (k && (k->n != key.n || k->wanted != wanted ||
                 memcmp(k->widths, key.widths, key.n * sizeof *key.widths) != 0))
        k = k->next;
    if (!k && kept->parted_count < PARTED_MOST) {
        struct bm_arena *mine = s->arena;
        s->arena = kept->arena;
        struct parted *found = BM_NEW(kept->arena, struct parted);
        *found = key;
        found->n = measures_of_parted(s, row, m, &found->widths);
        found->empty = find_sentence(s, part, row, m, wanted, &found->lines, &found->after);
        s->arena = mine;
        kept->parted[part] = found;
        kept->parted_count++;
        k = found;
    }
    if (!k)
        return find_sentence(s, part, row, m, wanted, lines, after);
    *lines = k->lines.n ? k->lines : *lines;
    *after = k->after;
    return k->empty;
}

static void add_paragraph(struct setter *s, uint32_t part, int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    bm_len x = p->kind == BM_PART_ITEM ? s->galley->number_width : 0;
    size_t row = next_row(s), after = SIZE_MAX, skipped = 0;
    struct bm_measures m = measures_at(s, row, p, SIZE_MAX, 0);
    m.indent = p->style->indent + x;
    m.turnover = p->style->turnover + x;
    struct bm_lines lines = bm_galley_lines_of(s, part, m, looseness);
    for (size_t k = 0; k < s->measures->stop_count; k++) {
        size_t stop = s->measures->stops[k];
        if (row <= stop && row + lines.n > stop + 1 && !p->style->sense)
            skipped = part_at_sentence(s, part, row, m, stop + 1 - row, &lines, &after);
    }
    s->out->cost += p->style->sense ? 0 : lines.cost; /* gains of sense are no measure of lines */
    for (size_t i = 0; i < lines.n; i++) {
        if (i == after)
            add_empty(s, (uint32_t)skipped);
        struct bm_row *r = add_line(s, part, i, lines.n);
        if (i == after) /* where a sentence ends */
            r->no_break_before = i + 1 == lines.n;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = lines.v[i].x;
        if (p->style->align != BM_ALIGN_JUSTIFY)
            r->x += aligned(p->style, width_of(s, next_row(s) - 1), lines.v[i].set_width);
        r->y = s->galley->above;
        s->out->loose += is_loose(&lines.v[i], p->style->size);
        if (i == 0 && p->number) {
            struct bm_lines number = bm_galley_lines_of(s, part, m, KEPT_NUMBER);
            if (number.n) {
                r->number = p->number;
                r->number_line = &number.v[0];
                r->number_x = x - p->style->size / 4 - number.v[0].set_width + p->style->indent;
            }
        }
    }
}

/* Signature and date as official documents set them: the signature ends `inset` from the edge,
 * the date starts two characters right of the signature's first; a date that would reach over the
 * edge ends `inset` from it, and the signature moves left (GB/T 9704-2012 7.3.5.2). */
static void add_tail(struct setter *s, uint32_t part, bm_len *signature_x)
{
    const struct bm_part *p = &s->galley->parts[part];
    bm_len width = width_of(s, next_row(s)), measure = width - p->style->inset;
    struct bm_lines lines =
        bm_galley_lines_of(s, part, measures_at(s, next_row(s), p, SIZE_MAX, 0), 0);
    bool dated = strcmp(p->field, "dated") == 0;
    for (size_t i = 0; i < lines.n; i++) {
        struct bm_row *r = add_line(s, part, i, lines.n);
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = aligned(p->style, width, lines.v[i].set_width);
        if (dated && *signature_x >= 0 &&
            *signature_x + 2 * p->style->size + lines.v[i].set_width <= measure)
            r->x = *signature_x + 2 * p->style->size;
        r->y = s->galley->above;
        *signature_x = dated ? -1 : r->x;
    }
}

/* The lines of a table's row by its rows of leading; those of row k begin at starts[k]. */
static struct bm_cell_line *sort_lines(struct setter *s, const struct bm_table_row *from,
                                       size_t **starts)
{
    struct bm_cell_line *lines = bm_arena_array(s->arena, from->n, sizeof *lines);
    size_t *next = BM_NEW_N(s->arena, from->height + 1, size_t);
    *starts = BM_NEW_N(s->arena, from->height + 1, size_t);
    for (size_t i = 0; i < from->n; i++)
        (*starts)[from->lines[i].down + 1]++;
    for (uint32_t k = 0; k < from->height; k++)
        next[k + 1] = (*starts)[k + 1] += (*starts)[k];
    for (size_t i = 0; i < from->n; i++)
        lines[next[from->lines[i].down]++] = from->lines[i];
    return lines;
}

/* As wide as the narrowest of the measures that it takes; returns that. */
static bm_len set_table(struct setter *s, const struct bm_part *p, struct bm_table_setting *t)
{
    bm_len width = width_of(s, s->out->row_count), least = width;
    do {
        width = least;
        if (s->kept)
            bm_table_set_once(s->kept->arena, &s->kept->tables, p, width, s->galley->above, t);
        else
            bm_table_set(s->arena, p, width, s->galley->above, t);
        for (size_t i = 0, row = s->out->row_count; i < t->height; i++, row++)
            least = width_of(s, row) < least ? width_of(s, row) : least;
    } while (least < width);
    return width;
}

static void add_table(struct setter *s, uint32_t part)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_table_setting t;
    bm_len width = set_table(s, p, &t);
    if (!t.fits && !s->out->narrow_table)
        s->out->narrow_table = p;
    size_t line = 0;
    for (uint32_t i = 0; i < p->table->rows; i++) {
        size_t *starts;
        struct bm_cell_line *lines = sort_lines(s, &t.rows[i], &starts);
        s->out->cost += (int64_t)(t.rows[i].height - 1) * (t.rows[i].height - 1) * CELL_LINE;
        for (uint32_t k = 0; k < t.rows[i].height; k++) {
            struct bm_row *r = add_line(s, part, line++, t.height);
            bool first = line == 1, inner = i == p->table->head_rows && k == 0;
            r->rule_width = width;
            r->rule_above = first ? 2 : inner ? 1 : 0;
            r->rule_below = line == t.height ? 2 : 0;
            r->cells = lines + starts[k];
            r->cell_count = starts[k + 1] - starts[k];
            r->empty = r->cell_count == 0;
            r->no_break_before |= r->empty;
        }
    }
}

/* One empty row above and below; two quotes share it, and none opens an article. */
static void add_quote(struct setter *s, uint32_t part)
{
    if (s->out->row_count && !s->out->rows[s->out->row_count - 1].empty)
        add_empty(s, 1);
    add_paragraph(s, part, 0);
    add_empty(s, 1);
}

void bm_galley_set_body(struct bm_arena *arena, const struct bm_galley *galley,
                        const struct bm_row_measures *measures, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    struct setter s = {
        .arena = arena, .kept = kept, .galley = galley, .measures = measures, .out = setting};
    bm_len signature_x = -1;
    for (uint32_t i = 0; i < galley->part_count; i++) {
        if (!bm_galley_flows(&galley->parts[i]))
            continue;
        add_empty(&s, bm_galley_space_before(galley, variant, i, setting->row_count));
        switch (galley->parts[i].kind) {
        case BM_PART_TABLE:
            add_table(&s, i);
            break;
        case BM_PART_QUOTE:
            add_quote(&s, i);
            break;
        case BM_PART_TAIL:
            add_tail(&s, i, &signature_x);
            break;
        default:
            add_paragraph(&s, i, variant->looseness ? variant->looseness[i] : 0);
            break;
        }
    }
}

void bm_galley_set_part(struct bm_arena *arena, const struct bm_galley *galley, uint32_t part,
                        size_t row, const struct bm_row_measures *measures, int looseness,
                        struct bm_galley_lines *kept, struct bm_setting *setting)
{
    struct setter s = {.arena = arena,
                       .kept = kept,
                       .galley = galley,
                       .measures = measures,
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
    const struct bm_row_measures measures = {.widths = &measure, .n = 1};
    bm_galley_set_head(arena, galley, head_measure, measure, grid, variant, kept, setting);
    bm_galley_set_body(arena, galley, &measures, variant, kept, setting);
}

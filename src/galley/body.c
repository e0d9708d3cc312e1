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

/* Room for rows, at first: about as many as there are measures, where they change. */
#define ROWS_MORE  8
#define ROWS_FIRST 64

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

/* What follows a subhead goes with it, whatever rows stand empty between them. */
static void hold(const struct setter *s, struct bm_row *r)
{
    const struct bm_row *before = r;
    while (before > s->out->rows && before[-1].part == UINT32_MAX)
        before--;
    r->held = before > s->out->rows && before[-1].part != r->part &&
              !bm_galley_may_part(&s->galley->parts[before[-1].part], 1, 1);
    r->no_break_before |= r->held;
}

/* The row that a line of a part of so many begins. */
static struct bm_row *add_line(struct setter *s, uint32_t part, size_t line, size_t lines)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_row *r = add_row(s);
    r->part = part;
    r->no_break_before = !bm_galley_may_part(p, line, lines);
    if (!line)
        hold(s, r);
    return r;
}

/* Whether a column begins with the row. */
static bool begins(const struct setter *s, size_t row)
{
    return row < s->measures->begin_count && s->measures->begins[row];
}

/* The row after those of the column that the row stands in. */
static size_t column_end(const struct setter *s, size_t row)
{
    size_t end = row + 1;
    while (end < s->measures->begin_count && !begins(s, end))
        end++;
    return end;
}

/* Leaves rows empty so that the next so many stand in one column; one below has `more` before them.
 * Where none below has room they are left over, if a column above had it and they must stand
 * together. False: they are parted. */
static bool keep_whole(struct setter *s, size_t rows, size_t more, bool must)
{
    const size_t row = next_row(s), n = s->measures->begin_count;
    size_t end = column_end(s, row);
    bool room = false;
    if (row >= n || end >= row + rows)
        return true;
    for (size_t at = end; at < n; at = end) {
        end = column_end(s, at);
        if (end - at < rows + more)
            continue;
        add_empty(s, (uint32_t)(at - row));
        return true;
    }
    for (size_t at = 0; at < n && must && !room; at = end) {
        end = column_end(s, at);
        room = end - at >= rows + (at ? more : 0);
    }
    if (room)
        add_empty(s, (uint32_t)(n - row));
    return room;
}

/* The rows of a line of several, below its first: its text stands in the middle of all. */
static void add_rows_below(struct setter *s, uint32_t part, uint32_t rows)
{
    const struct bm_part *p = &s->galley->parts[part];
    const bm_len between = s->galley->leading - s->galley->size; /* of rows of the body */
    struct bm_row *first = &s->out->rows[s->out->row_count - 1];
    const bm_len room = (bm_len)rows * s->galley->leading - between - p->style->size;
    if (rows > 1)
        first->y = p->para->above + (room > 0 ? room / 2 : 0);
    for (uint32_t k = 1; k < rows; k++) {
        struct bm_row *r = add_row(s);
        r->part = part;
        r->empty = r->no_break_before = true;
    }
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
    const uint32_t high = bm_galley_line_rows(s->galley, p);
    size_t most = s->measures->n > row ? s->measures->n - row : 1;
    const bm_len least = least_from(s, row);
    if (least > 0 && p->para) {
        size_t lines = (size_t)(bm_para_width(p->para, 0, p->para->cluster_count) / least) + 4;
        most = lines + lines / 8 < most ? lines + lines / 8 : most;
    }
    bool alike = true;
    for (size_t i = 1; i < most * high + skipped && alike; i++)
        alike = width_of(s, row + i) == width_of(s, row);
    struct bm_measures m = {.n = alike ? 1 : most};
    bm_len *widths = BM_NEW_N(s->arena, m.n, bm_len);
    for (size_t i = 0; i < m.n; i++) {
        widths[i] = width_of(s, row + i * high + (i < after ? 0 : skipped));
        for (uint32_t k = 1; k < high; k++) {
            const bm_len w = width_of(s, row + i * high + k);
            widths[i] = w < widths[i] ? w : widths[i];
        }
        widths[i] -= p->style->inset;
    }
    m.widths = widths;
    return m;
}

bool bm_galley_sentence_ends(const struct bm_para *p, uint32_t c)
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
/* … and a sentence that a page parts, for want of an end near by. */
#define PARTED_COST 9000

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
        if (width < few - few / 8 || !bm_galley_sentence_ends(p->para, c))
            continue;
        struct bm_lines tried;
        bm_galley_break_lines(s->arena, p, m, 0, NULL, c, &tried);
        count_broken(s, p);
        size_t n = lines_before(&tried, c);
        if (n > wanted)
            break;
        if (wanted - n > BM_EMPTY_MOST || wanted - n > least ||
            (wanted - n == least && tried.cost >= cost))
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

/* Rows that a table takes from a row on, its head again wherever a column begins. */
static size_t rows_of_table(const struct setter *s, const struct bm_table_setting *t)
{
    const size_t row = next_row(s);
    uint32_t head = 0, highest = 0;
    for (uint32_t i = 0; i < t->row_count; i++) {
        head += i < t->head_rows ? t->rows[i].height : 0;
        highest = t->rows[i].height > highest ? t->rows[i].height : highest;
    }
    size_t rows = t->height;
    for (size_t at = row + 1; at < row + rows && at < s->measures->begin_count; at++)
        rows += begins(s, at) ? head + highest - 1 : 0;
    return rows;
}

/* As wide as the narrowest of the measures that it takes; returns that. */
static bm_len set_table(struct setter *s, const struct bm_part *p, struct bm_table_setting *t)
{
    bm_len width = width_of(s, next_row(s)), least = width;
    do {
        width = least;
        if (s->kept)
            bm_table_set_once(s->kept->arena, &s->kept->tables, p, width, s->galley->above, t);
        else
            bm_table_set(s->arena, p, width, s->galley->above, t);
        const size_t row = next_row(s), rows = rows_of_table(s, t);
        for (size_t i = 0; i < rows; i++)
            least = width_of(s, row + i) < least ? width_of(s, row + i) : least;
    } while (least < width);
    return width;
}

/* Rows that must follow a subhead in its column: of the next part as many as stay together. */
static size_t rows_held(struct setter *s, uint32_t part)
{
    static const struct bm_variant plain;
    size_t rows = 0;
    for (uint32_t i = part + 1; i < s->galley->part_count; i++) {
        const struct bm_part *p = &s->galley->parts[i];
        struct bm_table_setting t;
        if (!bm_galley_flows(p))
            continue;
        rows += bm_galley_space_before(s->galley, &plain, i, 1) + (p->kind == BM_PART_QUOTE);
        if (p->kind == BM_PART_TABLE) {
            set_table(s, p, &t);
            for (uint32_t k = 0; k <= t.head_rows && k < t.row_count; k++)
                rows += t.rows[k].height;
            return rows;
        }
        const bm_len width = bm_para_width(p->para, 0, p->para->cluster_count) + p->style->indent;
        const bool one = width <= least_from(s, next_row(s)) || p->style->sense;
        rows += bm_galley_line_rows(s->galley, p) * (one ? 1 : 2);
        if (p->kind != BM_PART_SUBHEAD)
            return rows;
    }
    return rows;
}

/* What a line takes when it is aligned: one of verse as much as the longest, so that all begin at
 * one edge. */
static bm_len width_in(const struct setter *s, const struct bm_part *p, const struct bm_line *line)
{
    return p->verse ? s->galley->verse_width - line->x : line->set_width;
}

static void add_paragraph(struct setter *s, uint32_t part, int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    bm_len x = p->kind == BM_PART_ITEM ? s->galley->number_width : 0;
    const uint32_t high = bm_galley_line_rows(s->galley, p);
    size_t row, after = SIZE_MAX, skipped = 0;
    struct bm_measures m;
    struct bm_lines lines;
    const bool couplet = part + 1 < s->galley->part_count && s->galley->parts[part + 1].second;
    const bool kept = s->measures->keep && (p->kind == BM_PART_SUBHEAD || couplet);
    for (int whole = high > 1 || kept; whole >= 0; whole--) {
        row = next_row(s);
        m = measures_at(s, row, p, SIZE_MAX, 0);
        m.indent = p->style->indent + x;
        m.turnover = p->style->turnover + x;
        lines = bm_galley_lines_of(s, part, m, looseness);
        if (whole && kept)
            keep_whole(s,
                       lines.n * high + (couplet ? bm_galley_lines_of(s, part + 1, m, 0).n * high
                                                 : rows_held(s, part)),
                       0, false);
        else if (whole && p->kind != BM_PART_QUOTE)
            keep_whole(s, lines.n * high + (p->kind == BM_PART_SUBHEAD), 0, false);
    }
    for (size_t k = 0; k < s->measures->stop_count && high == 1; k++) {
        size_t stop = s->measures->stops[k];
        if (row <= stop && row + lines.n > stop + 1 && !p->style->sense)
            skipped = part_at_sentence(s, part, row, m, stop + 1 - row, &lines, &after);
        if (row <= stop && row + lines.n > stop + 1 && after == SIZE_MAX && !p->style->sense)
            lines.cost += PARTED_COST;
    }
    s->out->cost += p->style->sense ? 0 : lines.cost; /* gains of sense are no measure of lines */
    for (size_t i = 0; i < lines.n; i++) {
        if (i == after)
            add_empty(s, (uint32_t)skipped);
        keep_whole(s, high, 0, true);
        struct bm_row *r = add_line(s, part, i, lines.n);
        if (i == after) /* where a sentence ends */
            r->no_break_before = i + 1 == lines.n;
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = lines.v[i].x;
        if (p->style->align != BM_ALIGN_JUSTIFY)
            r->x += aligned(p->style, width_of(s, next_row(s) - 1), width_in(s, p, &lines.v[i]));
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
        add_rows_below(s, part, high);
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
    const uint32_t high = bm_galley_line_rows(s->galley, p);
    for (size_t i = 0; i < lines.n; i++) {
        keep_whole(s, high, 0, true);
        struct bm_row *r = add_line(s, part, i, lines.n);
        r->para = p->para;
        r->line = &lines.v[i];
        r->x = aligned(p->style, width, lines.v[i].set_width);
        if (dated && *signature_x >= 0 &&
            *signature_x + 2 * p->style->size + lines.v[i].set_width <= measure)
            r->x = *signature_x + 2 * p->style->size;
        r->y = s->galley->above;
        *signature_x = strcmp(p->field, "signed") != 0 ? -1 : r->x;
        add_rows_below(s, part, high);
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

/* Whether the rows have further columns to go on in. */
static bool has_columns(const struct setter *s)
{
    for (size_t i = 1; i < s->measures->begin_count; i++)
        if (s->measures->begins[i])
            return true;
    return false;
}

/* A table in panels that no column holds stands in one after all; so does one that has columns to
 * go on in, which do the same as panels. */
static void unfold_table(struct setter *s, const struct bm_part *p, bm_len *width,
                         struct bm_table_setting *t)
{
    if (t->panels < 2 || (!has_columns(s) && keep_whole(s, t->height, 0, true)))
        return;
    struct bm_part *plain = BM_NEW(s->arena, struct bm_part);
    *plain = *p;
    plain->fold = false;
    struct setter bare = *s;
    bare.kept = NULL;
    *width = set_table(&bare, plain, t);
    s->least = bare.least;
}

/* The rows of leading of a table's row. */
static void add_table_row(struct setter *s, uint32_t part, const struct bm_table_row *from,
                          bm_len width, bool repeated)
{
    size_t *starts;
    struct bm_cell_line *lines = sort_lines(s, from, &starts);
    for (uint32_t k = 0; k < from->height; k++) {
        struct bm_row *r = add_row(s);
        *r = (struct bm_row){.part = part,
                             .rule_width = width,
                             .repeated = repeated,
                             .cells = lines + starts[k],
                             .cell_count = starts[k + 1] - starts[k]};
        r->empty = r->cell_count == 0;
        r->no_break_before = true; /* it likes to stay in one piece */
    }
}

/* Rows of a table are never parted, its head stands with its first row, and again where it goes on
 * in another column; each of its stretches is ruled above and below. */
static void add_table(struct setter *s, uint32_t part)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_table_setting t;
    bm_len width = set_table(s, p, &t);
    unfold_table(s, p, &width, &t);
    const uint32_t heads = t.head_rows, n = t.row_count;
    size_t head = 0, last = 0; /* last: row of the table that was added last */
    if (!t.fits && !s->out->narrow_table) {
        s->out->narrow_table = p;
        s->out->table_least = t.least;
    }
    for (uint32_t i = 0; i < heads && i < n; i++)
        head += t.rows[i].height;
    for (uint32_t i = 0; i < n; i++) {
        const size_t high = t.rows[i].height;
        const bool again = i > heads && head;
        s->out->cost += (int64_t)((high - 1) * (high - 1)) * CELL_LINE;
        const bool opens = !i && heads && heads < n;
        if (!keep_whole(s, opens ? head + t.rows[heads].height : high, again ? head : 0, true) &&
            !s->out->parted_table)
            s->out->parted_table = p;
        size_t first = s->out->row_count;
        const bool begun = i && begins(s, next_row(s));
        if (begun) {
            s->out->rows[last].rule_below = 2;
            for (uint32_t k = 0; again && k < heads; k++)
                add_table_row(s, part, &t.rows[k], width, true);
        }
        add_table_row(s, part, &t.rows[i], width, false);
        struct bm_row *rows = s->out->rows;
        last = s->out->row_count - 1;
        if (i == heads || (begun && again))
            rows[s->out->row_count - high].rule_above = 1;
        if (!i || begun)
            rows[first].rule_above = 2;
        if (!i) {
            rows[first].no_break_before = false;
            hold(s, &rows[first]);
        }
    }
    if (n)
        s->out->rows[last].rule_below = 2;
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
    if (!setting->rows) {
        s.cap = measures->n > 1 ? measures->n + ROWS_MORE : ROWS_FIRST;
        setting->rows = bm_arena_array(arena, s.cap, sizeof *setting->rows);
    }
    for (uint32_t i = 0; i < galley->part_count; i++) {
        if (!bm_galley_flows(&galley->parts[i]))
            continue;
        /* A stanza that opens a column is parted from the last by that. */
        if (!galley->parts[i].stanza || !begins(&s, next_row(&s)))
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

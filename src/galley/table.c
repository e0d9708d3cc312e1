/* Tables: widths of columns, lines of cells (三线表: rules above, below and under the head). */
#include "galley/table.h"

#include "layout/limits.h"
#include "text/stops.h"

#define PADDING(size) ((size) / 2) /* at both sides of a column */
#define BETWEEN(size) (2 * (size)) /* panels */
#define PANELS_MOST   4
#define PANEL_ROWS    3 /* at least, in the first panel */

struct grid {
    struct bm_arena *arena;
    const struct bm_part *part;
    const struct bm_table *table;
    bm_len size;
    bm_len *widths; /* of the columns, with their padding */
    /* of a column's numbers: what stands left of the decimal point and right of it, at most */
    bm_len *whole, *fraction;
    bm_len *least; /* of a column without its padding: the widest number, and a character */
};

static const struct bm_para *cell(const struct grid *g, uint32_t row, uint32_t column)
{
    return g->part->cells[(size_t)row * g->table->columns + column];
}

static bm_len natural(const struct bm_para *p)
{
    return p ? bm_para_width(p, 0, p->cluster_count) : 0;
}

/* What may stand before a number and behind it: ±0.5, ¥5.6, <0.05; 5.6%, 38℃. */
static const char16_t signs_before[] = u"±∓<>≤≥≈~～＋－¥￥$€£＄";
static const char16_t signs_behind[] = u"%‰％°℃";

/* The cluster of the decimal point, or where the integer ends; UINT32_MAX: no number. */
static uint32_t decimal_point(const struct bm_para *p)
{
    uint32_t n = p->cluster_count;
    uint32_t from = 0;
    n -= n > 1 && bm_is_one_of(signs_behind, p->characters[p->clusters[n - 1].character].cp);
    while (from + 1 < n && from < 2 &&
           bm_is_one_of(signs_before, p->characters[p->clusters[from].character].cp))
        from++;
    uint32_t point = n;
    for (uint32_t i = from; i < n; i++) {
        uint32_t cp = p->characters[p->clusters[i].character].cp;
        if (cp == '.' && point == n)
            point = i;
        else if (!((cp >= '0' && cp <= '9') || cp == '-' || cp == 0x2212 || cp == ',' || cp == '+'))
            return UINT32_MAX;
    }
    return point;
}

static bm_len fraction_of(const struct bm_para *p)
{
    uint32_t point = p ? decimal_point(p) : UINT32_MAX;
    if (point >= (p ? p->cluster_count : 0))
        return 0;
    return natural(p) - bm_para_width(p, 0, point);
}

/* The widest piece of a cell that holds a digit: numbers are never broken (rule 3.2). */
static bm_len widest_number(const struct bm_para *p)
{
    bm_len widest = 0;
    for (uint32_t k = 0; p && k + 1 < p->stops->n; k++) {
        const uint32_t from = p->stops->v[k].cluster, to = p->stops->v[k + 1].cluster;
        bool digit = false;
        for (uint32_t i = from; i < to && !digit; i++) {
            const uint32_t cp = p->characters[p->clusters[i].character].cp;
            digit = cp >= '0' && cp <= '9';
        }
        const bm_len wide = digit ? bm_para_width(p, from, to) : 0;
        widest = wide > widest ? wide : widest;
    }
    return widest;
}

static void measure_columns(struct grid *g)
{
    for (uint32_t c = 0; c < g->table->columns; c++) {
        bm_len widest = 0;
        g->least[c] = g->size;
        for (uint32_t r = 0; r < g->table->rows; r++) {
            const struct bm_para *p = cell(g, r, c);
            bm_len fraction = fraction_of(p);
            const bm_len number = widest_number(p);
            g->least[c] = number > g->least[c] ? number : g->least[c];
            widest = natural(p) > widest ? natural(p) : widest;
            if (r < g->table->head_rows || !p || decimal_point(p) == UINT32_MAX)
                continue;
            g->fraction[c] = fraction > g->fraction[c] ? fraction : g->fraction[c];
            bm_len whole = natural(p) - fraction;
            g->whole[c] = whole > g->whole[c] ? whole : g->whole[c];
        }
        const int64_t numbers = (int64_t)g->whole[c] + g->fraction[c];
        g->widths[c] =
            numbers > widest ? (bm_len)(numbers < BM_WIDTH_MOST ? numbers : BM_WIDTH_MOST) : widest;
        g->widths[c] += 2 * PADDING(g->size);
    }
}

/* What a column may give. */
static bm_len spare_of(const struct grid *g, uint32_t c)
{
    return g->widths[c] - g->least[c] - 2 * PADDING(g->size);
}

/* Makes the columns as wide as the measure together. False when one has no room for a number of its
 * own, or for a character. */
static bool share_out(struct grid *g, bm_len measure)
{
    uint32_t n = g->table->columns;
    int64_t total = 0;
    /* Whole steps that the widest would give below in any case. */
    for (uint32_t c = 0; c < n; c++) {
        if (g->widths[c] > measure + g->size)
            g->widths[c] -= (g->widths[c] - measure - 1) / g->size * g->size;
        total += g->widths[c];
    }
    if (total <= measure) {
        const int64_t rest = measure - total;
        for (int64_t c = 0; c < n; c++)
            g->widths[c] += (bm_len)(rest * (c + 1) / n - rest * c / n);
        return true;
    }
    while (total > measure) {
        uint32_t widest = n;
        for (uint32_t c = 0; c < n; c++)
            if (spare_of(g, c) > 0 && (widest == n || g->widths[c] > g->widths[widest]))
                widest = c;
        if (widest == n)
            return false;
        bm_len take = total - measure < g->size ? (bm_len)(total - measure) : g->size;
        take = take < spare_of(g, widest) ? take : spare_of(g, widest);
        g->widths[widest] -= take;
        total -= take;
    }
    return true;
}

static bm_len start_of(const struct grid *g, uint32_t row, uint32_t column, const struct bm_para *p,
                       const struct bm_line *line)
{
    bm_len room = g->widths[column] - 2 * PADDING(g->size), rest = room - line->set_width;
    bm_len left = room - g->fraction[column] - g->whole[column];
    bool head = row < g->table->head_rows;
    switch (g->table->aligns[column]) {
    case BM_CELL_RIGHT:
        /* Numbers stand one under the other, unless the column is too narrow for them. */
        if (!head && left >= 0 && decimal_point(p) != UINT32_MAX)
            return left + g->whole[column] - (natural(p) - fraction_of(p));
        return rest > 0 ? rest : 0;
    case BM_CELL_CENTRE:
        return rest > 0 ? rest / 2 : 0;
    default:
        return 0;
    }
}

static void set_cell(struct grid *g, uint32_t row, uint32_t column, bm_len left, bm_len baseline,
                     struct bm_table_row *out, size_t *cap)
{
    const struct bm_para *p = cell(g, row, column);
    bm_len room = g->widths[column] - 2 * PADDING(g->size);
    const struct bm_breaking how = {.measures = {.widths = &room, .n = 1}};
    struct bm_lines lines;
    if (!p)
        return;
    bm_para_break(g->arena, p, &how, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        out->lines = bm_arena_grow(g->arena, out->lines, out->n, cap, sizeof *out->lines);
        out->lines[out->n++] = (struct bm_cell_line){.para = p,
                                                     .line = &lines.v[i],
                                                     .x = left + PADDING(g->size) +
                                                          start_of(g, row, column, p, &lines.v[i]),
                                                     .y = baseline,
                                                     .cell = row * g->table->columns + column,
                                                     .down = (uint32_t)i};
    }
    if (lines.n > out->height)
        out->height = (uint32_t)lines.n;
}

/* How many panels of the columns, as wide as they like, stand side by side. */
static uint32_t panels_of(const struct grid *g, bm_len measure)
{
    const uint32_t body = g->table->rows - g->table->head_rows;
    const int64_t gap = BETWEEN(g->size);
    int64_t wide = 0;
    for (uint32_t c = 0; c < g->table->columns; c++)
        wide += g->widths[c];
    int64_t n = g->part->fold ? (measure + gap) / (wide + gap) : 1;
    n = n < PANELS_MOST ? n : PANELS_MOST;
    while (n > 1 && (body + n - 1) / n < PANEL_ROWS)
        n--;
    return n > 1 ? (uint32_t)n : 1;
}

/* The lines of a row, so far to the right, on one more row. */
static void lay_beside(struct bm_arena *arena, const struct bm_table_row *from, bm_len right,
                       bool repeated, struct bm_table_row *to)
{
    struct bm_cell_line *lines = bm_arena_array(arena, to->n + from->n, sizeof *lines);
    for (size_t i = 0; i < to->n; i++)
        lines[i] = to->lines[i];
    for (size_t i = 0; i < from->n; i++) {
        struct bm_cell_line *line = &lines[to->n + i];
        *line = from->lines[i];
        line->x += right;
        line->repeated = repeated;
    }
    to->lines = lines;
    to->n += from->n;
    to->height = from->height > to->height ? from->height : to->height;
}

/* Rows of a panel's width become rows of all panels, which have as many of them, or one more at the
 * left. */
static void fold(struct grid *g, bm_len panel, struct bm_table_setting *setting)
{
    const uint32_t heads = g->table->head_rows, body = setting->row_count - heads;
    const uint32_t each = (body + setting->panels - 1) / setting->panels;
    setting->height = 0;
    for (uint32_t r = 0; r < heads + each; r++) {
        for (uint32_t k = 1; k < setting->panels; k++) {
            const uint32_t down = r - heads, less = body / setting->panels;
            const uint32_t longer = body % setting->panels;
            const uint32_t from =
                r < heads ? r : heads + k * less + (k < longer ? k : longer) + down;
            if (r >= heads && down >= less + (k < longer))
                continue;
            /* What is laid beside the first panel's head is its head as it stood alone. */
            struct bm_table_row row = setting->rows[from];
            if (r < heads)
                row.n /= k;
            lay_beside(g->arena, &row, (bm_len)k * (panel + BETWEEN(g->size)), r < heads,
                       &setting->rows[r]);
        }
        setting->height += setting->rows[r].height;
    }
    setting->row_count = heads + each;
}

void bm_table_set(struct bm_arena *arena, const struct bm_part *part, bm_len measure, bm_len above,
                  struct bm_table_setting *setting)
{
    const struct bm_table *t = part->table;
    struct grid g = {.arena = arena,
                     .part = part,
                     .table = t,
                     .size = part->style->size,
                     .widths = BM_NEW_N(arena, t->columns, bm_len),
                     .whole = BM_NEW_N(arena, t->columns, bm_len),
                     .least = BM_NEW_N(arena, t->columns, bm_len),
                     .fraction = BM_NEW_N(arena, t->columns, bm_len)};
    *setting =
        (struct bm_table_setting){.rows = bm_arena_array(arena, t->rows, sizeof *setting->rows)};
    measure_columns(&g);
    int64_t least = 0;
    for (uint32_t c = 0; c < t->columns; c++)
        least += g.least[c] + 2 * PADDING(g.size);
    setting->least = least < BM_SHEET_MOST ? (bm_len)least : BM_SHEET_MOST;
    setting->row_count = t->rows;
    setting->head_rows = t->head_rows;
    setting->panels = panels_of(&g, measure);
    const bm_len panel =
        (measure - (bm_len)(setting->panels - 1) * BETWEEN(g.size)) / (bm_len)setting->panels;
    setting->fits = share_out(&g, panel);
    for (uint32_t r = 0; r < t->rows; r++) {
        size_t cap = 0;
        int64_t left = 0; /* far over the edge where not all columns have room */
        setting->rows[r].height = 1;
        for (uint32_t c = 0; c < t->columns; c++) {
            set_cell(&g, r, c, left < BM_SHEET_MOST ? (bm_len)left : BM_SHEET_MOST, above,
                     &setting->rows[r], &cap);
            left += g.widths[c];
        }
        setting->height += setting->rows[r].height;
    }
    if (setting->panels > 1)
        fold(&g, panel, setting);
}

struct bm_table_kept {
    struct bm_index index; /* by part and measure */
    struct bm_table_once {
        const struct bm_part *part;
        bm_len measure;
        struct bm_table_setting setting;
    } * v;
    size_t n, cap;
};

void bm_table_set_once(struct bm_arena *arena, struct bm_table_kept **kept,
                       const struct bm_part *part, bm_len measure, bm_len above,
                       struct bm_table_setting *setting)
{
    const uint64_t key[] = {(uint64_t)(uintptr_t)part, (uint64_t)measure};
    const uint64_t hash = bm_hash(BM_HASH_START, key, sizeof key);
    uint32_t i;
    if (!*kept)
        *kept = BM_NEW(arena, struct bm_table_kept);
    struct bm_table_kept *k = *kept;
    for (size_t at = 0; (i = bm_index_next(&k->index, hash, &at)) != BM_INDEX_NONE;)
        if (k->v[i].part == part && k->v[i].measure == measure) {
            *setting = k->v[i].setting;
            return;
        }
    bm_table_set(arena, part, measure, above, setting);
    k->v = bm_arena_grow(arena, k->v, k->n, &k->cap, sizeof *k->v);
    k->v[k->n] = (struct bm_table_once){part, measure, *setting};
    bm_index_add(arena, &k->index, hash, k->n++);
}

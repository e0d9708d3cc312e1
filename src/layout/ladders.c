/* Ladders of heads: which styles a head may have, by the article's standing and its columns. */
#include "layout/limits.h"
#include "layout/sections.h"

static const char *const standing_keys[BM_STANDINGS] = {"lead", "second", "middle"};

const struct bm_ladder_cell *bm_ladder_cell(const struct bm_ladder_row *row, uint32_t columns)
{
    size_t i = 0;
    while (i + 1 < row->n && row->cells[i + 1].columns <= columns)
        i++;
    return &row->cells[i];
}

bool bm_kind_may_lead(const struct bm_kind *kind)
{
    for (size_t t = 0; t < kind->tier_count; t++) {
        if (kind->tiers[t].ladder && kind->tiers[t].ladder->leads)
            return true;
    }
    return false;
}

bool bm_kind_only_leads(const struct bm_kind *kind)
{
    for (size_t t = 0; t < kind->tier_count; t++)
        if (kind->tiers[t].ladder && kind->tiers[t].ladder->leads_only)
            return true;
    return false;
}

/* Cells come in any order and stand by columns; of two for as many columns the first counts, and
 * the other is said. */
static void add_cell(struct bm_layout_reader *reader, struct bm_ladder_row *row,
                     const struct bm_yaml *key, struct bm_ladder_cell cell)
{
    size_t at = row->n;
    while (at && row->cells[at - 1].columns > cell.columns)
        at--;
    if (at && row->cells[at - 1].columns == cell.columns) {
        bm_say(reader, BM_MSG_BAD_YAML, key->span,
               BM_STR("this key stands here for the second time"));
        return;
    }
    for (size_t i = row->n++; i > at; i--)
        row->cells[i] = row->cells[i - 1];
    row->cells[at] = cell;
}

static void add_grade(struct bm_ladder_row *row, const struct bm_style *style)
{
    size_t at = row->grade_count;
    for (size_t i = 0; i < row->grade_count; i++)
        if (row->grades[i] == style)
            return;
    while (at && row->grades[at - 1]->size < style->size)
        at--;
    for (size_t i = row->grade_count++; i > at; i--)
        row->grades[i] = row->grades[i - 1];
    row->grades[at] = style;
}

/* The styles of one cell: a list, or one. */
static bool read_cell(struct bm_layout_reader *reader, const struct bm_yaml *key,
                      const struct bm_yaml *node, struct bm_ladder_cell *cell)
{
    const bool list = node->kind == BM_YAML_LIST;
    const size_t n = list ? node->n : 1;
    if (!n)
        return bm_say(reader, BM_MSG_LADDER_EMPTY, key->span, key->text);
    if (n > TIERS_MOST) {
        bm_diag_too_many(reader->diags, node->span, "styles of a ladder", n, TIERS_MOST);
        return false;
    }
    cell->styles = bm_arena_array(reader->arena, n, sizeof *cell->styles);
    for (size_t i = 0; i < n; i++)
        cell->n += bm_read_style(reader, list ? node->values[i] : node, &cell->styles[cell->n]);
    return cell->n > 0;
}

/* A layout may inherit cells for wider pages than its own. */
static void look_at_columns(struct bm_layout_reader *reader, const struct bm_yaml *key,
                            uint32_t columns)
{
    const struct bm_layout *l = reader->layout;
    if (l->columns && columns > l->columns && key->span.file == l->file)
        bm_say(reader, BM_MSG_LADDER_COLUMNS, key->span, bm_diag_number(reader->diags, columns),
               bm_diag_number(reader->diags, l->columns));
}

static void read_row(struct bm_layout_reader *reader, const char *key, const struct bm_yaml *map,
                     struct bm_ladder_row *row)
{
    size_t most = 0;
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    if (!map->n)
        bm_say(reader, BM_MSG_LADDER_EMPTY, map->span, bm_str_c(key));
    row->cells = BM_NEW_N(reader->arena, map->n, struct bm_ladder_cell);
    for (size_t i = 0; i < map->n; i++) {
        struct bm_ladder_cell cell = {0};
        if (bm_read_count(reader, map->keys[i], 1, COLUMNS_MOST, &cell.columns) &&
            read_cell(reader, map->keys[i], map->values[i], &cell)) {
            look_at_columns(reader, map->keys[i], cell.columns);
            add_cell(reader, row, map->keys[i], cell);
            most += cell.n;
        }
    }
    row->grades = bm_arena_array(reader->arena, most, sizeof *row->grades);
    for (size_t i = 0; i < row->n; i++)
        for (size_t k = 0; k < row->cells[i].n; k++)
            add_grade(row, row->cells[i].styles[k]);
    for (size_t k = 1; k < row->grade_count; k++)
        if (row->grades[k]->vertical != row->grades[0]->vertical)
            bm_say(reader, BM_MSG_LADDER_DIRECTION, map->span, row->grades[0]->name,
                   row->grades[k]->name);
    if (row->grade_count > TIERS_MOST)
        bm_diag_too_many(reader->diags, map->span, "styles of a ladder", row->grade_count,
                         TIERS_MOST);
}

/* A row that is not given is that of the next lighter articles, or else of the next heavier. */
static void fill_rows(struct bm_ladder *ladder)
{
    for (size_t r = BM_STANDINGS - 1; r-- > 0;)
        if (!ladder->rows[r].n)
            ladder->rows[r] = ladder->rows[r + 1];
    for (size_t r = 1; r < BM_STANDINGS; r++)
        if (!ladder->rows[r].n)
            ladder->rows[r] = ladder->rows[r - 1];
}

static void read_ladder(struct bm_layout_reader *reader, const struct bm_yaml *map,
                        struct bm_ladder *ladder)
{
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    const size_t before = reader->diags->errors;
    bm_yaml_check_keys(map, standing_keys, BM_COUNT(standing_keys), reader->diags);
    for (size_t r = 0; r < BM_STANDINGS; r++) {
        const struct bm_yaml *row = bm_yaml_get(map, standing_keys[r]);
        if (row)
            read_row(reader, standing_keys[r], row, &ladder->rows[r]);
    }
    /* Who has the heads of the second has them where it leads, too. */
    ladder->leads = ladder->rows[BM_STANDING_LEAD].n ||
                    (ladder->rows[BM_STANDING_SECOND].n && ladder->rows[BM_STANDING_MIDDLE].n);
    ladder->leads_only = ladder->rows[BM_STANDING_LEAD].n && !ladder->rows[BM_STANDING_SECOND].n &&
                         !ladder->rows[BM_STANDING_MIDDLE].n;
    fill_rows(ladder);
    if (!ladder->rows[0].n && reader->diags->errors == before)
        bm_say(reader, BM_MSG_MISSING_KEY, map->span, BM_STR("middle"));
}

void bm_layout_read_ladders(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->ladders = BM_NEW_N(reader->arena, map->n, struct bm_ladder);
    layout->ladder_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->ladders[i].name);
        read_ladder(reader, map->values[i], &layout->ladders[i]);
    }
}

bool bm_read_ladder(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    const struct bm_ladder **out)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_read_scalar(reader, node))
        return false;
    const char **names = BM_NEW_N(reader->arena, layout->ladder_count, const char *);
    for (size_t i = 0; i < layout->ladder_count; i++) {
        names[i] = layout->ladders[i].name.p;
        if (bm_str_eq(layout->ladders[i].name, node->text)) {
            *out = &layout->ladders[i];
            return true;
        }
    }
    return bm_say(reader, BM_MSG_UNKNOWN_LADDER, node->span, node->text,
                  bm_layout_offer(reader, node->text, names, layout->ladder_count));
}

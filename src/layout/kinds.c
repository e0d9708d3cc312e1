/* Lines, boxes, and the kinds of article. */
#include "layout/sections.h"

static const struct bm_colour black = {.k = 10000};

static const char *const box_keys[] = {"rule",  "sides", "inner", "inner-gap", "padding", "above",
                                       "below", "tint",  "line",  "radius",    "head",    "colour"};
static const char *const line_keys[] = {"kind", "weight", "inner", "gap", "pitch", "colour"};
static const char *const line_kinds[] = {"single", "double", "dotted", "fret", "wave", "diamond"};
static const char *const heads[] = {"inside", "over"};
static const char *const sides[] = {"top", "right", "bottom", "left"};
static const char *const kind_keys[] = {
    "complete",    "tiers", "head-above", "head-below", "body",     "item",       "subhead",
    "signed",      "dated", "box",        "quote",      "table",    "table-head", "caption",
    "column-rule", "verse", "names",      "question",   "dateline", "speaker",    "fold",
    "issued",      "label", "picture",    "share",      "roundup",  "paid"};
static const char *const pictures[] = {"crop", "whole"};
static const char *const label_keys[] = {"text", "style"};
static const char *const roundup_keys[] = {"kind", "most"};
static const char *const tier_keys[] = {"field",   "style",  "rule", "beside",
                                        "smaller", "ladder", "share"};

static void read_sides(struct bm_layout_reader *reader, const struct bm_yaml *list,
                       struct bm_box_style *box)
{
    bool *const flags[] = {&box->top, &box->right, &box->bottom, &box->left};
    for (size_t i = 0; i < BM_COUNT(flags); i++)
        *flags[i] = !list; /* not said: all round */
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, reader->diags))
        return;
    for (size_t i = 0; i < list->n; i++) {
        uint8_t side;
        if (bm_read_word(reader, list->values[i], sides, BM_COUNT(sides), &side))
            *flags[side] = true;
    }
}

static void read_box(struct bm_layout_reader *reader, const struct bm_yaml *map,
                     struct bm_box_style *box)
{
    struct bm_units units = bm_units_of(reader->layout, reader->layout->size);
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, box_keys, BM_COUNT(box_keys), reader->diags);
    bm_read_length(reader, bm_yaml_get(map, "rule"), &units, 0, BM_WEIGHT_MOST, &box->rule);
    bm_read_length(reader, bm_yaml_get(map, "inner"), &units, 0, BM_WEIGHT_MOST, &box->inner);
    bm_read_length(reader, bm_yaml_get(map, "inner-gap"), &units, 0, BM_PADDING_MOST,
                   &box->inner_gap);
    bm_read_length(reader, bm_yaml_get(map, "padding"), &units, 0, BM_PADDING_MOST, &box->padding);
    bm_read_count(reader, bm_yaml_get(map, "above"), 0, 99, &box->above);
    bm_read_count(reader, bm_yaml_get(map, "below"), 0, 99, &box->below);
    bm_read_colour(reader, bm_yaml_get(map, "tint"), &box->tint);
    read_sides(reader, bm_yaml_get(map, "sides"), box);
    bm_read_length(reader, bm_yaml_get(map, "radius"), &units, 0, BM_PADDING_MOST, &box->radius);
    uint8_t head = 0;
    bm_read_word(reader, bm_yaml_get(map, "head"), heads, BM_COUNT(heads), &head);
    box->head_over = head == 1;
    if (bm_read_line(reader, bm_yaml_get(map, "line"), &box->line)) {
        box->rule = box->line->weight;
        box->inner = box->line->inner;
        box->inner_gap = box->line->gap;
    }
    box->colour = box->line ? box->line->colour : black;
    bm_read_colour(reader, bm_yaml_get(map, "colour"), &box->colour);
}

static void read_line(struct bm_layout_reader *reader, const struct bm_yaml *map,
                      struct bm_line_style *line)
{
    const struct bm_units units = bm_units_of(reader->layout, reader->layout->size);
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, line_keys, BM_COUNT(line_keys), reader->diags);
    bm_read_word(reader, bm_layout_require(reader, map, "kind"), line_kinds, BM_COUNT(line_kinds),
                 &line->kind);
    bm_read_length(reader, bm_layout_require(reader, map, "weight"), &units, 1, BM_WEIGHT_MOST,
                   &line->weight);
    line->colour = black;
    bm_read_colour(reader, bm_yaml_get(map, "colour"), &line->colour);
    bool twice = line->kind == BM_LINE_DOUBLE, tiles = line->kind > BM_LINE_DOUBLE;
    const struct bm_yaml *inner = bm_yaml_get(map, "inner"), *gap = bm_yaml_get(map, "gap");
    bm_read_length(reader, twice ? bm_layout_require(reader, map, "inner") : inner, &units, 1,
                   BM_WEIGHT_MOST, &line->inner);
    bm_read_length(reader, twice ? bm_layout_require(reader, map, "gap") : gap, &units, 0,
                   BM_PADDING_MOST, &line->gap);
    bm_read_length(reader,
                   tiles ? bm_layout_require(reader, map, "pitch") : bm_yaml_get(map, "pitch"),
                   &units, BM_PT / 2, BM_SIZE_MOST, &line->pitch);
}

void bm_layout_read_lines(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->line_styles = BM_NEW_N(reader->arena, map->n, struct bm_line_style);
    layout->line_style_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->line_styles[i].name);
        read_line(reader, map->values[i], &layout->line_styles[i]);
    }
}

void bm_layout_read_boxes(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->boxes = BM_NEW_N(reader->arena, map->n, struct bm_box_style);
    layout->box_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->boxes[i].name);
        read_box(reader, map->values[i], &layout->boxes[i]);
    }
}

static void read_tier(struct bm_layout_reader *reader, const struct bm_yaml *map,
                      struct bm_tier *tier)
{
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, tier_keys, BM_COUNT(tier_keys), reader->diags);
    const struct bm_yaml *field = bm_layout_require(reader, map, "field");
    if (bm_read_string(reader, field, &tier->field))
        tier->field_span = field->span;
    bm_read_flag(reader, bm_yaml_get(map, "rule"), &tier->rule_below);
    bm_read_line(reader, bm_yaml_get(map, "beside"), &tier->beside);
    const struct bm_yaml *list = bm_yaml_get(map, "smaller"), *ladder = bm_yaml_get(map, "ladder");
    if (ladder && (list || bm_yaml_get(map, "style")))
        bm_diag0(reader->diags, BM_MSG_TWO_LADDERS, ladder->span);
    if (bm_read_ladder(reader, ladder, &tier->ladder) && tier->ladder->rows[BM_STANDING_MIDDLE].n)
        tier->style = tier->ladder->rows[BM_STANDING_MIDDLE].cells->styles[0];
    else if (!ladder)
        bm_read_style(reader, bm_layout_require(reader, map, "style"), &tier->style);
    bm_read_count(reader, bm_yaml_get(map, "share"), 0, 100, &tier->share);
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, reader->diags))
        return;
    if (list->n > TIERS_MOST)
        bm_diag_too_many(reader->diags, list->span, "smaller styles", list->n, TIERS_MOST);
    tier->smaller = bm_arena_array(reader->arena, list->n, sizeof *tier->smaller);
    for (size_t i = 0; i < list->n; i++)
        if (bm_read_style(reader, list->values[i], &tier->smaller[i]))
            tier->smaller_count = i + 1;
}

/* label: {text: 广告, style: 广告字} */
static void read_label(struct bm_layout_reader *reader, const struct bm_yaml *map,
                       struct bm_kind_label *label)
{
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, label_keys, BM_COUNT(label_keys), reader->diags);
    bm_read_string(reader, bm_layout_require(reader, map, "text"), &label->text);
    bm_read_style(reader, bm_layout_require(reader, map, "style"), &label->style);
}

/* roundup: {kind: 简讯栏, most: 8} */
static void read_roundup(struct bm_layout_reader *reader, const struct bm_yaml *map,
                         struct bm_kind_roundup *roundup)
{
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, roundup_keys, BM_COUNT(roundup_keys), reader->diags);
    roundup->most = ROUNDUP_MOST;
    bm_read_count(reader, bm_yaml_get(map, "most"), 2, 99, &roundup->most);
    const struct bm_yaml *kind = bm_layout_require(reader, map, "kind");
    if (!kind || !bm_read_string(reader, kind, &roundup->kind))
        return;
    roundup->span = kind->span;
}

static void read_kind(struct bm_layout_reader *reader, const struct bm_yaml *map,
                      struct bm_kind *kind)
{
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, kind_keys, BM_COUNT(kind_keys), reader->diags);
    bm_read_flag(reader, bm_yaml_get(map, "complete"), &kind->complete);
    bm_read_count(reader, bm_yaml_get(map, "head-above"), 0, 99, &kind->head_above);
    bm_read_count(reader, bm_yaml_get(map, "head-below"), 0, 99, &kind->head_below);
    bm_read_style(reader, bm_layout_require(reader, map, "body"), &kind->body);
    kind->item = kind->subhead = kind->signed_ = kind->dated = kind->body;
    kind->issued = kind->body;
    kind->quote = kind->table = kind->caption = kind->body;
    static const char *const set_apart[BM_COUNT(kind->bare)] = {"subhead", "quote", "caption"};
    for (size_t i = 0; i < BM_COUNT(set_apart); i++)
        if (!bm_yaml_get(map, set_apart[i]))
            kind->bare[kind->bare_count++] = bm_str_c(set_apart[i]);
    bm_read_style(reader, bm_yaml_get(map, "quote"), &kind->quote);
    bm_read_style(reader, bm_yaml_get(map, "table"), &kind->table);
    bm_read_style(reader, bm_yaml_get(map, "table-head"), &kind->table_head);
    bm_read_style(reader, bm_yaml_get(map, "caption"), &kind->caption);
    bm_read_style(reader, bm_yaml_get(map, "item"), &kind->item);
    bm_read_style(reader, bm_yaml_get(map, "subhead"), &kind->subhead);
    bm_read_style(reader, bm_yaml_get(map, "signed"), &kind->signed_);
    bm_read_style(reader, bm_yaml_get(map, "dated"), &kind->dated);
    bm_read_style(reader, bm_yaml_get(map, "issued"), &kind->issued);
    bm_read_style(reader, bm_yaml_get(map, "names"), &kind->names);
    bm_read_style(reader, bm_yaml_get(map, "question"), &kind->question);
    bm_read_style(reader, bm_yaml_get(map, "dateline"), &kind->dateline);
    bm_read_style(reader, bm_yaml_get(map, "speaker"), &kind->speaker);
    bm_read_flag(reader, bm_yaml_get(map, "verse"), &kind->verse);
    bm_read_flag(reader, bm_yaml_get(map, "fold"), &kind->fold);
    uint8_t whole = 0;
    bm_read_word(reader, bm_yaml_get(map, "picture"), pictures, BM_COUNT(pictures), &whole);
    kind->paid = kind->whole = whole == 1;
    bm_read_flag(reader, bm_yaml_get(map, "paid"), &kind->paid);
    bm_read_count(reader, bm_yaml_get(map, "share"), 0, 100, &kind->share);
    read_label(reader, bm_yaml_get(map, "label"), &kind->label);
    read_roundup(reader, bm_yaml_get(map, "roundup"), &kind->roundup);
    bm_read_box(reader, bm_yaml_get(map, "box"), &kind->box);
    bm_read_line(reader, bm_yaml_get(map, "column-rule"), &kind->column_rule);
    const struct bm_yaml *tiers = bm_yaml_get(map, "tiers");
    if (!tiers || !bm_yaml_want(tiers, BM_YAML_LIST, reader->diags))
        return;
    if (tiers->n > TIERS_MOST)
        bm_diag_too_many(reader->diags, tiers->span, "tiers of a head", tiers->n, TIERS_MOST);
    kind->tiers = BM_NEW_N(reader->arena, tiers->n, struct bm_tier);
    kind->tier_count = tiers->n;
    for (size_t i = 0; i < tiers->n; i++) {
        read_tier(reader, tiers->values[i], &kind->tiers[i]);
        if (kind->tiers[i].smaller_count > kind->smaller_most)
            kind->smaller_most = kind->tiers[i].smaller_count;
    }
}

void bm_layout_read_kinds(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->kinds = BM_NEW_N(reader->arena, map->n, struct bm_kind);
    layout->kind_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->kinds[i].name);
        read_kind(reader, map->values[i], &layout->kinds[i]);
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct bm_kind_roundup *r = &layout->kinds[i].roundup;
        const struct bm_kind *kind = bm_layout_kind(layout, r->kind);
        if (kind && kind->roundup.kind.n)
            bm_say(reader, BM_MSG_ROUNDUP_KIND, r->span, r->kind);
        if (!r->kind.n || kind)
            continue;
        const char **names = BM_NEW_N(reader->arena, map->n, const char *);
        for (size_t k = 0; k < map->n; k++)
            names[k] = layout->kinds[k].name.p ? layout->kinds[k].name.p : "";
        bm_say(reader, BM_MSG_UNKNOWN_KIND, r->span, r->kind,
               bm_layout_offer(reader, r->kind, names, map->n));
    }
}

const struct bm_box_style *bm_layout_box(const struct bm_layout *layout, struct bm_str name)
{
    for (size_t i = 0; i < layout->box_count; i++)
        if (bm_str_eq(layout->boxes[i].name, name))
            return &layout->boxes[i];
    return NULL;
}

const struct bm_kind *bm_layout_kind(const struct bm_layout *layout, struct bm_str name)
{
    for (size_t i = 0; i < layout->kind_count; i++)
        if (bm_str_eq(layout->kinds[i].name, name))
            return &layout->kinds[i];
    return NULL;
}

bool bm_read_line(struct bm_layout_reader *reader, const struct bm_yaml *node,
                  const struct bm_line_style **out)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_read_scalar(reader, node))
        return false;
    const char **names = BM_NEW_N(reader->arena, layout->line_style_count, const char *);
    for (size_t i = 0; i < layout->line_style_count; i++) {
        names[i] = layout->line_styles[i].name.p;
        if (bm_str_eq(layout->line_styles[i].name, node->text)) {
            *out = &layout->line_styles[i];
            return true;
        }
    }
    return bm_say(reader, BM_MSG_UNKNOWN_LINE, node->span, node->text,
                  bm_layout_offer(reader, node->text, names, layout->line_style_count));
}

bool bm_read_box(struct bm_layout_reader *reader, const struct bm_yaml *node,
                 const struct bm_box_style **out)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_read_scalar(reader, node))
        return false;
    const struct bm_box_style *box = bm_layout_box(layout, node->text);
    if (box) {
        *out = box;
        return true;
    }
    const char **names = BM_NEW_N(reader->arena, layout->box_count, const char *);
    for (size_t i = 0; i < layout->box_count; i++)
        names[i] = layout->boxes[i].name.p;
    return bm_say(reader, BM_MSG_UNKNOWN_BOX, node->span, node->text,
                  bm_layout_offer(reader, node->text, names, layout->box_count));
}

/* Paper, grid, furniture and figures of make-up; and the layout as a whole. */
#include "layout/sections.h"

static const char *const keys[] = {
    "sizes",     "paper",   "grid",  "gap",     "copyfit", "folio", "banner",
    "styles",    "boxes",   "kinds", "jump",    "table",   "guide", "lines",
    "wrap",      "make-up", "base",  "picture", "colours", "press", "preflight",
    "list-sign", "between", "pages", "ladders", "copydesk"};
static const char *const planning_keys[] = {
    "measure", "budget", "legs", "shape", "free-spine", "free-order", "laws",
#define WEIGHT(field, key, value, most, id) key,
#include "base/penalties.def"
};
static const char *const jump_keys[] = {"style", "to", "from", "silent"};
static const char *const table_keys[] = {"rule", "inner"};
static const char *const between_keys[] = {"across", "upright"};
static const char *const wrap_keys[] = {"least"};
static const char *const picture_keys[] = {"share", "ppi", "give", "lose", "rows", "code"};
static const char *const paper_keys[] = {"trim", "bleed"};
static const char *const grid_keys[] = {"columns", "measure",   "gutter", "size", "leading",
                                        "lines",   "secondary", "top",    "left"};
static const char *const gap_keys[] = {"sign", "width", "rule"};
static const char *const signs[] = {"none", "frame", "dots"};
static const char *const copyfit_keys[] = {"head-above", "head-below", "before-tail", "list",
                                           "looseness"};
static const char *const folio_keys[] = {"style", "text", "left",   "centre",
                                         "lines", "rule", "mirror", "first"};
static const char *const guide_keys[] = {"head", "item", "text", "page"};

/* A section that is a map with known keys; NULL when it is missing or something else. */
static const struct bm_yaml *section(struct bm_layout_reader *reader, const struct bm_yaml *node,
                                     const char *const *known, size_t n)
{
    if (!node || !bm_yaml_want(node, BM_YAML_MAP, reader->diags))
        return NULL;
    bm_yaml_check_keys(node, known, n, reader->diags);
    return node;
}

static void read_sizes(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    const struct bm_units units = {0}; /* a size is not named by another */
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->sizes = BM_NEW_N(reader->arena, map->n, struct bm_size_name);
    layout->size_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        struct bm_str name = {0};
        bm_read_string(reader, map->keys[i], &name);
        layout->sizes[i] = (struct bm_size_name){name.p, BM_SIZE_LEAST};
        bm_read_length(reader, map->values[i], &units, BM_SIZE_LEAST, BM_SIZE_MOST,
                       &layout->sizes[i].size);
    }
}

static void read_paper(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *layout = reader->layout;
    const struct bm_units units = bm_units_of(layout, 0);
    const struct bm_yaml *map = section(reader, node, paper_keys, BM_COUNT(paper_keys));
    const struct bm_yaml *trim = map ? bm_layout_require(reader, map, "trim") : NULL;
    if (!map)
        return;
    bm_read_length(reader, bm_yaml_get(map, "bleed"), &units, 0, BM_SIZE_MOST, &layout->bleed);
    if (!trim || !bm_yaml_want(trim, BM_YAML_LIST, reader->diags))
        return;
    if (trim->n != 2) {
        bm_say(reader, BM_MSG_TWO_LENGTHS, trim->span,
               bm_diag_number(reader->diags, (int64_t)trim->n));
        return;
    }
    bm_read_length(reader, trim->values[0], &units, BM_PT, BM_SHEET_MOST, &layout->trim_width);
    bm_read_length(reader, trim->values[1], &units, BM_PT, BM_SHEET_MOST, &layout->trim_height);
}

/* The type area along one side of the sheet: put in the middle when it has no place, and checked
 * against the trim. extent is 64 bits wide, as nothing has bounded the product yet. */
static void place(struct bm_layout_reader *reader, const struct bm_yaml *map, const char *at_key,
                  const char *count_key, int64_t extent, bm_len trim, bm_len *at)
{
    const struct bm_units units = bm_units_of(reader->layout, reader->layout->size);
    const struct bm_yaml *given = bm_yaml_get(map, at_key);
    if (!trim || !extent || (given && !bm_read_length(reader, given, &units, 0, BM_SHEET_MOST, at)))
        return;
    if (!given && extent <= trim)
        *at = (bm_len)((trim - extent) / 2);
    if (*at + extent <= trim)
        return;
    const struct bm_yaml *count = bm_yaml_get(map, count_key);
    struct bm_buf b = {0};
    struct bm_str parts[3];
    const int64_t lengths[3] = {extent, *at, trim};
    for (size_t i = 0; i < 3; i++) {
        const int64_t d = 360 * (int64_t)BM_PT; /* 127 mm */
        b.n = 0;
        bm_buf_decimal(&b, (lengths[i] * 12700 + d / 2) / d, 2);
        parts[i] = bm_str_copy(reader->arena, bm_buf_view(&b));
    }
    bm_buf_free(&b);
    bm_say(reader, BM_MSG_TYPE_AREA, given ? given->span : count->span, parts[0], parts[1],
           parts[2], bm_str_c(count_key));
}

static void read_grid(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *l = reader->layout;
    const struct bm_yaml *map = section(reader, node, grid_keys, BM_COUNT(grid_keys));
    struct bm_units units = bm_units_of(l, 0);
    if (!map)
        return;
    bool whole = bm_read_length(reader, bm_layout_require(reader, map, "size"), &units,
                                BM_SIZE_LEAST, BM_SIZE_MOST, &l->size);
    units.em = l->size;
    whole &= bm_read_length(reader, bm_layout_require(reader, map, "leading"), &units,
                            BM_SIZE_LEAST, BM_SIZE_MOST, &l->leading);
    units.line = l->leading;
    whole &= bm_read_count(reader, bm_layout_require(reader, map, "columns"), 1, 999, &l->columns);
    whole &= bm_read_count(reader, bm_layout_require(reader, map, "measure"), 1, 999, &l->measure);
    whole &=
        bm_read_count(reader, bm_layout_require(reader, map, "lines"), 1, BM_LINES_MOST, &l->lines);
    whole &= bm_read_length(reader, bm_layout_require(reader, map, "gutter"), &units, 0,
                            BM_SIZE_MOST, &l->gutter);
    bm_read_length(reader, bm_yaml_get(map, "secondary"), &units, 0, BM_SIZE_MOST, &l->secondary);
    if (!whole)
        return;
    const uint64_t characters = (uint64_t)l->columns * l->measure * l->lines;
    if (characters > CHARACTERS_MOST)
        bm_diag_too_many(reader->diags, map->span, "characters that the grid of a page holds",
                         characters, CHARACTERS_MOST);
    place(reader, map, "left", "columns",
          (int64_t)l->columns * l->measure * l->size + (int64_t)(l->columns - 1) * l->gutter,
          l->trim_width, &l->left);
    place(reader, map, "top", "lines", (int64_t)l->lines * l->leading, l->trim_height, &l->top);
}

static void read_gap(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *layout = reader->layout;
    const struct bm_units units = bm_units_of(layout, layout->size);
    const struct bm_yaml *map = section(reader, node, gap_keys, BM_COUNT(gap_keys));
    uint8_t sign = BM_SIGN_NONE;
    if (!map)
        return;
    bm_read_word(reader, bm_layout_require(reader, map, "sign"), signs, BM_COUNT(signs), &sign);
    layout->gap_sign = (enum bm_sign)sign;
    if (sign == BM_SIGN_NONE) /* what is there is checked all the same */
        bm_read_length(reader, bm_yaml_get(map, "width"), &units, 0, BM_SIZE_MOST,
                       &layout->gap_width);
    else
        bm_read_length(reader, bm_layout_require(reader, map, "width"), &units, 1, BM_SIZE_MOST,
                       &layout->gap_width);
    bm_read_length(reader,
                   sign == BM_SIGN_FRAME ? bm_layout_require(reader, map, "rule")
                                         : bm_yaml_get(map, "rule"),
                   &units, 0, BM_WEIGHT_MOST, &layout->gap_rule);
}

/* One character, which every role of the bodies must have. */
static void read_list_sign(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_str sign = BM_STR("■");
    size_t i = 0;
    if (node && !bm_read_string(reader, node, &sign))
        return;
    const uint32_t cp = sign.n ? bm_utf8_next(sign.p, sign.n, &i) : ' ';
    if (i < sign.n || bm_is_white(cp))
        bm_say(reader, BM_MSG_BAD_LIST_SIGN, node->span, sign);
    reader->layout->list_sign = cp;
}

static void read_copyfit(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_copyfit *c = &reader->layout->copyfit;
    const struct bm_yaml *map = section(reader, node, copyfit_keys, BM_COUNT(copyfit_keys));
    uint32_t looseness = 0;
    if (!map)
        return;
    bm_read_count(reader, bm_yaml_get(map, "head-above"), 0, 99, &c->head_above);
    bm_read_count(reader, bm_yaml_get(map, "head-below"), 0, 99, &c->head_below);
    bm_read_count(reader, bm_yaml_get(map, "before-tail"), 0, 99, &c->before_tail);
    bm_read_count(reader, bm_yaml_get(map, "list"), 0, 99, &c->list);
    bm_read_count(reader, bm_yaml_get(map, "looseness"), 0, 1, &looseness);
    c->looseness = (int)looseness;
    const uint64_t ways = (uint64_t)(c->head_above + 1) * (c->head_below + 1) *
                          (c->before_tail + 1) * (2 * c->list + 1);
    if (ways > SPACES_MOST)
        bm_diag_too_many(reader->diags, map->span,
                         "ways to give lines to a head, a list and a tail", ways, SPACES_MOST);
}

static void read_planning(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    const struct bm_layout *l = reader->layout;
    struct bm_planning *p = &reader->layout->planning;
    const struct bm_units units = bm_units_of(l, l->size);
    *p = (struct bm_planning){
        .measure_least = 10 * l->size,
        .measure_most = 26 * l->size,
        .leg_least = 4,
        .leg_most = 50,
        .flat = 1,
        .tall = 25,
        .budget = BM_STEPS_DEFAULT,
#define WEIGHT(field, key, value, most, id) .field = value,
#include "base/penalties.def"
    };
    const struct bm_yaml *map = section(reader, node, planning_keys, BM_COUNT(planning_keys));
    if (!map)
        return;
    const struct bm_yaml *measure = bm_yaml_get(map, "measure");
    if (measure && bm_yaml_want(measure, BM_YAML_LIST, reader->diags)) {
        if (measure->n == 2) {
            bm_read_length(reader, measure->values[0], &units, l->size, BM_SHEET_MOST,
                           &p->measure_least);
            bm_read_length(reader, measure->values[1], &units, p->measure_least, BM_SHEET_MOST,
                           &p->measure_most);
        } else {
            bm_say(reader, BM_MSG_BAD_PAIR, measure->span, BM_STR("measure"));
        }
    }
    bm_read_range(reader, bm_yaml_get(map, "legs"), &p->leg_least, &p->leg_most);
    bm_read_range(reader, bm_yaml_get(map, "shape"), &p->flat, &p->tall);
    bm_read_flag(reader, bm_yaml_get(map, "free-spine"), &p->spine_free);
    bm_read_flag(reader, bm_yaml_get(map, "free-order"), &p->order_free);
    bm_read_flag(reader, bm_yaml_get(map, "laws"), &p->laws);
    bm_read_count(reader, bm_yaml_get(map, "budget"), 1, BM_STEPS_MOST, &p->budget);
#define WEIGHT(field, key, value, most, id)                                                        \
    bm_read_count(reader, bm_yaml_get(map, key), 0, most, &p->field);
#include "base/penalties.def"
}

static void read_folio(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *layout = reader->layout;
    struct bm_folio *f = &layout->folio;
    const struct bm_units units = bm_units_of(layout, layout->size);
    const struct bm_yaml *map = section(reader, node, folio_keys, BM_COUNT(folio_keys));
    if (!map)
        return;
    f->shown = true;
    bm_read_style(reader, bm_layout_require(reader, map, "style"), &f->style);
    const struct bm_yaml *text = bm_layout_require(reader, map, "text");
    if (bm_read_string(reader, text, &f->text)) {
        f->text_span = text->span;
        bm_check_furniture(reader, text);
    }
    text = bm_yaml_get(map, "left");
    if (bm_read_string(reader, text, &f->left))
        bm_check_furniture(reader, text);
    text = bm_yaml_get(map, "centre");
    if (bm_read_string(reader, text, &f->centre))
        bm_check_furniture(reader, text);
    bool first = true;
    bm_read_flag(reader, bm_yaml_get(map, "mirror"), &f->mirror);
    bm_read_flag(reader, bm_yaml_get(map, "first"), &first);
    f->not_first = !first;
    const struct bm_yaml *lines = bm_layout_require(reader, map, "lines");
    if (bm_read_range(reader, lines, &f->first_line, &f->last_line) && layout->lines &&
        f->last_line > layout->lines)
        bm_say(reader, BM_MSG_FOLIO_OUTSIDE, lines->span,
               bm_diag_number(reader->diags, f->last_line),
               bm_diag_number(reader->diags, layout->lines));
    bm_read_length(reader, bm_yaml_get(map, "rule"), &units, 0, BM_WEIGHT_MOST, &f->rule);
}

/* {page} is the other page's number, and must be there. */
static void read_jump_text(struct bm_layout_reader *reader, const struct bm_yaml *map,
                           const char *key, struct bm_str *out, struct bm_span *span)
{
    const struct bm_yaml *node = bm_layout_require(reader, map, key);
    if (!bm_read_string(reader, node, out))
        return;
    *span = node->span;
    bm_check_furniture(reader, node);
    if (!strstr(out->p, "{page}"))
        bm_say(reader, BM_MSG_JUMP_WITHOUT_PAGE, node->span, *out);
}

static void read_jump(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *l = reader->layout;
    const struct bm_yaml *map = section(reader, node, jump_keys, BM_COUNT(jump_keys));
    if (!map)
        return;
    bm_read_flag(reader, bm_yaml_get(map, "silent"), &l->jump.silent);
    if (l->jump.silent) {
        l->jump.style = l->style_count ? &l->styles[0] : NULL;
        return;
    }
    bm_read_style(reader, bm_layout_require(reader, map, "style"), &l->jump.style);
    read_jump_text(reader, map, "to", &l->jump.to, &l->jump.to_span);
    read_jump_text(reader, map, "from", &l->jump.from, &l->jump.from_span);
}

static void read_guide(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_guide *g = &reader->layout->guide;
    const struct bm_yaml *map = section(reader, node, guide_keys, BM_COUNT(guide_keys));
    if (!map)
        return;
    bm_read_style(reader, bm_layout_require(reader, map, "head"), &g->head);
    bm_read_style(reader, bm_layout_require(reader, map, "item"), &g->item);
    bm_read_string(reader, bm_layout_require(reader, map, "text"), &g->text);
    node = bm_layout_require(reader, map, "page");
    if (bm_read_string(reader, node, &g->page))
        bm_check_furniture(reader, node);
}

static void read_between(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_between *b = &reader->layout->between;
    const struct bm_yaml *map = section(reader, node, between_keys, BM_COUNT(between_keys));
    if (!map)
        return;
    bm_read_line(reader, bm_yaml_get(map, "across"), &b->across);
    bm_read_line(reader, bm_yaml_get(map, "upright"), &b->upright);
}

static void read_table(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *l = reader->layout;
    const struct bm_units units = bm_units_of(l, l->size);
    const struct bm_yaml *map = section(reader, node, table_keys, BM_COUNT(table_keys));
    if (!map)
        return;
    bm_read_length(reader, bm_yaml_get(map, "rule"), &units, 0, BM_WEIGHT_MOST, &l->table_rule);
    bm_read_length(reader, bm_yaml_get(map, "inner"), &units, 0, BM_WEIGHT_MOST, &l->table_inner);
}

static void read_wrap(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *l = reader->layout;
    const struct bm_units units = bm_units_of(l, l->size);
    const struct bm_yaml *map = section(reader, node, wrap_keys, BM_COUNT(wrap_keys));
    l->wrap_least = 5 * l->size; /* shorter lines cannot be justified (clreq) */
    if (map)
        bm_read_length(reader, bm_yaml_get(map, "least"), &units, l->size, BM_SIZE_MOST,
                       &l->wrap_least);
}

static void read_picture(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    struct bm_layout *l = reader->layout;
    const struct bm_units units = bm_units_of(l, l->size);
    const struct bm_yaml *map = section(reader, node, picture_keys, BM_COUNT(picture_keys));
    l->picture = (struct bm_picture_sizes){
        .share = 50, .ppi = 170, .give = 3, .lose = 3, .rows = 5, .code = 9 * l->size};
    if (!map)
        return;
    bm_read_count(reader, bm_yaml_get(map, "share"), 1, 100, &l->picture.share);
    bm_read_count(reader, bm_yaml_get(map, "ppi"), 0, 9999, &l->picture.ppi);
    bm_read_count(reader, bm_yaml_get(map, "give"), 0, GIVE_MOST, &l->picture.give);
    l->picture.lose = l->picture.give;
    bm_read_count(reader, bm_yaml_get(map, "lose"), 0, GIVE_MOST, &l->picture.lose);
    bm_read_count(reader, bm_yaml_get(map, "rows"), 1, 99, &l->picture.rows);
    bm_read_length(reader, bm_yaml_get(map, "code"), &units, l->size, BM_SIZE_MOST,
                   &l->picture.code);
}

void bm_layout_check_use(const struct bm_layout *layout, struct bm_diags *diags)
{
    for (size_t i = 0; i < layout->style_count; i++) {
        const struct bm_style *style = &layout->styles[i];
        if (!style->used && style->span.file == layout->file)
            bm_diag(diags, BM_MSG_UNUSED_STYLE, style->span, style->name);
    }
}

bool bm_layout_open(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                    struct bm_layout_file *out, struct bm_diags *diags)
{
    struct bm_layout_reader reader = {.arena = arena, .diags = diags};
    const struct bm_str text = sources->v[file].text;
    size_t before = diags->errors;
    *out = (struct bm_layout_file){.file = file, .base_span = bm_span_none()};
    out->map = bm_yaml_read(arena, sources, file, 0, (uint32_t)text.n, diags);
    if (!out->map || !section(&reader, out->map, keys, BM_COUNT(keys)) ||
        !bm_yaml_within(out->map, ENTRIES_MOST, TEXT_MOST, diags))
        return false;
    const struct bm_yaml *base = bm_yaml_get(out->map, "base");
    if (bm_read_string(&reader, base, &out->base))
        out->base_span = base->span;
    return diags->errors == before;
}

struct bm_layout *bm_layout_read(struct bm_arena *arena, const struct bm_layout_file *files,
                                 size_t n, struct bm_str name, struct bm_diags *diags)
{
    struct bm_layout *layout = BM_NEW(arena, struct bm_layout);
    struct bm_layout_reader reader = {.arena = arena, .layout = layout, .diags = diags};
    size_t before = diags->errors;
    struct bm_yaml *map = files[n - 1].map;
    for (size_t i = n - 1; i-- > 0;)
        map = bm_layout_merge(arena, map, files[i].map);
    layout->file = files[0].file;
    uint32_t *bases = BM_NEW_N(arena, n, uint32_t);
    for (size_t i = 1; i < n; i++)
        bases[i - 1] = files[i].file;
    layout->bases = bases;
    layout->base_count = n - 1;
    layout->name = bm_str_copy(arena, name);
    /* In the order in which one needs another, whatever the order in the file. */
    read_sizes(&reader, bm_yaml_get(map, "sizes"));
    read_paper(&reader, bm_layout_require(&reader, map, "paper"));
    read_grid(&reader, bm_layout_require(&reader, map, "grid"));
    read_gap(&reader, bm_yaml_get(map, "gap"));
    read_list_sign(&reader, bm_yaml_get(map, "list-sign"));
    read_copyfit(&reader, bm_yaml_get(map, "copyfit"));
    read_planning(&reader, bm_yaml_get(map, "make-up"));
    bm_layout_read_limits(&reader, bm_yaml_get(map, "press"));
    bm_layout_read_colours(&reader, bm_yaml_get(map, "colours"));
    bm_layout_read_black(&reader, bm_yaml_get(map, "press"));
    bm_layout_read_styles(&reader, bm_layout_require(&reader, map, "styles"));
    bm_layout_read_lines(&reader, bm_yaml_get(map, "lines"));
    bm_layout_read_boxes(&reader, bm_yaml_get(map, "boxes"));
    bm_layout_read_ladders(&reader, bm_yaml_get(map, "ladders"));
    bm_layout_read_kinds(&reader, bm_layout_require(&reader, map, "kinds"));
    read_between(&reader, bm_yaml_get(map, "between"));
    read_folio(&reader, bm_yaml_get(map, "folio"));
    bm_read_style(&reader, bm_yaml_get(map, "banner"), &layout->banner);
    read_jump(&reader, bm_yaml_get(map, "jump"));
    read_guide(&reader, bm_yaml_get(map, "guide"));
    read_table(&reader, bm_yaml_get(map, "table"));
    read_wrap(&reader, bm_yaml_get(map, "wrap"));
    read_picture(&reader, bm_yaml_get(map, "picture"));
    layout->preflight = bm_yaml_get(map, "preflight");
    layout->copydesk = bm_yaml_get(map, "copydesk");
    if (diags->errors == before)
        bm_layout_read_pages(&reader, bm_yaml_get(map, "pages"));
    return diags->errors == before ? layout : NULL;
}

/* Colours: {c, m, y, k} in percent, {of: NAME, tint: N}, or a name; in `colours` also {spot: NAME}
 * with the inks that stand for it. And the press: its profile, its limits of ink, its black. */
#include "layout/sections.h"

#define FULL      10000
#define DEEP      32  /* tints of tints of … */
#define NAME_MOST 120 /* bytes; a PDF's names have 127 */

static const char *const mixed_keys[] = {"c", "m", "y", "k", "of", "tint"};
static const char *const named_keys[] = {"c", "m", "y", "k", "spot", "of", "tint"};
static const char *const tint_keys[] = {"of", "tint"};
static const char *const press_keys[] = {"profile", "ink", "warn", "black", "pictures"};
static const char *const picture_keys[] = {"ppi", "line-art", "quality"};
static const char *const black_keys[] = {"text", "large", "ink"};
enum state {
    NOT_READ,
    BEING_READ,
    READ
};

static bool read_named(struct bm_layout_reader *reader, size_t i, unsigned deep);

bool bm_colour_given(const struct bm_colour *c)
{
    return c->c || c->m || c->y || c->k || c->spot;
}

/* A percentage as 1/10000. */
static bool percent(struct bm_layout_reader *reader, const struct bm_yaml *node, uint16_t *out)
{
    int64_t value;
    size_t used;
    if (!bm_read_scalar(reader, node))
        return false;
    if (bm_decimal_read(node->text, &value, &used) && used == node->text.n && value >= 0 &&
        value <= 100 * (int64_t)BM_DECIMAL) {
        *out = (uint16_t)((value * 100 + BM_DECIMAL / 2) / BM_DECIMAL);
        return true;
    }
    return bm_say(reader, BM_MSG_BAD_PERCENT, node->span, node->text);
}

static struct bm_colour tinted(struct bm_colour colour, uint16_t tint)
{
    uint16_t *const parts[] = {&colour.c, &colour.m, &colour.y, &colour.k, &colour.tint};
    for (size_t i = 0; i < BM_COUNT(parts); i++)
        *parts[i] = (uint16_t)(((uint32_t)*parts[i] * tint + FULL / 2) / FULL);
    return colour;
}

/* The named colour, read now if it has not been. */
static bool look_up(struct bm_layout_reader *reader, const struct bm_yaml *node, unsigned deep,
                    struct bm_colour *out)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_read_scalar(reader, node))
        return false;
    const char **names = BM_NEW_N(reader->arena, layout->colour_count, const char *);
    for (size_t i = 0; i < layout->colour_count; i++) {
        names[i] = layout->colours[i].name.p;
        if (!bm_str_eq(layout->colours[i].name, node->text))
            continue;
        if (reader->colour_states[i] == BEING_READ || deep > DEEP)
            return bm_say(reader, BM_MSG_COLOUR_CYCLE, node->span, node->text);
        if (!read_named(reader, i, deep))
            return false;
        *out = layout->colours[i].colour;
        return true;
    }
    return bm_say(reader, BM_MSG_UNKNOWN_COLOUR, node->span, node->text,
                  bm_layout_offer(reader, node->text, names, layout->colour_count));
}

/* The colour's total ink against the limits; of a spot colour, its alternate's. */
static bool within_limits(struct bm_layout_reader *reader, const struct bm_yaml *node,
                          const struct bm_colour *colour)
{
    const struct bm_press *press = &reader->layout->press;
    uint32_t sum = (uint32_t)colour->c + colour->m + colour->y + colour->k;
    bool over = sum > press->ink * (FULL / 100);
    if (!over && sum <= press->warn * (FULL / 100))
        return true;
    bm_say(reader, over ? BM_MSG_INK_OVER_LIMIT : BM_MSG_INK_HIGH, node->span,
           bm_diag_number(reader->diags, (sum + FULL / 200) / (FULL / 100)),
           bm_diag_number(reader->diags, over ? press->ink : press->warn));
    return !over;
}

static bool keys_known(struct bm_layout_reader *reader, const struct bm_yaml *node, bool naming)
{
    if (bm_yaml_get(node, "of"))
        return bm_yaml_check_keys(node, tint_keys, BM_COUNT(tint_keys), reader->diags);
    return naming ? bm_yaml_check_keys(node, named_keys, BM_COUNT(named_keys), reader->diags)
                  : bm_yaml_check_keys(node, mixed_keys, BM_COUNT(mixed_keys), reader->diags);
}

static bool read_mixed(struct bm_layout_reader *reader, const struct bm_yaml *node, bool naming,
                       unsigned deep, struct bm_colour *out)
{
    struct bm_colour colour = {0};
    uint16_t *const parts[] = {&colour.c, &colour.m, &colour.y, &colour.k}, tint = FULL;
    const struct bm_yaml *of = bm_yaml_get(node, "of"), *amount = bm_yaml_get(node, "tint");
    size_t before = reader->diags->n;
    bool fine = bm_yaml_want(node, BM_YAML_MAP, reader->diags) && keys_known(reader, node, naming);
    if (reader->inherited)
        bm_diags_cut(reader->diags, before);
    if (!fine)
        return false;
    if (!of && amount)
        return bm_say(reader, BM_MSG_MISSING_KEY, node->span, BM_STR("of"));
    if (of) {
        amount = bm_layout_require(reader, node, "tint");
        fine = percent(reader, amount, &tint);
        fine = look_up(reader, of, deep + 1, &colour) && fine;
        *out = tinted(colour, tint);
        return fine;
    }
    for (size_t i = 0; fine && i < 4; i++) {
        const struct bm_yaml *part = bm_yaml_get(node, mixed_keys[i]);
        fine = !part || percent(reader, part, parts[i]);
    }
    if (!fine || !within_limits(reader, node, &colour))
        return false;
    *out = colour;
    return true;
}

bool bm_read_colour(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    struct bm_colour *out)
{
    if (!node)
        return false;
    if (node->kind == BM_YAML_SCALAR)
        return look_up(reader, node, 0, out);
    return read_mixed(reader, node, false, 0, out);
}

/* Names that printing gives a meaning of its own (ISO 32000-1, 8.6.6.4). */
static bool reserved(struct bm_str name)
{
    static const char *const words[] = {"All", "None", "Cyan", "Magenta", "Yellow", "Black"};
    for (size_t i = 0; i < BM_COUNT(words); i++)
        if (bm_str_is(name, words[i]))
            return true;
    return false;
}

/* A new ink: each is named once, what is thinner is a tint of it. */
static bool add_spot(struct bm_layout_reader *reader, const struct bm_yaml *node,
                     struct bm_colour *colour)
{
    struct bm_layout *layout = reader->layout;
    struct bm_str name;
    if (!bm_read_string(reader, node, &name))
        return false;
    bool bad = !name.n || name.n > NAME_MOST || reserved(name);
    for (size_t i = 0; i < layout->spot_count; i++)
        bad = bad || bm_str_eq(layout->spots[i].name, name);
    if (bad || layout->spot_count == BM_SPOTS_MOST)
        return bm_say(reader, BM_MSG_BAD_SPOT, node->span, name);
    layout->spots[layout->spot_count++] = (struct bm_spot_ink){name, *colour};
    colour->spot = (uint8_t)layout->spot_count;
    colour->tint = FULL;
    return true;
}

static bool read_named(struct bm_layout_reader *reader, size_t i, unsigned deep)
{
    struct bm_named_colour *c = &reader->layout->colours[i];
    const struct bm_yaml *node = reader->colours->values[i];
    if (reader->colour_states[i] == READ)
        return !c->broken;
    reader->colour_states[i] = BEING_READ;
    c->broken = node->kind == BM_YAML_SCALAR ? !look_up(reader, node, deep + 1, &c->colour)
                                             : !read_mixed(reader, node, true, deep, &c->colour);
    const struct bm_yaml *spot = bm_yaml_get(node, "spot");
    if (spot && !c->broken)
        c->broken = !add_spot(reader, spot, &c->colour);
    reader->colour_states[i] = READ;
    return !c->broken;
}

void bm_layout_read_colours(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->colours = BM_NEW_N(reader->arena, map->n, struct bm_named_colour);
    layout->spots = BM_NEW_N(reader->arena, BM_SPOTS_MOST, struct bm_spot_ink);
    layout->colour_count = map->n;
    reader->colours = map;
    reader->colour_states = BM_NEW_N(reader->arena, map->n, uint8_t);
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->colours[i].name);
        layout->colours[i].span = map->keys[i]->span;
    }
    for (size_t i = 0; i < map->n; i++)
        read_named(reader, i, 0);
}

void bm_layout_read_limits(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_press *press = &reader->layout->press;
    *press =
        (struct bm_press){.profile_span = bm_span_none(),
                          .ink = 240, /* what most printers of newspapers take */
                          .warn = 220,
                          .black_text = 12 * BM_PT,
                          .black = {.k = FULL},
                          .ppi = 350, /* three and a half pixels a line of newsprint's screen */
                          .line_art = 1200, /* finer than its paper holds */
                          .quality = 90};
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, press_keys, BM_COUNT(press_keys), reader->diags);
    const struct bm_yaml *profile = bm_yaml_get(map, "profile");
    if (bm_read_string(reader, profile, &press->profile))
        press->profile_span = profile->span;
    bm_read_count(reader, bm_yaml_get(map, "ink"), 100, 400, &press->ink);
    if (press->warn > press->ink)
        press->warn = press->ink;
    bm_read_count(reader, bm_yaml_get(map, "warn"), 100, press->ink, &press->warn);
    const struct bm_yaml *pictures = bm_yaml_get(map, "pictures");
    if (!pictures || !bm_yaml_want(pictures, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(pictures, picture_keys, BM_COUNT(picture_keys), reader->diags);
    bm_read_count(reader, bm_yaml_get(pictures, "ppi"), 0, 9999, &press->ppi);
    bm_read_count(reader, bm_yaml_get(pictures, "line-art"), 0, 9999, &press->line_art);
    bm_read_count(reader, bm_yaml_get(pictures, "quality"), 1, 100, &press->quality);
}

void bm_layout_read_black(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_press *press = &reader->layout->press;
    const struct bm_yaml *black = bm_yaml_get(map, "black");
    const struct bm_units units = bm_units_of(reader->layout, reader->layout->size);
    if (!black || !bm_yaml_want(black, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(black, black_keys, BM_COUNT(black_keys), reader->diags);
    bm_read_length(reader, bm_yaml_get(black, "text"), &units, 0, BM_SIZE_MOST, &press->black_text);
    bm_read_length(reader, bm_yaml_get(black, "large"), &units, 0, BM_SHEET_MOST,
                   &press->black_large);
    bm_read_colour(reader, bm_yaml_get(black, "ink"), &press->black);
}

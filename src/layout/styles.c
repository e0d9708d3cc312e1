/* Styles of text, each resolved from its base as it is written there. */
#include "layout/sections.h"

/* A style takes a key that it does not have from its base, and so on: the node is inherited, not
 * its value, so that 2字 follows the size of the style that uses it. */

#define NO_BASE SIZE_MAX
#define DARK    7000 /* K that carries a shape, in 1/10000 */

struct heritage {
    const struct bm_yaml *map; /* styles: name -> style */
    size_t *base;              /* of each style: index or NO_BASE */
    bool *broken;              /* its base is unknown or was cut out of a cycle */
};

static const char *const keys[] = {
    "direction", "strong",  "base",   "face",        "weight",    "size",      "leading",
    "align",     "indent",  "hang",   "turnover",    "inset",     "before",    "after",
    "space",     "kinsoku", "sense",  "punctuation", "autospace", "fullwidth", "digits",
    "hyphenate", "lines",   "colour", "reverse",     "spread",
};
static const char *const directions[] = {"horizontal", "vertical"};
static const char *const aligns[] = {"justify", "start", "centre", "end"};
static const char *const kinsokus[] = {"none", "basic", "gb", "strict"};
static const char *const punctuations[] = {"none", "quanjiao", "kaiming", "banjiao"};
static const char *const autospaces[] = {"none", "alpha", "all"};
static const char *const digits[] = {"font", "half"};

static size_t style_index(const struct bm_layout *layout, struct bm_str name)
{
    for (size_t i = 0; i < layout->style_count; i++)
        if (bm_str_eq(layout->styles[i].name, name))
            return i;
    return NO_BASE;
}

/* The styles from i back to i, as "甲 → 乙 → 甲". */
static void say_cycle(struct bm_layout_reader *reader, const struct heritage *h, size_t i)
{
    struct bm_buf b = {0};
    size_t k = i;
    do {
        bm_buf_str(&b, reader->layout->styles[k].name);
        bm_buf_c(&b, " → ");
        k = h->base[k];
    } while (k != i);
    bm_buf_str(&b, reader->layout->styles[i].name);
    bm_say(reader, BM_MSG_STYLE_CYCLE, bm_yaml_get(h->map->values[i], "base")->span,
           reader->layout->styles[i].name, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* Finds every base; each cycle is reported once, at the first of its styles in the file, and cut
 * there. */
static void find_bases(struct bm_layout_reader *reader, struct heritage *h)
{
    size_t n = reader->layout->style_count;
    for (size_t i = 0; i < n; i++) {
        const struct bm_yaml *base = bm_yaml_get(h->map->values[i], "base");
        const struct bm_style *style;
        h->base[i] = NO_BASE;
        if (bm_read_style(reader, base, &style))
            h->base[i] = style_index(reader->layout, style->name);
        else
            h->broken[i] = base != NULL;
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = h->base[i], steps = 0;
        for (; steps < n && k != NO_BASE && k != i; steps++)
            k = h->base[k];
        if (k == i)
            say_cycle(reader, h, i);
        else if (steps > BASES_MOST)
            bm_diag_too_many(reader->diags, bm_yaml_get(h->map->values[i], "base")->span,
                             "styles that this one begins from", steps, BASES_MOST);
        else
            continue;
        h->base[i] = NO_BASE;
        h->broken[i] = true;
    }
}

/* The node of a key of style i, its own or inherited. */
static const struct bm_yaml *find(struct bm_layout_reader *reader, const struct heritage *h,
                                  size_t i, const char *key)
{
    for (size_t k = i; k != NO_BASE; k = h->base[k]) {
        const struct bm_yaml *node = bm_yaml_get(h->map->values[k], key);
        reader->inherited = k != i;
        if (node)
            return node;
    }
    reader->inherited = false;
    return NULL;
}

/* The same for a key that the style or one of its bases must have. */
static const struct bm_yaml *need(struct bm_layout_reader *reader, const struct heritage *h,
                                  size_t i, const char *key)
{
    const struct bm_yaml *node = find(reader, h, i, key);
    bool broken = false;
    for (size_t k = i; k != NO_BASE; k = h->base[k])
        broken |= h->broken[k] || h->map->values[k]->kind != BM_YAML_MAP;
    if (!node && !broken)
        bm_say(reader, BM_MSG_MISSING_KEY, h->map->keys[i]->span, bm_str_c(key));
    return node;
}

/* Black helped by other inks, in small type: what does not meet its edges colours them. */
static void check_black(struct bm_layout_reader *reader, const struct bm_yaml *node,
                        const struct bm_style *s)
{
    const bm_len least = reader->layout->press.black_text;
    const struct bm_colour *c = &s->colour;
    bool helped = !c->spot && (c->c || c->m || c->y);
    if (helped && c->k >= DARK && s->size < least)
        bm_say(reader, BM_MSG_RICH_TEXT, node->span, s->name, bm_layout_points(reader, s->size),
               bm_layout_points(reader, least));
}

/* Lines closer than half their size stand one over the other. */
static bm_len least_leading(bm_len size)
{
    return size / 2 > BM_SIZE_LEAST ? size / 2 : BM_SIZE_LEAST;
}

static void read_style(struct bm_layout_reader *reader, const struct heritage *h, size_t i)
{
    struct bm_layout *layout = reader->layout;
    struct bm_style *s = &layout->styles[i];
    const struct bm_yaml *node;
    struct bm_units units = bm_units_of(layout, 0);
    s->weight = BM_STR("regular");
    s->kinsoku = 2;
    s->punctuation = 1;
    s->autospace = 2;
    s->colour.k = 10000;
#define FIND(key) find(reader, h, i, key)
    node = need(reader, h, i, "face");
    if (bm_read_string(reader, node, &s->face))
        s->face_span = node->span;
    bm_read_string(reader, FIND("weight"), &s->weight);
    bm_read_string(reader, FIND("strong"), &s->strong);
    node = need(reader, h, i, "size");
    s->size = layout->size;
    bm_read_length(reader, node, &units, BM_SIZE_LEAST, BM_SIZE_MOST, &s->size);
    units = bm_units_of(layout, s->size);
    node = need(reader, h, i, "leading");
    s->leading = layout->leading;
    bm_read_length(reader, node, &units, least_leading(s->size), BM_SIZE_MOST, &s->leading);

    const struct {
        const char *key;
        bm_len *out;
    } lengths[] = {{"indent", &s->indent}, {"turnover", &s->turnover}, {"inset", &s->inset},
                   {"before", &s->before}, {"after", &s->after},       {"space", &s->space}};
    for (size_t k = 0; k < BM_COUNT(lengths); k++)
        bm_read_length(reader, FIND(lengths[k].key), &units, 0, BM_SIZE_MOST, lengths[k].out);
    const struct {
        const char *key;
        bool *out;
    } flags[] = {{"fullwidth", &s->fullwidth},
                 {"hang", &s->hang},
                 {"sense", &s->sense},
                 {"reverse", &s->reverse},
                 {"spread", &s->spread}};
    for (size_t k = 0; k < BM_COUNT(flags); k++)
        bm_read_flag(reader, FIND(flags[k].key), flags[k].out);
    uint8_t align = BM_ALIGN_JUSTIFY;
    bm_read_word(reader, FIND("align"), aligns, BM_COUNT(aligns), &align);
    s->align = (enum bm_align)align;
    bm_read_word(reader, FIND("kinsoku"), kinsokus, BM_COUNT(kinsokus), &s->kinsoku);
    bm_read_word(reader, FIND("punctuation"), punctuations, BM_COUNT(punctuations),
                 &s->punctuation);
    bm_read_word(reader, FIND("autospace"), autospaces, BM_COUNT(autospaces), &s->autospace);
    bm_read_word(reader, FIND("digits"), digits, BM_COUNT(digits), &s->digits);
    uint8_t direction = 0;
    bm_read_word(reader, FIND("direction"), directions, BM_COUNT(directions), &direction);
    s->vertical = direction == 1;
    bm_read_string(reader, FIND("hyphenate"), &s->hyphenate);
    bm_read_count(reader, FIND("lines"), 0, 99, &s->lines);
    node = FIND("colour");
    if (bm_read_colour(reader, node, &s->colour))
        check_black(reader, node, s);
#undef FIND
    reader->inherited = false;
}

void bm_layout_read_styles(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    struct bm_layout *layout = reader->layout;
    struct heritage h = {.map = map};
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    layout->style_count = map->n;
    layout->styles = BM_NEW_N(reader->arena, map->n, struct bm_style);
    h.base = BM_NEW_N(reader->arena, map->n, size_t);
    h.broken = BM_NEW_N(reader->arena, map->n, bool);
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &layout->styles[i].name);
        layout->styles[i].span = map->keys[i]->span;
        if (bm_yaml_want(map->values[i], BM_YAML_MAP, reader->diags))
            bm_yaml_check_keys(map->values[i], keys, BM_COUNT(keys), reader->diags);
    }
    find_bases(reader, &h);
    for (size_t i = 0; i < map->n; i++)
        read_style(reader, &h, i);
}

const struct bm_style *bm_layout_style(const struct bm_layout *layout, struct bm_str name)
{
    size_t i = style_index(layout, name);
    return i == NO_BASE ? NULL : &layout->styles[i];
}

bool bm_read_style(struct bm_layout_reader *reader, const struct bm_yaml *node,
                   const struct bm_style **out)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_read_scalar(reader, node))
        return false;
    for (size_t i = 0; i < layout->style_count; i++)
        if (bm_str_eq(layout->styles[i].name, node->text)) {
            layout->styles[i].used = true;
            *out = &layout->styles[i];
            return true;
        }
    const char **names = BM_NEW_N(reader->arena, layout->style_count, const char *);
    for (size_t i = 0; i < layout->style_count; i++)
        names[i] = layout->styles[i].name.p;
    return bm_say(reader, BM_MSG_UNKNOWN_STYLE, node->span, node->text,
                  bm_layout_offer(reader, node->text, names, layout->style_count));
}

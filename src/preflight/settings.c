#include "preflight/preflight.h"

#include "base/units.h"

/* Limits of what is accepted: wide enough for any press. */
#define LENGTH_MOST (100 * BM_PT)
#define SHEET_MOST  (8000 * BM_PT)
#define KEYS_MOST   5

enum kind {
    LENGTH,
    NUMBER,
    SIZE /* [width, height], two lengths that follow each other in the settings */
};

/* A limit: whose, under which key, where in the settings, and from what to what it may be. */
static const struct limit {
    enum bm_rule rule;
    const char *key;
    enum kind kind;
    size_t field;
    int64_t least, most;
} limits[] = {
#define AT(name) offsetof(struct bm_preflight, name)
    {BM_RULE_PAGE_SIZE, "size", SIZE, AT(page_width), BM_PT, SHEET_MOST},
    {BM_RULE_PAGE_SIZE, "tolerance", LENGTH, AT(page_tolerance), 0, LENGTH_MOST},
    {BM_RULE_PAGE_COUNT, "multiple", NUMBER, AT(pages_multiple), 1, 9999},
    {BM_RULE_PAGE_COUNT, "least", NUMBER, AT(pages_least), 1, 9999},
    {BM_RULE_PAGE_COUNT, "most", NUMBER, AT(pages_most), 1, 9999},
    {BM_RULE_PICTURE_PPI, "least", NUMBER, AT(ppi_least), 1, 9999},
    {BM_RULE_PICTURE_PPI, "warn", NUMBER, AT(ppi_warn), 1, 9999},
    {BM_RULE_LINE_ART_PPI, "least", NUMBER, AT(line_art_least), 1, 9999},
    {BM_RULE_INK, "most", NUMBER, AT(ink_most), 1, 400},
    {BM_RULE_INK, "warn", NUMBER, AT(ink_warn), 1, 400},
    {BM_RULE_THIN_RULE, "least", LENGTH, AT(rule_least), 0, LENGTH_MOST},
    {BM_RULE_THIN_RULE, "warn", LENGTH, AT(rule_warn), 0, LENGTH_MOST},
    {BM_RULE_THIN_COLOUR_RULE, "least", LENGTH, AT(colour_rule_least), 0, LENGTH_MOST},
    {BM_RULE_SMALL_TYPE, "least", LENGTH, AT(type_least), 0, LENGTH_MOST},
    {BM_RULE_SMALL_TINT_TYPE, "least", LENGTH, AT(tint_type_least), 0, LENGTH_MOST},
    {BM_RULE_SMALL_REVERSED_TYPE, "least", LENGTH, AT(reversed_type_least), 0, LENGTH_MOST},
    {BM_RULE_SMALL_COLOUR_TYPE, "least", LENGTH, AT(colour_type_least), 0, LENGTH_MOST},
    {BM_RULE_RICH_BLACK_TYPE, "below", LENGTH, AT(rich_black_below), 0, LENGTH_MOST},
    {BM_RULE_BLACK_KNOCKOUT, "below", LENGTH, AT(knockout_below), 0, LENGTH_MOST},
    {BM_RULE_SAFE_MARGIN, "least", LENGTH, AT(margin_least), 0, LENGTH_MOST},
    {BM_RULE_SAFE_MARGIN, "warn", LENGTH, AT(margin_warn), 0, LENGTH_MOST},
    {BM_RULE_MISSING_BLEED, "least", LENGTH, AT(bleed_least), 0, LENGTH_MOST},
#undef AT
};

static const enum bm_message messages[BM_RULE_COUNT] = {
#define R(name) BM_MSG_##name,
#include "preflight/rules.def"
#undef R
};

static const char *const level_words[] = {"off", "note", "warning", "error"};

void bm_preflight_default(struct bm_preflight *settings)
{
    *settings = (struct bm_preflight){
        .page_tolerance = bm_len_um(200),
        .pages_multiple = 4,
        .pages_least = 1,
        .pages_most = 9999,
        .ppi_least = 150,
        .ppi_warn = 170,
        .line_art_least = 600,
        .rule_least = bm_len_millipt(250),
        .rule_warn = bm_len_millipt(300),
        .colour_rule_least = bm_len_millipt(1500),
        .type_least = 6 * BM_PT,
        .tint_type_least = 8 * BM_PT,
        .reversed_type_least = 10 * BM_PT,
        .colour_type_least = 10 * BM_PT,
        .knockout_below = 12 * BM_PT,
        .margin_least = bm_len_um(3000),
        .margin_warn = bm_len_um(5000),
        .bleed_least = bm_len_um(3000),
    };
    for (size_t i = 0; i < BM_RULE_COUNT; i++)
        settings->levels[i] = (int8_t)bm_diag_level(messages[i]);
}

static struct bm_str points(struct bm_diags *diags, int64_t length)
{
    struct bm_buf b = {0};
    bm_buf_pt(&b, (bm_len)length, 2);
    bm_buf_c(&b, "pt");
    return bm_buf_keep(&b, diags->arena);
}

static bool read_length(const struct bm_yaml *node, const struct limit *limit, bm_len *out,
                        struct bm_diags *diags)
{
    static const struct bm_units units = {0};
    struct bm_str unit;
    bm_len length = 0;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    switch (bm_length_read(node->text, &units, &length, &unit)) {
    case BM_LENGTH_FINE:
        if (length >= limit->least && length <= limit->most) {
            *out = length;
            return true;
        }
        break;
    case BM_LENGTH_TOO_LONG:
        break;
    case BM_LENGTH_NO_UNIT:
        return bm_diag(diags, BM_MSG_NO_UNIT, node->span, node->text);
    case BM_LENGTH_UNKNOWN_UNIT:
    case BM_LENGTH_NOT_HERE: {
        struct bm_span span = node->span;
        if (node->verbatim) {
            span.offset += (uint32_t)(unit.p - node->text.p);
            span.length = (uint32_t)unit.n;
        }
        return bm_diag(diags, BM_MSG_PRESS_UNIT, span, unit);
    }
    case BM_LENGTH_NO_NUMBER:
    case BM_LENGTH_UNKNOWN_SIZE:
        return bm_diag(diags, BM_MSG_BAD_LENGTH, node->span, node->text);
    }
    return bm_diag(diags, BM_MSG_LENGTH_RANGE, node->span, node->text, points(diags, limit->least),
                   points(diags, limit->most));
}

static bool read_size(const struct bm_yaml *node, const struct limit *limit, bm_len *out,
                      struct bm_diags *diags)
{
    if (!bm_yaml_want(node, BM_YAML_LIST, diags))
        return false;
    if (node->n != 2)
        return bm_diag(diags, BM_MSG_TWO_LENGTHS, node->span,
                       bm_diag_number(diags, (int64_t)node->n));
    bool first = read_length(node->values[0], limit, &out[0], diags);
    return read_length(node->values[1], limit, &out[1], diags) && first;
}

static bool read_limit(struct bm_preflight *settings, const struct bm_yaml *node,
                       const struct limit *limit, struct bm_diags *diags)
{
    char *field = (char *)settings + limit->field;
    int64_t number;
    switch (limit->kind) {
    case LENGTH:
    case SIZE: {
        bm_len lengths[2];
        bool fine = limit->kind == SIZE ? read_size(node, limit, lengths, diags)
                                        : read_length(node, limit, lengths, diags);
        if (fine)
            memcpy(field, lengths, limit->kind == SIZE ? sizeof lengths : sizeof *lengths);
        return fine;
    }
    case NUMBER:
        if (!bm_yaml_int(node, limit->least, limit->most, &number, diags))
            return false;
        memcpy(field, &(uint32_t){(uint32_t)number}, sizeof(uint32_t));
        return true;
    }
    return false;
}

static bool read_level(struct bm_preflight *settings, enum bm_rule rule, const struct bm_yaml *node,
                       struct bm_diags *diags)
{
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    for (int i = 0; i < (int)BM_COUNT(level_words); i++)
        if (bm_str_is(node->text, level_words[i])) {
            settings->levels[rule] = (int8_t)(i - 1);
            return true;
        }
    struct bm_str near = bm_nearest(node->text, level_words, BM_COUNT(level_words));
    return bm_diag(diags, BM_MSG_UNKNOWN_WORD, node->span, node->text,
                   near.n ? near : BM_STR("error, warning, note, off"));
}

/* A warning begins before its error. Where only the error's limit was moved, the warning goes
 * along; where both are written and cross, that is a slip. */
static bool order(const struct bm_yaml *map, bool upward, const char *key, int64_t limit,
                  int64_t warn, bool *moved, struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(map, "warn");
    *moved = upward ? warn < limit : warn > limit;
    if (!*moved || !node)
        return true;
    return bm_diag(diags, BM_MSG_LIMITS_CROSSED, node->span, node->text, bm_str_c(key));
}

static bool order_all(struct bm_preflight *s, enum bm_rule rule, const struct bm_yaml *map,
                      struct bm_diags *diags)
{
    bool moved = false, fine = true;
    switch (rule) {
    case BM_RULE_PICTURE_PPI:
        fine = order(map, true, "least", s->ppi_least, s->ppi_warn, &moved, diags);
        s->ppi_warn = moved ? s->ppi_least : s->ppi_warn;
        break;
    case BM_RULE_INK:
        if (s->ink_most && s->ink_warn)
            fine = order(map, false, "most", s->ink_most, s->ink_warn, &moved, diags);
        s->ink_warn = moved ? s->ink_most : s->ink_warn;
        break;
    case BM_RULE_THIN_RULE:
        fine = order(map, true, "least", s->rule_least, s->rule_warn, &moved, diags);
        s->rule_warn = moved ? s->rule_least : s->rule_warn;
        break;
    case BM_RULE_SAFE_MARGIN:
        fine = order(map, true, "least", s->margin_least, s->margin_warn, &moved, diags);
        s->margin_warn = moved ? s->margin_least : s->margin_warn;
        break;
    default:
        break;
    }
    return fine;
}

static bool read_rule(struct bm_preflight *settings, enum bm_rule rule, const struct bm_yaml *node,
                      struct bm_diags *diags)
{
    const char *keys[KEYS_MOST] = {"level"};
    size_t n = 1;
    if (node->kind == BM_YAML_SCALAR)
        return read_level(settings, rule, node, diags);
    if (!bm_yaml_want(node, BM_YAML_MAP, diags))
        return false;
    for (size_t i = 0; i < BM_COUNT(limits); i++)
        if (limits[i].rule == rule)
            keys[n++] = limits[i].key;
    bool fine = bm_yaml_check_keys(node, keys, n, diags);
    const struct bm_yaml *value = bm_yaml_get(node, "level");
    if (value)
        fine &= read_level(settings, rule, value, diags);
    for (size_t i = 0; i < BM_COUNT(limits); i++) {
        value = limits[i].rule == rule ? bm_yaml_get(node, limits[i].key) : NULL;
        if (value)
            fine &= read_limit(settings, value, &limits[i], diags);
    }
    return fine && order_all(settings, rule, node, diags);
}

bool bm_preflight_read(struct bm_preflight *settings, const struct bm_yaml *map,
                       struct bm_diags *diags)
{
    const char *names[BM_RULE_COUNT];
    if (!map)
        return true;
    if (!bm_yaml_want(map, BM_YAML_MAP, diags))
        return false;
    for (size_t i = 0; i < BM_RULE_COUNT; i++)
        names[i] = bm_diag_code(messages[i]);
    bool fine = bm_yaml_check_keys(map, names, BM_RULE_COUNT, diags);
    for (size_t i = 0; i < BM_RULE_COUNT; i++) {
        const struct bm_yaml *node = bm_yaml_get(map, names[i]);
        if (node)
            fine &= read_rule(settings, (enum bm_rule)i, node, diags);
    }
    return fine;
}

bool bm_printer_read(struct bm_preflight *settings, struct bm_arena *arena,
                     const struct bm_sources *sources, uint32_t file, struct bm_diags *diags)
{
    static const char *const keys[] = {"name", "preflight"};
    const struct bm_str text = sources->v[file].text;
    const struct bm_yaml *map = bm_yaml_read(arena, sources, file, 0, (uint32_t)text.n, diags);
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, diags))
        return false;
    bool fine = bm_yaml_check_keys(map, keys, BM_COUNT(keys), diags);
    const struct bm_yaml *name = bm_yaml_get(map, "name");
    if (name)
        fine &= bm_yaml_want(name, BM_YAML_SCALAR, diags);
    return bm_preflight_read(settings, bm_yaml_get(map, "preflight"), diags) && fine;
}

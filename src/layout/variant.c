/* Variants: a layout file that begins from another (`base: broadsheet`). What a file says is laid
 * over what its base says before anything is read, node by node, so that every value keeps its
 * place in the file that wrote it. */
#include "layout/sections.h"

/* Levels of maps that merge, from a whole file down; below them a value takes the other's place. */
enum depth {
    VALUE,
    KEYS,    /* of a section, or of a named thing */
    ENTRIES, /* of a section of named things, or of sections */
    SECTIONS
};

static const char *const named[] = {"styles", "lines", "boxes",  "kinds",
                                    "press",  "pages", "ladders"};

static enum depth below(enum depth depth, struct bm_str key)
{
    if (depth != SECTIONS)
        return depth - 1;
    for (size_t i = 0; i < BM_COUNT(named); i++)
        if (bm_str_is(key, named[i]))
            return ENTRIES;
    return KEYS;
}

/* `own` laid over `base`: the base's keys first, in its order. */
static struct bm_yaml *merge(struct bm_arena *arena, struct bm_yaml *base, struct bm_yaml *own,
                             enum depth depth)
{
    if (depth == VALUE || base->kind != BM_YAML_MAP || own->kind != BM_YAML_MAP)
        return own;
    struct bm_yaml *map = BM_NEW(arena, struct bm_yaml);
    *map = *own;
    map->n = base->n;
    map->keys = bm_arena_array(arena, base->n + own->n, sizeof(struct bm_yaml *));
    map->values = bm_arena_array(arena, base->n + own->n, sizeof(struct bm_yaml *));
    for (size_t i = 0; i < base->n; i++) {
        map->keys[i] = base->keys[i];
        map->values[i] = base->values[i];
    }
    for (size_t i = 0; i < own->n; i++) {
        size_t k = 0;
        while (k < base->n && !bm_str_eq(base->keys[k]->text, own->keys[i]->text))
            k++;
        bool again = k < base->n;
        k = again ? k : map->n++;
        map->keys[k] = own->keys[i];
        map->values[k] =
            again ? merge(arena, base->values[k], own->values[i], below(depth, own->keys[i]->text))
                  : own->values[i];
    }
    return map;
}

struct bm_yaml *bm_layout_merge(struct bm_arena *arena, struct bm_yaml *base, struct bm_yaml *own)
{
    return merge(arena, base, own, SECTIONS);
}

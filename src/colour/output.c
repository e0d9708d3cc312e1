#include "colour/colour.h"
#include "yaml/yaml.h"

static const char *const keys[] = {"file", "identifier", "condition", "registry"};

#define WANTED 3 /* of them; a condition of one's own is registered nowhere */

static bool read_profile(struct bm_arena *arena, const struct bm_yaml *map,
                         struct bm_output_condition *out, struct bm_diags *diags)
{
    struct bm_str *const values[] = {&out->file, &out->identifier, &out->condition, &out->registry};
    if (!bm_yaml_want(map, BM_YAML_MAP, diags) ||
        !bm_yaml_check_keys(map, keys, BM_COUNT(keys), diags))
        return false;
    for (size_t i = 0; i < BM_COUNT(keys); i++) {
        const struct bm_yaml *node = bm_yaml_get(map, keys[i]);
        if (!node && i >= WANTED)
            continue;
        if (!node)
            bm_diag(diags, BM_MSG_MISSING_KEY, map->span, bm_str_c(keys[i]));
        if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
            return false;
        *values[i] = bm_str_copy(arena, node->text);
    }
    return true;
}

bool bm_output_condition_read(struct bm_arena *arena, const struct bm_sources *sources,
                              uint32_t file, struct bm_str name, struct bm_span where,
                              struct bm_output_condition *out, struct bm_diags *diags)
{
    const struct bm_str text = sources->v[file].text;
    const struct bm_yaml *map = bm_yaml_read(arena, sources, file, 0, (uint32_t)text.n, diags);
    if (!bm_yaml_want(map, BM_YAML_MAP, diags))
        return false;
    const char **names = BM_NEW_N(arena, map->n, const char *);
    *out = (struct bm_output_condition){.name = bm_str_copy(arena, name)};
    for (size_t i = 0; i < map->n; i++) {
        names[i] = bm_str_copy(arena, map->keys[i]->text).p;
        if (bm_str_eq(map->keys[i]->text, name))
            return read_profile(arena, map->values[i], out, diags);
    }
    struct bm_str near = bm_nearest(name, names, map->n);
    return bm_diag(diags, BM_MSG_UNKNOWN_PROFILE, where, name,
                   near.n ? near : bm_str_c(map->n ? names[0] : "—"));
}

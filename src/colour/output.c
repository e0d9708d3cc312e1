#include "base/yaml.h"
#include "colour/colour.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define HEADER       132 /* bytes, with the count of tags: ICC.1:2010, 7.2 */

static const char *const keys[] = {"file", "identifier", "condition"};

static struct bm_str copied(struct bm_arena *arena, struct bm_str s)
{
    return (struct bm_str){bm_arena_copy(arena, s.p, s.n), s.n};
}

static bool read_profile(struct bm_arena *arena, const struct bm_yaml *map, struct bm_output *out,
                         struct bm_diags *diags)
{
    struct bm_str *const values[] = {&out->file, &out->identifier, &out->condition};
    if (!bm_yaml_want(map, BM_YAML_MAP, diags) ||
        !bm_yaml_check_keys(map, keys, COUNT(keys), diags))
        return false;
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct bm_yaml *node = bm_yaml_get(map, keys[i]);
        if (!node)
            bm_diag(diags, BM_MSG_MISSING_KEY, map->span, bm_str_c(keys[i]));
        if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
            return false;
        *values[i] = copied(arena, node->text);
    }
    return true;
}

bool bm_output_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                    struct bm_str name, struct bm_span where, struct bm_output *out,
                    struct bm_diags *diags)
{
    const struct bm_str text = sources->v[file].text;
    const struct bm_yaml *map = bm_yaml_read(arena, sources, file, 0, (uint32_t)text.n, diags);
    if (!bm_yaml_want(map, BM_YAML_MAP, diags))
        return false;
    const char **names = BM_NEW_N(arena, map->n, const char *);
    *out = (struct bm_output){.name = copied(arena, name)};
    for (size_t i = 0; i < map->n; i++) {
        names[i] = copied(arena, map->keys[i]->text).p;
        if (bm_str_eq(map->keys[i]->text, name))
            return read_profile(arena, map->values[i], out, diags);
    }
    struct bm_str near = bm_nearest(name, names, map->n);
    bm_diag(diags, BM_MSG_UNKNOWN_PROFILE, where, name,
            near.n ? near : bm_str_c(map->n ? names[0] : "—"));
    return false;
}

static uint32_t number_at(struct bm_str icc, size_t at)
{
    const unsigned char *p = (const unsigned char *)icc.p + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool is(struct bm_str icc, size_t at, const char *signature)
{
    return memcmp(icc.p + at, signature, 4) == 0;
}

const char *bm_icc_wrong(struct bm_str icc, unsigned components)
{
    static const char *const spaces[] = {[1] = "GRAY", [3] = "RGB ", [4] = "CMYK"};
    if (icc.n < HEADER || number_at(icc, 0) != icc.n || !is(icc, 36, "acsp"))
        return "it is cut off or damaged";
    if (components >= COUNT(spaces) || !spaces[components] || !is(icc, 16, spaces[components]))
        return "it is for another kind of colour";
    return NULL;
}

const char *bm_icc_wrong_output(struct bm_str icc)
{
    const char *wrong = bm_icc_wrong(icc, 4);
    return wrong ? wrong : is(icc, 12, "prtr") ? NULL : "it is not that of a printer";
}

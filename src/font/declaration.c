/* Reading fonts.yaml: faces by id, and roles with weights that name them. */
#include "font/steps.h"

#define OFFER_MOST 12 /* names listed when none is near */

/* A scalar that must be there and not be empty; a NUL follows it. */
static bool read_text(struct bm_arena *arena, const struct bm_yaml *map, const char *key,
                      struct bm_str *out, struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    if (!node || (node->kind == BM_YAML_SCALAR && node->text.n == 0))
        return bm_diag(diags, BM_MSG_MISSING_KEY, map->span, bm_str_c(key));
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    *out = bm_str_copy(arena, node->text);
    return true;
}

static bool read_number(const struct bm_yaml *map, const char *key, int64_t hi, int64_t *out,
                        struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    if (!node)
        return bm_diag(diags, BM_MSG_MISSING_KEY, map->span, bm_str_c(key));
    return bm_yaml_int(node, 0, hi, out, diags);
}

static bool is_sha256(struct bm_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n == 64;
}

static struct bm_str joined(struct bm_arena *arena, struct bm_str a, struct bm_str between,
                            struct bm_str b)
{
    char *p = bm_arena_alloc(arena, a.n + between.n + b.n + 1);
    if (a.n)
        memcpy(p, a.p, a.n);
    if (between.n)
        memcpy(p + a.n, between.p, between.n);
    if (b.n)
        memcpy(p + a.n + between.n, b.p, b.n);
    return (struct bm_str){p, a.n + between.n + b.n};
}

static bool read_face(struct bm_arena *arena, const struct bm_yaml *key, const struct bm_yaml *map,
                      struct bm_str folder, struct bm_face *face, struct bm_diags *diags)
{
    static const char *const known[] = {"file",    "index", "postscript",          "package",
                                        "licence", "size",  "checksum-adjustment", "sha256"};
    /* the id first: roles may name a face whose declaration is wrong elsewhere */
    face->id = bm_str_copy(arena, key->text);
    face->span = key->span;
    if (!bm_yaml_want(map, BM_YAML_MAP, diags))
        return false;
    bool good = bm_yaml_check_keys(map, known, BM_COUNT(known), diags);
    good &= read_text(arena, map, "file", &face->path, diags);
    good &= read_text(arena, map, "postscript", &face->postscript, diags);
    good &= read_text(arena, map, "package", &face->package, diags);
    good &= read_text(arena, map, "licence", &face->licence, diags);
    int64_t index = 0, size = 0, checksum = 0;
    /* 65,535: HarfBuzz takes the upper half of an index for a named instance. */
    if (bm_yaml_get(map, "index"))
        good &= read_number(map, "index", UINT16_MAX, &index, diags);
    /* UINT32_MAX: offsets in a font file have 32 bits. */
    good &= read_number(map, "size", UINT32_MAX, &size, diags);
    good &= read_number(map, "checksum-adjustment", UINT32_MAX, &checksum, diags);
    face->index = (uint32_t)index;
    face->size = (uint64_t)size;
    face->checksum = (uint32_t)checksum;
    if (!read_text(arena, map, "sha256", &face->sha256, diags)) {
        good = false;
    } else if (!is_sha256(face->sha256)) {
        bm_diag(diags, BM_MSG_BAD_SHA256, bm_yaml_get(map, "sha256")->span, face->sha256);
        good = false;
    }
    if (face->path.n && face->path.p[0] != '/' && folder.n)
        face->path = joined(arena, folder, BM_STR("/"), face->path);
    return good;
}

static const struct bm_face *find_face(const struct bm_fonts *fonts, struct bm_str id)
{
    for (size_t i = 0; i < fonts->n; i++)
        if (bm_str_eq(fonts->slots[i].face.id, id))
            return &fonts->slots[i].face;
    return NULL;
}

static bool read_typeface(struct bm_fonts *fonts, struct bm_str role, const struct bm_yaml *weight,
                          const struct bm_yaml *list, const char *const *ids,
                          struct bm_diags *diags)
{
    if (!bm_yaml_want(list, BM_YAML_LIST, diags))
        return false;
    if (list->n == 0)
        return bm_diag(diags, BM_MSG_ROLE_WITHOUT_FACE, weight->span, role, weight->text);
    struct bm_typeface t = {.role = role,
                            .weight = bm_str_copy(fonts->arena, weight->text),
                            .faces = BM_NEW_N(fonts->arena, list->n, const struct bm_face *)};
    bool good = true;
    for (size_t i = 0; i < list->n; i++) {
        const struct bm_yaml *id = list->values[i];
        if (!bm_yaml_want(id, BM_YAML_SCALAR, diags)) {
            good = false;
            continue;
        }
        const struct bm_face *face = find_face(fonts, id->text);
        if (face) {
            t.faces[t.n++] = face;
        } else {
            bm_diag(diags, BM_MSG_UNKNOWN_WORD, id->span, id->text,
                    bm_suggestion(fonts->arena, id->text, ids, fonts->n, OFFER_MOST));
            good = false;
        }
    }
    fonts->typefaces = bm_arena_grow(fonts->arena, fonts->typefaces, fonts->typefaces_n,
                                     &fonts->typefaces_cap, sizeof *fonts->typefaces);
    fonts->typefaces[fonts->typefaces_n++] = t;
    return good;
}

static bool read_roles(struct bm_fonts *fonts, const struct bm_yaml *roles, struct bm_diags *diags)
{
    const char **ids = BM_NEW_N(fonts->arena, fonts->n, const char *);
    for (size_t i = 0; i < fonts->n; i++)
        ids[i] = fonts->slots[i].face.id.p;
    fonts->roles = BM_NEW_N(fonts->arena, roles->n, const char *);
    bool good = true;
    for (size_t i = 0; i < roles->n; i++) {
        struct bm_str key = roles->keys[i]->text;
        const char *name = bm_arena_copy(fonts->arena, key.p, key.n);
        fonts->roles[fonts->roles_n++] = name;
        const struct bm_yaml *weights = roles->values[i];
        if (!bm_yaml_want(weights, BM_YAML_MAP, diags)) {
            good = false;
            continue;
        }
        for (size_t k = 0; k < weights->n; k++)
            good &= read_typeface(fonts, (struct bm_str){name, key.n}, weights->keys[k],
                                  weights->values[k], ids, diags);
    }
    return good;
}

/* The map under the key, which must be there. */
static const struct bm_yaml *want_map(const struct bm_yaml *root, const char *key,
                                      struct bm_diags *diags)
{
    const struct bm_yaml *map = bm_yaml_get(root, key);
    if (!map)
        bm_diag(diags, BM_MSG_MISSING_KEY, root->span, bm_str_c(key));
    return map && bm_yaml_want(map, BM_YAML_MAP, diags) ? map : NULL;
}

struct bm_fonts *bm_fonts_read(struct bm_arena *arena, const struct bm_sources *sources,
                               uint32_t file, struct bm_str folder, struct bm_diags *diags)
{
    static const char *const known[] = {"faces", "roles"};
    const struct bm_yaml *root =
        bm_yaml_read(arena, sources, file, 0, (uint32_t)sources->v[file].text.n, diags);
    if (!root || !bm_yaml_want(root, BM_YAML_MAP, diags))
        return NULL;
    bool good = bm_yaml_check_keys(root, known, BM_COUNT(known), diags);
    const struct bm_yaml *faces = want_map(root, "faces", diags);
    const struct bm_yaml *roles = want_map(root, "roles", diags);
    if (!faces || !roles)
        return NULL;

    struct bm_fonts *fonts = BM_NEW(arena, struct bm_fonts);
    fonts->arena = arena;
    pthread_mutex_init(&fonts->opening, NULL);
    fonts->n = faces->n;
    fonts->slots = BM_NEW_N(arena, faces->n, struct bm_face_slot);
    for (size_t i = 0; i < faces->n; i++) {
        struct bm_face *face = &fonts->slots[i].face;
        face->number = (uint32_t)i;
        good &= read_face(arena, faces->keys[i], faces->values[i], folder, face, diags);
    }
    good &= read_roles(fonts, roles, diags);
    return good ? fonts : NULL;
}

size_t bm_fonts_count(const struct bm_fonts *fonts)
{
    return fonts->n;
}

const struct bm_face *bm_fonts_face(const struct bm_fonts *fonts, size_t i)
{
    return &fonts->slots[i].face;
}

size_t bm_fonts_typeface_count(const struct bm_fonts *fonts)
{
    return fonts->typefaces_n;
}

const struct bm_typeface *bm_fonts_typeface_at(const struct bm_fonts *fonts, size_t i)
{
    return &fonts->typefaces[i];
}

const struct bm_typeface *bm_fonts_typeface(struct bm_fonts *fonts, struct bm_str role,
                                            struct bm_str weight, struct bm_span span,
                                            struct bm_diags *diags)
{
    if (weight.n == 0)
        weight = BM_STR("regular");
    const char **weights = NULL; /* of the role, should the weight be wrong */
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < fonts->typefaces_n; i++) {
        const struct bm_typeface *t = &fonts->typefaces[i];
        if (!bm_str_eq(t->role, role))
            continue;
        if (bm_str_eq(t->weight, weight))
            return t;
        weights = bm_arena_grow(diags->arena, weights, n, &cap, sizeof *weights);
        weights[n++] = t->weight.p;
    }
    struct bm_arena *a = diags->arena;
    if (n > 0)
        bm_diag(diags, BM_MSG_UNKNOWN_ROLE, span, joined(a, role, BM_STR(" "), weight),
                joined(a, role, BM_STR(" "), bm_suggestion(a, weight, weights, n, OFFER_MOST)));
    else
        bm_diag(diags, BM_MSG_UNKNOWN_ROLE, span, role,
                bm_suggestion(a, role, fonts->roles, fonts->roles_n, OFFER_MOST));
    return NULL;
}

/* The package: parts by their relations. */
#include "import/docx.h"

static bool ends_with(struct bm_str s, const char *end)
{
    const size_t n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

static bool holds(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, word, n) == 0)
            return true;
    return false;
}

/* Parts that are unpacked: XML, but for what no character stands in, and pictures. */
static bool is_wanted(struct bm_str name)
{
    static const char *const not [] = {"theme/",    "fontTable",   "webSettings",
                                       "docProps/", "customXml/",  "charts/",
                                       "diagrams/", "embeddings/", "glossary/"};
    const bool xml = ends_with(name, ".xml") || ends_with(name, ".rels");
    for (size_t i = 0; xml && i < BM_COUNT(not ); i++)
        if (holds(name, not [i]))
            return false;
    return xml || holds(name, "media/");
}

struct node *package_tree(struct docx *d, struct bm_str name, const char **why)
{
    const struct zip_part *part = zip_part(&d->zip, name);
    uint32_t line;
    return part && !*why ? tree_read(d->arena, part->bytes, false, why, &line) : NULL;
}

/* The relations of a part: those of word/document.xml stand in word/_rels/document.xml.rels. */
void package_relations(struct docx *d, struct bm_str part, struct relations *out, const char **why)
{
    size_t slash = part.n;
    while (slash && part.p[slash - 1] != '/')
        slash--;
    struct bm_buf path = {0};
    bm_buf_put(&path, part.p, slash);
    bm_buf_c(&path, "_rels/");
    bm_buf_put(&path, part.p + slash, part.n - slash);
    bm_buf_c(&path, ".rels");
    const struct node *root = package_tree(d, bm_buf_view(&path), why);
    bm_buf_free(&path);
    for (const struct node *n = root ? root->first : NULL; n; n = n->next) {
        if (!node_is(n, "Relationship"))
            continue;
        out->v = bm_arena_grow(d->arena, out->v, out->n, &out->cap, sizeof *out->v);
        ids_add(d->arena, &out->ids, node_get(n, "Id"), NULL, out->n);
        out->v[out->n++] =
            (struct relation){.id = node_get(n, "Id"),
                              .type = node_get(n, "Type"),
                              .target = node_get(n, "Target"),
                              .external = bm_str_is(node_get(n, "TargetMode"), "External")};
    }
}

const struct relation *docx_relation(const struct docx *d, struct bm_str id)
{
    const struct id *found = ids_find(&d->relations.ids, id);
    return found ? &d->relations.v[found->number] : NULL;
}

struct bm_str docx_target(const struct docx *d, struct bm_str target)
{
    struct bm_str folder = d->folder;
    struct bm_buf b = {0};
    if (target.n && target.p[0] == '/')
        return (struct bm_str){target.p + 1, target.n - 1};
    while (target.n > 3 && memcmp(target.p, "../", 3) == 0) {
        target = (struct bm_str){target.p + 3, target.n - 3};
        folder.n -= folder.n > 0;
        while (folder.n && folder.p[folder.n - 1] != '/')
            folder.n--;
    }
    bm_buf_str(&b, folder);
    bm_buf_str(&b, target);
    return bm_buf_keep(&b, d->arena);
}

struct bm_str docx_unpack(struct docx *d, struct bm_str target)
{
    const struct zip_part *part = zip_part(&d->zip, docx_target(d, target));
    return part ? part->bytes : (struct bm_str){0};
}

const struct relation *package_find(const struct relations *r, const char *type)
{
    for (size_t i = 0; i < r->n; i++)
        if (!r->v[i].external && ends_with(r->v[i].type, type))
            return &r->v[i];
    return NULL;
}

const char *package_open(struct docx *d)
{
    return zip_read(d->arena, d->archive, is_wanted, &d->zip);
}

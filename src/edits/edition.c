/* edition.yaml: entries of articles. */
#include "base/buf.h"
#include "base/scalar.h"
#include "edits/edits.h"
#include "edits/names.h"

static const char *const words[] = {"rank", "page", "section", "pin", "hold"};
#define KEYS_MOST BM_COUNT(words)

struct bm_str bm_edit_bare(struct bm_str name)
{
    const bool md = name.n > 3 && memcmp(name.p + name.n - 3, ".md", 3) == 0;
    return (struct bm_str){name.p, name.n - (md ? 3 : 0)};
}

bool bm_edit_is_named(const struct bm_yaml *name, struct bm_str article)
{
    return name && name->kind == BM_YAML_SCALAR &&
           bm_str_eq(bm_edit_bare(name->text), bm_edit_bare(article));
}

struct bm_yaml *bm_edit_get(const struct bm_yaml *map, const char *key)
{
    return (struct bm_yaml *)bm_yaml_get(map, key);
}

bool bm_edit_no_article(struct bm_editing *e, struct bm_str article)
{
    const struct bm_span file = {e->file, 0, 0};
    return bm_diag(e->diags, BM_MSG_EDIT_NO_ARTICLE, file, article, e->sources->v[e->file].name);
}

/* The name that an entry has. */
static struct bm_yaml *name_of(struct bm_yaml *entry)
{
    return entry->kind == BM_YAML_MAP ? bm_edit_get(entry, "article") : entry;
}

static struct bm_yaml *find_entry(struct bm_editing *e, struct bm_str article, size_t *at)
{
    struct bm_yaml *list = bm_edit_get(e->root, "articles");
    for (*at = 0; list && list->kind == BM_YAML_LIST && *at < list->n; ++*at)
        if (bm_edit_is_named(name_of(list->values[*at]), article)) {
            e->where = name_of(list->values[*at])->span;
            return list;
        }
    bm_edit_no_article(e, article);
    return NULL;
}

/* What a person may type instead: the entry in braces. */
static void note_wanted(struct bm_editing *e, struct bm_str article,
                        const struct bm_edit_place *places, size_t n)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, "- {article: ");
    bm_scalar_put(&b, article);
    for (size_t i = 0; i < n; i++) {
        if (!places[i].value.n)
            continue;
        bm_buf_printf(&b, ", %s: ", words[places[i].what]);
        bm_scalar_put(&b, places[i].value);
    }
    bm_buf_c(&b, "}");
    e->wanted = bm_buf_keep(&b, e->arena);
}

bool bm_edit_place(struct bm_editing *e, struct bm_str article, const struct bm_edit_place *places,
                   size_t n)
{
    struct bm_edit_key keys[KEYS_MOST] = {{0}};
    size_t at, k = 0;
    struct bm_yaml *list = find_entry(e, article, &at);
    if (!list || n > KEYS_MOST)
        return false;
    struct bm_yaml *entry = list->values[at];
    note_wanted(e, name_of(entry)->text, places, n);
    for (size_t i = 0; i < n; i++)
        if (places[i].value.n || entry->kind == BM_YAML_MAP)
            keys[k++] = (struct bm_edit_key){
                .key = words[places[i].what],
                .value = places[i].value.n ? bm_edit_scalar(e->arena, places[i].value) : NULL};
    if (!k)
        return true;
    return entry->kind == BM_YAML_MAP ? bm_edit_keys(e, entry, keys, k)
                                      : bm_edit_wrap(e, list, at, "article", keys, k);
}

bool bm_edit_move(struct bm_editing *e, struct bm_str article, size_t to)
{
    size_t from;
    struct bm_yaml *list = find_entry(e, article, &from);
    if (!list)
        return false;
    to = to < list->n ? to : list->n - 1;
    e->wanted = name_of(list->values[from])->text;
    return bm_edit_move_item(e, list, from, to);
}

bool bm_edit_move_to(struct bm_editing *e, struct bm_str article, struct bm_str other)
{
    size_t to;
    return find_entry(e, other, &to) && bm_edit_move(e, article, to);
}

/* Sizes of pictures of one entry, for the other: written anew there. */
static bool carry_pictures(struct bm_editing *e, struct bm_yaml *list, size_t to,
                           const struct bm_yaml *pictures, struct bm_str written)
{
    struct bm_yaml *entry = list->values[to];
    const struct bm_edit_key key = {.key = "pictures", .value = pictures, .written = written};
    if (entry->kind == BM_YAML_MAP)
        return bm_edit_keys(e, entry, &key, 1);
    return !pictures || bm_edit_wrap(e, list, to, "article", &key, 1);
}

static struct bm_yaml *pictures_of(struct bm_yaml *entry)
{
    return entry->kind == BM_YAML_MAP ? bm_edit_get(entry, "pictures") : NULL;
}

static bool swap_entries(struct bm_editing *e, struct bm_str a, struct bm_str b)
{
    size_t i, k;
    struct bm_yaml *list = find_entry(e, a, &i);
    if (!list || !find_entry(e, b, &k) || i == k)
        return false;
    struct bm_yaml *x = list->values[i], *y = list->values[k];
    struct bm_yaml *px = pictures_of(x), *py = pictures_of(y);
    const struct bm_str none = {0};
    const struct bm_str wx = px ? bm_edit_written(e, px) : none;
    const struct bm_str wy = py ? bm_edit_written(e, py) : none;
    e->wanted = name_of(x)->text;
    if ((px && !bm_edit_is_flow(e, px)) || (py && !bm_edit_is_flow(e, py)) ||
        ((px != NULL) != (py != NULL) && (x->kind != BM_YAML_MAP || y->kind != BM_YAML_MAP)))
        return bm_editing_refuse(e);
    return bm_edit_exchange(e, name_of(x), bm_edit_is_flow(e, x) || bm_edit_is_flow(e, list),
                            name_of(y), bm_edit_is_flow(e, y) || bm_edit_is_flow(e, list)) &&
           carry_pictures(e, list, i, py, wy) && carry_pictures(e, list, k, px, wx);
}

/* Names in all frames of pages that are one of both become the other; how many is said. */
bool bm_edit_swap_names(struct bm_editing *e, struct bm_yaml *pages, struct bm_str a,
                        struct bm_str b, size_t *n)
{
    *n = 0;
    for (size_t p = 0; pages && pages->kind == BM_YAML_LIST && p < pages->n; p++) {
        struct bm_yaml *frames = bm_edit_get(pages->values[p], "frames");
        for (size_t i = 0; frames && frames->kind == BM_YAML_LIST && i < frames->n; i++) {
            struct bm_yaml *frame = frames->values[i], *name = bm_edit_get(frame, "article");
            const bool is_a = bm_edit_is_named(name, a);
            if (!is_a && !bm_edit_is_named(name, b))
                continue;
            const struct bm_edit_key key = {
                .key = "article", .value = bm_edit_scalar(e->arena, bm_edit_bare(is_a ? b : a))};
            e->where = name->span;
            e->wanted = key.value->text;
            if (!bm_edit_keys(e, frame, &key, 1))
                return false;
            ++*n;
        }
    }
    return true;
}

bool bm_edit_swap(struct bm_editing *e, struct bm_str layout, struct bm_str a, struct bm_str b)
{
    const struct bm_yaml *frames = bm_edit_get(e->root, "frames");
    struct bm_yaml *pages = NULL;
    size_t n;
    for (size_t i = 0; frames && frames->kind == BM_YAML_MAP && i < frames->n; i++)
        if (bm_str_eq(frames->keys[i]->text, layout))
            pages = frames->values[i];
    return swap_entries(e, a, b) && bm_edit_swap_names(e, pages, a, b, &n);
}

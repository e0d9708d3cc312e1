#include "manuscript/parts.h"

#include "base/check.h"

const char *const bm_field_names[] = {"kicker",  "tag",    "title",  "deck",  "lead", "number",
                                      "adopted", "byline", "signed", "dated", NULL};

#define KINDS_OFFERED 30 /* names of kinds listed when none is near */
#define FIELDS        (sizeof bm_field_names / sizeof *bm_field_names - 1)

struct head {
    uint32_t from, to; /* the YAML between the two lines --- */
    uint32_t body;
};

/* True for a line --- at i; *next is where the line after it begins. */
static bool fence_at(struct bm_str s, uint32_t i, uint32_t *next)
{
    if (s.n - i < 3 || memcmp(s.p + i, "---", 3) != 0)
        return false;
    for (i += 3; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r'); i++)
        continue;
    if (i < s.n && s.p[i] != '\n')
        return false;
    *next = i < s.n ? i + 1 : i;
    return true;
}

static bool head_find(struct bm_str s, struct head *head)
{
    uint32_t i = s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (!fence_at(s, i, &head->from))
        return false;
    for (i = head->from; i < s.n;) {
        if (fence_at(s, i, &head->body)) {
            head->to = i;
            return true;
        }
        const char *end = memchr(s.p + i, '\n', s.n - i);
        if (!end)
            break;
        i = (uint32_t)(end - s.p) + 1;
    }
    return false;
}

/* A mark may begin a value or hold a colon, which YAML would take for its own. When the head
 * cannot be read as it stands, it is read again from a copy of the same length in which every
 * mark is a row of letters; the places stay true, and the values are taken from the source. */
static struct bm_yaml *head_yaml(struct bm_arena *arena, const struct bm_sources *sources,
                                 uint32_t file, const struct head *head, const struct marks *marks,
                                 bool *masked, struct bm_diags *diags)
{
    struct bm_diags first = {.arena = arena};
    struct bm_yaml *root =
        bm_yaml_read(arena, sources, file, head->from, head->to - head->from, &first);
    *masked = !root && marks->n > 0;
    if (*masked) {
        struct bm_sources copy = {.arena = arena, .n = sources->n};
        copy.v = BM_NEW_N(arena, sources->n, struct bm_source);
        memcpy(copy.v, sources->v, sources->n * sizeof *copy.v);
        char *p = bm_arena_copy(arena, sources->v[file].text.p, sources->v[file].text.n);
        for (size_t i = 0; i < marks->n; i++)
            memset(p + marks->v[i].from, 'x', marks->v[i].to - marks->v[i].from);
        copy.v[file].text.p = p;
        bm_diags_cut(&first, 0);
        root = bm_yaml_read(arena, &copy, file, head->from, head->to - head->from, &first);
    }
    bm_diags_append(diags, &first);
    return root;
}

static bool read_field(struct bm_arena *arena, struct bm_str source, const struct bm_yaml *root,
                       size_t i, const struct marks *marks, bool masked, struct bm_article *article,
                       struct bm_diags *diags)
{
    const char *key = NULL;
    for (size_t k = 0; k < FIELDS && !key; k++)
        if (bm_str_is(root->keys[i]->text, bm_field_names[k]))
            key = bm_field_names[k];
    if (!key)
        return true; /* kind, or reported as unknown */
    const struct bm_yaml *node = root->values[i];
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    size_t m = marks_at(marks, node->span.offset);
    if (masked && !node->verbatim && m < marks->n &&
        marks->v[m].from < node->span.offset + node->span.length)
        return bm_diag(diags, BM_MSG_BAD_YAML, node->span,
                       BM_STR("a value with a mark must stand on one line, without escapes"));
    bool breaks = strcmp(key, "kicker") == 0 || strcmp(key, "title") == 0 ||
                  strcmp(key, "deck") == 0 || strcmp(key, "tag") == 0;
    size_t before = diags->errors;
    struct bm_text text = field_text(arena, source, node, marks, breaks, diags);
    if (text.n > 0)
        article->fields[article->field_count++] =
            (struct bm_field){.key = key,
                              .tail = strcmp(key, "signed") == 0 || strcmp(key, "dated") == 0,
                              .text = text,
                              .span = node->span};
    return diags->errors == before;
}

static bool read_kind(struct bm_arena *arena, struct bm_str source, const struct bm_yaml *root,
                      const char *const *kinds, size_t n, struct bm_article *article, size_t *index,
                      struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(root, "kind");
    *index = n;
    if (!node)
        return bm_diag(diags, BM_MSG_MISSING_KEY, root->span, BM_STR("kind"));
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    article->kind = node->text;
    if (node->verbatim)
        article->kind.p = source.p + node->span.offset;
    article->kind_span = node->span;
    if (!kinds)
        return true;
    for (size_t i = 0; i < n; i++)
        if (bm_str_is(article->kind, kinds[i]))
            *index = i;
    if (*index < n)
        return true;
    return bm_diag(diags, BM_MSG_UNKNOWN_KIND, node->span, article->kind,
                   bm_suggestion(arena, article->kind, kinds, n, KINDS_OFFERED));
}

static bool read_head(struct bm_arena *arena, const struct bm_sources *sources,
                      const struct head *head, const struct marks *marks, const char *const *kinds,
                      size_t kind_count, struct bm_article *article, size_t *kind,
                      struct bm_diags *diags)
{
    const char *known[FIELDS + 1];
    memcpy(known, bm_field_names, FIELDS * sizeof *known);
    known[FIELDS] = "kind";
    bool masked;
    struct bm_str source = sources->v[article->file].text;
    const struct bm_yaml *root =
        head_yaml(arena, sources, article->file, head, marks, &masked, diags);
    if (!root || !bm_yaml_want(root, BM_YAML_MAP, diags))
        return false;
    bool good = bm_yaml_check_keys(root, known, FIELDS + 1, diags);
    good &= read_kind(arena, source, root, kinds, kind_count, article, kind, diags);
    article->fields = BM_NEW_N(arena, root->n, struct bm_field);
    for (size_t i = 0; i < root->n; i++)
        good &= read_field(arena, source, root, i, marks, masked, article, diags);
    return good;
}

static struct bm_str base_name(struct bm_str s)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/') {
            s = (struct bm_str){s.p + i, s.n - i};
            break;
        }
    if (s.n > 3 && memcmp(s.p + s.n - 3, ".md", 3) == 0)
        s.n -= 3;
    return s;
}

struct bm_article *bm_article_read(struct bm_arena *arena, const struct bm_sources *sources,
                                   uint32_t file, const char *const *kinds, const bool *complete,
                                   size_t kind_count, struct bm_diags *diags)
{
    struct bm_str source = sources->v[file].text;
    if (!bm_text_check(sources, file, diags))
        return NULL;
    struct head head = {0};
    if (!head_find(source, &head)) {
        bm_diag0(diags, BM_MSG_NO_HEAD, (struct bm_span){file, 0, 0});
        return NULL;
    }
    struct bm_article *article = BM_NEW(arena, struct bm_article);
    article->file = file;
    article->name = base_name(sources->v[file].name);
    struct marks marks = {0};
    size_t kind = 0;
    bool good = marks_find(arena, source, file, head.from, head.to, &marks, diags);
    /* With a broken mark what YAML says of the head would only mislead. */
    if (good)
        good = read_head(arena, sources, &head, &marks, kinds, kind_count, article, &kind, diags);
    good &= body_read(arena, sources, head.body, article, diags);
    if (!good)
        return NULL;
    bool title_will_do = !kinds || !complete || complete[kind];
    if (article->block_count == 0 && (article->field_count == 0 || !title_will_do)) {
        bm_diag(diags, BM_MSG_EMPTY_ARTICLE, ((struct bm_span){file, head.body, 0}),
                article->field_count ? BM_STR("its body is empty")
                                     : BM_STR("there is none at all"));
        return NULL;
    }
    return article;
}

#include "manuscript/parts.h"

#include "base/check.h"

const char *const bm_field_names[] = {"kicker", "tag",     "title",  "deck",      "lead",
                                      "number", "adopted", "byline", "addressee", "signed",
                                      "dated",  "issued",  NULL};

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

/* A # in a mark may be the beginning of a comment to YAML. */
static bool has_hash(struct bm_str s, const struct marks *marks)
{
    for (size_t i = 0; i < marks->n; i++)
        if (memchr(s.p + marks->v[i].from, '#', marks->v[i].to - marks->v[i].from))
            return true;
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
    *masked = marks->n && (!root || has_hash(sources->v[file].text, marks));
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

/* What the head of a manuscript is read into, and by what. */
struct heading {
    struct reading *reading;
    const struct bm_sources *sources;
    struct marks marks;
    bool masked;
    const struct bm_article_kind *kinds, *kind; /* kind: its own, NULL: not known */
    size_t kind_count;
    struct bm_article *article;
};

static bool shows(const struct bm_article_kind *kind, const char *field)
{
    for (size_t i = 0; i < kind->shown_count; i++)
        if (bm_str_is(kind->shown[i], field))
            return true;
    return false;
}

static bool is_tail(const char *key)
{
    return strcmp(key, "signed") == 0 || strcmp(key, "dated") == 0 || strcmp(key, "issued") == 0;
}

static bool read_field(struct heading *h, const struct bm_yaml *root, size_t i)
{
    struct bm_diags *diags = h->reading->diags;
    const char *key = NULL;
    for (size_t k = 0; k < FIELDS && !key; k++)
        if (bm_str_is(root->keys[i]->text, bm_field_names[k]))
            key = bm_field_names[k];
    if (!key)
        return true; /* kind, or reported as unknown */
    const struct bm_yaml *node = root->values[i];
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags) || !bm_yaml_uncut(node, h->sources, diags))
        return false;
    const struct marks *marks = &h->marks;
    size_t m = marks_at(marks, node->span.offset);
    if (h->masked && !node->verbatim && m < marks->n &&
        marks->v[m].from < node->span.offset + node->span.length)
        return bm_diag(diags, BM_MSG_BAD_YAML, node->span,
                       BM_STR("a value with a mark must stand on one line, without escapes"));
    bool breaks = strcmp(key, "kicker") == 0 || strcmp(key, "title") == 0 ||
                  strcmp(key, "deck") == 0 || strcmp(key, "tag") == 0;
    size_t before = diags->errors;
    struct bm_text text = field_text(h->reading, node, marks, breaks);
    if (text.n && h->kind && !is_tail(key) && !shows(h->kind, key))
        bm_diag(diags, BM_MSG_UNSHOWN_FIELD, root->keys[i]->span, bm_str_c(key), h->article->kind);
    if (text.n > 0)
        h->article->fields[h->article->field_count++] =
            (struct bm_field){.key = key, .tail = is_tail(key), .text = text, .span = node->span};
    return diags->errors == before;
}

static bool read_kind(struct heading *h, const struct bm_yaml *root)
{
    struct reading *r = h->reading;
    const struct bm_yaml *node = bm_yaml_get(root, "kind");
    if (!node)
        return bm_diag(r->diags, BM_MSG_MISSING_KEY, root->span, BM_STR("kind"));
    if (!bm_yaml_want(node, BM_YAML_SCALAR, r->diags))
        return false;
    h->article->kind = node->text;
    if (node->verbatim)
        h->article->kind.p = r->source.p + node->span.offset;
    h->article->kind_span = node->span;
    if (!h->kinds)
        return true;
    const char **names = BM_NEW_N(r->arena, h->kind_count, const char *);
    for (size_t i = 0; i < h->kind_count; i++) {
        names[i] = h->kinds[i].name;
        if (bm_str_is(h->article->kind, names[i]))
            h->kind = &h->kinds[i];
    }
    if (h->kind) {
        r->verse = h->kind->verse;
        r->names = h->kind->names;
    }
    return h->kind ||
           bm_diag(r->diags, BM_MSG_UNKNOWN_KIND, node->span, h->article->kind,
                   bm_suggestion(r->arena, h->article->kind, names, h->kind_count, KINDS_OFFERED));
}

/* A kind that shows a title wants one. */
static void want_title(const struct heading *h, const struct bm_yaml *root)
{
    const struct bm_yaml *title = bm_yaml_get(root, "title");
    if (!h->kind || !shows(h->kind, "title"))
        return;
    for (size_t i = 0; i < h->article->field_count; i++)
        if (strcmp(h->article->fields[i].key, "title") == 0)
            return;
    bm_diag(h->reading->diags, BM_MSG_NO_TITLE, title ? title->span : h->article->kind_span,
            h->article->kind);
}

static bool read_head(struct heading *h, const struct head *head)
{
    const char *known[FIELDS + 1];
    struct reading *r = h->reading;
    memcpy(known, bm_field_names, FIELDS * sizeof *known);
    known[FIELDS] = "kind";
    const struct bm_yaml *root =
        head_yaml(r->arena, h->sources, r->file, head, &h->marks, &h->masked, r->diags);
    if (!root || !bm_yaml_want(root, BM_YAML_MAP, r->diags))
        return false;
    bool good = bm_yaml_check_keys(root, known, FIELDS + 1, r->diags);
    good &= read_kind(h, root);
    h->article->fields = BM_NEW_N(r->arena, root->n, struct bm_field);
    for (size_t i = 0; i < root->n; i++)
        good &= read_field(h, root, i);
    if (good)
        want_title(h, root);
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

/* What the manuscript sets apart and the kind does not: said at the first of each sort. */
static void say_bare(const struct heading *h)
{
    static const struct {
        enum bm_block_kind kind;
        const char *role, *typed;
    } parts[] = {{BM_BLOCK_SUBHEAD, "subhead", "##"},
                 {BM_BLOCK_QUOTE, "quote", ">"},
                 {BM_BLOCK_FIGURE, "caption", "![…]"}};
    for (size_t i = 0; h->kind && i < h->kind->bare_count; i++)
        for (size_t p = 0; p < BM_COUNT(parts); p++) {
            if (!bm_str_is(h->kind->bare[i], parts[p].role))
                continue;
            const struct bm_block *b = h->article->blocks;
            size_t left = h->article->block_count;
            for (; left && (b->kind != parts[p].kind ||
                            (b->figure && !b->figure->caption.n && !b->figure->credit.n));
                 left--)
                b++;
            if (left)
                bm_diag(h->reading->diags, BM_MSG_UNSHOWN_PART, b->span, bm_str_c(parts[p].typed),
                        h->article->kind, h->kind->bare[i]);
        }
}

struct bm_article *bm_article_read(struct bm_arena *arena, const struct bm_sources *sources,
                                   uint32_t file, const struct bm_article_kind *kinds,
                                   size_t kind_count, struct bm_diags *diags)
{
    struct reading reading = {
        .arena = arena, .diags = diags, .source = sources->v[file].text, .file = file};
    if (!bm_text_check(sources, file, diags))
        return NULL;
    struct head head = {0};
    if (!head_find(reading.source, &head)) {
        bm_diag0(diags, BM_MSG_NO_HEAD, (struct bm_span){file, 0, 0});
        return NULL;
    }
    struct bm_article *article = BM_NEW(arena, struct bm_article);
    article->file = file;
    article->name = base_name(sources->v[file].name);
    struct heading h = {.reading = &reading,
                        .sources = sources,
                        .kinds = kinds,
                        .kind_count = kind_count,
                        .article = article};
    bool good = marks_find(arena, reading.source, file, head.from, head.to, &h.marks, diags);
    /* With a broken mark what YAML says of the head would only mislead. */
    if (good)
        good = read_head(&h, &head);
    good &= body_read(&reading, head.body, article);
    if (!good)
        return NULL;
    say_bare(&h);
    const bool title_will_do = !h.kind || h.kind->complete;
    if (article->block_count == 0 && (article->field_count == 0 || !title_will_do)) {
        bm_diag(diags, BM_MSG_EMPTY_ARTICLE, ((struct bm_span){file, head.body, 0}),
                article->field_count ? BM_STR("its body is empty")
                                     : BM_STR("there is none at all"));
        return NULL;
    }
    return article;
}

/* plan.lock: locks, frames that change their articles, styles of heads. */
#include "base/buf.h"
#include "base/scalar.h"
#include "edits/edits.h"
#include "edits/names.h"

static struct bm_yaml *find_section(struct bm_editing *e, struct bm_str layout)
{
    for (size_t i = 0; i < e->root->n; i++)
        if (bm_str_eq(e->root->keys[i]->text, layout) && e->root->values[i]->kind == BM_YAML_MAP)
            return e->root->values[i];
    const struct bm_span file = {e->file, 0, 0};
    bm_diag(e->diags, BM_MSG_EDIT_NO_PLAN, file, layout);
    return NULL;
}

/* The pages of the section of a layout. */
static struct bm_yaml *find_pages(struct bm_editing *e, struct bm_str layout)
{
    const struct bm_yaml *section = find_section(e, layout);
    struct bm_yaml *pages = bm_edit_get(section, "pages");
    e->where = pages ? pages->span : (struct bm_span){e->file, 0, 0};
    e->wanted = BM_STR("pages: …");
    if (section && (!pages || pages->kind != BM_YAML_LIST))
        bm_editing_refuse(e);
    return pages && pages->kind == BM_YAML_LIST ? pages : NULL;
}

static bool is_number(const struct bm_yaml *node, uint32_t number)
{
    char digits[12];
    size_t n = 0;
    if (!node || node->kind != BM_YAML_SCALAR)
        return false;
    for (uint32_t rest = number; rest; rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    bool same = node->text.n == n;
    for (size_t i = 0; same && i < n; i++)
        same = node->text.p[i] == digits[n - 1 - i];
    return same;
}

/* `locked: true`, or none. */
static struct bm_edit_key lock_key(struct bm_editing *e, bool locked, const char *after)
{
    e->wanted = locked ? BM_STR("locked: true") : BM_STR("locked: false");
    return (struct bm_edit_key){.key = "locked",
                                .value = locked ? bm_edit_scalar(e->arena, BM_STR("true")) : NULL,
                                .after = after};
}

bool bm_edit_lock_page(struct bm_editing *e, struct bm_str layout, uint32_t page, bool locked)
{
    struct bm_yaml *pages = find_pages(e, layout);
    for (size_t i = 0; pages && i < pages->n; i++) {
        const struct bm_yaml *number = bm_yaml_get(pages->values[i], "page");
        if (!is_number(number, page))
            continue;
        e->where = number->span;
        const struct bm_edit_key key = lock_key(e, locked, "page");
        return bm_edit_keys(e, pages->values[i], &key, 1);
    }
    if (pages)
        bm_diag(e->diags, BM_MSG_EDIT_NO_PAGE, pages->span, bm_diag_number(e->diags, (int64_t)page),
                layout);
    return false;
}

/* The frame of an article behind those that were found already; NULL: there is none. */
static struct bm_yaml *next_frame(struct bm_editing *e, struct bm_yaml *pages,
                                  struct bm_str article, size_t *page, size_t *at)
{
    for (; *page < pages->n; ++*page, *at = 0) {
        struct bm_yaml *frames = bm_edit_get(pages->values[*page], "frames");
        for (; frames && frames->kind == BM_YAML_LIST && *at < frames->n; ++*at) {
            struct bm_yaml *frame = frames->values[*at], *name = bm_edit_get(frame, "article");
            if (!bm_edit_is_named(name, article))
                continue;
            e->where = name->span;
            ++*at;
            return frame;
        }
    }
    return NULL;
}

bool bm_edit_lock_article(struct bm_editing *e, struct bm_str layout, struct bm_str article,
                          bool locked)
{
    struct bm_yaml *pages = find_pages(e, layout), *frame;
    size_t page = 0, at = 0, n = 0;
    bool good = pages != NULL;
    while (good && (frame = next_frame(e, pages, article, &page, &at))) {
        const struct bm_edit_key key = lock_key(e, locked, NULL);
        n++;
        if (!locked || n == 1) /* one that is locked holds all of its article's */
            good = bm_edit_keys(e, frame, &key, 1);
    }
    return good && (n || bm_edit_no_article(e, article));
}

bool bm_edit_lock_swap(struct bm_editing *e, struct bm_str layout, struct bm_str a, struct bm_str b,
                       bool styles)
{
    struct bm_yaml *pages = find_pages(e, layout), *frames[2] = {NULL, NULL};
    size_t n, page = 0, at = 0;
    if (!pages)
        return false;
    frames[0] = next_frame(e, pages, a, &page, &at);
    page = at = 0;
    frames[1] = next_frame(e, pages, b, &page, &at);
    if (!frames[0] || !frames[1])
        return bm_edit_no_article(e, frames[0] ? b : a);
    struct bm_edit_key keys[2];
    for (int i = 0; i < 2; i++) {
        const struct bm_yaml *value = bm_yaml_get(frames[1 - i], "styles");
        keys[i] = (struct bm_edit_key){.key = "styles", .value = value, .after = "rest"};
        if (value)
            keys[i].written = bm_edit_written(e, value);
    }
    bool good = bm_edit_swap_names(e, pages, a, b, &n);
    for (int i = 0; i < 2 && styles; i++) {
        e->where = frames[i]->span;
        good = good && (!keys[i].value || bm_edit_is_flow(e, keys[i].value)
                            ? bm_edit_keys(e, frames[i], &keys[i], 1)
                            : bm_editing_refuse(e));
    }
    return good;
}

bool bm_edit_lock_style(struct bm_editing *e, struct bm_str layout, struct bm_str article,
                        const char *role, struct bm_str style)
{
    struct bm_yaml *pages = find_pages(e, layout);
    size_t page = 0, at = 0;
    struct bm_yaml *frame = pages ? next_frame(e, pages, article, &page, &at) : NULL;
    if (!frame)
        return pages && bm_edit_no_article(e, article);
    struct bm_yaml *styles = bm_edit_get(frame, "styles");
    struct bm_buf b = {0};
    bm_buf_printf(&b, "styles: {%s: ", role);
    bm_scalar_put(&b, style);
    bm_buf_char(&b, '}');
    e->wanted = bm_buf_keep(&b, e->arena);
    const struct bm_edit_key key = {.key = role,
                                    .value = style.n ? bm_edit_scalar(e->arena, style) : NULL};
    if (styles && styles->kind == BM_YAML_MAP && (style.n || styles->n > 1))
        return bm_edit_keys(e, styles, &key, 1);
    struct bm_edit_key whole = {.key = "styles"};
    if (style.n) { /* a map of one entry */
        struct bm_yaml *map = BM_NEW(e->arena, struct bm_yaml);
        *map = (struct bm_yaml){.kind = BM_YAML_MAP,
                                .span = bm_span_none(),
                                .n = 1,
                                .keys = BM_NEW(e->arena, struct bm_yaml *),
                                .values = BM_NEW(e->arena, struct bm_yaml *)};
        map->keys[0] = bm_edit_scalar(e->arena, bm_str_c(role));
        map->values[0] = (struct bm_yaml *)key.value;
        whole.value = map;
        whole.written = (struct bm_str){e->wanted.p + 8, e->wanted.n - 8};
        whole.after = "head";
    } else if (!bm_yaml_get(styles, role)) {
        return true;
    }
    return bm_edit_keys(e, frame, &whole, 1);
}

bool bm_edit_lock_sums(struct bm_editing *e, struct bm_str layout, const char *const sums[3])
{
    static const char *const names[] = {"layout", "frames", "articles"};
    struct bm_yaml *section = find_section(e, layout);
    struct bm_edit_key keys[3];
    if (!section)
        return false;
    e->where = section->span;
    for (int i = 0; i < 3; i++) {
        keys[i] = (struct bm_edit_key){.key = names[i],
                                       .value = bm_edit_scalar(e->arena, bm_str_c(sums[i]))};
        e->wanted = bm_str_c(sums[i]);
    }
    return bm_edit_keys(e, section, keys, 3);
}

/* An edition in strings: the project's fonts and tabloid layout, articles and frames given by the
 * test. */
#pragma once

#include "text_bench.h"

#include "galley/setting.h"
#include "makeup/makeup.h"

struct desk {
    struct bm_kept *kept; /* for make-up, or NULL */
    struct bench *bench;
    struct bm_layout *layout;
    struct bm_named_image image; /* the only one of the edition; name.p NULL: none */
    struct bm_article *articles[8];
    size_t article_count;
    struct bm_galley_maker maker;
};

static inline uint32_t desk_source(struct bench *b, const char *name, struct bm_str text)
{
    return bm_sources_add(&b->sources, bm_str_c(name), bm_str_c(name), text);
}

static inline void desk_open(struct desk *d, struct bench *b)
{
    struct bm_str text;
    *d = (struct desk){.bench = b};
    b->diags.n = 0;
    assert_true(bm_file_read(b->arena, BM_SOURCE_DIR "/layouts/tabloid.yaml", bm_span_none(),
                             &b->diags, &text));
    uint32_t f = desk_source(b, "tabloid.yaml", text);
    struct bm_layout_file file;
    assert_true(bm_layout_open(b->arena, &b->sources, f, &file, &b->diags));
    d->layout = bm_layout_read(b->arena, &file, 1, BM_STR("tabloid"), &b->diags);
    assert_non_null(d->layout);
    d->maker = (struct bm_galley_maker){.arena = b->arena,
                                        .layout = d->layout,
                                        .fonts = b->fonts,
                                        .shaper = b->shaper,
                                        .sources = &b->sources,
                                        .diags = &b->diags,
                                        .phrases = &b->phrases};
}

static inline struct bm_article *desk_article(struct desk *d, const char *name, const char *text)
{
    struct bench *b = d->bench;
    uint32_t f = desk_source(b, name, bm_str_c(text));
    struct bm_article *a = bm_article_read(b->arena, &b->sources, f, NULL, 0, &b->diags);
    assert_non_null(a);
    d->articles[d->article_count++] = a;
    return a;
}

static inline struct bm_galley *desk_galley(struct desk *d, const struct bm_article *a)
{
    struct bm_galley_styles styles = {.kind = bm_layout_kind(d->layout, a->kind)};
    assert_non_null(styles.kind);
    struct bm_galley *g = bm_galley_make(&d->maker, a, &styles);
    assert_non_null(g);
    return g;
}

/* Makes up pages from frames written as in edition.yaml. */
static inline struct bm_pages *desk_pages(struct desk *d, const char *frames)
{
    struct bench *b = d->bench;
    uint32_t f = desk_source(b, "edition.yaml", bm_str_c(frames));
    struct bm_yaml *y =
        bm_yaml_read(b->arena, &b->sources, f, 0, (uint32_t)strlen(frames), &b->diags);
    assert_non_null(y);
    struct bm_template *t =
        bm_template_read(b->arena, d->layout, bm_yaml_get(y, "pages"), &b->diags);
    assert_non_null(t);
    struct bm_edition *e = BM_NEW(b->arena, struct bm_edition);
    e->name = BM_STR("test");
    e->file = f;
    struct bm_makeup_input in = {.layout = d->layout,
                                 .template_ = t,
                                 .edition = e,
                                 .articles = d->articles,
                                 .article_count = d->article_count,
                                 .fonts = b->fonts,
                                 .sources = &b->sources,
                                 .phrases = &b->phrases,
                                 .images = &d->image,
                                 .image_count = d->image.name.p != NULL,
                                 .kept = d->kept};
    return bm_makeup(&in, &b->diags);
}

static inline size_t desk_count(const struct desk *d, enum bm_message message)
{
    size_t n = 0;
    for (size_t i = 0; i < d->bench->diags.n; i++)
        n += d->bench->diags.v[i].message == message;
    return n;
}

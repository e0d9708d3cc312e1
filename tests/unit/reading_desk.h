/* Texts read by the copy desk, for its tests: whole manuscripts, or a few lines of one. */
#pragma once

#include "unit.h"

#include "base/file.h"
#include "copydesk/copydesk.h"

#define TEXTS_MOST 64

struct reading_desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_lexicon lexicon;
    struct bm_copydesk *desk;
    struct bm_edition *edition;
    const struct bm_article *articles[TEXTS_MOST];
    size_t n;
    struct bm_findings found;
};

static inline struct bm_str reading_file(struct reading_desk *d, const char *path)
{
    struct bm_str text;
    assert_true(bm_file_read(d->arena, path, bm_span_none(), &d->diags, &text));
    return text;
}

static inline uint32_t reading_add(struct reading_desk *d, const char *name, struct bm_str text)
{
    return bm_sources_add(&d->sources, bm_str_c(name), bm_str_c(name), text);
}

static inline uint32_t reading_list(struct reading_desk *d, const char *path)
{
    return reading_add(d, path, reading_file(d, path));
}

#define RULES(name) BM_SOURCE_DIR "/rules/" name
#define HOUSE(name) BM_SOURCE_DIR "/tests/data/copydesk/house/" name

static inline void reading_open(struct reading_desk *d, bool house)
{
    *d = (struct reading_desk){.arena = bm_arena_new()};
    d->sources.arena = d->diags.arena = d->found.arena = d->arena;
    struct bm_copydesk_files files = {reading_list(d, RULES("desk.yaml")),
                                      reading_list(d, RULES("slips.yaml")),
                                      reading_list(d, RULES("variants.yaml")),
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE};
    if (house) {
        files.people = reading_list(d, HOUSE("people.yaml"));
        files.usage = reading_list(d, HOUSE("usage.yaml"));
        files.phrases = reading_list(d, HOUSE("phrases.yaml"));
        files.taboo = reading_list(d, HOUSE("taboo.yaml"));
        files.paper = reading_list(d, HOUSE("paper.yaml"));
    }
    assert_true(bm_lexicon_open(BM_BUILD_DIR "/words.map", &d->lexicon, &d->diags));
    d->desk = bm_copydesk_open(d->arena, &d->sources, &files, NULL, &d->diags);
    if (d->diags.n) {
        struct bm_buf b = {0};
        bm_diag_format(&b, &d->diags.v[0], &d->sources, BM_LANG_EN);
        print_message("%.*s", (int)b.n, b.p);
        bm_buf_free(&b);
    }
    assert_non_null(d->desk);
}

static inline void reading_close(struct reading_desk *d)
{
    bm_copydesk_close(d->desk);
    bm_lexicon_close(&d->lexicon);
    bm_arena_drop(d->arena);
}

/* Begins an edition of that edition.yaml; NULL: of 14 May 2026. */
static inline void reading_begin(struct reading_desk *d, const char *edition)
{
    const struct bm_str text = bm_str_c(edition ? edition : "date: 2026-05-14\narticles: [a.md]\n");
    d->n = 0;
    d->found.n = 0;
    d->edition = bm_edition_read(d->arena, &d->sources, reading_add(d, "edition.yaml", text),
                                 BM_STR("e"), &d->diags);
    assert_non_null(d->edition);
}

/* A whole manuscript. */
static inline void reading_article(struct reading_desk *d, struct bm_str text)
{
    struct bm_buf name = {0};
    bm_buf_printf(&name, "%02zu.md", d->n + 1);
    const uint32_t file = bm_sources_add(&d->sources, bm_buf_view(&name), bm_buf_view(&name), text);
    bm_buf_free(&name);
    const struct bm_article *a = bm_article_read(d->arena, &d->sources, file, NULL, 0, &d->diags);
    assert_true(d->n < TEXTS_MOST);
    assert_non_null(a);
    d->articles[d->n++] = a;
}

static inline void reading_run(struct reading_desk *d)
{
    const struct bm_copydesk_input input = {&d->sources, &d->lexicon, d->edition, d->articles,
                                            d->n};
    bm_copydesk_edition(d->desk, &input, &d->found, &d->diags);
}

/* How many findings are of that rule. */
static inline size_t reading_count(const struct reading_desk *d, struct bm_str rule)
{
    size_t n = 0;
    for (size_t i = 0; i < d->found.n; i++)
        n += bm_str_eq(d->found.v[i].ruling->rule, rule);
    return n;
}

/* The finding as rule, place and quote. */
static inline void reading_put(const struct reading_desk *d, const struct bm_finding *f,
                               struct bm_buf *out)
{
    uint32_t line = 0, column = 0;
    const struct bm_source *s = bm_sources_of(&d->sources, f->span);
    if (s)
        bm_source_place(s, f->span.offset, &line, &column, NULL);
    bm_buf_str(out, f->ruling->rule);
    bm_buf_printf(out, "\t%.*s:%u\t", s ? (int)s->name.n : 0, s ? s->name.p : "", line);
    bm_buf_str(out, f->quote);
    bm_buf_char(out, '\n');
}

/* Lines as paragraphs of an article; "1. " and "## " as they are. */
static inline struct bm_str reading_wrapped(struct reading_desk *d, struct bm_str text)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, "---\nkind: 例\ntitle: 样例\n---\n\n");
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        const size_t to = end ? (size_t)(end - text.p) : text.n;
        const bool item =
            to > i + 2 && text.p[i] >= '0' && text.p[i] <= '9' && text.p[i + 1] == '.';
        bm_buf_put(&b, text.p + i, to - i);
        bm_buf_c(&b, item ? "\n" : "\n\n");
        i = to + 1;
    }
    return bm_buf_keep(&b, d->arena);
}

/* An example of rules/desk.yaml: lines, or manuscripts that ==== parts, or an edition.yaml. */
static inline void reading_example(struct reading_desk *d, struct bm_str text)
{
    if (text.n > 9 && memcmp(text.p, "edition: ", 9) == 0) {
        struct bm_buf b = {0};
        const char *from = memchr(text.p, '{', text.n), *to = memchr(text.p, '}', text.n);
        bm_buf_put(&b, from, (size_t)(to - from));
        bm_buf_c(&b, ", articles: [a.md]}\n");
        bm_buf_char(&b, '\0');
        reading_begin(d, bm_buf_keep(&b, d->arena).p);
        return;
    }
    reading_begin(d, NULL);
    if (text.n < 4 || memcmp(text.p, "---\n", 4) != 0) {
        reading_article(d, reading_wrapped(d, text));
        return;
    }
    for (size_t i = 0; i < text.n;) {
        size_t to = i;
        while (to < text.n && (text.n - to < 5 || memcmp(text.p + to, "====\n", 5) != 0))
            to++;
        reading_article(d, bm_str_copy(d->arena, (struct bm_str){text.p + i, to - i}));
        i = to + 5;
    }
}

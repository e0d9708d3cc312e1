/* Hostile input: the real manuscripts, edition and layout, changed at random places in a fixed
 * sequence. Whatever comes in, a file is read or refused with a message that has a place; text that
 * is read is kept to the last character. */
#include "desk.h"

#include "base/check.h"
#include "heads/sense.h"

#include <stdio.h>

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Changes, deletes or doubles a few stretches of bytes. */
static struct bm_str mutate(struct bm_arena *a, struct bm_str s, uint32_t *seed)
{
    static const char *const bits[] = {"{{",   "}}",      "{{query 3: ", "---\n", "\"",  ":",
                                       "[",    "\xFF",    "\xE5\x98",    "\0",    "1. ", "\n\n",
                                       "    ", "{{gap}}", "99999999999", "#",     "`",   "　"};
    struct bm_buf b = {0};
    size_t at = 0, changes = 1 + next_random(seed) % 3;
    for (size_t i = 0; i < changes; i++) {
        size_t to = at + next_random(seed) % (s.n - at + 1);
        bm_buf_put(&b, s.p + at, to - at);
        at = to;
        const char *bit = bits[next_random(seed) % (sizeof bits / sizeof *bits)];
        switch (next_random(seed) % 3) {
        case 0:
            bm_buf_put(&b, bit, *bit ? strlen(bit) : 1);
            break;
        case 1:
            at += next_random(seed) % 9;
            at = at > s.n ? s.n : at;
            break;
        default:
            bm_buf_put(&b, s.p + at, s.n - at < 40 ? s.n - at : 40);
            break;
        }
    }
    bm_buf_put(&b, s.p + at, s.n - at);
    struct bm_str out = {bm_arena_copy(a, b.p, b.n), b.n};
    bm_buf_free(&b);
    return out;
}

static void read_file(struct bm_arena *a, const char *name, struct bm_str *text)
{
    struct bm_diags diags = {.arena = a};
    char path[512];
    snprintf(path, sizeof path, "%s/%s", BM_SOURCE_DIR, name);
    assert_true(bm_file_read(a, path, bm_span_none(), &diags, text));
}

static void refusal_has_a_message(const struct bm_diags *diags, const struct bm_sources *sources)
{
    assert_true(diags->n > 0);
    for (size_t i = 0; i < diags->n; i++) {
        const struct bm_span *s = &diags->v[i].span;
        struct bm_buf b = {0};
        assert_true(s->file == BM_NO_FILE || s->offset <= sources->v[s->file].text.n);
        bm_diag_format(&b, &diags->v[i], sources, BM_LANG_ZH);
        assert_true(b.n > 10);
        bm_buf_free(&b);
    }
}

#define ROUNDS 600

static void manuscripts(void **state)
{
    (void)state;
    static const char *const names[] = {"content/2026-lianghui/01-gonggao-2.md",
                                        "content/2026-lianghui/05-jueding-minsheng.md",
                                        "content/2026-lianghui/12-tongxun.md"};
    uint32_t seed = 7;
    size_t read = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct bm_arena *a = bm_arena_new();
        struct bm_sources sources = {.arena = a};
        struct bm_diags diags = {.arena = a};
        struct bm_str text;
        read_file(a, names[i % 3], &text);
        text = mutate(a, text, &seed);
        uint32_t f = bm_sources_add(&sources, BM_STR("m.md"), BM_STR("m.md"), text);
        struct bm_article *article = bm_text_check(&sources, f, &diags)
                                         ? bm_article_read(a, &sources, f, NULL, 0, &diags)
                                         : NULL;
        if (article) {
            struct bm_buf plain = {0};
            bm_article_plain(article, &plain);
            assert_int_equal(bm_utf8_check(plain.p, plain.n), plain.n);
            bm_buf_free(&plain);
            read++;
        } else {
            refusal_has_a_message(&diags, &sources);
        }
        bm_arena_drop(a);
    }
    assert_in_range(read, ROUNDS / 20, ROUNDS - ROUNDS / 20);
}

static void editions_and_layouts(void **state)
{
    (void)state;
    uint32_t seed = 11;
    for (int i = 0; i < ROUNDS; i++) {
        struct bm_arena *a = bm_arena_new();
        struct bm_sources sources = {.arena = a};
        struct bm_diags diags = {.arena = a};
        struct bm_str text, whole;
        bool layout = i % 2;
        read_file(a, layout ? "layouts/tabloid.yaml" : "content/2026-lianghui/edition.yaml", &text);
        read_file(a, "layouts/tabloid.yaml", &whole);
        text = mutate(a, text, &seed);
        uint32_t f = bm_sources_add(&sources, BM_STR("e.yaml"), BM_STR("e.yaml"), text);
        uint32_t g = bm_sources_add(&sources, BM_STR("l.yaml"), BM_STR("l.yaml"), whole);
        bool fine = bm_text_check(&sources, f, &diags);
        struct bm_layout_file file;
        if (fine && layout)
            fine = bm_layout_open(a, &sources, f, &file, &diags) &&
                   bm_layout_read(a, &file, 1, BM_STR("l"), &diags) != NULL;
        if (fine && !layout) {
            assert_true(bm_layout_open(a, &sources, g, &file, &diags));
            struct bm_layout *l = bm_layout_read(a, &file, 1, BM_STR("l"), &diags);
            struct bm_edition *e = bm_edition_read(a, &sources, f, BM_STR("e"), &diags);
            const struct bm_yaml *frames = e ? bm_yaml_get(e->frames, "tabloid") : NULL;
            fine = e && (!frames || bm_template_read(a, l, frames, &diags));
        }
        if (!fine)
            refusal_has_a_message(&diags, &sources);
        bm_arena_drop(a);
    }
}

/* Any text can be set at any measure, and nothing of it is lost. */
static void any_text_is_set_whole(void **state)
{
    struct bench *b = *state;
    struct bm_str text;
    read_file(b->arena, "tests/data/received/2026-lianghui.txt", &text);
    uint32_t seed = 23;
    for (int i = 0; i < ROUNDS; i++) {
        size_t from = next_random(&seed) % (text.n - 600), n = next_random(&seed) % 400;
        while (((unsigned char)text.p[from] & 0xC0) == 0x80)
            from++;
        while (((unsigned char)text.p[from + n] & 0xC0) == 0x80)
            n++;
        struct bm_inline piece = {.kind = BM_INLINE_TEXT, .text = {text.p + from, n}};
        piece.span.length = (uint32_t)n;
        struct bm_para *p = bm_para_shape(b->arena, b->shaper, &b->style, &piece, 1, &b->diags);
        bm_len width = (bm_len)(1 + next_random(&seed) % 40) * b->style.size;
        struct bm_breaking how = {
            .measures = {.widths = &width, .n = 1}, .justify = i % 2, .looseness = i % 3 - 1};
        struct bm_lines lines;
        if (i % 5)
            bm_para_break(b->arena, p, &how, &lines);
        else
            bm_para_sense(b->arena, p, (struct bm_heading){width, 1, false}, &lines);
        uint32_t at = 0;
        for (size_t k = 0; k < lines.n; k++) {
            assert_int_equal(lines.v[k].first, at);
            assert_true(lines.v[k].end > at);
            at = lines.v[k].end;
        }
        assert_int_equal(at, p->cluster_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manuscripts),
        cmocka_unit_test(editions_and_layouts),
        cmocka_unit_test(any_text_is_set_whole),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

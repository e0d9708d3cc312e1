/* The law of the text: not one character of a manuscript is changed, added or dropped, but for the
 * markup that content/README.md names. Thousands of manuscripts out of a generator, the same in
 * every run: hostile characters without any markup, every byte of which must come back; and
 * structures of markup, of which the text, the kinds of blocks and the strong words are known. */
#include "unit.h"

#include "manuscript/manuscript.h"

#include <stdio.h>

#define RAW_CASES       4000
#define STRUCTURE_CASES 3000
#define HEAD_CASES      2000

/* What people type and paste, none of it markup wherever it stands inside a line. */
static const char *const words[] = {"会议",     "认为",
                                    "3*5*2",    "*",
                                    "***",      "_",
                                    "__",       "~",
                                    "~~",       "`",
                                    "```",      "#",
                                    "##",       "###",
                                    "<",        ">",
                                    "<br>",     "</p>",
                                    "<!--",     "-->",
                                    "<a@b.c>",  "<https://x.cn/>",
                                    "$",        "$a$",
                                    "[",        "]",
                                    "[^1]",     "[x]: y",
                                    "[甲](乙)", "](",
                                    "\\",       "\\*",
                                    "\\\\",     "&lt;",
                                    "&#65;",    "&nbsp;",
                                    "&",        "==",
                                    "=",        "---",
                                    "--",       "-",
                                    "+",        "- ",
                                    "+ ",       "* ",
                                    "1. ",      "1) ",
                                    "12.",      "2026. 5月",
                                    "-5℃",      "{",
                                    "}",        "}}",
                                    "“",        "”",
                                    "‘",        "’",
                                    "（",       "）",
                                    "。",       "，",
                                    "、",       "——",
                                    "……",       "·",
                                    " ",        "  ",
                                    "\t",       "　",
                                    "　　",     "!",
                                    "![",       "(",
                                    ")",        "\"",
                                    "'",        ":",
                                    "：",       "a",
                                    "Z",        "word",
                                    "0",        "98.5",
                                    "%",        "％",
                                    "é",        "𠮷",
                                    "﨑",       "⼭",
                                    "|",        " | ",
                                    "^",        "/",
                                    " / ",      ";",
                                    "@",        "% #"};

struct random {
    uint64_t state;
};

static uint32_t below(struct random *r, uint32_t n)
{
    r->state ^= r->state << 13;
    r->state ^= r->state >> 7;
    r->state ^= r->state << 17;
    return (uint32_t)((r->state >> 20) % n);
}

static struct bm_article *read_text(struct bm_arena *arena, struct bm_sources *sources,
                                    struct bm_diags *diags, struct bm_str text)
{
    *sources = (struct bm_sources){.arena = arena};
    *diags = (struct bm_diags){.arena = arena};
    bm_sources_add(sources, BM_STR("a.md"), BM_STR("a.md"), text);
    struct bm_article *a = bm_article_read(arena, sources, 0, NULL, 0, diags);
    if (!a)
        fail_msg("refused: %s: %.*s", bm_diag_code(diags->v[0].message), (int)text.n, text.p);
    return a;
}

/* Without white space. */
static void add_dark(struct bm_buf *out, struct bm_str s)
{
    for (size_t i = 0; i < s.n;) {
        const size_t from = i;
        if (!bm_is_white(bm_utf8_next(s.p, s.n, &i)))
            bm_buf_put(out, s.p + from, i - from);
    }
}

static void check_plain(const struct bm_article *a, struct bm_str want, struct bm_str typed)
{
    struct bm_buf plain = {0};
    bm_article_plain(a, &plain);
    if (!bm_str_eq(bm_buf_view(&plain), want))
        fail_msg("typed:\n%.*s\nread:   %.*s\nwanted: %.*s", (int)typed.n, typed.p, (int)plain.n,
                 plain.p, (int)want.n, want.p);
    bm_buf_free(&plain);
}

#define HEAD "---\nkind: a\n---\n"

/* A line of any words, but for what would be markup at its beginning, or with its neighbours. */
static void add_raw_line(struct random *r, struct bm_buf *out)
{
    struct bm_buf line = {0};
    for (uint32_t n = below(r, 9); n > 0; n--)
        bm_buf_c(&line, words[below(r, BM_COUNT(words))]);
    struct bm_str s = bm_buf_view(&line);
    size_t from = 0, rule = 0;
    while (from < s.n && (strchr(" \t", s.p[from]) || memcmp(s.p + from, "　", 3) == 0))
        from += s.p[from] == ' ' || s.p[from] == '\t' ? 1 : 3;
    while (from + rule < s.n &&
           (strchr("|-: \t", s.p[from + rule]) || memcmp(s.p + from + rule, "　", 3) == 0))
        rule += s.p[from + rule] < 0 ? 3 : 1;
    const bool markup = s.n > from && (strchr(">#", s.p[from]) || from + rule == s.n ||
                                       memcmp(s.p + from, "![", 2) == 0);
    bm_buf_put(out, s.p, from);
    if (markup)
        bm_buf_c(out, "文");
    /* No two stars alone, and no two braces: those are markup. */
    for (size_t i = from, stars; i < s.n; i += stars ? stars : 1) {
        for (stars = 0; i + stars < s.n && s.p[i + stars] == '*';)
            stars++;
        if (s.p[i] == '{' && i > from && s.p[i - 1] == '{')
            continue;
        bm_buf_put(out, s.p + i, stars ? stars : 1);
        if (stars == 2)
            bm_buf_char(out, '*');
    }
    bm_buf_char(out, '\n');
    bm_buf_free(&line);
}

/* Every byte that is no white space is in a piece, as it was typed, once. */
static void check_coverage(const struct bm_article *a, struct bm_str typed)
{
    uint8_t *seen = test_calloc(typed.n + 1, 1);
    for (size_t i = 0; i < a->block_count; i++) {
        const struct bm_text *texts[] = {&a->blocks[i].number, &a->blocks[i].text};
        for (size_t t = 0; t < 2; t++)
            for (size_t k = 0; k < texts[t]->n; k++) {
                const struct bm_piece *p = &texts[t]->v[k];
                assert_int_equal(p->span.length, p->text.n);
                const char *at = typed.p + p->span.offset;
                assert_true(memcmp(at, p->text.p, p->text.n) == 0 ||
                            (bm_str_is(p->text, " ") && strchr(" \t\n\r", *at)));
                for (size_t n = 0; n < p->text.n; n++)
                    assert_int_equal(seen[p->span.offset + n]++, 0);
            }
    }
    for (size_t i = sizeof HEAD - 1; i < typed.n;) {
        const size_t from = i;
        if (!bm_is_white(bm_utf8_next(typed.p, typed.n, &i)))
            assert_int_equal(seen[from], 1);
    }
    test_free(seen);
}

static void nothing_that_is_no_markup_is_lost(void **state)
{
    (void)state;
    struct random r = {0x9E3779B97F4A7C15};
    for (int n = 0; n < RAW_CASES; n++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_sources sources;
        struct bm_diags diags;
        struct bm_buf typed = {0}, want = {0};
        bm_buf_c(&typed, HEAD "文\n");
        for (uint32_t lines = 1 + below(&r, 8); lines > 0; lines--) {
            add_raw_line(&r, &typed);
            if (below(&r, 4) == 0)
                bm_buf_c(&typed, below(&r, 2) ? "\n" : "  \r\n");
        }
        const struct bm_str text = bm_buf_view(&typed);
        add_dark(&want, (struct bm_str){text.p + sizeof HEAD - 1, text.n - sizeof HEAD + 1});
        const struct bm_article *a = read_text(arena, &sources, &diags, text);
        check_plain(a, bm_buf_view(&want), text);
        check_coverage(a, text);
        bm_buf_free(&typed);
        bm_buf_free(&want);
        bm_arena_drop(arena);
    }
}

/* A manuscript that is being made up, with what is to be read of it. */
struct made {
    struct random *random;
    struct bm_buf typed, plain, strong;
    enum bm_block_kind kinds[64];
    size_t kind_count;
};

static void add_text(struct made *m, const char *s)
{
    bm_buf_c(&m->typed, s);
    add_dark(&m->plain, bm_str_c(s));
}

/* Words that are text wherever they stand in a line; without those that hold a byte of `not`. */
static void add_words(struct made *m, const char *not_in, bool strong)
{
    for (uint32_t n = 1 + below(m->random, 4); n > 0; n--) {
        const char *w = words[below(m->random, BM_COUNT(words))];
        if (strpbrk(w, not_in) || strchr(w, '*') || *w == '{' || strchr(w, '\t'))
            continue;
        add_text(m, w);
        if (strong)
            add_dark(&m->strong, bm_str_c(w));
    }
}

/* What is never at a line's beginning anything but text. */
static void add_line(struct made *m, const char *not_in)
{
    add_text(m, "文");
    for (uint32_t n = below(m->random, 4); n > 0; n--) {
        static const char *const marks[] = {
            "{{gap}}",    "{{join}}",  "{{query 1: *甲*, `# | <b> [x](y)}}",
            "{{name 1}}", "{{dot 1}}", "{{title 1}}"};
        const char *w;
        switch (below(m->random, 5)) {
        case 0:
            bm_buf_c(&m->typed, "**");
            add_text(m, "《重");
            add_dark(&m->strong, BM_STR("《重"));
            add_words(m, not_in, true);
            add_text(m, "点》，");
            add_dark(&m->strong, BM_STR("点》，"));
            bm_buf_c(&m->typed, "**");
            add_text(m, "且"); /* four stars are none of two pairs */
            break;
        case 1:
            if (strchr(not_in, '|'))
                bm_buf_c(&m->typed, marks[3 + below(m->random, 3)]);
            else
                bm_buf_c(&m->typed, marks[below(m->random, BM_COUNT(marks))]);
            break;
        case 2:
            w = words[below(m->random, BM_COUNT(words))];
            bm_buf_c(&m->typed, below(m->random, 2) ? "{{text: " : "{{text：");
            add_text(m, *w == '}' ? "}" : w);
            add_text(m, "**{{|](\"");
            bm_buf_c(&m->typed, "}}");
            break;
        default:
            add_words(m, not_in, false);
            break;
        }
    }
}

static void add_kind(struct made *m, enum bm_block_kind kind)
{
    m->kinds[m->kind_count++] = kind;
}

static void add_paragraph(struct made *m)
{
    static const char *const indents[] = {"　　", "    ", "\t", "&"};
    for (uint32_t n = 1 + below(m->random, 3), first = n; n > 0; n--) {
        const char *indent = indents[below(m->random, 4)];
        if (*indent != '&')
            bm_buf_c(&m->typed, indent);
        if (n == first || *indent != '&')
            add_kind(m, BM_BLOCK_PARAGRAPH);
        add_line(m, "");
        bm_buf_c(&m->typed, below(m->random, 2) ? "\n" : "  \n");
    }
}

static void add_list(struct made *m)
{
    const uint32_t sort = below(m->random, 3), items = 2 + below(m->random, 3);
    for (uint32_t n = 1; n <= items; n++) {
        char number[16];
        snprintf(number, sizeof number, "%u%c", n * n, below(m->random, 2) ? '.' : ')');
        add_kind(m, BM_BLOCK_ITEM);
        add_text(m, sort == 2 ? number : sort ? "-" : "+");
        bm_buf_c(&m->typed, " ");
        add_line(m, "");
        bm_buf_c(&m->typed, below(m->random, 3) ? "\n" : "\n\n");
    }
}

static void add_table(struct made *m)
{
    const uint32_t columns = 1 + below(m->random, 4), rows = 1 + below(m->random, 3);
    add_kind(m, BM_BLOCK_TABLE);
    for (uint32_t row = 0; row <= rows; row++) {
        for (uint32_t c = 0; c < columns; c++) {
            bm_buf_c(&m->typed, below(m->random, 2) ? "| " : "|");
            if (row != 1)
                add_line(m, "|");
            else
                bm_buf_c(&m->typed, below(m->random, 2) ? ":--:" : "---");
        }
        bm_buf_c(&m->typed, "|\n");
    }
}

static void add_figure(struct made *m)
{
    add_kind(m, BM_BLOCK_FIGURE);
    bm_buf_c(&m->typed, "![");
    add_text(m, "图");
    add_words(m, "[]()\"|", false);
    bm_buf_c(&m->typed, "](a.jpg \"");
    add_words(m, "()", false);
    add_text(m, "摄");
    bm_buf_c(&m->typed, "\")\n");
}

static void add_block(struct made *m)
{
    switch (below(m->random, 7)) {
    case 0:
        add_kind(m, BM_BLOCK_SUBHEAD);
        bm_buf_c(&m->typed, "## ");
        add_line(m, "");
        bm_buf_c(&m->typed, "\n");
        break;
    case 1:
        add_kind(m, BM_BLOCK_QUOTE);
        for (uint32_t n = 1 + below(m->random, 2); n > 0; n--) {
            bm_buf_c(&m->typed, "> ");
            add_line(m, "");
            bm_buf_c(&m->typed, "\n");
        }
        break;
    case 2:
        add_list(m);
        break;
    case 3:
        add_table(m);
        break;
    case 4:
        add_figure(m);
        break;
    default:
        add_paragraph(m);
        break;
    }
    bm_buf_c(&m->typed, "\n");
}

static void check_strong(const struct bm_article *a, struct bm_str want)
{
    struct bm_buf strong = {0};
    for (size_t i = 0; i < a->block_count; i++) {
        const struct bm_table *table = a->blocks[i].table;
        const struct bm_text *v = table ? table->cells : &a->blocks[i].text;
        for (size_t t = 0, n = table ? (size_t)table->rows * table->columns : 1; t < n; t++)
            for (size_t k = 0; k < v[t].n; k++)
                if (v[t].v[k].emphasis & BM_EMPHASIS_STRONG)
                    add_dark(&strong, v[t].v[k].text);
    }
    if (!bm_str_eq(bm_buf_view(&strong), want))
        fail_msg("strong: %.*s, not %.*s", (int)strong.n, strong.p, (int)want.n, want.p);
    bm_buf_free(&strong);
}

static void markup_is_what_the_guide_names(void **state)
{
    (void)state;
    struct random r = {0xD1B54A32D192ED03};
    for (int n = 0; n < STRUCTURE_CASES; n++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_sources sources;
        struct bm_diags diags;
        struct made m = {.random = &r};
        bm_buf_c(&m.typed, HEAD);
        for (uint32_t blocks = 1 + below(&r, 6); blocks > 0; blocks--)
            add_block(&m);
        const struct bm_str typed = bm_buf_view(&m.typed);
        const struct bm_article *a = read_text(arena, &sources, &diags, typed);
        check_plain(a, bm_buf_view(&m.plain), typed);
        if (a->block_count != m.kind_count)
            fail_msg("%zu blocks, not %zu:\n%.*s", a->block_count, m.kind_count, (int)typed.n,
                     typed.p);
        for (size_t i = 0; i < m.kind_count; i++)
            assert_int_equal(a->blocks[i].kind, m.kinds[i]);
        check_strong(a, bm_buf_view(&m.strong));
        bm_buf_free(&m.typed);
        bm_buf_free(&m.plain);
        bm_buf_free(&m.strong);
        bm_arena_drop(arena);
    }
}

/* Values of a head in both kinds of quotes. */
static void a_head_holds_any_words(void **state)
{
    (void)state;
    struct random r = {0xA0761D6478BD642F};
    for (int n = 0; n < HEAD_CASES; n++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_sources sources;
        struct bm_diags diags;
        struct bm_buf typed = {0}, want = {0};
        const char quote = below(&r, 2) ? '"' : '\'';
        bm_buf_c(&typed, "---\nkind: a\nbyline: ");
        bm_buf_char(&typed, quote);
        bm_buf_c(&typed, "文");
        bm_buf_c(&want, "文");
        for (uint32_t k = below(&r, 8); k > 0; k--) {
            const char *w = words[below(&r, BM_COUNT(words))];
            if (*w == '{')
                continue;
            add_dark(&want, bm_str_c(w));
            for (; *w; w++) {
                if (quote == '\'' ? *w == '\'' : *w == '"' || *w == '\\')
                    bm_buf_char(&typed, quote == '\'' ? '\'' : '\\');
                bm_buf_char(&typed, *w);
            }
        }
        bm_buf_char(&typed, quote);
        bm_buf_c(&typed, "\n---\n");
        check_plain(read_text(arena, &sources, &diags, bm_buf_view(&typed)), bm_buf_view(&want),
                    bm_buf_view(&typed));
        bm_buf_free(&typed);
        bm_buf_free(&want);
        bm_arena_drop(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_is_no_markup_is_lost),
        cmocka_unit_test(markup_is_what_the_guide_names),
        cmocka_unit_test(a_head_holds_any_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

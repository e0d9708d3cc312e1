/* edits: what is asked for is meant, in the fewest bytes, and nothing else changes. */
#include "unit.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "edits/edits.h"
#include "manuscript/manuscript.h"

struct fixture {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_editing e;
};

static struct fixture *open_text(struct bm_str text)
{
    struct bm_arena *arena = bm_arena_new();
    struct fixture *f = BM_NEW(arena, struct fixture);
    f->arena = arena;
    f->sources.arena = f->diags.arena = arena;
    assert_true(bm_editing_open(&f->e, arena, &f->sources, "edition.yaml", text, &f->diags));
    return f;
}

static void check_closed(struct fixture *f, bool fine, const char *want)
{
    struct bm_str out = {0};
    if (fine)
        fine = bm_editing_close(&f->e, &out);
    if (!fine) {
        struct bm_buf b = {0};
        bm_diag_format(&b, &f->diags.v[0], &f->sources, BM_LANG_EN);
        fail_msg("%.*s", (int)b.n, b.p);
    }
    assert_str(out, want);
    bm_arena_drop(f->arena);
}

#define PLACE(w, v)                                                                                \
    {                                                                                              \
        .what = BM_EDIT_##w, .value = BM_STR(v)                                                    \
    }
#define CHECK_PLACE(text, article, want, ...)                                                      \
    do {                                                                                           \
        struct fixture *f = open_text(BM_STR(text));                                               \
        const struct bm_edit_place places[] = {__VA_ARGS__};                                       \
        check_closed(f, bm_edit_place(&f->e, BM_STR(article), places, BM_COUNT(places)), want);    \
    } while (0)

static void test_places(void **state)
{
    (void)state;
    CHECK_PLACE("articles:\n  - a.md # 甲\n  - b.md\n", "a",
                "articles:\n  - {article: a.md, page: 2} # 甲\n  - b.md\n", PLACE(PAGE, "2"));
    CHECK_PLACE("articles: [a.md, 'b.md']\n", "b.md",
                "articles: [a.md, {article: 'b.md', page: 1, pin: foot}]\n", PLACE(PAGE, "1"),
                PLACE(PIN, "foot"));
    CHECK_PLACE("articles:\n  - {article: a.md, page: 2 } # c\n", "a",
                "articles:\n  - {article: a.md, page: 12 } # c\n", PLACE(PAGE, "12"));
    CHECK_PLACE("articles:\n  - {article: a.md, page: 2, pin: foot}\n", "a",
                "articles:\n  - {article: a.md, pin: foot}\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - {page: 2, article: a.md}\n", "a",
                "articles:\n  - {article: a.md}\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - {article: a.md, rank: 1, page: 2}\n", "a",
                "articles:\n  - {article: a.md, hold: true}\n", PLACE(PAGE, ""), PLACE(RANK, ""),
                PLACE(HOLD, "true"));
    /* In lines. */
    CHECK_PLACE("articles:\n  - article: a.md # 甲\n  - b.md\n", "a",
                "articles:\n  - article: a.md # 甲\n    section: 要闻\n  - b.md\n",
                PLACE(SECTION, "要闻"));
    CHECK_PLACE("articles:\r\n- article: \"a.md\"\r\n  page: 3 # 三版\r\n- b.md\r\n", "a",
                "articles:\r\n- article: \"a.md\"\r\n  # 三版\r\n- b.md\r\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\r\n- article: a.md\r\n  page: 3\r\n- b.md\r\n", "a",
                "articles:\r\n- article: a.md\r\n- b.md\r\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - article: a.md\n    page: 3", "a", "articles:\n  - article: a.md",
                PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - article: a.md\n    page: 3", "a",
                "articles:\n  - article: a.md\n    page: 3\n    rank: 1", PLACE(RANK, "1"));
    CHECK_PLACE("articles:\n  - page: 3 # 三版\n    article: a.md\n", "a",
                "articles:\n  - # 三版\n    article: a.md\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - page: 3\n    article: a.md\n", "a",
                "articles:\n  - article: a.md\n", PLACE(PAGE, ""));
    CHECK_PLACE("articles:\n  - {article: a.md,\n     page: 2} # c\n", "a",
                "articles:\n  - {article: a.md,\n     page: 2, rank: 1} # c\n", PLACE(RANK, "1"));
    CHECK_PLACE("\xEF\xBB\xBF"
                "articles: [a.md]\n",
                "a",
                "\xEF\xBB\xBF"
                "articles: [{article: a.md, rank: 1}]\n",
                PLACE(RANK, "1"));
    /* A name that cannot stand in braces as it is. */
    CHECK_PLACE("articles:\n  - 甲, 乙.md\n", "甲, 乙",
                "articles:\n  - {article: \"甲, 乙.md\", rank: 1}\n", PLACE(RANK, "1"));
    /* As it is already: nothing. */
    CHECK_PLACE("articles:\n  - {article: a.md, page:  '2'}\n", "a",
                "articles:\n  - {article: a.md, page:  '2'}\n", PLACE(PAGE, "2"));
    CHECK_PLACE("articles:\n  - a.md\n", "a", "articles:\n  - a.md\n", PLACE(PAGE, ""));
}

/* A comment that would go, a list inside a list: it is said what to type, and where. */
static void test_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "articles:\n  - {article: a.md, # 甲\n     page: 2}\n",
        "articles:\n  - page: 3\n    # 甲\n    article: a.md\n",
        "articles:\n  - {article: a.md, page: >-\n     2}\n",
    };
    for (size_t i = 0; i < 2; i++) {
        struct fixture *f = open_text(bm_str_c(texts[i]));
        const struct bm_edit_place page = PLACE(PAGE, "");
        struct bm_str out = {0};
        assert_false(bm_edit_place(&f->e, BM_STR("a"), &page, 1) && bm_editing_close(&f->e, &out));
        assert_int_equal(f->diags.v[0].message, BM_MSG_EDIT_FORM);
        assert_str(f->diags.v[0].args[0], "- {article: a.md}");
        assert_true(f->diags.v[0].span.offset > 9);
        bm_arena_drop(f->arena);
    }
    struct fixture *f = open_text(BM_STR("articles: [a.md]\n"));
    assert_false(bm_edit_move(&f->e, BM_STR("b"), 0));
    assert_int_equal(f->diags.v[0].message, BM_MSG_EDIT_NO_ARTICLE);
    bm_arena_drop(f->arena);
}

static void check_move(const char *text, const char *article, size_t to, const char *want)
{
    struct fixture *f = open_text(bm_str_c(text));
    check_closed(f, bm_edit_move(&f->e, bm_str_c(article), to), want);
}

static void test_moves(void **state)
{
    (void)state;
    check_move("articles:\n  # 一版\n  - a.md # 甲\n  # 二版\n  - b.md\n  - c.md\n", "a", 1,
               "articles:\n  # 一版\n  # 二版\n  - b.md\n  - a.md # 甲\n  - c.md\n");
    check_move("articles:\n  - a.md\n  - article: b.md\n    page: 1\n  - c.md", "c", 0,
               "articles:\n  - c.md\n  - a.md\n  - article: b.md\n    page: 1");
    check_move("articles:\n  - a.md\n  - article: b.md\n    page: 1\n  - c.md", "b", 2,
               "articles:\n  - a.md\n  - c.md\n  - article: b.md\n    page: 1");
    check_move("articles: [a.md, b.md, {article: c.md, page: 1}]\n", "c", 0,
               "articles: [{article: c.md, page: 1}, a.md, b.md]\n");
    check_move("articles: [a.md, b.md, {article: c.md, page: 1}]\n", "a", 2,
               "articles: [b.md, {article: c.md, page: 1}, a.md]\n");
    check_move("articles: [a.md, b.md]\n", "a", 0, "articles: [a.md, b.md]\n");
    check_move("articles:\r\n- a.md\r\n- b.md\r\n", "b", 0, "articles:\r\n- b.md\r\n- a.md\r\n");
}

static void check_swap(const char *text, const char *want)
{
    struct fixture *f = open_text(bm_str_c(text));
    check_closed(f, bm_edit_swap(&f->e, BM_STR("daily"), BM_STR("a"), BM_STR("b")), want);
}

static void test_swaps(void **state)
{
    (void)state;
    check_swap("articles:\n  - {article: a.md, rank: 1} # 头条\n  - b.md\n",
               "articles:\n  - {article: b.md, rank: 1} # 头条\n  - a.md\n");
    check_swap(
        "articles: [{article: a.md, page: 2, pictures: [main]}, {article: \"b.md\", page: 3}]\n",
        "articles: [{article: \"b.md\", page: 2}, {article: a.md, page: 3, pictures: [main]}]\n");
    check_swap(
        "articles: [a.md, b.md]\nframes:\n  daily:\n    - frames:\n        - {article: a, columns: "
        "1-2}\n        - {article: b, columns: 3-4}\n  other:\n    - frames: [{article: a}]\n",
        "articles: [b.md, a.md]\nframes:\n  daily:\n    - frames:\n        - {article: b, columns: "
        "1-2}\n        - {article: a, columns: 3-4}\n  other:\n    - frames: [{article: a}]\n");
}

static const char lock[] =
    "# 头\ndaily:\n  layout: 00\n  frames: 11 # x\n  articles: 22\n  pages:\n    - page: 1\n      "
    "frames:\n        - {article: a, columns: 1-4, lead: true} # 头条\n"
    "        - {article: b, columns: 5-6, styles: {title: 题24}}\n    - page: 2\n      frames:\n   "
    "     - {article: a, columns: 1-2}\nother:\n  layout: 00\n";

/* The text with one string in the place of another. */
static const char *with(struct bm_arena *arena, const char *text, const char *was, const char *is)
{
    const char *at = strstr(text, was);
    assert_non_null(at);
    struct bm_buf b = {0};
    bm_buf_put(&b, text, (size_t)(at - text));
    bm_buf_c(&b, is);
    bm_buf_c(&b, at + strlen(was));
    return bm_buf_keep(&b, arena).p;
}

static void test_locks(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    const struct bm_str daily = BM_STR("daily"), a = BM_STR("a.md"), b = BM_STR("b");
    const char *const sums[] = {"00", "33", "22"};
    struct fixture *f = open_text(BM_STR(lock));
    const char *locked =
        with(arena, lock, "    - page: 2\n", "    - page: 2\n      locked: true\n");
    check_closed(f, bm_edit_lock_page(&f->e, daily, 2, true), locked);
    f = open_text(bm_str_c(locked));
    check_closed(f, bm_edit_lock_page(&f->e, daily, 2, false), lock);
    f = open_text(BM_STR(lock));
    locked = with(arena, lock, "lead: true}", "lead: true, locked: true}");
    check_closed(f, bm_edit_lock_article(&f->e, daily, a, true), locked);
    f = open_text(bm_str_c(with(arena, locked, "columns: 1-2}", "columns: 1-2, locked: true}")));
    check_closed(f, bm_edit_lock_article(&f->e, daily, a, false), lock);
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_style(&f->e, daily, a, "title", BM_STR("题42")),
                 with(arena, lock, "lead: true}", "lead: true, styles: {title: 题42}}"));
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_style(&f->e, daily, b, "title", BM_STR("题20")),
                 with(arena, lock, "题24", "题20"));
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_style(&f->e, daily, b, "deck", BM_STR("副题")),
                 with(arena, lock, "题24", "题24, deck: 副题"));
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_style(&f->e, daily, b, "title", BM_STR("")),
                 with(arena, lock, ", styles: {title: 题24}", ""));
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_sums(&f->e, daily, sums), with(arena, lock, "11 #", "33 #"));
    f = open_text(BM_STR(lock));
    const char *swapped =
        with(arena,
             with(arena, with(arena, lock, "article: a, columns: 1-4", "article: b, columns: 1-4"),
                  "article: b, columns: 5-6", "article: a, columns: 5-6"),
             "article: a, columns: 1-2", "article: b, columns: 1-2");
    check_closed(f, bm_edit_lock_swap(&f->e, daily, a, b, false), swapped);
    f = open_text(BM_STR(lock));
    check_closed(f, bm_edit_lock_swap(&f->e, daily, a, b, true),
                 with(arena, with(arena, swapped, ", styles: {title: 题24}", ""), "lead: true}",
                      "lead: true, styles: {title: 题24}}"));
    f = open_text(BM_STR(lock));
    assert_false(bm_edit_lock_page(&f->e, daily, 3, true));
    assert_int_equal(f->diags.v[0].message, BM_MSG_EDIT_NO_PAGE);
    assert_false(bm_edit_lock_page(&f->e, BM_STR("tabloid"), 1, true));
    assert_int_equal(f->diags.v[1].message, BM_MSG_EDIT_NO_PLAN);
    bm_arena_drop(f->arena);
    bm_arena_drop(arena);
}

static void check_section(const char *text, const char *section, const char *want)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_sources sources = {.arena = arena};
    struct bm_diags diags = {.arena = arena};
    struct bm_str out = {0};
    assert_true(bm_edit_section(arena, &sources, bm_str_c(text), bm_str_c(section), &diags, &out));
    assert_str(out, want);
    bm_arena_drop(arena);
}

static void test_sections(void **state)
{
    (void)state;
    static const char head[] = "daily:\n  layout: 00\n  frames: 11\n  articles: 22\n  pages:\n    "
                               "- page: 1\n      frames:\n";
    struct bm_arena *arena = bm_arena_new();
    struct bm_buf b = {0};
    bm_buf_c(&b, head);
    bm_buf_c(&b, "        - {article: b, columns: 1-4}\n        - {article: a, columns: 5-6}\n");
    const char *section = bm_buf_keep(&b, arena).p;
    check_section("", section, section);
    bm_buf_c(&b, "# x\nother:\n  layout: 00");
    const char *other = bm_buf_keep(&b, arena).p;
    bm_buf_printf(&b, "%s\n%s", other, section);
    check_section(other, section, bm_buf_keep(&b, arena).p);
    /* With its article, where that stands now; of b, which stays, above its line; of c, which is
     * gone, at the end; a frame that is what it was keeps its blanks. */
    check_section(
        "daily: # 一\n  layout: 00\n  # 二\n  frames: 33 # 三\n  articles: '22'\n\n  pages:\n    - "
        "page: 1\n      locked: true # 锁\n      frames: # 四\n        - {article: a, columns: "
        "1-4} # 甲 # \n"
        "        # 乙\n        - {article: b, columns:   1-4}\n        - {article: c, columns: 1} "
        "# 丙\n        # 完\nother: {layout: 1}\n",
        section,
        "daily: # 一\n  layout: 00\n  # 二\n  frames: 11 # 三\n  articles: 22\n\n  pages:\n    - "
        "page: 1 # 锁\n      frames: # 四\n        # 乙\n        - {article: b, columns:   1-4}\n"
        "        - {article: a, columns: 5-6} # 甲 # \n    # 丙\n        # 完\nother: {layout: "
        "1}\n");
    check_section("\xEF\xBB\xBF"
                  "daily:\r\n  layout: 1 # 甲\r\nother: 1\r\n",
                  "daily:\n  layout: 00\n",
                  "\xEF\xBB\xBF"
                  "daily:\r\n  layout: 00 # 甲\r\nother: 1\r\n");
    struct bm_sources sources = {.arena = arena};
    struct bm_diags diags = {.arena = arena};
    struct bm_str out = {0};
    assert_false(bm_edit_section(arena, &sources, BM_STR("{daily: {layout: 1}, other: 2}\n"),
                                 bm_str_c(section), &diags, &out));
    assert_int_equal(diags.v[0].message, BM_MSG_PLAN_IN_BRACES);
    bm_arena_drop(arena);
}

/* An edition as its reader has it: one line an article, and one of all else. */
static struct bm_str describe(struct bm_arena *arena, struct bm_str text, struct bm_str *names,
                              size_t *n)
{
    struct bm_sources sources = {.arena = arena};
    struct bm_diags diags = {.arena = arena};
    struct bm_buf b = {0};
    bm_sources_add(&sources, BM_STR("edition.yaml"), BM_STR("edition.yaml"), text);
    const struct bm_edition *e = bm_edition_read(arena, &sources, 0, BM_STR("e"), &diags);
    assert_non_null(e);
    for (size_t i = 0; i < e->article_count; i++) {
        const struct bm_edition_place *p = &e->places[i];
        bm_buf_printf(&b, "%.*s %u %u %.*s %d ", (int)e->articles[i].n, e->articles[i].p, p->rank,
                      p->page, (int)p->section.n, p->section.p, p->foot);
        if (p->pictures)
            bm_yaml_canonical(p->pictures, &b);
        bm_buf_char(&b, '\n');
        if (names)
            names[i] = e->articles[i];
    }
    for (size_t i = 0; i < e->on_hold_count; i++)
        bm_buf_printf(&b, "hold %.*s\n", (int)e->on_hold[i].n, e->on_hold[i].p);
    bm_buf_printf(&b, "%.*s %.*s %.*s %.*s\n", (int)e->title.n, e->title.p, (int)e->date.n,
                  e->date.p, (int)e->layout.n, e->layout.p, (int)e->paper.n, e->paper.p);
    if (e->frames)
        bm_yaml_canonical(e->frames, &b);
    if (n)
        *n = e->article_count;
    return bm_buf_keep(&b, arena);
}

/* The line of a description that begins with a name, changed: rank, page … as given. */
static struct bm_str expect(struct bm_arena *arena, struct bm_str was, struct bm_str name,
                            const struct bm_edit_place *place)
{
    struct bm_buf b = {0};
    size_t at = 0;
    for (;; at++) {
        const bool begins = !at || was.p[at - 1] == '\n';
        if (begins && was.n - at > name.n && !memcmp(was.p + at, name.p, name.n) &&
            was.p[at + name.n] == ' ')
            break;
        assert_true(at < was.n);
    }
    const size_t end = (size_t)((char *)memchr(was.p + at, '\n', was.n - at) - was.p) + 1;
    char fields[5][200] = {{0}};
    const char *p = was.p + at + name.n + 1;
    for (size_t k = 0; k < 5; k++) {
        const char *to = p;
        while (*to != ' ' && *to != '\n')
            to++;
        memcpy(fields[k], p, (size_t)(to - p));
        p = to + (*to == ' ');
    }
    bm_buf_put(&b, was.p, at);
    if (place->what != BM_EDIT_HOLD) {
        const char *value = place->what == BM_EDIT_PIN ? (place->value.n ? "1" : "0")
                            : place->value.n || place->what == BM_EDIT_SECTION ? place->value.p
                                                                               : "0";
        snprintf(fields[place->what], sizeof fields[0], "%s", value);
        bm_buf_printf(&b, "%.*s %s %s %s %s %s\n", (int)name.n, name.p, fields[0], fields[1],
                      fields[2], fields[3], fields[4]);
    }
    bm_buf_put(&b, was.p + end, was.n - end);
    return bm_buf_keep(&b, arena);
}

/* Bytes between what both begin and end with. */
static size_t changed_bytes(struct bm_str a, struct bm_str b)
{
    size_t head = 0, tail = 0;
    while (head < a.n && head < b.n && a.p[head] == b.p[head])
        head++;
    while (tail < a.n - head && tail < b.n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail])
        tail++;
    return (a.n > b.n ? a.n : b.n) - head - tail;
}

/* Every operation on every article of an edition means what it says, and goes back. */
static void check_edition(struct bm_str text)
{
    static const struct bm_edit_place places[] = {
        PLACE(RANK, "7"),   PLACE(RANK, ""),          PLACE(PAGE, "19"),
        PLACE(PAGE, ""),    PLACE(SECTION, "甲：乙"), PLACE(SECTION, ""),
        PLACE(PIN, "foot"), PLACE(PIN, ""),           PLACE(HOLD, "true")};
    struct bm_arena *all = bm_arena_new();
    struct bm_str names[64];
    size_t n;
    const struct bm_str was = describe(all, text, names, &n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < BM_COUNT(places); k++) {
            struct fixture *f = open_text(text);
            struct bm_str out = {0};
            assert_true(bm_edit_place(&f->e, names[i], &places[k], 1));
            assert_true(bm_editing_close(&f->e, &out));
            const struct bm_str is = describe(f->arena, out, NULL, NULL);
            struct bm_str want = expect(f->arena, was, names[i], &places[k]);
            if (places[k].what == BM_EDIT_HOLD) { /* in its own list */
                char line[300];
                snprintf(line, sizeof line, "hold %.*s\n", (int)names[i].n, names[i].p);
                assert_non_null(strstr(is.p, line));
                const char *at = strstr(is.p, line);
                const size_t before = (size_t)(at - is.p), length = strlen(line);
                assert_int_equal(is.n, want.n + length);
                assert_memory_equal(is.p, want.p, before);
                assert_memory_equal(at + length, want.p + before, want.n - before);
            } else if (!bm_str_eq(is, want)) {
                fail_msg("%.*s\nis not\n%.*s", (int)is.n, is.p, (int)want.n, want.p);
            }
            assert_true(changed_bytes(text, out) <= 40 + names[i].n);
            bm_arena_drop(f->arena);
        }
        /* Moved, and back. */
        struct fixture *f = open_text(text);
        const size_t to = (i * 7 + 3) % n;
        struct bm_str out = {0}, again = {0};
        assert_true(bm_edit_move(&f->e, names[i], to) && bm_editing_close(&f->e, &out));
        struct bm_str moved[64];
        size_t count;
        describe(f->arena, out, moved, &count);
        assert_int_equal(count, n);
        assert_true(bm_str_eq(moved[to], names[i]));
        struct fixture *g = open_text(out);
        assert_true(bm_edit_move(&g->e, names[i], i) && bm_editing_close(&g->e, &again));
        assert_true(bm_str_eq(describe(f->arena, again, NULL, NULL), was));
        bm_arena_drop(g->arena);
        if (i != to) { /* swapped, and back */
            g = open_text(text);
            assert_true(bm_edit_swap(&g->e, BM_STR("daily"), names[i], names[to]) &&
                        bm_editing_close(&g->e, &out));
            describe(g->arena, out, moved, NULL);
            assert_true(bm_str_eq(moved[to], names[i]) && bm_str_eq(moved[i], names[to]));
            struct fixture *h = open_text(out);
            assert_true(bm_edit_swap(&h->e, BM_STR("daily"), names[i], names[to]) &&
                        bm_editing_close(&h->e, &again));
            assert_true(bm_str_eq(describe(f->arena, again, NULL, NULL), was));
            bm_arena_drop(h->arena);
            bm_arena_drop(g->arena);
        }
        bm_arena_drop(f->arena);
    }
    bm_arena_drop(all);
}

/* The text in another form that means the same. */
static struct bm_str reform(struct bm_arena *arena, struct bm_str text, int form)
{
    struct bm_buf b = {0};
    for (size_t from = 0, to; from < text.n; from = to + 1) {
        const char *end = memchr(text.p + from, '\n', text.n - from);
        to = end ? (size_t)(end - text.p) : text.n;
        const char *line = text.p + from;
        const size_t n = to - from;
        const bool plain = n > 5 && !memcmp(line, "  - ", 4) && line[4] != '{';
        const bool map = n > 14 && !memcmp(line, "  - {article: ", 14);
        if (form == 1 && (plain || map)) { /* in lines */
            bm_buf_c(&b, "  - ");
            if (plain)
                bm_buf_c(&b, "article: ");
            for (size_t i = map ? 5 : 4; i < n && line[i] != '}'; i++)
                if (line[i] == ',')
                    bm_buf_c(&b, " # 注\n   ");
                else
                    bm_buf_char(&b, line[i]);
        } else if (form == 2 && plain) {
            bm_buf_printf(&b, "  -   '%.*s' # 注", (int)(n - 4), line + 4);
        } else {
            bm_buf_put(&b, line, n);
        }
        bm_buf_c(&b, form == 3 ? "\r\n" : "\n");
    }
    if (form == 4)
        b.n--;
    return bm_buf_keep(&b, arena);
}

static void test_editions(void **state)
{
    (void)state;
    static const char *const files[] = {"content/2025-work-report", "content/2026-lianghui",
                                        "content/2026-sample-daily", "samples/bulletin"};
    for (size_t i = 0; i < BM_COUNT(files); i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_str text;
        char path[400];
        snprintf(path, sizeof path, BM_SOURCE_DIR "/%s/edition.yaml", files[i]);
        FILE *in = fopen(path, "rb");
        assert_non_null(in);
        char *p = bm_arena_alloc(arena, 1 << 16);
        text = (struct bm_str){p, fread(p, 1, 1 << 16, in)};
        fclose(in);
        for (int form = 0; form < 5; form++)
            check_edition(reform(arena, text, form));
        bm_arena_drop(arena);
    }
}

/* What is on hold is listed apart, and still counts as named. */
static void test_hold(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int said; /* -1: nothing */
        size_t articles, waiting;
    } cases[] = {
        {"articles: [a.md, {article: b.md, hold: true}, {article: c.md, hold: false, page: 2}]\n",
         -1, 2, 1},
        {"articles: [{article: a.md, hold: true}]\n", BM_MSG_ALL_ON_HOLD, 0, 0},
        {"articles: [a.md, {article: a.md, hold: true}]\n", BM_MSG_ARTICLE_TWICE, 0, 0},
        {"articles: [a.md, {article: b.md, hold: yes}]\n", BM_MSG_BAD_FLAG, 0, 0},
    };
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_sources sources = {.arena = arena};
        struct bm_diags diags = {.arena = arena};
        bm_sources_add(&sources, BM_STR("e"), BM_STR("e"), bm_str_c(cases[i].text));
        const struct bm_edition *e = bm_edition_read(arena, &sources, 0, BM_STR("e"), &diags);
        assert_int_equal(e != NULL, cases[i].said < 0);
        assert_int_equal(diags.n, cases[i].said >= 0);
        if (e) {
            assert_int_equal(e->article_count, cases[i].articles);
            assert_int_equal(e->on_hold_count, cases[i].waiting);
            assert_true(bm_edition_on_hold(e, BM_STR("b")) && !bm_edition_on_hold(e, BM_STR("c")));
            assert_int_equal(e->places[1].page, 2);
        } else {
            assert_int_equal(diags.v[0].message, cases[i].said);
        }
        bm_arena_drop(arena);
    }
}

/* Whatever stands in the file: an operation is refused, or what comes of it is read again and means
 * what it shall; nothing is read outside the text. */
static void test_broken(void **state)
{
    (void)state;
    static const char whole[] =
        "title: 甲 # x\narticles:\n  - a.md # 一\n  - {article: b.md, rank: 1, page: 2}\n  - "
        "article: 'c.md'\n    page: 3 # 三\n  - \"d.md\"\nframes:\n  daily:\n    - frames: "
        "[{article: a}, {article: b, styles: {title: 题}}]\n";
    static const char pieces[] = "-:{}[],#'\"\n\r |>&*!?ab\t";
    static const struct bm_edit_place places[] = {PLACE(PAGE, "7"), PLACE(PAGE, ""),
                                                  PLACE(RANK, ""), PLACE(HOLD, "true")};
    uint32_t seed = 3, done = 0;
    for (int round = 0; round < 6000; round++) {
        char text[sizeof whole + 8];
        size_t n = sizeof whole - 1;
        memcpy(text, whole, n);
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            const size_t at = (seed >> 8) % n;
            if (seed & 1)
                text[at] = pieces[(seed >> 20) % (sizeof pieces - 1)];
            else
                memmove(text + at, text + at + 1, --n - at);
        }
        if (bm_utf8_check(text, n) != n)
            continue;
        struct bm_arena *arena = bm_arena_new();
        for (size_t k = 0; k < 7; k++) {
            struct bm_sources sources = {.arena = arena};
            struct bm_diags diags = {.arena = arena};
            struct bm_editing e;
            struct bm_str out = {0};
            const struct bm_str a = k & 1 ? BM_STR("c") : BM_STR("a");
            if (!bm_editing_open(&e, arena, &sources, "e", (struct bm_str){text, n}, &diags))
                break;
            const bool fine = (k < 4    ? bm_edit_place(&e, k == 2 ? BM_STR("b") : a, &places[k], 1)
                               : k == 4 ? bm_edit_move(&e, a, 3)
                               : k == 5 ? bm_edit_move(&e, a, 0)
                                        : bm_edit_swap(&e, BM_STR("daily"), a, BM_STR("b"))) &&
                              bm_editing_close(&e, &out);
            assert_true(fine || diags.n);
            done += fine;
        }
        bm_arena_drop(arena);
    }
    assert_true(done > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),   cmocka_unit_test(test_refused),
        cmocka_unit_test(test_moves),    cmocka_unit_test(test_swaps),
        cmocka_unit_test(test_locks),    cmocka_unit_test(test_sections),
        cmocka_unit_test(test_editions), cmocka_unit_test(test_hold),
        cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

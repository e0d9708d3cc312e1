/* base/difference and edits/merge: nothing is lost, nothing is mixed in silence. */
#include "unit.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/difference.h"
#include "edits/merge.h"

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

/* What a becomes by the difference, and that the tokens between are the same. */
static void check_difference(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_difference d;
    size_t x = 0, y = 0;
    bm_difference(arena, a, n, b, m, &d);
    for (size_t i = 0; i <= d.n; i++) {
        const size_t to = i < d.n ? d.v[i].a : n;
        for (; x < to; x++, y++)
            assert_int_equal(a[x], b[y]);
        if (i == d.n)
            break;
        assert_int_equal(y, d.v[i].b);
        assert_true(d.v[i].n + d.v[i].m > 0);
        x += d.v[i].n;
        y += d.v[i].m;
    }
    assert_int_equal(y, m);
    bm_arena_drop(arena);
}

/* Insertions and deletions, by the table of all. */
static size_t fewest(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t t[16][16];
    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= m; k++) {
            const size_t up = i ? t[i - 1][k] + 1 : k, left = k ? t[i][k - 1] + 1 : i;
            t[i][k] = up < left ? up : left;
            if (i && k && a[i - 1] == b[k - 1] && t[i - 1][k - 1] < t[i][k])
                t[i][k] = t[i - 1][k - 1];
        }
    return t[n][m];
}

static void test_difference(void **state)
{
    (void)state;
    uint32_t seed = 7, a[15], b[15];
    for (int round = 0; round < 20000; round++) {
        const size_t n = random_next(&seed) % 16, m = random_next(&seed) % 16;
        for (size_t i = 0; i < 15; i++) {
            a[i] = random_next(&seed) % 4;
            b[i] = random_next(&seed) % 4;
        }
        check_difference(a, n % 16 % 15, b, m % 15);
        struct bm_arena *arena = bm_arena_new();
        struct bm_difference d;
        size_t edits = 0;
        bm_difference(arena, a, n % 15, b, m % 15, &d);
        for (size_t i = 0; i < d.n; i++)
            edits += d.v[i].n + d.v[i].m;
        assert_false(d.coarse);
        assert_int_equal(edits, fewest(a, n % 15, b, m % 15));
        bm_arena_drop(arena);
    }
}

/* Two long rows that have nothing in common are one hunk, and soon. */
static void test_coarse(void **state)
{
    (void)state;
    enum {
        N = 300000
    };
    struct bm_arena *arena = bm_arena_new();
    uint32_t *a = BM_NEW_N(arena, N, uint32_t), *b = BM_NEW_N(arena, N, uint32_t);
    struct bm_difference d;
    for (uint32_t i = 0; i < N; i++) {
        a[i] = i % 7;
        b[i] = 10 + i % 11 * (i % 3);
    }
    a[N - 1] = b[N - 1] = a[0] = b[0] = 99;
    bm_difference(arena, a, N, b, N, &d);
    assert_true(d.coarse);
    assert_int_equal(d.n, 1);
    assert_int_equal(d.v[0].a, 1);
    assert_int_equal(d.v[0].n, N - 2);
    check_difference(a, N, b, N);
    bm_arena_drop(arena);
}

/* A long row that was changed in many places: fewer edits than the limit needs are all found, and
 * memory is linear; beyond the limit it is coarse, and still a difference. */
static void test_many_edits(void **state)
{
    (void)state;
    enum {
        N = 60000
    };
    struct bm_arena *arena = bm_arena_new();
    uint32_t *a = BM_NEW_N(arena, N, uint32_t), *b = BM_NEW_N(arena, N, uint32_t);
    struct bm_difference d;
    for (size_t every = 50; every >= 3; every /= 4) {
        for (uint32_t i = 0; i < N; i++) {
            a[i] = i;
            b[i] = i % every ? i : N + i;
        }
        bm_difference(arena, a, N, b, N, &d);
        assert_int_equal(d.coarse, every < 50);
        if (!d.coarse)
            assert_int_equal(d.n, N / every);
        check_difference(a, N, b, N);
    }
    bm_arena_drop(arena);
}

struct merged_text {
    struct bm_arena *arena;
    struct bm_merged m;
    bool clean;
};

static struct merged_text merge(const char *base, const char *theirs, const char *mine)
{
    struct merged_text t = {.arena = bm_arena_new()};
    t.clean = bm_merge(t.arena, bm_str_c(base), bm_str_c(theirs), bm_str_c(mine), &t.m);
    assert_int_equal(t.clean, t.m.n == 0);
    return t;
}

static void check_merge(const char *base, const char *theirs, const char *mine, const char *want)
{
    struct merged_text t = merge(base, theirs, mine);
    assert_true(t.clean);
    assert_str(t.m.text, want);
    bm_arena_drop(t.arena);
    t = merge(base, mine, theirs);
    assert_true(t.clean);
    assert_str(t.m.text, want);
    bm_arena_drop(t.arena);
}

static void check_part(struct bm_stretch part, const char *text, const char *want)
{
    assert_str(((struct bm_str){text + part.at, part.n}), want);
}

static void test_merge(void **state)
{
    (void)state;
    check_merge("甲\n\n乙\n", "甲\n\n乙\n", "甲\n\n乙丙\n", "甲\n\n乙丙\n");
    check_merge("甲\n\n乙\n", "甲一\n\n乙\n", "甲\n\n乙丙\n", "甲一\n\n乙丙\n");
    /* Both the same. */
    check_merge("甲\n\n乙\n", "甲\n\n乙丙\n", "甲\n\n乙丙\n", "甲\n\n乙丙\n");
    check_merge("甲\n\n乙\n丁\n", "子甲\n\n乙丙\n丁\n", "甲\n\n乙丙\n丁戊\n",
                "子甲\n\n乙丙\n丁戊\n");
    /* Far from each other in one paragraph. */
    check_merge("会议于五月十四日在嘉峪关市举行，代表三百人出席。\n",
                "会议于五月十五日在嘉峪关市举行，代表三百人出席。\n",
                "会议于五月十四日在嘉峪关市举行，代表二百人出席。\n",
                "会议于五月十五日在嘉峪关市举行，代表二百人出席。\n");
    /* A paragraph goes, another is written. */
    check_merge("甲\n\n乙\n\n丙\n\n丁\n", "甲\n\n丙\n\n丁\n", "甲\n\n乙\n\n丙\n\n丁\n\n戊\n",
                "甲\n\n丙\n\n丁\n\n戊\n");
    /* Byte order mark, line ends, a last line without its end. */
    check_merge("\xEF\xBB\xBF甲\r\n\r\n乙", "\xEF\xBB\xBF甲一\r\n\r\n乙",
                "\xEF\xBB\xBF甲\r\n\r\n乙丙", "\xEF\xBB\xBF甲一\r\n\r\n乙丙");
    check_merge("甲\r\n\r\n乙\r\n", "甲\n\n乙\n", "甲\r\n\r\n乙丙\r\n", "甲\n\n乙丙\n");
    check_merge("甲\n\n乙", "甲\n\n乙\n", "甲一\n\n乙", "甲一\n\n乙\n");
    check_merge("甲\n\n乙", "\xEF\xBB\xBF甲\n\n乙", "甲一\n\n乙", "\xEF\xBB\xBF甲一\n\n乙");
    check_merge("甲\r\n乙\n丙\n", "甲\r\n乙\n丙丁\n", "甲子\r\n乙\n丙\n", "甲子\r\n乙\n丙丁\n");
    check_merge("", "甲\n", "", "甲\n");
}

static void test_conflicts(void **state)
{
    (void)state;
    static const char base[] = "序\r\n\r\n出席三十二人，列席八人。\r\n",
                      theirs[] = "序言\r\n\r\n出席三十四人，列席八人。\r\n",
                      mine[] = "序\r\n\r\n出席五十二人，列席八人。\r\n";
    /* Two figures of one number: 五十四 is what nobody wrote. */
    struct merged_text t = merge(base, theirs, mine);
    assert_int_equal(t.m.n, 1);
    check_part(t.m.conflicts[0].base, base, "三十二");
    check_part(t.m.conflicts[0].theirs, theirs, "三十四");
    check_part(t.m.conflicts[0].mine, mine, "五十二");
    check_part(t.m.conflicts[0].merged, t.m.text.p, "三十四");
    assert_str(t.m.text, theirs);
    bm_arena_drop(t.arena);
    /* What one has deleted the other has corrected. */
    t = merge("甲\n\n乙丙丁\n\n戊\n", "甲\n\n戊\n", "甲\n\n乙丙丁己\n\n戊\n");
    assert_int_equal(t.m.n, 1);
    check_part(t.m.conflicts[0].mine, "甲\n\n乙丙丁己\n\n戊\n", "乙丙丁己\n\n");
    bm_arena_drop(t.arena);
    /* Both insert at one place. */
    t = merge("甲\n", "甲\n乙\n", "甲\n丙\n");
    assert_int_equal(t.m.n, 1);
    bm_arena_drop(t.arena);
}

static void test_dress(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    assert_str(bm_merge_dress(arena, BM_STR("\xEF\xBB\xBF甲\r\n"), BM_STR("甲\n\n乙\n")),
               "\xEF\xBB\xBF甲\r\n\r\n乙\r\n");
    assert_str(bm_merge_dress(arena, BM_STR("甲\r\n"), BM_STR("甲\r\n乙\r\n")), "甲\r\n乙\r\n");
    assert_str(bm_merge_dress(arena, BM_STR("甲\r\n乙\n"), BM_STR("甲\n乙\n")), "甲\n乙\n");
    assert_str(bm_merge_dress(arena, BM_STR(""), BM_STR("甲\n")), "甲\n");
    bm_arena_drop(arena);
}

/* A text of paragraphs in which edits are made. */
struct made {
    char p[4096];
    size_t n;
};

static void put(struct made *t, const char *s)
{
    const size_t n = strlen(s);
    memcpy(t->p + t->n, s, n);
    t->n += n;
}

static struct bm_str view(const struct made *t)
{
    return (struct bm_str){t->p, t->n};
}

/* Edits of either side stand in paragraphs of their own, or far from each other in one; then both
 * are in what comes of it, in either order. */
static void test_apart(void **state)
{
    (void)state;
    static const char *const words[] = {"会议", "代表", "报告", "通过", "决定", "，", "工作", "的"};
    uint32_t seed = 11;
    for (int round = 0; round < 5000; round++) {
        struct made base = {.n = 0}, theirs = {.n = 0}, mine = {.n = 0}, both = {.n = 0};
        struct made *const all[] = {&base, &theirs, &mine, &both};
        const uint32_t n = 1 + random_next(&seed) % 8;
        uint32_t number = 0;
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t part = 0; part < 3; part++) {
                /* What no other stretch has, so that there is one way to see the edit. */
                char unique[32];
                snprintf(unique, sizeof unique, "【第%u节内容】", ++number);
                const char *word = words[random_next(&seed) % 8];
                const uint32_t kind = random_next(&seed) % 8, who = 1 + random_next(&seed) % 2;
                for (size_t k = 0; k < 4; k++) {
                    const bool edited = kind < 3 && (k == who || k == 3);
                    put(all[k], unique);
                    put(all[k], !edited ? word : kind == 0 ? "" : kind == 1 ? "改过了" : word);
                    put(all[k], edited && kind == 2 ? "增" : "");
                    put(all[k], "（以下照旧如前文）");
                }
            }
            for (size_t k = 0; k < 4; k++)
                put(all[k], "\n\n");
        }
        for (int order = 0; order < 2; order++) {
            struct bm_arena *arena = bm_arena_new();
            struct bm_merged m;
            assert_true(bm_merge(arena, view(&base), view(order ? &mine : &theirs),
                                 view(order ? &theirs : &mine), &m));
            assert_true(bm_str_eq(m.text, view(&both)));
            bm_arena_drop(arena);
        }
    }
}

/* Anything at all: every line of either side is in the merged text or in a conflict, and what
 * stands outside conflicts is made of the three. */
static void test_nothing_lost(void **state)
{
    (void)state;
    uint32_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        struct made v[3] = {{.n = 0}, {.n = 0}, {.n = 0}};
        struct bm_arena *arena = bm_arena_new();
        struct bm_merged m;
        const uint32_t n = random_next(&seed) % 7;
        for (uint32_t i = 0; i < n; i++)
            for (int side = 0; side < 3; side++) {
                char line[32];
                const uint32_t kind = side ? random_next(&seed) % 6 : 5;
                snprintf(line, sizeof line, "%s%u\r\n", side == 1 ? "丑" : "寅",
                         random_next(&seed) % 3);
                if (kind < 2)
                    put(&v[side], line); /* of its own */
                if (kind == 0)
                    continue;
                snprintf(line, sizeof line, "子%u\r\n", i % 3);
                put(&v[side], line);
            }
        const bool clean = bm_merge(arena, view(&v[0]), view(&v[1]), view(&v[2]), &m);
        size_t want[2] = {0}, found[2] = {0};
        for (int side = 1; side < 3; side++)
            for (size_t i = 0; i + 3 <= v[side].n; i++)
                want[side - 1] += !memcmp(v[side].p + i, side == 1 ? "丑" : "寅", 3);
        for (size_t i = 0; i + 3 <= m.text.n; i++) {
            found[0] += !memcmp(m.text.p + i, "丑", 3);
            found[1] += !memcmp(m.text.p + i, "寅", 3);
        }
        for (size_t c = 0; c < m.n; c++) {
            const struct bm_merge_conflict *at = &m.conflicts[c];
            for (size_t i = 0; i + 3 <= at->mine.n; i++)
                found[1] += !memcmp(v[2].p + at->mine.at + i, "寅", 3);
            assert_int_equal(at->merged.n, at->theirs.n);
            assert_memory_equal(m.text.p + at->merged.at, v[1].p + at->theirs.at, at->theirs.n);
        }
        assert_int_equal(clean, m.n == 0);
        assert_int_equal(found[0], want[0]);
        assert_int_equal(found[1], want[1]);
        assert_int_equal(bm_utf8_check(m.text.p, m.text.n), m.text.n);
        bm_arena_drop(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_difference), cmocka_unit_test(test_coarse),
        cmocka_unit_test(test_many_edits), cmocka_unit_test(test_merge),
        cmocka_unit_test(test_conflicts),  cmocka_unit_test(test_dress),
        cmocka_unit_test(test_apart),      cmocka_unit_test(test_nothing_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kept/: values are found by all that their key names, by many threads; the stalest go first. */
#include "unit.h"

#include "base/crew.h"
#include "kept/kept.h"

#define VALUES 300

static struct bm_key key_of(size_t i)
{
    struct bm_key key = {0};
    bm_key_bytes(&key, "value", 5);
    bm_key_number(&key, i);
    return key;
}

/* A value of `bytes` bytes that begins with i. */
static void add(struct bm_kept *store, size_t i, size_t bytes)
{
    struct bm_arena *arena = bm_arena_new();
    size_t *value = bm_arena_alloc(arena, bytes);
    *value = i;
    bm_kept_add(store, key_of(i), arena, value);
}

static bool holds(struct bm_kept *store, size_t i)
{
    const size_t *value = bm_kept_find(store, key_of(i));
    assert_true(!value || *value == i);
    return value;
}

static void assert_differ(struct bm_key a, struct bm_key b)
{
    assert_true(a.a != b.a);
    assert_true(a.b != b.b);
}

static void keys_name_all_they_are_built_of(void **state)
{
    (void)state;
    struct bm_key nothing = {0}, zero = {0}, zeros = {0}, ab = {0}, a_b = {0}, ba = {0};
    bm_key_number(&zero, 0);
    bm_key_number(&zeros, 0);
    bm_key_number(&zeros, 0);
    assert_differ(nothing, zero);
    assert_differ(zero, zeros);
    bm_key_bytes(&ab, "ab", 2);
    bm_key_bytes(&a_b, "a", 1);
    bm_key_bytes(&a_b, "b", 1);
    bm_key_bytes(&ba, "ba", 2);
    assert_differ(ab, a_b);
    assert_differ(ab, ba);
    char text[64] = {0};
    struct bm_key before = {0};
    bm_key_bytes(&before, text, sizeof text);
    for (size_t bit = 0; bit < 8 * sizeof text; bit++) {
        struct bm_key after = {0};
        text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
        bm_key_bytes(&after, text, sizeof text);
        assert_differ(before, after);
        text[bit / 8] = 0;
    }
}

static void what_was_added_is_found(void **state)
{
    (void)state;
    struct bm_kept *store = bm_kept_new();
    assert_false(holds(store, 0));
    for (size_t i = 0; i < VALUES; i++)
        add(store, i, 16);
    for (size_t i = 0; i < 2 * VALUES; i++)
        assert_int_equal(holds(store, i), i < VALUES);
    /* In place of the one before. */
    struct bm_arena *arena = bm_arena_new();
    const char *other = bm_arena_copy(arena, "other", 5);
    bm_kept_add(store, key_of(7), arena, other);
    assert_ptr_equal(bm_kept_find(store, key_of(7)), other);
    assert_true(holds(store, 8));
    bm_kept_drop(store);
    bm_kept_drop(NULL);
}

static void the_stalest_are_trimmed(void **state)
{
    (void)state;
    struct bm_kept *store = bm_kept_new();
    for (size_t i = 0; i < 10; i++)
        add(store, i, 1000);
    bm_kept_trim(store, 1 << 20); /* all may stay */
    assert_true(holds(store, 0));
    assert_true(holds(store, 5));
    add(store, 10, 1000);
    bm_kept_trim(store, 4100);
    for (size_t i = 0; i <= 10; i++)
        assert_int_equal(holds(store, i), i == 0 || i == 5 || i >= 9);
    bm_kept_trim(store, 2100); /* all were found just now: the oldest go */
    for (size_t i = 0; i <= 10; i++)
        assert_int_equal(holds(store, i), i >= 9);
    bm_kept_trim(store, 0);
    assert_false(holds(store, 10));
    add(store, 10, 1000);
    assert_true(holds(store, 10));
    bm_kept_drop(store);
}

struct looking {
    struct bm_kept *store;
    const void *found[4 * VALUES];
};

static void look(void *context, unsigned hand, size_t i)
{
    struct looking *looking = context;
    (void)hand;
    looking->found[i] = bm_kept_find(looking->store, key_of(i % (2 * VALUES)));
}

static void threads_may_look_up(void **state)
{
    (void)state;
    struct looking looking = {.store = bm_kept_new()};
    for (size_t i = 0; i < VALUES; i++)
        add(looking.store, i, 16);
    bm_crew_run(8, 4 * VALUES, look, &looking);
    for (size_t i = 0; i < 4 * VALUES; i++)
        assert_ptr_equal(looking.found[i], bm_kept_find(looking.store, key_of(i % (2 * VALUES))));
    assert_non_null(looking.found[2 * VALUES]);
    bm_kept_drop(looking.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_name_all_they_are_built_of),
        cmocka_unit_test(what_was_added_is_found),
        cmocka_unit_test(the_stalest_are_trimmed),
        cmocka_unit_test(threads_may_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

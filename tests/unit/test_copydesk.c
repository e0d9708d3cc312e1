/* copydesk/: every rule by its own examples, marks, levels, lists of a house, spans, bounds, and
 * nothing that ordinary words bring about. */
#include "reading_desk.h"

static void each_wrong_example_is_found_and_no_right_one(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, true);
    for (size_t i = 0; i < bm_copydesk_rule_count(d.desk); i++) {
        const struct bm_copydesk_rule r = bm_copydesk_rule_at(d.desk, i);
        if (r.level < 0 || !r.wrong.n)
            continue;
        reading_example(&d, r.wrong);
        reading_run(&d);
        if (!reading_count(&d, r.id))
            fail_msg("%.*s does not find its wrong example", (int)r.id.n, r.id.p);
        reading_example(&d, r.right);
        reading_run(&d);
        if (reading_count(&d, r.id))
            fail_msg("%.*s finds its right example", (int)r.id.n, r.id.p);
    }
    assert_int_equal(d.diags.n, 0);
    reading_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_example_is_found_and_no_right_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

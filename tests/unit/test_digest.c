/* Sums: the vectors of FIPS 180-4. */
#include "unit.h"

#include "base/digest.h"

static void the_sum_is_sha256(void **state)
{
    (void)state;
    struct bm_sha256 sum;
    char hex[65];
    bm_sha256_of((struct bm_str){NULL, 0}, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    /* the two-block vector, in parts */
    const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    bm_sha256_start(&sum);
    bm_sha256_add(&sum, text, 5);
    bm_sha256_add(&sum, text + 5, 51);
    bm_sha256_end(&sum, hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_is_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* bag/: sums, and the tag files of packages as text. */
#include "unit.h"

#include "bag/lines.h"

static void sums_are_those_of_the_standards(void **state)
{
    (void)state;
    /* RFC 1321 A.5; FIPS 180-4 (by NIST's examples of "abc"); GB/T 32905-2016, A.1 */
    static const char *const abc[BM_SUMS] = {
        [BM_SUM_MD5] = "900150983cd24fb0d6963f7d28e17f72",
        [BM_SUM_SHA1] = "a9993e364706816aba3e25717850c26c9cd0d89d",
        [BM_SUM_SHA224] = "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        [BM_SUM_SHA256] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        [BM_SUM_SHA384] = "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                          "8086072ba1e7cc2358baeca134c825a7",
        [BM_SUM_SHA512] = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        [BM_SUM_SM3] = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    };
    struct bm_sum_hex hex;
    assert_true(bm_sums_of(BM_STR("abc"), (1u << BM_SUMS) - 1, &hex));
    for (size_t k = 0; k < BM_SUMS; k++) {
        assert_string_equal(hex.v[k], abc[k]);
        assert_int_equal(strlen(abc[k]), bm_sum_digits((enum bm_sum)k));
    }
    /* the second example of GB/T 32905-2016, 64 bytes, in parts */
    struct bm_sums *sums = bm_sums_new(BM_SUM_BIT(BM_SUM_SM3));
    for (size_t i = 0; i < 16; i++)
        bm_sums_add(sums, "abcd", 4);
    assert_true(bm_sums_end(sums, &hex));
    assert_string_equal(hex.v[BM_SUM_SM3],
                        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    assert_string_equal(hex.v[BM_SUM_SHA256], "");
    assert_int_equal(bm_sum_named(BM_STR("sha256")), BM_SUM_SHA256);
    assert_int_equal(bm_sum_named(BM_STR("SHA-512")), BM_SUM_SHA512);
    assert_int_equal(bm_sum_named(BM_STR("sha")), BM_SUMS);
    assert_int_equal(bm_sum_named(BM_STR("sha2567")), BM_SUMS);
}

static void lines_end_in_three_ways(void **state)
{
    (void)state;
    const struct bm_str text = BM_STR("a\nb\r\nc\r\rd");
    static const char *const lines[] = {"a", "b", "c", "", "d"};
    struct bm_str line;
    size_t at = 0;
    for (size_t i = 0; i < BM_COUNT(lines); i++) {
        assert_true(bm_tag_line(text, &at, &line));
        assert_str(line, lines[i]);
    }
    assert_false(bm_tag_line(text, &at, &line));
}

static void a_declaration_is_two_lines(void **state)
{
    (void)state;
    struct bm_bag_version v;
    assert_null(bm_bag_version_read(
        BM_STR("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), &v));
    assert_true(bm_bag_strict(&v));
    assert_null(bm_bag_version_read(
        BM_STR("BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-16"), &v));
    assert_str(v.encoding, "UTF-16");
    assert_false(bm_bag_strict(&v));
    static const char *const wrong[] = {
        "",
        "BagIt-Version: 1.0\n",
        "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n",
        "BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 0.92\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: GB18030\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
        "\357\273\277BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 99999999999999999999.0\nTag-File-Character-Encoding: UTF-8\n",
    };
    for (size_t i = 0; i < BM_COUNT(wrong); i++)
        assert_non_null(bm_bag_version_read(bm_str_c(wrong[i]), &v));
}

#define MD5 "d41d8cd98f00b204e9800998ecf8427e"

static void a_line_of_a_manifest_is_a_sum_and_a_path(void **state)
{
    (void)state;
    struct bm_manifest_line m;
    assert_null(bm_manifest_read(BM_STR(MD5 "  data/a b"), BM_SUM_MD5, &m));
    assert_str(m.path, "data/a b");
    assert_true(m.lower && !m.upper && !m.star);
    assert_null(bm_manifest_read(BM_STR(MD5 " \t*data/x"), BM_SUM_MD5, &m));
    assert_true(m.star);
    assert_str(m.path, "data/x");
    assert_non_null(bm_manifest_read(BM_STR(MD5 "0  data/a"), BM_SUM_MD5, &m));
    assert_non_null(bm_manifest_read(BM_STR(MD5 "data/a"), BM_SUM_MD5, &m));
    assert_non_null(bm_manifest_read(BM_STR(MD5 "  "), BM_SUM_MD5, &m));
    assert_non_null(bm_manifest_read(BM_STR(MD5 "  data/a"), BM_SUM_SHA256, &m));
    assert_non_null(bm_manifest_read(BM_STR(""), BM_SUM_MD5, &m));
}

static void paths_stay_in_the_package(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "/etc/passwd", "../a", "data/../../a", "data/..",     "~/a",     "~root/a",
        "C:\\a",       "c:a",  "\\\\host\\a",  "data\\..\\a", "data//a", "",
    };
    static const char *const right[] = {
        "data/a", "data/..a", "data/a..", "data/...", "data/~a", "data/a:b", "data/100%", "a",
    };
    for (size_t i = 0; i < BM_COUNT(wrong); i++)
        assert_non_null(bm_bag_path_wrong(bm_str_c(wrong[i])));
    for (size_t i = 0; i < BM_COUNT(right); i++)
        assert_null(bm_bag_path_wrong(bm_str_c(right[i])));
    assert_non_null(bm_bag_path_wrong((struct bm_str){"data/a\0b", 8}));
    assert_str(bm_bag_path_short(BM_STR("././data/a")), "data/a");
}

static void three_characters_of_paths_are_escaped(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_buf b = {0};
    const struct bm_str path = BM_STR("data/1%\n\r%0A é.txt");
    bm_bag_path_put(&b, path);
    assert_str(bm_buf_view(&b), "data/1%25%0A%0D%250A é.txt");
    assert_true(bm_str_eq(bm_bag_path_plain(a, bm_buf_view(&b)), path));
    assert_str(bm_bag_path_plain(a, BM_STR("%0a%0d%7E%2")), "\n\r%7E%2");
    bm_buf_free(&b);
    bm_arena_drop(a);
}

static void fields_are_folded(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    const struct bm_str text =
        BM_STR("A: one\n  two\n\tthree\n\nB :4\nC:\nPayload-Oxum: 279164409832.1198\n");
    struct bm_bag_field f;
    const char *wrong;
    size_t at = 0;
    uint64_t bytes, files;
    assert_true(bm_bag_field_next(a, text, &at, &f, &wrong));
    assert_str(f.value, "one two three");
    assert_true(bm_bag_field_next(a, text, &at, &f, &wrong));
    assert_true(f.spaced);
    assert_str(f.label, "B");
    assert_true(bm_bag_field_next(a, text, &at, &f, &wrong));
    assert_int_equal(f.value.n, 0);
    assert_true(bm_bag_field_next(a, text, &at, &f, &wrong));
    assert_true(bm_oxum_read(f.value, &bytes, &files));
    assert_int_equal(bytes, 279164409832);
    assert_int_equal(files, 1198);
    assert_false(bm_bag_field_next(a, text, &at, &f, &wrong));
    assert_null(wrong);
    at = 0;
    assert_false(bm_bag_field_next(a, BM_STR("no colon\n"), &at, &f, &wrong));
    assert_non_null(wrong);
    assert_false(bm_oxum_read(BM_STR("1.2.3"), &bytes, &files));
    assert_false(bm_oxum_read(BM_STR("99999999999999999999.1"), &bytes, &files));
    bm_arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_standards),
        cmocka_unit_test(lines_end_in_three_ways),
        cmocka_unit_test(a_declaration_is_two_lines),
        cmocka_unit_test(a_line_of_a_manifest_is_a_sum_and_a_path),
        cmocka_unit_test(paths_stay_in_the_package),
        cmocka_unit_test(three_characters_of_paths_are_escaped),
        cmocka_unit_test(fields_are_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* base/yaml: every node knows its bytes, every error its place. */
#include "unit.h"

#include "yaml/yaml.h"

struct fixture {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_yaml *root;
};

static void read_text(struct fixture *f, struct bm_str text)
{
    f->arena = bm_arena_new();
    f->sources = (struct bm_sources){.arena = f->arena};
    f->diags = (struct bm_diags){.arena = f->arena};
    bm_sources_add(&f->sources, BM_STR("t.yaml"), BM_STR("t.yaml"), text);
    f->root = bm_yaml_read(f->arena, &f->sources, 0, 0, (uint32_t)text.n, &f->diags);
}

static struct bm_str at(const struct fixture *f, struct bm_span span)
{
    return (struct bm_str){f->sources.v[0].text.p + span.offset, span.length};
}

static void check_error(const char *text, enum bm_message message, uint32_t line, uint32_t column)
{
    struct fixture f;
    uint32_t l, c;
    read_text(&f, bm_str_c(text));
    assert_null(f.root);
    assert_int_equal(f.diags.n, 1);
    assert_int_equal(f.diags.v[0].message, message);
    bm_source_place(&f.sources.v[0], f.diags.v[0].span.offset, &l, &c, NULL);
    if (l != line || c != column)
        fail_msg("%s: at %u:%u, not %u:%u: %.*s", text, l, c, line, column,
                 (int)f.diags.v[0].args[0].n, f.diags.v[0].args[0].p);
    bm_arena_drop(f.arena);
}

static void scalars_know_their_bytes(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, BM_STR("标题: 公告 # 注\nq: \"甲 乙\"\ns: 'it''s'\ne: \"a\\u4e00\"\nempty:\n"
                         "l: [a, \"b\"]\nm:\n  x: 1\n  y: true\nfold: 甲\n  乙\n"));
    assert_non_null(f.root);
    const struct bm_yaml *v = bm_yaml_get(f.root, "标题");
    assert_str(v->text, "公告");
    assert_str(at(&f, v->span), "公告");
    assert_true(v->verbatim && v->plain);
    assert_str(at(&f, f.root->keys[0]->span), "标题");
    v = bm_yaml_get(f.root, "q");
    assert_str(at(&f, v->span), "甲 乙");
    assert_true(v->verbatim && !v->plain);
    v = bm_yaml_get(f.root, "s");
    assert_str(v->text, "it's");
    assert_str(at(&f, v->span), "it''s");
    assert_false(v->verbatim);
    v = bm_yaml_get(f.root, "e");
    assert_str(v->text, "a一");
    assert_str(at(&f, v->span), "a\\u4e00");
    v = bm_yaml_get(f.root, "empty");
    assert_str(v->text, "");
    v = bm_yaml_get(f.root, "l");
    assert_int_equal(v->kind, BM_YAML_LIST);
    assert_int_equal(v->n, 2);
    assert_str(at(&f, v->span), "[a, \"b\"]");
    v = bm_yaml_get(f.root, "m");
    assert_str(at(&f, v->span), "x: 1\n  y: true");
    v = bm_yaml_get(f.root, "fold");
    assert_str(v->text, "甲 乙");
    assert_str(at(&f, v->span), "甲\n  乙");
    bm_arena_drop(f.arena);
}

static void broken_yaml_has_its_place(void **state)
{
    (void)state;
    check_error("a: 1\nb: *x\n", BM_MSG_BAD_YAML, 2, 5);
    check_error("a: 1\n甲: 2\na: 3\n", BM_MSG_BAD_YAML, 3, 1);
    check_error("a: !!str 1\n", BM_MSG_BAD_YAML, 1, 4);
    check_error("a: &x 1\n", BM_MSG_BAD_YAML, 1, 5);
    check_error("a: 1\n---\nb: 2\n", BM_MSG_BAD_YAML, 2, 1);
    check_error("甲: 1\n乙: [1, 2\n丙: 3\n", BM_MSG_BAD_YAML, 2, 4);
    check_error("甲: \"乙\n", BM_MSG_BAD_YAML, 1, 5);
    check_error("甲: 1\n乙: 丙: 丁\n", BM_MSG_BAD_YAML, 2, 5);
    check_error("甲: 1\n乙 丙\n丁: 2\n", BM_MSG_BAD_YAML, 2, 1);
    check_error("甲: 1\n  - 乙\n丙\n", BM_MSG_BAD_YAML, 3, 1);
    check_error("甲 乙\n丙: 2\n", BM_MSG_BAD_YAML, 1, 1);
    check_error("甲: {乙: 1 丙: 2}\n", BM_MSG_BAD_YAML, 1, 11);
    check_error("甲: 1\r\n乙: @丙\r\n", BM_MSG_BAD_YAML, 2, 4);
    check_error("甲: 乙\x01\n", BM_MSG_BAD_YAML, 1, 5);
    check_error("甲: 1\n[乙]: 2\n", BM_MSG_BAD_YAML, 2, 1);
    check_error("甲:\n\t- 乙\n", BM_MSG_BAD_YAML, 2, 1);
}

static void depth_is_limited(void **state)
{
    (void)state;
    char text[400];
    memset(text, '[', 200);
    memset(text + 200, ']', 200);
    struct fixture f;
    read_text(&f, (struct bm_str){text, 400});
    assert_null(f.root);
    assert_int_equal(f.diags.n, 1);
    bm_arena_drop(f.arena);
}

static void nothing_is_an_empty_map(void **state)
{
    (void)state;
    const char *const texts[] = {"", "\n", "# only a note\n", "---\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture f;
        read_text(&f, bm_str_c(texts[i]));
        assert_non_null(f.root);
        assert_int_equal(f.root->kind, BM_YAML_MAP);
        assert_int_equal(f.root->n, 0);
        bm_arena_drop(f.arena);
    }
}

static void values_are_checked(void **state)
{
    (void)state;
    static const char *const known[] = {"title", "count"};
    struct fixture f;
    int64_t n = 0;
    bool flag = false;
    read_text(&f, BM_STR("titel: x\ncount: 12\nbig: 99\nyes: true\nno: maybe\nzzzzzz: 1\n"));
    assert_true(bm_yaml_int(bm_yaml_get(f.root, "count"), 1, 20, &n, &f.diags));
    assert_int_equal(n, 12);
    assert_true(bm_yaml_flag(bm_yaml_get(f.root, "yes"), &flag, &f.diags));
    assert_true(flag);
    assert_int_equal(f.diags.n, 0);
    assert_false(bm_yaml_int(bm_yaml_get(f.root, "big"), 1, 20, &n, &f.diags));
    assert_false(bm_yaml_flag(bm_yaml_get(f.root, "no"), &flag, &f.diags));
    assert_false(bm_yaml_want(bm_yaml_get(f.root, "big"), BM_YAML_LIST, &f.diags));
    assert_false(bm_yaml_want(NULL, BM_YAML_LIST, &f.diags));
    assert_int_equal(f.diags.n, 3);
    assert_int_equal(f.diags.v[0].message, BM_MSG_BAD_NUMBER);
    assert_int_equal(f.diags.v[1].message, BM_MSG_BAD_FLAG);
    assert_int_equal(f.diags.v[2].message, BM_MSG_WRONG_YAML_KIND);
    f.diags.n = 0;
    assert_false(bm_yaml_check_keys(f.root, known, 2, &f.diags));
    assert_str(f.diags.v[0].args[1], "title");
    assert_str(f.diags.v[f.diags.n - 1].args[1], "title, count");
    bm_arena_drop(f.arena);
}

/* Once only what stood there as a byte was refused: the NUL below came into the PDF's metadata. */
static void escapes_stand_for_no_more_than_is_typed(void **state)
{
    (void)state;
    check_error("甲: \"\\0\"\n", BM_MSG_CONTROL_CHARACTER, 1, 5);
    check_error("甲: \"乙\\x01丙\"\n", BM_MSG_CONTROL_CHARACTER, 1, 6);
    check_error("甲: \"乙\\\\\\x7f\"\n", BM_MSG_CONTROL_CHARACTER, 1, 8);
    check_error("甲: \"\\n\\r\"\n", BM_MSG_CONTROL_CHARACTER, 1, 7);
    check_error("甲: \"\\e\"\n", BM_MSG_CONTROL_CHARACTER, 1, 5);
    check_error("甲: \"\\N\"\n", BM_MSG_CONTROL_CHARACTER, 1, 5);
    check_error("甲: \"乙\n  丙\\u202E\"\n", BM_MSG_TURNING_CHARACTER, 2, 4);
    check_error("甲: [1, \"\\u2067\"]\n", BM_MSG_TURNING_CHARACTER, 1, 9);
    check_error("\"\\uFFFE\": 1\n", BM_MSG_NO_CHARACTER, 1, 2);
    check_error("甲: \"\\U0001FFFF\"\n", BM_MSG_NO_CHARACTER, 1, 5);
    check_error("甲: \"\\ufdd0\"\n", BM_MSG_NO_CHARACTER, 1, 5);
    check_error("甲: \"\\ud800\"\n", BM_MSG_NO_CHARACTER, 1, 5);
    check_error("甲: \"乙\\uDBFF\\uDFFF\"\n", BM_MSG_NO_CHARACTER, 1, 6);
    check_error("title: \"十五五\"开局\n", BM_MSG_VALUE_GOES_ON, 1, 8);
    check_error("title: \"他说\"你好\"\"\n", BM_MSG_VALUE_GOES_ON, 1, 8);
    check_error("title: 'It''s' 好\n", BM_MSG_VALUE_GOES_ON, 1, 8);
    check_error("a: 1\ntitle: [公告] 通知\nb: 2\n", BM_MSG_VALUE_GOES_ON, 2, 8);
    check_error("a:\n  - \"甲\"乙\n", BM_MSG_VALUE_GOES_ON, 2, 5);
    check_error("{text: \"甲\"乙, b: 1}\n", BM_MSG_VALUE_GOES_ON, 1, 8);
    check_error("a: {b: 1-2，c: 3}\n", BM_MSG_WIDE_COMMA, 1, 11);
    check_error("a: {b: 1-2， c: 3, d: 4}\n", BM_MSG_WIDE_COMMA, 1, 11);
    check_error("甲: \"\\U00110000\"\n", BM_MSG_NO_CHARACTER, 1, 5);
    struct fixture f;
    read_text(&f, BM_STR("甲: \"\\t\\n\\\\x01\\u4E00\\U0001F600\\/\\_\\L\""));
    assert_non_null(f.root);
    assert_str(f.root->values[0]->text, "\t\n\\x01一\U0001F600/\u00A0\u2028");
    bm_arena_drop(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_know_their_bytes),
        cmocka_unit_test(broken_yaml_has_its_place),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(nothing_is_an_empty_map),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(escapes_stand_for_no_more_than_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

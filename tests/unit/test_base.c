/* base/: strings, lengths, buffers, diagnostics. */
#include "unit.h"

#include "base/characters.h"
#include "base/crew.h"
#include "base/index.h"
#include "base/len.h"
#include "base/limits.h"
#include "base/listing.h"

#include <errno.h>
#include <stdalign.h>

static void lengths_round_to_nearest(void **state)
{
    (void)state;
    assert_int_equal(bm_len_um(25400), 72 * BM_PT);
    assert_int_equal(bm_len_to_um(bm_len_um(270000)), 270000);
    assert_int_equal(bm_len_millipt(10500), 10 * BM_PT + BM_PT / 2);
    assert_int_equal(bm_len_ratio(-3, 1, 2), -2);
}

static void utf8_is_checked_by_the_table(void **state)
{
    (void)state;
    assert_int_equal(bm_utf8_check("版面", 6), 6);
    assert_int_equal(bm_utf8_check("a\xC0\x80", 3), 1);        /* overlong */
    assert_int_equal(bm_utf8_check("\xED\xA0\x80", 3), 0);     /* surrogate */
    assert_int_equal(bm_utf8_check("\xF4\x90\x80\x80", 4), 0); /* above U+10FFFF */
    assert_int_equal(bm_utf8_check("ab\xE7\x89", 4), 2);       /* cut short */
}

static void distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(bm_str_distance(BM_STR("title"), BM_STR("tilte")), 1);
    assert_int_equal(bm_str_distance(BM_STR("公告"), BM_STR("公报")), 1);
    assert_int_equal(bm_str_distance(BM_STR(""), BM_STR("abc")), 3);
}

static void decimals_have_no_trailing_zeros(void **state)
{
    (void)state;
    struct bm_buf b = {0};
    bm_buf_decimal(&b, 1250, 3);
    bm_buf_char(&b, ' ');
    bm_buf_decimal(&b, -500, 3);
    bm_buf_char(&b, ' ');
    bm_buf_decimal(&b, 7000, 3);
    bm_buf_char(&b, ' ');
    bm_buf_mm(&b, bm_len_um(225425));
    assert_str(bm_buf_view(&b), "1.25 -0.5 7 225.43");
    bm_buf_free(&b);
}

static void a_message_shows_line_and_caret(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    struct bm_diags diags = {.arena = a};
    uint32_t f = bm_sources_add(&sources, BM_STR("x/甲.md"), BM_STR("甲.md"),
                                BM_STR("第一行\n会议\x01认为\n"));
    bm_diag(&diags, BM_MSG_CONTROL_CHARACTER, ((struct bm_span){f, 16, 1}), BM_STR("U+0001"));
    struct bm_buf b = {0};
    bm_diag_format(&b, &diags.v[0], &sources, BM_LANG_EN);
    assert_str(bm_buf_view(&b), "x/甲.md:2:3: error [control-character]: control character U+0001 "
                                "in the text\n    会议 认为\n        ^\n"
                                "  Delete it; it has no printed form.\n");
    b.n = 0;
    bm_diag_json(&b, &diags.v[0], &sources, BM_LANG_ZH);
    assert_str(bm_buf_view(&b),
               "{\"type\":\"diagnostic\",\"level\":\"error\",\"code\":\"control-character\","
               "\"file\":\"甲.md\",\"line\":2,\"column\":3,\"text\":\"文中有控制字符 U+0001\","
               "\"help\":\"请删除；它没有可印的形式。\"}\n");
    assert_int_equal(bm_diags_exit(&diags, false), BM_EXIT_INPUT);
    bm_buf_free(&b);
    bm_arena_drop(a);
}

/* The conversions of a format of printf, one after the other. */
static void conversions(const char *s, char found[64])
{
    size_t n = 0;
    while ((s = strchr(s, '%'))) {
        const size_t length = 2 + strcspn(s + 1, "%diouxcsf");
        memcpy(found + n, s, length);
        n += length;
        s += length;
    }
    found[n] = 0;
}

/* A message in both languages, which say the same of the same arguments. */
static void assert_message(const char *en, const char *zh)
{
    assert_int_equal(!*en, !*zh);
    assert_int_equal(bm_utf8_check(zh, strlen(zh)), strlen(zh));
    for (char n = '1'; n <= '9'; n++) {
        const char place[] = {'{', n, '}', 0};
        assert_int_equal(!strstr(en, place), !strstr(zh, place));
    }
}

static void assert_label(const char *en, const char *zh)
{
    char one[64], other[64];
    conversions(en, one);
    conversions(zh, other);
    assert_string_equal(one, other);
    assert_string_not_equal(en, zh);
}

/* One catalogue, both languages complete: messages, labels, and reasons too. */
static void all_words_are_there_in_both_languages(void **state)
{
    (void)state;
#define M(name, code, level, status, en, en_help, zh, zh_help)                                     \
    assert_string_not_equal(en, zh);                                                               \
    assert_message(en, zh);                                                                        \
    assert_message(en_help, zh_help);
#include "base/messages.def"
#undef M
#define L(name, en, zh) assert_label(en, zh);
#include "base/labels.def"
#undef L
}

static void a_reason_is_said_in_the_language_of_its_message(void **state)
{
    (void)state;
    static const char *const reasons[][2] = {
#define R(en, zh) {en, zh},
#include "base/reasons.def"
#undef R
    };
    struct bm_arena *a = bm_arena_new();
    struct bm_diags diags = {.arena = a};
    struct bm_buf b = {0};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        diags.n = 0;
        bm_diag(&diags, BM_MSG_UNSUPPORTED_MARKUP, bm_span_none(), bm_str_c(reasons[i][0]));
        b.n = 0;
        bm_diag_sentence(&b, &diags.v[0], BM_LANG_ZH);
        bm_buf_char(&b, 0);
        assert_int_equal(strncmp(b.p, reasons[i][1], strlen(reasons[i][1])), 0);
        assert_string_equal(b.p + strlen(reasons[i][1]), "无法排印");
        b.n = 0;
        bm_diag_sentence(&b, &diags.v[0], BM_LANG_EN);
        bm_buf_char(&b, 0);
        assert_int_equal(strncmp(b.p, reasons[i][0], strlen(reasons[i][0])), 0);
    }
    bm_buf_free(&b);
    bm_arena_drop(a);
}

/* Whatever the system says of files has its Chinese. */
static void what_the_system_says_is_said_in_chinese(void **state)
{
    (void)state;
    static const int errors[] = {ENOENT, EACCES,  ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EROFS,
                                 ENOSPC, EDQUOT,  EIO,     EFBIG,  EBUSY,        EPIPE, ETXTBSY,
                                 ENOMEM, EMFILE,  ENFILE,  EPERM,  EINVAL,       ENXIO, ENODEV,
                                 ESTALE, EUCLEAN, EEXIST,  EXDEV,  ENOTEMPTY,    EBADF};
    struct bm_arena *a = bm_arena_new();
    struct bm_buf b = {0};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        struct bm_diags diags = {.arena = a};
        bm_diag(&diags, BM_MSG_UNSUPPORTED_MARKUP, bm_span_none(), bm_str_c(strerror(errors[i])));
        b.n = 0;
        bm_diag_sentence(&b, &diags.v[0], BM_LANG_ZH);
        for (size_t k = 0; k < b.n; k++)
            assert_true((unsigned char)b.p[k] >= 0x80);
    }
    bm_buf_free(&b);
    bm_arena_drop(a);
}

/* What each list of several says of the machine is said once; what is said of the text, as often.
 */
static void lists_are_joined_in_their_order(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_diags all = {.arena = a}, one = {.arena = a}, two = {.arena = a};
    const struct bm_span span = {0, 3, 1};
    bm_diag(&one, BM_MSG_MISSING_GLYPH, span, BM_STR("x"));
    bm_diag(&one, BM_MSG_NO_HYPHENATION, bm_span_none(), BM_STR("en"));
    bm_diag(&two, BM_MSG_NO_HYPHENATION, bm_span_none(), BM_STR("en"));
    bm_diag(&two, BM_MSG_NO_HYPHENATION, bm_span_none(), BM_STR("de"));
    bm_diag(&two, BM_MSG_MISSING_GLYPH, span, BM_STR("x"));
    bm_diags_append(&all, &one);
    bm_diags_append(&all, &two);
    assert_int_equal(all.n, 4);
    assert_int_equal(all.v[0].message, BM_MSG_MISSING_GLYPH);
    assert_str(all.v[1].args[0], "en");
    assert_str(all.v[2].args[0], "de");
    assert_int_equal(all.v[3].message, BM_MSG_MISSING_GLYPH);
    bm_arena_drop(a);
}

static size_t count_of(struct bm_str text, const char *word)
{
    size_t n = 0;
    for (size_t i = 0; i + strlen(word) <= text.n; i++)
        n += memcmp(text.p + i, word, strlen(word)) == 0;
    return n;
}

/* Of 30,000 messages of one kind, found from the end to the start, 20 are shown, the first by
 * place, and the rest is counted; once all were, and each looked through the file for its line. */
static void a_list_shows_the_first_of_a_kind(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    struct bm_diags diags = {.arena = a}, all = {.arena = a};
    char *text = bm_arena_alloc(a, 120000);
    for (size_t i = 0; i < 120000; i++)
        text[i] = i % 40 == 39 ? '\n' : 'x';
    bm_sources_add(&sources, BM_STR("a"), BM_STR("a"), (struct bm_str){text, 120000});
    for (uint32_t i = 5000; i-- > 0;)
        bm_diag(&diags, BM_MSG_MISSING_GLYPH, ((struct bm_span){0, 4 * i, 1}), BM_STR("x"));
    bm_diag(&diags, BM_MSG_UNKNOWN_KEY, ((struct bm_span){0, 9, 1}), BM_STR("k"), BM_STR("l"));
    for (uint32_t i = 5000; i < 30000; i++)
        bm_diag(&diags, BM_MSG_MISSING_GLYPH, ((struct bm_span){0, 4 * i, 1}), BM_STR("x"));
    bm_diags_append(&all, &diags);
    assert_int_equal(all.n, BM_DIAGS_KEPT + 1);
    assert_int_equal(all.errors, 30001);
    assert_true(bm_diags_full(&all, BM_MSG_MISSING_GLYPH));
    assert_false(bm_diags_full(&all, BM_MSG_UNKNOWN_KEY));
    struct bm_buf b = {0};
    struct bm_listing how = {BM_LANG_EN, BM_NOTE, false};
    bm_diags_list(&b, &all, &sources, &how);
    assert_int_equal(count_of(bm_buf_view(&b), "[missing-glyph]: no face"), BM_DIAGS_SHOWN);
    assert_int_equal(count_of(bm_buf_view(&b), "a:1:1: "), 1);
    assert_int_equal(count_of(bm_buf_view(&b), "a:2:37: "), 1);
    assert_int_equal(count_of(bm_buf_view(&b), "a:3:1: "), 0);
    assert_int_equal(count_of(bm_buf_view(&b), "[unknown-key]"), 1);
    assert_int_equal(
        count_of(bm_buf_view(&b), "error [missing-glyph]: and 29,980 more of this kind\n"), 1);
    b.n = 0;
    how = (struct bm_listing){BM_LANG_ZH, BM_NOTE, true};
    bm_diags_list(&b, &all, &sources, &how);
    assert_int_equal(count_of(bm_buf_view(&b), "\"diagnostic\""), BM_DIAGS_JSON + 1);
    assert_int_equal(count_of(bm_buf_view(&b),
                              "{\"type\":\"left-out\",\"level\":\"error\",\"code\":"
                              "\"missing-glyph\",\"count\":29000}\n"),
                     1);
    bm_buf_free(&b);
    bm_diags_cut(&all, 0);
    assert_int_equal(all.n, 0);
    assert_int_equal(all.counts[BM_MSG_UNKNOWN_KEY], 0);
    bm_arena_drop(a);
}

/* Of a word of two million bytes a message shows start and end. */
static void a_message_quotes_no_more_than_a_line_or_two(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_diags diags = {.arena = a};
    const size_t n = 2000000;
    char *text = bm_arena_alloc(a, n + 1);
    for (size_t i = 0; i + 2 < n; i += 3)
        memcpy(text + i, "字", 3);
    memcpy(text + n - 2, "b", 2);
    bm_diag(&diags, BM_MSG_UNKNOWN_KEY, bm_span_none(), ((struct bm_str){text, n - 1}), BM_STR(""));
    const struct bm_str word = diags.v[0].args[0];
    assert_in_range(word.n, 700, BM_WORD_START + BM_WORD_END + 10);
    assert_int_equal(bm_utf8_check(word.p, word.n), word.n);
    assert_int_equal(word.p[word.n - 1], 'b');
    assert_true(
        bm_diag_said(&diags, BM_MSG_UNKNOWN_KEY, bm_span_none(), &(struct bm_str){text, n - 1}, 1));
    bm_arena_drop(a);
}

/* Whatever the bytes, what comes out is characters that XML may hold. */
static void bytes_are_made_characters(void **state)
{
    (void)state;
    static const char bytes[] =
        "a\x00\xFF字\xE5\xAD\x1B\xEF\xBF\xBE\xED\xA0\x80\xF0\x9F\x98\x80\xF0\x9F";
    static const uint32_t want[] = {'a',    0xFFFD, 0xFFFD, 0x5B57, 0xFFFD,  0xFFFD, 0xFFFD,
                                    0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x1F600, 0xFFFD, 0xFFFD};
    size_t k = 0;
    for (size_t i = 0; i < sizeof bytes - 1; k++)
        assert_int_equal(bm_character_next(bytes, sizeof bytes - 1, &i), want[k]);
    assert_int_equal(k, sizeof want / sizeof *want);
}

/* Small, large and past all blocks; again after clearing. */
static void memory_of_an_arena_is_zero(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 100, 40000, 700000, 1500000, 3000000, 16};
    struct bm_arena *a = bm_arena_new();
    for (int again = 0; again < 2; again++) {
        for (size_t k = 0; k < 100; k++) {
            const size_t n = sizes[k % (sizeof sizes / sizeof *sizes)];
            unsigned char *p = bm_arena_alloc(a, n);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            assert_int_equal(p[0] | p[n / 2] | p[n - 1], 0);
            memset(p, 0xFF, n);
        }
        bm_arena_clear(a);
    }
    bm_arena_drop(a);
}

/* What is reset is asked for again and again: zeroed each time, and no more of it than once. */
static void an_arena_that_is_reset_is_used_again(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 200; i++) {
            const size_t n = (size_t)(1 + i * 97 % 5000);
            unsigned char *p = bm_arena_alloc(a, n);
            assert_int_equal(p[0] | p[n / 2] | p[n - 1], 0);
            memset(p, 0xFF, n);
        }
        bm_arena_reset(a);
        assert_int_equal(bm_arena_used(a), 0);
    }
    bm_arena_drop(a);
}

static void a_source_is_replaced_in_its_place(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new(), *b = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    uint32_t line, column;
    bm_sources_add(&sources, BM_STR("x"), BM_STR("x"), BM_STR("one"));
    const uint32_t file = bm_sources_add(&sources, BM_STR("y"), BM_STR("y"), BM_STR("two"));
    bm_sources_replace(&sources, file, b, BM_STR("\n\nthree"));
    assert_str(sources.v[file].text, "\n\nthree");
    assert_str(sources.v[file].name, "y");
    assert_int_equal(sources.n, 2);
    bm_source_place(&sources.v[file], 4, &line, &column, NULL);
    assert_int_equal(line, 3);
    assert_int_equal(column, 3);
    bm_arena_drop(a);
    bm_arena_drop(b);
}

struct crew_test {
    unsigned times[200], taken[BM_CREW_MOST][200];
};

static void take(void *context, unsigned hand, size_t i)
{
    struct crew_test *test = context;
    test->times[i]++;
    test->taken[hand][i]++;
}

static void a_crew_does_each_piece_once(void **state)
{
    (void)state;
    const unsigned jobs[] = {0, 1, 3, 1000};
    for (size_t j = 0; j < 4; j++) {
        static struct crew_test test;
        memset(&test, 0, sizeof test);
        bm_crew_run(jobs[j], 200, take, &test);
        for (size_t i = 0; i < 200; i++)
            assert_int_equal(test.times[i], 1);
        if (j < 2)
            for (size_t i = 0; i < 200; i++)
                assert_int_equal(test.taken[0][i], 1);
    }
    bm_crew_run(4, 0, take, NULL);
}

/* Items 0 to n - 1 under few hashes: all are found, and no other. */
static void an_index_finds_what_was_added(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_index index = {0};
    size_t at = 0;
    assert_int_equal(bm_index_next(&index, 1, &at), BM_INDEX_NONE);
    for (uint32_t i = 0; i < 1000; i++)
        bm_index_add(arena, &index, i % 100 * 64, i);
    for (uint32_t hash = 0; hash < 200; hash++) {
        uint32_t found = 0, i;
        at = 0;
        while ((i = bm_index_next(&index, hash * 64, &at)) != BM_INDEX_NONE) {
            assert_int_equal(i % 100, hash);
            found++;
        }
        assert_int_equal(found, hash < 100 ? 10 : 0);
    }
    bm_arena_drop(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_round_to_nearest),
        cmocka_unit_test(utf8_is_checked_by_the_table),
        cmocka_unit_test(distance_counts_edits_and_swaps),
        cmocka_unit_test(decimals_have_no_trailing_zeros),
        cmocka_unit_test(a_message_shows_line_and_caret),
        cmocka_unit_test(all_words_are_there_in_both_languages),
        cmocka_unit_test(a_reason_is_said_in_the_language_of_its_message),
        cmocka_unit_test(what_the_system_says_is_said_in_chinese),
        cmocka_unit_test(lists_are_joined_in_their_order),
        cmocka_unit_test(a_list_shows_the_first_of_a_kind),
        cmocka_unit_test(a_message_quotes_no_more_than_a_line_or_two),
        cmocka_unit_test(bytes_are_made_characters),
        cmocka_unit_test(memory_of_an_arena_is_zero),
        cmocka_unit_test(an_arena_that_is_reset_is_used_again),
        cmocka_unit_test(a_source_is_replaced_in_its_place),
        cmocka_unit_test(a_crew_does_each_piece_once),
        cmocka_unit_test(an_index_finds_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

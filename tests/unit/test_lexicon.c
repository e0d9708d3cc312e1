/* The lexicon: what is written is read again, what is damaged is refused, and the words of a text
 * are the likeliest. */
#include "unit.h"

#include "base/file.h"
#include "words/path.h"
#include "words/write.h"

#include <stdio.h>
#include <stdlib.h>

struct maps {
    struct bm_arena *arena;
    struct bm_diags diags;
    struct bm_lexicon lexicon;
};

static int open_map(void **state)
{
    struct bm_arena *arena = bm_arena_new();
    struct maps *m = BM_NEW(arena, struct maps);
    m->arena = m->diags.arena = arena;
    *state = m;
    return bm_lexicon_open(BM_BUILD_DIR "/words.map", &m->lexicon, &m->diags) ? 0 : -1;
}

static int close_map(void **state)
{
    struct maps *m = *state;
    bm_lexicon_close(&m->lexicon);
    bm_arena_drop(m->arena);
    return 0;
}

static uint32_t letters_of(const char *text, char16_t *out)
{
    uint32_t n = 0;
    for (size_t i = 0, length = strlen(text); i < length;)
        out[n++] = (char16_t)bm_utf8_next(text, length, &i);
    return n;
}

static uint32_t length_of(const char16_t *text)
{
    uint32_t n = 0;
    while (text[n])
        n++;
    return n;
}

/* A map of three words, a trait and a letter, in the order given by turn. */
static void small_map(struct bm_arena *arena, unsigned turn, struct bm_buf *out)
{
    static const char16_t *const texts[] = {u"社会", u"社会主义", u"主义"};
    struct bm_entry words[3], trait = {.text = u"会议", .length = 2, .traits = BM_TRAIT_HEAD_NOUN};
    struct bm_lexicon_letter letter = {.letter = u'王', .surname = 40, .first = 255};
    for (unsigned i = 0; i < 3; i++) {
        const unsigned k = (i + turn) % 3;
        words[i] = (struct bm_entry){.text = texts[k],
                                     .length = length_of(texts[k]),
                                     .cost = (uint16_t)(100 + k),
                                     .cls = k == 1 ? BM_WORD_IDIOM : BM_WORD_NOUN};
    }
    bm_lexicon_write(arena, words, 3, &trait, 1, &letter, 1, out);
}

/* Two words that are often met together are a pair and no word; what is a word is no pair. */
static void pairs_are_no_words(void **state)
{
    const struct maps *m = *state;
    struct bm_listed found[BM_LISTED_MOST];
    char16_t text[BM_LISTED_MOST];
    uint32_t n = letters_of("量化宽松政策", text), pairs = 0;
    for (size_t i = 0, k = bm_lexicon_words(&m->lexicon, text, n, found); i < k; i++)
        pairs += found[i].length == n;
    assert_int_equal(pairs, 1); /* listed */
    assert_int_equal(bm_lexicon_pairs(&m->lexicon, text, n, found), 0);
    n = letters_of("生态治理", text);
    for (size_t i = 0, k = bm_lexicon_words(&m->lexicon, text, n, found); i < k; i++)
        assert_true(found[i].length < n);
    assert_int_equal(bm_lexicon_pairs(&m->lexicon, text, n, found), 1);
    assert_int_equal(found[0].length, n);
    assert_true(found[0].cost >= 1 && found[0].cost <= 24);
}

static void what_is_written_is_read(void **state)
{
    struct maps *m = *state;
    struct bm_buf a = {0}, b = {0};
    struct bm_lexicon lexicon;
    struct bm_listed found[BM_LISTED_MOST];
    small_map(m->arena, 0, &a);
    small_map(m->arena, 2, &b);
    assert_true(a.n == b.n && memcmp(a.p, b.p, a.n) == 0); /* whatever the order */
    assert_null(bm_lexicon_view(a.p, a.n, &lexicon));
    assert_int_equal(bm_lexicon_words(&lexicon, u"社会主义", 4, found), 2);
    assert_int_equal(found[0].length, 2);
    assert_int_equal(found[0].cost, 100);
    assert_int_equal(found[1].length, 4);
    assert_int_equal(found[1].cls, BM_WORD_IDIOM);
    assert_int_equal(bm_lexicon_words(&lexicon, u"社会主义", 3, found), 1);
    assert_int_equal(bm_lexicon_words(&lexicon, u"义", 1, found), 0);
    assert_int_equal(bm_lexicon_traits(&lexicon, u"会议", 2), BM_TRAIT_HEAD_NOUN);
    assert_int_equal(bm_lexicon_traits(&lexicon, u"会", 1), 0);
    assert_int_equal(bm_lexicon_starts(&lexicon, u"会议室", 3), BM_TRAIT_HEAD_NOUN);
    assert_int_equal(bm_lexicon_letter(&lexicon, u'王')->surname, 40);
    assert_null(bm_lexicon_letter(&lexicon, u'李'));
    bm_buf_free(&a);
    bm_buf_free(&b);
}

/* Any byte that changes, and any length but the right one, is noticed. */
static void a_damaged_map_is_refused(void **state)
{
    struct maps *m = *state;
    struct bm_buf b = {0};
    struct bm_lexicon lexicon;
    small_map(m->arena, 0, &b);
    for (size_t n = 0; n < b.n; n++)
        assert_non_null(bm_lexicon_view(b.p, n, &lexicon));
    for (size_t i = 0; i < b.n; i++) {
        const bool counted = i < 16 || (i >= 20 && i < 32) || i >= sizeof(struct bm_lexicon_header);
        b.p[i] ^= 0x10;
        if (counted) /* not the number of words, which is for people, nor what is reserved */
            assert_non_null(bm_lexicon_view(b.p, b.n, &lexicon));
        b.p[i] ^= 0x10;
    }
    assert_null(bm_lexicon_view(b.p, b.n, &lexicon));
    bm_buf_free(&b);
}

/* A map that was made to mislead gives wrong words at worst: every number is clamped. */
static void numbers_of_a_map_are_clamped(void **state)
{
    struct maps *m = *state;
    struct bm_buf b = {0};
    struct bm_listed found[BM_LISTED_MOST];
    small_map(m->arena, 0, &b);
    struct bm_lexicon_header h;
    for (size_t i = sizeof h; i < b.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct bm_lexicon lexicon;
            struct bm_word words[8];
            b.p[i] = (char)(b.p[i] ^ 1 << bit);
            memcpy(&h, b.p, sizeof h);
            h.sum = bm_hash_bulk(b.p + sizeof h, b.n - sizeof h);
            memcpy(b.p, &h, sizeof h);
            assert_null(bm_lexicon_view(b.p, b.n, &lexicon));
            assert_true(bm_lexicon_words(&lexicon, u"社会主义", 4, found) <= 4);
            const uint32_t n =
                bm_path_find(m->arena, &lexicon, u"王社会主义", 5, NULL, false, words, NULL);
            assert_true(n >= 1 && n <= 5 && words[0].from == 0 && words[n - 1].end == 5);
            b.p[i] = (char)(b.p[i] ^ 1 << bit);
        }
    bm_buf_free(&b);
}

static void a_file_that_is_none_is_said(void **state)
{
    struct maps *m = *state;
    struct bm_lexicon lexicon;
    struct bm_diags diags = {.arena = m->arena};
    assert_false(bm_lexicon_open("/nowhere/words.map", &lexicon, &diags));
    assert_int_equal(diags.v[0].message, BM_MSG_NO_LEXICON);
    assert_false(bm_lexicon_open(BM_SOURCE_DIR "/words/words.yaml", &lexicon, &diags));
    assert_int_equal(diags.v[1].message, BM_MSG_BAD_LEXICON);
    assert_null(lexicon.words);
}

/* The words of the text, with bars between them. */
static const char *words_of(struct maps *m, const char *text)
{
    char16_t letters[200];
    struct bm_word words[200];
    const uint32_t n = letters_of(text, letters);
    const uint32_t count =
        bm_path_find(m->arena, &m->lexicon, letters, n, NULL, false, words, NULL);
    struct bm_buf b = {0};
    for (uint32_t k = 0; k < count; k++) {
        if (k)
            bm_buf_char(&b, '|');
        for (uint32_t i = words[k].from; i < words[k].end; i++) {
            char bytes[4];
            bm_buf_put(&b, bytes, bm_utf8_put(letters[i], bytes));
        }
    }
    return bm_buf_keep(&b, m->arena).p;
}

static void words_are_the_likeliest(void **state)
{
    struct maps *m = *state;
    assert_string_equal(words_of(m, "中国共产党石桥乡代表大会"), "中国共产党|石桥乡|代表大会");
    assert_string_equal(words_of(m, "社会主义现代化建设"), "社会主义现代化|建设");
    assert_string_equal(words_of(m, "同比增长5.2%"), "同比|增长|5.2%");
    assert_string_equal(words_of(m, "第十四届"), "第十四届");
    assert_string_equal(words_of(m, "3千万元"), "3千万|元");
    assert_string_equal(words_of(m, "AI+医疗"), "AI+|医疗");
    assert_string_equal(words_of(m, ""), "");
}

/* Names that no list has: a surname and a given name, and names spelt by sound. */
static void names_are_found_by_rule(void **state)
{
    struct maps *m = *state;
    assert_string_equal(words_of(m, "市长赵立群会见代表团"), "市长|赵立群|会见|代表团");
    assert_string_equal(words_of(m, "欧阳明远教授"), "欧阳明远|教授");
    assert_string_equal(words_of(m, "恩加拉·乌德瓦当选"), "恩加拉·乌德瓦|当选");
}

/* Where another reading of the text is as likely the margin is small. */
static void margins_tell_doubtful_words(void **state)
{
    struct maps *m = *state;
    char16_t letters[40];
    struct bm_word words[40];
    uint32_t margins[40];
    const uint32_t n = letters_of("中华人民共和国成立", letters);
    bm_path_find(m->arena, &m->lexicon, letters, n, NULL, false, words, margins);
    assert_int_equal(margins[2], 0); /* inside the best way's own word */
    assert_true(margins[7] > 3 * BM_COST_UNIT);
    assert_int_equal(margins[0], BM_MARGIN_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(pairs_are_no_words),
        cmocka_unit_test(a_damaged_map_is_refused),
        cmocka_unit_test(numbers_of_a_map_are_clamped),
        cmocka_unit_test(a_file_that_is_none_is_said),
        cmocka_unit_test(words_are_the_likeliest),
        cmocka_unit_test(names_are_found_by_rule),
        cmocka_unit_test(margins_tell_doubtful_words),
    };
    return cmocka_run_group_tests(tests, open_map, close_map);
}

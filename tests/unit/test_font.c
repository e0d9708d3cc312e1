/* font/: the declaration, glyphs and their ink, subsets, and what is said of absent fonts. */
#define _GNU_SOURCE /* memmem() */

#include "unit.h"

#include "base/file.h"
#include "font/font.h"

#include <stdio.h>

struct shop {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_fonts *fonts;
};

static struct shop shop_of(struct bm_str yaml)
{
    struct shop s = {.arena = bm_arena_new()};
    s.sources.arena = s.arena;
    s.diags.arena = s.arena;
    uint32_t file = bm_sources_add(&s.sources, BM_STR("fonts.yaml"), BM_STR("fonts.yaml"), yaml);
    s.fonts = bm_fonts_read(s.arena, &s.sources, file, BM_STR("/nowhere"), &s.diags);
    return s;
}

static struct shop shop(void)
{
    struct bm_arena *a = bm_arena_new();
    struct bm_diags diags = {.arena = a};
    struct bm_str yaml;
    assert_true(bm_file_read(a, BM_SOURCE_DIR "/fonts/fonts.yaml", bm_span_none(), &diags, &yaml));
    struct shop s = shop_of(yaml);
    bm_arena_drop(a);
    assert_int_equal(s.diags.n, 0);
    assert_non_null(s.fonts);
    return s;
}

static void close_shop(struct shop *s)
{
    bm_fonts_close(s->fonts);
    bm_arena_drop(s->arena);
}

/* The first face of the role, open. */
static const struct bm_face *opened(struct shop *s, const char *role, const char *weight)
{
    const struct bm_typeface *t =
        bm_fonts_typeface(s->fonts, bm_str_c(role), bm_str_c(weight), bm_span_none(), &s->diags);
    assert_non_null(t);
    assert_true(bm_face_open(s->fonts, t->faces[0], &s->diags));
    return t->faces[0];
}

static void every_declared_face_opens(void **state)
{
    (void)state;
    struct shop s = shop();
    assert_int_equal(bm_fonts_count(s.fonts), 11);
    assert_int_equal(bm_fonts_typeface_count(s.fonts), 11);
    for (size_t i = 0; i < bm_fonts_count(s.fonts); i++) {
        const struct bm_face *face = bm_fonts_face(s.fonts, i);
        assert_true(bm_face_open(s.fonts, face, &s.diags));
        assert_int_equal(face->upem, 1000);
        assert_int_equal(face->ascender - face->descender, 1000);
        assert_true(face->descender < 0);
        assert_int_equal(face->cff, face->id.p[0] != 'k');
        assert_true(bm_face_glyph(face, 0x7248) > 0);
    }
    close_shop(&s);
}

static void glyphs_have_ink_and_advance(void **state)
{
    (void)state;
    struct shop s = shop();
    const struct bm_face *song = opened(&s, "宋", "");
    assert_str(song->id, "song-regular");
    assert_int_equal(song->ascender, 880);
    uint32_t bracket = bm_face_glyph(song, 0x300A);
    assert_true(bracket > 0);
    assert_int_equal(bm_face_glyph(song, 0x10FFFD), 0);
    assert_int_equal(bm_face_advance(song, bracket), 1000);
    hb_glyph_extents_t ink;
    assert_true(bm_face_ink(song, bracket, &ink));
    assert_true(ink.x_bearing >= 500); /* 《 */
    assert_true(ink.x_bearing + ink.width <= 1000);
    assert_false(bm_face_ink(song, bm_face_glyph(song, 0x3000), &ink));
    close_shop(&s);
}

#define SHOWN 20

/* .notdef and the glyphs of the characters from 地 on, ascending. */
static size_t some_glyphs(const struct bm_face *face, struct bm_subset_glyph glyphs[SHOWN])
{
    size_t n = 1;
    glyphs[0] = (struct bm_subset_glyph){0};
    for (uint32_t cp = 0x5730; n < SHOWN; cp++) {
        uint32_t gid = bm_face_glyph(face, cp);
        if (gid == 0)
            continue;
        size_t at = n++;
        for (; glyphs[at - 1].gid > gid; at--)
            glyphs[at] = glyphs[at - 1];
        glyphs[at] = (struct bm_subset_glyph){gid, 0};
    }
    return n;
}

static bool holds(struct bm_str bytes, const char *words)
{
    return memmem(bytes.p, bytes.n, words, strlen(words)) != NULL;
}

static void a_cff_subset_is_named_and_numbered(void **state)
{
    (void)state;
    struct shop s = shop();
    const struct bm_face *song = opened(&s, "宋", "bold");
    struct bm_subset_glyph glyphs[SHOWN];
    size_t n = some_glyphs(song, glyphs);
    struct bm_subset one, two;
    assert_true(bm_face_subset(s.arena, song, glyphs, n, &one));
    assert_true(bm_face_subset(s.arena, song, glyphs, n, &two));
    assert_true(bm_str_eq(one.program, two.program));
    assert_int_equal(one.program.p[0], 1); /* major version; an sfnt would begin with O or 0 */
    assert_true(one.program.p[2] >= 4);
    assert_in_range(one.program.n, 1000, 20000);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(one.cid[i], i);
        assert_int_equal(one.new_gid[i], i);
    }
    /* The file calls all of its faces by the name of the first, NotoSerifCJKjp-Bold. */
    assert_true(holds(one.program, "NotoSerifCJKsc-Bold"));
    assert_false(holds(one.program, "CJKjp"));
    close_shop(&s);
}

static void a_truetype_subset_reopens(void **state)
{
    (void)state;
    struct shop s = shop();
    const struct bm_face *kai = opened(&s, "楷", "regular");
    struct bm_subset_glyph glyphs[SHOWN];
    size_t n = some_glyphs(kai, glyphs);
    struct bm_subset one, two;
    assert_true(bm_face_subset(s.arena, kai, glyphs, n, &one));
    assert_true(bm_face_subset(s.arena, kai, glyphs, n, &two));
    assert_true(bm_str_eq(one.program, two.program));

    hb_blob_t *blob =
        hb_blob_create(one.program.p, (unsigned)one.program.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    assert_in_range(hb_face_get_glyph_count(face), n, 4 * n);
    for (size_t i = 0; i < n; i++) {
        hb_glyph_extents_t was, is = {0};
        assert_int_equal(one.cid[i], i);
        assert_int_equal(hb_font_get_glyph_h_advance(font, one.new_gid[i]),
                         bm_face_advance(kai, glyphs[i].gid));
        bm_face_ink(kai, glyphs[i].gid, &was);
        hb_font_get_glyph_extents(font, one.new_gid[i], &is);
        assert_memory_equal(&was, &is, sizeof was);
    }
    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    close_shop(&s);
}

/* fonts.yaml with one face of the file, size and checksum. */
static struct shop shop_of_one(const char *file, const char *rest, const char *role)
{
    char yaml[1024];
    int n = snprintf(yaml, sizeof yaml,
                     "faces:\n  lost:\n    file: %s\n    postscript: Lost\n"
                     "    package: fonts-lost\n    licence: OFL-1.1\n%s"
                     "    sha256: "
                     "0000000000000000000000000000000000000000000000000000000000000000\n"
                     "roles:\n  宋:\n    regular: [%s]\n",
                     file, rest, role);
    return shop_of((struct bm_str){yaml, (size_t)n});
}

static void an_absent_font_names_its_package(void **state)
{
    (void)state;
    struct shop s = shop_of_one("lost.otf", "    size: 10\n    checksum-adjustment: 1\n", "lost");
    assert_non_null(s.fonts);
    const struct bm_face *face = bm_fonts_face(s.fonts, 0);
    assert_str(face->path, "/nowhere/lost.otf");
    assert_false(bm_face_open(s.fonts, face, &s.diags));
    assert_false(bm_face_open(s.fonts, face, &s.diags));
    assert_int_equal(s.diags.n, 1); /* said once */
    assert_int_equal(s.diags.v[0].message, BM_MSG_MISSING_FONT);
    assert_int_equal(bm_diags_exit(&s.diags, false), BM_EXIT_INPUT);
    struct bm_buf b = {0};
    bm_diag_format(&b, &s.diags.v[0], &s.sources, BM_LANG_EN);
    bm_buf_char(&b, '\0');
    assert_non_null(strstr(b.p, "fonts.yaml:2:3: error [missing-font]"));
    assert_non_null(strstr(b.p, "apt install fonts-lost"));
    bm_buf_free(&b);
    assert_false(bm_fonts_verify(s.fonts, &s.diags));
    close_shop(&s);
}

static void another_font_differs(void **state)
{
    (void)state;
    const char *file = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf";
    struct shop s = shop_of_one(file, "    size: 10\n    checksum-adjustment: 1\n", "lost");
    assert_false(bm_face_open(s.fonts, bm_fonts_face(s.fonts, 0), &s.diags));
    assert_int_equal(s.diags.v[0].message, BM_MSG_FONT_DIFFERS);
    assert_str(s.diags.v[0].args[1], "size in bytes");
    close_shop(&s);

    /* the right size and another checksum */
    struct shop good = shop();
    uint64_t size = opened(&good, "楷", "")->size;
    close_shop(&good);
    char rest[96];
    snprintf(rest, sizeof rest, "    size: %llu\n    checksum-adjustment: 1\n",
             (unsigned long long)size);
    s = shop_of_one(file, rest, "lost");
    assert_false(bm_face_open(s.fonts, bm_fonts_face(s.fonts, 0), &s.diags));
    assert_int_equal(s.diags.v[0].message, BM_MSG_FONT_DIFFERS);
    assert_str(s.diags.v[0].args[1], "head.checkSumAdjustment");
    s.diags.n = 0;
    assert_false(bm_fonts_verify(s.fonts, &s.diags));
    assert_str(s.diags.v[0].args[1], "SHA-256");
    close_shop(&s);
}

static void unknown_names_get_the_nearest(void **state)
{
    (void)state;
    struct shop s = shop();
    assert_null(bm_fonts_typeface(s.fonts, BM_STR("宋"), BM_STR("bald"), bm_span_none(), &s.diags));
    assert_null(bm_fonts_typeface(s.fonts, BM_STR("仿宋"), BM_STR(""), bm_span_none(), &s.diags));
    assert_int_equal(s.diags.n, 2);
    assert_int_equal(s.diags.v[0].message, BM_MSG_UNKNOWN_ROLE);
    assert_str(s.diags.v[0].args[0], "宋 bald");
    assert_str(s.diags.v[0].args[1], "宋 bold");
    assert_str(s.diags.v[1].args[0], "仿宋");
    assert_str(s.diags.v[1].args[1], "宋");
    close_shop(&s);

    s = shop_of_one("lost.otf", "    size: 10\n    checksum-adjustment: 1\n", "lots");
    assert_null(s.fonts);
    assert_int_equal(s.diags.n, 1);
    assert_int_equal(s.diags.v[0].message, BM_MSG_UNKNOWN_WORD);
    assert_str(s.diags.v[0].args[1], "lost");
    close_shop(&s);

    s = shop_of_one("lost.otf", "    checksum-adjustment: x\n", "lost");
    assert_null(s.fonts);
    assert_int_equal(s.diags.n, 2);
    assert_int_equal(s.diags.v[0].message, BM_MSG_MISSING_KEY);
    assert_int_equal(s.diags.v[1].message, BM_MSG_BAD_NUMBER);
    close_shop(&s);
}

static void the_declared_files_are_the_installed_ones(void **state)
{
    (void)state;
    struct shop s = shop();
    assert_true(bm_fonts_verify(s.fonts, &s.diags));
    assert_int_equal(s.diags.n, 0);
    close_shop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_declared_face_opens),
        cmocka_unit_test(glyphs_have_ink_and_advance),
        cmocka_unit_test(a_cff_subset_is_named_and_numbered),
        cmocka_unit_test(a_truetype_subset_reopens),
        cmocka_unit_test(an_absent_font_names_its_package),
        cmocka_unit_test(another_font_differs),
        cmocka_unit_test(unknown_names_get_the_nearest),
        cmocka_unit_test(the_declared_files_are_the_installed_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

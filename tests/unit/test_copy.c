/* font/copy*: what is copied is what the face has, glyph by glyph, as FreeType reads both:
 * outlines, and the advances asked for. Every 61st glyph of each declared face, or, called with
 * `all`, every one, and HarfBuzz's subsets beside. */
#include "unit.h"

#include "base/file.h"
#include "font/charstring.h"

#include <ft2build.h>
#include <stdio.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-subset.h>

#define BATCH 6000 /* glyphs of a program, and as many copies */

static bool all;

struct shop {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_fonts *fonts;
    FT_Library library;
};

static void open_shop(struct shop *s)
{
    struct bm_str yaml;
    *s = (struct shop){.arena = bm_arena_new()};
    s->sources.arena = s->diags.arena = s->arena;
    assert_true(bm_file_read(s->arena, BM_SOURCE_DIR "/fonts/fonts.yaml", bm_span_none(), &s->diags,
                             &yaml));
    uint32_t file = bm_sources_add(&s->sources, BM_STR("fonts.yaml"), BM_STR("fonts.yaml"), yaml);
    s->fonts = bm_fonts_read(s->arena, &s->sources, file, BM_STR("/nowhere"), &s->diags);
    assert_non_null(s->fonts);
    assert_int_equal(FT_Init_FreeType(&s->library), 0);
}

static void close_shop(struct shop *s)
{
    FT_Done_FreeType(s->library);
    bm_fonts_close(s->fonts);
    bm_arena_drop(s->arena);
}

static FT_GlyphSlot load(FT_Face face, uint32_t gid)
{
    assert_int_equal(FT_Load_Glyph(face, gid, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING), 0);
    return face->glyph;
}

/* The outline of a glyph as bytes: points, what they are, ends of contours. */
static uint64_t drawn(FT_GlyphSlot slot)
{
    const FT_Outline *o = &slot->outline;
    uint64_t h = bm_hash(BM_HASH_START, &o->n_points, sizeof o->n_points);
    h = bm_hash(h, o->points, (size_t)o->n_points * sizeof *o->points);
    h = bm_hash(h, o->tags, (size_t)o->n_points);
    return bm_hash(h, o->contours, (size_t)o->n_contours * sizeof *o->contours);
}

static FT_Face program_of(struct shop *s, const struct bm_subset *subset)
{
    FT_Face made;
    assert_int_equal(FT_New_Memory_Face(s->library, (const FT_Byte *)subset->program.p,
                                        (FT_Long)subset->program.n, 0, &made),
                     0);
    return made;
}

/* HarfBuzz's subset of the same glyphs, each once. */
static void like_harfbuzz(struct shop *s, const struct bm_face *face, FT_Face ours,
                          const struct bm_subset_glyph *glyphs, size_t n)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
                                         HB_SUBSET_FLAGS_RETAIN_GIDS);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_set_add(drop, HB_TAG('G', 'S', 'U', 'B'));
    hb_set_add(drop, HB_TAG('G', 'P', 'O', 'S'));
    for (size_t i = 0; i < n; i++)
        hb_set_add(hb_subset_input_glyph_set(input), glyphs[i].gid);
    hb_face_t *subset = hb_subset_or_fail(face->hb_face, input);
    assert_non_null(subset);
    hb_blob_t *blob = hb_face_reference_blob(subset);
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    FT_Face theirs;
    assert_int_equal(
        FT_New_Memory_Face(s->library, (const FT_Byte *)bytes, (FT_Long)size, 0, &theirs), 0);
    for (size_t i = 0; i < n; i++) {
        const uint64_t a = drawn(load(ours, (uint32_t)i));
        assert_int_equal(a, drawn(load(theirs, glyphs[i].gid)));
        if (!glyphs[i].more)
            assert_int_equal(ours->glyph->metrics.horiAdvance, theirs->glyph->metrics.horiAdvance);
    }
    FT_Done_Face(theirs);
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
}

/* The glyphs as they are and, every other one, as a copy. */
static void compare(struct shop *s, const struct bm_face *face, FT_Face original,
                    const struct bm_subset_glyph *glyphs, size_t n)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_subset subset;
    assert_true(bm_face_subset(arena, face, glyphs, n, &subset));
    assert_null(subset.declined);
    FT_Face made = program_of(s, &subset);
    assert_int_equal(made->units_per_EM, face->upem);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(subset.cid[i], i);
        const uint64_t want = drawn(load(original, glyphs[i].gid));
        FT_GlyphSlot got = load(made, subset.new_gid[i]);
        if (want != drawn(got) ||
            got->metrics.horiAdvance != original->glyph->metrics.horiAdvance + glyphs[i].more)
            print_message("%.*s: glyph %u\n", (int)face->id.n, face->id.p, glyphs[i].gid);
        assert_int_equal(want, drawn(got));
        assert_int_equal(got->metrics.horiAdvance,
                         original->glyph->metrics.horiAdvance + glyphs[i].more);
    }
    struct bm_inks *inks = bm_inks_new(arena);
    for (size_t i = 0; i < n; i++) {
        hb_glyph_extents_t a, b;
        const bool here = bm_inks_of(inks, face, glyphs[i].gid, &a),
                   there = bm_face_ink(face, glyphs[i].gid, &b);
        if (here != there || (here && memcmp(&a, &b, sizeof a) != 0))
            print_message("%.*s: ink of glyph %u\n", (int)face->id.n, face->id.p, glyphs[i].gid);
        assert_int_equal(here, there);
        if (here)
            assert_memory_equal(&a, &b, sizeof a);
    }
    if (all)
        like_harfbuzz(s, face, made, glyphs, n);
    FT_Done_Face(made);
    bm_arena_drop(arena);
}

static void every_glyph_is_the_faces(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    for (size_t f = 0; f < bm_fonts_count(s.fonts); f++) {
        const struct bm_face *face = bm_fonts_face(s.fonts, f);
        FT_Face original;
        assert_true(bm_face_open(s.fonts, face, &s.diags));
        assert_int_equal(FT_New_Face(s.library, face->path.p, (FT_Long)face->index, &original), 0);
        struct bm_subset_glyph *glyphs = BM_NEW_N(s.arena, 2 * BATCH + 2, struct bm_subset_glyph);
        const uint32_t each = all ? 1 : 61;
        size_t n = 1, shown = 0;
        for (uint32_t gid = each; gid < face->glyphs; gid += each) {
            const int32_t least = -bm_face_advance(face, gid),
                          more = (int32_t)(gid % 50) * 20 - 400;
            glyphs[n++] = (struct bm_subset_glyph){gid, 0};
            if (shown % 2)
                glyphs[n++] = (struct bm_subset_glyph){gid, more > least ? more : least};
            shown++;
            if (n >= 2 * BATCH || gid + each >= face->glyphs) {
                compare(&s, face, original, glyphs, n);
                n = 1;
            }
        }
        if (all)
            print_message("%.*s: %zu glyphs\n", (int)face->id.n, face->id.p, shown);
        FT_Done_Face(original);
    }
    close_shop(&s);
}

/* Charstrings in the numbers of Technical Note 5177: v is a number from -107 to 107. */
#define V(v) ((v) + 139)
#define END  14
#define MOVE V(1), V(2), 21

static const unsigned char subroutines[][12] = {
    {MOVE, 11},           /* moves */
    {V(1 - 107), 10, 11}, /* calls itself */
    {11},                 /* does nothing */
    {V(5), 11},           /* leaves a number */
};

static struct bm_cff_index index_of_subroutines(char offsets[2 * (BM_COUNT(subroutines) + 1)])
{
    for (size_t i = 0; i <= BM_COUNT(subroutines); i++) {
        offsets[2 * i] = 0;
        offsets[2 * i + 1] = (char)(1 + i * sizeof subroutines[0]);
    }
    return (struct bm_cff_index){
        offsets, {(const char *)subroutines, sizeof subroutines}, BM_COUNT(subroutines), 2};
}

static void charstrings_are_made_plain(void **state)
{
    static const struct {
        unsigned char from[16], n;
        unsigned char to[12], to_n;
    } plain[] = {
        {{MOVE, END}, 4, {MOVE, END}, 4},
        {{V(9), MOVE, END}, 5, {MOVE, END}, 4},                                  /* a width */
        {{V(9), END}, 2, {END}, 1},                                              /* a width alone */
        {{V(9), V(1), V(2), 1, MOVE, END}, 8, {MOVE, END}, 4},                   /* hstem */
        {{V(1), V(2), 18, V(3), V(4), 19, 0xC0, MOVE, END}, 11, {MOVE, END}, 4}, /* hintmask */
        {{V(9), V(1), V(2), V(3), V(4), 20, 0xC0, MOVE, END}, 11, {MOVE, END}, 4},
        {{V(0 - 107), 10, END}, 3, {MOVE, END}, 4},       /* a subroutine */
        {{V(9), V(0 - 107), 10, END}, 4, {MOVE, END}, 4}, /* whose operator takes a width */
        {{V(3 - 107), 10, 22, END}, 4, {V(5), 22, END}, 3},
        {{V(0 - 107), 29, END}, 3, {MOVE, END}, 4}, /* a global one */
        {{28, 1, 2, 22, V(1), 6, END}, 7, {28, 1, 2, 22, V(1), 6, END}, 7},
        {{247, 3, 22, 255, 0, 1, 0x80, 0, 6, END},
         10,
         {247, 3, 22, 255, 0, 1, 0x80, 0, 6, END},
         10},
    };
    char offsets[2 * (BM_COUNT(subroutines) + 1)];
    const struct bm_cff_index index = index_of_subroutines(offsets);
    struct bm_charstring *out = malloc(sizeof *out);
    (void)state;
    assert_non_null(out);
    for (size_t i = 0; i < BM_COUNT(plain); i++) {
        const struct bm_str from = {(const char *)plain[i].from, plain[i].n};
        assert_null(bm_charstring_plain(from, &index, &index, out));
        assert_int_equal(out->n, plain[i].to_n);
        assert_memory_equal(out->bytes, plain[i].to, out->n);
    }
    free(out);
}

static void broken_charstrings_are_declined(void **state)
{
    static const char broken[] = "its outlines are broken",
                      foreign[] = "its outlines are of a kind that is not copied";
    static const struct {
        unsigned char from[12], n;
        const char *why;
    } rows[] = {
        {{0}, 0, broken},
        {{MOVE}, 3, broken},                /* no end */
        {{28, 1}, 2, broken},               /* a number cut off */
        {{10}, 1, broken},                  /* a call of nothing */
        {{V(100), 10, END}, 3, broken},     /* no such subroutine */
        {{V(1 - 107), 10, END}, 3, broken}, /* one that calls itself */
        {{11}, 1, broken},                  /* a return from nowhere */
        {{V(1), V(2), V(3), V(4), 21, END}, 6, broken},
        {{MOVE, V(1), 5, END}, 6, broken},             /* rlineto of one number */
        {{MOVE, V(1), V(2), V(3), 1, END}, 8, broken}, /* hstem of three */
        {{V(1), V(2), 19}, 3, broken},                 /* a mask cut off */
        {{2, END}, 2, foreign},
        {{V(1), V(2), 12, 10, 22, END}, 6, foreign},   /* add */
        {{V(1), V(2), V(65), V(66), END}, 5, foreign}, /* made of two others */
        {{255, 0, 0, 0, 0, 10, END}, 7, foreign}, /* the number of a subroutine with a fraction */
    };
    char offsets[2 * (BM_COUNT(subroutines) + 1)];
    const struct bm_cff_index index = index_of_subroutines(offsets);
    struct bm_charstring *out = malloc(sizeof *out);
    (void)state;
    assert_non_null(out);
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        const struct bm_str from = {(const char *)rows[i].from, rows[i].n};
        assert_string_equal(bm_charstring_plain(from, &index, &index, out), rows[i].why);
    }
    /* 49 numbers, and a charstring that calls what does nothing without end */
    static unsigned char many[140000];
    memset(many, V(1), 49);
    struct bm_str from = {(const char *)many, 49};
    assert_string_equal(bm_charstring_plain(from, &index, &index, out), broken);
    for (size_t i = 0; i + 1 < sizeof many; i += 2) {
        many[i] = V(2 - 107);
        many[i + 1] = 10;
    }
    from.n = sizeof many;
    assert_string_equal(bm_charstring_plain(from, &index, &index, out),
                        "its outlines are larger than a copy may be");
    free(out);
}

int main(int argc, char **argv)
{
    all = argc > 1 && strcmp(argv[1], "all") == 0;
    const struct CMUnitTest tests[] = {cmocka_unit_test(charstrings_are_made_plain),
                                       cmocka_unit_test(broken_charstrings_are_declined),
                                       cmocka_unit_test(every_glyph_is_the_faces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

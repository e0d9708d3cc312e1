/* colour/: the declaration of profiles, and pictures brought into the output's space. What is
 * expected is what a printer expects: paper stays paper, gray is K alone, nothing over the limit.
 */
#include "unit.h"

#include "base/file.h"
#include "colour/colour.h"

#include <lcms2.h>
#include <stdlib.h>

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_output_condition output;
};

static bool find(struct desk *d, const char *yaml, const char *name)
{
    uint32_t file = bm_sources_add(&d->sources, BM_STR("p.yaml"), BM_STR("p.yaml"), bm_str_c(yaml));
    return bm_output_condition_read(d->arena, &d->sources, file, bm_str_c(name), bm_span_none(),
                                    &d->output, &d->diags);
}

static int open_desk(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    d->arena = bm_arena_new();
    d->sources.arena = d->diags.arena = d->arena;
    struct bm_str yaml;
    assert_true(bm_file_read(d->arena, BM_SOURCE_DIR "/colour/profiles.yaml", bm_span_none(),
                             &d->diags, &yaml));
    assert_true(find(d, bm_arena_copy(d->arena, yaml.p, yaml.n), "TR002"));
    assert_true(bm_file_read(d->arena, BM_SOURCE_DIR "/colour/TR002.icc", bm_span_none(), &d->diags,
                             &d->output.icc));
    *state = d;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    bm_arena_drop(d->arena);
    free(d);
    return 0;
}

static struct bm_str saved(struct desk *d, cmsHPROFILE profile)
{
    cmsUInt32Number n = 0;
    assert_true(cmsSaveProfileToMem(profile, NULL, &n));
    char *p = bm_arena_alloc(d->arena, n);
    assert_true(cmsSaveProfileToMem(profile, p, &n));
    cmsCloseProfile(profile);
    return (struct bm_str){p, n};
}

/* The shipped profile is sound; wrong names and bytes are said. */
static void profiles_are_declared(void **state)
{
    struct desk *d = *state;
    assert_str(d->output.identifier, "CGATS TR 002");
    assert_str(d->output.file, "TR002.icc");
    assert_null(bm_icc_wrong_output(d->output.icc));
    struct bm_str cut = {d->output.icc.p, d->output.icc.n - 1};
    assert_string_equal(bm_icc_wrong_output(cut), "it is cut off or damaged");
    assert_string_equal(bm_icc_wrong(d->output.icc, 3), "it is for another kind of colour");
    assert_string_equal(bm_icc_wrong_output(saved(d, cmsCreate_sRGBProfile())),
                        "it is for another kind of colour");
    assert_false(find(d, "TR002: {file: a, identifier: b, condition: c}", "TR003"));
    assert_int_equal(d->diags.v[0].message, BM_MSG_UNKNOWN_PROFILE);
    assert_str(d->diags.v[0].args[1], "TR002");
    assert_false(find(d, "甲: {file: a, identifier: b}", "甲"));
    assert_int_equal(d->diags.v[1].message, BM_MSG_MISSING_KEY);
}

static struct bm_transform *to_output(struct desk *d, unsigned components, struct bm_str icc,
                                      const uint8_t *pixels, uint32_t n, uint32_t ink, bool *sound)
{
    struct bm_image image = {
        .width = n, .height = 1, .components = (uint8_t)components, .pixels = pixels, .icc = icc};
    bm_image_look(&image);
    struct bm_transform *t =
        bm_transform_to_output(&d->output, bm_transform_key(&d->output, &image), ink, sound);
    assert_non_null(t);
    return t;
}

/* The mean of paper and solid is half the cover: less than half the value where the press's dots
 * grow; gray and RGB go by the tone curves of their profiles. */
static void light_is_that_of_the_profile(void **state)
{
    struct desk *d = *state;
    struct bm_light light;
    const struct bm_image ink = {.components = 4}, gray = {.components = 1},
                          rgb = {.components = 3};
    bm_light_make(&d->output, &ink, &light);
    for (int c = 0; c < 4; c++) {
        assert_int_equal(light.of[c][0], 0);
        assert_int_equal(light.of[c][255], BM_LIGHT);
        for (int v = 1; v < 256; v++)
            assert_true(light.of[c][v] > light.of[c][v - 1]);
        assert_in_range(light.of[c][128] >> 16, 140, 210); /* of 255; 128 would be no gain */
    }
    bm_light_make(NULL, &ink, &light);
    assert_in_range(light.of[2][128] >> 16, 127, 128);
    bm_light_make(NULL, &gray, &light);
    assert_in_range(light.of[0][186] >> 16, 126, 129); /* 2.2 */
    bm_light_make(NULL, &rgb, &light);
    assert_in_range(light.of[1][188] >> 16, 126, 130); /* sRGB */
    cmsToneCurve *line = cmsBuildGamma(NULL, 1.0);
    const struct bm_image own = {.components = 1,
                                 .icc = saved(d, cmsCreateGrayProfile(cmsD50_xyY(), line))};
    cmsFreeToneCurve(line);
    bm_light_make(&d->output, &own, &light);
    assert_in_range(light.of[0][128] >> 16, 127, 129);
    const struct bm_image broken = {.components = 1, .icc = BM_STR("none")};
    bm_light_make(&d->output, &broken, &light);
    assert_in_range(light.of[0][186] >> 16, 126, 129);
}

static void gray_is_black_alone(void **state)
{
    struct desk *d = *state;
    uint8_t in[256 * 3], gray[256], out[256];
    bool sound;
    for (int i = 0; i < 256; i++)
        gray[i] = in[3 * i] = in[3 * i + 1] = in[3 * i + 2] = (uint8_t)i;
    struct bm_str icc[] = {{0}, saved(d, cmsCreate_sRGBProfile())};
    for (int way = 0; way < 3; way++) {
        struct bm_transform *t = to_output(d, way ? 3 : 1, way == 2 ? icc[1] : icc[0],
                                           way ? in : gray, 256, 240, &sound);
        assert_int_equal(bm_transform_components(t), 1);
        bm_transform_row(t, way ? in : gray, out, 256);
        assert_int_equal(out[255], 0);
        assert_int_equal(out[0], 255);
        for (int i = 1; i < 256; i++)
            assert_true(out[i] <= out[i - 1]);
        /* Middle gray between paper and solid K, as the profile sees them. */
        assert_in_range(out[128], 120, 150);
        bm_transform_free(t);
    }
}

static void colours_come_into_the_output(void **state)
{
    struct desk *d = *state;
    static const uint8_t in[] = {255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0};
    uint8_t out[20];
    bool sound;
    struct bm_transform *t = to_output(d, 3, (struct bm_str){0}, in, 5, 240, &sound);
    assert_true(sound);
    assert_int_equal(bm_transform_components(t), 4);
    bm_transform_row(t, in, out, 5);
    assert_memory_equal(out, "\0\0\0\0", 4); /* paper */
    assert_true(out[4] < 30 && out[5] > 200 && out[6] > 200 && out[7] < 30);
    assert_true(out[8] > 90 && out[10] > 130 && out[9] < 60);
    assert_true(out[12] > 130 && out[13] > 130 && out[14] < 60);
    assert_true(out[19] > 240); /* black is mostly K */
    bm_transform_free(t);
}

/* Every colour there is, against several limits. */
static void ink_keeps_to_its_limit(void **state)
{
    struct desk *d = *state;
    size_t n = 0;
    uint8_t *in = malloc(17 * 17 * 17 * 4), *out = malloc(17 * 17 * 17 * 4);
    bool sound;
    for (int c = 0; c < 17; c++)
        for (int m = 0; m < 17; m++)
            for (int y = 0; y < 17; y++, n++) {
                uint8_t *p = in + 4 * n;
                p[0] = (uint8_t)(c * 15), p[1] = (uint8_t)(m * 15), p[2] = (uint8_t)(y * 15);
                p[3] = (uint8_t)(255 - (c + m + y) * 5);
            }
    for (uint32_t ink = 120; ink <= 240; ink += 40) {
        struct bm_transform *t = to_output(d, 4, (struct bm_str){0}, in, (uint32_t)n, ink, &sound);
        assert_true(bm_transform_keeps(t));
        bm_transform_row(t, in, out, n);
        bool changed = false;
        for (size_t i = 0; i < n; i++) {
            const uint8_t *a = in + 4 * i, *b = out + 4 * i;
            unsigned before = (unsigned)a[0] + a[1] + a[2] + a[3];
            unsigned after = (unsigned)b[0] + b[1] + b[2] + b[3];
            assert_true(after * 100 <= ink * 255);
            assert_int_equal(a[3], b[3]);
            if (before * 100 <= ink * 255)
                assert_memory_equal(a, b, 4);
            changed |= after != before;
        }
        assert_true(changed);
        bm_transform_free(t);
        t = to_output(d, 3, (struct bm_str){0}, in, (uint32_t)n, ink, &sound);
        bm_transform_row(t, in, out, n);
        for (size_t i = 0; i < n; i++)
            assert_true(((unsigned)out[4 * i] + out[4 * i + 1] + out[4 * i + 2] + out[4 * i + 3]) *
                            100 <=
                        ink * 255);
        bm_transform_free(t);
    }
    free(in);
    free(out);
}

/* CMYK of another press is converted, K alone stays K alone; the output's own is left as it is. */
static void ink_of_other_presses_is_converted(void **state)
{
    struct desk *d = *state;
    static const uint8_t in[] = {0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 120, 200, 40, 10, 0};
    uint8_t out[16];
    bool sound;
    /* Another press: the same one with other bytes, as its date is another. */
    char *other = bm_arena_copy(d->arena, d->output.icc.p, d->output.icc.n);
    other[25] ^= 1;
    struct bm_transform *t = to_output(d, 4, d->output.icc, in, 4, 240, &sound);
    assert_true(bm_transform_keeps(t));
    bm_transform_free(t);
    t = to_output(d, 4, (struct bm_str){other, d->output.icc.n}, in, 4, 240, &sound);
    assert_false(bm_transform_keeps(t));
    bm_transform_row(t, in, out, 4);
    assert_memory_equal(out, "\0\0\0\0\0\0\0", 7);
    assert_true(out[7] >= 254);
    assert_memory_equal(out + 8, "\0\0\0", 3);
    assert_in_range(out[11], 115, 125);
    for (int i = 12; i < 16; i++)
        assert_in_range(out[i] + 30, in[i], in[i] + 60);
    bm_transform_free(t);
}

/* A profile that only looks like one is done without, and that is said. */
static void broken_profiles_are_done_without(void **state)
{
    struct desk *d = *state;
    static const uint8_t in[] = {255, 255, 255, 10, 200, 30};
    uint8_t a[8], b[8];
    bool sound;
    struct bm_str good = saved(d, cmsCreate_sRGBProfile());
    char *bad = bm_arena_copy(d->arena, good.p, good.n);
    memset(bad + 128, 0xFF, good.n - 128);
    assert_null(bm_icc_wrong((struct bm_str){bad, good.n}, 3));
    struct bm_transform *t = to_output(d, 3, (struct bm_str){bad, good.n}, in, 2, 240, &sound);
    assert_false(sound);
    bm_transform_row(t, in, a, 2);
    bm_transform_free(t);
    t = to_output(d, 3, (struct bm_str){0}, in, 2, 240, &sound);
    bm_transform_row(t, in, b, 2);
    bm_transform_free(t);
    assert_memory_equal(a, b, 8);
    /* Any byte of it broken: a transform, never a crash. */
    for (size_t i = 0; i < good.n; i += 7) {
        memcpy(bad, good.p, good.n);
        bad[i] ^= 0x55;
        t = to_output(d, 3, (struct bm_str){bad, good.n}, in, 2, 240, &sound);
        bm_transform_row(t, in, a, 2);
        bm_transform_free(t);
    }
}

static void proofs_show_the_paper_on_demand(void **state)
{
    struct desk *d = *state;
    /* Paper, solid K, K 50, K 10, K with other inks, red. */
    static const uint8_t in[] = {0, 0, 0, 0,  0,   0,   0,   255, 0, 0,   0,   128,
                                 0, 0, 0, 26, 150, 120, 120, 255, 0, 255, 255, 0};
    uint8_t out[18];
    struct bm_transform *t = bm_transform_to_screen(&d->output, false);
    assert_non_null(t);
    bm_transform_row(t, in, out, 6);
    assert_memory_equal(out, "\xFF\xFF\xFF", 3);
    for (int i = 0; i < 3; i++) {
        assert_in_range(out[3 + i], 0x19, 0x1B); /* it was #45352a */
        assert_in_range(out[6 + i], 110, 140);   /* K 50 as dark as the press makes it */
        assert_in_range(out[9 + i], 220, 240);
        assert_true(out[12 + i] < 0x19); /* darker than K alone */
        assert_in_range(abs(out[6 + i] - out[6]), 0, 4);
    }
    assert_true(out[15] > 150 && out[16] < 90 && out[17] < 90);
    bm_transform_free(t);
    t = bm_transform_to_screen(&d->output, true);
    assert_non_null(t);
    bm_transform_row(t, in, out, 2);
    assert_in_range(out[0], 180, 235); /* newsprint is gray and a little yellow */
    assert_true(out[2] < out[0]);
    assert_in_range(out[3], 0x5A, 0x5E); /* #5c5650: K as it is on that paper */
    assert_in_range(out[5], 0x4E, 0x52);
    bm_transform_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(profiles_are_declared, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(light_is_that_of_the_profile, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(gray_is_black_alone, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(colours_come_into_the_output, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(ink_keeps_to_its_limit, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(ink_of_other_presses_is_converted, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(broken_profiles_are_done_without, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(proofs_show_the_paper_on_demand, open_desk, close_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

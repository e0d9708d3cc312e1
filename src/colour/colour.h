/* Colour: the output condition that pages are printed in, and pictures brought into it. Profiles
 * are ICC.1:2010 (version 2 and 4). colour/profiles.yaml of the data folder declares them:
 *   TR002: {file: TR002.icc, identifier: CGATS TR 002, condition: …, registry: …} */
#pragma once

#include "image/image.h"

/* An output condition: paper, ink and press, as a profile describes them. */
struct bm_output_condition {
    struct bm_str name;       /* in profiles.yaml */
    struct bm_str identifier; /* of the characterisation data: CGATS TR 002 */
    struct bm_str registry;   /* where the identifier is registered; empty: nowhere */
    struct bm_str condition;  /* in words, for people */
    struct bm_str file;       /* of the profile, beside profiles.yaml */
    struct bm_str icc;        /* its bytes; four process inks */
};

/* Finds a profile in a declaration (sources->v[file]) and fills all of *out but icc. False with
 * UNKNOWN_PROFILE at `where`, or what is wrong with the declaration. */
bool bm_output_condition_read(struct bm_arena *arena, const struct bm_sources *sources,
                              uint32_t file, struct bm_str name, struct bm_span where,
                              struct bm_output_condition *out, struct bm_diags *diags);

/* A way from one colour space into another, 8 bits a component; gray and RGB are 0 for dark, CMYK
 * 255 for full ink. Once made it does not change: threads may share it. */
struct bm_transform;

/* From a picture's values to the output's, relative colorimetric with black-point compensation, out
 * of the picture's own profile, or else gray of gamma 2.2, sRGB, or the output's own CMYK. What has
 * no colour, gray or neutral RGB, becomes K alone; in CMYK, K that stands alone stays so. No pixel
 * has more than `ink` percent: C, M and Y give way, K stays. *sound is false when the picture's
 * profile cannot be used and it was done without. NULL when the output's cannot be used. Two
 * pictures with the same key need the same transform. */
struct bm_transform_key {
    uint8_t components; /* of the picture */
    bool neutral;       /* RGB, all pixels gray */
    struct bm_str icc;
};
struct bm_transform_key bm_transform_key(const struct bm_output_condition *output,
                                         const struct bm_image *image);
bool bm_transform_same(struct bm_transform_key a, struct bm_transform_key b);
struct bm_transform *bm_transform_to_output(const struct bm_output_condition *output,
                                            struct bm_transform_key key, uint32_t ink, bool *sound);
/* Bytes a pixel that come out: 1, of K (255: full ink), or 4 of CMYK; to_screen: 3. */
unsigned bm_transform_components(const struct bm_transform *transform);
/* Whether it changes nothing but what has too much ink. */
bool bm_transform_keeps(const struct bm_transform *transform);
/* From the output's CMYK to sRGB, for soft proofs; paper: with the colour of the paper (absolute
 * colorimetric); else its white is the screen's, and solid K a neutral near-black, #1a1a1a, with
 * all else between the two by the profile. */
struct bm_transform *bm_transform_to_screen(const struct bm_output_condition *output, bool paper);
/* From a picture's values to sRGB, for pages on screens, out of the picture's own profile, or else
 * gray of gamma 2.2, sRGB, or the output's CMYK (NULL: the plain complement). NULL when the picture
 * is in sRGB, or gray, as it is, or no profile of it can be used. 3 bytes a pixel come out. */
struct bm_transform *bm_transform_to_web(const struct bm_output_condition *output,
                                         const struct bm_image *image);
/* n pixels; in and out do not overlap. */
void bm_transform_row(const struct bm_transform *transform, const uint8_t *in, uint8_t *out,
                      size_t n);
void bm_transform_free(struct bm_transform *transform); /* NULL is allowed */

/* Takes C, M and Y back in the pixels of CMYK that have more ink (255: one full ink, at least that)
 * than allowed. */
void bm_ink_limit(uint8_t *pixels, size_t n, uint32_t ink);

/* The light that a picture's values stand for: gray and RGB by the tone curves of its profile, or
 * else of gamma 2.2 and sRGB; CMYK by how much of the paper each ink covers in its profile, or else
 * in the output's (which may be NULL: then by the tone values as they are). */
void bm_light_make(const struct bm_output_condition *output, const struct bm_image *image,
                   struct bm_light *light);

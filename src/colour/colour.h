/* Colour: the output condition that pages are printed in, and pictures brought into it. Profiles
 * are ICC.1:2010 (version 2 and 4). colour/profiles.yaml of the data folder declares them:
 *   TR002: {file: TR002.icc, identifier: CGATS TR 002, condition: …} */
#ifndef BM_COLOUR_COLOUR_H
#define BM_COLOUR_COLOUR_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

#include <stdint.h>

/* An output condition: paper, ink and press, as a profile describes them. */
struct bm_output {
    struct bm_str name;       /* in profiles.yaml */
    struct bm_str identifier; /* of the characterisation data: CGATS TR 002 */
    struct bm_str condition;  /* in words, for people */
    struct bm_str file;       /* of the profile, beside profiles.yaml */
    struct bm_str icc;        /* its bytes; four process inks */
};

/* Finds a profile in a declaration (sources->v[file]) and fills all of *out but icc. False with
 * UNKNOWN_PROFILE at `where`, or what is wrong with the declaration. */
bool bm_output_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                    struct bm_str name, struct bm_span where, struct bm_output *out,
                    struct bm_diags *diags);

/* Why the bytes are no profile for so many components (1, 3, 4): a row of reasons.def; NULL when
 * its header says they are one. */
const char *bm_icc_wrong(struct bm_str icc, unsigned components);
/* The same for a profile of a printer. */
const char *bm_icc_wrong_output(struct bm_str icc);

/* A way from one colour space into another, 8 bits a component, row by row; gray is 0 for black, RGB
 * 0 for dark, CMYK 255 for full ink. One at a time in a thread; several may read one. */
struct bm_transform;

/* From a picture's values (1, 3 or 4 components) to the output's, relative colorimetric with
 * black-point compensation. icc: the picture's own profile; empty: gray of gamma 2.2, sRGB, or for 4
 * components the output's own numbers. Gray gives one byte of K (255: full ink); all else four of
 * CMYK, of which no pixel has more than `ink` percent: C, M and Y give way, K stays. Neutral CMYK made
 * of K alone stays K alone. NULL when the profile is broken. */
struct bm_transform *bm_transform_to_output(const struct bm_output *output, unsigned components,
                                            struct bm_str icc, uint32_t ink);
/* From the output's CMYK to sRGB, for soft proofs; paper: with the colour of the paper (absolute
 * colorimetric), else its white is the screen's. */
struct bm_transform *bm_transform_to_screen(const struct bm_output *output, bool paper);
/* n pixels; in and out do not overlap. */
void bm_transform_row(const struct bm_transform *transform, const uint8_t *in, uint8_t *out,
                      size_t n);
void bm_transform_free(struct bm_transform *transform); /* NULL is allowed */

#endif

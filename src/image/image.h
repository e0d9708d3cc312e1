/* Pictures: JPEG and PNG files as pixels, and QR codes as modules. A picture is read whole, once,
 * so that what is broken is said before a page is made; nothing here knows what it is placed on. */
#pragma once

#include "base/diag.h"

/* Pixels of a picture at most: 50 million, a newspaper page at 400 ppi. */
#define BM_PIXELS_MOST 50000000u

struct bm_image {
    struct bm_str name; /* of the file */
    uint32_t width, height;
    uint8_t components;    /* 1 gray, 3 RGB, 4 CMYK */
    const uint8_t *pixels; /* rows of width × components bytes; CMYK: 255 is full ink */
    /* A JPEG that PDF readers show alike goes into a PDF as it is; n is 0 for other files. */
    struct bm_str jpeg;
    struct bm_str icc;   /* the profile inside the file, fit for its components; or empty */
    bool icc_broken;     /* there was one, but no reader can use it */
    struct bm_span span; /* where the picture is asked for */
    bool inverted;       /* the JPEG's CMYK has 255 for no ink (Adobe) */
};

/* Reads a JPEG (gray, RGB, CMYK, YCCK; baseline, progressive) or a PNG (any kind; 16 bits become 8,
 * what is transparent stands on white, of an animation the first frame is taken). bytes stay the
 * caller's and must live as long as the picture, which lives in arena. NULL with BAD_IMAGE (exit 3,
 * at span) when it is neither, broken, cut off, or larger than BM_PIXELS_MOST. A profile inside it
 * that is broken or of another kind of colour is left out with PICTURE_PROFILE. */
struct bm_image *bm_image_read(struct bm_arena *arena, struct bm_str bytes, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags);

/* Why the bytes are no ICC profile for so many components (1, 3, 4): a row of reasons.def; NULL
 * when their header (ICC.1:2010, 7.2) says they are one. */
const char *bm_icc_wrong(struct bm_str icc, unsigned components);
/* The same for the profile of a printer. */
const char *bm_icc_wrong_output(struct bm_str icc);

/* A QR code (ISO/IEC 18004), error correction M, without its quiet zone of 4 modules. */
struct bm_qr {
    uint32_t size;       /* modules a side */
    const uint8_t *dark; /* size × size, 1: dark */
};
/* False when the text is too long for a code. */
bool bm_qr_encode(struct bm_arena *arena, struct bm_str text, struct bm_qr *qr);

/* Pictures of the document. For pdf/ alone. */
#pragma once

#include "colour/colour.h"
#include "pdf/objects.h"

/* A picture of the document. */
struct bm_pdf_picture {
    const struct bm_image *image;
    struct bm_buf stream; /* compressed pixels; empty: the JPEG goes in as it is */
    uint8_t components;
    bool unsound; /* its own profile could not be used */
    bool failed;  /* the output's profile could not */
};

struct bm_pdf_pictures {
    struct bm_arena *arena;
    struct bm_pdf_picture *v;
    size_t n, cap;
    const struct bm_output_condition *output; /* NULL: colours stay as they are */
    uint32_t ink;                             /* most of a pixel, in percent */
    struct bm_pdf_transforms *transforms;
};

/* The picture, added when new. Index into pictures->v; its name is Im and the index from 1. */
size_t bm_pdf_picture(struct bm_pdf_pictures *pictures, const struct bm_image *image);
/* Converts and compresses; may run in a thread. Transforms are made once and shared. */
void bm_pdf_picture_make(struct bm_pdf_pictures *pictures, size_t index);
void bm_pdf_pictures_free(struct bm_pdf_pictures *pictures);
HPDF_Dict bm_pdf_picture_add(HPDF_Doc doc, const struct bm_pdf_picture *picture);

/* Pictures of the document. For pdf/ alone. */
#pragma once

#include "haru/objects.h"
#include "page/page.h"

/* A picture of the document. */
struct bm_pdf_picture {
    const struct bm_image *image;
    uint32_t width, height; /* pixels of it that go in: those that its largest place needs */
    struct bm_buf stream;   /* a JPEG, or compressed pixels … */
    uint64_t hash;          /* … and of them */
    uint8_t components;
    bool as_it_is; /* the JPEG goes in as it is, turned by who shows it */
    bool jpeg;
    bool unsound; /* its own profile could not be used */
    bool failed;  /* the output's profile could not */
    int lost;     /* why its file could not be read again; or 0 */
};

struct bm_pdf_pictures {
    struct bm_arena *arena;
    struct bm_pdf_picture *v;
    size_t n, cap;
    const struct bm_output_condition *output;    /* NULL: colours stay as they are */
    const struct bm_output_condition *condition; /* that the pages name, or NULL */
    uint32_t ink;                                /* most of a pixel, in percent */
    uint32_t quality;                            /* of JPEGs that are written */
    struct bm_pdf_transforms *transforms;
};

/* Pictures of a page, added when new, with the pixels that they need there. */
void bm_pdf_pictures_of(struct bm_pdf_pictures *pictures, const struct bm_page *page);
/* When all are there: which go in as they are. */
void bm_pdf_pictures_settle(struct bm_pdf_pictures *pictures);
/* Index of the picture in pictures->v; its name is Im and the index from 1. */
size_t bm_pdf_picture(const struct bm_pdf_pictures *pictures, const struct bm_image *image);
/* Reads, converts and compresses; may run in a thread. Transforms are made once and shared; of
 * pictures that take much memory one is read at a time. */
void bm_pdf_picture_make(struct bm_pdf_pictures *pictures, size_t index);
/* Looks only whether all could be converted: unsound and failed are set. */
void bm_pdf_pictures_try(struct bm_pdf_pictures *pictures);
void bm_pdf_pictures_free(struct bm_pdf_pictures *pictures);
HPDF_Dict bm_pdf_picture_add(HPDF_Doc doc, const struct bm_pdf_picture *picture);

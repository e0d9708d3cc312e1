/* Pictures: JPEG and PNG files as rows of pixels, and QR codes as modules. A picture is looked
 * through once when the edition is read, so that what is broken is said before a page is made; of
 * it only the facts are kept. Its rows are read again by those who need them, in bands, turned as
 * it is to be seen and brought down to the size that is asked for; nothing here knows what it is
 * placed on. */
#pragma once

#include "base/buf.h"
#include "base/file.h"
#include "image/limits.h"

struct bm_image {
    struct bm_str name;     /* of the file */
    uint32_t width, height; /* as it is seen */
    uint8_t components;     /* 1 gray, 3 RGB, 4 CMYK */
    /* How the file has to be turned to be seen upright: 1 (or 0) not at all, … 8, as the tag
     * Orientation says (Exif 2.3, 4.6.4 A; PNG's eXIf alike). */
    uint8_t turned;
    bool jpeg;           /* the file is one … */
    bool direct;         /* … that readers of PDF show alike: it may go into a PDF as it is */
    bool inverted;       /* the JPEG's CMYK has 255 for no ink (Adobe) */
    bool held;           /* it has to be held whole while it is read */
    bool neutral;        /* RGB, and all its pixels are gray */
    bool line_art;       /* gray or RGB, and all its pixels are black or white */
    uint32_t ink;        /* CMYK: the most of a pixel, 255 for one full ink */
    struct bm_str icc;   /* the profile inside the file, fit for its components; or empty */
    bool icc_broken;     /* there was one, but no reader can use it */
    struct bm_span span; /* where the picture is asked for */
    /* Where its rows come from: a file that is opened each time they are read (and must be the one
     * that was looked through), the bytes of a file, or, without both, pixels in memory: rows of
     * width × components bytes; of CMYK 255 is full ink, as in all rows here. */
    const char *path;
    struct bm_file file;
    struct bm_str bytes;
    uint64_t end; /* bytes of the file up to the end of a JPEG's picture */
    const uint8_t *pixels;
};

/* Looks through a JPEG (gray, RGB, CMYK, YCCK; baseline, progressive) or a PNG (any kind; 16 bits
 * become 8, what is transparent stands on white, of an animation the first frame is taken). path
 * stays the caller's and must live as long as the picture, which lives in arena. NULL with what
 * bm_file_read_kind() says, or with BAD_IMAGE (exit 3, at span) when it is neither, broken, cut off
 * or larger than limits.h allows. A profile inside it that is broken or of another kind of colour
 * is left out with PICTURE_PROFILE. */
struct bm_image *bm_image_open(struct bm_arena *arena, const char *path, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags);
/* The same with the bytes of the file, which are the caller's and stay as long. */
struct bm_image *bm_image_read(struct bm_arena *arena, struct bm_str bytes, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags);
/* The facts of a picture whose pixels are in memory: neutral, line_art, ink. */
void bm_image_look(struct bm_image *image);
/* Whether its file is still the one that was looked through; else says what has become of it:
 * FILE_CHANGED (exit 75), or what bm_file_refuse() says. */
bool bm_image_untouched(const struct bm_image *image, struct bm_diags *diags);

/* How much light, or of CMYK how much cover of the paper, each value of each component stands for:
 * ascending from 0 to BM_LIGHT. Pixels are put together in it. */
#define BM_LIGHT ((1u << 24) - 1)
struct bm_light {
    uint32_t of[4][256];
};

/* The rows of a picture as it is seen, from the top, at width × height pixels, neither more than it
 * has, at least 1. Where that is less, each pixel is the mean of the area of the picture that it
 * covers, in light (NULL: of the values as they are); of line art, black where half of it or more
 * is. light stays the caller's while rows are read. Takes memory for some rows, but of a picture
 * that is `held` for all of it, and of one that is turned (3 and above) BM_BAND_BYTES more. */
struct bm_rows *bm_rows_open(const struct bm_image *image, uint32_t width, uint32_t height,
                             const struct bm_light *light);
/* The next row, width × components bytes, the reader's until the next call. When the file is no
 * longer what it was, or all rows are read, a white row (of CMYK: without ink). */
const uint8_t *bm_rows_next(struct bm_rows *rows);
/* Ends it. 0 when every row could be read; else the system's error, or BM_IMAGE_CHANGED. */
#define BM_IMAGE_CHANGED (-1)
int bm_rows_close(struct bm_rows *rows);
/* Says that: OUT_OF_FILES and the like (exit 75), or what bm_image_untouched() says. */
void bm_image_say_lost(const struct bm_image *image, int why, struct bm_diags *diags);
/* Whether reading its rows takes memory of more than some rows. */
bool bm_image_is_heavy(const struct bm_image *image);

/* Appends the file of a JPEG as readers of PDF need it: without a camera's notes, its place on
 * earth, thumbnails, profile, comments and what stands behind the picture. Returns what
 * bm_rows_close() does; out is as it was unless that is 0. */
int bm_image_put_jpeg(const struct bm_image *image, struct bm_buf *out);

/* Writes a JPEG (baseline, no chroma subsampling) of gray, RGB or CMYK, appended to out row by row.
 * CMYK is written as Adobe does, 255 for no ink. quality: 1 to 100, as libjpeg counts. */
struct bm_jpeg_writer *bm_jpeg_writer_open(struct bm_buf *out, uint32_t width, uint32_t height,
                                           unsigned components, unsigned quality);
void bm_jpeg_writer_put(struct bm_jpeg_writer *writer, const uint8_t *row);
void bm_jpeg_writer_close(struct bm_jpeg_writer *writer);

/* Writes a PNG for screens, as small as its colours allow, appended to out. rgb: rows of width × 3
 * bytes. Where all pixels are gray, or as near to it as no eye can tell, and `colours` is 16, it is
 * gray of 4 bits; else its colours are brought together until they are at most so many (2 to 256).
 */
void bm_png_put_small(struct bm_buf *out, const uint8_t *rgb, uint32_t width, uint32_t height,
                      unsigned colours);
/* Whether all pixels are gray, in that sense. */
bool bm_png_is_gray(const uint8_t *rgb, size_t pixels);

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

/* What the files of image/ share; no other room includes this. */
#pragma once

#include "image/image.h"

/* The bytes of a picture's file, block by block. */
struct bm_stream {
    struct bm_str bytes; /* in memory; or */
    int fd;              /* the file: the opener closes it */
    int error;           /* of the system, or 0 */
    uint64_t given;      /* bytes handed out so far */
    uint8_t block[65536];
};
/* The next block; 0 bytes at the end, and after an error. */
size_t bm_stream_next(struct bm_stream *stream, const uint8_t **block);

/* A file while it is decoded: rows from its top, not turned. Whoever has one calls its functions in
 * this order: `row` once for each row, `end`, `close`; after a false, `close` alone. */
struct bm_decoding {
    const char *wrong; /* why it is no picture (a row of reasons.def) */
    bool (*row)(struct bm_decoding *decoding, uint8_t *row);
    /* Reads what stands behind the last row. May learn `turned` of the image. */
    bool (*end)(struct bm_decoding *decoding);
    void (*close)(struct bm_decoding *decoding);
};

/* Each begins to decode and fills all of image but its name, its place and what only its rows show;
 * width and height are the file's. The stream and the image must stay where they are. What it
 * returns lives in arena; `wrong` is set when it cannot be decoded, and then only `close` may
 * follow. */
struct bm_decoding *bm_jpeg_decode(struct bm_arena *arena, struct bm_stream *stream,
                                   struct bm_image *image);
struct bm_decoding *bm_png_decode(struct bm_arena *arena, struct bm_stream *stream,
                                  struct bm_image *image);
/* The one that the first bytes of the file ask for; NULL: it is neither. The stream is at its
 * start, and is there again. */
struct bm_decoding *bm_decode(struct bm_arena *arena, struct bm_stream *stream,
                              struct bm_image *image);
/* Opens the stream of a picture that was looked through; returns what bm_rows_close() does. */
int bm_stream_open(struct bm_stream *stream, const struct bm_image *image);
void bm_stream_close(struct bm_stream *stream);

/* What the tag Orientation of an Exif structure says: 1 to 8; 1 when it says nothing of use. */
uint8_t bm_exif_turned(struct bm_str tiff);

#define BM_STRETCH 12 /* bits of light */

/* Rows that are brought down, of a picture of from_w × from_h pixels to w × h. */
struct bm_reducer {
    uint32_t from_w, from_h, w, h, components;
    const struct bm_light *light;
    bool line_art;
    /* The value at or below the light at the start of each stretch of it. */
    uint8_t (*below)[(BM_LIGHT >> BM_STRETCH) + 1];
    uint64_t *line; /* the last row that came in, already w wide */
    uint64_t *sums; /* of the row that is being made */
    uint32_t left;  /* of that last row, in parts of which it has h */
    uint32_t need;  /* of the row that is being made, in parts of which it has from_h */
};
void bm_reducer_begin(struct bm_reducer *reducer, struct bm_arena *arena);
/* Whether it needs a row before it can make the next one. */
bool bm_reducer_wants(const struct bm_reducer *reducer);
/* Gives it one. */
void bm_reducer_take(struct bm_reducer *reducer, const uint8_t *row);
/* Goes on with the row that is being made; false until it is whole and in out. */
bool bm_reducer_make(struct bm_reducer *reducer, uint8_t *out);

#define BM_CUT_OFF "it is cut off or damaged"
/* Whether it has more pixels than are read. */
static inline bool bm_image_is_too_large(const struct bm_image *image)
{
    return (uint64_t)image->width * image->height > (image->held ? BM_HELD_MOST : BM_PIXELS_MOST);
}

/* JPEG through libjpeg. Its errors leave by longjmp() to the one setjmp() below. */
#include "image/steps.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

#define M_SOS      0xDA
#define M_APP0     0xE0
#define M_ADOBE    0xEE
#define ICC_MARKER (JPEG_APP0 + 2)
#define SCANS_MOST 100 /* of a progressive file; more only cost time */

struct reading {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    struct bm_arena *arena;
    struct bm_image *image;
    uint8_t *pixels;
    const char *wrong;
    bool direct;  /* fit for a PDF as it is */
    size_t after; /* bytes behind the picture */
};

static _Noreturn void on_error(j_common_ptr common)
{
    struct reading *r = common->client_data;
    if (common->err->msg_code == JERR_OUT_OF_MEMORY)
        bm_out_of_memory();
    if (!r->wrong)
        r->wrong = BM_CUT_OFF;
    longjmp(r->out, 1);
}

/* Warnings are kept, not printed: a file that is cut off is one. */
static void on_message(j_common_ptr common, int level)
{
    /* Bytes too many between segments harm nothing. */
    if (level < 0 && common->err->msg_code != JWRN_EXTRANEOUS_DATA)
        common->err->num_warnings++;
}

static void on_output(j_common_ptr common)
{
    (void)common;
}

static void on_progress(j_common_ptr common)
{
    struct reading *r = common->client_data;
    if (r->jpeg.input_scan_number > SCANS_MOST)
        on_error(common);
}

/* The profile in its segments (ICC.1:2010, B.4). */
static void read_profile(struct reading *r)
{
    JOCTET *profile = NULL;
    unsigned n = 0;
    size_t segments = 0;
    for (jpeg_saved_marker_ptr m = r->jpeg.marker_list; m; m = m->next)
        segments += m->data_length > 12 && memcmp(m->data, "ICC_PROFILE", 12) == 0;
    long warnings = r->errors.num_warnings;
    if (segments && jpeg_read_icc_profile(&r->jpeg, &profile, &n))
        r->image->icc = (struct bm_str){bm_arena_copy(r->arena, (const char *)profile, n), n};
    r->errors.num_warnings = warnings; /* a broken profile is no broken picture */
    r->image->icc_broken = segments && !profile;
    free(profile);
}

static void read_all(struct reading *r, struct bm_str bytes)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    struct bm_image *image = r->image;
    jpeg_create_decompress(j);
    r->progress.progress_monitor = on_progress;
    j->progress = &r->progress;
    jpeg_save_markers(j, ICC_MARKER, 0xFFFF);
    jpeg_mem_src(j, (const unsigned char *)bytes.p, (unsigned long)bytes.n);
    jpeg_read_header(j, TRUE);
    read_profile(r);
    image->width = j->image_width;
    image->height = j->image_height;
    if ((uint64_t)image->width * image->height > BM_PIXELS_MOST) {
        r->wrong = BM_TOO_LARGE;
        longjmp(r->out, 1);
    }
    bool ink = j->num_components == 4;
    r->direct = !j->arith_code && (j->jpeg_color_space != JCS_RGB || j->saw_Adobe_marker);
    j->out_color_space = ink ? JCS_CMYK : j->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    j->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(j);
    image->components = (uint8_t)j->output_components;
    /* Adobe writes 255 for no ink; files without its marker mean what they say. */
    image->inverted = ink && j->saw_Adobe_marker;
    size_t row = (size_t)image->width * image->components;
    r->pixels = bm_arena_array(r->arena, image->height, row);
    while (j->output_scanline < j->output_height) {
        JSAMPROW at = r->pixels + row * j->output_scanline;
        if (jpeg_read_scanlines(j, &at, 1) != 1)
            break;
    }
    jpeg_finish_decompress(j);
    r->after = j->src->bytes_in_buffer;
    for (size_t i = 0; image->inverted && i < row * image->height; i++)
        r->pixels[i] = (uint8_t)(255 - r->pixels[i]);
}

/* A camera's notes, its place on earth, thumbnails, comments and what stands behind the picture are
 * not for print: of the segments before the picture only the readers' own go in. after: bytes
 * behind it. */
static struct bm_str without_notes(struct bm_arena *arena, struct bm_str bytes, size_t after)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    bytes.n -= after;
    char *out = bm_arena_array(arena, bytes.n, 1);
    size_t i = 2, n = 2;
    memcpy(out, p, 2);
    while (i + 4 <= bytes.n && p[i] == 0xFF && p[i + 1] != M_SOS) {
        size_t length = 2u + ((size_t)p[i + 2] << 8 | p[i + 3]);
        bool fill = p[i + 1] == 0xFF;
        bool note = (p[i + 1] > M_APP0 && p[i + 1] < M_ADOBE) || p[i + 1] == M_ADOBE + 1 ||
                    p[i + 1] == JPEG_COM;
        if (fill || length > bytes.n - i) {
            i += fill ? 1 : bytes.n - i;
            continue;
        }
        if (!note) {
            memcpy(out + n, p + i, length);
            n += length;
        }
        i += length;
    }
    memcpy(out + n, p + i, bytes.n - i);
    return (struct bm_str){out, n + bytes.n - i};
}

const char *bm_jpeg_read(struct bm_arena *arena, struct bm_str bytes, struct bm_image *image)
{
    struct reading *r = BM_NEW(arena, struct reading);
    r->arena = arena;
    r->image = image;
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = on_error;
    r->errors.emit_message = on_message;
    r->errors.output_message = on_output;
    r->jpeg.client_data = r;
    if (setjmp(r->out) == 0)
        read_all(r, bytes);
    if (!r->wrong && r->errors.num_warnings)
        r->wrong = BM_CUT_OFF;
    jpeg_destroy_decompress(&r->jpeg);
    image->pixels = r->pixels;
    /* What PDF readers may not read, or read in other colours, goes in as pixels. */
    if (!r->wrong && r->direct)
        image->jpeg = without_notes(arena, bytes, r->after);
    return r->wrong;
}

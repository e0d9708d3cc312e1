/* JPEG through libjpeg. Its errors leave by longjmp() to the setjmp() of the function that called
 * it. */
#include "image/steps.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

#define M_SOS       0xDA
#define M_APP0      0xE0
#define M_ADOBE     0xEE
#define EXIF_MARKER (JPEG_APP0 + 1)
#define ICC_MARKER  (JPEG_APP0 + 2)

struct reading {
    struct bm_decoding decoding;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    struct jpeg_source_mgr source;
    jmp_buf out;
    struct bm_arena *arena;
    struct bm_stream *stream;
    struct bm_image *image;
};

static _Noreturn void fail(struct reading *r, const char *wrong)
{
    if (!r->decoding.wrong)
        r->decoding.wrong = wrong;
    longjmp(r->out, 1);
}

static _Noreturn void on_error(j_common_ptr common)
{
    if (common->err->msg_code == JERR_OUT_OF_MEMORY)
        bm_out_of_memory();
    fail(common->client_data, BM_CUT_OFF);
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
    if (r->jpeg.input_scan_number > BM_SCANS_MOST)
        on_error(common);
}

static void on_source(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

/* At the end of the file an end of the picture is made up, which is a warning. */
static boolean on_empty(j_decompress_ptr jpeg)
{
    static const JOCTET end[] = {0xFF, JPEG_EOI};
    struct reading *r = jpeg->client_data;
    const uint8_t *block;
    const size_t n = bm_stream_next(r->stream, &block);
    if (!n)
        WARNMS(jpeg, JWRN_JPEG_EOF);
    jpeg->src->next_input_byte = n ? block : end;
    jpeg->src->bytes_in_buffer = n ? n : sizeof end;
    return TRUE;
}

static void on_skip(j_decompress_ptr jpeg, long n)
{
    while (n > 0 && (size_t)n > jpeg->src->bytes_in_buffer) {
        n -= (long)jpeg->src->bytes_in_buffer;
        on_empty(jpeg);
    }
    if (n > 0) {
        jpeg->src->next_input_byte += n;
        jpeg->src->bytes_in_buffer -= (size_t)n;
    }
}

/* The profile in its segments (ICC.1:2010, B.4), and the orientation. */
static void read_markers(struct reading *r)
{
    JOCTET *profile = NULL;
    unsigned n = 0;
    size_t segments = 0;
    bool noted = false;
    for (jpeg_saved_marker_ptr m = r->jpeg.marker_list; m; m = m->next) {
        segments += m->marker == ICC_MARKER && m->data_length > 12 &&
                    memcmp(m->data, "ICC_PROFILE", 12) == 0;
        if (m->marker != EXIF_MARKER || noted || m->data_length < 6 ||
            memcmp(m->data, "Exif\0", 6) != 0)
            continue;
        noted = true;
        r->image->turned =
            bm_exif_turned((struct bm_str){(const char *)m->data + 6, m->data_length - 6});
    }
    long warnings = r->errors.num_warnings;
    if (segments && jpeg_read_icc_profile(&r->jpeg, &profile, &n))
        r->image->icc = (struct bm_str){bm_arena_copy(r->arena, (const char *)profile, n), n};
    r->errors.num_warnings = warnings; /* a broken profile is no broken picture */
    r->image->icc_broken = segments && !profile;
    free(profile);
}

static void begin(struct reading *r)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    struct bm_image *image = r->image;
    jpeg_create_decompress(j);
    r->progress.progress_monitor = on_progress;
    j->progress = &r->progress;
    r->source = (struct jpeg_source_mgr){.init_source = on_source,
                                         .fill_input_buffer = on_empty,
                                         .skip_input_data = on_skip,
                                         .resync_to_restart = jpeg_resync_to_restart,
                                         .term_source = on_source};
    j->src = &r->source;
    jpeg_save_markers(j, EXIF_MARKER, 0xFFFF);
    jpeg_save_markers(j, ICC_MARKER, 0xFFFF);
    jpeg_read_header(j, TRUE);
    read_markers(r);
    image->width = j->image_width;
    image->height = j->image_height;
    image->held = jpeg_has_multiple_scans(j);
    if (bm_image_is_too_large(image))
        fail(r, BM_CUT_OFF); /* said as what it is by who asked for it */
    bool ink = j->num_components == 4;
    /* What PDF readers may not read, or read in other colours, goes in as pixels. */
    image->jpeg = true;
    image->direct = !j->arith_code && (j->jpeg_color_space != JCS_RGB || j->saw_Adobe_marker);
    j->out_color_space = ink ? JCS_CMYK : j->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    j->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(j);
    image->components = (uint8_t)j->output_components;
    /* Adobe writes 255 for no ink; files without its marker mean what they say. */
    image->inverted = ink && j->saw_Adobe_marker;
}

static bool read_row(struct bm_decoding *decoding, uint8_t *row)
{
    struct reading *r = (struct reading *)decoding;
    const size_t n = (size_t)r->jpeg.output_width * r->image->components;
    if (setjmp(r->out))
        return false;
    if (jpeg_read_scanlines(&r->jpeg, &row, 1) != 1)
        fail(r, BM_CUT_OFF);
    for (size_t i = 0; r->image->inverted && i < n; i++)
        row[i] = (uint8_t)(255 - row[i]);
    return true;
}

static bool read_end(struct bm_decoding *decoding)
{
    struct reading *r = (struct reading *)decoding;
    if (setjmp(r->out))
        return false;
    jpeg_finish_decompress(&r->jpeg);
    r->image->end = r->stream->given - r->source.bytes_in_buffer;
    if (r->errors.num_warnings)
        fail(r, BM_CUT_OFF);
    return true;
}

static void end(struct bm_decoding *decoding)
{
    jpeg_destroy_decompress(&((struct reading *)decoding)->jpeg);
}

struct bm_decoding *bm_jpeg_decode(struct bm_arena *arena, struct bm_stream *stream,
                                   struct bm_image *image)
{
    struct reading *r = BM_NEW(arena, struct reading);
    r->decoding = (struct bm_decoding){.row = read_row, .end = read_end, .close = end};
    r->arena = arena;
    r->stream = stream;
    r->image = image;
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = on_error;
    r->errors.emit_message = on_message;
    r->errors.output_message = on_output;
    r->jpeg.client_data = r;
    if (setjmp(r->out) == 0)
        begin(r);
    return &r->decoding;
}

/* Of the segments before the picture only the readers' own. */
static void put_without_notes(const uint8_t *p, size_t size, struct bm_buf *out)
{
    size_t i = 2;
    bm_buf_put(out, p, 2);
    while (i + 4 <= size && p[i] == 0xFF && p[i + 1] != M_SOS) {
        size_t length = 2u + ((size_t)p[i + 2] << 8 | p[i + 3]);
        bool fill = p[i + 1] == 0xFF;
        bool note = (p[i + 1] > M_APP0 && p[i + 1] < M_ADOBE) || p[i + 1] == M_ADOBE + 1 ||
                    p[i + 1] == JPEG_COM;
        if (fill || length > size - i) {
            i += fill ? 1 : size - i;
            continue;
        }
        if (!note)
            bm_buf_put(out, p + i, length);
        i += length;
    }
    bm_buf_put(out, p + i, size - i);
}

int bm_image_put_jpeg(const struct bm_image *image, struct bm_buf *out)
{
    struct bm_stream *stream = malloc(sizeof *stream);
    struct bm_buf file = {0};
    const uint8_t *block;
    size_t n;
    if (!stream)
        bm_out_of_memory();
    int why = bm_stream_open(stream, image);
    while (!why && file.n < image->end && (n = bm_stream_next(stream, &block)))
        bm_buf_put(&file, block, n);
    if (!why && (file.n < image->end || image->end < 2))
        why = stream->error ? stream->error : BM_IMAGE_CHANGED;
    if (!why)
        put_without_notes((const uint8_t *)file.p, (size_t)image->end, out);
    bm_stream_close(stream);
    bm_buf_free(&file);
    free(stream);
    return why;
}

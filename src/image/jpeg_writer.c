/* JPEG written through libjpeg. Its only error is that memory runs out: it is given none but rows
 * of sizes that it takes. */
#include "image/steps.h"

#include <stdio.h>
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

struct bm_jpeg_writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    struct bm_buf *out;
    uint8_t *row; /* of inverted CMYK */
    uint8_t block[65536];
};

static _Noreturn void on_error(j_common_ptr common)
{
    (void)common;
    bm_out_of_memory();
}

static void begin_block(j_compress_ptr jpeg)
{
    struct bm_jpeg_writer *w = jpeg->client_data;
    w->destination.next_output_byte = w->block;
    w->destination.free_in_buffer = sizeof w->block;
}

static boolean put_block(j_compress_ptr jpeg)
{
    struct bm_jpeg_writer *w = jpeg->client_data;
    bm_buf_put(w->out, w->block, sizeof w->block);
    begin_block(jpeg);
    return TRUE;
}

static void put_rest(j_compress_ptr jpeg)
{
    struct bm_jpeg_writer *w = jpeg->client_data;
    bm_buf_put(w->out, w->block, sizeof w->block - w->destination.free_in_buffer);
}

struct bm_jpeg_writer *bm_jpeg_writer_open(struct bm_buf *out, uint32_t width, uint32_t height,
                                           unsigned components, unsigned quality)
{
    struct bm_jpeg_writer *w = calloc(1, sizeof *w);
    if (!w)
        bm_out_of_memory();
    struct jpeg_compress_struct *j = &w->jpeg;
    w->out = out;
    j->err = jpeg_std_error(&w->errors);
    w->errors.error_exit = on_error;
    jpeg_create_compress(j);
    j->client_data = w;
    w->destination = (struct jpeg_destination_mgr){.init_destination = begin_block,
                                                   .empty_output_buffer = put_block,
                                                   .term_destination = put_rest};
    j->dest = &w->destination;
    j->image_width = width;
    j->image_height = height;
    j->input_components = (int)components;
    j->in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(j);
    if (components == 4) {
        jpeg_set_colorspace(j, JCS_YCCK); /* with Adobe's marker */
        w->row = malloc((size_t)width * 4);
        if (!w->row)
            bm_out_of_memory();
    }
    jpeg_set_quality(j, (int)quality, TRUE);
    for (int i = 0; i < j->num_components; i++)
        j->comp_info[i].h_samp_factor = j->comp_info[i].v_samp_factor = 1;
    j->dct_method = JDCT_ISLOW;
    j->optimize_coding = (uint64_t)width * height <= BM_OPTIMISED_MOST;
    jpeg_start_compress(j, TRUE);
    return w;
}

void bm_jpeg_writer_put(struct bm_jpeg_writer *writer, const uint8_t *row)
{
    const size_t n = (size_t)writer->jpeg.image_width * 4;
    JSAMPROW at = (JSAMPROW)(uintptr_t)row;
    for (size_t i = 0; writer->row && i < n; i++)
        writer->row[i] = (uint8_t)(255 - row[i]);
    if (writer->row)
        at = writer->row;
    jpeg_write_scanlines(&writer->jpeg, &at, 1);
}

void bm_jpeg_writer_close(struct bm_jpeg_writer *writer)
{
    jpeg_finish_compress(&writer->jpeg);
    jpeg_destroy_compress(&writer->jpeg);
    free(writer->row);
    free(writer);
}

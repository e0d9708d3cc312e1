/* A picture looked through: what is broken, and the facts. */
#include "image/steps.h"

#include <stdlib.h>
#include <unistd.h>

static void say_too_large(const struct bm_image *image, struct bm_diags *diags)
{
    const uint64_t n = (uint64_t)image->width * image->height;
    const bool held = image->held && n <= BM_PIXELS_MOST;
    bm_diag(diags, held ? BM_MSG_PICTURE_HELD_TOO_LARGE : BM_MSG_PICTURE_TOO_LARGE, image->span,
            image->name, bm_diag_number(diags, (int64_t)n),
            bm_diag_number(diags, held ? BM_HELD_MOST : BM_PIXELS_MOST));
}

struct bm_decoding *bm_decode(struct bm_arena *arena, struct bm_stream *stream,
                              struct bm_image *image)
{
    static const char png[] = "\x89PNG\r\n\x1A\n";
    const uint8_t *block;
    const size_t n = bm_stream_next(stream, &block);
    const bool jpeg = n >= 3 && memcmp(block, "\xFF\xD8\xFF", 3) == 0;
    if (!jpeg && (n < 8 || memcmp(block, png, 8) != 0))
        return NULL;
    stream->given = 0;
    if (stream->fd >= 0 && lseek(stream->fd, 0, SEEK_SET) != 0)
        return NULL;
    return jpeg ? bm_jpeg_decode(arena, stream, image) : bm_png_decode(arena, stream, image);
}

/* What a row adds to what is known of the picture. */
static void look_at_row(struct bm_image *image, const uint8_t *row)
{
    const uint32_t step = image->components;
    const uint8_t *end = row + (size_t)image->width * step, *p = row;
    for (; step == 3 && image->neutral && p < end; p += 3)
        image->neutral = p[1] == p[0] && p[2] == p[0];
    image->line_art &= step == 1 || (step == 3 && image->neutral);
    for (p = row; image->line_art && p < end; p += step)
        image->line_art = p[0] == 0 || p[0] == 255;
    for (p = row; step == 4 && p < end; p += 4) {
        const uint32_t sum = (uint32_t)p[0] + p[1] + p[2] + p[3];
        image->ink = sum > image->ink ? sum : image->ink;
    }
}

static void look_begin(struct bm_image *image)
{
    image->neutral = image->components == 3;
    image->line_art = image->components < 4;
    image->ink = 0;
}

void bm_image_look(struct bm_image *image)
{
    look_begin(image);
    for (uint32_t y = 0; y < image->height; y++)
        look_at_row(image, image->pixels + (size_t)y * image->width * image->components);
}

/* All of its rows once; what is wrong, or NULL. */
static const char *look_through(struct bm_decoding *decoding, struct bm_image *image,
                                struct bm_arena *work)
{
    if (decoding->wrong)
        return decoding->wrong;
    uint8_t *row = bm_arena_array(work, image->width, image->components);
    look_begin(image);
    for (uint32_t y = 0; y < image->height; y++) {
        if (!decoding->row(decoding, row))
            return decoding->wrong;
        look_at_row(image, row);
    }
    return decoding->end(decoding) ? NULL : decoding->wrong;
}

/* A profile that does not suit the picture is done without. */
static void check_profile(struct bm_image *image, struct bm_diags *diags)
{
    const char *wrong = image->icc_broken ? "it is cut off or damaged" : NULL;
    if (!wrong && image->icc.n)
        wrong = bm_icc_wrong(image->icc, image->components);
    if (!wrong)
        return;
    image->icc = (struct bm_str){0};
    bm_diag(diags, BM_MSG_PICTURE_PROFILE, image->span, image->name, bm_str_c(wrong));
}

/* The picture as it is in the stream; NULL when it cannot be used. */
static struct bm_image *read_stream(struct bm_arena *arena, struct bm_stream *stream,
                                    struct bm_image facts, struct bm_diags *diags)
{
    struct bm_arena *work = bm_arena_new();
    struct bm_image *image = BM_NEW(arena, struct bm_image);
    *image = facts;
    image->turned = 1;
    image->name = bm_str_copy(arena, facts.name);
    struct bm_decoding *decoding = bm_decode(work, stream, image);
    const char *wrong = "it is neither a JPEG nor a PNG";
    if (decoding) {
        wrong = look_through(decoding, image, work);
        decoding->close(decoding);
    }
    if (image->icc.n)
        image->icc = bm_str_copy(arena, image->icc);
    bm_arena_drop(work);
    if (stream->error) {
        image->file.error = stream->error;
        bm_file_refuse(image->path, &image->file, image->span, diags);
        return NULL;
    }
    if (wrong) {
        if (bm_image_is_too_large(image))
            say_too_large(image, diags);
        else
            bm_diag(diags, BM_MSG_BAD_IMAGE, image->span, image->name, bm_str_c(wrong));
        return NULL;
    }
    if (image->turned > 4) {
        const uint32_t width = image->width;
        image->width = image->height;
        image->height = width;
    }
    check_profile(image, diags);
    return image;
}

static struct bm_stream *new_stream(struct bm_str bytes, int fd)
{
    struct bm_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        bm_out_of_memory();
    stream->bytes = bytes;
    stream->fd = fd;
    return stream;
}

struct bm_image *bm_image_read(struct bm_arena *arena, struct bm_str bytes, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags)
{
    struct bm_stream *stream = new_stream(bytes, -1);
    struct bm_image *image = read_stream(
        arena, stream, (struct bm_image){.name = name, .span = span, .bytes = bytes}, diags);
    free(stream);
    return image;
}

struct bm_image *bm_image_open(struct bm_arena *arena, const char *path, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags)
{
    struct bm_file file;
    struct bm_image *image = NULL;
    if (!bm_file_open(path, &file)) {
        bm_file_refuse(path, &file, span, diags);
        return NULL;
    }
    if (bm_file_fits(path, BM_FILE_PICTURE, file.size, span, diags)) {
        struct bm_stream *stream = new_stream((struct bm_str){0}, file.fd);
        image = read_stream(
            arena, stream,
            (struct bm_image){.name = name, .span = span, .path = path, .file = file}, diags);
        free(stream);
    }
    if (image && !bm_file_unchanged(&file)) {
        bm_diag(diags, BM_MSG_FILE_CHANGED, span, bm_str_c(path));
        image = NULL;
    }
    close(file.fd);
    return image;
}

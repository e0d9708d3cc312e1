/* The bytes of a picture, and whether they are still the same. */
#include "image/steps.h"

#include <errno.h>
#include <unistd.h>

size_t bm_stream_next(struct bm_stream *stream, const uint8_t **block)
{
    ssize_t n;
    if (stream->fd < 0) {
        *block = (const uint8_t *)stream->bytes.p + stream->given;
        const size_t rest = stream->bytes.n - (size_t)stream->given;
        stream->given = stream->bytes.n;
        return rest;
    }
    do
        n = read(stream->fd, stream->block, sizeof stream->block);
    while (n < 0 && errno == EINTR);
    *block = stream->block;
    if (n < 0)
        stream->error = errno;
    stream->given += n > 0 ? (uint64_t)n : 0;
    return n > 0 ? (size_t)n : 0;
}

static bool same(const struct bm_file *a, const struct bm_file *b)
{
    return a->size == b->size && a->device == b->device && a->inode == b->inode &&
           a->changed == b->changed && a->changed_ns == b->changed_ns;
}

int bm_stream_open(struct bm_stream *stream, const struct bm_image *image)
{
    struct bm_file file = {.fd = -1};
    *stream = (struct bm_stream){.bytes = image->bytes, .fd = -1};
    if (!image->path)
        return 0;
    if (!bm_file_open(image->path, &file))
        return file.error ? file.error : BM_IMAGE_CHANGED;
    stream->fd = file.fd;
    return same(&file, &image->file) ? 0 : BM_IMAGE_CHANGED;
}

void bm_stream_close(struct bm_stream *stream)
{
    if (stream->fd >= 0)
        close(stream->fd);
    stream->fd = -1;
}

bool bm_image_untouched(const struct bm_image *image, struct bm_diags *diags)
{
    struct bm_file file;
    if (!image->path)
        return true;
    if (!bm_file_open(image->path, &file))
        return bm_file_refuse(image->path, &file, image->span, diags);
    close(file.fd);
    const struct bm_str path = bm_str_c(image->path);
    return same(&file, &image->file) ||
           bm_diag_once(diags, BM_MSG_FILE_CHANGED, image->span, &path, 1);
}

void bm_image_say_lost(const struct bm_image *image, int why, struct bm_diags *diags)
{
    const struct bm_str path = bm_str_c(image->path ? image->path : "");
    if ((why == BM_IMAGE_CHANGED || !bm_file_again(image->path, why, image->span, diags)) &&
        bm_image_untouched(image, diags))
        bm_diag_once(diags, BM_MSG_FILE_CHANGED, image->span, &path, 1);
}

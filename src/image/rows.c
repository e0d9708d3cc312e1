/* The rows of a picture as it is seen. The file's rows come from its decoder, are brought down, and
 * then turned: of a picture that stands on its side, or on its head, a band of the rows as they are
 * seen is filled from the whole file, and the file read once more for the next band. */
#include "image/steps.h"

struct bm_rows {
    const struct bm_image *image;
    struct bm_arena *arena; /* of it all */
    uint32_t width, height; /* as they are asked for and seen */
    uint32_t at;            /* next row */
    int lost;               /* as bm_rows_close() says it */
    uint8_t *row;           /* one to hand out */
    struct bm_light plain;
    /* The file once through, in its own orientation. */
    struct bm_stream stream;
    struct bm_decoding *decoding; /* NULL: not open */
    struct bm_arena *work;        /* of the decoder */
    struct bm_image facts;        /* as it reads them again */
    uint32_t file_width, file_height, read;
    uint8_t *raw;
    bool reduces;
    struct bm_reducer reducer; /* to what is asked for, not turned yet */
    /* Rows of a turned picture. */
    uint8_t *band;
    uint32_t band_rows, band_first;
};

bool bm_image_is_heavy(const struct bm_image *image)
{
    return image->held || image->turned > 2;
}

static void close_file(struct bm_rows *rows)
{
    if (rows->decoding)
        rows->decoding->close(rows->decoding);
    rows->decoding = NULL;
    bm_stream_close(&rows->stream);
    bm_arena_drop(rows->work);
    rows->work = NULL;
}

static void lose(struct bm_rows *rows)
{
    if (!rows->lost)
        rows->lost = rows->stream.error ? rows->stream.error : BM_IMAGE_CHANGED;
}

/* From its first row again. */
static void open_file(struct bm_rows *rows)
{
    const struct bm_image *image = rows->image;
    close_file(rows);
    rows->read = 0;
    if (rows->reduces)
        bm_reducer_begin(&rows->reducer, rows->work = bm_arena_new());
    if (!image->path && !image->bytes.n)
        return;
    if (!rows->work)
        rows->work = bm_arena_new();
    rows->facts = (struct bm_image){0};
    if (!rows->lost)
        rows->lost = bm_stream_open(&rows->stream, image);
    if (!rows->lost)
        rows->decoding = bm_decode(rows->work, &rows->stream, &rows->facts);
    if (!rows->decoding || rows->decoding->wrong || rows->facts.width != rows->file_width ||
        rows->facts.height != rows->file_height || rows->facts.components != image->components)
        lose(rows);
}

/* The next row of the file. */
static const uint8_t *file_row(struct bm_rows *rows)
{
    const size_t n = (size_t)rows->file_width * rows->image->components;
    const uint32_t y = rows->read++;
    if (!rows->image->path && !rows->image->bytes.n)
        return rows->image->pixels + n * y;
    if (!rows->lost && !rows->decoding->row(rows->decoding, rows->raw))
        lose(rows);
    if (!rows->lost && rows->read == rows->file_height && !rows->decoding->end(rows->decoding))
        lose(rows);
    if (rows->lost)
        memset(rows->raw, rows->image->components == 4 ? 0 : 255, n);
    return rows->raw;
}

/* The next row of the picture at the size that is asked for, not turned. */
static const uint8_t *reduced_row(struct bm_rows *rows, uint8_t *out)
{
    if (!rows->reduces)
        return file_row(rows);
    do
        if (bm_reducer_wants(&rows->reducer))
            bm_reducer_take(&rows->reducer, file_row(rows));
    while (!bm_reducer_make(&rows->reducer, out));
    return out;
}

/* Row y of the file's orientation put where it is seen (Exif 2.3, 4.6.4 A), as far as that is in
 * the band. */
static void put_turned(struct bm_rows *rows, const uint8_t *row, uint32_t y, uint32_t band_end)
{
    const uint32_t step = rows->image->components, turned = rows->image->turned;
    const uint32_t wide = turned > 4 ? rows->height : rows->width;
    const bool right = turned == 2 || turned == 3 || turned == 7 || turned == 8;
    const bool low = turned == 3 || turned == 4 || turned == 6 || turned == 7;
    const uint32_t high = turned > 4 ? rows->width : rows->height;
    const uint32_t down = low ? high - 1 - y : y;
    for (uint32_t x = 0; x < wide; x++) {
        const uint32_t across = right ? wide - 1 - x : x;
        const uint32_t seen_y = turned > 4 ? across : down, seen_x = turned > 4 ? down : across;
        if (seen_y < rows->band_first || seen_y >= band_end)
            continue;
        uint8_t *to =
            rows->band + ((size_t)(seen_y - rows->band_first) * rows->width + seen_x) * step;
        for (uint32_t c = 0; c < step; c++)
            to[c] = row[(size_t)x * step + c];
    }
}

static void fill_band(struct bm_rows *rows)
{
    const uint32_t high = rows->image->turned > 4 ? rows->width : rows->height;
    const uint32_t rest = rows->height - rows->at;
    rows->band_first = rows->at;
    open_file(rows);
    for (uint32_t y = 0; y < high; y++)
        put_turned(rows, reduced_row(rows, rows->row), y,
                   rows->at + (rest < rows->band_rows ? rest : rows->band_rows));
    close_file(rows);
}

struct bm_rows *bm_rows_open(const struct bm_image *image, uint32_t width, uint32_t height,
                             const struct bm_light *light)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_rows *rows = BM_NEW(arena, struct bm_rows);
    const bool side = image->turned > 4;
    *rows = (struct bm_rows){.image = image,
                             .arena = arena,
                             .width = width,
                             .height = height,
                             .file_width = side ? image->height : image->width,
                             .file_height = side ? image->width : image->height};
    rows->stream.fd = -1;
    rows->reduces = width < image->width || height < image->height;
    if (!light)
        for (int c = 0; c < 4; c++)
            for (uint32_t v = 0; v < 256; v++)
                rows->plain.of[c][v] = (uint32_t)((uint64_t)v * BM_LIGHT / 255);
    rows->reducer = (struct bm_reducer){.from_w = rows->file_width,
                                        .from_h = rows->file_height,
                                        .w = side ? height : width,
                                        .h = side ? width : height,
                                        .components = image->components,
                                        .light = light ? light : &rows->plain,
                                        .line_art = image->line_art};
    const size_t step = image->components, n = width > height ? width : height;
    rows->raw = bm_arena_array(arena, rows->file_width, step);
    rows->row = bm_arena_array(arena, n, step);
    if (image->turned > 1) {
        const size_t fit = BM_BAND_BYTES / ((size_t)width * step) + 1;
        rows->band_rows = image->turned == 2 ? 1 : fit < height ? (uint32_t)fit : height;
        rows->band = bm_arena_array(arena, rows->band_rows, (size_t)width * step);
    }
    if (image->turned <= 2)
        open_file(rows);
    return rows;
}

const uint8_t *bm_rows_next(struct bm_rows *rows)
{
    const size_t n = (size_t)rows->width * rows->image->components;
    if (rows->at >= rows->height) {
        memset(rows->row, rows->image->components == 4 ? 0 : 255, n);
        return rows->row;
    }
    const uint32_t y = rows->at++;
    if (rows->image->turned <= 1)
        return reduced_row(rows, rows->row);
    if (rows->image->turned == 2) {
        rows->band_first = y;
        put_turned(rows, reduced_row(rows, rows->row), y, y + 1);
        return rows->band;
    }
    if (y == 0 || y >= rows->band_first + rows->band_rows) {
        rows->at = y;
        fill_band(rows);
        rows->at = y + 1;
    }
    return rows->band + (y - rows->band_first) * n;
}

int bm_rows_close(struct bm_rows *rows)
{
    const int lost = rows->lost;
    close_file(rows);
    bm_arena_drop(rows->arena);
    return lost;
}

#include "verify/objects.h"

#include <stdlib.h>
#include <zlib.h>

#define ANCESTORS 64 /* of a page */

qpdf_oh bm_object_key(const struct bm_objects *o, qpdf_oh dict, const char *key)
{
    /* A stream's keys are those of its dictionary. */
    if (qpdf_oh_is_stream(o->q, dict))
        dict = qpdf_oh_get_dict(o->q, dict);
    return qpdf_oh_is_dictionary(o->q, dict) ? qpdf_oh_get_key(o->q, dict, key)
                                             : qpdf_oh_new_null(o->q);
}

qpdf_oh bm_object_inherited(const struct bm_objects *o, qpdf_oh page, const char *key)
{
    for (int i = 0; i < ANCESTORS && qpdf_oh_is_dictionary(o->q, page); i++) {
        const qpdf_oh value = bm_object_key(o, page, key);
        if (!qpdf_oh_is_null(o->q, value))
            return value;
        page = bm_object_key(o, page, "/Parent");
    }
    return qpdf_oh_new_null(o->q);
}

struct bm_str bm_object_name(const struct bm_objects *o, qpdf_oh oh)
{
    const char *name = qpdf_oh_is_name(o->q, oh) ? qpdf_oh_get_name(o->q, oh) : NULL;
    return bm_str_copy(o->seen->arena, name && *name ? bm_str_c(name + 1) : BM_STR(""));
}

bool bm_object_is_name(const struct bm_objects *o, qpdf_oh oh, const char *name)
{
    const char *is = qpdf_oh_is_name(o->q, oh) ? qpdf_oh_get_name(o->q, oh) : NULL;
    return is && strcmp(is, name) == 0;
}

double bm_object_number(const struct bm_objects *o, qpdf_oh oh)
{
    return qpdf_oh_is_number(o->q, oh) ? qpdf_oh_get_numeric_value(o->q, oh) : 0;
}

int bm_object_count(const struct bm_objects *o, qpdf_oh oh)
{
    return qpdf_oh_is_array(o->q, oh) ? qpdf_oh_get_array_n_items(o->q, oh) : 0;
}

/* Whether the stream is packed by Flate alone (*flate), or not at all. */
static bool is_read(const struct bm_objects *o, qpdf_oh stream, bool *flate)
{
    qpdf_oh filter = bm_object_key(o, stream, "/Filter");
    qpdf_oh how = bm_object_key(o, stream, "/DecodeParms");
    if (bm_object_count(o, filter) == 1)
        filter = qpdf_oh_get_array_item(o->q, filter, 0);
    if (bm_object_count(o, how) == 1)
        how = qpdf_oh_get_array_item(o->q, how, 0);
    *flate = bm_object_is_name(o, filter, "/FlateDecode");
    return (*flate && bm_object_number(o, bm_object_key(o, how, "/Predictor")) <= 1) ||
           qpdf_oh_is_null(o->q, filter);
}

/* A length of zlib's, at most so much. */
static uInt chunk(size_t n)
{
    return n > 1u << 30 ? 1u << 30 : (uInt)n;
}

/* False when there is more than is read; what is cut off or damaged ends where it does, as readers
 * have it. */
static bool inflate_all(struct bm_seen *seen, const unsigned char *p, size_t n, struct bm_buf *out)
{
    static const size_t most = BM_SEEN_STREAM;
    z_stream z = {0};
    unsigned char block[32768];
    int status = inflateInit(&z) == Z_OK ? Z_OK : Z_MEM_ERROR;
    z.next_in = (unsigned char *)(uintptr_t)p;
    z.avail_in = chunk(n);
    while (status == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof block;
        status = inflate(&z, Z_NO_FLUSH);
        const size_t got = sizeof block - z.avail_out;
        bm_buf_put(out, block, got);
        seen->bytes += got;
        if (out->n > most || seen->bytes > BM_SEEN_BYTES)
            status = Z_MEM_ERROR;
    }
    inflateEnd(&z);
    return status != Z_MEM_ERROR;
}

bool bm_object_stream(const struct bm_objects *o, qpdf_oh stream, struct bm_str *bytes)
{
    struct bm_buf out = {0};
    unsigned char *raw = NULL;
    size_t n = 0;
    bool flate = false;
    *bytes = BM_STR("");
    if (!qpdf_oh_is_stream(o->q, stream))
        return true;
    if (!is_read(o, stream, &flate))
        return false;
    if (qpdf_oh_get_stream_data(o->q, stream, qpdf_dl_none, NULL, &raw, &n) & QPDF_ERRORS || !raw)
        return true;
    bool fine = n <= BM_SEEN_STREAM;
    if (fine && flate)
        fine = inflate_all(o->seen, raw, n, &out);
    else if (fine)
        bm_buf_put(&out, raw, n);
    free(raw);
    *bytes = bm_buf_keep(&out, o->seen->arena);
    return fine;
}

bool bm_object_box(const struct bm_objects *o, qpdf_oh array, double box[4])
{
    double v[4];
    if (bm_object_count(o, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        v[i] = bm_object_number(o, qpdf_oh_get_array_item(o->q, array, i));
    for (int i = 0; i < 2; i++) {
        box[i] = v[i] < v[i + 2] ? v[i] : v[i + 2];
        box[i + 2] = v[i] < v[i + 2] ? v[i + 2] : v[i];
    }
    return true;
}

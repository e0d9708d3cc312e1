#include "image/image.h"

#include <errno.h>
#include <qrencode.h>

bool bm_qr_encode(struct bm_arena *arena, struct bm_str text, struct bm_qr *qr)
{
    char *copy = bm_arena_copy(arena, text.p, text.n);
    errno = 0;
    QRcode *code = text.n ? QRcode_encodeString(copy, 0, QR_ECLEVEL_M, QR_MODE_8, 1) : NULL;
    if (!code && errno == ENOMEM)
        bm_out_of_memory();
    if (!code)
        return false;
    size_t n = (size_t)code->width * (size_t)code->width;
    uint8_t *dark = BM_NEW_N(arena, n, uint8_t);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1;
    *qr = (struct bm_qr){(uint32_t)code->width, dark};
    QRcode_free(code);
    return true;
}

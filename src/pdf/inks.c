/* Spot inks as Separation spaces with the four inks for an alternate (ISO 32000-1, 8.6.6.4).
 * libharu writes a space in a name as it is, so the entries are written by hand. */
#include "pdf/inks.h"

static void put_name(struct bm_buf *out, struct bm_str name)
{
    bm_buf_char(out, '/');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                     c == '-' || c == '_' || c == '.';
        if (plain)
            bm_buf_char(out, (char)c);
        else
            bm_buf_printf(out, "#%02X", c);
    }
}

void bm_pdf_spots(struct bm_buf *out, const struct bm_pages *pages, uint32_t used)
{
    for (uint32_t i = 0; i < pages->spot_count; i++) {
        if (!(used >> i & 1))
            continue;
        const struct bm_ink *a = &pages->spots[i].alternate;
        const uint16_t parts[4] = {a->c, a->m, a->y, a->k};
        bm_buf_printf(out, "/S%u [ /Separation ", i + 1);
        put_name(out, pages->spots[i].name);
        bm_buf_c(out,
                 " /DeviceCMYK << /FunctionType 2 /Domain [ 0 1 ] /N 1 /C0 [ 0 0 0 0 ] /C1 [ ");
        for (int k = 0; k < 4; k++) {
            bm_buf_decimal(out, parts[k], 4);
            bm_buf_char(out, ' ');
        }
        bm_buf_c(out, "] >> ]\n");
    }
}

/* Lines that the machine writes: 转版 lines, furniture, guides, the folio. They are kept while the
 * page's articles are painted and stand after all of them, but for 上接, which is read before the
 * text that it leads in and is painted there. */
#pragma once

#include "paint/paint.h"

struct machine_line {
    const struct bm_galley *galley;
    struct bm_setting setting;
    bm_len x, y;
    const char *name;        /* of its node, … */
    uint32_t about, to_page; /* … which has these too */
};

/* Keeps a text, set to a width, for the end of the page; returns its height. */
bm_len bm_paint_write_line(struct bm_painter *painter, struct bm_str text,
                           const struct bm_style *style, bm_len x, bm_len y, bm_len width,
                           const char *name);
/* Says of the lines from the first-th on which article they are about, and which page they lead to
 * (struct bm_node). */
void bm_paint_aim(struct bm_painter *painter, size_t first, uint32_t article, uint32_t to_page);
/* Paints the lines that are kept, from the first-th on, and keeps those before. */
void bm_paint_machine_lines(struct bm_painter *painter, size_t first);

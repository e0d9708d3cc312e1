/* Lines that the machine writes. */
#include "paint/machine.h"

#include "paint/runs.h"

bm_len bm_paint_write_line(struct bm_painter *painter, struct bm_str text,
                           const struct bm_style *style, bm_len x, bm_len y, bm_len width,
                           const char *name)
{
    static const struct bm_variant plain;
    struct bm_arena *work = painter->work;
    struct bm_piece *piece = BM_NEW(work, struct bm_piece);
    struct bm_text *whole = BM_NEW(work, struct bm_text);
    piece->text = bm_str_copy(work, text);
    piece->span = bm_span_none();
    *whole = (struct bm_text){piece, 1};
    struct bm_galley *g =
        bm_galley_banner(painter->maker, whole, bm_span_none(), BM_NO_FILE, style);
    if (!g || !text.n)
        return 0;
    painter->lines = bm_arena_grow(work, painter->lines, painter->line_count, &painter->line_cap,
                                   sizeof *painter->lines);
    struct machine_line *line = &painter->lines[painter->line_count++];
    *line = (struct machine_line){.galley = g, .x = x, .y = y, .name = name};
    bm_galley_set(work, g, width, width, 1, &plain, NULL, &line->setting);
    return line->setting.head_height;
}

void bm_paint_aim(struct bm_painter *painter, size_t first, uint32_t article, uint32_t to_page)
{
    for (size_t i = first; i < painter->line_count; i++) {
        painter->lines[i].about = article + 1;
        painter->lines[i].to_page = to_page;
    }
}

void bm_paint_machine_lines(struct bm_painter *painter, size_t first)
{
    for (size_t i = first; i < painter->line_count; i++) {
        const struct machine_line *l = &painter->lines[i];
        const uint32_t node = bm_paint_artefact(painter, l->name);
        painter->pages->nodes[node].about = l->about;
        painter->pages->nodes[node].to_page = l->to_page;
        for (size_t k = 0; k < l->setting.head_count; k++) {
            const struct bm_row *r = &l->setting.head[k];
            struct bm_placed_line line = {.para = r->para,
                                          .line = r->line,
                                          .x = l->x + r->x,
                                          .y = l->y + r->y,
                                          .node = node,
                                          .article = UINT32_MAX,
                                          .ink =
                                              bm_paint_style_ink(l->galley->parts[r->part].style),
                                          .sign = bm_span_none()};
            bm_paint_line(painter, &line);
        }
    }
    painter->line_count = first;
}

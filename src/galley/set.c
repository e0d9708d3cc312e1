/* A galley set to a measure: head and body. */
#include "galley/galley.h"

void bm_galley_set(struct bm_arena *arena, const struct bm_galley *galley, bm_len head_measure,
                   bm_len measure, bm_len grid, const struct bm_variant *variant,
                   struct bm_galley_lines *kept, struct bm_setting *setting)
{
    const struct bm_row_measures measures = {.widths = &measure, .n = 1};
    bm_galley_set_head(arena, galley, head_measure, measure, grid, variant, kept, setting);
    bm_galley_set_body(arena, galley, &measures, variant, kept, setting);
}

/* The blocks of pinwheels. */
#include "plan/geometry.h"

void bm_plan_pinwheel_blocks(const struct pinwheel *pinwheel, const struct bm_plan_rect *r,
                             uint32_t p, uint32_t q, struct bm_plan_rect out[5])
{
    const uint32_t x = r->column, y = r->line, w = r->columns, h = r->lines;
    const uint32_t a = pinwheel->a, b = pinwheel->b;
    const struct bm_plan_rect turned[2][5] = {{{x, b, y, p},
                                               {x + b, w - b, y, q},
                                               {x, a, y + p, h - p},
                                               {x + a, b - a, y + p, q - p},
                                               {x + a, w - a, y + q, h - q}},
                                              {{x, a, y, q},
                                               {x + a, w - a, y, p},
                                               {x + a, b - a, y + p, q - p},
                                               {x + b, w - b, y + p, h - p},
                                               {x, b, y + q, h - q}}};
    for (uint32_t k = 0; k < 5; k++)
        out[k] = turned[pinwheel->mirrored][k];
}

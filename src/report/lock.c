/* A section of plan.lock. */
#include "report/lock.h"

#include "base/scalar.h"
#include "report/frames.h"

static void put_head(const struct bm_lock_section *s, struct bm_buf *out)
{
    static const char *const keys[] = {"layout", "frames", "articles"};
    bm_scalar_put(out, s->layout);
    bm_buf_c(out, ":\n");
    for (size_t i = 0; i < BM_COUNT(keys); i++)
        bm_buf_printf(out, "  %s: %s\n", keys[i], s->sums[i]);
    bm_buf_c(out, "  pages:\n");
}

bool bm_report_lock(const struct bm_sources *sources, const struct bm_plan_ledger *plan,
                    const struct bm_lock_section *section, struct bm_buf *out)
{
    uint32_t number = 0;
    if ((!plan || !plan->frame_count) && !section->pages.length)
        return false;
    put_head(section, out);
    if (!plan || !plan->frame_count) {
        bm_buf_c(out, "    ");
        bm_report_given(out, bm_sources_of(sources, section->pages)->text, section->pages, 4);
        bm_buf_char(out, '\n');
        return true;
    }
    for (size_t i = 0; i < plan->frame_count; i++) {
        const struct bm_planned *f = &plan->frames[i];
        if (!f->name.n && f->region.file != section->file)
            continue; /* the layout's */
        if (f->number != number)
            bm_buf_printf(out, "    - page: %u\n%s      frames:\n", f->number,
                          section->locked && section->locked[f->number - 1] ? "      locked: true\n"
                                                                            : "");
        number = f->number;
        bm_buf_c(out, "        - ");
        if (f->name.n)
            bm_report_frame(out, f, true);
        else
            bm_report_given(out, bm_sources_of(sources, f->region)->text, f->region, 10);
        bm_buf_char(out, '\n');
    }
    return true;
}

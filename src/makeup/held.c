/* Plans that are held, and templates of them. */
#include "makeup/held.h"

#include "page/ledger.h"

#define NO_REGION UINT32_MAX

/* The number of the auto frame at that place; NO_REGION: there is none. */
static uint32_t region_at(const struct bm_template *t, struct bm_span page, struct bm_span frame)
{
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->automatic)
                continue;
            if (t->pages[p].span.file == page.file && t->pages[p].span.offset == page.offset &&
                f->span.file == frame.file && f->span.offset == frame.offset)
                return n;
            n++;
        }
    return NO_REGION;
}

static uint32_t count_regions(const struct bm_template *t)
{
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++)
            n += t->pages[p].frames[i].automatic;
    return n;
}

static struct bm_place head_of(const struct bm_planned *f)
{
    if (f->head_width)
        return (struct bm_place){.given = true, .width = f->head_width, .lines = f->head_lines};
    return (struct bm_place){.given = f->head_legs > 0, .columns = f->head_legs};
}

struct bm_standing_plan *bm_makeup_hold(struct bm_arena *arena, const struct bm_template *t,
                                        const struct bm_pages *pages)
{
    const struct bm_plan_ledger *plan = pages->plan;
    if (!plan)
        return NULL;
    struct bm_standing_plan *held = BM_NEW(arena, struct bm_standing_plan);
    held->regions = count_regions(t);
    held->frames = BM_NEW_N(arena, plan->frame_count, struct bm_standing_frame);
    for (size_t i = 0; i < plan->frame_count; i++) {
        const struct bm_planned *f = &plan->frames[i];
        const uint32_t region = region_at(t, f->page, f->region);
        if (!f->name.n || region == NO_REGION)
            continue;
        struct bm_standing_frame *h = &held->frames[held->n++];
        *h = (struct bm_standing_frame){.region = region,
                                        .article = bm_str_copy(arena, f->name),
                                        .column = f->column,
                                        .columns = f->columns,
                                        .line = f->line,
                                        .lines = f->lines,
                                        .legs = f->legs,
                                        .lead = f->lead,
                                        .head = head_of(f),
                                        .style_count = f->style_count};
        h->styles = bm_arena_array(arena, f->style_count, sizeof *h->styles);
        for (size_t k = 0; k < f->style_count; k++)
            h->styles[k] = (struct bm_standing_style){bm_str_copy(arena, f->styles[k].role),
                                                      bm_str_copy(arena, f->styles[k].style)};
    }
    return held;
}

/* False: the layout has no such style. */
static bool put_styles(struct bm_arena *arena, const struct bm_standing_frame *h,
                       const struct bm_layout *layout, struct bm_frame *out)
{
    bool good = true;
    out->overrides = BM_NEW_N(arena, h->style_count, struct bm_override);
    for (size_t i = 0; i < h->style_count; i++) {
        const struct bm_style *style = bm_layout_style(layout, h->styles[i].style);
        out->overrides[out->override_count++] =
            (struct bm_override){.role = h->styles[i].role, .role_span = out->span, .style = style};
        good = good && style;
    }
    return good;
}

struct bm_template *bm_makeup_held_template(struct bm_arena *arena,
                                            const struct bm_standing_plan *held,
                                            const struct bm_layout *layout,
                                            const struct bm_template *t)
{
    struct bm_template *out = BM_NEW(arena, struct bm_template);
    uint32_t region = 0;
    if (count_regions(t) != held->regions)
        return NULL;
    out->n = t->n;
    out->pages = BM_NEW_N(arena, t->n, struct bm_page_template);
    for (size_t p = 0; p < t->n; p++) {
        struct bm_page_template *page = &out->pages[p];
        *page = t->pages[p];
        page->frames = BM_NEW_N(arena, page->n + held->n, struct bm_frame);
        page->n = 0;
        bm_template_note_regions(arena, &t->pages[p], page);
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            for (size_t k = 0; f->automatic && k < held->n; k++) {
                const struct bm_standing_frame *h = &held->frames[k];
                if (h->region != region)
                    continue;
                struct bm_frame *frame = &page->frames[page->n++];
                *frame = (struct bm_frame){.span = f->span,
                                           .article = h->article,
                                           .article_span = f->span,
                                           .planned = true,
                                           .held = true,
                                           .lead = h->lead,
                                           .column = h->column,
                                           .columns = h->columns,
                                           .line = h->line,
                                           .lines = h->lines,
                                           .legs = h->legs,
                                           .rest = BM_REST_EVEN,
                                           .head = h->head};
                if (!put_styles(arena, h, layout, frame))
                    return NULL;
            }
            if (f->automatic)
                region++;
            else
                page->frames[page->n++] = *f;
        }
    }
    return out;
}

/* Grades of heads in the frames of plans. */
#include "makeup/grades.h"

#include "makeup/placed.h"
#include "page/ledger.h"

/* Another style of a frame that is noted; the first of a role stands. */
static void note_style(struct bm_arena *arena, struct bm_planned *f, struct bm_planned_style style)
{
    for (size_t i = 0; i < f->style_count; i++)
        if (bm_str_eq(f->styles[i].role, style.role))
            return;
    struct bm_planned_style *styles = bm_arena_array(arena, f->style_count + 1, sizeof *styles);
    if (f->style_count)
        memcpy(styles, f->styles, f->style_count * sizeof *styles);
    styles[f->style_count++] = style;
    f->styles = styles;
}

void bm_makeup_note_grades(struct bm_arena *arena, struct bm_plan_ledger *l,
                           const struct bm_galley *g, struct bm_str name)
{
    for (size_t i = 0; l && i < l->frame_count; i++)
        for (size_t k = 0; k < g->part_count && bm_str_eq(l->frames[i].name, name); k++) {
            const struct bm_part *part = &g->parts[k];
            if (part->kind == BM_PART_HEAD && part->tier != UINT32_MAX &&
                g->kind->tiers[part->tier].ladder)
                note_style(arena, &l->frames[i],
                           (struct bm_planned_style){bm_str_c(part->field),
                                                     bm_str_copy(arena, part->style->name)});
        }
}

/* Those of the articles of one plan. The arena is cleared after each. */
static void note_plan(struct bm_arena *arena, const struct bm_fitter *fitter,
                      const struct bm_composed *composed, size_t plan,
                      struct bm_article *const *articles, size_t article_count)
{
    struct bm_arena *work = bm_arena_new();
    const struct bm_frame_list placed = bm_makeup_place(work, composed->plans[plan]);
    struct bm_fitter trying = *fitter;
    trying.arena = bm_arena_new();
    for (size_t a = 0; a < article_count; a++) {
        const struct bm_subject *subject = &composed->subjects[a];
        struct bm_frames frames;
        struct bm_fitted fitted;
        if (!subject->galley || !subject->ladder ||
            !bm_makeup_frames_of(&placed, articles[a]->name, false, &frames))
            continue;
        bm_fit_article(&trying, subject, &frames, &fitted);
        bm_makeup_note_grades(arena, &composed->ledger->plans[plan], fitted.galley,
                              articles[a]->name);
        bm_arena_clear(trying.arena);
    }
    bm_arena_drop(trying.arena);
    bm_arena_drop(work);
}

void bm_makeup_note_others(struct bm_arena *arena, const struct bm_fitter *fitter,
                           const struct bm_composed *composed, struct bm_article *const *articles,
                           size_t article_count)
{
    const struct bm_plan_ledger *l = composed->ledger;
    for (size_t k = 0; l && k < l->plan_count; k++)
        if (&l->plans[k] != l)
            note_plan(arena, fitter, composed, k, articles, article_count);
}

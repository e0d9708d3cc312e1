/* The lines of the parts of a galley, kept between settings: copyfitting tries many variants that
 * differ in a few paragraphs only. */
#include "galley/paras.h"
#include "galley/setter.h"
#include "heads/sense.h"

/* A line of verse that is turned over: it is better to have ten rows empty. */
#define TURNED_COST 4000

struct bm_galley_lines *bm_galley_lines_new(struct bm_arena *arena, const struct bm_galley *galley)
{
    struct bm_galley_lines *kept = BM_NEW(arena, struct bm_galley_lines);
    kept->arena = arena;
    kept->v = bm_arena_array(arena, galley->part_count * 4, sizeof *kept->v);
    kept->slices = bm_arena_array(arena, galley->part_count, sizeof *kept->slices);
    kept->parted = bm_arena_array(arena, galley->part_count, sizeof *kept->parted);
    return kept;
}

uint64_t bm_galley_lines_broken(const struct bm_galley_lines *kept)
{
    return kept->broken;
}

/* What breaks its lines: none of it depends on where the part stands. */
static struct bm_kept_how how_of(const struct bm_part *p, struct bm_measures measures,
                                 int looseness, uint32_t cut)
{
    struct bm_kept_how how = {.measures = {.widths = measures.widths, .n = 1}};
    if (looseness == KEPT_NUMBER)
        return how;
    if (p->style->sense || p->kind == BM_PART_TAIL) {
        how.kind = BM_KEPT_SENSE;
        how.least = p->style->lines;
        how.running = p->kind == BM_PART_SUBHEAD;
        return how;
    }
    how.measures = measures;
    how.justify = p->style->align == BM_ALIGN_JUSTIFY && !p->verse;
    how.looseness = looseness;
    how.cut = cut;
    return how;
}

void bm_galley_break_lines(struct bm_arena *arena, const struct bm_part *p,
                           struct bm_measures measures, int looseness, const struct bm_lines *plain,
                           uint32_t cut, struct bm_lines *lines)
{
    const struct bm_para *para = looseness == KEPT_NUMBER ? p->number : p->para;
    const struct bm_kept_how kept = how_of(p, measures, looseness, cut);
    if (!bm_kept_lines(para, &kept, lines)) {
        struct bm_arena *own = bm_kept_lines_arena(para, arena);
        if (kept.kind == BM_KEPT_SENSE) {
            bm_para_sense(own, para,
                          (struct bm_heading){measures.widths[0], kept.least, kept.running}, lines);
        } else {
            const struct bm_breaking how = {.measures = kept.measures,
                                            .justify = kept.justify,
                                            .cut = kept.cut,
                                            .looseness = kept.looseness,
                                            .plain = plain};
            bm_para_break(own, para, &how, lines);
        }
        bm_kept_lines_add(para, &kept, lines);
    }
    if (p->verse && kept.kind == BM_KEPT_LINES && looseness != KEPT_NUMBER && lines->n > 1)
        lines->cost += (int64_t)(lines->n - 1) * TURNED_COST;
}

/* Lines set to measures that change: they are the same again where the measures are. */
static struct bm_lines slice_lines(const struct setter *s, uint32_t part,
                                   struct bm_measures measures, int looseness)
{
    struct bm_galley_lines *kept = s->kept;
    for (const struct slice *k = kept->slices[part]; k; k = k->next)
        if (k->looseness == looseness && k->n == measures.n &&
            memcmp(k->widths, measures.widths, k->n * sizeof *k->widths) == 0)
            return k->lines;
    struct slice *new = BM_NEW(kept->arena, struct slice);
    bm_len *widths = BM_NEW_N(kept->arena, measures.n, bm_len);
    memcpy(widths, measures.widths, measures.n * sizeof *widths);
    *new = (struct slice){kept->slices[part], looseness, measures.n, widths, {0}};
    bm_galley_break_lines(kept->arena, &s->galley->parts[part], measures, looseness, NULL, 0,
                          &new->lines);
    count_broken(s, &s->galley->parts[part]);
    kept->slices[part] = new;
    return new->lines;
}

struct bm_lines bm_galley_lines_of(const struct setter *s, uint32_t part,
                                   struct bm_measures measures, int looseness)
{
    const struct bm_part *p = &s->galley->parts[part];
    struct bm_lines lines;
    /* A line of verse is as long as it is, and so are names. */
    if (p->verse || (p->para && p->para->style.names))
        looseness = looseness == KEPT_NUMBER ? looseness : 0;
    if (!s->kept) {
        bm_galley_break_lines(s->arena, p, measures, looseness, NULL, 0, &lines);
        return lines;
    }
    if (measures.n > 1)
        return slice_lines(s, part, measures, looseness);
    size_t at = (size_t)part * 4 + (size_t)(looseness + 1);
    if (s->kept->v[at].measure != measures.widths[0]) {
        const bool loosened = looseness == -1 || looseness == 1;
        const struct bm_lines plain =
            loosened ? bm_galley_lines_of(s, part, measures, 0) : (struct bm_lines){0};
        bm_galley_break_lines(s->kept->arena, p, measures, looseness, loosened ? &plain : NULL, 0,
                              &s->kept->v[at].lines);
        s->kept->v[at].measure = measures.widths[0];
    }
    return s->kept->v[at].lines;
}

struct bm_lines bm_galley_part_lines(struct bm_arena *arena, const struct bm_galley *galley,
                                     uint32_t part, bm_len measure, int looseness,
                                     struct bm_galley_lines *kept)
{
    const struct bm_part *p = &galley->parts[part];
    struct setter s = {.arena = arena, .kept = kept, .galley = galley};
    const bm_len width = measure - p->style->inset;
    struct bm_measures m = {.widths = &width, .n = 1};
    if (p->kind != BM_PART_TAIL) {
        const bm_len x = p->kind == BM_PART_ITEM ? galley->number_width : 0;
        m.indent = p->style->indent + x;
        m.turnover = p->style->turnover + x;
    }
    return bm_galley_lines_of(&s, part, m, looseness);
}

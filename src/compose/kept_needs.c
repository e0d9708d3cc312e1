/* What articles need in every rectangle, kept from one run to the next: after a change to one
 * article only that one is exact again. */
#include "compose/needs.h"

#include "compose/frames.h"
#include "compose/jump_fits.h"
#include "words/lexicon.h"
#include "words/phrases.h"

/* It points into no run's memory. */
struct needs {
    size_t *first; /* of each stretch, and the end, as in struct candidate */
    struct leg_choice *choices;
    size_t n;
    uint32_t limits; /* that were hit: its prices may be too high */
};

static void key_text(struct bm_key *key, struct bm_str text)
{
    bm_key_bytes(key, text.p, text.n);
}

static void key_source(struct bm_key *key, const struct planner *p, uint32_t file)
{
    key_text(key, p->maker.sources->v[file].text);
}

/* All of a style that its lines depend on, and those about it. */
static void key_style(struct bm_key *key, const struct bm_style *s)
{
    const int64_t figures[] = {s->size,        s->leading,   s->indent, s->turnover, s->inset,
                               s->before,      s->after,     s->space,  s->align,    s->kinsoku,
                               s->punctuation, s->autospace, s->digits, s->vertical, s->fullwidth,
                               s->hang,        s->sense,     s->lines,  s->reverse,  s->spread};
    bm_key_bytes(key, figures, sizeof figures);
    key_text(key, s->strong);
    key_text(key, s->face);
    key_text(key, s->weight);
    key_text(key, s->hyphenate);
}

static void key_picture(struct bm_key *key, const struct planner *p, struct bm_str name)
{
    for (size_t i = 0; i < p->fitter.image_count; i++) {
        const struct bm_image *image = p->fitter.images[i].image;
        if (!bm_str_eq(p->fitter.images[i].name, name) || !image)
            continue;
        bm_key_number(key, image->width);
        bm_key_number(key, image->height);
    }
}

/* The styles of a galley, which may be those of the lead, and its pictures. */
static void key_galley(struct bm_key *key, const struct planner *p, const struct bm_galley *galley)
{
    for (size_t i = 0; i < galley->part_count; i++) {
        if (galley->parts[i].style)
            key_style(key, galley->parts[i].style);
        if (galley->parts[i].figure)
            key_picture(key, p, galley->parts[i].figure->source);
    }
}

/* Of the manuscript, the layout, the fonts, the phrases and the grid of the plan. */
static struct bm_key key_of(const struct planner *p, const struct candidate *c)
{
    const struct bm_layout *layout = p->in->layout;
    const uint32_t at = bm_compose_price_line(p, (uint32_t)(c - p->candidates), 0);
    const uint32_t grid[] = {
        p->task.grid.columns,  p->task.grid.lines, c->stand.lead,     c->stand.second,
        c->stand.heads,        c->stand.follows,   c->stand.standing, at,
        p->fitter.limits_scale};
    struct bm_key key = {0};
    bm_key_bytes(&key, grid, sizeof grid);
    key_source(&key, p, c->subject->galley->file);
    key_source(&key, p, layout->file);
    for (size_t i = 0; i < layout->base_count; i++)
        key_source(&key, p, layout->bases[i]);
    for (size_t i = 0; i < bm_fonts_count(p->maker.fonts); i++)
        key_text(&key, bm_fonts_face(p->maker.fonts, i)->sha256);
    for (size_t i = 0; p->maker.phrases && i < p->maker.phrases->n; i++)
        key_text(&key, p->maker.phrases->v[i]);
    if (p->maker.phrases && p->maker.phrases->lexicon)
        bm_key_bytes(&key, &p->maker.phrases->lexicon->sum, sizeof(uint64_t));
    key_galley(&key, p, c->subject->galley);
    for (size_t i = 0; i < c->subject->smaller_count; i++)
        key_galley(&key, p, c->subject->smaller[i]);
    return key;
}

static size_t spans_of(const struct planner *p)
{
    return (size_t)p->task.grid.columns * (p->task.grid.columns + 1) / 2;
}

static struct needs copy_needs(struct bm_arena *arena, const struct needs *from,
                               const struct planner *p)
{
    const uint32_t lines = p->task.grid.lines;
    struct needs to = {.first = BM_NEW_N(arena, spans_of(p) + 1, size_t),
                       .choices = BM_NEW_N(arena, from->n + 1, struct leg_choice),
                       .n = from->n,
                       .limits = from->limits};
    memcpy(to.first, from->first, (spans_of(p) + 1) * sizeof *to.first);
    for (size_t i = 0; i < from->n; i++) {
        const struct leg_choice *f = &from->choices[i];
        to.choices[i] = (struct leg_choice){
            f->how, BM_NEW_N(arena, lines, int32_t), BM_NEW_N(arena, lines, bool),
            BM_NEW_N(arena, lines, bool), BM_NEW_N(arena, lines, bm_len)};
        memcpy(to.choices[i].prices, f->prices, lines * sizeof *f->prices);
        memcpy(to.choices[i].slot_bound, f->slot_bound, lines * sizeof *f->slot_bound);
        memcpy(to.choices[i].exact, f->exact, lines * sizeof *f->exact);
        memcpy(to.choices[i].heads, f->heads, lines * sizeof *f->heads);
    }
    return to;
}

bool bm_compose_kept_needs_find(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    if (!p->kept)
        return false;
    c->key = key_of(p, c);
    const struct needs *found = bm_kept_find(p->kept, c->key);
    if (!found)
        return false;
    const struct needs needs = copy_needs(c->arena, found, p);
    c->first = needs.first;
    c->choices = needs.choices;
    c->n = c->cap = needs.n;
    c->limits = found->limits;
    return true;
}

void bm_compose_kept_needs_keep(struct planner *p, uint32_t article)
{
    const struct candidate *c = &p->candidates[article];
    if (!p->kept || c->kept || !c->choices)
        return;
    const struct needs needs = {
        .first = c->first, .choices = c->choices, .n = c->n, .limits = c->limits};
    struct bm_arena *arena = bm_arena_new();
    struct needs *copy = BM_NEW(arena, struct needs);
    *copy = copy_needs(arena, &needs, p);
    bm_kept_add(p->kept, c->key, arena, copy);
}

void bm_compose_kept_needs_add(struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        bm_compose_kept_needs_keep(p, a);
}

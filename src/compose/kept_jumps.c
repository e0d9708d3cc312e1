/* What was found of articles that go on: in this run, and kept from one run to the next. */
#include "compose/jump_fits.h"

#define STRIPS_FIRST 1024

struct kept_jumps {
    struct jump_fit *fits; /* an array; next is not used */
    struct strip_rows *strips;
    size_t fit_count, strip_count;
};

/* Where what is found by that key is, or belongs. */
static struct strip_rows *place_of(const struct strip_table *t, const struct strip_rows *key)
{
    const uint64_t hash = (key->whose * 31 + key->where) * UINT64_C(0x9e3779b97f4a7c15);
    size_t i = (size_t)(hash >> 32) & (t->size - 1);
    while (t->v[i].whose && (t->v[i].whose != key->whose || t->v[i].where != key->where))
        i = (i + 1) & (t->size - 1);
    return &t->v[i];
}

static void grow_strips(struct planner *p, struct strip_table *t)
{
    const struct strip_table old = *t;
    t->size = old.size ? 2 * old.size : STRIPS_FIRST;
    t->v = BM_NEW_N(p->work, t->size, struct strip_rows);
    for (size_t i = 0; i < old.size; i++)
        if (old.v[i].whose)
            *place_of(t, &old.v[i]) = old.v[i];
}

struct strip_rows *bm_compose_strip_place(struct planner *p, const struct strip_rows *key)
{
    if (!p->strips)
        p->strips = BM_NEW(p->work, struct strip_table);
    struct strip_table *t = p->strips;
    if (2 * t->n >= t->size)
        grow_strips(p, t);
    struct strip_rows *at = place_of(t, key);
    if (!at->whose) {
        *at = *key;
        t->n++;
    }
    return at;
}

/* The article, as it stands on its page, and the regions. */
static struct bm_key key_of(const struct planner *p, uint32_t article)
{
    struct bm_key key = p->candidates[article].key;
    bm_key_number(&key, p->list[article].step);
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        const struct bm_plan_region *g = &p->task.grid.regions[r];
        const uint32_t figures[] = {g->page, g->rect.column, g->rect.columns, g->rect.line,
                                    g->rect.lines};
        bm_key_bytes(&key, figures, sizeof figures);
    }
    return key;
}

/* Strips of the article in the planner, which numbers it otherwise. */
static uint64_t whose(uint64_t stored, uint32_t article)
{
    return (stored & ~(UINT64_C(0x7FFFFFFF) << 32)) | (uint64_t)article << 32;
}

static uint32_t article_of(const struct strip_rows *s)
{
    return (uint32_t)(s->whose >> 32 & 0x7FFFFFFF);
}

static void copy_fit(struct bm_arena *arena, const struct jump_fit *from, uint32_t article,
                     struct jump_fit *to)
{
    *to = *from;
    to->article = article;
    to->next = NULL;
    to->strips = BM_NEW_N(arena, from->n, struct bm_plan_strip);
    for (size_t i = 0; i < from->n; i++) {
        to->strips[i] = from->strips[i];
        to->strips[i].article = article;
    }
}

void bm_compose_kept_jumps_find(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    if (!p->kept || c->jumps_found)
        return;
    c->jumps_found = true;
    const struct kept_jumps *kept = bm_kept_find(p->kept, key_of(p, article));
    for (size_t i = 0; kept && i < kept->fit_count; i++) {
        struct jump_fit *t = BM_NEW(p->work, struct jump_fit);
        copy_fit(p->work, &kept->fits[i], article, t);
        t->asked = false;
        t->next = p->jump_fits;
        p->jump_fits = t;
    }
    for (size_t i = 0; kept && i < kept->strip_count; i++) {
        struct strip_rows key = kept->strips[i];
        key.whose = whose(key.whose, article);
        key.asked = false;
        *bm_compose_strip_place(p, &key) = key;
    }
}

/* Those of one article. */
static void add(struct planner *p, uint32_t article)
{
    const struct strip_table *t = p->strips;
    size_t fits = 0, strips = 0;
    for (const struct jump_fit *f = p->jump_fits; f; f = f->next)
        fits += f->article == article;
    for (size_t i = 0; t && i < t->size; i++)
        strips += t->v[i].whose && article_of(&t->v[i]) == article;
    if (!fits && !strips)
        return;
    struct bm_arena *arena = bm_arena_new();
    struct kept_jumps *kept = BM_NEW(arena, struct kept_jumps);
    kept->fits = BM_NEW_N(arena, fits + 1, struct jump_fit);
    kept->strips = BM_NEW_N(arena, strips + 1, struct strip_rows);
    for (const struct jump_fit *f = p->jump_fits; f; f = f->next)
        if (f->article == article)
            copy_fit(arena, f, article, &kept->fits[kept->fit_count++]);
    for (size_t i = 0; t && i < t->size; i++)
        if (t->v[i].whose && article_of(&t->v[i]) == article)
            kept->strips[kept->strip_count++] = t->v[i];
    bm_kept_add(p->kept, key_of(p, article), arena, kept);
}

void bm_compose_kept_jumps_add(struct planner *p)
{
    for (uint32_t a = 0; p->kept && a < p->task.articles.n; a++)
        add(p, a);
}

void bm_compose_forget_jumps(struct planner *p)
{
    bm_compose_kept_jumps_add(p);
    p->strips = NULL;
    p->jump_fits = NULL;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        p->candidates[a].jumps_found = false;
}

#include "engine/engine.h"

#include "engine/changes.h"
#include "engine/world.h"

#include <stdlib.h>

#define NEEDS_MOST ((size_t)64 << 20) /* bytes of needs that are kept */

struct bm_engine {
    struct bm_engine_options options;
    struct world *world; /* as it was read last; NULL: not yet */
    struct world *shown; /* whose pages were made last, where that is another */
    bool stale;          /* the world is to be read again */
    bool replan;
    struct bm_live *live;
    struct bm_kept *needs; /* of articles, for the next search */
    struct bm_arena *sought;
    struct bm_arena *plan;   /* of what is held … */
    struct bm_arena *frames; /* … and of its template */
    struct bm_standing_plan *held;
    struct bm_key plan_key;
    const struct bm_template *template_; /* of frames; NULL: to be made of the plan */
    struct bm_arena *work;               /* of one revision */
    struct bm_pages *pages;
    struct bm_revision revision;
    uint64_t serial;
};

struct bm_engine *bm_engine_open(const struct bm_engine_options *options)
{
    struct bm_engine *e = calloc(1, sizeof *e);
    if (!e)
        bm_out_of_memory();
    e->options = *options;
    e->live = bm_live_new();
    e->needs = bm_kept_new();
    e->sought = bm_arena_new();
    e->plan = bm_arena_new();
    e->frames = bm_arena_new();
    e->work = bm_arena_new();
    return e;
}

void bm_engine_close(struct bm_engine *e)
{
    if (!e)
        return;
    bm_live_drop(e->live);
    bm_kept_drop(e->needs);
    bm_arena_drop(e->sought);
    if (e->shown != e->world)
        bm_world_close(e->shown);
    bm_world_close(e->world);
    bm_arena_drop(e->plan);
    bm_arena_drop(e->frames);
    bm_arena_drop(e->work);
    free(e);
}

static bool put(struct bm_engine *e, const char *name, struct bm_str text, bool saved)
{
    struct world *w = e->world;
    for (size_t i = 0; w && i < w->n; i++) {
        struct manuscript *m = &w->manuscripts[i];
        const uint32_t file = w->inputs.files[i];
        if (!bm_str_is(w->inputs.edition->articles[i], name) || file == BM_NO_FILE)
            continue;
        if (saved)
            m->disk = (struct bm_str){0};
        if (bm_str_eq(w->sources.v[file].text, text))
            return true;
        if (!saved && !m->disk.p)
            m->disk = bm_str_copy(w->arena, w->sources.v[file].text);
        e->stale |= !bm_world_put(w, i, text, ++e->serial);
        return true;
    }
    return false;
}

bool bm_engine_replace(struct bm_engine *e, const char *name, struct bm_str text)
{
    return put(e, name, text, false);
}

bool bm_engine_saved(struct bm_engine *e, const char *name, struct bm_str text)
{
    return put(e, name, text, true);
}

bool bm_engine_reread(struct bm_engine *e)
{
    if (!e->world)
        return e->stale = true;
    const enum world_change change = bm_world_reread(e->world, &e->serial);
    e->stale = e->stale || change == WORLD_OTHER;
    return change != WORLD_SAME;
}

void bm_engine_replan(struct bm_engine *e)
{
    e->replan = true;
}

/* Texts that stand in the place of files which have not changed go on doing so. */
static void carry_over(struct bm_engine *e, const struct world *from, struct world *to)
{
    for (size_t i = 0; from && i < from->n; i++) {
        const struct manuscript *m = &from->manuscripts[i];
        for (size_t k = 0; k < to->n && m->disk.p; k++) {
            struct manuscript *other = &to->manuscripts[k];
            const uint32_t file = to->inputs.files[k];
            if (strcmp(other->path, m->path) != 0 || file == BM_NO_FILE ||
                !bm_str_eq(to->sources.v[file].text, m->disk))
                continue;
            other->disk = bm_str_copy(to->arena, m->disk);
            bm_world_put(to, k, from->sources.v[from->inputs.files[i]].text, ++e->serial);
        }
    }
}

/* Reads everything again. The world whose pages are shown stays until there are others. */
static void open_world(struct bm_engine *e)
{
    struct world *before = e->world;
    e->world = bm_world_open(&e->options, &e->serial);
    carry_over(e, before, e->world);
    if (before && before != e->shown)
        bm_world_close(before);
    bm_live_forget(e->live);
    e->template_ = NULL;
    e->stale = false;
}

static struct bm_makeup_input input_for(const struct bm_engine *e, const struct bm_template *t)
{
    const struct world *w = e->world;
    const struct bm_inputs *in = &w->inputs;
    return (struct bm_makeup_input){.layout = in->layout,
                                    .template_ = t,
                                    .edition = in->edition,
                                    .articles = in->articles,
                                    .article_count = in->article_count,
                                    .fonts = w->loader.fonts,
                                    .sources = &w->sources,
                                    .phrases = &in->phrases,
                                    .images = in->images,
                                    .image_count = in->image_count,
                                    .output = in->output,
                                    .jobs = e->options.jobs,
                                    .budget = e->options.budget,
                                    .progress = e->options.progress};
}

static bool has_regions(const struct bm_template *t)
{
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++)
            if (t->pages[p].frames[i].automatic)
                return true;
    return false;
}

/* Divides the regions, and holds what came of it. False: there is no plan; diags say why. */
static bool plan(struct bm_engine *e, struct bm_diags *diags)
{
    const struct bm_template *t = e->world->inputs.frames;
    struct bm_makeup_input input = input_for(e, t);
    struct bm_diags said = {.arena = e->work};
    input.kept = e->needs;
    struct bm_pages *pages = bm_makeup(&input, &said);
    bm_kept_trim(e->needs, NEEDS_MOST);
    bm_arena_reset(e->plan);
    e->held = pages ? bm_makeup_hold(e->plan, t, pages) : NULL;
    e->plan_key = e->world->plan;
    e->revision.planned = true;
    e->replan = false;
    bm_pages_drop(pages);
    if (!e->held) /* else it is said again of the frames */
        bm_diags_append(diags, &said);
    return e->held != NULL;
}

/* The frames that articles are set in. NULL: there are none, and why is said. */
static const struct bm_template *find_template(struct bm_engine *e, struct bm_diags *diags)
{
    const struct world *w = e->world;
    const struct bm_template *t = w->inputs.frames;
    if (!has_regions(t)) {
        e->held = NULL;
        return e->template_ = t;
    }
    const bool fits =
        e->held && !e->replan && e->plan_key.a == w->plan.a && e->plan_key.b == w->plan.b;
    if (fits && e->template_)
        return e->template_;
    e->template_ = NULL;
    bm_live_forget(e->live);
    bm_arena_reset(e->frames);
    if (fits)
        e->template_ = bm_makeup_held_template(e->frames, e->held, w->inputs.layout, t);
    if (!e->template_ && plan(e, diags))
        e->template_ = bm_makeup_held_template(e->frames, e->held, w->inputs.layout, t);
    return e->template_;
}

/* Pages of the world as it is now, in place of those that are shown. */
static void make_pages(struct bm_engine *e)
{
    struct bm_revision *r = &e->revision;
    const struct bm_template *t = find_template(e, &r->diags);
    struct bm_makeup_input input = input_for(e, t);
    input.live = e->live;
    struct bm_pages *pages = t ? bm_makeup(&input, &r->diags) : NULL;
    if (!pages)
        return;
    r->pages = pages;
    r->changed = bm_changes_find(e->work, e->pages, pages, &r->changed_count);
    e->pages = pages;
    if (e->shown && e->shown != e->world)
        bm_world_close(e->shown);
    e->shown = e->world;
}

const struct bm_revision *bm_engine_set(struct bm_engine *e)
{
    const uint64_t number = e->revision.number + 1;
    bm_arena_reset(e->work);
    e->revision = (struct bm_revision){.number = number, .diags = {.arena = e->work}};
    if (!e->world || e->stale)
        open_world(e);
    const struct world *w = e->world;
    struct bm_diags *diags = &e->revision.diags;
    const bool whole = bm_world_gather(e->world);
    bm_diags_append(diags, &w->head);
    for (size_t i = 0; i < w->n; i++)
        bm_diags_append(diags, &w->manuscripts[i].said);
    bm_diags_append(diags, &w->middle);
    bm_diags_append(diags, &w->tail);
    if (whole)
        make_pages(e);
    return &e->revision;
}

bool bm_engine_seek(struct bm_engine *e, struct bm_sought *out)
{
    const struct world *w = e->world;
    bool found = false;
    if (!w || e->stale || !e->revision.pages || !e->template_ || !has_regions(w->regions))
        return false;
    struct bm_makeup_input input = input_for(e, w->regions);
    input.kept = e->needs;
    bm_arena_reset(e->sought);
    found = bm_makeup_seek(&input, e->template_, e->sought, out);
    bm_kept_trim(e->needs, NEEDS_MOST);
    return found;
}

const struct bm_pages *bm_engine_pages(const struct bm_engine *e)
{
    return e->pages;
}

const struct bm_standing_plan *bm_engine_held(const struct bm_engine *e)
{
    return e->held;
}

const struct bm_inputs *bm_engine_inputs(const struct bm_engine *e)
{
    return &e->world->inputs;
}

const struct bm_loader *bm_engine_loader(const struct bm_engine *e)
{
    return &e->world->loader;
}

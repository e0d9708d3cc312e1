#include "makeup/live.h"

#include <stdlib.h>

struct bm_live {
    struct bm_arena *pages[2];          /* in turn */
    unsigned turn;                      /* whose the next pages are */
    struct bm_arena *works[2], *trying; /* of this run and of the last */
    struct bm_paras *paras;
    struct bm_paras_user machine[2];
    struct bm_arena *own; /* of the shaper */
    struct bm_fonts *fonts;
    struct bm_shaper *shaper;
    struct bm_live_article **articles; /* each by itself: they stay where they are */
    size_t n, cap;
    uint64_t run;
    struct bm_painted **painted; /* each by itself, too */
    size_t painted_count;
};

struct bm_live *bm_live_new(void)
{
    struct bm_live *live = calloc(1, sizeof *live);
    if (!live)
        bm_out_of_memory();
    live->pages[0] = bm_arena_new();
    live->pages[1] = bm_arena_new();
    live->works[0] = bm_arena_new();
    live->works[1] = bm_arena_new();
    live->paras = bm_paras_new();
    live->trying = bm_arena_new();
    live->own = bm_arena_new();
    return live;
}

static void drop_kept(struct bm_live *live)
{
    for (size_t i = 0; i < live->n; i++) {
        bm_arena_drop(live->articles[i]->arena);
        free(live->articles[i]);
    }
    free(live->articles);
    for (size_t i = 0; i < live->painted_count; i++) {
        bm_painted_drop(live->painted[i]);
        free(live->painted[i]);
    }
    free(live->painted);
}

void bm_live_drop(struct bm_live *live)
{
    if (!live)
        return;
    drop_kept(live);
    bm_shaper_free(live->shaper);
    bm_arena_drop(live->pages[0]);
    bm_arena_drop(live->pages[1]);
    bm_arena_drop(live->works[0]);
    bm_arena_drop(live->works[1]);
    bm_paras_drop(live->paras);
    bm_arena_drop(live->trying);
    bm_arena_drop(live->own);
    free(live);
}

/* Its memory is free for another. */
static void forget_article(struct bm_live *live, struct bm_live_article *a)
{
    bm_paras_release(live->paras, &a->user);
    bm_arena_reset(a->arena);
    *a = (struct bm_live_article){.arena = a->arena, .said = {.arena = a->arena}};
}

void bm_live_forget(struct bm_live *live)
{
    for (size_t i = 0; i < live->n; i++)
        forget_article(live, live->articles[i]);
    for (size_t i = 0; i < live->painted_count; i++)
        live->painted[i]->good = false;
    for (size_t i = 0; i < 2; i++)
        bm_paras_release(live->paras, &live->machine[i]);
    bm_shaper_free(live->shaper);
    live->shaper = NULL;
    bm_arena_reset(live->own);
}

struct bm_arena *bm_live_begin(struct bm_live *live, struct bm_fonts *fonts)
{
    struct bm_arena *pages = live->pages[live->turn];
    live->run++;
    bm_arena_reset(pages);
    bm_paras_release(live->paras, &live->machine[live->run % 2]);
    bm_arena_reset(live->works[live->run % 2]);
    if (!live->shaper)
        live->shaper = bm_shaper_new(live->own, fonts);
    return pages;
}

void bm_live_end(struct bm_live *live, bool made)
{
    live->turn ^= made;
}

struct bm_arena *bm_live_work(struct bm_live *live)
{
    return live->works[live->run % 2];
}

struct bm_arena *bm_live_trying(struct bm_live *live)
{
    return live->trying;
}

struct bm_shaper *bm_live_shaper(struct bm_live *live)
{
    return live->shaper;
}

struct bm_paras *bm_live_paras(struct bm_live *live)
{
    return live->paras;
}

struct bm_paras_user *bm_live_machine(struct bm_live *live)
{
    return &live->machine[live->run % 2];
}

/* Room for one more. */
static struct bm_live_article *add_article(struct bm_live *live)
{
    if (live->n == live->cap) {
        live->cap = live->cap ? 2 * live->cap : 16;
        live->articles = realloc(live->articles, live->cap * sizeof(void *));
        if (!live->articles)
            bm_out_of_memory();
    }
    struct bm_live_article *a = calloc(1, sizeof *a);
    if (!a)
        bm_out_of_memory();
    a->arena = bm_arena_new();
    return live->articles[live->n++] = a;
}

struct bm_painted *bm_live_page(struct bm_live *live, uint32_t number)
{
    const size_t had = live->painted_count;
    if (number > had) {
        live->painted = realloc(live->painted, number * sizeof(void *));
        if (!live->painted)
            bm_out_of_memory();
        for (size_t i = had; i < number; i++)
            if (!(live->painted[i] = calloc(1, sizeof **live->painted)))
                bm_out_of_memory();
        live->painted_count = number;
    }
    return live->painted[number - 1];
}

struct bm_live_article *bm_live_article(struct bm_live *live, uint64_t serial)
{
    struct bm_live_article *dead = NULL;
    for (size_t i = 0; i < live->n; i++) {
        struct bm_live_article *a = live->articles[i];
        if (a->serial == serial) {
            a->run = live->run;
            return a;
        }
        /* What the last run used may be used by this one, further down. */
        if (!a->serial || a->run + 1 < live->run)
            dead = a;
    }
    struct bm_live_article *a = dead ? dead : add_article(live);
    forget_article(live, a);
    a->serial = serial;
    a->run = live->run;
    return a;
}

/* Pictures as a screen shows them. To read one again may take some hundred milliseconds, which
 * nobody who types is to wait for: a thread of its own does that. */
#include "cli/serve.h"

#include "wire/wire.h"

#include <stdlib.h>

#define HASH 32 /* digits of a picture's */

struct wanted {
    struct bm_web_call *call;
    struct bm_wire_page *page; /* that it is on: held */
    char hash[HASH + 1];
};

struct bm_serve_pictures {
    struct bm_serve *serve;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct wanted wanted[64]; /* as many as there may be connections */
    size_t n;
    bool runs, ends;
};

static void answer(struct bm_serve *s, struct wanted *w, bool ends)
{
    struct bm_web_reply reply = {0};
    const struct bm_wire_picture *picture =
        ends ? NULL : bm_wire_picture(w->page, (struct bm_str){w->hash, HASH});
    reply.type = picture ? bm_wire_picture_put(picture, &reply.body) : NULL;
    reply.status = 200;
    reply.kept = true;
    if (!reply.type)
        bm_serve_error(&reply, ends ? 503 : 404, ends ? "busy" : "name");
    bm_wire_page_drop(w->page);
    bm_serve_answer(s, w->call, &reply);
}

static void *work(void *context)
{
    struct bm_serve_pictures *p = context;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->n && !p->ends)
            pthread_cond_wait(&p->came, &p->lock);
        if (!p->n)
            break;
        struct wanted first = p->wanted[0];
        const bool ends = p->ends;
        memmove(p->wanted, p->wanted + 1, --p->n * sizeof *p->wanted);
        pthread_mutex_unlock(&p->lock);
        answer(p->serve, &first, ends);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

void bm_serve_pictures_open(struct bm_serve *s)
{
    struct bm_serve_pictures *p = calloc(1, sizeof *p);
    if (!p)
        bm_out_of_memory();
    p->serve = s;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->came, NULL);
    p->runs = pthread_create(&p->thread, NULL, work, p) == 0;
    s->pictures = p;
}

void bm_serve_pictures_close(struct bm_serve *s)
{
    struct bm_serve_pictures *p = s->pictures;
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ends = true;
    pthread_cond_signal(&p->came);
    pthread_mutex_unlock(&p->lock);
    if (p->runs)
        pthread_join(p->thread, NULL);
    pthread_cond_destroy(&p->came);
    pthread_mutex_destroy(&p->lock);
    free(p);
    s->pictures = NULL;
}

void bm_serve_picture(struct bm_serve *s, struct bm_web_call *call, struct bm_str name)
{
    struct bm_serve_pictures *p = s->pictures;
    struct wanted w = {.call = call};
    if (name.n >= HASH) { /* the page that it is on may be named before it */
        memcpy(w.hash, name.p + name.n - HASH, HASH);
        w.page = bm_serve_page_with(s, (struct bm_str){w.hash, HASH});
    }
    if (!w.page) {
        struct bm_web_reply reply = {0};
        bm_serve_error(&reply, 404, "name");
        bm_serve_answer(s, call, &reply);
        return;
    }
    pthread_mutex_lock(&p->lock);
    const bool room = p->runs && p->n < BM_COUNT(p->wanted);
    if (room)
        p->wanted[p->n++] = w;
    pthread_cond_signal(&p->came);
    pthread_mutex_unlock(&p->lock);
    if (!room)
        answer(s, &w, false);
}

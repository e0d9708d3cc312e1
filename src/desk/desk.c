#include "desk/desk.h"

#include "desk/limits.h"
#include "desk/parts.h"

#include <stdlib.h>

struct bm_desk *bm_desk_open(struct bm_arena *arena, const char *path, bool write, const char **why)
{
    struct bm_log *log = bm_log_open(arena, path, write, why);
    if (!log)
        return NULL;
    struct bm_desk *desk = calloc(1, sizeof *desk);
    if (!desk)
        bm_out_of_memory();
    *desk = (struct bm_desk){
        .log = log, .arena = bm_arena_new(), .fold = bm_arena_new(), .write = write, .round = 1};
    return desk;
}

void bm_desk_close(struct bm_desk *desk)
{
    if (!desk)
        return;
    bm_log_close(desk->log);
    bm_arena_drop(desk->fold);
    bm_arena_drop(desk->arena);
    free(desk);
}

int64_t bm_desk_seq(struct bm_desk *desk)
{
    bm_notes_take(desk);
    return (int64_t)desk->event_count;
}

bool bm_desk_check(struct bm_desk *desk, struct bm_log_fault *fault)
{
    const bool whole = bm_desk_whole(desk, true);
    *fault = desk->fault;
    return whole;
}

/* The first word of a path; *rest: what follows it. */
static struct bm_str first_word(struct bm_str path, struct bm_str *rest)
{
    const char *slash = path.n ? memchr(path.p, '/', path.n) : NULL;
    const size_t n = slash ? (size_t)(slash - path.p) : path.n;
    *rest = slash ? (struct bm_str){slash + 1, path.n - n - 1} : (struct bm_str){path.p + n, 0};
    return (struct bm_str){path.p, n};
}

static void get(struct bm_asked *a, struct bm_str word, struct bm_str rest)
{
    if (bm_str_is(word, "notes"))
        bm_answer_notes(a, rest);
    else if (bm_str_is(word, "rounds"))
        bm_answer_rounds(a, rest);
    else if (bm_str_is(word, "versions"))
        bm_answer_versions(a, rest);
    else if (bm_str_is(word, "compare"))
        bm_answer_compare(a);
    else if (bm_str_is(word, "sign"))
        bm_answer_sign(a);
    else if (bm_str_is(word, "export"))
        bm_answer_export(a);
    else
        bm_refuse(a, 404, "name");
}

static void post(struct bm_asked *a, struct bm_str word, struct bm_str rest)
{
    if (!a->request->write || !a->desk->write)
        bm_refuse(a, 403, "readonly");
    else if (a->request->who.n > BM_NAME_MOST || a->request->role.n > BM_NAME_MOST)
        bm_refuse(a, 400, "long");
    else if (a->request->body.n && !(a->body = bm_json_read(a->arena, a->request->body)))
        bm_refuse(a, 400, "json");
    else if (bm_str_is(word, "notes"))
        bm_put_notes(a, rest);
    else if (bm_str_is(word, "rounds"))
        bm_put_rounds(a, rest);
    else if (bm_str_is(word, "versions") && !rest.n)
        bm_put_version(a);
    else if (bm_str_is(word, "sign") && !rest.n)
        bm_put_sign(a);
    else
        bm_refuse(a, 404, "name");
}

void bm_desk_request(struct bm_desk *desk, const struct bm_desk_world *world,
                     const struct bm_desk_request *request, struct bm_desk_reply *reply)
{
    struct bm_asked a = {desk, world, request, reply, bm_arena_new(), NULL};
    struct bm_str rest;
    const struct bm_str word = first_word(request->path, &rest);
    *reply = (struct bm_desk_reply){.body = reply->body};
    bm_refuse(&a, 500, "failed");
    if (!bm_notes_take(desk)) {
        bm_refuse(&a, 500, "log");
    } else {
        bm_notes_place(desk, world);
        if (request->post)
            post(&a, word, rest);
        else
            get(&a, word, rest);
    }
    reply->seq = (int64_t)desk->event_count;
    bm_arena_drop(a.arena);
}

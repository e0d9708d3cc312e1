/* Make-up at hand: the calls that change edition.yaml and plan.lock, and take that back.
 *
 *   GET  makeup?article=NAME     what may be done: bm_choices_put() (serve_choices.h)
 *   POST makeup {"op": …}        does it; files are written only if they hold what was read
 *   POST makeup/undo, redo       gives them back the bytes that they had
 *   POST makeup/take {"plan": N} takes a plan of those that were shown
 *   GET  makeup/alternatives     other plans, as frames
 *   GET  makeup/why?article=NAME what an article costs where it stands, and of what that is made
 */
#include "cli/serve_change.h"
#include "cli/serve_choices.h"

#include "base/digest.h"
#include "base/json.h"

#include <stdlib.h>

#define UNDO_MOST  100               /* changes that can be taken back … */
#define UNDO_BYTES ((size_t)4 << 20) /* … with so many bytes in all */

/* A change that was made: the files before and after. */
struct record {
    struct record_file {
        bool changed;
        char *p[2]; /* before, after */
        size_t n[2];
    } files[BM_CHANGE_FILES];
    char *label; /* the request, as JSON */
};

struct bm_makeup_room {
    struct record records[UNDO_MOST];
    size_t n, done; /* records; of them so many stand, the others were taken back */
    struct bm_choices choices;
};

static void free_record(struct record *r)
{
    for (int i = 0; i < BM_CHANGE_FILES; i++)
        for (int k = 0; k < 2; k++)
            free(r->files[i].p[k]);
    free(r->label);
    *r = (struct record){0};
}

void bm_serve_makeup_open(struct bm_serve *s)
{
    s->makeup = calloc(1, sizeof *s->makeup);
    if (!s->makeup)
        bm_out_of_memory();
}

void bm_serve_makeup_close(struct bm_serve *s)
{
    for (size_t i = 0; s->makeup && i < s->makeup->n; i++)
        free_record(&s->makeup->records[i]);
    if (s->makeup)
        bm_choices_free(&s->makeup->choices);
    free(s->makeup);
    s->makeup = NULL;
}

static char *keep(struct bm_str s)
{
    char *p = malloc(s.n + 1);
    if (!p)
        bm_out_of_memory();
    memcpy(p, s.n ? s.p : "", s.n);
    p[s.n] = '\0';
    return p;
}

static size_t size_of(const struct record *r)
{
    size_t n = 0;
    for (int i = 0; i < BM_CHANGE_FILES; i++)
        n += r->files[i].n[0] + r->files[i].n[1];
    return n;
}

static void drop_first(struct bm_makeup_room *room)
{
    free_record(&room->records[0]);
    memmove(room->records, room->records + 1, --room->n * sizeof *room->records);
    room->done -= room->done > 0;
}

static void remember(struct bm_makeup_room *room, const struct bm_change *c, struct bm_str label)
{
    struct record r = {.label = keep(label)};
    size_t bytes = 0;
    while (room->n > room->done)
        free_record(&room->records[--room->n]);
    for (int i = 0; i < BM_CHANGE_FILES; i++) {
        const struct bm_change_file *f = &c->files[i];
        r.files[i].changed = f->there && !bm_str_eq(f->before, f->after);
        const struct bm_str both[] = {f->before, f->after};
        for (int k = 0; k < 2 && r.files[i].changed; k++) {
            r.files[i].p[k] = keep(both[k]);
            r.files[i].n[k] = both[k].n;
        }
    }
    for (size_t i = 0; i < room->n; i++)
        bytes += size_of(&room->records[i]);
    for (; room->n && (room->n == UNDO_MOST || bytes + size_of(&r) > UNDO_BYTES); drop_first(room))
        bytes -= size_of(&room->records[0]);
    room->records[room->n++] = r;
    room->done = room->n;
}

/* Writes one file in the place of what it held. */
static enum bm_put put(struct bm_serve *s, enum bm_change_of file, bool there, struct bm_str before,
                       struct bm_str after, int *error)
{
    struct bm_buf found = {0};
    char sum[65] = "";
    if (bm_str_eq(before, after) && there)
        return BM_PUT_DONE;
    if (there)
        bm_sha256_of(before, sum);
    const enum bm_put done =
        bm_serve_put(s, bm_str_c(bm_change_name(file)), after, sum, &found, error);
    bm_buf_free(&found);
    return done;
}

static void say_put(struct bm_serve *s, enum bm_change_of file, enum bm_put done, int error,
                    struct bm_web_reply *reply)
{
    struct bm_json json = {.out = &reply->body};
    (void)error;
    reply->status = done == BM_PUT_OTHER ? 409 : done == BM_PUT_REFUSED ? 403 : 507;
    reply->body.n = 0;
    bm_json_record(&json, NULL);
    bm_json_text(&json, "error",
                 done == BM_PUT_OTHER     ? BM_STR("changed")
                 : done == BM_PUT_REFUSED ? BM_STR("file")
                                          : BM_STR("disk"));
    bm_json_text(&json, "file", bm_str_c(bm_change_name(file)));
    bm_json_close(&json);
    bm_serve_again(s);
}

/* Where each article stood before: to say what moved. */
struct stood {
    struct bm_str name;
    uint32_t page;
    struct bm_rect rect;
};

struct before {
    struct stood *v;
    size_t n;
};

static struct stood place_of(const struct bm_ledger *a)
{
    struct stood s = {.name = a->name};
    if (a->frame_count) {
        s.page = a->frames[0].page;
        s.rect = a->frames[0].rect;
    }
    return s;
}

static struct before note_places(struct bm_serve *s)
{
    const struct bm_pages *pages = s->session->pages;
    struct before b = {0};
    if (!pages)
        return b;
    b.v = BM_NEW_N(s->work, pages->article_count + 1, struct stood);
    for (size_t i = 0; i < pages->article_count; i++) {
        b.v[b.n] = place_of(&pages->articles[i]);
        b.v[b.n].name = bm_str_copy(s->work, b.v[b.n].name);
        b.n++;
    }
    return b;
}

static const struct stood *find_stood(const struct before *b, struct bm_str name)
{
    for (size_t i = 0; i < b->n; i++)
        if (bm_str_eq(b->v[i].name, name))
            return &b->v[i];
    return NULL;
}

static void put_moves(struct bm_serve *s, const struct before *was, struct bm_json *json)
{
    const struct before is = note_places(s);
    bm_json_list(json, "moves");
    for (size_t i = 0; i < is.n; i++) {
        const struct stood *a = find_stood(was, is.v[i].name), *b = &is.v[i];
        if (a && a->page == b->page && memcmp(&a->rect, &b->rect, sizeof a->rect) == 0)
            continue;
        bm_json_object(json, NULL);
        bm_json_text(json, "article", b->name);
        bm_json_number(json, "from", a ? a->page : 0);
        bm_json_number(json, "to", b->page);
        bm_json_close(json);
    }
    for (size_t i = 0; i < was->n; i++) {
        if (find_stood(&is, was->v[i].name))
            continue;
        bm_json_object(json, NULL);
        bm_json_text(json, "article", was->v[i].name);
        bm_json_number(json, "from", was->v[i].page);
        bm_json_number(json, "to", 0);
        bm_json_close(json);
    }
    bm_json_close(json);
}

static void put_stacks(const struct bm_serve *s, struct bm_json *json)
{
    const struct bm_makeup_room *room = s->makeup;
    const char *undo = room->done ? room->records[room->done - 1].label : NULL;
    const char *redo = room->done < room->n ? room->records[room->done].label : NULL;
    if (undo)
        bm_json_text(json, "undo", bm_str_c(undo));
    else
        bm_json_null(json, "undo");
    if (redo)
        bm_json_text(json, "redo", bm_str_c(redo));
    else
        bm_json_null(json, "redo");
}

/* It is done: the pages are set, and those who look at them told. */
static void finish(struct bm_serve *s, const struct bm_web_call *call, const struct before *was,
                   struct bm_web_reply *reply)
{
    struct bm_json json = {.out = &reply->body};
    bm_serve_again(s);
    bm_serve_tell(s, "{\"type\":\"makeup\",\"rev\":%llu}", (unsigned long long)s->revision);
    bm_serve_tell(s, "{\"type\":\"state\",\"rev\":%llu}", (unsigned long long)s->revision);
    (void)call;
    reply->status = 200;
    reply->body.n = 0;
    bm_json_record(&json, NULL);
    bm_json_bool(&json, "done", true);
    bm_json_number(&json, "rev", s->revision);
    put_moves(s, was, &json);
    put_stacks(s, &json);
    bm_json_close(&json);
}

static enum bm_lang lang_of(const struct bm_serve *s, const struct bm_web_call *call)
{
    const struct bm_str lang = bm_web_query(call, "lang");
    return bm_str_is(lang, "zh")   ? BM_LANG_ZH
           : bm_str_is(lang, "en") ? BM_LANG_EN
                                   : (enum bm_lang)s->session->args.lang;
}

/* Why it cannot be. */
static void say_refused(const struct bm_change *c, const struct bm_web_call *call,
                        struct bm_web_reply *reply)
{
    struct bm_json json = {.out = &reply->body};
    struct bm_buf says = {0}, help = {0};
    const struct bm_diag *d = c->diags.n ? &c->diags.v[0] : NULL;
    if (!d) {
        bm_serve_error(reply, 400, "op");
        return;
    }
    bm_diag_sentence(&says, d, lang_of(c->s, call));
    bm_diag_help(&help, d, lang_of(c->s, call));
    reply->status = 422;
    reply->body.n = 0;
    bm_json_record(&json, NULL);
    bm_json_text(&json, "error", bm_str_c(bm_diag_code(d->message)));
    bm_json_text(&json, "says", bm_buf_view(&says));
    bm_json_text(&json, "help", bm_buf_view(&help));
    if (d->span.file != BM_NO_FILE && d->span.file < c->sources.n) {
        uint32_t line, column;
        const struct bm_source *source = &c->sources.v[d->span.file];
        bm_source_place(source, d->span.offset, &line, &column, NULL);
        bm_json_text(&json, "file", source->name);
        bm_json_number(&json, "line", line);
        bm_json_number(&json, "column", column);
    }
    bm_json_close(&json);
    bm_buf_free(&says);
    bm_buf_free(&help);
}

/* Gives the files back what they held. */
static void take_back(struct bm_serve *s, const struct bm_change *c, const struct bm_str *now)
{
    int error;
    for (int i = 0; i < BM_CHANGE_FILES; i++)
        if (c->files[i].there)
            put(s, (enum bm_change_of)i, true, now[i], c->files[i].before, &error);
}

/* Writes what a change makes of the files, edition.yaml first: the plan is sought for that. */
static bool write_change(struct bm_serve *s, struct bm_change *c, const struct bm_web_call *call,
                         struct bm_web_reply *reply)
{
    struct bm_str now[] = {c->files[0].before, c->files[1].before}; /* what they hold on disk */
    int error = 0;
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < BM_CHANGE_FILES; i++) {
            const struct bm_change_file *f = &c->files[i];
            const bool there = f->there || now[i].n;
            if (!there && !f->after.n)
                continue;
            const enum bm_put done = put(s, (enum bm_change_of)i, there, now[i], f->after, &error);
            if (done != BM_PUT_DONE) {
                take_back(s, c, now);
                say_put(s, (enum bm_change_of)i, done, error, reply);
                return false;
            }
            now[i] = f->after;
        }
        if (!turn && !bm_change_plan(c)) {
            take_back(s, c, now);
            say_refused(c, call, reply);
            return false;
        }
    }
    return true;
}

static void change(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct bm_change c;
    bm_serve_hold_plan(s);
    if (!bm_change_read(&c, s, call->body)) {
        bm_serve_error(reply, 400, "op");
        return;
    }
    if (!bm_change_begin(&c)) {
        bm_serve_error(reply, 409, "changed");
        return;
    }
    if (!bm_change_make(&c)) {
        say_refused(&c, call, reply);
        return;
    }
    const struct before was = note_places(s);
    if (!write_change(s, &c, call, reply))
        return;
    bool changed = false;
    for (int i = 0; i < BM_CHANGE_FILES; i++)
        changed = changed || !bm_str_eq(c.files[i].before, c.files[i].after);
    if (changed)
        remember(s->makeup, &c, call->body);
    finish(s, call, &was, reply);
}

/* Undo, or do again what was undone. */
static void step(struct bm_serve *s, const struct bm_web_call *call, bool back,
                 struct bm_web_reply *reply)
{
    struct bm_makeup_room *room = s->makeup;
    if (back ? !room->done : room->done == room->n) {
        bm_serve_error(reply, 404, "nothing");
        return;
    }
    const struct record *r = &room->records[back ? room->done - 1 : room->done];
    const struct before was = note_places(s);
    for (int i = 0; i < BM_CHANGE_FILES; i++) {
        const struct record_file *f = &r->files[i];
        const struct bm_str is = {f->p[back], f->n[back]}, want = {f->p[!back], f->n[!back]};
        int error = 0;
        const enum bm_put done =
            f->changed ? put(s, (enum bm_change_of)i, true, is, want, &error) : BM_PUT_DONE;
        if (done == BM_PUT_DONE)
            continue;
        for (int k = 0; k < i; k++) { /* all of it, or none */
            const struct record_file *g = &r->files[k];
            if (g->changed)
                put(s, (enum bm_change_of)k, true, (struct bm_str){g->p[!back], g->n[!back]},
                    (struct bm_str){g->p[back], g->n[back]}, &error);
        }
        say_put(s, (enum bm_change_of)i, done, error, reply);
        return;
    }
    room->done = back ? room->done - 1 : room->done + 1;
    finish(s, call, &was, reply);
}

/* A plan of those that were shown takes the place of the one that is held. */
static void take(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct bm_change c;
    if (!bm_change_read(&c, s, call->body)) {
        bm_serve_error(reply, 400, "op");
        return;
    }
    const bool same = bm_change_begin(&c);
    if (!same || !bm_choices_take(&s->makeup->choices, &c)) {
        if (c.diags.n)
            say_refused(&c, call, reply);
        else
            bm_serve_error(reply, 409, "changed");
        return;
    }
    const struct before was = note_places(s);
    if (!write_change(s, &c, call, reply))
        return;
    remember(s->makeup, &c, call->body);
    finish(s, call, &was, reply);
}

static void get(struct bm_serve *s, const struct bm_web_call *call, struct bm_str what,
                struct bm_web_reply *reply)
{
    struct bm_json json = {.out = &reply->body};
    const struct bm_str article = bm_web_query(call, "article");
    reply->status = 200;
    bm_json_record(&json, NULL);
    if (!what.n) {
        bm_choices_put(s, article, lang_of(s, call), &json);
        put_stacks(s, &json);
    } else if (bm_str_is(what, "alternatives")) {
        if (!call->may_write) { /* it takes its time */
            bm_serve_error(reply, 403, "token");
            return;
        }
        bm_choices_plans(s, &s->makeup->choices, &json);
    } else if (bm_str_is(what, "why")) {
        bm_choices_why(s, article, call->may_write, &json);
    } else {
        bm_serve_error(reply, 404, "name");
        return;
    }
    bm_json_close(&json);
}

void bm_serve_makeup(struct bm_serve *s, const struct bm_web_call *call, struct bm_web_reply *reply)
{
    const struct bm_str what =
        call->path.n > 7 ? (struct bm_str){call->path.p + 7, call->path.n - 7} : (struct bm_str){0};
    if (!s->session->inputs.edition || !s->session->inputs.layout || !s->session->pages)
        bm_serve_error(reply, 503, "broken");
    else if (!call->post)
        get(s, call, what, reply);
    else if (!what.n)
        change(s, call, reply);
    else if (bm_str_is(what, "undo") || bm_str_is(what, "redo"))
        step(s, call, bm_str_is(what, "undo"), reply);
    else if (bm_str_is(what, "take"))
        take(s, call, reply);
    else
        bm_serve_error(reply, 404, "name");
}

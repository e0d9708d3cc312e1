/* Notes, rounds, versions and sign-off: the calls that desk/ answers. Here it is told what the
 * edition is made of, where bytes stand on paper, and what files are now; and here the print file
 * is made, by a child, when it asks for one. */
#include "cli/serve.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/load.h"
#include "cli/lock.h"
#include "cli/module.h"
#include "cli/sums.h"
#include "desk/desk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SUMS_KEPT 512

/* The sum of a file as it was when it was looked at. */
struct kept_sum {
    char *path;
    uint64_t stamp;
    char sha[65];
    bool there;
};

struct bm_desk_room {
    struct bm_desk *desk; /* NULL: there is none, which the calls are told */
    struct {
        struct bm_desk *(*open)(struct bm_arena *arena, const char *path, bool write,
                                const char **why);
        void (*close)(struct bm_desk *desk);
        void (*request)(struct bm_desk *desk, const struct bm_desk_world *world,
                        const struct bm_desk_request *request, struct bm_desk_reply *reply);
        int64_t (*seq)(struct bm_desk *desk);
        bm_serve_checkout *checkout;
    } module;
    struct bm_sum_places places; /* of the last revision that could be read … */
    struct bm_arena *faces;      /* … and where its fonts stood */
    struct kept_face {
        struct bm_str id;
        const char *path;
    } * face;
    size_t face_count;
    struct kept_sum sums[SUMS_KEPT];
    size_t sum_count;
    int64_t seq; /* that the clients were told of */
};

/* Read only: what notes there are is shown, and none is made. */
static void open_database(struct bm_serve *s, struct bm_desk_room *room)
{
    const bool write = !s->session->args.read_only;
    const char *why = NULL, *folder = s->session->inputs.folder;
    if (write && bm_serve_own_folder(s) < 0)
        return;
    const char *path = bm_format(s->session, "%s/" BM_SERVE_FOLDER "/desk.db", folder);
    if (write || access(path, F_OK) == 0)
        room->desk = room->module.open(s->session->arena, path, write, &why);
}

void bm_serve_desk_open(struct bm_serve *s)
{
    struct bm_desk_room *room = calloc(1, sizeof *room);
    if (!room)
        bm_out_of_memory();
    const struct bm_module_function functions[] = {{"bm_desk_open", &room->module.open},
                                                   {"bm_desk_close", &room->module.close},
                                                   {"bm_desk_request", &room->module.request},
                                                   {"bm_desk_seq", &room->module.seq},
                                                   {"bm_desk_checkout", &room->module.checkout}};
    s->desk = room;
    if (!bm_module_open(s->session, BM_SERVE_MODULE, functions, BM_COUNT(functions)))
        return;
    open_database(s, room);
    room->seq = room->desk ? room->module.seq(room->desk) : 0;
}

bool bm_serve_desk_lost(const struct bm_serve *s)
{
    struct stat st;
    return s->desk && s->desk->desk &&
           fstatat(s->folder, BM_SERVE_FOLDER "/desk.db", &st, AT_SYMLINK_NOFOLLOW) != 0;
}

void bm_serve_desk_close(struct bm_serve *s)
{
    struct bm_desk_room *room = s->desk;
    if (!room)
        return;
    if (room->desk)
        room->module.close(room->desk);
    for (size_t i = 0; i < room->sum_count; i++)
        free(room->sums[i].path);
    bm_arena_drop(room->faces);
    free(room);
    s->desk = NULL;
}

/* What others wrote into the log is told as well. */
void bm_serve_desk_revision(struct bm_serve *s)
{
    struct bm_desk_room *room = s->desk;
    const int64_t seq = room && room->desk ? room->module.seq(room->desk) : 0;
    if (!room || seq == room->seq)
        return;
    room->seq = seq;
    bm_serve_tell(s, "{\"type\":\"notes\",\"seq\":%lld}", (long long)seq);
}

/* The sum of a file, read again only if it is not as it was. */
static bool sum_of(struct bm_desk_room *room, const char *path, char hex[65])
{
    const uint64_t stamp = bm_load_stamp(0, path);
    struct kept_sum *k = NULL;
    for (size_t i = 0; i < room->sum_count && !k; i++)
        if (strcmp(room->sums[i].path, path) == 0)
            k = &room->sums[i];
    if (!k && room->sum_count == SUMS_KEPT)
        return access(path, F_OK) == 0 && bm_sum_file(path, hex);
    if (!k) {
        k = &room->sums[room->sum_count++];
        *k = (struct kept_sum){.path = strdup(path), .stamp = ~stamp};
        if (!k->path)
            bm_out_of_memory();
    }
    if (k->stamp != stamp) {
        k->there = access(path, F_OK) == 0 && bm_sum_file(path, k->sha);
        k->stamp = stamp;
    }
    if (k->there)
        memcpy(hex, k->sha, sizeof k->sha);
    return k->there;
}

/* Where all is does not change because the edition cannot be read. */
static void keep_places(struct bm_serve *s)
{
    struct bm_desk_room *room = s->desk;
    const struct bm_sum_places now = bm_sum_places(s->session);
    if (!now.folder || !now.data || !now.fonts)
        return;
    bm_arena_drop(room->faces);
    room->faces = bm_arena_new();
    room->places.folder = bm_str_copy(room->faces, bm_str_c(now.folder)).p;
    room->places.data = bm_str_copy(room->faces, bm_str_c(now.data)).p;
    room->places.words = now.words ? bm_str_copy(room->faces, bm_str_c(now.words)).p : NULL;
    room->face_count = bm_fonts_count(now.fonts);
    room->face = BM_NEW_N(room->faces, room->face_count, struct kept_face);
    for (size_t i = 0; i < room->face_count; i++) {
        const struct bm_face *face = bm_fonts_face(now.fonts, i);
        room->face[i] = (struct kept_face){bm_str_copy(room->faces, face->id),
                                           bm_str_copy(room->faces, face->path).p};
    }
}

static bool input_sum(void *context, struct bm_str kind, struct bm_str name, char hex[65])
{
    struct bm_serve *s = context;
    const char *path = bm_sum_path(s->session, &s->desk->places, kind, name);
    for (size_t i = 0; bm_str_is(kind, "font") && i < s->desk->face_count && !path; i++)
        if (bm_str_eq(s->desk->face[i].id, name))
            path = s->desk->face[i].path;
    return path && sum_of(s->desk, path, hex);
}

static bool file_bytes(void *context, struct bm_str name, struct bm_buf *out)
{
    struct bm_serve *s = context;
    struct bm_diags diags = {.arena = s->work};
    const bool data = name.n > 5 && memcmp(name.p, "data/", 5) == 0;
    const struct bm_str rest = data ? (struct bm_str){name.p + 5, name.n - 5} : name;
    const char *path =
        bm_sum_path(s->session, &s->desk->places, data ? BM_STR("data") : BM_STR("edition"), rest);
    struct bm_str bytes;
    if (!path || !bm_file_read_kind(s->work, path, BM_FILE_PICTURE, bm_span_none(), &diags, &bytes))
        return false;
    bm_buf_str(out, bytes);
    return true;
}

/* Where a cell of a run stands, and how large it is. */
static struct bm_desk_spot spot_of(const struct bm_page *page, const struct bm_run *run, size_t i,
                                   size_t end)
{
    const struct bm_glyph *g = &run->glyphs[i];
    const struct bm_glyph *next = end < run->n ? &run->glyphs[end] : NULL;
    struct bm_rect r = {g->x, g->y - bm_face_em_above(run->face, run->size),
                        next ? next->x - g->x : run->glyphs[0].x + run->width - g->x, run->size};
    if (run->mode != BM_HORIZONTAL)
        r = (struct bm_rect){g->x - run->size / 2, g->y, run->size,
                             next ? next->y - g->y : run->glyphs[0].y + run->width - g->y};
    r.w = r.w < 0 ? run->size : r.w;
    r.h = r.h < 0 ? run->size : r.h;
    return (struct bm_desk_spot){
        page->number, (int32_t)bm_serve_hundredths(r.x), (int32_t)bm_serve_hundredths(r.y),
        (int32_t)bm_serve_hundredths(r.w), (int32_t)bm_serve_hundredths(r.h)};
}

/* The part of a run that stands for bytes of the manuscript; of no bytes the place before them. */
static bool find_in_run(const struct bm_page *page, const struct bm_run *run, uint32_t offset,
                        uint32_t length, struct bm_desk_spot *spot)
{
    const uint32_t to = length ? offset + length : offset + 1;
    size_t first = run->n, last = 0;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if (!g->source_length || g->source >= to || g->source + g->source_length <= offset)
            continue;
        first = first == run->n ? i : first;
        last = i + 1;
    }
    if (first == run->n)
        return false;
    *spot = spot_of(page, run, first, last);
    if (!length)
        spot->width = spot->width > 100 ? 100 : spot->width;
    return true;
}

static size_t place(void *context, struct bm_str file, uint32_t offset, uint32_t length,
                    struct bm_desk_spot *spots, size_t most)
{
    struct bm_serve *s = context;
    const struct bm_pages *pages = bm_engine_pages(s->session->engine);
    size_t n = 0;
    for (size_t p = 0; pages && p < pages->page_count; p++)
        for (size_t i = 0; i < pages->pages[p].n && n < most; i++) {
            const struct bm_item *item = &pages->pages[p].items[i];
            if (item->kind != BM_ITEM_RUN || item->run.file == BM_NO_FILE ||
                !bm_str_eq(pages->sources->v[item->run.file].name, file))
                continue;
            n += find_in_run(&pages->pages[p], &item->run, offset, length, &spots[n]);
        }
    return n;
}

/* The characters of manuscripts that stand on a page. */
static uint32_t characters_on(const struct bm_page *page)
{
    uint32_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_run *run = &page->items[i].run;
        if (page->items[i].kind != BM_ITEM_RUN || run->file == BM_NO_FILE)
            continue;
        for (size_t at = 0; at < run->text.n;)
            n += !bm_is_white(bm_utf8_next(run->text.p, run->text.n, &at));
    }
    return n;
}

static uint32_t characters_of(const struct bm_pages *pages, uint32_t file)
{
    uint32_t n = 0;
    for (size_t i = 0; pages && i < pages->article_count; i++)
        n += pages->articles[i].file == file ? pages->articles[i].characters : 0;
    return n;
}

static bool is_article(const struct bm_inputs *inputs, uint32_t file)
{
    for (size_t i = 0; inputs->edition && inputs->files && i < inputs->edition->article_count; i++)
        if (inputs->files[i] == file)
            return true;
    return false;
}

/* What of a path is behind a folder; NULL: it does not stand in it. */
static const char *behind(const char *path, const char *folder)
{
    const size_t n = folder ? strlen(folder) : 0;
    if (!n || strncmp(path, folder, n) != 0 || path[n] != '/')
        return NULL;
    while (path[n] == '/' && path[n + 1] == '/')
        path++;
    return path + n + 1;
}

static uint32_t source_of(const struct bm_session *session, const char *path)
{
    for (uint32_t i = 0; i < session->sources.n; i++)
        if (bm_str_is(session->sources.v[i].path, path))
            return i;
    return BM_NO_FILE;
}

/* All files that were read, of the edition and of the data. */
static void make_world(struct bm_serve *s, struct bm_desk_world *world)
{
    const struct bm_session *session = s->session;
    const struct bm_inputs *inputs = &session->inputs;
    const struct bm_pages *pages = bm_engine_pages(session->engine);
    struct bm_desk_file *files = BM_NEW_N(s->work, session->read.n + 1, struct bm_desk_file);
    struct bm_desk_page *on = BM_NEW_N(s->work, pages ? pages->page_count : 0, struct bm_desk_page);
    size_t n = 0;
    for (size_t i = 0; i < session->read.n; i++) {
        const char *path = session->read.v[i];
        const char *own = behind(path, inputs->folder), *data = behind(path, session->data);
        const uint32_t file = source_of(session, path);
        struct bm_desk_file *f = &files[n];
        if ((!own && !data) || access(path, F_OK) != 0)
            continue;
        f->name = bm_str_c(own ? own : bm_format(s->session, "data/%s", data));
        if (file != BM_NO_FILE) {
            f->text = session->sources.v[file].text;
            f->article = is_article(inputs, file);
            f->characters = f->article ? characters_of(pages, file) : 0;
            bm_sha256_of(f->text, f->sha);
        } else if (!sum_of(s->desk, path, f->sha)) {
            continue;
        }
        bool twice = false;
        for (size_t k = 0; k < n; k++)
            twice = twice || bm_str_eq(files[k].name, f->name);
        n += !twice;
    }
    for (size_t i = 0; pages && i < pages->page_count; i++)
        on[i] = (struct bm_desk_page){pages->pages[i].number, characters_on(&pages->pages[i])};
    *world = (struct bm_desk_world){.files = files,
                                    .n = n,
                                    .pages = on,
                                    .page_count = pages ? pages->page_count : 0,
                                    .edition = pages ? pages->edition : (struct bm_str){0},
                                    .title = pages ? pages->title : (struct bm_str){0},
                                    .layout = pages ? pages->layout : (struct bm_str){0},
                                    .program = BM_STR(BM_VERSION),
                                    .place = place,
                                    .sum = input_sum,
                                    .bytes = file_bytes,
                                    .context = s};
    keep_places(s);
}

static struct bm_str query(void *context, const char *key)
{
    return bm_web_query(context, key);
}

/* The answer of the desk as one of HTTP. */
static void take_answer(struct bm_serve *s, struct bm_desk_reply *answer,
                        struct bm_web_reply *reply)
{
    reply->status = (unsigned)answer->status;
    reply->type = answer->type;
    reply->name = answer->name;
    reply->body = answer->body;
    if (answer->changed)
        bm_serve_desk_revision(s);
}

static void ask(struct bm_serve *s, const struct bm_web_call *call, struct bm_desk_request *request,
                struct bm_desk_reply *answer)
{
    struct bm_desk_world world;
    request->post = call->post;
    request->write = call->may_write;
    request->path = call->path;
    request->body = call->body;
    request->who = call->who;
    request->role = call->role;
    request->query = query;
    request->context = (void *)call;
    request->now = (int64_t)time(NULL);
    /* Lists of the house are read when the pages are looked at: the same files each time. */
    if (!s->looked && bm_str_is(call->path, "sign"))
        bm_serve_look(s, true);
    make_world(s, &world);
    s->desk->module.request(s->desk->desk, &world, request, answer);
}

/* Where a child puts the print file that is signed or annotated, and its sums. */
static const char *print_path(struct bm_serve *s)
{
    return bm_format(s->session, "%s/" BM_SERVE_FOLDER "/print.%d.pdf", s->session->inputs.folder,
                     (int)getpid());
}

/* The print file is made: the same call once more. */
static void pressed(struct bm_serve *s, const struct bm_serve_done *done)
{
    struct bm_desk_request request = {0};
    struct bm_desk_reply answer = {0};
    struct bm_web_reply reply = {0};
    struct bm_diags diags = {.arena = s->work};
    const char *pdf = print_path(s), *sums = bm_format(s->session, "%s.json", pdf);
    const bool fine =
        (done->status == BM_EXIT_DONE || done->status == BM_EXIT_UNFIT) &&
        bm_file_read_kind(s->work, pdf, BM_FILE_PDF, bm_span_none(), &diags, &request.pdf) &&
        bm_file_read_kind(s->work, sums, BM_FILE_TEXT, bm_span_none(), &diags, &request.sums);
    unlink(pdf);
    unlink(sums);
    request.unfit = done->status == BM_EXIT_UNFIT;
    if (fine) {
        ask(s, done->call, &request, &answer);
        take_answer(s, &answer, &reply);
    } else {
        bm_serve_error(&reply, 409, "press");
    }
    bm_serve_answer(s, done->call, &reply);
}

/* Of the edition as it is on the disk; a file that is no longer so is found by its sum. */
static bool press(struct bm_serve *s, struct bm_web_call *call)
{
    const char *layout = s->session->args.layout, *pdf = print_path(s);
    const char *words[] = {"press",
                           "-q",
                           "-o",
                           pdf,
                           "--sums",
                           bm_format(s->session, "%s.json", pdf),
                           bm_serve_edition(s),
                           layout ? "--layout" : NULL,
                           layout,
                           NULL};
    bm_serve_flush(s);
    return bm_serve_child(s, words, call, pressed, NULL, NULL);
}

/* versions/N/page: N; 0: it is another call. */
static uint64_t page_of(const struct bm_web_call *call)
{
    static const char before[] = "versions/", after[] = "/page";
    const size_t n = sizeof before - 1, m = sizeof after - 1;
    const struct bm_str path = call->path;
    if (call->post || path.n <= n + m || memcmp(path.p, before, n) != 0 ||
        memcmp(path.p + path.n - m, after, m) != 0)
        return 0;
    return bm_web_decimal((struct bm_str){path.p + n, path.n - n - m}, 0);
}

bool bm_serve_desk(struct bm_serve *s, struct bm_web_call *call, struct bm_web_reply *reply)
{
    struct bm_desk_request request = {0};
    struct bm_desk_reply answer = {0};
    if (!s->desk || !s->desk->desk) {
        bm_serve_error(reply, 503, "desk");
        return true;
    }
    const uint64_t version = page_of(call);
    if (version)
        return bm_serve_version_page(s, call, s->desk->desk, s->desk->module.checkout, version,
                                     reply);
    ask(s, call, &request, &answer);
    if (!answer.wants_press) {
        take_answer(s, &answer, reply);
        return true;
    }
    bm_buf_free(&answer.body);
    if (press(s, call))
        return false;
    bm_serve_error(reply, 503, "busy");
    return true;
}

/* Print files, proofs, packages and tiles: made by a child from the files, as the command makes
 * them. */
#include "cli/serve.h"

#include "base/json.h"
#include "cli/sums.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct bm_str find_query(const struct bm_web_call *call, const char *key,
                                const char *const *allowed, size_t n)
{
    const struct bm_str value = bm_web_query(call, key);
    for (size_t i = 0; i < n; i++)
        if (bm_str_is(value, allowed[i]))
            return value;
    return (struct bm_str){0};
}

static const char *word(struct bm_serve *s, struct bm_str text)
{
    return bm_str_copy(s->work, text).p;
}

/* What a child said, line by line JSON, as a list. */
static void put_messages(struct bm_json *json, struct bm_str said)
{
    bool any = false;
    bm_json_list(json, "messages");
    for (size_t i = 0, end; i < said.n; i = end + 1) {
        const char *line = memchr(said.p + i, '\n', said.n - i);
        end = line ? (size_t)(line - said.p) : said.n;
        if (said.p[i] != '{' || said.p[end - 1] != '}')
            continue;
        bm_buf_c(json->out, any ? "," : "");
        bm_buf_put(json->out, said.p + i, end - i);
        any = true;
    }
    bm_json_close(json);
}

static void made(struct bm_serve *s, const struct bm_serve_done *done)
{
    struct bm_web_reply reply = {.status = 200};
    struct bm_json json = {.out = &reply.body};
    char sum[65], *path = done->context;
    struct stat st;
    bm_json_record(&json, NULL);
    bm_json_decimal(&json, "status", done->status, 0);
    put_messages(&json, done->err);
    bm_json_text(&json, "file", bm_str_c(path));
    if (done->status >= 0 && done->status != BM_EXIT_INPUT && done->status != BM_EXIT_USAGE &&
        stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && bm_sum_file(path, sum)) {
        bm_json_text(&json, "sha256", bm_str_c(sum));
        bm_json_number(&json, "bytes", (uint64_t)st.st_size);
    } else {
        bm_json_null(&json, "sha256");
        bm_json_null(&json, "bytes");
    }
    bm_json_close(&json);
    bm_serve_tell(s, "{\"type\":\"job\",\"kind\":\"%.*s\",\"state\":\"done\",\"status\":%d}",
                  (int)done->call->path.n, done->call->path.p, done->status);
    bm_serve_answer(s, done->call, &reply);
    free(path);
}

bool bm_serve_job(struct bm_serve *s, struct bm_web_call *call)
{
    static const char *const profiles[] = {"x4", "x1a", "plain", "a2a", "a4"};
    static const char *const langs[] = {[BM_LANG_EN] = "en", [BM_LANG_ZH] = "zh"};
    static const struct {
        const char *command, *end;
    } kinds[] = {{"press", ".pdf"}, {"proof", "-proof"}, {"archive", "-archive"}};
    const struct bm_session *session = s->session;
    size_t k = 0;
    while (k < BM_COUNT(kinds) && !bm_str_is(call->path, kinds[k].command))
        k++;
    if (k == BM_COUNT(kinds))
        return false;
    struct bm_web_reply reply = {0};
    const struct bm_inputs *in = &session->inputs;
    if (!in->edition || !in->layout) {
        bm_serve_error(&reply, 503, "broken");
        bm_serve_answer(s, call, &reply);
        return true;
    }
    struct bm_buf path = {0};
    bm_buf_str(&path, in->edition->name);
    bm_buf_c(&path, kinds[k].end);
    bm_buf_char(&path, '\0');
    const struct bm_str profile = find_query(call, "profile", profiles, BM_COUNT(profiles));
    const char *const words[] = {kinds[k].command,
                                 bm_serve_edition(s),
                                 "--layout",
                                 word(s, in->layout->name),
                                 "--json",
                                 "--lang",
                                 langs[session->args.lang],
                                 "-o",
                                 path.p,
                                 profile.n ? "--profile" : NULL,
                                 profile.n ? word(s, profile) : NULL,
                                 NULL};
    if (!bm_serve_child(s, words, call, made, NULL, path.p)) {
        bm_buf_free(&path);
        bm_serve_error(&reply, 503, "busy");
        bm_serve_answer(s, call, &reply);
        return true;
    }
    bm_serve_tell(s, "{\"type\":\"job\",\"kind\":\"%s\",\"state\":\"begun\"}", kinds[k].command);
    return true;
}

/* A tile: a page as the proof has it. */
struct tile {
    uint32_t page;
    unsigned dpi;
    const char *kind, *end; /* the end of its file's name */
    const char *option;     /* of proof; NULL: none */
};

static bool read_tile(const struct bm_web_call *call, struct bm_str rest, struct tile *t)
{
    static const struct tile kinds[] = {{.kind = "soft", .end = ""},
                                        {.kind = "paper", .end = "", .option = "--paper"},
                                        {.kind = "k", .end = "-K", .option = "--plates"},
                                        {.kind = "ink", .end = "-ink", .option = "--plates"}};
    const struct bm_str kind = bm_web_query(call, "kind");
    const uint64_t dpi = bm_web_decimal(bm_web_query(call, "dpi"), 96),
                   page = bm_web_decimal(rest, 0);
    size_t i = 0;
    while (i < BM_COUNT(kinds) && !bm_str_is(kind, kinds[i].kind))
        i++;
    if (i == BM_COUNT(kinds) || dpi < 24 || dpi > 300 || page < 1 || page > UINT32_MAX)
        return false;
    *t = kinds[i];
    t->page = (uint32_t)page;
    t->dpi = (unsigned)dpi;
    return true;
}

/* The folder of a tile, as its page is now. Plates come together. */
static const char *tile_folder(struct bm_serve *s, const struct tile *t)
{
    return bm_format(s->session, "%s/%u-%llu-%u%s", s->tiles, t->page,
                     (unsigned long long)bm_serve_page_revision(s, t->page), t->dpi,
                     t->option ? t->option + 1 : "");
}

static bool send_tile(struct bm_serve *s, struct bm_web_call *call)
{
    struct tile t;
    struct bm_web_reply reply = {.status = 200, .type = "image/png"};
    char block[65536];
    ssize_t n = 1;
    const struct bm_str rest = {call->path.p + 5, call->path.n - 5};
    if (!read_tile(call, rest, &t))
        return false;
    const char *path = bm_format(s->session, "%s/page-%u%s.png", tile_folder(s, &t), t.page, t.end);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while ((n = read(fd, block, sizeof block)) > 0)
        bm_buf_put(&reply.body, block, (size_t)n);
    close(fd);
    if (n < 0)
        bm_serve_error(&reply, 500, "failed");
    bm_serve_answer(s, call, &reply);
    return true;
}

static bool tile_ready(struct bm_serve *s, const struct bm_serve_done *done)
{
    return send_tile(s, done->call);
}

static void tile_made(struct bm_serve *s, const struct bm_serve_done *done)
{
    struct bm_web_reply reply = {0};
    if (send_tile(s, done->call))
        return;
    bm_serve_error(&reply, done->status == BM_EXIT_AGAIN ? 503 : 409,
                   done->status == BM_EXIT_AGAIN ? "busy" : "broken");
    bm_serve_answer(s, done->call, &reply);
}

static bool make_folder(struct bm_serve *s)
{
    const char *tmp = getenv("TMPDIR");
    struct bm_buf b = {0};
    if (s->tiles)
        return true;
    bm_buf_printf(&b, "%s/banmian-desk-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    bm_buf_char(&b, '\0');
    s->tiles = mkdtemp(b.p);
    if (!s->tiles)
        bm_buf_free(&b);
    return s->tiles != NULL;
}

void bm_serve_tile(struct bm_serve *s, struct bm_web_call *call, struct bm_str rest)
{
    struct bm_web_reply reply = {0};
    struct tile t;
    if (!read_tile(call, rest, &t) || !bm_serve_page_revision(s, t.page)) {
        bm_serve_error(&reply, 404, "name");
        bm_serve_answer(s, call, &reply);
        return;
    }
    if (!make_folder(s)) {
        bm_serve_error(&reply, 507, "disk");
        bm_serve_answer(s, call, &reply);
        return;
    }
    if (send_tile(s, call))
        return;
    const char *page = bm_format(s->session, "%u", t.page),
               *dpi = bm_format(s->session, "%u", t.dpi), *folder = tile_folder(s, &t);
    const char *const words[] = {"proof",    bm_serve_edition(s),
                                 "--layout", word(s, s->session->inputs.layout->name),
                                 "--quiet",  "--pages",
                                 page,       "--dpi",
                                 dpi,        "-o",
                                 folder,     t.option,
                                 NULL};
    if (bm_serve_child(s, words, call, tile_made, tile_ready, NULL))
        return;
    bm_serve_error(&reply, 503, "busy");
    bm_serve_answer(s, call, &reply);
}

void bm_serve_tiles_close(struct bm_serve *s)
{
    if (s->tiles)
        bm_serve_remove(s->tiles);
    free(s->tiles);
    s->tiles = NULL;
}

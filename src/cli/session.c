#include "cli/session.h"

#include "base/json.h"
#include "base/listing.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PATH_MOST 4096

static const char *const stage_names[BM_STAGE_COUNT] = {
    [BM_STAGE_READ] = "read",           [BM_STAGE_FONTS] = "fonts",   [BM_STAGE_MAKEUP] = "make-up",
    [BM_STAGE_PREFLIGHT] = "preflight", [BM_STAGE_PDF] = "pdf",       [BM_STAGE_PROOF] = "proof",
    [BM_STAGE_VERIFY] = "verify",       [BM_STAGE_OUTPUT] = "output",
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void bm_stage_begin(struct bm_session *session, enum bm_stage stage)
{
    atomic_store(&session->progress.of, 0);
    atomic_store(&session->progress.at, 0);
    atomic_store(&session->progress.stage, stage);
    if (session->args.timings)
        session->begun = now();
}

void bm_stage_end(struct bm_session *session, enum bm_stage stage)
{
    if (session->args.timings)
        session->spent[stage] += now() - session->begun;
}

void bm_timings_table(const struct bm_session *session, struct bm_buf *out)
{
    int64_t sum = 0;
    for (int i = 0; i <= BM_STAGE_COUNT; i++) {
        int64_t us = i < BM_STAGE_COUNT ? (session->spent[i] + 500) / 1000 : sum;
        if (i < BM_STAGE_COUNT && !session->spent[i])
            continue;
        sum += us;
        bm_buf_printf(out, "%-9s %6lld.%03lld ms\n", i < BM_STAGE_COUNT ? stage_names[i] : "sum",
                      (long long)(us / 1000), (long long)(us % 1000));
    }
}

void bm_timings_json(const struct bm_session *session, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    for (int i = 0; i < BM_STAGE_COUNT; i++)
        if (session->spent[i]) {
            bm_json_record(&json, "timing");
            bm_json_text(&json, "stage", bm_str_c(stage_names[i]));
            bm_json_number(&json, "us", (uint64_t)(session->spent[i] + 500) / 1000);
            bm_json_close(&json);
        }
}

const char *bm_format(struct bm_session *session, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *s = bm_str_vprintf(session->arena, format, list).p;
    va_end(list);
    return s;
}

void bm_path_add(struct bm_session *session, struct bm_paths *paths, const char *path)
{
    paths->v = bm_arena_grow(session->arena, paths->v, paths->n, &paths->cap, sizeof *paths->v);
    paths->v[paths->n++] = path;
}

const char *bm_program_folder(struct bm_session *session)
{
    char path[PATH_MOST];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n == sizeof path)
        return NULL;
    while (n > 0 && path[n - 1] != '/')
        n--;
    return n > 1 ? bm_format(session, "%.*s", (int)(n - 1), path) : "/";
}

bool bm_print(struct bm_session *session, struct bm_str text)
{
    return bm_file_write("-", text, &session->diags);
}

void bm_say(const struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    const enum bm_lang lang = (enum bm_lang)args->lang;
    struct bm_buf b = {0};
    const struct bm_listing how = {lang, args->quiet ? BM_ERROR : BM_NOTE, args->json};
    bm_diags_list(&b, &session->diags, &session->sources, &how);
    if (args->timings && !args->json)
        bm_timings_table(session, &b);
    else if (args->timings)
        bm_timings_json(session, &b);
    if (b.n)
        fwrite(b.p, 1, b.n, stderr);
    bm_buf_free(&b);
}

void bm_tell(struct bm_session *session, const char *words)
{
    if (!session->args.verbose)
        return;
    struct bm_buf line = {0};
    bm_buf_legible(&line, bm_str_c(words));
    fprintf(stderr, "%.*s\n", (int)line.n, line.p);
    bm_buf_free(&line);
}

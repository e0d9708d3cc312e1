/* Files as they are, and as texts. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "load/load.h"

#include "base/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

const char *bm_load_format(struct bm_loader *l, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *s = bm_str_vprintf(l->arena, format, list).p;
    va_end(list);
    return s;
}

bool bm_load_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool bm_load_is_inside(const char *path, const char *folder)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return true;
    char *real = realpath(path, NULL), *top = realpath(*folder ? folder : "/", NULL);
    if ((!real || !top) && errno == ENOMEM)
        bm_out_of_memory();
    const size_t n = top ? strlen(top) : 0;
    const bool inside = !real || (top && strncmp(real, top, n) == 0 &&
                                  (real[n] == '/' || (n && top[n - 1] == '/')));
    free(real);
    free(top);
    return inside;
}

uint64_t bm_load_stamp(uint64_t stamp, const char *path)
{
    struct stat st = {0};
    const bool there = stat(path, &st) == 0;
    const uint64_t facts[] = {there,
                              (uint64_t)st.st_dev,
                              (uint64_t)st.st_ino,
                              (uint64_t)st.st_size,
                              (uint64_t)st.st_mtim.tv_sec,
                              (uint64_t)st.st_mtim.tv_nsec,
                              (uint64_t)st.st_ctim.tv_sec,
                              (uint64_t)st.st_ctim.tv_nsec};
    return bm_hash(stamp, facts, sizeof facts);
}

void bm_load_note(struct bm_loader *l, const char *path)
{
    struct bm_paths *read = l->read;
    read->v = bm_arena_grow(l->arena, read->v, read->n, &read->cap, sizeof *read->v);
    read->v[read->n++] = path;
    if (l->stamp)
        *l->stamp = bm_load_stamp(*l->stamp, path);
}

bool bm_load_bytes(struct bm_loader *l, enum bm_file_kind kind, const char *path,
                   struct bm_span where, struct bm_str *bytes)
{
    bm_load_note(l, path);
    return bm_file_read_kind(l->arena, path, kind, where, l->diags, bytes);
}

bool bm_load_given(struct bm_loader *l, const char *path, const char *name, struct bm_str text,
                   uint32_t *file)
{
    struct bm_buf legible = {0};
    bm_buf_legible(&legible, bm_str_c(name));
    *file = bm_sources_add(l->sources, bm_str_c(path), bm_buf_keep(&legible, l->arena), text);
    return bm_text_check(l->sources, *file, l->diags);
}

bool bm_load_text(struct bm_loader *l, enum bm_file_kind kind, const char *path, const char *name,
                  struct bm_span where, uint32_t *file)
{
    struct bm_str text;
    return bm_load_bytes(l, kind, path, where, &text) && bm_load_given(l, path, name, text, file);
}

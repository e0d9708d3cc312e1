/* Puts the shell of the proof desk into its module: embed OUT.c FILE … writes the table that
 * src/web/parts.h declares. Scripts and styles go in without comments and indentation (slim.h), and
 * each file as it is and packed. embed --slim FILE writes what becomes of one. */
#include "base/digest.h"
#include "base/file.h"
#include "slim.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>

#define LEVEL 12 /* the smallest: it is done once */

#define DIGITS 16 /* of a sum */

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"}};
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end && i < BM_COUNT(types); i++)
        if (strcmp(end, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

/* The file as it is put in. */
static bool slim_file(struct bm_arena *arena, const char *path, struct bm_buf *out)
{
    struct bm_diags diags = {.arena = arena};
    struct bm_str bytes;
    const char *type = type_of(path);
    if (!bm_file_read(arena, path, bm_span_none(), &diags, &bytes)) {
        fprintf(stderr, "embed: cannot read %s\n", path);
        return false;
    }
    const bool script = strncmp(type, "text/javascript", 15) == 0,
               style = strncmp(type, "text/css", 8) == 0;
    if (script ? slim_script(bytes, out) : style && slim_style(bytes, out))
        return true;
    if (script || style)
        fprintf(stderr, "embed: %s: something does not end\n", path);
    else
        bm_buf_str(out, bytes);
    return !script && !style;
}

static void put_bytes(struct bm_str bytes, FILE *out)
{
    fprintf(out, "\n     \"");
    for (size_t i = 0; i < bytes.n; i++)
        fprintf(out, "%s\\%03o", i && i % 16 == 0 ? "\"\n     \"" : "",
                (unsigned)(uint8_t)bytes.p[i]);
    fprintf(out, "\", %zu,", bytes.n);
}

static struct bm_str pack(struct bm_arena *arena, struct bm_str bytes)
{
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
    const size_t room = c ? libdeflate_gzip_compress_bound(c, bytes.n) : 0;
    char *p = bm_arena_alloc(arena, room);
    const size_t n = c ? libdeflate_gzip_compress(c, bytes.p, bytes.n, p, room) : 0;
    libdeflate_free_compressor(c);
    return (struct bm_str){p, n};
}

static bool embed(struct bm_arena *arena, const char *path, struct bm_sha256 *all, FILE *out)
{
    struct bm_buf slim = {0};
    char sum[65];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (!slim_file(arena, path, &slim))
        return false;
    const struct bm_str bytes = bm_buf_view(&slim), packed = pack(arena, bytes);
    bm_sha256_add(all, name, strlen(name) + 1);
    bm_sha256_add(all, bytes.p, bytes.n);
    bm_sha256_of(bytes, sum);
    fprintf(out, "    {\"%s\", \"%s\",", name, type_of(name));
    put_bytes(bytes, out);
    put_bytes(packed, out);
    fprintf(out, " \"%.*s\"},\n", DIGITS, sum);
    bm_buf_free(&slim);
    return packed.n > 0;
}

static int show(const char *path)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_buf out = {0};
    const bool fine = slim_file(arena, path, &out) && fwrite(out.p, 1, out.n, stdout) == out.n;
    bm_buf_free(&out);
    bm_arena_drop(arena);
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--slim") == 0)
        return show(argv[2]);
    FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: embed OUT.c FILE ...\n");
        return EXIT_FAILURE;
    }
    struct bm_arena *arena = bm_arena_new();
    struct bm_sha256 all;
    char sum[65];
    bool fine = true;
    bm_sha256_start(&all);
    fprintf(out, "/* Made by tools/embed.c. */\n#include \"web/parts.h\"\n\n"
                 "const struct web_file web_files[] = {\n");
    for (int i = 2; i < argc && fine; i++)
        fine = embed(arena, argv[i], &all, out);
    bm_sha256_end(&all, sum);
    fprintf(
        out,
        "    {0}};\nconst size_t web_file_count = %d;\nconst char web_files_hash[] = \"%.*s\";\n",
        argc - 2, DIGITS, sum);
    fine = fclose(out) == 0 && fine;
    bm_arena_drop(arena);
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

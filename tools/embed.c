/* Puts the shell of the proof desk into its module: embed OUT.c FILE … writes the table that
 * src/web/parts.h declares. */
#include "base/digest.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

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

static bool embed(struct bm_arena *arena, const char *path, struct bm_sha256 *all, FILE *out)
{
    struct bm_diags diags = {.arena = arena};
    struct bm_str bytes;
    char sum[65];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (!bm_file_read(arena, path, bm_span_none(), &diags, &bytes)) {
        fprintf(stderr, "embed: cannot read %s\n", path);
        return false;
    }
    bm_sha256_add(all, name, strlen(name) + 1);
    bm_sha256_add(all, bytes.p, bytes.n);
    bm_sha256_of(bytes, sum);
    fprintf(out, "    {\"%s\", \"%s\",\n     \"", name, type_of(name));
    for (size_t i = 0; i < bytes.n; i++)
        fprintf(out, "%s\\%03o", i && i % 16 == 0 ? "\"\n     \"" : "",
                (unsigned)(uint8_t)bytes.p[i]);
    fprintf(out, "\",\n     %zu, \"%.*s\"},\n", bytes.n, DIGITS, sum);
    return true;
}

int main(int argc, char **argv)
{
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

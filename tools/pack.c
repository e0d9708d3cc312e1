/* Packs files that go into PDFs as they are: pack OUT.c FILE … writes the table that
 * src/pdf/packed.h declares. */
#include "base/file.h"
#include "base/index.h"

#include <inttypes.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>

#define LEVEL 12 /* the smallest: it is done once */

static bool pack(struct bm_arena *arena, const char *path, FILE *out)
{
    struct bm_diags diags = {.arena = arena};
    struct bm_str bytes;
    if (!bm_file_read(arena, path, bm_span_none(), &diags, &bytes)) {
        fprintf(stderr, "pack: cannot read %s\n", path);
        return false;
    }
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
    const size_t room = c ? libdeflate_zlib_compress_bound(c, bytes.n) : 0;
    unsigned char *p = bm_arena_alloc(arena, room);
    const size_t n = c ? libdeflate_zlib_compress(c, bytes.p, bytes.n, p, room) : 0;
    libdeflate_free_compressor(c);
    fprintf(out, "    {UINT64_C(0x%016" PRIX64 "), %zu, %zu,\n     \"",
            bm_hash_bulk(bytes.p, bytes.n), bytes.n, n);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s\\%03o", i && i % 16 == 0 ? "\"\n     \"" : "", (unsigned)p[i]);
    fprintf(out, "\"},\n");
    return n > 0;
}

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: pack OUT.c FILE ...\n");
        return EXIT_FAILURE;
    }
    struct bm_arena *arena = bm_arena_new();
    bool fine = true;
    fprintf(out, "/* Made by tools/pack.c. */\n#include \"pdf/packed.h\"\n\n"
                 "const struct bm_pdf_packed bm_pdf_packed[] = {\n");
    for (int i = 2; i < argc && fine; i++)
        fine = pack(arena, argv[i], out);
    fprintf(out, "};\nconst size_t bm_pdf_packed_count = %d;\n", argc - 2);
    fine = fclose(out) == 0 && fine;
    bm_arena_drop(arena);
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Does the corpora again, in the order of their names, with no fuzzer about: every file that was a
 * fault once, and one for each of what the targets can reach. Takes the folder of the corpora, or
 * the name of a target and files. */
#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int target_run(const uint8_t *data, size_t size);
#define T(name) target_run fuzz_##name;
BM_TARGETS
#undef T

static const struct target {
    const char *name;
    target_run *run;
} targets[] = {
#define T(name) {#name, fuzz_##name},
    BM_TARGETS
#undef T
};

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static void replay(const struct target *target, const char *path)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    struct bm_str bytes;
    fprintf(stderr, "%s\n", path); /* when it crashes, by what */
    if (!bm_file_read_kind(arena, path, BM_FILE_PICTURE, bm_span_none(), &diags, &bytes))
        exit(1);
    /* a copy without a NUL behind it, so that what reads on is seen */
    uint8_t *copy = malloc(bytes.n ? bytes.n : 1);
    if (!copy)
        exit(1);
    memcpy(copy, bytes.p, bytes.n);
    target->run(copy, bytes.n);
    free(copy);
    bm_arena_drop(arena);
}

static void replay_folder(const struct target *target, const char *corpora)
{
    char path[4096];
    struct dirent **files;
    snprintf(path, sizeof path, "%s/%s", corpora, target->name);
    int n = scandir(path, &files, visible, alphasort);
    if (n <= 0) {
        fprintf(stderr, "%s: no corpus\n", path);
        exit(1);
    }
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", corpora, target->name, files[i]->d_name);
        replay(target, path);
        free(files[i]);
    }
    free(files);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < BM_COUNT(targets); i++)
        if (argc == 2)
            replay_folder(&targets[i], argv[1]);
        else
            for (int k = 2; k < argc && strcmp(argv[1], targets[i].name) == 0; k++)
                replay(&targets[i], argv[k]);
    return argc < 2;
}

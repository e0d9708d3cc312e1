/* What lies in a package's folder: its files, by path. Links are not followed, and nothing that is
 * no file is opened. */
#pragma once

#include "base/index.h"
#include "base/str.h"

struct bm_tree_file {
    struct bm_str path; /* from the folder, '/' between names, which may be any bytes */
    uint64_t size;
    const char *instead; /* what it is instead of a file, or NULL: a reason */
    bool taken;          /* it is listed under another name (twins.c) */
};

struct bm_tree {
    struct bm_arena *arena;
    struct bm_tree_file *v; /* in the order of the bytes of their paths */
    size_t n, cap;
    bool data; /* there is a folder data/ */
    struct bm_index index;
    /* why it could not be looked through, and where; else NULL */
    const char *wrong;
    struct bm_str where;
};

/* Looks through the open folder. False: see `wrong`. */
bool bm_tree_read(struct bm_tree *tree, struct bm_arena *arena, int folder);
/* The file of that path, or NULL. */
const struct bm_tree_file *bm_tree_find(const struct bm_tree *tree, struct bm_str path);
/* Opens a file of the folder; -1 with errno. */
int bm_tree_open(int folder, struct bm_str path);
/* The path in the form in which two that some system takes for one are equal: canonical
 * composition, letters folded. not_case: composition alone. */
struct bm_str bm_path_folded(struct bm_arena *arena, struct bm_arena *scratch, struct bm_str path,
                             bool not_case);
/* Whether an earlier of these folded paths is equal to folded[i]; else it joins those that index
 * finds. */
bool bm_path_is_twin(struct bm_arena *arena, struct bm_index *index, const struct bm_str *folded,
                     size_t i);

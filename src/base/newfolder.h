/* A folder that is to take the place of another, or of none, whole: made beside it under the name
 * .bm-….part, and renamed. Where the system can, the old one and the new one change places in one
 * step (Linux: RENAME_EXCHANGE); else the old one is aside for a moment. Whoever is killed leaves a
 * .bm-….part that nobody holds; the next one who makes a folder there takes it away. Each step
 * returns 0 or the system's error. For output.c alone. */
#pragma once

#include "base/str.h"

struct bm_new_folder {
    char *path;  /* where it shall stand: resolved */
    char *temp;  /* its name until then; that of the old one afterwards */
    int fd;      /* of the new one, held as a sign that somebody works on it; -1: none */
    char **made; /* files and folders in it, in the order in which they were made */
    size_t n, cap;
    bool there, placed;
};

/* Makes it. number: another for each output of a run; most: files and folders that it will have at
 * most. ENOTDIR: something else stands there. */
int bm_new_folder_begin(struct bm_new_folder *folder, const char *path, unsigned number,
                        size_t most);
/* Writes a file in it, with the folders above it, and brings it to the disk. */
int bm_new_folder_put(struct bm_new_folder *folder, struct bm_str path, struct bm_str bytes);
/* Brings the names in it to the disk. */
int bm_new_folder_flush(const struct bm_new_folder *folder);
/* It takes its place. */
int bm_new_folder_place(struct bm_new_folder *folder);
/* Takes away the old one. */
void bm_new_folder_done(struct bm_new_folder *folder);
/* Takes away the new one, if it is not placed; asks for no memory. */
void bm_new_folder_remove(struct bm_new_folder *folder);
/* Ends the struct. */
void bm_new_folder_free(struct bm_new_folder *folder);

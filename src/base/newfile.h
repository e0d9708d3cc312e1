/* One file that is to take the place of another, or of none: what output.c does with each of its
 * outputs, step by step. Each step returns 0 or the system's error. For output.c alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct bm_new_file {
    char *path;  /* where it shall stand: resolved */
    char *temp;  /* its name until then, in the same folder; the folder until it is `named` */
    char *aside; /* the name of the old file while others may still fail; only when `kept` */
    int fd;      /* -1: closed */
    unsigned number;
    int mode; /* of what stands at path; -1: nothing does */
    bool named, kept;
    bool linked; /* the old file has both names */
    bool placed; /* it stands there */
};

/* Looks at what stands at path. EISDIR for a folder, EACCES for a file that may not be written.
 * number: another for each output of a run. */
int bm_new_prepare(struct bm_new_file *file, const char *path, unsigned number);
/* Creates it beside path, without a name if the system can do that. Asks for no memory. */
int bm_new_create(struct bm_new_file *file);
/* Writes all the bytes. */
int bm_write_all(int fd, const void *bytes, size_t n);
/* To the disk. */
int bm_new_flush(const struct bm_new_file *file);
/* Gives it its first name, if it has none. EOPNOTSUPP and the like: it cannot have one and must be
 * copied to a file that can. */
int bm_new_name(struct bm_new_file *file);
/* That copy: first the empty file with a name, then the bytes. */
int bm_new_name_copy(struct bm_new_file *file, int *copy);
int bm_new_fill_copy(struct bm_new_file *file, int copy);
int bm_new_close(struct bm_new_file *file);

/* Keeps what stands at path under another name, for bm_new_undo(). */
int bm_new_keep_old(struct bm_new_file *file);
/* Takes its place. */
int bm_new_place(struct bm_new_file *file);
/* What stood there stands there again; after an error it is still in file->aside. */
int bm_new_undo(struct bm_new_file *file);
/* Removes the old file that was kept; the rename goes to the disk with bm_folder_flush(). */
void bm_new_done(struct bm_new_file *file);
/* Removes it, if it is not placed. */
void bm_new_remove(struct bm_new_file *file);
/* Ends the struct. */
void bm_new_free(struct bm_new_file *file);

/* Brings to the disk what names stand in the folder of a resolved path. */
void bm_folder_flush(const char *path);

/* Files that are read. Only cli/ and those who load fonts, dictionaries and pictures may call
 * these; every other room gets bytes. What is written: base/output.h. */
#pragma once

#include "base/diag.h"

/* What a file is read as: base/files.def. */
enum bm_file_kind {
#define FILE_KIND(id, most, en, zh) BM_FILE_##id,
#include "base/files.def"
    BM_FILE_KINDS
};

/* Bytes that a file of the kind may have at most. */
size_t bm_file_most(enum bm_file_kind kind);

/* A file that was opened for reading, or why it was not. */
struct bm_file {
    int fd;              /* the caller closes it; -1: not open */
    int error;           /* of the system, or 0 */
    const char *instead; /* what it is instead of a file (a row of reasons.def), or NULL */
    uint64_t size;       /* bytes, when it was opened */
    /* Two that are equal in all of these are the same file with the same content. */
    uint64_t device, inode;
    int64_t changed, changed_ns;
};

/* Opens a regular file. False for anything else: what is no file (a folder, a pipe, a device, a
 * socket) is not opened, since reading it might never end. */
bool bm_file_open(const char *path, struct bm_file *file);
/* Whether an open file is still what it was when it was opened. */
bool bm_file_unchanged(const struct bm_file *file);
/* The same of one that was closed: false when what path leads to is that file and was written to.
 */
bool bm_file_untouched(const char *path, const struct bm_file *file);
/* Says why bm_file_open() failed: OUT_OF_FILES or OPEN_NO_MEMORY (exit 75) when that is the
 * machine's fault, NOT_A_FILE, else CANNOT_READ with the system's reason. False. */
bool bm_file_refuse(const char *path, const struct bm_file *file, struct bm_span where,
                    struct bm_diags *diags);
/* Says the first two of these, if the error is one of them; else false. */
bool bm_file_again(const char *path, int error, struct bm_span where, struct bm_diags *diags);
/* Says FILE_TOO_LARGE and returns false when the kind may not have so many bytes. */
bool bm_file_fits(const char *path, enum bm_file_kind kind, uint64_t size, struct bm_span where,
                  struct bm_diags *diags);

/* Reads all of path into the arena (NUL after it). False with FILE_TOO_LARGE, what
 * bm_file_refuse() says, or FILE_CHANGED (exit 75) when somebody else wrote to it in the meantime.
 */
bool bm_file_read_kind(struct bm_arena *arena, const char *path, enum bm_file_kind kind,
                       struct bm_span where, struct bm_diags *diags, struct bm_str *text);
/* The same for a text. */
bool bm_file_read(struct bm_arena *arena, const char *path, struct bm_span where,
                  struct bm_diags *diags, struct bm_str *text);

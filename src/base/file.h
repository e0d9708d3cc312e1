/* Files: reading whole, mapping, and outputs that appear whole or not at all. Only
 * cli/ and the loaders of font/ may call these; every other room gets bytes. */
#pragma once

#include "base/diag.h"

/* Reads all of path into the arena (NUL after it). On failure adds CANNOT_READ with the
 * system's reason at `where` and returns false. A folder is not a file. */
bool bm_file_read(struct bm_arena *arena, const char *path, struct bm_span where,
                  struct bm_diags *diags, struct bm_str *text);

/* An output being written. For a path that does not exist or is a regular file the bytes go to
 * a new file beside it, which bm_output_commit() flushes to disk and renames into place; for
 * "-" (standard output), a device or a pipe they are written straight and nothing is renamed. */
struct bm_output;

/* Opens; NULL and a diagnostic CANNOT_WRITE (exit 3) when that is impossible. */
struct bm_output *bm_output_open(const char *path, struct bm_diags *diags);
/* Appends; false once anything has failed (the reason is kept for commit). */
bool bm_output_write(struct bm_output *output, const void *bytes, size_t n);
/* Flushes to disk, so that a commit has nothing left to do but rename; false as above. */
bool bm_output_flush(struct bm_output *output);
/* Flushes and renames. On failure adds DISK_FULL (exit 75: ENOSPC, EDQUOT) or CANNOT_WRITE,
 * removes what was written, returns false. Ends the output either way. */
bool bm_output_commit(struct bm_output *output, struct bm_diags *diags);
/* Gives up: nothing is left behind. */
void bm_output_abort(struct bm_output *output);

/* bm_output_open, _write, _commit in one. */
bool bm_file_write(const char *path, struct bm_str bytes, struct bm_diags *diags);

/* Writes n files, all or none: none has its name before all are on the disk. (Should a rename fail
 * after that, the files named before it stay.) */
bool bm_files_write(const char *const *paths, const struct bm_buf *bytes, size_t n,
                    struct bm_diags *diags);

/* Makes the folder and those above it; false and CANNOT_WRITE when that fails. */
bool bm_folder_make(const char *path, struct bm_diags *diags);

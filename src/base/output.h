/* Outputs: files that appear whole or not at all, and several of them together.
 *
 *     struct bm_output *o = bm_output_open(outputs, path, diags);
 *     o && bm_output_write(o, bytes, n) … && bm_output_end(o, diags)     as many as there are
 *     bm_outputs_commit(outputs, diags)                                 now they are there
 *
 * For a path that does not exist or is a regular file the bytes go to a new file in its folder;
 * where the system can it has no name (O_TMPFILE), so that nothing is left of it if the program is
 * killed, else it is called .bm-….part. Commit gives all of them their names; what stood there is
 * put back if one of them cannot have it. For "-" (standard output), a device or a pipe the bytes
 * are written straight and nothing is renamed.
 *
 * Only cli/ may call these. */
#pragma once

#include "base/diag.h"
#include "base/leaves.h"

/* All outputs that a run is writing. */
struct bm_outputs;
struct bm_output;

/* NULL: out of memory. */
struct bm_outputs *bm_outputs_new(void);
/* Gives up what was not committed. NULL is allowed. */
void bm_outputs_free(struct bm_outputs *outputs);

/* Opens one more. NULL when that is impossible: CANNOT_WRITE (exit 3), or OUT_OF_FILES,
 * OPEN_NO_MEMORY, DISK_FULL (exit 75). */
struct bm_output *bm_output_open(struct bm_outputs *outputs, const char *path,
                                 struct bm_diags *diags);
/* Appends; false once anything has failed. */
bool bm_output_write(struct bm_output *output, const void *bytes, size_t n);
/* No more is written: brings the bytes to the disk, so that a commit has nothing left to do but
 * rename. False and DISK_FULL (exit 75: ENOSPC, EDQUOT), FILE_LIMIT (exit 75: EFBIG) or
 * CANNOT_WRITE when anything has failed; then a commit fails too. */
bool bm_output_end(struct bm_output *output, struct bm_diags *diags);
/* The three in one. */
bool bm_output_put(struct bm_outputs *outputs, const char *path, struct bm_str bytes,
                   struct bm_diags *diags);

/* Makes the folder and those above it; those that were not there are removed again if the outputs
 * are given up. False and CANNOT_WRITE when that fails. */
bool bm_outputs_folder(struct bm_outputs *outputs, const char *path, struct bm_diags *diags);

/* Puts a folder in the place of what stands at path, which must be nothing or a folder that may be
 * lost: the files are written into a new one beside it, which takes its place on commit, in one
 * step. One in a run. */
bool bm_outputs_whole_folder(struct bm_outputs *outputs, const char *path,
                             const struct bm_leaves *leaves, struct bm_diags *diags);

/* All outputs get their names, or none. False and a message when one cannot: then the old files are
 * as they were. Either way the list is empty afterwards. */
bool bm_outputs_commit(struct bm_outputs *outputs, struct bm_diags *diags);
/* Gives up all: nothing is left behind. */
void bm_outputs_abort(struct bm_outputs *outputs);
/* The same, for a thread that ends the program while others still write: a commit that has begun is
 * waited for, and none begins any more. */
void bm_outputs_quit(struct bm_outputs *outputs);

/* One output alone. */
bool bm_file_write(const char *path, struct bm_str bytes, struct bm_diags *diags);

/* The tag files of a package as text (RFC 8493 and the drafts 0.93 to 0.97 before it): lines,
 * fields, manifests, paths. Nothing here reads a file; what is wrong is a reason
 * (base/reasons.def). Any bytes may come in. */
#pragma once

#include "bag/sums.h"
#include "base/arena.h"
#include "base/buf.h"

/* The next line without its end (LF, CR, CR LF); false at the end of the text. *at: 0 at first. */
bool bm_tag_line(struct bm_str text, size_t *at, struct bm_str *line);

/* bagit.txt. */
struct bm_bag_version {
    unsigned major, minor; /* 0.93 … 1.0 */
    struct bm_str encoding;
};

/* Whether the version is that of the RFC, which is stricter than its drafts, or a later one. */
static inline bool bm_bag_strict(const struct bm_bag_version *version)
{
    return version->major >= 1;
}

/* Reads it; NULL, or what is wrong. */
const char *bm_bag_version_read(struct bm_str text, struct bm_bag_version *out);

/* A line of a manifest. */
struct bm_manifest_line {
    struct bm_str sum;  /* as many hexadecimal digits as its kind has */
    struct bm_str path; /* as it is written */
    bool star;          /* "*" before the path, as md5sum writes */
    bool upper, lower;  /* letters among the digits */
};

/* NULL, or what is wrong. */
const char *bm_manifest_read(struct bm_str line, enum bm_sum kind, struct bm_manifest_line *out);

/* A line of fetch.txt: URL, length or "-", path. */
struct bm_fetch_line {
    struct bm_str url, length, path;
};

const char *bm_fetch_read(struct bm_str line, struct bm_fetch_line *out);

/* A field of bag-info.txt; value without what folds its lines. */
struct bm_bag_field {
    struct bm_str label, value;
    bool spaced; /* a blank before the colon, which the RFC does not allow */
};

/* The next field; false at the end, or where *wrong is set. The value may be in the arena. */
bool bm_bag_field_next(struct bm_arena *arena, struct bm_str text, size_t *at,
                       struct bm_bag_field *out, const char **wrong);

/* "123.4": bytes and files of the payload. */
bool bm_oxum_read(struct bm_str value, uint64_t *bytes, uint64_t *files);

/* A path with %0A, %0D and %25 as what they stand for. */
struct bm_str bm_bag_path_plain(struct bm_arena *arena, struct bm_str path);
/* The other way. */
void bm_bag_path_put(struct bm_buf *out, struct bm_str path);
/* A path without "./" at its start. */
struct bm_str bm_bag_path_short(struct bm_str path);
/* NULL, or why a path may not stand in a package: absolute, "..", "~", a drive, a NUL … */
const char *bm_bag_path_wrong(struct bm_str path);

/* YAML, read with libyaml into a small tree in which every node knows its bytes, so that a
 * wrong key or unit is reported with line and column. Aliases, tags and duplicate keys are
 * errors. Everything lives in the arena given. */
#pragma once

#include "base/diag.h"

enum bm_yaml_kind {
    BM_YAML_SCALAR,
    BM_YAML_LIST,
    BM_YAML_MAP
};

struct bm_yaml {
    enum bm_yaml_kind kind;
    struct bm_span span;     /* of the value; of the contents, without quotes, for a scalar */
    struct bm_str text;      /* scalar: its value, escapes resolved; points into the source when
                                `verbatim` */
    bool verbatim;           /* scalar: text is byte for byte the source at span */
    bool plain;              /* scalar without quotes */
    size_t n;                /* list, map: number of items */
    struct bm_yaml **keys;   /* map: n scalars, in the order of the file */
    struct bm_yaml **values; /* list, map: n values */
};

/* Reads sources->v[file].text[offset, offset + length) as one YAML document. NULL and a
 * diagnostic BAD_YAML (what libyaml says, with its place) when it is broken, WIDE_COLON or
 * CLOSE_COLON where a colon after a key is the cause; an empty document gives an empty map. */
struct bm_yaml *bm_yaml_read(struct bm_arena *arena, const struct bm_sources *sources,
                             uint32_t file, uint32_t offset, uint32_t length,
                             struct bm_diags *diags);

/* The value of a key of a map, or NULL; NULL too when map is NULL or no map. */
const struct bm_yaml *bm_yaml_get(const struct bm_yaml *map, const char *key);

/* True when no list or map in the tree has more entries, and no scalar more characters; else says
 * the first that has (TOO_MANY) and is false. */
bool bm_yaml_within(const struct bm_yaml *node, size_t entries, size_t characters,
                    struct bm_diags *diags);

/* Reports every key of map that is not among the n known: UNKNOWN_KEY with the nearest known
 * key, if one is near, or WIDE_COLON. Returns false if there was any. */
bool bm_yaml_check_keys(const struct bm_yaml *map, const char *const *known, size_t n,
                        struct bm_diags *diags);

/* True when the node is of the kind; else reports WRONG_YAML_KIND with the word for what is
 * wanted (a scalar, a list, a map) and returns false. NULL is false without a report. */
bool bm_yaml_want(const struct bm_yaml *node, enum bm_yaml_kind kind, struct bm_diags *diags);

/* True unless a comment cuts a scalar without quotes: “ #” after it on its line, which in text is
 * more likely a piece of it. Else CUT_BY_COMMENT, with its place. */
bool bm_yaml_uncut(const struct bm_yaml *node, const struct bm_sources *sources,
                   struct bm_diags *diags);

/* A scalar that is an integer in [lo, hi]; else BAD_NUMBER and false. */
bool bm_yaml_int(const struct bm_yaml *node, int64_t lo, int64_t hi, int64_t *out,
                 struct bm_diags *diags);

/* A scalar that is true or false; else BAD_FLAG and false. */
bool bm_yaml_flag(const struct bm_yaml *node, bool *out, struct bm_diags *diags);

/* Appends the tree as bytes that are the same for the same content: comments, quotes, blanks, the
 * order of a map's keys and the form (in lines, in brackets) change nothing. For hashes. */
void bm_yaml_canonical(const struct bm_yaml *node, struct bm_buf *out);

/* The one of n names nearest to s (at most a third of its characters, at least one, different),
 * or an empty string. */
struct bm_str bm_nearest(struct bm_str s, const char *const *names, size_t n);

/* For "perhaps: …": the nearest; or, when none is near, the first `most` of the names, in the
 * arena; n == 0: a dash. */
struct bm_str bm_suggestion(struct bm_arena *arena, struct bm_str s, const char *const *names,
                            size_t n, size_t most);

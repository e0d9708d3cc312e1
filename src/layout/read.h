/* Values of a layout file; for layout/ alone. Every function that reads a value takes the node,
 * which may be NULL (the key is not there: nothing is written and nothing is said), and returns
 * whether it has written to *out. */
#pragma once

#include "layout/layout.h"
#include "layout/limits.h"

/* A layout file being read. */
struct bm_layout_reader {
    struct bm_arena *arena;
    struct bm_layout *layout;
    struct bm_diags *diags;
    const struct bm_yaml *colours; /* the map, while its colours are read */
    uint8_t *colour_states;        /* of each: not read yet, being read, read */
    bool inherited; /* a value is being read for a style that inherits it: what base/ finds wrong
                       with it is said where the base itself is read */
};

/* What the units stand for in a style of this size, and elsewhere. */
struct bm_units bm_units_of(const struct bm_layout *layout, bm_len em);

/* Adds a message unless the same, with the same first argument, has been said at that place: a
 * value that several styles inherit is wrong once. False, as of bm_diag_add(). */
bool bm_layout_say(struct bm_layout_reader *reader, enum bm_message message, struct bm_span span,
                   const struct bm_str *args, size_t n);
#define bm_say(reader, message, span, ...)                                                         \
    bm_layout_say((reader), (message), (span), (const struct bm_str[]){__VA_ARGS__},               \
                  sizeof((const struct bm_str[]){__VA_ARGS__}) / sizeof(struct bm_str))

/* The name nearest to s, or else all n, as one list; n == 0: a dash. For "perhaps: …". */
struct bm_str bm_layout_offer(struct bm_layout_reader *reader, struct bm_str s,
                              const char *const *names, size_t n);

/* A length in points, for messages. */
struct bm_str bm_layout_points(struct bm_layout_reader *reader, bm_len length);

/* The value of a key that must be there; else MISSING_KEY at the map. */
const struct bm_yaml *bm_layout_require(struct bm_layout_reader *reader, const struct bm_yaml *map,
                                        const char *key);

/* Whether it is a scalar; that it is none is said once even when it is inherited. */
bool bm_read_scalar(struct bm_layout_reader *reader, const struct bm_yaml *node);
bool bm_read_length(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    const struct bm_units *units, bm_len least, bm_len most, bm_len *out);
bool bm_read_count(struct bm_layout_reader *reader, const struct bm_yaml *node, uint32_t least,
                   uint32_t most, uint32_t *out);
bool bm_read_flag(struct bm_layout_reader *reader, const struct bm_yaml *node, bool *out);
/* One of n words; *out gets its index. */
bool bm_read_word(struct bm_layout_reader *reader, const struct bm_yaml *node,
                  const char *const *words, size_t n, uint8_t *out);
/* "3", "1-6" or [1, 6]: from 1, inclusive, first <= last <= BM_LINES_MOST. */
bool bm_read_range(struct bm_layout_reader *reader, const struct bm_yaml *node, uint32_t *first,
                   uint32_t *last);
bool bm_read_string(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    struct bm_str *out);

/* A text of YAML that is being edited: the fewest bytes are changed, all others stay, comments,
 * quotes, blanks, line ends and byte order mark among them.
 *
 *     if (bm_editing_open(&e, arena, &sources, name, text, &diags) && … operations … &&
 *         bm_editing_close(&e, &edited))
 *         edited is what the file shall hold
 *
 * An operation notes edits of the bytes, and changes the tree to what the text shall mean. At the
 * end the edited text is read again, and must mean just that: where it does not, or where a form
 * is not one that is edited here (a value over several lines, a comment that would go), that is
 * said with its place and what to type (EDIT_FORM), and nothing comes of it. */
#pragma once

#include "yaml/yaml.h"

/* n bytes at a place become others. */
struct bm_edit {
    size_t at, n;
    struct bm_str text;
};

struct bm_editing {
    struct bm_arena *arena;
    struct bm_sources *sources;
    struct bm_diags *diags;
    uint32_t file;
    struct bm_str text;
    struct bm_yaml *root; /* what the text shall mean; spans are those of the text as it was */
    struct bm_edit *edits;
    size_t n, cap;
    struct bm_span where; /* of what is being edited; where it fails that is said here … */
    struct bm_str wanted; /* … and that this may be typed */
};

/* Reads a text, which is added to the sources. False and messages: it is no map of YAML. */
bool bm_editing_open(struct bm_editing *e, struct bm_arena *arena, struct bm_sources *sources,
                     const char *name, struct bm_str text, struct bm_diags *diags);
/* The text with its edits, in the arena. False, and said: it would not mean what it shall. */
bool bm_editing_close(struct bm_editing *e, struct bm_str *out);

/* Says that this form is not edited here. False, for those that fail with it. */
bool bm_editing_refuse(struct bm_editing *e);

/* An entry of a map, as it shall be. value NULL: there shall be none. */
struct bm_edit_key {
    const char *key;
    const struct bm_yaml *value;
    struct bm_str written; /* as it is written; empty: the value is a scalar, written as need be */
    const char *after;     /* a new key stands behind that one; NULL, or it is not there: last */
};

/* A scalar, for a value. */
struct bm_yaml *bm_edit_scalar(struct bm_arena *arena, struct bm_str text);

/* Changes entries of a map. A key that has its value already is left alone. */
bool bm_edit_keys(struct bm_editing *e, struct bm_yaml *map, const struct bm_edit_key *keys,
                  size_t n);
/* Puts a map in the place of a scalar of a list: the scalar is the value of `key`, and `keys` (none
 * NULL) stand behind it. */
bool bm_edit_wrap(struct bm_editing *e, struct bm_yaml *list, size_t item, const char *key,
                  const struct bm_edit_key *keys, size_t n);
/* Exchanges the texts of two scalars. */
bool bm_edit_exchange(struct bm_editing *e, struct bm_yaml *a, bool a_flow, struct bm_yaml *b,
                      bool b_flow);
/* Moves an item of a list to another place in it; with the comment behind it in its line. */
bool bm_edit_move_item(struct bm_editing *e, struct bm_yaml *list, size_t from, size_t to);

/* Whether a list or map is written in brackets. */
bool bm_edit_is_flow(const struct bm_editing *e, const struct bm_yaml *node);
/* The bytes of a value, its quotes included. */
struct bm_str bm_edit_written(const struct bm_editing *e, const struct bm_yaml *node);

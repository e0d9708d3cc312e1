/* The sections of a layout file, and the values that name what a section holds; for layout/ alone.
 * Each section is a map of names (which may be NULL); `layout` holds what was read before: press
 * limits before colours, colours before all that is coloured, styles and lines before boxes and
 * kinds. */
#pragma once

#include "layout/read.h"

/* variant.c */

/* What a layout file says, laid over what its base says; neither is changed. */
struct bm_yaml *bm_layout_merge(struct bm_arena *arena, struct bm_yaml *base, struct bm_yaml *own);

/* colours.c */

void bm_layout_read_limits(struct bm_layout_reader *reader, const struct bm_yaml *map);
void bm_layout_read_colours(struct bm_layout_reader *reader, const struct bm_yaml *map);
void bm_layout_read_black(struct bm_layout_reader *reader, const struct bm_yaml *map);
/* A colour's name, or a colour as it is mixed; ink over the limits is said. */
bool bm_read_colour(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    struct bm_colour *out);

/* styles.c */

void bm_layout_read_styles(struct bm_layout_reader *reader, const struct bm_yaml *map);
bool bm_read_style(struct bm_layout_reader *reader, const struct bm_yaml *node,
                   const struct bm_style **out);

/* ladders.c, before kinds */

void bm_layout_read_ladders(struct bm_layout_reader *reader, const struct bm_yaml *map);
bool bm_read_ladder(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    const struct bm_ladder **out);

/* kinds.c */

void bm_layout_read_lines(struct bm_layout_reader *reader, const struct bm_yaml *map);
void bm_layout_read_boxes(struct bm_layout_reader *reader, const struct bm_yaml *map);
void bm_layout_read_kinds(struct bm_layout_reader *reader, const struct bm_yaml *map);
bool bm_read_line(struct bm_layout_reader *reader, const struct bm_yaml *node,
                  const struct bm_line_style **out);
bool bm_read_box(struct bm_layout_reader *reader, const struct bm_yaml *node,
                 const struct bm_box_style **out);

/* frames.c, after all else */
void bm_layout_read_pages(struct bm_layout_reader *reader, const struct bm_yaml *map);

/* geometry.c */

/* Says which words in braces are no placeholders. */
void bm_check_furniture(struct bm_layout_reader *reader, const struct bm_yaml *node);

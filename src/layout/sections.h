/* The sections of a layout file, and the values that name what a section holds; for layout/ alone.
 * Each section is a map of names (which may be NULL); `layout` holds what was read before: press
 * limits before colours, colours before all that is coloured, styles and lines before boxes and
 * kinds. */
#pragma once

#include "layout/frames.h"
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

/* A frame of a page, or of a plan that is held: of an article. False when it has no place on the
 * page. */
bool bm_read_frame(struct bm_layout_reader *reader, const struct bm_yaml *map, bool held,
                   struct bm_frame *frame);
bool bm_frames_meet(const struct bm_frame *a, const struct bm_frame *b);
/* Say, at b or the frame, that they overlap, or that it does the folio of that page. */
void bm_check_folio(struct bm_layout_reader *reader, uint32_t number, const struct bm_frame *frame);
void bm_check_overlap(struct bm_layout_reader *reader, const struct bm_frame *a,
                      const struct bm_frame *b);
void bm_layout_read_pages(struct bm_layout_reader *reader, const struct bm_yaml *map);

/* geometry.c */

/* Says which words in braces are no placeholders. */
void bm_check_furniture(struct bm_layout_reader *reader, const struct bm_yaml *node);

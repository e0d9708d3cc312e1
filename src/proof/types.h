/* Faces as cairo has them, for text that stays text in a PDF. Private to this room. */
#pragma once

#include "font/font.h"

#include <cairo.h>

/* Fonts of a PDF that is being drawn: each face opened once by FreeType. Neither fontconfig nor
 * FreeType's hinting has a say. */
struct bm_types;
struct bm_types *bm_types_new(struct bm_arena *arena);
/* Lets go of the fonts; cairo keeps what its caches still hold. Call when the PDF is finished. */
void bm_types_drop(struct bm_types *types);
/* cairo's font for a face, NULL when FreeType cannot open it: then outlines stand in. */
cairo_font_face_t *bm_types_face(struct bm_types *types, const struct bm_face *face);

/* Font programs as a PDF holds them, and whether they draw what a face draws. HarfBuzz reads both,
 * so that neither the glyph copier nor its reader of outlines vouches for itself. */
#pragma once

#include "font/font.h"

struct bm_program;

/* The program (bare CFF, or TrueType) as one of the (open) face, which it calls itself; NULL when
 * it is broken, or counts in other units than the face, so that none of its glyphs can be the
 * face's. It points into the bytes; bm_program_close() ends it. */
struct bm_program *bm_program_open(struct bm_arena *arena, struct bm_str bytes, bool cff,
                                   const struct bm_face *face);
void bm_program_close(struct bm_program *program);

/* The glyph of a CID: by the charset of a CFF program that is keyed by CID, else the CID itself.
 * 0: it has none. */
uint32_t bm_program_glyph(const struct bm_program *program, uint32_t cid);

/* Whether the outline of the program's glyph is that of the face's, point by point, in units of the
 * em. Both may be empty. */
bool bm_program_draws(struct bm_program *program, uint32_t glyph, uint32_t face_glyph);

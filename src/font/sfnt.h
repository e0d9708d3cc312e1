/* The tables of a font file (ISO/IEC 14496-22), as they lie in it. HarfBuzz passes over what is
 * damaged and FreeType and cairo take it for something else, each in its own way, and none says so:
 * what can be seen of it is seen here. Private to this room. */
#pragma once

#include "font/steps.h"

/* A face of a file: its directory of tables. */
struct bm_sfnt {
    struct bm_str file;
    size_t records; /* where they begin … */
    uint32_t count; /* … and how many */
};

/* False when the file is no font, or has no face with the index. */
bool bm_sfnt_open(struct bm_str file, uint32_t index, struct bm_sfnt *sfnt);

/* The bytes of a table; none when it is not there, or not inside the file. */
struct bm_str bm_sfnt_table(const struct bm_sfnt *sfnt, const char tag[4]);

/* What makes the face useless, NULL when nothing: a reason (base/reasons.def). Looks at the
 * directory, at the fixed part of tables, at all advances, and at where outlines lie, but at no
 * outline. *outlines is filled when nothing is wrong; it has no data when the face has neither CFF
 * nor TrueType outlines. */
const char *bm_sfnt_wrong(const struct bm_sfnt *sfnt, struct bm_outlines *outlines);

/* Whether the outline of the glyph, and of all that it is made of, is whole. Of CFF only its place
 * is looked at. */
bool bm_outline_whole(const struct bm_outlines *outlines, uint32_t gid);

/* The bytes of the glyph's outline; false when they do not lie inside the table. */
bool bm_outline_bytes(const struct bm_outlines *outlines, uint32_t gid, struct bm_str *bytes);

/* Where the coordinates of contours end in the bytes of a TrueType outline, 10 or more of them; 0
 * when they are not whole. What follows is padding. */
size_t bm_contours_end(struct bm_str bytes);

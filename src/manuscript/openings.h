/* Paragraphs known by how they begin, or by what they hold; all of it is told from the text as it
 * is typed, up to the first mark of a missing text. File: openings.c. */
#pragma once

#include "manuscript/manuscript.h"

/* 电头: characters that open the text as 本报讯, 本报北京5月14日电, 新华社上海5月14日电, with the
 * reporters in brackets behind it; 0: none. It begins with 本报 and its like or with an agency
 * (新华社), ends in 讯 or 电 before a blank, a bracket or the end, and holds no other mark. */
size_t bm_opening_dateline(const struct bm_text *text);

/* Who speaks: characters up to a colon, it included, of a name without marks or blanks; 0: none. */
size_t bm_opening_speaker(const struct bm_text *text, bool *asks);

/* Whether a paragraph is a list of names: words of a few Han, parted by blanks, without marks of a
 * sentence. */
bool bm_opening_is_names(const struct bm_text *text);

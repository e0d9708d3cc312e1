/* Notes as annotations of a PDF (ISO 32000-2, 12.5), which any reader shows: text that is to change
 * is marked (StrikeOut, Highlight), a place where text is wanted has a Caret, all else a Square,
 * each with its words in a pop-up and the ink of its round. By libqpdf's interface in C; what is on
 * the pages stays as it is. */
#pragma once

#include "desk/notes.h"

struct bm_annotation {
    int64_t number, at;
    uint32_t round;
    enum bm_note_sort sort;
    bool open;
    struct bm_str who, says;
    const struct bm_desk_spot *spots; /* on one page or several */
    size_t spot_count;
};

/* False: it is no PDF. */
bool bm_annotate(struct bm_arena *arena, struct bm_str pdf, const struct bm_annotation *v, size_t n,
                 struct bm_buf *out);

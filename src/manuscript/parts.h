/* What the files of manuscript/ share with each other only. */
#pragma once

#include "manuscript/manuscript.h"

/* Pieces of a text that is being collected. */
struct pieces {
    struct bm_arena *arena;
    struct bm_piece *v;
    size_t n, cap;
};

struct bm_piece *piece_add(struct pieces *pieces, enum bm_piece_kind kind, struct bm_span span);
/* Text that stands in the source at span; joined to the piece before when it follows on. */
void piece_add_text(struct pieces *pieces, struct bm_str text, struct bm_span span,
                    unsigned emphasis);
/* White space at both ends goes, every query and name must have its characters before it, and names
 * become the emphasis of theirs. */
struct bm_text pieces_end(struct pieces *pieces, struct bm_diags *diags);

/* The marks {{…}} of a stretch of text, in order. Offsets count from the text's beginning. */
struct mark {
    uint32_t from, to;
    struct bm_piece piece; /* without its span */
};

struct marks {
    struct mark *v;
    size_t n, cap;
};

/* Finds the marks of text[from, to), which is source `file`. Reports what is wrong, if diags is
 * not NULL; false then. A note may run over a line end but not over an empty line. */
bool marks_find(struct bm_arena *arena, struct bm_str text, uint32_t file, uint32_t from,
                uint32_t to, struct marks *marks, struct bm_diags *diags);

/* Index of the first mark that ends after offset. */
size_t marks_at(const struct marks *marks, uint32_t offset);

/* Turns a field's value into pieces. `original` is the source's text: the tree may have been
 * read from a copy in which marks are masked. breaks: " / " is a line break. */
struct bm_text field_text(struct bm_arena *arena, struct bm_str original,
                          const struct bm_yaml *node, const struct marks *marks, bool breaks,
                          struct bm_diags *diags);

/* True when it is no longer than a field may be; else says so at span. */
bool field_within(struct bm_str text, struct bm_span span, struct bm_diags *diags);

/* Figures: paragraphs that are nothing but ![caption](source "credit"). */
struct figures {
    struct bm_figure *v;
    size_t n, cap;
};
/* Finds them in source[from, …) and adds a mark for each, in order, with the figure's index as its
 * count. */
bool figures_find(struct bm_arena *arena, struct bm_str source, uint32_t file, uint32_t from,
                  struct marks *marks, struct figures *figures, struct bm_diags *diags);

/* The code point of an entity, from & to ;, whatever it is; false for a name that is not known,
 * which stays text. */
bool entity_read(struct bm_str s, uint32_t *out);

/* Reads the Markdown of source `file` from offset on into the article's blocks. */
bool body_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t from,
               struct bm_article *article, struct bm_diags *diags);

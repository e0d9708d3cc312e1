/* What the files of manuscript/ share with each other only. A manuscript is read by lines: lines.c
 * says what a line is, body.c makes blocks of lines, table.c and figures.c what is no text alone,
 * inline.c turns the text of lines into pieces, doubts.c says what looks like markup and is none,
 * joined.c which lines look as if each stood alone.
 */
#pragma once

#include "manuscript/manuscript.h"

/* What all share who read one manuscript. */
struct reading {
    struct bm_arena *arena;
    struct bm_diags *diags;
    struct bm_str source;
    uint32_t file;
    uint32_t said;   /* doubts that were said: bits, by enum doubt */
    uint32_t joined; /* joins that were said: bits, by enum join */
    bool verse;    /* lines of running text are not joined */
    bool names;    /* line ends between names are blanks */
};

/* Bytes [from, to) of a text. */
struct stretch {
    uint32_t from, to;
};

struct stretches {
    struct stretch *v;
    size_t n, cap;
};

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
 * and dots become the emphasis of theirs. */
struct bm_text pieces_end(struct pieces *pieces, struct bm_diags *diags);

/* The marks {{…}} of a stretch of text, in order. Offsets count from the text's beginning. */
struct mark {
    uint32_t from, to;
    struct bm_piece piece; /* without its span; TEXT: what {{text: …}} prints */
};

struct marks {
    struct mark *v;
    size_t n, cap;
};

/* Finds the marks of text[from, to), which is source `file`. Reports what is wrong, if diags is
 * not NULL; false then. A mark may run over a line end but not over an empty line. */
bool marks_find(struct bm_arena *arena, struct bm_str text, uint32_t file, uint32_t from,
                uint32_t to, struct marks *marks, struct bm_diags *diags);

/* Index of the first mark that ends after offset. */
size_t marks_at(const struct marks *marks, uint32_t offset);

/* The first byte c of text[from, to) outside of marks, or `to`. */
uint32_t find_outside(struct bm_str text, const struct marks *marks, uint32_t from, uint32_t to,
                      char c);

/* Where the text of a block, cell or field comes from, and what is markup in it beside marks. */
struct text_source {
    struct reading *reading;
    struct bm_str text; /* the source; or a value whose escapes were resolved */
    const struct marks *marks;
    bool resolved;
    struct bm_span span; /* resolved: of all pieces */
    bool strong;         /* **…** is strong */
    bool breaks;         /* " / " is a line break */
    bool rows;           /* tabs were said to be a table's */
    bool blanks;         /* every line end is a blank */
};

/* The pieces of lines: a line end is a blank between letters and nothing beside Han, a tab a blank.
 * Says what looks like markup and is none. */
struct bm_text text_read(const struct text_source *source, const struct stretch *lines, size_t n);

/* Turns a field's value into pieces. The tree may have been read from a copy in which marks are
 * masked. breaks: " / " is a line break. */
struct bm_text field_text(struct reading *reading, const struct bm_yaml *node,
                          const struct marks *marks, bool breaks);

/* Whether a value has a line end that would be text: YAML keeps it in block scalars, beside empty
 * lines and as an escape, and U+2028 and U+2029 everywhere. Those at its end aside. */
bool field_has_line_end(struct bm_str text);

/* True when it is no longer than a field may be; else says so at span. */
bool field_within(struct bm_str text, struct bm_span span, struct bm_diags *diags);

/* What a line of a body is by how it begins. */
enum line_kind {
    LINE_END, /* there is none */
    LINE_BLANK,
    LINE_TEXT,
    LINE_SUBHEAD, /* ## … */
    LINE_QUOTE,   /* > …, or > alone */
    LINE_NUMBER,  /* 12. … or 12) … */
    LINE_SIGN,    /* - … or + …, which may be an item; * …, which is none */
    LINE_ALONE    /* looks like markup, so that it is a paragraph of its own */
};

/* A doubt: what looks like markup and is none. Each is said once an article. */
enum doubt {
#define DOUBT(id, ...) DOUBT_##id,
#include "manuscript/doubts.def"
    DOUBT_COUNT
};

struct line {
    enum line_kind kind;
    enum doubt doubt;  /* ALONE: what it looks like */
    uint32_t from, to; /* without the white space at both ends */
    uint32_t text;     /* where the text after its sign begins */
    uint32_t next;     /* where the next line begins */
    uint32_t indent;   /* width of the white space before it, in half ems */
    bool opens;        /* begins a paragraph: by its indent, or after U+2029 */
    bool tabs;         /* there is a tab inside, outside of marks; of line_read() only */
};

/* The line that begins at `from`. A line end inside a mark ends no line. */
struct line line_read(struct bm_str source, const struct marks *marks, uint32_t from);
/* The same of a line that is a part of one: what stands after the sign of a quote. */
struct line line_part(struct bm_str source, uint32_t from, uint32_t to);
/* True when a line of text ends with the end of a sentence. */
bool line_ends_sentence(struct bm_str source, struct stretch line);

/* Whether words that marks enclose (**…**) may begin, or end, at `at`: no blank stands there, and
 * no mark that ends something before their beginning, or opens something behind their end. A name
 * that stars hide, 张**、李**, is none. */
bool words_begin(struct bm_str text, uint32_t at, struct stretch line);
bool words_end(struct bm_str text, uint32_t at, struct stretch line);

/* Says a doubt about text[where) of the source, unless it was said. */
void doubt_say(const struct text_source *source, enum doubt what, struct stretch where);
/* Says the doubts about a line's text. */
void doubts_find(const struct text_source *source, struct stretch line);

/* Lines that are set on though they look as if each stood alone. Each sort is said once an
 * article. */
enum join {
#define JOIN(id, ...) JOIN_##id,
#include "manuscript/joins.def"
};

/* Looks through the lines of a block that are joined, two or more, and says what they look like.
 * True where they are nothing but short: where is the first, and nothing was said. item: they are
 * an item's. */
bool joined_find(const struct text_source *source, const struct stretch *lines, size_t n, bool item,
                 struct stretch *where);
void joined_say(struct reading *reading, enum join join, struct stretch line);

/* Whether the line is a table's head: it has a bar, and the next is a rule |---|. */
bool table_begins(const struct text_source *source, const struct line *line);
/* Reads the table whose head that is into block; returns where the line after it begins. What is
 * wrong is said. */
uint32_t table_read(const struct text_source *source, const struct line *head,
                    struct bm_block *block);

/* Reads ![caption](source "credit"); false when the line is none. What is wrong is said. */
bool figure_read(const struct text_source *source, struct stretch line, struct bm_figure *figure);

/* Refuses marks that the ledger knows in paragraphs only; what: "a mark in a table" … */
void refuse_marks(struct reading *reading, const struct bm_text *text, const char *what);

/* Reads the body of a manuscript, from offset on, into the article's blocks. */
bool body_read(struct reading *reading, uint32_t from, struct bm_article *article);

/* Copy while it is read: paragraphs, tables and pictures, each character with its place in the
 * source. All readers make one of these, suggest.c says what of it looks like a head, write.c types
 * it. */
#pragma once

#include "base/arena.h"
#include "import/import.h"

enum piece_kind {
    PIECE_TEXT,   /* characters */
    PIECE_BREAK,  /* a line end inside a paragraph */
    PIECE_PICTURE /* stands in the line */
};

/* A stretch of characters of one run. */
struct piece {
    enum piece_kind kind;
    struct bm_str text;
    bool strong;
    bool label;    /* of a list, made by the source's program */
    uint32_t dots; /* 1: has dots below (着重号) */
    uint32_t paragraph, run, offset;
    struct picture *picture;
};

struct picture {
    struct bm_str path;  /* "photos/…"; empty: there is none that can be printed */
    struct bm_str bytes; /* of it */
    struct bm_str alt;
};

enum align {
    ALIGN_START,
    ALIGN_CENTRE,
    ALIGN_END
};

/* What a paragraph is in its source, by its style. */
enum style_class {
    STYLE_NONE,
    STYLE_TITLE,
    STYLE_SUBTITLE,
    STYLE_AUTHOR,
    STYLE_HEADING,
    STYLE_CAPTION,
    STYLE_QUOTE
};

/* What it becomes. */
enum role {
    ROLE_BODY,
    ROLE_SUBHEAD,
    ROLE_FIELD,   /* of the head: `field` */
    ROLE_CAPTION, /* of the picture before it */
    ROLE_ITEM,    /* of a list: its label is a number or a sign */
    ROLE_QUOTE
};

struct paragraph {
    struct bm_str part;
    uint32_t number; /* of the part, from 1 */
    struct piece *v;
    size_t n, cap;
    enum align align;
    enum style_class style;
    uint32_t level; /* HEADING: 1 … 9 */
    uint32_t size;  /* of its largest type, half points; 0: not known */
    bool bullet;    /* its label is a sign */
    bool aside;     /* of a note or a text box: no field of the head */
    enum role role;
    const char *field;
    uint64_t said; /* notes that were said once of it, as bits */
};

struct cell {
    struct paragraph *text; /* one, what the cell holds in its order */
};

struct table {
    uint32_t rows, columns;
    struct cell *cells; /* rows × columns */
};

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_TABLE
};

struct block {
    enum block_kind kind;
    struct paragraph *paragraph;
    struct table *table;
};

struct copy {
    struct bm_arena *arena;
    struct bm_str name; /* of the source */
    struct bm_str stem; /* of its pictures */
    struct block *v;
    size_t n, cap;
    struct bm_import_note *notes;
    size_t note_count, note_cap;
    struct bm_leaves pictures;
    size_t figures;
    const char *kind;  /* that it looks like, or NULL */
    size_t bytes;      /* of its text so far */
    const char *wrong; /* why it is refused, or NULL */
    uint64_t said;     /* notes of it as a whole, as bits */
};

/* Notes: notes.c has their words. */
enum note {
    NOTE_DELETED,
    NOTE_INSERTED,
    NOTE_MOVED,
    NOTE_HIDDEN,
    NOTE_RUBY,
    NOTE_DATE,
    NOTE_FIELD,
    NOTE_SYMBOL,
    NOTE_NO_SYMBOL,
    NOTE_SOFT_HYPHEN,
    NOTE_TAB,
    NOTE_BREAK,
    NOTE_CELL_BREAK,
    NOTE_MERGED,
    NOTE_NESTED,
    NOTE_TABLE_TEXT,
    NOTE_TABLE_HEAD,
    NOTE_PICTURE,
    NOTE_PICTURE_KIND,
    NOTE_PICTURE_GONE,
    NOTE_DRAWING,
    NOTE_FOOTNOTE,
    NOTE_FOOTNOTE_MARK,
    NOTE_TEXT_BOX,
    NOTE_COMMENT,
    NOTE_HEADER,
    NOTE_LINK,
    NOTE_NUMBER_FORM,
    NOTE_LABEL,
    NOTE_BULLETS,
    NOTE_STRONG,
    NOTE_STRUCK,
    NOTE_RAISED,
    NOTE_CAPITALS,
    NOTE_FORMULA,
    NOTE_CHARACTER,
    NOTE_DOUBTFUL,
    NOTE_PLACEHOLDER,
    NOTE_EMBEDDED,
    NOTE_FIELD_GUESSED,
    NOTE_KIND,
    NOTE_SUBHEAD,
    NOTE_CAPTION,
    NOTE_JOINED,
    NOTE_ENCODING,
    NOTE_SUBJECT,
    NOTE_ATTACHMENT,
    NOTE_FORM,
    NOTE_UNMAPPED,
    NOTE_ALT,
    NOTE_TITLE_LINES,
    NOTE_DAMAGED,
    NOTE_WORD_ART,
    NOTE_RIGHT_TO_LEFT,
    NOTE_CIRCLED,
    NOTE_ALTERNATIVE,
    NOTE_COUNT
};

/* Adds a note; the text is copied, a long one cut. paragraph: NULL, or where. */
void note_add(struct copy *copy, enum note note, const struct paragraph *paragraph, uint32_t run,
              struct bm_str text);
/* The same unless that was called for the paragraph (NULL: the copy) and the kind before. */
void note_once(struct copy *copy, enum note note, struct paragraph *paragraph, uint32_t run,
               struct bm_str text);

/* A new paragraph, not yet among the blocks. */
struct paragraph *paragraph_new(struct copy *copy, struct bm_str part, uint32_t number);
/* Appends characters; what no manuscript may hold is left out and noted, U+00AD too. text must live
 * as long as the copy. */
struct piece *paragraph_text(struct copy *copy, struct paragraph *paragraph, struct bm_str text,
                             const struct piece *like);
void paragraph_break(struct copy *copy, struct paragraph *paragraph, const struct piece *like);
/* Its characters, with breaks as line ends, appended. */
void paragraph_plain(const struct paragraph *paragraph, struct bm_buf *out);
/* Whether there is nothing to be seen in it. */
bool paragraph_blank(const struct paragraph *paragraph);

void copy_add(struct copy *copy, struct paragraph *paragraph);
void copy_add_table(struct copy *copy, struct table *table);
/* A picture of the article, by its bytes: JPEG or PNG get a path and become a file; others are
 * noted. NULL: nothing can stand for it. */
struct picture *copy_picture(struct copy *copy, const struct paragraph *paragraph,
                             struct bm_str bytes, struct bm_str name, struct bm_str alt);
/* Puts a picture into the line. */
void paragraph_picture(struct copy *copy, struct paragraph *paragraph, struct picture *picture,
                       const struct piece *like);

/* Gives roles and fields, and a kind of those that there are. */
void copy_suggest(struct copy *copy, const struct bm_import_options *options);
/* Types it. */
void copy_write(struct copy *copy, struct bm_imported *out);

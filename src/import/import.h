/* Copy as it comes in: a file of a word processor, a mail, a page of the web, text, or the XML of
 * another system in; manuscripts as an editor would have typed them out, with a list of where each
 * character came from. The law of the room: every character that the program of the source shows is
 * in the manuscript, in its order, or a note says why not. What is guessed (kind, fields of the
 * head) is a suggestion, and a note says it.
 *
 * bm_import_file() reads one file; bm_import_log() writes what import.ndjson says of it. The room
 * is a module (cli/module.h), since libarchive and libxml2 are needed by nobody else; the functions
 * of this header are what it shows. */
#pragma once

#include "base/diag.h"
#include "base/leaves.h"

/* Formats of sources. */
enum bm_import_format {
    BM_IMPORT_DOCX, /* Office Open XML: .docx, .docm, .dotx */
    BM_IMPORT_TEXT, /* UTF-8, GB18030, UTF-16 */
    BM_IMPORT_HTML,
    BM_IMPORT_MAIL, /* RFC 5322 with MIME */
    BM_IMPORT_XML   /* of another system, by a map */
};

/* How the XML of another system becomes articles (docs/copy.md): names of elements, with or without
 * those above them (`a/b`), and the field of the head, "body", "skip" or "caption" that their text
 * is. */
struct bm_import_map {
    struct bm_str article; /* the element that is an article */
    struct bm_import_row {
        struct bm_str element, field;
    } * rows;
    size_t row_count;
    struct bm_str *paragraphs; /* elements of the body that are paragraphs of their own */
    size_t paragraph_count;
};

struct bm_import_options {
    const struct bm_import_map *map; /* XML: its map */
    const struct bm_str *kinds;      /* that the layout has; NULL: any */
    size_t kind_count;
};

/* Where a stretch of a manuscript came from. */
struct bm_import_origin {
    uint32_t at, length;  /* bytes of the manuscript */
    struct bm_str part;   /* "word/document.xml"; of other formats "" */
    uint32_t paragraph;   /* of the part, from 1; lines of a text */
    uint32_t run, offset; /* of the paragraph, from 1; characters into the run */
    struct bm_str text;   /* the characters */
};

/* What was left out, changed or guessed, and what is doubtful. */
struct bm_import_note {
    const char *id;     /* "deleted", "hidden" … */
    const char *what;   /* a row of base/reasons.def */
    bool doubt;         /* a person should look */
    struct bm_str part; /* as above */
    uint32_t paragraph, run;
    struct bm_str text; /* which characters; may be empty */
};

struct bm_imported {
    struct bm_str name;     /* of the source's file, or of the mail's part */
    struct bm_str kind;     /* 公告, 通讯 … */
    struct bm_str title;    /* the first words, for messages and edition.yaml */
    struct bm_str markdown; /* the manuscript */
    struct bm_str shown;    /* its characters in reading order, without white space: what reading it
                               must give back */
    struct bm_import_origin *origins;
    size_t origin_count;
    struct bm_import_note *notes;
    size_t note_count;
    struct bm_leaves pictures; /* "photos/NAME-1.jpg" … */
    size_t characters;         /* of `shown` */
};

struct bm_imports {
    struct bm_imported *v;
    size_t n, cap;
};

/* What a file is, by its first bytes and its name; false: none of these. *old: it is of a kind that
 * another program can turn into one
 * (.doc, .wps, .odt …). */
bool bm_import_format_of(struct bm_str name, struct bm_str bytes, enum bm_import_format *format,
                         bool *old);

/* The name of the XML's first element, for who looks for its map; empty: it has none. */
struct bm_str bm_import_root(struct bm_arena *arena, struct bm_str bytes);

/* Reads a file into one article, or several of a mail with attachments; appends them. stem: of the
 * article's name, free of what no file's name may hold. All lives in the arena. False and a message
 * at the file `name`: it is broken, too large, protected, or some of its bytes are no text. */
bool bm_import_file(struct bm_arena *arena, struct bm_str name, struct bm_str stem,
                    struct bm_str bytes, enum bm_import_format format,
                    const struct bm_import_options *options, struct bm_imports *out,
                    struct bm_diags *diags);

/* A name for a manuscript, made of any name: letters, figures, Han and - alone, 60 bytes at most.
 */
struct bm_str bm_import_stem(struct bm_arena *arena, struct bm_str name);

/* The records of import.ndjson about one article, whose file is called `file`. */
void bm_import_log(const struct bm_imported *imported, struct bm_str file, struct bm_str source,
                   struct bm_buf *out);

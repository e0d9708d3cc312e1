/* What the files of the reader of Office Open XML share: docx.c goes through its parts, package.c
 * finds them, styles.c and numbering.c read what paragraphs refer to, blocks.c walks paragraphs and
 * tables, runs.c the characters in them, drawings.c pictures and boxes; put.c is how all of them
 * hand on what they have found. */
#pragma once

#include "import/formats.h"
#include "import/ids.h"
#include "import/limits.h"
#include "import/tree.h"
#include "import/zip.h"

/* Properties of characters: 0 not said, 1 on, -1 off. */
struct look {
    signed char strong, hidden, struck, capitals, raised, dots;
    uint32_t size;      /* half points; 0: not said */
    struct bm_str font; /* that may be a symbol font; empty: not said */
};

struct style {
    struct bm_str id, based, name;
    bool character;
    const struct node *paragraph; /* its pPr */
    struct look look;             /* its own */
    int32_t number, level;        /* of a list; number -1: not said */
};

struct level {
    struct bm_str format, text, style;
    int32_t start, restart;  /* restart -1: not said */
    bool legal;              /* all numbers in it are figures */
    char suffix;             /* t: tab, s: blank, n: nothing */
    const struct node *look; /* its rPr */
};

struct list { /* abstractNum */
    int32_t id;
    struct bm_str link; /* numStyleLink */
    struct level levels[LEVELS];
    int32_t count[LEVELS];
    bool begun[LEVELS];
};

struct number { /* num */
    int32_t id;
    struct list *list;
    int32_t start[LEVELS]; /* overrides; -1: none */
    bool used[LEVELS];
    struct level *levels[LEVELS]; /* overrides; NULL: none */
};

struct relation {
    struct bm_str id, type, target;
    bool external;
};

struct relations {
    struct relation *v;
    size_t n, cap;
    struct ids ids;
};

struct field {
    bool result;    /* what stands here is shown */
    bool separated; /* it had a result */
    struct bm_buf code;
    uint32_t run;
};

/* A part while it is read. */
struct docx {
    struct copy *copy;
    struct bm_arena *arena;
    struct bm_str archive;
    struct zip zip;
    struct bm_str folder; /* of the main part: "word/" */
    struct relations relations;
    struct style *styles;
    size_t style_count, style_cap;
    struct ids style_ids[2]; /* of paragraphs, of characters */
    size_t standard;         /* 1 + the style of a paragraph that names none; 0: there is none */
    struct look defaults;
    struct list *lists;
    size_t list_count, list_cap;
    struct ids list_ids, number_ids;
    struct number *numbers;
    size_t number_count, number_cap;
    struct ids notes[2], comments; /* footnotes and endnotes, comments: their elements */
    struct bm_str note_parts[2];
    /* notes that were referred to, in their order */
    struct note_ref {
        struct bm_str id;
        bool end;
        uint32_t number;
    } * refs;
    size_t ref_count, ref_cap;
    uint32_t note_numbers[2];
    struct bm_str note_forms[2]; /* of their numbers */

    struct bm_str part;
    uint32_t paragraphs; /* of the part */
    bool aside;
    uint32_t note_number; /* of the note that is read; 0: none is */
    /* the paragraph that is read */
    struct paragraph *paragraph;
    struct look under;      /* what its style says of characters */
    bool pending;           /* its end was deleted, so that the next goes on with it */
    uint32_t runs;          /* of it, so far */
    uint32_t run, offset;   /* the one that is read, and its characters so far */
    struct look look;       /* how it looks */
    struct paragraph *cell; /* of a table: what its paragraphs are put into; NULL: none */
    struct field fields[FIELDS_DEEP];
    size_t field_count;
    /* boxes that hang on the paragraph */
    const struct node **boxes;
    size_t box_count, box_cap;
    size_t depth; /* of boxes and tables */
};

/* Opens the archive; NULL, or why not. */
const char *package_open(struct docx *d);
/* The tree of a part; NULL: there is none, or *why says what is wrong with it. */
struct node *package_tree(struct docx *d, struct bm_str name, const char **why);
/* The relations of a part: those of word/document.xml stand in word/_rels/document.xml.rels. */
void package_relations(struct docx *d, struct bm_str part, struct relations *out, const char **why);
/* The first of a type, by the end of its name; NULL: there is none. */
const struct relation *package_find(const struct relations *relations, const char *type);
/* The target of a relation; NULL: there is none. */
const struct relation *docx_relation(const struct docx *d, struct bm_str id);
/* The bytes of a part that was not unpacked yet, such as a picture; n 0: there is none. */
struct bm_str docx_unpack(struct docx *d, struct bm_str target);
/* The path of a relation's target, seen from the root. */
struct bm_str docx_target(const struct docx *d, struct bm_str target);

void styles_read(struct docx *d, const struct node *root);
/* NULL: there is none. */
const struct style *style_of(const struct docx *d, struct bm_str id, bool character);
/* What the style and those under it say of characters. */
struct look style_look(const struct docx *d, const struct style *style);
struct look look_read(const struct node *properties);
/* The class of a style by its name, or that of one it rests on; *level of a heading. */
enum style_class style_class(const struct docx *d, const struct style *style, uint32_t *level);
/* A node of the paragraph's properties, its own or its styles'. */
const struct node *style_property(const struct docx *d, const struct node *own,
                                  const struct style *style, const char *name);

void numbering_read(struct docx *d, const struct node *root);
/* The label of a paragraph, made of its list, which counts on; false: it has none. *suffix: t, s, n
 * as in struct level. */
bool numbering_label(struct docx *d, const struct node *properties, const struct style *style,
                     struct bm_str *label, bool *bullet, char *suffix);

/* The character of a symbol font's code; 0: none is known. */
uint32_t symbol_of(struct bm_str font, uint32_t code);
bool symbol_font(struct bm_str font);
/* ⑧ of a field's code eq \o\ac(○,8), as Word's 带圈字符 writes it; 0: it is none of these. */
uint32_t circled_of(struct bm_str code);

/* Paragraphs and tables of a part. */
void blocks_walk(struct docx *d, const struct node *parent);
/* What is inside a paragraph. */
void runs_walk(struct docx *d, const struct node *parent);
/* Characters of the run that is read. */
void runs_put(struct docx *d, struct bm_str text);
/* A code of a symbol font, as a character where one is known. */
void runs_symbol(struct docx *d, struct bm_str font, uint32_t code);
/* What of a subtree would be read, deleted or not, appended; how many runs it has. */
uint32_t gather_text(const struct node *top, struct bm_buf *out);
struct piece runs_like(const struct docx *d);
/* All that is left out, in words. */
void leave_out(struct docx *d, enum note note, const struct node *node);
/* Pictures and boxes of a drawing. */
void drawings_walk(struct docx *d, const struct node *drawing);

/* XML and HTML as a tree, read by libxml2: XML by its reader, without DTD, entities of its own or
 * network. Names are those without a prefix; of namespaces only a letter is kept. */
#pragma once

#include "import/copy.h"

enum space {
    SPACE_NONE,
    SPACE_WORD,    /* w: transitional and strict */
    SPACE_DRAWING, /* a, wp, pic */
    SPACE_SHAPE,   /* wps, wpg, wpc */
    SPACE_VML,     /* v */
    SPACE_MATH,    /* m */
    SPACE_MARKUP,  /* mc */
    SPACE_OTHER
};

struct attribute {
    const char *name; /* without prefix */
    struct bm_str value;
    struct attribute *next;
};

struct node {
    const char *name; /* NULL: text */
    enum space space;
    struct bm_str text; /* of text */
    struct attribute *attributes;
    struct node *first, *next, *up;
};

/* The tree of an XML; NULL and *why (a row of base/reasons.def) when it is broken. dtd: a document
 * type is allowed, and not looked at. *line: where it is broken, or 0. */
struct node *tree_read(struct bm_arena *arena, struct bm_str xml, bool dtd, const char **why,
                       uint32_t *line);
/* The tree of an HTML, UTF-8, however broken; NULL and *why: there is nothing, or too much. */
struct node *tree_read_html(struct bm_arena *arena, struct bm_str html, const char **why);

static inline bool node_is(const struct node *node, const char *name)
{
    return node->name && strcmp(node->name, name) == 0;
}
/* The first child of that name, or NULL; NULL too when node is NULL. */
struct node *node_child(const struct node *node, const char *name);
/* The value of an attribute; p NULL: it has none. */
struct bm_str node_get(const struct node *node, const char *name);
/* val of the child `name`. */
struct bm_str node_val(const struct node *node, const char *name);
/* Whether an on-off property is there and on; *there, if not NULL: it is there. */
bool node_on(const struct node *node, const char *name, bool *there);
/* A number in decimal, or otherwise. */
int32_t node_number(struct bm_str value, int32_t otherwise);
/* All text in it, appended. */
void node_text(const struct node *node, struct bm_buf *out);
/* The next node in order of the document after all of this one, inside of `top`. */
struct node *node_after(const struct node *node, const struct node *top);
/* The child of an alternative (mc:AlternateContent) that is to be read, or NULL. */
const struct node *alternative_of(const struct node *node);

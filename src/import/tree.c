#include "import/tree.h"

#include "import/limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>

#define TYPE_WITHIN                                                                                \
    4096           /* bytes in which a document type begins; one later is seen by the reader */
#define NAMES 2048 /* of elements and attributes that are kept once */

struct names {
    const void *key[NAMES];
    const char *name[NAMES];
};

struct builder {
    struct bm_arena *arena;
    struct names *names;
    size_t nodes;
    const char *why;
};

/* libxml2 has each name once: by its address it is found again. */
static const char *name_of(struct builder *b, const xmlChar *name)
{
    if (!name)
        return "";
    size_t i = ((uintptr_t)name >> 3) % NAMES;
    for (size_t tries = 0; tries < 8; tries++, i = (i + 1) % NAMES) {
        if (b->names->key[i] == name)
            return b->names->name[i];
        if (b->names->key[i])
            continue;
        b->names->key[i] = name;
        return b->names->name[i] = bm_arena_copy(b->arena, name, strlen((const char *)name));
    }
    return bm_arena_copy(b->arena, name, strlen((const char *)name));
}

static enum space space_of(const xmlChar *uri)
{
    static const struct {
        const char *end;
        enum space space;
    } ends[] = {{"/wordprocessingml/2006/main", SPACE_WORD},
                {"/wordprocessingml/main", SPACE_WORD},
                {"/drawingml/2006/main", SPACE_DRAWING},
                {"/drawingml/main", SPACE_DRAWING},
                {"/wordprocessingDrawing", SPACE_DRAWING},
                {"/drawingml/2006/picture", SPACE_DRAWING},
                {"/drawingml/picture", SPACE_DRAWING},
                {"/wordprocessingShape", SPACE_SHAPE},
                {"/wordprocessingGroup", SPACE_SHAPE},
                {"/wordprocessingCanvas", SPACE_SHAPE},
                {":vml", SPACE_VML},
                {"/officeDocument/2006/math", SPACE_MATH},
                {"/officeDocument/math", SPACE_MATH},
                {"/markup-compatibility/2006", SPACE_MARKUP}};
    if (!uri)
        return SPACE_NONE;
    const struct bm_str s = bm_str_c((const char *)uri);
    for (size_t i = 0; i < BM_COUNT(ends); i++) {
        const size_t n = strlen(ends[i].end);
        if (s.n >= n && memcmp(s.p + s.n - n, ends[i].end, n) == 0)
            return ends[i].space;
    }
    return SPACE_OTHER;
}

static struct node *add_node(struct builder *b, struct node *up, struct node **last)
{
    if (++b->nodes > NODES_MOST) {
        b->why = "it has too many elements";
        return NULL;
    }
    struct node *n = BM_NEW(b->arena, struct node);
    n->up = up;
    if (*last)
        (*last)->next = n;
    else if (up)
        up->first = n;
    *last = n;
    return n;
}

static struct bm_str kept(struct builder *b, const xmlChar *s)
{
    return bm_str_copy(b->arena, bm_str_c(s ? (const char *)s : ""));
}

static void read_attributes(struct builder *b, xmlTextReaderPtr r, struct node *n)
{
    struct attribute **end = &n->attributes;
    while (xmlTextReaderMoveToNextAttribute(r) == 1) {
        if (xmlTextReaderIsNamespaceDecl(r) == 1)
            continue;
        struct attribute *a = BM_NEW(b->arena, struct attribute);
        a->name = name_of(b, xmlTextReaderConstLocalName(r));
        a->value = kept(b, xmlTextReaderConstValue(r));
        *end = a;
        end = &a->next;
    }
    xmlTextReaderMoveToElement(r);
}

static struct node *read_all(struct builder *b, xmlTextReaderPtr r, bool dtd)
{
    struct node *up = NULL, *last[DEPTH_MOST + 2] = {NULL}, *root = NULL;
    size_t depth = 0;
    int more;
    while (!b->why && (more = xmlTextReaderRead(r)) == 1) {
        const int type = xmlTextReaderNodeType(r);
        struct node *n;
        if (type == XML_READER_TYPE_ELEMENT) {
            const bool empty = xmlTextReaderIsEmptyElement(r);
            if (depth + 1 > DEPTH_MOST)
                b->why = "it is nested too deep";
            else if ((n = add_node(b, up, &last[depth]))) {
                n->name = name_of(b, xmlTextReaderConstLocalName(r));
                n->space = space_of(xmlTextReaderConstNamespaceUri(r));
                read_attributes(b, r, n);
                root = root ? root : n;
                if (!empty) {
                    up = n;
                    last[++depth] = NULL;
                }
            }
        } else if (type == XML_READER_TYPE_END_ELEMENT && up) {
            up = up->up;
            depth--;
        } else if ((type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                    type == XML_READER_TYPE_WHITESPACE ||
                    type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) &&
                   up) {
            if ((n = add_node(b, up, &last[depth])))
                n->text = kept(b, xmlTextReaderConstValue(r));
        } else if (type == XML_READER_TYPE_ENTITY_REFERENCE) {
            b->why = "it has entities of its own";
        } else if (type == XML_READER_TYPE_DOCUMENT_TYPE && !dtd) {
            b->why = "it has a document type";
        }
    }
    if (!b->why && (more < 0 || !root))
        b->why = "its XML is broken";
    return root;
}

/* A document type stands before the first element. */
static bool has_type(struct bm_str xml)
{
    static const char mark[] = "<!DOCTYPE";
    for (size_t i = 0; i + sizeof mark < xml.n && i < TYPE_WITHIN; i++)
        if (memcmp(xml.p + i, mark, sizeof mark - 1) == 0)
            return true;
    return false;
}

struct node *tree_read(struct bm_arena *arena, struct bm_str xml, bool dtd, const char **why,
                       uint32_t *line)
{
    struct builder b = {.arena = arena, .names = BM_NEW(arena, struct names)};
    const int options =
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
    *why = "its XML is broken";
    *line = 0;
    if (!xml.n || xml.n > PART_MOST)
        return NULL;
    if (!dtd && has_type(xml)) {
        *why = "it has a document type";
        return NULL;
    }
    xmlTextReaderPtr r = xmlReaderForMemory(xml.p, (int)xml.n, NULL, NULL, options);
    if (!r)
        bm_out_of_memory();
    struct node *root = read_all(&b, r, dtd);
    const int at = b.why ? xmlTextReaderGetParserLineNumber(r) : 0;
    *line = at > 0 ? (uint32_t)at : 0;
    xmlFreeTextReader(r);
    *why = b.why;
    return b.why ? NULL : root;
}

/* A tree of libxml2, copied. */
static struct node *copy_html(struct builder *b, const xmlNode *html)
{
    struct node *root = NULL, *up = NULL, *last[DEPTH_MOST + 2] = {NULL};
    size_t depth = 0;
    const xmlNode *h = html;
    while (h && !b->why) {
        struct node *n = NULL;
        const bool text = h->type == XML_TEXT_NODE || h->type == XML_CDATA_SECTION_NODE;
        if (depth > DEPTH_MOST) {
            b->why = "it is nested too deep";
            break;
        }
        if (h->type == XML_ELEMENT_NODE || (text && up))
            n = add_node(b, up, &last[depth]);
        if (n && text) {
            n->text = kept(b, h->content);
        } else if (n) {
            n->name = name_of(b, h->name);
            root = root ? root : n;
            struct attribute **end = &n->attributes;
            for (const xmlAttr *x = h->properties; x; x = x->next) {
                struct attribute *a = BM_NEW(b->arena, struct attribute);
                a->name = name_of(b, x->name);
                a->value = kept(b, x->children ? x->children->content : NULL);
                *end = a;
                end = &a->next;
            }
        }
        if (n && !text && h->children) {
            up = n;
            last[++depth] = NULL;
            h = h->children;
            continue;
        }
        while (h && !h->next && depth) {
            h = h->parent;
            depth--;
            up = up ? up->up : NULL;
        }
        h = h ? h->next : NULL;
    }
    return root;
}

struct node *tree_read_html(struct bm_arena *arena, struct bm_str html, const char **why)
{
    struct builder b = {.arena = arena, .names = BM_NEW(arena, struct names)};
    *why = "there is nothing in it";
    if (!html.n || html.n > PART_MOST)
        return NULL;
    htmlDocPtr doc =
        htmlReadMemory(html.p, (int)html.n, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                           HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
    if (!doc)
        return NULL;
    const xmlNode *top = xmlDocGetRootElement(doc);
    struct node *root = top ? copy_html(&b, top) : NULL;
    xmlFreeDoc(doc);
    *why = b.why ? b.why : root ? NULL : "there is nothing in it";
    return *why ? NULL : root;
}

struct node *node_child(const struct node *node, const char *name)
{
    for (struct node *n = node ? node->first : NULL; n; n = n->next)
        if (node_is(n, name))
            return n;
    return NULL;
}

struct bm_str node_get(const struct node *node, const char *name)
{
    for (const struct attribute *a = node ? node->attributes : NULL; a; a = a->next)
        if (strcmp(a->name, name) == 0)
            return a->value;
    return (struct bm_str){0};
}

struct bm_str node_val(const struct node *node, const char *name)
{
    return node_get(node_child(node, name), "val");
}

bool node_on(const struct node *node, const char *name, bool *there)
{
    const struct node *child = node_child(node, name);
    const struct bm_str v = node_get(child, "val");
    if (there)
        *there = child != NULL;
    return child && !(bm_str_is(v, "0") || bm_str_is(v, "false") || bm_str_is(v, "off") ||
                      bm_str_is(v, "none"));
}

int32_t node_number(struct bm_str s, int32_t otherwise)
{
    size_t i = s.n && s.p[0] == '-';
    int32_t v = 0;
    if (i == s.n || !s.p)
        return otherwise;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > 100000000)
            return otherwise;
        v = v * 10 + (s.p[i] - '0');
    }
    return s.p[0] == '-' ? -v : v;
}

struct node *node_after(const struct node *node, const struct node *top)
{
    while (node != top && !node->next)
        node = node->up;
    return node == top ? NULL : node->next;
}

void node_text(const struct node *top, struct bm_buf *out)
{
    for (const struct node *n = top; n; n = n->first ? n->first : node_after(n, top))
        if (!n->name)
            bm_buf_str(out, n->text);
}

const struct node *alternative_of(const struct node *node)
{
    static const char *const known[] = {"wps", "wpg", "wpc", "w14", "w15", "wp14", "w16se"};
    for (const struct node *n = node->first; n; n = n->next) {
        const struct bm_str wants = node_get(n, "Requires");
        if (node_is(n, "Fallback"))
            return n;
        for (size_t i = 0; node_is(n, "Choice") && i < BM_COUNT(known); i++)
            if (bm_str_is(wants, known[i]))
                return n;
    }
    return NULL;
}

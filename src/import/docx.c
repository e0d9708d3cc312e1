/* An Office Open XML file: its parts by their relations, then the body, then its notes. */
#include "import/docx.h"
#include "import/formats.h"

static bool ends_with(struct bm_str s, const char *end)
{
    const size_t n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* The main part, by the relations of the package, or where it always is. */
static struct bm_str main_part(struct docx *d, const char **why)
{
    struct relations top = {0};
    package_relations(d, BM_STR(""), &top, why);
    const struct relation *r = package_find(&top, "/officeDocument");
    return r ? docx_target(d, r->target) : BM_STR("word/document.xml");
}

static const struct node *part_of(struct docx *d, const char *type, struct bm_str *name,
                                  const char **why)
{
    const struct relation *r = package_find(&d->relations, type);
    if (!r)
        return NULL;
    const struct bm_str target = docx_target(d, r->target);
    if (name)
        *name = target;
    return package_tree(d, target, why);
}

/* Heads and feet of pages: said, once each. */
static void note_headers(struct docx *d, const char **why)
{
    for (size_t i = 0; i < d->relations.n; i++) {
        const struct relation *r = &d->relations.v[i];
        if (r->external || !(ends_with(r->type, "/header") || ends_with(r->type, "/footer")))
            continue;
        const struct node *root = package_tree(d, docx_target(d, r->target), why);
        if (root)
            leave_out(d, NOTE_HEADER, root);
    }
}

static void begin_part(struct docx *d, struct bm_str part)
{
    d->part = part;
    d->paragraphs = 0;
    d->paragraph = NULL;
    for (size_t i = 0; i < d->field_count; i++)
        bm_buf_free(&d->fields[i].code);
    d->field_count = 0;
}

/* The elements of a part, by their ids. */
static void index_elements(struct docx *d, const struct node *root, struct ids *ids)
{
    for (const struct node *n = root ? root->first : NULL; n; n = n->next)
        if (n->name)
            ids_add(d->arena, ids, node_get(n, "id"), n, 0);
}

/* The notes that the text refers to, behind it: footnotes, then endnotes. */
static void walk_notes(struct docx *d)
{
    for (unsigned end = 0; end < 2; end++)
        for (size_t i = 0; i < d->ref_count; i++) {
            const struct note_ref ref = d->refs[i];
            const struct id *n = ref.end == (bool)end ? ids_find(&d->notes[end], ref.id) : NULL;
            if (!n || n->number)
                continue;
            d->notes[end].v[n - d->notes[end].v].number = 1; /* it was read */
            const struct bm_str part = d->note_parts[end];
            const uint32_t at = bm_str_eq(d->part, part) ? d->paragraphs : 0;
            begin_part(d, part);
            d->paragraphs = at;
            d->aside = true;
            d->note_number = ref.number;
            blocks_walk(d, n->item);
            d->note_number = 0;
        }
}

/* In what form notes are numbered, by the section or the settings. */
static void note_forms(struct docx *d, const struct node *said)
{
    static const char *const names[] = {"footnotePr", "endnotePr"};
    for (size_t i = 0; i < 2; i++)
        if (!d->note_forms[i].n)
            d->note_forms[i] = node_val(node_child(said, names[i]), "numFmt");
}

static const char *read_parts(struct docx *d)
{
    const char *why = NULL;
    const struct bm_str main = main_part(d, &why);
    size_t slash = main.n;
    while (slash && main.p[slash - 1] != '/')
        slash--;
    d->folder = (struct bm_str){main.p, slash};
    package_relations(d, main, &d->relations, &why);
    const struct node *root = package_tree(d, main, &why);
    if (!root)
        return why ? why : "there is no document in it";
    const struct node *styles = part_of(d, "/styles", NULL, &why);
    const struct node *numbering = part_of(d, "/numbering", NULL, &why);
    index_elements(d, part_of(d, "/footnotes", &d->note_parts[0], &why), &d->notes[0]);
    index_elements(d, part_of(d, "/endnotes", &d->note_parts[1], &why), &d->notes[1]);
    index_elements(d, part_of(d, "/comments", NULL, &why), &d->comments);
    if (styles)
        styles_read(d, styles);
    if (numbering)
        numbering_read(d, numbering);
    const struct node *body = node_child(root, "body");
    if (!body)
        return why ? why : "there is no document in it";
    note_forms(d, node_child(body, "sectPr"));
    note_forms(d, part_of(d, "/settings", NULL, &why));
    begin_part(d, main);
    blocks_walk(d, body);
    walk_notes(d);
    begin_part(d, BM_STR(""));
    note_headers(d, &why);
    return why;
}

const char *docx_read(struct copy *copy, struct bm_str bytes)
{
    struct docx *d = BM_NEW(copy->arena, struct docx);
    d->copy = copy;
    d->arena = copy->arena;
    d->archive = bytes;
    const char *why = package_open(d);
    if (!why)
        why = read_parts(d);
    begin_part(d, BM_STR(""));
    return why;
}

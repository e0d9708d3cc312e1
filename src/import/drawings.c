/* Pictures and boxes: DrawingML and VML. */
#include "import/docx.h"

static void put_picture(struct docx *d, struct bm_str id, struct bm_str alt)
{
    const struct relation *r = docx_relation(d, id);
    const struct piece like = runs_like(d);
    if (!r || r->external) {
        note_add(d->copy, NOTE_PICTURE_GONE, d->paragraph, d->run, r ? r->target : alt);
        return;
    }
    struct picture *p =
        copy_picture(d->copy, d->paragraph, docx_unpack(d, r->target), r->target, alt);
    if (p)
        paragraph_picture(d->copy, d->paragraph, p, &like);
}

static void hang_box(struct docx *d, const struct node *box)
{
    d->boxes = bm_arena_grow(d->arena, d->boxes, d->box_count, &d->box_cap, sizeof(void *));
    d->boxes[d->box_count++] = box;
}

static void take(struct docx *d, const struct node *n, struct bm_str *alt)
{
    const struct bm_str embed = node_get(n, "embed"), id = node_get(n, "id");
    if (node_is(n, "docPr")) {
        const struct bm_str said = node_get(n, "descr");
        *alt = said.n ? said : node_get(n, "title");
    } else if (node_is(n, "shape") && node_get(n, "alt").n) {
        *alt = node_get(n, "alt");
    } else if (node_is(n, "blip")) {
        put_picture(d, embed.n ? embed : node_get(n, "link"), *alt);
    } else if (node_is(n, "imagedata") && id.n) {
        put_picture(d, id, alt->n ? *alt : node_get(n, "title"));
    } else if (node_is(n, "textpath") && node_get(n, "string").n) {
        note_add(d->copy, NOTE_WORD_ART, d->paragraph, d->run, node_get(n, "string"));
        runs_put(d, node_get(n, "string"));
    } else if (node_is(n, "OLEObject") || node_is(n, "control")) {
        note_add(d->copy, NOTE_EMBEDDED, d->paragraph, d->run, node_get(n, "ProgID"));
    } else if (node_is(n, "chart") || node_is(n, "relIds") || node_is(n, "contentPart")) {
        note_add(d->copy, NOTE_DRAWING, d->paragraph, d->run, *alt);
    } else if (node_is(n, "t") && n->space == SPACE_DRAWING && n->first) {
        note_add(d->copy, NOTE_DRAWING, d->paragraph, d->run, n->first->text);
    }
}

static void walk(struct docx *d, const struct node *n, struct bm_str *alt)
{
    if (node_is(n, "txbxContent")) {
        hang_box(d, n);
        return;
    }
    if (node_is(n, "AlternateContent")) {
        if (alternative_of(n))
            walk(d, alternative_of(n), alt);
        return;
    }
    if (n->name)
        take(d, n, alt);
    for (const struct node *c = n->first; c; c = c->next)
        walk(d, c, alt);
}

void drawings_walk(struct docx *d, const struct node *drawing)
{
    struct bm_str alt = BM_STR("");
    walk(d, drawing, &alt);
}

/* What was found goes into the paragraph that is read, or into a note. */
#include "import/docx.h"

/* What of a subtree would be read: text, deleted or not, and how many runs it has. */
uint32_t gather_text(const struct node *top, struct bm_buf *out)
{
    uint32_t runs = 0;
    for (const struct node *n = top; n; n = n->first ? n->first : node_after(n, top)) {
        runs += node_is(n, "r") && n->space == SPACE_WORD;
        if (!n->name && n->up && (node_is(n->up, "t") || node_is(n->up, "delText")))
            bm_buf_str(out, n->text);
        else if (node_is(n, "tab") || node_is(n, "br") || (node_is(n, "p") && out->n))
            bm_buf_char(out, ' ');
    }
    return runs;
}

void leave_out(struct docx *d, enum note note, const struct node *node)
{
    struct bm_buf b = {0};
    const uint32_t runs = gather_text(node, &b);
    if (note != NOTE_HEADER || b.n)
        note_add(d->copy, note, d->paragraph, d->runs + (runs > 0), bm_buf_view(&b));
    if (!d->paragraph) {
        struct bm_import_note *last =
            d->copy->note_count ? &d->copy->notes[d->copy->note_count - 1] : NULL;
        if (last && note != NOTE_HEADER)
            last->part = d->part;
    }
    d->runs += runs;
    bm_buf_free(&b);
}

struct piece runs_like(const struct docx *d)
{
    return (struct piece){.strong = d->look.strong > 0,
                          .dots = d->look.dots > 0,
                          .paragraph = d->paragraphs,
                          .run = d->run,
                          .offset = d->offset};
}

void runs_put(struct docx *d, struct bm_str text)
{
    const struct piece like = runs_like(d);
    const uint32_t size = d->look.size;
    if (!text.n)
        return;
    if (size > d->paragraph->size)
        d->paragraph->size = size;
    paragraph_text(d->copy, d->paragraph, text, &like);
    d->offset += (uint32_t)bm_utf8_count(text.p, text.n);
}

void runs_symbol(struct docx *d, struct bm_str font, uint32_t code)
{
    const uint32_t cp = symbol_of(font, code);
    struct bm_buf b = {0};
    char bytes[4];
    bm_buf_str(&b, font);
    bm_buf_printf(&b, " U+%04X", (unsigned)code);
    note_add(d->copy, cp ? NOTE_SYMBOL : NOTE_NO_SYMBOL, d->paragraph, d->run, bm_buf_view(&b));
    bm_buf_free(&b);
    const size_t n = bm_utf8_put(cp ? cp : 0x3013, bytes);
    runs_put(d, bm_str_copy(d->arena, (struct bm_str){bytes, n}));
}

/* What the faces of a paragraph cannot show, in messages. */
#include "chars/classes.h"
#include "text/shaping.h"

static struct bm_span span_of(const struct bm_para *p, const struct bm_character *c)
{
    return (struct bm_span){p->file, c->source, c->source_bytes};
}

static struct bm_str name_of(const struct bm_para *p, const struct bm_character *c)
{
    return (struct bm_str){p->text.p + c->text, c->bytes};
}

void bm_say_missing(const struct bm_para *para, uint32_t cp, const struct bm_character *c,
                    struct bm_diags *diags)
{
    struct bm_buf code = {0};
    char shown[4];
    const struct bm_str name = {shown, bm_utf8_put(cp, shown)};
    bm_buf_printf(&code, "U+%04X", cp);
    bm_diag(diags, BM_MSG_MISSING_GLYPH, span_of(para, c), name, bm_buf_view(&code),
            para->style.typeface->role);
    bm_buf_free(&code);
}

void bm_say_unsound(const struct bm_para *para, const struct bm_face *face,
                    const struct bm_character *c, struct bm_diags *diags)
{
    struct bm_buf code = {0};
    bm_buf_printf(&code, "U+%04X", c->cp);
    bm_diag(diags, BM_MSG_UNSOUND_GLYPH, span_of(para, c), face->path, name_of(para, c),
            bm_buf_view(&code));
    bm_buf_free(&code);
}

void bm_say_right_to_left(const struct bm_para *para, const uint8_t *cls, struct bm_diags *diags)
{
    const struct bm_para *p = para;
    uint32_t i = 0, end;
    while (i < p->character_count && !bm_is_right_to_left(p->characters[i].cp))
        i++;
    if (i == p->character_count)
        return;
    end = i;
    for (uint32_t k = i; k < p->character_count; k++) {
        if (bm_is_right_to_left(p->characters[k].cp))
            end = k;
        else if (cls[k] != BM_CLASS_SPACE && !bm_is_mark(p->characters[k].cp))
            break;
    }
    const struct bm_character *first = &p->characters[i], *last = &p->characters[end];
    bm_diag(diags, BM_MSG_RIGHT_TO_LEFT,
            ((struct bm_span){p->file, first->source,
                              last->source + last->source_bytes - first->source}),
            ((struct bm_str){p->text.p + first->text, last->text + last->bytes - first->text}));
}

void bm_say_selector(const struct bm_para *para, const struct bm_face *face, uint32_t i,
                     struct bm_diags *diags)
{
    const struct bm_character *c = &para->characters[i];
    const bool plain = c->cp == 0xFE0E || c->cp == 0xFE0F; /* as text, as a picture */
    hb_codepoint_t gid;
    if (!bm_is_selector(c->cp) || plain ||
        hb_font_get_variation_glyph(face->hb_font, c[-1].cp, c->cp, &gid))
        return;
    struct bm_buf code = {0};
    bm_buf_printf(&code, "U+%04X", (unsigned)c->cp);
    bm_diag(diags, BM_MSG_NO_VARIANT, span_of(para, c), name_of(para, &c[-1]), bm_buf_view(&code),
            para->style.typeface->role);
    bm_buf_free(&code);
}

static bool is_inked_mark(uint32_t cp)
{
    return bm_is_mark(cp) && !bm_is_ignorable(cp);
}

/* Whether glyph g, of those that begin with the base `first`, has its ink beside the base's cell.
 */
static bool stands_beside(const struct bm_run *r, unsigned first, unsigned g, int64_t pen)
{
    hb_glyph_extents_t ink;
    if (g == first || r->mode == BM_VERTICAL || !bm_face_ink(r->face, r->info[g].codepoint, &ink))
        return false;
    const int64_t middle = pen + r->pos[g].x_offset + ink.x_bearing + ink.width / 2;
    return middle < 0 || middle > r->pos[first].x_advance;
}

void bm_say_marks(const struct bm_para *para, const struct bm_run *run, struct bm_diags *diags)
{
    for (unsigned g = 0, end; g < run->n; g = end) {
        const uint32_t base = run->info[g].cluster;
        bool missing = false, beside = false;
        int64_t pen = 0;
        for (end = g; end < run->n && run->info[end].cluster == base; end++) {
            missing |= !run->info[end].codepoint;
            beside |= stands_beside(run, g, end, pen);
            pen += run->pos[end].x_advance;
        }
        const uint32_t next = end < run->n ? run->info[end].cluster : run->to;
        for (uint32_t i = base + !base; i < next && (missing || beside); i++) {
            const struct bm_character *c = &para->characters[i];
            if (!is_inked_mark(c->cp))
                continue;
            const bool has = bm_face_glyph(run->face, c->cp);
            if (missing && !has)
                bm_say_missing(para, c->cp, c, diags);
            else if (beside && has && i > base)
                bm_diag(diags, BM_MSG_MARK_BESIDE, span_of(para, c), name_of(para, c),
                        name_of(para, &para->characters[base]), para->style.typeface->role);
        }
    }
}

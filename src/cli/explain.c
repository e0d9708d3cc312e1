/* check --layouts: what the layout and its frames are on paper. */
#include "cli/commands.h"
#include "cli/load.h"

#include "base/labels.h"

static void put_rect(struct bm_buf *out, const struct bm_rect *r)
{
    bm_buf_mm(out, r->x);
    bm_buf_c(out, ", ");
    bm_buf_mm(out, r->y);
    bm_buf_c(out, "  ");
    bm_buf_mm(out, r->w);
    bm_buf_c(out, " × ");
    bm_buf_mm(out, r->h);
    bm_buf_c(out, " mm");
}

static void put_grid(struct bm_buf *out, const struct bm_layout *l, enum bm_lang lang)
{
    bm_buf_legible(out, l->name);
    bm_buf_c(out, BM_LABEL(EXPLAIN_TRIM, lang));
    bm_buf_mm(out, l->trim_width);
    bm_buf_c(out, " × ");
    bm_buf_mm(out, l->trim_height);
    bm_buf_c(out, BM_LABEL(EXPLAIN_TYPE_AREA, lang));
    const struct bm_rect area = {l->left, l->top, bm_layout_columns_width(l, l->columns),
                                 (bm_len)l->lines * l->leading};
    put_rect(out, &area);
    bm_buf_printf(out, BM_LABEL(EXPLAIN_COLUMNS, lang), l->columns, l->measure);
    bm_buf_pt(out, l->size, 2);
    bm_buf_c(out, BM_LABEL(EXPLAIN_GUTTER, lang));
    bm_buf_mm(out, l->gutter);
    bm_buf_printf(out, BM_LABEL(EXPLAIN_LINES, lang), l->lines);
    bm_buf_pt(out, l->leading, 2);
    bm_buf_c(out, " pt\n");
    /* 长栏: n columns joined. */
    for (uint32_t n = 2; n <= l->columns; n++) {
        bm_buf_printf(out, BM_LABEL(EXPLAIN_JOINED, lang), n);
        bm_len w = bm_layout_columns_width(l, n);
        bm_buf_decimal(out, (int64_t)w * 100 / l->size, 2);
        bm_buf_c(out, BM_LABEL(EXPLAIN_EQUAL, lang));
        bm_buf_mm(out, w);
        bm_buf_c(out, " mm\n");
    }
}

static const struct bm_kind *kind_of(const struct bm_inputs *inputs, const struct bm_frame *frame)
{
    for (size_t i = 0; i < inputs->article_count; i++)
        if (!frame->banner && bm_str_eq(inputs->articles[i]->name, frame->article))
            return bm_layout_kind(inputs->layout, inputs->articles[i]->kind);
    return NULL;
}

static void put_frame(struct bm_buf *out, const struct bm_inputs *inputs,
                      const struct bm_frame *frame, enum bm_lang lang)
{
    const struct bm_layout *l = inputs->layout;
    struct bm_frame_facts f;
    bm_fit_frame_facts(l, frame, kind_of(inputs, frame), &f);
    bm_buf_c(out, "    ");
    bm_buf_str(out, frame->automatic ? BM_STR("auto")
                    : frame->banner  ? BM_STR("banner")
                                     : frame->article);
    bm_buf_printf(out, BM_LABEL(EXPLAIN_PLACE, lang), frame->column + 1,
                  frame->column + frame->columns, frame->line + 1, frame->line + frame->lines);
    put_rect(out, &f.rect);
    bm_buf_printf(out, BM_LABEL(EXPLAIN_LEGS, lang), f.legs);
    bm_buf_decimal(out, (int64_t)f.measure * 100 / l->size, 2);
    bm_buf_printf(out, BM_LABEL(EXPLAIN_ROWS, lang), f.rows, f.characters);
    if (f.rest <= 0)
        return;
    out->n--; /* the line goes on */
    bm_buf_c(out, BM_LABEL(EXPLAIN_LEFT_OVER, lang));
    bm_buf_decimal(out, (int64_t)f.rest * 100 / l->size, 2);
    bm_buf_c(out, BM_LABEL(EXPLAIN_CHARACTERS, lang));
}

void bm_explain_layout(struct bm_session *session)
{
    struct bm_inputs inputs;
    struct bm_buf out = {0};
    const enum bm_lang lang = (enum bm_lang)session->args.lang;
    bm_read_edition(session, &inputs);
    if (inputs.layout && inputs.frames) {
        put_grid(&out, inputs.layout, lang);
        for (size_t p = 0; p < inputs.frames->n; p++) {
            bm_buf_printf(&out, BM_LABEL(EXPLAIN_PAGE, lang), p + 1);
            for (size_t i = 0; i < inputs.frames->pages[p].n; i++)
                put_frame(&out, &inputs, &inputs.frames->pages[p].frames[i], lang);
        }
        bm_layout_check_use(inputs.layout, &session->diags);
    }
    bm_print(session, bm_buf_view(&out));
    bm_buf_free(&out);
}

/* check --layouts: what the layout and its frames are on paper. */
#include "cli/commands.h"
#include "cli/load.h"

#include "makeup/makeup.h"

static void put_mm(struct bm_buf *out, bm_len length)
{
    bm_buf_mm(out, length);
}

static void put_rect(struct bm_buf *out, const struct bm_rect *r)
{
    put_mm(out, r->x);
    bm_buf_c(out, ", ");
    put_mm(out, r->y);
    bm_buf_c(out, "  ");
    put_mm(out, r->w);
    bm_buf_c(out, " × ");
    put_mm(out, r->h);
    bm_buf_c(out, " mm");
}

static void put_grid(struct bm_buf *out, const struct bm_layout *l, bool zh)
{
    bm_buf_str(out, l->name);
    bm_buf_c(out, zh ? "：成品 " : ": trim ");
    put_mm(out, l->trim_width);
    bm_buf_c(out, " × ");
    put_mm(out, l->trim_height);
    bm_buf_c(out, zh ? " mm，版心 " : " mm, type area ");
    const struct bm_rect area = {l->left, l->top, bm_layout_columns_width(l, l->columns),
                                 (bm_len)l->lines * l->leading};
    put_rect(out, &area);
    bm_buf_printf(out, zh ? "\n  %u 栏 × %u 字，" : "\n  %u columns × %u characters of ",
                  l->columns, l->measure);
    bm_buf_pt(out, l->size, 2);
    bm_buf_c(out, zh ? " pt，栏空 " : " pt, gutter ");
    put_mm(out, l->gutter);
    bm_buf_printf(out, zh ? " mm；%u 行，行距 " : " mm; %u lines, leading ", l->lines);
    bm_buf_pt(out, l->leading, 2);
    bm_buf_c(out, " pt\n");
    /* 长栏: n columns joined. */
    for (uint32_t n = 2; n <= l->columns; n++) {
        bm_buf_printf(out, zh ? "  %u 栏合并 " : "  %u joined ", n);
        bm_len w = bm_layout_columns_width(l, n);
        bm_buf_decimal(out, (int64_t)w * 100 / l->size, 2);
        bm_buf_c(out, zh ? " 字 = " : " characters = ");
        put_mm(out, w);
        bm_buf_c(out, " mm\n");
    }
}

static const struct bm_kind *kind_of(const struct bm_desk *desk, const struct bm_frame *frame)
{
    for (size_t i = 0; i < desk->article_count; i++)
        if (!frame->banner && bm_str_eq(desk->articles[i]->name, frame->article))
            return bm_layout_kind(desk->layout, desk->articles[i]->kind);
    return NULL;
}

static void put_frame(struct bm_buf *out, const struct bm_desk *desk, const struct bm_frame *frame,
                      bool zh)
{
    const struct bm_layout *l = desk->layout;
    struct bm_frame_facts f;
    bm_fit_frame_facts(l, frame, kind_of(desk, frame), &f);
    bm_buf_c(out, "    ");
    bm_buf_str(out, frame->automatic ? BM_STR("auto")
                    : frame->banner  ? BM_STR("banner")
                                     : frame->article);
    bm_buf_printf(
        out, zh ? "：栏 %u-%u，行 %u-%u：" : ": columns %u-%u, lines %u-%u: ", frame->column + 1,
        frame->column + frame->columns, frame->line + 1, frame->line + frame->lines);
    put_rect(out, &f.rect);
    bm_buf_printf(out, zh ? "；%u 栏，每栏 " : "; %u columns of ", f.legs);
    bm_buf_decimal(out, (int64_t)f.measure * 100 / l->size, 2);
    bm_buf_printf(out, zh ? " 字 × %u 行，共 %u 字\n" : " characters × %u rows, %u characters\n",
                  f.rows, f.characters);
    if (f.rest <= 0)
        return;
    out->n--; /* the line goes on */
    bm_buf_c(out, zh ? "，余 " : ", left over ");
    bm_buf_decimal(out, (int64_t)f.rest * 100 / l->size, 2);
    bm_buf_c(out, zh ? " 字\n" : " characters\n");
}

void bm_explain_layout(struct bm_session *session)
{
    struct bm_desk desk;
    struct bm_buf out = {0};
    bool zh = session->args.lang == BM_LANG_ZH;
    bm_load_edition(session, &desk);
    if (desk.layout && desk.frames) {
        put_grid(&out, desk.layout, zh);
        for (size_t p = 0; p < desk.frames->n; p++) {
            bm_buf_printf(&out, zh ? "  第 %zu 版\n" : "  page %zu\n", p + 1);
            for (size_t i = 0; i < desk.frames->pages[p].n; i++)
                put_frame(&out, &desk, &desk.frames->pages[p].frames[i], zh);
        }
        bm_layout_check_use(desk.layout, &session->diags);
    }
    bm_print(session, bm_buf_view(&out));
    bm_buf_free(&out);
}

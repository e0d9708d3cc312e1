/* What an article that is fitted and painted has to say: text that is left over, words and tables
 * that are too wide, lines that are loose, heads that are too large. Everything with its place. */
#include "fit/captions.h"
#include "heads/sense.h"
#include "page/ledger.h"
#include "paint/article.h"

static uint32_t line_characters(const struct bm_para *p, const struct bm_line *line)
{
    uint32_t n = 0;
    for (uint32_t i = p->clusters[line->first].character; i < p->clusters[line->end].character; i++)
        n += bm_class_is_ink(p->characters[i].cp);
    return n;
}

uint32_t bm_paint_row_characters(const struct bm_row *r)
{
    uint32_t n = 0;
    if (r->repeated)
        return 0;
    for (size_t i = 0; i < r->cell_count; i++)
        n += r->cells[i].repeated ? 0 : line_characters(r->cells[i].para, r->cells[i].line);
    if (r->empty || !r->para)
        return n;
    return n + line_characters(r->para, r->line);
}

/* That the text was written in: an article joined of several has theirs. */
static uint32_t file_of(const struct bm_painting *article, const struct bm_para *p)
{
    return p->file == BM_NO_FILE ? article->fitted.galley->file : p->file;
}

/* The bytes that a line was written in. */
static struct bm_span span_of(const struct bm_painting *article, const struct bm_para *p,
                              const struct bm_line *line)
{
    struct bm_span span = {file_of(article, p), UINT32_MAX, 0};
    uint32_t end = 0;
    for (uint32_t i = p->clusters[line->first].character; i < p->clusters[line->end].character; i++)
        if (p->characters[i].source_bytes) {
            const struct bm_character *c = &p->characters[i];
            span.offset = c->source < span.offset ? c->source : span.offset;
            end = c->source + c->source_bytes > end ? c->source + c->source_bytes : end;
        }
    span.length = end > span.offset ? end - span.offset : 0;
    return span;
}

/* Adds to what is left over: to the last stretch, if this goes on with it. */
static void leave_span(struct bm_ledger *l, struct bm_span span, bool goes_on)
{
    struct bm_span *last = l->left_over_count ? &l->left_over[l->left_over_count - 1] : NULL;
    if (!span.length)
        return;
    if (last && goes_on && last->file == span.file && span.offset >= last->offset) {
        const uint32_t end = span.offset + span.length;
        last->length = end > last->offset + last->length ? end - last->offset : last->length;
    } else if (l->left_over_count < BM_LEFT_OVER_MOST) {
        l->left_over[l->left_over_count++] = span;
    }
}

/* before: the row that was left over before this one, or NULL. */
static void leave_over(struct bm_ledger *l, const struct bm_painting *article,
                       const struct bm_row *r, const struct bm_row *before)
{
    const struct bm_part *parts = article->fitted.galley->parts;
    const struct bm_para *p = r->cell_count ? r->cells[0].para : r->para;
    const struct bm_line *first = r->cell_count ? r->cells[0].line : r->line;
    const bool goes_on = before && (before->part == r->part ||
                                    (before->part != UINT32_MAX && r->part != UINT32_MAX &&
                                     !parts[before->part].field && !parts[r->part].field));
    if (!l->overset_lines && p) {
        const struct bm_character *c = &p->characters[p->clusters[first->first].character];
        l->overset = (struct bm_span){file_of(article, p), c->source, c->source_bytes};
    }
    for (size_t i = 0; i < r->cell_count; i++)
        if (!r->cells[i].repeated)
            leave_span(l, span_of(article, r->cells[i].para, r->cells[i].line), goes_on || i);
    if (!r->cell_count && p)
        leave_span(l, span_of(article, p, first), goes_on);
    l->overset_lines++;
    l->overset_characters += bm_paint_row_characters(r);
}

void bm_paint_note_overset(struct bm_painter *painter, struct bm_painting *article)
{
    struct bm_ledger *l = &painter->pages->articles[article->ledger];
    const struct bm_setting *s = &article->fitted.setting;
    const struct bm_row *before = NULL;
    for (size_t i = 0; i < s->head_count; i++)
        if (!bm_paint_head_shown(article, i)) {
            leave_over(l, article, &s->head[i], before);
            before = &s->head[i];
        }
    for (size_t i = article->next_row; i < s->row_count; i++)
        if (!s->rows[i].empty && !s->rows[i].repeated) {
            leave_over(l, article, &s->rows[i], before);
            before = &s->rows[i];
        }
    const bool banner = !article->fitted.galley->article;
    if (l->overset_lines && banner) {
        l->overset = painter->edition->banner_span;
        l->left_over[0] = l->overset;
        l->left_over_count = 1;
        bm_diag0(painter->maker->diags, BM_MSG_BANNER_OVERSET, l->overset);
    } else if (l->overset_lines)
        bm_diag(painter->maker->diags, BM_MSG_OVERSET, l->overset, l->name,
                bm_diag_number(painter->maker->diags, l->overset_characters),
                bm_diag_number(painter->maker->diags, l->overset_lines));
}

/* A word that is wider than its line (rule 7.5): a warning, once a word, where it was broken; an
 * error where it could not be, and stands over the column's edge. */
static void note_wide(struct bm_painter *painter, const struct bm_painting *article,
                      const struct bm_para *p, const struct bm_line *line)
{
    const bool over = line && line->step == BM_STEP_OVERFULL;
    if (!line || (!over && (!line->forced || (line->first && line[-1].forced))))
        return;
    uint32_t first = line->end - 1, end = line->end, unused, a, b;
    while (first && !p->clusters[first - 1].break_after)
        first--;
    while (end < p->cluster_count && !p->clusters[end - 1].break_after)
        end++;
    bm_cluster_characters(p, first, &a, &unused);
    bm_cluster_characters(p, end - 1, &unused, &b);
    const struct bm_character *c = &p->characters[a], *last = &p->characters[b - 1];
    bm_diag(painter->maker->diags, over ? BM_MSG_WIDE_LINE : BM_MSG_FORCED_BREAK,
            ((struct bm_span){file_of(article, p), c->source,
                              last->source + last->source_bytes - c->source}),
            ((struct bm_str){p->text.p + c->text, last->text + last->bytes - c->text}));
}

/* A line that nothing but wide gaps can fill (rule 6.5). */
static void note_loose(struct bm_painter *painter, const struct bm_painting *article,
                       const struct bm_para *p, const struct bm_line *line)
{
    if (!line || line->opened <= BM_OPENED_MOST(p->style.size) || line->forced)
        return;
    uint32_t a, b, unused;
    bm_cluster_characters(p, line->first, &a, &unused);
    bm_cluster_characters(p, line->end - 1, &unused, &b);
    const struct bm_character *first = &p->characters[a], *last = &p->characters[b - 1];
    struct bm_buf ems = {0};
    bm_buf_decimal(&ems, ((int64_t)line->opened * 100 + p->style.size / 2) / p->style.size, 2);
    bm_diag(painter->maker->diags, BM_MSG_LOOSE_LINE,
            ((struct bm_span){file_of(article, p), first->source,
                              last->source + last->source_bytes - first->source}),
            bm_buf_view(&ems));
    bm_buf_free(&ems);
}

/* A break of a head that the sense may not bear. */
static void note_doubt(struct bm_painter *painter, const struct bm_painting *article,
                       const struct bm_row *row)
{
    struct bm_doubt doubt;
    if (!row->para || !bm_sense_doubt(row->para, row->line, &doubt))
        return;
    const struct bm_para *p = row->para;
    const struct bm_character *c = &p->characters[doubt.first],
                              *last = &p->characters[doubt.end - 1];
    struct bm_buf parted = {0};
    uint32_t at = doubt.at; /* the author's blank stands before the bar, and is not quoted */
    while (at > doubt.first && bm_class_is_blank(bm_class_of(p->characters[at - 1].cp)))
        at--;
    bm_buf_str(&parted, bm_para_text(p, doubt.first, at));
    bm_buf_char(&parted, '|');
    bm_buf_str(&parted, bm_para_text(p, doubt.at, doubt.end));
    bm_diag(painter->maker->diags, doubt.cut ? BM_MSG_HEAD_CUT : BM_MSG_HEAD_DOUBT,
            ((struct bm_span){file_of(article, p), c->source,
                              last->source + last->source_bytes - c->source}),
            bm_buf_view(&parted));
    bm_buf_free(&parted);
}

static void note_wide_rows(struct bm_painter *painter, const struct bm_painting *article,
                           const struct bm_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        note_wide(painter, article, rows[i].para, rows[i].line);
        note_loose(painter, article, rows[i].para, rows[i].line);
        for (size_t k = 0; k < rows[i].cell_count; k++)
            note_wide(painter, article, rows[i].cells[k].para, rows[i].cells[k].line);
    }
}

/* Text that goes on on another page is best parted where a sentence ends. */
static void note_parted(struct bm_painter *painter, const struct bm_painting *article, size_t frame,
                        size_t from, size_t end)
{
    const struct bm_setting *s = &article->fitted.setting;
    const struct bm_frames *f = &article->frames;
    size_t last = end;
    if (end >= s->row_count || frame + 1 >= f->n || f->pages[frame + 1] == f->pages[frame])
        return;
    while (last > from && (s->rows[last - 1].empty || !s->rows[last - 1].para))
        last--;
    if (last == from)
        return;
    const struct bm_para *p = s->rows[last - 1].para;
    const struct bm_line *line = s->rows[last - 1].line;
    if (painter->layout->jump.silent || line->last || line->end == p->cluster_count ||
        bm_galley_sentence_ends(p, line->end))
        return;
    uint32_t a, b, unused;
    bm_cluster_characters(p, line->first, &a, &unused);
    bm_cluster_characters(p, line->end - 1, &unused, &b);
    const struct bm_character *first = &p->characters[a], *c = &p->characters[b - 1];
    bm_diag(painter->maker->diags, BM_MSG_PARTED_SENTENCE,
            ((struct bm_span){file_of(article, p), first->source,
                              c->source + c->source_bytes - first->source}),
            article->fitted.galley->name,
            bm_diag_number(painter->maker->diags, f->pages[frame + 1]));
}

/* A subhead that a column's end parts from its text, or in itself (背题). */
static void note_stranded(struct bm_painter *painter, const struct bm_painting *article,
                          size_t from, size_t end)
{
    const struct bm_fitted *f = &article->fitted;
    const struct bm_row *rows = f->setting.rows;
    for (size_t i = from ? from : 1; i < end; i++) {
        if (f->slots[i].leg == f->slots[i - 1].leg || !bm_galley_strands(f->galley, &rows[i]))
            continue;
        size_t at = i;
        while (at && rows[at - 1].part == UINT32_MAX)
            at--;
        const struct bm_para *p = at ? rows[at - 1].para : NULL;
        if (!p || !p->character_count)
            continue;
        const struct bm_character *first = p->characters,
                                  *last = &p->characters[p->character_count - 1];
        bm_diag(painter->maker->diags, BM_MSG_STRANDED_SUBHEAD,
                ((struct bm_span){file_of(article, p), first->source,
                                  last->source + last->source_bytes - first->source}),
                bm_para_text(p, 0, (uint32_t)p->character_count));
    }
}

void bm_paint_note_frame(struct bm_painter *painter, const struct bm_painting *article,
                         size_t frame, size_t from, size_t end)
{
    const struct bm_setting *s = &article->fitted.setting;
    const struct bm_placed_figures *figures = &article->fitted.figures;
    if (frame == 0)
        note_wide_rows(painter, article, s->head, s->head_count);
    for (size_t i = 0; frame == 0 && i < s->head_count; i++)
        note_doubt(painter, article, &s->head[i]);
    note_wide_rows(painter, article, s->rows + from, end - from);
    for (size_t i = 0; i < figures->n; i++) {
        const struct bm_placed_figure *f = &figures->v[i];
        const struct bm_part *p = &article->fitted.galley->parts[f->part];
        for (size_t k = 0; f->frame == frame && k < f->caption.n; k++)
            note_wide(painter, article, p->para, &f->caption.v[k]);
        for (size_t k = 0; f->frame == frame && k < f->credit.n; k++)
            note_wide(painter, article, p->credit, &f->credit.v[k]);
    }
    note_stranded(painter, article, from, end);
    note_parted(painter, article, frame, from, end);
}

/* A head that is larger than its place, or than its frame. */
static void note_large_head(struct bm_painter *painter, const struct bm_painting *article)
{
    const struct bm_fitted *f = &article->fitted;
    const struct bm_galley *g = f->galley;
    const struct bm_setting *s = &f->setting;
    const struct bm_area *a = &f->areas[0];
    const bm_len grid = painter->layout->leading;
    const bm_len takes = s->head_width ? s->head_width : s->head_height;
    const bm_len more = takes - (s->head_width ? a->w : a->h);
    uint32_t over = f->head_over, lines = (uint32_t)((takes + grid - 1) / grid);
    if (!over && more > 0)
        over = (uint32_t)((more + grid - 1) / grid);
    if (over && g->tier_count)
        bm_diag(painter->maker->diags, BM_MSG_HEAD_TOO_LARGE, g->parts[g->tiers[0]].span, g->name,
                bm_diag_number(painter->maker->diags, lines),
                bm_diag_number(painter->maker->diags, lines > over ? lines - over : 0));
}

/* A table that is wider than its columns, with how many of the page's would do; or one whose row no
 * column could hold. */
static void note_tables(struct bm_painter *painter, const struct bm_painting *article)
{
    const struct bm_fitted *f = &article->fitted;
    const struct bm_layout *layout = painter->layout;
    struct bm_diags *diags = painter->maker->diags;
    const struct bm_part *wide = f->setting.narrow_table, *high = f->setting.parted_table;
    if (high)
        bm_diag(diags, BM_MSG_TABLE_ROW_HIGH, high->span, f->galley->name);
    if (!wide)
        return;
    const bm_len least = f->setting.table_least, measure = f->areas[0].measure;
    const bm_len frame = bm_layout_columns_width(layout, f->areas[0].frame->columns);
    const bm_len lost = frame - f->areas[0].w; /* to a box */
    struct bm_buf times = {0};
    uint32_t columns = 1;
    while (columns <= layout->columns && bm_layout_columns_width(layout, columns) - lost < least)
        columns++;
    bm_buf_decimal(&times, ((int64_t)least * 10 + measure - 1) / measure, 1);
    bm_diag(diags, columns <= layout->columns ? BM_MSG_TABLE_TOO_WIDE : BM_MSG_TABLE_TOO_LARGE,
            wide->span, f->galley->name, bm_buf_view(&times), bm_diag_number(diags, columns));
    bm_buf_free(&times);
}

/* Pictures of a kind that are not cropped: an advertisement that was sold at a size. */
static void note_shrunk(struct bm_painter *painter, const struct bm_painting *article)
{
    const struct bm_fitted *f = &article->fitted;
    struct bm_diags *diags = painter->maker->diags;
    for (size_t i = 0; i < f->figures.n && f->galley->kind && f->galley->kind->whole; i++) {
        const struct bm_placed_figure *p = &f->figures.v[i];
        const struct bm_part *part = &f->galley->parts[p->part];
        const struct bm_area *a = &f->areas[p->frame];
        if (!p->image || (int64_t)p->shown.w * 100 >= (int64_t)p->rect.w * 99)
            continue;
        const int64_t more =
            (int64_t)bm_fit_lines_of_figure(part, p, a, p->rect.w) - p->rect.h / a->grid;
        bm_diag(diags, BM_MSG_PICTURE_SHRUNK, part->figure->source_span, part->figure->source,
                bm_diag_number(diags, (int64_t)p->shown.w * 100 / p->rect.w),
                bm_diag_number(diags, more > 1 ? more : 1));
    }
}

/* Pictures that make-up has cropped more than the layout's `lose` allows. */
static void note_cropped(struct bm_painter *painter, const struct bm_painting *article)
{
    const struct bm_fitted *f = &article->fitted;
    bool given = false;
    for (size_t i = 0; i < article->frames.n; i++)
        given = given || article->frames.v[i]->figure_count || article->frames.v[i]->bleed;
    for (size_t i = 0; i < f->figures.n && !given; i++) {
        const struct bm_figure *figure = f->galley->parts[f->figures.v[i].part].figure;
        const uint32_t percent = bm_fit_figure_percent(&f->figures.v[i]);
        if (percent < BM_FIGURE_PERCENT)
            bm_diag(painter->maker->diags, BM_MSG_PICTURE_CROPPED, figure->source_span,
                    figure->source, bm_diag_number(painter->maker->diags, percent));
    }
}

void bm_paint_note_fit(struct bm_painter *painter, const struct bm_painting *article)
{
    for (size_t i = 0; i < article->fitted.figures.unshown_count; i++)
        bm_diag0(painter->maker->diags, BM_MSG_BAD_QR,
                 article->fitted.figures.unshown[i]->source_span);
    for (size_t i = 0; i < article->fitted.figures.unplaced_count; i++)
        bm_diag(painter->maker->diags, BM_MSG_FIGURE_NOT_PLACED,
                article->fitted.figures.unplaced[i]->source_span,
                article->fitted.figures.unplaced[i]->source);
    note_shrunk(painter, article);
    note_cropped(painter, article);
    note_tables(painter, article);
    note_large_head(painter, article);
}

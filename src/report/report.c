/* The NDJSON report, written by hand in the order that the header promises. */
#include "report/report.h"

#include "page/ledger.h"
#include "page/notes.h"

/* A key, with a comma unless it is the first of its object. */
static void key(struct bm_buf *out, const char *name)
{
    bm_buf_printf(out, "%s\"%s\":", out->n && out->p[out->n - 1] == '{' ? "" : ",", name);
}

static void text(struct bm_buf *out, const char *name, struct bm_str value)
{
    key(out, name);
    bm_json_string(out, value);
}

static void number(struct bm_buf *out, const char *name, uint64_t value)
{
    key(out, name);
    bm_buf_printf(out, "%llu", (unsigned long long)value);
}

static void mm(struct bm_buf *out, const char *name, bm_len value)
{
    key(out, name);
    bm_buf_mm(out, value);
}

static void null(struct bm_buf *out, const char *name)
{
    key(out, name);
    bm_buf_c(out, "null");
}

static void file(struct bm_buf *out, const struct bm_pages *pages, uint32_t index)
{
    const struct bm_source *s =
        pages->sources ? bm_sources_of(pages->sources, (struct bm_span){index, 0, 0}) : NULL;
    if (s)
        text(out, "file", s->name);
    else
        null(out, "file");
}

static void article(struct bm_buf *out, const struct bm_pages *pages, uint32_t index)
{
    if (index < pages->article_count)
        text(out, "article", pages->articles[index].name);
    else
        null(out, "article");
}

struct pieces {
    const struct bm_pages *pages;
    struct bm_buf *out;
    size_t n;
};

static void piece(void *context, uint32_t index, struct bm_str characters)
{
    struct pieces *p = context;
    bm_buf_c(p->out, p->n++ ? ",{" : "{");
    if (index < p->pages->article_count) {
        article(p->out, p->pages, index);
        file(p->out, p->pages, p->pages->articles[index].file);
    } else {
        key(p->out, "artefact");
        bm_buf_c(p->out, "true");
    }
    number(p->out, "characters", bm_utf8_count(characters.p, characters.n));
    text(p->out, "text", characters);
    bm_buf_char(p->out, '}');
}

static void page_put(struct bm_buf *out, const struct bm_pages *pages, const struct bm_page *page)
{
    bm_buf_c(out, "{\"type\":\"page\"");
    number(out, "page", page->number);
    mm(out, "width_mm", page->width);
    mm(out, "height_mm", page->height);
    key(out, "pieces");
    bm_buf_char(out, '[');
    struct pieces p = {pages, out, 0};
    bm_page_pieces(pages, page, piece, &p);
    bm_buf_c(out, "]}\n");
}

static void ledger_put(struct bm_buf *out, const struct bm_pages *pages, uint32_t index)
{
    const struct bm_ledger *l = &pages->articles[index];
    bm_buf_c(out, "{\"type\":\"article\"");
    article(out, pages, index);
    text(out, "kind", l->kind);
    file(out, pages, l->file);
    number(out, "characters", l->characters);
    number(out, "overset_characters", l->overset_characters);
    number(out, "overset_lines", l->overset_lines);
    number(out, "short_lines", l->short_lines);
    number(out, "loose_lines", l->loose_lines);
    key(out, "frames");
    bm_buf_char(out, '[');
    for (size_t i = 0; i < l->frame_count; i++) {
        const struct bm_placed_frame *f = &l->frames[i];
        bm_buf_printf(out, "%s{\"page\":%u", i ? "," : "", f->page);
        mm(out, "x_mm", f->rect.x);
        mm(out, "y_mm", f->rect.y);
        mm(out, "width_mm", f->rect.w);
        mm(out, "height_mm", f->rect.h);
        number(out, "columns", f->columns);
        number(out, "lines", f->lines);
        number(out, "spare_lines", f->spare);
        bm_buf_char(out, '}');
    }
    bm_buf_c(out, "]}\n");
}

static void note_put(struct bm_buf *out, const struct bm_pages *pages, const struct bm_note *note)
{
    const struct bm_source *s = pages->sources ? bm_sources_of(pages->sources, note->span) : NULL;
    struct bm_buf sentence = {0};
    bm_buf_printf(out, "{\"type\":\"%s\"", note->finding ? "finding" : "mark");
    number(out, "number", note->number);
    if (note->finding) {
        text(out, "level", bm_str_c(bm_level_name(note->level, BM_LANG_EN)));
        text(out, "rule", bm_str_c(bm_diag_code(note->finding->message)));
    } else {
        text(out, "kind", bm_str_c(bm_mark_name(note->kind)));
    }
    article(out, pages, note->article);
    file(out, pages, note->span.file);
    if (s) {
        uint32_t line, column;
        bm_source_place(s->text, note->span.offset, &line, &column, NULL);
        number(out, "line", line);
        number(out, "column", column);
    } else {
        null(out, "line");
        null(out, "column");
    }
    if (note->about.n)
        text(out, "about", note->about);
    /* A question is given as asked; what the program itself says is English, as are the keys. */
    if (note->text.n)
        bm_buf_str(&sentence, note->text);
    else
        bm_note_sentence(&sentence, note, BM_LANG_EN);
    text(out, "note", bm_buf_view(&sentence));
    if (note->finding) {
        sentence.n = 0;
        bm_diag_help(&sentence, note->finding, BM_LANG_EN);
        text(out, "help", bm_buf_view(&sentence));
    }
    bm_buf_free(&sentence);
    if (note->page)
        number(out, "page", note->page);
    else
        null(out, "page");
    if (note->page && note->rect_count) {
        mm(out, "x_mm", note->rects[0].x);
        mm(out, "y_mm", note->rects[0].y);
    } else {
        null(out, "x_mm");
        null(out, "y_mm");
    }
    if (note->finding)
        number(out, "places", note->rect_count);
    bm_buf_c(out, "}\n");
}

/* {"butting":3000,…}: those that are not 0. */
static void penalties_put(struct bm_buf *out, const int64_t *costs)
{
    bool any = false;
    key(out, "penalties");
    bm_buf_c(out, "{");
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++) {
        if (!costs[k])
            continue;
        bm_buf_printf(out, "%s\"%s\":%lld", any ? "," : "", bm_penalty_name(k),
                      (long long)costs[k]);
        any = true;
    }
    bm_buf_c(out, "}");
}

/* {"type":"plan", …}: how auto regions were divided. gap: of the cost to the bound, in percent. */
static void plan_put(struct bm_buf *out, const struct bm_plan_ledger *plan)
{
    const int64_t gap = plan->cost - plan->bound;
    bm_buf_c(out, "{\"type\":\"plan\"");
    number(out, "cost", (uint64_t)plan->cost);
    number(out, "bound", (uint64_t)plan->bound);
    key(out, "gap_percent");
    bm_buf_decimal(out, plan->cost ? (gap * 1000 + plan->cost - 1) / plan->cost : 0, 1);
    key(out, "optimal");
    bm_buf_c(out, plan->optimal ? "true" : "false");
    penalties_put(out, plan->costs);
    number(out, "states", plan->states);
    number(out, "fits", plan->fits);
    number(out, "measured", plan->measured);
    number(out, "bounds_missed", plan->bounds_missed);
    key(out, "alternatives");
    bm_buf_c(out, "[");
    for (size_t i = 0; i < plan->other_count; i++)
        bm_buf_printf(out, "%s%lld", i ? "," : "", (long long)plan->others[i]);
    bm_buf_c(out, "]");
    key(out, "articles");
    bm_buf_c(out, "[");
    for (uint32_t i = 0; i < plan->article_count; i++) {
        bm_buf_c(out, i ? ",{" : "{");
        text(out, "article", plan->articles[i].name);
        number(out, "cost", (uint64_t)plan->articles[i].cost);
        penalties_put(out, plan->articles[i].costs);
        bm_buf_c(out, "}");
    }
    bm_buf_c(out, "]");
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++) {
        const uint32_t parts = bm_penalty_parts(k);
        if (parts == 1)
            number(out, bm_penalty_name(k), plan->counts[k]);
        if (parts > 1) {
            key(out, bm_penalty_name(k));
            bm_buf_decimal(out, (int64_t)plan->counts[k] * 10 / parts, 1);
        }
    }
    key(out, "advice");
    bm_buf_c(out, "[");
    for (size_t i = 0; i < plan->advice_count; i++) {
        const bool hold = !plan->advice[i].cut;
        uint64_t together = 0;
        for (size_t k = 0; k < plan->advice_count; k++)
            together += !plan->advice[k].cut == hold;
        bm_buf_c(out, i ? ",{" : "{");
        text(out, "article", plan->advice[i].name);
        key(out, "hold");
        bm_buf_c(out, hold ? "true" : "false");
        number(out, "cut_characters", plan->advice[i].cut);
        number(out, "together", together);
        bm_buf_c(out, "}");
    }
    bm_buf_c(out, "]}\n");
}

void bm_report_write(const struct bm_pages *pages, struct bm_buf *out)
{
    bm_buf_c(out, "{\"type\":\"edition\"");
    text(out, "name", pages->edition);
    text(out, "layout", pages->layout);
    number(out, "pages", pages->page_count);
    number(out, "articles", pages->article_count);
    bm_buf_c(out, "}\n");
    for (size_t i = 0; i < pages->page_count; i++)
        page_put(out, pages, &pages->pages[i]);
    for (uint32_t i = 0; i < pages->article_count; i++)
        ledger_put(out, pages, i);
    if (pages->plan)
        plan_put(out, pages->plan);
    struct bm_arena *arena = bm_arena_new();
    size_t n;
    struct bm_note *notes = bm_notes_make(pages, arena, &n);
    for (size_t i = 0; i < n; i++)
        note_put(out, pages, &notes[i]);
    bm_arena_drop(arena);
}

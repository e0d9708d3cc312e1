/* The NDJSON report, written by hand in the order that the header promises. */
#include "report/report.h"

#include "base/json.h"
#include "page/notes.h"

static void file(struct bm_json *out, const struct bm_pages *pages, uint32_t index)
{
    const struct bm_source *s =
        pages->sources ? bm_sources_of(pages->sources, (struct bm_span){index, 0, 0}) : NULL;
    if (s)
        bm_json_text(out, "file", s->name);
    else
        bm_json_null(out, "file");
}

static void article(struct bm_json *out, const struct bm_pages *pages, uint32_t index)
{
    if (index < pages->article_count)
        bm_json_text(out, "article", pages->articles[index].name);
    else
        bm_json_null(out, "article");
}

struct pieces {
    const struct bm_pages *pages;
    struct bm_json *out;
};

static void piece(void *context, uint32_t index, struct bm_str characters)
{
    struct pieces *p = context;
    bm_json_object(p->out, NULL);
    if (index < p->pages->article_count) {
        article(p->out, p->pages, index);
        file(p->out, p->pages, p->pages->articles[index].file);
    } else {
        bm_json_bool(p->out, "artefact", true);
    }
    bm_json_number(p->out, "characters", bm_utf8_count(characters.p, characters.n));
    bm_json_text(p->out, "text", characters);
    bm_json_close(p->out);
}

static void page_put(struct bm_json *out, const struct bm_pages *pages, const struct bm_page *page)
{
    bm_json_record(out, "page");
    bm_json_number(out, "page", page->number);
    bm_json_mm(out, "width_mm", page->width);
    bm_json_mm(out, "height_mm", page->height);
    bm_json_list(out, "pieces");
    struct pieces p = {pages, out};
    bm_page_pieces(pages, page, piece, &p);
    bm_json_close(out);
    bm_json_close(out);
}

static void ledger_put(struct bm_json *out, const struct bm_pages *pages, uint32_t index)
{
    const struct bm_ledger *l = &pages->articles[index];
    bm_json_record(out, "article");
    article(out, pages, index);
    bm_json_text(out, "kind", l->kind);
    file(out, pages, l->file);
    bm_json_number(out, "characters", l->characters);
    bm_json_number(out, "overset_characters", l->overset_characters);
    bm_json_number(out, "overset_lines", l->overset_lines);
    bm_json_number(out, "short_lines", l->short_lines);
    bm_json_number(out, "loose_lines", l->loose_lines);
    bm_json_list(out, "frames");
    for (size_t i = 0; i < l->frame_count; i++) {
        const struct bm_placed_frame *f = &l->frames[i];
        bm_json_object(out, NULL);
        bm_json_number(out, "page", f->page);
        bm_json_mm(out, "x_mm", f->rect.x);
        bm_json_mm(out, "y_mm", f->rect.y);
        bm_json_mm(out, "width_mm", f->rect.w);
        bm_json_mm(out, "height_mm", f->rect.h);
        bm_json_number(out, "columns", f->columns);
        bm_json_number(out, "lines", f->lines);
        bm_json_number(out, "spare_lines", f->spare);
        bm_json_close(out);
    }
    bm_json_close(out);
    bm_json_close(out);
}

static void note_put(struct bm_json *out, const struct bm_pages *pages, const struct bm_note *note)
{
    const struct bm_source *s = pages->sources ? bm_sources_of(pages->sources, note->span) : NULL;
    struct bm_buf sentence = {0};
    const struct bm_str rule = bm_note_rule(note);
    bm_json_record(out, rule.n ? "finding" : "mark");
    bm_json_number(out, "number", note->number);
    if (rule.n) {
        bm_json_text(out, "level", bm_str_c(bm_level_name(note->level, BM_LANG_EN)));
        bm_json_text(out, "rule", rule);
    } else {
        bm_json_text(out, "kind", bm_str_c(bm_mark_name(note->kind)));
    }
    article(out, pages, note->article);
    file(out, pages, note->span.file);
    if (s) {
        uint32_t line, column;
        bm_source_place(s, note->span.offset, &line, &column, NULL);
        bm_json_number(out, "line", line);
        bm_json_number(out, "column", column);
    } else {
        bm_json_null(out, "line");
        bm_json_null(out, "column");
    }
    if (note->about.n)
        bm_json_text(out, "about", note->about);
    /* A question is given as asked; what the program itself says is English, as are the keys. */
    if (note->text.n)
        bm_buf_str(&sentence, note->text);
    else
        bm_note_sentence(&sentence, note, BM_LANG_EN);
    bm_json_text(out, "note", bm_buf_view(&sentence));
    if (rule.n) {
        sentence.n = 0;
        bm_note_help(&sentence, note, BM_LANG_EN);
        bm_json_text(out, "help", bm_buf_view(&sentence));
    }
    bm_buf_free(&sentence);
    if (note->page)
        bm_json_number(out, "page", note->page);
    else
        bm_json_null(out, "page");
    if (note->page && note->rect_count) {
        bm_json_mm(out, "x_mm", note->rects[0].x);
        bm_json_mm(out, "y_mm", note->rects[0].y);
    } else {
        bm_json_null(out, "x_mm");
        bm_json_null(out, "y_mm");
    }
    if (rule.n)
        bm_json_number(out, "places", note->rect_count);
    bm_json_close(out);
}

/* {"butting":3000,…}: those that are not 0. */
static void penalties_put(struct bm_json *out, const int64_t *costs)
{
    bm_json_object(out, "penalties");
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++)
        if (costs[k])
            bm_json_number(out, bm_penalty_name(k), (uint64_t)costs[k]);
    bm_json_close(out);
}

/* {"type":"plan", …}: how auto regions were divided. gap: of the cost to the bound, in percent. */
static void plan_put(struct bm_json *out, const struct bm_plan_ledger *plan)
{
    const int64_t gap = plan->cost - plan->bound;
    bm_json_record(out, "plan");
    bm_json_number(out, "cost", (uint64_t)plan->cost);
    bm_json_number(out, "bound", (uint64_t)plan->bound);
    bm_json_decimal(out, "gap_percent", plan->cost ? (gap * 1000 + plan->cost - 1) / plan->cost : 0,
                    1);
    bm_json_list(out, "limits");
    for (enum bm_limit k = 0; k < BM_LIMITS; k++)
        if (plan->limits & 1u << k)
            bm_json_text(out, NULL, bm_str_c(bm_limit_name(k)));
    bm_json_close(out);
    bm_json_bool(out, "optimal", plan->optimal);
    penalties_put(out, plan->costs);
    bm_json_number(out, "states", plan->states);
    bm_json_number(out, "fits", plan->fits);
    bm_json_number(out, "steps", plan->steps);
    bm_json_number(out, "budget", plan->steps_most);
    bm_json_number(out, "measured", plan->measured);
    bm_json_number(out, "bounds_missed", plan->bounds_missed);
    bm_json_list(out, "alternatives");
    for (size_t i = 1; i < plan->plan_count; i++)
        bm_json_number(out, NULL, (uint64_t)plan->plans[i].cost);
    bm_json_close(out);
    bm_json_list(out, "articles");
    for (uint32_t i = 0; i < plan->article_count; i++) {
        bm_json_object(out, NULL);
        bm_json_text(out, "article", plan->articles[i].name);
        bm_json_number(out, "cost", (uint64_t)plan->articles[i].cost);
        penalties_put(out, plan->articles[i].costs);
        bm_json_close(out);
    }
    bm_json_close(out);
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++) {
        const uint32_t parts = bm_penalty_parts(k);
        if (parts == 1)
            bm_json_number(out, bm_penalty_name(k), plan->counts[k]);
        if (parts > 1)
            bm_json_decimal(out, bm_penalty_name(k), (int64_t)plan->counts[k] * 10 / parts, 1);
    }
    bm_json_list(out, "advice");
    for (size_t i = 0; i < plan->advice_count; i++) {
        const bool hold = !plan->advice[i].cut;
        uint64_t together = 0;
        for (size_t k = 0; k < plan->advice_count; k++)
            together += !plan->advice[k].cut == hold;
        bm_json_object(out, NULL);
        bm_json_text(out, "article", plan->advice[i].name);
        bm_json_bool(out, "hold", hold);
        bm_json_number(out, "cut_characters", plan->advice[i].cut);
        bm_json_number(out, "together", together);
        bm_json_close(out);
    }
    bm_json_close(out);
    bm_json_close(out);
}

void bm_report_write(const struct bm_pages *pages, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    bm_json_record(&json, "edition");
    bm_json_text(&json, "name", pages->edition);
    bm_json_text(&json, "layout", pages->layout);
    bm_json_number(&json, "pages", pages->page_count);
    bm_json_number(&json, "articles", pages->article_count);
    bm_json_close(&json);
    for (size_t i = 0; i < pages->page_count; i++)
        page_put(&json, pages, &pages->pages[i]);
    for (uint32_t i = 0; i < pages->article_count; i++)
        ledger_put(&json, pages, i);
    if (pages->plan)
        plan_put(&json, pages->plan);
    if (pages->held.n) {
        bm_json_record(&json, "plan");
        bm_json_bool(&json, "held", true);
        bm_json_text(&json, "hash", pages->held);
        bm_json_close(&json);
    }
    struct bm_arena *arena = bm_arena_new();
    size_t n;
    struct bm_note *notes = bm_notes_make(pages, arena, &n);
    for (size_t i = 0; i < n; i++)
        note_put(&json, pages, &notes[i]);
    bm_arena_drop(arena);
}

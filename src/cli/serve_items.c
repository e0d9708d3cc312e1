/* What wants a person's eye, as JSON: the notes of page/notes.h, and what is wrong with the
 * edition's files. */
#include "cli/serve.h"

#include "base/json.h"
#include "page/notes.h"

#define ITEMS_MOST 2000

int64_t bm_serve_hundredths(bm_len length)
{
    const int64_t v = (int64_t)length * 100;
    return (v >= 0 ? v + BM_PT / 2 : v - BM_PT / 2) / BM_PT;
}

static void put_rects(struct bm_json *json, const struct bm_rect *rects, size_t n)
{
    bm_json_list(json, "rects");
    for (size_t i = 0; i < n; i++) {
        const bm_len v[] = {rects[i].x, rects[i].y, rects[i].w, rects[i].h};
        bm_json_list(json, NULL);
        for (size_t k = 0; k < BM_COUNT(v); k++)
            bm_json_decimal(json, NULL, bm_serve_hundredths(v[k]), 0);
        bm_json_close(json);
    }
    bm_json_close(json);
}

/* Where in a file; nothing, if nowhere. */
static void put_place(struct bm_json *json, const struct bm_sources *sources, struct bm_span span)
{
    const struct bm_source *source = bm_sources_of(sources, span);
    uint32_t line, column;
    if (!source) {
        bm_json_null(json, "file");
        return;
    }
    bm_source_place(source, span.offset, &line, &column, NULL);
    bm_json_text(json, "file", source->name);
    bm_json_number(json, "offset", span.offset);
    bm_json_number(json, "length", span.length);
    bm_json_number(json, "line", line);
    bm_json_number(json, "column", column);
}

/* The name of an item: as long as what it is about stays where it is, the same. */
static void put_id(struct bm_json *json, const struct bm_sources *sources, const char *kind,
                   struct bm_str code, struct bm_span span, uint32_t page)
{
    const struct bm_source *source = bm_sources_of(sources, span);
    struct bm_buf b = {0};
    bm_buf_printf(&b, code.n ? "%s:%.*s:" : "%s%.*s:", kind, (int)code.n, code.n ? code.p : "");
    if (source)
        bm_buf_str(&b, source->name);
    bm_buf_printf(&b, ":%u", source ? span.offset : page);
    bm_json_text(json, "id", bm_buf_view(&b));
    bm_buf_free(&b);
}

static const char *level_name(enum bm_level level)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[level];
}

static void put_words(struct bm_json *json, const struct bm_note *note, const struct bm_diag *diag,
                      enum bm_lang lang)
{
    struct bm_buf b = {0};
    if (note)
        bm_note_sentence(&b, note, lang);
    else
        bm_diag_sentence(&b, diag, lang);
    bm_json_text(json, "says", bm_buf_view(&b));
    b.n = 0;
    if (note)
        bm_note_help(&b, note, lang);
    else
        bm_diag_help(&b, diag, lang);
    bm_json_text(json, "help", bm_buf_view(&b));
    bm_buf_free(&b);
}

static enum bm_level level_of(const struct bm_note *note)
{
    return note->finding || note->ruling   ? note->level
           : note->kind == BM_MARK_OVERSET ? BM_ERROR
           : note->kind == BM_MARK_SHORT   ? BM_NOTE
                                           : BM_WARNING;
}

static void put_note(struct bm_json *json, const struct bm_sources *sources,
                     const struct bm_note *note, enum bm_lang lang)
{
    const struct bm_str code = bm_note_rule(note);
    bm_json_object(json, NULL);
    put_id(json, sources, bm_mark_name(note->kind), code, note->span, note->page);
    bm_json_text(json, "kind", bm_str_c(bm_mark_name(note->kind)));
    bm_json_text(json, "level", bm_str_c(level_name(level_of(note))));
    bm_json_text(json, "code", code);
    if (note->article == UINT32_MAX)
        bm_json_null(json, "article");
    else
        bm_json_number(json, "article", note->article);
    put_place(json, sources, note->span);
    bm_json_number(json, "page", note->page);
    put_rects(json, note->rects, note->rect_count);
    put_words(json, note, NULL, lang);
    bm_json_close(json);
}

/* Of articles and their fit the notes say more. */
static bool is_noted(enum bm_message message)
{
    return message == BM_MSG_OVERSET || bm_diag_level(message) == BM_NOTE;
}

static void put_message(struct bm_json *json, const struct bm_sources *sources,
                        const struct bm_diag *d, enum bm_lang lang)
{
    bm_json_object(json, NULL);
    put_id(json, sources, "message", bm_str_c(bm_diag_code(d->message)), d->span, 0);
    bm_json_text(json, "kind", BM_STR("message"));
    bm_json_text(json, "level", bm_str_c(level_name(bm_diag_level(d->message))));
    bm_json_text(json, "code", bm_str_c(bm_diag_code(d->message)));
    bm_json_null(json, "article");
    put_place(json, sources, d->span);
    bm_json_number(json, "page", 0);
    put_rects(json, NULL, 0);
    put_words(json, NULL, d, lang);
    bm_json_close(json);
}

void bm_serve_items(struct bm_serve *s, enum bm_lang lang, const bool *touched,
                    struct bm_json *json)
{
    const struct bm_session *session = s->session;
    const struct bm_pages *pages = bm_engine_pages(session->engine);
    size_t n = 0, put = 0;
    bm_json_list(json, "items");
    /* What is wrong with files comes first: until it is mended nothing is set. */
    for (size_t i = 0; i < session->diags.n && !touched && put < ITEMS_MOST; i++)
        if (!is_noted(session->diags.v[i].message)) {
            put_message(json, &session->sources, &session->diags.v[i], lang);
            put++;
        }
    struct bm_note *notes = pages ? bm_notes_make(pages, s->work, &n) : NULL;
    for (size_t i = 0; i < n && put < ITEMS_MOST; i++) {
        const uint32_t a = notes[i].article;
        if (touched && (a == UINT32_MAX || !touched[a]))
            continue;
        put_note(json, pages->sources, &notes[i], lang);
        put++;
    }
    bm_json_close(json);
}

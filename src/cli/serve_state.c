/* The state of the edition as JSON: what the screens show beside the pages themselves. */
#include "cli/serve.h"

#include "base/digest.h"
#include "base/json.h"

#define OVER_MOST 400 /* characters that did not fit, which are shown */

static enum bm_lang lang_of(const struct bm_serve *s, const struct bm_web_call *call)
{
    const struct bm_str lang = bm_web_query(call, "lang");
    return bm_str_is(lang, "zh")   ? BM_LANG_ZH
           : bm_str_is(lang, "en") ? BM_LANG_EN
                                   : (enum bm_lang)s->session->args.lang;
}

static void put_length(struct bm_json *json, const char *key, bm_len v)
{
    bm_json_decimal(json, key, bm_serve_hundredths(v), 0);
}

static void put_rect(struct bm_json *json, const char *key, const struct bm_rect *r)
{
    const bm_len v[] = {r->x, r->y, r->w, r->h};
    bm_json_list(json, key);
    for (size_t i = 0; i < BM_COUNT(v); i++)
        put_length(json, NULL, v[i]);
    bm_json_close(json);
}

static void put_page(struct bm_serve *s, struct bm_json *json, const struct bm_page *p)
{
    const struct bm_layout *layout = s->session->inputs.layout;
    bm_json_object(json, NULL);
    bm_json_number(json, "n", p->number);
    bm_json_number(json, "rev", bm_serve_page_revision(s, p->number));
    bm_json_text(json, "section", p->section);
    put_length(json, "width", p->width);
    put_length(json, "height", p->height);
    put_length(json, "bleed", p->bleed);
    put_length(json, "grid", p->grid);
    put_rect(json, "type", &p->type_area);
    bm_json_list(json, "columns");
    for (uint32_t c = 0; layout && c < layout->columns; c++) {
        bm_json_list(json, NULL);
        put_length(json, NULL, bm_layout_column_x(layout, c));
        put_length(json, NULL, bm_layout_columns_width(layout, 1));
        bm_json_close(json);
    }
    bm_json_close(json);
    bm_json_close(json);
}

static void put_range(struct bm_json *json, const char *key, int64_t first, int64_t last)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, first == last ? "%lld" : "%lld-%lld", (long long)first, (long long)last);
    bm_json_text(json, key, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* Where a frame stands, also as the layout counts: base columns and grid lines. */
static void put_frame(struct bm_serve *s, struct bm_json *json, const struct bm_pages *pages,
                      const struct bm_placed_frame *f)
{
    const struct bm_layout *layout = s->session->inputs.layout;
    bm_json_object(json, NULL);
    bm_json_number(json, "page", f->page);
    put_rect(json, "rect", &f->rect);
    if (layout && f->page >= 1 && f->page <= pages->page_count) {
        const struct bm_page *p = &pages->pages[f->page - 1];
        const bm_len top = f->rect.y - p->type_area.y;
        uint32_t first = 0, last = 0;
        for (uint32_t c = 0; c < layout->columns; c++) {
            const bm_len middle =
                bm_layout_column_x(layout, c) + bm_layout_columns_width(layout, 1) / 2;
            first = middle < f->rect.x ? c + 1 : first;
            last = middle < f->rect.x + f->rect.w ? c : last;
        }
        put_range(json, "columns", first + 1, last + 1);
        if (p->grid > 0)
            put_range(json, "lines", (top + p->grid / 2) / p->grid + 1,
                      (top + f->rect.h + p->grid / 2) / p->grid);
    }
    bm_json_number(json, "legs", f->columns);
    bm_json_number(json, "spare", f->spare);
    bm_json_close(json);
}

/* Too long, or too short, by so much. */
static void put_amount(struct bm_json *json, const char *key, uint32_t characters, uint32_t lines)
{
    if (!characters && !lines) {
        bm_json_null(json, key);
        return;
    }
    bm_json_object(json, key);
    bm_json_number(json, "characters", characters);
    bm_json_number(json, "lines", lines);
    bm_json_close(json);
}

/* What does not fit: how much, from where on, its stretches in reading order (of its own file,
 * which a screen marks), and its beginning, which one shows below. */
static void put_over(struct bm_json *json, const struct bm_pages *pages, const struct bm_ledger *a)
{
    struct bm_buf text = {0};
    size_t left = OVER_MOST;
    if (!a->overset_characters && !a->overset_lines) {
        bm_json_null(json, "over");
        return;
    }
    bm_json_object(json, "over");
    bm_json_number(json, "characters", a->overset_characters);
    bm_json_number(json, "lines", a->overset_lines);
    bm_json_number(json, "offset", a->overset.offset);
    bm_json_list(json, "spans");
    for (uint32_t i = 0; i < a->left_over_count; i++) {
        const struct bm_span *span = &a->left_over[i];
        const struct bm_source *source = bm_sources_of(pages->sources, *span);
        if (!source || span->offset > source->text.n ||
            span->length > source->text.n - span->offset)
            continue;
        if (span->file == a->file) {
            bm_json_list(json, NULL);
            bm_json_number(json, NULL, span->offset);
            bm_json_number(json, NULL, span->length);
            bm_json_close(json);
        }
        size_t n = 0;
        for (; left && n < span->length; left--)
            bm_utf8_next(source->text.p + span->offset, span->length, &n);
        bm_buf_str(&text, text.n && n ? BM_STR("\n") : (struct bm_str){0});
        bm_buf_str(&text, (struct bm_str){source->text.p + span->offset, n});
    }
    bm_json_close(json);
    bm_json_text(json, "text", bm_buf_view(&text));
    bm_buf_free(&text);
    bm_json_close(json);
}

/* About how many characters an article's empty lines would take. */
static uint32_t characters_short(const struct bm_serve *s, const struct bm_ledger *a)
{
    const struct bm_layout *layout = s->session->inputs.layout;
    const struct bm_placed_frame *f = a->frame_count ? &a->frames[a->frame_count - 1] : NULL;
    if (!f || !f->columns || !layout || !layout->size)
        return 0;
    return a->short_lines * (uint32_t)(f->rect.w / (bm_len)f->columns / layout->size);
}

static void put_article(struct bm_serve *s, struct bm_json *json, const struct bm_pages *pages,
                        size_t i)
{
    const struct bm_ledger *a = &pages->articles[i];
    const struct bm_source *source = bm_sources_of(pages->sources, (struct bm_span){a->file, 0, 0});
    char sha[65] = "";
    bm_json_object(json, NULL);
    bm_json_number(json, "i", i);
    bm_json_text(json, "name", a->name);
    if (source) {
        bm_sha256_of(source->text, sha);
        bm_json_text(json, "file", source->name);
    } else {
        bm_json_null(json, "file");
    }
    bm_json_text(json, "title", a->title);
    bm_json_text(json, "kind", a->kind);
    bm_json_list(json, "pages");
    for (size_t k = 0; k < a->frame_count; k++)
        if (!k || a->frames[k].page != a->frames[k - 1].page)
            bm_json_number(json, NULL, a->frames[k].page);
    bm_json_close(json);
    bm_json_text(json, "sha", bm_str_c(sha));
    bm_json_number(json, "characters", a->characters);
    put_over(json, pages, a);
    put_amount(json, "short", a->short_lines ? characters_short(s, a) : 0, a->short_lines);
    bm_json_list(json, "frames");
    for (size_t k = 0; k < a->frame_count; k++)
        put_frame(s, json, pages, &a->frames[k]);
    bm_json_close(json);
    bm_json_close(json);
}

static void put_plan(struct bm_serve *s, struct bm_json *json)
{
    bm_json_object(json, "plan");
    bm_json_bool(json, "held", s->held);
    bm_json_bool(json, "locked", s->locked);
    if (s->held_cost >= 0)
        bm_json_number(json, "cost", (uint64_t)s->held_cost);
    else
        bm_json_null(json, "cost");
    bm_json_null(json, "offer");
    if (s->offer.n) { /* it stands there as JSON already */
        json->out->n -= sizeof "null" - 1;
        bm_buf_str(json->out, bm_buf_view(&s->offer));
    }
    bm_json_close(json);
}

/* Which key of the layout made what is machine text. */
static void put_machine(struct bm_serve *s, struct bm_json *json)
{
    static const char *const keys[][2] = {
        {"folio", "folio"},     {"banner", "banner"}, {"guide", "guide"}, {"jump", "jumps"},
        {"nameplate", "paper"}, {"rule", "lines"},    {"label", "kinds"}, {"box", "boxes"}};
    const struct bm_inputs *in = &s->session->inputs;
    bm_json_object(json, "machine");
    for (size_t k = 0; k < BM_COUNT(keys); k++)
        for (size_t i = 0; i < in->layout_file_count; i++) {
            const struct bm_layout_file *f = &in->layout_files[i];
            const struct bm_yaml *value = bm_yaml_get(f->map, keys[k][1]);
            const struct bm_source *source =
                value ? bm_sources_of(&s->session->sources, value->span) : NULL;
            uint32_t line, column;
            if (!source)
                continue;
            bm_source_place(source, value->span.offset, &line, &column, NULL);
            bm_json_object(json, keys[k][0]);
            bm_json_text(json, "key", bm_str_c(keys[k][1]));
            bm_json_text(json, "file", source->name);
            bm_json_number(json, "line", line);
            bm_json_close(json);
            break;
        }
    bm_json_close(json);
}

void bm_serve_state(struct bm_serve *s, const struct bm_web_call *call, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    const struct bm_session *session = s->session;
    const struct bm_pages *pages = bm_engine_pages(session->engine);
    bm_json_record(&json, NULL);
    bm_json_number(&json, "rev", s->revision);
    bm_json_text(&json, "run", bm_str_c(s->run));
    bm_json_bool(&json, "write", call->may_write);
    bm_json_bool(&json, "failed", !session->revision || !session->revision->pages);
    bm_json_text(&json, "edition", pages ? pages->edition : (struct bm_str){0});
    bm_json_text(&json, "title", pages ? pages->title : (struct bm_str){0});
    bm_json_text(&json, "paper", pages ? pages->paper : (struct bm_str){0});
    bm_json_text(&json, "date", pages ? pages->date : (struct bm_str){0});
    bm_json_text(&json, "layout", pages ? pages->layout : (struct bm_str){0});
    bm_json_list(&json, "pages");
    for (size_t i = 0; pages && i < pages->page_count; i++)
        put_page(s, &json, &pages->pages[i]);
    bm_json_close(&json);
    bm_json_list(&json, "articles");
    for (size_t i = 0; pages && i < pages->article_count; i++)
        put_article(s, &json, pages, i);
    bm_json_close(&json);
    bm_serve_items(s, lang_of(s, call), NULL, &json);
    put_plan(s, &json);
    put_machine(s, &json);
    bm_json_close(&json);
}

void bm_serve_delta(struct bm_serve *s, const struct bm_web_call *call,
                    const struct bm_serve_saved *saved, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    const struct bm_session *session = s->session;
    const struct bm_revision *r = session->revision;
    const struct bm_pages *pages = bm_engine_pages(session->engine);
    const uint32_t file =
        session->inputs.files ? session->inputs.files[saved->article] : BM_NO_FILE;
    bool *touched = BM_NEW_N(s->work, pages ? pages->article_count + 1 : 1, bool);
    bm_json_record(&json, NULL);
    bm_json_number(&json, "rev", s->revision);
    bm_json_text(&json, "run", bm_str_c(s->run));
    bm_json_text(&json, "sha", bm_str_c(saved->sha));
    bm_json_bool(&json, "failed", !r->pages);
    bm_json_bool(&json, "merged", saved->merged);
    if (saved->merged || saved->dressed)
        bm_json_text(&json, "text", saved->text);
    bm_json_list(&json, "pages");
    for (size_t i = 0; i < r->changed_count; i++)
        bm_json_number(&json, NULL, r->changed[i].page);
    bm_json_close(&json);
    bm_json_list(&json, "articles");
    for (size_t i = 0; r->pages && i < pages->article_count; i++)
        if (pages->articles[i].file == file) {
            touched[i] = true;
            put_article(s, &json, pages, i);
        }
    bm_json_close(&json);
    bm_json_list(&json, "touched");
    for (size_t i = 0; pages && i < pages->article_count; i++)
        if (touched[i])
            bm_json_number(&json, NULL, i);
    bm_json_close(&json);
    if (r->pages)
        bm_serve_items(s, lang_of(s, call), touched, &json);
    else
        bm_serve_items(s, lang_of(s, call), NULL, &json);
    bm_json_close(&json);
}

/* Evidence: what was compared, by which program, and what was found, a record a line. */
#include "base/json.h"
#include "page/ledger.h"
#include "verify/verify.h"

static void put_rect(struct bm_json *json, const struct bm_rect *r)
{
    bm_json_object(json, "rect");
    bm_json_mm(json, "x", r->x);
    bm_json_mm(json, "y", r->y);
    bm_json_mm(json, "w", r->w);
    bm_json_mm(json, "h", r->h);
    bm_json_close(json);
}

static void put_file(struct bm_json *json, const struct bm_verify_input *input,
                     const struct bm_verified *v, const char *version)
{
    bm_json_record(json, "verify");
    bm_json_text(json, "sha256", bm_str_c(v->sha256));
    bm_json_number(json, "bytes", input->pdf.n);
    bm_json_text(json, "program", BM_STR("banmian"));
    bm_json_text(json, "version", bm_str_c(version));
    bm_json_text(json, "edition", input->pages->edition);
    bm_json_text(json, "layout", input->pages->layout);
    bm_json_number(json, "first_page", input->first ? input->first : 1);
    bm_json_number(json, "last_page", input->last ? input->last : input->pages->page_count);
    bm_json_text(json, "written_by", v->foreign ? BM_STR("other") : BM_STR("banmian"));
    bm_json_bool(json, "text_compared", true);
    bm_json_bool(json, "ink_compared", !v->foreign);
    bm_json_bool(json, "structure_compared", v->tagged);
    bm_json_bool(json, "pictures_compared", !v->foreign && v->pictures == 0);
    bm_json_number(json, "pictures", v->pictures);
    bm_json_number(json, "characters", v->glyphs);
    bm_json_number(json, "outlines", v->outlines);
    bm_json_number(json, "drawings", v->drawings);
    bm_json_number(json, "outside", v->outside);
    bm_json_number(json, "differences", v->n);
    bm_json_bool(json, "more_differences", v->cut);
    bm_json_bool(json, "same", v->n == 0);
    bm_json_close(json);
}

static void put_article(struct bm_json *json, const struct bm_pages *pages,
                        const struct bm_verified_article *a)
{
    bm_json_record(json, "article");
    bm_json_text(json, "name", pages->articles[a->article].name);
    bm_json_text(json, "title", pages->articles[a->article].title);
    bm_json_number(json, "characters", a->wanted);
    bm_json_text(json, "sha256", bm_str_c(a->wanted_sha256));
    bm_json_number(json, "found_characters", a->found);
    bm_json_text(json, "found_sha256", bm_str_c(a->found_sha256));
    bm_json_close(json);
}

static void put_difference(struct bm_json *json, const struct bm_pages *pages,
                           const struct bm_difference *d)
{
    const struct bm_source *source = bm_sources_of(pages->sources, d->span);
    bm_json_record(json, "difference");
    bm_json_text(json, "kind", bm_str_c(bm_difference_name(d->kind)));
    bm_json_number(json, "count", d->count);
    if (source) {
        uint32_t line, column;
        bm_source_place(source, d->span.offset, &line, &column, NULL);
        bm_json_text(json, "file", source->name);
        bm_json_number(json, "line", line);
        bm_json_number(json, "column", column);
        bm_json_number(json, "offset", d->span.offset);
        bm_json_number(json, "length", d->span.length);
    }
    if (d->article < pages->article_count)
        bm_json_text(json, "article", pages->articles[d->article].name);
    if (d->page)
        bm_json_number(json, "page", d->page);
    if (d->rect.w || d->rect.h)
        put_rect(json, &d->rect);
    bm_json_text(json, "wanted", d->wanted);
    bm_json_text(json, "found", d->found);
    bm_json_text(json, "before", d->before);
    bm_json_text(json, "after", d->after);
    bm_json_text(json, "found_before", d->found_before);
    bm_json_text(json, "found_after", d->found_after);
    bm_json_close(json);
}

void bm_verify_evidence(const struct bm_verify_input *input, const struct bm_verified *v,
                        const char *version, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    put_file(&json, input, v, version);
    for (size_t i = 0; i < v->font_count; i++) {
        bm_json_record(&json, "font");
        bm_json_text(&json, "name", v->fonts[i].name);
        bm_json_text(&json, "sha256", bm_str_c(v->fonts[i].sha256));
        bm_json_close(&json);
    }
    for (size_t i = 0; i < v->article_count; i++)
        put_article(&json, input->pages, &v->articles[i]);
    for (size_t i = 0; i < v->n; i++)
        put_difference(&json, input->pages, &v->v[i]);
}

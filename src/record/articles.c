/* Articles as text and as JSON; both say the same. */
#include "record/parts.h"

#include "base/json.h"
#include "page/ledger.h"

static const struct bm_node *node_at(const struct bm_record *r, uint32_t i)
{
    const uint32_t node = r->reading->nodes[i].node;
    return node == BM_NO_NODE ? NULL : &r->reading->pages->nodes[node];
}

void bm_record_words(const struct bm_record *record, uint32_t reading, struct bm_buf *out)
{
    const uint32_t end = bm_reading_end(record->reading, reading);
    for (uint32_t i = reading; i < end; i++)
        bm_reading_text(record->reading, i, out);
}

/* A row: cells with tabs between them; an item: label and text, with a blank. */
static void put_apart(const struct bm_record *r, uint32_t i, char between, struct bm_buf *out)
{
    const uint32_t end = bm_reading_end(r->reading, i);
    for (uint32_t k = i + 1; k < end; k++) {
        if (r->reading->nodes[k].parent != i)
            continue;
        if (k > i + 1)
            bm_buf_char(out, between);
        bm_record_words(r, k, out);
    }
    bm_buf_char(out, '\n');
}

void bm_record_text(const struct bm_record *record, uint32_t number, struct bm_buf *out)
{
    const uint32_t first = record->articles[number - 1];
    const uint32_t end = bm_reading_end(record->reading, first);
    for (uint32_t i = first; i < end; i++) {
        const struct bm_node *n = node_at(record, i);
        if (n->role == BM_ROLE_ITEM || n->role == BM_ROLE_ROW) {
            put_apart(record, i, n->role == BM_ROLE_ROW ? '\t' : ' ', out);
            i = bm_reading_end(record->reading, i) - 1;
            continue;
        }
        if (!record->reading->nodes[i].passage_count || n->role == BM_ROLE_FIGURE)
            continue;
        bm_reading_text(record->reading, i, out);
        bm_buf_char(out, '\n');
    }
}

static void put_known(struct bm_json *json, const char *key, struct bm_str value)
{
    if (value.n)
        bm_json_text(json, key, value);
}

static size_t count_characters(struct bm_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; n++)
        bm_utf8_next(text.p, text.n, &i);
    return n;
}

/* Before which characters of the same words text was missing in what was received. */
static void put_gaps(struct bm_json *json, const struct bm_record *r, const char *key, uint32_t i)
{
    const struct bm_reading *reading = r->reading;
    const uint32_t end = bm_reading_end(reading, i);
    size_t offset = 0;
    bool open = false;
    for (; i < end; i++) {
        const struct bm_reading_node *n = &reading->nodes[i];
        for (uint32_t p = n->passage; p < n->passage + n->passage_count; p++) {
            const struct bm_passage *passage = &reading->passages[p];
            for (uint32_t k = 0; k < passage->segment_count; k++) {
                const struct bm_segment *s = &reading->segments[passage->segment + k];
                offset += count_characters(bm_segment_text(reading, s));
                if (!bm_segment_is_gap(reading, s))
                    continue;
                if (!open)
                    bm_json_list(json, key);
                open = true;
                bm_json_object(json, NULL);
                bm_json_number(json, "offset", offset);
                bm_json_close(json);
            }
        }
    }
    if (open)
        bm_json_close(json);
}

static void put_words(struct bm_json *json, const struct bm_record *r, const char *key, uint32_t i)
{
    struct bm_buf b = {0};
    bm_record_words(r, i, &b);
    bm_json_text(json, key, bm_buf_view(&b));
    bm_buf_free(&b);
    put_gaps(json, r, strcmp(key, "caption") == 0 ? "caption_gaps" : "gaps", i);
}

static void put_rect(struct bm_json *json, const struct bm_rect *r)
{
    bm_json_mm(json, "x_mm", r->x);
    bm_json_mm(json, "y_mm", r->y);
    bm_json_mm(json, "width_mm", r->w);
    bm_json_mm(json, "height_mm", r->h);
}

static void put_list(struct bm_json *json, const struct bm_record *r, uint32_t list)
{
    const uint32_t end = bm_reading_end(r->reading, list);
    bm_json_bool(json, "ordered", node_at(r, list)->ordered);
    bm_json_list(json, "items");
    for (uint32_t i = list + 1; i < end; i++) {
        if (node_at(r, i)->role != BM_ROLE_ITEM)
            continue;
        bm_json_object(json, NULL);
        for (uint32_t k = i + 1; k < bm_reading_end(r->reading, i); k++)
            put_words(json, r, node_at(r, k)->role == BM_ROLE_LABEL ? "label" : "text", k);
        bm_json_close(json);
    }
    bm_json_close(json);
}

static void put_table(struct bm_json *json, const struct bm_record *r, uint32_t table)
{
    const uint32_t end = bm_reading_end(r->reading, table);
    bool open = false;
    bm_json_list(json, "rows");
    for (uint32_t i = table + 1; i < end; i++) {
        const struct bm_node *n = node_at(r, i);
        if (n->role == BM_ROLE_ROW) {
            if (open)
                bm_json_close(json);
            bm_json_list(json, NULL);
            open = true;
        } else if (n->role == BM_ROLE_CELL) {
            bm_json_object(json, NULL);
            put_words(json, r, "text", i);
            if (n->header)
                bm_json_bool(json, "header", true);
            bm_json_close(json);
        }
    }
    if (open)
        bm_json_close(json);
    bm_json_close(json);
}

static void put_figure(struct bm_json *json, const struct bm_record *r, uint32_t i)
{
    const struct bm_node *n = node_at(r, i);
    const struct bm_page *pages = r->reading->pages->pages;
    put_known(json, "alt", n->alt);
    put_known(json, "code", n->code);
    for (uint32_t k = i + 1; k < bm_reading_end(r->reading, i); k++)
        if (node_at(r, k)->role == BM_ROLE_CAPTION)
            put_words(json, r, "caption", k);
    if (r->of_nodes[i] == r->of_nodes[i + 1])
        return;
    const struct bm_record_block *b = &r->blocks[r->of_nodes[i]];
    const struct bm_passage *p = &r->reading->passages[r->reading->nodes[i].passage];
    const struct bm_segment *s = &r->reading->segments[p->segment];
    const struct bm_item *item = &pages[s->page].items[s->item];
    if (item->kind == BM_ITEM_PICTURE)
        put_known(json, "file", item->picture.image->name);
    bm_json_number(json, "page", pages[b->page].number);
    put_rect(json, &b->rect);
}

static void put_part(struct bm_json *json, const struct bm_record *r, uint32_t i)
{
    const struct bm_node *n = node_at(r, i);
    bm_json_object(json, NULL);
    if (n->role == BM_ROLE_HEAD || n->role == BM_ROLE_TAIL)
        bm_json_text(json, "field", bm_str_c(n->field));
    else
        bm_json_text(json, "type", bm_str_c(bm_role_name(n->role)));
    if (n->role == BM_ROLE_LIST)
        put_list(json, r, i);
    else if (n->role == BM_ROLE_TABLE)
        put_table(json, r, i);
    else if (n->role == BM_ROLE_FIGURE)
        put_figure(json, r, i);
    else
        put_words(json, r, "text", i);
    bm_json_close(json);
}

/* Parts of a head (role HEAD), a tail (TAIL) or of what is between them (any other). */
static void put_parts(struct bm_json *json, const struct bm_record *r, uint32_t article,
                      const char *key, enum bm_role role)
{
    const uint32_t end = bm_reading_end(r->reading, article);
    bm_json_list(json, key);
    for (uint32_t i = article + 1; i < end; i++) {
        if (r->reading->nodes[i].parent != article)
            continue;
        const enum bm_role own = node_at(r, i)->role;
        const bool apart = own == BM_ROLE_HEAD || own == BM_ROLE_TAIL;
        if (apart ? own == role : role == BM_ROLE_BODY)
            put_part(json, r, i);
    }
    bm_json_close(json);
}

static bool find_field(const struct bm_record *r, uint32_t article, const char *field,
                       struct bm_buf *out)
{
    const uint32_t end = bm_reading_end(r->reading, article);
    for (uint32_t i = article + 1; i < end; i++) {
        const struct bm_node *n = node_at(r, i);
        if (n->role != BM_ROLE_HEAD || !n->field || strcmp(n->field, field) != 0)
            continue;
        bm_reading_line(r->reading, i, out);
        return true;
    }
    return false;
}

void bm_record_title(const struct bm_record *record, uint32_t number, struct bm_buf *out)
{
    if (!find_field(record, record->articles[number - 1], "title", out))
        bm_buf_str(out, bm_record_article(record, number)->title);
}

/* What both an article's own file and the list say of it. */
static void put_summary(struct bm_json *json, const struct bm_record *r, uint32_t number)
{
    const struct bm_ledger *l = bm_record_article(r, number);
    const uint32_t article = r->articles[number - 1];
    struct bm_buf headline = {0}, byline = {0};
    bm_json_number(json, "number", number);
    bm_json_text(json, "name", l->name);
    put_known(json, "kind", l->kind);
    bm_record_title(r, number, &headline);
    put_known(json, "headline", bm_buf_view(&headline));
    bm_buf_free(&headline);
    if (find_field(r, article, "byline", &byline))
        bm_json_text(json, "byline", bm_buf_view(&byline));
    bm_buf_free(&byline);
    bm_json_number(json, "characters", l->characters);
    bm_json_list(json, "places");
    for (size_t i = 0; i < l->frame_count; i++) {
        bm_json_object(json, NULL);
        bm_json_number(json, "page", l->frames[i].page);
        put_rect(json, &l->frames[i].rect);
        bm_json_close(json);
    }
    bm_json_close(json);
}

void bm_record_json(const struct bm_record *record, uint32_t number, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    const uint32_t article = record->articles[number - 1];
    bm_json_record(&json, bm_role_name(node_at(record, article)->role));
    put_summary(&json, record, number);
    put_known(&json, "language", record->reading->pages->language);
    put_parts(&json, record, article, "head", BM_ROLE_HEAD);
    put_parts(&json, record, article, "body", BM_ROLE_BODY);
    put_parts(&json, record, article, "tail", BM_ROLE_TAIL);
    bm_json_close(&json);
}

static void put_path(struct bm_json *json, const char *key, const char *format, uint32_t number)
    __attribute__((format(printf, 3, 0)));
static void put_path(struct bm_json *json, const char *key, const char *format, uint32_t number)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, format, number);
    bm_json_text(json, key, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void put_pages(struct bm_json *json, const struct bm_record *r)
{
    const struct bm_pages *pages = r->reading->pages;
    bm_json_list(json, "pages");
    for (size_t i = 0; i < pages->page_count; i++) {
        if (!r->reading->of_items[i])
            continue;
        bm_json_object(json, NULL);
        bm_json_number(json, "page", pages->pages[i].number);
        bm_json_mm(json, "width_mm", pages->pages[i].width);
        bm_json_mm(json, "height_mm", pages->pages[i].height);
        put_path(json, "alto", BM_RECORD_ALTO, pages->pages[i].number);
        if (r->options.images)
            put_known(json, "image", r->options.images[i]);
        if (r->options.thumbnails)
            put_known(json, "thumbnail", r->options.thumbnails[i]);
        bm_json_close(json);
    }
    bm_json_close(json);
}

void bm_record_list(const struct bm_record *record, struct bm_buf *out)
{
    const struct bm_pages *pages = record->reading->pages;
    struct bm_json json = {.out = out};
    bm_json_record(&json, "issue");
    put_known(&json, "paper", pages->paper);
    put_known(&json, "title", pages->title);
    put_known(&json, "date", pages->date);
    put_known(&json, "number", pages->number);
    put_known(&json, "cn", pages->cn);
    put_known(&json, "publisher", pages->publisher);
    put_known(&json, "language", pages->language);
    put_known(&json, "pdf", record->options.pdf);
    put_pages(&json, record);
    bm_json_list(&json, "articles");
    for (uint32_t number = 1; number <= record->article_count; number++) {
        const uint32_t article = record->articles[number - 1];
        bm_json_object(&json, NULL);
        bm_json_text(&json, "type", bm_str_c(bm_role_name(node_at(record, article)->role)));
        put_summary(&json, record, number);
        put_path(&json, "text", BM_RECORD_TEXT, number);
        put_path(&json, "json", BM_RECORD_JSON, number);
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
}

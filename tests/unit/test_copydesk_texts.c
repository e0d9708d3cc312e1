/* copydesk/ on real texts: a quarter of a million characters of reports on which each hit was
 * looked at, the manuscript of the first edition as it was received, and the editions here. */
#include "reading_desk.h"

/* Lines of a report as a manuscript: what is not set in and ends without a mark is a subhead. */
static struct bm_str report_of(struct reading_desk *d, struct bm_str text)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, "---\nkind: 报告\ntitle: ");
    bool title = true;
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        const size_t to = end ? (size_t)(end - text.p) : text.n;
        const struct bm_str line = {text.p + i, to - i};
        const bool set_in = line.n > 6 && memcmp(line.p, "　　", 6) == 0;
        const bool ends = line.n > 3 && (memcmp(line.p + line.n - 3, "。", 3) == 0 ||
                                         memcmp(line.p + line.n - 3, "：", 3) == 0 ||
                                         memcmp(line.p + line.n - 3, "！", 3) == 0);
        if (title) {
            bm_buf_put(&b, line.p + 2, line.n - 2);
            bm_buf_c(&b, "\n---\n");
        } else {
            if (line.n && !set_in && !ends && line.n < 150)
                bm_buf_c(&b, "\n## ");
            bm_buf_put(&b, line.p, line.n);
        }
        bm_buf_c(&b, title ? "" : "\n");
        title = false;
        i = to + 1;
    }
    return bm_buf_keep(&b, d->arena);
}

/* Hits that were looked at: rule, file, quote, judgement; a row holds for one hit. */
struct known {
    struct bm_str row;
    bool used;
};

struct table {
    struct known v[4000];
    size_t n;
};

static void read_table(struct reading_desk *d, const char *path, struct table *t)
{
    const struct bm_str text = reading_file(d, path);
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        const size_t to = end ? (size_t)(end - text.p) : text.n;
        if (to > i && text.p[i] != '#')
            t->v[t->n++] = (struct known){{text.p + i, to - i}, false};
        i = to + 1;
    }
}

static bool is_known(struct table *t, struct bm_str hit, bool *wrong)
{
    for (size_t i = 0; i < t->n; i++)
        if (!t->v[i].used && t->v[i].row.n > hit.n && t->v[i].row.p[hit.n] == '\t' &&
            memcmp(t->v[i].row.p, hit.p, hit.n) == 0) {
            t->v[i].used = true;
            *wrong = memcmp(t->v[i].row.p + hit.n + 1, "false", 5) == 0;
            return true;
        }
    return false;
}

#define CORPUS BM_SOURCE_DIR "/tests/data/corpus/gov-work-reports.txt"
#define TABLE  BM_SOURCE_DIR "/tests/data/copydesk/corpus-hits.tsv"

static void hits_in_reports_were_looked_at(void **state)
{
    (void)state;
    struct reading_desk d;
    struct bm_buf hit = {0};
    size_t characters = 0, wrong = 0, unknown = 0, warnings = 0;
    reading_open(&d, false);
    struct table *table = BM_NEW(d.arena, struct table);
    read_table(&d, TABLE, table);
    const struct bm_str all = reading_file(&d, CORPUS);
    for (size_t i = 0; i < all.n;) {
        size_t to = i + 1;
        while (to < all.n && !(all.p[to - 1] == '\n' && all.n - to > 2 && all.p[to] == '#'))
            to++;
        reading_begin(&d, "articles: [a.md]\n");
        reading_article(&d, report_of(&d, (struct bm_str){all.p + i, to - i}));
        struct bm_buf plain = {0};
        bm_article_plain(d.articles[0], &plain);
        characters += bm_utf8_count(plain.p, plain.n);
        bm_buf_free(&plain);
        reading_run(&d);
        for (size_t k = 0; k < d.found.n; k++) {
            bool is_wrong = false;
            if (d.found.v[k].level == BM_NOTE)
                continue;
            warnings++;
            hit.n = 0;
            const struct bm_str year = {all.p + i + 2, 4};
            bm_buf_str(&hit, d.found.v[k].ruling->rule);
            bm_buf_char(&hit, '\t');
            bm_buf_str(&hit, year);
            bm_buf_char(&hit, '\t');
            const struct bm_span s = d.found.v[k].span;
            const struct bm_str text = d.sources.v[s.file].text;
            size_t from = s.offset, end = s.offset + s.length;
            for (int c = 0; c < 10 && from && text.p[from - 1] != '\n'; c++)
                while (from && ((unsigned char)text.p[--from] & 0xC0) == 0x80)
                    continue;
            for (int c = 0; c < 10 && end < text.n && text.p[end] != '\n'; c++)
                bm_utf8_next(text.p, text.n, &end);
            bm_buf_put(&hit, text.p + from, end - from);
            if (!is_known(table, bm_buf_view(&hit), &is_wrong)) {
                print_message("%.*s\n", (int)hit.n, hit.p);
                unknown++;
            }
            wrong += is_wrong;
        }
        i = to;
    }
    print_message("%zu characters, %zu findings of warnings and errors, %zu of them false\n",
                  characters, warnings, wrong);
    bm_buf_free(&hit);
    assert_true(characters > 240000);
    assert_int_equal(unknown, 0);
    assert_true(wrong * 10000 <= characters); /* one in ten thousand characters */
    reading_close(&d);
}

/* The manuscript as it was received, as an import would part it: an article under each head, lines
 * as they stand. Where line 1 of an article's body is in the file. */
struct received {
    uint32_t begins[TEXTS_MOST], head_lines[TEXTS_MOST];
};

static struct bm_str line_at(struct bm_str text, size_t i, size_t *next)
{
    const char *end = memchr(text.p + i, '\n', text.n - i);
    const size_t to = end ? (size_t)(end - text.p) : text.n;
    *next = to + 1;
    return (struct bm_str){text.p + i, to - i};
}

static bool ends_with(struct bm_str s, const char *with)
{
    const size_t n = strlen(with);
    return s.n >= n && memcmp(s.p + s.n - n, with, n) == 0;
}

static void add_received(struct reading_desk *d, struct received *r, struct bm_buf *head,
                         struct bm_buf *body, uint32_t begins)
{
    uint32_t lines = 0;
    if (!body->n)
        return;
    bm_buf_c(head, "---\n");
    for (size_t i = 0; i < head->n; i++)
        lines += head->p[i] == '\n';
    r->begins[d->n] = begins;
    r->head_lines[d->n] = lines;
    bm_buf_put(head, body->p, body->n);
    reading_article(d, bm_str_copy(d->arena, bm_buf_view(head)));
    head->n = body->n = 0;
}

static void read_received(struct reading_desk *d, struct received *r)
{
    const struct bm_str text =
        reading_file(d, BM_SOURCE_DIR "/tests/data/received/2026-lianghui.txt");
    struct bm_buf head = {0}, body = {0};
    uint32_t number = 1, begins = 1;
    for (size_t i = 0, next; i < text.n; i = next, number++) {
        struct bm_str line = line_at(text, i, &next);
        const bool lost = number == 117; /* its head has lost its sign */
        if (lost || (line.n > 3 && memcmp(line.p, "## ", 3) == 0)) {
            if (!lost)
                line = (struct bm_str){line.p + 3, line.n - 3};
            add_received(d, r, &head, &body, begins);
            head.n = body.n = 0;
            bm_buf_printf(&head, "---\nkind: %s\ntitle: %.*s\n",
                          ends_with(line, "决议")   ? "决议"
                          : ends_with(line, "决定") ? "决定"
                          : ends_with(line, "公告") ? "公告"
                                                    : "通讯",
                          (int)line.n, line.p);
            begins = number + 1;
            continue;
        }
        if (ends_with(line, "号") && line.n < 16) {
            bm_buf_printf(&head, "number: %.*s\n", (int)line.n, line.p);
            bm_buf_char(&body, '\n');
            continue;
        }
        bool visible = body.n > 0;
        for (size_t k = 0; k < line.n; k++)
            visible |= line.p[k] != ' ';
        if (head.n && (visible || line.n == 0)) {
            bm_buf_put(&body, line.p, line.n);
            bm_buf_char(&body, '\n');
        }
    }
    add_received(d, r, &head, &body, begins);
    bm_buf_free(&head);
    bm_buf_free(&body);
}

/* rule TAB line TAB what it is, as tests/data/copydesk/received.tsv has it. */
static void the_received_manuscript_is_read_as_its_table_says(void **state)
{
    (void)state;
    struct reading_desk d;
    struct received r;
    struct bm_buf hit = {0};
    size_t unknown = 0;
    reading_open(&d, true);
    struct table *table = BM_NEW(d.arena, struct table);
    read_table(&d, BM_SOURCE_DIR "/tests/data/copydesk/received.tsv", table);
    reading_begin(&d, NULL);
    read_received(&d, &r);
    reading_run(&d);
    for (size_t k = 0; k < d.found.n; k++) {
        const struct bm_finding *f = &d.found.v[k];
        uint32_t line;
        bool wrong;
        bm_source_place(&d.sources.v[f->span.file], f->span.offset, &line, &(uint32_t){0}, NULL);
        const uint32_t lines = r.head_lines[f->article], begins = r.begins[f->article];
        hit.n = 0;
        bm_buf_str(&hit, f->ruling->rule);
        bm_buf_printf(&hit, "\t%u", line > lines ? begins + line - lines - 1 : begins - 1);
        if (!is_known(table, bm_buf_view(&hit), &wrong)) {
            print_message("%.*s\t%s\t%.*s\n", (int)hit.n, hit.p,
                          bm_level_name(f->level, BM_LANG_EN), (int)f->quote.n, f->quote.p);
            unknown++;
        }
    }
    for (size_t i = 0; i < table->n; i++)
        if (!table->v[i].used) {
            print_message("not found: %.*s\n", (int)table->v[i].row.n, table->v[i].row.p);
            unknown++;
        }
    bm_buf_free(&hit);
    assert_int_equal(unknown, 0);
    reading_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_in_reports_were_looked_at),
        cmocka_unit_test(the_received_manuscript_is_read_as_its_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

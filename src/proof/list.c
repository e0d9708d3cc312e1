/* The list of notes: under each article's title its notes in order, each with its number, kind,
 * place in the manuscript, sentence and place on paper. */
#include "proof/list.h"
#include "base/labels.h"

#define INDENT  17.0 /* of the words, beside the number; points */
#define SIZE    8.0
#define LEADING 11.2
#define SMALL   6.6
#define SMALLER 8.8 /* leading of small lines */
#define BETWEEN 4.5 /* above each note */
#define ABOVE   7.0 /* above an article's title */

static const struct bm_rgb black = {0.1, 0.1, 0.1}, grey = {0.42, 0.42, 0.42};

struct line {
    const struct bm_note *note; /* its number stands before the line; or NULL */
    struct bm_str text, aside;  /* aside: small and grey, after text */
    struct bm_rgb colour;
    double indent, size, above, leading;
    bool rule;  /* a thin rule above: an article's title */
    bool start; /* a column may break before it */
};

struct bm_list {
    const struct bm_labels *labels;
    struct line *v;
    size_t n, cap, next;
    size_t counts[BM_MARK_SHORT + 1];
    double width;
};

static void add(struct bm_list *list, struct line line)
{
    list->v = bm_arena_grow(list->labels->arena, list->v, list->n, &list->cap, sizeof *list->v);
    list->v[list->n++] = line;
}

static struct bm_str keep(const struct bm_list *list, struct bm_buf *buf)
{
    /* Control characters have no form: a question that runs over lines is one paragraph here. */
    for (size_t i = 0; i < buf->n; i++)
        if ((unsigned char)buf->p[i] < 0x20)
            buf->p[i] = ' ';
    struct bm_str s = {bm_arena_copy(list->labels->arena, buf->p, buf->n), buf->n};
    buf->n = 0;
    return s;
}

static void paragraph(struct bm_list *list, struct bm_str text, struct line like)
{
    struct bm_label_lines lines =
        bm_label_wrap(list->labels, text, like.size, list->width - like.indent);
    for (size_t i = 0; i < lines.n; i++) {
        like.text = lines.v[i];
        add(list, like);
        like.rule = like.start = false;
        like.above = 0;
    }
}

static struct bm_str manuscript_place(const struct bm_list *list, const struct bm_pages *pages,
                                      struct bm_span span, struct bm_buf *buf)
{
    const struct bm_source *s = pages->sources ? bm_sources_of(pages->sources, span) : NULL;
    if (s) {
        uint32_t line, column;
        bm_source_place(s, span.offset, &line, &column, NULL);
        bm_buf_str(buf, s->name);
        bm_buf_printf(buf, ":%u:%u", line, column);
    }
    return keep(list, buf);
}

static void add_note(struct bm_list *list, const struct bm_pages *pages, const struct bm_note *note,
                     bool start, struct bm_buf *buf)
{
    enum bm_lang lang = list->labels->lang;
    struct line head = {.note = note,
                        .aside = manuscript_place(list, pages, note->span, buf),
                        .colour = bm_note_colour(note->kind),
                        .indent = INDENT,
                        .size = SIZE,
                        .leading = LEADING,
                        .above = start ? BETWEEN : 2,
                        .start = start};
    bm_note_label(buf, note, lang);
    head.text = keep(list, buf);
    double beside = INDENT + bm_label_width(list->labels, head.text, SIZE) + 5 +
                    bm_label_width(list->labels, head.aside, SMALL);
    struct bm_str below = {0};
    if (beside > list->width) {
        below = head.aside;
        head.aside = (struct bm_str){0};
    }
    add(list, head);
    struct line small = {.colour = grey, .indent = INDENT, .size = SMALL, .leading = SMALLER};
    paragraph(list, below, small);
    bm_note_sentence(buf, note, lang);
    paragraph(list, keep(list, buf),
              (struct line){.colour = black, .indent = INDENT, .size = SIZE, .leading = LEADING});
    bm_note_place(buf, note, lang);
    paragraph(list, keep(list, buf), small);
}

struct bm_list *bm_list_make(const struct bm_labels *labels, const struct bm_pages *pages,
                             const struct bm_note *notes, size_t n, uint32_t number, bool loose,
                             double width)
{
    struct bm_list *list = BM_NEW(labels->arena, struct bm_list);
    *list = (struct bm_list){.labels = labels, .width = width};
    struct bm_buf buf = {0};
    uint32_t article = UINT32_MAX - 1; /* UINT32_MAX: of no article */
    for (size_t i = 0; i < n; i++) {
        const struct bm_note *note = &notes[i];
        if (note->page != number && !(loose && note->page == 0))
            continue;
        list->counts[note->kind]++;
        bool titled = note->article != article;
        if (titled) {
            const struct bm_ledger *l =
                note->article < pages->article_count ? &pages->articles[note->article] : NULL;
            struct bm_str page = bm_str_c(BM_LABEL(LIST_THE_PAGE, labels->lang));
            paragraph(list,
                      !l           ? page
                      : l->title.n ? l->title
                                   : l->name,
                      (struct line){.colour = black,
                                    .size = SIZE,
                                    .leading = LEADING,
                                    .above = ABOVE,
                                    .rule = true,
                                    .start = true});
        }
        article = note->article;
        add_note(list, pages, note, !titled, &buf);
    }
    bm_buf_free(&buf);
    return list;
}

static void set(const struct bm_list *list, const struct line *line, double x, double y)
{
    const struct bm_labels *labels = list->labels;
    if (line->rule) {
        cairo_t *cr = labels->cr;
        cairo_new_path(cr);
        cairo_move_to(cr, x, y + line->above - 2);
        cairo_line_to(cr, x + list->width, y + line->above - 2);
        cairo_set_line_width(cr, 0.4);
        cairo_set_source_rgb(cr, grey.r, grey.g, grey.b);
        cairo_stroke(cr);
    }
    /* The baseline lies so that an em box stands in the middle of the line. */
    double middle = y + line->above + line->leading / 2;
    double base = middle - line->size / 2 + bm_label_above(labels, line->size);
    if (line->note)
        bm_badge(labels, line->note, SIZE, x + bm_badge_width(labels, line->note->number, SIZE) / 2,
                 middle);
    double w = bm_label_set(labels, line->text, line->size, line->colour, x + line->indent, base);
    if (line->aside.n)
        bm_label_set(labels, line->aside, SMALL, grey, x + line->indent + w + 5, base);
}

/* Height from line `from` up to the next place where a column may break. */
static double block(const struct bm_list *list, size_t from)
{
    double h = 0;
    for (size_t i = from; i < list->n && (i == from || !list->v[i].start); i++)
        h += list->v[i].above + list->v[i].leading;
    return h;
}

bool bm_list_column(struct bm_list *list, double x, double y, double height)
{
    double top = y, foot = y + height;
    while (list->next < list->n) {
        const struct line *line = &list->v[list->next];
        if (y > top && line->start && y + block(list, list->next) > foot)
            break;
        if (y > top && y + line->above + line->leading > foot)
            break; /* a note longer than a column runs on */
        set(list, line, x, y);
        y += line->above + line->leading;
        list->next++;
    }
    return list->next < list->n;
}

double bm_list_legend(const struct bm_list *list, double x, double y)
{
    static const enum bm_mark_kind order[] = {BM_MARK_GAP,     BM_MARK_JOIN,  BM_MARK_QUERY,
                                              BM_MARK_OVERSET, BM_MARK_SHORT, BM_MARK_FINDING};
    const struct bm_labels *labels = list->labels;
    struct bm_buf words = {0};
    double pen = x, base = y + SIZE;
    size_t all = 0;
    for (size_t i = 0; i < BM_COUNT(order); i++) {
        size_t count = list->counts[order[i]];
        if (!count)
            continue;
        all += count;
        bm_buf_printf(&words, "%s %zu", bm_note_kind(order[i], labels->lang), count);
        struct bm_str text = keep(list, &words);
        double w = bm_label_width(labels, text, SIZE);
        if (pen > x && pen + 8 + w > x + list->width) {
            pen = x;
            base += LEADING + 1;
        }
        struct bm_rgb c = bm_note_colour(order[i]);
        cairo_set_source_rgb(labels->cr, c.r, c.g, c.b);
        cairo_rectangle(labels->cr, pen, base - SIZE * 0.72, 5, 5);
        cairo_fill(labels->cr);
        pen += 8 + bm_label_set(labels, text, SIZE, black, pen + 8, base) + 11;
    }
    if (!all) {
        bm_label_set(labels, bm_str_c(BM_LABEL(LIST_NO_MARKS, labels->lang)), SIZE, grey, x, base);
    }
    bm_buf_free(&words);
    return base + 4 - y;
}

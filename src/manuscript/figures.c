/* Figures: paragraphs that are nothing but ![caption](source "credit"), or have {size} or {alt: …}
 * behind it. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

static struct stretch trimmed(struct bm_str text, uint32_t from, uint32_t to)
{
    const struct line l = line_part(text, from, to);
    return (struct stretch){l.from, l.to};
}

static struct bm_span span_of(const struct text_source *s, struct stretch at)
{
    return (struct bm_span){s->reading->file, at.from, at.to - at.from};
}

static struct bm_text caption_of(const struct text_source *s, struct stretch at)
{
    struct reading *r = s->reading;
    const struct bm_str text = {s->text.p + at.from, at.to - at.from};
    if (!field_within(text, span_of(s, at), r->diags))
        return (struct bm_text){0};
    const struct bm_text caption = text_read(s, &at, 1);
    refuse_marks(r, &caption, "a mark in a caption");
    return caption;
}

/* Words in braces behind a picture, in both languages. */
static const struct {
    const char *word, *han;
} sizes[] = {[BM_FIGURE_MAIN] = {"main", "主图"},
             [BM_FIGURE_LARGE] = {"large", "大图"},
             [BM_FIGURE_SMALL] = {"small", "小图"}};

static enum bm_figure_size size_named(struct bm_str word)
{
    enum bm_figure_size size = BM_FIGURE_FORMAT;
    for (size_t i = BM_FIGURE_MAIN; i < BM_COUNT(sizes); i++)
        if (bm_str_is(word, sizes[i].word) || bm_str_is(word, sizes[i].han))
            size = (enum bm_figure_size)i;
    return size;
}

/* The words behind `alt:`, or `替代文字：`; false when that is not what the words are. */
static bool alt_of(struct bm_str text, struct stretch words, struct stretch *alt)
{
    static const char *const keys[] = {"alt:", "alt：", "替代文字：", "替代文字:"};
    for (size_t i = 0; i < BM_COUNT(keys); i++) {
        const uint32_t n = (uint32_t)strlen(keys[i]);
        if (words.to - words.from > n && memcmp(text.p + words.from, keys[i], n) == 0) {
            *alt = trimmed(text, words.from + n, words.to);
            return alt->to > alt->from;
        }
    }
    return false;
}

/* Cuts {main} and the like, and {alt: …}, off the line's end, each once; other braces are none of
 * the figure's. */
static struct stretch cut_braces(struct bm_str text, struct stretch line, enum bm_figure_size *size,
                                 struct stretch *alt)
{
    *size = BM_FIGURE_FORMAT;
    *alt = (struct stretch){0};
    while (line.to > line.from && text.p[line.to - 1] == '}') {
        uint32_t from = line.to - 1;
        while (from > line.from && text.p[from] != '{')
            from--;
        const struct stretch words = trimmed(text, from + 1, line.to - 1);
        const enum bm_figure_size said =
            size_named((struct bm_str){text.p + words.from, words.to - words.from});
        if (said && !*size)
            *size = said;
        else if (said || alt->to || !alt_of(text, words, alt))
            return line;
        line = trimmed(text, line.from, from);
    }
    return line;
}

/* Finds the parts of a line; false when it is no figure. */
static bool part(const struct text_source *s, struct stretch line, struct stretch *caption,
                 struct stretch *where, struct stretch *credit)
{
    const char *p = s->text.p;
    if (line.to - line.from < 5 || memcmp(p + line.from, "![", 2) != 0 || p[line.to - 1] != ')')
        return false;
    uint32_t close = line.from + 1;
    do
        close = find_outside(s->text, s->marks, close + 1, line.to, ']');
    while (close + 1 < line.to && p[close + 1] != '(');
    if (close + 1 >= line.to)
        return false;
    const uint32_t from = close + 2, end = line.to - 1;
    const uint32_t quote = find_outside(s->text, s->marks, from, end, '"');
    *caption = trimmed(s->text, line.from + 2, close);
    *where = trimmed(s->text, from, quote);
    *credit = (struct stretch){end, end};
    if (quote == end)
        return true;
    const struct stretch quoted = trimmed(s->text, quote, end);
    if (quoted.to - quoted.from < 2 || p[quoted.to - 1] != '"')
        return false;
    *credit = trimmed(s->text, quoted.from + 1, quoted.to - 1);
    return true;
}

/* Whether the place of a picture ends with words in quotes other than "…", after a blank. */
static bool quoted_otherwise(struct bm_str text, struct stretch where, struct stretch *quotes)
{
    static const char *const marks[][2] = {{"“", "”"},   {"”", "”"},   {"‘", "’"},
                                           {"’", "’"},   {"'", "'"},   {"「", "」"},
                                           {"『", "』"}, {"＂", "＂"}, {"《", "》"}};
    for (uint32_t i = where.from; i < where.to; i++) {
        if (i == where.from || !strchr(" \t\x80", text.p[i - 1]))
            continue;
        for (size_t k = 0; k < BM_COUNT(marks); k++) {
            const uint32_t open = (uint32_t)strlen(marks[k][0]);
            const uint32_t close = (uint32_t)strlen(marks[k][1]);
            if (where.to - i > open + close && memcmp(text.p + i, marks[k][0], open) == 0 &&
                memcmp(text.p + where.to - close, marks[k][1], close) == 0) {
                *quotes = (struct stretch){i, where.to};
                return true;
            }
        }
    }
    return false;
}

/* Of a file or a folder; a dot alone is the folder itself. */
static bool plain_name(struct bm_str s, bool folder)
{
    return s.n > 0 && s.n <= NAME_MOST && (s.p[0] != '.' || (folder && s.n == 1)) &&
           !memchr(s.p, '\\', s.n);
}

/* Why a picture cannot have this path, seen from the edition's folder: it leads out of it, or one
 * of its names is none. BM_MSG_COUNT: it can. */
static enum bm_message path_wrong(struct bm_str path)
{
    enum bm_message wrong = path.n <= PATH_MOST ? BM_MSG_COUNT : BM_MSG_BAD_NAME;
    if (path.n && path.p[0] == '/')
        return BM_MSG_PICTURE_OUTSIDE;
    for (size_t i = 0; i + 3 <= path.n; i++)
        if (memcmp(path.p + i, "://", 3) == 0)
            return BM_MSG_PICTURE_ADDRESS;
    for (size_t i = 0, end; i <= path.n; i = end + 1) {
        const char *slash = memchr(path.p + i, '/', path.n - i);
        end = slash ? (size_t)(slash - path.p) : path.n;
        const struct bm_str name = {path.p + i, end - i};
        if (bm_str_is(name, ".."))
            return BM_MSG_PICTURE_OUTSIDE;
        if (!plain_name(name, end < path.n))
            wrong = BM_MSG_BAD_NAME;
    }
    return wrong;
}

bool figure_read(const struct text_source *source, struct stretch line, struct bm_figure *figure)
{
    struct bm_diags *diags = source->reading->diags;
    struct stretch caption, where, credit, quotes, alt;
    enum bm_figure_size size;
    line = cut_braces(source->text, line, &size, &alt);
    if (!part(source, line, &caption, &where, &credit))
        return false;
    if (credit.from == credit.to && quoted_otherwise(source->text, where, &quotes)) {
        bm_diag0(diags, BM_MSG_CREDIT_QUOTES, span_of(source, quotes));
        where = trimmed(source->text, where.from, quotes.from);
    }
    *figure = (struct bm_figure){.size = size,
                                 .source = {source->text.p + where.from, where.to - where.from},
                                 .source_span = span_of(source, where),
                                 .caption = caption_of(source, caption),
                                 .credit = caption_of(source, credit)};
    if (field_within((struct bm_str){source->text.p + alt.from, alt.to - alt.from},
                     span_of(source, alt), diags))
        figure->alt = (struct bm_str){source->text.p + alt.from, alt.to - alt.from};
    figure->qr = figure->source.n >= 3 && memcmp(figure->source.p, "qr:", 3) == 0;
    if (figure->qr && size)
        return false; /* a code has none */
    if (figure->qr) {
        figure->source.p += 3;
        figure->source.n -= 3;
    }
    const enum bm_message wrong = figure->qr ? BM_MSG_COUNT : path_wrong(figure->source);
    if (wrong != BM_MSG_COUNT)
        bm_diag(diags, wrong, figure->source_span, figure->source);
    else if (figure->qr && !figure->source.n)
        bm_diag(diags, BM_MSG_UNSUPPORTED_MARKUP, figure->source_span,
                BM_STR("a QR code without text"),
                BM_STR("Write what the code leads to behind its qr"));
    return true;
}

/* Two main pictures: the first is it. */
static void say_mains(const struct bm_article *article, struct bm_diags *diags)
{
    const struct bm_figure *main = NULL;
    for (size_t i = 0; i < article->block_count; i++) {
        const struct bm_figure *f = article->blocks[i].figure;
        if (!f || f->size != BM_FIGURE_MAIN)
            continue;
        if (main)
            bm_diag(diags, BM_MSG_MAIN_TWICE, f->source_span, main->source);
        main = main ? main : f;
    }
}

bool bm_article_put(struct bm_arena *arena, struct bm_article *article,
                    const struct bm_edition_place *place, struct bm_diags *diags)
{
    const struct bm_yaml *words = place->pictures;
    size_t next = 0, n = words ? words->n : 0, figures = 0;
    bool good = true;
    article->place = *place;
    for (size_t i = 0; i < article->block_count; i++) {
        const struct bm_figure *f = article->blocks[i].figure;
        figures += f != NULL;
        if (!f || next == n)
            continue;
        const struct bm_yaml *word = words->values[next++];
        if (!bm_yaml_want(word, BM_YAML_SCALAR, diags)) {
            good = false;
            continue;
        }
        struct bm_figure *sized = BM_NEW(arena, struct bm_figure);
        *sized = *f;
        sized->size = size_named(word->text);
        article->blocks[i].figure = sized;
        if (!sized->size && !bm_str_is(word->text, "format"))
            good = bm_diag(diags, BM_MSG_BAD_PICTURE_SIZE, word->span, word->text);
    }
    if (next < n)
        good = bm_diag(diags, BM_MSG_PICTURES_MORE, words->values[next]->span, article->name,
                       bm_diag_number(diags, (int64_t)n), bm_diag_number(diags, (int64_t)figures));
    say_mains(article, diags);
    return good;
}

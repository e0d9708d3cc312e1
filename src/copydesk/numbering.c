/* Numbers that go on by one: of paragraphs and items, within a paragraph, of a series of documents.
 */
#include "copydesk/parts.h"

#define NUMERAL "[一二三四五六七八九十]{1,3}"

/* How paragraphs are numbered; group 1 is the number. */
static const char *const forms[] = {
    "^(" NUMERAL ")、",       "^[（(](" NUMERAL ")[）)]",         "^(" NUMERAL ")是(?!否|\\1)",
    "^第(" NUMERAL ")[，、]", "^(\\d{1,2})(?:[．、]|\\.(?!\\d))", "^[（(](\\d{1,2})[）)]",
    "^第(" NUMERAL ")条",
};

struct run {
    uint32_t article;
    int64_t last;
};

static bool follows(struct run *run, const struct line *line, int64_t number, bool restarts)
{
    const bool goes_on = run->article == line->article && run->last > 0;
    const bool fine = !goes_on || number == run->last + 1 || (restarts && number == 1);
    *run = (struct run){line->article, number};
    return fine;
}

/* Where a gap may have swallowed numbers nothing is said. */
static bool torn(const struct work *work, size_t i)
{
    return work->lines.v[i].gap || (i && work->lines.v[i - 1].gap);
}

static void say(struct work *work, uint32_t rule, const struct line *line, const uint32_t *g,
                int64_t last)
{
    FOUND(work, rule, line, g[0], g[1], number_str(work, last), number_str(work, last + 1));
}

void fact_numbering(struct work *work, uint32_t rule)
{
    struct run runs[BM_COUNT(forms)] = {{0}}, items = {0};
    const struct pattern *patterns[BM_COUNT(forms)];
    for (size_t f = 0; f < BM_COUNT(forms); f++)
        patterns[f] = work_pattern(work, forms[f]);
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (!rule_reads(work, rule, line))
            continue;
        if (line->role == ROLE_ITEM && line->ordered) {
            size_t digits = 0;
            while (digits < line->number.n && line->number.p[digits] >= '0' &&
                   line->number.p[digits] <= '9')
                digits++;
            const int64_t number = number_of(str_part(line->number, 0, digits));
            const int64_t last = items.last;
            if (number > 0 && !follows(&items, line, number, true) && !torn(work, i)) {
                const struct bm_str args[] = {number_str(work, last), number_str(work, last + 1)};
                found_at(work, rule, line->article, line->number_span, line->number, args, 2);
            }
            continue;
        }
        for (size_t f = 0; f < BM_COUNT(forms); f++) {
            at = 0;
            if (pattern_next(patterns[f], line->text, &at, g) <= 0)
                continue;
            const int64_t number = number_of(str_part(line->text, g[2], g[3]));
            const int64_t last = runs[f].last;
            if (number > 0 && !follows(&runs[f], line, number, true) && !torn(work, i))
                say(work, rule, line, g, last);
            if (f == 0) /* under a new 一、 the others begin anew */
                for (size_t k = 1; k < BM_COUNT(forms) - 1; k++)
                    runs[k].last = 0;
        }
    }
}

/* 一是…，二是…，三是… in a paragraph. */
void fact_inline_numbering(struct work *work, uint32_t rule)
{
    static const char *const inside[] = {
        "(?<![\\x{4e00}-\\x{9fff}])(" NUMERAL ")是(?!否|\\1)",
        "(?<![\\x{4e00}-\\x{9fff}])(" NUMERAL ")要(?!素|求|不|么|领|点)",
        "(?<![\\x{4e00}-\\x{9fff}])第(" NUMERAL ")，",
        "[（(](" NUMERAL ")[）)]",
        "[（(](\\d{1,2})[）)]",
    };
    const struct pattern *patterns[BM_COUNT(inside)];
    struct run before[BM_COUNT(inside)] = {{0}}; /* the last number of earlier paragraphs */
    for (size_t f = 0; f < BM_COUNT(inside); f++)
        patterns[f] = work_pattern(work, inside[f]);
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        if (!rule_reads(work, rule, line) || line->gap)
            continue;
        for (size_t f = 0; f < BM_COUNT(inside); f++) {
            uint32_t at = 0, g[24], first[24];
            int64_t last = 0, n = 0;
            if (before[f].article != line->article)
                before[f] = (struct run){line->article, 0};
            while (pattern_next(patterns[f], line->text, &at, g) > 0) {
                const int64_t number = number_of(str_part(line->text, g[2], g[3]));
                if (last && number != 1 && number != last + 1)
                    say(work, rule, line, g, last);
                if (n++ == 0)
                    memcpy(first, g, sizeof first);
                /* two members that begin with the second, and none before them */
                if (n == 2 && number == 3 && last == 2 && before[f].last != 1)
                    say(work, rule, line, first, 0);
                last = number;
            }
            before[f].last = last ? last : before[f].last;
        }
    }
}

/* The number in 第二号; -1: there is none. */
static int64_t number_in(struct work *work, struct bm_str s)
{
    uint32_t at = 0, g[24];
    const struct pattern *p = work_pattern(work, "^[（(]?第(" NUMERAL "|\\d{1,4})号[）)]?$");
    return pattern_next(p, s, &at, g) > 0 ? number_of(str_part(s, g[2], g[3])) : -1;
}

static struct bm_str title_of(const struct work *work, uint32_t article)
{
    for (size_t i = 0; i < work->lines.n; i++)
        if (work->lines.v[i].article == article && work->lines.v[i].field &&
            strcmp(work->lines.v[i].field, "title") == 0)
            return work->lines.v[i].text;
    return (struct bm_str){0};
}

/* A document with a number, under a title. */
struct part {
    const struct line *line;
    struct bm_str title;
    int64_t number;
    bool seen;
};

static size_t parts_of(struct work *work, struct part **out)
{
    struct part *v = BM_NEW_N(work->scratch, work->article_count + 1, struct part);
    size_t n = 0;
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        if (!line->field || strcmp(line->field, "number") != 0 || n >= work->article_count)
            continue;
        const int64_t number = number_in(work, line->text);
        if (number > 0)
            v[n++] = (struct part){line, title_of(work, line->article), number, false};
    }
    *out = v;
    return n;
}

/* One number twice under one title. */
void fact_series_twice(struct work *work, uint32_t rule)
{
    struct part *v;
    const size_t n = parts_of(work, &v);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (v[k].number == v[i].number && v[i].title.n && bm_str_eq(v[k].title, v[i].title)) {
                FOUND(work, rule, v[i].line, 0, (uint32_t)v[i].line->text.n, v[i].title);
                break;
            }
}

/* 第二号 and 第三号 under one title without 第一号, or with a number left out. */
void fact_series(struct work *work, uint32_t rule)
{
    struct part *v;
    const size_t n = parts_of(work, &v);
    for (size_t i = 0; i < n; i++) {
        const struct part *least = &v[i];
        int64_t most = 0, count = 0;
        if (v[i].seen)
            continue;
        for (size_t k = i; k < n; k++) {
            if (!bm_str_eq(v[k].title, v[i].title))
                continue;
            v[k].seen = true;
            count++;
            least = v[k].number < least->number ? &v[k] : least;
            most = v[k].number > most ? v[k].number : most;
        }
        if (count < 2 || most > 99)
            continue;
        for (int64_t number = 1; number < most; number++) {
            bool there = false;
            for (size_t k = i; k < n; k++)
                there |= bm_str_eq(v[k].title, v[i].title) && v[k].number == number;
            if (!there)
                FOUND(work, rule, least->line, 0, (uint32_t)least->line->text.n,
                      number_str(work, number));
        }
    }
}

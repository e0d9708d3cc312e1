/* What is found: whether it is wanted, in which words it is said, what {{ok}} accepts of it. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <stdlib.h>

bool rule_reads(const struct work *work, uint32_t rule, const struct line *line)
{
    return rule != NO_RULE && work->desk->rules[rule].level != LEVEL_OFF &&
           (work->desk->rules[rule].roles & 1u << line->role);
}

static struct bm_str fill(struct work *work, struct bm_str with, struct bm_str quote,
                          const struct bm_str *args, size_t n)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < with.n; i++) {
        const bool slot = i + 2 < with.n && with.p[i] == '{' && with.p[i + 1] >= '0' &&
                          with.p[i + 1] <= '4' && with.p[i + 2] == '}';
        if (!slot) {
            bm_buf_char(&b, with.p[i]);
            continue;
        }
        const size_t which = (size_t)(with.p[i + 1] - '0');
        if (which == 0)
            bm_buf_legible(&b, quote);
        else if (which <= n)
            bm_buf_legible(&b, args[which - 1]);
        i += 2;
    }
    return bm_buf_keep(&b, work->arena);
}

/* A quote in a sentence: not the whole of a long one. */
static struct bm_str shortened(struct work *work, struct bm_str s)
{
    if (bm_utf8_count(s.p, s.n) <= 24)
        return s;
    const size_t from = chars_on(s, 0, 11), to = chars_back(s, s.n, 11);
    return work_printf(work, "%.*s…%.*s", (int)from, s.p, (int)(s.n - to), s.p + to);
}

static void add(struct work *work, uint32_t rule, uint32_t article, struct bm_span span,
                struct bm_str quote, bool asked, const struct bm_str *args, size_t n)
{
    const struct rule *r = &work->desk->rules[rule];
    struct bm_findings *out = work->out;
    if (r->level == LEVEL_OFF || work->counts[rule] >= (r->once ? 1u : FOUND_MOST))
        return;
    work->counts[rule]++;
    struct bm_ruling *ruling = BM_NEW(work->arena, struct bm_ruling);
    *ruling = (struct bm_ruling){.rule = r->id};
    const struct bm_str shown = shortened(work, quote);
    for (int i = 0; i < 2; i++) {
        ruling->says[i] = fill(work, r->says[i], shown, args, n);
        ruling->help[i] = fill(work, r->help[i], shown, args, n);
    }
    out->v = bm_arena_grow(out->arena, out->v, out->n, &out->cap, sizeof *out->v);
    out->v[out->n++] = (struct bm_finding){.article = article,
                                           .span = span,
                                           .quote = bm_str_copy(work->arena, quote),
                                           .level = asked ? BM_NOTE : (enum bm_level)r->level,
                                           .ruling = ruling};
}

void found_at(struct work *work, uint32_t rule, uint32_t article, struct bm_span span,
              struct bm_str quote, const struct bm_str *args, size_t n)
{
    add(work, rule, article, span, quote, false, args, n);
}

/* Whether the editor asks about that place already. */
static bool is_asked(const struct line *line, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < line->spot_count; i++)
        if (line->spots[i].kind == BM_PIECE_QUERY && line->spots[i].at > from &&
            line->spots[i].at <= to)
            return true;
    return false;
}

void found(struct work *work, uint32_t rule, const struct line *line, uint32_t from, uint32_t to,
           const struct bm_str *args, size_t n)
{
    if (rule_reads(work, rule, line))
        add(work, rule, line->article, line_span(line, from, to), str_part(line->text, from, to),
            is_asked(line, from, to), args, n);
}

struct bm_str work_printf(struct work *work, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const struct bm_str s = bm_str_vprintf(work->scratch, format, list);
    va_end(list);
    return s;
}

struct bm_str number_str(struct work *work, int64_t value)
{
    return work_printf(work, "%lld", (long long)value);
}

static int by_place(const void *pa, const void *pb)
{
    const struct bm_finding *a = pa, *b = pb;
    if (a->span.file != b->span.file)
        return a->span.file < b->span.file ? -1 : 1;
    if (a->span.offset != b->span.offset)
        return a->span.offset < b->span.offset ? -1 : 1;
    if (a->span.length != b->span.length)
        return a->span.length < b->span.length ? -1 : 1;
    const size_t n = a->ruling->rule.n < b->ruling->rule.n ? a->ruling->rule.n : b->ruling->rule.n;
    const int c = memcmp(a->ruling->rule.p, b->ruling->rule.p, n);
    return c                                       ? c
           : a->ruling->rule.n < b->ruling->rule.n ? -1
                                                   : a->ruling->rule.n > b->ruling->rule.n;
}

/* The bytes of the manuscript that a line comes from. */
static struct bm_span line_whole(const struct line *line)
{
    const struct bm_text *t = line->pieces;
    const struct bm_span a = t->v[0].span, b = t->v[t->n - 1].span;
    return (struct bm_span){a.file, a.offset, b.offset + b.length - a.offset};
}

/* The finding that an {{ok}} is about: of its rule, in its line, the last that begins before it;
 * else the first of the line. */
static size_t accepted(const struct bm_findings *f, struct bm_span line, const struct spot *ok)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < f->n; i++) {
        const struct bm_finding *v = &f->v[i];
        if (v->span.file != line.file || !bm_str_eq(v->ruling->rule, ok->rule) ||
            v->span.offset + v->span.length < line.offset ||
            v->span.offset >= line.offset + line.length)
            continue;
        if (best == SIZE_MAX || v->span.offset < ok->span.offset)
            best = i;
    }
    return best;
}

static void take_out(struct bm_findings *f, size_t at)
{
    memmove(f->v + at, f->v + at + 1, (f->n - at - 1) * sizeof *f->v);
    f->n--;
}

/* What was found twice at one place, as two parts of one phrase are, is found once. */
static void unite(struct bm_findings *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!n || by_place(&f->v[n - 1], &f->v[i]) != 0)
            f->v[n++] = f->v[i];
    f->n = n;
}

void found_end(struct work *work, struct bm_diags *diags)
{
    struct bm_findings *f = work->out;
    if (f->n)
        qsort(f->v, f->n, sizeof *f->v, by_place);
    unite(f);
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        for (size_t k = 0; k < line->spot_count; k++) {
            const struct spot *s = &line->spots[k];
            if (s->kind != BM_PIECE_OK)
                continue;
            if (rule_named(work->desk, s->rule) == NO_RULE) {
                if (diags)
                    rule_unknown(work->desk, work->scratch, s->span, s->rule, diags);
                continue;
            }
            const size_t at = accepted(f, line_whole(line), s);
            if (at != SIZE_MAX)
                take_out(f, at);
            else if (work->desk->stale != NO_RULE && work->edition)
                found_at(work, work->desk->stale, line->article, s->span, s->rule, &s->rule, 1);
        }
    }
    if (f->n)
        qsort(f->v, f->n, sizeof *f->v, by_place);
}

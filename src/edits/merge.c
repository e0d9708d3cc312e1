#include "edits/merge.h"

#include "base/buf.h"
#include "base/difference.h"
#include "base/index.h"

#define MARK "\xEF\xBB\xBF"

/* What a file has beside its lines. */
struct dress {
    bool mark, cr;
    bool ends; /* it has line ends */
};

static struct dress dress_of(struct bm_str s)
{
    struct dress d = {.mark = s.n >= 3 && memcmp(s.p, MARK, 3) == 0};
    size_t ends = 0, pairs = 0, lone = 0;
    for (size_t i = 0; i < s.n; i++) {
        const bool pair = s.p[i] == '\n' && i && s.p[i - 1] == '\r';
        ends += s.p[i] == '\n';
        pairs += pair;
        lone += s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n');
    }
    d.ends = ends > 0;
    d.cr = d.ends && pairs == ends && !lone;
    return d;
}

static struct bm_str put_on(struct bm_arena *arena, struct dress d, struct bm_str s)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, d.mark ? MARK : "");
    for (size_t i = 0; i < s.n; i++) {
        if (d.cr && s.p[i] == '\n')
            bm_buf_char(&b, '\r');
        bm_buf_char(&b, s.p[i]);
    }
    return bm_buf_keep(&b, arena);
}

static struct bm_str take_off(struct bm_arena *arena, struct dress d, struct bm_str s)
{
    struct bm_buf b = {0};
    for (size_t i = d.mark ? 3 : 0; i < s.n; i++)
        if (!d.cr || s.p[i] != '\r')
            bm_buf_char(&b, s.p[i]);
    return bm_buf_keep(&b, arena);
}

struct bm_str bm_merge_dress(struct bm_arena *arena, struct bm_str file, struct bm_str text)
{
    const struct dress d = dress_of(file), now = dress_of(text);
    const bool mark = d.mark && !now.mark;
    const bool cr = d.cr && !memchr(text.p, '\r', text.n) && memchr(text.p, '\n', text.n);
    return mark || cr ? put_on(arena, (struct dress){mark, cr, true}, text) : text;
}

/* A text in tokens: lines with their ends, or code points. */
struct row {
    uint32_t *v;
    size_t n;
    size_t *at; /* where each begins, and one more: the end */
};

enum side {
    BASE,
    THEIRS,
    MINE
};

struct merging {
    struct bm_arena *arena, *work;
    const struct bm_str *texts; /* by side */
    struct bm_buf out;
    struct bm_merged *merged;
    size_t cap;
};

/* Part of each of the three texts. */
struct parts {
    struct bm_stretch v[3];
};

static void cut_lines(struct bm_arena *work, const struct bm_str *s, struct row *rows)
{
    struct bm_index index = {0};
    struct bm_str *known = NULL;
    size_t n = 0, cap = 0;
    for (int side = BASE; side <= MINE; side++) {
        struct row *r = &rows[side];
        size_t lines = 1;
        for (size_t i = 0; i < s[side].n; i++)
            lines += s[side].p[i] == '\n';
        r->v = BM_NEW_N(work, lines, uint32_t);
        r->at = BM_NEW_N(work, lines + 1, size_t);
        for (size_t from = 0, to; from < s[side].n; from = to) {
            const char *end = memchr(s[side].p + from, '\n', s[side].n - from);
            to = end ? (size_t)(end - s[side].p) + 1 : s[side].n;
            const struct bm_str line = {s[side].p + from, to - from};
            const uint64_t hash = bm_hash(BM_HASH_START, line.p, line.n);
            uint32_t i;
            for (size_t at = 0; (i = bm_index_next(&index, hash, &at)) != BM_INDEX_NONE;)
                if (bm_str_eq(known[i], line))
                    break;
            if (i == BM_INDEX_NONE) {
                i = (uint32_t)n;
                known = bm_arena_grow(work, known, n, &cap, sizeof *known);
                known[n] = line;
                bm_index_add(work, &index, hash, n++);
            }
            r->v[r->n] = i;
            r->at[r->n++] = from;
        }
        r->at[r->n] = s[side].n;
    }
}

static void cut_characters(struct bm_arena *work, struct bm_str s, struct bm_stretch part,
                           struct row *r)
{
    r->n = 0;
    r->v = BM_NEW_N(work, part.n + 1, uint32_t);
    r->at = BM_NEW_N(work, part.n + 1, size_t);
    for (size_t i = part.at; i < part.at + part.n;) {
        r->at[r->n] = i;
        r->v[r->n++] = bm_utf8_next(s.p, part.at + part.n, &i);
    }
    r->at[r->n] = part.at + part.n;
}

static struct bm_str text_of(const struct merging *m, enum side side, struct bm_stretch part)
{
    return (struct bm_str){m->texts[side].p + part.at, part.n};
}

/* Appends where one side alone has changed something, or both the same; else false. */
static bool put_agreed(struct merging *m, const struct parts *p)
{
    const struct bm_str base = text_of(m, BASE, p->v[BASE]), mine = text_of(m, MINE, p->v[MINE]);
    const struct bm_str theirs = text_of(m, THEIRS, p->v[THEIRS]);
    if (!bm_str_eq(theirs, mine) && !bm_str_eq(theirs, base) && !bm_str_eq(mine, base))
        return false;
    bm_buf_str(&m->out, bm_str_eq(theirs, base) ? mine : theirs);
    return true;
}

static void put_conflict(struct merging *m, const struct parts *p)
{
    struct bm_merged *out = m->merged;
    out->conflicts =
        bm_arena_grow(m->arena, out->conflicts, out->n, &m->cap, sizeof *out->conflicts);
    out->conflicts[out->n++] = (struct bm_merge_conflict){
        p->v[BASE], p->v[THEIRS], p->v[MINE], {m->out.n, p->v[THEIRS].n}};
    bm_buf_str(&m->out, text_of(m, THEIRS, p->v[THEIRS]));
}

/* Whether a change that begins at token `from` of the base is too near one that ends at `to` for
 * both to be taken: nothing, or less than so many characters of one line, lies between. */
static bool is_near(const struct row *base, bool characters, size_t to, size_t from)
{
    if (from <= to || !characters)
        return from <= to;
    bool end = false;
    for (size_t i = to; i < from && !end; i++)
        end = base->v[i] == '\n';
    return !end && from - to < BM_MERGE_NEAR;
}

/* Three rows of tokens that are being merged, from the beginning of the base to its end. */
struct walk {
    const struct row *rows;
    bool characters;           /* the tokens are code points */
    struct bm_difference d[3]; /* of both sides */
    size_t next[3];            /* hunk of each */
    int64_t shift[3];          /* tokens that a side has more than the base up to there */
};

/* A place that one side has changed, or both: hunks that meet. In tokens of the base. */
struct place {
    size_t from, to;
    struct parts parts;
};

/* Takes the next hunk of a side into the place, if it belongs there. */
static bool take_hunk(struct walk *w, int side, bool other, struct place *p)
{
    if (w->next[side] >= w->d[side].n)
        return false;
    const struct bm_hunk *h = &w->d[side].v[w->next[side]];
    if (!is_near(&w->rows[BASE], w->characters && other, p->to, h->a))
        return false;
    p->to = h->a + h->n > p->to ? h->a + h->n : p->to;
    w->shift[side] += (int64_t)h->m - h->n;
    w->next[side]++;
    return true;
}

static bool next_place(struct walk *w, struct place *p)
{
    const size_t begun[3] = {0, w->next[THEIRS], w->next[MINE]};
    const int64_t was[3] = {0, w->shift[THEIRS], w->shift[MINE]};
    p->from = SIZE_MAX;
    for (int side = THEIRS; side <= MINE; side++)
        if (w->next[side] < w->d[side].n && w->d[side].v[w->next[side]].a < p->from)
            p->from = p->to = w->d[side].v[w->next[side]].a;
    if (p->from == SIZE_MAX)
        return false;
    for (bool more = true; more;) {
        more = take_hunk(w, THEIRS, w->next[MINE] > begun[MINE], p);
        more |= take_hunk(w, MINE, w->next[THEIRS] > begun[THEIRS], p);
    }
    for (int side = BASE; side <= MINE; side++) {
        const size_t *at = w->rows[side].at;
        const size_t from = at[(size_t)((int64_t)p->from + was[side])];
        const size_t to = at[(size_t)((int64_t)p->to + w->shift[side])];
        p->parts.v[side] = (struct bm_stretch){from, to - from};
    }
    return true;
}

static void merge_rows(struct merging *m, const struct row *rows, bool characters)
{
    struct walk w = {.rows = rows, .characters = characters};
    struct place p;
    const struct row *base = &rows[BASE];
    size_t at = 0;
    for (int side = THEIRS; side <= MINE; side++)
        bm_difference(m->work, base->v, base->n, rows[side].v, rows[side].n, &w.d[side]);
    while (next_place(&w, &p)) {
        const struct bm_stretch before = {base->at[at], base->at[p.from] - base->at[at]};
        bm_buf_str(&m->out, text_of(m, BASE, before));
        at = p.to;
        if (put_agreed(m, &p.parts))
            continue;
        if (characters) {
            put_conflict(m, &p.parts);
            continue;
        }
        struct row inner[3];
        for (int side = BASE; side <= MINE; side++)
            cut_characters(m->work, m->texts[side], p.parts.v[side], &inner[side]);
        merge_rows(m, inner, true);
    }
    const struct bm_stretch rest = {base->at[at], base->at[base->n] - base->at[at]};
    bm_buf_str(&m->out, text_of(m, BASE, rest));
}

/* Where what stood at a place of a text stands once it has its dress. */
static size_t dressed(struct dress d, struct bm_str s, size_t at)
{
    size_t n = at + (d.mark ? 3 : 0);
    for (size_t i = 0; d.cr && i < at; i++)
        n += s.p[i] == '\n';
    return n;
}

static void dress_stretch(struct dress d, struct bm_str s, struct bm_stretch *part)
{
    const size_t from = dressed(d, s, part->at), to = dressed(d, s, part->at + part->n);
    *part = (struct bm_stretch){from, to - from};
}

static bool choose(bool base, bool theirs, bool mine)
{
    return mine == base ? theirs : mine;
}

static bool choose_ends(const struct dress *d)
{
    if (!d[THEIRS].ends || !d[MINE].ends)
        return d[THEIRS].ends ? d[THEIRS].cr : d[MINE].cr;
    return choose(d[BASE].ends ? d[BASE].cr : d[THEIRS].cr, d[THEIRS].cr, d[MINE].cr);
}

bool bm_merge(struct bm_arena *arena, struct bm_str base, struct bm_str theirs, struct bm_str mine,
              struct bm_merged *out)
{
    const bool mine_only = bm_str_eq(theirs, base);
    *out = (struct bm_merged){0};
    if (mine_only || bm_str_eq(mine, base) || bm_str_eq(theirs, mine)) {
        out->text = bm_str_copy(arena, mine_only ? mine : theirs);
        return true;
    }
    const struct bm_str whole[3] = {base, theirs, mine};
    struct bm_str texts[3];
    struct dress d[3];
    struct row rows[3] = {0};
    struct merging m = {arena, bm_arena_new(), texts, {0}, out, 0};
    for (int side = BASE; side <= MINE; side++) {
        d[side] = dress_of(whole[side]);
        texts[side] = take_off(m.work, d[side], whole[side]);
    }
    cut_lines(m.work, texts, rows);
    merge_rows(&m, rows, false);
    const struct dress now = {choose(d[BASE].mark, d[THEIRS].mark, d[MINE].mark), choose_ends(d),
                              true};
    const struct bm_str merged = bm_buf_view(&m.out);
    out->text = put_on(arena, now, merged);
    for (size_t i = 0; i < out->n; i++) {
        struct bm_merge_conflict *c = &out->conflicts[i];
        dress_stretch(d[BASE], texts[BASE], &c->base);
        dress_stretch(d[THEIRS], texts[THEIRS], &c->theirs);
        dress_stretch(d[MINE], texts[MINE], &c->mine);
        dress_stretch(now, merged, &c->merged);
    }
    bm_buf_free(&m.out);
    bm_arena_drop(m.work);
    return !out->n;
}

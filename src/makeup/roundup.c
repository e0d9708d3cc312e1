#include "makeup/roundup.h"

struct rounding {
    struct bm_arena *arena;
    const struct bm_layout *layout;
    const struct bm_template *t;
    struct bm_article *const *articles;
    size_t n;
    enum {
        FREE,
        ALONE,
        JOINED
    } * state;
    struct bm_article **joined; /* at the place of its first, NULL: none */
    struct bm_diags *diags;
};

static bool has_plus(struct bm_str name)
{
    return name.n && memchr(name.p, '+', name.n);
}

/* Why it is not a title and text alone, as reasons.def has it; NULL: it is. */
static const char *why_no_brief(const struct bm_article *a)
{
    bool title = false;
    for (size_t i = 0; i < a->field_count; i++) {
        if (strcmp(a->fields[i].key, "title") != 0)
            return "its head has more than a title";
        title = true;
    }
    if (!title)
        return "it has no title";
    if (!a->block_count)
        return "it has no text";
    for (size_t i = 0; i < a->block_count; i++)
        if (a->blocks[i].kind == BM_BLOCK_FIGURE)
            return "it has a picture";
        else if (a->blocks[i].kind != BM_BLOCK_PARAGRAPH && a->blocks[i].kind != BM_BLOCK_ITEM)
            return "it has a subhead, a quote or a table";
    if (a->place.rank)
        return "it has a rank";
    if (a->place.foot)
        return "it is pinned to the foot";
    return has_plus(a->name) ? "its name has a “+”" : NULL;
}

static bool is_brief(const struct bm_article *a)
{
    return !why_no_brief(a);
}

static bool go_together(const struct bm_article *a, const struct bm_article *b)
{
    return bm_str_eq(a->kind, b->kind) && a->place.page == b->place.page &&
           bm_str_eq(a->place.section, b->place.section);
}

static size_t find_name(const struct rounding *r, struct bm_str name)
{
    size_t a = 0;
    while (a < r->n && !bm_str_eq(r->articles[a]->name, name))
        a++;
    return a;
}

/* The articles in that order as one. */
static void join(struct rounding *r, const size_t *members, size_t count)
{
    const struct bm_article *first = r->articles[members[0]];
    const struct bm_kind *kind = bm_layout_kind(r->layout, first->kind);
    struct bm_article *out = BM_NEW(r->arena, struct bm_article);
    struct bm_buf name = {0};
    size_t blocks = 0;
    for (size_t m = 0; m < count; m++)
        blocks += r->articles[members[m]]->block_count + r->articles[members[m]]->field_count;
    *out = *first;
    out->serial = 0;
    out->kind = kind->roundup.kind;
    out->fields = NULL;
    out->field_count = out->block_count = 0;
    out->blocks = BM_NEW_N(r->arena, blocks + 1, struct bm_block);
    out->joined = BM_NEW_N(r->arena, count, struct bm_joined);
    out->joined_count = count;
    for (size_t m = 0; m < count; m++) {
        const struct bm_article *a = r->articles[members[m]];
        if (m)
            bm_buf_char(&name, '+');
        bm_buf_str(&name, a->name);
        out->joined[m] = (struct bm_joined){a, out->block_count};
        for (size_t i = 0; i < a->field_count; i++)
            out->blocks[out->block_count++] = (struct bm_block){
                .kind = BM_BLOCK_SUBHEAD, .text = a->fields[i].text, .span = a->fields[i].span};
        memcpy(out->blocks + out->block_count, a->blocks, a->block_count * sizeof *a->blocks);
        out->block_count += a->block_count;
    }
    out->name = bm_str_copy(r->arena, (struct bm_str){name.p, name.n});
    bm_buf_free(&name);
    if (find_name(r, out->name) < r->n)
        return; /* a file is called so */
    for (size_t m = 0; m < count; m++)
        r->state[members[m]] = JOINED;
    r->joined[members[0]] = out;
}

/* What a frame names by itself stands there by itself. */
static void keep_named(struct rounding *r, const struct bm_frame *frame)
{
    const size_t own = find_name(r, frame->article);
    if (own < r->n)
        r->state[own] = ALONE;
}

/* Why an article cannot stand under one head with those before it; NULL: it can. */
static const char *why_apart(const struct rounding *r, const size_t *before, size_t count, size_t a)
{
    if (a == r->n)
        return "no article is called so";
    for (size_t m = 0; m < count; m++)
        if (before[m] == a)
            return "it is named twice";
    if (r->state[a] != FREE)
        return r->state[a] == ALONE ? "it has a frame of its own" : "it has another frame";
    const struct bm_kind *kind = bm_layout_kind(r->layout, r->articles[a]->kind);
    if (!kind || !kind->roundup.kind.n)
        return "articles of its kind stand alone";
    for (size_t m = 0; m < count; m++) {
        const struct bm_article *x = r->articles[before[m]], *y = r->articles[a];
        if (!bm_str_eq(x->kind, y->kind))
            return "it is of another kind than the first";
        if (x->place.page && y->place.page && x->place.page != y->place.page)
            return "edition.yaml has it on another page";
    }
    return NULL;
}

/* Whether it may be joined; said where not. What was no more than a title and text when a plan was
 * made stays where that has it, whatever was typed since. */
static bool may_join(struct rounding *r, const struct bm_frame *f, const size_t *before,
                     size_t count, size_t a, struct bm_str name)
{
    const char *apart = why_apart(r, before, count, a);
    const char *why = apart ? apart : why_no_brief(r->articles[a]);
    if (!why)
        return true;
    if (apart || !f->held)
        return bm_diag(r->diags, BM_MSG_NOT_JOINED, f->article_span, f->article, name,
                       bm_str_c(why));
    bm_diag(r->diags, BM_MSG_JOINED_STILL, ((struct bm_span){r->articles[a]->file, 0, 0}), name,
            bm_str_c(why));
    return true;
}

/* A frame that names several with + between has those as one; each stands in one of them. */
static void take_named(struct rounding *r, const struct bm_frame *f)
{
    const struct bm_str frame = f->article;
    size_t *members = BM_NEW_N(r->arena, r->n + 1, size_t), count = 0;
    if (!has_plus(frame) || find_name(r, frame) < r->n)
        return;
    for (size_t from = 0, to; from <= frame.n; from = to + 1) {
        for (to = from; to < frame.n && frame.p[to] != '+';)
            to++;
        const struct bm_str name = {frame.p + from, to - from};
        const size_t a = find_name(r, name);
        if (!may_join(r, f, members, count, a, name))
            return;
        members[count++] = a;
    }
    join(r, members, count);
}

/* All that go with one another, in parts nearly alike. */
static void take_rest(struct rounding *r, size_t first)
{
    const struct bm_kind *kind = bm_layout_kind(r->layout, r->articles[first]->kind);
    size_t *members = BM_NEW_N(r->arena, r->n + 1, size_t), count = 0;
    if (r->state[first] != FREE || !kind || !kind->roundup.kind.n || !is_brief(r->articles[first]))
        return;
    for (size_t a = first; a < r->n; a++)
        if (r->state[a] == FREE && is_brief(r->articles[a]) &&
            go_together(r->articles[first], r->articles[a]))
            members[count++] = a;
    const size_t parts = (count + kind->roundup.most - 1) / kind->roundup.most;
    for (size_t k = 0, from = 0; k < parts; k++) {
        const size_t end = count * (k + 1) / parts;
        if (end - from > 1)
            join(r, members + from, end - from);
        from = end;
    }
}

/* Room up to the end of each page that composes itself, in base columns × lines; their number. */
static size_t open_pages(const struct bm_template *t, uint64_t *rooms)
{
    size_t n = 0;
    uint64_t room = 0;
    for (size_t p = 0; p < t->n; p++) {
        const uint64_t before = room;
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            room += f->automatic ? (uint64_t)f->columns * f->lines : 0;
        }
        if (room > before)
            rooms[n++] = room;
    }
    return n;
}

/* Several that may stand on any of several pages do not all stand where the list has the first
 * items, but where a page will end, if the text fills the pages alike. */
static void spread(const struct rounding *r, struct bm_roundups *out)
{
    struct bm_article **free = BM_NEW_N(r->arena, out->n + 1, struct bm_article *);
    struct bm_article **rest = BM_NEW_N(r->arena, out->n + 1, struct bm_article *);
    size_t count = 0, left = 0, n = 0, k = 0;
    uint64_t all = 0, passed = 0;
    for (size_t i = 0; i < out->n; i++) {
        struct bm_article *a = out->articles[i];
        bool named = false;
        for (size_t p = 0; p < r->t->n && !named; p++)
            for (size_t f = 0; f < r->t->pages[p].n && !named; f++)
                named = bm_str_eq(r->t->pages[p].frames[f].article, a->name);
        if (a->joined_count && !named && !a->place.page && !a->place.section.n) {
            free[count++] = a;
            continue;
        }
        rest[left++] = a;
        all += bm_article_length(a);
    }
    uint64_t *rooms = BM_NEW_N(r->arena, r->t->n + 1, uint64_t);
    const size_t pages = open_pages(r->t, rooms);
    if (count < 2 || pages < 2)
        return;
    for (size_t i = 0; i < left; i++) {
        out->articles[n++] = rest[i];
        passed += bm_article_length(rest[i]);
        while (k < count &&
               passed * rooms[pages - 1] >= all * rooms[((k + 1) * pages + count - 1) / count - 1])
            out->articles[n++] = free[k++];
    }
    while (k < count)
        out->articles[n++] = free[k++];
}

struct bm_roundups bm_makeup_roundups(struct bm_arena *arena, const struct bm_layout *layout,
                                      const struct bm_template *t,
                                      struct bm_article *const *articles, size_t n,
                                      struct bm_diags *diags)
{
    struct rounding r = {
        arena, layout, t, articles, n, NULL, BM_NEW_N(arena, n + 1, struct bm_article *), diags};
    struct bm_roundups out = {BM_NEW_N(arena, n + 1, struct bm_article *), 0};
    bool any = false;
    r.state = bm_arena_array(arena, n + 1, sizeof *r.state);
    for (size_t a = 0; a < n; a++)
        r.state[a] = FREE;
    for (size_t k = 0; k < layout->kind_count; k++)
        any = any || layout->kinds[k].roundup.kind.n;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t p = 0; p < t->n; p++)
            for (size_t i = 0; i < t->pages[p].n; i++)
                (pass ? take_named : keep_named)(&r, &t->pages[p].frames[i]);
    for (size_t a = 0; a < n && any; a++)
        take_rest(&r, a);
    for (size_t a = 0; a < n; a++) {
        if (r.joined[a])
            out.articles[out.n++] = r.joined[a];
        else if (r.state[a] != JOINED)
            out.articles[out.n++] = articles[a];
    }
    spread(&r, &out);
    return out;
}

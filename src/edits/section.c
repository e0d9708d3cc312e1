/* A section of plan.lock made anew: the old one's comments go where what they are about stands. */
#include "base/buf.h"
#include "edits/edits.h"
#include "edits/names.h"
#include "edits/places.h"

/* Something that a comment may be about: where its text begins. */
struct thing {
    size_t at;
    const char *key;     /* of the section, or of a page; NULL: a frame */
    struct bm_str page;  /* its number, as it is written; empty: none */
    struct bm_str name;  /* of a frame's article */
    struct bm_yaml *map; /* the frame */
};

/* A comment, or an empty line. */
struct remark {
    const struct thing *about; /* NULL: nothing comes behind it */
    bool above;                /* in a line of its own; else behind what it is about */
    struct bm_str text;        /* with the blanks before it where it stands behind */
    bool put;
};

struct half {
    struct bm_editing *e;
    struct bm_yaml *key, *section;
    size_t from, to; /* whole lines */
    struct thing *things;
    size_t n, cap;
};

struct carrying {
    struct half old, now;
    struct remark *remarks;
    size_t n, cap;
    struct bm_str eol;
    struct bm_buf out;
};

static void add_thing(struct half *h, struct thing t)
{
    h->things = bm_arena_grow(h->e->arena, h->things, h->n, &h->cap, sizeof *h->things);
    h->things[h->n++] = t;
}

static void add_frames(struct half *h, const struct bm_yaml *frames, struct bm_str page)
{
    for (size_t i = 0; frames->kind == BM_YAML_LIST && i < frames->n; i++) {
        const struct bm_yaml *name = bm_yaml_get(frames->values[i], "article");
        const bool named = name && name->kind == BM_YAML_SCALAR;
        add_thing(h, (struct thing){.at = bm_edit_begin(h->e, frames->values[i]),
                                    .page = page,
                                    .name = named ? name->text : BM_STR(""),
                                    .map = frames->values[i]});
    }
}

static void add_page(struct half *h, const struct bm_yaml *page)
{
    static const char *const keys[] = {"page", "locked", "frames"};
    const struct bm_yaml *number = bm_yaml_get(page, "page");
    const struct bm_str text =
        number && number->kind == BM_YAML_SCALAR ? number->text : BM_STR("?");
    for (size_t i = 0; page->kind == BM_YAML_MAP && i < page->n; i++)
        for (size_t k = 0; k < BM_COUNT(keys); k++)
            if (bm_str_is(page->keys[i]->text, keys[k])) {
                add_thing(h, (struct thing){.at = bm_edit_begin(h->e, page->keys[i]),
                                            .key = keys[k],
                                            .page = text});
                if (k == 2)
                    add_frames(h, page->values[i], text);
            }
}

/* All that the section of that name has, in the order of the text. False: there is none. */
static bool look(struct half *h, struct bm_str name)
{
    static const char *const keys[] = {"layout", "frames", "articles", "pages"};
    const struct bm_yaml *root = h->e->root;
    for (size_t i = 0; i < root->n && !h->section; i++)
        if (bm_str_eq(root->keys[i]->text, name)) {
            h->key = root->keys[i];
            h->section = root->values[i];
        }
    if (!h->section)
        return false;
    h->from = bm_edit_line_begin(h->e, bm_edit_begin(h->e, h->key));
    h->to = bm_edit_past_line(h->e, bm_edit_end(h->e, h->section));
    add_thing(h, (struct thing){.at = bm_edit_begin(h->e, h->key), .key = "section"});
    for (size_t i = 0; h->section->kind == BM_YAML_MAP && i < h->section->n; i++)
        for (size_t k = 0; k < BM_COUNT(keys); k++) {
            const struct bm_yaml *value = h->section->values[i];
            if (!bm_str_is(h->section->keys[i]->text, keys[k]))
                continue;
            add_thing(
                h, (struct thing){.at = bm_edit_begin(h->e, h->section->keys[i]), .key = keys[k]});
            for (size_t p = 0; k == 3 && value->kind == BM_YAML_LIST && p < value->n; p++)
                add_page(h, value->values[p]);
        }
    return true;
}

/* Notes which bytes are those of scalars, where a # begins no comment. */
static void note_scalars(const struct bm_editing *e, const struct bm_yaml *node, bool *inside)
{
    const size_t from = bm_edit_begin(e, node);
    if (node->kind == BM_YAML_SCALAR)
        memset(inside + from, true, bm_edit_end(e, node) - from);
    for (size_t i = 0; node->kind != BM_YAML_SCALAR && i < node->n; i++) {
        if (node->kind == BM_YAML_MAP)
            note_scalars(e, node->keys[i], inside);
        note_scalars(e, node->values[i], inside);
    }
}

/* The comment of the line [from, to), with the blanks before it; to: there is none. */
static size_t find_comment(const struct bm_editing *e, size_t from, size_t to, const bool *inside)
{
    for (size_t i = from; i < to; i++)
        if (e->text.p[i] == '#' && !inside[i] &&
            (i == from || e->text.p[i - 1] == ' ' || e->text.p[i - 1] == '\t')) {
            while (i > from && (e->text.p[i - 1] == ' ' || e->text.p[i - 1] == '\t'))
                i--;
            return i;
        }
    return to;
}

/* What a remark is about: what begins next, or what began last before it. */
static const struct thing *find_thing(const struct half *h, size_t at, bool next)
{
    const struct thing *found = NULL;
    for (size_t i = 0; i < h->n; i++)
        if (next ? h->things[i].at >= at && (!found || h->things[i].at < found->at)
                 : h->things[i].at < at && (!found || h->things[i].at > found->at))
            found = &h->things[i];
    return found;
}

/* Whether the new section has the comment itself: inside a frame that was taken over as it was. */
static bool is_taken_over(const struct carrying *c, struct bm_str s)
{
    const struct bm_str text = c->now.e->text;
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s = (struct bm_str){s.p + 1, s.n - 1};
    for (size_t i = 0; s.n && i + s.n < text.n; i++)
        if (text.p[i] == '#' && memcmp(text.p + i, s.p, s.n) == 0 &&
            strchr("\r\n", text.p[i + s.n]))
            return true;
    return false;
}

static bool is_inside_frame(const struct half *h, size_t at)
{
    bool inside = false;
    for (size_t i = 0; i < h->n; i++)
        inside = inside || (h->things[i].map && at >= h->things[i].at &&
                            at < bm_edit_end(h->e, h->things[i].map));
    return inside;
}

static void gather(struct carrying *c)
{
    struct half *h = &c->old;
    struct bm_editing *e = h->e;
    bool *inside = BM_NEW_N(e->arena, e->text.n + 1, bool);
    note_scalars(e, e->root, inside);
    for (size_t from = h->from, next; from < h->to; from = next) {
        const size_t to = bm_edit_line_end(e, from);
        size_t at = find_comment(e, from, to, inside), first = from;
        next = bm_edit_past_line(e, from);
        while (first < to && (e->text.p[first] == ' ' || e->text.p[first] == '\t'))
            first++;
        const bool above = first == to || e->text.p[first] == '#';
        if (!above && at == to)
            continue;
        at = above ? first : at;
        const struct bm_str text = {e->text.p + at, to - at};
        if (is_inside_frame(h, at) && (at == to || is_taken_over(c, text)))
            continue;
        c->remarks = bm_arena_grow(e->arena, c->remarks, c->n, &c->cap, sizeof *c->remarks);
        c->remarks[c->n++] = (struct remark){
            .about = find_thing(h, above ? to : at, above), .above = above, .text = text};
    }
}

/* Whether what a remark was about is that thing of the new section: the same of the same page, or,
 * loosely, the same article on another. */
static bool is_about(const struct thing *was, const struct thing *is, bool loosely)
{
    if (!was || (was->key != NULL) != (is->key != NULL))
        return false;
    if (!is->key)
        return bm_str_eq(was->name, is->name) && (loosely || bm_str_eq(was->page, is->page));
    return bm_str_eq(was->page, is->page) &&
           (strcmp(was->key, is->key) == 0 ||
            (loosely && was->page.n && strcmp(is->key, "page") == 0));
}

/* Whether something of the new section is surely what the remark was about. */
static bool has_home(const struct carrying *c, const struct remark *r)
{
    bool found = false;
    for (size_t i = 0; i < c->now.n; i++)
        found = found || is_about(r->about, &c->now.things[i], false);
    return found;
}

static void put_remarks(struct carrying *c, const struct thing *is, bool above, size_t indent)
{
    for (size_t i = 0; i < c->n; i++) {
        struct remark *r = &c->remarks[i];
        if (r->put || r->above != above ||
            !(is_about(r->about, is, false) || (is_about(r->about, is, true) && !has_home(c, r))))
            continue;
        for (size_t k = 0; above && r->text.n && k < indent; k++)
            bm_buf_char(&c->out, ' ');
        bm_buf_str(&c->out, r->text);
        bm_buf_str(&c->out, above ? c->eol : BM_STR(""));
        r->put = true;
        /* One line has one comment behind it; of an article with two frames the first goes first.
         */
        if (!above)
            return;
    }
}

/* The frame of the old section that is the same, as it is written there in one line; NULL: none. */
static const struct bm_yaml *same_frame(const struct carrying *c, const struct thing *frame)
{
    struct bm_buf is = {0}, was = {0};
    const struct bm_yaml *found = NULL;
    bm_yaml_canonical(frame->map, &is);
    for (size_t i = 0; i < c->old.n && !found; i++) {
        const struct bm_yaml *map = c->old.things[i].map;
        if (!map || !bm_str_eq(c->old.things[i].name, frame->name) ||
            !bm_edit_is_flow(c->old.e, map))
            continue;
        const struct bm_str text = bm_edit_written(c->old.e, map);
        was.n = 0;
        bm_yaml_canonical(map, &was);
        if (bm_str_eq(bm_buf_view(&is), bm_buf_view(&was)) && !memchr(text.p, '\n', text.n))
            found = map;
    }
    bm_buf_free(&is);
    bm_buf_free(&was);
    return found;
}

/* A line of the new section, and what is remarked of it. */
static void put_line(struct carrying *c, size_t from, size_t to)
{
    struct half *h = &c->now;
    const struct bm_str text = h->e->text;
    const struct thing *is = find_thing(h, from, true);
    size_t indent = 0;
    while (from + indent < to && text.p[from + indent] == ' ')
        indent++;
    if (is && is->at >= to)
        is = NULL;
    if (is)
        put_remarks(c, is, true, indent);
    const struct bm_yaml *same = is && is->map ? same_frame(c, is) : NULL;
    if (same) {
        bm_buf_str(&c->out, (struct bm_str){text.p + from, is->at - from});
        bm_buf_str(&c->out, bm_edit_written(c->old.e, same));
    } else {
        bm_buf_str(&c->out, (struct bm_str){text.p + from, to - from});
    }
    if (is)
        put_remarks(c, is, false, indent);
    bm_buf_str(&c->out, c->eol);
}

static void put_section(struct carrying *c)
{
    const struct bm_editing *now = c->now.e;
    for (size_t from = 0; from < now->text.n; from = bm_edit_past_line(now, from))
        put_line(c, from, bm_edit_line_end(now, from));
    /* Of what is no more. */
    for (size_t i = 0; i < c->n; i++) {
        struct bm_str text = c->remarks[i].text;
        while (text.n && (*text.p == ' ' || *text.p == '\t'))
            text = (struct bm_str){text.p + 1, text.n - 1};
        if (c->remarks[i].put || !text.n)
            continue;
        bm_buf_c(&c->out, "    ");
        bm_buf_str(&c->out, text);
        bm_buf_str(&c->out, c->eol);
    }
}

/* What comes of it must be the others as they were, and the new section. */
static bool check(struct bm_editing *old, const struct half *now, struct bm_str out)
{
    struct bm_sources sources = {.arena = old->arena};
    struct bm_diags said = {.arena = old->arena};
    struct bm_buf is = {0}, want = {0};
    bm_sources_add(&sources, BM_STR(""), BM_STR(""), out);
    const struct bm_yaml *root = bm_yaml_read(old->arena, &sources, 0, 0, (uint32_t)out.n, &said);
    struct bm_yaml *all = BM_NEW(old->arena, struct bm_yaml);
    *all = (struct bm_yaml){.kind = BM_YAML_MAP,
                            .keys = BM_NEW_N(old->arena, old->root->n + 1, struct bm_yaml *),
                            .values = BM_NEW_N(old->arena, old->root->n + 1, struct bm_yaml *)};
    for (size_t i = 0; i <= old->root->n; i++) {
        struct bm_yaml *key = i < old->root->n ? old->root->keys[i] : now->key;
        if (i < old->root->n && bm_str_eq(key->text, now->key->text))
            continue;
        all->keys[all->n] = key;
        all->values[all->n++] = i < old->root->n ? old->root->values[i] : now->section;
    }
    bool same = root && root->kind == BM_YAML_MAP;
    if (same) {
        bm_yaml_canonical(root, &is);
        bm_yaml_canonical(all, &want);
        same = bm_str_eq(bm_buf_view(&is), bm_buf_view(&want));
    }
    bm_buf_free(&is);
    bm_buf_free(&want);
    return same;
}

bool bm_edit_section(struct bm_arena *arena, struct bm_sources *sources, struct bm_str text,
                     struct bm_str section, struct bm_diags *diags, struct bm_str *out)
{
    struct bm_editing old, now;
    struct carrying c = {.old = {.e = &old}, .now = {.e = &now}};
    if (!bm_editing_open(&old, arena, sources, "plan.lock", text, diags) ||
        !bm_editing_open(&now, arena, sources, "plan.lock", section, diags) || !now.root->n ||
        !look(&c.now, now.root->keys[0]->text))
        return false;
    const bool there = look(&c.old, now.root->keys[0]->text);
    c.eol = bm_edit_eol(&old);
    if (there) {
        const size_t end = bm_edit_line_end(&old, c.old.from);
        c.eol = (struct bm_str){text.p + end, bm_edit_past_line(&old, end) - end};
        gather(&c);
    }
    if (!c.eol.n)
        c.eol = BM_STR("\n");
    const size_t from = there ? c.old.from : text.n, to = there ? c.old.to : text.n;
    bm_buf_str(&c.out, (struct bm_str){text.p, from});
    if (from && text.p[from - 1] != '\n' && !(there && from == 3))
        bm_buf_str(&c.out, c.eol);
    put_section(&c);
    bm_buf_str(&c.out, (struct bm_str){text.p + to, text.n - to});
    *out = bm_buf_keep(&c.out, arena);
    const struct bm_span place = {old.file, 0, 0};
    return check(&old, &c.now, *out) || bm_diag0(diags, BM_MSG_PLAN_IN_BRACES, place);
}

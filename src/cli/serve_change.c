#include "cli/serve_change.h"

#include "base/digest.h"
#include "cli/lock.h"
#include "cli/planning.h"
#include "edits/edits.h"

#include <stdio.h>

const char *bm_change_name(enum bm_change_of file)
{
    return file == BM_CHANGE_EDITION ? "edition.yaml" : BM_LOCK_NAME;
}

static struct bm_str text_of(const struct bm_yaml *map, const char *key)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    return node && node->kind == BM_YAML_SCALAR ? node->text : (struct bm_str){0};
}

static bool number_of(const struct bm_yaml *map, const char *key, uint32_t *out)
{
    const struct bm_str s = text_of(map, key);
    const uint64_t n = bm_web_decimal(s, UINT64_MAX);
    *out = n <= 9999 ? (uint32_t)n : 0;
    return n <= 9999;
}

bool bm_change_read(struct bm_change *c, struct bm_serve *s, struct bm_str json)
{
    *c = (struct bm_change){.s = s, .arena = s->work};
    c->sources.arena = c->diags.arena = s->work;
    if (json.n > 65536 || bm_utf8_check(json.p, json.n) != json.n)
        return false;
    const uint32_t file = bm_sources_add(&c->sources, BM_STR("?"), BM_STR("?"), json);
    const struct bm_yaml *map =
        bm_yaml_read(s->work, &c->sources, file, 0, (uint32_t)json.n, &c->diags);
    if (!map || map->kind != BM_YAML_MAP)
        return false;
    c->op = text_of(map, "op");
    c->article = text_of(map, "article");
    c->with = text_of(map, "with");
    c->style = text_of(map, "style");
    c->section = text_of(map, "section");
    c->has_page = number_of(map, "page", &c->page);
    c->has_rank = number_of(map, "rank", &c->rank);
    c->has_to = number_of(map, "to", &c->to);
    c->sums[BM_CHANGE_EDITION] = text_of(map, "edition");
    c->sums[BM_CHANGE_LOCK] = text_of(map, "lock");
    return c->op.n > 0;
}

static const struct bm_lock *lock_of(const struct bm_serve *s)
{
    return s->session->lock;
}

bool bm_change_begin(struct bm_change *c)
{
    const struct bm_session *session = c->s->session;
    const struct bm_lock *lock = lock_of(c->s);
    struct bm_change_file *edition = &c->files[BM_CHANGE_EDITION],
                          *file = &c->files[BM_CHANGE_LOCK];
    if (!session->inputs.edition)
        return false;
    edition->there = true;
    edition->before = session->sources.v[session->inputs.edition->file].text;
    file->there = lock && lock->there;
    if (file->there)
        file->before = session->sources.v[lock->file].text;
    bool same = true;
    for (int i = 0; i < BM_CHANGE_FILES; i++) {
        char sum[65];
        c->files[i].after = c->files[i].before = bm_str_copy(c->arena, c->files[i].before);
        bm_sha256_of(c->files[i].before, sum);
        same = same && (!c->sums[i].n || bm_str_is(c->sums[i], c->files[i].there ? sum : "none"));
    }
    return same;
}

static struct bm_str bare(struct bm_str name)
{
    const bool md = name.n > 3 && memcmp(name.p + name.n - 3, ".md", 3) == 0;
    return (struct bm_str){name.p, name.n - (md ? 3 : 0)};
}

/* Whether a frame's name is the article's, or of several with + between one is: *joined. */
static bool is_in(struct bm_str names, struct bm_str name, bool *joined)
{
    for (size_t from = 0, to; from <= names.n; from = to + 1) {
        for (to = from; to < names.n && names.p[to] != '+';)
            to++;
        if (bm_str_eq((struct bm_str){names.p + from, to - from}, name)) {
            *joined = to - from < names.n;
            return true;
        }
    }
    return bm_str_eq(names, name);
}

/* What plan.lock says of it. */
static void look_at_lock(const struct bm_lock *lock, struct bm_str name,
                         struct bm_change_article *out)
{
    const struct bm_yaml *pages = lock->section.pages;
    for (size_t p = 0; pages && p < pages->n; p++) {
        const struct bm_yaml *page = pages->values[p], *list = bm_yaml_get(page, "frames");
        for (size_t i = 0; list && list->kind == BM_YAML_LIST && i < list->n; i++) {
            const struct bm_yaml *frame = list->values[i];
            if (!is_in(text_of(frame, "article"), name, &out->joined))
                continue;
            if (!out->held)
                out->head = text_of(bm_yaml_get(frame, "styles"), "title");
            out->held = true;
            out->locked = out->locked || bm_str_is(text_of(frame, "locked"), "true") ||
                          bm_str_is(text_of(page, "locked"), "true");
        }
    }
}

/* The edition's own frames, before those of a plan took the place of regions. */
static const struct bm_template *regions_of(const struct bm_serve *s)
{
    const struct bm_lock *lock = lock_of(s);
    return lock && lock->regions ? lock->regions : s->session->inputs.frames;
}

void bm_change_look(const struct bm_serve *s, struct bm_str article, struct bm_change_article *out)
{
    const struct bm_edition *e = s->session->inputs.edition;
    const struct bm_template *t = regions_of(s);
    const struct bm_pages *pages = s->session->pages;
    const struct bm_str name = bare(article);
    bool joined = false;
    *out = (struct bm_change_article){.index = SIZE_MAX};
    for (size_t i = 0; i < e->article_count; i++)
        if (bm_str_eq(bare(e->articles[i]), name))
            out->index = i;
    out->on_hold = bm_edition_on_hold(e, name);
    for (size_t p = 0; t && p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++)
            out->hand =
                out->hand || (!t->pages[p].frames[i].automatic && t->pages[p].frames[i].article.n &&
                              is_in(t->pages[p].frames[i].article, name, &joined));
    if (lock_of(s) && lock_of(s)->held)
        look_at_lock(lock_of(s), name, out);
    for (size_t i = 0; pages && i < pages->article_count; i++) {
        const struct bm_ledger *a = &pages->articles[i];
        if (!is_in(a->name, name, &out->joined))
            continue;
        for (size_t k = 0; k < a->frame_count; k++) {
            const uint32_t page = a->frames[k].page;
            out->first = !out->first || page < out->first ? page : out->first;
            out->last = page > out->last ? page : out->last;
        }
    }
}

bool bm_change_page_planned(const struct bm_serve *s, uint32_t page)
{
    const struct bm_template *t = regions_of(s);
    bool found = false;
    for (size_t i = 0; t && page && page <= t->n && i < t->pages[page - 1].n; i++)
        found = found || t->pages[page - 1].frames[i].automatic;
    return found;
}

bool bm_change_page_locked(const struct bm_serve *s, uint32_t page)
{
    const struct bm_lock *lock = lock_of(s);
    return lock && lock->held && bm_held_page_locked(&lock->section, page);
}

static bool any_planned(const struct bm_serve *s)
{
    const struct bm_template *t = regions_of(s);
    bool found = false;
    for (uint32_t p = 1; t && p <= t->n; p++)
        found = found || bm_change_page_planned(s, p);
    return found;
}

/* An operation: what it changes, whether for it the plan is made anew, and whom it is for. */
struct op {
    const char *name;
    bool (*edit)(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a);
    bool lock;   /* it edits plan.lock, else edition.yaml */
    bool replan; /* frames are chosen anew */
    enum {
        FOR_ALL,
        FOR_PLANNED, /* articles that make-up places */
        FOR_HELD,    /* that stand in plan.lock */
        FOR_WAITING, /* that are on hold */
        FOR_PAGES
    } whom;
    bool loose; /* not for one that is locked */
};

static struct bm_str digits(struct bm_change *c, uint32_t n)
{
    return bm_diag_number(&c->diags, (int64_t)n);
}

static bool edit_pin(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    const struct bm_edit_place place = {BM_EDIT_PAGE, digits(c, c->page)};
    if (!bm_change_page_planned(c->s, c->page))
        return bm_diag(&c->diags, BM_MSG_EDIT_NO_REGION, bm_span_none(), digits(c, c->page));
    c->replan = a->first != c->page || a->last != c->page;
    if (c->replan && a->locked)
        return bm_diag(&c->diags, BM_MSG_EDIT_LOCKED, bm_span_none(), c->article);
    return bm_edit_place(e, c->article, &place, 1);
}

static bool edit_unpin(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_place(e, c->article, &(struct bm_edit_place){.what = BM_EDIT_PAGE}, 1);
}

/* The page on which it stands, for one that is bound to none. */
static size_t stay(struct bm_change *c, const struct bm_change_article *a,
                   struct bm_edit_place *place)
{
    const struct bm_edition_place *p = &c->s->session->inputs.edition->places[a->index];
    if (p->page || !a->first)
        return 0;
    *place = (struct bm_edit_place){BM_EDIT_PAGE, digits(c, a->first)};
    return 1;
}

static bool edit_foot(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    struct bm_edit_place places[2] = {{0}};
    const size_t n = stay(c, a, places);
    places[n] = (struct bm_edit_place){BM_EDIT_PIN, BM_STR("foot")};
    return bm_edit_place(e, c->article, places, n + 1);
}

static bool edit_unfoot(struct bm_change *c, struct bm_editing *e,
                        const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_place(e, c->article, &(struct bm_edit_place){.what = BM_EDIT_PIN}, 1);
}

/* The most important of its page: who was that becomes the second. */
static bool edit_lead(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    const struct bm_edition *edition = c->s->session->inputs.edition;
    struct bm_edit_place places[3] = {{BM_EDIT_RANK, BM_STR("1")}};
    size_t n = 1 + stay(c, a, places + 1);
    if (edition->places[a->index].foot)
        places[n++] = (struct bm_edit_place){.what = BM_EDIT_PIN};
    bool good = bm_edit_place(e, c->article, places, n);
    for (size_t i = 0; i < edition->article_count && good; i++) {
        struct bm_change_article other;
        if (i == a->index || edition->places[i].rank != 1)
            continue;
        bm_change_look(c->s, edition->articles[i], &other);
        if (other.first == a->first)
            good = bm_edit_place(e, edition->articles[i],
                                 &(struct bm_edit_place){BM_EDIT_RANK, BM_STR("2")}, 1);
    }
    return good;
}

static bool edit_rank(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    const struct bm_str rank = c->has_rank && c->rank ? digits(c, c->rank) : (struct bm_str){0};
    return c->rank <= 999 &&
           bm_edit_place(e, c->article, &(struct bm_edit_place){BM_EDIT_RANK, rank}, 1);
}

static bool edit_hold(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_place(e, c->article, &(struct bm_edit_place){BM_EDIT_HOLD, BM_STR("true")}, 1);
}

static bool edit_release(struct bm_change *c, struct bm_editing *e,
                         const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_place(e, c->article, &(struct bm_edit_place){.what = BM_EDIT_HOLD}, 1);
}

static bool edit_move(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    return c->with.n ? bm_edit_move_to(e, c->article, c->with)
                     : c->has_to && bm_edit_move(e, c->article, c->to);
}

static bool edit_swap(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    struct bm_change_article b;
    bm_change_look(c->s, c->with, &b);
    if (b.index == SIZE_MAX || b.index == a->index)
        return bm_diag(&c->diags, BM_MSG_EDIT_NO_ARTICLE, bm_span_none(), c->with,
                       BM_STR("edition.yaml"));
    if (b.locked || b.joined)
        return bm_diag(&c->diags, b.locked ? BM_MSG_EDIT_LOCKED : BM_MSG_EDIT_JOINED,
                       bm_span_none(), c->with);
    if (a->held != b.held)
        return bm_diag(&c->diags, BM_MSG_EDIT_HAND, bm_span_none(), a->held ? c->with : c->article);
    return bm_edit_swap(e, c->s->session->inputs.layout->name, c->article, c->with);
}

static bool edit_lock(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_lock_article(e, c->s->session->inputs.layout->name, c->article,
                                bm_str_is(c->op, "lock"));
}

static bool edit_lock_page(struct bm_change *c, struct bm_editing *e,
                           const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_lock_page(e, c->s->session->inputs.layout->name, c->page,
                             bm_str_is(c->op, "lock-page"));
}

static bool edit_head(struct bm_change *c, struct bm_editing *e, const struct bm_change_article *a)
{
    (void)a;
    return bm_edit_lock_style(e, c->s->session->inputs.layout->name, c->article, "title", c->style);
}

static const struct op ops[] = {
    {"pin", edit_pin, false, true, FOR_PLANNED, false},
    {"unpin", edit_unpin, false, false, FOR_ALL, false},
    {"foot", edit_foot, false, true, FOR_PLANNED, true},
    {"unfoot", edit_unfoot, false, false, FOR_ALL, false},
    {"lead", edit_lead, false, true, FOR_PLANNED, true},
    {"rank", edit_rank, false, true, FOR_PLANNED, false},
    {"hold", edit_hold, false, true, FOR_ALL, false},
    {"release", edit_release, false, true, FOR_WAITING, false},
    {"move", edit_move, false, true, FOR_ALL, false},
    {"swap", edit_swap, false, false, FOR_ALL, true},
    {"lock", edit_lock, true, false, FOR_HELD, false},
    {"unlock", edit_lock, true, false, FOR_HELD, false},
    {"head", edit_head, true, false, FOR_HELD, false},
    {"lock-page", edit_lock_page, true, false, FOR_PAGES, false},
    {"unlock-page", edit_lock_page, true, false, FOR_PAGES, false},
    {"replan", NULL, false, true, FOR_PAGES, false},
};
const char *const bm_change_ops[] = {"pin",  "unpin",   "foot", "unfoot", "lead", "rank",   "hold",
                                     "move", "release", "swap", "lock",   "head", "unlock", NULL};

static const struct op *find_op(struct bm_str name)
{
    for (size_t i = 0; i < BM_COUNT(ops); i++)
        if (bm_str_is(name, ops[i].name))
            return &ops[i];
    return NULL;
}

/* Whether the operation is one for the article, as it stands. */
static bool may(struct bm_change *c, const struct op *op, const struct bm_change_article *a)
{
    const struct bm_span none = bm_span_none();
    const struct bm_lock *lock = lock_of(c->s);
    if (op->whom == FOR_PAGES)
        return !op->lock || (lock && lock->held) ||
               bm_diag(&c->diags, BM_MSG_EDIT_NO_PLAN, none, c->s->session->inputs.layout->name);
    if (op->whom == FOR_WAITING ? !a->on_hold : a->index == SIZE_MAX)
        return bm_diag(&c->diags, BM_MSG_EDIT_NO_ARTICLE, none, c->article, BM_STR("edition.yaml"));
    if (op->whom == FOR_PLANNED && a->hand)
        return bm_diag(&c->diags, BM_MSG_EDIT_HAND, none, c->article);
    if (op->whom == FOR_HELD && !a->held)
        return bm_diag(&c->diags, a->hand ? BM_MSG_EDIT_HAND : BM_MSG_EDIT_NO_PLAN, none,
                       a->hand ? c->article : c->s->session->inputs.layout->name);
    if ((op->whom == FOR_HELD || op->edit == edit_swap) && a->joined)
        return bm_diag(&c->diags, BM_MSG_EDIT_JOINED, none, c->article);
    if (op->loose && a->locked)
        return bm_diag(&c->diags, BM_MSG_EDIT_LOCKED, none, c->article);
    return true;
}

bool bm_change_can(struct bm_change *c)
{
    const struct op *op = find_op(c->op);
    struct bm_change_article a;
    bm_change_look(c->s, c->article, &a);
    /* The plan is held as soon as something is done. */
    const struct bm_lock *lock = lock_of(c->s);
    a.held = a.held || (!(lock && lock->held) && any_planned(c->s) && a.first && !a.hand);
    return op && may(c, op, &a);
}

static bool open_file(struct bm_change *c, enum bm_change_of file, struct bm_editing *e)
{
    return bm_editing_open(e, c->arena, &c->sources, bm_change_name(file), c->files[file].after,
                           &c->diags);
}

/* What plan.lock must have besides: frames of two articles that change, an article on hold that is
 * locked no more. */
static bool follow_lock(struct bm_change *c, const struct op *op, const struct bm_change_article *a)
{
    struct bm_editing e;
    const struct bm_inputs *in = &c->s->session->inputs;
    struct bm_str *after = &c->files[BM_CHANGE_LOCK].after;
    if (!a->held)
        return true;
    if (op->edit == edit_hold && a->locked && !a->joined)
        return open_file(c, BM_CHANGE_LOCK, &e) &&
               bm_edit_lock_article(&e, in->layout->name, c->article, false) &&
               bm_editing_close(&e, after);
    if (op->edit != edit_swap)
        return true;
    struct bm_change_article b;
    bm_change_look(c->s, c->with, &b);
    const bool kinds = a->index < in->article_count && b.index < in->article_count &&
                       bm_str_eq(in->articles[a->index]->kind, in->articles[b.index]->kind);
    return open_file(c, BM_CHANGE_LOCK, &e) &&
           bm_edit_lock_swap(&e, in->layout->name, c->article, c->with, !kinds) &&
           bm_editing_close(&e, after);
}

bool bm_change_make(struct bm_change *c)
{
    const struct op *op = find_op(c->op);
    struct bm_change_article a;
    struct bm_editing e;
    if (!op)
        return false;
    bm_change_look(c->s, c->article, &a);
    c->replan = op->replan;
    if (!may(c, op, &a))
        return false;
    if (!op->edit)
        return true;
    const enum bm_change_of file = op->lock ? BM_CHANGE_LOCK : BM_CHANGE_EDITION;
    return open_file(c, file, &e) && op->edit(c, &e, &a) &&
           bm_editing_close(&e, &c->files[file].after) && follow_lock(c, op, &a);
}

/* The sums of what the files are now, in a section that is held. */
static bool bind(struct bm_change *c, const struct bm_session *planned)
{
    struct bm_editing e;
    const char *sums[3];
    for (int i = 0; i < 3; i++)
        sums[i] = planned->lock->sums[i];
    return open_file(c, BM_CHANGE_LOCK, &e) &&
           bm_edit_lock_sums(&e, planned->inputs.layout->name, sums) &&
           bm_editing_close(&e, &c->files[BM_CHANGE_LOCK].after);
}

/* What another list of messages has that is wrong, here. */
static void take_errors(struct bm_change *c, const struct bm_session *planned)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < planned->diags.n; i++) {
        const struct bm_diag *d = &planned->diags.v[i];
        if (bm_diag_level(d->message) != BM_ERROR)
            continue;
        bm_diag_sentence(&b, d, (enum bm_lang)c->s->session->args.lang);
        break;
    }
    bm_diag(&c->diags, BM_MSG_EDIT_NO_WAY, bm_span_none(), bm_buf_view(&b));
    bm_buf_free(&b);
}

bool bm_change_plan(struct bm_change *c)
{
    const struct bm_lock *lock = lock_of(c->s);
    const bool held = lock && lock->held;
    const bool edited =
        !bm_str_eq(c->files[BM_CHANGE_EDITION].before, c->files[BM_CHANGE_EDITION].after);
    struct bm_change_file *file = &c->files[BM_CHANGE_LOCK];
    struct bm_planned_edition p;
    struct bm_buf section = {0};
    if (!any_planned(c->s) || (!c->replan && !(edited && held)))
        return true;
    bool good = bm_planning_read(&p, c->s->session);
    if (good && !c->replan) {
        good = bind(c, &p.session);
    } else if (good) {
        struct bm_str text = {0};
        good = bm_planning_make(&p, 0) &&
               bm_planning_section(&p.session, p.session.pages->plan, &section) &&
               bm_planning_file(&p.session, file->there ? file->after : (struct bm_str){0},
                                bm_buf_view(&section), &text);
        if (good)
            file->after = bm_str_copy(c->arena, text);
    }
    if (!good)
        take_errors(c, &p.session);
    bm_buf_free(&section);
    bm_planning_close(&p);
    return good;
}

#include "cli/lock.h"

#include "base/digest.h"
#include "cli/edition.h"
#include "cli/load.h"
#include "report/lock.h"

#include <unistd.h>

#define NAMES_MOST 5 /* articles, and layouts, that a message names */

static void end_sum(struct bm_buf *b, char sum[65])
{
    bm_sha256_of(bm_buf_view(b), sum);
    b->n = 0;
}

static void put_text(struct bm_buf *b, struct bm_str s)
{
    bm_buf_printf(b, "%zu:", s.n);
    bm_buf_str(b, s);
}

/* What is set of pages without regard to who made them is no matter of the plan. */
static void put_frames(struct bm_buf *b, const struct bm_yaml *pages)
{
    static const char *const keys[] = {"frames", "section"};
    for (size_t i = 0; pages && i < pages->n; i++)
        for (size_t k = 0; k < BM_COUNT(keys); k++) {
            const struct bm_yaml *value = bm_yaml_get(pages->values[i], keys[k]);
            put_text(b, bm_str_c(value ? keys[k] : ""));
            if (value)
                bm_yaml_canonical(value, b);
        }
}

/* Names, kinds, ranks, places, in the order of the list; nothing of the text. */
static void put_articles(struct bm_buf *b, const struct bm_inputs *inputs)
{
    for (size_t i = 0; i < inputs->article_count; i++) {
        const struct bm_article *a = inputs->articles[i];
        put_text(b, a->name);
        put_text(b, a->kind);
        put_text(b, a->place.section);
        bm_buf_printf(b, "%u,%u,%d;", a->place.rank, a->place.page, a->place.foot);
    }
}

static void take_sums(const struct bm_session *session, struct bm_lock *lock)
{
    const struct bm_inputs *inputs = &session->inputs;
    const struct bm_str name = inputs->layout->name;
    struct bm_buf b = {0};
    for (size_t i = 0; i < inputs->layout_file_count; i++)
        bm_yaml_canonical(inputs->layout_files[i].map, &b);
    end_sum(&b, lock->sums[BM_HELD_LAYOUT]);
    for (size_t i = 0; i < inputs->edition->frames->n; i++)
        if (bm_str_eq(inputs->edition->frames->keys[i]->text, name))
            put_frames(&b, inputs->edition->frames->values[i]);
    end_sum(&b, lock->sums[BM_HELD_FRAMES]);
    put_articles(&b, inputs);
    end_sum(&b, lock->sums[BM_HELD_ARTICLES]);
    bm_buf_free(&b);
}

/* Several of the names, for a message. */
static struct bm_str join(struct bm_session *session, const struct bm_str *names, size_t n)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < n && i < NAMES_MOST; i++) {
        bm_buf_c(&b, i ? ", " : "");
        bm_buf_str(&b, names[i]);
    }
    bm_buf_c(&b, n > NAMES_MOST ? " …" : n ? "" : "–");
    return bm_buf_keep(&b, session->arena);
}

/* Reads the file and finds the section of the layout. */
static bool read_lock(struct bm_session *session, struct bm_lock *lock)
{
    struct bm_diags *diags = &session->diags;
    if (bm_load_is_folder(lock->path))
        return bm_diag(diags, BM_MSG_PLAN_FOLDER, bm_span_none(), bm_str_c(lock->path));
    if (!bm_read_text(session, BM_FILE_LOCK, lock->path, BM_LOCK_NAME, bm_span_none(), &lock->file))
        return false;
    const struct bm_str text = session->sources.v[lock->file].text;
    lock->there = true;
    lock->map =
        bm_yaml_read(session->arena, &session->sources, lock->file, 0, (uint32_t)text.n, diags);
    if (!lock->map || !bm_yaml_want(lock->map, BM_YAML_MAP, diags))
        return false;
    for (size_t i = 0; i < lock->map->n; i++)
        if (bm_str_eq(lock->map->keys[i]->text, session->inputs.layout->name)) {
            lock->key = lock->map->keys[i];
            return bm_held_open(lock->map->values[i], &lock->section, diags);
        }
    return true;
}

static void say_none(struct bm_session *session, const struct bm_lock *lock)
{
    struct bm_str *names = BM_NEW_N(session->arena, lock->map->n + 1, struct bm_str);
    for (size_t i = 0; i < lock->map->n; i++)
        names[i] = lock->map->keys[i]->text;
    const struct bm_span file = {lock->file, 0, 0};
    if (!lock->map->n)
        bm_diag(&session->diags, BM_MSG_PLAN_EMPTY, file, session->inputs.layout->name);
    else
        bm_diag(&session->diags, BM_MSG_PLAN_NONE, file, session->inputs.layout->name,
                join(session, names, lock->map->n));
}

/* Whether the section was made for what is there; said of each that is another. */
static bool agrees(struct bm_session *session, const struct bm_lock *lock)
{
    static const char *const words[] = {"the layout", "what edition.yaml says of its pages",
                                        "the list of articles"};
    bool same = true;
    for (size_t i = 0; i < BM_COUNT(words); i++) {
        if (bm_str_is(lock->section.sums[i], lock->sums[i]))
            continue;
        bm_diag(&session->diags, BM_MSG_PLAN_STALE, lock->section.spans[i], bm_str_c(words[i]),
                session->inputs.layout->name);
        same = false;
    }
    return same;
}

static bool has_locks(const struct bm_held *section)
{
    bool found = false;
    for (size_t i = 0; i < section->pages->n; i++) {
        const struct bm_yaml *page = section->pages->values[i];
        const struct bm_yaml *list = bm_yaml_get(page, "frames");
        found = found || bm_yaml_get(page, "locked");
        for (size_t k = 0; list && list->kind == BM_YAML_LIST && k < list->n; k++)
            found = found || bm_yaml_get(list->values[k], "locked");
    }
    return found;
}

bool bm_lock_has_locked(const struct bm_session *session)
{
    const struct bm_lock *lock = session->lock;
    return lock && lock->held && has_locks(&lock->section);
}

/* Frames of a section in place of regions; NULL: one is wrong. */
static struct bm_template *take_section(struct bm_session *session, const struct bm_held *section,
                                        enum bm_hold how, struct bm_diags *diags)
{
    const struct bm_inputs *inputs = &session->inputs;
    size_t fields = 0;
    while (bm_field_names[fields])
        fields++;
    struct bm_template *t = bm_template_hold(session->arena, inputs->layout, session->lock->regions,
                                             section, how, diags);
    const bool good = t && bm_layout_check_fields(inputs->layout, t, bm_field_names, fields, diags);
    return good ? t : NULL;
}

static struct bm_template *take_frames(struct bm_session *session, const struct bm_lock *lock,
                                       enum bm_hold how)
{
    return take_section(session, &lock->section, how, &session->diags);
}

/* Whether the article is of that name, or one of several that it names with + between. */
static bool is_named(struct bm_str names, struct bm_str name)
{
    for (size_t from = 0, to; from <= names.n; from = to + 1) {
        for (to = from; to < names.n && names.p[to] != '+';)
            to++;
        if (bm_str_eq((struct bm_str){names.p + from, to - from}, name))
            return true;
    }
    return bm_str_eq(names, name);
}

/* Articles that edition.yaml has on another page than the frames, which may be moved by hand. */
static void say_elsewhere(struct bm_session *session, const struct bm_template *held)
{
    const struct bm_inputs *inputs = &session->inputs;
    struct bm_diags *diags = &session->diags;
    for (size_t p = 0; p < held->n; p++)
        for (size_t i = 0; i < held->pages[p].n; i++)
            for (size_t a = 0; a < inputs->article_count && held->pages[p].frames[i].held; a++) {
                const struct bm_frame *f = &held->pages[p].frames[i];
                const struct bm_article *article = inputs->articles[a];
                const uint32_t page = article->place.page;
                if (page && page != p + 1 && is_named(f->article, article->name))
                    bm_diag(diags, BM_MSG_HELD_ELSEWHERE, f->span, article->name,
                            bm_diag_number(diags, (int64_t)p + 1), bm_diag_number(diags, page));
            }
}

static bool take_locked(struct bm_session *session, struct bm_lock *lock)
{
    bool good = true;
    for (int how = BM_HOLD_LARGEST; how < BM_HOLD_COUNT && good; how++) {
        lock->locked[how] = take_frames(session, lock, (enum bm_hold)how);
        good = lock->locked[how] != NULL;
    }
    return good;
}

static bool stand_alone(struct bm_session *session)
{
    const char *option = session->args.plan           ? "plan"
                         : session->args.alternatives ? "alternatives"
                         : session->args.frames       ? "frames"
                                                      : NULL;
    return !option ||
           bm_diag(&session->diags, BM_MSG_PLAN_BESIDE, bm_span_none(), bm_str_c(option));
}

bool bm_lock_hold(struct bm_session *session)
{
    const bool planning = session->args.command == BM_CMD_PLAN, replan = session->args.replan;
    struct bm_lock *lock = BM_NEW(session->arena, struct bm_lock);
    struct bm_buf b = {0};
    lock->path = bm_format(session, "%s/" BM_LOCK_NAME, session->inputs.folder);
    lock->regions = session->inputs.frames;
    session->lock = lock;
    const bool there = access(lock->path, F_OK) == 0;
    if (planning)
        take_sums(session, lock);
    if (!there || (replan && !planning))
        return true;
    if (!read_lock(session, lock))
        return false;
    if (planning)
        return !lock->key || replan || !has_locks(&lock->section) || take_locked(session, lock);
    if (!lock->key) {
        say_none(session, lock);
        return true;
    }
    take_sums(session, lock);
    if (!agrees(session, lock)) {
        if (has_locks(&lock->section))
            bm_diag(&session->diags, BM_MSG_PLAN_LOCKS_LOST, lock->key->span,
                    session->inputs.layout->name);
        return true;
    }
    struct bm_template *held =
        stand_alone(session) ? take_frames(session, lock, BM_HOLD_ALL) : NULL;
    if (!held)
        return false;
    say_elsewhere(session, held);
    session->inputs.frames = held;
    lock->held = true;
    bm_yaml_canonical(lock->section.map, &b);
    end_sum(&b, lock->hash);
    bm_buf_free(&b);
    return true;
}

static bool same_places(const struct bm_template *a, const struct bm_template *b)
{
    bool same = true;
    for (size_t p = 0; p < a->n && same; p++) {
        same = a->pages[p].n == b->pages[p].n;
        for (size_t i = 0; i < a->pages[p].n && same; i++) {
            const struct bm_frame *x = &a->pages[p].frames[i], *y = &b->pages[p].frames[i];
            same = x->column == y->column && x->columns == y->columns && x->line == y->line &&
                   x->lines == y->lines;
        }
    }
    return same;
}

/* Whether pages are better: fewer articles on no page, fewer lines left over, a cheaper plan. */
static bool is_better(const struct bm_pages *a, const struct bm_diags *a_said,
                      const struct bm_pages *b, const struct bm_diags *b_said)
{
    int64_t figures[2][3] = {{a_said->counts[BM_MSG_NOT_PLACED], 0, a->plan ? a->plan->cost : 0},
                             {b_said->counts[BM_MSG_NOT_PLACED], 0, b->plan ? b->plan->cost : 0}};
    for (size_t i = 0; i < a->article_count; i++)
        figures[0][1] += a->articles[i].overset_lines;
    for (size_t i = 0; i < b->article_count; i++)
        figures[1][1] += b->articles[i].overset_lines;
    size_t k = 0;
    while (k < 2 && figures[0][k] == figures[1][k])
        k++;
    return figures[0][k] < figures[1][k];
}

static void say_full(struct bm_session *session)
{
    bm_diag0(&session->diags, BM_MSG_PLAN_LOCKED_FULL, session->lock->key->span);
}

struct bm_pages *bm_lock_make(struct bm_session *session)
{
    struct bm_template *const *locked = session->lock->locked;
    struct bm_diags said[BM_HOLD_COUNT] = {0};
    struct bm_pages *best = NULL;
    int chosen = BM_HOLD_LARGEST;
    if (!locked[BM_HOLD_LARGEST])
        return bm_make_plan(session, session->args.plan, &session->diags);
    for (int how = BM_HOLD_LARGEST; how < BM_HOLD_COUNT; how++) {
        bool again = false;
        for (int k = BM_HOLD_LARGEST; k < how; k++)
            again = again || same_places(locked[k], locked[how]);
        if (again)
            continue;
        said[how].arena = session->arena;
        session->inputs.frames = locked[how];
        struct bm_pages *pages = bm_make_plan(session, session->args.plan, &said[how]);
        const bool better = pages && (!best || is_better(pages, &said[how], best, &said[chosen]));
        bm_pages_drop(better ? best : pages);
        best = better ? pages : best;
        chosen = better ? how : chosen;
    }
    bm_diags_append(&session->diags, &said[chosen]);
    if (!best)
        say_full(session);
    return best;
}

/* A section of the plan, read as those that stand in a file. */
static bool put_and_read(struct bm_session *session, const struct bm_plan_ledger *plan,
                         struct bm_held *out, struct bm_diags *diags)
{
    struct bm_lock *lock = session->lock;
    struct bm_lock_section s = {.layout = session->inputs.layout->name, .file = BM_NO_FILE};
    struct bm_buf text = {0};
    take_sums(session, lock);
    for (size_t i = 0; i < BM_COUNT(s.sums); i++)
        s.sums[i] = lock->sums[i];
    bm_report_lock(&session->sources, plan, &s, &text);
    const uint32_t file = bm_sources_add(&session->sources, BM_STR(BM_LOCK_NAME),
                                         BM_STR(BM_LOCK_NAME), bm_buf_keep(&text, session->arena));
    const uint32_t n = (uint32_t)session->sources.v[file].text.n;
    const struct bm_yaml *map = bm_yaml_read(session->arena, &session->sources, file, 0, n, diags);
    return map && bm_yaml_want(map, BM_YAML_MAP, diags) && map->n &&
           bm_held_open(map->values[0], out, diags);
}

struct bm_pages *bm_lock_make_other(struct bm_session *session, const struct bm_plan_ledger *plan,
                                    struct bm_diags *diags)
{
    struct bm_inputs *inputs = &session->inputs;
    struct bm_template *regions = inputs->frames;
    struct bm_held section;
    inputs->frames = put_and_read(session, plan, &section, diags)
                         ? take_section(session, &section, BM_HOLD_ALL, diags)
                         : NULL;
    struct bm_pages *pages = inputs->frames ? bm_make_plan(session, 0, diags) : NULL;
    inputs->frames = regions;
    if (pages)
        pages->plan = plan;
    return pages;
}

static const struct bm_ledger *find(const struct bm_pages *pages, struct bm_str name)
{
    for (size_t i = 0; i < pages->article_count; i++)
        if (bm_str_eq(pages->articles[i].name, name))
            return &pages->articles[i];
    return NULL;
}

static bool stands_elsewhere(const struct bm_ledger *a, const struct bm_ledger *b)
{
    bool moved = !b || a->frame_count != b->frame_count;
    for (size_t i = 0; i < a->frame_count && !moved; i++) {
        const struct bm_rect *x = &a->frames[i].rect, *y = &b->frames[i].rect;
        moved = a->frames[i].page != b->frames[i].page || x->x != y->x || x->y != y->y ||
                x->w != y->w || x->h != y->h;
    }
    return moved;
}

/* Whether nothing was said of frames that are too small. */
static bool all_fits(const struct bm_diags *said)
{
    static const enum bm_message small[] = {
        BM_MSG_OVERSET,        BM_MSG_HEAD_TOO_LARGE,  BM_MSG_FIGURE_NOT_PLACED, BM_MSG_NOT_PLACED,
        BM_MSG_TABLE_TOO_WIDE, BM_MSG_TABLE_TOO_LARGE, BM_MSG_TABLE_ROW_HIGH};
    bool fits = true;
    for (size_t i = 0; i < BM_COUNT(small); i++)
        fits = fits && !said->counts[small[i]];
    return fits;
}

/* How a new plan would differ, where not all fits. */
static void compare(struct bm_session *session, const struct bm_lock *lock)
{
    struct bm_diags said = {.arena = session->arena};
    struct bm_inputs *inputs = &session->inputs;
    struct bm_template *held = inputs->frames;
    inputs->frames = lock->regions;
    struct bm_pages *anew = bm_make_plan(session, 0, &said);
    inputs->frames = held;
    if (!anew)
        return;
    struct bm_str *names = BM_NEW_N(session->arena, anew->article_count + 1, struct bm_str);
    size_t n = 0;
    for (size_t i = 0; i < anew->article_count; i++)
        if (stands_elsewhere(&anew->articles[i], find(session->pages, anew->articles[i].name)))
            names[n++] = anew->articles[i].name;
    bm_diag(&session->diags, all_fits(&said) ? BM_MSG_PLAN_UNFIT : BM_MSG_PLAN_UNFIT_BOTH,
            lock->key->span, bm_diag_number(&session->diags, (int64_t)n), join(session, names, n),
            inputs->layout->name);
    bm_pages_drop(anew);
}

void bm_lock_judge(struct bm_session *session)
{
    const struct bm_lock *lock = session->lock;
    const bool unfit = !all_fits(&session->diags);
    if (lock->held)
        session->pages->held = bm_str_copy(session->pages->arena, bm_str_c(lock->hash));
    if (lock->held && unfit && !session->engine) /* it is sought when there is time: follow.c */
        compare(session, lock);
    if (lock->locked[BM_HOLD_LARGEST] && unfit)
        say_full(session);
}

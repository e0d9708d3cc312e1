/* Notes are placed in the texts of now. A note that stood untouched in the text that was looked at
 * last is moved from there, by the difference of the last edit; any other is looked for from the
 * version that it was made on. */
#include "desk/limits.h"
#include "desk/notes.h"

/* The difference of two texts, made once for all notes that need it. */
struct between {
    struct bm_str from, to;
    const char *sha;
    struct bm_diff runs;
};

struct rebasing {
    struct bm_arena *arena; /* for the time being */
    struct between *v;
    size_t n, cap;
    uint64_t steps, search;
};

const struct bm_desk_file *bm_world_file(const struct bm_desk_world *world, struct bm_str name)
{
    for (size_t i = 0; i < world->n; i++)
        if (bm_str_eq(world->files[i].name, name))
            return &world->files[i];
    return NULL;
}

static const struct bm_diff *difference(struct rebasing *r, struct bm_str from, struct bm_str to)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].from.p == from.p && r->v[i].to.p == to.p)
            return &r->v[i].runs;
    r->v = bm_arena_grow(r->arena, r->v, r->n, &r->cap, sizeof *r->v);
    struct between *b = &r->v[r->n++];
    const uint64_t steps = r->steps < BM_DIFF_STEPS ? r->steps : BM_DIFF_STEPS;
    *b = (struct between){.from = from, .to = to, .runs = {.steps = steps}};
    bm_diff_texts(r->arena, from, to, &b->runs);
    r->steps -= steps - b->runs.steps;
    return &b->runs;
}

static struct bm_text_now *text_now(const struct bm_desk *desk, struct bm_str file)
{
    for (size_t i = 0; i < desk->now_count; i++)
        if (bm_str_eq(desk->now[i].file, file))
            return &desk->now[i];
    return NULL;
}

/* From where it was seen last; false: there it was touched. *still: nor was anything about it. */
static bool move_on(struct rebasing *r, struct bm_desk_note *note, const struct bm_text_now *last,
                    const struct bm_desk_file *file, bool *still)
{
    const struct bm_anchor here =
        bm_anchor_make(last->text, note->place.offset, note->place.length);
    const struct bm_str nothing = {NULL, 0};
    uint64_t none = 0;
    const struct bm_placed_anchor place = bm_anchor_move(
        &here, nothing, last->text, file->text, difference(r, last->text, file->text), &none);
    if (place.how != BM_ANCHORED_SAME && place.how != BM_ANCHORED_MOVED)
        return false;
    *still = bm_anchor_whole(&here, file->text, place.offset, place.length);
    note->place.offset = place.offset;
    if (note->place.how <= BM_ANCHORED_MOVED)
        note->place.how =
            place.offset == note->anchor.offset ? BM_ANCHORED_SAME : BM_ANCHORED_MOVED;
    return true;
}

/* From the version that it was made on. */
static struct bm_placed_anchor from_version(struct rebasing *r, const struct bm_desk_note *note,
                                            const struct bm_desk_file *file)
{
    return bm_anchor_move(&note->anchor, note->want, note->version, file->text,
                          difference(r, note->version, file->text), &r->search);
}

/* Whether the span stands anywhere in a text with all that stood about it: then it is looked for
 * again, which takes a difference of two whole texts. */
static bool stands(const struct bm_anchor *anchor, struct bm_str text)
{
    const struct bm_str whole = {anchor->quote.p - anchor->before.n,
                                 anchor->before.n + anchor->length + anchor->after.n};
    size_t at = 0;
    return whole.n && bm_text_find(text, whole, &at);
}

static void place_known(struct rebasing *r, struct bm_desk_note *note,
                        const struct bm_text_now *last, const struct bm_desk_file *file)
{
    const enum bm_anchored how = note->place.how;
    bool still = false;
    if (how == BM_ANCHORED_LOST) {
        if (stands(&note->anchor, file->text))
            note->place = from_version(r, note, file);
    } else if (!move_on(r, note, last, file, &still)) {
        note->place = from_version(r, note, file);
    } else if (how == BM_ANCHORED_NEAR || how == BM_ANCHORED_LINE) {
        if (stands(&note->anchor, file->text))
            note->place = from_version(r, note, file);
    } else if (still) {
        return;
    } else if (how == BM_ANCHORED_DONE) {
        if (!bm_anchor_whole(&note->anchor, file->text, note->place.offset, note->place.length))
            note->place = from_version(r, note, file);
    } else if (note->want.p && !bm_anchor_whole(&note->anchor, file->text, note->place.offset,
                                                note->anchor.length)) {
        /* Where characters repeat, what is wanted may stand there though the span seems untouched.
         */
        const struct bm_placed_anchor place = from_version(r, note, file);
        if (place.how == BM_ANCHORED_DONE)
            note->place = place;
    }
}

static void place(struct bm_desk *desk, struct rebasing *r, struct bm_desk_note *note,
                  const struct bm_desk_file *file)
{
    const struct bm_text_now *last = text_now(desk, note->file);
    if (!note->anchored || !file || !file->text.p) {
        note->place.how = BM_ANCHORED_LOST;
        note->based[0] = '\0';
        return;
    }
    if (strcmp(note->based, file->sha) == 0)
        return;
    if (last && note->based[0] && strcmp(note->based, last->sha) == 0)
        place_known(r, note, last, file);
    else
        note->place = from_version(r, note, file);
    memcpy(note->based, file->sha, sizeof note->based);
}

/* The texts that notes stand in are kept, to move on from. */
static void keep(struct bm_desk *desk, const struct bm_desk_file *file)
{
    struct bm_text_now *last = text_now(desk, file->name);
    char *copy = NULL;
    if (last && strcmp(last->sha, file->sha) == 0)
        return;
    if (!last) {
        desk->now = bm_arena_grow(desk->arena, desk->now, desk->now_count, &desk->now_cap,
                                  sizeof *desk->now);
        last = &desk->now[desk->now_count++];
        last->file = bm_str_copy(desk->arena, file->name);
        last->room = 0;
    }
    if (last->room < file->text.n) {
        last->room = 2 * file->text.n;
        copy = bm_arena_alloc(desk->arena, last->room);
        last->text.p = copy;
    }
    memcpy((char *)last->text.p, file->text.p, file->text.n);
    last->text.n = file->text.n;
    memcpy(last->sha, file->sha, sizeof last->sha);
}

void bm_notes_place(struct bm_desk *desk, const struct bm_desk_world *world)
{
    struct rebasing r = {
        .arena = bm_arena_new(), .steps = BM_REBASE_STEPS, .search = BM_SEARCH_STEPS};
    for (size_t i = 0; i < desk->note_count; i++)
        place(desk, &r, desk->notes[i], bm_world_file(world, desk->notes[i]->file));
    for (size_t i = 0; i < desk->note_count; i++) {
        const struct bm_desk_file *file = bm_world_file(world, desk->notes[i]->file);
        if (file && file->text.p)
            keep(desk, file);
    }
    bm_arena_drop(r.arena);
}

enum bm_note_state bm_note_state(const struct bm_desk_note *note)
{
    if (note->refused)
        return BM_STATE_REFUSED;
    const bool done =
        note->place.how == BM_ANCHORED_DONE || (note->done && (!note->want.p || note->reason.n));
    return !done ? BM_STATE_OPEN : note->checked ? BM_STATE_CHECKED : BM_STATE_DONE;
}

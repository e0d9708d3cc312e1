#include "desk/notes.h"

#include "desk/limits.h"

const struct bm_sort bm_sorts[BM_SORTS] = {
#define KIND(id, name, provable, en, zh) [BM_SORT_##id] = {name, provable, {en, zh}},
#include "desk/kinds.def"
};

const char *const bm_state_names[] = {"open", "done", "checked", "refused"};

const struct bm_yaml *bm_json_read(struct bm_arena *arena, struct bm_str text)
{
    struct bm_diags diags = {.arena = arena};
    struct bm_sources sources = {.arena = arena};
    if (!text.n || bm_utf8_check(text.p, text.n) != text.n)
        return NULL;
    const uint32_t file = bm_sources_add(&sources, BM_STR("-"), BM_STR("-"), text);
    const struct bm_yaml *map = bm_yaml_read(arena, &sources, file, 0, (uint32_t)text.n, &diags);
    return map && map->kind == BM_YAML_MAP &&
                   bm_yaml_within(map, BM_JSON_ENTRIES, BM_NOTE_TEXT_MOST, &diags)
               ? map
               : NULL;
}

struct bm_str bm_json_str(const struct bm_yaml *map, const char *key)
{
    const struct bm_yaml *v = bm_yaml_get(map, key);
    const bool null = v && v->kind == BM_YAML_SCALAR && v->plain && bm_str_is(v->text, "null");
    return v && v->kind == BM_YAML_SCALAR && !null
               ? (struct bm_str){v->text.p ? v->text.p : "", v->text.n}
               : (struct bm_str){NULL, 0};
}

bool bm_json_int(const struct bm_yaml *map, const char *key, int64_t low, int64_t high,
                 int64_t *out)
{
    const struct bm_str s = bm_json_str(map, key);
    int64_t value = 0;
    if (!s.n || s.n > 15)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *out = value;
    return value >= low && value <= high;
}

bool bm_json_flag(const struct bm_yaml *map, const char *key)
{
    return bm_str_is(bm_json_str(map, key), "true");
}

struct bm_desk_note *bm_notes_find(const struct bm_desk *desk, int64_t id)
{
    size_t low = 0, high = desk->note_count;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (desk->notes[mid]->event->id < id)
            low = mid + 1;
        else
            high = mid;
    }
    return low < desk->note_count && desk->notes[low]->event->id == id ? desk->notes[low] : NULL;
}

const struct bm_str *bm_notes_version(struct bm_desk *desk, struct bm_str sha)
{
    struct bm_blob blob;
    for (size_t i = 0; i < desk->text_count; i++)
        if (bm_str_is(sha, desk->texts[i].sha))
            return &desk->texts[i].bytes;
    if (sha.n != 64)
        return NULL;
    memcpy(blob.sha, sha.p, 64);
    blob.sha[64] = '\0';
    if (!bm_log_blob(desk->log, blob.sha, desk->arena, &blob.bytes))
        return NULL;
    desk->texts = bm_arena_grow(desk->arena, desk->texts, desk->text_count, &desk->text_cap,
                                sizeof *desk->texts);
    desk->texts[desk->text_count] = blob;
    return &desk->texts[desk->text_count++].bytes;
}

static enum bm_note_sort sort_of(struct bm_str name)
{
    for (enum bm_note_sort i = 0; i < BM_SORTS; i++)
        if (bm_str_is(name, bm_sorts[i].name))
            return i;
    return BM_SORT_REMARK;
}

static void add_note(struct bm_desk *desk, const struct bm_event *e, const struct bm_yaml *body)
{
    struct bm_desk_note *note = BM_NEW(desk->fold, struct bm_desk_note);
    int64_t offset = 0, length = 0, wrong = 0;
    *note = (struct bm_desk_note){.event = e,
                                  .sort = sort_of(bm_json_str(body, "kind")),
                                  .file = bm_json_str(body, "file"),
                                  .sha = bm_json_str(body, "sha"),
                                  .want = bm_json_str(body, "want"),
                                  .text = bm_json_str(body, "text"),
                                  .twice = bm_json_flag(body, "double")};
    bm_json_int(body, "wrong", 0, UINT16_MAX, &wrong);
    note->wrong = (uint32_t)wrong;
    const struct bm_str *text = bm_notes_version(desk, note->sha);
    if (text && bm_json_int(body, "offset", 0, (int64_t)text->n, &offset) &&
        bm_json_int(body, "length", 0, (int64_t)text->n - offset, &length)) {
        note->version = *text;
        note->anchor = bm_anchor_make(*text, (uint32_t)offset, (uint32_t)length);
        note->anchored = true;
    }
    note->place.how = BM_ANCHORED_LOST;
    desk->notes = bm_arena_grow(desk->fold, desk->notes, desk->note_count, &desk->note_cap,
                                sizeof *desk->notes);
    desk->notes[desk->note_count++] = note;
}

/* What is said about a note. */
static bool add_to_note(struct bm_desk *desk, const struct bm_event *e, const struct bm_yaml *body)
{
    struct bm_desk_note *note = bm_notes_find(desk, e->subject);
    int64_t wrong = 0;
    if (!note)
        return false;
    if (bm_str_is(e->kind, "reply")) {
        note->replies = bm_arena_grow(desk->fold, note->replies, note->reply_count,
                                      &note->reply_cap, sizeof *note->replies);
        note->replies[note->reply_count++] = (struct bm_reply){e, bm_json_str(body, "text")};
    } else if (bm_str_is(e->kind, "done")) {
        note->done = e;
        note->refused = NULL;
        note->reason = bm_json_str(body, "reason");
    } else if (bm_str_is(e->kind, "checked")) {
        note->checked = e;
    } else if (bm_str_is(e->kind, "refused")) {
        note->refused = e;
        note->reason = bm_json_str(body, "reason");
    } else if (bm_str_is(e->kind, "reopened")) {
        note->done = note->checked = note->refused = NULL;
    } else if (bm_str_is(e->kind, "wrong")) {
        bm_json_int(body, "characters", 0, UINT16_MAX, &wrong);
        note->wrong = (uint32_t)wrong;
        note->twice = bm_json_flag(body, "double");
    } else {
        return false;
    }
    return true;
}

#define APPEND(desk, list, item)                                                                   \
    do {                                                                                           \
        (desk)->list##s =                                                                          \
            bm_arena_grow((desk)->fold, (void *)(desk)->list##s, (desk)->list##_count,             \
                          &(desk)->list##_cap, sizeof *(desk)->list##s);                           \
        (desk)->list##s[(desk)->list##_count++] = (item);                                          \
    } while (0)

static void apply(struct bm_desk *desk, const struct bm_event *e)
{
    const struct bm_yaml *body = bm_json_read(desk->fold, e->body);
    int64_t round;
    if (bm_str_is(e->kind, "note")) {
        add_note(desk, e, body);
    } else if (bm_str_is(e->kind, "left")) {
        desk->left = bm_arena_grow(desk->fold, desk->left, desk->left_count, &desk->left_cap,
                                   sizeof *desk->left);
        desk->left[desk->left_count++] = (struct bm_left){
            e, bm_json_str(body, "code"), bm_json_str(body, "file"), bm_json_str(body, "quote")};
    } else if (bm_str_is(e->kind, "version")) {
        const struct bm_version version = {e, bm_json_str(body, "why"), bm_json_str(body, "tree")};
        APPEND(desk, version, version);
    } else if (bm_str_is(e->kind, "round")) {
        if (bm_json_int(body, "round", 1, BM_ROUNDS_MOST, &round))
            desk->round = (uint32_t)round;
        APPEND(desk, round, e);
    } else if (bm_str_is(e->kind, "tick")) {
        APPEND(desk, tick, e);
    } else if (bm_str_is(e->kind, "check")) {
        APPEND(desk, check, e);
    } else if (bm_str_is(e->kind, "signed")) {
        APPEND(desk, sign, e);
    } else {
        add_to_note(desk, e, body);
    }
}

static const struct bm_event *event_of(const struct bm_desk *desk, int64_t id)
{
    return id >= 1 && (uint64_t)id <= desk->event_count ? &desk->events[id - 1] : NULL;
}

/* Which events were undone: the last word on each counts. */
static void mark_undone(struct bm_desk *desk)
{
    desk->undone = BM_NEW_N(desk->fold, desk->event_count + 1, bool);
    for (size_t i = desk->event_count; i-- > 0;) {
        const struct bm_event *e = &desk->events[i];
        if (bm_str_is(e->kind, "undo") && !desk->undone[i] && event_of(desk, e->subject) &&
            e->subject <= (int64_t)i)
            desk->undone[e->subject - 1] = true;
    }
}

/* All anew. Notes keep the places that were found for them. */
static void apply_all(struct bm_desk *desk)
{
    struct bm_desk_note **old = desk->notes;
    const size_t had = desk->note_count;
    struct bm_arena *before = desk->fold;
    const struct bm_desk empty = {.log = desk->log,
                                  .arena = desk->arena,
                                  .fold = bm_arena_new(),
                                  .write = desk->write,
                                  .fault = desk->fault,
                                  .events = desk->events,
                                  .event_count = desk->event_count,
                                  .event_cap = desk->event_cap,
                                  .round = 1,
                                  .texts = desk->texts,
                                  .text_count = desk->text_count,
                                  .text_cap = desk->text_cap,
                                  .now = desk->now,
                                  .now_count = desk->now_count,
                                  .now_cap = desk->now_cap};
    *desk = empty;
    mark_undone(desk);
    for (size_t i = 0; i < desk->event_count; i++)
        if (!desk->undone[i])
            apply(desk, &desk->events[i]);
    for (size_t i = 0; i < had; i++) {
        struct bm_desk_note *note = bm_notes_find(desk, old[i]->event->id);
        if (!note)
            continue;
        note->place = old[i]->place;
        memcpy(note->based, old[i]->based, sizeof note->based);
    }
    bm_arena_drop(before);
}

/* What was taken is checked: all at first, then what is new against the last. */
static void check(struct bm_desk *desk, const struct bm_event *more, size_t n)
{
    struct bm_arena *arena = bm_arena_new();
    const int64_t had = (int64_t)desk->event_count;
    const char *prev = had ? desk->events[had - 1].hash : NULL;
    if (!prev)
        bm_log_check_events(desk->log, arena, &desk->fault);
    for (size_t i = 0; prev && i < n && desk->fault.kind == BM_LOG_WHOLE; i++) {
        bm_log_follows(&more[i], had + (int64_t)i + 1, prev, &desk->fault);
        prev = more[i].hash;
    }
    bm_arena_drop(arena);
}

bool bm_notes_take(struct bm_desk *desk)
{
    struct bm_event *more;
    size_t n;
    bool all = desk->event_count == 0;
    if (!bm_log_read(desk->log, (int64_t)desk->event_count, desk->arena, &more, &n))
        return false;
    if (!n)
        return true;
    check(desk, more, n);
    /* When the list grows events stand elsewhere, and all that points to them is made anew. */
    const size_t first = desk->event_count;
    if (desk->event_count + n > desk->event_cap) {
        desk->event_cap = 2 * (desk->event_count + n) + 64;
        struct bm_event *events = BM_NEW_N(desk->arena, desk->event_cap, struct bm_event);
        if (desk->event_count)
            memcpy(events, desk->events, desk->event_count * sizeof *events);
        desk->events = events;
        all = true;
    }
    memcpy(desk->events + first, more, n * sizeof *more);
    desk->event_count += n;
    for (size_t i = 0; i < n; i++)
        all = all || bm_str_is(more[i].kind, "undo");
    if (all)
        apply_all(desk);
    else
        for (size_t i = first; i < desk->event_count; i++)
            apply(desk, &desk->events[i]);
    return true;
}

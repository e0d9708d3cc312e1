/* notes: what is there. */
#include "desk/limits.h"
#include "desk/parts.h"

#include <stdlib.h>

#define OFFSETS_MOST 64 /* places of a quote that is left as it is */

static const char *const hows[] = {"same", "moved", "done", "near", "line", "lost"};

struct bm_str bm_note_found(const struct bm_asked *a, const struct bm_desk_note *note)
{
    const struct bm_desk_file *file = bm_world_file(a->world, note->file);
    if (note->place.how == BM_ANCHORED_LOST || !file || !file->text.p ||
        (uint64_t)note->place.offset + note->place.length > file->text.n)
        return (struct bm_str){NULL, 0};
    return (struct bm_str){file->text.p + note->place.offset, note->place.length};
}

/* Of a character 1, of two to five 2, of more 4; in heads and of names the double. */
uint32_t bm_note_points(const struct bm_desk_note *note)
{
    if (!note->wrong || note->refused)
        return 0;
    return (note->wrong == 1 ? 1u : note->wrong <= 5 ? 2u : 4u) * (note->twice ? 2 : 1);
}

/* For sorting: the file's place in the edition. */
struct sorted {
    struct bm_desk_note *note;
    size_t file;
};

static int by_place(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    const bool lost = x->note->place.how == BM_ANCHORED_LOST;
    if (lost != (y->note->place.how == BM_ANCHORED_LOST))
        return lost ? -1 : 1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (!lost && x->note->place.offset != y->note->place.offset)
        return x->note->place.offset < y->note->place.offset ? -1 : 1;
    return x->note->event->id < y->note->event->id ? -1 : 1;
}

struct bm_desk_note **bm_notes_sorted(struct bm_asked *a)
{
    const struct bm_desk *desk = a->desk;
    struct sorted *v = BM_NEW_N(a->arena, desk->note_count, struct sorted);
    struct bm_desk_note **out = BM_NEW_N(a->arena, desk->note_count, struct bm_desk_note *);
    for (size_t i = 0; i < desk->note_count; i++) {
        const struct bm_desk_file *file = bm_world_file(a->world, desk->notes[i]->file);
        v[i] =
            (struct sorted){desk->notes[i], file ? (size_t)(file - a->world->files) : a->world->n};
    }
    if (desk->note_count)
        qsort(v, desk->note_count, sizeof *v, by_place);
    for (size_t i = 0; i < desk->note_count; i++)
        out[i] = v[i].note;
    return out;
}

static void put_replies(struct bm_json *json, const struct bm_desk_note *note)
{
    bm_json_list(json, "replies");
    for (size_t i = 0; i < note->reply_count; i++) {
        bm_json_object(json, NULL);
        bm_json_event(json, note->replies[i].event);
        bm_json_text(json, "text", note->replies[i].text);
        bm_json_close(json);
    }
    bm_json_close(json);
}

static void put_by(struct bm_json *json, const char *key, const struct bm_event *event)
{
    if (!event)
        return;
    bm_json_object(json, key);
    bm_json_event(json, event);
    bm_json_close(json);
}

static void put_note(struct bm_asked *a, struct bm_json *json, const struct bm_desk_note *note)
{
    const struct bm_str found = bm_note_found(a, note);
    bm_json_object(json, NULL);
    bm_json_number(json, "id", (uint64_t)note->event->id);
    bm_json_event(json, note->event);
    bm_json_text(json, "kind", bm_str_c(bm_sorts[note->sort].name));
    bm_json_text(json, "state", bm_str_c(bm_state_names[bm_note_state(note)]));
    bm_json_text(json, "file", note->file);
    bm_json_text(json, "how", bm_str_c(hows[note->place.how]));
    bm_json_number(json, "offset", found.p ? note->place.offset : 0);
    bm_json_number(json, "length", found.p ? note->place.length : 0);
    bm_json_text(json, "quote", note->anchor.quote);
    if (note->place.how >= BM_ANCHORED_NEAR && found.p)
        bm_json_text(json, "found", found);
    if (note->want.p)
        bm_json_text(json, "want", note->want);
    bm_json_text(json, "text", note->text);
    bm_json_number(json, "wrong", note->wrong);
    bm_json_bool(json, "double", note->twice);
    if (note->reason.n)
        bm_json_text(json, "reason", note->reason);
    put_by(json, "done", note->done);
    put_by(json, "checked", note->checked);
    put_by(json, "refused", note->refused);
    put_replies(json, note);
    bm_json_object(json, "made"); /* on which version */
    bm_json_text(json, "sha", note->sha);
    bm_json_number(json, "offset", note->anchor.offset);
    bm_json_number(json, "length", note->anchor.length);
    bm_json_close(json);
    bm_json_close(json);
}

static void put_left(struct bm_asked *a, struct bm_json *json)
{
    bm_json_list(json, "left");
    for (size_t i = 0; i < a->desk->left_count; i++) {
        const struct bm_left *left = &a->desk->left[i];
        const struct bm_desk_file *file = bm_world_file(a->world, left->file);
        unsigned n = 0;
        bm_json_object(json, NULL);
        bm_json_event(json, left->event);
        bm_json_text(json, "code", left->code);
        bm_json_text(json, "file", left->file);
        bm_json_text(json, "quote", left->quote);
        bm_json_list(json, "offsets");
        for (size_t at = 0; file && left->quote.n && n < OFFSETS_MOST &&
                            bm_text_find(file->text, left->quote, &at);
             at++, n++)
            bm_json_number(json, NULL, at);
        bm_json_close(json);
        bm_json_close(json);
    }
    bm_json_close(json);
}

static void put_counts(struct bm_json *json, const struct bm_desk *desk)
{
    uint64_t counts[4] = {0}, lost = 0;
    for (size_t i = 0; i < desk->note_count; i++) {
        counts[bm_note_state(desk->notes[i])]++;
        lost += desk->notes[i]->place.how == BM_ANCHORED_LOST;
    }
    bm_json_object(json, "counts");
    for (size_t i = 0; i < BM_COUNT(counts); i++)
        bm_json_number(json, bm_state_names[i], counts[i]);
    bm_json_number(json, "orphans", lost);
    bm_json_close(json);
}

/* 差错率, shown and not judged: points on 10,000 characters. */
static void put_rate(struct bm_json *json, uint64_t points, uint64_t twice, uint64_t characters)
{
    bm_json_number(json, "points", points);
    bm_json_number(json, "double", twice);
    bm_json_number(json, "characters", characters);
    if (characters)
        bm_json_decimal(json, "rate", (int64_t)(points * 1000000 / characters), 2);
}

static uint32_t page_of(const struct bm_asked *a, const struct bm_desk_note *note)
{
    struct bm_desk_spot spot = {0};
    if (note->place.how == BM_ANCHORED_LOST || !a->world->place ||
        !a->world->place(a->world->context, note->file, note->place.offset, note->place.length,
                         &spot, 1))
        return 0;
    return spot.page;
}

static void put_wrong(struct bm_asked *a, struct bm_json *json)
{
    const struct bm_desk *desk = a->desk;
    const struct bm_desk_world *world = a->world;
    uint64_t points = 0, twice = 0, characters = 0;
    uint32_t *pages = BM_NEW_N(a->arena, desk->note_count, uint32_t);
    for (size_t i = 0; i < desk->note_count; i++) {
        const uint32_t p = bm_note_points(desk->notes[i]);
        pages[i] = p ? page_of(a, desk->notes[i]) : 0;
        points += p;
        twice += p && desk->notes[i]->twice;
    }
    for (size_t i = 0; i < world->n; i++)
        characters += world->files[i].article ? world->files[i].characters : 0;
    bm_json_object(json, "wrong");
    put_rate(json, points, twice, characters);
    bm_json_list(json, "pages");
    for (size_t k = 0; k < world->page_count; k++) {
        uint64_t here = 0, doubled = 0;
        for (size_t i = 0; i < desk->note_count; i++)
            if (pages[i] == world->pages[k].number) {
                here += bm_note_points(desk->notes[i]);
                doubled += desk->notes[i]->twice;
            }
        bm_json_object(json, NULL);
        bm_json_number(json, "page", world->pages[k].number);
        put_rate(json, here, doubled, world->pages[k].characters);
        bm_json_close(json);
    }
    bm_json_close(json);
    bm_json_close(json);
}

static bool answer_check(struct bm_asked *a)
{
    static const char *const kinds[] = {"whole", "changed", "removed", "moved", "cut", "blob"};
    struct bm_log_fault fault;
    const bool fine = bm_log_check(a->desk->log, a->arena, &fault);
    struct bm_json json = bm_answer(a, 200);
    bm_json_bool(&json, "whole", fine);
    bm_json_text(&json, "fault", bm_str_c(kinds[fault.kind]));
    bm_json_number(&json, "event", (uint64_t)fault.id);
    bm_json_number(&json, "events", (uint64_t)fault.count);
    bm_json_text(&json, "last", bm_str_c(fine ? fault.last : ""));
    bm_json_close(&json);
    return true;
}

bool bm_answer_notes(struct bm_asked *a, struct bm_str path)
{
    if (bm_str_is(path, "check"))
        return answer_check(a);
    if (path.n)
        return bm_refuse(a, 404, "name");
    struct bm_desk_note **notes = bm_notes_sorted(a);
    struct bm_json json = bm_answer(a, 200);
    bm_json_number(&json, "seq", a->desk->event_count);
    bm_json_number(&json, "round", a->desk->round);
    bm_json_fault(&json, a->desk);
    bm_json_list(&json, "notes");
    for (size_t i = 0; i < a->desk->note_count; i++)
        put_note(a, &json, notes[i]);
    bm_json_close(&json);
    put_left(a, &json);
    put_counts(&json, a->desk);
    put_wrong(a, &json);
    bm_json_close(&json);
    return true;
}

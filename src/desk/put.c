/* notes: what people do with them. */
#include "desk/limits.h"
#include "desk/parts.h"

/* The version that a note is made on: the file as it is, or one that the log has. */
static bool version_given(struct bm_asked *a, struct bm_str file, struct bm_str sha,
                          struct bm_blob *blob)
{
    const struct bm_desk_file *now = bm_world_file(a->world, file);
    if (!now || !now->article || !now->text.p)
        return bm_refuse(a, 404, "file");
    if (!sha.n || bm_str_is(sha, now->sha)) {
        memcpy(blob->sha, now->sha, sizeof blob->sha);
        blob->bytes = now->text;
        return true;
    }
    const struct bm_str *text = bm_notes_version(a->desk, sha);
    if (!text)
        return bm_refuse(a, 409, "stale");
    memcpy(blob->sha, sha.p, 64);
    blob->sha[64] = '\0';
    blob->bytes = *text;
    return true;
}

static bool on_character(struct bm_str text, int64_t at)
{
    return (size_t)at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

/* What the kind needs: a span, or a place; a text that is wanted, which some kinds say themselves.
 */
static bool want_of(struct bm_asked *a, enum bm_note_sort sort, int64_t length, struct bm_str *want)
{
    if (sort == BM_SORT_DELETE)
        *want = BM_STR("");
    if (sort == BM_SORT_SPLIT && !want->n)
        *want = BM_STR("\n\n");
    if (sort == BM_SORT_JOIN && !want->p)
        *want = BM_STR("");
    if (!bm_sorts[sort].provable)
        *want = (struct bm_str){NULL, 0};
    const bool place = sort == BM_SORT_INSERT || sort == BM_SORT_SPLIT;
    if (bm_sorts[sort].provable && (!want->p || place != (length == 0)))
        return bm_refuse(a, 400, want->p ? "span" : "want");
    if ((sort == BM_SORT_REPLACE || sort == BM_SORT_SWAP || sort == BM_SORT_INSERT) && !want->n)
        return bm_refuse(a, 400, "want");
    return true;
}

static bool sort_given(struct bm_asked *a, enum bm_note_sort *sort)
{
    const struct bm_str kind = bm_json_str(a->body, "kind");
    for (*sort = 0; *sort < BM_SORTS; (*sort)++)
        if (bm_str_is(kind, bm_sorts[*sort].name))
            return true;
    return bm_refuse(a, 400, "kind");
}

static bool put_note(struct bm_asked *a)
{
    struct bm_str file, want, text;
    struct bm_blob blob;
    enum bm_note_sort sort;
    int64_t offset, length, wrong = 0;
    if (!sort_given(a, &sort) || !bm_text_given(a, "file", &file) ||
        !bm_text_given(a, "want", &want) || !bm_text_given(a, "text", &text) ||
        !version_given(a, file, bm_json_str(a->body, "sha"), &blob))
        return false;
    if (!bm_json_int(a->body, "offset", 0, (int64_t)blob.bytes.n, &offset) ||
        !bm_json_int(a->body, "length", 0, (int64_t)blob.bytes.n - offset, &length) ||
        !on_character(blob.bytes, offset) || !on_character(blob.bytes, offset + length))
        return bm_refuse(a, 400, "span");
    if (!want_of(a, sort, length, &want))
        return false;
    if (bm_json_str(a->body, "wrong").p && !bm_json_int(a->body, "wrong", 0, UINT16_MAX, &wrong))
        return bm_refuse(a, 400, "wrong");
    const struct bm_anchor anchor = bm_anchor_make(blob.bytes, (uint32_t)offset, (uint32_t)length);
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    bm_json_object(&json, NULL);
    bm_json_text(&json, "kind", bm_str_c(bm_sorts[sort].name));
    bm_json_text(&json, "file", file);
    bm_json_text(&json, "sha", bm_str_c(blob.sha));
    bm_json_number(&json, "offset", (uint64_t)offset);
    bm_json_number(&json, "length", (uint64_t)length);
    bm_json_text(&json, "quote", anchor.quote); /* for who reads the log; the version has it */
    if (want.p)
        bm_json_text(&json, "want", want);
    bm_json_text(&json, "text", text);
    bm_json_number(&json, "wrong", (uint64_t)wrong);
    bm_json_bool(&json, "double", bm_json_flag(a->body, "double"));
    bm_json_close(&json);
    return bm_put_event(a, "note", 0, &body, &blob, 1) && bm_answer_event(a, 201);
}

/* What stands there instead of what is wanted. */
static bool refuse_unproved(struct bm_asked *a, const struct bm_desk_note *note)
{
    const struct bm_str found = bm_note_found(a, note);
    struct bm_json json = bm_answer(a, 409);
    bm_json_text(&json, "error", BM_STR("not-proved"));
    bm_json_text(&json, "want", note->want);
    if (found.p)
        bm_json_text(&json, "found", found);
    bm_json_close(&json);
    return false;
}

static bool put_about(struct bm_asked *a, struct bm_desk_note *note, struct bm_str what)
{
    static const char *const kinds[] = {"reply", "done", "checked", "refused", "reopened", "wrong"};
    const enum bm_note_state state = bm_note_state(note);
    struct bm_str text, reason;
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    int64_t characters = 0;
    size_t kind = 0;
    while (kind < BM_COUNT(kinds) && !bm_str_is(what, kinds[kind]))
        kind++;
    if (kind == BM_COUNT(kinds))
        return bm_refuse(a, 404, "name");
    if (!bm_text_given(a, "text", &text) || !bm_text_given(a, "reason", &reason))
        return false;
    if (kind == 0 && !text.n)
        return bm_refuse(a, 400, "text");
    if (kind == 1 && state == BM_STATE_OPEN && note->want.p && !reason.n)
        return refuse_unproved(a, note);
    if (kind == 2 && state != BM_STATE_DONE)
        return bm_refuse(a, 409, state == BM_STATE_OPEN ? "not-done" : bm_state_names[state]);
    if (kind == 3 && !reason.n)
        return bm_refuse(a, 400, "reason");
    if (kind == 5 && !bm_json_int(a->body, "characters", 0, UINT16_MAX, &characters))
        return bm_refuse(a, 400, "characters");
    bm_json_object(&json, NULL);
    if (text.n)
        bm_json_text(&json, "text", text);
    if (reason.n)
        bm_json_text(&json, "reason", reason);
    if (kind == 5) {
        bm_json_number(&json, "characters", (uint64_t)characters);
        bm_json_bool(&json, "double", bm_json_flag(a->body, "double"));
    }
    bm_json_close(&json);
    return bm_put_event(a, kinds[kind], note->event->id, &body, NULL, 0) && bm_answer_event(a, 201);
}

/* A numbered proof or a sign-off is taken back only by its number. */
static bool undone_by_itself(const struct bm_event *e)
{
    return !bm_str_is(e->kind, "undo") && !bm_str_is(e->kind, "version") &&
           !bm_str_is(e->kind, "signed") && !bm_str_is(e->kind, "round");
}

/* The event that is meant, or the last of the same person. */
static bool put_undo(struct bm_asked *a)
{
    const struct bm_desk *desk = a->desk;
    struct bm_buf body = {0};
    int64_t id = 0;
    if (bm_json_str(a->body, "event").p) {
        if (!bm_json_int(a->body, "event", 1, (int64_t)desk->event_count, &id) ||
            desk->undone[id - 1])
            return bm_refuse(a, 409, "undone");
    } else {
        for (size_t i = desk->event_count; i-- > 0 && !id;)
            if (!desk->undone[i] && undone_by_itself(&desk->events[i]) &&
                bm_str_eq(desk->events[i].who, a->request->who))
                id = (int64_t)i + 1;
        if (!id)
            return bm_refuse(a, 409, "nothing");
    }
    if (!bm_put_event(a, "undo", id, &body, NULL, 0))
        return false;
    struct bm_json json = bm_answer(a, 201);
    bm_json_number(&json, "event", desk->event_count);
    bm_json_number(&json, "undone", (uint64_t)id);
    bm_json_text(&json, "kind", desk->events[id - 1].kind);
    bm_json_close(&json);
    return true;
}

/* Known, leave it. */
static bool put_left(struct bm_asked *a)
{
    struct bm_str code, file, quote;
    int64_t offset, length;
    if (!bm_text_given(a, "code", &code) || !bm_text_given(a, "file", &file) ||
        !bm_text_given(a, "quote", &quote))
        return false;
    const struct bm_desk_file *now = bm_world_file(a->world, file);
    if (now && now->text.p && bm_json_int(a->body, "offset", 0, (int64_t)now->text.n, &offset) &&
        bm_json_int(a->body, "length", 1, (int64_t)now->text.n - offset, &length)) {
        if (!on_character(now->text, offset))
            return bm_refuse(a, 400, "span");
        while (!on_character(now->text, offset + length))
            length++; /* of a place between two characters: the one behind it */
        quote = (struct bm_str){now->text.p + offset, (size_t)length};
    }
    if (!code.n || !quote.n || quote.n > BM_QUOTE_MOST)
        return bm_refuse(a, 400, "span");
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    bm_json_object(&json, NULL);
    bm_json_text(&json, "code", code);
    bm_json_text(&json, "file", file);
    bm_json_text(&json, "quote", quote);
    bm_json_close(&json);
    return bm_put_event(a, "left", 0, &body, NULL, 0) && bm_answer_event(a, 201);
}

bool bm_put_notes(struct bm_asked *a, struct bm_str path)
{
    int64_t id = 0;
    size_t i = 0;
    if (!path.n)
        return a->body ? put_note(a) : bm_refuse(a, 400, "json");
    if (bm_str_is(path, "undo"))
        return put_undo(a);
    if (bm_str_is(path, "left"))
        return a->body ? put_left(a) : bm_refuse(a, 400, "json");
    for (; i < path.n && i < 15 && path.p[i] >= '0' && path.p[i] <= '9'; i++)
        id = id * 10 + (path.p[i] - '0');
    struct bm_desk_note *note = bm_notes_find(a->desk, id);
    if (!note || i + 1 >= path.n || path.p[i] != '/')
        return bm_refuse(a, 404, "name");
    return put_about(a, note, (struct bm_str){path.p + i + 1, path.n - i - 1});
}

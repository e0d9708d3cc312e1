/* rounds: 一校 二校 三校, and 付印; what changed since the present one began (核红), each change
 * with its tick; the list that the last reader goes through. */
#include "base/digest.h"
#include "desk/compare.h"
#include "desk/limits.h"
#include "desk/parts.h"

/* What the last reader looks at. */
static const char *const checklist[] = {"folio",    "date",    "order", "heads",
                                        "captions", "changes", "fonts"};

/* The version with which a round began. */
static size_t version_of(struct bm_asked *a, const struct bm_event *round)
{
    int64_t n = 0;
    bm_json_int(bm_json_read(a->arena, round->body), "version", 1, (int64_t)a->desk->version_count,
                &n);
    return (size_t)n;
}

/* The last event about a key of ticks or of the checklist; NULL: none, or it was taken back. */
static const struct bm_event *last_on(struct bm_asked *a, const struct bm_event **v, size_t n,
                                      const char *member, struct bm_str key)
{
    for (size_t i = n; i-- > 0;) {
        const struct bm_yaml *body = bm_json_read(a->arena, v[i]->body);
        if (bm_str_eq(bm_json_str(body, member), key))
            return bm_json_flag(body, "on") ? v[i] : NULL;
    }
    return NULL;
}

/* A change is known again by what it is, not by where. */
static struct bm_str key_of(struct bm_asked *a, struct bm_str file, const struct bm_part *part,
                            struct bm_str then, struct bm_str now)
{
    struct bm_sha256 sum;
    char hex[65];
    const unsigned char kind = (unsigned char)part->kind;
    bm_sha256_start(&sum);
    bm_sha256_add(&sum, file.p, file.n);
    bm_sha256_add(&sum, &kind, 1);
    if (part->a.text)
        bm_sha256_add(&sum, then.p + part->a.offset, part->a.text);
    bm_sha256_add(&sum, "\0", 1);
    if (part->b.text)
        bm_sha256_add(&sum, now.p + part->b.offset, part->b.text);
    bm_sha256_end(&sum, hex);
    return bm_str_copy(a->arena, (struct bm_str){hex, 24});
}

/* The notes that a change answers: they stand in it. None: nobody asked for it. */
static void put_asked(struct bm_asked *a, struct bm_json *json, struct bm_str file,
                      const struct bm_part *part)
{
    const uint32_t from = part->b.offset, to = from + part->b.text;
    bm_json_list(json, "notes");
    for (size_t i = 0; i < a->desk->note_count; i++) {
        const struct bm_desk_note *note = a->desk->notes[i];
        const uint32_t at = note->place.offset;
        if (bm_str_eq(note->file, file) && note->place.how != BM_ANCHORED_LOST &&
            part->kind != BM_PART_REMOVED && at <= to && at + note->place.length >= from)
            bm_json_number(json, NULL, (uint64_t)note->event->id);
    }
    bm_json_close(json);
}

static void put_changes(struct bm_asked *a, struct bm_json *json, size_t since)
{
    size_t files;
    const struct bm_str *names = bm_articles_of(a, since, 0, &files);
    bm_json_list(json, "changes");
    for (size_t f = 0; f < files && since; f++) {
        const struct bm_str then = bm_version_text(a, since, names[f]),
                            now = bm_version_text(a, 0, names[f]);
        size_t n = 0;
        const struct bm_part *parts =
            bm_str_eq(then, now) ? NULL : bm_compare(a->arena, then, now, &n);
        for (size_t i = 0; i < n; i++) {
            if (parts[i].kind == BM_PART_SAME || parts[i].kind == BM_PART_FROM)
                continue;
            const struct bm_str key = key_of(a, names[f], &parts[i], then, now);
            const struct bm_event *tick =
                last_on(a, a->desk->ticks, a->desk->tick_count, "key", key);
            bm_json_object(json, NULL);
            bm_json_text(json, "key", key);
            bm_json_text(json, "file", names[f]);
            bm_json_part(json, &parts[i], then, now);
            put_asked(a, json, names[f], &parts[i]);
            if (tick) {
                bm_json_object(json, "ticked");
                bm_json_event(json, tick);
                bm_json_close(json);
            }
            bm_json_close(json);
        }
    }
    bm_json_close(json);
}

/* What was looked at stays so while the files are what they were then. */
static void put_checklist(struct bm_asked *a, struct bm_json *json)
{
    const struct bm_desk *desk = a->desk;
    bm_json_list(json, "checklist");
    for (size_t i = 0; i < BM_COUNT(checklist); i++) {
        const struct bm_event *e =
            last_on(a, desk->checks, desk->check_count, "item", bm_str_c(checklist[i]));
        bm_json_object(json, NULL);
        bm_json_text(json, "item", bm_str_c(checklist[i]));
        if (e) {
            const struct bm_str state = bm_json_str(bm_json_read(a->arena, e->body), "state");
            char now[65];
            bm_world_sum(a->world, now);
            bm_json_object(json, "checked");
            bm_json_event(json, e);
            bm_json_bool(json, "stale", !bm_str_is(state, now));
            bm_json_close(json);
        }
        bm_json_close(json);
    }
    bm_json_close(json);
}

void bm_world_sum(const struct bm_desk_world *world, char hex[65])
{
    struct bm_sha256 sum;
    bm_sha256_start(&sum);
    for (size_t i = 0; i < world->n; i++) {
        bm_sha256_add(&sum, world->files[i].name.p, world->files[i].name.n);
        bm_sha256_add(&sum, world->files[i].sha, sizeof world->files[i].sha);
    }
    bm_sha256_end(&sum, hex);
}

bool bm_answer_rounds(struct bm_asked *a, struct bm_str path)
{
    const struct bm_desk *desk = a->desk;
    size_t since = desk->version_count ? 1 : 0;
    if (path.n)
        return bm_refuse(a, 404, "name");
    if (desk->round_count)
        since = version_of(a, desk->rounds[desk->round_count - 1]);
    struct bm_json json = bm_answer(a, 200);
    bm_json_number(&json, "round", desk->round);
    bm_json_number(&json, "since", since);
    bm_json_list(&json, "rounds");
    for (size_t i = 0; i < desk->round_count; i++) {
        int64_t round = 0;
        bm_json_int(bm_json_read(a->arena, desk->rounds[i]->body), "round", 1, BM_ROUNDS_MOST,
                    &round);
        bm_json_object(&json, NULL);
        bm_json_event(&json, desk->rounds[i]);
        bm_json_number(&json, "begins", (uint64_t)round);
        bm_json_number(&json, "version", version_of(a, desk->rounds[i]));
        bm_json_close(&json);
    }
    bm_json_close(&json);
    put_changes(a, &json, since);
    put_checklist(a, &json);
    bm_json_close(&json);
    return true;
}

/* The round that is given begins, with a proof of what is there. */
static bool put_round(struct bm_asked *a)
{
    int64_t round;
    size_t version;
    if (!bm_json_int(a->body, "round", 1, BM_ROUNDS_MOST, &round))
        return bm_refuse(a, 400, "round");
    if (!bm_make_version(a, BM_STR("round"), &version))
        return false;
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    bm_json_object(&json, NULL);
    bm_json_number(&json, "round", (uint64_t)round);
    bm_json_number(&json, "version", version);
    bm_json_close(&json);
    return bm_put_event(a, "round", 0, &body, NULL, 0) && bm_answer_event(a, 201);
}

static bool put_on(struct bm_asked *a, const char *kind, const char *member, struct bm_str key)
{
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    char now[65];
    bm_world_sum(a->world, now);
    bm_json_object(&json, NULL);
    bm_json_text(&json, member, key);
    bm_json_bool(&json, "on", bm_json_flag(a->body, "on"));
    bm_json_text(&json, "state", bm_str_c(now));
    bm_json_close(&json);
    return bm_put_event(a, kind, 0, &body, NULL, 0) && bm_answer_event(a, 201);
}

bool bm_put_rounds(struct bm_asked *a, struct bm_str path)
{
    struct bm_str key;
    if (!path.n)
        return put_round(a);
    if (bm_str_is(path, "tick"))
        return bm_text_given(a, "key", &key) &&
               (key.n == 24 ? put_on(a, "tick", "key", key) : bm_refuse(a, 400, "key"));
    if (!bm_str_is(path, "check"))
        return bm_refuse(a, 404, "name");
    if (!bm_text_given(a, "item", &key))
        return false;
    for (size_t i = 0; i < BM_COUNT(checklist); i++)
        if (bm_str_is(key, checklist[i]))
            return put_on(a, "check", "item", key);
    return bm_refuse(a, 400, "item");
}

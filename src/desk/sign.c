/* sign: 付印. A sign-off is bound to the sum of the print file and to those of all that it was made
 * of (press --sums). Whether it holds is not stored: it does as long as all sums are what they
 * were, the log's own among them. Whoever signs says what was looked at: the sum of all files then.
 */
#include "base/digest.h"
#include "desk/limits.h"
#include "desk/parts.h"

/* What press --sums wrote. */
static const struct bm_yaml *sums_of(struct bm_asked *a, const struct bm_event *sign)
{
    const struct bm_yaml *sums = bm_yaml_get(bm_json_read(a->arena, sign->body), "sums");
    return sums && sums->kind == BM_YAML_MAP ? sums : NULL;
}

/* The sum of an input now, or "-" where there is none. */
static struct bm_str sum_now(struct bm_asked *a, const struct bm_yaml *input)
{
    char hex[65];
    const struct bm_desk_world *world = a->world;
    if (!world->sum ||
        !world->sum(world->context, bm_json_str(input, "kind"), bm_json_str(input, "name"), hex))
        return BM_STR("-");
    return bm_str_copy(a->arena, bm_str_c(hex));
}

/* The list "void": inputs that are not what was signed. How many. */
static size_t put_void(struct bm_asked *a, struct bm_json *json, const struct bm_yaml *sums)
{
    const struct bm_yaml *inputs = bm_yaml_get(sums, "inputs");
    size_t n = 0;
    bm_json_list(json, "void");
    if (!inputs || inputs->kind != BM_YAML_LIST)
        n = 1;
    for (size_t i = 0; !n && i < inputs->n; i++)
        n += inputs->values[i]->kind != BM_YAML_MAP;
    for (size_t i = 0; inputs && inputs->kind == BM_YAML_LIST && i < inputs->n; i++) {
        const struct bm_str was = bm_json_str(inputs->values[i], "sha256"),
                            is = sum_now(a, inputs->values[i]);
        if (bm_str_eq(was, is))
            continue;
        n++;
        bm_json_object(json, NULL);
        bm_json_text(json, "kind", bm_json_str(inputs->values[i], "kind"));
        bm_json_text(json, "name", bm_json_str(inputs->values[i], "name"));
        bm_json_text(json, "was", was);
        bm_json_text(json, "is", is);
        bm_json_close(json);
    }
    const struct bm_str program = bm_json_str(sums, "program");
    if (!bm_str_eq(program, a->world->program)) {
        n++;
        bm_json_object(json, NULL);
        bm_json_text(json, "kind", BM_STR("program"));
        bm_json_text(json, "was", program);
        bm_json_text(json, "is", a->world->program);
        bm_json_close(json);
    }
    if (a->desk->fault.kind != BM_LOG_WHOLE) {
        n++;
        bm_json_object(json, NULL);
        bm_json_text(json, "kind", BM_STR("log"));
        bm_json_close(json);
    }
    bm_json_close(json);
    return n;
}

bool bm_answer_sign(struct bm_asked *a)
{
    const struct bm_desk *desk = a->desk;
    char now[65];
    bm_desk_whole(a->desk, false);
    bm_world_sum(a->world, now);
    struct bm_json json = bm_answer(a, 200);
    bm_json_text(&json, "edition", a->world->edition);
    bm_json_text(&json, "now", bm_str_c(now));
    bm_json_fault(&json, desk);
    bm_json_list(&json, "signed");
    for (size_t i = desk->sign_count; i-- > 0;) {
        const struct bm_yaml *body = bm_json_read(a->arena, desk->signs[i]->body);
        const struct bm_yaml *sums = sums_of(a, desk->signs[i]), *pdf = bm_yaml_get(sums, "pdf");
        bm_json_object(&json, NULL);
        bm_json_event(&json, desk->signs[i]);
        bm_json_text(&json, "hash", bm_str_c(desk->signs[i]->hash));
        bm_json_text(&json, "edition", bm_json_str(sums, "edition"));
        bm_json_text(&json, "pdf", bm_json_str(pdf, "sha256"));
        bm_json_text(&json, "layout", bm_json_str(sums, "layout"));
        bm_json_text(&json, "profile", bm_json_str(sums, "profile"));
        bm_json_text(&json, "version", bm_json_str(body, "version"));
        bm_json_text(&json, "open", bm_json_str(body, "open"));
        const size_t faults = put_void(a, &json, sums);
        bm_json_bool(&json, "valid", faults == 0);
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
    return true;
}

/* False: a file changed while the print file was made, or is not the one that was looked at. */
static bool still(struct bm_asked *a, const struct bm_yaml *sums)
{
    const struct bm_yaml *inputs = bm_yaml_get(sums, "inputs");
    if (!inputs || inputs->kind != BM_YAML_LIST || !inputs->n)
        return false;
    for (size_t i = 0; i < inputs->n; i++) {
        const struct bm_yaml *input = inputs->values[i];
        const bool own = bm_str_is(bm_json_str(input, "kind"), "edition");
        const struct bm_desk_file *file =
            own ? bm_world_file(a->world, bm_json_str(input, "name")) : NULL;
        if (!bm_str_eq(bm_json_str(input, "sha256"), sum_now(a, input)) ||
            (file && !bm_str_is(bm_json_str(input, "sha256"), file->sha)))
            return false;
    }
    return true;
}

/* False: somebody changed a file since it was looked at. */
static bool as_seen(struct bm_asked *a)
{
    char now[65];
    bm_world_sum(a->world, now);
    return bm_str_is(bm_json_str(a->body, "now"), now);
}

static size_t open_notes(const struct bm_desk *desk)
{
    size_t n = 0;
    for (size_t i = 0; i < desk->note_count; i++) {
        const enum bm_note_state state = bm_note_state(desk->notes[i]);
        n += state == BM_STATE_OPEN || state == BM_STATE_DONE;
    }
    return n;
}

bool bm_put_sign(struct bm_asked *a)
{
    const size_t open = open_notes(a->desk);
    char hex[65];
    size_t version;
    if (!bm_str_eq(bm_json_str(a->body, "edition"), a->world->edition))
        return bm_refuse(a, 400, "edition");
    if (!a->request->who.n)
        return bm_refuse(a, 400, "who");
    if (!as_seen(a))
        return bm_refuse(a, 409, "seen");
    if (!bm_desk_whole(a->desk, true))
        return bm_refuse(a, 409, "log");
    if (open && !bm_json_flag(a->body, "despite")) {
        struct bm_json json = bm_answer(a, 409);
        bm_json_text(&json, "error", BM_STR("open"));
        bm_json_number(&json, "open", open);
        bm_json_close(&json);
        return false;
    }
    if (!a->request->pdf.p) {
        a->reply->wants_press = true;
        return bm_refuse(a, 503, "press");
    }
    if (a->request->unfit && !bm_json_flag(a->body, "despite"))
        return bm_refuse(a, 409, "unfit");
    const struct bm_yaml *sums = bm_json_read(a->arena, a->request->sums);
    bm_sha256_of(a->request->pdf, hex);
    if (!sums || !bm_str_is(bm_json_str(bm_yaml_get(sums, "pdf"), "sha256"), hex))
        return bm_refuse(a, 500, "sums");
    if (!still(a, sums))
        return bm_refuse(a, 409, "changing");
    if (!bm_make_version(a, BM_STR("sign"), &version))
        return false;
    struct bm_str text = a->request->sums;
    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == ' '))
        text.n--;
    struct bm_buf body = {0};
    bm_buf_printf(&body, "{\"version\":%zu,\"open\":%zu,\"unfit\":%s,\"sums\":", version, open,
                  a->request->unfit ? "true" : "false");
    bm_buf_str(&body, text);
    bm_buf_c(&body, "}");
    return bm_put_event(a, "signed", 0, &body, NULL, 0) && bm_answer_sign(a);
}

bool bm_desk_last_signed(struct bm_desk *desk, struct bm_arena *arena, struct bm_desk_signed *out)
{
    if (!bm_notes_take(desk) || !desk->sign_count)
        return false;
    const struct bm_event *e = desk->signs[desk->sign_count - 1];
    static const char key[] = "\"sums\":";
    const char *sums = NULL;
    for (size_t i = 0; i + sizeof key <= e->body.n && !sums; i++)
        if (memcmp(e->body.p + i, key, sizeof key - 1) == 0)
            sums = e->body.p + i + sizeof key - 1;
    if (!sums)
        return false;
    *out = (struct bm_desk_signed){
        .id = e->id,
        .at = e->at,
        .who = bm_str_copy(arena, e->who),
        .role = bm_str_copy(arena, e->role),
        .sums =
            bm_str_copy(arena, (struct bm_str){sums, e->body.n - (size_t)(sums - e->body.p) - 1})};
    memcpy(out->hash, e->hash, sizeof out->hash);
    return true;
}

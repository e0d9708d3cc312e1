#include "cli/commands.h"
#include "cli/load.h"

#include "base/json.h"
#include "base/labels.h"

/* The listing of fonts: first the roles with their faces in order of fallback, then the faces with
 * their files. */

#define PLANES (0x110000 / 8)

static void list_roles(struct bm_session *session, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    for (size_t i = 0; i < bm_fonts_typeface_count(session->fonts); i++) {
        const struct bm_typeface *t = bm_fonts_typeface_at(session->fonts, i);
        if (session->args.json) {
            bm_json_record(&json, "role");
            bm_json_text(&json, "role", t->role);
            bm_json_text(&json, "weight", t->weight);
            bm_json_list(&json, "faces");
            for (size_t k = 0; k < t->n; k++)
                bm_json_text(&json, NULL, t->faces[k]->id);
            bm_json_close(&json);
            bm_json_close(&json);
            continue;
        }
        bm_buf_str(out, t->role);
        bm_buf_char(out, ' ');
        bm_buf_str(out, t->weight);
        for (size_t k = 0; k < t->n; k++) {
            bm_buf_c(out, k ? ", " : ": ");
            bm_buf_str(out, t->faces[k]->id);
        }
        bm_buf_char(out, '\n');
    }
}

/* A face that cannot be opened is a diagnostic too (MISSING_FONT, FONT_DIFFERS). */
static void list_faces(struct bm_session *session, struct bm_buf *out)
{
    const unsigned lang = session->args.lang;
    struct bm_json json = {.out = out};
    for (size_t i = 0; i < bm_fonts_count(session->fonts); i++) {
        const struct bm_face *f = bm_fonts_face(session->fonts, i);
        bool open = bm_face_open(session->fonts, f, &session->diags);
        if (session->args.json) {
            bm_json_record(&json, "face");
            bm_json_text(&json, "face", f->id);
            bm_json_text(&json, "postscript", f->postscript);
            bm_json_text(&json, "path", f->path);
            bm_json_number(&json, "index", f->index);
            bm_json_number(&json, "bytes", f->size);
            bm_json_text(&json, "sha256", f->sha256);
            bm_json_text(&json, "licence", f->licence);
            bm_json_text(&json, "package", f->package);
            bm_json_bool(&json, "present", open);
            bm_json_close(&json);
            continue;
        }
        bm_buf_str(out, f->id);
        bm_buf_printf(out, ": %s, ",
                      open ? BM_LABEL(FONT_PRESENT, lang) : BM_LABEL(FONT_UNUSABLE, lang));
        bm_buf_str(out, f->postscript);
        bm_buf_c(out, "\n  ");
        bm_buf_str(out, f->path);
        bm_buf_printf(out, " #%u\n  sha256 ", f->index);
        bm_buf_str(out, f->sha256);
        bm_buf_printf(out, ", %llu bytes, ", (unsigned long long)f->size);
        bm_buf_str(out, f->licence);
        bm_buf_char(out, '\n');
    }
}

/* One character of the text and where it first stands. */
struct wanted {
    uint32_t cp, offset, length;
    bool found; /* some role has it */
};

/* The distinct characters of the text that have a printed form, in the order of the text. */
static size_t distinct(struct bm_session *session, struct bm_str text, struct wanted **list)
{
    uint8_t *seen = bm_arena_alloc(session->arena, PLANES);
    size_t n = 0, cap = 0;
    *list = NULL;
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        if (cp <= 0x20 || cp == 0xFEFF || (seen[cp / 8] & 1u << cp % 8))
            continue;
        seen[cp / 8] |= (uint8_t)(1u << cp % 8);
        *list = bm_arena_grow(session->arena, *list, n, &cap, sizeof **list);
        (*list)[n++] = (struct wanted){cp, (uint32_t)at, (uint32_t)(i - at), false};
    }
    return n;
}

static bool covers(struct bm_session *session, const struct bm_typeface *t, uint32_t cp)
{
    for (size_t k = 0; k < t->n; k++)
        if (bm_face_open(session->fonts, t->faces[k], &session->diags) &&
            bm_face_glyph(t->faces[k], cp))
            return true;
    return false;
}

/* What one role lacks of the text, on one line. */
static void cover_role(struct bm_session *session, const struct bm_typeface *t, struct bm_str text,
                       struct wanted *list, size_t n, struct bm_buf *out)
{
    struct bm_buf missing = {0};
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool has = covers(session, t, list[i].cp);
        list[i].found |= has;
        count += !has;
        if (!has)
            bm_buf_put(&missing, text.p + list[i].offset, list[i].length);
    }
    if (session->args.json) {
        struct bm_json json = {.out = out};
        bm_json_record(&json, "coverage");
        bm_json_text(&json, "role", t->role);
        bm_json_text(&json, "weight", t->weight);
        bm_json_number(&json, "characters", n);
        bm_json_number(&json, "missing", count);
        bm_json_text(&json, "text", bm_buf_view(&missing));
        bm_json_close(&json);
    } else {
        bm_buf_str(out, t->role);
        bm_buf_char(out, ' ');
        bm_buf_str(out, t->weight);
        bm_buf_printf(out, ": %zu/%zu", n - count, n);
        bm_buf_c(out, count ? "  — " : "");
        bm_buf_str(out, bm_buf_view(&missing));
        bm_buf_char(out, '\n');
    }
    bm_buf_free(&missing);
}

/* A role may leave a character to another (a role of digits alone); one that no role has cannot be
 * printed at all. */
static void cover(struct bm_session *session, struct bm_buf *out)
{
    uint32_t file;
    struct wanted *list;
    const char *path = session->args.coverage;
    if (!bm_read_text(session, BM_FILE_TEXT, path, path, bm_span_none(), &file))
        return;
    const struct bm_str text = session->sources.v[file].text;
    size_t n = distinct(session, text, &list);
    for (size_t i = 0; i < bm_fonts_typeface_count(session->fonts); i++)
        cover_role(session, bm_fonts_typeface_at(session->fonts, i), text, list, n, out);
    for (size_t i = 0; i < n; i++)
        if (!list[i].found)
            bm_diag(&session->diags, BM_MSG_UNCOVERED,
                    ((struct bm_span){file, list[i].offset, list[i].length}),
                    ((struct bm_str){text.p + list[i].offset, list[i].length}),
                    bm_str_c(bm_format(session, "U+%04X", list[i].cp)));
}

void bm_run_fonts(struct bm_session *session)
{
    struct bm_buf out = {0};
    if (!bm_read_fonts(session))
        return;
    if (session->args.coverage) {
        cover(session, &out);
    } else {
        list_roles(session, &out);
        list_faces(session, &out);
    }
    if (session->args.verify && bm_fonts_verify(session->fonts, &session->diags))
        bm_tell(session, BM_LABEL(FONTS_VERIFIED, session->args.lang));
    bm_print(session, bm_buf_view(&out));
    bm_buf_free(&out);
}

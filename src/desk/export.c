/* export: the list for a person (text), for a table (CSV), for programs (JSON, which is that of
 * notes), and as annotations of the print file. */
#include "desk/annotate.h"
#include "desk/limits.h"
#include "desk/parts.h"

#define SPOTS_MOST 64 /* lines of a note on paper */

static const char *const states[][2] = {
    {"open", "未改"}, {"done", "已改"}, {"checked", "已核"}, {"refused", "不改"}};

static enum bm_lang lang_of(const struct bm_asked *a)
{
    return bm_str_is(bm_asked_for(a, "lang"), "en") ? BM_LANG_EN : BM_LANG_ZH;
}

/* A line of a text, from 1. */
static uint32_t line_of(const struct bm_asked *a, const struct bm_desk_note *note)
{
    const struct bm_desk_file *file = bm_world_file(a->world, note->file);
    uint32_t line = 1;
    if (note->place.how == BM_ANCHORED_LOST || !file || !file->text.p)
        return 0;
    for (uint32_t i = 0; i < note->place.offset && i < file->text.n; i++)
        line += file->text.p[i] == '\n';
    return line;
}

static size_t spots_of(const struct bm_asked *a, const struct bm_desk_note *note,
                       struct bm_desk_spot *spots, size_t most)
{
    if (note->place.how == BM_ANCHORED_LOST || !a->world->place)
        return 0;
    return a->world->place(a->world->context, note->file, note->place.offset, note->place.length,
                           spots, most);
}

/* A cell of a table: in quotes; no program shall take it for a formula. */
static void put_cell(struct bm_buf *out, struct bm_str s)
{
    bm_buf_char(out, '"');
    if (s.n && strchr("=+-@\t\r", s.p[0]))
        bm_buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            bm_buf_char(out, '"');
        bm_buf_char(out, s.p[i]);
    }
    bm_buf_char(out, '"');
}

static void put_row(const struct bm_asked *a, const struct bm_desk_note *note, enum bm_lang lang,
                    struct bm_buf *out)
{
    struct bm_desk_spot spot = {0};
    spots_of(a, note, &spot, 1);
    const struct bm_str cells[] = {bm_str_c(bm_sorts[note->sort].says[lang]),
                                   bm_str_c(states[bm_note_state(note)][lang]),
                                   note->file,
                                   note->anchor.quote,
                                   note->want,
                                   note->text,
                                   note->event->who,
                                   note->event->role,
                                   note->reason};
    bm_buf_printf(out, "%lld,%u,%u,%u", (long long)note->event->id, (unsigned)note->event->round,
                  (unsigned)spot.page, (unsigned)line_of(a, note));
    for (size_t i = 0; i < BM_COUNT(cells); i++) {
        bm_buf_char(out, ',');
        put_cell(out, cells[i]);
    }
    bm_buf_printf(out, ",%u\r\n", (unsigned)bm_note_points(note));
}

static bool export_table(struct bm_asked *a)
{
    static const char *const heads[] = {
        "number,round,page,line,kind,state,file,quote,wanted,text,who,role,reason,points\r\n",
        "编号,校次,版,行,类别,状态,稿件,原文,改为,说明,署名,岗位,理由,差错分\r\n"};
    const enum bm_lang lang = lang_of(a);
    struct bm_desk_note **notes = bm_notes_sorted(a);
    struct bm_buf *out = &a->reply->body;
    a->reply->status = 200;
    a->reply->type = "text/csv; charset=utf-8";
    a->reply->name = "notes.csv";
    out->n = 0;
    bm_buf_c(out, "\xEF\xBB\xBF"); /* spreadsheets ask for it */
    bm_buf_c(out, heads[lang]);
    for (size_t i = 0; i < a->desk->note_count; i++)
        put_row(a, notes[i], lang, out);
    return true;
}

/* Marks about what is quoted, by language. */
static const struct {
    const char *open, *close, *wanted, *colon, *before, *after, *dash;
} marks[] = {{" “", "”", " → “", ": ", " (", ")", " — "},
             {"“", "”", "→“", "：", "（", "）", " ——"}};

static void put_between(struct bm_buf *out, const char *before, struct bm_str s, const char *after)
{
    if (!s.n)
        return;
    bm_buf_c(out, before);
    bm_buf_str(out, s);
    bm_buf_c(out, after);
}

/* "改正“甲”→“乙”：说明" */
static void put_sentence(const struct bm_desk_note *note, enum bm_lang lang, struct bm_buf *out)
{
    bm_buf_c(out, bm_sorts[note->sort].says[lang]);
    put_between(out, marks[lang].open, note->anchor.quote, marks[lang].close);
    put_between(out, marks[lang].wanted, note->want, marks[lang].close);
    put_between(out, marks[lang].colon, note->text, "");
    for (size_t i = 0; i < note->reply_count; i++) {
        put_between(out, "\n    ", note->replies[i].event->who, "");
        put_between(out, marks[lang].colon, note->replies[i].text, "");
    }
    put_between(out, marks[lang].before, note->reason, marks[lang].after);
}

static bool export_list(struct bm_asked *a)
{
    const enum bm_lang lang = lang_of(a);
    struct bm_desk_note **notes = bm_notes_sorted(a);
    struct bm_buf *out = &a->reply->body;
    a->reply->status = 200;
    a->reply->type = "text/plain; charset=utf-8";
    a->reply->name = "notes.txt";
    out->n = 0;
    for (size_t i = 0; i < a->desk->note_count; i++) {
        const struct bm_desk_note *note = notes[i];
        bm_buf_printf(out, "%lld. [%s] %.*s:%u ", (long long)note->event->id,
                      states[bm_note_state(note)][lang], (int)note->file.n, note->file.p,
                      (unsigned)line_of(a, note));
        put_sentence(note, lang, out);
        bm_buf_c(out, marks[lang].dash);
        bm_buf_str(out, note->event->who);
        bm_buf_char(out, '\n');
    }
    return true;
}

static bool export_pdf(struct bm_asked *a)
{
    const enum bm_lang lang = lang_of(a);
    struct bm_desk_note **notes = bm_notes_sorted(a);
    struct bm_annotation *v = BM_NEW_N(a->arena, a->desk->note_count, struct bm_annotation);
    size_t n = 0;
    if (!a->request->pdf.p) {
        a->reply->wants_press = true;
        return bm_refuse(a, 503, "press");
    }
    for (size_t i = 0; i < a->desk->note_count; i++) {
        struct bm_desk_spot *spots = BM_NEW_N(a->arena, SPOTS_MOST, struct bm_desk_spot);
        struct bm_buf says = {0};
        const size_t count = spots_of(a, notes[i], spots, SPOTS_MOST);
        if (!count)
            continue;
        put_sentence(notes[i], lang, &says);
        v[n++] = (struct bm_annotation){.number = notes[i]->event->id,
                                        .at = notes[i]->event->at,
                                        .round = notes[i]->event->round,
                                        .sort = notes[i]->sort,
                                        .open = bm_note_state(notes[i]) == BM_STATE_OPEN,
                                        .who = notes[i]->event->who,
                                        .says = bm_buf_keep(&says, a->arena),
                                        .spots = spots,
                                        .spot_count = count};
    }
    a->reply->body.n = 0;
    if (!bm_annotate(a->arena, a->request->pdf, v, n, &a->reply->body))
        return bm_refuse(a, 500, "pdf");
    a->reply->status = 200;
    a->reply->type = "application/pdf";
    a->reply->name = "notes.pdf";
    return true;
}

bool bm_answer_export(struct bm_asked *a)
{
    const struct bm_str as = bm_asked_for(a, "as");
    if (bm_str_is(as, "csv"))
        return export_table(a);
    if (bm_str_is(as, "text"))
        return export_list(a);
    if (bm_str_is(as, "pdf"))
        return export_pdf(a);
    if (!as.n || bm_str_is(as, "json"))
        return bm_answer_notes(a, (struct bm_str){"", 0});
    return bm_refuse(a, 400, "as");
}

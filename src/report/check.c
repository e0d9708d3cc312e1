/* The ledger as `check` prints it. */
#include "report/report.h"

#include "base/labels.h"
#include "page/notes.h"

/* file:line:column in the ASCII form that editors jump to, whatever the language. */
static void place(struct bm_buf *out, const struct bm_pages *pages, const struct bm_note *note)
{
    const struct bm_source *s = pages->sources ? bm_sources_of(pages->sources, note->span) : NULL;
    if (s) {
        uint32_t line, column;
        bm_source_place(s, note->span.offset, &line, &column, NULL);
        bm_buf_legible(out, s->path);
        bm_buf_printf(out, ":%u:%u: ", line, column);
    } else if (note->article < pages->article_count) {
        bm_buf_str(out, pages->articles[note->article].name);
        bm_buf_c(out, ": ");
    } else if (note->kind == BM_MARK_FINDING) { /* about a page or the edition */
        bm_buf_str(out, pages->edition);
        bm_buf_c(out, ": ");
    }
}

void bm_report_check(const struct bm_pages *pages, enum bm_lang lang, struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new();
    size_t n;
    struct bm_note *notes = bm_notes_make(pages, arena, &n);
    for (size_t i = 0; i < n; i++) {
        place(out, pages, &notes[i]);
        bm_note_label(out, &notes[i], lang);
        bm_buf_c(out, BM_LABEL(COLON, lang));
        size_t from = out->n;
        bm_note_sentence(out, &notes[i], lang);
        for (size_t j = from; j < out->n; j++) /* a question may run over lines; a note may not */
            if ((unsigned char)out->p[j] < 0x20)
                out->p[j] = ' ';
        bm_buf_c(out, BM_LABEL(CHECK_PLACE, lang));
        bm_note_place(out, &notes[i], lang);
        if (notes[i].finding && notes[i].rect_count > 1)
            bm_buf_printf(out, BM_LABEL(CHECK_PLACES, lang), notes[i].rect_count);
        bm_buf_c(out, BM_LABEL(CHECK_END, lang));
        if (notes[i].ruling && pages->sources)
            bm_diag_excerpt(out, pages->sources, notes[i].span);
        if (bm_note_rule(&notes[i]).n) {
            bm_buf_c(out, "  ");
            bm_note_help(out, &notes[i], lang);
            bm_buf_char(out, '\n');
        }
    }
    bm_arena_drop(arena);
}

#include "page/notes.h"

#include "base/labels.h"

#include <stdlib.h>

static const char *const kinds[][2] = {
    [BM_MARK_GAP] = {"gap", "缺文"},         [BM_MARK_JOIN] = {"join", "接缝"},
    [BM_MARK_QUERY] = {"query", "存疑"},     [BM_MARK_OVERSET] = {"overset", "排不下"},
    [BM_MARK_FINDING] = {"finding", "版面"}, [BM_MARK_SHORT] = {"short", "排不满"},
};

const char *bm_note_kind(enum bm_mark_kind kind, enum bm_lang lang)
{
    return kinds[kind][lang];
}

void bm_note_label(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang)
{
    const struct bm_str rule = bm_note_rule(note);
    if (rule.n)
        bm_buf_printf(out, "%s [%.*s]", bm_level_name(note->level, lang), (int)rule.n, rule.p);
    else
        bm_buf_c(out, bm_note_kind(note->kind, lang));
}

struct bm_str bm_note_rule(const struct bm_note *note)
{
    return note->ruling    ? note->ruling->rule
           : note->finding ? bm_str_c(bm_diag_code(note->finding->message))
                           : (struct bm_str){0};
}

void bm_note_help(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang)
{
    if (note->ruling)
        bm_buf_str(out, note->ruling->help[lang]);
    else if (note->finding)
        bm_diag_help(out, note->finding, lang);
}

/* An editor works through a page article by article and reads downwards in each, so that is the
 * order of the numbers; by millimetres alone, neighbouring columns would be mixed. */
static int by_place(const void *pa, const void *pb)
{
    const struct bm_note *a = pa, *b = pb;
    uint32_t page_a = a->page ? a->page : UINT32_MAX, page_b = b->page ? b->page : UINT32_MAX;
    if (page_a != page_b)
        return page_a < page_b ? -1 : 1;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    /* Of several manuscripts under one head each by itself. */
    if (a->span.file != b->span.file)
        return a->span.file < b->span.file ? -1 : 1;
    if (a->span.offset != b->span.offset)
        return a->span.offset < b->span.offset ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Overset and shortage show at the foot of the last frame; a shortage where the lines are. */
static void at_foot(struct bm_note *note, const struct bm_ledger *l, struct bm_arena *arena)
{
    if (!l->frame_count)
        return;
    const struct bm_placed_frame *f = &l->frames[l->frame_count - 1];
    for (size_t i = l->frame_count; note->kind == BM_MARK_SHORT && i-- > 0;)
        if (l->frames[i].spare) {
            f = &l->frames[i];
            break;
        }
    struct bm_rect *foot = BM_NEW(arena, struct bm_rect);
    *foot = (struct bm_rect){f->rect.x, f->rect.y + f->rect.h, f->rect.w, 0};
    note->page = f->page;
    note->rects = foot;
    note->rect_count = 1;
}

/* About so many characters fill the lines that are short, in all columns of the last frame, to the
 * nearest ten: by what the article's lines hold. */
static uint32_t room_of(const struct bm_ledger *l)
{
    uint64_t lines = 0, columns = 0;
    for (size_t i = 0; i < l->frame_count; i++) {
        lines += l->frames[i].lines;
        columns = l->frames[i].columns;
    }
    return lines ? (uint32_t)((l->short_lines * columns * l->characters / lines + 5) / 10 * 10) : 0;
}

struct bm_note *bm_notes_make(const struct bm_pages *pages, struct bm_arena *arena, size_t *n)
{
    struct bm_note *notes = BM_NEW_N(
        arena, pages->mark_count + pages->finding_count + 2 * pages->article_count, struct bm_note);
    size_t count = 0;
    for (size_t i = 0; i < pages->mark_count + pages->finding_count; i++) {
        const struct bm_mark *m =
            i < pages->mark_count ? &pages->marks[i] : &pages->findings[i - pages->mark_count];
        const struct bm_ledger *l =
            m->article < pages->article_count ? &pages->articles[m->article] : NULL;
        /* The ledger counts what does not fit; a mark beside it would say it twice. */
        if (m->kind == BM_MARK_OVERSET && l && (l->overset_lines || l->overset_characters))
            continue;
        notes[count] = (struct bm_note){.kind = m->kind,
                                        .article = m->article,
                                        .span = m->span,
                                        .text = m->note,
                                        .about = m->about,
                                        .page = m->page,
                                        .rects = m->rects,
                                        .rect_count = m->rect_count,
                                        .finding = m->finding,
                                        .ruling = m->ruling,
                                        .level = m->level};
        count++;
    }
    for (uint32_t i = 0; i < pages->article_count; i++) {
        const struct bm_ledger *l = &pages->articles[i];
        if (l->overset_lines || l->overset_characters) {
            struct bm_note *note = &notes[count++];
            *note = (struct bm_note){.kind = BM_MARK_OVERSET,
                                     .article = i,
                                     .span = l->overset,
                                     .characters = l->overset_characters,
                                     .lines = l->overset_lines};
            at_foot(note, l, arena);
        }
        if (l->short_lines) {
            struct bm_note *note = &notes[count++];
            *note = (struct bm_note){.kind = BM_MARK_SHORT,
                                     .article = i,
                                     .span = {l->file, 0, 0},
                                     .characters = room_of(l),
                                     .lines = l->short_lines};
            if (l->node < pages->node_count && pages->nodes[l->node].span.file != BM_NO_FILE)
                note->span = pages->nodes[l->node].span;
            at_foot(note, l, arena);
        }
    }
    for (size_t i = 0; i < count; i++)
        notes[i].number = (uint32_t)i;
    if (count)
        qsort(notes, count, sizeof *notes, by_place);
    for (size_t i = 0; i < count; i++)
        notes[i].number = (uint32_t)i + 1;
    *n = count;
    return notes;
}

static void count_put(struct bm_buf *out, uint32_t n, const char *one, const char *many)
{
    bm_buf_printf(out, "%u %s", n, n == 1 ? one : many);
}

static void amounts(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang)
{
    bool both = note->characters && note->lines, over = note->kind == BM_MARK_OVERSET;
    if (lang == BM_LANG_ZH) {
        const char *more = over ? "多" : "少";
        if (note->characters && over)
            bm_buf_printf(out, "%s %u 字", more, note->characters);
        if (both && over)
            bm_buf_c(out, " / ");
        if (note->lines)
            bm_buf_printf(out, "%s %u 行", more, note->lines);
        if (both && !over)
            bm_buf_printf(out, "，约可加 %u 字", note->characters);
        return;
    }
    if (note->characters && over)
        count_put(out, note->characters, "character", "characters");
    if (both && over)
        bm_buf_c(out, " / ");
    if (note->lines)
        count_put(out, note->lines, "line", "lines");
    bm_buf_c(out, over ? " too many" : " too few");
    if (both && !over)
        bm_buf_printf(out, ", room for about %u characters", note->characters);
}

void bm_note_sentence(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang)
{
    switch (note->kind) {
    case BM_MARK_GAP:
        bm_buf_c(out, BM_LABEL(NOTE_GAP, lang));
        break;
    case BM_MARK_JOIN:
        bm_buf_c(out, BM_LABEL(NOTE_CUT, lang));
        break;
    case BM_MARK_OVERSET:
    case BM_MARK_SHORT:
        if (note->characters || note->lines)
            amounts(out, note, lang);
        else
            bm_buf_str(out, note->text);
        break;
    case BM_MARK_QUERY:
    case BM_MARK_FINDING:
        if (note->ruling) {
            bm_buf_str(out, note->ruling->says[lang]);
            break;
        }
        if (note->finding) {
            bm_diag_sentence(out, note->finding, lang);
            break;
        }
        if (note->about.n) {
            bm_buf_c(out, "“");
            bm_buf_str(out, note->about);
            bm_buf_c(out, BM_LABEL(NOTE_QUOTED, lang));
        }
        bm_buf_str(out, note->text);
        break;
    }
}

/* Tenths of a millimetre: what a ruler shows. */
static void tenths(struct bm_buf *out, bm_len length)
{
    int64_t um = bm_len_to_um(length);
    bm_buf_decimal(out, (um >= 0 ? um + 50 : um - 50) / 100, 1);
}

void bm_note_place(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang)
{
    if (!note->page) {
        bm_buf_c(out, BM_LABEL(NOTE_NO_PAGE, lang));
        return;
    }
    bm_buf_printf(out, BM_LABEL(NOTE_PAGE, lang), note->page);
    if (!note->rect_count)
        return;
    bm_buf_c(out, BM_LABEL(NOTE_FROM_PAGE, lang));
    tenths(out, note->rects[0].x);
    bm_buf_c(out, BM_LABEL(NOTE_FROM_LEFT, lang));
    tenths(out, note->rects[0].y);
    bm_buf_c(out, BM_LABEL(NOTE_FROM_TOP, lang));
}

/* The words of notes; each has its row in base/reasons.def. */
#include "import/copy.h"
#include "import/limits.h"

static const struct {
    const char *id, *what;
    bool doubt;
} notes[NOTE_COUNT] = {
    [NOTE_DELETED] = {"deleted", "a deletion that nobody has accepted yet was left out", true},
    [NOTE_INSERTED] = {"inserted", "an insertion that nobody has accepted yet was taken", true},
    [NOTE_MOVED] = {"moved", "text that was moved stands where it was moved to", true},
    [NOTE_HIDDEN] = {"hidden", "hidden text was left out", true},
    [NOTE_RUBY] = {"ruby", "the pronunciation above the characters was left out", true},
    [NOTE_DATE] = {"date-field",
                   "a date that the word processor keeps up was taken as it was saved", true},
    [NOTE_FIELD] = {"field", "a field without a saved result was left out", true},
    [NOTE_SYMBOL] = {"symbol", "a sign of a symbol font became a character", true},
    [NOTE_NO_SYMBOL] = {"no-symbol",
                        "a sign of a symbol font has no character; a geta mark stands for it",
                        true},
    [NOTE_SOFT_HYPHEN] = {"soft-hyphen", "a hyphen that shows at line ends alone was left out",
                          false},
    [NOTE_TAB] = {"tab", "a tab became a blank", false},
    [NOTE_BREAK] = {"line-break", "a line end inside a paragraph was not kept as one", true},
    [NOTE_CELL_BREAK] = {"cell-break", "lines of a cell were joined by a blank", true},
    [NOTE_MERGED] = {"merged-cells", "joined cells stand in the first of them", true},
    [NOTE_NESTED] = {"nested-table", "a table inside a cell became its text", true},
    [NOTE_TABLE_TEXT] = {"table-as-text", "a table became paragraphs, cell by cell", true},
    [NOTE_TABLE_HEAD] = {"table-head", "a row without text was left out", false},
    [NOTE_PICTURE] = {"picture", "a picture was taken out", false},
    [NOTE_PICTURE_KIND] = {"picture-kind", "a picture that is neither JPEG nor PNG was left out",
                           true},
    [NOTE_PICTURE_GONE] = {"picture-gone", "a picture is not in the file", true},
    [NOTE_DRAWING] = {"drawing", "a chart or drawing was left out", true},
    [NOTE_FOOTNOTE] = {"footnote", "a note stands at the end", true},
    [NOTE_FOOTNOTE_MARK] = {"footnote-mark", "the number of a note was left out here", true},
    [NOTE_TEXT_BOX] = {"text-box", "the text of a box stands behind the paragraph that it hangs on",
                       true},
    [NOTE_COMMENT] = {"comment", "a comment was left out", true},
    [NOTE_HEADER] = {"page-header", "what stands at the head or foot of each page was left out",
                     false},
    [NOTE_LINK] = {"link", "the address behind a link was left out", false},
    [NOTE_NUMBER_FORM] =
        {"number-form",
         "a number of a list is shown in a form that is not known; it stands in figures", true},
    [NOTE_LABEL] = {"list-number", "the number was made by the word processor; it is text now",
                    false},
    [NOTE_BULLETS] = {"bullets", "a list's signs became hyphens", false},
    [NOTE_STRONG] = {"bold", "bold letters could not be kept bold here", false},
    [NOTE_STRUCK] = {"struck-out", "text that is struck out was taken", true},
    [NOTE_RAISED] = {"raised", "raised or lowered characters stand on the line", true},
    [NOTE_CAPITALS] = {"capitals", "letters that are shown as capitals stand as they were typed",
                       true},
    [NOTE_FORMULA] = {"formula", "a formula became a line of its characters", true},
    [NOTE_CHARACTER] = {"no-print", "a character without a printed form was left out", true},
    [NOTE_DOUBTFUL] = {"doubtful", "a character of private use may show as another", true},
    [NOTE_PLACEHOLDER] = {"placeholder", "words that ask to be written over were taken", true},
    [NOTE_EMBEDDED] = {"embedded", "a document inside the document was left out", true},
    [NOTE_FIELD_GUESSED] = {"head-field", "taken for a field of the head", false},
    [NOTE_KIND] = {"kind", "taken for an article of this kind", false},
    [NOTE_SUBHEAD] = {"subhead", "taken for a subhead", false},
    [NOTE_CAPTION] = {"caption", "taken for the caption of the picture", false},
    [NOTE_JOINED] = {"joined-lines", "lines were joined to paragraphs", true},
    [NOTE_ENCODING] = {"encoding", "the text was read in this encoding", false},
    [NOTE_SUBJECT] = {"subject", "the subject of the mail was left out", false},
    [NOTE_ATTACHMENT] = {"attachment", "an attachment was left out", true},
    [NOTE_FORM] = {"form", "a part of a form was left out", true},
    [NOTE_UNMAPPED] = {"unmapped", "text for which the map has no place was left out", true},
    [NOTE_ALT] = {"alt", "the words for those who cannot see the picture were changed", true},
    [NOTE_TITLE_LINES] = {"title-lines", "taken for one more line of the title", true},
    [NOTE_DAMAGED] = {"damaged", "a damaged character; what it was is lost, ask for the original",
                      true},
    [NOTE_WORD_ART] = {"word-art", "words of WordArt stand where it hangs in its paragraph", true},
    [NOTE_RIGHT_TO_LEFT] =
        {"right-to-left", "text that is shown from right to left stands in the order it was typed",
         true},
    [NOTE_ALTERNATIVE] = {"alternative",
                          "the mail has its text as a web page too, which reads otherwise", true},
    [NOTE_CIRCLED] = {"circled", "a field of a sign in a circle became one character", false},
};

/* Each has a bit of struct paragraph and struct copy. */
_Static_assert(NOTE_COUNT <= 64, "said");

static struct bm_str excerpt(struct bm_arena *arena, struct bm_str text)
{
    struct bm_buf b = {0};
    size_t i = 0, n = 0;
    while (i < text.n && n < EXCERPT_MOST) {
        bm_utf8_next(text.p, text.n, &i);
        n++;
    }
    bm_buf_legible(&b, (struct bm_str){text.p, i});
    if (i < text.n)
        bm_buf_c(&b, "…");
    return bm_buf_keep(&b, arena);
}

void note_add(struct copy *copy, enum note note, const struct paragraph *paragraph, uint32_t run,
              struct bm_str text)
{
    if (copy->note_count == NOTES_MOST) {
        copy->wrong = "more of it is doubtful than can be said";
        copy->note_count--;
    }
    copy->notes = bm_arena_grow(copy->arena, copy->notes, copy->note_count, &copy->note_cap,
                                sizeof *copy->notes);
    copy->notes[copy->note_count++] =
        (struct bm_import_note){.id = notes[note].id,
                                .what = notes[note].what,
                                .doubt = notes[note].doubt,
                                .part = paragraph ? paragraph->part : BM_STR(""),
                                .paragraph = paragraph ? paragraph->number : 0,
                                .run = run,
                                .text = excerpt(copy->arena, text)};
}

void note_once(struct copy *copy, enum note note, struct paragraph *paragraph, uint32_t run,
               struct bm_str text)
{
    uint64_t *said = paragraph ? &paragraph->said : &copy->said;
    if (!(*said & (uint64_t)1 << note))
        note_add(copy, note, paragraph, run, text);
    *said |= (uint64_t)1 << note;
}

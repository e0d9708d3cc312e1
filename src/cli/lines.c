#include "cli/commands.h"
#include "cli/load.h"

#include "base/json.h"
#include "heads/sense.h"

/* Every line of input is a paragraph; every paragraph becomes one JSON object. Paragraphs are set
 * one by one in an arena of their own, so that memory does not grow with the input. */

#define FIT_SENSE   2 /* of --fit */
#define EM_DECIMALS 4
/* Output is handed on when it has grown to this many bytes. */
#define OUTPUT_MOST 65536

/* length / em with at most four decimals. */
static void put_em(struct bm_json *out, const char *key, bm_len length, bm_len em)
{
    int64_t p = (int64_t)length * 10000;
    bm_json_decimal(out, key, (p >= 0 ? p + em / 2 : p - em / 2) / em, EM_DECIMALS);
}

/* What was added to each gap of the kind that was stretched last. */
static bm_len per_gap(const struct bm_para *para, const struct bm_line *line)
{
    bm_len spaces = 0;
    if (line->step != BM_STEP_STRETCH_SPACES)
        return line->all ? line->all : line->gap;
    for (uint32_t i = line->first + 1; i + 1 < line->end; i++)
        spaces += para->clusters[i].cls == BM_CLASS_SPACE;
    return spaces ? (line->set_width - line->natural) / spaces : 0;
}

/* What the break after a line of a head costs, and the words beside one that is doubtful. */
static void put_sense(const struct bm_para *para, const struct bm_line *line, struct bm_json *out)
{
    struct bm_doubt doubt;
    if (line->end == para->cluster_count)
        return;
    const int32_t cost = bm_sense_cost(para, line->end, line->measure);
    if (cost == BM_SENSE_NEVER)
        bm_json_bool(out, "break_allowed", false); /* wider than the line, and in one piece */
    else
        bm_json_decimal(out, "break_cost", cost, 0);
    if (bm_sense_doubt(para, line, &doubt))
        bm_json_text(out, doubt.cut ? "cut" : "doubtful",
                     bm_para_text(para, doubt.first, doubt.end));
}

static void put_line(const struct bm_para *para, const struct bm_line *line, struct bm_json *out)
{
    uint32_t start = 0, end = 0, unused;
    if (line->first < line->end) {
        bm_cluster_characters(para, line->first, &start, &unused);
        bm_cluster_characters(para, line->end - 1, &unused, &end);
    }
    const struct bm_str text = bm_para_text(para, start, end);
    bm_json_object(out, NULL);
    bm_json_number(out, "start", start);
    bm_json_number(out, "end", end);
    bm_json_text(out, "text", text);
    put_em(out, "natural_em", line->natural, para->style.size);
    put_em(out, "set_em", line->set_width, para->style.size);
    bm_json_text(out, "step", bm_str_c(bm_step_name(line->step)));
    put_em(out, "per_gap_em", per_gap(para, line), para->style.size);
    if (line->hyphen)
        bm_json_bool(out, "hyphen", true);
    if (line->forced)
        bm_json_bool(out, "forced", true);
    if (line->lone)
        bm_json_bool(out, "lone", true);
    if (para->sense)
        put_sense(para, line, out);
    bm_json_close(out);
}

static void put_lines(struct bm_arena *arena, const struct bm_args *args, struct bm_para *para,
                      struct bm_buf *out)
{
    struct bm_lines lines = {0};
    const struct bm_breaking how = {
        .measures = {.widths = &args->measure, .n = 1, .indent = args->indent},
        .method = args->method == BM_METHOD_FIRST ? BM_METHOD_FIRST : BM_METHOD_TOTAL,
        .justify = true,
        .looseness = args->looseness == 2 ? -1 : (int)args->looseness,
    };
    if (args->method == FIT_SENSE) {
        bm_para_sense(arena, para, (struct bm_heading){args->measure, 1, false}, &lines);
    } else {
        bm_para_break(arena, para, &how, &lines);
    }
    struct bm_json json = {.out = out};
    bm_json_record(&json, NULL);
    bm_json_list(&json, "lines");
    for (size_t i = 0; i < lines.n; i++)
        put_line(para, &lines.v[i], &json);
    bm_json_close(&json);
    bm_json_close(&json);
}

/* What every break of a head costs that the text allows. */
static void put_costs(const struct bm_para *para, bm_len measure, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    bm_json_record(&json, NULL);
    bm_json_list(&json, "breaks");
    for (uint32_t i = 1; i < para->cluster_count; i++) {
        const int32_t cost = bm_sense_cost(para, i, measure);
        if (cost == BM_SENSE_NEVER)
            continue;
        bm_json_object(&json, NULL);
        bm_json_number(&json, "at", para->clusters[i].character);
        bm_json_decimal(&json, "cost", cost, 0);
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
}

/* Positions inside the paragraph, in code points, where a line may end. */
static void put_breaks(const struct bm_para *para, struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    bm_json_record(&json, NULL);
    bm_json_list(&json, "breaks");
    for (uint32_t i = 0; i + 1 < para->cluster_count; i++) {
        uint32_t first, end;
        if (!para->clusters[i].break_after)
            continue;
        bm_cluster_characters(para, i, &first, &end);
        bm_json_number(&json, NULL, end);
    }
    bm_json_close(&json);
    bm_json_close(&json);
}

static bool set_paragraph(struct bm_session *session, struct bm_shaper *shaper,
                          const struct bm_text_style *style, struct bm_str text,
                          struct bm_span span, struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new();
    const struct bm_inline piece = {.kind = BM_INLINE_TEXT, .text = text, .span = span};
    struct bm_para *para =
        bm_para_shape(arena, shaper, style, &piece, text.n ? 1 : 0, &session->diags);
    const bool sense = session->args.method == FIT_SENSE;
    if (para && sense)
        bm_para_find_sense(arena, para);
    if (para && session->args.opportunities && sense)
        put_costs(para, session->args.measure, out);
    else if (para && session->args.opportunities)
        put_breaks(para, out);
    else if (para)
        put_lines(arena, &session->args, para, out);
    bm_arena_drop(arena);
    return para != NULL;
}

/* The role asked for, else the first that is declared. */
static const struct bm_typeface *typeface(struct bm_session *session)
{
    if (session->args.face)
        return bm_fonts_typeface(session->fonts, bm_str_c(session->args.face), (struct bm_str){0},
                                 bm_span_none(), &session->diags);
    return bm_fonts_typeface_count(session->fonts) ? bm_fonts_typeface_at(session->fonts, 0) : NULL;
}

void bm_run_lines(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    const bool is_file = args->input && strcmp(args->input, "-") != 0;
    const char *name = is_file ? args->input : "-";
    uint32_t file;
    struct bm_buf out = {0};
    if (!bm_read_fonts(session) ||
        !bm_read_text(session, BM_FILE_TEXT, is_file ? name : NULL, name, bm_span_none(), &file))
        return;
    struct bm_phrases phrases = {0};
    const struct bm_text_style style = {
        .phrases = &phrases,
        .typeface = typeface(session),
        .size = args->size,
        .kinsoku = (enum bm_kinsoku)args->level,
        .punctuation = (enum bm_punctuation)args->style,
        .autospace = (enum bm_autospace)args->autospace,
        .hang = args->hang,
        .mode = (enum bm_mode)args->mode,
        .indented = args->indent > 0,
        .digits = (enum bm_digits)args->digits,
        .hyphenate = args->hyphenate,
    };
    if (!style.typeface || (args->method == FIT_SENSE && !bm_read_words(session, &phrases)))
        return;
    const struct bm_str text = session->sources.v[file].text;
    bool printed = true;
    struct bm_shaper *shaper = bm_shaper_new(session->arena, session->fonts);
    for (size_t i = 0, end; i < text.n && printed; i = end + 1) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        end = stop ? (size_t)(stop - text.p) : text.n;
        size_t n = end - i;
        if (n && text.p[end - 1] == '\r')
            n--;
        if (!set_paragraph(session, shaper, &style, (struct bm_str){text.p + i, n},
                           (struct bm_span){file, (uint32_t)i, (uint32_t)n}, &out))
            break;
        if (out.n > OUTPUT_MOST) {
            printed = bm_print(session, bm_buf_view(&out));
            out.n = 0;
        }
    }
    bm_shaper_free(shaper);
    if (printed)
        bm_print(session, bm_buf_view(&out));
    bm_buf_free(&out);
}

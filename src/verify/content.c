/* Content streams (ISO 32000-1, annex A): the operators that we write, and what others do to what
 * is seen. */
#include "verify/state.h"

#include <math.h>

#define OPERANDS 1000000 /* before one operator */

static struct bm_str text_of(const struct bm_reader *r, const struct bm_operand *o)
{
    return (struct bm_str){r->strings.p + o->from, o->n};
}

/* The last name before the operator; empty: there is none. */
static struct bm_str last_name(const struct bm_reader *r)
{
    for (size_t i = r->operand_count; i > 0; i--)
        if (r->operands[i - 1].kind == BM_TOKEN_NAME)
            return text_of(r, &r->operands[i - 1]);
    return (struct bm_str){NULL, 0};
}

static struct bm_str last_string(const struct bm_reader *r)
{
    for (size_t i = r->operand_count; i > 0; i--)
        if (r->operands[i - 1].kind == BM_TOKEN_STRING)
            return text_of(r, &r->operands[i - 1]);
    return (struct bm_str){NULL, 0};
}

/* UTF-16BE with its mark, or bytes of PDFDocEncoding, of which ASCII is read. */
static struct bm_str text_string(struct bm_reader *r, struct bm_str s)
{
    struct bm_buf b = {0};
    const bool wide = s.n >= 2 && (unsigned char)s.p[0] == 0xFE && (unsigned char)s.p[1] == 0xFF;
    for (size_t i = wide ? 2 : 0; i + wide < s.n; i += wide ? 2 : 1) {
        uint32_t cp = (unsigned char)s.p[i];
        cp = wide ? cp << 8 | (unsigned char)s.p[i + 1] : cp < 0x80 ? cp : 0xFFFD;
        char utf8[4];
        bm_buf_put(&b, utf8, bm_utf8_put(cp >= 0xD800 && cp < 0xE000 ? 0xFFFD : cp, utf8));
    }
    return bm_buf_keep(&b, r->seen->arena);
}

static void begin_mark(struct bm_reader *r, bool with_properties)
{
    struct bm_open_mark mark = {.mark = -1};
    const struct bm_operand *o = r->operands;
    if (r->operand_count && o[0].kind == BM_TOKEN_NAME && bm_str_is(text_of(r, &o[0]), "OC"))
        mark.hidden = true;
    /* Properties by name may say anything, and we write none. */
    if (with_properties && r->operand_count == 2 && o[1].kind == BM_TOKEN_NAME)
        mark.hidden = true;
    for (size_t i = 1; with_properties && i + 1 < r->operand_count; i++) {
        if (o[i].kind != BM_TOKEN_NAME)
            continue;
        if (bm_str_is(text_of(r, &o[i]), "MCID") && o[i + 1].kind == BM_TOKEN_NUMBER &&
            o[i + 1].number >= 0 && o[i + 1].number < INT32_MAX)
            mark.mark = (int32_t)o[i + 1].number;
        if (bm_str_is(text_of(r, &o[i]), "ActualText") && o[i + 1].kind == BM_TOKEN_STRING) {
            mark.replaced = true;
            mark.text = text_string(r, text_of(r, &o[i + 1]));
        }
    }
    if (r->mark_depth == BM_SEEN_DEPTH)
        r->too_deep++;
    else
        r->marks[r->mark_depth++] = mark;
}

static void end_mark(struct bm_reader *r)
{
    if (r->too_deep)
        r->too_deep--;
    else if (r->mark_depth)
        r->mark_depth--;
}

/* Operators of colour; false: it is none. */
static bool colour(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    static const char *const ops[] = {"k",  "K",  "cs", "CS", "scn", "SCN",
                                      "sc", "SC", "g",  "G",  "rg",  "RG"};
    size_t which = 0;
    while (which < BM_COUNT(ops) && !bm_str_is(op, ops[which]))
        which++;
    if (which == BM_COUNT(ops))
        return false;
    struct bm_paint *p = which % 2 ? &r->state.stroke : &r->state.fill;
    const bool overprint = p->overprint, process = which < 2, space = which == 2 || which == 3;
    if (process || space || which > 7)
        *p = (struct bm_paint){.other = !process, .overprint = overprint};
    if (space)
        p->other = !r->resources->spot(r->resources->context, last_name(r), &p->spot);
    else if (process && count < 4)
        p->other = true;
    else if (which >= 4 && which <= 7 && (!p->spot.n || count != 1))
        p->other = true;
    for (size_t i = 0; i < (process ? 4u : 1u) && i < count && !space; i++)
        p->v[i] = (uint16_t)lround(fmin(fmax(n[i], 0), 1) * 10000);
    return true;
}

static void next_line(struct bm_reader *r, double x, double y)
{
    r->line = bm_matrix_times((struct bm_matrix){1, 0, 0, 1, x, y}, r->line);
    r->text = r->line;
}

static void show_array(struct bm_reader *r)
{
    for (size_t i = 0; i < r->operand_count; i++) {
        const struct bm_operand *o = &r->operands[i];
        if (o->kind == BM_TOKEN_STRING)
            bm_see_string(r, text_of(r, o));
        else if (o->kind == BM_TOKEN_NUMBER)
            bm_see_adjustment(r, o->number);
    }
}

static bool show(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    struct bm_state *s = &r->state;
    if (bm_str_is(op, "TJ")) {
        show_array(r);
        return true;
    }
    if (bm_str_is(op, "\"") && count >= 2) {
        s->word_spacing = n[0];
        s->spacing = n[1];
    }
    if (bm_str_is(op, "'") || bm_str_is(op, "\""))
        next_line(r, 0, -s->leading);
    else if (!bm_str_is(op, "Tj"))
        return false;
    bm_see_string(r, last_string(r));
    return true;
}

/* Operators of the text state with one number. */
static bool text_state(struct bm_state *s, struct bm_str op, const double *n, size_t count)
{
    const struct {
        const char *name;
        double *field;
    } fields[] = {{"Tc", &s->spacing},
                  {"Tw", &s->word_spacing},
                  {"Tz", &s->scale},
                  {"TL", &s->leading},
                  {"Ts", &s->rise}};
    for (size_t i = 0; i < BM_COUNT(fields); i++)
        if (bm_str_is(op, fields[i].name)) {
            if (count)
                *fields[i].field = i == 2 ? n[0] / 100 : n[0];
            return true;
        }
    if (bm_str_is(op, "Tr") && count)
        s->mode = n[0] == 0 ? 0 : 1;
    return bm_str_is(op, "Tr");
}

static bool text(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    if (bm_str_is(op, "BT")) {
        r->text = r->line = (struct bm_matrix){1, 0, 0, 1, 0, 0};
    } else if (bm_str_is(op, "Tm")) {
        if (count >= 6)
            r->text = r->line = (struct bm_matrix){n[0], n[1], n[2], n[3], n[4], n[5]};
    } else if (bm_str_is(op, "Td") || bm_str_is(op, "TD")) {
        if (count >= 2)
            next_line(r, n[0], n[1]);
        if (count >= 2 && op.p[1] == 'D')
            r->state.leading = -n[1];
    } else if (bm_str_is(op, "T*")) {
        next_line(r, 0, -r->state.leading);
    } else if (bm_str_is(op, "Tf")) {
        r->state.font = r->resources->font(r->resources->context, last_name(r));
        r->state.size = count ? n[0] : 0;
    } else {
        return text_state(&r->state, op, n, count) || show(r, op, n, count);
    }
    return true;
}

/* Leaves out the data of an inline image. */
static void pass_image(struct bm_scanner *s)
{
    while (s->at + 3 < s->text.n) {
        const char *p = s->text.p + s->at++;
        if ((p[0] == '\n' || p[0] == ' ' || p[0] == '\r') && p[1] == 'E' && p[2] == 'I' &&
            (p[3] == '\n' || p[3] == ' ' || p[3] == '\r'))
            break;
    }
    s->at += 2;
}

static void general(struct bm_reader *r, struct bm_str op, const double *n, size_t count)
{
    struct bm_state *s = &r->state;
    if (bm_str_is(op, "q")) {
        if (r->depth < BM_SEEN_DEPTH)
            r->saved[r->depth++] = *s;
        else
            r->seen->unreadable = "its content is nested deeper than is read";
    } else if (bm_str_is(op, "Q")) {
        if (r->depth)
            *s = r->saved[--r->depth];
    } else if (bm_str_is(op, "cm")) {
        if (count >= 6)
            s->ctm =
                bm_matrix_times((struct bm_matrix){n[0], n[1], n[2], n[3], n[4], n[5]}, s->ctm);
    } else if (bm_str_is(op, "w")) {
        s->weight = count ? n[0] : s->weight;
    } else if (bm_str_is(op, "gs")) {
        bool overprint = false;
        s->odd |= !r->resources->state(r->resources->context, last_name(r), &overprint);
        s->fill.overprint = s->stroke.overprint = overprint;
    } else if (bm_str_is(op, "Do")) {
        struct bm_seen_image image = {0};
        if (r->resources->image(r->resources->context, last_name(r), &image))
            bm_see_picture(r, &image);
        else
            bm_see_atom(r, BM_ATOM_OTHER);
    } else if (bm_str_is(op, "BDC") || bm_str_is(op, "BMC")) {
        begin_mark(r, bm_str_is(op, "BDC"));
    } else if (bm_str_is(op, "EMC")) {
        end_mark(r);
    } else if (bm_str_is(op, "J") || bm_str_is(op, "j")) {
        s->odd_lines |= count && n[0] != 0;
    } else if (bm_str_is(op, "d")) {
        s->odd_lines |= count > 1;
    } else if (bm_str_is(op, "sh")) {
        bm_see_atom(r, BM_ATOM_OTHER);
    } else if (bm_str_is(op, "ID")) {
        pass_image(&r->scanner);
        bm_see_atom(r, BM_ATOM_OTHER);
    }
}

static void operate(struct bm_reader *r, struct bm_str op)
{
    double n[8];
    size_t count = 0;
    /* the last numbers, in order, of what is no array */
    for (size_t i = r->operand_count > 8 ? r->operand_count - 8 : 0; i < r->operand_count; i++)
        if (r->operands[i].kind == BM_TOKEN_NUMBER)
            n[count++] = r->operands[i].number;
    if (!text(r, op, n, count) && !bm_see_path(r, op, n, count) && !colour(r, op, n, count))
        general(r, op, n, count);
}

static void add_operand(struct bm_reader *r, const struct bm_token *t)
{
    if (r->operand_count == OPERANDS)
        return;
    r->operands = bm_arena_grow(r->seen->arena, r->operands, r->operand_count, &r->operand_cap,
                                sizeof *r->operands);
    r->operands[r->operand_count++] =
        (struct bm_operand){t->kind, t->number, r->strings.n, t->text.n};
    bm_buf_str(&r->strings, t->text);
}

void bm_see_content(struct bm_seen *seen, const struct bm_seen_page *page, struct bm_str content,
                    const struct bm_resources *resources)
{
    struct bm_reader *r = BM_NEW(seen->arena, struct bm_reader);
    const struct bm_matrix one = {1, 0, 0, 1, 0, 0};
    *r = (struct bm_reader){.seen = seen,
                            .page = page,
                            .resources = resources,
                            .scanner = {.text = content},
                            .text = one,
                            .line = one};
    r->state = (struct bm_state){.ctm = one,
                                 .fill = {.other = true},
                                 .stroke = {.other = true},
                                 .weight = 1,
                                 .clip = {-FAR, -FAR, FAR, FAR},
                                 .scale = 1};
    for (struct bm_token t; !seen->unreadable && (t = bm_scan(&r->scanner)).kind != BM_TOKEN_END;) {
        if (t.kind != BM_TOKEN_WORD) {
            add_operand(r, &t);
            continue;
        }
        operate(r, t.text);
        r->operand_count = r->strings.n = 0;
    }
    bm_buf_free(&r->strings);
    bm_buf_free(&r->scanner.buffer);
}

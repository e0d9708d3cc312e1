/* Charstrings: operands are copied as they stand, an operator closes them; a subroutine's number
 * is taken back off what was copied, and its bytes are read in its place. */
#include "font/charstring.h"

#define BROKEN  "its outlines are broken"
#define TOO_BIG "its outlines are larger than a copy may be"
#define FOREIGN "its outlines are of a kind that is not copied"

enum {
    CALL_LOCAL = 10,
    RETURN = 11,
    ESCAPE = 12,
    END = 14,
    HINTMASK = 19,
    CNTRMASK = 20,
    CALL_GLOBAL = 29,
    FLEXES = 34 /* with ESCAPE: hflex, flex, hflex1, flex1 */
};

/* How many operands an operator takes: at least so many, and divided by `by` it leaves one of the
 * rests whose bits are set. */
struct taking {
    uint8_t least, by, rests;
};

#define ANY                                                                                        \
    {                                                                                              \
        0, 1, 1                                                                                    \
    }
#define JUST(n)                                                                                    \
    {                                                                                              \
        (n), 0, 0                                                                                  \
    }

/* by operator; those that no row names are none that is copied */
static const struct taking takings[32] = {
    [4] = JUST(1),         /* vmoveto */
    [5] = {2, 2, 1},       /* rlineto */
    [6] = {1, 1, 1},       /* hlineto */
    [7] = {1, 1, 1},       /* vlineto */
    [8] = {6, 6, 1},       /* rrcurveto */
    [21] = JUST(2),        /* rmoveto */
    [22] = JUST(1),        /* hmoveto */
    [24] = {8, 6, 1 << 2}, /* rcurveline */
    [25] = {8, 2, 1},      /* rlinecurve */
    [26] = {4, 4, 3},      /* vvcurveto */
    [27] = {4, 4, 3},      /* hhcurveto */
    [30] = {4, 4, 3},      /* vhcurveto */
    [31] = {4, 4, 3},      /* hvcurveto */
};
static const struct taking flexes[] = {JUST(7), JUST(13), JUST(9), JUST(11)};

struct frame {
    const unsigned char *p, *end;
};

/* A charstring being read. */
struct reading {
    const struct bm_cff_index *locals, *globals;
    struct bm_charstring *out;
    struct frame calls[SUBROUTINE_DEPTH + 1];
    unsigned depth;
    uint16_t operands[OPERANDS_MOST]; /* where each begins in what was copied */
    unsigned count, stems;
    bool begun; /* the width, if there is one, is behind */
    size_t read;
    bool done;
};

static bool fits(const struct taking *t, unsigned n)
{
    return t->by == 0 ? n == t->least && n : n >= t->least && (t->rests >> n % t->by & 1);
}

static bool is_move(unsigned op)
{
    return op == 4 || op == 21 || op == 22;
}

/* Takes the width away, which the first operator that ends something has before its operands:
 * whether there is one is known by their number. */
static void drop_width(struct reading *r, bool there)
{
    if (!r->begun && there && r->count) {
        struct bm_charstring *out = r->out;
        const size_t from = r->operands[0], to = r->count > 1 ? r->operands[1] : out->n;
        memmove(out->bytes + from, out->bytes + to, out->n - to);
        out->n -= to - from;
        r->count--;
        for (unsigned i = 0; i < r->count; i++)
            r->operands[i] = (uint16_t)(r->operands[i + 1] - (to - from));
    }
    r->begun = true;
}

/* Hints are of use on screens alone; their number is needed to pass over masks. */
static const char *drop_hints(struct reading *r, unsigned op, struct frame *f)
{
    drop_width(r, r->count % 2);
    if (r->count % 2)
        return BROKEN;
    if (r->count)
        r->out->n = r->operands[0];
    r->stems += r->count / 2;
    r->count = 0;
    const size_t mask = op == HINTMASK || op == CNTRMASK ? (r->stems + 7) / 8 : 0;
    if ((size_t)(f->end - f->p) < mask)
        return BROKEN;
    f->p += mask;
    r->read += mask;
    return NULL;
}

/* Copies an operator, of one byte or two. */
static const char *end_operands(struct reading *r, unsigned op, unsigned second)
{
    struct bm_charstring *out = r->out;
    if (is_move(op))
        drop_width(r, r->count > takings[op].least);
    else if (op == END)
        drop_width(r, r->count == 1 || r->count == 5);
    r->begun = true;
    if (op == END && r->count)
        return r->count == 4 ? FOREIGN : BROKEN;
    if (op == ESCAPE && (second < FLEXES || second >= FLEXES + BM_COUNT(flexes)))
        return FOREIGN;
    const struct taking *t = op == ESCAPE ? &flexes[second - FLEXES] : &takings[op];
    if (op != END && !fits(t, r->count))
        return t->least ? BROKEN : FOREIGN;
    if (out->n + 2 > CHARSTRING_MOST)
        return TOO_BIG;
    out->bytes[out->n++] = (char)op;
    if (op == ESCAPE)
        out->bytes[out->n++] = (char)second;
    r->count = 0;
    r->done = op == END;
    return NULL;
}

static bool is_number(unsigned b)
{
    return b >= 32 || b == 28;
}

/* The bytes of a number that begins with this one, when it is not one of the many of one byte. */
static size_t number_length(unsigned b)
{
    return b == 28 ? 3 : b == 255 ? 5 : 2;
}

/* Copies the numbers up to an operator: most of what there is. */
static const char *copy_numbers(struct reading *r, struct frame *f)
{
    const unsigned char *p = f->p, *const end = f->end;
    char *const to = r->out->bytes;
    size_t at = r->out->n;
    unsigned count = r->count;
    while (p < end && is_number(*p)) {
        if (count == OPERANDS_MOST)
            return BROKEN;
        r->operands[count++] = (uint16_t)at;
        if (*p >= 32 && *p <= 246) {
            to[at++] = (char)*p++;
            continue;
        }
        const size_t n = number_length(*p);
        if ((size_t)(end - p) < n)
            return BROKEN;
        for (const unsigned char *const behind = p + n; p < behind;)
            to[at++] = (char)*p++;
    }
    if (at > CHARSTRING_MOST)
        return TOO_BIG;
    r->read += (size_t)(p - f->p);
    f->p = p;
    r->count = count;
    r->out->n = at;
    return NULL;
}

/* Takes the last operand, the number of a subroutine, back; its index in the INDEX. */
static const char *take_number(struct reading *r, const struct bm_cff_index *index, uint32_t *i)
{
    if (!r->count)
        return BROKEN;
    const char *p = r->out->bytes + r->operands[--r->count];
    const unsigned b = (unsigned char)*p;
    int32_t v = 0;
    if (b == 28)
        v = (int16_t)bm_be16(p + 1);
    else if (b == 255)
        return FOREIGN;
    else if (b <= 246)
        v = (int32_t)b - 139;
    else if (b <= 250)
        v = ((int32_t)b - 247) * 256 + (unsigned char)p[1] + 108;
    else
        v = -((int32_t)b - 251) * 256 - (unsigned char)p[1] - 108;
    r->out->n = r->operands[r->count];
    v += index->n < 1240 ? 107 : index->n < 33900 ? 1131 : 32768; /* 5177, 4.7 */
    if (v < 0)
        return BROKEN;
    *i = (uint32_t)v;
    return NULL;
}

static const char *call(struct reading *r, const struct bm_cff_index *index)
{
    uint32_t i;
    struct bm_str subroutine;
    const char *wrong = take_number(r, index, &i);
    if (wrong)
        return wrong;
    if (r->depth == SUBROUTINE_DEPTH || !bm_cff_object(index, i, &subroutine))
        return BROKEN;
    const unsigned char *p = (const unsigned char *)subroutine.p;
    r->calls[++r->depth] = (struct frame){p, p + subroutine.n};
    return NULL;
}

static const char *step(struct reading *r)
{
    struct frame *f = &r->calls[r->depth];
    if (f->p == f->end || ++r->read > CHARSTRING_READ)
        return f->p == f->end ? BROKEN : TOO_BIG;
    if (is_number(*f->p))
        return copy_numbers(r, f);
    const unsigned b = *f->p++;
    switch (b) {
    case 1:  /* hstem */
    case 3:  /* vstem */
    case 18: /* hstemhm */
    case 23: /* vstemhm */
    case HINTMASK:
    case CNTRMASK:
        return drop_hints(r, b, f);
    case CALL_LOCAL:
        return call(r, r->locals);
    case CALL_GLOBAL:
        return call(r, r->globals);
    case RETURN:
        if (r->depth == 0)
            return BROKEN;
        r->depth--;
        return NULL;
    case ESCAPE:
        if (f->p == f->end)
            return BROKEN;
        r->read++;
        return end_operands(r, b, *f->p++);
    default:
        return end_operands(r, b, 0);
    }
}

const char *bm_charstring_plain(struct bm_str charstring, const struct bm_cff_index *locals,
                                const struct bm_cff_index *globals, struct bm_charstring *plain)
{
    const unsigned char *p = (const unsigned char *)charstring.p;
    struct reading r = {
        .locals = locals, .globals = globals, .out = plain, .calls = {{p, p + charstring.n}}};
    const char *wrong = NULL;
    plain->n = 0;
    while (!wrong && !r.done)
        wrong = step(&r);
    return wrong;
}

/* Charstrings: operands are copied as they stand, an operator closes them; a subroutine's number
 * is taken back off what was copied, and its bytes are read in its place. */
#include "font/charstring.h"

#define BROKEN  "its outlines are broken"
#define TOO_BIG "its outlines are larger than a copy may be"
#define FOREIGN "its outlines are of a kind that is not copied"

enum {
    VMOVE = 4,
    CALL_LOCAL = 10,
    RETURN = 11,
    ESCAPE = 12,
    END = 14,
    HINTMASK = 19,
    CNTRMASK = 20,
    RMOVE = 21,
    HMOVE = 22,
    CALL_GLOBAL = 29,
    FLEXES = 34 /* with ESCAPE: hflex, flex, hflex1, flex1 */
};

/* How many operands an operator takes: bit n is set when it takes n, at most 48. */
#define BIT(n)   (UINT64_C(1) << (n))
#define FOURS(n) ((BIT(n) | BIT((n) + 4) | BIT((n) + 8) | BIT((n) + 12)) * (1 | BIT(16) | BIT(32)))
#define PAIRS(n) (FOURS(n) | FOURS((n) + 2))
#define SIXES(n) ((BIT(n) | BIT((n) + 6) | BIT((n) + 12) | BIT((n) + 18)) * (1 | BIT(24)))

/* by operator; those that have none are not copied */
static const uint64_t takings[32] = {
    [VMOVE] = BIT(1),
    [5] = PAIRS(2),            /* rlineto */
    [6] = PAIRS(1) | PAIRS(2), /* hlineto */
    [7] = PAIRS(1) | PAIRS(2), /* vlineto */
    [8] = SIXES(6),            /* rrcurveto */
    [RMOVE] = BIT(2),
    [HMOVE] = BIT(1),
    [24] = SIXES(8),            /* rcurveline */
    [25] = PAIRS(8),            /* rlinecurve */
    [26] = FOURS(4) | FOURS(5), /* vvcurveto */
    [27] = FOURS(4) | FOURS(5), /* hhcurveto */
    [30] = FOURS(4) | FOURS(5), /* vhcurveto */
    [31] = FOURS(4) | FOURS(5), /* hvcurveto */
};
static const uint8_t flexes[] = {7, 13, 9, 11};

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

static bool is_move(unsigned op)
{
    return op == VMOVE || op == RMOVE || op == HMOVE;
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

static const char *put_operator(struct reading *r, unsigned op)
{
    if (r->out->n >= CHARSTRING_MOST)
        return TOO_BIG;
    r->out->bytes[r->out->n++] = (char)op;
    r->count = 0;
    r->begun = true;
    return NULL;
}

/* Copies an operator of one byte. */
static const char *draw(struct reading *r, unsigned op)
{
    if (is_move(op))
        drop_width(r, r->count > (op == RMOVE ? 2 : 1));
    if (!(takings[op] >> r->count & 1))
        return takings[op] ? BROKEN : FOREIGN;
    return put_operator(r, op);
}

static const char *end(struct reading *r)
{
    drop_width(r, r->count == 1 || r->count == 5);
    if (r->count)
        return r->count == 4 ? FOREIGN : BROKEN;
    r->done = true;
    return put_operator(r, END);
}

static const char *flex(struct reading *r, struct frame *f)
{
    if (f->p == f->end)
        return BROKEN;
    const unsigned op = *f->p++;
    r->read++;
    if (op < FLEXES || op >= FLEXES + BM_COUNT(flexes))
        return FOREIGN;
    if (r->count != flexes[op - FLEXES])
        return BROKEN;
    const char *wrong = put_operator(r, ESCAPE);
    return wrong ? wrong : put_operator(r, op);
}

static bool is_number(unsigned b)
{
    return b >= 32 || b == 28;
}

/* Copies the numbers up to an operator: most of what there is. */
static const char *copy_numbers(struct reading *r, struct frame *f)
{
    const unsigned char *p = f->p, *const end = f->end;
    char *const bytes = r->out->bytes, *to = bytes + r->out->n;
    unsigned count = r->count;
    for (; p < end && count < OPERANDS_MOST; count++) {
        const unsigned b = *p;
        r->operands[count] = (uint16_t)(to - bytes);
        if (b >= 32 && b <= 246) {
            *to++ = (char)*p++;
        } else if (b >= 247 && b <= 254) {
            if (end - p < 2)
                return BROKEN;
            *to++ = (char)*p++;
            *to++ = (char)*p++;
        } else if (is_number(b)) {
            const ptrdiff_t n = b == 28 ? 3 : 5;
            if (end - p < n)
                return BROKEN;
            for (ptrdiff_t i = 0; i < n; i++)
                *to++ = (char)*p++;
        } else {
            break;
        }
    }
    if (count == OPERANDS_MOST && p < end && is_number(*p))
        return BROKEN;
    r->read += (size_t)(p - f->p);
    f->p = p;
    r->count = count;
    r->out->n = (size_t)(to - bytes);
    return r->out->n > CHARSTRING_MOST ? TOO_BIG : NULL;
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

/* Numbers, and the operator behind them. */
static const char *step(struct reading *r)
{
    struct frame *f = &r->calls[r->depth];
    const char *wrong = copy_numbers(r, f);
    if (wrong)
        return wrong;
    if (f->p == f->end)
        return BROKEN;
    if (++r->read > CHARSTRING_READ)
        return TOO_BIG;
    const unsigned op = *f->p++;
    switch (op) {
    case 1:  /* hstem */
    case 3:  /* vstem */
    case 18: /* hstemhm */
    case 23: /* vstemhm */
    case HINTMASK:
    case CNTRMASK:
        return drop_hints(r, op, f);
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
        return flex(r, f);
    case END:
        return end(r);
    default:
        return draw(r, op);
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

/* What is different: pair by pair, then what has no pair. */
#include "verify/parts.h"

/* Whether a program draws a glyph as the face does; each is compared once. */
static bool draws(struct bm_judged *j, struct bm_program *program, uint32_t glyph, uint32_t gid)
{
    const uint64_t hash =
        (((uint64_t)(uintptr_t)program ^ ((uint64_t)glyph << 32 | gid)) * BM_HASH_ODD);
    uint32_t i;
    for (size_t at = 0; (i = bm_index_next(&j->outlines, hash, &at)) != BM_INDEX_NONE;) {
        const struct bm_compared *c = &j->compared[i];
        if (c->program == program && c->glyph == glyph && c->gid == gid)
            return c->same;
    }
    bm_index_add(j->arena, &j->outlines, hash, j->compared_count);
    j->compared = bm_arena_grow(j->arena, j->compared, j->compared_count, &j->compared_cap,
                                sizeof *j->compared);
    struct bm_compared *c = &j->compared[j->compared_count++];
    *c = (struct bm_compared){program, glyph, gid, bm_program_draws(program, glyph, gid)};
    return c->same;
}

/* The font's program as one of the face; fonts that share it open it once. NULL: it is none. */
static struct bm_program *program_of(struct bm_judged *j, struct bm_seen_font *f,
                                     const struct bm_face *face)
{
    const struct bm_seen *seen = j->seen;
    const struct bm_str name = {face->postscript.p,
                                face->postscript.n < 80 ? face->postscript.n : 80};
    if (f->program_face)
        return f->program_face == face ? f->program : NULL;
    if (!bm_str_eq(f->name, name))
        return NULL;
    f->program_face = face;
    for (size_t i = 0; i < seen->font_count; i++) {
        const struct bm_seen_font *other = seen->fonts[i];
        if (other != f && f->program_id && other->program_id == f->program_id &&
            other->program_face == face) {
            f->program = other->program;
            f->shared = true;
            return f->program;
        }
    }
    if (f->program_bytes.n)
        f->program = bm_program_open(j->arena, f->program_bytes, f->cff, face);
    return f->program;
}

static bool same_ink(struct bm_judged *j, const struct bm_atom *wanted, const struct bm_atom *seen)
{
    struct bm_seen_font *f = seen->font;
    struct bm_program *program = program_of(j, f, wanted->face);
    if (!program)
        return false;
    uint32_t glyph = seen->cid;
    if (f->cff)
        glyph = bm_program_glyph(program, seen->cid);
    else if (f->to_gid)
        glyph = seen->cid < f->to_gid_count
                    ? (uint32_t)f->to_gid[2 * seen->cid] << 8 | f->to_gid[2 * seen->cid + 1]
                    : 0;
    return draws(j, program, glyph, wanted->gid);
}

/* What is different of wanted atom i; BM_DIFFERENCE_KINDS: nothing. */
static enum bm_difference_kind kind_of(struct bm_judged *j, size_t i)
{
    const struct bm_atom *wanted = &j->wanted->v[i];
    const size_t k = j->pairs.of_wanted[i];
    const bool glyph = wanted->kind == BM_ATOM_GLYPH;
    if (k == SIZE_MAX)
        return glyph ? BM_DIFFERENCE_MISSING : BM_DIFFERENCE_DRAWING;
    const struct bm_atom *seen = &j->seen->atoms.v[k];
    if (!glyph)
        return j->pairs.out_of_order[i] ? BM_DIFFERENCE_DRAWING : BM_DIFFERENCE_KINDS;
    const bool text = bm_str_eq(wanted->text, seen->text), ink = same_ink(j, wanted, seen);
    if (!text || !ink)
        return text ? BM_DIFFERENCE_INK : ink ? BM_DIFFERENCE_TEXT : BM_DIFFERENCE_CHANGED;
    if (seen->unseen)
        return BM_DIFFERENCE_HIDDEN;
    if (!bm_paints_alike(&wanted->paint, &seen->paint))
        return BM_DIFFERENCE_COLOUR;
    if (!bm_atom_there(wanted, seen))
        return BM_DIFFERENCE_MOVED;
    return j->pairs.out_of_order[i] ? BM_DIFFERENCE_ORDER : BM_DIFFERENCE_KINDS;
}

static uint32_t node_of(const struct bm_judged *j, const struct bm_atom *a)
{
    return j->input->pages->pages[a->page].items[a->item].node;
}

static void judge_wanted(struct bm_judged *j)
{
    const struct bm_atoms *w = j->wanted;
    enum bm_difference_kind kind = BM_DIFFERENCE_KINDS;
    for (size_t i = 0, from = 0; i <= w->n; i++) {
        const enum bm_difference_kind next = i < w->n ? kind_of(j, i) : BM_DIFFERENCE_KINDS;
        const bool goes_on = i < w->n && i > 0 && next == kind &&
                             w->v[i].page == w->v[i - 1].page &&
                             node_of(j, &w->v[i]) == node_of(j, &w->v[i - 1]);
        if (goes_on)
            continue;
        if (kind != BM_DIFFERENCE_KINDS)
            bm_differ(j, kind, from, i, false);
        kind = next;
        from = i;
    }
}

/* Pictures that stand at their places, but are others. */
static void judge_pictures(struct bm_judged *j)
{
    for (size_t i = 0; i < j->wanted->n; i++) {
        const size_t k = j->pairs.of_wanted[i];
        if (j->wanted->v[i].kind != BM_ATOM_PICTURE || k == SIZE_MAX)
            continue;
        const struct bm_str how =
            bm_picture_differs(j, &j->wanted->v[i], j->seen->atoms.v[k].image);
        j->out->pictures++;
        if (!how.n)
            continue;
        struct bm_difference *d = bm_differ(j, BM_DIFFERENCE_DRAWING, i, i + 1, false);
        d->about = BM_ABOUT_PICTURE;
        d->found = how;
    }
}

static void judge_added(struct bm_judged *j)
{
    const struct bm_atoms *s = &j->seen->atoms;
    for (size_t k = 0, to; k < s->n; k = to) {
        const bool glyph = s->v[k].kind == BM_ATOM_GLYPH;
        to = k + 1;
        if (j->pairs.of_seen[k] != SIZE_MAX)
            continue;
        while (to < s->n && j->pairs.of_seen[to] == SIZE_MAX && s->v[to].page == s->v[k].page &&
               (s->v[to].kind == BM_ATOM_GLYPH) == glyph)
            to++;
        bm_differ(j, glyph ? BM_DIFFERENCE_ADDED : BM_DIFFERENCE_DRAWING, k, to, true);
    }
}

void bm_judge(struct bm_judged *j)
{
    bm_pair(j->arena, j->wanted, &j->seen->atoms, &j->pairs);
    judge_wanted(j);
    judge_pictures(j);
    judge_added(j);
    j->out->outlines = j->compared_count;
}

/* Characters to clusters: runs of one face and one kind of writing go to HarfBuzz once. Chinese
 * runs are given script Hani and language zh-Hans, whatever their characters' own script, because
 * Noto makes —— one stroke and chooses the mainland forms only then (rule 10.1). */
#include "chars/classes.h"
#include "text/breaks.h"
#include "text/limits.h"
#include "text/stops.h"
#include "words/hyphen.h"

struct bm_shaper *bm_shaper_new(struct bm_arena *arena, struct bm_fonts *fonts)
{
    struct bm_shaper *s = BM_NEW(arena, struct bm_shaper);
    s->arena = arena;
    s->fonts = fonts;
    s->buffer = hb_buffer_create();
    s->chinese = hb_language_from_string("zh-Hans", -1);
    s->western = hb_language_from_string("en", -1);
    if (!hb_buffer_allocation_successful(s->buffer) || !s->chinese || !s->western)
        bm_out_of_memory();
    return s;
}

void bm_shaper_free(struct bm_shaper *shaper)
{
    if (!shaper)
        return;
    hb_buffer_destroy(shaper->buffer);
    ubrk_close(shaper->lines);
    bm_hyphens_free(shaper->hyphens);
}

/* Small figures that are made of others. */
enum small {
    SMALL_NONE,
    SMALL_LOWERED,
    SMALL_RAISED
};
/* Their size in 1/10000, and where they stand in 1/1000 em. */
#define SMALL_SCALE 6200
#define LOWERED     150
#define RAISED      330

/* Working arrays of one paragraph; they live in the paragraph's arena. */
struct work {
    struct bm_arena *arena;
    struct bm_shaper *shaper;
    struct bm_diags *diags;
    struct bm_para *para;
    uint8_t *cls;
    uint32_t *shown;
    uint8_t *modes;
    const struct bm_face **faces;
    uint8_t *small; /* enum small */
    uint32_t inked; /* the first character that has ink or width */
    uint32_t lead;  /* the first character of those that belong to the next cluster */
    /* signs and breaks: kind and the character that they stand before */
    struct object {
        uint32_t character;
        bool sign;
    } * objects;
    uint32_t object_count;
    size_t cluster_cap, glyph_cap;
    bool *crowded;         /* of each character: too many marks stand before it; NULL: of none */
    uint32_t dash, dashes; /* a dash that was looked at, and where its row of them begins */
};

static void read_pieces(struct work *w, const struct bm_inline *pieces, size_t n)
{
    struct bm_para *p = w->para;
    size_t bytes = 0, count = 0, objects = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += pieces[i].text.n;
        count += bm_utf8_count(pieces[i].text.p, pieces[i].text.n);
        objects += pieces[i].kind != BM_INLINE_TEXT;
    }
    char *text = bm_arena_alloc(w->arena, bytes + 1);
    p->text = (struct bm_str){text, bytes};
    p->characters = BM_NEW_N(w->arena, count, struct bm_character);
    w->objects = BM_NEW_N(w->arena, objects, struct object);
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_inline *piece = &pieces[i];
        if (piece->kind != BM_INLINE_TEXT) {
            w->objects[w->object_count++] =
                (struct object){p->character_count, piece->kind == BM_INLINE_SIGN};
            continue;
        }
        bool verbatim = piece->span.length == piece->text.n;
        if (piece->span.file != BM_NO_FILE)
            p->file = piece->span.file;
        for (size_t k = 0; k < piece->text.n;) {
            struct bm_character *c = &p->characters[p->character_count++];
            size_t from = k;
            c->cp = bm_utf8_next(piece->text.p, piece->text.n, &k);
            c->bytes = (uint8_t)(k - from);
            c->text = at + (uint32_t)from;
            c->emphasis = piece->emphasis;
            /* Text that an escape stood for cites the whole escape. */
            c->source = piece->span.offset + (verbatim ? (uint32_t)from : 0);
            c->source_bytes = verbatim
                                  ? c->bytes
                                  : (uint8_t)(piece->span.length < 255 ? piece->span.length : 255);
        }
        if (piece->text.n)
            memcpy(text + at, piece->text.p, piece->text.n);
        at += (uint32_t)piece->text.n;
    }
}

/* So many marks from i on: said, and shaped in several runs. */
static void refuse_marks(struct work *w, uint32_t i, uint32_t marks)
{
    const struct bm_character *c = &w->para->characters[i + MARKS_MOST];
    bm_diag_too_many(w->diags, (struct bm_span){w->para->file, c->source, c->source_bytes},
                     "marks on one character", marks, MARKS_MOST);
    if (!w->crowded)
        w->crowded = BM_NEW_N(w->arena, w->para->character_count, bool);
    for (uint32_t k = MARKS_MOST; k < marks; k += MARKS_MOST)
        w->crowded[i + k] = true;
}

static void classify(struct work *w)
{
    struct bm_para *p = w->para;
    w->cls = BM_NEW_N(w->arena, p->character_count, uint8_t);
    w->shown = BM_NEW_N(w->arena, p->character_count, uint32_t);
    for (uint32_t i = 0; i < p->character_count; i++)
        w->cls[i] = (uint8_t)bm_class_of(p->characters[i].cp);
    bm_resolve(w->arena, &p->style, p->characters, p->character_count, w->cls, w->shown);
    for (uint32_t i = 0; p->style.shown && i < p->character_count; i++) {
        w->shown[i] = p->style.shown;
        w->cls[i] = (uint8_t)bm_class_of(p->style.shown);
    }
    /* What has no ink before the first character goes with that. */
    while (w->inked < p->character_count && bm_is_ignorable(p->characters[w->inked].cp))
        w->inked++;
    for (uint32_t i = 0; i < w->inked && w->inked < p->character_count; i++)
        w->cls[i] = w->cls[w->inked];
    for (uint32_t i = 0; i < p->character_count; i++) {
        /* No face has a tab; HarfBuzz knows all that has no ink by one of them. */
        if (w->cls[i] == BM_CLASS_SPACE && w->shown[i] < 0x20)
            w->shown[i] = ' ';
        else if (bm_is_ignorable(w->shown[i]) && u_isalpha((UChar32)w->shown[i]))
            w->shown[i] = 0x200B;
    }
    for (uint32_t i = 1, marks; i < p->character_count; i += marks + 1) {
        for (marks = 0; i + marks < p->character_count && bm_is_mark(p->characters[i + marks].cp);)
            w->cls[i + marks++] = w->cls[i - 1];
        if (marks > MARKS_MOST)
            refuse_marks(w, i, marks);
    }
    w->modes = BM_NEW_N(w->arena, p->character_count, uint8_t);
    if (p->style.mode == BM_VERTICAL)
        bm_set_modes(p->characters, p->character_count, w->cls, w->shown, w->modes);
    p->shown = w->shown;
    /* 　　 typed at the start is the indent, which the style gives (rule 8.1). */
    for (uint32_t i = 0; p->style.indented && i < p->character_count &&
                         (w->cls[i] == BM_CLASS_IDEOGRAPHIC_SPACE || w->cls[i] == BM_CLASS_SPACE);
         i++)
        w->cls[i] = BM_CLASS_SPACE;
}

/* Whether the face holds the outline of the glyph, which is set for the character. */
static bool is_held(struct work *w, const struct bm_face *face, uint32_t gid,
                    const struct bm_character *c)
{
    struct bm_held *slot = &w->shaper->held[gid % BM_SHAPER_SLOTS];
    if (slot->face == face && slot->gid == gid)
        return true;
    if (bm_face_holds(face, gid)) {
        *slot = (struct bm_held){face, gid};
        return true;
    }
    bm_say_unsound(w->para, face, c, w->diags);
    return false;
}

/* The first face of the typeface that has the glyph; NULL when none has. False when one cannot be
 * opened. */
static bool find_face(struct work *w, const struct bm_typeface *t, uint32_t cp, bool any,
                      const struct bm_face **face)
{
    struct bm_cover *slot = &w->shaper->cover[cp % BM_SHAPER_SLOTS];
    if (slot->face && slot->typeface == t && slot->cp == cp) {
        *face = slot->face;
        return true;
    }
    for (size_t f = 0; f < t->n && !*face; f++) {
        if (!bm_face_open(w->shaper->fonts, t->faces[f], w->diags))
            return false;
        if (any || bm_face_glyph(t->faces[f], cp))
            *face = t->faces[f];
    }
    if (*face && !any)
        *slot = (struct bm_cover){t, cp, *face};
    return true;
}

/* A face for what a small figure is made of, where none has the figure itself. */
static bool make_small(struct work *w, const struct bm_typeface *t, uint32_t i)
{
    bool raised;
    const uint32_t of = bm_small_of(w->shown[i], &raised);
    if (!of)
        return true;
    if (!find_face(w, t, of, false, &w->faces[i]))
        return false;
    if (w->faces[i]) {
        w->shown[i] = of;
        w->small[i] = raised ? SMALL_RAISED : SMALL_LOWERED;
    }
    return true;
}

static bool choose_faces(struct work *w)
{
    struct bm_para *p = w->para;
    w->faces = BM_NEW_N(w->arena, p->character_count, const struct bm_face *);
    w->small = BM_NEW_N(w->arena, p->character_count, uint8_t);
    bm_say_right_to_left(p, w->cls, w->diags);
    for (uint32_t i = 0; i < p->character_count; i++) {
        const struct bm_character *c = &p->characters[i];
        const struct bm_typeface *t = p->style.typeface;
        if ((c->emphasis & BM_EMPHASIS_OPENING) && p->style.opening)
            t = p->style.opening;
        if ((c->emphasis & BM_EMPHASIS_STRONG) && p->style.strong)
            t = p->style.strong;
        if (i && bm_is_mark(c->cp)) {
            w->faces[i] = w->faces[i - 1];
            w->small[i] = w->small[i - 1];
            bm_say_selector(p, w->faces[i], i, w->diags);
            continue;
        }
        bool any = w->cls[i] == BM_CLASS_SPACE || bm_is_ignorable(c->cp);
        if (!find_face(w, t, w->shown[i], any, &w->faces[i]))
            return false;
        if (!w->faces[i] && !make_small(w, t, i))
            return false;
        if (!w->faces[i]) {
            if (!bm_is_right_to_left(c->cp))
                bm_say_missing(p, p->style.shown ? p->style.shown : c->cp, c, w->diags);
            w->faces[i] = t->faces[0];
        }
    }
    for (uint32_t i = 0; i < w->inked && w->inked < p->character_count; i++) {
        w->faces[i] = w->faces[w->inked];
        w->small[i] = w->small[w->inked];
    }
    return true;
}

static bool is_chinese(const struct work *w, uint32_t i)
{
    return w->cls[i] != BM_CLASS_WESTERN && w->cls[i] != BM_CLASS_SPACE &&
           w->cls[i] != BM_CLASS_ZERO;
}

static struct bm_cluster *add_cluster(struct work *w)
{
    struct bm_para *p = w->para;
    p->clusters = bm_arena_grow(w->arena, p->clusters, p->cluster_count, &w->cluster_cap,
                                sizeof *p->clusters);
    return &p->clusters[p->cluster_count++];
}

static bm_len scaled(const struct bm_para *p, int32_t units, const struct bm_face *face)
{
    return units ? bm_len_ratio(p->style.size, units, face->upem) : 0;
}

/* —— and …… that the face gives as two glyphs become one cluster of two em: the strokes of a dash
 * are moved together until they touch (rules 3.1 and 10.5). */
static void join_pair(struct bm_para *p)
{
    struct bm_cluster *a = &p->clusters[p->cluster_count - 2], *b = a + 1;
    struct bm_para_glyph *first = &p->glyphs[a->glyph], *second = &p->glyphs[b->glyph];
    int32_t start, end;
    a->advance += b->advance;
    p->cluster_count--;
    if (a->cls != BM_CLASS_DASH || a->mode != b->mode ||
        !bm_ink_along(first->face, first->gid, (enum bm_mode)a->mode, &start, &end))
        return;
    bm_len before = first->advance - scaled(p, end, first->face);
    bm_len after = scaled(p, start, second->face);
    first->x += a->mode == BM_VERTICAL ? 0 : before;
    first->y -= a->mode == BM_VERTICAL ? before : 0;
    second->x -= a->mode == BM_VERTICAL ? 0 : after;
    second->y += a->mode == BM_VERTICAL ? after : 0;
}

/* A glyph of an upright run: HarfBuzz has moved its outline to where vertical writing begins, which
 * is said here from the centre of the cell's top (page/page.h). */
static void stand_glyph(struct bm_para *p, const hb_glyph_position_t *pos,
                        struct bm_para_glyph *out)
{
    const struct bm_face *face = out->face;
    out->x = scaled(p, pos->x_offset + bm_face_advance(face, out->gid) / 2, face);
    out->y = scaled(p, pos->y_offset + face->ascender, face);
    out->advance = scaled(p, -pos->y_advance, face);
}

/* A face that has no vertical form of —— or （ gives them turned. */
static void turn_glyph(struct bm_para *p, struct bm_cluster *c, struct bm_para_glyph *g)
{
    c->mode = BM_SIDEWAYS;
    c->advance -= g->advance;
    g->x = g->y = 0;
    g->advance = scaled(p, bm_face_advance(g->face, g->gid), g->face);
    c->advance += g->advance;
}

/* 纵中横: the glyphs share one cell, as narrow as that takes. */
static void set_across(struct bm_para *p, struct bm_cluster *c)
{
    bm_len em = p->style.size;
    int64_t share = c->advance > em ? (int64_t)em * 10000 / c->advance : 10000;
    c->condense = (uint16_t)share;
    c->advance = em;
}

/* Small figures from the cluster `first` on, made of large ones. */
static void set_small(const struct work *w, uint32_t from, uint32_t first)
{
    struct bm_para *p = w->para;
    const bm_len em = p->style.size;
    const bm_len up = w->small[from] == SMALL_RAISED ? bm_len_ratio(em, RAISED, 1000)
                                                     : -bm_len_ratio(em, LOWERED, 1000);
    for (uint32_t i = first; i < p->cluster_count; i++) {
        p->clusters[i].scale = SMALL_SCALE;
        p->clusters[i].advance = bm_len_ratio(p->clusters[i].advance, SMALL_SCALE, 10000);
    }
    for (uint32_t g = p->clusters[first].glyph; g < p->glyph_count; g++) {
        p->glyphs[g].advance = bm_len_ratio(p->glyphs[g].advance, SMALL_SCALE, 10000);
        p->glyphs[g].x = bm_len_ratio(p->glyphs[g].x, SMALL_SCALE, 10000);
        p->glyphs[g].y = bm_len_ratio(p->glyphs[g].y, SMALL_SCALE, 10000) + up;
    }
}

/* A digit that the style sets in half an em. */
static bool is_half(const struct work *w, uint32_t i)
{
    return bm_is_digit(w->shown[i]) && !w->small[i];
}

/* Shapes characters [from, to) of one face. False when it does not hold a glyph. */
static bool shape_run(struct work *w, uint32_t from, uint32_t to, bool chinese)
{
    const enum bm_mode mode = (enum bm_mode)w->modes[from];
    const bool across = w->para->style.mode == BM_VERTICAL && mode == BM_HORIZONTAL;
    struct bm_para *p = w->para;
    const struct bm_face *face = w->faces[from];
    hb_buffer_t *b = w->shaper->buffer;
    hb_buffer_clear_contents(b);
    hb_buffer_set_flags(b, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_add_codepoints(b, w->shown, (int)p->character_count, from, (int)(to - from));
    hb_buffer_set_direction(b, mode == BM_VERTICAL ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
    hb_buffer_set_script(b, chinese ? HB_SCRIPT_HAN : HB_SCRIPT_LATIN);
    hb_buffer_set_language(b, chinese ? w->shaper->chinese : w->shaper->western);
    /* In Western runs quotes are those of the Western design (rule 10.6). */
    static const hb_feature_t half = {HB_TAG('h', 'w', 'i', 'd'), 1, 0, (unsigned)-1};
    static const hb_feature_t proportional = {HB_TAG('p', 'w', 'i', 'd'), 1, 0, (unsigned)-1};
    bool digits = p->style.digits == BM_DIGITS_HALF && is_half(w, from);
    bm_face_shape(face, b, digits ? &half : &proportional, digits || !chinese);
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);
    const struct bm_run run = {face, info, pos, n, to, mode};
    bm_say_marks(p, &run, w->diags);
    const uint32_t first = p->cluster_count;
    uint32_t joined = UINT32_MAX;
    for (unsigned g = 0; g < n; g++) {
        uint32_t at = info[g].cluster;
        while (at + 1 < to && bm_is_ignorable(w->shown[at]))
            at++;
        if (!is_held(w, face, info[g].codepoint, &p->characters[at]))
            return false;
        if (!g || (info[g].cluster != info[g - 1].cluster && !across)) {
            struct bm_cluster *c = add_cluster(w);
            *c = (struct bm_cluster){.character = w->lead < at && !g ? w->lead : info[g].cluster,
                                     .glyph = p->glyph_count,
                                     .cls = w->cls[at],
                                     .mode = (uint8_t)mode};
        }
        p->glyphs =
            bm_arena_grow(w->arena, p->glyphs, p->glyph_count, &w->glyph_cap, sizeof *p->glyphs);
        struct bm_para_glyph *out = &p->glyphs[p->glyph_count++];
        out->gid = info[g].codepoint;
        out->face = face;
        out->x = scaled(p, pos[g].x_offset, face);
        out->y = scaled(p, pos[g].y_offset, face);
        out->advance = scaled(p, pos[g].x_advance, face);
        if (mode == BM_VERTICAL)
            stand_glyph(p, &pos[g], out);
        struct bm_cluster *c = &p->clusters[p->cluster_count - 1];
        c->advance += out->advance;
        if (mode == BM_VERTICAL && chinese && bm_is_turned(w->shown[at]) &&
            out->gid == bm_face_glyph(face, w->shown[at]))
            turn_glyph(p, c, out);
        bool pair = (c->cls == BM_CLASS_DASH || c->cls == BM_CLASS_ELLIPSIS) && at > from &&
                    w->shown[at] == w->shown[at - 1] && w->shown[at] != 0x2E3A &&
                    joined != at - 1 && p->cluster_count > 1 && c[-1].character + 1 == at &&
                    c[-1].cls == c->cls && g && info[g - 1].cluster == at - 1;
        if (pair) {
            join_pair(p);
            joined = at;
        }
    }
    if (across && n)
        set_across(p, &p->clusters[p->cluster_count - 1]);
    if (n && w->small[from])
        set_small(w, from, first);
    /* Characters without ink alone, at the start or after a sign: they go with what follows. */
    w->lead = n ? UINT32_MAX : w->lead < from ? w->lead : from;
    return true;
}

/* How many dashes like it stand before the dash, one after the other. */
static uint32_t dashes_before(struct work *w, uint32_t i)
{
    uint32_t first = i;
    while (first && w->shown[first - 1] == w->shown[i] && first != w->dash)
        first--;
    w->dashes = first && first == w->dash ? w->dashes : first;
    w->dash = i;
    return i - w->dashes;
}

/* Runs are also cut so that —— stays —— in ————, digits of half an em stand apart, and no base has
 * more marks than a face can place. */
static bool run_ends(struct work *w, uint32_t from, uint32_t to)
{
    uint32_t cp = w->shown[to];
    if (w->modes[to] != w->modes[from] || w->small[to] != w->small[from] ||
        (w->crowded && w->crowded[to]))
        return true;
    if (w->cls[to] == BM_CLASS_DASH && cp == w->shown[to - 1])
        return dashes_before(w, to) % 2 == 0 && to + 1 < w->para->character_count &&
               w->shown[to + 1] == cp;
    return w->para->style.digits == BM_DIGITS_HALF && is_half(w, to) != is_half(w, from) &&
           !bm_is_mark(cp);
}

static bool shape_all(struct work *w)
{
    struct bm_para *p = w->para;
    w->cluster_cap = (size_t)p->character_count + w->object_count + 1;
    w->glyph_cap = p->character_count;
    p->clusters = BM_NEW_N(w->arena, w->cluster_cap, struct bm_cluster);
    p->glyphs = BM_NEW_N(w->arena, w->glyph_cap, struct bm_para_glyph);
    uint32_t object = 0;
    w->lead = UINT32_MAX;
    for (uint32_t i = 0;;) {
        while (object < w->object_count && w->objects[object].character == i) {
            bool sign = w->objects[object++].sign;
            w->lead = UINT32_MAX;
            *add_cluster(w) = (struct bm_cluster){.character = i,
                                                  .glyph = p->glyph_count,
                                                  .cls = sign ? BM_CLASS_SIGN : BM_CLASS_BREAK,
                                                  .advance = sign ? p->style.sign : 0};
        }
        if (i == p->character_count)
            break;
        uint32_t stop =
            object < w->object_count ? w->objects[object].character : p->character_count;
        uint32_t to = i + 1;
        bool chinese = is_chinese(w, i);
        while (to < stop && w->faces[to] == w->faces[i] && is_chinese(w, to) == chinese &&
               !run_ends(w, i, to))
            to++;
        if (!shape_run(w, i, to, chinese))
            return false;
        i = to;
    }
    if (!p->cluster_count && p->character_count) /* nothing that has ink */
        *add_cluster(w) = (struct bm_cluster){.cls = BM_CLASS_ZERO};
    /* A sentinel: the end of the last cluster's characters and glyphs. */
    *add_cluster(w) = (struct bm_cluster){
        .character = p->character_count, .glyph = p->glyph_count, .cls = BM_CLASS_BREAK};
    p->cluster_count--;
    return true;
}

static void find_hyphen(struct work *w)
{
    struct bm_para *p = w->para;
    const struct bm_face *face = p->style.typeface->faces[0];
    hb_glyph_extents_t ink;
    uint32_t gid = p->style.hyphenate ? bm_face_glyph(face, '-') : 0;
    if (!gid || !bm_face_ink(face, gid, &ink))
        return;
    p->hyphen = (struct bm_hyphen){.advance = scaled(p, bm_face_advance(face, gid), face),
                                   .left = scaled(p, ink.x_bearing, face),
                                   .bottom = scaled(p, ink.y_bearing + ink.height, face),
                                   .width = scaled(p, ink.width, face),
                                   .height = scaled(p, -ink.height, face)};
}

struct bm_para *bm_para_shape(struct bm_arena *arena, struct bm_shaper *shaper,
                              const struct bm_text_style *style, const struct bm_inline *pieces,
                              size_t n, struct bm_diags *diags)
{
    struct bm_para *p = BM_NEW(arena, struct bm_para);
    struct work w = {.arena = arena, .shaper = shaper, .diags = diags, .para = p};
    const struct bm_face *face = style->typeface->faces[0];
    p->style = *style;
    p->file = BM_NO_FILE;
    read_pieces(&w, pieces, n);
    classify(&w);
    if (!choose_faces(&w) || !bm_face_open(shaper->fonts, face, diags))
        return NULL;
    p->above = bm_face_em_above(face, style->size);
    if (!shape_all(&w))
        return NULL;
    find_hyphen(&w);
    bm_set_cells(shaper, p);
    bm_set_widths(p);
    bm_set_names(p);
    bm_set_sums(arena, p);
    bm_set_breaks(arena, shaper, p, diags);
    bm_keep_names(p);
    bm_set_stops(arena, p);
    return p;
}

void bm_cluster_characters(const struct bm_para *para, uint32_t cluster, uint32_t *first,
                           uint32_t *end)
{
    *first = para->clusters[cluster].character;
    *end = para->clusters[cluster + 1].character;
}

struct bm_str bm_para_text(const struct bm_para *para, uint32_t first, uint32_t end)
{
    if (first >= end)
        return (struct bm_str){NULL, 0};
    const struct bm_character *a = &para->characters[first], *z = &para->characters[end - 1];
    return (struct bm_str){para->text.p + a->text, z->text + z->bytes - a->text};
}

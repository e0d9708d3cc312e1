/* An article becomes parts, each shaped once in its style. */
#include "galley/galley.h"

#include "galley/paras.h"
#include "layout/frames.h"
#include "manuscript/openings.h"

/* A list number stands ½ em before its text (rule 8.13: text is aligned after the number). */
#define NUMBER_BLANK(size) ((size) / 4)

static const struct bm_style *style_of(const struct bm_galley_styles *styles, const char *role,
                                       const struct bm_style *kinds)
{
    for (size_t i = 0; i < styles->override_count; i++)
        if (bm_str_is(styles->overrides[i].role, role))
            return styles->overrides[i].style;
    return kinds;
}

static bool text_style(const struct bm_galley_maker *maker, const struct bm_style *s,
                       struct bm_text_style *out)
{
    *out = (struct bm_text_style){
        .typeface = bm_fonts_typeface(maker->fonts, s->face, s->weight, s->face_span, maker->diags),
        .size = s->size,
        .mode = s->vertical ? BM_VERTICAL : BM_HORIZONTAL,
        .kinsoku = (enum bm_kinsoku)s->kinsoku,
        .punctuation = (enum bm_punctuation)s->punctuation,
        .autospace = (enum bm_autospace)s->autospace,
        .fullwidth = s->fullwidth,
        .hang = s->hang,
        .indented = s->indent > 0,
        .digits = (enum bm_digits)s->digits,
        .hyphenate =
            s->hyphenate.n ? bm_arena_copy(maker->arena, s->hyphenate.p, s->hyphenate.n) : NULL,
        .space = s->space,
        .phrases = maker->phrases,
        .sign = maker->layout->gap_sign == BM_SIGN_NONE ? 0 : s->size,
    };
    if (s->strong.n)
        out->strong =
            bm_fonts_typeface(maker->fonts, s->face, s->strong, s->face_span, maker->diags);
    return out->typeface != NULL;
}

/* How a text is shaped beside its style. */
struct shape {
    uint32_t
        shown;  /* the character whose glyph stands for each of it, 0: they stand for themselves */
    bool names; /* it is names in columns */
    size_t opening;                       /* characters that open it … */
    const struct bm_style *opening_style; /* … in face and weight of this style */
};

/* The piece in two: the characters that open the paragraph, and what comes after them. */
static size_t part_opening(struct bm_inline *pieces, size_t n, size_t *opening)
{
    struct bm_inline *piece = &pieces[n - 1];
    const size_t count = bm_utf8_count(piece->text.p, piece->text.n);
    const struct bm_inline whole = *piece;
    size_t bytes = 0;
    if (!*opening || piece->kind != BM_INLINE_TEXT)
        return n;
    piece->emphasis |= BM_EMPHASIS_OPENING;
    if (count <= *opening) {
        *opening -= count;
        return n;
    }
    for (; *opening; --*opening)
        bm_utf8_next(whole.text.p, whole.text.n, &bytes);
    const bool verbatim = whole.span.length == whole.text.n;
    piece->text.n = bytes;
    pieces[n] = whole;
    pieces[n].text = (struct bm_str){whole.text.p + bytes, whole.text.n - bytes};
    if (verbatim) {
        piece->span.length = (uint32_t)bytes;
        pieces[n].span.offset += (uint32_t)bytes;
        pieces[n].span.length -= (uint32_t)bytes;
    }
    return n + 1;
}

static struct bm_para *shape_as(const struct bm_galley_maker *maker, const struct bm_style *style,
                                const struct bm_text *text, struct shape how)
{
    struct bm_text_style ts;
    if (!text_style(maker, style, &ts))
        return NULL;
    ts.shown = how.shown;
    ts.names = how.names;
    const struct bm_style *opening = how.opening ? how.opening_style : NULL;
    if (opening && !(ts.opening = bm_fonts_typeface(maker->fonts, opening->face, opening->weight,
                                                    opening->face_span, maker->diags)))
        return NULL;
    how.opening = opening ? how.opening : 0;
    struct bm_inline *pieces = BM_NEW_N(maker->arena, text->n + 1, struct bm_inline);
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        const struct bm_piece *p = &text->v[i];
        static const enum bm_inline_kind kinds[] = {[BM_PIECE_TEXT] = BM_INLINE_TEXT,
                                                    [BM_PIECE_GAP] = BM_INLINE_SIGN,
                                                    [BM_PIECE_BREAK] = BM_INLINE_BREAK};
        if (p->kind == BM_PIECE_JOIN || p->kind == BM_PIECE_QUERY || p->kind == BM_PIECE_OK)
            continue;
        pieces[n++] = (struct bm_inline){kinds[p->kind], p->emphasis, p->text, p->span};
        n = part_opening(pieces, n, &how.opening);
    }
    return bm_paras_shape(maker, &ts, style->sense, pieces, n);
}

static struct bm_para *shape(const struct bm_galley_maker *maker, const struct bm_style *style,
                             const struct bm_text *text)
{
    return shape_as(maker, style, text, (struct shape){0});
}

static void find_sense(const struct bm_galley_maker *maker, const struct bm_galley *g, size_t from,
                       size_t end)
{
    for (size_t i = from; i < end; i++)
        if (g->parts[i].para && g->parts[i].style->sense)
            bm_paras_find_sense(maker->arena, g->parts[i].para);
}

static struct bm_part *add_part(struct bm_galley *g, enum bm_part_kind kind,
                                const struct bm_style *style, const struct bm_text *text,
                                struct bm_span span)
{
    struct bm_part *p = &g->parts[g->part_count++];
    *p = (struct bm_part){
        .kind = kind, .style = style, .text = text, .span = span, .tier = UINT32_MAX};
    return p;
}

static const struct bm_style *tier_style(const struct bm_tier *tier,
                                         const struct bm_galley_styles *styles)
{
    const size_t smaller = styles->smaller;
    if (tier->ladder && styles->grade)
        return styles->grade;
    if (!smaller || !tier->smaller_count)
        return tier->style;
    return tier->smaller[(smaller < tier->smaller_count ? smaller : tier->smaller_count) - 1];
}

/* The size of the layout that is nearest to so much, or that itself where it has none. */
static bm_len nearest_size(const struct bm_layout *layout, bm_len wanted)
{
    bm_len best = layout->size_count ? layout->sizes[0].size : wanted;
    for (size_t i = 1; i < layout->size_count; i++) {
        const bm_len off = layout->sizes[i].size - wanted, by = best - wanted;
        if ((off < 0 ? -off : off) < (by < 0 ? -by : by))
            best = layout->sizes[i].size;
    }
    return best;
}

/* A tier that is in proportion to the title: of its own style, but larger where that is large. */
static const struct bm_style *in_proportion(const struct bm_galley_maker *maker,
                                            const struct bm_tier *tier, const struct bm_style *own,
                                            const struct bm_style *title)
{
    if (!tier->share || !title)
        return own;
    const bm_len size =
        nearest_size(maker->layout, bm_len_ratio(title->size, (bm_len)tier->share, 100));
    if (size <= own->size)
        return own;
    struct bm_style *larger = BM_NEW(maker->arena, struct bm_style);
    *larger = *own;
    larger->size = size;
    larger->leading = bm_len_ratio(own->leading, size, own->size);
    larger->indent = bm_len_ratio(own->indent, size, own->size);
    larger->turnover = bm_len_ratio(own->turnover, size, own->size);
    larger->space = bm_len_ratio(own->space, size, own->size);
    return larger;
}

/* Whether the head stands in vertical lines: one of its tiers does. */
static bool is_vertical(const struct bm_galley *g, const struct bm_galley_styles *styles)
{
    for (size_t i = 0; i < g->article->field_count; i++)
        for (size_t t = 0; t < g->kind->tier_count; t++) {
            const struct bm_field *f = &g->article->fields[i];
            const struct bm_tier *tier = &g->kind->tiers[t];
            if (!f->tail && bm_str_is(tier->field, f->key) &&
                style_of(styles, f->key, tier_style(tier, styles))->vertical)
                return true;
        }
    return false;
}

/* What stands beside a vertical head is vertical too, the byline at its foot. */
static const struct bm_style *stand(const struct bm_galley_maker *maker,
                                    const struct bm_style *style, const char *field)
{
    if (style->vertical)
        return style;
    struct bm_style *standing = BM_NEW(maker->arena, struct bm_style);
    *standing = *style;
    standing->vertical = true;
    standing->indent = standing->turnover = 0;
    if (strcmp(field, "byline") == 0)
        standing->align = BM_ALIGN_END;
    return standing;
}

/* The tier's style of a field; NULL: the kind has no tier for it. */
static const struct bm_tier *tier_of(const struct bm_kind *kind, const char *field)
{
    for (size_t t = 0; t < kind->tier_count; t++)
        if (bm_str_is(kind->tiers[t].field, field))
            return &kind->tiers[t];
    return NULL;
}

/* That of a field without a tier: the body's type, standing as the title does. */
static const struct bm_style *bare_style(struct bm_arena *arena, const struct bm_kind *kind,
                                         const char *field)
{
    struct bm_style *s = BM_NEW(arena, struct bm_style);
    const struct bm_tier *title = tier_of(kind, "title");
    *s = *kind->body;
    s->sense = s->spread = false;
    if (strcmp(field, "lead") == 0)
        return s;
    s->indent = s->turnover = 0;
    s->align =
        title && title->style->align != BM_ALIGN_JUSTIFY ? title->style->align : BM_ALIGN_START;
    return s;
}

/* Of a field in bm_field_names, which lists them from the top of a head. */
static size_t rank_of(const char *field)
{
    size_t i = 0;
    while (bm_field_names[i] && strcmp(bm_field_names[i], field) != 0)
        i++;
    return i;
}

/* Where a field without a tier stands among the tiers there are: 引题 and 栏题 over the title, all
 * else under what stands before it in a paper. */
static size_t place_of(const struct bm_galley *g, const char *field)
{
    const size_t rank = rank_of(field), title = rank_of("title");
    size_t place = 0;
    for (size_t t = 0; t < g->tier_count; t++) {
        const size_t other = rank_of(g->parts[g->tiers[t]].field);
        if (rank < title && other == title)
            return t;
        if (other < rank)
            place = t + 1;
    }
    return place;
}

static void add_bare_tiers(struct bm_galley *g)
{
    for (const char *const *name = bm_field_names; *name; name++)
        for (uint32_t i = 0; i < g->part_count; i++) {
            if (g->parts[i].tier != UINT32_MAX || strcmp(g->parts[i].field, *name) != 0)
                continue;
            const size_t at = place_of(g, *name);
            for (size_t t = g->tier_count++; t > at; t--)
                g->tiers[t] = g->tiers[t - 1];
            g->tiers[at] = i;
        }
}

static bool add_heads(const struct bm_galley_maker *maker, struct bm_galley *g,
                      const struct bm_galley_styles *styles)
{
    const struct bm_article *a = g->article;
    const bool vertical = is_vertical(g, styles);
    const struct bm_tier *titles = tier_of(g->kind, "title");
    const struct bm_style *title =
        titles ? style_of(styles, "title", tier_style(titles, styles)) : NULL;
    g->tiers = BM_NEW_N(maker->arena, a->field_count, uint32_t);
    for (size_t i = 0; i < a->field_count; i++) {
        const struct bm_field *f = &a->fields[i];
        if (f->tail)
            continue;
        const struct bm_tier *tier = tier_of(g->kind, f->key);
        const struct bm_style *own =
            tier ? tier_style(tier, styles) : bare_style(maker->arena, g->kind, f->key);
        const struct bm_style *style =
            style_of(styles, f->key, tier ? in_proportion(maker, tier, own, title) : own);
        struct bm_part *p = add_part(
            g, BM_PART_HEAD, vertical ? stand(maker, style, f->key) : style, &f->text, f->span);
        p->field = f->key;
        p->para = shape(maker, p->style, &f->text);
        if (!p->para)
            return false;
    }
    for (size_t t = 0; t < g->kind->tier_count; t++)
        for (uint32_t i = 0; i < g->part_count; i++)
            if (bm_str_is(g->kind->tiers[t].field, g->parts[i].field)) {
                g->parts[i].tier = (uint32_t)t;
                g->parts[i].rule_below = g->kind->tiers[t].rule_below;
                g->parts[i].beside = g->kind->tiers[t].beside;
                g->tiers[g->tier_count++] = i;
            }
    add_bare_tiers(g);
    return true;
}

static bool add_table(const struct bm_galley_maker *maker, struct bm_galley *g,
                      const struct bm_block *b, const struct bm_style *style)
{
    const struct bm_table *t = b->table;
    struct bm_part *p = add_part(g, BM_PART_TABLE, style, &b->text, b->span);
    p->table = t;
    p->fold = g->kind->fold;
    p->cells = bm_arena_array(maker->arena, (size_t)t->rows * t->columns, sizeof *p->cells);
    for (size_t i = 0; i < (size_t)t->rows * t->columns; i++) {
        const struct bm_style *s = i < (size_t)t->head_rows * t->columns && g->kind->table_head
                                       ? g->kind->table_head
                                       : style;
        if (t->cells[i].n && !(p->cells[i] = shape(maker, s, &t->cells[i])))
            return false;
    }
    return true;
}

static bool add_figure(const struct bm_galley_maker *maker, struct bm_galley *g,
                       const struct bm_block *b, const struct bm_style *style)
{
    struct bm_part *p = add_part(g, BM_PART_FIGURE, style, &b->figure->caption, b->span);
    p->figure = b->figure;
    p->para = b->figure->caption.n ? shape(maker, style, &b->figure->caption) : NULL;
    p->credit = b->figure->credit.n ? shape(maker, style, &b->figure->credit) : NULL;
    return (p->para || !b->figure->caption.n) && (p->credit || !b->figure->credit.n);
}

/* A paragraph of the body in the style that its kind has for it. */
static struct bm_part *add_paragraph(const struct bm_galley_maker *maker, struct bm_galley *g,
                                     const struct bm_block *b,
                                     const struct bm_galley_styles *styles, bool first)
{
    const struct bm_kind *kind = g->kind;
    struct shape how = {.opening_style = kind->speaker};
    struct bm_part *p =
        add_part(g, BM_PART_PARAGRAPH, style_of(styles, "body", kind->body), &b->text, b->span);
    bool asks = false;
    if (kind->question || kind->speaker)
        how.opening = bm_opening_speaker(&b->text, &asks);
    if (asks && kind->question)
        p->style = kind->question;
    if (!how.opening && first && kind->dateline) {
        how.opening = bm_opening_dateline(&b->text);
        how.opening_style = kind->dateline;
    }
    how.names = kind->names && bm_opening_is_names(&b->text);
    if (how.names)
        p->style = kind->names;
    p->verse = kind->verse;
    p->stanza = b->stanza;
    p->second = p->verse && !first && !b->stanza && p[-1].verse && !p[-1].second;
    p->para = shape_as(maker, p->style, &b->text, how);
    if (p->para && p->verse) {
        const bm_len wide = bm_para_width(p->para, 0, p->para->cluster_count) + p->style->indent;
        g->verse_width = wide > g->verse_width ? wide : g->verse_width;
    }
    return p;
}

static bool add_body(const struct bm_galley_maker *maker, struct bm_galley *g,
                     const struct bm_galley_styles *styles)
{
    const struct bm_article *a = g->article;
    bool first = true; /* no paragraph yet */
    for (size_t i = 0; i < a->block_count; i++) {
        const struct bm_block *b = &a->blocks[i];
        struct bm_part *p;
        switch (b->kind) {
        case BM_BLOCK_ITEM:
            p = add_part(g, BM_PART_ITEM, style_of(styles, "item", g->kind->item), &b->text,
                         b->span);
            break;
        case BM_BLOCK_SUBHEAD:
            p = add_part(g, BM_PART_SUBHEAD, style_of(styles, "subhead", g->kind->subhead),
                         &b->text, b->span);
            break;
        case BM_BLOCK_TABLE:
            if (!add_table(maker, g, b, style_of(styles, "table", g->kind->table)))
                return false;
            continue;
        case BM_BLOCK_FIGURE:
            if (!add_figure(maker, g, b, style_of(styles, "caption", g->kind->caption)))
                return false;
            continue;
        case BM_BLOCK_QUOTE:
            p = add_part(g, BM_PART_QUOTE, style_of(styles, "quote", g->kind->quote), &b->text,
                         b->span);
            break;
        default:
            if (!add_paragraph(maker, g, b, styles, first)->para)
                return false;
            first = false;
            continue;
        }
        p->para = shape(maker, p->style, &b->text);
        if (!p->para)
            return false;
        if (b->kind == BM_BLOCK_ITEM && b->number.n) {
            p->number = shape_as(maker, p->style, &b->number,
                                 (struct shape){.shown = b->sign ? maker->layout->list_sign : 0});
            if (!p->number)
                return false;
            bm_len w = bm_para_width(p->number, 0, p->number->cluster_count) +
                       NUMBER_BLANK(p->style->size);
            if (w > g->number_width)
                g->number_width = w;
        }
    }
    return true;
}

static bool add_tail(const struct bm_galley_maker *maker, struct bm_galley *g,
                     const struct bm_galley_styles *styles)
{
    const struct bm_article *a = g->article;
    for (size_t i = 0; i < a->field_count; i++) {
        const struct bm_field *f = &a->fields[i];
        if (!f->tail)
            continue;
        bool dated = strcmp(f->key, "dated") == 0;
        const struct bm_style *style = dated ? style_of(styles, "dated", g->kind->dated)
                                       : strcmp(f->key, "issued") == 0
                                           ? style_of(styles, "issued", g->kind->issued)
                                           : style_of(styles, "signed", g->kind->signed_);
        struct bm_part *p = add_part(g, BM_PART_TAIL, style, &f->text, f->span);
        p->field = f->key;
        p->para = shape(maker, style, &f->text);
        if (!p->para)
            return false;
    }
    return true;
}

static bool find_above(const struct bm_galley_maker *maker, struct bm_galley *g,
                       const struct bm_style *body)
{
    struct bm_text_style ts;
    if (!text_style(maker, body, &ts) ||
        !bm_face_open(maker->fonts, ts.typeface->faces[0], maker->diags))
        return false;
    g->above = bm_face_em_above(ts.typeface->faces[0], body->size);
    return true;
}

struct bm_galley *bm_galley_make(const struct bm_galley_maker *maker,
                                 const struct bm_article *article,
                                 const struct bm_galley_styles *styles)
{
    struct bm_galley *g = BM_NEW(maker->arena, struct bm_galley);
    g->article = article;
    g->kind = styles->kind;
    g->name = article->name;
    g->file = article->file;
    g->parts = BM_NEW_N(maker->arena, article->field_count + article->block_count, struct bm_part);
    const struct bm_style *body = style_of(styles, "body", g->kind->body);
    g->leading = body->leading;
    g->size = body->size;
    if (!add_heads(maker, g, styles) || !add_body(maker, g, styles) ||
        !add_tail(maker, g, styles) || !find_above(maker, g, body))
        return NULL;
    find_sense(maker, g, 0, g->part_count);
    return g;
}

struct bm_galley *bm_galley_restyle(const struct bm_galley_maker *maker,
                                    const struct bm_galley *galley,
                                    const struct bm_galley_styles *styles)
{
    struct bm_galley *g = BM_NEW(maker->arena, struct bm_galley);
    *g = *galley;
    g->body_of = galley->body_of ? galley->body_of : galley;
    g->parts = BM_NEW_N(maker->arena, galley->part_count, struct bm_part);
    g->part_count = g->tier_count = 0;
    if (!add_heads(maker, g, styles))
        return NULL;
    const size_t heads = g->part_count; /* as many as the galley has, in the same places */
    memcpy(&g->parts[heads], &galley->parts[heads],
           (galley->part_count - heads) * sizeof *g->parts);
    g->part_count = galley->part_count;
    find_sense(maker, g, 0, heads);
    return g;
}

struct bm_galley *bm_galley_banner(const struct bm_galley_maker *maker, const struct bm_text *text,
                                   struct bm_span span, uint32_t file, const struct bm_style *style)
{
    struct bm_galley *g = BM_NEW(maker->arena, struct bm_galley);
    g->name = BM_STR("banner");
    g->file = file;
    g->leading = style->leading;
    g->size = style->size;
    g->parts = BM_NEW(maker->arena, struct bm_part);
    g->tiers = BM_NEW(maker->arena, uint32_t);
    struct bm_part *p = add_part(g, BM_PART_HEAD, style, text, span);
    p->field = "banner";
    p->tier = 0;
    p->para = shape(maker, style, text);
    g->tier_count = 1;
    find_sense(maker, g, 0, g->part_count);
    return p->para ? g : NULL;
}

struct bm_str bm_galley_title(struct bm_arena *arena, const struct bm_galley *galley)
{
    for (size_t i = 0; i < galley->part_count; i++) {
        const struct bm_part *p = &galley->parts[i];
        if (p->kind == BM_PART_HEAD && (!galley->article || strcmp(p->field, "title") == 0))
            return bm_str_copy(arena, p->para->text);
    }
    if (!galley->article)
        return bm_str_copy(arena, galley->name);
    struct bm_buf b = {0};
    bm_buf_str(&b, galley->article->kind);
    for (size_t i = 0; i < galley->part_count && galley->article->joined_count; i++)
        if (galley->parts[i].kind == BM_PART_SUBHEAD) {
            bm_buf_c(&b, "：");
            bm_buf_str(&b, galley->parts[i].para->text);
            break;
        }
    return bm_buf_keep(&b, arena);
}

bool bm_galley_has(const struct bm_galley *galley, enum bm_part_kind kind)
{
    for (size_t i = 0; i < galley->part_count; i++)
        if (galley->parts[i].kind == kind)
            return true;
    return false;
}

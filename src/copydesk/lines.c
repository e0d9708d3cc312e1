/* Articles as lines of text: what rules read. Marks are out of it, and every byte knows where it
 * stands in the manuscript. */
#include "copydesk/parts.h"

static enum role role_of_field(const char *key, bool tail)
{
    if (tail)
        return ROLE_TAIL;
    if (strcmp(key, "byline") == 0)
        return ROLE_BYLINE;
    return strcmp(key, "lead") == 0 || strcmp(key, "addressee") == 0 ? ROLE_LEAD : ROLE_HEAD;
}

static bool is_spot(const struct bm_piece *p)
{
    return p->kind == BM_PIECE_GAP || p->kind == BM_PIECE_JOIN || p->kind == BM_PIECE_QUERY ||
           p->kind == BM_PIECE_OK;
}

/* Marks that rules must know of, and the text between. */
static void fill(struct bm_arena *arena, struct line *line)
{
    const struct bm_text *t = line->pieces;
    uint32_t *starts = BM_NEW_N(arena, t->n + 1, uint32_t);
    size_t bytes = 0, spots = 0, texts = 0, last = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct bm_piece *p = &t->v[i];
        starts[i] = (uint32_t)bytes;
        if (p->kind == BM_PIECE_TEXT) {
            bytes += p->text.n;
            texts++;
            last = i;
        }
        spots += is_spot(p);
        line->gap |= p->kind == BM_PIECE_GAP;
        line->join |= p->kind == BM_PIECE_JOIN;
    }
    line->starts = starts;
    if (texts == 1) {
        line->text = t->v[last].text;
    } else {
        char *all = bm_arena_alloc(arena, bytes + 1);
        for (size_t i = 0; i < t->n; i++)
            if (t->v[i].kind == BM_PIECE_TEXT && t->v[i].text.n)
                memcpy(all + starts[i], t->v[i].text.p, t->v[i].text.n);
        line->text = (struct bm_str){all, bytes};
    }
    line->spots = BM_NEW_N(arena, spots, struct spot);
    for (size_t i = 0; i < t->n; i++) {
        const struct bm_piece *p = &t->v[i];
        if (is_spot(p))
            line->spots[line->spot_count++] = (struct spot){starts[i], p->span, p->kind, p->note};
    }
}

static struct line *add(struct bm_arena *arena, struct lines *lines, struct line line)
{
    if (!line.pieces->n)
        return NULL;
    fill(arena, &line);
    lines->v = bm_arena_grow(arena, lines->v, lines->n, &lines->cap, sizeof line);
    lines->v[lines->n] = line;
    return &lines->v[lines->n++];
}

static void add_fields(struct bm_arena *arena, const struct bm_article *article, uint32_t index,
                       bool tail, struct lines *lines)
{
    for (size_t i = 0; i < article->field_count; i++) {
        const struct bm_field *f = &article->fields[i];
        if (f->tail == tail)
            add(arena, lines,
                (struct line){.role = role_of_field(f->key, tail),
                              .article = index,
                              .block = UINT32_MAX,
                              .field = f->key,
                              .pieces = &f->text});
    }
}

static void add_block(struct bm_arena *arena, const struct bm_block *b, uint32_t index, uint32_t i,
                      struct lines *lines)
{
    static const enum role roles[] = {
        [BM_BLOCK_PARAGRAPH] = ROLE_BODY, [BM_BLOCK_QUOTE] = ROLE_BODY,
        [BM_BLOCK_ITEM] = ROLE_ITEM,      [BM_BLOCK_SUBHEAD] = ROLE_SUBHEAD,
        [BM_BLOCK_TABLE] = ROLE_CELL,     [BM_BLOCK_FIGURE] = ROLE_CAPTION};
    struct line like = {.role = roles[b->kind],
                        .article = index,
                        .block = i,
                        .typed = b->typed || b->stanza,
                        .pieces = &b->text};
    if (b->kind == BM_BLOCK_ITEM && b->number.n) {
        like.number = b->number.v[0].text;
        like.number_span = b->number.v[0].span;
        like.ordered = !b->sign;
    }
    add(arena, lines, like);
    for (size_t k = 0; b->table && k < (size_t)b->table->rows * b->table->columns; k++) {
        like.pieces = &b->table->cells[k];
        add(arena, lines, like);
    }
    if (b->figure) {
        like.pieces = &b->figure->caption;
        add(arena, lines, like);
        like.pieces = &b->figure->credit;
        add(arena, lines, like);
    }
}

void lines_of(struct bm_arena *arena, const struct bm_article *article, uint32_t index,
              struct lines *lines)
{
    add_fields(arena, article, index, false, lines);
    for (size_t i = 0; i < article->block_count; i++)
        add_block(arena, &article->blocks[i], index, (uint32_t)i, lines);
    add_fields(arena, article, index, true, lines);
}

/* The piece of text that has byte `at`. */
static size_t piece_at(const struct line *line, uint32_t at)
{
    const struct bm_text *t = line->pieces;
    size_t lo = 0, hi = t->n;
    while (lo < hi) { /* the first piece that begins behind it */
        const size_t mid = lo + (hi - lo) / 2;
        if (line->starts[mid] > at)
            hi = mid;
        else
            lo = mid + 1;
    }
    while (lo > 1 && (t->v[lo - 1].kind != BM_PIECE_TEXT || !t->v[lo - 1].text.n))
        lo--;
    return lo ? lo - 1 : 0;
}

struct bm_span line_span(const struct line *line, uint32_t from, uint32_t to)
{
    const struct bm_text *t = line->pieces;
    const size_t a = piece_at(line, from), b = piece_at(line, to > from ? to - 1 : from);
    const struct bm_piece *first = &t->v[a], *last = &t->v[b];
    const bool plain = first->span.length == first->text.n,
               ends = last->span.length == last->text.n;
    const uint32_t begin = first->span.offset + (plain ? from - line->starts[a] : 0);
    const uint32_t end = last->span.offset + (ends ? to - line->starts[b] : last->span.length);
    return (struct bm_span){first->span.file, begin, end > begin ? end - begin : 0};
}

bool line_torn(const struct line *line, uint32_t at, uint32_t reach)
{
    for (size_t i = 0; i < line->spot_count; i++) {
        const struct spot *s = &line->spots[i];
        if ((s->kind == BM_PIECE_GAP || s->kind == BM_PIECE_JOIN) && s->at <= at + reach &&
            s->at + reach >= at)
            return true;
    }
    return false;
}

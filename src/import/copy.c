#include "import/copy.h"

#include "base/characters.h"
#include "import/limits.h"

struct paragraph *paragraph_new(struct copy *copy, struct bm_str part, uint32_t number)
{
    struct paragraph *p = BM_NEW(copy->arena, struct paragraph);
    p->part = part;
    p->number = number;
    return p;
}

static struct piece *add_piece(struct copy *copy, struct paragraph *p, const struct piece *like)
{
    p->v = bm_arena_grow(copy->arena, p->v, p->n, &p->cap, sizeof *p->v);
    p->v[p->n] = like ? *like : (struct piece){.paragraph = p->number};
    return &p->v[p->n++];
}

/* Why a character cannot stand in a manuscript, or should not. */
static bool left_out(uint32_t cp, enum note *note)
{
    *note = cp == 0xAD ? NOTE_SOFT_HYPHEN : NOTE_CHARACTER;
    return cp == 0xAD || cp == 0xFEFF || (cp != '\t' && cp != '\n' && bm_character_fault(cp));
}

static bool is_private(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
}

static void say_character(struct copy *copy, enum note note, const struct paragraph *p,
                          const struct piece *like, uint32_t cp)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "U+%04X", (unsigned)cp);
    note_add(copy, note, p, like ? like->run : 0, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void add_stretch(struct copy *copy, struct paragraph *p, struct bm_str text,
                        const struct piece *like, uint32_t offset)
{
    if (!text.n)
        return;
    struct piece *piece = add_piece(copy, p, like);
    piece->kind = PIECE_TEXT;
    piece->text = text;
    piece->offset += offset;
}

struct piece *paragraph_text(struct copy *copy, struct paragraph *p, struct bm_str text,
                             const struct piece *like)
{
    size_t from = 0;
    uint32_t offset = 0, first = 0;
    copy->bytes += text.n;
    if (copy->bytes > TEXT_MOST) {
        copy->wrong = "it is too long for an article";
        return NULL;
    }
    for (size_t i = 0; i < text.n; offset++) {
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        const bool line = cp == '\n' || cp == 0x2028 || cp == 0x2029, tab = cp == '\t';
        enum note note;
        if (is_private(cp) || cp == 0xFFFD)
            say_character(copy, cp == 0xFFFD ? NOTE_DAMAGED : NOTE_DOUBTFUL, p, like, cp);
        const bool out = !line && left_out(cp, &note);
        if (!line && !tab && !out)
            continue;
        add_stretch(copy, p, (struct bm_str){text.p + from, at - from}, like, first);
        from = i;
        first = offset + 1;
        if (line) {
            struct piece here = like ? *like : (struct piece){.paragraph = p->number};
            here.offset += offset;
            paragraph_break(copy, p, &here);
        } else if (tab) {
            note_once(copy, NOTE_TAB, p, like ? like->run : 0, BM_STR(""));
            add_stretch(copy, p, BM_STR(" "), like, offset);
        } else if (cp == 0x85) {
            add_stretch(copy, p, BM_STR(" "), like, offset);
        } else {
            say_character(copy, note, p, like, cp);
        }
    }
    add_stretch(copy, p, (struct bm_str){text.p + from, text.n - from}, like, first);
    return p->n ? &p->v[p->n - 1] : NULL;
}

void paragraph_break(struct copy *copy, struct paragraph *p, const struct piece *like)
{
    struct piece *piece = add_piece(copy, p, like);
    piece->kind = PIECE_BREAK;
    piece->text = BM_STR("");
}

void paragraph_picture(struct copy *copy, struct paragraph *p, struct picture *picture,
                       const struct piece *like)
{
    struct piece *piece = add_piece(copy, p, like);
    piece->kind = PIECE_PICTURE;
    piece->text = BM_STR("");
    piece->picture = picture;
}

void paragraph_plain(const struct paragraph *p, struct bm_buf *out)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].kind == PIECE_TEXT)
            bm_buf_str(out, p->v[i].text);
        else if (p->v[i].kind == PIECE_BREAK)
            bm_buf_char(out, '\n');
}

bool paragraph_blank(const struct paragraph *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->v[i].kind == PIECE_PICTURE)
            return false;
        const struct bm_str s = p->v[i].text;
        for (size_t k = 0; k < s.n;)
            if (!bm_is_white(bm_utf8_next(s.p, s.n, &k)))
                return false;
    }
    return true;
}

static struct block *add_block(struct copy *copy)
{
    copy->v = bm_arena_grow(copy->arena, copy->v, copy->n, &copy->cap, sizeof *copy->v);
    copy->v[copy->n] = (struct block){0};
    return &copy->v[copy->n++];
}

void copy_add(struct copy *copy, struct paragraph *paragraph)
{
    if (paragraph_blank(paragraph))
        return;
    struct block *b = add_block(copy);
    b->kind = BLOCK_PARAGRAPH;
    b->paragraph = paragraph;
}

void copy_add_table(struct copy *copy, struct table *table)
{
    struct block *b = add_block(copy);
    b->kind = BLOCK_TABLE;
    b->table = table;
}

static const char *extension_of(struct bm_str bytes)
{
    if (bytes.n > 3 && memcmp(bytes.p, "\xFF\xD8\xFF", 3) == 0)
        return "jpg";
    return bytes.n > 8 && memcmp(bytes.p, "\x89PNG\r\n\x1A\n", 8) == 0 ? "png" : NULL;
}

struct picture *copy_picture(struct copy *copy, const struct paragraph *paragraph,
                             struct bm_str bytes, struct bm_str name, struct bm_str alt)
{
    const char *extension = extension_of(bytes);
    if (!bytes.n || !extension || copy->figures >= PICTURES_MOST) {
        note_add(copy, bytes.n ? NOTE_PICTURE_KIND : NOTE_PICTURE_GONE, paragraph, 0, name);
        return NULL;
    }
    struct picture *p = BM_NEW(copy->arena, struct picture);
    copy->figures++;
    p->alt = alt;
    p->bytes = bytes;
    for (size_t i = 0; i < copy->pictures.n && !p->path.n; i++)
        if (bm_str_eq(copy->pictures.v[i].bytes, bytes))
            p->path = copy->pictures.v[i].path;
    if (!p->path.n) {
        struct bm_buf b = {0};
        bm_buf_printf(&b, "photos/%.*s-%zu.%s", (int)copy->stem.n, copy->stem.p,
                      copy->pictures.n + 1, extension);
        p->path = bm_buf_keep(&b, copy->arena);
        bm_leaf_add(&copy->pictures, p->path, bytes);
    }
    note_add(copy, NOTE_PICTURE, paragraph, 0, p->path);
    return p;
}

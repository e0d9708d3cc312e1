/* XML of other systems: elements by a map. What the map does not name is text that has no place,
 * and is noted. */
#include "import/formats.h"

struct news {
    struct copy *copy;
    const struct bm_import_map *map;
    uint32_t paragraphs;
    unsigned fields; /* that stand already, as bits */
};

/* Whether the element, with those above it, is what a row names: "a", "b/a". */
static bool matches(const struct node *n, struct bm_str name)
{
    size_t end = name.n;
    while (n && n->name) {
        size_t from = end;
        while (from && name.p[from - 1] != '/')
            from--;
        if (!bm_str_is((struct bm_str){name.p + from, end - from}, n->name))
            return false;
        if (!from)
            return true;
        end = from - 1;
        n = n->up;
    }
    return false;
}

static struct bm_str field_of(const struct bm_import_map *map, const struct node *n)
{
    struct bm_str best = {0};
    size_t longest = 0;
    for (size_t i = 0; i < map->row_count; i++)
        if (matches(n, map->rows[i].element) && map->rows[i].element.n >= longest) {
            best = map->rows[i].field;
            longest = map->rows[i].element.n;
        }
    return best;
}

static bool is_paragraph(const struct bm_import_map *map, const struct node *n)
{
    for (size_t i = 0; i < map->paragraph_count; i++)
        if (matches(n, map->paragraphs[i]))
            return true;
    return false;
}

/* Text of an element: line ends in it begin paragraphs of the body, and are blanks elsewhere. */
static void put_text(struct news *w, struct paragraph **p, struct bm_str s, bool body,
                     uint32_t *run)
{
    size_t from = 0;
    ++*run;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
            continue;
        struct piece like = {
            .paragraph = (*p)->number, .run = *run, .offset = (uint32_t)bm_utf8_count(s.p, from)};
        paragraph_text(w->copy, *p, (struct bm_str){s.p + from, i - from}, &like);
        from = i + 1;
        if (i == s.n)
            break;
        if (body) {
            copy_add(w->copy, *p);
            *p = paragraph_new(w->copy, BM_STR(""), ++w->paragraphs);
        } else {
            paragraph_text(w->copy, *p, BM_STR(" "), &like);
        }
    }
}

static void walk_text(struct news *w, const struct node *top, struct paragraph **p, bool body,
                      uint32_t *run)
{
    for (const struct node *n = top->first; n; n = n->next) {
        const bool own = n->name && body && is_paragraph(w->map, n);
        if (!n->name) {
            put_text(w, p, n->text, body && !is_paragraph(w->map, top), run);
            continue;
        }
        if (own) {
            copy_add(w->copy, *p);
            *p = paragraph_new(w->copy, BM_STR(""), ++w->paragraphs);
        }
        walk_text(w, n, p, body, run);
        if (own) {
            copy_add(w->copy, *p);
            *p = paragraph_new(w->copy, BM_STR(""), ++w->paragraphs);
        }
    }
}

static const char *const names[] = {"kicker",  "tag",    "title",     "deck",   "lead",  "number",
                                    "adopted", "byline", "addressee", "signed", "dated", "issued"};

/* The place of a field among them, or their number. */
static size_t field_number(struct bm_str field)
{
    size_t i = 0;
    while (i < BM_COUNT(names) && !bm_str_is(field, names[i]))
        i++;
    return i;
}

static void take(struct news *w, const struct node *n, struct bm_str field)
{
    struct paragraph *p = paragraph_new(w->copy, BM_STR(""), ++w->paragraphs);
    uint32_t run = 0;
    const size_t number = field_number(field);
    if (bm_str_is(field, "skip")) {
        struct bm_buf b = {0};
        node_text(n, &b);
        note_add(w->copy, NOTE_UNMAPPED, p, 0, bm_buf_view(&b));
        bm_buf_free(&b);
        return;
    }
    walk_text(w, n, &p, number == BM_COUNT(names), &run);
    /* A second of the same is text. */
    if (number < BM_COUNT(names) && !paragraph_blank(p) && !(w->fields & 1u << number)) {
        p->role = ROLE_FIELD;
        p->field = names[number];
        w->fields |= 1u << number;
    }
    copy_add(w->copy, p);
}

static void walk(struct news *w, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next) {
        const struct bm_str field = n->name ? field_of(w->map, n) : (struct bm_str){0};
        bool blank = true;
        for (size_t i = 0; !n->name && i < n->text.n;)
            blank &= bm_is_white(bm_utf8_next(n->text.p, n->text.n, &i));
        if (field.n)
            take(w, n, field);
        else if (n->name)
            walk(w, n);
        else if (!blank)
            note_add(w->copy, NOTE_UNMAPPED, NULL, 0, n->text);
    }
}

void news_read(struct copy *copy, const struct node *article, const struct bm_import_map *map)
{
    struct news w = {.copy = copy, .map = map};
    walk(&w, article);
}

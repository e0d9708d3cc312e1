/* Lists: the label before a paragraph, as Word makes it. Counters belong to the list (abstractNum),
 * so that all that use it count on; a number of its own (num) may begin anew. */
#include "import/docx.h"

static void read_level(const struct node *n, struct level *l)
{
    const struct bm_str suffix = node_val(n, "suff");
    *l = (struct level){.format = node_val(n, "numFmt"),
                        .text = node_val(n, "lvlText"),
                        .style = node_val(n, "pStyle"),
                        .start = node_number(node_val(n, "start"), 0),
                        .restart = node_number(node_val(n, "lvlRestart"), -1),
                        .legal = node_on(n, "isLgl", NULL),
                        .suffix = bm_str_is(suffix, "nothing") ? 'n'
                                  : bm_str_is(suffix, "space") ? 's'
                                                               : 't',
                        .look = node_child(n, "rPr")};
    const struct node *alternative = node_child(n, "AlternateContent");
    const struct node *choice = node_child(alternative, "Choice");
    if (!l->format.n && choice)
        l->format = node_get(node_child(choice, "numFmt"), "format").n
                        ? node_val(node_child(alternative, "Fallback"), "numFmt")
                        : node_val(choice, "numFmt");
}

static int32_t level_of(const struct node *n)
{
    const int32_t i = node_number(node_get(n, "ilvl"), 0);
    return i < 0 || i >= LEVELS ? -1 : i;
}

static void read_list(struct docx *d, const struct node *n)
{
    d->lists = bm_arena_grow(d->arena, d->lists, d->list_count, &d->list_cap, sizeof *d->lists);
    struct list *list = &d->lists[d->list_count++];
    *list = (struct list){.id = node_number(node_get(n, "abstractNumId"), -1),
                          .link = node_val(n, "numStyleLink")};
    for (const struct node *l = n->first; l; l = l->next)
        if (node_is(l, "lvl") && level_of(l) >= 0)
            read_level(l, &list->levels[level_of(l)]);
}

static struct bm_str key_of(const int32_t *id)
{
    return (struct bm_str){(const char *)id, sizeof *id};
}

static struct list *list_of(struct docx *d, int32_t id)
{
    const struct id *found = ids_find(&d->list_ids, key_of(&id));
    return found ? &d->lists[found->number] : NULL;
}

static void read_number(struct docx *d, const struct node *n)
{
    d->numbers =
        bm_arena_grow(d->arena, d->numbers, d->number_count, &d->number_cap, sizeof *d->numbers);
    struct number *number = &d->numbers[d->number_count++];
    *number = (struct number){.id = node_number(node_get(n, "numId"), -1),
                              .list = list_of(d, node_number(node_val(n, "abstractNumId"), -1))};
    for (size_t i = 0; i < LEVELS; i++)
        number->start[i] = -1;
    for (const struct node *o = n->first; o; o = o->next) {
        if (!node_is(o, "lvlOverride") || level_of(o) < 0)
            continue;
        const struct node *level = node_child(o, "lvl");
        const int32_t at = level_of(o);
        number->start[at] = node_number(node_val(o, "startOverride"), -1);
        if (!level)
            continue;
        number->levels[at] = BM_NEW(d->arena, struct level);
        read_level(level, number->levels[at]);
    }
}

static struct number *number_of(struct docx *d, int32_t id)
{
    const struct id *found = ids_find(&d->number_ids, key_of(&id));
    return found ? &d->numbers[found->number] : NULL;
}

static void index_all(struct docx *d)
{
    for (size_t i = 0; i < d->list_count; i++)
        ids_add(d->arena, &d->list_ids, key_of(&d->lists[i].id), NULL, i);
}

void numbering_read(struct docx *d, const struct node *root)
{
    for (const struct node *n = root->first; n; n = n->next)
        if (node_is(n, "abstractNum"))
            read_list(d, n);
    index_all(d);
    for (const struct node *n = root->first; n; n = n->next)
        if (node_is(n, "num"))
            read_number(d, n);
    for (size_t i = 0; i < d->number_count; i++)
        ids_add(d->arena, &d->number_ids, key_of(&d->numbers[i].id), NULL, i);
    /* A list that a style has. */
    for (size_t i = 0; i < d->number_count; i++) {
        const struct list *l = d->numbers[i].list;
        const struct style *s = l && l->link.n ? style_of(d, l->link, false) : NULL;
        struct number *n = s ? number_of(d, s->number) : NULL;
        if (n && n->list)
            d->numbers[i].list = n->list;
    }
}

static const struct level *level_at(const struct number *n, int32_t i)
{
    return n->levels[i] ? n->levels[i] : &n->list->levels[i];
}

/* Counts on at a level. */
static void count(struct number *n, int32_t at)
{
    struct list *list = n->list;
    const struct level *l = level_at(n, at);
    const bool anew = n->start[at] >= 0 && !n->used[at];
    n->used[at] = true;
    if (anew || !list->begun[at])
        list->count[at] = n->start[at] >= 0 ? n->start[at] : l->start;
    else if (list->count[at] < NUMBER_MOST)
        list->count[at]++;
    list->begun[at] = true;
    for (int32_t i = 0; i < at; i++)
        if (!list->begun[i]) { /* it is shown as if it had begun */
            list->begun[i] = true;
            list->count[i] = n->start[i] >= 0 ? n->start[i] : level_at(n, i)->start;
            n->used[i] = true;
        }
    for (int32_t i = at + 1; i < LEVELS; i++) {
        const int32_t restart = level_at(n, i)->restart;
        if (restart < 0 || (restart > 0 && at < restart))
            list->begun[i] = false;
    }
}

static void put_label(struct docx *d, const struct number *n, int32_t at, struct bm_buf *out)
{
    const struct level *l = level_at(n, at);
    for (size_t i = 0; i < l->text.n; i++) {
        const int32_t k = l->text.p[i] == '%' && i + 1 < l->text.n ? l->text.p[i + 1] - '1' : -1;
        if (k < 0 || k >= LEVELS) {
            bm_buf_char(out, l->text.p[i]);
            continue;
        }
        i++;
        const struct level *of = level_at(n, k);
        const struct bm_str format = l->legal ? BM_STR("decimal") : of->format;
        if (!number_put(out, format, n->list->count[k]))
            note_add(d->copy, NOTE_NUMBER_FORM, d->paragraph, 0, format);
    }
}

/* The sign of a list, which may be one of a symbol font. */
static void put_bullet(struct docx *d, const struct level *l, struct bm_buf *out)
{
    const struct bm_str font = look_read(l->look).font;
    for (size_t i = 0; i < l->text.n;) {
        uint32_t cp = bm_utf8_next(l->text.p, l->text.n, &i);
        char bytes[4];
        const bool symbol = symbol_font(font) || (cp >= 0xF000 && cp <= 0xF0FF);
        const uint32_t known = symbol ? symbol_of(font, cp) : cp;
        if (symbol && !known)
            note_add(d->copy, NOTE_NO_SYMBOL, d->paragraph, 0, font);
        cp = known ? known : 0x2022;
        bm_buf_put(out, bytes, bm_utf8_put(cp, bytes));
    }
}

bool numbering_label(struct docx *d, const struct node *properties, const struct style *style,
                     struct bm_str *label, bool *bullet, char *suffix)
{
    const struct node *own = node_child(properties, "numPr");
    int32_t id = node_number(node_val(own, "numId"), -1);
    int32_t at = node_number(node_val(own, "ilvl"), -1);
    const struct style *s = style;
    for (size_t i = 0; id < 0 && s && i < STYLES_DEEP; i++) {
        id = s->number;
        at = at < 0 && id >= 0 ? s->level : at;
        s = id < 0 && s->based.n ? style_of(d, s->based, false) : s;
        if (id < 0 && s && !s->based.n && s->number < 0)
            break;
    }
    struct number *n = id > 0 ? number_of(d, id) : NULL;
    if (!n || !n->list)
        return false;
    for (int32_t i = 0; at < 0 && style && i < LEVELS; i++)
        if (bm_str_eq(level_at(n, i)->style, style->id))
            at = i;
    at = at < 0 ? 0 : at >= LEVELS ? LEVELS - 1 : at;
    const struct level *l = level_at(n, at);
    struct bm_buf b = {0};
    count(n, at);
    *bullet = bm_str_is(l->format, "bullet");
    *suffix = l->suffix;
    if (*bullet)
        put_bullet(d, l, &b);
    else
        put_label(d, n, at, &b);
    *label = bm_buf_keep(&b, d->arena);
    return label->n > 0;
}

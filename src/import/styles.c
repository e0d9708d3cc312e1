/* Styles: what paragraphs and runs look like by name. */
#include "import/docx.h"

static signed char toggle(const struct node *properties, const char *name)
{
    bool there;
    const bool on = node_on(properties, name, &there);
    return there ? (on ? 1 : -1) : 0;
}

struct look look_read(const struct node *r)
{
    struct look l = {.strong = toggle(r, "b"),
                     .hidden = toggle(r, "vanish"),
                     .struck = toggle(r, "strike"),
                     .capitals = toggle(r, "caps"),
                     .dots = toggle(r, "em")};
    if (!r)
        return l;
    if (!l.struck)
        l.struck = toggle(r, "dstrike");
    if (l.capitals <= 0 && toggle(r, "smallCaps") > 0)
        l.capitals = 1;
    const struct bm_str align = node_val(r, "vertAlign");
    if (align.n)
        l.raised = bm_str_is(align, "baseline") ? -1 : 1;
    const int32_t size = node_number(node_val(r, "sz"), 0);
    l.size = size > 0 ? (uint32_t)size : 0;
    const struct node *fonts = node_child(r, "rFonts");
    l.font = node_get(fonts, "ascii");
    return l;
}

void styles_read(struct docx *d, const struct node *root)
{
    const struct node *defaults = node_child(root, "docDefaults");
    d->defaults = look_read(node_child(node_child(defaults, "rPrDefault"), "rPr"));
    for (const struct node *n = root->first; n; n = n->next) {
        if (!node_is(n, "style"))
            continue;
        const struct node *p = node_child(n, "pPr"), *list = node_child(p, "numPr");
        const struct bm_str standard = node_get(n, "default");
        const bool character = bm_str_is(node_get(n, "type"), "character");
        ids_add(d->arena, &d->style_ids[character], node_get(n, "styleId"), NULL, d->style_count);
        if (!d->standard && !character && (bm_str_is(standard, "1") || bm_str_is(standard, "true")))
            d->standard = d->style_count + 1;
        d->styles =
            bm_arena_grow(d->arena, d->styles, d->style_count, &d->style_cap, sizeof *d->styles);
        d->styles[d->style_count++] =
            (struct style){.id = node_get(n, "styleId"),
                           .based = node_val(n, "basedOn"),
                           .name = node_val(n, "name"),
                           .character = character,
                           .paragraph = p,
                           .look = look_read(node_child(n, "rPr")),
                           .number = node_number(node_val(list, "numId"), -1),
                           .level = node_number(node_val(list, "ilvl"), -1)};
    }
}

const struct style *style_of(const struct docx *d, struct bm_str id, bool character)
{
    const struct id *found = id.n ? ids_find(&d->style_ids[character], id) : NULL;
    if (!id.n && !character && d->standard)
        return &d->styles[d->standard - 1];
    return found ? &d->styles[found->number] : NULL;
}

static const struct style *under(const struct docx *d, const struct style *s)
{
    return s->based.n ? style_of(d, s->based, s->character) : NULL;
}

static void lay_under(struct look *look, const struct look *more)
{
    look->strong = look->strong ? look->strong : more->strong;
    look->hidden = look->hidden ? look->hidden : more->hidden;
    look->struck = look->struck ? look->struck : more->struck;
    look->capitals = look->capitals ? look->capitals : more->capitals;
    look->raised = look->raised ? look->raised : more->raised;
    look->dots = look->dots ? look->dots : more->dots;
    look->size = look->size ? look->size : more->size;
    look->font = look->font.n ? look->font : more->font;
}

struct look style_look(const struct docx *d, const struct style *style)
{
    struct look look = {0};
    for (size_t i = 0; style && i < STYLES_DEEP; i++, style = under(d, style))
        lay_under(&look, &style->look);
    return look;
}

const struct node *style_property(const struct docx *d, const struct node *own,
                                  const struct style *style, const char *name)
{
    const struct node *n = node_child(own, name);
    for (size_t i = 0; !n && style && i < STYLES_DEEP; i++, style = under(d, style))
        n = node_child(style->paragraph, name);
    return n;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whether the name begins with the word, without regard to capitals. */
static bool begins(struct bm_str name, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        if (i >= name.n || lower(name.p[i]) != word[i])
            return false;
    return true;
}

enum style_class style_class(const struct docx *d, const struct style *style, uint32_t *level)
{
    static const struct {
        const char *word;
        enum style_class class;
    } words[] = {
        {"heading", STYLE_HEADING}, {"标题 ", STYLE_HEADING},     {"title", STYLE_TITLE},
        {"标题", STYLE_TITLE},      {"subtitle", STYLE_SUBTITLE}, {"副标题", STYLE_SUBTITLE},
        {"author", STYLE_AUTHOR},   {"作者", STYLE_AUTHOR},       {"caption", STYLE_CAPTION},
        {"题注", STYLE_CAPTION},    {"quote", STYLE_QUOTE},       {"intense", STYLE_QUOTE}};
    for (size_t i = 0; style && i < STYLES_DEEP; i++, style = under(d, style))
        for (size_t k = 0; k < BM_COUNT(words); k++) {
            if (!begins(style->name, words[k].word))
                continue;
            const struct bm_str n = style->name;
            const bool figure = n.n && n.p[n.n - 1] >= '1' && n.p[n.n - 1] <= '9';
            *level = figure ? (uint32_t)(n.p[n.n - 1] - '0') : 1;
            if (words[k].class == STYLE_HEADING && !figure)
                continue;
            return words[k].class;
        }
    return STYLE_NONE;
}

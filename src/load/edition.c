/* An edition: its list, its articles and their pictures, the printer's limits. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "load/load.h"

#include <stdlib.h>
#include <unistd.h>

/* folder of the edition, and the name that its outputs take. */
static const char *edition_folder(struct bm_loader *l, const char **yaml, const char **name)
{
    const char *input = l->input;
    const char *folder = input, *end;
    size_t n = strlen(input);
    *yaml = input;
    if (bm_load_is_folder(input)) {
        while (n > 1 && input[n - 1] == '/')
            n--;
        folder = bm_load_format(l, "%.*s", (int)n, input);
        *yaml = bm_load_format(l, "%s/edition.yaml", folder);
    } else {
        const char *slash = strrchr(input, '/');
        folder = slash ? bm_load_format(l, "%.*s", (int)(slash - input), input) : ".";
    }
    end = strrchr(folder, '/');
    *name = end ? end + 1 : folder;
    if (!**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0) {
        char *real = realpath(*folder ? folder : "/", NULL);
        if (real) {
            end = strrchr(real, '/');
            *name = bm_load_format(l, "%s", end && end[1] ? end + 1 : "edition");
            free(real);
        }
    }
    return folder;
}

/* The layout's kinds, as manuscripts know them. */
static struct bm_article_kind *find_kinds(struct bm_arena *arena, const struct bm_layout *layout)
{
    struct bm_article_kind *known = BM_NEW_N(arena, layout->kind_count, struct bm_article_kind);
    for (size_t i = 0; i < layout->kind_count; i++) {
        const struct bm_kind *k = &layout->kinds[i];
        struct bm_str *shown = BM_NEW_N(arena, k->tier_count, struct bm_str);
        for (size_t t = 0; t < k->tier_count; t++)
            shown[t] = k->tiers[t].field;
        known[i] = (struct bm_article_kind){.name = k->name.p,
                                            .complete = k->complete,
                                            .verse = k->verse,
                                            .names = k->names != NULL,
                                            .shown = shown,
                                            .shown_count = k->tier_count,
                                            .bare = k->bare,
                                            .bare_count = k->bare_count};
    }
    return known;
}

const char *bm_load_article_path(struct bm_loader *l, const struct bm_inputs *inputs, size_t i,
                                 const char **name)
{
    const struct bm_str s = inputs->edition->articles[i];
    *name = bm_load_format(l, "%.*s", (int)s.n, s.p);
    return **name == '/' ? *name : bm_load_format(l, "%s/%s", inputs->folder, *name);
}

struct bm_article *bm_load_parsed(struct bm_loader *l, const struct bm_inputs *inputs, size_t i)
{
    const size_t kinds = inputs->layout ? inputs->layout->kind_count : 0;
    struct bm_article *article =
        bm_article_read(l->arena, l->sources, inputs->files[i], inputs->kinds, kinds, l->diags);
    if (article)
        bm_article_put(l->arena, article, &inputs->edition->places[i], l->diags);
    return article;
}

struct bm_article *bm_load_article(struct bm_loader *l, struct bm_inputs *inputs, size_t i)
{
    const char *name, *path = bm_load_article_path(l, inputs, i, &name);
    uint32_t file;
    inputs->files[i] = BM_NO_FILE;
    if (!bm_load_text(l, BM_FILE_MANUSCRIPT, path, name, inputs->edition->article_spans[i], &file))
        return NULL;
    inputs->files[i] = file;
    return bm_load_parsed(l, inputs, i);
}

static void load_articles(struct bm_loader *l, struct bm_inputs *inputs)
{
    for (size_t i = 0; i < inputs->edition->article_count; i++) {
        struct bm_article *article = bm_load_article(l, inputs, i);
        if (article)
            inputs->articles[inputs->article_count++] = article;
    }
}

static struct bm_image *load_image(struct bm_loader *l, const char *folder,
                                   const struct bm_figure *f)
{
    const char *path = bm_load_format(l, "%s/%.*s", folder, (int)f->source.n, f->source.p);
    if (!bm_load_is_inside(path, folder)) {
        bm_diag(l->diags, BM_MSG_PICTURE_OUTSIDE, f->source_span, f->source);
        return NULL;
    }
    bm_load_note(l, path);
    return bm_image_open(l->arena, path, f->source, f->source_span, l->diags);
}

/* The picture of that name; NULL: there is none. */
static const struct bm_image *find_image(const struct bm_named_image *images, size_t n,
                                         struct bm_str name, bool *there)
{
    for (size_t k = 0; k < n; k++)
        if (bm_str_eq(images[k].name, name)) {
            *there = true;
            return images[k].image;
        }
    *there = false;
    return NULL;
}

bool bm_load_images(struct bm_loader *l, struct bm_inputs *inputs,
                    const struct bm_named_image *known, size_t known_count, struct bm_arena *list)
{
    size_t figures = 0;
    bool good = true;
    for (size_t a = 0; a < inputs->article_count; a++)
        figures += inputs->articles[a]->block_count;
    inputs->images = bm_arena_array(list, figures, sizeof *inputs->images);
    inputs->image_count = 0;
    for (size_t a = 0; a < inputs->article_count; a++)
        for (size_t i = 0; i < inputs->articles[a]->block_count; i++) {
            const struct bm_figure *f = inputs->articles[a]->blocks[i].figure;
            bool there = false;
            if (!f || f->qr)
                continue;
            find_image(inputs->images, inputs->image_count, f->source, &there);
            if (there)
                continue;
            const struct bm_image *image = find_image(known, known_count, f->source, &there);
            if (!image)
                image = load_image(l, inputs->folder, f);
            good = good && image;
            inputs->images[inputs->image_count++] = (struct bm_named_image){f->source, image};
        }
    return good;
}

bool bm_load_preflight(struct bm_loader *l, const struct bm_inputs *inputs)
{
    const char *path = l->printer, *name = "printer.yaml", *slash;
    uint32_t file;
    bm_preflight_default(&l->preflight);
    bool fine =
        !inputs->layout || bm_preflight_read(&l->preflight, inputs->layout->preflight, l->diags);
    if (!l->findings)
        return fine;
    if (!path) {
        path = bm_load_format(l, "%s/%s", inputs->folder, name);
        if (access(path, F_OK) != 0)
            return fine;
    }
    slash = strrchr(path, '/');
    name = slash ? slash + 1 : path;
    return bm_load_text(l, BM_FILE_PRINTER, path, name, bm_span_none(), &file) &&
           bm_printer_read(&l->preflight, l->arena, l->sources, file, l->diags) && fine;
}

bool bm_load_head(struct bm_loader *l, struct bm_inputs *inputs, bool *usable)
{
    const char *yaml, *name, *folder = edition_folder(l, &yaml, &name);
    const char *slash = strrchr(yaml, '/');
    const size_t length = strlen(yaml);
    uint32_t file;
    *inputs = (struct bm_inputs){.folder = folder};
    *usable = false;
    if (length > 3 && strcmp(yaml + length - 3, ".md") == 0)
        return bm_diag(l->diags, BM_MSG_MANUSCRIPT_GIVEN, bm_span_none(), bm_str_c(yaml));
    if (!bm_load_text(l, BM_FILE_EDITION, yaml, slash ? slash + 1 : yaml, bm_span_none(), &file))
        return false;
    inputs->edition = bm_edition_read(l->arena, l->sources, file, bm_str_c(name), l->diags);
    if (!inputs->edition)
        return false;
    for (size_t i = 0; i < inputs->edition->on_hold_count; i++)
        bm_diag(l->diags, BM_MSG_ON_HOLD, inputs->edition->on_hold_spans[i],
                inputs->edition->on_hold[i]);
    bool whole = bm_load_find_data(l) && bm_load_layout(l, inputs) && bm_load_output(l, inputs);
    whole &= l->data && bm_load_words(l, inputs->edition, &inputs->phrases);
    const size_t n = inputs->edition->article_count;
    inputs->kinds = inputs->layout ? find_kinds(l->arena, inputs->layout) : NULL;
    inputs->articles = BM_NEW_N(l->arena, n, struct bm_article *);
    inputs->files = BM_NEW_N(l->arena, n, uint32_t);
    *usable = true;
    return whole;
}

bool bm_load_edition(struct bm_loader *l, struct bm_inputs *inputs)
{
    bool usable, whole = bm_load_head(l, inputs, &usable);
    if (!usable)
        return false;
    load_articles(l, inputs);
    whole &= bm_load_images(l, inputs, NULL, 0, l->arena);
    whole &= bm_load_preflight(l, inputs);
    return whole && inputs->article_count == inputs->edition->article_count;
}

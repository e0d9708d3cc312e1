/* The layout of an edition: found in its folder or in the data, laid over its bases. */
#include "load/load.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#define LAYOUTS_MOST 64 /* layouts named in a message */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_list(const char *name)
{
    for (size_t i = 0; bm_house_lists[i]; i++)
        if (strcmp(name, bm_house_lists[i]) == 0)
            return true;
    return false;
}

/* Names of the layouts that there are in a folder, added. Files of an edition that are none go
 * without saying. */
static size_t add_layouts(struct bm_loader *l, const char *path, const char **names, size_t n)
{
    DIR *folder = opendir(path);
    const struct dirent *e;
    if (!folder)
        return n;
    while (n < LAYOUTS_MOST && (e = readdir(folder))) {
        size_t length = strlen(e->d_name);
        if (length > 5 && strcmp(e->d_name + length - 5, ".yaml") == 0 &&
            strcmp(e->d_name, "edition.yaml") != 0 && strcmp(e->d_name, "printer.yaml") != 0 &&
            !is_list(e->d_name))
            names[n++] = bm_load_format(l, "%.*s", (int)(length - 5), e->d_name);
    }
    closedir(folder);
    return n;
}

/* Names of the layouts that there are for an edition, sorted, each once. */
static size_t list_layouts(struct bm_loader *l, const char *folder, const char **names)
{
    size_t n = add_layouts(l, folder, names, 0), kept = 0;
    n = add_layouts(l, bm_load_format(l, "%s/layouts", l->data), names, n);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        if (!kept || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

/* Where the edition names its layout, when the name is a piece of the file. */
static struct bm_span layout_span(const struct bm_loader *l, const struct bm_edition *edition)
{
    const struct bm_str text = l->sources->v[edition->file].text, name = edition->layout;
    if (l->layout || !name.n || name.p < text.p || name.p >= text.p + text.n)
        return bm_span_none();
    return (struct bm_span){edition->file, (uint32_t)(name.p - text.p), (uint32_t)name.n};
}

/* With what a page needs: nothing, where the layout has pages of its own. */
static void say_no_frames(struct bm_loader *l, const struct bm_layout *layout, struct bm_span span)
{
    const char *page = "`- {}`";
    bool own = false;
    for (size_t i = 0; i < BM_COUNT(layout->pages); i++)
        own = own || layout->pages[i];
    const struct bm_folio *folio = &layout->folio;
    const bool over = folio->shown && folio->first_line == 1,
               under = folio->shown && folio->last_line == layout->lines;
    if (!own)
        page = bm_load_format(l, "`- frames: [{auto: true, columns: 1-%u, lines: %u-%u}]`",
                              layout->columns, over ? folio->last_line + 1 : 1,
                              under ? folio->first_line - 1 : layout->lines);
    bm_diag(l->diags, BM_MSG_NO_FRAMES_YET, span, layout->name, bm_str_c(page));
}

/* The edition's frames for the layout. */
static void load_frames(struct bm_loader *l, struct bm_inputs *inputs, const char *layout)
{
    const struct bm_edition *edition = inputs->edition;
    const struct bm_yaml *map = edition->frames, *pages = bm_yaml_get(map, layout);
    struct bm_span span = map ? map->span : (struct bm_span){edition->file, 0, 0};
    if (pages) {
        inputs->frames = bm_template_read(l->arena, inputs->layout, pages, l->diags);
        return;
    }
    size_t n = map ? map->n : 0;
    if (!n) {
        say_no_frames(l, inputs->layout, span);
        return;
    }
    const char **names = BM_NEW_N(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = bm_load_format(l, "%.*s", (int)map->keys[i]->text.n, map->keys[i]->text.p);
    bm_diag(l->diags, BM_MSG_NO_FRAMES, span, bm_str_c(layout),
            bm_suggestion(l->arena, bm_str_c(layout), names, n, LAYOUTS_MOST));
}

/* A layout that is asked for, and the file that it is. */
struct layout_search {
    const char *folder; /* of the edition */
    const char *name;
    struct bm_span where;    /* what asks for it */
    enum bm_message missing; /* said when there is none, with what is near */
    bool shared;             /* not the edition's own: that is who asks */
    bool own;                /* found in the edition's folder */
};

/* Opens NAME.yaml of the edition's folder, or else layouts/NAME.yaml. */
static bool open_layout(struct bm_loader *l, struct layout_search *search,
                        struct bm_layout_file *out)
{
    const char *name = search->name, *shown = bm_load_format(l, "%s.yaml", name);
    const bool fine = *name && !strchr(name, '/');
    const bool edition = strcmp(name, "edition") == 0 || strcmp(name, "printer") == 0;
    const char *path = bm_load_format(l, "%s/%s", search->folder, shown);
    uint32_t file;
    search->own = fine && !edition && !search->shared && access(path, F_OK) == 0;
    if (search->own && !bm_load_is_inside(path, search->folder))
        return bm_diag(l->diags, BM_MSG_LAYOUT_OUTSIDE, search->where, bm_str_c(shown));
    if (!search->own) {
        shown = bm_load_format(l, "layouts/%s", shown);
        path = bm_load_format(l, "%s/%s", l->data, shown);
    }
    if (!fine || access(path, F_OK) != 0) {
        const char *names[LAYOUTS_MOST];
        size_t n = list_layouts(l, search->folder, names);
        return bm_diag(l->diags, search->missing, search->where, bm_str_c(name),
                       bm_suggestion(l->arena, bm_str_c(name), names, n, LAYOUTS_MOST));
    }
    return bm_load_text(l, BM_FILE_LAYOUT, path, shown, search->where, &file) &&
           bm_layout_open(l->arena, l->sources, file, out, l->diags);
}

/* The file of a layout and those of its bases, one after the other. 0 when one is unusable. An
 * edition's own layout may begin from the shared one of its name. */
static size_t open_layouts(struct bm_loader *l, const char *folder, const char *name,
                           struct bm_span where, struct bm_layout_file *files)
{
    struct layout_search names[BM_BASES_MOST + 2];
    const char *chain = name;
    names[0] = (struct layout_search){folder, name, where, BM_MSG_UNKNOWN_LAYOUT, false, false};
    if (!open_layout(l, &names[0], &files[0]))
        return 0;
    for (size_t n = 1;; n++) {
        const struct bm_layout_file *last = &files[n - 1];
        if (!last->base.p)
            return n;
        const char *base = bm_load_format(l, "%.*s", (int)last->base.n, last->base.p);
        struct layout_search next = {folder,
                                     base,
                                     last->base_span,
                                     BM_MSG_UNKNOWN_BASE,
                                     !names[n - 1].own || strcmp(names[n - 1].name, base) == 0,
                                     false};
        chain = bm_load_format(l, "%s → %s", chain, base);
        for (size_t i = 0; i < n; i++)
            if (strcmp(names[i].name, base) == 0 && !(next.shared && names[i].own)) {
                bm_diag(l->diags, BM_MSG_LAYOUT_CYCLE, last->base_span, last->base,
                        bm_str_c(chain));
                return 0;
            }
        if (n > BM_BASES_MOST) {
            bm_diag(l->diags, BM_MSG_BASES_MOST, last->base_span, bm_str_c(chain),
                    bm_diag_number(l->diags, BM_BASES_MOST));
            return 0;
        }
        names[n] = next;
        if (!open_layout(l, &names[n], &files[n]))
            return 0;
    }
}

size_t bm_load_bases(struct bm_loader *l, const char *name, const char **names)
{
    struct bm_layout_file files[BM_BASES_MOST + 1];
    /* No edition, and so no layouts of its own. */
    const size_t n =
        bm_load_find_data(l)
            ? open_layouts(l, bm_load_format(l, "%s/layouts", l->data), name, bm_span_none(), files)
            : 0;
    names[0] = name;
    for (size_t i = 1; i < n; i++)
        names[i] = bm_load_format(l, "%.*s", (int)files[i - 1].base.n, files[i - 1].base.p);
    return n;
}

bool bm_load_layout(struct bm_loader *l, struct bm_inputs *inputs)
{
    const struct bm_edition *edition = inputs->edition;
    const char *const *field = bm_field_names;
    const char *name = l->layout;
    size_t fields = 0;
    struct bm_layout_file *files = BM_NEW_N(l->arena, BM_BASES_MOST + 1, struct bm_layout_file);
    if (!name)
        name = edition->layout.n
                   ? bm_load_format(l, "%.*s", (int)edition->layout.n, edition->layout.p)
                   : "tabloid";
    size_t n = open_layouts(l, inputs->folder, name, layout_span(l, edition), files);
    if (!n)
        return false;
    inputs->layout = bm_layout_read(l->arena, files, n, bm_str_c(name), l->diags);
    if (!inputs->layout)
        return false;
    inputs->layout_files = files;
    inputs->layout_file_count = n;
    load_frames(l, inputs, name);
    while (field[fields])
        fields++;
    return bm_layout_check_fields(inputs->layout, inputs->frames, field, fields, l->diags) &&
           inputs->frames;
}

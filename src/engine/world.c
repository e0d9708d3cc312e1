#include "engine/world.h"

#include "base/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* Bytes that pictures which come and go may take before all is read again. */
#define PICTURES_MOST (1u << 20)

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the YAML files and locks in the folder, sorted, one a line: a layout, a printer's file
 * or a plan that comes or goes is looked for anew. */
static struct bm_str list_folder(struct bm_arena *arena, const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *e;
    const char **names = NULL;
    size_t n = 0, cap = 0;
    struct bm_buf b = {0};
    while (dir && (e = readdir(dir))) {
        const size_t length = strlen(e->d_name);
        if (length <= 5 || (strcmp(e->d_name + length - 5, ".yaml") != 0 &&
                            strcmp(e->d_name + length - 5, ".lock") != 0))
            continue;
        names = bm_arena_grow(arena, names, n, &cap, sizeof *names);
        names[n++] = bm_arena_copy(arena, e->d_name, length);
    }
    if (dir)
        closedir(dir);
    if (n)
        qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        bm_buf_c(&b, names[i]);
        bm_buf_char(&b, '\n');
    }
    return bm_buf_keep(&b, arena);
}

static void key_text(struct bm_key *key, struct bm_str text)
{
    bm_key_bytes(key, text.p, text.n);
}

/* Of the layout, the edition's frames for it and its list of articles; never of their text. */
static struct bm_key plan_key(const struct world *w)
{
    const struct bm_edition *e = w->inputs.edition;
    const struct bm_layout *layout = w->inputs.layout;
    const struct bm_yaml *pages = bm_yaml_get(e->frames, bm_str_copy(w->arena, layout->name).p);
    struct bm_key key = {0};
    key_text(&key, w->sources.v[layout->file].text);
    for (size_t i = 0; i < layout->base_count; i++)
        key_text(&key, w->sources.v[layout->bases[i]].text);
    if (pages)
        key_text(&key, (struct bm_str){w->sources.v[e->file].text.p + pages->span.offset,
                                       pages->span.length});
    for (size_t i = 0; i < e->article_count; i++) {
        const struct bm_edition_place *p = &e->places[i];
        key_text(&key, e->articles[i]);
        bm_key_number(&key, p->rank);
        bm_key_number(&key, p->page);
        key_text(&key, p->section);
        bm_key_number(&key, p->foot);
        key_text(&key, w->manuscripts[i].kind);
    }
    return key;
}

/* A loader whose results live in the arena, and whose messages go to the list. */
static struct bm_loader loader_for(struct world *w, struct bm_arena *arena, struct bm_diags *said)
{
    struct bm_loader l = w->loader;
    l.arena = arena;
    l.diags = said;
    return l;
}

static void read_manuscript(struct world *w, size_t i, uint64_t serial)
{
    struct manuscript *m = &w->manuscripts[i];
    const char *name;
    m->arenas[0] = bm_arena_new();
    m->arenas[1] = bm_arena_new();
    m->said.arena = m->arenas[0];
    struct bm_loader l = loader_for(w, w->arena, &m->said);
    m->path = bm_load_article_path(&l, &w->inputs, i, &name);
    m->article = bm_load_article(&l, &w->inputs, i);
    if (!m->article)
        return;
    m->article->serial = serial;
    m->kind = bm_str_copy(w->arena, m->article->kind);
}

struct world *bm_world_open(const struct bm_engine_options *options, uint64_t *serial)
{
    struct bm_arena *arena = bm_arena_new();
    struct world *w = BM_NEW(arena, struct world);
    w->arena = w->sources.arena = arena;
    w->pictures = bm_arena_new();
    w->round = bm_arena_new();
    w->head.arena = w->tail.arena = arena;
    w->middle.arena = w->round;
    w->loader = (struct bm_loader){.arena = arena,
                                   .sources = &w->sources,
                                   .diags = &w->head,
                                   .read = &w->read,
                                   .stamp = &w->stamp,
                                   .input = options->edition,
                                   .layout = options->layout,
                                   .printer = options->printer,
                                   .findings = options->findings,
                                   .data_set = options->data,
                                   .program = options->program};
    w->head_whole = bm_load_head(&w->loader, &w->inputs, &w->usable);
    w->listing = list_folder(arena, w->inputs.folder);
    if (!w->usable)
        return w;
    w->n = w->inputs.edition->article_count;
    w->manuscripts = BM_NEW_N(arena, w->n, struct manuscript);
    for (size_t i = 0; i < w->n; i++)
        read_manuscript(w, i, ++*serial);
    bm_world_gather(w);
    w->loader.diags = &w->tail;
    w->tail_whole = bm_load_preflight(&w->loader, &w->inputs);
    w->regions = w->inputs.frames;
    /* A plan is bound to the list of articles: of one that has gaps nobody can say whether it fits.
     */
    if (options->hold && w->head_whole && w->inputs.article_count == w->n)
        w->tail_whole &= options->hold(options->context, &w->loader, &w->inputs);
    w->tail_whole &= bm_load_fonts(&w->loader);
    if (w->inputs.layout)
        w->plan = plan_key(w);
    return w;
}

void bm_world_close(struct world *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->n; i++) {
        bm_arena_drop(w->manuscripts[i].arenas[0]);
        bm_arena_drop(w->manuscripts[i].arenas[1]);
    }
    bm_fonts_close(w->loader.fonts);
    bm_lexicon_close(&w->loader.lexicon);
    bm_arena_drop(w->pictures);
    bm_arena_drop(w->round);
    bm_arena_drop(w->arena);
}

bool bm_world_put(struct world *w, size_t i, struct bm_str text, uint64_t serial)
{
    struct manuscript *m = &w->manuscripts[i];
    struct bm_arena *arena = m->arenas[++m->turn % 2];
    bm_arena_reset(arena);
    m->said = (struct bm_diags){.arena = arena};
    struct bm_loader l = loader_for(w, arena, &m->said);
    bm_sources_replace(&w->sources, w->inputs.files[i], arena, text);
    m->article = NULL;
    if (!bm_file_fits(m->path, BM_FILE_MANUSCRIPT, text.n, w->inputs.edition->article_spans[i],
                      &m->said) ||
        !bm_text_check(&w->sources, w->inputs.files[i], &m->said))
        return true;
    m->article = bm_load_parsed(&l, &w->inputs, i);
    if (!m->article)
        return true;
    m->article->serial = serial;
    return bm_str_eq(m->article->kind, m->kind);
}

static struct world_picture *find_picture(const struct world *w, struct bm_str name)
{
    for (size_t i = 0; i < w->image_count; i++)
        if (bm_str_eq(w->images[i].name, name))
            return &w->images[i];
    return NULL;
}

/* Pictures that were opened now are kept, unless there was anything to say: that is said again each
 * time. All know where they are asked for now. */
static void keep_pictures(struct world *w)
{
    for (size_t i = 0; i < w->inputs.image_count; i++) {
        const struct bm_named_image *image = &w->inputs.images[i];
        struct world_picture *known = find_picture(w, image->name);
        if (!image->image || (!known && w->middle.n))
            continue;
        if (!known) {
            struct bm_image *own = BM_NEW(w->pictures, struct bm_image);
            *own = *image->image;
            own->name = bm_str_copy(w->pictures, image->name);
            w->images = bm_arena_grow(w->pictures, w->images, w->image_count, &w->image_cap,
                                      sizeof *w->images);
            known = &w->images[w->image_count++];
            *known = (struct world_picture){own->name, own};
        }
        w->inputs.images[i] = (struct bm_named_image){known->name, known->image};
    }
}

/* Where each of them is asked for first. */
static void place_pictures(struct world *w)
{
    struct bm_inputs *in = &w->inputs;
    for (size_t a = in->article_count; a-- > 0;)
        for (size_t i = in->articles[a]->block_count; i-- > 0;) {
            const struct bm_figure *f = in->articles[a]->blocks[i].figure;
            struct world_picture *known = f && !f->qr ? find_picture(w, f->source) : NULL;
            if (known)
                known->image->span = f->source_span;
        }
}

bool bm_world_gather(struct world *w)
{
    struct bm_inputs *in = &w->inputs;
    if (!w->usable)
        return false;
    in->article_count = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->manuscripts[i].article)
            in->articles[in->article_count++] = w->manuscripts[i].article;
    bm_arena_reset(w->round);
    w->middle = (struct bm_diags){.arena = w->round};
    struct bm_loader l = loader_for(w, w->pictures, &w->middle);
    struct bm_named_image *known = BM_NEW_N(w->round, w->image_count, struct bm_named_image);
    for (size_t i = 0; i < w->image_count; i++)
        known[i] = (struct bm_named_image){w->images[i].name, w->images[i].image};
    w->pictures_whole = bm_load_images(&l, in, known, w->image_count, w->round);
    keep_pictures(w);
    place_pictures(w);
    return w->head_whole && w->pictures_whole && w->tail_whole && in->article_count == w->n;
}

/* Whether a text is what its file holds; *now gets that, p NULL: it cannot be read. */
static bool is_same(const char *path, struct bm_str text, struct bm_arena *arena,
                    struct bm_str *now)
{
    struct bm_diags unused = {.arena = arena};
    *now = (struct bm_str){0};
    return bm_file_read(arena, path, bm_span_none(), &unused, now) && bm_str_eq(*now, text);
}

/* The manuscript of that source; n: it is another file. */
static size_t manuscript_of(const struct world *w, uint32_t file)
{
    size_t i = 0;
    while (i < w->n && w->inputs.files[i] != file)
        i++;
    return i;
}

/* Whether what was read beside texts is as it was, and what was not there is not. */
static bool others_same(struct world *w, struct bm_arena *arena)
{
    struct bm_diags unused = {.arena = arena};
    bool same = bm_arena_used(w->pictures) < PICTURES_MOST;
    for (size_t i = 0; i < w->inputs.image_count && same; i++)
        same = bm_image_untouched(w->inputs.images[i].image, &unused);
    if (same && w->inputs.output) {
        struct bm_str icc;
        const struct bm_str file = w->inputs.output->file;
        struct bm_loader l = loader_for(w, arena, &unused);
        const char *path = bm_load_format(&l, "%s/colour/%.*s", l.data, (int)file.n, file.p);
        same = bm_file_read_kind(arena, path, BM_FILE_PROFILE, bm_span_none(), &unused, &icc) &&
               bm_str_eq(icc, w->inputs.output->icc);
    }
    return same && w->loader.fonts && bm_fonts_untouched(w->loader.fonts, &unused);
}

/* Of what cannot be set nothing is compared: it is the same as long as its files are. */
static uint64_t stamp_now(const struct world *w)
{
    uint64_t stamp = 0;
    for (size_t i = 0; i < w->read.n; i++)
        stamp = bm_load_stamp(stamp, w->read.v[i]);
    return stamp;
}

/* Looks at one source. */
static enum world_change look_at(struct world *w, uint32_t file, struct bm_arena *arena,
                                 uint64_t *serial)
{
    const size_t i = manuscript_of(w, file);
    struct manuscript *m = i < w->n ? &w->manuscripts[i] : NULL;
    const struct bm_source *s = &w->sources.v[file];
    struct bm_str now;
    if (is_same(s->path.p, m && m->disk.p ? m->disk : s->text, arena, &now))
        return WORLD_SAME;
    if (!m || !now.p)
        return WORLD_OTHER;
    m->disk = (struct bm_str){0};
    if (bm_str_eq(now, s->text))
        return WORLD_SAME; /* what was put in its place was written */
    return bm_world_put(w, i, now, ++*serial) ? WORLD_TEXTS : WORLD_OTHER;
}

enum world_change bm_world_reread(struct world *w, uint64_t *serial)
{
    struct bm_arena *arena = bm_arena_new();
    enum world_change change = WORLD_SAME;
    /* All of them, whatever has changed elsewhere: what was written has its way again. */
    for (uint32_t f = 0; f < w->sources.n; f++) {
        bm_arena_reset(arena);
        const enum world_change found = look_at(w, f, arena, serial);
        change = found > change ? found : change;
    }
    bool whole = w->usable && w->head_whole && w->tail_whole && w->pictures_whole;
    for (size_t i = 0; i < w->n; i++)
        whole = whole && w->inputs.files[i] != BM_NO_FILE;
    if (!bm_str_eq(list_folder(arena, w->inputs.folder), w->listing) ||
        (whole ? !others_same(w, arena) : stamp_now(w) != w->stamp))
        change = WORLD_OTHER;
    bm_arena_drop(arena);
    return change;
}

#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/load.h"

#include "base/check.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAYOUTS_MOST 64 /* layouts named in a message */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool holds_data(struct bm_session *session, const char *folder)
{
    return access(bm_format(session, "%s/fonts/fonts.yaml", folder), R_OK) == 0 &&
           is_folder(bm_format(session, "%s/layouts", folder));
}

/* $BANMIAN_DATA; else share/banmian under the prefix that the program stands in; else the nearest
 * folder above the program that holds the data (the source tree). Never the current folder: what a
 * command does must not depend on where it is given. */
static bool find_data(struct bm_session *session)
{
    const char *set = getenv("BANMIAN_DATA");
    const char *program = bm_program_folder(session);
    if (session->data)
        return true;
    if (set && *set) {
        if (holds_data(session, set))
            session->data = set;
        else
            bm_diag(&session->diags, BM_MSG_NO_DATA, bm_span_none(), bm_str_c(set));
        return session->data != NULL;
    }
    if (program) {
        const char *share = bm_format(session, "%s/../share/banmian", program);
        if (holds_data(session, share)) {
            session->data = share;
            return true;
        }
        for (size_t n = strlen(program); n > 0;) {
            const char *folder = bm_format(session, "%.*s", (int)n, program);
            if (holds_data(session, folder)) {
                session->data = folder;
                return true;
            }
            for (n--; n > 0 && program[n] != '/';)
                n--;
        }
    }
    return bm_diag(&session->diags, BM_MSG_NO_DATA, bm_span_none(),
                   bm_str_c(program ? program : "/proc/self/exe"));
}

/* All of standard input. */
static bool read_input(struct bm_session *session, enum bm_file_kind kind, struct bm_str *text)
{
    struct bm_buf b = {0};
    char block[65536];
    ssize_t n = 1;
    bool good = true;
    while (good && n != 0) {
        n = read(STDIN_FILENO, block, sizeof block);
        if (n > 0) {
            bm_buf_put(&b, block, (size_t)n);
            good = bm_file_fits("-", kind, b.n, bm_span_none(), &session->diags);
        } else if (n < 0 && errno != EINTR) {
            good = bm_diag(&session->diags, BM_MSG_CANNOT_READ, bm_span_none(), BM_STR("-"),
                           bm_str_c(strerror(errno)));
        }
    }
    *text = bm_buf_keep(&b, session->arena);
    return good;
}

static bool read_file(struct bm_session *session, enum bm_file_kind kind, const char *path,
                      struct bm_span where, struct bm_str *bytes)
{
    bm_path_add(session, &session->read, path);
    return bm_file_read_kind(session->arena, path, kind, where, &session->diags, bytes);
}

bool bm_load_text(struct bm_session *session, enum bm_file_kind kind, const char *path,
                  const char *name, struct bm_span where, uint32_t *file)
{
    struct bm_str text;
    if (path ? !read_file(session, kind, path, where, &text) : !read_input(session, kind, &text))
        return false;
    struct bm_buf legible = {0};
    bm_buf_legible(&legible, bm_str_c(name));
    *file = bm_sources_add(&session->sources, bm_str_c(path ? path : "-"),
                           bm_buf_keep(&legible, session->arena), text);
    return bm_text_check(&session->sources, *file, &session->diags);
}

bool bm_load_fonts(struct bm_session *session)
{
    uint32_t file;
    if (!find_data(session))
        return false;
    const char *folder = bm_format(session, "%s/fonts", session->data);
    if (!bm_load_text(session, BM_FILE_DECLARATION, bm_format(session, "%s/fonts.yaml", folder),
                      "fonts/fonts.yaml", bm_span_none(), &file))
        return false;
    session->fonts =
        bm_fonts_read(session->arena, &session->sources, file, bm_str_c(folder), &session->diags);
    return session->fonts != NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether the file, wherever links lead, is in the folder or in one below it. What is not there,
 * or no file, is said by who opens it. */
static bool is_inside(const char *path, const char *folder)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return true;
    char *real = realpath(path, NULL), *top = realpath(*folder ? folder : "/", NULL);
    if ((!real || !top) && errno == ENOMEM)
        bm_out_of_memory();
    const size_t n = top ? strlen(top) : 0;
    const bool inside = !real || (top && strncmp(real, top, n) == 0 &&
                                  (real[n] == '/' || (n && top[n - 1] == '/')));
    free(real);
    free(top);
    return inside;
}

/* Names of the layouts that there are in a folder, added. Files of an edition that are none go
 * without saying. */
static size_t add_layouts(struct bm_session *session, const char *path, const char **names,
                          size_t n)
{
    DIR *folder = opendir(path);
    const struct dirent *e;
    if (!folder)
        return n;
    while (n < LAYOUTS_MOST && (e = readdir(folder))) {
        size_t length = strlen(e->d_name);
        if (length > 5 && strcmp(e->d_name + length - 5, ".yaml") == 0 &&
            strcmp(e->d_name, "edition.yaml") != 0 && strcmp(e->d_name, "printer.yaml") != 0)
            names[n++] = bm_format(session, "%.*s", (int)(length - 5), e->d_name);
    }
    closedir(folder);
    return n;
}

/* Names of the layouts that there are for an edition, sorted, each once. */
static size_t list_layouts(struct bm_session *session, const char *folder, const char **names)
{
    size_t n = add_layouts(session, folder, names, 0), kept = 0;
    n = add_layouts(session, bm_format(session, "%s/layouts", session->data), names, n);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        if (!kept || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

/* Where the edition names its layout, when the name is a piece of the file. */
static struct bm_span layout_span(const struct bm_session *session,
                                  const struct bm_edition *edition)
{
    const struct bm_str text = session->sources.v[edition->file].text, name = edition->layout;
    if (session->args.layout || !name.n || name.p < text.p || name.p >= text.p + text.n)
        return bm_span_none();
    return (struct bm_span){edition->file, (uint32_t)(name.p - text.p), (uint32_t)name.n};
}

/* With what a page needs: nothing, where the layout has pages of its own. */
static void say_no_frames(struct bm_session *session, const struct bm_layout *layout,
                          struct bm_span span)
{
    const char *page = "`- {}`";
    bool own = false;
    for (size_t i = 0; i < BM_COUNT(layout->pages); i++)
        own = own || layout->pages[i];
    const struct bm_folio *folio = &layout->folio;
    const bool over = folio->shown && folio->first_line == 1,
               under = folio->shown && folio->last_line == layout->lines;
    if (!own)
        page = bm_format(session, "`- frames: [{auto: true, columns: 1-%u, lines: %u-%u}]`",
                         layout->columns, over ? folio->last_line + 1 : 1,
                         under ? folio->first_line - 1 : layout->lines);
    bm_diag(&session->diags, BM_MSG_NO_FRAMES_YET, span, layout->name, bm_str_c(page));
}

/* The edition's frames for the layout. */
static void load_frames(struct bm_session *session, struct bm_inputs *inputs, const char *layout)
{
    const struct bm_edition *edition = inputs->edition;
    const struct bm_yaml *map = edition->frames, *pages = bm_yaml_get(map, layout);
    struct bm_span span = map ? map->span : (struct bm_span){edition->file, 0, 0};
    if (pages) {
        inputs->frames = bm_template_read(session->arena, inputs->layout, pages, &session->diags);
        return;
    }
    size_t n = map ? map->n : 0;
    if (!n) {
        say_no_frames(session, inputs->layout, span);
        return;
    }
    const char **names = BM_NEW_N(session->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = bm_format(session, "%.*s", (int)map->keys[i]->text.n, map->keys[i]->text.p);
    bm_diag(&session->diags, BM_MSG_NO_FRAMES, span, bm_str_c(layout),
            bm_suggestion(session->arena, bm_str_c(layout), names, n, LAYOUTS_MOST));
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
static bool open_layout(struct bm_session *session, struct layout_search *search,
                        struct bm_layout_file *out)
{
    const char *name = search->name, *shown = bm_format(session, "%s.yaml", name);
    const bool fine = *name && !strchr(name, '/');
    const bool edition = strcmp(name, "edition") == 0 || strcmp(name, "printer") == 0;
    const char *path = bm_format(session, "%s/%s", search->folder, shown);
    uint32_t file;
    search->own = fine && !edition && !search->shared && access(path, F_OK) == 0;
    if (search->own && !is_inside(path, search->folder))
        return bm_diag(&session->diags, BM_MSG_LAYOUT_OUTSIDE, search->where, bm_str_c(shown));
    if (!search->own) {
        shown = bm_format(session, "layouts/%s", shown);
        path = bm_format(session, "%s/%s", session->data, shown);
    }
    if (!fine || access(path, F_OK) != 0) {
        const char *names[LAYOUTS_MOST];
        size_t n = list_layouts(session, search->folder, names);
        return bm_diag(&session->diags, search->missing, search->where, bm_str_c(name),
                       bm_suggestion(session->arena, bm_str_c(name), names, n, LAYOUTS_MOST));
    }
    return bm_load_text(session, BM_FILE_LAYOUT, path, shown, search->where, &file) &&
           bm_layout_open(session->arena, &session->sources, file, out, &session->diags);
}

/* The file of a layout and those of its bases, one after the other. 0 when one is unusable. An
 * edition's own layout may begin from the shared one of its name. */
static size_t open_layouts(struct bm_session *session, const char *folder, const char *name,
                           struct bm_span where, struct bm_layout_file *files)
{
    struct layout_search names[BM_BASES_MOST + 2];
    const char *chain = name;
    names[0] = (struct layout_search){folder, name, where, BM_MSG_UNKNOWN_LAYOUT, false, false};
    if (!open_layout(session, &names[0], &files[0]))
        return 0;
    for (size_t n = 1;; n++) {
        const struct bm_layout_file *last = &files[n - 1];
        if (!last->base.p)
            return n;
        const char *base = bm_format(session, "%.*s", (int)last->base.n, last->base.p);
        struct layout_search next = {folder,
                                     base,
                                     last->base_span,
                                     BM_MSG_UNKNOWN_BASE,
                                     !names[n - 1].own || strcmp(names[n - 1].name, base) == 0,
                                     false};
        chain = bm_format(session, "%s → %s", chain, base);
        for (size_t i = 0; i < n; i++)
            if (strcmp(names[i].name, base) == 0 && !(next.shared && names[i].own)) {
                bm_diag(&session->diags, BM_MSG_LAYOUT_CYCLE, last->base_span, last->base,
                        bm_str_c(chain));
                return 0;
            }
        if (n > BM_BASES_MOST) {
            bm_diag(&session->diags, BM_MSG_BASES_MOST, last->base_span, bm_str_c(chain),
                    bm_diag_number(&session->diags, BM_BASES_MOST));
            return 0;
        }
        names[n] = next;
        if (!open_layout(session, &names[n], &files[n]))
            return 0;
    }
}

size_t bm_load_bases(struct bm_session *session, const char *name, const char **names)
{
    struct bm_layout_file files[BM_BASES_MOST + 1];
    /* No edition, and so no layouts of its own. */
    const size_t n = find_data(session)
                         ? open_layouts(session, bm_format(session, "%s/layouts", session->data),
                                        name, bm_span_none(), files)
                         : 0;
    names[0] = name;
    for (size_t i = 1; i < n; i++)
        names[i] = bm_format(session, "%.*s", (int)files[i - 1].base.n, files[i - 1].base.p);
    return n;
}

static bool load_layout(struct bm_session *session, struct bm_inputs *inputs, const char *folder)
{
    const struct bm_edition *edition = inputs->edition;
    const char *const *field = bm_field_names;
    const char *name = session->args.layout;
    size_t fields = 0;
    struct bm_layout_file *files =
        BM_NEW_N(session->arena, BM_BASES_MOST + 1, struct bm_layout_file);
    if (!name)
        name = edition->layout.n
                   ? bm_format(session, "%.*s", (int)edition->layout.n, edition->layout.p)
                   : "tabloid";
    size_t n = open_layouts(session, folder, name, layout_span(session, edition), files);
    if (!n)
        return false;
    inputs->layout = bm_layout_read(session->arena, files, n, bm_str_c(name), &session->diags);
    if (!inputs->layout)
        return false;
    inputs->layout_files = files;
    inputs->layout_file_count = n;
    load_frames(session, inputs, name);
    while (field[fields])
        fields++;
    return bm_layout_check_fields(inputs->layout, inputs->frames, field, fields, &session->diags) &&
           inputs->frames;
}

/* The output condition that the layout names. */
static bool load_output(struct bm_session *session, struct bm_inputs *inputs)
{
    const struct bm_press *press = inputs->layout ? &inputs->layout->press : NULL;
    const char *folder = bm_format(session, "%s/colour", session->data), *wrong;
    uint32_t file;
    if (!press || !press->profile.n)
        return true;
    struct bm_output_condition *output = BM_NEW(session->arena, struct bm_output_condition);
    if (!bm_load_text(session, BM_FILE_DECLARATION, bm_format(session, "%s/profiles.yaml", folder),
                      "colour/profiles.yaml", press->profile_span, &file) ||
        !bm_output_condition_read(session->arena, &session->sources, file, press->profile,
                                  press->profile_span, output, &session->diags) ||
        !read_file(session, BM_FILE_PROFILE,
                   bm_format(session, "%s/%.*s", folder, (int)output->file.n, output->file.p),
                   press->profile_span, &output->icc))
        return false;
    wrong = bm_icc_wrong_output(output->icc);
    if (wrong)
        bm_diag(&session->diags, BM_MSG_BAD_PROFILE, press->profile_span, output->file,
                bm_str_c(wrong));
    inputs->output = output;
    return !wrong;
}

/* With the data, or beside the program (build folder). */
static bool open_lexicon(struct bm_session *session)
{
    const char *program = bm_program_folder(session);
    const char *path = bm_format(session, "%s/words/words.map", session->data);
    if (session->lexicon.words)
        return true;
    if (access(path, F_OK) != 0 && program) {
        const char *beside = bm_format(session, "%s/words.map", program);
        path = access(beside, F_OK) == 0 ? beside : path;
    }
    return bm_lexicon_open(path, &session->lexicon, &session->diags);
}

/* Phrases of the data and of the edition (NULL: none), and the lexicon behind them. */
static bool load_words(struct bm_session *session, const struct bm_edition *edition,
                       struct bm_phrases *phrases)
{
    static const struct bm_edition none = {0};
    const char *path = bm_format(session, "%s/words/phrases.txt", session->data);
    uint32_t file;
    edition = edition ? edition : &none;
    if (access(path, F_OK) != 0)
        return bm_diag(&session->diags, BM_MSG_NO_DATA_FILE, bm_span_none(), bm_str_c(path));
    const bool read =
        bm_load_text(session, BM_FILE_PHRASES, path, "words/phrases.txt", bm_span_none(), &file) &&
        bm_phrases_read(session->arena, &session->sources, file, edition->words,
                        edition->word_spans, edition->word_count, phrases, &session->diags);
    phrases->lexicon = &session->lexicon;
    return open_lexicon(session) && read;
}

bool bm_load_words(struct bm_session *session, struct bm_phrases *phrases)
{
    return find_data(session) && load_words(session, NULL, phrases);
}

/* folder of the edition, and the name that its outputs take. */
static const char *edition_folder(struct bm_session *session, const char **yaml, const char **name)
{
    const char *input = session->args.input;
    const char *folder = input, *end;
    size_t n = strlen(input);
    *yaml = input;
    if (is_folder(input)) {
        while (n > 1 && input[n - 1] == '/')
            n--;
        folder = bm_format(session, "%.*s", (int)n, input);
        *yaml = bm_format(session, "%s/edition.yaml", folder);
    } else {
        const char *slash = strrchr(input, '/');
        folder = slash ? bm_format(session, "%.*s", (int)(slash - input), input) : ".";
    }
    end = strrchr(folder, '/');
    *name = end ? end + 1 : folder;
    if (!**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0) {
        char *real = realpath(*folder ? folder : "/", NULL);
        if (real) {
            end = strrchr(real, '/');
            *name = bm_format(session, "%s", end && end[1] ? end + 1 : "edition");
            free(real);
        }
    }
    return folder;
}

static void load_articles(struct bm_session *session, struct bm_inputs *inputs, const char *folder)
{
    const struct bm_edition *edition = inputs->edition;
    size_t kinds = inputs->layout ? inputs->layout->kind_count : 0;
    struct bm_article_kind *known = BM_NEW_N(session->arena, kinds, struct bm_article_kind);
    for (size_t i = 0; i < kinds; i++) {
        const struct bm_kind *k = &inputs->layout->kinds[i];
        struct bm_str *shown = BM_NEW_N(session->arena, k->tier_count, struct bm_str);
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
    inputs->articles = BM_NEW_N(session->arena, edition->article_count, struct bm_article *);
    for (size_t i = 0; i < edition->article_count; i++) {
        const struct bm_str s = edition->articles[i];
        const char *name = bm_format(session, "%.*s", (int)s.n, s.p);
        const char *path = *name == '/' ? name : bm_format(session, "%s/%s", folder, name);
        uint32_t file;
        if (!bm_load_text(session, BM_FILE_MANUSCRIPT, path, name, edition->article_spans[i],
                          &file))
            continue;
        struct bm_article *article =
            bm_article_read(session->arena, &session->sources, file, inputs->layout ? known : NULL,
                            kinds, &session->diags);
        if (article) {
            bm_article_put(session->arena, article, &edition->places[i], &session->diags);
            inputs->articles[inputs->article_count++] = article;
        }
    }
}

static struct bm_image *load_image(struct bm_session *session, const char *folder,
                                   const struct bm_figure *f)
{
    const char *path = bm_format(session, "%s/%.*s", folder, (int)f->source.n, f->source.p);
    if (!is_inside(path, folder)) {
        bm_diag(&session->diags, BM_MSG_PICTURE_OUTSIDE, f->source_span, f->source);
        return NULL;
    }
    bm_path_add(session, &session->read, path);
    return bm_image_open(session->arena, path, f->source, f->source_span, &session->diags);
}

/* The pictures of all figures, each file once. */
static bool load_images(struct bm_session *session, struct bm_inputs *inputs, const char *folder)
{
    size_t figures = 0;
    bool good = true;
    for (size_t a = 0; a < inputs->article_count; a++)
        figures += inputs->articles[a]->block_count;
    inputs->images = bm_arena_array(session->arena, figures, sizeof *inputs->images);
    for (size_t a = 0; a < inputs->article_count; a++)
        for (size_t i = 0; i < inputs->articles[a]->block_count; i++) {
            const struct bm_figure *f = inputs->articles[a]->blocks[i].figure;
            bool known = !f || f->qr;
            for (size_t k = 0; k < inputs->image_count && !known; k++)
                known = bm_str_eq(inputs->images[k].name, f->source);
            if (known)
                continue;
            const struct bm_image *image = load_image(session, folder, f);
            good = good && image;
            inputs->images[inputs->image_count++] = (struct bm_named_image){f->source, image};
        }
    return good;
}

/* Levels and limits of preflight: those of the layout (NULL: none) and, for the commands that show
 * findings, of the printer.yaml in the edition's folder or of --printer. */
static bool load_preflight(struct bm_session *session, const struct bm_layout *layout,
                           const char *folder)
{
    const struct bm_args *args = &session->args;
    const char *path = args->printer, *name = "printer.yaml", *slash;
    uint32_t file;
    bm_preflight_default(&session->preflight);
    bool fine =
        !layout || bm_preflight_read(&session->preflight, layout->preflight, &session->diags);
    if (args->command != BM_CMD_CHECK && args->command != BM_CMD_PROOF)
        return fine;
    if (!path) {
        path = bm_format(session, "%s/%s", folder, name);
        if (access(path, F_OK) != 0)
            return fine;
    }
    slash = strrchr(path, '/');
    name = slash ? slash + 1 : path;
    return bm_load_text(session, BM_FILE_PRINTER, path, name, bm_span_none(), &file) &&
           bm_printer_read(&session->preflight, session->arena, &session->sources, file,
                           &session->diags) &&
           fine;
}

bool bm_load_edition(struct bm_session *session, struct bm_inputs *inputs)
{
    const char *yaml, *name, *folder = edition_folder(session, &yaml, &name);
    const char *slash = strrchr(yaml, '/');
    const size_t length = strlen(yaml);
    uint32_t file;
    *inputs = (struct bm_inputs){.folder = folder};
    if (length > 3 && strcmp(yaml + length - 3, ".md") == 0)
        return bm_diag(&session->diags, BM_MSG_MANUSCRIPT_GIVEN, bm_span_none(), bm_str_c(yaml));
    if (!bm_load_text(session, BM_FILE_EDITION, yaml, slash ? slash + 1 : yaml, bm_span_none(),
                      &file))
        return false;
    inputs->edition =
        bm_edition_read(session->arena, &session->sources, file, bm_str_c(name), &session->diags);
    if (!inputs->edition)
        return false;
    bool whole =
        find_data(session) && load_layout(session, inputs, folder) && load_output(session, inputs);
    whole &= session->data && load_words(session, inputs->edition, &inputs->phrases);
    load_articles(session, inputs, folder);
    whole &= load_images(session, inputs, folder);
    whole &= load_preflight(session, inputs->layout, folder);
    return whole && inputs->article_count == inputs->edition->article_count;
}

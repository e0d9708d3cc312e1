#include "cli/package.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/images.h"
#include "cli/module.h"
#include "page/trace.h"
#include "record/record.h"

#include <stdlib.h>

bool bm_bag_module_open(struct bm_session *session, struct bm_bag_module *module)
{
    const struct bm_module_function functions[] = {{"bm_bag_close", &module->close},
                                                   {"bm_bag_check", &module->check},
                                                   {"bm_bag_is_ours", &module->is_ours},
                                                   {"bm_premis_write", &module->premis}};
    return bm_module_open(session, "banmian-bag.so", functions, BM_COUNT(functions));
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* What of path is behind folder; NULL: it does not stand in it. */
static const char *behind(const char *path, const char *folder)
{
    const size_t n = folder ? strlen(folder) : 0;
    if (!n || strncmp(path, folder, n) != 0 || path[n] != '/')
        return NULL;
    const char *rest = path + n;
    while (*rest == '/')
        rest++;
    return strstr(rest, "../") ? NULL : rest;
}

/* The edition's name, which is that of its folder and so may be any bytes, as a package may have
 * it.
 */
static const char *edition_name(struct bm_session *session)
{
    const struct bm_str name = session->inputs.edition->name;
    struct bm_buf b = {0};
    bm_buf_legible(&b, name);
    return bm_buf_keep(&b, session->arena).p;
}

static struct bm_str pdf_path(struct bm_session *session)
{
    return bm_str_c(bm_format(session, "data/%s.pdf", edition_name(session)));
}

/* Where a file that was read stands in the package. */
static const char *place_of(struct bm_session *session, const char *path, size_t number)
{
    const struct bm_inputs *inputs = &session->inputs;
    const char *yaml = session->sources.v[inputs->edition->file].path.p;
    const char *rest = strcmp(path, yaml) == 0 ? name_of(path) : behind(path, inputs->folder);
    if (rest)
        return bm_format(session, BM_PACKAGE_SOURCE "%s/%s", edition_name(session), rest);
    rest = behind(path, session->data);
    if (rest)
        return bm_format(session, BM_PACKAGE_SHARED "/%s", rest);
    bm_diag(&session->diags, BM_MSG_SOURCE_OUTSIDE, bm_span_none(), bm_str_c(path));
    return bm_format(session, BM_PACKAGE_SOURCE "outside/%03zu-%s", number, name_of(path));
}

static bool has(const struct bm_leaves *leaves, const char *path)
{
    for (size_t i = 0; i < leaves->n; i++)
        if (bm_str_is(leaves->v[i].path, path))
            return true;
    return false;
}

/* The bytes that were read, where they are kept; else those of the file, which is compared with
 * what it was when all is written (bm_finish_outputs()). */
static bool bytes_of(struct bm_session *session, const char *path, struct bm_str *bytes)
{
    for (size_t i = 0; i < session->sources.n; i++)
        if (bm_str_is(session->sources.v[i].path, path)) {
            *bytes = session->sources.v[i].text;
            return true;
        }
    return bm_file_read_kind(session->arena, path, BM_FILE_PICTURE, bm_span_none(), &session->diags,
                             bytes);
}

static int by_path(const void *a, const void *b)
{
    const struct bm_str s = ((const struct bm_leaf *)a)->path,
                        t = ((const struct bm_leaf *)b)->path;
    const int order = memcmp(s.p, t.p, s.n < t.n ? s.n : t.n);
    return order ? order : (s.n > t.n) - (s.n < t.n);
}

/* By their paths: in which order they were read is nobody's business. */
static bool put_sources(struct bm_session *session, struct bm_leaves *leaves)
{
    const size_t first = leaves->n;
    for (size_t i = 0; i < session->read.n; i++) {
        struct bm_str bytes;
        const char *place = place_of(session, session->read.v[i], i + 1);
        if (has(leaves, place))
            continue;
        if (!bytes_of(session, session->read.v[i], &bytes))
            return false;
        bm_leaf_add(leaves, bm_str_c(place), bytes);
    }
    qsort(leaves->v + first, leaves->n - first, sizeof *leaves->v, by_path);
    return true;
}

static void put_traces(struct bm_session *session, struct bm_leaves *leaves)
{
    for (size_t i = 0; i < session->pages->page_count; i++) {
        struct bm_buf b = {0};
        bm_page_trace(session->pages, &session->pages->pages[i], &b);
        bm_leaf_put(leaves, &b, BM_PACKAGE_TRACE, session->pages->pages[i].number);
    }
}

/* Adds files of a folder. */
static void put_in(struct bm_session *session, const char *folder, const struct bm_leaves *files,
                   struct bm_leaves *leaves)
{
    for (size_t i = 0; i < files->n; i++)
        bm_leaf_add(leaves,
                    bm_str_c(bm_format(session, "%s/%.*s", folder, (int)files->v[i].path.n,
                                       files->v[i].path.p)),
                    files->v[i].bytes);
}

/* The pictures of the e-paper's pages, which are those of the records too; NULL: there is none. */
static const struct bm_str *page_images(struct bm_session *session)
{
    const struct bm_pages *pages = session->pages;
    struct bm_str *names = BM_NEW_N(session->arena, pages->page_count, struct bm_str);
    for (size_t i = 0; i < pages->page_count; i++)
        names[i] = bm_str_c(
            bm_format(session, "epaper/page_%02u_large.png", (unsigned)pages->pages[i].number));
    return session->args.epaper ? names : NULL;
}

/* ALTO and METS, texts, thumbnails, the e-paper: METS speaks of all files of data/ by then. */
static bool put_records(struct bm_session *session, struct bm_str pdf, struct bm_leaves *leaves)
{
    const struct bm_pages *pages = session->pages;
    struct bm_leaves made = {.arena = session->arena}, epaper = made, mets = made;
    const struct bm_record_options options = {
        .version = BM_VERSION,
        .pdf = (struct bm_str){pdf.p + 5, pdf.n - 5}, /* in data/ */
        .images = page_images(session),
        .thumbnails = bm_draw_images(session, "thumbnails", 0, &made),
    };
    if (!options.thumbnails)
        return false;
    struct bm_record *record = bm_record_make(
        session->arena, bm_reading_make(session->arena, pages, 0, pages->page_count), &options);
    bm_record_write(record, &made);
    put_in(session, "data", &made, leaves);
    if (session->args.epaper) {
        const char *up = bm_format(session, "../%.*s", (int)options.pdf.n, options.pdf.p);
        if (!bm_epaper_files(session, bm_str_c(up), &epaper))
            return false;
        put_in(session, "data/epaper", &epaper, leaves);
    }
    struct bm_record_file *files = BM_NEW_N(session->arena, leaves->n, struct bm_record_file);
    for (size_t i = 0; i < leaves->n; i++) {
        const struct bm_leaf *leaf = &leaves->v[i];
        char sum[65];
        bm_sha256_of(leaf->bytes, sum);
        files[i] = (struct bm_record_file){{leaf->path.p + 5, leaf->path.n - 5},
                                           leaf->bytes.n,
                                           bm_str_copy(session->arena, bm_str_c(sum))};
    }
    bm_record_mets(record, files, leaves->n, &mets);
    put_in(session, "data", &mets, leaves);
    return true;
}

static void put_fonts(struct bm_session *session, struct bm_json *json)
{
    bm_json_list(json, "fonts");
    for (size_t i = 0; i < bm_fonts_count(session->fonts); i++) {
        const struct bm_face *face = bm_fonts_face(session->fonts, i);
        if (!face->hb_face)
            continue; /* nobody asked for it */
        bm_json_object(json, NULL);
        bm_json_text(json, "face", face->id);
        bm_json_text(json, "postscript", face->postscript);
        bm_json_text(json, "file", bm_str_c(name_of(face->path.p)));
        bm_json_number(json, "index", face->index);
        bm_json_number(json, "size", face->size);
        bm_json_text(json, "sha256", face->sha256);
        bm_json_text(json, "package", face->package);
        bm_json_text(json, "licence", face->licence);
        bm_json_close(json);
    }
    bm_json_close(json);
}

/* What it takes to set it again. */
static void put_replay(struct bm_session *session, struct bm_str pdf, struct bm_leaves *leaves)
{
    static const char *const profiles[] = {"a2a", "a4"};
    const struct bm_args *args = &session->args;
    const struct bm_inputs *inputs = &session->inputs;
    const char *edition = edition_name(session);
    struct bm_buf b = {0};
    struct bm_json json = {.out = &b};
    char sum[65];
    bm_json_record(&json, "replay");
    bm_json_text(&json, "version", BM_STR(BM_VERSION));
    bm_json_text(&json, "edition",
                 bm_str_c(bm_format(session, "%s/%s", edition,
                                    name_of(session->sources.v[inputs->edition->file].path.p))));
    bm_json_text(&json, "layout", inputs->layout->name);
    bm_json_text(&json, "profile", bm_str_c(profiles[args->record]));
    bm_json_number(&json, "plan", args->plan);
    bm_json_number(&json, "budget", args->budget);
    bm_json_bool(&json, "replan", args->replan);
    bm_sha256_of(pdf, sum);
    bm_json_text(&json, "pdf", bm_str_c(bm_format(session, "%s.pdf", edition)));
    bm_json_text(&json, "pdf-sha256", bm_str_c(sum));
    bm_sha256_of((struct bm_str){session->lexicon.map, session->lexicon.size}, sum);
    bm_json_text(&json, "words-sha256", bm_str_c(sum));
    put_fonts(session, &json);
    bm_json_close(&json);
    bm_leaf_put(leaves, &b, BM_PACKAGE_REPLAY);
}

struct bm_str bm_package_edition(struct bm_session *session)
{
    return bm_str_c(edition_name(session));
}

struct bm_str bm_package_identifier(struct bm_session *session)
{
    const struct bm_edition *e = session->inputs.edition;
    struct bm_buf b = {0}, line = {0};
    bm_buf_str(&b, e->cn.n ? e->cn : e->paper.n ? e->paper : e->name);
    if (e->date.n)
        bm_buf_printf(&b, " %.*s", (int)e->date.n, e->date.p);
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '\n' || b.p[i] == '\r' || b.p[i] == '\t')
            b.p[i] = ' ';
    bm_buf_legible(&line, bm_buf_view(&b));
    bm_buf_free(&b);
    return bm_buf_keep(&line, session->arena);
}

/* Of the edition; what --replay says of this machine is not. */
static size_t warnings(const struct bm_diags *diags)
{
    size_t n = 0;
    for (enum bm_message m = 0; m < BM_MSG_COUNT; m++)
        if (bm_diag_level(m) == BM_WARNING && m != BM_MSG_REPLAY_VERSION &&
            m != BM_MSG_REPLAY_WORDS && m != BM_MSG_REPLAY_UNCHECKED)
            n += diags->counts[m];
    return n;
}

/* Characters that have no place on the pages. */
static size_t left_over(const struct bm_pages *pages)
{
    size_t n = 0;
    for (size_t i = 0; i < pages->article_count; i++)
        n += pages->articles[i].overset_characters;
    return n;
}

bool bm_package_payload(struct bm_session *session, struct bm_str pdf, const struct bm_str *replay,
                        struct bm_leaves *leaves)
{
    const struct bm_str path = pdf_path(session);
    leaves->arena = session->arena;
    bm_leaf_add(leaves, path, pdf);
    if (!put_sources(session, leaves))
        return false;
    if (replay)
        bm_leaf_add(leaves, BM_STR(BM_PACKAGE_REPLAY), *replay);
    else
        put_replay(session, pdf, leaves);
    put_traces(session, leaves);
    return put_records(session, path, leaves);
}

bool bm_package_make(struct bm_session *session, const struct bm_bag_module *module,
                     struct bm_str pdf, struct bm_leaves *leaves)
{
    const struct bm_args *args = &session->args;
    const struct bm_edition *e = session->inputs.edition;
    if (!bm_package_payload(session, pdf, NULL, leaves))
        return false;
    const struct bm_premis_facts premis = {
        .version = BM_VERSION,
        .profile = args->record ? BM_STR("PDF/A-4, PDF/UA-2") : BM_STR("PDF/A-2a, PDF/UA-1"),
        .pdf = pdf_path(session),
        .sources = BM_STR(BM_PACKAGE_SOURCE),
        .date = e->date,
        .errors = session->diags.errors,
        .warnings = warnings(&session->diags),
        .left_over = left_over(session->pages),
        .sealed = args->seal != NULL,
        .sm3 = args->sm3,
    };
    const struct bm_bag_facts facts = {
        .organisation = e->publisher.n ? e->publisher : e->paper,
        .identifier = bm_package_identifier(session),
        .description = e->title,
        .date = e->date,
        .version = BM_VERSION,
        .errors = premis.errors,
        .left_over = premis.left_over,
        .sm3 = args->sm3,
        .sealer = args->seal ? bm_seal : NULL,
        .context = session,
    };
    return module->premis(leaves, &premis, &session->diags) &&
           module->close(leaves, &facts, &session->diags);
}

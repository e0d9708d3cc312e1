#include "cli/copies.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/path.h"
#include "cli/load.h"
#include "yaml/yaml.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILES_MOST 5000
#define DEEP_MOST  4

static bool ends_with(const char *s, const char *end)
{
    const size_t n = strlen(s), m = strlen(end);
    for (size_t i = 0; i < m; i++) {
        const char c = n < m ? '\0' : s[n - m + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != end[i])
            return false;
    }
    return true;
}

/* Of a file in a folder that is named, where much else may stand. */
static enum bm_copy_kind kind_of(const char *name)
{
    static const char *const copies[] = {".docx", ".docm", ".dotx",  ".dotm", ".txt",
                                         ".html", ".htm",  ".xhtml", ".eml",  ".xml",
                                         ".doc",  ".wps",  ".wpt",   ".odt",  ".rtf"};
    static const char *const pictures[] = {".jpg", ".jpeg", ".png"};
    for (size_t i = 0; i < BM_COUNT(copies); i++)
        if (ends_with(name, copies[i]))
            return BM_COPY_COPY;
    for (size_t i = 0; i < BM_COUNT(pictures); i++)
        if (ends_with(name, pictures[i]))
            return BM_COPY_PICTURE;
    return ends_with(name, ".md") ? BM_COPY_MANUSCRIPT : BM_COPY_OTHER;
}

/* By bytes, numbers by value: 2 before 10. */
static int compare(const char *a, const char *b)
{
    while (*a && *b) {
        const size_t m = strspn(a, "0123456789"), n = strspn(b, "0123456789");
        if (m && n) {
            const char *x = a + strspn(a, "0"), *y = b + strspn(b, "0");
            const size_t p = (size_t)(a + m - x), q = (size_t)(b + n - y);
            const int order = p != q ? (p > q) - (p < q) : memcmp(x, y, p);
            if (order)
                return order;
            a += m;
            b += n;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != '\0') - (*b != '\0');
}

static int by_name(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    const int order = compare(x, y);
    return order ? order : strcmp(x, y);
}

static void add(struct bm_session *session, struct bm_copy_files *files, const char *path,
                const char *name, enum bm_copy_kind kind)
{
    files->v = bm_arena_grow(session->arena, files->v, files->n, &files->cap, sizeof *files->v);
    files->v[files->n++] = (struct bm_copy_file){path, name, kind};
}

/* What programs lay beside copy: ~$稿.docx of Word, ._稿.docx and .DS_Store of a Mac. Copy whose
 * name begins with a dot is copy, and said. */
static bool is_machines(const char *name)
{
    const bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    return dots || name[0] == '~' || strncmp(name, "._", 2) == 0 ||
           (name[0] == '.' && kind_of(name) == BM_COPY_OTHER);
}

static bool find_in(struct bm_session *session, struct bm_copy_files *files, const char *folder,
                    const char *within, unsigned depth)
{
    const char **names = bm_arena_array(session->arena, FILES_MOST, sizeof *names);
    size_t n = 0;
    const struct dirent *e;
    DIR *dir = opendir(folder);
    if (!dir)
        return bm_diag(&session->diags, BM_MSG_CANNOT_READ, bm_span_none(), bm_str_c(folder),
                       bm_str_c(strerror(errno)));
    while (n < FILES_MOST && (e = readdir(dir)))
        if (!is_machines(e->d_name))
            names[n++] = bm_format(session, "%s", e->d_name);
    closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    if (n == FILES_MOST)
        return bm_diag_too_many(&session->diags, bm_span_none(), "files of a folder", n,
                                FILES_MOST - 1);
    for (size_t i = 0; i < n; i++) {
        const char *path = bm_format(session, "%s/%s", folder, names[i]);
        const char *name = bm_format(session, "%s%s", within, names[i]);
        struct stat st;
        const bool there = lstat(path, &st) == 0;
        if (there && S_ISLNK(st.st_mode)) { /* to another folder, or round to this one */
            bm_diag(&session->diags, BM_MSG_IMPORT_LINK, bm_span_none(), bm_str_c(name));
        } else if (there && S_ISDIR(st.st_mode)) {
            if (depth == DEEP_MOST)
                return bm_diag(&session->diags, BM_MSG_IMPORT_DEEP, bm_span_none(), bm_str_c(name));
            if (!find_in(session, files, path, bm_format(session, "%s/", name), depth + 1))
                return false;
        } else {
            add(session, files, path, name,
                there && S_ISREG(st.st_mode) && names[i][0] != '.' ? kind_of(name) : BM_COPY_OTHER);
        }
    }
    return true;
}

bool bm_copies_find(struct bm_session *session, struct bm_copy_files *files)
{
    const struct bm_args *a = &session->args;
    bool good = true;
    for (size_t i = 0; i < a->input_count; i++) {
        const char *path = a->inputs[i], *slash = strrchr(path, '/');
        struct stat st;
        if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            good &= find_in(session, files, path, "", 0);
        else
            add(session, files, path, slash ? slash + 1 : path,
                kind_of(path) == BM_COPY_OTHER ? BM_COPY_COPY : kind_of(path));
    }
    return good;
}

static void put_sum(struct bm_str name, struct bm_str bytes, struct bm_buf *out)
{
    char hex[65];
    struct bm_json json = {.out = out};
    bm_sha256_of(bytes, hex);
    bm_json_record(&json, "file");
    bm_json_text(&json, "file", name);
    bm_json_text(&json, "sha256", bm_str_c(hex));
    bm_json_close(&json);
}

void bm_copies_sums(const struct bm_leaves *leaves, struct bm_buf *log)
{
    for (size_t i = 0; i < leaves->n; i++)
        put_sum(leaves->v[i].path, leaves->v[i].bytes, log);
}

/* Whether the log has the record of a file with these bytes. */
static bool is_as_written(struct bm_str log, const char *name, struct bm_str bytes)
{
    struct bm_buf b = {0};
    bool found = false;
    put_sum(bm_str_c(name), bytes, &b);
    for (const char *p = log.p, *end = log.p + log.n; !found && p + b.n <= end; p++) {
        p = memchr(p, '{', (size_t)(end - p));
        if (!p || p + b.n > end)
            break;
        found = memcmp(p, b.p, b.n) == 0;
    }
    bm_buf_free(&b);
    return found;
}

static bool untouched_in(struct bm_session *session, const char *folder, const char *within,
                         const char *log_name, struct bm_str log)
{
    const struct dirent *e;
    bool good = true;
    DIR *dir = opendir(bm_format(session, "%s/%s", folder, within));
    while (good && dir && (e = readdir(dir))) {
        const char *name = bm_format(session, "%s%s", within, e->d_name);
        const char *path = bm_format(session, "%s/%s", folder, name);
        struct stat st;
        struct bm_str bytes;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            strcmp(name, log_name) == 0)
            continue;
        const bool there = lstat(path, &st) == 0;
        if (there && S_ISDIR(st.st_mode) && strcmp(name, "photos") == 0) {
            good = untouched_in(session, folder, "photos/", log_name, log);
            continue;
        }
        good = there && S_ISREG(st.st_mode) &&
               bm_file_read_kind(session->arena, path, BM_FILE_COPY, bm_span_none(),
                                 &session->diags, &bytes) &&
               is_as_written(log, name, bytes);
        if (!good)
            bm_diag(&session->diags, BM_MSG_IMPORT_EDITED, bm_span_none(), bm_str_c(folder),
                    bm_str_c(name));
    }
    if (dir)
        closedir(dir);
    return good;
}

bool bm_copies_untouched(struct bm_session *session, const char *folder, const char *log)
{
    struct bm_str bytes;
    const char *path = bm_format(session, "%s/%s", folder, log);
    return bm_file_read_kind(session->arena, path, BM_FILE_COPY, bm_span_none(), &session->diags,
                             &bytes) &&
           untouched_in(session, folder, "", log, bytes);
}

/* Whether b is a or stands in it. */
static bool holds(const char *a, const char *b)
{
    const size_t n = strlen(a);
    return strncmp(a, b, n) == 0 && (!b[n] || b[n] == '/' || (n && a[n - 1] == '/'));
}

bool bm_copies_apart(struct bm_session *session, const char *folder)
{
    const struct bm_args *a = &session->args;
    char *there = bm_path_resolve(folder);
    bool apart = true;
    for (size_t i = 0; there && i < a->input_count && apart; i++) {
        struct stat st;
        char *here = bm_path_resolve(a->inputs[i]);
        const bool is_folder = here && stat(here, &st) == 0 && S_ISDIR(st.st_mode);
        apart = !here || !(holds(there, here) || (is_folder && holds(here, there)));
        if (!apart)
            bm_diag(&session->diags, BM_MSG_IMPORT_INSIDE, bm_span_none(), bm_str_c(folder),
                    bm_str_c(a->inputs[i]));
        free(here);
    }
    free(there);
    return apart;
}

bool bm_read_layout_facts(struct bm_session *session, struct bm_layout_facts *facts)
{
    const char *chain[BM_BASES_MOST + 1];
    const size_t n = bm_read_bases(session, facts->name, chain);
    for (size_t i = 0; i < n; i++) {
        const char *path = bm_format(session, "%s/layouts/%s.yaml", session->data, chain[i]);
        uint32_t file;
        if (!bm_read_text(session, BM_FILE_LAYOUT, path, chain[i], bm_span_none(), &file))
            return false;
        const struct bm_yaml *root =
            bm_yaml_read(session->arena, &session->sources, file, 0,
                         (uint32_t)session->sources.v[file].text.n, &session->diags);
        const struct bm_yaml *kinds = bm_yaml_get(root, "kinds");
        facts->pages |= bm_yaml_get(root, "pages") != NULL;
        for (size_t k = 0; kinds && kinds->kind == BM_YAML_MAP && k < kinds->n; k++) {
            facts->kinds = bm_arena_grow(session->arena, facts->kinds, facts->kind_count,
                                         &facts->kind_cap, sizeof *facts->kinds);
            facts->kinds[facts->kind_count++] = kinds->keys[k]->text;
        }
    }
    return n > 0;
}

static bool is_field(struct bm_str s)
{
    for (size_t i = 0; bm_field_names[i]; i++)
        if (bm_str_is(s, bm_field_names[i]))
            return true;
    return bm_str_is(s, "body") || bm_str_is(s, "skip");
}

static const struct bm_import_map *map_of(struct bm_session *session, const struct bm_yaml *root)
{
    static const char *const keys[] = {"article", "fields", "paragraphs"};
    struct bm_diags *diags = &session->diags;
    const struct bm_yaml *article = bm_yaml_get(root, "article"),
                         *fields = bm_yaml_get(root, "fields");
    const struct bm_yaml *paragraphs = bm_yaml_get(root, "paragraphs");
    struct bm_import_map *map = BM_NEW(session->arena, struct bm_import_map);
    if (!root || !bm_yaml_want(root, BM_YAML_MAP, diags) ||
        !bm_yaml_check_keys(root, keys, BM_COUNT(keys), diags))
        return NULL;
    bool good = article && article->kind == BM_YAML_SCALAR && article->text.n && fields &&
                fields->kind == BM_YAML_MAP && (!paragraphs || paragraphs->kind == BM_YAML_LIST);
    if (good) {
        map->article = article->text;
        map->row_count = fields->n;
        map->rows = BM_NEW_N(session->arena, fields->n, struct bm_import_row);
    }
    for (size_t i = 0; good && i < fields->n; i++) {
        map->rows[i] = (struct bm_import_row){fields->keys[i]->text, fields->values[i]->text};
        good = fields->values[i]->kind == BM_YAML_SCALAR && is_field(fields->values[i]->text);
    }
    map->paragraph_count = good && paragraphs ? paragraphs->n : 0;
    map->paragraphs = BM_NEW_N(session->arena, map->paragraph_count, struct bm_str);
    for (size_t i = 0; i < map->paragraph_count; i++)
        map->paragraphs[i] = paragraphs->values[i]->text;
    if (!good)
        bm_diag0(diags, BM_MSG_IMPORT_BAD_MAP, root->span);
    return good ? map : NULL;
}

static const struct bm_import_map *read_map(struct bm_session *session, const char *path)
{
    uint32_t file;
    if (!bm_read_text(session, BM_FILE_MAP, path, path, bm_span_none(), &file))
        return NULL;
    return map_of(session,
                  bm_yaml_read(session->arena, &session->sources, file, 0,
                               (uint32_t)session->sources.v[file].text.n, &session->diags));
}

const struct bm_import_map *bm_read_map(struct bm_session *session, const char *name)
{
    struct stat st;
    if (!strchr(name, '/') && stat(name, &st) != 0 && bm_find_data(session)) {
        const char *path = bm_format(session, "%s/imports/%s.yaml", session->data, name);
        if (stat(path, &st) == 0)
            return read_map(session, path);
    }
    return read_map(session, name);
}

const struct bm_import_map *bm_read_map_of(struct bm_session *session, struct bm_str root)
{
    const char *names[FILES_MOST / 50];
    size_t n = 0;
    const struct dirent *e;
    DIR *dir =
        bm_find_data(session) ? opendir(bm_format(session, "%s/imports", session->data)) : NULL;
    const struct bm_import_map *found = NULL;
    while (dir && n < BM_COUNT(names) && (e = readdir(dir)))
        if (e->d_name[0] != '.' && ends_with(e->d_name, ".yaml"))
            names[n++] = bm_format(session, "%s/imports/%s", session->data, e->d_name);
    if (dir)
        closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n && !found; i++) {
        const struct bm_import_map *map = read_map(session, names[i]);
        found = map && bm_str_eq(map->article, root) ? map : NULL;
    }
    return found;
}

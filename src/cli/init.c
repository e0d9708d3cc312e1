/* A new edition: the sample of a layout, copied into a folder that has none of its files. */
#include "cli/commands.h"
#include "cli/load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILES_MOST     500
#define LAYOUT_DEFAULT "daily"

/* A sample: its folder, the layout that it is written for and the one that it shall have. */
struct sample {
    const char *folder, *own, *layout;
    const char *names[FILES_MOST];
    size_t n;
};

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of what stands in a folder, sorted; those that begin with a dot are none of ours. */
static bool list_folder(struct bm_session *session, const char *path, const char **names, size_t *n)
{
    DIR *folder = opendir(path);
    const struct dirent *e;
    if (!folder)
        return bm_diag(&session->diags, BM_MSG_CANNOT_READ, bm_span_none(), bm_str_c(path),
                       bm_str_c(strerror(errno)));
    while (*n < FILES_MOST && (e = readdir(folder)))
        if (e->d_name[0] != '.')
            names[(*n)++] = bm_format(session, "%s", e->d_name);
    closedir(folder);
    qsort(names, *n, sizeof *names, by_name);
    return true;
}

/* The sample of the layout, or of the nearest of its bases that has one. */
static bool find_sample(struct bm_session *session, struct sample *sample)
{
    const char *chain[BM_BASES_MOST + 1];
    size_t n = bm_read_bases(session, sample->layout, chain);
    for (size_t i = 0; i < n; i++) {
        sample->own = chain[i];
        sample->folder = bm_format(session, "%s/samples/%s", session->data, chain[i]);
        if (is_folder(sample->folder))
            return list_folder(session, sample->folder, sample->names, &sample->n);
    }
    const char *names[FILES_MOST];
    size_t known = 0;
    if (n && list_folder(session, bm_format(session, "%s/samples", session->data), names, &known))
        bm_diag(&session->diags, BM_MSG_NO_SAMPLE, bm_span_none(), bm_str_c(sample->layout),
                bm_suggestion(session->arena, bm_str_c(sample->layout), names, known, FILES_MOST));
    return false;
}

/* Nothing that is there is written over. */
static bool is_free(struct bm_session *session, const struct sample *sample, const char *folder)
{
    struct stat st;
    bool free = true;
    for (size_t i = 0; i < sample->n; i++) {
        const char *path = bm_format(session, "%s/%s", folder, sample->names[i]);
        if (lstat(path, &st) == 0)
            free = bm_diag(&session->diags, BM_MSG_INIT_EXISTS, bm_span_none(), bm_str_c(path));
    }
    return free;
}

/* edition.yaml with the layout that was asked for: in `layout: NAME` and as the key of its pages.
 */
static struct bm_str renamed(struct bm_session *session, const struct sample *sample,
                             struct bm_str text)
{
    const struct bm_str forms[] = {
        bm_str_c(bm_format(session, "\nlayout: %s\n", sample->own)),
        bm_str_c(bm_format(session, "\n  %s:\n", sample->own)),
    };
    struct bm_buf out = {0};
    for (size_t i = 0; i < text.n;) {
        size_t k = 0;
        while (k < 2 && (text.n - i < forms[k].n || memcmp(text.p + i, forms[k].p, forms[k].n)))
            k++;
        if (k == 2) {
            bm_buf_char(&out, text.p[i++]);
            continue;
        }
        bm_buf_c(&out, k ? "\n  " : "\nlayout: ");
        bm_buf_c(&out, sample->layout);
        bm_buf_c(&out, k ? ":\n" : "\n");
        i += forms[k].n;
    }
    return bm_buf_keep(&out, session->arena);
}

static bool copy_file(struct bm_session *session, const struct sample *sample, const char *name,
                      const char *folder)
{
    const char *from = bm_format(session, "%s/%s", sample->folder, name);
    const size_t n = strlen(name);
    const bool text = n > 3 && strcmp(name + n - 3, ".md") == 0;
    struct bm_str bytes;
    if (!bm_file_read_kind(session->arena, from, text ? BM_FILE_MANUSCRIPT : BM_FILE_PICTURE,
                           bm_span_none(), &session->diags, &bytes))
        return false;
    if (strcmp(name, "edition.yaml") == 0)
        bytes = renamed(session, sample, bytes);
    return bm_output_put(session->outputs, bm_format(session, "%s/%s", folder, name), bytes,
                         &session->diags);
}

void bm_run_init(struct bm_session *session)
{
    struct sample sample = {.layout = session->args.layout ? session->args.layout : LAYOUT_DEFAULT};
    const char *input = session->args.input;
    size_t n = strlen(input);
    while (n > 1 && input[n - 1] == '/')
        n--;
    const char *folder = bm_format(session, "%.*s", (int)n, input);
    if (!find_sample(session, &sample) || !is_free(session, &sample, folder) ||
        !bm_outputs_folder(session->outputs, folder, &session->diags))
        return;
    for (size_t i = 0; i < sample.n; i++)
        if (!copy_file(session, &sample, sample.names[i], folder))
            return;
    if (bm_outputs_commit(session->outputs, &session->diags))
        bm_diag(&session->diags, BM_MSG_INIT_DONE, bm_span_none(), bm_str_c(folder),
                bm_diag_number(&session->diags, (int64_t)sample.n), bm_str_c(sample.layout));
}

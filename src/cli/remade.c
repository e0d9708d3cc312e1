/* archive --replay: what stands beside the PDF, made again and compared with what was archived. */
#include "base/file.h"
#include "cli/package.h"

#include <unistd.h>

static const char *archived(struct bm_session *session, struct bm_str path)
{
    return bm_format(session, "%s/%.*s", session->archived, (int)path.n, path.p);
}

/* False when it differs, is not there, or cannot be read; that is said. */
static bool same_file(struct bm_session *session, const struct bm_leaf *leaf)
{
    const char *path = archived(session, leaf->path);
    struct bm_str then;
    if (access(path, F_OK) != 0)
        return bm_diag(&session->diags, BM_MSG_REPLAY_LACKS, bm_span_none(), leaf->path);
    if (!bm_file_read_kind(session->arena, path, BM_FILE_PICTURE, bm_span_none(), &session->diags,
                           &then))
        return false;
    if (!bm_str_eq(then, leaf->bytes))
        return bm_diag(&session->diags, BM_MSG_REPLAY_RECORD, bm_span_none(), leaf->path);
    return true;
}

static bool made(const struct bm_leaves *leaves, struct bm_str path)
{
    for (size_t i = 0; i < leaves->n; i++)
        if (bm_str_eq(leaves->v[i].path, path))
            return true;
    return bm_str_is(path, "data/premis.xml");
}

/* The first file that the manifest lists and that nothing made; names with a percent sign, which
 * it writes otherwise, are passed over. */
static struct bm_str first_more(struct bm_session *session, const struct bm_leaves *leaves)
{
    struct bm_str text;
    const char *path = archived(session, BM_STR("manifest-sha256.txt"));
    if (access(path, R_OK) != 0 || !bm_file_read_kind(session->arena, path, BM_FILE_PICTURE,
                                                      bm_span_none(), &session->diags, &text))
        return BM_STR("–");
    for (size_t at = 0; at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        const size_t n = end ? (size_t)(end - text.p) - at : text.n - at;
        const char *blank = memchr(text.p + at, ' ', n);
        size_t start = blank ? (size_t)(blank - text.p) : at + n;
        while (start < at + n && text.p[start] == ' ')
            start++;
        const struct bm_str name = {text.p + start, at + n - start};
        if (name.n && !memchr(name.p, '%', name.n) && !made(leaves, name))
            return name;
        at += n + 1;
    }
    return BM_STR("–");
}

/* All that belongs into data/, as it would be packed now. */
static bool make(struct bm_session *session, struct bm_str pdf, const struct bm_str *replay,
                 struct bm_leaves *leaves)
{
    const bool asked = session->args.epaper;
    const size_t before = session->diags.n;
    session->args.epaper = access(archived(session, BM_STR("data/epaper/index.html")), F_OK) == 0;
    const bool fine = bm_package_payload(session, pdf, replay, leaves);
    session->args.epaper = asked;
    if (fine)
        bm_diags_cut(&session->diags, before); /* a package that is written says it itself */
    return fine;
}

bool bm_replay_remade(struct bm_session *session, struct bm_str pdf, struct bm_str replay,
                      size_t *files)
{
    struct bm_leaves leaves = {0};
    if (!make(session, pdf, &replay, &leaves))
        return false;
    for (size_t i = 1; i < leaves.n; i++) /* the first is the PDF */
        if (!same_file(session, &leaves.v[i]))
            return false;
    *files = leaves.n - 1;
    if (session->archived_files > leaves.n + 1) /* and premis.xml */
        return bm_diag(&session->diags, BM_MSG_REPLAY_MORE, bm_span_none(),
                       first_more(session, &leaves));
    return true;
}

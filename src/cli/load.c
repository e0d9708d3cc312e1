/* The session's loader: what the command line and the environment say of what is to be read. */
#include "cli/load.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static struct bm_loader open_loader(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    return (struct bm_loader){.arena = session->arena,
                              .sources = &session->sources,
                              .diags = &session->diags,
                              .read = &session->read,
                              .input = args->input,
                              .layout = args->layout,
                              .printer = args->printer,
                              .findings =
                                  args->command == BM_CMD_CHECK || args->command == BM_CMD_PROOF,
                              .data_set = getenv("BANMIAN_DATA"),
                              .program = bm_program_folder(session),
                              .data = session->data,
                              .machine = session->machine,
                              .fonts = session->fonts,
                              .lexicon = session->lexicon,
                              .preflight = session->preflight};
}

/* What it found stays. */
static bool close_loader(struct bm_session *session, const struct bm_loader *l, bool fine)
{
    session->data = l->data;
    session->fonts = l->fonts;
    session->lexicon = l->lexicon;
    session->preflight = l->preflight;
    return fine;
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

bool bm_read_text(struct bm_session *session, enum bm_file_kind kind, const char *path,
                  const char *name, struct bm_span where, uint32_t *file)
{
    struct bm_loader l = open_loader(session);
    struct bm_str text;
    if (path)
        return close_loader(session, &l, bm_load_text(&l, kind, path, name, where, file));
    return read_input(session, kind, &text) &&
           close_loader(session, &l, bm_load_given(&l, "-", name, text, file));
}

bool bm_find_data(struct bm_session *session)
{
    struct bm_loader l = open_loader(session);
    return close_loader(session, &l, bm_load_find_data(&l));
}

bool bm_read_fonts(struct bm_session *session)
{
    struct bm_loader l = open_loader(session);
    return close_loader(session, &l, bm_load_fonts(&l));
}

bool bm_read_words(struct bm_session *session, struct bm_phrases *phrases)
{
    struct bm_loader l = open_loader(session);
    const bool fine = bm_load_find_data(&l) && bm_load_words(&l, NULL, phrases);
    phrases->lexicon = &session->lexicon;
    return close_loader(session, &l, fine);
}

size_t bm_read_bases(struct bm_session *session, const char *name, const char **names)
{
    struct bm_loader l = open_loader(session);
    const size_t n = bm_load_bases(&l, name, names);
    close_loader(session, &l, true);
    return n;
}

/* Read into an arena and sources of its own, so that it outlives a round of --watch; where
 * something is wrong, it is read again to be said, with its place among the session's sources. */
bool bm_read_copydesk(struct bm_session *session)
{
    struct bm_loader l = open_loader(session);
    const struct bm_inputs *inputs = session->inputs.edition ? &session->inputs : NULL;
    if (session->desk)
        return true;
    if (!session->desk_arena)
        session->desk_arena = bm_arena_new();
    struct bm_sources sources = {.arena = session->desk_arena};
    struct bm_diags diags = {.arena = session->desk_arena};
    l.arena = session->desk_arena;
    l.sources = &sources;
    l.diags = &diags;
    session->desk = bm_load_copydesk(&l, inputs);
    if (session->desk)
        return true;
    l = open_loader(session);
    bm_copydesk_close(bm_load_copydesk(&l, inputs));
    return false;
}

bool bm_read_edition(struct bm_session *session, struct bm_inputs *inputs)
{
    struct bm_loader l = open_loader(session);
    const bool fine = bm_load_edition(&l, inputs);
    inputs->phrases.lexicon = &session->lexicon;
    return close_loader(session, &l, fine);
}

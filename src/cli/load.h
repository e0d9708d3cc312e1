/* Reading for a session: load/load.h with what the command line and the environment say. What is
 * wrong is a diagnostic of the session. */
#pragma once

#include "cli/session.h"

/* Reads a file and checks its text; true with its index among the sources. where: what asks for it.
 * path NULL: standard input, whatever it is. */
bool bm_read_text(struct bm_session *session, enum bm_file_kind kind, const char *path,
                  const char *name, struct bm_span where, uint32_t *file);
/* Names of a layout that no edition asks for and of its bases, at most BM_BASES_MOST + 1; how many.
 * 0: there is none, or one is unusable; that is said. */
size_t bm_read_bases(struct bm_session *session, const char *name, const char **names);
/* Finds the folder of the data: session->data. */
bool bm_find_data(struct bm_session *session);
/* Reads the declaration of fonts into session->fonts. */
bool bm_read_fonts(struct bm_session *session);
/* Reads the data's phrases and opens the lexicon: what bm_read_edition() does as well. */
bool bm_read_words(struct bm_session *session, struct bm_phrases *phrases);
/* Opens the copy desk, with the lists of the edition if one is loaded: session->desk. */
bool bm_read_copydesk(struct bm_session *session);
/* Reads edition, layout, manuscripts, frames; all errors are reported before it gives up. */
bool bm_read_edition(struct bm_session *session, struct bm_inputs *inputs);

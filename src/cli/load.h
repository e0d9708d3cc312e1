/* Reading: with base/file.c the only place that opens files, and the only one that looks at the
 * environment for where they are. What is wrong is a diagnostic of the session. */
#pragma once

#include "base/file.h"
#include "cli/session.h"

/* Reads a file and checks its text; true with its index among the sources. where: what asks for it.
 * path NULL: standard input, whatever it is. */
bool bm_load_text(struct bm_session *session, enum bm_file_kind kind, const char *path,
                  const char *name, struct bm_span where, uint32_t *file);
#define BM_BASES_MOST 4 /* of a layout: its base, the base of that, and so on */
/* Names of a layout that no edition asks for and of its bases, at most BM_BASES_MOST + 1; how many.
 * 0: there is none, or one is unusable; that is said. */
size_t bm_load_bases(struct bm_session *session, const char *name, const char **names);
/* Reads the declaration of fonts into session->fonts. */
bool bm_load_fonts(struct bm_session *session);
/* Reads the data's phrases and opens the lexicon: what bm_load_edition() does as well. */
bool bm_load_words(struct bm_session *session, struct bm_phrases *phrases);
/* Reads edition, layout, manuscripts, frames; all errors are reported before it gives up. */
bool bm_load_edition(struct bm_session *session, struct bm_inputs *inputs);

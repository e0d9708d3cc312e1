/* proof --plates and --paper. */
#pragma once

#include "cli/session.h"
#include "proof/proof.h"

/* Functions of proof.h, as the module gives them. */
typedef bool bm_soft_proof(const struct bm_pages *pages, uint32_t number, unsigned dpi, bool paper,
                           struct bm_buf *out, struct bm_diags *diags);
typedef bool bm_plates_proof(const struct bm_pages *pages, uint32_t number, unsigned dpi,
                             enum bm_lang lang, const struct bm_face *face, struct bm_buf *plates,
                             struct bm_buf *map, struct bm_proof_ink *ink, struct bm_diags *diags);

/* False with PLATES_NEED_OUTPUT when an option asks for what only an output condition can give. */
bool bm_output_known(struct bm_session *session);

/* Adds the paths of a page's plates: page-N-C.png, -M, -Y, -K, of the spots -S1-NAME and so on, and
 * page-N-ink.png. */
void bm_plate_paths(struct bm_session *session, const char *folder, uint32_t number,
                    struct bm_paths *paths);
/* Draws the plates of a page and adds them to the outputs; a message says what the page takes of
 * ink. */
bool bm_put_plates(struct bm_session *session, bm_plates_proof *draw, const struct bm_face *face,
                   const char *folder, uint32_t number);

/* The edition that a command works on: bm_set_edition() first, which loads it and makes it up into
 * session->pages; then what is made of the pages, and written. */
#pragma once

#include "cli/session.h"
#include "pdf/pdf.h"

/* Loads the edition and its fonts and makes it up into session->pages. False when there is nothing
 * that could be shown: bad input, or pages asked for that there are not. */
bool bm_set_edition(struct bm_session *session);
/* Where press writes, unless it splits. */
const char *bm_press_path(struct bm_session *session);
/* Makes the loaded edition up again by plan number `plan` (0 or 1: the best). The caller owns the
 * pages; NULL when there is no such plan. */
struct bm_pages *bm_make_plan(struct bm_session *session, unsigned plan, struct bm_diags *diags);
/* Whether what was set may be written: bad input never; pages that are not fit to print unless
 * strict. */
bool bm_may_write(const struct bm_session *session, bool strict);
/* Sets the edition for the printer, and looks for ink over ink and outside its frame, which `check`
 * says at length. False when it may not be written. */
bool bm_set_to_print(struct bm_session *session);
/* Has the pages preflighted and hangs the findings on them. */
void bm_preflight_pages(struct bm_session *session);
/* Has the texts read by the rules of the copy desk, and hangs what they find on the pages. */
void bm_copydesk_pages(struct bm_session *session);
/* The report, when it is asked for. */
void bm_write_report(struct bm_session *session);

/* The profile of --profile. */
enum bm_pdf_profile bm_profile_asked(const struct bm_session *session);
/* Sets the edition and makes its PDF of the profile, when it may be written. */
bool bm_make_pdf(struct bm_session *session, enum bm_pdf_profile profile, struct bm_buf *out);
/* The PDF of pages first to last (0, 0: all) of what was set, when it may be written. */
bool bm_make_pages(struct bm_session *session, enum bm_pdf_profile profile, uint32_t first,
                   uint32_t last, struct bm_buf *out);
/* The face of slug lines and of the captions of proofs: the first of the first role, open; or NULL.
 */
const struct bm_face *bm_label_face(struct bm_session *session);
/* Adds an output, with its bytes, to those that are being written. */
bool bm_put_output(struct bm_session *session, const char *path, const struct bm_buf *bytes);
/* The same of a folder that takes the place of what stands there, whole. */
bool bm_put_folder(struct bm_session *session, const char *path, const struct bm_leaves *leaves);
/* All that were added, and the report, get their names, or, if not `fine` or one of them cannot,
 * none; true and a
 * word on each with --verbose when they have. */
bool bm_finish_outputs(struct bm_session *session, bool fine);

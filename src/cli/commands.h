/* The commands, one a file, and those of their options that are files of their own. Each adds what
 * it has to say to session->diags. */
#pragma once

#include "cli/session.h"
#include "pdf/pdf.h"

void bm_run_press(struct bm_session *session);
void bm_run_archive(struct bm_session *session);
void bm_run_epaper(struct bm_session *session);
void bm_run_proof(struct bm_session *session);
void bm_run_verify(struct bm_session *session);
/* verify --signoff. */
void bm_prove_signoff(struct bm_session *session);
void bm_run_check(struct bm_session *session);
void bm_run_plan(struct bm_session *session);
void bm_run_serve(struct bm_session *session);
/* The files of the e-paper of what was set, which leads to the PDF at that address. */
bool bm_epaper_files(struct bm_session *session, struct bm_str pdf, struct bm_leaves *leaves);
/* check --layouts. */
void bm_explain_layout(struct bm_session *session);
/* check --rules. */
void bm_list_rules(struct bm_session *session);
/* Of check and archive: notes the pictures of which nobody says what they show. */
void bm_note_pictures(struct bm_session *session);
/* init: a new edition, made of the sample of a layout; nothing is written over. */
void bm_run_init(struct bm_session *session);
/* import: an edition made of copy as it comes in. */
void bm_run_import(struct bm_session *session);
void bm_run_fonts(struct bm_session *session);
void bm_run_lines(struct bm_session *session);
/* press --split: sets the edition and writes a file a page, all or none. */
void bm_write_split(struct bm_session *session, enum bm_pdf_profile profile);

/* The words of a PDF as poppler's pdftotext reads them, run as a program of its own: what it makes
 * of a broken file ends it and not us, and neither it nor its libraries are linked. */
#pragma once

#include "cli/session.h"
#include "verify/verify.h"

/* In the order of painting, with their places. False, and said: the program is not there, or cannot
 * read the file. */
bool bm_read_pdf_words(struct bm_session *session, const char *path, struct bm_verify_word **words,
                       size_t *n);

/* The PDFs of proofs. Private to this room. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

#include <cairo.h>

/* A PDF that is drawn into pdf; cairo_pdf_surface_set_size() of its target gives each sheet its
 * size. No clock and no hinting has a say. */
cairo_t *bm_document_open(struct bm_buf *pdf, struct bm_str title, struct bm_arena *arena);
/* Finishes the PDF and ends cr; pdf holds it when the status is 0. */
cairo_status_t bm_document_close(cairo_t *cr);

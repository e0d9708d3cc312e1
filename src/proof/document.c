/* PDFs that cairo draws: the same drawing gives the same bytes. */
#include "proof/document.h"

#include "proof/draw.h"

#include <cairo-pdf.h>

cairo_t *bm_document_open(struct bm_buf *pdf, struct bm_str title, struct bm_arena *arena)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(bm_draw_write, pdf, 1, 1);
    cairo_t *cr = cairo_create(surface);
    cairo_surface_destroy(surface); /* cr holds it */
    /* cairo would write the clock as the date of creation; an empty date leaves it out. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Banmian");
    if (title.n)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                       bm_arena_copy(arena, title.p, title.n));
    cairo_font_options_t *options = cairo_font_options_create();
    if (cairo_font_options_status(options))
        bm_out_of_memory();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    return cr;
}

cairo_status_t bm_document_close(cairo_t *cr)
{
    cairo_status_t status = cairo_status(cr);
    cairo_surface_t *surface = cairo_surface_reference(cairo_get_target(cr));
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (!status)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
}

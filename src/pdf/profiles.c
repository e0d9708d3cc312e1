/* The profiles as data: what each wants of a file. */
#include "pdf/profiles.h"

static const struct bm_pdf_form forms[] = {
    [BM_PDF_PLAIN] = {.version = "1.6"},
    /* ISO 15930-7: PDF 1.6, identified in the XMP, and in Info for readers of the older parts;
     * transparency is allowed and not used. */
    [BM_PDF_X4] = {.version = "1.6",
                   .intent = "GTS_PDFX",
                   .info_x_version = "PDF/X-4",
                   .xmp_x_version = "PDF/X-4",
                   .metadata = true,
                   .dated = true,
                   .trapped = true},
    /* ISO 15930-4, "using PDF 1.4": identified in Info; no profiles on the page, nothing
     * transparent.
     */
    [BM_PDF_X1A] = {.version = "1.4",
                    .intent = "GTS_PDFX",
                    .info_x_version = "PDF/X-1a:2003",
                    .metadata = true,
                    .dated = true,
                    .trapped = true},
    /* ISO 19005-2, level a, and ISO 14289-1. Trapped is no property of the schemas that it knows
     * (6.6.2.3). */
    [BM_PDF_A2A] = {.version = "1.7",
                    .intent = "GTS_PDFA1",
                    .a_part = "2",
                    .a_conformance = "A",
                    .ua_part = "1",
                    .metadata = true,
                    .tagged = true},
    /* ISO 19005-4 and ISO 14289-2, on PDF 2.0. */
    [BM_PDF_A4] = {.version = "2.0",
                   .intent = "GTS_PDFA1",
                   .a_part = "4",
                   .a_revision = "2020",
                   .ua_part = "2",
                   .ua_revision = "2024",
                   .metadata = true,
                   .tagged = true,
                   .bare = true},
};

const struct bm_pdf_form *bm_pdf_form(enum bm_pdf_profile profile)
{
    return &forms[profile];
}

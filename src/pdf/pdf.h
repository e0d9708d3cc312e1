/* The PDF for print and for archives, through libharu's document, pages, streams, outlines and
 * writer; fonts, colour, graphics states, tags and links are built from its object layer. Reads
 * finished pages and fonts only. Text is painted exactly in the order of the display list; the
 * archive's files are tagged in the order of reading. Same pages, same bytes. */
#pragma once

#include "page/page.h"

enum bm_pdf_profile {
    BM_PDF_PLAIN, /* PDF 1.6; pictures in the colours they have */
    BM_PDF_X4,    /* PDF/X-4, ISO 15930-7: for the printer */
    BM_PDF_X1A,   /* PDF/X-1a:2003, ISO 15930-4: for printers who know no other */
    BM_PDF_A2A,   /* PDF/A-2a and PDF/UA-1, ISO 19005-2 and 14289-1: for archives */
    BM_PDF_A4     /* PDF/A-4 and PDF/UA-2, ISO 19005-4 and 14289-2: the same in PDF 2.0 */
};

/* Those of print, and of archives, by the names that users give them, the default first. */
#define BM_PDF_PRINT_PROFILES(P)   P(BM_PDF_X4, "x4") P(BM_PDF_X1A, "x1a") P(BM_PDF_PLAIN, "plain")
#define BM_PDF_ARCHIVE_PROFILES(P) P(BM_PDF_A2A, "a2a") P(BM_PDF_A4, "a4")

struct bm_pdf_options {
    enum bm_pdf_profile profile;
    uint32_t first, last; /* page numbers to write; 0, 0: all */
    /* Printer's marks in a larger MediaBox; TrimBox and BleedBox stay what they are. Their slug
     * line is set in `slug`, an open face with Han and Latin; NULL: there is none. */
    bool marks;
    const struct bm_face *slug;
    unsigned jobs;       /* threads for subsetting and compression; 0 counts as 1 */
    const char *version; /* of the program, for /Creator and /Producer */
    /* Work of the caller's that is done by one of the threads, if it is not NULL: it reads pages
     * and fonts and writes to nothing that is given here. When writing fails it may not have been.
     */
    void (*beside)(void *context);
    void *context;
};

/* The finished file appended to out. False with PDF_FAILED (exit 3 with the reason) when libharu
 * or HarfBuzz refuses. */
bool bm_pdf_write(const struct bm_pages *pages, const struct bm_pdf_options *options,
                  struct bm_buf *out, struct bm_diags *diags);

/* What bm_pdf_write() would refuse in all pages, or note of their pictures, without the file: what
 * edition and layout do not give, and profiles that no picture can be converted by. */
void bm_pdf_check(const struct bm_pages *pages, enum bm_pdf_profile profile,
                  struct bm_diags *diags);

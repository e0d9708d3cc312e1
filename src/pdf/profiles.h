/* What each profile asks of a file. For pdf/ alone. */
#pragma once

#include "pdf/pdf.h"

/* What a profile wants of a file; NULL and false: nothing. */
struct bm_pdf_form {
    const char *version;        /* of PDF */
    const char *intent;         /* kind of output intent; with one, pictures are brought
                                   into the output's space */
    const char *info_x_version; /* how the file says what it is: in Info … */
    const char *xmp_x_version;  /* … in XMP … */
    const char *a_part, *a_conformance, *a_revision; /* … as PDF/A … */
    const char *ua_part, *ua_revision;               /* … and PDF/UA */
    bool metadata, dated, trapped; /* XMP; the day must be known; says that it is not */
    bool tagged;                   /* its tree, links, and all that the edition says of itself */
    bool bare;                     /* no document information, types of tags in namespaces */
};
const struct bm_pdf_form *bm_pdf_form(enum bm_pdf_profile profile);

/* Little CMS as the files of colour/ use it; no other room includes this. */
#pragma once

#include "colour/colour.h"

#include <lcms2_plugin.h>

/* A context whose memory ends the program when there is none. */
cmsContext bm_cms_context(void);
/* NULL: it is no profile. */
cmsHPROFILE bm_cms_open(cmsContext context, struct bm_str icc);
/* What a gray or RGB picture is in: its profile, or else gray of gamma 2.2, or sRGB. */
cmsHPROFILE bm_cms_source(cmsContext context, unsigned components, struct bm_str icc);
void bm_cms_close(cmsHPROFILE profile); /* NULL is allowed */
/* XYZ (relative to the paper, Y 1) of 256 pixels in the format; false when the profile cannot say.
 */
bool bm_cms_xyz(cmsHPROFILE profile, cmsUInt32Number format, const void *pixels,
                cmsCIEXYZ out[256]);

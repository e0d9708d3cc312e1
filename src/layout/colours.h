/* Colours of a layout and how its paper is printed. */
#pragma once

#include "base/len.h"
#include "base/source.h"

/* A colour in process inks, each in 1/10000; written in percent: {k: 10}. A spot colour has its
 * alternate there, already tinted. */
struct bm_colour {
    uint16_t c, m, y, k;
    uint8_t spot;  /* 0: none; else 1 + index into the layout's spots */
    uint16_t tint; /* of the spot ink, in 1/10000 */
};
bool bm_colour_given(const struct bm_colour *colour); /* not all 0 */

/* A colour that the layout names. */
struct bm_named_colour {
    struct bm_str name;
    struct bm_span span;
    struct bm_colour colour;
    bool broken; /* an error was said about it */
};

/* An ink of its own beside the four: its name at the printer's, and what stands for it where there
 * is no such ink. */
struct bm_spot_ink {
    struct bm_str name;
    struct bm_colour alternate;
};
#define BM_SPOTS_MOST                                                                              \
    27 /* with the four process inks no more than a DeviceN space of PDF 1.6 has */

/* How the paper is printed. */
struct bm_press {
    struct bm_str profile; /* of the output condition, a name of colour/profiles.yaml; or empty */
    struct bm_span profile_span;
    uint32_t ink, warn;     /* total ink in percent: never above, better not above */
    bm_len black_text;      /* smaller type is never black in several inks */
    bm_len black_large;     /* solid black as large as this both ways … ; 0: none is */
    struct bm_colour black; /* … is printed in this; black (k: 100) if not given */
    uint32_t ppi;      /* pixels an inch that are printed of a picture at most; 0: all it has */
    uint32_t line_art; /* the same of one whose pixels are all black or white */
    uint32_t quality;  /* of a JPEG that is brought down to them, 1 to 100 */
};

/* Limits of wire/. */
#pragma once

#include "font/limits.h"

enum {
    OUTLINES_BLOCK = 1024,             /* outlines a block of the list … */
    OUTLINES_BLOCKS = 256,             /* … and blocks; what a page needs beyond is blank */
    OUTLINES_KEPT = 32 * 1024,         /* outlines that may be there when a page is made … */
    OUTLINES_BYTES = 16 * 1024 * 1024, /* … and bytes of them; else they are begun anew */
    FACES_KEPT = 64,                   /* faces, likewise … */
    FACES_MOST = 256,                  /* … and at all */
    PICTURES_KEPT = 64,                /* pictures that are known again */
    PICTURE_PIXELS = 8 * 1000 * 1000,  /* of a picture on the screen */
    HELD_BYTES = 4 * 1024 * 1024,      /* of a picture whose pixels are in memory */
    TRIES_MOST = 8                     /* places of the base where what is equal is looked for */
};

/* Limits of pictures. */
#pragma once

/* Pixels of a picture at most: it is read in bands, so that they cost time and little memory … */
#define BM_PIXELS_MOST 200000000u
/* … but for one that has to be held whole while it is read (progressive JPEG, interlaced PNG). */
#define BM_HELD_MOST 50000000u
/* Bytes of the seen rows of a turned picture that are held; it is read once more for each band. */
#define BM_BAND_BYTES (64u << 20)
/* Scans of a progressive JPEG; more only cost time. */
#define BM_SCANS_MOST 100
/* Pixels of a JPEG that is written with its own Huffman tables, for which it must be held. */
#define BM_OPTIMISED_MOST 4000000u

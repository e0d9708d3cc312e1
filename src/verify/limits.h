/* How much of a PDF is looked at. What has more is not ours, and is refused. */
#pragma once

#define BM_DIFFERENCES   10000                 /* that are listed */
#define BM_SEEN_PAGES    10000                 /* of a file */
#define BM_SEEN_FONTS    256                   /* of a file */
#define BM_SEEN_STREAM   (256 * 1024 * 1024)   /* bytes of a stream */
#define BM_SEEN_BYTES    (1024u * 1024 * 1024) /* of all of them, font programs included */
#define BM_SEEN_MORE     10000                 /* glyphs and drawings beyond twice the pages' */
#define BM_SEEN_POINTS   8000000               /* of paths */
#define BM_SEEN_ELEMENTS 4000000               /* of the structure tree */
#define BM_SEEN_DEPTH    64                    /* of states saved, of marks, of the tree */
#define BM_ALIGN_CELLS   16000000 /* of tables that pair what is left; then pairs go by order */
#define BM_CONTEXT       8        /* characters of context */

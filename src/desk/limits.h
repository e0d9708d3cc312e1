/* Limits of the desk. Where one is met the work is less good, never wrong: a difference that is cut
 * short has fewer characters that are the same, so that a note is found by its quote. */
#pragma once

enum {
    BM_DIFF_STEPS = 1 << 24,   /* of one difference of two texts; 80 ms */
    BM_REBASE_STEPS = 1 << 26, /* of all that one question needs */
    BM_SEARCH_STEPS = 1 << 24, /* of looking for a quote */
    BM_CONTEXT = 16,           /* characters that are kept before and after a quote */
    BM_QUOTE_MOST = 4096,      /* bytes of a quote; a longer span is quoted by its start */
    BM_NOTE_TEXT_MOST = 16384, /* bytes of the text of a note, and of what is wanted */
    BM_NAME_MOST = 256,        /* bytes of a name, a kind, a role, a file */
    BM_JSON_ENTRIES = 4096,    /* of a list in a request */
    BM_BLOB_MOST = 64 << 20,   /* bytes of a file that versions keep */
    BM_ROUNDS_MOST = 9
};

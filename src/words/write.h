/* Writing the lexicon: entries in, the bytes of a map out, the same for the same entries in any
 * order. For the build and for tests; the program itself reads. File: write.c. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "words/lexicon.h"

struct bm_entry {
    const char16_t *text;
    uint32_t length; /* 1 to BM_LISTED_MOST */
    uint16_t cost;   /* 11 to 265, of a word */
    uint8_t cls;     /* enum bm_word_class */
    uint16_t traits; /* of an entry of traits */
};

/* Writes a map of the words, each once, of the traits and of the letters, each once. */
void bm_lexicon_write(struct bm_arena *arena, struct bm_entry *words, size_t word_count,
                      struct bm_entry *traits, size_t trait_count,
                      struct bm_lexicon_letter *letters, size_t letter_count, struct bm_buf *out);

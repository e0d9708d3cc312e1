/* Difference of two texts (base/difference.h). They are compared by paragraphs first, each with the
 * blank lines that follow it, and then, between those that are the same, by characters: so a run
 * never begins or ends in the middle of a character, and a difference of long texts is as quick as
 * their changed paragraphs. */
#pragma once

#include "base/difference.h"
#include "base/str.h"

/* Of two texts in valid UTF-8: runs in bytes. out->steps is set before. */
void bm_diff_texts(struct bm_arena *arena, struct bm_str a, struct bm_str b, struct bm_diff *out);

/* A paragraph: offset and length with what ends it and the blank lines after it; `text`: the length
 * without. */
struct bm_para {
    uint32_t offset, length, text;
};
/* The paragraphs of a text, in the arena. */
struct bm_para *bm_paras_of(struct bm_arena *arena, struct bm_str text, size_t *n);
/* Numbers for the paragraphs of two texts, equal where they are: their whole bytes, or, loose,
 * those without their ends. */
void bm_paras_number(struct bm_arena *arena, struct bm_str a, const struct bm_para *pa, size_t na,
                     struct bm_str b, const struct bm_para *pb, size_t nb, bool loose, uint32_t *ia,
                     uint32_t *ib);

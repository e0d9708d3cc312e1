/* Characters that no file may hold, typed or by an escape of YAML: they have no printed
 * form, and some of them may stand in no XML and so in no PDF's metadata. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum bm_character_fault {
    BM_CHARACTER_FINE,
    /* A control other than TAB and LF. */
    BM_CHARACTER_CONTROL,
    /* One that makes what follows run from right to left, so that an editor shows another text than
     * is printed (U+202B, U+202E, U+2067). */
    BM_CHARACTER_TURNING,
    /* A surrogate, what Unicode keeps from ever being a character (U+FFFE, U+FDD0 …), or a number
     * above U+10FFFF. */
    BM_CHARACTER_NONE
};

enum bm_character_fault bm_character_fault(uint32_t cp);

/* The next character of any bytes, whatever they are, for outputs that must be well formed: U+FFFD
 * for a byte that is no UTF-8 and for a character with a fault. *i < n. */
uint32_t bm_character_next(const char *p, size_t n, size_t *i);

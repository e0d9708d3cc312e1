/* Archives: the parts of an Office Open XML file, read by libarchive from memory. Nothing is
 * written anywhere; names are looked up and never opened. */
#pragma once

#include "import/copy.h"

struct zip_part {
    struct bm_str name; /* "word/document.xml": as in the archive */
    struct bm_str bytes;
    uint64_t hash;
};

struct zip {
    struct zip_part *v;
    size_t n, cap;
};

/* Reads the parts whose names `wanted` says; NULL, or why it cannot be read (a row of
 * base/reasons.def). Parts and names live in the arena. */
const char *zip_read(struct bm_arena *arena, struct bm_str archive,
                     bool (*wanted)(struct bm_str name), struct zip *out);
/* The part of that name, without regard to capitals of ASCII; NULL: there is none. */
const struct zip_part *zip_part(const struct zip *zip, struct bm_str name);

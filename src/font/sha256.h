/* SHA-256 (FIPS 180-4), to tell whether a font file is the one declared. Written out here
 * because it is needed by one command only: a cryptographic library would be loaded at every
 * start of the program, which costs more than an edition's subsets. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct bm_sha256 {
    uint32_t h[8];
    uint64_t length; /* bytes so far */
    unsigned char block[64];
};

void bm_sha256_start(struct bm_sha256 *s);
void bm_sha256_add(struct bm_sha256 *s, const void *bytes, size_t n);
/* Ends the sum: 64 lower-case hexadecimal digits and a NUL. */
void bm_sha256_end(struct bm_sha256 *s, char hex[65]);

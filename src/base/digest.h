/* SHA-256 (FIPS 180-4) by OpenSSL, for what every run may need: plan.lock is bound to what it was
 * made for by such sums.
 *
 * It is the block function of libcrypto.a, linked into the program: 20 KB and 8,000 instructions.
 * libcrypto.so would cost each run 1 ms to load and 2 more before its first sum, which is a seventh
 * of a page. What needs other sums (bag/sums.h) is in a module that loads the library whole. */
#pragma once

#include "base/str.h"

struct bm_sha256 {
    uint64_t state[16]; /* OpenSSL's SHA256_CTX */
};

void bm_sha256_start(struct bm_sha256 *s);
void bm_sha256_add(struct bm_sha256 *s, const void *bytes, size_t n);
/* Ends the sum: 64 lower-case hexadecimal digits and a NUL. */
void bm_sha256_end(struct bm_sha256 *s, char hex[65]);
/* The three in one. */
void bm_sha256_of(struct bm_str bytes, char hex[65]);

/* n bytes as 2 n lower-case hexadecimal digits and a NUL. */
void bm_hex(const unsigned char *bytes, size_t n, char *hex);

/* Sums of bytes by OpenSSL (EVP), several kinds in one look: those of packages (RFC 8493), and SM3
 * (GB/T 32905). */
#pragma once

#include "base/str.h"

enum bm_sum {
    BM_SUM_MD5, /* of packages of others; none is written */
    BM_SUM_SHA1,
    BM_SUM_SHA224,
    BM_SUM_SHA256,
    BM_SUM_SHA384,
    BM_SUM_SHA512,
    BM_SUM_SM3,
    BM_SUMS
};

#define BM_SUM_BIT(kind) (1u << (kind))
#define BM_SUM_HEX       128 /* digits of the longest */

/* As manifests are named: "sha256"; as PREMIS and people do: "SHA-256". */
const char *bm_sum_name(enum bm_sum kind);
const char *bm_sum_title(enum bm_sum kind);
/* Hexadecimal digits. */
size_t bm_sum_digits(enum bm_sum kind);
/* The kind of that name, in whatever case and with or without a hyphen; BM_SUMS: none of these. */
enum bm_sum bm_sum_named(struct bm_str name);

/* A reckoning of several kinds. */
struct bm_sums;

struct bm_sum_hex {
    char v[BM_SUMS][BM_SUM_HEX + 1]; /* lower case; empty: not asked for */
};

/* kinds: bits. NULL: the library has no memory, or does not have one of them (a FIPS provider has
 * no MD5). */
struct bm_sums *bm_sums_new(unsigned kinds);
void bm_sums_add(struct bm_sums *sums, const void *bytes, size_t n);
/* Ends the reckoning. */
bool bm_sums_end(struct bm_sums *sums, struct bm_sum_hex *hex);
/* The three in one. */
bool bm_sums_of(struct bm_str bytes, unsigned kinds, struct bm_sum_hex *hex);

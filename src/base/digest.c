/* The functions of one sum need no set-up of the library, as EVP's do: EVP's are in bag/sums.c. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/digest.h"

#include <assert.h>
#include <openssl/sha.h>

static_assert(sizeof(SHA256_CTX) <= sizeof(struct bm_sha256), "room");

static SHA256_CTX *context(struct bm_sha256 *s)
{
    return (SHA256_CTX *)(void *)s->state;
}

void bm_sha256_start(struct bm_sha256 *s)
{
    SHA256_Init(context(s));
}

void bm_sha256_add(struct bm_sha256 *s, const void *bytes, size_t n)
{
    if (n)
        SHA256_Update(context(s), bytes, n);
}

void bm_sha256_end(struct bm_sha256 *s, char hex[65])
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_Final(sum, context(s));
    bm_hex(sum, sizeof sum, hex);
}

void bm_sha256_of(struct bm_str bytes, char hex[65])
{
    struct bm_sha256 s;
    bm_sha256_start(&s);
    bm_sha256_add(&s, bytes.p, bytes.n);
    bm_sha256_end(&s, hex);
}

void bm_hex(const unsigned char *bytes, size_t n, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * n] = '\0';
}

#include "bag/sums.h"

#include "base/arena.h"
#include "base/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>

static const struct kind {
    const char *name, *title, *library;
    size_t digits;
} kinds[BM_SUMS] = {
    [BM_SUM_MD5] = {"md5", "MD5", "MD5", 32},
    [BM_SUM_SHA1] = {"sha1", "SHA-1", "SHA1", 40},
    [BM_SUM_SHA224] = {"sha224", "SHA-224", "SHA2-224", 56},
    [BM_SUM_SHA256] = {"sha256", "SHA-256", "SHA2-256", 64},
    [BM_SUM_SHA384] = {"sha384", "SHA-384", "SHA2-384", 96},
    [BM_SUM_SHA512] = {"sha512", "SHA-512", "SHA2-512", 128},
    [BM_SUM_SM3] = {"sm3", "SM3", "SM3", 64},
};

struct bm_sums {
    EVP_MD_CTX *v[BM_SUMS];
    bool fine;
};

const char *bm_sum_name(enum bm_sum kind)
{
    return kinds[kind].name;
}

const char *bm_sum_title(enum bm_sum kind)
{
    return kinds[kind].title;
}

size_t bm_sum_digits(enum bm_sum kind)
{
    return kinds[kind].digits;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

enum bm_sum bm_sum_named(struct bm_str name)
{
    for (enum bm_sum kind = 0; kind < BM_SUMS; kind++) {
        const char *p = kinds[kind].name;
        size_t i = 0;
        for (; i < name.n && (name.p[i] == '-' || (*p && lower(name.p[i]) == *p)); i++)
            p += name.p[i] != '-';
        if (i == name.n && !*p)
            return kind;
    }
    return BM_SUMS;
}

static void drop(struct bm_sums *sums)
{
    for (size_t i = 0; i < BM_SUMS; i++)
        EVP_MD_CTX_free(sums->v[i]);
    free(sums);
}

struct bm_sums *bm_sums_new(unsigned wanted)
{
    struct bm_sums *sums = calloc(1, sizeof *sums);
    if (!sums)
        bm_out_of_memory();
    sums->fine = true;
    for (size_t i = 0; i < BM_SUMS; i++) {
        if (!(wanted & BM_SUM_BIT(i)))
            continue;
        sums->v[i] = EVP_MD_CTX_new();
        EVP_MD *md = EVP_MD_fetch(NULL, kinds[i].library, NULL);
        sums->fine = sums->fine && sums->v[i] && md && EVP_DigestInit_ex2(sums->v[i], md, NULL);
        EVP_MD_free(md);
    }
    if (sums->fine)
        return sums;
    drop(sums);
    return NULL;
}

void bm_sums_add(struct bm_sums *sums, const void *bytes, size_t n)
{
    for (size_t i = 0; i < BM_SUMS; i++)
        if (sums->v[i] && n)
            sums->fine &= EVP_DigestUpdate(sums->v[i], bytes, n) == 1;
}

bool bm_sums_end(struct bm_sums *sums, struct bm_sum_hex *hex)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n;
    *hex = (struct bm_sum_hex){0};
    for (size_t i = 0; i < BM_SUMS; i++) {
        if (!sums->v[i])
            continue;
        sums->fine &= EVP_DigestFinal_ex(sums->v[i], sum, &n) == 1 && 2 * n == kinds[i].digits;
        if (sums->fine)
            bm_hex(sum, n, hex->v[i]);
    }
    const bool fine = sums->fine;
    drop(sums);
    return fine;
}

bool bm_sums_of(struct bm_str bytes, unsigned wanted, struct bm_sum_hex *hex)
{
    struct bm_sums *sums = bm_sums_new(wanted);
    if (!sums)
        return false;
    bm_sums_add(sums, bytes.p, bytes.n);
    return bm_sums_end(sums, hex);
}

/* Files of a payload become a package. */
#include "bag/check.h"

/* On one line, and in UTF-8: a name may be any bytes. */
static void put_field(struct bm_buf *b, const char *label, struct bm_str value)
{
    struct bm_buf line = {0};
    if (!value.n)
        return;
    for (size_t i = 0; i < value.n; i++)
        bm_buf_char(&line, strchr("\n\r\t", value.p[i]) && value.p[i] ? ' ' : value.p[i]);
    bm_buf_printf(b, "%s: ", label);
    bm_buf_legible(b, bm_buf_view(&line));
    bm_buf_char(b, '\n');
    bm_buf_free(&line);
}

static void put_facts(struct bm_leaves *leaves, const struct bm_bag_facts *facts, size_t payload)
{
    struct bm_buf b = {0};
    uint64_t bytes = 0;
    for (size_t i = 0; i < payload; i++)
        bytes += leaves->v[i].bytes.n;
    bm_buf_c(&b, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    bm_leaf_put(leaves, &b, "bagit.txt");
    put_field(&b, "Source-Organization", facts->organisation);
    put_field(&b, "External-Identifier", facts->identifier);
    put_field(&b, "External-Description", facts->description);
    put_field(&b, "Bagging-Date", facts->date);
    bm_buf_printf(&b, "Payload-Oxum: %llu.%zu\n", (unsigned long long)bytes, payload);
    bm_buf_printf(&b, "Banmian-Errors: %zu\n", facts->errors);
    if (facts->left_over)
        bm_buf_printf(&b, "Banmian-Left-Over: %zu characters\n", facts->left_over);
    bm_buf_printf(&b, "Bag-Software-Agent: Banmian %s\n", facts->version);
    bm_leaf_put(leaves, &b, "bag-info.txt");
}

static void put_list(struct bm_leaves *leaves, const struct bm_sum_hex *sums, size_t first,
                     size_t end, enum bm_sum kind, const char *name)
{
    struct bm_buf b = {0};
    for (size_t i = first; i < end; i++) {
        bm_buf_printf(&b, "%s  ", sums[i].v[kind]);
        bm_bag_path_put(&b, leaves->v[i].path);
        bm_buf_char(&b, '\n');
    }
    bm_leaf_put(leaves, &b, "%s", name);
}

/* Sums of the files that were added since the last call. */
static bool sum(const struct bm_leaves *leaves, struct bm_sum_hex *sums, size_t *done, bool sm3)
{
    const unsigned kinds =
        BM_SUM_BIT(BM_SUM_SHA256) | BM_SUM_BIT(BM_SUM_SHA512) | (sm3 ? BM_SUM_BIT(BM_SUM_SM3) : 0);
    for (; *done < leaves->n; ++*done)
        if (!bm_sums_of(leaves->v[*done].bytes, kinds, &sums[*done]))
            return false;
    return true;
}

/* Names that are no UTF-8 cannot be listed; others may not be the same everywhere. */
static bool check_names(const struct bm_leaves *leaves, struct bm_diags *diags)
{
    struct bm_arena *scratch = bm_arena_new_raw();
    struct bm_index index = {0};
    struct bm_str *folded = bm_arena_array(leaves->arena, leaves->n, sizeof *folded);
    bool fine = true;
    for (size_t i = 0; i < leaves->n; i++) {
        const struct bm_str path = leaves->v[i].path;
        if (bm_utf8_check(path.p, path.n) != path.n) {
            fine = bm_diag(diags, BM_MSG_BAG_NAME, bm_span_none(), path);
            continue;
        }
        folded[i] = bm_path_folded(leaves->arena, scratch, path, true);
        if (!bm_str_eq(folded[i], path))
            bm_diag(diags, BM_MSG_BAG_DOUBT, bm_span_none(), path,
                    BM_STR("the file's name is composed in another way, NFC or NFD"));
        folded[i] = bm_path_folded(leaves->arena, scratch, path, false);
        if (bm_path_is_twin(leaves->arena, &index, folded, i))
            bm_diag(diags, BM_MSG_BAG_DOUBT, bm_span_none(), path,
                    BM_STR("another file's name differs in capitals or composition alone"));
    }
    bm_arena_drop(scratch);
    return fine;
}

static bool no_sums(struct bm_diags *diags)
{
    return bm_diag0(diags, BM_MSG_NO_SUMS, bm_span_none());
}

static bool seal(struct bm_leaves *leaves, const struct bm_bag_facts *facts, struct bm_str manifest,
                 struct bm_diags *diags)
{
    struct bm_sum_hex sums;
    struct bm_str bytes;
    if (!bm_sums_of(manifest,
                    BM_SUM_BIT(BM_SUM_SHA256) | BM_SUM_BIT(BM_SUM_SHA512) | BM_SUM_BIT(BM_SUM_SM3),
                    &sums))
        return no_sums(diags);
    if (!facts->sealer(facts->context, manifest, &sums, &bytes))
        return false;
    bm_leaf_add(leaves, BM_STR(BM_SEAL), bytes);
    return true;
}

bool bm_bag_close(struct bm_leaves *leaves, const struct bm_bag_facts *facts,
                  struct bm_diags *diags)
{
    const size_t payload = leaves->n;
    struct bm_sum_hex *sums = bm_arena_array(leaves->arena, payload + 8, sizeof *sums);
    size_t done = 0;
    if (!check_names(leaves, diags))
        return false;
    if (!sum(leaves, sums, &done, facts->sm3))
        return no_sums(diags);
    put_facts(leaves, facts, payload);
    put_list(leaves, sums, 0, payload, BM_SUM_SHA256, "manifest-sha256.txt");
    put_list(leaves, sums, 0, payload, BM_SUM_SHA512, "manifest-sha512.txt");
    if (facts->sealer && !seal(leaves, facts, leaves->v[leaves->n - 1].bytes, diags))
        return false;
    if (facts->sm3)
        put_list(leaves, sums, 0, payload, BM_SUM_SM3, "sm3sums.txt");
    const size_t end = leaves->n;
    if (!sum(leaves, sums, &done, false))
        return no_sums(diags);
    put_list(leaves, sums, payload, end, BM_SUM_SHA256, "tagmanifest-sha256.txt");
    put_list(leaves, sums, payload, end, BM_SUM_SHA512, "tagmanifest-sha512.txt");
    return true;
}

/* Bytes as a PDF, against a page that has nothing on it. What has a font of ours is read whole. */
#include "fuzz.h"

#include "verify/verify.h"

TARGET(verify)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_page page = {.number = 1, .width = 700 * BM_PT, .height = 1000 * BM_PT};
    struct bm_node document = {.role = BM_ROLE_DOCUMENT,
                               .parent = BM_NO_NODE,
                               .article = UINT32_MAX,
                               .span = {BM_NO_FILE, 0, 0}};
    struct bm_sources sources = {.arena = arena};
    const struct bm_pages pages = {.arena = arena,
                                   .pages = &page,
                                   .page_count = 1,
                                   .nodes = &document,
                                   .node_count = 1,
                                   .sources = &sources};
    const struct bm_verify_input input = {.pages = &pages, .pdf = {(const char *)data, size}};
    struct bm_verified verified;
    struct bm_buf out = {0};
    bm_verify(arena, &input, &verified);
    if (!verified.unreadable)
        bm_verify_evidence(&input, &verified, "0", &out);
    if (bm_utf8_check(out.p, out.n) != out.n)
        __builtin_trap();
    bm_buf_free(&out);
    bm_arena_drop(arena);
    return 0;
}

#include "cli/images.h"

#include "cli/module.h"
#include "cli/plates.h"

unsigned bm_thumbnail_dpi(const struct bm_page *page)
{
    const int64_t dpi = ((int64_t)BM_THUMBNAIL_WIDTH * 72 * BM_PT + page->width / 2) / page->width;
    return dpi < 1 ? 1 : dpi > 1200 ? 1200 : (unsigned)dpi;
}

const struct bm_str *bm_draw_images(struct bm_session *session, const char *folder, unsigned dpi,
                                    struct bm_leaves *leaves)
{
    const struct bm_pages *pages = session->pages;
    bm_soft_proof *soft;
    bool (*plain)(const struct bm_pages *pages, uint32_t number, unsigned resolution,
                  struct bm_buf *out, struct bm_diags *diags);
    const struct bm_module_function functions[] = {{"bm_proof_soft", &soft},
                                                   {"bm_proof_png", &plain}};
    if (!bm_module_open(session, "banmian-proof.so", functions, BM_COUNT(functions)))
        return NULL;
    const size_t first = leaves->n;
    bool fine = true;
    bm_stage_begin(session, BM_STAGE_PROOF);
    for (size_t i = 0; i < pages->page_count && fine; i++) {
        const struct bm_page *page = &pages->pages[i];
        struct bm_buf b = {0};
        fine = dpi ? soft(pages, page->number, dpi, false, &b, &session->diags)
                   : plain(pages, page->number, bm_thumbnail_dpi(page), &b, &session->diags);
        bm_leaf_put(leaves, &b, "%s/page-%02u.png", folder, page->number);
    }
    bm_stage_end(session, BM_STAGE_PROOF);
    if (!fine)
        return NULL;
    struct bm_str *names = BM_NEW_N(leaves->arena, pages->page_count, struct bm_str);
    for (size_t i = 0; i < pages->page_count; i++)
        names[i] = leaves->v[first + i].path;
    return names;
}

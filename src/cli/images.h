/* Pictures of pages, for those who look them up: page images and thumbnails, as files of a folder.
 */
#pragma once

#include "base/leaves.h"
#include "cli/session.h"

/* How wide a thumbnail is, in pixels, as near as whole dots an inch come. */
#define BM_THUMBNAIL_WIDTH 200

/* The dpi at which a page is about that wide. */
unsigned bm_thumbnail_dpi(const struct bm_page *page);

/* Draws every page of what was set as the print will look (bm_proof_soft()) and appends it as
 * FOLDER/page-01.png. dpi 0: thumbnails, in simple colours, for they cost a fifth so. names: by
 * index of the pages, as the records want them (record/record.h); NULL with a message when the
 * module is not there or a page cannot be drawn. */
const struct bm_str *bm_draw_images(struct bm_session *session, const char *folder, unsigned dpi,
                                    struct bm_leaves *leaves);

/* The e-paper (数字报): the finished pages as a folder of static files, to be put on a server or
 * opened from a disk as they are. Nothing in it needs a script, and nothing comes from outside.
 *
 *     index.html         the first page, and the contents of the whole edition
 *     node_01.html …     a page: its picture as a map, each article a polygon that leads to its
 * text; the titles of the page, the pages of the edition content_001.html … an article: its text as
 * it stands in the manuscript, with its pictures, tables, lists and links, and what a search engine
 * asks for (NewsArticle) page_01.png, page_01_large.png, page_01_small.png …    pictures of the
 * pages image_001.png …    pictures and codes of the articles epaper.css         how all of it
 * looks, light and dark, on screens and printed
 *
 * An article that goes on on another page is one content page, with a polygon on each. Polygons
 * have right angles, none shares room with another, and all ink of an article lies in its own. */
#pragma once

#include "base/leaves.h"
#include "page/ledger.h"
#include "page/reading.h"

/* What each page says that it was written by, as `<meta name="generator" content="…">`. */
#define BM_EPAPER_GENERATOR "Banmian"

struct bm_epaper_options {
    enum bm_lang lang; /* of the words of the interface; the articles' is that of the pages */
    /* Of each page, by index, its picture as a PNG: drawn at bm_epaper_dpi(). */
    const struct bm_str *pictures;
    /* Where the edition's PDF is, as the pages lead to it: a path from the folder or a URL; empty:
     * no page leads to it. */
    struct bm_str pdf;
    struct bm_str address; /* URL of the folder, ending in '/'; empty: nobody knows it yet */
};

/* Dots per inch at which a page has to be drawn. */
unsigned bm_epaper_dpi(const struct bm_page *page);

/* Adds the files to leaves, in the order above. reading: of all pages. False when a picture could
 * not be read again: what bm_image_say_lost() says. */
bool bm_epaper_make(const struct bm_pages *pages, const struct bm_reading *reading,
                    const struct bm_epaper_options *options, struct bm_leaves *leaves,
                    struct bm_diags *diags);

/* What the files of epaper/ share; no other room includes this. */
#pragma once

#include "epaper/epaper.h"
#include "epaper/limits.h"

/* An article as the e-paper has it, in the order of reading. */
struct bm_epaper_article {
    uint32_t ledger;            /* index into bm_pages.articles */
    uint32_t node;              /* index into the reading's nodes */
    uint32_t end;               /* of the nodes below it */
    uint32_t page;              /* index of the page where it begins */
    struct bm_str name;         /* what it is called in lists: its title, else how it begins */
    struct bm_str kicker, deck; /* may be empty */
    bool titled;                /* its title stands in its text */
};

/* Corners of a polygon, in 1/100 mm from the page's left top; the last leads to the first. */
struct bm_epaper_polygon {
    struct bm_epaper_corner {
        int32_t x, y;
    } * v;
    size_t n, cap;
};

/* Where an article, or its entry in the guide, stands on a page. */
struct bm_epaper_area {
    uint32_t article; /* index into bm_epaper.articles */
    bool guide;
    struct bm_epaper_polygon *polygons;
    size_t n, cap;
};

struct bm_epaper_page {
    struct bm_epaper_area *areas; /* in the order of reading: articles first */
    size_t n, cap;
    uint32_t widths[3], heights[3]; /* of its pictures: page_NN, _large, _small */
};

/* A picture that articles show: a file. */
struct bm_epaper_image {
    const struct bm_image *image;
    struct bm_str name;
    uint32_t width, height;
};

struct bm_epaper {
    struct bm_arena *arena;
    const struct bm_pages *pages;
    const struct bm_reading *reading;
    const struct bm_epaper_options *options;
    struct bm_leaves *leaves;
    struct bm_epaper_article *articles;
    size_t article_count;
    uint32_t *of_ledger; /* by index into bm_pages.articles: index into articles, and 1; 0: none */
    struct bm_epaper_page *page;
    struct bm_epaper_image *images;
    size_t image_count, image_cap;
    struct bm_str paper; /* what the publication is called */
};

/* Whether a node is an article's title. */
static inline bool bm_epaper_is_title(const struct bm_node *node)
{
    return node->role == BM_ROLE_HEAD && node->level == 1;
}

/* articles.c: the articles. */
void bm_epaper_articles(struct bm_epaper *e);
/* Of the article with that ledger on a page: its place in bm_epaper_page.areas, or NULL. */
const struct bm_epaper_area *bm_epaper_area_of(const struct bm_epaper *e, size_t page,
                                               size_t article);
/* areas.c: the areas of all pages. */
void bm_epaper_areas(struct bm_epaper *e);

/* A rectangle that an area has, or would have where nobody else is. */
struct bm_epaper_claim {
    struct bm_rect rect;
    uint32_t owner;
    bool bridge; /* has what is free */
};
/* outline.c: the polygons of owner i, 0 <= i < owners, into areas[i]: claims are satisfied in their
 * order, bridges last, so that no two areas share room. A hole is joined to what is round it by a
 * seam. Times the number of claims squared. */
void bm_epaper_outline(struct bm_arena *arena, const struct bm_epaper_claim *claims, size_t n,
                       size_t owners, struct bm_epaper_area *areas);

/* pictures.c: those of the pages; false: one cannot be read. */
bool bm_epaper_page_pictures(struct bm_epaper *e, struct bm_diags *diags);
/* Those that articles show, codes too. */
bool bm_epaper_pictures(struct bm_epaper *e, struct bm_diags *diags);
/* That of a figure: what shows its node; NULL: nothing does. */
const struct bm_epaper_image *bm_epaper_image_of(const struct bm_epaper *e, size_t reading_node);

/* map.c: index.html and node_NN.html. */
void bm_epaper_maps(struct bm_epaper *e);
/* The polygons of an area, with the attributes that software knows them by. */
void bm_epaper_put_polygons(struct bm_buf *out, const struct bm_epaper_area *area, size_t page);
/* content.c: content_NNN.html. */
void bm_epaper_contents(struct bm_epaper *e);
/* data.c: what a search engine asks for, as a script's text. */
void bm_epaper_put_data(const struct bm_epaper *e, const struct bm_epaper_article *article,
                        struct bm_buf *out);
/* style.c: epaper.css. */
extern const char *const bm_epaper_style[];
extern const size_t bm_epaper_style_count;

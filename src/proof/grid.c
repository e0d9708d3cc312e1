/* Plans on paper: all ways to deal them out are tried, and the largest pages win. */
#include "proof/grid.h"

#define BETWEEN      22.0 /* plans, at least */
#define BETWEEN_MOST 40.0 /* plans one above the other */
#define PAGES        8.0  /* between the pages of a plan */
#define BESIDE       12.0 /* between pages and caption */
#define ABOVE        10.0
#define LEGIBLE      0.25 /* heads can be read at this scale */

struct need {
    size_t n, pages;
    double width, height; /* of a page */
    struct bm_caption *const *captions;
};

static size_t rows_of(size_t n, size_t across)
{
    return (n + across - 1) / across;
}

static double highest(const struct need *need, size_t columns)
{
    double most = 0;
    for (size_t i = 0; i < need->n; i++) {
        double h = bm_caption_height(need->captions[i], columns);
        most = h > most ? h : most;
    }
    return most;
}

/* The greatest scale at which the plans fit in cells of width × height. */
static double fit(const struct need *need, const struct bm_grid *g, double width, double height)
{
    double caption = highest(need, g->columns);
    size_t down = rows_of(need->pages, g->pages_across);
    if (g->beside) {
        if (caption > height)
            return 0;
        width -= BESIDE + BM_CAPTION_WIDTH;
    } else {
        height -= ABOVE + caption;
    }
    double x =
        (width - PAGES * (double)(g->pages_across - 1)) / ((double)g->pages_across * need->width);
    double y = (height - PAGES * (double)(down - 1)) / ((double)down * need->height);
    double scale = x < y ? x : y;
    return scale > 1 ? 1 : scale;
}

/* Gives the plans their places: the room that is left stands between them. */
static void spread(const struct need *need, struct bm_grid *g, double width, double height)
{
    size_t rows = rows_of(need->n, g->across), down = rows_of(need->pages, g->pages_across);
    g->page_x = need->width * g->scale + PAGES;
    g->page_y = need->height * g->scale + PAGES;
    g->pages_width = g->page_x * (double)g->pages_across - PAGES;
    g->pages_height = g->page_y * (double)down - PAGES;
    double caption = highest(need, g->columns), cell_width = g->pages_width, cell_height;
    if (g->beside) {
        cell_width += BESIDE + BM_CAPTION_WIDTH;
        cell_height = g->pages_height > caption ? g->pages_height : caption;
    } else {
        double words = (double)g->columns * (BM_CAPTION_WIDTH + BM_CAPTION_GAP) - BM_CAPTION_GAP;
        cell_width = cell_width > words ? cell_width : words;
        g->pages_top = caption + ABOVE;
        cell_height = g->pages_top + g->pages_height;
    }
    double rest_x = width - cell_width * (double)g->across, gap_x = 0;
    double gap_y = rows > 1 ? (height - cell_height * (double)rows) / (double)(rows - 1) : 0;
    gap_y = gap_y > BETWEEN_MOST ? BETWEEN_MOST : gap_y;
    g->left = BM_SHEET_MARGIN;
    if (g->across > 1)
        gap_x = rest_x / (double)(g->across - 1);
    else
        g->left += rest_x / 2;
    g->top = BM_SHEET_MARGIN + BM_SHEET_HEAD;
    g->step_x = cell_width + gap_x;
    g->step_y = cell_height + gap_y;
}

/* The best grid on one paper. */
static struct bm_grid on_paper(const struct need *need, bm_len paper_width, bm_len paper_height)
{
    double width = bm_pt(paper_width) - 2 * BM_SHEET_MARGIN;
    double height = bm_pt(paper_height) - 2 * BM_SHEET_MARGIN - BM_SHEET_HEAD;
    struct bm_grid best = {.scale = 0};
    for (size_t across = 1; across <= need->n; across++) {
        size_t rows = rows_of(need->n, across);
        double cell_width = (width - BETWEEN * (double)(across - 1)) / (double)across;
        double cell_height = (height - BETWEEN * (double)(rows - 1)) / (double)rows;
        double columns = (cell_width + BM_CAPTION_GAP) / (BM_CAPTION_WIDTH + BM_CAPTION_GAP);
        if (columns < 1)
            break;
        for (size_t pages = 1; pages <= need->pages; pages++)
            for (int beside = 1; beside >= 0; beside--) {
                struct bm_grid g = {.paper_width = paper_width,
                                    .paper_height = paper_height,
                                    .across = across,
                                    .pages_across = pages,
                                    .columns = beside ? 1 : (size_t)columns,
                                    .beside = beside};
                g.scale = fit(need, &g, cell_width, cell_height);
                if (g.scale > best.scale + 1e-6)
                    best = g;
            }
    }
    if (best.scale > 0)
        spread(need, &best, width, height);
    return best;
}

struct bm_grid bm_grid_make(size_t n, size_t pages, double width, double height,
                            struct bm_caption *const *captions)
{
    static const int64_t papers[][2] = {{420, 297}, {594, 420}, {841, 594}, {1189, 841}};
    const struct need need = {n, pages, width, height, captions};
    struct bm_grid best = {.scale = 0};
    for (size_t i = 0; i < BM_COUNT(papers) && best.scale < LEGIBLE; i++) {
        bm_len longer = bm_len_um(papers[i][0] * 1000), shorter = bm_len_um(papers[i][1] * 1000);
        struct bm_grid lying = on_paper(&need, longer, shorter);
        struct bm_grid standing = on_paper(&need, shorter, longer);
        best = standing.scale > lying.scale + 1e-6 ? standing : lying;
    }
    return best;
}

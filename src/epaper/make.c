/* The e-paper: articles, pictures, areas, then the files. */
#include "epaper/parts.h"

static void put_style(struct bm_epaper *e)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < bm_epaper_style_count; i++)
        bm_buf_c(&b, bm_epaper_style[i]);
    bm_leaf_put(e->leaves, &b, "epaper.css");
}

/* An address as it may stand in a link: blanks, quotes and what else no URL has (RFC 3986) percent-
 * encoded; letters of all scripts stay as they are. */
static struct bm_str address_of(struct bm_arena *arena, struct bm_str said)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < said.n; i++) {
        const unsigned char c = (unsigned char)said.p[i];
        if (c <= ' ' || c == 0x7F || strchr("\"<>\\^`{|}", c))
            bm_buf_printf(&b, "%%%02X", (unsigned)c);
        else
            bm_buf_char(&b, said.p[i]);
    }
    return bm_buf_keep(&b, arena);
}

bool bm_epaper_make(const struct bm_pages *pages, const struct bm_reading *reading,
                    const struct bm_epaper_options *options, struct bm_leaves *leaves,
                    struct bm_diags *diags)
{
    struct bm_epaper_options own = *options;
    own.pdf = address_of(leaves->arena, options->pdf);
    own.address = address_of(leaves->arena, options->address);
    struct bm_epaper e = {.arena = leaves->arena,
                          .pages = pages,
                          .reading = reading,
                          .options = &own,
                          .leaves = leaves,
                          .paper = pages->paper};
    struct bm_leaves pictures = {.arena = leaves->arena};
    if (!e.paper.n)
        e.paper = pages->title.n ? pages->title : pages->edition;
    e.page = BM_NEW_N(e.arena, pages->page_count, struct bm_epaper_page);
    bm_epaper_articles(&e);
    bm_epaper_areas(&e);
    /* Pages say how large their pictures are, which are made before them and stand after them. */
    e.leaves = &pictures;
    if (!bm_epaper_page_pictures(&e, diags) || !bm_epaper_pictures(&e, diags))
        return false;
    e.leaves = leaves;
    bm_epaper_maps(&e);
    bm_epaper_contents(&e);
    for (size_t i = 0; i < pictures.n; i++)
        bm_leaf_add(leaves, pictures.v[i].path, pictures.v[i].bytes);
    put_style(&e);
    return true;
}

/* The page's text form, for goldens and people; no output reads it. */
#pragma once

#include "page/page.h"

/* Appends the page: what moved shows as a changed line. The first line is
 * the page itself, then follows one line an item in painting order, each ended by \n. Lengths are
 * points with three decimals, inks percent (a spot's alternate, then spot=NAME/percent):
 *   page 1 size=… bleed=… type=x,y,w,h grid=… items=N
 *   run  x y  face size w=… last=x y [pitch=…] [flags]  node  file:offset+length  "text"
 *   rule x y w h weight=… ink=c/m/y/k  node  span
 *   fill x y w h ink=…  node  span
 *   stroke|path x y w h … ink=…  node  span  M x,y L x,y C x,y x,y x,y Z
 *   picture x y w h whole=x,y,w,h NAME WxHxN ppi=…  node  span
 * x y and last are the first and the last glyph's origin; pitch is the distance of origins (least
 * and greatest, when they differ), shown when the line was adjusted; flags are vertical, sideways,
 * condense=N, stretch=N, ink=… when it is not plain black, over (overprint), uneven (an origin off
 * the line), and missing (glyph 0). node is article/role/field ("-" for no article); span covers
 * the glyphs' source, "-" for machine text. Quotes, backslashes and control characters in text are
 * escaped as in JSON. */
void bm_page_trace(const struct bm_pages *pages, const struct bm_page *page, struct bm_buf *out);

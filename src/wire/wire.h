/* Finished pages as bytes for a screen that paints them itself: outlines of glyphs once, pages as
 * display lists, and of a page that changed only what is not as it was.
 *
 *     struct bm_wire *wire = bm_wire_open();
 *     page = bm_wire_page_make(wire, pages, &pages->pages[0], revision);  in the thread that sets
 *     outlines = bm_wire_outlines(wire);
 *     bm_wire_put_outlines(&out, &outlines, known);                       in any thread
 *     bm_wire_put_page(&out, page, base);                                 base: that they have
 *
 * A struct bm_wire is for one thread at a time. Pages, outlines and pictures that it gave are
 * counted references to what never changes: any thread may read them, at the same time, and lets go
 * of them with the function for that; they outlive the wire. The same pages give the same bytes, if
 * glyphs were first met in the same order.
 *
 * What is sent is a row of chunks: a byte that says the kind, a varint of the length, the bytes.
 *
 *     'J'  JSON, whatever the server has to say
 *     'O'  outlines
 *     'P'  a page
 *
 * Numbers are varints (seven bits a byte, the lowest first, the top bit: another follows; at most
 * 2^53 - 1), [signed] ones zig-zag; a string is its length and its bytes. Places of items are
 * exact: 1/65536 pt. What is said relative to them is in 1/100 pt, rounded from the place itself,
 * not from neighbour to neighbour: nothing is farther than 0.005 pt from where it prints.
 *
 * O: version 1; the first number that is still in use; first number of this chunk; count of faces,
 * of each: string id, units per em, [ascender], [descender]; count of outlines, of each a string:
 *     face, flags, [advance], string: the characters that it stood for when it was first met; then
 *     the path up to the end: bytes of an operation (low three bits) and how often it is done, less
 *     1 (five bits), with [numbers] as it needs, each relative to the one before, y down:
 *     0 move dx dy, 1 line dx dy, 2 across dx, 3 down dy, 4 cubic, six numbers, 5 quadratic, four,
 *     6 close. flags 1: they are 1/64 unit, else units of the face.
 * Numbers are never given twice. When outlines are more than limits.h allows they are begun anew:
 * pages that are made from then on use none below `first number in use`.
 *
 * P: version 1; page; revision; base (0: none).
 *   Without a base, the tables: width, height, bleed, in 1/100 pt; percent of ink: limit, warning;
 *     count of files, of each its name; count of inks, of each c, m, y, k (1/10000), flags (1:
 *     overprints), r, g, b of the screen, string: name of the spot ink, and tint, if that is not
 *     empty; count of pictures, of each string: hash, by which the server has it.
 *   Nodes: count, then steps until so many are there. A step is 2 n: n nodes follow; or 2 n + 1: n
 *     nodes of the base, [from, less the one behind the last that was taken], [more of start].
 *     A node: string of role (number as in page.h), article and 1, file and 1 (index of the
 * tables), level, flags (1 header, 2 ordered, 4 verse, 8 stanza, 16 names; 32 and 64: align),
 * about, to_page, string field; and [start less the start before]: where in the file it starts.
 *   Items, alike. n items of the base: [from …], then [dx], [dy] in 1/65536 pt, [more of node],
 *     [more of source]. An item: string of its shape, [x], [y] less those before, [node] less the
 *     one before, [source], from the start of its node: first byte that it stands for.
 *   Shape: kind; flags; ink (picture: index of the tables), and
 *     run: mode, size in 1/65536 pt, n glyphs, of each an outline; width; by flags:
 *        1  [y] of each, else they are on a line (vertical and sideways: [x]) …
 *        2  condense in 1/10000
 *        4  its characters: count of bytes before the first and of each glyph bytes, count left out
 *           before it; string of all; else those of its outlines, one after the other
 *        8  [source less the end of the one before] and length of each, else as its characters
 *       16  emphasis of each        32  size of the text around      64  broken      128  goes on
 *      256  machine text: no file
 *       … and of each glyph [place along the line less the one before]
 *     rule: weight, [w], [h]; fill: [w], [h]; source length for these and the following, if flag 1
 *     stroke, path: weight (stroke), count of ops, ops, of each point [x], [y] less the one before
 *     picture: [w], [h], then [x], [y] (from the item's), w, h of the whole. */
#pragma once

#include "page/page.h"

struct bm_wire;
struct bm_wire *bm_wire_open(void);
void bm_wire_close(struct bm_wire *wire); /* NULL is allowed */

/* A page. The pages need not outlive it. */
struct bm_wire_page;
struct bm_wire_page *bm_wire_page_make(struct bm_wire *wire, const struct bm_pages *pages,
                                       const struct bm_page *page, uint64_t revision);
struct bm_wire_page *bm_wire_page_hold(struct bm_wire_page *page); /* one reference more */
void bm_wire_page_drop(struct bm_wire_page *page);                 /* NULL is allowed */
uint32_t bm_wire_page_number(const struct bm_wire_page *page);
uint64_t bm_wire_page_revision(const struct bm_wire_page *page);
/* Bytes of memory that it takes; for bounds. */
size_t bm_wire_page_size(const struct bm_wire_page *page);

/* The outlines that were met so far. */
struct bm_wire_outlines {
    struct bm_wire_store *store;
    uint32_t first, next; /* numbers in use; next is none yet */
    uint32_t faces;
};
struct bm_wire_outlines bm_wire_outlines(struct bm_wire *wire);
struct bm_wire_outlines bm_wire_outlines_hold(const struct bm_wire_outlines *outlines);
void bm_wire_outlines_drop(struct bm_wire_outlines *outlines);

/* Appends a chunk. */
void bm_wire_put(struct bm_buf *out, char kind, struct bm_str bytes);
/* Appends the outlines from a number on; nothing, if there are none. */
void bm_wire_put_outlines(struct bm_buf *out, const struct bm_wire_outlines *outlines,
                          uint32_t from);
/* Appends the page, as it differs from base: a page of the same number that the other side has;
 * NULL, or one that has nothing in common with it: whole. */
void bm_wire_put_page(struct bm_buf *out, const struct bm_wire_page *page,
                      const struct bm_wire_page *base);

/* A picture on a page, by its hash (32 hexadecimal digits): what it looks like printed, in sRGB, as
 * the proofs show it, with the pixels that are printed but at most limits.h of them. NULL: the page
 * has none of that hash. It lives as long as the page. */
struct bm_wire_picture;
const struct bm_wire_picture *bm_wire_picture(const struct bm_wire_page *page, struct bm_str hash);
/* Appends its file and says what it is, "image/png" or "image/jpeg"; NULL: it could not be read
 * again, or is not what it was. May take some hundred milliseconds. */
const char *bm_wire_picture_put(const struct bm_wire_picture *picture, struct bm_buf *out);

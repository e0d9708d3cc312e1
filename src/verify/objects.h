/* The objects of a PDF, by libqpdf. Its errors are kept by it: what is not there, or is of another
 * kind, reads as nothing. For verify/ alone. */
#pragma once

#include "verify/parts.h"

#include <qpdf/qpdf-c.h>

struct bm_objects {
    qpdf_data q;
    struct bm_seen *seen;
};

qpdf_oh bm_object_key(const struct bm_objects *o, qpdf_oh dict, const char *key);
/* That of a page, its own or inherited. */
qpdf_oh bm_object_inherited(const struct bm_objects *o, qpdf_oh page, const char *key);
/* A name without /, copied; empty when it is none. */
struct bm_str bm_object_name(const struct bm_objects *o, qpdf_oh oh);
bool bm_object_is_name(const struct bm_objects *o, qpdf_oh oh, const char *name);
/* 0 when it is none. */
double bm_object_number(const struct bm_objects *o, qpdf_oh oh);
/* Items of an array, 0 for what is none. */
int bm_object_count(const struct bm_objects *o, qpdf_oh oh);
/* The bytes of a stream, in the arena; false when they are more than is read, or packed in a way
 * that we do not write. What is no stream has none. */
bool bm_object_stream(const struct bm_objects *o, qpdf_oh stream, struct bm_str *bytes);

/* The first key of a dictionary that is none of those known, which end with NULL; empty: none. */
struct bm_str bm_object_other_key(const struct bm_objects *o, qpdf_oh dict,
                                  const char *const *known);

/* A rectangle as left, low, right, high; false when it is none. */
bool bm_object_box(const struct bm_objects *o, qpdf_oh array, double box[4]);

/* What of the catalog, and of what it says of the structure, is not ours; after the tree. */
void bm_see_around(const struct bm_objects *o, qpdf_oh root);
/* Annotations against the links of the pages; after the tree. */
void bm_see_links(const struct bm_objects *o, const qpdf_oh *pages, const int *ids);
void bm_see_image(const struct bm_objects *o, qpdf_oh image, struct bm_seen_image *seen);
/* What of a page, and of its resources' colour spaces, we never write. */
void bm_see_around_page(const struct bm_objects *o, const struct bm_seen_page *page, qpdf_oh oh,
                        qpdf_oh spaces);
/* The font of a dictionary, read once; NULL: it has more fonts than are read, or it is none. */
struct bm_seen_font *bm_see_font(const struct bm_objects *o, qpdf_oh dict);
/* The marks of the structure tree, in order. ids: object numbers of the pages. */
void bm_see_tree(const struct bm_objects *o, qpdf_oh root, const int *ids);

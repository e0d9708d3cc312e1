/* The steps of bm_bag_check(). */
#pragma once

#include "bag/bag.h"
#include "bag/lines.h"
#include "bag/tree.h"

#define BM_SEAL "manifest-sha512.txt.p7s"

/* A path that manifests list. */
struct bm_bag_entry {
    struct bm_str path;
    struct bm_str sums[BM_SUMS];     /* hexadecimal, as they are written; empty: not listed by it */
    const struct bm_tree_file *file; /* NULL: it is not there */
};

/* A package while it is checked. */
struct bm_bag_look {
    struct bm_arena *arena, *scratch;
    struct bm_diags *diags;
    int folder;
    struct bm_str name; /* of the folder, as it was given */
    struct bm_bag_version version;
    struct bm_tree tree;
    unsigned manifests, tagmanifests; /* kinds that there are, as bits */
    struct bm_bag_entry *v;
    size_t n, cap;
    struct bm_index index;
    size_t gone; /* files that some systems write by themselves, listed and not there */
    struct bm_bag_checked *out;
    bool good; /* nothing was wrong so far */
};

/* Says what is wrong, or doubtful, at a place. */
void bm_bag_wrong(struct bm_bag_look *look, struct bm_str place, const char *why);
void bm_bag_doubt(struct bm_bag_look *look, struct bm_str place, const char *why);
/* A line of a file as a place: "fetch.txt:3". */
struct bm_str bm_bag_place(struct bm_bag_look *look, struct bm_str file, size_t line);

/* A tag file as UTF-8; false when it is not there (nothing is said) or cannot be read. */
bool bm_bag_text(struct bm_bag_look *look, const char *name, struct bm_str *text);
/* The declaration, what lies in the folder, and all manifests (manifests.c). False: there is no
 * going on. */
bool bm_bag_open(struct bm_bag_look *look, const char *path);
void bm_bag_shut(struct bm_bag_look *look);
struct bm_bag_entry *bm_bag_entry_of(struct bm_bag_look *look, struct bm_str path);
/* Files that are listed under another name that some system takes for theirs (twins.c). */
void bm_bag_twins(struct bm_bag_look *look);
/* What there is of a seal and of an edition (ours.c). */
void bm_bag_ours(struct bm_bag_look *look);
/* After it: what is doubtful of a package of this program, and is not of those of others. */
void bm_bag_doubt_ours(struct bm_bag_look *look);
/* Whether the file is one that some systems write by themselves, which nobody misses. */
bool bm_bag_needless(struct bm_str path);

/* The records of an edition, for libraries and archives: of finished pages and their reading
 * (page/reading.h), as files of one folder,
 *
 *   alto/page-01.xml   what stands where on a page, to the character: ALTO 4.4
 *   mets.xml           the issue: its files, pages and articles, and which blocks of which page are
 *                      what of which article: METS 1.12.1 with MODS 3.8
 *   text/001.txt       the text of an article, as it was written
 *   json/001.json      the same with its structure, and where it stands
 *   articles.json      the list of articles
 *
 * docs/records.md says what is in them. First bm_record_make(), then bm_record_write(); METS speaks
 * of all files of the folder and of their sums, so bm_record_mets() comes when the others are made.
 *
 * Articles are numbered from 1 in the order of reading; a banner is one of them. The same pages
 * give the same bytes. */
#pragma once

#include "base/leaves.h"
#include "page/reading.h"

struct bm_record_options {
    const char *version; /* of the program */
    /* What stands in the folder beside the records, as paths within it; empty: it does not. */
    struct bm_str pdf;
    const struct bm_str *images, *thumbnails; /* of each page of the pages, by index; or NULL */
};

struct bm_record;

/* Finds the blocks of the pages that were read. It lives in arena, and points into the reading and
 * the options' strings, which must live as long. */
struct bm_record *bm_record_make(struct bm_arena *arena, const struct bm_reading *reading,
                                 const struct bm_record_options *options);

/* Appends all of the above but mets.xml. */
void bm_record_write(const struct bm_record *record, struct bm_leaves *leaves);

/* A file of the folder. */
struct bm_record_file {
    struct bm_str path;
    uint64_t size;
    struct bm_str sha256; /* 64 hexadecimal digits; empty: not known */
};

/* Appends mets.xml: of the files given, in their order, which should be all but itself and those
 * that hold its own sum. Files that are not among them are not pointed at. What a file is, is told
 * by its path: those above and those of the options; any other is of a group that is called as the
 * folder it is in. */
void bm_record_mets(const struct bm_record *record, const struct bm_record_file *files, size_t n,
                    struct bm_leaves *leaves);

/* How many articles there are, and the name and title of the one with a number from 1. */
size_t bm_record_article_count(const struct bm_record *record);
const struct bm_ledger *bm_record_article(const struct bm_record *record, size_t number);

/* What import asks for: files that are copy, the layout's kinds, maps of XML, and another program
 * that turns files into .docx. */
#pragma once

#include "cli/session.h"
#include "import/import.h"

enum bm_copy_kind {
    BM_COPY_COPY,
    BM_COPY_MANUSCRIPT, /* Markdown with a head: it is taken as it is */
    BM_COPY_PICTURE,
    BM_COPY_OTHER
};

struct bm_copy_file {
    const char *path, *name; /* name: that of the file, or its path in the folder that was named */
    enum bm_copy_kind kind;
};

struct bm_copy_files {
    struct bm_copy_file *v;
    size_t n, cap;
};

/* All files that are named, and those of folders, by their names, numbers in them by value. What
 * begins with a dot or ~ is none. */
bool bm_copies_find(struct bm_session *session, struct bm_copy_files *files);
/* Whether the folder that is written stands in none that is read, and none in it; else says so. */
bool bm_copies_apart(struct bm_session *session, const char *folder);

/* The last records of import.ndjson: each file that an import writes, with its sum. */
void bm_copies_sums(const struct bm_leaves *leaves, struct bm_buf *log);
/* Whether all that stands in a folder is as the import wrote it whose log stands there; else says
 * what is not. What an editor has changed or added is never written over. */
bool bm_copies_untouched(struct bm_session *session, const char *folder, const char *log);

/* Of a layout, with its bases. */
struct bm_layout_facts {
    const char *name;
    bool pages; /* it makes each page that gives no frames */
    struct bm_str *kinds;
    size_t kind_count, kind_cap;
};
bool bm_read_layout_facts(struct bm_session *session, struct bm_layout_facts *facts);

/* A map by a path, or by its name among the data's. NULL: there is none, or it is wrong, which is
 * said. */
const struct bm_import_map *bm_read_map(struct bm_session *session, const char *name);
/* The first of the data's for an XML whose first element has that name; NULL: there is none. */
const struct bm_import_map *bm_read_map_of(struct bm_session *session, struct bm_str root);

/* The file as .docx, by the program, which runs without a shell, with a profile of its own, and not
 * for long. */
bool bm_convert(struct bm_session *session, const char *program, const char *path,
                struct bm_str *bytes);

/* How many characters stand on a page of an edition that is made, what else an article and a
 * picture take, and pages at most. */
enum {
    BM_ROOM_PAGE = 3600,
    BM_ROOM_ARTICLE = 180,
    BM_ROOM_PICTURE = 500,
    BM_ROOM_PAGES_MOST = 64
};

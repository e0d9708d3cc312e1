/* Sources and spans: every character on a page, and every error, can say which
 * bytes of which file it came from. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* length bytes at offset of the source with index file; file BM_NO_FILE: no place. */
struct bm_span {
    uint32_t file, offset, length;
};

#define BM_NO_FILE UINT32_MAX

static inline struct bm_span bm_span_none(void)
{
    return (struct bm_span){BM_NO_FILE, 0, 0};
}

/* One file that was read. */
struct bm_source {
    struct bm_str path; /* as the user named it; for messages only */
    struct bm_str name; /* relative to its edition or data folder; may stand in outputs */
    struct bm_str text; /* all bytes, followed by a NUL that does not count */
    /* Of every 1,024th byte its line, from 1, where that begins, and the characters between, so
     * that a place is found in a file of any size as soon as in a small one. */
    struct bm_source_point {
        uint32_t line, start, column;
    } * points;
};

/* The files read so far, in order of reading. Lives in `arena`. */
struct bm_sources {
    struct bm_arena *arena;
    struct bm_source *v;
    size_t n, cap;
};

/* Copies the three strings into the sources' arena and returns the new index. */
uint32_t bm_sources_add(struct bm_sources *sources, struct bm_str path, struct bm_str name,
                        struct bm_str text);

/* Puts another text in the place of a source's, into an arena that lives as long as it is read: its
 * index stays, and with it what it is called. */
void bm_sources_replace(struct bm_sources *sources, uint32_t file, struct bm_arena *arena,
                        struct bm_str text);

/* The source of a span, or NULL for a span without a place. */
const struct bm_source *bm_sources_of(const struct bm_sources *sources, struct bm_span span);

/* Line and column, both from 1, columns in code points, of a byte offset in a source; line_text,
 * when not NULL, gets that line without its end. */
void bm_source_place(const struct bm_source *source, uint32_t offset, uint32_t *line,
                     uint32_t *column, struct bm_str *line_text);

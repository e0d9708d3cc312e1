/* What body.c, head.c and lines.c share: the setter, which adds rows to a setting, and the lines
 * that are kept between settings. A setter is made by each call of galley.h, with the arguments of
 * that call; whoever sets asks lines.c for the lines of a part, which come out of those kept where
 * there are any, and adds a row for each. Lengths as in galley.h; nothing here fails. */
#pragma once

#include "galley/setting.h"

struct bm_galley_lines {
    struct bm_arena *arena;
    struct {
        struct bm_lines lines;
        bm_len measure; /* 0: not known */
    } * v;              /* four a part: looseness -1, 0, 1, and its number */
    /* paragraphs parted at a sentence, by part: a list */
    struct parted {
        const struct parted *next;
        size_t wanted, after, empty;
        size_t n;
        const bm_len *widths; /* of its rows and of those that it may move to; one: all are alike */
        struct bm_lines lines;
    } * *parted;
    size_t parted_count;
    uint64_t
        broken; /* clusters of what was broken so far to measures that change, or at a sentence */
    /* settings to measures that change, by part: a list */
    struct slice {
        const struct slice *next;
        int looseness;
        size_t n;
        const bm_len *widths;
        struct bm_lines lines;
    } * *slices;
    struct bm_table_kept *tables; /* set so far */
};

struct setter {
    struct bm_arena *arena;
    struct bm_galley_lines *kept;
    const struct bm_galley *galley;
    const struct bm_row_measures *measures;
    struct bm_setting *out;
    size_t cap;
    size_t from;   /* rows of the body before those in out */
    bm_len *least; /* of the measures from each on; NULL: not asked for yet */
};

static inline void count_broken(const struct setter *s, const struct bm_part *p)
{
    if (s->kept && p->para)
        s->kept->broken += p->para->cluster_count;
}

static inline bm_len aligned(const struct bm_style *style, bm_len measure, bm_len width)
{
    bm_len room = measure - style->inset - width;
    if (style->align == BM_ALIGN_CENTRE)
        return room > 0 ? room / 2 : 0;
    if (style->align == BM_ALIGN_END)
        return room > 0 ? room : 0;
    return 0;
}

/* For a looseness: the number of an item. */
#define KEPT_NUMBER 2

/* Breaks a part whose indents are given; looseness KEPT_NUMBER: its number. plain: its lines
 * without looseness, or NULL. */
void bm_galley_break_lines(struct bm_arena *arena, const struct bm_part *p,
                           struct bm_measures measures, int looseness, const struct bm_lines *plain,
                           uint32_t cut, struct bm_lines *lines);
/* The same, kept. */
struct bm_lines bm_galley_lines_of(const struct setter *s, uint32_t part,
                                   struct bm_measures measures, int looseness);

/* The ledger: what of the pages has no ink. For each article where it stands and what did not fit;
 * the marks that want a person's eye; and how make-up divided the auto regions, with what is bad in
 * it. It hangs on the pages (page.h) and lives as long. */
#pragma once

#include "base/diag.h"
#include "base/limits.h"
#include "base/ruling.h"

/* Where a part of an article stands. */
struct bm_placed_frame {
    uint32_t page; /* number, from 1 */
    struct bm_rect rect;
    uint32_t columns;
    uint32_t lines; /* lines of text set in it */
    uint32_t spare; /* lines left empty at the foot of the last column */
};

/* Stretches of an article that are told apart when they have no room. */
#define BM_LEFT_OVER_MOST 8

/* The ledger of one article (or of the banner). */
struct bm_ledger {
    struct bm_str name; /* article's name; "banner" */
    struct bm_str kind;
    struct bm_str title; /* the head as text, for outlines; without breaks and marks */
    uint32_t file;
    uint32_t node; /* its node */
    struct bm_placed_frame *frames;
    size_t frame_count;
    uint32_t overset_lines, overset_characters; /* 0: everything is set */
    struct bm_span overset;                     /* where it starts */
    /* All of it, in reading order, and nothing that is set: fields of the manuscript's front matter
     * may be read last. The body is one stretch, of a field each; those beyond are not told. */
    struct bm_span left_over[BM_LEFT_OVER_MOST];
    uint32_t left_over_count;
    uint32_t short_lines; /* 少 N 行: empty lines that copyfitting could not place */
    uint32_t loose_lines; /* lines stretched beyond the limit of rule 6.5 */
    uint32_t characters;  /* set, white space not counted */
};

enum bm_mark_kind {
    BM_MARK_GAP,
    BM_MARK_JOIN,
    BM_MARK_QUERY,
    BM_MARK_OVERSET,
    BM_MARK_FINDING, /* a rule of typesetting, of the page or of print that is broken */
    BM_MARK_SHORT    /* lines missing at an article's foot; page/notes.h derives it from the ledger,
                        make-up adds no such mark */
};

/* "gap", "join", … */
const char *bm_mark_name(enum bm_mark_kind kind);

/* A mark for proof and check: what, where in the manuscript, where on paper. */
struct bm_mark {
    enum bm_mark_kind kind;
    uint32_t article;
    struct bm_span span; /* of the mark itself in the manuscript */
    struct bm_str note;  /* QUERY: the question; FINDING: the rule */
    struct bm_str about; /* QUERY: the characters asked about; empty for an omission */
    uint32_t page;       /* number; 0 when it stands nowhere (overset) */
    /* the characters it is about, a rectangle a line; GAP: its sign; JOIN and a QUERY about an
     * omission: the place between two characters, as high as the em box and of no width (in
     * vertical lines as wide and of no height) */
    struct bm_rect *rects;
    size_t rect_count;
    /* FINDING of preflight/: the rule is the message's code, the words are the catalogue's, level
     * is that of the settings; NULL for all else */
    const struct bm_diag *finding;
    const struct bm_ruling
        *ruling; /* FINDING of the copy desk, which is about `about`; else NULL */
    enum bm_level level;
};

/* What is bad in a plan: base/penalties.def. */
enum bm_penalty {
#define PENALTY(id, name, parts) BM_PENALTY_##id,
#include "base/penalties.def"
    BM_PENALTIES
};

/* How make-up divided the auto regions. */
struct bm_plan_ledger {
    int64_t cost, bound; /* no plan costs less than bound */
    bool optimal;        /* proved: cost and bound are equal, and every reckoning held */
    uint32_t limits;     /* that were hit and may have lost a better plan: bits of enum bm_limit */
    int64_t costs[BM_PENALTIES];
    uint32_t counts[BM_PENALTIES]; /* of pages as a whole, in parts */
    uint64_t states;               /* sub-problems solved */
    uint64_t fits;                 /* articles fitted in earnest */
    uint64_t steps, steps_most;    /* that dividing took, and might take (base/budget.h) */
    /* articles that cost less than was reckoned at least: a proof needs 0 */
    uint64_t bounds_missed;
    uint32_t measured; /* articles whose needs were measured; the others were known */
    /* All plans that were found, the best first, each with its own costs, prices and frames; this
     * one is among them. Advice has only the one that was made. They all have the same list. */
    struct bm_plan_ledger *plans;
    size_t plan_count;
    struct bm_plan_price {
        struct bm_str name;
        int64_t cost;
        int64_t costs[BM_PENALTIES];
    } * articles; /* in the plan's order */
    uint32_t article_count;
    /* The frames in which it stands, region by region in the order of reading; of a page whose
     * frames are the layout's also those that were no regions, each where it stands in the layout.
     */
    struct bm_planned {
        struct bm_str name;                    /* the article's; empty: no region, as it is */
        struct bm_span region;                 /* of the `auto` frame, or of the one that is none */
        struct bm_span page;                   /* in the edition */
        uint32_t number;                       /* of that page, from 1 */
        uint32_t column, columns, line, lines; /* base columns and grid lines, from 0 */
        uint32_t legs;                         /* text columns */
        struct bm_planned_style {
            struct bm_str role, style;
        } * styles; /* of the region, which it opens; and of heads, chosen on a ladder */
        size_t style_count;
        uint32_t head_lines; /* of a vertical head; 0: as many as it takes */
        bm_len head_width;   /* of a vertical head; 0: it has no such place */
        uint32_t head_legs;  /* legs that a head stands over; 0: all */
        bool head_side;      /* they have no text: it stands beside that */
        bool lead;           /* its article leads the region, and begins here */
    } * frames;
    size_t frame_count;
    struct bm_plan_advice {
        struct bm_str name;
        uint32_t cut; /* characters; 0: the whole article is held */
    } * advice;       /* when not all is set: all that are held together, and all that are cut
                         together, make the rest fit */
    size_t advice_count;
};

/* "lines", "copyfit", … */
const char *bm_penalty_name(enum bm_penalty penalty);
/* "group", "lots", … */
const char *bm_limit_name(enum bm_limit limit);
/* How many parts of one are counted over pages; 0: it is not counted. */
uint32_t bm_penalty_parts(enum bm_penalty penalty);

/* Preflight: what a printing house would refuse, said before it sees the pages. Walks the finished
 * pages once, item by item, and then sweeps each page for ink over ink; changes nothing. Which
 * rules there are stands in rules.def, their words in base/messages.def; how bad each is and where
 * its limits lie is data: the `preflight` section of a layout, then that of a printer.yaml, which
 * has the last word.
 *
 * Files: settings.c (defaults, reading), preflight.c (the walk), findings.c, type.c (text and
 * black), lines.c (rules and tints), pictures.c, sheet.c (pages, margins, bleed), boxes.c (where
 * there is ink), overlaps.c (ink over ink). */
#pragma once

#include "page/ledger.h"
#include "page/page.h"

enum bm_rule {
#define R(name) BM_RULE_##name,
#include "preflight/rules.def"
#undef R
    BM_RULE_COUNT
};

#define BM_RULE_OFF (-1)

/* Levels and limits. Figures without a source named are trade practice. */
struct bm_preflight {
    int8_t levels[BM_RULE_COUNT];                   /* enum bm_level, or BM_RULE_OFF */
    bm_len page_width, page_height, page_tolerance; /* of the trim; 0, 0: the printer names none */
    uint32_t pages_multiple;                        /* 4: a sheet of two leaves; 1: any number */
    uint32_t pages_least, pages_most;
    uint32_t ppi_least, ppi_warn; /* pixels an inch as placed: 150 is less than twice the 100 lines
                                     an inch of newsprint's screen; 170 to 200 are asked for */
    uint32_t line_art_least;      /* 600: pictures of pure black and white */
    uint32_t ink_most, ink_warn;  /* percent over all plates; 0: as the layout's `press` says */
    bm_len rule_least, rule_warn; /* solid lines of one ink; 0.3 pt is the editorial 正线 */
    bm_len colour_rule_least;     /* lines in several inks, a tint, or white */
    bm_len type_least;            /* solid, one ink */
    bm_len tint_type_least, reversed_type_least, colour_type_least;
    bm_len rich_black_below; /* type smaller than this is black alone; 0: the layout's figure … */
    bm_len knockout_below;   /* … and overprints (GWG) */
    bm_len margin_least, margin_warn; /* ink that does not reach the trim stands so far from it */
    bm_len bleed_least;               /* ink that reaches the trim goes so far beyond it */
};

/* The defaults. */
void bm_preflight_default(struct bm_preflight *settings);

/* Reads a `preflight` section over what settings hold: a map of rules by name, each a level (error,
 * warning, note, off) or a map of `level` and the rule's own limits; what is not said stays. map
 * NULL: nothing. Every wrong key, unit, number or level is a diagnostic with its place (exit 3);
 * false when there was any. Strings of diagnostics go into their own arena. */
bool bm_preflight_read(struct bm_preflight *settings, const struct bm_yaml *map,
                       struct bm_diags *diags);

/* Reads a printer.yaml (sources->v[file]): `name`, and a section `preflight` as above. */
bool bm_printer_read(struct bm_preflight *settings, struct bm_arena *arena,
                     const struct bm_sources *sources, uint32_t file, struct bm_diags *diags);

/* What the pages are printed as, as far as it changes what is found. */
struct bm_preflight_output {
    bool keeps_colours; /* pictures go into the PDF in the colours they have; else they are brought
                           into the output's space, within pages->limits.ink */
};

/* What is found, as marks of kind BM_MARK_FINDING in arena, by page and in painting order, those
 * about ink over ink last; *n gets their number. Findings of one rule and one figure in one article
 * are one, with a rectangle for each place. span is the manuscript's when it is known: the
 * characters, the figure, the paragraph. Findings about a whole page or the edition have no
 * rectangle; those about the edition are on its last page. */
struct bm_mark *bm_preflight_run(const struct bm_pages *pages, const struct bm_preflight *settings,
                                 const struct bm_preflight_output *output, struct bm_arena *arena,
                                 size_t *n);

/* How many of the findings are of this level. */
size_t bm_preflight_count(const struct bm_mark *findings, size_t n, enum bm_level level);

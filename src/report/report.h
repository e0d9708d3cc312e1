/* The report: what was set, as one JSON object a line (NDJSON) on the pages, articles, frames in
 * mm, pieces in painting order, gaps left, overset in characters and lines; and the list that
 * `check` prints for a person. Reads finished pages only, and writes without a library, since every
 * press run may ask for it: the same pages give the same bytes, keys in the order shown here. */
#pragma once

#include "page/page.h"

/* Appends the report. Files are named relative to their folders (bm_source.name), never by the
 * path of the machine. Objects, in this order:
 *   {"type":"edition","name":…,"layout":…,"pages":N,"articles":N}
 *   {"type":"page","page":1,"width_mm":…,"height_mm":…,"pieces":[{"article":name,"file":…,
 *     "characters":N,"text":…}…]}      pieces in painting order without white space (see
 *                                      bm_page_pieces()), artefacts as
 *                                      {"artefact":true,"characters":N,"text":…}
 *   {"type":"article","article":…,"kind":…,"file":…,"characters":N,"overset_characters":N,
 *     "overset_lines":N,"short_lines":N,"loose_lines":N,"frames":[{"page":1,"x_mm":…,"y_mm":…,
 *     "width_mm":…,"height_mm":…,"columns":N,"lines":N,"spare_lines":N}…]}
 *   {"type":"plan","cost":N,"bound":N,"gap_percent":…,"limits":["lots"…],"optimal":true,
 *     "penalties":{"butting":N…},"states":N,"fits":N,"measured":N,"bounds_missed":0,"alternatives":[cost…],"articles":[{"article":…,
 *     "cost":N,"penalties":{…}}…],"butting":…,"through":N…,
 *     "advice":[{"article":…,"hold":true,"cut_characters":N}…]}
 *                                      how auto regions were divided, if there are any; limits that
 *                                      were hit and may have lost a better plan, by
 *                                      bm_limit_name(); penalties by bm_penalty_name(), those that
 *                                      are not 0;
 *                                      how often those of whole pages occur
 *   {"type":"plan","held":true,"hash":…}      instead, when frames are those of plan.lock; the hash
 *                                      is that of its section
 *   {"type":"mark","number":N,"kind":"gap","article":…,"file":…,"line":N,"column":N,"note":…,
 *     "page":N,"x_mm":…,"y_mm":…}      the notes of page/notes.h, overset and short among them,
 *                                      in their order; about what ("about":…) when it is known
 *   {"type":"finding","number":N,"level":"error","rule":"thin-rule","article":…,"file":…,"line":N,
 *     "column":N,"note":…,"help":…,"page":N,"x_mm":…,"y_mm":…,"places":N}   what preflight and
 *                                      the copy desk found, among the marks; of the latter "about"
 *                                      quotes the manuscript; note is English, places counts them
 * A mark that has no article, no place in a file or none on paper has null there. */
void bm_report_write(const struct bm_pages *pages, struct bm_buf *out);

/* The notes of page/notes.h as a person reads them, for `check`; one line each, in their order (by
 * page, there by article and as the manuscript reads), an English or a Chinese sentence:
 *   path:line:column: query: the question (page 1, 12.3 mm from the left, 45.6 mm from the top)
 *   path:line:column: 存疑：问题（第 1 版，距左 12.3 毫米，距上 45.6 毫米）
 * path is what the user named; without a place in a file the article's name stands for it, or the
 * edition's. What preflight found has level and rule for its kind, and a second line, set in, that
 * says what to do; what the copy desk found, the line of the manuscript and a caret between them:
 *   path:line:column: error [small-type]: type of 5 pt; … (page 1, …, 3 places in all)
 * Appends nothing when there is nothing to say. */
void bm_report_check(const struct bm_pages *pages, enum bm_lang lang, struct bm_buf *out);

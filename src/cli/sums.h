/* Sums (SHA-256) of a print file and of all that it was made of: what a sign-off is bound to.
 * press --sums writes them, one JSON object:
 *
 *   {"type":"sums","program":"0.1.0","edition":"2026-lianghui","layout":"tabloid","profile":"x4",
 *    "marks":false,"plan":0,"budget":0,"replan":false,"first":0,"last":0,
 *    "pdf":{"sha256":"…","bytes":…},
 *    "inputs":[{"kind":"edition","name":"01-a.md","sha256":"…"}, …]}
 *
 * Kinds of inputs: `edition`, a file of its folder; `data`, one of the program's data (layouts,
 * declarations, profiles, phrases); `words`, the map of words; `font`, the file of a face that was
 * used, by the face's name; `outside`, any other, by its path. A file that is not there, and would
 * have been read if it were, has the sum "-". */
#pragma once

#include "cli/session.h"

/* The sum of a file; false: it cannot be read. */
bool bm_sum_file(const char *path, char hex[65]);

/* Where an input stands. */
struct bm_sum_places {
    const char *folder, *data; /* of the edition; of the data */
    const char *words;         /* the map of words */
    const struct bm_fonts *fonts;
};
struct bm_sum_places bm_sum_places(struct bm_session *session);
/* The path of an input; NULL: there is none, or its name leads out of its folder. */
const char *bm_sum_path(struct bm_session *session, const struct bm_sum_places *places,
                        struct bm_str kind, struct bm_str name);

/* What was set, and the print file made of it. False when a file is not what it was when it was
 * read: that is said (FILE_CHANGED). */
bool bm_sums_write(struct bm_session *session, struct bm_str pdf, struct bm_buf *out);

/* --watch: an edition is held open, and what a command makes of it is made again whenever a file of
 * it is saved, until the person at the terminal ends it. */
#pragma once

#include "cli/session.h"

/* Makes it once, by `make`, which begins with bm_set_edition() and ends with its outputs written;
 * then again after each change. Messages of each time are said at its end. Returns when the edition
 * cannot be watched; SIGINT ends the program with status 0 (cli/ending.h). */
void bm_follow(struct bm_session *session, void (*make)(struct bm_session *session));

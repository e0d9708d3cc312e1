/* An edition that is held open by the engine, and whose files are watched: what `--watch` and
 * `serve` share. The session reads and sets it through the engine (session->engine), plan.lock
 * included. */
#pragma once

#include "cli/session.h"
#include "engine/engine.h"

struct bm_watching {
    struct bm_session *session;
    struct bm_engine *engine;
    int watcher; /* of inotify */
    bool gone;   /* a folder could not be watched */
};

/* Opens the engine for the session's edition; nothing is read yet. findings: preflight's levels
 * are wanted. False: the system has no watcher left, which is said. */
bool bm_watching_open(struct bm_watching *watching, struct bm_session *session, bool findings);
/* Ends both. The session, which has own for its arena again, has nothing left of the engine's. */
void bm_watching_close(struct bm_watching *watching, struct bm_arena *own);

/* Watches all folders that anything was read from; those that are watched already stay so. */
void bm_watching_folders(struct bm_watching *watching);
/* The same of what else was read. */
void bm_watching_also(struct bm_watching *watching, const struct bm_paths *read);
/* By which number the watcher tells of a folder. */
int bm_watching_number(const struct bm_watching *watching, const char *folder);
/* Takes what has been told of, all of it: the files are looked at themselves. */
void bm_watching_drain(const struct bm_watching *watching);
/* The same, and waits until nothing has come for a moment: writes that come one after the other are
 * one change. */
void bm_watching_settle(const struct bm_watching *watching);

/* Seeks a plan that is cheaper than the one that is held (bm_engine_seek()). Whoever waits is not
 * kept waiting by that: it stops as soon as the watcher, or other (-1: none), can be read; *whole:
 * it was not stopped. */
bool bm_watching_seek(struct bm_watching *watching, int other, struct bm_sought *sought,
                      bool *whole);

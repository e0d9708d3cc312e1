/* The engine: an edition held open. What changes is set again, and only that.
 *
 *     struct bm_engine *engine = bm_engine_open(&options);
 *     revision = bm_engine_set(engine);                    the first: all is read and planned
 *     bm_engine_replace(engine, "07.md", text);            a key was struck, or …
 *     bm_engine_reread(engine);                            … files of the edition were written
 *     revision = bm_engine_set(engine);                    what that changed
 *
 * The plan is held: frames that make-up chose for the edition's auto regions stay while text
 * changes, and are chosen anew when the layout, the edition's frames or its list of articles do, or
 * when that is asked for (bm_engine_replan()). What text has no room in them is overset.
 *
 * The law: whatever was edited, a revision is what a fresh make-up of the same bytes under the same
 * plan gives, pages and messages alike. What is kept from revision to revision is found by all that
 * it depends on: a manuscript and its galleys and fit by the manuscript's serial, under one layout,
 * plan and set of fonts; all of those are forgotten when one of the others changes.
 *
 * One thread at a time. The engine owns what it hands out. */
#pragma once

#include "load/load.h"
#include "makeup/held.h"
#include "makeup/makeup.h"
#include "makeup/seek.h"

struct bm_engine_options {
    const char *edition; /* its folder, or its edition.yaml */
    const char *layout;  /* NULL: that which the edition names */
    const char *printer; /* a printer's file, or NULL */
    bool findings;       /* preflight's limits of the printer are wanted (bm_engine_preflight()) */
    const char *data;    /* the folder of the data, or NULL: it is looked for beside … */
    const char *program; /* … the folder of the program; NULL: not known */
    unsigned jobs;       /* threads that plan; 0 counts as 1 */
    uint32_t budget;     /* of planning (base/budget.h); 0: the layout's */
    struct bm_progress *progress; /* of planning, for a person who waits; or NULL */
    /* Whenever all was read: may put other frames in the place of the edition's, as a file that
     * holds its plan has them, and say so. False: the edition cannot be set. NULL: nobody does. */
    bool (*hold)(void *context, struct bm_loader *loader, struct bm_inputs *inputs);
    void *context;
};

/* A page that is not as it was in the last revision that had pages. */
struct bm_changed_page {
    uint32_t page; /* number, from 1; also of one that is no more */
    /* Items that came and that went, as large as their em boxes: what must be painted anew. None:
     * only the places in the manuscript that its glyphs stand for have moved. */
    struct bm_rect *rects;
    size_t n;
};

struct bm_revision {
    uint64_t number; /* from 1 */
    /* NULL: the edition cannot be set (diags say why); what was shown last may go on being shown:
     * bm_engine_pages(). Good until the next revision that has pages. */
    struct bm_pages *pages; /* findings of preflight may be hung on them */
    struct bm_diags diags;  /* of reading and make-up, in the order of a cold run; until the next */
    struct bm_changed_page *changed; /* until the next */
    size_t changed_count;
    bool planned; /* a plan was made for it */
};

struct bm_engine;

/* Nothing is read before the first bm_engine_set(). The strings stay the caller's, and must live as
 * long. */
struct bm_engine *bm_engine_open(const struct bm_engine_options *options);
void bm_engine_close(struct bm_engine *engine);

/* The text of a manuscript, as the edition lists it, in the place of what its file held when it was
 * looked at last; a file that holds something else at the next look has its way again. False: there
 * is no such manuscript. */
bool bm_engine_replace(struct bm_engine *engine, const char *name, struct bm_str text);
/* The same of a text that its file holds by now, since whoever says so has written it. */
bool bm_engine_saved(struct bm_engine *engine, const char *name, struct bm_str text);
/* Looks at all files that were read, or were looked for and not there. What has changed is read
 * again. Texts are compared byte by byte. True: something has. */
bool bm_engine_reread(struct bm_engine *engine);
/* The next revision is planned anew. */
void bm_engine_replan(struct bm_engine *engine);

/* Seeks a plan for what was set last that is cheaper than the one that is held, in a file or here:
 * true, and *out has it, until the next call of anything. False: there is none, or
 * options.progress->stop was set meanwhile. What articles need in every rectangle is kept from one
 * search to the next. Nothing that was handed out changes. */
bool bm_engine_seek(struct bm_engine *engine, struct bm_sought *out);

/* Sets what has changed since the last revision. */
const struct bm_revision *bm_engine_set(struct bm_engine *engine);

/* The last pages there were; NULL: none yet. */
const struct bm_pages *bm_engine_pages(const struct bm_engine *engine);
/* The plan that is held; NULL: there is nothing to plan, or no plan yet. Until the next set. */
const struct bm_standing_plan *bm_engine_held(const struct bm_engine *engine);
/* What was read for the last revision. */
const struct bm_inputs *bm_engine_inputs(const struct bm_engine *engine);
const struct bm_loader *bm_engine_loader(const struct bm_engine *engine);

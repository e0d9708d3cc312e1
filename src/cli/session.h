/* A session: one run of the program, from the arguments to the exit status. Only cli/ prints, and
 * only these functions of it. Commands add what they find to session->diags and return; main()
 * prints the list and derives the exit status from it. */
#pragma once

#include "base/budget.h"
#include "base/output.h"
#include "cli/args.h"
#include "load/load.h"
#include "makeup/makeup.h"

/* Stages of a run, in order. */
enum bm_stage {
    BM_STAGE_READ,   /* edition, manuscripts, layout */
    BM_STAGE_FONTS,  /* the declaration of fonts */
    BM_STAGE_MAKEUP, /* shaping, setting, making up; faces are mapped here, when first used */
    BM_STAGE_PREFLIGHT,
    BM_STAGE_PDF,
    BM_STAGE_PROOF,
    BM_STAGE_VERIFY,
    BM_STAGE_OUTPUT, /* to disk */
    BM_STAGE_COUNT
};

struct bm_session {
    struct bm_args args;
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_paths read;               /* files that are read, but for fonts */
    struct bm_outputs *outputs;         /* that are being written */
    struct bm_paths written;            /* those of them that are made */
    enum bm_exit said;                  /* status of what was said already */
    struct bm_paths made;               /* those that have their names, in words; for --watch */
    struct bm_engine *engine;           /* that holds the edition open, with --watch; else NULL */
    const struct bm_revision *revision; /* the engine's last */
    atomic_int end_bell; /* what SIGINT and SIGTERM ring (an eventfd) instead of ending the program;
                            0: nothing */
    bool report_put;     /* the report is one of them, or could not be */
    int64_t begun;       /* when the present stage began, ns */
    int64_t spent[BM_STAGE_COUNT]; /* ns */
    struct bm_progress progress;   /* written as the work goes on, read by progress.c */
    const char *data;              /* data folder, or NULL: not looked for yet */
    const char *archived;      /* the package that is set again, or NULL; then data is its … */
    uint64_t archived_files;   /* in its data/ */
    const char *machine;       /* … and fonts and map of words are those of this data folder */
    struct bm_fonts *fonts;    /* NULL until read; closed by main() */
    struct bm_lexicon lexicon; /* open once it is needed; closed by main() */
    struct bm_inputs inputs;   /* the edition being set */
    struct bm_lock *lock;      /* its plan.lock (lock.h); NULL: not looked for */
    bool loaded;               /* all of it was read */
    struct bm_pages *pages;    /* NULL until made up; dropped by main() */
    struct bm_preflight preflight; /* levels and limits, read with the edition */
    struct bm_copydesk *desk;      /* rules on texts, in an arena of their own; closed by main() … */
    struct bm_arena *desk_arena;   /* … NULL: not read */
};

/* Starts the clock of a stage, and says to who waits that it begins; stops the clock and adds the
 * time to the stage. */
void bm_stage_begin(struct bm_session *session, enum bm_stage stage);
void bm_stage_end(struct bm_session *session, enum bm_stage stage);
/* The table of timings for a person, and as objects of the report. */
void bm_timings_table(const struct bm_session *session, struct bm_buf *out);
void bm_timings_json(const struct bm_session *session, struct bm_buf *out);

/* printf into the session's arena. */
const char *bm_format(struct bm_session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void bm_path_add(struct bm_session *session, struct bm_paths *paths, const char *path);

/* The folder of the running program, or NULL. */
const char *bm_program_folder(struct bm_session *session);

/* Writes to standard output; what goes wrong is a diagnostic. */
bool bm_print(struct bm_session *session, struct bm_str text);
/* The diagnostics and timings, on standard error. */
void bm_say(const struct bm_session *session);
/* With --verbose, one line on standard error. */
void bm_tell(struct bm_session *session, const char *words);

/* A session: one run of the program, from the arguments to the exit status. Only cli/ prints, and
 * only these functions of it. Commands add what they find to session->diags and return; main()
 * prints the list and derives the exit status from it. */
#ifndef BM_CLI_SESSION_H
#define BM_CLI_SESSION_H

#include "base/diag.h"
#include "cli/args.h"
#include "font/font.h"
#include "layout/layout.h"
#include "makeup/makeup.h"
#include "manuscript/manuscript.h"
#include "page/page.h"
#include "pdf/pdf.h"
#include "preflight/preflight.h"

/* Stages of a run, in order. */
enum bm_stage {
    BM_STAGE_READ,   /* edition, manuscripts, layout */
    BM_STAGE_FONTS,  /* the declaration of fonts */
    BM_STAGE_MAKEUP, /* shaping, setting, making up; faces are mapped here, when first used */
    BM_STAGE_PREFLIGHT,
    BM_STAGE_PDF,
    BM_STAGE_PROOF,
    BM_STAGE_OUTPUT, /* to disk */
    BM_STAGE_COUNT
};

/* An edition with all it needs. */
struct bm_desk {
    struct bm_edition *edition;
    struct bm_layout *layout;
    struct bm_template *frames;
    struct bm_article **articles; /* in the edition's order */
    size_t article_count;
    struct bm_named_image *images;
    size_t image_count;
    struct bm_output *output; /* NULL: the layout names none */
};

struct bm_session {
    struct bm_args args;
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    int64_t begun;                 /* when the present stage began, ns */
    int64_t spent[BM_STAGE_COUNT]; /* ns */
    const char *data;              /* data folder, or NULL: not looked for yet */
    struct bm_fonts *fonts;        /* NULL until read; closed by main() */
    struct bm_desk desk;           /* the edition being set */
    struct bm_pages *pages;        /* NULL until made up; dropped by main() */
    struct bm_preflight preflight; /* levels and limits, read with the edition */
};

/* Starts the clock of a stage, or stops it and adds the time to the stage. */
void bm_stage_begin(struct bm_session *session);
void bm_stage_end(struct bm_session *session, enum bm_stage stage);
/* The table of timings for a person, and as objects of the report. */
void bm_timings_table(const struct bm_session *session, struct bm_buf *out);
void bm_timings_json(const struct bm_session *session, struct bm_buf *out);

/* printf into the session's arena. */
const char *bm_format(struct bm_session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The folder of the running program, or NULL. */
const char *bm_program_folder(struct bm_session *session);

/* Writes to standard output; what goes wrong is a diagnostic. */
void bm_print(struct bm_session *session, struct bm_str text);
/* With --verbose, one line on standard error, in the language of the session. */
void bm_tell(struct bm_session *session, const char *english, const char *chinese);

/* Reads a file and checks its text; true with its index among the sources. where: what asks for it.
 * path NULL: standard input. */
bool bm_load_text(struct bm_session *session, const char *path, const char *name,
                  struct bm_span where, uint32_t *file);
/* Reads the declaration of fonts into session->fonts. */
bool bm_load_fonts(struct bm_session *session);
/* Reads edition, layout, manuscripts, frames; all errors are reported before it gives up. */
bool bm_load_edition(struct bm_session *session, struct bm_desk *desk);

/* Loads the edition and its fonts and makes it up into session->pages. False when there is nothing
 * that could be shown: bad input, or pages asked for that there are not. */
bool bm_set_edition(struct bm_session *session);
/* Makes the loaded edition up again by plan number `plan` (0 or 1: the best). The caller owns the
 * pages; NULL when there is no such plan. */
struct bm_pages *bm_make_plan(struct bm_session *session, unsigned plan, struct bm_diags *diags);
/* Whether what was set may be written: bad input never; pages that are not fit to print unless
 * strict. */
bool bm_may_write(const struct bm_session *session, bool strict);
/* Reads the levels and limits of preflight: those of the layout (NULL: none) and, for the commands
 * that show findings, of the printer.yaml in the edition's folder or of --printer. */
bool bm_load_preflight(struct bm_session *session, const struct bm_layout *layout,
                       const char *folder);
/* Has the pages preflighted and hangs the findings on them. */
void bm_preflight_pages(struct bm_session *session);
/* The report, when it is asked for. */
void bm_write_report(struct bm_session *session);

/* The profile of --profile. */
enum bm_pdf_profile bm_profile_asked(const struct bm_session *session);
/* Sets the edition and makes its PDF of the profile, when it may be written. */
bool bm_make_pdf(struct bm_session *session, enum bm_pdf_profile profile, struct bm_buf *out);
/* The PDF of pages first to last (0, 0: all) of what was set, when it may be written. */
bool bm_make_pages(struct bm_session *session, enum bm_pdf_profile profile, uint32_t first,
                   uint32_t last, struct bm_buf *out);
/* press --split: sets the edition and writes a file a page, all or none. */
void bm_write_split(struct bm_session *session, enum bm_pdf_profile profile);
/* The face of slug lines and of the captions of proofs: the first of the first role, open; or NULL.
 */
const struct bm_face *bm_label_face(struct bm_session *session);
/* Says that an output was written. */
void bm_tell_written(struct bm_session *session, const char *path, size_t bytes);
/* Writes an output's file and says so. */
bool bm_write_output(struct bm_session *session, const char *path, const struct bm_buf *bytes);

/* The commands. */
void bm_run_press(struct bm_session *session);
void bm_run_archive(struct bm_session *session);
void bm_run_proof(struct bm_session *session);
void bm_run_check(struct bm_session *session);
/* check --layouts. */
void bm_explain_layout(struct bm_session *session);
void bm_run_fonts(struct bm_session *session);
void bm_run_lines(struct bm_session *session);

#endif

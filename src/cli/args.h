/* Arguments: the words of the command line, checked, as one structure. Commands and options stand
 * in two tables, from which the parser and the help texts are made. */
#pragma once

#include "base/diag.h"

enum bm_command {
#define COMMAND(id, ...) BM_CMD_##id,
#include "cli/options.def"
    BM_CMD_COUNT
};

/* Options not given keep the values of bm_args_read(). */
struct bm_args {
    unsigned command;  /* enum bm_command */
    unsigned topic;    /* of help: a command, or BM_CMD_COUNT for all */
    const char *pdf;   /* of verify */
    const char *input; /* EDITION; of lines FILE or NULL: standard input */
    const char *output, *layout, *report, *coverage, *face; /* NULL: not given */
    const char **inputs; /* of import: all that are named, input the first of them */
    size_t input_count, input_cap;
    const char *via, *map, *date;   /* the same; NULL: not given */
    const char *printer;            /* of check and proof */
    uint32_t first_page, last_page; /* 0, 0: all */
    unsigned jobs, dpi;
    unsigned alternatives, plan;       /* of auto regions */
    unsigned budget;                   /* steps for them; 0: the layout's */
    unsigned lang;                     /* enum bm_lang */
    unsigned profile;                  /* of press and check: x4, x1a, plain */
    unsigned record;                   /* of archive: a2a, a4 */
    unsigned words;                    /* of epaper: zh, en */
    const char *pdf_address, *address; /* the same; NULL: not given */
    bool json, strict, timings, quiet, verbose, help, version;
    bool verify;                       /* of fonts and archive */
    bool replay, sm3, epaper, replace; /* of archive */
    const char *seal;                  /* the same: a command; NULL: none */
    bool opportunities, hang;          /* of lines */
    unsigned level, style, autospace;  /* of lines: enums of text/ … */
    bool layouts;                      /* of check */
    bool rules;                        /* the same */
    bool score, frames;                /* the same */
    bool write;                        /* of plan */
    bool replan;                       /* plan.lock is left out of account */
    bool marks;                        /* of press */
    const char *split;               /* of press: pattern for the names of files; NULL: one file */
    const char *sums;                /* of press: a file for the sums; NULL: none */
    bool signoff;                    /* of verify: EDITION alone, no PDF */
    bool watch;                      /* of press and proof */
    unsigned port;                   /* of serve … */
    const char *listen, *allow_host; /* … NULL: not given */
    bool read_only;
    bool plates, paper;            /* of proof */
    unsigned digits, method, mode; /* … here too */
    unsigned looseness;            /* of lines: 0, 1, 2 for a line less */
    const char *hyphenate;         /* of lines; NULL: words stay whole */
    const char *measure_text, *indent_text, *size_text;
    bm_len measure, indent, size; /* of lines */
};

/* An option. Which values it takes, and where they go in struct bm_args. */
enum bm_option_kind {
    BM_OPTION_FLAG,    /* bool */
    BM_OPTION_STRING,  /* const char * */
    BM_OPTION_COUNT,   /* unsigned, least to most */
    BM_OPTION_WORD,    /* unsigned: index into words */
    BM_OPTION_PATTERN, /* const char *; the value may be missing: a pattern is --name=PATTERN, or
                          the next word when there is a brace in it; else BM_PATTERN_DEFAULT */
    BM_OPTION_PAGES    /* first_page, last_page */
};

struct bm_option {
    const char *name; /* without "--" */
    char letter;      /* of the short form, or 0 */
    enum bm_option_kind kind;
    unsigned commands; /* bit 1 << enum bm_command */
    size_t field;      /* offset in struct bm_args */
    const char *value; /* what stands for the value in help texts; NULL for flags */
    unsigned least, most;
    const char *const *words;
    size_t word_count;
    const char *help[2]; /* by enum bm_lang */
};

struct bm_command_text {
    const char *name, *arguments;
    bool input_needed, input_allowed;
    const char *help[2];
};

extern const struct bm_option bm_options[];
extern const size_t bm_option_count;
extern const struct bm_command_text bm_commands[BM_CMD_COUNT];

/* The language of messages in a locale: the first of the three that is neither NULL nor empty
 * decides; Chinese when it starts with zh. */
enum bm_lang bm_lang_of_locale(const char *lc_all, const char *lc_messages, const char *lang);

/* Reads argv[1 … argc). lang is that of the locale. Goes through to the end and reports every wrong
 * word (all with exit status 2); false when there was any. `--` ends the options. */
bool bm_args_read(struct bm_args *args, int argc, const char *const *argv, enum bm_lang lang,
                  struct bm_diags *diags);

/* The help text of a command, or of the program for BM_CMD_COUNT. */
void bm_args_help(unsigned topic, enum bm_lang lang, struct bm_buf *out);

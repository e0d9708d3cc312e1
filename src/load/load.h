/* Loading: an edition's folder in; its sources, layout, frames, articles, pictures, words and
 * profile out. With base/file.c the only place that opens files of editions and of the data.
 *
 * A loader is filled in by who wants something read: where it goes (arena, sources, diags), what is
 * asked for, where the data may be. bm_load_edition() reads all of an edition; who sets one again
 * after a change reads its parts one by one, in the same order: bm_load_head(), bm_load_article()
 * of each, bm_load_images(), bm_load_preflight(). What is wrong is a diagnostic; all that can be
 * said is said before a function gives up and returns false. */
#pragma once

#include "base/file.h"
#include "colour/colour.h"
#include "copydesk/copydesk.h"
#include "fit/subject.h"
#include "layout/frames.h"
#include "manuscript/manuscript.h"
#include "preflight/preflight.h"
#include "words/lexicon.h"
#include "words/phrases.h"

/* An edition with all it needs. */
struct bm_inputs {
    const char *folder; /* of the edition */
    struct bm_edition *edition;
    struct bm_layout *layout;
    struct bm_layout_file *layout_files; /* its own and those of its bases */
    size_t layout_file_count;
    struct bm_template *frames;
    struct bm_article_kind *kinds; /* those of the layout, as manuscripts know them */
    struct bm_article **articles;  /* that could be read, in the edition's order */
    size_t article_count;
    uint32_t *files; /* of each article of the edition its source; BM_NO_FILE: it was not read */
    struct bm_named_image *images;
    size_t image_count;
    struct bm_phrases phrases;          /* those of the data and of the edition, and the lexicon */
    struct bm_output_condition *output; /* NULL: the layout names none */
};

/* Paths, in the arena of who keeps them. */
struct bm_paths {
    const char **v;
    size_t n, cap;
};

struct bm_loader {
    struct bm_arena *arena;     /* of what is read */
    struct bm_sources *sources; /* where texts are added */
    struct bm_diags *diags;
    struct bm_paths *read; /* paths of all files that were read but for fonts; in the arena */
    uint64_t *stamp;       /* of all of them, as they were when they were read; or NULL */
    const char *input;     /* the edition: its folder, or its edition.yaml */
    const char *layout;    /* NULL: that which the edition names */
    const char *printer;   /* a printer's file; NULL: that in the folder, if findings … */
    bool findings;         /* … are wanted, and there is one */
    const char *data_set;  /* the folder of the data; NULL or empty: it is looked for */
    const char *program;   /* folder of the running program, or NULL */
    /* Found, and kept from call to call. */
    const char *data; /* NULL: not looked for yet */
    /* Where fonts and the map of words are when data is that of an archived edition, which has
     * neither; NULL: in data. */
    const char *machine;
    struct bm_fonts *fonts;        /* bm_load_fonts(); the caller closes them */
    struct bm_lexicon lexicon;     /* open once it is needed; the caller closes it */
    struct bm_preflight preflight; /* levels and limits */
};

/* Reads a file and checks its text; true with its index among the sources. where: what asks for it.
 * name: for messages and outputs. */
bool bm_load_text(struct bm_loader *l, enum bm_file_kind kind, const char *path, const char *name,
                  struct bm_span where, uint32_t *file);
/* The same of a text that is there: named as it is shown, and checked. */
bool bm_load_given(struct bm_loader *l, const char *path, const char *name, struct bm_str text,
                   uint32_t *file);
/* Says that a file is about to be read, which need not be there. */
void bm_load_note(struct bm_loader *l, const char *path);
/* The stamp with one more file: it is another where the file, its size or its times are others. */
uint64_t bm_load_stamp(uint64_t stamp, const char *path);
/* Reads a file as it is. */
bool bm_load_bytes(struct bm_loader *l, enum bm_file_kind kind, const char *path,
                   struct bm_span where, struct bm_str *bytes);

/* Finds the folder of the data: data_set; else share/banmian under the prefix that the program
 * stands in; else the nearest folder above the program that holds the data (the source tree). Never
 * the current folder: what a command does must not depend on where it is given. */
bool bm_load_find_data(struct bm_loader *l);
/* Reads the declaration of fonts. */
bool bm_load_fonts(struct bm_loader *l);
/* Phrases of the data and of the edition (NULL: none), and the lexicon behind them. */
bool bm_load_words(struct bm_loader *l, const struct bm_edition *edition,
                   struct bm_phrases *phrases);
/* The output condition that the layout names. */
bool bm_load_output(struct bm_loader *l, struct bm_inputs *inputs);

#define BM_BASES_MOST 4 /* of a layout: its base, the base of that, and so on */
/* Names of a layout that no edition asks for and of its bases, at most BM_BASES_MOST + 1; how many.
 * 0: there is none, or one is unusable; that is said. */
size_t bm_load_bases(struct bm_loader *l, const char *name, const char **names);
/* The layout that is asked for, or that of the edition, and the edition's frames for it. */
bool bm_load_layout(struct bm_loader *l, struct bm_inputs *inputs);

/* All of an edition: what follows, in this order. */
bool bm_load_edition(struct bm_loader *l, struct bm_inputs *inputs);
/* Edition, layout, frames, output condition, words. *usable: articles can be read. */
bool bm_load_head(struct bm_loader *l, struct bm_inputs *inputs, bool *usable);
/* Where the i-th article of the edition stands, and what it is called. */
const char *bm_load_article_path(struct bm_loader *l, const struct bm_inputs *inputs, size_t i,
                                 const char **name);
/* The i-th article of the edition from its file; NULL: it is unusable. */
struct bm_article *bm_load_article(struct bm_loader *l, struct bm_inputs *inputs, size_t i);
/* The same from its source, which is read already. */
struct bm_article *bm_load_parsed(struct bm_loader *l, const struct bm_inputs *inputs, size_t i);
/* The pictures of all figures, each file once. Those of `known` are not opened again. list: of the
 * list alone; the pictures live in the loader's arena. */
bool bm_load_images(struct bm_loader *l, struct bm_inputs *inputs,
                    const struct bm_named_image *known, size_t known_count, struct bm_arena *list);
/* Levels and limits of preflight: those of the layout (NULL: none) and of the printer. */
bool bm_load_preflight(struct bm_loader *l, const struct bm_inputs *inputs);

/* Rules of the data and lists of the house: those in the edition's folder, else in the folder that
 * edition.yaml names (`house`). inputs NULL: the data's alone. NULL: one is unusable, and said. The
 * caller closes it. */
struct bm_copydesk *bm_load_copydesk(struct bm_loader *l, const struct bm_inputs *inputs);
/* Names of the house's lists, ended by NULL. */
extern const char *const bm_house_lists[];

/* printf into the loader's arena. */
const char *bm_load_format(struct bm_loader *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool bm_load_is_folder(const char *path);
/* Whether the file, wherever links lead, is in the folder or in one below it. What is not there,
 * or no file, is said by who opens it. */
bool bm_load_is_inside(const char *path, const char *folder);

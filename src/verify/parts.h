/* What the files of verify/ share: what is on paper as a list of atoms, glyph by glyph and drawing
 * by drawing, once as the pages want it and once as the PDF shows it. */
#pragma once

#include "font/program.h"
#include "page/reading.h"
#include "verify/limits.h"
#include "verify/verify.h"

struct bm_seen_font;
struct bm_seen_image;

enum bm_atom_kind {
    BM_ATOM_GLYPH,
    BM_ATOM_FILL,
    BM_ATOM_STROKE,
    BM_ATOM_PICTURE,
    BM_ATOM_OTHER /* what we never write; seen only */
};

/* Inks, in 1/10000. */
struct bm_paint {
    bool other; /* in a colour space that we do not write */
    bool overprint;
    uint16_t v[4];      /* process inks; of a spot its tint in v[0] */
    struct bm_str spot; /* its name; empty: process inks */
};

/* A path or a picture's place: points from the left top of the trim. Of a picture what is shown,
 * then where all of it would be: two corners each. */
struct bm_shape {
    const uint8_t *ops; /* enum bm_op */
    size_t op_count;
    const struct bm_spot_point {
        bm_len x, y;
    } * points;
    size_t point_count;
    bm_len weight; /* of strokes */
};

enum {
    BM_UNSEEN_MODE = 1, /* of text that paints nothing, or an outline */
    BM_UNSEEN_CLIP = 2, /* outside the clipping path */
    BM_UNSEEN_LOOK = 4  /* a graphics state that we do not write: transparency, optional content */
};

struct bm_atom {
    uint8_t kind, unseen;
    bool vertical;
    uint32_t page; /* index into bm_pages.pages */
    struct bm_paint paint;
    bm_len x, y;      /* of a glyph: the origin of its outline; else the left top of its bounds */
    bm_len matrix[4]; /* of a glyph: that of its em, y up */
    struct bm_str text;
    const struct bm_shape *shape;
    /* wanted */
    uint32_t item, glyph; /* of the page, of the run */
    const struct bm_face *face;
    uint32_t gid;
    /* seen */
    struct bm_seen_font *font;
    uint32_t cid;
    int32_t mark; /* MCID; -1: none, or an artefact */
    const struct bm_seen_image *image;
};

struct bm_atoms {
    struct bm_arena *arena;
    struct bm_atom *v;
    size_t n, cap;
    size_t points, outside;
};

/* The atoms of the pages that the input asks for, in painting order. */
void bm_want(struct bm_atoms *atoms, const struct bm_verify_input *input);
bool bm_page_is_asked(const struct bm_verify_input *input, const struct bm_page *page);

/* A page of the PDF. */
struct bm_seen_page {
    const struct bm_page *page; /* that it should be; NULL: there is none */
    uint32_t index;             /* of that */
    double trim[4], crop[4];
    bool turned; /* or scaled */
};

/* A mark of the structure tree, in the order of reading. */
struct bm_seen_mark {
    uint32_t page; /* index of the seen page */
    int32_t mark;
};

/* A difference that shows itself while the file is read. */
struct bm_seen_find {
    enum bm_difference_kind kind;
    enum bm_difference_about about;
    const struct bm_page *page; /* NULL: none */
    struct bm_rect rect;
    struct bm_str wanted, found;
};

struct bm_seen {
    struct bm_arena *arena;
    const struct bm_verify_input *input;
    const char *unreadable;
    struct bm_seen_page *pages;
    size_t page_count;
    struct bm_seen_font **fonts;
    size_t font_count;
    struct bm_atoms atoms;
    bool tagged, replaced; /* replaced: an element stands for other text */
    struct bm_seen_mark *marks;
    size_t mark_count, mark_cap;
    struct bm_seen_find *finds;
    size_t find_count, find_cap;
    size_t bytes, elements; /* inflated, walked */
    size_t most;            /* atoms that are read */
};

/* Reads the PDF. False, and why: seen->unreadable. bm_seen_close() ends it. */
bool bm_see(struct bm_seen *seen);
void bm_seen_close(struct bm_seen *seen);
void bm_see_find(struct bm_seen *seen, struct bm_seen_find find, struct bm_str found);

/* A font of the PDF: codes to CIDs, texts and advances; and its program. */
struct bm_seen_font {
    struct bm_str name; /* BaseFont without the subset's tag */
    int id;             /* of its dictionary */
    bool ours;          /* it has our CMap */
    bool vertical;
    unsigned bytes; /* of a code */
    struct bm_codes {
        uint32_t *cids; /* by code; CID and 1, 0: none */
        size_t cid_count;
        struct bm_str *texts; /* by code; p NULL: none */
        size_t text_count;
    } codes;
    double default_width, default_v[2]; /* DW, DW2 */
    double *widths;                     /* by CID, of those below width_count; NaN: the default */
    size_t width_count;
    struct bm_seen_v {
        double w, x, y;
        bool set;
    } * verticals; /* by CID */
    size_t vertical_count;
    const unsigned char *to_gid; /* two bytes a CID; NULL: by identity, or by charset */
    size_t to_gid_count;
    bool cff;
    struct bm_str program_bytes;
    int program_id; /* the object: fonts may share it */
    char sha256[65];
    struct bm_program *program;
    const struct bm_face *program_face; /* as whose program it was opened; NULL: not yet */
    bool shared;                        /* another font closes it */
};

/* CMaps (Adobe Technical Note 5014; ISO 32000-1, 9.7.5, 9.10.3). False when it is broken or goes on
 * in another. */
bool bm_codes_read_cids(struct bm_arena *arena, struct bm_codes *codes, struct bm_str cmap);
bool bm_codes_read_texts(struct bm_arena *arena, struct bm_codes *codes, struct bm_str cmap);

/* An image XObject. */
struct bm_seen_image {
    double width, height, components; /* components 0: in a space that we do not write */
    bool jpeg, inverted;
    struct bm_str odd; /* what of it we do not write; empty: nothing */
    bool upright;      /* as it is shown */
};

/* What content needs of the page's resources. */
struct bm_resources {
    void *context;
    struct bm_seen_font *(*font)(void *context, struct bm_str name);
    /* The name of a Separation's ink; false: another colour space. */
    bool (*spot)(void *context, struct bm_str name, struct bm_str *ink);
    /* Overprint of a graphics state; false: it does more than that. */
    bool (*state)(void *context, struct bm_str name, bool *overprint);
    bool (*image)(void *context, struct bm_str name, struct bm_seen_image *image);
};

/* Interprets the content of a page, and adds its atoms. */
void bm_see_content(struct bm_seen *seen, const struct bm_seen_page *page, struct bm_str content,
                    const struct bm_resources *resources);

/* Tokens of content and CMaps. */
enum bm_token_kind {
    BM_TOKEN_END,
    BM_TOKEN_NUMBER,
    BM_TOKEN_STRING, /* its bytes, in the scanner's buffer */
    BM_TOKEN_NAME,   /* likewise, without / */
    BM_TOKEN_WORD,
    BM_TOKEN_OPEN,  /* [ */
    BM_TOKEN_CLOSE, /* ] */
    BM_TOKEN_DICT,  /* << */
    BM_TOKEN_DICT_END
};

struct bm_scanner {
    struct bm_str text;
    size_t at;
    struct bm_buf buffer; /* the scanner's owner frees it */
};

struct bm_token {
    enum bm_token_kind kind;
    double number;
    struct bm_str text;
};

struct bm_token bm_scan(struct bm_scanner *scanner);

/* Pairs: of each wanted atom the seen one, and the other way; SIZE_MAX: none. */
struct bm_pairs {
    size_t *of_wanted, *of_seen;
    bool *out_of_order; /* of wanted ones */
};

void bm_pair(struct bm_arena *arena, const struct bm_atoms *wanted, const struct bm_atoms *seen,
             struct bm_pairs *pairs);
/* Whether a seen atom is where the wanted one is, within the tolerance; and whether drawings are
 * the same. */
bool bm_atom_there(const struct bm_atom *wanted, const struct bm_atom *seen);
bool bm_shapes_alike(const struct bm_atom *wanted, const struct bm_atom *seen);
bool bm_paints_alike(const struct bm_paint *a, const struct bm_paint *b);
/* Of n numbers, none twice, which stay when as few as possible are taken out so that the rest
 * rises. */
void bm_rising(struct bm_arena *arena, const size_t *numbers, size_t n, bool *stays);

/* Looks at pairs and at what has none, and lists the differences. */
struct bm_judged {
    struct bm_arena *arena;
    const struct bm_verify_input *input;
    const struct bm_atoms *wanted;
    struct bm_seen *seen;
    struct bm_pairs pairs;
    struct bm_verified *out;
    size_t cap;
    struct bm_index outlines; /* that were compared */
    struct bm_compared {
        const struct bm_program *program;
        uint32_t glyph, gid;
        bool same;
    } * compared;
    size_t compared_count, compared_cap;
};

/* How an image is another than the page's picture, or empty. */
struct bm_str bm_picture_differs(const struct bm_judged *judged, const struct bm_atom *wanted,
                                 const struct bm_seen_image *image);
void bm_judge(struct bm_judged *judged);
void bm_judge_tree(struct bm_judged *judged);
/* The wanted atoms that are read, in the order of reading. */
const size_t *bm_reading_order(struct bm_judged *judged, size_t *n);
void bm_judge_source(struct bm_judged *judged);
/* A difference about wanted atoms [from, to), or seen ones (of_seen), or none (from == to). */
struct bm_difference *bm_differ(struct bm_judged *judged, enum bm_difference_kind kind, size_t from,
                                size_t to, bool of_seen);
/* Whether all of an atom lies outside the page's bleed. */
bool bm_atom_is_outside(const struct bm_atom *atom, const struct bm_page *page);

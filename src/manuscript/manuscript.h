/* Manuscripts: what was written. An edition is edition.yaml and one Markdown file an article with a
 * YAML head; this room turns their bytes into articles of text pieces, each piece with its span.
 * Markup is what content/README.md names and nothing else. Text is never rewritten: pieces point
 * into the source (or, for the rare escaped YAML scalar, at a resolved copy whose span covers the
 * source); only a tab, and a line end between letters, is a blank.
 *
 * Call bm_edition_read() on edition.yaml first; it lists the articles' file names. Read those
 * files, add them to the sources, and call bm_article_read() on each. */
#pragma once

#include "base/emphasis.h"
#include "yaml/yaml.h"

enum bm_piece_kind {
    BM_PIECE_TEXT,  /* characters */
    BM_PIECE_GAP,   /* {{gap}}: text is missing here in what was received */
    BM_PIECE_JOIN,  /* {{join}}: a column break had cut the sentence here; no effect in print */
    BM_PIECE_QUERY, /* {{query N: note}}: about the N characters before it; no effect in print */
    BM_PIECE_BREAK, /* " / " in a title */
    BM_PIECE_OK,    /* {{ok RULE}}: what that rule of the copy desk finds here is right; no ink */
    /* {{name N}}, {{title N}}, {{dot N}}: the N characters before it are a name, a book title, have
     * dots. In a text that is ready they have become the emphasis of those characters. */
    BM_PIECE_NAME,
    BM_PIECE_TITLE,
    BM_PIECE_DOT
};

struct bm_piece {
    enum bm_piece_kind kind;
    struct bm_str text;  /* TEXT: UTF-8; else empty */
    struct bm_span span; /* where it stands; TEXT: as long as text unless escapes were resolved */
    uint8_t emphasis;    /* TEXT: flags of base/emphasis.h */
    uint32_t count;      /* QUERY: characters (not spaces, not marks) before it that it is about;
                            NAME, TITLE and DOT too */
    struct bm_str note;  /* QUERY: the editor's question; OK: the rule */
};

/* A run of text: a field, a paragraph, a list item. */
struct bm_text {
    struct bm_piece *v;
    size_t n;
};

enum bm_block_kind {
    BM_BLOCK_PARAGRAPH,
    BM_BLOCK_ITEM,    /* an item of a list; `number` holds its "12." or its sign - or + */
    BM_BLOCK_SUBHEAD, /* ## in the body */
    BM_BLOCK_QUOTE,   /* a paragraph of a block quote: a pull quote */
    BM_BLOCK_TABLE,
    BM_BLOCK_FIGURE /* a picture or a QR code */
};

enum bm_cell_align {
    BM_CELL_DEFAULT,
    BM_CELL_LEFT,
    BM_CELL_CENTRE,
    BM_CELL_RIGHT
};

/* A table: rows of as many cells as it has columns, the head's row first. */
struct bm_table {
    uint32_t columns, rows, head_rows;
    uint8_t *aligns;       /* of each column: enum bm_cell_align */
    struct bm_text *cells; /* rows × columns; n == 0: empty */
};

/* How large a picture is shown: by its format, or as the manuscript says behind it, {main},
 * {large}, {small}. */
enum bm_figure_size {
    BM_FIGURE_FORMAT,
    BM_FIGURE_MAIN,  /* the largest of its article */
    BM_FIGURE_LARGE, /* as wide as its article */
    BM_FIGURE_SMALL  /* two columns of six */
};

/* ![caption](file "credit"), ![caption](qr:text "credit"): a paragraph of its own; behind it
 * {alt: words}. */
struct bm_figure {
    enum bm_figure_size size;
    bool qr;
    struct bm_str source; /* file name in the edition's folder; QR: the text of the code */
    struct bm_span source_span;
    struct bm_text caption, credit; /* may be empty */
    struct bm_str alt; /* what it shows, for those who cannot see it; not printed; may be empty */
};

struct bm_block {
    enum bm_block_kind kind;
    struct bm_text number; /* ITEM: the number and its mark, or the sign, as typed */
    bool sign;             /* ITEM: it is a sign */
    struct bm_text text;
    bool stanza; /* PARAGRAPH of verse: the first line of a stanza after another */
    bool typed;  /* PARAGRAPH of verse, or of names alone: nobody cuts a line of it */
    const struct bm_table *table;   /* TABLE */
    const struct bm_figure *figure; /* FIGURE */
    struct bm_span span;
};

/* A field of the YAML head, in the order of the file: title, kicker, deck, number, … The keys
 * allowed are those of bm_field_names. `tail` fields (signed, dated, issued) come after the body in
 * reading order, all others before it, each group in the order of the file. */
struct bm_field {
    const char *key; /* one of bm_field_names */
    bool tail;
    struct bm_text text;
    struct bm_span span;
};

struct bm_article {
    uint32_t file; /* index of its source */
    uint64_t
        serial; /* tells it from all others, for who keeps what is made of it; 0: nobody does */
    struct bm_str name; /* file name without .md: what frames refer to */
    struct bm_str kind;
    struct bm_span kind_span;
    struct bm_field *fields;
    size_t field_count;
    struct bm_block *blocks;
    size_t block_count;
    /* Of short items that stand under one head: the articles that it was joined of, each from its
     * block on. */
    struct bm_joined {
        const struct bm_article *article;
        size_t block;
    } * joined;
    size_t joined_count;
    /* in the edition; whoever reads editions knows it */
    struct bm_edition_place {
        uint32_t rank;         /* from 1, the most important; 0: by its place in the list */
        uint32_t page;         /* that it must stand on; 0: any … */
        struct bm_str section; /* … of the pages of that section; empty: of all */
        bool foot;             /* a strip across the foot of its page's auto region */
        struct bm_span span;
        const struct bm_yaml *pictures; /* words for its pictures, in their order; NULL: none */
    } place;
};

/* Names of the head fields that hold text: "kicker", "tag", "title", "deck", "lead", "number",
 * "adopted", "byline", "addressee", "signed", "dated", "issued"; ended by NULL. */
extern const char *const bm_field_names[];

struct bm_edition {
    uint32_t file;
    struct bm_str name;     /* name of its folder: the outputs' name */
    struct bm_str title;    /* for metadata; may be empty */
    struct bm_str date;     /* YYYY-MM-DD; for metadata only; may be empty */
    struct bm_str layout;   /* default layout; empty: tabloid */
    struct bm_str language; /* BCP 47; default zh-Hans */
    struct bm_str foreign;  /* of passages in Latin letters; default en */
    /* for furniture, as printed: 报名, 总期号, 国内统一刊号, 主办, 定价; may be empty */
    struct bm_str paper, number, cn, publisher, price;
    struct bm_str house;   /* folder of the house's lists, from the edition's; may be empty */
    struct bm_text banner; /* section banner, or n == 0; reads before the first article */
    struct bm_span banner_span;
    struct bm_str *articles; /* file names, in the order of the edition */
    struct bm_span *article_spans;
    struct bm_edition_place *places; /* of each article */
    size_t article_count;
    struct bm_str *on_hold; /* file names of those that wait: listed with `hold: true`, not read */
    struct bm_span *on_hold_spans;
    size_t on_hold_count;
    struct bm_str *words; /* phrases that its heads are not parted inside */
    struct bm_span *word_spans;
    size_t word_count;
    const struct bm_yaml *frames; /* map: layout name -> list of pages, or NULL; layout/ reads it */
};

/* Whether the edition lists an article of that name, without .md, that is on hold. */
bool bm_edition_on_hold(const struct bm_edition *edition, struct bm_str name);

/* Reads edition.yaml (sources->v[file]) whose folder is called name. Keys: title, date, layout,
 * language, foreign, banner, paper, number, cn, publisher, price, words, house, articles, frames.
 * NULL
 * when something makes the edition unusable; every reason is in diags. */
struct bm_edition *bm_edition_read(struct bm_arena *arena, const struct bm_sources *sources,
                                   uint32_t file, struct bm_str name, struct bm_diags *diags);

/* A kind of article, as far as its manuscripts must know: the layout has it. */
struct bm_article_kind {
    const char *name;
    bool complete; /* a title alone makes the article complete */
    bool verse;    /* a line of the body is a line of verse, an empty one parts stanzas */
    bool names;    /* line ends between names are blanks */
    const struct bm_str *shown; /* the fields that its head has a tier for */
    size_t shown_count;
    const struct bm_str *bare; /* of subhead, quote, caption: those that it has no style for */
    size_t bare_count;
};

/* Reads one manuscript. kinds: those that the layout knows (for UNKNOWN_KIND, and warnings of a
 * title that is missing, of fields that have no tier and parts that have no style), or NULL to skip
 * that. NULL when it is
 * unusable (no YAML head, broken YAML, neither head nor body, unclosed mark, not UTF-8, control
 * character …). CR LF line ends are read as they are; a byte order mark is skipped. What looks like
 * markup and is none, pasted lines and tabs are warnings. */
struct bm_article *bm_article_read(struct bm_arena *arena, const struct bm_sources *sources,
                                   uint32_t file, const struct bm_article_kind *kinds,
                                   size_t kind_count, struct bm_diags *diags);

/* Gives the article its place in the edition, and its pictures the sizes that stand there (main,
 * large, small; 主图, 大图, 小图), instead of those behind them. False, and said: a word is none of
 * those, or there are more words than pictures. */
bool bm_article_put(struct bm_arena *arena, struct bm_article *article,
                    const struct bm_edition_place *place, struct bm_diags *diags);

/* The article's characters in reading order (head fields, body, tail fields; list numbers are
 * text; tables row by row; a figure's caption and credit), without marks, white space (Unicode
 * White_Space) and " / ", appended to out. Extraction from any output must give exactly this. */
void bm_article_plain(const struct bm_article *article, struct bm_buf *out);

/* Characters of its paragraphs; of those that can be cut: verse and lists of names are held, or
 * stay whole. */
uint32_t bm_article_length(const struct bm_article *article);
uint32_t bm_article_can_lose(const struct bm_article *article);

/* Several under one head without those from one on, so many; the last that is left stands as what
 * it is. */
const struct bm_article *bm_article_without(struct bm_arena *arena,
                                            const struct bm_article *article, size_t first,
                                            size_t count);

enum bm_cut {
    BM_CUT_STARTS, /* paragraphs lose their first characters */
    BM_CUT_ENDS    /* their last ones */
};

/* The article with so many characters less: each time the longest paragraph that can be cut gives
 * them, three quarters of what it has at most. Marks go with the characters about them. Head,
 * lists, tables and all else are shared with the whole article. Fewer are cut where there are no
 * more. */
struct bm_article *bm_article_cut(struct bm_arena *arena, const struct bm_article *article,
                                  uint32_t characters, enum bm_cut cut);

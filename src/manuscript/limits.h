/* Every limit of reading editions and manuscripts; what goes beyond one is refused: TOO_MANY,
 * unless another message is named. */
#pragma once

enum {
    FIELD_MOST = 5000,  /* characters of a field of a head, of the banner, of a caption or credit */
    WORD_MOST = 500,    /* characters of a title, a paper's name … in edition.yaml */
    FIGURES_MOST = 100, /* pictures and codes of an article */
    COLUMNS_MOST = 100, /* of a table */
    NAME_MOST = 250,    /* bytes of the name of a picture's file, and of each folder: BAD_NAME */
    PATH_MOST = 1000,   /* bytes of both together: BAD_NAME */
    QUERY_MOST = 1000,  /* characters that a query is about: BAD_QUERY */
    ARTICLES_MOST = 5000, /* of an edition */
    PHRASES_MOST = 10000  /* of an edition's own */
};

/* Every limit of reading copy. What goes beyond one is refused with IMPORT_BROKEN, unless something
 * else is said. */
#pragma once

enum {
    PART_MOST = 64 << 20,       /* bytes of one part of an archive, unpacked */
    PARTS_TOGETHER = 512 << 20, /* bytes of all that are read */
    PARTS_MOST = 5000,          /* parts of an archive */
    PART_NAME_MOST = 500,       /* bytes of a part's name */
    RATIO_MOST = 200,           /* times that a part is larger than the archive … */
    RATIO_FROM = 4 << 20,       /* … from that size on */
    TEXT_MOST = 4 << 20,        /* bytes of an article */
    NOTES_MOST = 200000,        /* of an article */
    HTML_MOST = 8 << 20,        /* bytes of a page of the web */
    HEADER_MOST = 65536,        /* bytes of a header of a mail: what is behind is not read */
    NODES_MOST = 4000000,       /* of an XML */
    DEPTH_MOST = 250,           /* of its elements */
    STYLES_DEEP = 32,           /* styles that rest on one another */
    LEVELS = 9,                 /* of a list */
    NUMBER_MOST = 32000,        /* that a list counts to */
    FIELDS_DEEP = 64,           /* fields in one another */
    MAIL_PARTS = 200,           /* of a mail */
    MAIL_DEEP = 20,             /* parts in parts */
    PICTURES_MOST =
        100,          /* of an article (manuscript/limits.h): more are left out, which is noted */
    CELLS_MOST = 100, /* columns of a table: one with more becomes paragraphs, which is noted */
    STEM_MOST = 60,   /* bytes of the name of a manuscript */
    FIELD_LONGEST = 300, /* characters of a paragraph that may be a field of a head */
    EXCERPT_MOST = 120   /* characters of what a note quotes */
};

/* Tags: the reading of the pages as structure elements (ISO 32000-1, 14.7 and 14.8). For pdf/
 * alone.
 *
 *     Document > Sect (what begins on a page) > P (furniture, once), Art, TOC (guide), P > Link
 *     Art      > P as Kicker, Deck …, H1 (title), H2 (小标题), P, BlockQuote, L, Table, Figure
 *     L        > LI > Lbl, LBody;   Table > TR > TH, TD;   Figure, or Illustration > Figure,
 * Caption Span     in another language;   Link > its text and annotations
 *
 * An element is one, wherever its text stands; its marks on further pages say so. A title-less
 * article (a round-up) has its subheads as H1, so that no level is passed over. */
#pragma once

#include "pdf/document.h"

/* The tag of a passage in a content stream. A constant. */
const char *bm_pdf_tag(const struct bm_reading *reading, uint32_t passage);
/* The properties of an artefact there: what kind it is. A constant. */
const char *bm_pdf_artefact(const struct bm_pages *pages, const struct bm_page *page,
                            const struct bm_item *item);

/* The elements of a document, for who refers to them. */
struct bm_pdf_tree {
    HPDF_Dict root;
    HPDF_Dict *elements; /* by node of the reading */
    HPDF_Dict *articles; /* the same by article; NULL: it is not in the file */
    HPDF_Array numbers;  /* of the tree from marks to elements */
    struct bm_pdf_tagged_link {
        HPDF_Dict element;
        HPDF_Array kids;
        uint32_t passage;
    } * links; /* whose annotations are still to come */
    size_t link_count, link_cap;
    int32_t next_key; /* of numbers */
};
/* Makes the tree. made: the pages of the document, in the order of the sheets. */
void bm_pdf_tags(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                 struct bm_pdf_tree *tree);

/* The index of the sheet of a page by its number, or the number of sheets. */
size_t bm_pdf_sheet(const struct bm_pdf_parts *parts, uint32_t number);
/* A point of a page as a target: [page /XYZ left top null]; first: the page, or an element. */
HPDF_Array bm_pdf_target(HPDF_Doc doc, const struct bm_pdf_page *sheet, void *first, bm_len x,
                         bm_len y);
/* Lets an outline entry or an annotation lead there. element: for files whose targets are elements
 * too, else NULL. */
void bm_pdf_lead(HPDF_Doc doc, HPDF_Dict from, const struct bm_pdf_page *sheet, HPDF_Page page,
                 HPDF_Dict element, bm_len x, bm_len y);
/* The first frame of the article on the page, or NULL. */
const struct bm_placed_frame *bm_pdf_frame_on(const struct bm_ledger *article, uint32_t page);
/* Whether a link has somewhere to lead in this file. */
bool bm_pdf_leads(const struct bm_pdf_parts *parts, uint32_t passage);
/* The annotations of the tree's links: links.c. */
void bm_pdf_links(HPDF_Doc doc, const struct bm_pdf_parts *parts, const HPDF_Page *made,
                  struct bm_pdf_tree *tree);

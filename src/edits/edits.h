/* What an editor asks of make-up, as edits of edition.yaml and plan.lock (content/README.md has
 * their grammar): each opens a text (editing.h), is called, and closes it. Articles are named with
 * or without .md. All are false, with a message, where the text has no such article, page or
 * section, or is written in a form that is not edited here. */
#pragma once

#include "edits/editing.h"

/* edition.yaml: what an entry of `articles` says besides its article. */
struct bm_edit_place {
    enum bm_edit_what {
        BM_EDIT_RANK,
        BM_EDIT_PAGE,
        BM_EDIT_SECTION,
        BM_EDIT_PIN,
        BM_EDIT_HOLD
    } what;
    struct bm_str value; /* empty: the key goes */
};

/* Writes, changes or takes away keys of an entry; one that is a name alone becomes a map in
 * braces. */
bool bm_edit_place(struct bm_editing *e, struct bm_str article, const struct bm_edit_place *places,
                   size_t n);
/* Moves an entry to another place of the list, from 0. */
bool bm_edit_move(struct bm_editing *e, struct bm_str article, size_t to);
/* … to that of another one, which makes room for it. */
bool bm_edit_move_to(struct bm_editing *e, struct bm_str article, struct bm_str other);
/* Two articles change places: each stands where the other stood in the list, with the rank and the
 * page that this has, and in the frames of that layout that name them. Sizes of pictures go with
 * their article. */
bool bm_edit_swap(struct bm_editing *e, struct bm_str layout, struct bm_str a, struct bm_str b);

/* plan.lock: a page is locked, or all frames of an article; or not any more. */
bool bm_edit_lock_page(struct bm_editing *e, struct bm_str layout, uint32_t page, bool locked);
bool bm_edit_lock_article(struct bm_editing *e, struct bm_str layout, struct bm_str article,
                          bool locked);
/* Two articles change frames. styles: those of their heads go with them, else they stay with the
 * frames. */
bool bm_edit_lock_swap(struct bm_editing *e, struct bm_str layout, struct bm_str a, struct bm_str b,
                       bool styles);
/* A style of a role (title …) in the first frame of an article; empty: none. */
bool bm_edit_lock_style(struct bm_editing *e, struct bm_str layout, struct bm_str article,
                        const char *role, struct bm_str style);
/* What the section is bound to: sums of the layout, the edition's frames and the articles. */
bool bm_edit_lock_sums(struct bm_editing *e, struct bm_str layout, const char *const sums[3]);

/* A section of plan.lock made anew, as it is written, in the place of the one of its layout, or
 * behind the others; the text may be empty. Comments inside the old section stay: those in a line
 * of a frame and above it go where that article stands now, those of pages with their page, and
 * those of what is no more stand at the end. Frames that are what they were keep their bytes. */
bool bm_edit_section(struct bm_arena *arena, struct bm_sources *sources, struct bm_str text,
                     struct bm_str section, struct bm_diags *diags, struct bm_str *out);

/* The structure tree as it is read (ISO 32000-1, 14.7): which marks come in which order. */
#include "verify/objects.h"

struct walk {
    const struct bm_objects *o;
    const int *ids; /* object numbers of the pages */
    struct bm_index index;
};

/* The index of a page; UINT32_MAX: it is none. */
static uint32_t page_of(const struct walk *w, qpdf_oh page)
{
    const int id = qpdf_oh_get_object_id(w->o->q, page);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&w->index, (uint64_t)id * BM_HASH_ODD, &at)) != BM_INDEX_NONE)
        if (w->ids[i] == id)
            return i;
    return UINT32_MAX;
}

static void add_mark(struct walk *w, uint32_t page, double mark)
{
    struct bm_seen *seen = w->o->seen;
    if (page == UINT32_MAX || !(mark >= 0 && mark < INT32_MAX))
        return;
    seen->marks = bm_arena_grow(seen->arena, seen->marks, seen->mark_count, &seen->mark_cap,
                                sizeof *seen->marks);
    seen->marks[seen->mark_count++] = (struct bm_seen_mark){page, (int32_t)mark};
}

/* An element, a mark or a list of these, on the page of what holds it. */
static void walk(struct walk *w, qpdf_oh kid, uint32_t page, int depth)
{
    const struct bm_objects *o = w->o;
    if (depth > BM_SEEN_DEPTH || ++o->seen->elements > BM_SEEN_ELEMENTS) {
        o->seen->unreadable = "its structure is larger or nested deeper than is read";
        return;
    }
    if (qpdf_oh_is_number(o->q, kid)) {
        add_mark(w, page, bm_object_number(o, kid));
    } else if (qpdf_oh_is_array(o->q, kid)) {
        const int n = bm_object_count(o, kid);
        for (int i = 0; i < n && !o->seen->unreadable; i++) {
            const qpdf_oh item = qpdf_oh_get_array_item(o->q, kid, i);
            walk(w, item, page, depth + 1);
            qpdf_oh_release(o->q, item);
        }
    } else if (qpdf_oh_is_dictionary(o->q, kid)) {
        const qpdf_oh own = bm_object_key(o, kid, "/Pg");
        page = qpdf_oh_is_dictionary(o->q, own) ? page_of(w, own) : page;
        if (bm_object_is_name(o, bm_object_key(o, kid, "/Type"), "/MCR")) {
            add_mark(w, page, bm_object_number(o, bm_object_key(o, kid, "/MCID")));
            return;
        }
        const bool figure = bm_object_is_name(o, bm_object_key(o, kid, "/S"), "/Figure");
        o->seen->replaced |= bm_object_is_name(o, bm_object_key(o, kid, "/S"), "/Artifact") ||
                             !qpdf_oh_is_null(o->q, bm_object_key(o, kid, "/ActualText")) ||
                             (!figure && !qpdf_oh_is_null(o->q, bm_object_key(o, kid, "/Alt")));
        walk(w, bm_object_key(o, kid, "/K"), page, depth + 1);
    }
}

void bm_see_tree(const struct bm_objects *o, qpdf_oh root, const int *ids)
{
    struct walk w = {.o = o, .ids = ids};
    const qpdf_oh tree = bm_object_key(o, root, "/StructTreeRoot");
    if (!qpdf_oh_is_dictionary(o->q, tree))
        return;
    o->seen->tagged = true;
    for (size_t i = 0; i < o->seen->page_count; i++)
        bm_index_add(o->seen->arena, &w.index, (uint64_t)ids[i] * BM_HASH_ODD, i);
    walk(&w, bm_object_key(o, tree, "/K"), UINT32_MAX, 0);
}

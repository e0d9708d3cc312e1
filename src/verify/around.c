/* What is about the pages: what the file does when it is opened, what it carries along, where its
 * links lead, which colour spaces stand for those of the content, what it says of its structure. */
#include "verify/objects.h"

void bm_see_find(struct bm_seen *seen, struct bm_seen_find find, struct bm_str found)
{
    if (seen->find_count == BM_DIFFERENCES)
        return;
    seen->finds = bm_arena_grow(seen->arena, seen->finds, seen->find_count, &seen->find_cap,
                                sizeof *seen->finds);
    find.found = bm_str_copy(seen->arena, found);
    seen->finds[seen->find_count++] = find;
}

/* Those of a dictionary, each with its NUL. */
static void list_keys(const struct bm_objects *o, qpdf_oh dict, struct bm_buf *keys)
{
    const char *key;
    if (qpdf_oh_is_stream(o->q, dict))
        dict = qpdf_oh_get_dict(o->q, dict);
    if (!qpdf_oh_is_dictionary(o->q, dict))
        return;
    qpdf_oh_begin_dict_key_iter(o->q, dict);
    while (qpdf_oh_dict_more_keys(o->q) && (key = qpdf_oh_dict_next_key(o->q)) != NULL)
        bm_buf_put(keys, key, strlen(key) + 1);
}

static bool is_one_of(const char *key, const char *const *list)
{
    while (*list && strcmp(key, *list) != 0)
        list++;
    return *list != NULL;
}

struct bm_str bm_object_other_key(const struct bm_objects *o, qpdf_oh dict,
                                  const char *const *known)
{
    struct bm_buf keys = {0};
    struct bm_str other = {"", 0};
    list_keys(o, dict, &keys);
    for (size_t i = 0; i < keys.n && !other.n; i += strlen(keys.p + i) + 1)
        if (!is_one_of(keys.p + i, known))
            other = bm_str_copy(o->seen->arena, bm_str_c(keys.p + i));
    bm_buf_free(&keys);
    return other;
}

static bool has(const struct bm_objects *o, qpdf_oh dict, const char *key)
{
    return !qpdf_oh_is_null(o->q, bm_object_key(o, dict, key));
}

void bm_see_around_page(const struct bm_objects *o, const struct bm_seen_page *page, qpdf_oh oh,
                        qpdf_oh spaces)
{
    static const char *const defaults[] = {"/DefaultCMYK", "/DefaultGray", "/DefaultRGB"};
    for (size_t i = 0; i < BM_COUNT(defaults); i++)
        if (has(o, spaces, defaults[i]))
            bm_see_find(o->seen,
                        (struct bm_seen_find){.kind = BM_DIFFERENCE_COLOUR,
                                              .about = BM_ABOUT_SPACE,
                                              .page = page->page},
                        bm_str_c(defaults[i]));
    if (has(o, oh, "/AA"))
        bm_see_find(o->seen,
                    (struct bm_seen_find){
                        .kind = BM_DIFFERENCE_ACTION, .about = BM_ABOUT_ACTION, .page = page->page},
                    BM_STR("/AA"));
}

/* The first entry of the role map that calls a type of the standard, or text, something else. */
static struct bm_str odd_role(const struct bm_objects *o, qpdf_oh map)
{
    static const char *const standard[] = {
        "/Document", "/Part",    "/Art",   "/Sect",      "/Div",     "/BlockQuote", "/Caption",
        "/TOC",      "/TOCI",    "/Index", "/NonStruct", "/Private", "/P",          "/H",
        "/H1",       "/H2",      "/H3",    "/H4",        "/H5",      "/H6",         "/L",
        "/LI",       "/Lbl",     "/LBody", "/Table",     "/TR",      "/TH",         "/TD",
        "/THead",    "/TBody",   "/TFoot", "/Span",      "/Quote",   "/Note",       "/Reference",
        "/BibEntry", "/Code",    "/Link",  "/Annot",     "/Ruby",    "/RB",         "/RT",
        "/RP",       "/Warichu", "/WT",    "/WP",        "/Figure",  "/Formula",    "/Form",
        "/Artifact", NULL};
    static const char *const nothing[] = {"/Artifact", "/NonStruct", "/Private", NULL};
    struct bm_buf keys = {0};
    struct bm_str odd = {"", 0};
    list_keys(o, map, &keys);
    for (size_t i = 0; i < keys.n && !odd.n; i += strlen(keys.p + i) + 1) {
        const qpdf_oh to = bm_object_key(o, map, keys.p + i);
        const char *name = qpdf_oh_is_name(o->q, to) ? qpdf_oh_get_name(o->q, to) : "";
        if (is_one_of(keys.p + i, standard) || is_one_of(name, nothing))
            odd = bm_str_copy(o->seen->arena, bm_str_c(keys.p + i));
    }
    bm_buf_free(&keys);
    return odd;
}

static bool contains(struct bm_str text, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.n; i++)
        if (memcmp(text.p + i, word, n) == 0)
            return true;
    return false;
}

/* What says that there is a structure; empty: nothing does. */
static const char *claim(const struct bm_objects *o, qpdf_oh root)
{
    const struct bm_seen *seen = o->seen;
    struct bm_str xmp;
    if (has(o, root, "/MarkInfo"))
        return "/MarkInfo";
    for (size_t i = 0; i < seen->atoms.n; i++)
        if (seen->atoms.v[i].mark >= 0)
            return "/MCID";
    if (bm_object_stream(o, bm_object_key(o, root, "/Metadata"), &xmp) &&
        (contains(xmp, "pdfuaid:part") || contains(xmp, "pdfaid:conformance>A<") ||
         contains(xmp, "pdfaid:conformance=\"A\"")))
        return "/Metadata";
    return "";
}

static void judge_structure(const struct bm_objects *o, qpdf_oh root)
{
    const struct bm_seen_find marks = {.kind = BM_DIFFERENCE_TREE, .about = BM_ABOUT_MARKS};
    const qpdf_oh marked = bm_object_key(o, bm_object_key(o, root, "/MarkInfo"), "/Marked");
    if (!o->seen->tagged) {
        const char *where = claim(o, root);
        if (*where)
            bm_see_find(o->seen, marks, bm_str_c(where));
        return;
    }
    if (!qpdf_oh_is_bool(o->q, marked) || !qpdf_oh_get_bool_value(o->q, marked))
        bm_see_find(o->seen, marks, BM_STR("/Marked"));
    const struct bm_str role =
        odd_role(o, bm_object_key(o, bm_object_key(o, root, "/StructTreeRoot"), "/RoleMap"));
    if (role.n)
        bm_see_find(o->seen,
                    (struct bm_seen_find){.kind = BM_DIFFERENCE_TREE, .about = BM_ABOUT_ROLES},
                    role);
}

void bm_see_around(const struct bm_objects *o, qpdf_oh root)
{
    static const char *const never[] = {"/OpenAction", "/AA",           "/Names",      "/AcroForm",
                                        "/AF",         "/OCProperties", "/Collection", "/URI",
                                        "/Threads",    "/Requirements"};
    for (size_t i = 0; i < BM_COUNT(never); i++)
        if (has(o, root, never[i]))
            bm_see_find(
                o->seen,
                (struct bm_seen_find){.kind = BM_DIFFERENCE_ACTION, .about = BM_ABOUT_ACTION},
                bm_str_c(never[i]));
    judge_structure(o, root);
}

/* A PDF, page by page. */
#include "verify/objects.h"

struct reading {
    struct bm_objects o;
    qpdf_oh fonts, spaces, states, images; /* of the page at work */
    qpdf_oh *pages;
    int *ids;
    const struct bm_page **wanted; /* the pages that it should have */
    uint32_t *indices;
    size_t wanted_count;
};

static qpdf_oh resource(const struct reading *r, qpdf_oh dict, struct bm_str name)
{
    struct bm_buf key = {0};
    bm_buf_char(&key, '/');
    bm_buf_str(&key, name);
    bm_buf_char(&key, '\0');
    const qpdf_oh value = bm_object_key(&r->o, dict, key.p);
    bm_buf_free(&key);
    return value;
}

static struct bm_seen_font *find_font(void *context, struct bm_str name)
{
    const struct reading *r = context;
    return bm_see_font(&r->o, resource(r, r->fonts, name));
}

static bool find_spot(void *context, struct bm_str name, struct bm_str *ink)
{
    const struct reading *r = context;
    const struct bm_objects *o = &r->o;
    const qpdf_oh space = resource(r, r->spaces, name);
    if (bm_object_count(o, space) != 4 ||
        !bm_object_is_name(o, qpdf_oh_get_array_item(o->q, space, 0), "/Separation"))
        return false;
    *ink = bm_object_name(o, qpdf_oh_get_array_item(o->q, space, 1));
    return ink->n > 0;
}

/* States of ours say whether fills and strokes overprint, and nothing else. */
static bool find_state(void *context, struct bm_str name, bool *overprint)
{
    const struct reading *r = context;
    const struct bm_objects *o = &r->o;
    const qpdf_oh state = resource(r, r->states, name);
    const char *key;
    bool plain = qpdf_oh_is_dictionary(o->q, state);
    if (!plain)
        return false;
    qpdf_oh_begin_dict_key_iter(o->q, state);
    while (qpdf_oh_dict_more_keys(o->q) && (key = qpdf_oh_dict_next_key(o->q)) != NULL)
        plain &= strcmp(key, "/Type") == 0 || strcmp(key, "/OP") == 0 || strcmp(key, "/op") == 0 ||
                 strcmp(key, "/OPM") == 0;
    *overprint = qpdf_oh_get_bool_value(o->q, bm_object_key(o, state, "/op"));
    return plain && *overprint == qpdf_oh_get_bool_value(o->q, bm_object_key(o, state, "/OP")) &&
           bm_object_number(o, bm_object_key(o, state, "/OPM")) == *overprint;
}

static bool find_image(void *context, struct bm_str name, struct bm_seen_image *seen)
{
    const struct reading *r = context;
    const qpdf_oh image = resource(r, r->images, name);
    if (!bm_object_is_name(&r->o, bm_object_key(&r->o, image, "/Subtype"), "/Image"))
        return false;
    bm_see_image(&r->o, image, seen);
    return true;
}

static bool read_box(const struct bm_objects *o, qpdf_oh page, const char *key, double box[4])
{
    return bm_object_box(o, bm_object_inherited(o, page, key), box);
}

static void begin_page(struct reading *r, size_t i)
{
    const struct bm_objects *o = &r->o;
    struct bm_seen_page *page = &o->seen->pages[i];
    const qpdf_oh oh = r->pages[i], resources = bm_object_inherited(o, oh, "/Resources");
    double media[4] = {0};
    page->page = i < r->wanted_count ? r->wanted[i] : NULL;
    page->index = page->page ? r->indices[i] : UINT32_MAX;
    page->turned = bm_object_number(o, bm_object_inherited(o, oh, "/Rotate")) != 0 ||
                   !qpdf_oh_is_null(o->q, bm_object_key(o, oh, "/UserUnit"));
    read_box(o, oh, "/MediaBox", media);
    if (!read_box(o, oh, "/CropBox", page->crop))
        memcpy(page->crop, media, sizeof media);
    if (!read_box(o, oh, "/TrimBox", page->trim))
        memcpy(page->trim, page->crop, sizeof page->crop);
    r->fonts = bm_object_key(o, resources, "/Font");
    r->spaces = bm_object_key(o, resources, "/ColorSpace");
    r->states = bm_object_key(o, resources, "/ExtGState");
    r->images = bm_object_key(o, resources, "/XObject");
}

/* All fonts of the page: a file is ours when it has one of ours. */
static void see_fonts(struct reading *r)
{
    const struct bm_objects *o = &r->o;
    const char *key;
    struct bm_buf names = {0};
    if (!qpdf_oh_is_dictionary(o->q, r->fonts))
        return;
    qpdf_oh_begin_dict_key_iter(o->q, r->fonts);
    while (qpdf_oh_dict_more_keys(o->q) && (key = qpdf_oh_dict_next_key(o->q)) != NULL)
        bm_buf_put(&names, key, strlen(key) + 1);
    for (size_t i = 0; i < names.n; i += strlen(names.p + i) + 1)
        bm_see_font(o, bm_object_key(o, r->fonts, names.p + i));
    bm_buf_free(&names);
}

static void see_page(struct reading *r, size_t i)
{
    const struct bm_objects *o = &r->o;
    const struct bm_resources resources = {r, find_font, find_spot, find_state, find_image};
    const qpdf_oh contents = bm_object_key(o, r->pages[i], "/Contents");
    const int n = bm_object_count(o, contents);
    struct bm_buf all = {0};
    struct bm_str part;
    bool fine = bm_object_stream(o, contents, &part);
    for (int k = 0; fine && k < n; k++) {
        bm_buf_str(&all, part);
        fine = bm_object_stream(o, qpdf_oh_get_array_item(o->q, contents, k), &part);
        bm_buf_char(&all, '\n');
    }
    if (n > 0)
        bm_buf_str(&all, part);
    if (!fine)
        o->seen->unreadable = "its content is larger than is read, or packed in a way that is not";
    else
        bm_see_content(o->seen, &o->seen->pages[i], n > 0 ? bm_buf_view(&all) : part, &resources);
    bm_buf_free(&all);
}

static void list_wanted(struct reading *r)
{
    const struct bm_verify_input *input = r->o.seen->input;
    const struct bm_pages *pages = input->pages;
    r->wanted = BM_NEW_N(r->o.seen->arena, pages->page_count, const struct bm_page *);
    r->indices = BM_NEW_N(r->o.seen->arena, pages->page_count, uint32_t);
    for (size_t i = 0; i < pages->page_count; i++)
        if (bm_page_is_asked(input, &pages->pages[i])) {
            r->indices[r->wanted_count] = (uint32_t)i;
            r->wanted[r->wanted_count++] = &pages->pages[i];
        }
}

static bool list_pages(struct reading *r)
{
    struct bm_seen *seen = r->o.seen;
    const int n = qpdf_get_num_pages(r->o.q);
    if (n <= 0 || n > BM_SEEN_PAGES) {
        seen->unreadable = n > 0 ? "it has more pages than are read" : "it has no pages";
        return false;
    }
    seen->page_count = (size_t)n;
    seen->pages = BM_NEW_N(seen->arena, seen->page_count, struct bm_seen_page);
    seen->fonts = BM_NEW_N(seen->arena, BM_SEEN_FONTS, struct bm_seen_font *);
    r->pages = BM_NEW_N(seen->arena, seen->page_count, qpdf_oh);
    r->ids = BM_NEW_N(seen->arena, seen->page_count, int);
    for (size_t i = 0; i < seen->page_count; i++) {
        r->pages[i] = qpdf_get_page_n(r->o.q, i);
        r->ids[i] = qpdf_oh_get_object_id(r->o.q, r->pages[i]);
    }
    return true;
}

static bool is_ours(const struct bm_seen *seen)
{
    for (size_t i = 0; i < seen->font_count; i++)
        if (seen->fonts[i]->ours)
            return true;
    return false;
}

static void see(struct reading *r)
{
    struct bm_seen *seen = r->o.seen;
    const struct bm_verify_input *input = seen->input;
    if (qpdf_read_memory(r->o.q, "PDF", input->pdf.p, input->pdf.n, "") & QPDF_ERRORS) {
        seen->unreadable = "it is no PDF, damaged beyond repair, or locked by a password";
        return;
    }
    if (!list_pages(r))
        return;
    list_wanted(r);
    for (size_t i = 0; i < seen->page_count; i++) {
        begin_page(r, i);
        see_fonts(r);
    }
    if (!is_ours(seen))
        return;
    for (size_t i = 0; i < seen->page_count && i < r->wanted_count && !seen->unreadable; i++) {
        begin_page(r, i);
        bm_see_around_page(&r->o, &seen->pages[i], r->pages[i], r->spaces);
        see_page(r, i);
    }
    if (seen->unreadable)
        return;
    bm_see_tree(&r->o, qpdf_get_root(r->o.q), r->ids);
    bm_see_around(&r->o, qpdf_get_root(r->o.q));
    bm_see_links(&r->o, r->pages, r->ids);
}

bool bm_see(struct bm_seen *seen)
{
    struct reading r = {.o = {qpdf_init(), seen}};
    seen->atoms.arena = seen->arena;
    qpdf_silence_errors(r.o.q);
    qpdf_set_suppress_warnings(r.o.q, QPDF_TRUE);
    see(&r);
    while (qpdf_has_error(r.o.q)) /* or it is said on standard error */
        qpdf_get_error(r.o.q);
    qpdf_cleanup(&r.o.q);
    return !seen->unreadable;
}

void bm_seen_close(struct bm_seen *seen)
{
    for (size_t i = 0; i < seen->font_count; i++)
        if (!seen->fonts[i]->shared)
            bm_program_close(seen->fonts[i]->program);
}

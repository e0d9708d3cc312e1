/* Fonts of a PDF (ISO 32000-1, 9.7). */
#include "verify/objects.h"

#include "base/digest.h"

#include <math.h>

#define EM   1000.0
#define CIDS (UINT16_MAX + 1)
#define OURS "/Banmian-"
#define TAG  7 /* ABCDEF+ */

/* Sets what an array like /W says: of each CID so many numbers. */
static void read_metrics(const struct bm_objects *o, qpdf_oh array, int each,
                         void (*set)(struct bm_seen_font *f, uint32_t cid, const double *v),
                         struct bm_seen_font *f)
{
    const int n = bm_object_count(o, array);
    double v[3] = {0};
    for (int i = 0; i + 1 < n;) {
        const double first = bm_object_number(o, qpdf_oh_get_array_item(o->q, array, i++));
        const qpdf_oh next = qpdf_oh_get_array_item(o->q, array, i++);
        if (!(first >= 0 && first < CIDS))
            return;
        if (qpdf_oh_is_array(o->q, next)) {
            const int count = bm_object_count(o, next);
            for (int k = 0; k + each <= count && first + k / each < CIDS; k += each) {
                for (int j = 0; j < each; j++)
                    v[j] = bm_object_number(o, qpdf_oh_get_array_item(o->q, next, k + j));
                set(f, (uint32_t)first + (uint32_t)(k / each), v);
            }
            continue;
        }
        const double last = bm_object_number(o, next);
        if (i + each > n || !(last >= first && last < CIDS))
            return;
        for (int j = 0; j < each; j++)
            v[j] = bm_object_number(o, qpdf_oh_get_array_item(o->q, array, i++));
        for (uint32_t cid = (uint32_t)first; cid <= (uint32_t)last; cid++)
            set(f, cid, v);
    }
}

static void set_width(struct bm_seen_font *f, uint32_t cid, const double *v)
{
    if (cid < f->width_count)
        f->widths[cid] = v[0];
}

static void set_vertical(struct bm_seen_font *f, uint32_t cid, const double *v)
{
    if (cid < f->vertical_count)
        f->verticals[cid] = (struct bm_seen_v){v[0], v[1], v[2], true};
}

/* CIDs that codes stand for, and one. */
static size_t cids_of(const struct bm_seen_font *f)
{
    uint32_t most = 1;
    for (size_t i = 0; i < f->codes.cid_count; i++)
        most = f->codes.cids[i] > most ? f->codes.cids[i] : most;
    return most;
}

static void read_descendant(const struct bm_objects *o, qpdf_oh d, struct bm_seen_font *f)
{
    struct bm_arena *arena = o->seen->arena;
    const qpdf_oh dw = bm_object_key(o, d, "/DW"), dw2 = bm_object_key(o, d, "/DW2");
    const size_t n = cids_of(f);
    f->default_width = qpdf_oh_is_number(o->q, dw) ? bm_object_number(o, dw) : EM;
    f->default_v[0] = 880; /* table 117 */
    f->default_v[1] = -EM;
    for (int i = 0; bm_object_count(o, dw2) == 2 && i < 2; i++)
        f->default_v[i] = bm_object_number(o, qpdf_oh_get_array_item(o->q, dw2, i));
    f->widths = BM_NEW_N(arena, n, double);
    f->width_count = n;
    for (size_t i = 0; i < n; i++)
        f->widths[i] = NAN;
    read_metrics(o, bm_object_key(o, d, "/W"), 1, set_width, f);
    if (f->vertical) {
        f->verticals = BM_NEW_N(arena, n, struct bm_seen_v);
        f->vertical_count = n;
        read_metrics(o, bm_object_key(o, d, "/W2"), 3, set_vertical, f);
    }
    struct bm_str map;
    if (bm_object_stream(o, bm_object_key(o, d, "/CIDToGIDMap"), &map) && map.n) {
        f->to_gid = (const unsigned char *)map.p;
        f->to_gid_count = map.n / 2;
    }
}

/* The program of the descriptor; that of another font is taken from it. */
static void read_program(const struct bm_objects *o, qpdf_oh d, struct bm_seen_font *f)
{
    const struct bm_seen *seen = o->seen;
    const qpdf_oh descriptor = bm_object_key(o, d, "/FontDescriptor");
    qpdf_oh file = bm_object_key(o, descriptor, "/FontFile3");
    f->cff = qpdf_oh_is_stream(o->q, file);
    if (!f->cff)
        file = bm_object_key(o, descriptor, "/FontFile2");
    f->program_id = qpdf_oh_get_object_id(o->q, file);
    for (size_t i = 0; i < seen->font_count && f->program_id; i++)
        if (seen->fonts[i]->program_id == f->program_id) {
            f->program_bytes = seen->fonts[i]->program_bytes;
            memcpy(f->sha256, seen->fonts[i]->sha256, sizeof f->sha256);
            return;
        }
    if (bm_object_stream(o, file, &f->program_bytes) && f->program_bytes.n) {
        struct bm_sha256 sum;
        bm_sha256_start(&sum);
        bm_sha256_add(&sum, f->program_bytes.p, f->program_bytes.n);
        bm_sha256_end(&sum, f->sha256);
    }
}

/* The name without the tag of a subset. */
static struct bm_str name_of(struct bm_str base)
{
    return base.n > TAG && base.p[TAG - 1] == '+' ? (struct bm_str){base.p + TAG, base.n - TAG}
                                                  : base;
}

static void read_font(const struct bm_objects *o, qpdf_oh dict, struct bm_seen_font *f)
{
    struct bm_arena *arena = o->seen->arena;
    struct bm_str map;
    f->bytes = bm_object_is_name(o, bm_object_key(o, dict, "/Subtype"), "/Type0") ? 2 : 1;
    f->name = name_of(bm_object_name(o, bm_object_key(o, dict, "/BaseFont")));
    f->default_width = EM;
    if (bm_object_stream(o, bm_object_key(o, dict, "/ToUnicode"), &map))
        bm_codes_read_texts(arena, &f->codes, map);
    if (f->bytes == 1)
        return;
    const qpdf_oh encoding = bm_object_key(o, dict, "/Encoding");
    const qpdf_oh descendants = bm_object_key(o, dict, "/DescendantFonts");
    const char *cmap = qpdf_oh_is_stream(o->q, encoding)
                           ? qpdf_oh_get_name(o->q, bm_object_key(o, encoding, "/CMapName"))
                           : NULL;
    f->ours = cmap && strncmp(cmap, OURS, strlen(OURS)) == 0;
    f->vertical = bm_object_number(o, bm_object_key(o, encoding, "/WMode")) != 0 ||
                  bm_object_is_name(o, encoding, "/Identity-V");
    if (bm_object_stream(o, encoding, &map))
        bm_codes_read_cids(arena, &f->codes, map);
    if (!bm_object_count(o, descendants))
        return;
    const qpdf_oh d = qpdf_oh_get_array_item(o->q, descendants, 0);
    f->name = name_of(bm_object_name(o, bm_object_key(o, d, "/BaseFont")));
    read_descendant(o, d, f);
    read_program(o, d, f);
}

struct bm_seen_font *bm_see_font(const struct bm_objects *o, qpdf_oh dict)
{
    struct bm_seen *seen = o->seen;
    const int id = qpdf_oh_get_object_id(o->q, dict);
    for (size_t i = 0; i < seen->font_count && id; i++)
        if (seen->fonts[i]->id == id)
            return seen->fonts[i];
    if (!qpdf_oh_is_dictionary(o->q, dict) || seen->font_count == BM_SEEN_FONTS)
        return NULL;
    struct bm_seen_font *f = BM_NEW(seen->arena, struct bm_seen_font);
    f->id = id;
    read_font(o, dict, f);
    return seen->fonts[seen->font_count++] = f;
}

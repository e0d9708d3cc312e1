#include "base/listing.h"

#include "base/json.h"
#include "base/labels.h"
#include "base/limits.h"

#include <stdlib.h>

struct entry {
    enum bm_message message;
    struct bm_span span;
    size_t index;
};

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_kind_and_place(const void *pa, const void *pb)
{
    const struct entry *a = pa, *b = pb;
    int c = compare(a->message, b->message);
    c = c ? c : compare(a->span.file, b->span.file);
    c = c ? c : compare(a->span.offset, b->span.offset);
    return c ? c : compare(a->index, b->index);
}

/* How many of a kind are shown: of what a command answers, one line a file, all. */
static uint32_t most_of(enum bm_message message, const struct bm_listing *how)
{
    if (message == BM_MSG_IMPORT_ARTICLE)
        return BM_DIAGS_KEPT;
    return how->json ? BM_DIAGS_JSON : BM_DIAGS_SHOWN;
}

/* Which messages are shown; last: of each kind the one that stands last in the list. */
static bool *choose(struct bm_arena *arena, const struct bm_diags *diags,
                    const struct bm_listing *how, size_t last[BM_MSG_COUNT])
{
    bool *shown = BM_NEW_N(arena, diags->n, bool);
    struct entry *entries = BM_NEW_N(arena, diags->n, struct entry);
    for (size_t i = 0; i < diags->n; i++)
        entries[i] = (struct entry){diags->v[i].message, diags->v[i].span, i};
    if (diags->n)
        qsort(entries, diags->n, sizeof *entries, by_kind_and_place);
    for (size_t i = 0, first = 0; i < diags->n; i++) {
        first = entries[i].message == entries[first].message ? first : i;
        shown[entries[i].index] = i - first < most_of(entries[i].message, how);
    }
    for (size_t i = 0; i < diags->n; i++)
        if (shown[i])
            last[diags->v[i].message] = i;
    return shown;
}

/* 9,980 */
static struct bm_str grouped(uint32_t n, struct bm_buf *out)
{
    const uint32_t thousands = n / 1000;
    if (thousands) {
        grouped(thousands, out);
        bm_buf_printf(out, ",%03u", n % 1000);
    } else {
        bm_buf_printf(out, "%u", n);
    }
    return bm_buf_view(out);
}

static void put_more(struct bm_buf *out, enum bm_message message, uint32_t n,
                     const struct bm_listing *how)
{
    const enum bm_level level = bm_diag_level(message);
    if (how->json) {
        struct bm_json json = {.out = out};
        bm_json_record(&json, "left-out");
        bm_json_text(&json, "level", bm_str_c(bm_level_name(level, BM_LANG_EN)));
        bm_json_text(&json, "code", bm_str_c(bm_diag_code(message)));
        bm_json_number(&json, "count", n);
        bm_json_close(&json);
        return;
    }
    struct bm_buf number = {0};
    grouped(n, &number);
    bm_buf_printf(out, "banmian: %s [%s]%s", bm_level_name(level, how->lang), bm_diag_code(message),
                  BM_LABEL(COLON, how->lang));
    bm_buf_printf(out, BM_LABEL(MORE_OF_KIND, how->lang), (int)number.n, number.p);
    bm_buf_free(&number);
}

void bm_diags_list(struct bm_buf *out, const struct bm_diags *diags,
                   const struct bm_sources *sources, const struct bm_listing *how)
{
    struct bm_arena *arena = bm_arena_new();
    size_t last[BM_MSG_COUNT] = {0};
    const bool *shown = choose(arena, diags, how, last);
    for (size_t i = 0; i < diags->n; i++) {
        const struct bm_diag *d = &diags->v[i];
        const uint32_t all = diags->counts[d->message], most = most_of(d->message, how);
        if (!shown[i] || bm_diag_level(d->message) < how->least)
            continue;
        if (how->json)
            bm_diag_json(out, d, sources, how->lang);
        else
            bm_diag_format(out, d, sources, how->lang);
        if (all > most && i == last[d->message])
            put_more(out, d->message, all - most, how);
    }
    bm_arena_drop(arena);
}

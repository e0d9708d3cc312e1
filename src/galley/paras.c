#include "galley/paras.h"

#include "galley/limits.h"
#include "heads/sense.h"

#include <stdlib.h>

#define BUCKETS 4096

/* 128 bits of all that it depends on. */
struct para_key {
    uint64_t a, b;
};

struct bm_kept_para {
    struct bm_kept_para *next; /* of its bucket, or of those that are free */
    struct para_key key;
    bool found; /* it stands in its bucket; else there was something to say of it */
    uint32_t users;
    struct bm_arena *arena;
    struct bm_para *para; /* as it was shaped first */
    uint32_t source;      /* where its first piece stood then */
    struct broken {
        struct broken *next;
        struct bm_kept_how how;
        struct bm_lines lines;
    } * broken;
    uint32_t broken_count;
};

struct bm_paras {
    struct bm_kept_para *buckets[BUCKETS];
    struct bm_kept_para *free; /* their arenas are used again */
};

struct bm_paras *bm_paras_new(void)
{
    struct bm_paras *paras = calloc(1, sizeof *paras);
    if (!paras)
        bm_out_of_memory();
    return paras;
}

static void drop_list(struct bm_kept_para *list)
{
    for (struct bm_kept_para *k = list, *next; k; k = next) {
        next = k->next;
        bm_arena_drop(k->arena);
        free(k);
    }
}

void bm_paras_drop(struct bm_paras *paras)
{
    if (!paras)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        drop_list(paras->buckets[i]);
    drop_list(paras->free);
    free(paras);
}

static void let_go(struct bm_paras *paras, struct bm_kept_para *k)
{
    if (--k->users)
        return;
    struct bm_kept_para **at = &paras->buckets[k->key.a % BUCKETS];
    while (k->found && *at != k)
        at = &(*at)->next;
    if (k->found)
        *at = k->next;
    struct bm_arena *arena = k->arena;
    bm_arena_reset(arena);
    *k = (struct bm_kept_para){.next = paras->free, .arena = arena};
    paras->free = k;
}

void bm_paras_release(struct bm_paras *paras, struct bm_paras_user *user)
{
    for (size_t i = 0; i < user->n; i++)
        let_go(paras, user->v[i]);
    *user = (struct bm_paras_user){0};
}

static void key_number(struct para_key *key, uint64_t number)
{
    key->a = ((key->a ^ number) + 1) * UINT64_C(0x9e3779b97f4a7c15);
    key->a ^= key->a >> 32;
    key->b = (key->b + number + 1) * UINT64_C(0xd6e8feb86659fd93);
    key->b ^= key->b >> 29;
}

static void key_text(struct para_key *key, struct bm_str text)
{
    key_number(key, text.n);
    for (size_t i = 0; i < text.n; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, text.p + i, text.n - i < sizeof word ? text.n - i : sizeof word);
        key_number(key, word);
    }
}

/* False: its pieces stand in several files. */
static bool key_of(const struct bm_text_style *s, bool sense, const struct bm_inline *pieces,
                   size_t n, struct para_key *key)
{
    const uint64_t style[] = {(uintptr_t)s->typeface,
                              (uintptr_t)s->strong,
                              (uintptr_t)s->opening,
                              (uintptr_t)s->phrases,
                              (uint64_t)s->mode,
                              (uint64_t)(uint32_t)s->size,
                              (uint64_t)s->kinsoku,
                              (uint64_t)s->punctuation,
                              (uint64_t)s->autospace,
                              (uint64_t)s->digits,
                              s->fullwidth,
                              s->hang,
                              s->names,
                              s->indented,
                              (uint64_t)(uint32_t)s->space,
                              (uint64_t)(uint32_t)s->sign,
                              s->shown,
                              sense,
                              n};
    for (size_t i = 0; i < BM_COUNT(style); i++)
        key_number(key, style[i]);
    key_text(key, bm_str_c(s->hyphenate));
    for (size_t i = 0; i < n; i++) {
        const struct bm_inline *p = &pieces[i];
        if (p->span.file != pieces->span.file)
            return false;
        key_number(key, p->kind);
        key_number(key, p->emphasis);
        key_number(key, p->span.file == BM_NO_FILE);
        key_number(key, p->span.offset - pieces->span.offset);
        key_number(key, p->span.length);
        key_text(key, p->text);
    }
    return true;
}

static struct bm_kept_para *find(struct bm_paras *paras, const struct para_key *key)
{
    struct bm_kept_para *k = paras->buckets[key->a % BUCKETS];
    while (k && (k->key.a != key->a || k->key.b != key->b))
        k = k->next;
    return k;
}

static struct bm_kept_para *take_free(struct bm_paras *paras)
{
    struct bm_kept_para *k = paras->free;
    if (k) {
        paras->free = k->next;
    } else {
        k = calloc(1, sizeof *k);
        if (!k)
            bm_out_of_memory();
        k->arena = bm_arena_new();
    }
    k->next = NULL;
    k->users = 1; /* who takes it */
    return k;
}

/* Shapes it, to be kept. NULL: it cannot be shaped. */
static struct bm_kept_para *shape(const struct bm_galley_maker *maker,
                                  const struct bm_text_style *style, const struct para_key *key,
                                  const struct bm_inline *pieces, size_t n)
{
    struct bm_kept_para *k = take_free(maker->paras);
    struct bm_diags said = {.arena = maker->arena};
    struct bm_text_style own = *style;
    if (own.hyphenate)
        own.hyphenate = bm_arena_copy(k->arena, own.hyphenate, strlen(own.hyphenate));
    k->para = bm_para_shape(k->arena, maker->shaper, &own, pieces, n, &said);
    bm_diags_append(maker->diags, &said);
    if (!k->para) {
        let_go(maker->paras, k);
        return NULL;
    }
    k->para->kept = k;
    k->key = *key;
    k->source = n ? pieces->span.offset : 0;
    k->found = !said.n;
    if (!k->found)
        return k;
    k->next = maker->paras->buckets[key->a % BUCKETS];
    maker->paras->buckets[key->a % BUCKETS] = k;
    return k;
}

/* The paragraph as it stands in its file now. */
static struct bm_para *stand(const struct bm_galley_maker *maker, const struct bm_kept_para *k,
                             const struct bm_inline *pieces, size_t n)
{
    struct bm_para *p = BM_NEW(maker->arena, struct bm_para);
    const uint32_t moved = n ? pieces->span.offset - k->source : 0;
    *p = *k->para;
    p->file = p->file == BM_NO_FILE ? BM_NO_FILE : pieces->span.file;
    p->sense = NULL;
    if (!moved)
        return p;
    p->characters = bm_arena_array(maker->arena, p->character_count, sizeof *p->characters);
    memcpy(p->characters, k->para->characters, p->character_count * sizeof *p->characters);
    for (uint32_t i = 0; i < p->character_count; i++)
        p->characters[i].source += moved;
    return p;
}

struct bm_para *bm_paras_shape(const struct bm_galley_maker *maker,
                               const struct bm_text_style *style, bool sense,
                               const struct bm_inline *pieces, size_t n)
{
    struct bm_paras_user *user = maker->user;
    struct para_key key = {0};
    if (!maker->paras || !key_of(style, sense, pieces, n, &key))
        return bm_para_shape(maker->arena, maker->shaper, style, pieces, n, maker->diags);
    struct bm_kept_para *k = find(maker->paras, &key);
    if (k)
        k->users++;
    else if (!(k = shape(maker, style, &key, pieces, n)))
        return NULL;
    user->v = bm_arena_grow(maker->arena, user->v, user->n, &user->cap, sizeof(void *));
    user->v[user->n++] = k;
    return stand(maker, k, pieces, n);
}

void bm_paras_find_sense(struct bm_arena *arena, struct bm_para *para)
{
    struct bm_kept_para *k = para->kept;
    if (!k) {
        bm_para_find_sense(arena, para);
        return;
    }
    if (!k->para->sense)
        bm_para_find_sense(k->arena, k->para);
    para->sense = k->para->sense;
}

static bool same_how(const struct bm_kept_how *a, const struct bm_kept_how *b)
{
    return a->kind == b->kind && a->justify == b->justify && a->looseness == b->looseness &&
           a->cut == b->cut && a->least == b->least && a->running == b->running &&
           a->measures.n == b->measures.n && a->measures.indent == b->measures.indent &&
           a->measures.turnover == b->measures.turnover &&
           memcmp(a->measures.widths, b->measures.widths,
                  a->measures.n * sizeof *a->measures.widths) == 0;
}

bool bm_kept_lines(const struct bm_para *para, const struct bm_kept_how *how,
                   struct bm_lines *lines)
{
    const struct broken *b = para->kept ? para->kept->broken : NULL;
    while (b && !same_how(&b->how, how))
        b = b->next;
    if (b)
        *lines = b->lines;
    return b != NULL;
}

struct bm_arena *bm_kept_lines_arena(const struct bm_para *para, struct bm_arena *arena)
{
    const struct bm_kept_para *k = para->kept;
    return k && k->broken_count < BROKEN_MOST ? k->arena : arena;
}

void bm_kept_lines_add(const struct bm_para *para, const struct bm_kept_how *how,
                       const struct bm_lines *lines)
{
    struct bm_kept_para *k = para->kept;
    if (!k || k->broken_count >= BROKEN_MOST)
        return;
    struct broken *b = BM_NEW(k->arena, struct broken);
    bm_len *widths = BM_NEW_N(k->arena, how->measures.n, bm_len);
    memcpy(widths, how->measures.widths, how->measures.n * sizeof *widths);
    *b = (struct broken){k->broken, *how, *lines};
    b->how.measures.widths = widths;
    k->broken = b;
    k->broken_count++;
}

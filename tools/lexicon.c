/* Compiles the lists that words/words.yaml declares into the map that src/words/lexicon.h
 * describes. lexicon words/words.yaml words.map */
#include "base/digest.h"
#include "base/file.h"
#include "base/index.h"
#include "words/write.h"
#include "yaml/yaml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TOTAL      60e6 /* words that the counts are out of, about the sum of jieba's */
#define LONG       4    /* a word of so many characters is met … */
#define PAIR_MOST  58   /* what parting a pair costs more, at most */
#define LONG_COUNT 20   /* … so often at least: it is seldom anything else */

/* A word that stands in lists: a row of the last. */
struct word {
    struct bm_str text;
    double count;
    uint8_t cls;
    bool person, foreign, out, pair; /* pair: two words; count is what parting them costs more */
};

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    const char *folder;
    struct word *words;
    size_t n, cap;
    struct bm_index index;
    struct bm_entry *traits;
    size_t trait_n, trait_cap;
    char16_t surnames[1000];
    size_t surname_n;
};

static const struct {
    const char *tag; /* a tag that begins so; the first that fits */
    enum bm_word_class cls;
} tags[] = {{"nrt", BM_WORD_PERSON},    {"nr", BM_WORD_PERSON}, {"nsf", BM_WORD_PLACE},
            {"ns", BM_WORD_PLACE},      {"nt", BM_WORD_PLACE},  {"n", BM_WORD_NOUN},
            {"vn", BM_WORD_VERBAL},     {"v", BM_WORD_VERB},    {"ad", BM_WORD_ADVERB},
            {"a", BM_WORD_ADJECTIVE},   {"zg", BM_WORD_NOUN},   {"z", BM_WORD_ADJECTIVE},
            {"b", BM_WORD_ATTRIBUTE},   {"d", BM_WORD_ADVERB},  {"p", BM_WORD_PREPOSITION},
            {"c", BM_WORD_CONJUNCTION}, {"r", BM_WORD_PRONOUN}, {"m", BM_WORD_QUANTITY},
            {"q", BM_WORD_MEASURE},     {"t", BM_WORD_TIME},    {"f", BM_WORD_SIDE},
            {"s", BM_WORD_SPOT},        {"i", BM_WORD_IDIOM},   {"l", BM_WORD_IDIOM},
            {"u", BM_WORD_PARTICLE},    {"x", BM_WORD_OTHER}};

static bool is_numeral(struct bm_str text)
{
    static const char16_t numerals[] = u"〇零一二三四五六七八九十百千万亿两";
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        bool is = false;
        for (const char16_t *c = numerals; *c; c++)
            is |= *c == cp;
        if (!is)
            return false;
    }
    return true;
}

static enum bm_word_class class_of(struct bm_str text, struct bm_str tag)
{
    if (is_numeral(text))
        return BM_WORD_NUMBER;
    for (size_t i = 0; i < BM_COUNT(tags); i++) {
        const size_t n = strlen(tags[i].tag);
        if (tag.n >= n && memcmp(tag.p, tags[i].tag, n) == 0)
            return tags[i].cls;
    }
    return BM_WORD_NOUN;
}

/* The letters of a word; false where one has none: above U+FFFF, or too many. */
static bool letters_of(struct bm_str text, char16_t *out, uint32_t *n)
{
    *n = 0;
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        if (cp > 0xFFFF || *n == BM_LISTED_MOST)
            return false;
        out[(*n)++] = (char16_t)cp;
    }
    return *n > 0;
}

static uint64_t hash_of(struct bm_str s)
{
    return bm_hash_bulk(s.p, s.n);
}

static struct word *find(struct desk *d, struct bm_str text, bool add)
{
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&d->index, hash_of(text), &at)) != BM_INDEX_NONE)
        if (bm_str_eq(d->words[i].text, text))
            return &d->words[i];
    if (!add)
        return NULL;
    bm_index_add(d->arena, &d->index, hash_of(text), (uint32_t)d->n);
    d->words = bm_arena_grow(d->arena, d->words, d->n, &d->cap, sizeof *d->words);
    d->words[d->n] = (struct word){.text = text};
    return &d->words[d->n++];
}

static void add_word(struct desk *d, struct bm_str text, double count, struct bm_str tag)
{
    struct word *w = find(d, text, true);
    if (w->pair)
        *w = (struct word){.text = text};
    w->count = count > w->count || w->out ? count : w->count;
    w->out = false;
    w->cls = (uint8_t)class_of(text, tag);
    w->foreign = bm_str_is(tag, "nrt") || bm_str_is(tag, "nrfg");
    w->person = bm_str_is(tag, "nr");
}

/* The next word of the row; empty at its end. */
static struct bm_str next(struct bm_str *row)
{
    while (row->n && strchr(" \t\r", *row->p))
        row->p++, row->n--;
    struct bm_str word = {row->p, 0};
    while (word.n < row->n && !strchr(" \t\r", row->p[word.n]))
        word.n++;
    row->p += word.n;
    row->n -= word.n;
    return word;
}

struct list {
    struct bm_str form, cls;
    double count;
};

static bool take_trait(struct desk *d, struct bm_str name, struct bm_str word)
{
    static const char *const names[] = {
#define R(id, word) word,
        BM_TRAITS(R)
#undef R
    };
    struct bm_entry e = {.text = NULL};
    char16_t letters[BM_LISTED_MOST];
    for (size_t i = 0; i < BM_COUNT(names); i++)
        if (bm_str_is(name, names[i]))
            e.traits = (uint16_t)(1u << i);
    if (!e.traits || !letters_of(word, letters, &e.length))
        return false;
    for (size_t i = 0; i < d->trait_n; i++)
        if (d->traits[i].length == e.length &&
            memcmp(d->traits[i].text, letters, e.length * sizeof *letters) == 0) {
            d->traits[i].traits |= e.traits;
            return true;
        }
    e.text = (const char16_t *)bm_arena_copy(d->arena, letters, e.length * sizeof *letters);
    d->traits = bm_arena_grow(d->arena, d->traits, d->trait_n, &d->trait_cap, sizeof *d->traits);
    d->traits[d->trait_n++] = e;
    return true;
}

/* What a list has for one word is no pair. */
static bool take_pair(struct desk *d, struct bm_str more, struct bm_str both)
{
    struct word *w = find(d, both, true);
    const double count = strtod(bm_arena_copy(d->arena, more.p, more.n), NULL);
    if (count < 1 || count > PAIR_MOST)
        return false;
    if (w->count <= 0 || w->out)
        *w = (struct word){.text = both, .count = count, .cls = BM_LEXICON_PAIR, .pair = true};
    return true;
}

static bool take_row(struct desk *d, const struct list *list, struct bm_str row)
{
    struct bm_str first = next(&row), word;
    if (!first.n || *first.p == '#')
        return true;
    if (bm_str_is(list->form, "counts")) {
        const struct bm_str count = next(&row);
        add_word(d, first, count.n ? strtod(bm_arena_copy(d->arena, count.p, count.n), NULL) : 0,
                 next(&row));
        return true;
    }
    if (bm_str_is(list->form, "surnames")) {
        for (size_t i = 0; i < first.n && d->surname_n < BM_COUNT(d->surnames);)
            d->surnames[d->surname_n++] = (char16_t)bm_utf8_next(first.p, first.n, &i);
        return true;
    }
    if (bm_str_is(list->form, "names"))
        for (; first.n; first = next(&row))
            add_word(d, first, list->count, list->cls);
    else if (bm_str_is(list->form, "pairs"))
        while ((word = next(&row)).n) {
            if (!take_pair(d, first, word))
                return false;
        }
    else if (bm_str_is(list->form, "traits"))
        while ((word = next(&row)).n) {
            if (!take_trait(d, first, word))
                return false;
        }
    else if (bm_str_is(list->form, "classes"))
        while ((word = next(&row)).n) {
            struct word *w = bm_str_is(first, "-") ? find(d, word, false) : NULL;
            if (w)
                w->out = true;
            else if (!bm_str_is(first, "-"))
                add_word(d, word, list->count, first);
        }
    else
        return false;
    return true;
}

static bool fail(struct desk *d, struct bm_str what, const char *why)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < d->diags.n; i++)
        bm_diag_format(&b, &d->diags.v[i], &d->sources, BM_LANG_EN);
    fprintf(stderr, "%.*s%.*s: %s\n", (int)b.n, b.n ? b.p : "", (int)what.n, what.p, why);
    bm_buf_free(&b);
    return false;
}

static struct bm_str value(const struct bm_yaml *map, const char *key)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    return node && node->kind == BM_YAML_SCALAR ? node->text : (struct bm_str){"", 0};
}

static bool take_list(struct desk *d, const struct bm_yaml *map)
{
    static const char *const known[] = {"file",    "form",    "class", "count",
                                        "package", "licence", "size",  "sha256"};
    const struct bm_str file = value(map, "file"), sum = value(map, "sha256");
    if (!bm_yaml_want(map, BM_YAML_MAP, &d->diags) ||
        !bm_yaml_check_keys(map, known, BM_COUNT(known), &d->diags) || !file.n ||
        !value(map, "licence").n)
        return fail(d, file, "a list has a file, a form and a licence, and no other keys");
    struct bm_str text;
    char path[4096], hex[65];
    snprintf(path, sizeof path, "%s%.*s", *file.p == '/' ? "" : d->folder, (int)file.n, file.p);
    if (!bm_file_read(d->arena, path, bm_span_none(), &d->diags, &text))
        return fail(d, value(map, "package"), "install this package (setup/debian.sh)");
    if (*file.p == '/') {
        bm_sha256_of(text, hex);
        if (!bm_str_is(sum, hex))
            return fail(d, file, "its SHA-256 is not the one declared");
    }
    if (bm_utf8_check(text.p, text.n) != text.n)
        return fail(d, file, "it is not UTF-8");
    const struct bm_str count = value(map, "count");
    const struct list list = {value(map, "form"), value(map, "class"),
                              count.n ? strtod(bm_arena_copy(d->arena, count.p, count.n), NULL)
                                      : 0};
    for (size_t from = 0, end; from < text.n; from = end + 1) {
        const char *stop = memchr(text.p + from, '\n', text.n - from);
        end = stop ? (size_t)(stop - text.p) : text.n;
        const struct bm_str row = {text.p + from, end - from};
        if (!take_row(d, &list, row))
            return fail(d, row, "no such row, class or trait");
    }
    return true;
}

static uint16_t cost_of(double count, double total)
{
    const long cost = lround(-log(count / total) * BM_COST_UNIT);
    return (uint16_t)(cost < 11 ? 11 : cost > 265 ? 265 : cost);
}

enum {
    SURNAME,
    FIRST,
    SECOND,
    ONLY,
    FOREIGN,
    PLACES
};

/* How often each character stands in each place of the names of the lists. */
struct tally {
    uint32_t v[0x10000][PLACES], sum[PLACES], kinds[PLACES];
    bool surname[0x10000];
};

static void meet(struct tally *t, char16_t c, int place)
{
    t->kinds[place] += !t->v[c][place]++;
    t->sum[place]++;
}

static void tally_name(struct tally *t, const struct word *w)
{
    char16_t s[BM_LISTED_MOST];
    uint32_t n;
    if (!letters_of(w->text, s, &n))
        return;
    if (w->person && (n == 2 || n == 3) && t->surname[s[0]]) {
        meet(t, s[0], SURNAME);
        meet(t, s[1], n == 3 ? FIRST : ONLY);
        if (n == 3)
            meet(t, s[2], SECOND);
    }
    for (uint32_t i = 0; ((w->foreign && n >= 3) || (w->person && n >= 4)) && i < n; i++)
        meet(t, s[i], FOREIGN);
}

/* −ln of the share, with a fifth of a meeting more for every one; what was never met: at most. */
static uint8_t share(const struct tally *t, uint32_t c, int place, double never)
{
    const double p = t->v[c][place] ? -log((t->v[c][place] + .2) / (t->sum[place] + 600)) : never;
    const long cost = lround(p * BM_COST_UNIT);
    return (uint8_t)(cost > 255 ? 255 : cost);
}

#define FOREIGN_LEAST 12 /* meetings that make a character one of foreign names */

static struct bm_lexicon_letter *count_letters(struct desk *d, size_t *n)
{
    static const char16_t never[] =
        u"的了在是和与将被把为不有人中国大上下年月日时分个一二三四五六七"
        u"八九十";
    static const char16_t also[] = u"哇隆功琼昂素季吴登盛温敏莱翁丽吉诺敦西哈努";
    struct tally *t = BM_NEW(d->arena, struct tally);
    struct bm_lexicon_letter *out = BM_NEW_N(d->arena, 0x10000, struct bm_lexicon_letter);
    *n = 0;
    for (size_t i = 0; i < d->surname_n; i++)
        t->surname[d->surnames[i]] = true;
    for (size_t i = 0; i < d->n; i++)
        tally_name(t, &d->words[i]);
    for (uint32_t c = 0; c < 0x10000; c++) {
        bool foreign = t->v[c][FOREIGN] >= FOREIGN_LEAST, met = t->surname[c];
        for (const char16_t *k = also; *k; k++)
            foreign |= *k == c;
        for (const char16_t *k = never; *k; k++)
            foreign &= *k != c;
        for (int place = 0; place < PLACES; place++)
            met |= t->v[c][place] > 0;
        if (met || foreign)
            out[(*n)++] = (struct bm_lexicon_letter){
                .letter = (uint16_t)c,
                .surname = t->surname[c] ? share(t, c, SURNAME, 8) : 255,
                .first = share(t, c, FIRST, 9.5),
                .second = share(t, c, SECOND, 9.5),
                .only = share(t, c, ONLY, 10.5),
                .foreign = foreign ? share(t, c, FOREIGN, 7) : 255,
            };
    }
    return out;
}

static bool write_map(struct desk *d, const char *path)
{
    struct bm_entry *words = BM_NEW_N(d->arena, d->n, struct bm_entry);
    char16_t letters[BM_LISTED_MOST];
    size_t n = 0, letter_n;
    for (size_t i = 0; i < d->n; i++) {
        const struct word *w = &d->words[i];
        struct bm_entry e = {.cls = w->cls};
        if (w->out || !letters_of(w->text, letters, &e.length))
            continue;
        double count = w->count < .5 ? .5 : w->count;
        if (e.length >= LONG && count < LONG_COUNT)
            count = LONG_COUNT;
        e.cost = w->pair ? (uint16_t)(266 - w->count) : cost_of(count, TOTAL);
        e.text = (const char16_t *)bm_arena_copy(d->arena, letters, e.length * sizeof *letters);
        words[n++] = e;
    }
    struct bm_lexicon_letter *counted = count_letters(d, &letter_n);
    struct bm_buf out = {0};
    bm_lexicon_write(d->arena, words, n, d->traits, d->trait_n, counted, letter_n, &out);
    char temporary[4096];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    FILE *f = fopen(temporary, "wb");
    bool good = f && fwrite(out.p, 1, out.n, f) == out.n;
    good = f && fclose(f) == 0 && good && rename(temporary, path) == 0;
    bm_buf_free(&out);
    return good || fail(d, bm_str_c(path), "it cannot be written");
}

int main(int argc, char **argv)
{
    struct desk d = {.arena = bm_arena_new()};
    struct bm_str text;
    if (argc != 3)
        return 2;
    d.sources.arena = d.diags.arena = d.arena;
    const char *slash = strrchr(argv[1], '/');
    d.folder = slash ? bm_arena_copy(d.arena, argv[1], (size_t)(slash + 1 - argv[1])) : "";
    bool good = bm_file_read(d.arena, argv[1], bm_span_none(), &d.diags, &text);
    const struct bm_yaml *root = NULL, *lists = NULL;
    if (good) {
        const uint32_t file =
            bm_sources_add(&d.sources, bm_str_c(argv[1]), bm_str_c(argv[1]), text);
        root = bm_yaml_read(d.arena, &d.sources, file, 0, (uint32_t)text.n, &d.diags);
        lists = root ? bm_yaml_get(root, "lists") : NULL;
    }
    good = bm_yaml_want(lists, BM_YAML_MAP, &d.diags) || fail(&d, bm_str_c(argv[1]), "no lists");
    for (size_t i = 0; good && i < lists->n; i++)
        good = take_list(&d, lists->values[i]);
    good = good && write_map(&d, argv[2]);
    bm_arena_drop(d.arena);
    return good ? 0 : 1;
}

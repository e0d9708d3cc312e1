#include "manuscript/limits.h"
#include "manuscript/parts.h"

#include "base/check.h"

/* Words that stand in one line. text: they are printed or shown, so that a comment behind them is
 * more likely a piece of them. */
static bool read_word(const struct bm_sources *sources, const struct bm_yaml *root, const char *key,
                      bool text, struct bm_str *out, struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(root, key);
    if (!node)
        return true;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags) ||
        (text && !bm_yaml_uncut(node, sources, diags)))
        return false;
    const char *typed = sources->v[node->span.file].text.p + node->span.offset;
    if (memchr(typed, '\n', node->span.length) || memchr(node->text.p, '\n', node->text.n) ||
        field_has_line_end(node->text))
        return bm_diag0(diags, BM_MSG_LINE_END, node->span);
    const size_t n = bm_utf8_count(node->text.p, node->text.n);
    if (n > WORD_MOST)
        return bm_diag_too_many(diags, node->span, "characters of this value", n, WORD_MOST);
    if (node->text.n > 0)
        *out = node->text;
    return true;
}

static bool is_date(struct bm_str s)
{
    static const char form[] = "dddd-dd-dd";
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (s.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (form[i] == '-' ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    int month = (s.p[5] - '0') * 10 + s.p[6] - '0', day = (s.p[8] - '0') * 10 + s.p[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/* A date in another form (2026年5月14日, 2026/5/4, 2026.5.4) as it is written here, or the form. */
static struct bm_str date_as_written(struct bm_arena *arena, struct bm_str s)
{
    uint32_t numbers[3] = {0}, count = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        cp = cp >= 0xFF10 && cp <= 0xFF19 ? cp - 0xFF10 + '0' : cp;
        const bool digit = cp >= '0' && cp <= '9';
        count += digit && !inside;
        inside = digit;
        if (digit && count <= 3 && numbers[count - 1] < 10000)
            numbers[count - 1] = numbers[count - 1] * 10 + cp - '0';
    }
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%04u-%02u-%02u", numbers[0], numbers[1], numbers[2]);
    const struct bm_str date = bm_buf_keep(&b, arena);
    return count == 3 && is_date(date) ? date : BM_STR("YYYY-MM-DD");
}

/* A tag of BCP 47: subtags of one to eight letters and digits, the first of two or more letters. */
static bool is_language(struct bm_str s)
{
    size_t length = 0, subtags = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-') {
            if (!length || (!subtags && length < 2))
                return false;
            subtags++;
            length = 0;
        } else if (++length > 8 || !(letter || (subtags && c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return length && (subtags || length > 1);
}

/* The names of the list so far, of articles that are on hold too. */
struct listed {
    struct bm_str *v;
    size_t n;
    struct bm_index index;
};

/* A name is one of this folder: a manuscript from elsewhere would make the edition depend on
 * where it lies. */
static bool read_name(struct bm_arena *arena, const struct bm_yaml *node, struct listed *names,
                      struct bm_diags *diags)
{
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    struct bm_str s = node->text;
    bool bad =
        s.n == 0 || s.n > 250 || s.p[0] == '.' || memchr(s.p, '/', s.n) || memchr(s.p, '\\', s.n);
    for (size_t i = 0; i < s.n; i++)
        bad |= (unsigned char)s.p[i] < 0x20;
    if (bad)
        return bm_diag(diags, BM_MSG_BAD_NAME, node->span, s);
    if (s.n < 4 || memcmp(s.p + s.n - 3, ".md", 3) != 0) {
        char *p = bm_arena_alloc(arena, s.n + 4);
        memcpy(p, s.p, s.n);
        memcpy(p + s.n, ".md", 3);
        s = (struct bm_str){p, s.n + 3};
    }
    const uint64_t hash = bm_hash(BM_HASH_START, s.p, s.n);
    uint32_t i;
    for (size_t at = 0; (i = bm_index_next(&names->index, hash, &at)) != BM_INDEX_NONE;)
        if (bm_str_eq(names->v[i], s))
            return bm_diag(diags, BM_MSG_ARTICLE_TWICE, node->span, s);
    bm_index_add(arena, &names->index, hash, names->n);
    names->v[names->n++] = s;
    return true;
}

/* The name that was read last goes into the list of articles, or of those on hold. */
static void put_name(const struct listed *names, struct bm_span span, bool hold,
                     struct bm_edition *edition)
{
    const struct bm_str name = names->v[names->n - 1];
    if (hold) {
        edition->on_hold[edition->on_hold_count] = name;
        edition->on_hold_spans[edition->on_hold_count++] = span;
    } else {
        edition->articles[edition->article_count] = name;
        edition->article_spans[edition->article_count++] = span;
    }
}

bool bm_edition_on_hold(const struct bm_edition *edition, struct bm_str name)
{
    bool found = false;
    for (size_t i = 0; i < edition->on_hold_count; i++) {
        const struct bm_str s = edition->on_hold[i];
        found = found || bm_str_eq((struct bm_str){s.p, s.n - 3}, name);
    }
    return found;
}

/* A number from 1 to 999. */
static bool read_number(const struct bm_yaml *node, enum bm_message wrong, uint32_t *out,
                        struct bm_diags *diags)
{
    uint32_t value = 0;
    if (!node)
        return true;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    for (size_t i = 0; i < node->text.n && node->text.n < 4; i++)
        value = node->text.p[i] >= '0' && node->text.p[i] <= '9'
                    ? value * 10 + (uint32_t)(node->text.p[i] - '0')
                    : 10000;
    if (!value || value > 999)
        return bm_diag(diags, wrong, node->span, node->text);
    *out = value;
    return true;
}

/* `NAME`, or {article: NAME, rank: N, page: N, section: NAME, pin: foot, pictures: [main], hold:
 * true}. */
static bool read_entry(struct bm_arena *arena, const struct bm_yaml *node,
                       struct bm_edition *edition, struct listed *names, struct bm_diags *diags)
{
    static const char *const entry_keys[] = {"article", "rank",     "page", "section",
                                             "pin",     "pictures", "hold"};
    if (node->kind != BM_YAML_MAP) {
        const bool fine = read_name(arena, node, names, diags);
        if (fine)
            put_name(names, node->span, false, edition);
        return fine;
    }
    const struct bm_yaml *name = bm_yaml_get(node, "article"), *pin = bm_yaml_get(node, "pin");
    const struct bm_yaml *section = bm_yaml_get(node, "section"), *hold = bm_yaml_get(node, "hold");
    struct bm_edition_place place = {.foot = pin != NULL, .span = node->span};
    bool on_hold = false;
    bm_yaml_check_keys(node, entry_keys, BM_COUNT(entry_keys), diags);
    if (!name)
        return bm_diag(diags, BM_MSG_MISSING_KEY, node->span, BM_STR("article"));
    bool good = read_name(arena, name, names, diags);
    const bool named = good;
    good &= read_number(bm_yaml_get(node, "rank"), BM_MSG_BAD_RANK, &place.rank, diags);
    good &= read_number(bm_yaml_get(node, "page"), BM_MSG_BAD_PAGE, &place.page, diags);
    if (pin && !bm_yaml_want(pin, BM_YAML_SCALAR, diags))
        good = false;
    else if (pin && !bm_str_is(pin->text, "foot"))
        good = bm_diag(diags, BM_MSG_BAD_PIN, pin->span, pin->text);
    if (section && bm_yaml_want(section, BM_YAML_SCALAR, diags))
        place.section = section->text;
    else
        good &= !section;
    place.pictures = bm_yaml_get(node, "pictures");
    good &= !place.pictures || bm_yaml_want(place.pictures, BM_YAML_LIST, diags);
    good &= !hold || bm_yaml_flag(hold, &on_hold, diags);
    if (!on_hold)
        edition->places[edition->article_count] = place;
    if (named)
        put_name(names, name->span, on_hold, edition);
    return good;
}

static bool read_articles(struct bm_arena *arena, const struct bm_yaml *root,
                          struct bm_edition *edition, struct bm_diags *diags)
{
    const struct bm_yaml *list = bm_yaml_get(root, "articles");
    struct listed names = {0};
    bool good = true;
    if (list && !bm_yaml_want(list, BM_YAML_LIST, diags))
        return false;
    if (!list)
        return bm_diag(diags, BM_MSG_MISSING_KEY, root->span, BM_STR("articles"));
    if (list->n == 0)
        return bm_diag0(diags, BM_MSG_NO_ARTICLES, list->span);
    if (list->n > ARTICLES_MOST)
        return bm_diag_too_many(diags, list->span, "articles of the edition", list->n,
                                ARTICLES_MOST);
    edition->articles = BM_NEW_N(arena, list->n, struct bm_str);
    edition->article_spans = BM_NEW_N(arena, list->n, struct bm_span);
    edition->places = BM_NEW_N(arena, list->n, struct bm_edition_place);
    edition->on_hold = BM_NEW_N(arena, list->n, struct bm_str);
    edition->on_hold_spans = BM_NEW_N(arena, list->n, struct bm_span);
    names.v = BM_NEW_N(arena, list->n, struct bm_str);
    for (size_t i = 0; i < list->n; i++)
        good &= read_entry(arena, list->values[i], edition, &names, diags);
    if (good && !edition->article_count)
        return bm_diag0(diags, BM_MSG_ALL_ON_HOLD, list->span);
    return good;
}

/* Words that are parted by what an input method writes. */
static void look_at_commas(const struct bm_yaml *word, struct bm_diags *diags)
{
    static const char *const wide[] = {"，", "、", "；"};
    const struct bm_str s = word->text;
    for (size_t i = 0; i < BM_COUNT(wide); i++)
        for (size_t k = 0, n = strlen(wide[i]); k + n <= s.n; k++)
            if (memcmp(s.p + k, wide[i], n) == 0) {
                bm_diag(diags, BM_MSG_WORD_COMMA, word->span, s, bm_str_c(wide[i]));
                return;
            }
}

static bool read_words(struct bm_arena *arena, const struct bm_yaml *root,
                       struct bm_edition *edition, struct bm_diags *diags)
{
    const struct bm_yaml *list = bm_yaml_get(root, "words");
    if (!list)
        return true;
    if (!bm_yaml_want(list, BM_YAML_LIST, diags))
        return false;
    if (list->n > PHRASES_MOST)
        return bm_diag_too_many(diags, list->span, "phrases of the edition", list->n, PHRASES_MOST);
    bool good = true;
    edition->words = BM_NEW_N(arena, list->n, struct bm_str);
    edition->word_spans = BM_NEW_N(arena, list->n, struct bm_span);
    for (size_t i = 0; i < list->n; i++) {
        good &= bm_yaml_want(list->values[i], BM_YAML_SCALAR, diags);
        edition->words[i] = list->values[i]->text;
        edition->word_spans[i] = list->values[i]->span;
        look_at_commas(list->values[i], diags);
    }
    edition->word_count = list->n;
    return good;
}

static bool read_banner(struct bm_arena *arena, const struct bm_sources *sources,
                        const struct bm_yaml *root, struct bm_edition *edition,
                        struct bm_diags *diags)
{
    const struct bm_yaml *node = bm_yaml_get(root, "banner");
    if (!node)
        return true;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags) || !bm_yaml_uncut(node, sources, diags))
        return false;
    struct reading reading = {.arena = arena,
                              .diags = diags,
                              .source = sources->v[edition->file].text,
                              .file = edition->file};
    struct marks marks = {0};
    size_t before = diags->errors;
    bool good = marks_find(arena, reading.source, edition->file, node->span.offset,
                           node->span.offset + node->span.length, &marks, diags);
    if (good)
        edition->banner = field_text(&reading, node, &marks, true);
    edition->banner_span = node->span;
    return good && diags->errors == before;
}

/* Words of pages that are printed, which the layout reads with their frames. */
static bool check_pages(const struct bm_sources *sources, const struct bm_yaml *frames,
                        struct bm_diags *diags)
{
    static const char *const words[] = {"section", "editor", "designer", "proofreader"};
    bool good = true;
    for (size_t i = 0; i < frames->n; i++)
        for (size_t p = 0; p < frames->values[i]->n; p++)
            for (size_t k = 0; k < BM_COUNT(words); k++) {
                const struct bm_yaml *node = bm_yaml_get(frames->values[i]->values[p], words[k]);
                good &= !node || bm_yaml_uncut(node, sources, diags);
            }
    return good;
}

struct bm_edition *bm_edition_read(struct bm_arena *arena, const struct bm_sources *sources,
                                   uint32_t file, struct bm_str name, struct bm_diags *diags)
{
    static const char *const known[] = {"title",     "date",   "layout", "language", "banner",
                                        "articles",  "frames", "paper",  "number",   "cn",
                                        "publisher", "price",  "words",  "foreign",  "house"};
    if (!bm_text_check(sources, file, diags))
        return NULL;
    const struct bm_yaml *root =
        bm_yaml_read(arena, sources, file, 0, (uint32_t)sources->v[file].text.n, diags);
    if (!root || !bm_yaml_want(root, BM_YAML_MAP, diags))
        return NULL;
    struct bm_edition *edition = BM_NEW(arena, struct bm_edition);
    *edition = (struct bm_edition){.file = file,
                                   .name = bm_str_copy(arena, name),
                                   .title = BM_STR(""),
                                   .date = BM_STR(""),
                                   .layout = BM_STR(""),
                                   .language = BM_STR("zh-Hans"),
                                   .foreign = BM_STR("en"),
                                   .banner_span = bm_span_none()};
    bool good = bm_yaml_check_keys(root, known, BM_COUNT(known), diags);
    const struct {
        const char *key;
        bool text;
        struct bm_str *value;
    } words[] = {{"title", true, &edition->title},         {"date", false, &edition->date},
                 {"layout", false, &edition->layout},      {"language", false, &edition->language},
                 {"foreign", false, &edition->foreign},    {"paper", true, &edition->paper},
                 {"number", true, &edition->number},       {"cn", true, &edition->cn},
                 {"publisher", true, &edition->publisher}, {"price", true, &edition->price},
                 {"house", false, &edition->house}};
    for (size_t i = 0; i < BM_COUNT(words); i++)
        good &= read_word(sources, root, words[i].key, words[i].text, words[i].value, diags);
    for (int i = 0; i < 2; i++) {
        const struct bm_str language = i ? edition->foreign : edition->language;
        if (!is_language(language))
            good = bm_diag(diags, BM_MSG_BAD_LANGUAGE,
                           bm_yaml_get(root, i ? "foreign" : "language")->span, language);
    }
    if (edition->date.n > 0 && !is_date(edition->date)) {
        bm_diag(diags, BM_MSG_BAD_DATE, bm_yaml_get(root, "date")->span, edition->date,
                date_as_written(arena, edition->date));
        good = false;
    }
    good &= read_banner(arena, sources, root, edition, diags);
    good &= read_words(arena, root, edition, diags);
    good &= read_articles(arena, root, edition, diags);
    edition->frames = bm_yaml_get(root, "frames");
    if (edition->frames)
        good &= bm_yaml_want(edition->frames, BM_YAML_MAP, diags) &&
                check_pages(sources, edition->frames, diags);
    return good ? edition : NULL;
}

/* Heads are broken by sense (GB/T 9704-2012 7.3.1: 词意完整，排列对称，长短适宜). Word ends come
 * from ICU's dictionary, phrases from the style, the rest from the short tables below. */
#include "heads/sense.h"

#include "chars/classes.h"
#include "text/stops.h"
#include "words/phrases.h"

#include <unicode/ubrk.h>

#define COST_UNEVEN 1000  /* × (difference / measure)² */
#define COST_LONGER 120   /* a line longer than the one above it */
#define COST_OPENER 60000 /* 的 opening a line */
#define COST_CLOSER 20000 /* 和 closing one */
#define COST_TITLE  30000 /* inside 《》 or a quotation */
#define COST_NUMBER 50000 /* between a number and what it counts, inside 第十一届 */
#define GAIN_PHRASE 900   /* before 关于 and after the author's space: a pause in the sense */
#define GAIN_PAUSE  2500  /* after ， ； ： */
#define NEVER       INT64_MAX

/* Where the lines of a head may end by sense: the first is the paragraph's start, the last its end.
 */
struct bm_pause {
    uint32_t cluster;
    bool parted;  /* after an author's break */
    int64_t cost; /* of a line that ends here */
    struct bm_edge start, end;
};
struct bm_pauses {
    struct bm_pause *v;
    uint32_t n;
};

/* Never opens a line: particles and suffixes that lean on the word before. */
static const char16_t openers[] = u"的了着过等们地得之者与和及或";
/* Does not close one: it leans on the word that follows. */
static const char16_t closers[] = u"和与及或在为把被对向从以是不第将于";
static const char16_t numerals[] = u"〇零一二三四五六七八九十百千万亿0123456789";
/* Ends the name of a place, 嘉峪关市, unless one of the others stands before it: 全市. */
static const char16_t places[] = u"省市县区州旗乡镇村";
static const char16_t not_places[] = u"全本我各该每两上下在于和与及对为向从";
static uint32_t before_cp(const struct bm_para *p, uint32_t cluster)
{
    return cluster ? p->characters[p->clusters[cluster].character - 1].cp : 0;
}

static uint32_t at_cp(const struct bm_para *p, uint32_t cluster)
{
    uint32_t c = p->clusters[cluster].character;
    return c < p->character_count ? p->characters[c].cp : 0;
}

/* Marks the characters that a word ends before, by ICU's dictionary. */
static void word_ends(struct bm_arena *arena, const struct bm_para *p, bool *ends)
{
    UChar *text = BM_NEW_N(arena, (size_t)p->character_count * 2 + 1, UChar);
    uint32_t *index = BM_NEW_N(arena, (size_t)p->character_count * 2 + 1, uint32_t);
    int32_t n = 0;
    for (uint32_t i = 0; i < p->character_count; i++) {
        uint32_t cp = p->characters[i].cp;
        index[n] = i;
        if (cp > 0xFFFF) {
            index[n + 1] = i;
            text[n++] = (UChar)(0xD7C0 + (cp >> 10));
            text[n++] = (UChar)(0xDC00 | (cp & 0x3FF));
        } else {
            text[n++] = (UChar)cp;
        }
    }
    index[n] = p->character_count;
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, "zh", text, n, &error);
    if (error == U_MEMORY_ALLOCATION_ERROR)
        bm_out_of_memory();
    if (U_FAILURE(error)) {
        for (uint32_t i = 0; i <= p->character_count; i++)
            ends[i] = true;
        return;
    }
    for (int32_t at = ubrk_first(words); at != UBRK_DONE; at = ubrk_next(words))
        ends[index[at]] = true;
    ubrk_close(words);
}

/* Depth of 《》 and quotes before each character. */
static void title_depth(const struct bm_para *p, uint8_t *depth)
{
    uint8_t d = 0;
    for (uint32_t i = 0; i < p->character_count; i++) {
        uint32_t cp = p->characters[i].cp;
        enum bm_class cls = bm_class_of(cp);
        if (cls == BM_CLASS_CLOSING && d)
            d--;
        depth[i] = d;
        if (cls == BM_CLASS_OPENING && d < 200)
            d++;
    }
    depth[p->character_count] = 0;
}

/* Marks the characters that a break before falls inside a phrase. */
static void mark_phrases(const struct bm_para *p, bool *inside)
{
    for (uint32_t i = 0; p->style.phrases && i < p->character_count; i++) {
        const uint32_t from = p->characters[i].text;
        const size_t n = bm_phrases_longest(p->style.phrases,
                                            (struct bm_str){p->text.p + from, p->text.n - from});
        for (uint32_t j = i + 1; j < p->character_count && p->characters[j].text < from + n; j++)
            inside[j] = true;
    }
}

struct words {
    const struct bm_para *p;
    const bool *ends;     /* before which characters a word ends */
    const uint8_t *depth; /* of 《》 and quotes */
    const bool *inside;   /* a phrase */
};

/* Cost of a line that ends before cluster k; NEVER inside a word. */
static int64_t break_cost(const struct words *s, uint32_t k)
{
    const struct bm_para *p = s->p;
    if (k == p->cluster_count || p->clusters[k - 1].cls == BM_CLASS_BREAK)
        return 0;
    if (p->clusters[k - 1].break_after != BM_BREAK_ALLOWED)
        return NEVER;
    uint32_t character = p->clusters[k].character;
    uint32_t a = before_cp(p, k), b = at_cp(p, k);
    if (p->clusters[k - 1].cls == BM_CLASS_SPACE)
        return -GAIN_PHRASE;
    if (!s->ends[character])
        return NEVER;
    int64_t cost = 0;
    if (s->depth[character])
        cost += COST_TITLE;
    if (bm_is_one_of(openers, b))
        cost += COST_OPENER;
    if (bm_is_one_of(closers, a))
        cost += COST_CLOSER;
    if (s->inside[character])
        cost += COST_TITLE;
    bool alone = s->ends[character + 1]; /* 市, not 市场 */
    if (bm_is_one_of(places, b) && alone && a >= 0x4E00 && a <= 0x9FFF &&
        !bm_is_one_of(not_places, a))
        cost += COST_TITLE;
    bool number_before = bm_is_one_of(numerals, a), number_after = bm_is_one_of(numerals, b);
    if ((number_before && (number_after || bm_is_counter(b))) || (a == u'第' && number_after))
        cost += COST_NUMBER;
    if (a == u'，' || a == u'；' || a == u'：')
        cost -= GAIN_PAUSE;
    uint32_t next = character + 1 < p->character_count ? p->characters[character + 1].cp : 0;
    if (b == u'关' && next == u'于')
        cost -= GAIN_PHRASE;
    return cost;
}

/* The places where a line may end, with the paragraph's start. costs: of a line that ends before
 * each cluster. */
static const struct bm_pauses *find_pauses(struct bm_arena *arena, const struct bm_para *p,
                                           const int64_t *costs)
{
    struct bm_pauses *found = BM_NEW(arena, struct bm_pauses);
    uint32_t n = 0;
    for (uint32_t k = 0; k <= p->cluster_count; k++)
        n += costs[k] != NEVER;
    *found = (struct bm_pauses){.v = BM_NEW_N(arena, n, struct bm_pause)};
    for (uint32_t k = 0; k <= p->cluster_count; k++) {
        if (costs[k] == NEVER)
            continue;
        struct bm_pause *new = &found->v[found->n++];
        *new = (struct bm_pause){.cluster = k,
                                 .cost = costs[k],
                                 .parted = k && p->clusters[k - 1].cls == BM_CLASS_BREAK};
        bm_edge_start(p, k, &new->start);
        bm_edge_end(p, k, &new->end);
    }
    return found;
}

static const struct bm_pauses *find_sense(struct bm_arena *arena, const struct bm_para *p)
{
    bool *ends = BM_NEW_N(arena, (size_t)p->character_count + 1, bool);
    uint8_t *depth = BM_NEW_N(arena, (size_t)p->character_count + 1, uint8_t);
    int64_t *costs = BM_NEW_N(arena, (size_t)p->cluster_count + 1, int64_t);
    bool *inside = BM_NEW_N(arena, (size_t)p->character_count + 1, bool);
    const struct words w = {.p = p, .ends = ends, .depth = depth, .inside = inside};
    memset(ends, 0, (size_t)p->character_count + 1);
    memset(inside, 0, (size_t)p->character_count + 1);
    costs[0] = 0;
    word_ends(arena, p, ends);
    title_depth(p, depth);
    mark_phrases(p, inside);
    for (uint32_t k = 1; k <= p->cluster_count; k++)
        costs[k] = break_cost(&w, k);
    return find_pauses(arena, p, costs);
}

/* Of a paragraph that is one line: none is needed. */
static const struct bm_pauses *find_any(struct bm_arena *arena, const struct bm_para *p)
{
    int64_t *costs = BM_NEW_N(arena, (size_t)p->cluster_count + 1, int64_t);
    memset(costs, 0, ((size_t)p->cluster_count + 1) * sizeof *costs);
    return find_pauses(arena, p, costs);
}

void bm_para_find_sense(struct bm_arena *arena, struct bm_para *para)
{
    if (para->cluster_count)
        para->sense = find_sense(arena, para);
}

void bm_sense_load(void)
{
    static const UChar text[] = u"词意完整";
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *words =
        ubrk_open(UBRK_WORD, "zh", text, sizeof text / sizeof *text - 1, &error);
    if (U_FAILURE(error))
        return;
    ubrk_first(words);
    ubrk_next(words);
    ubrk_close(words);
}

static int64_t squared(bm_len difference, bm_len measure)
{
    int64_t t = (int64_t)difference * 1000 / measure;
    return t * t * COST_UNEVEN / 1000000;
}

struct sense {
    const struct bm_para *p;
    bm_len measure, whole; /* whole: width of all on one line */
    const struct bm_pauses *pauses;
    /* of each number of lines up to each pause: the best way, and its last line */
    struct division {
        int64_t cost;
        bm_len width;
        uint32_t from;
    } * ways;
};

static bm_len width_between(const struct bm_pause *from, const struct bm_pause *to)
{
    const int64_t width = to->end.sums.width - from->start.sums.width;
    if (from->start.cluster >= to->end.cluster)
        return 0;
    return width > INT32_MAX ? INT32_MAX : (bm_len)width;
}

/* The best last line of l that ends at pause j, after a way of one line less. */
static struct division divide_at(const struct sense *s, uint32_t n, uint32_t l, uint32_t j)
{
    const struct bm_pauses *p = s->pauses;
    const struct division *before = &s->ways[(size_t)(l - 1) * p->n];
    struct division best = {.cost = NEVER};
    for (uint32_t i = j; i-- > 0;) {
        const bm_len w = width_between(&p->v[i], &p->v[j]);
        if (w > s->measure)
            break;
        if (before[i].cost != NEVER) {
            int64_t cost =
                before[i].cost + p->v[j].cost + squared(w - s->whole / (bm_len)n, s->measure);
            if (l > 1 && w > before[i].width + s->p->style.size)
                cost += COST_LONGER;
            if (cost < best.cost)
                best = (struct division){cost, w, i};
        }
        /* No line passes the author's break. */
        if (p->v[i].parted)
            break;
    }
    return best;
}

/* Best division of the clusters into exactly n lines; fills breaks (n + 1 ends). */
static int64_t divide(const struct sense *s, uint32_t n, uint32_t *breaks)
{
    const struct bm_pauses *p = s->pauses;
    const uint32_t m = p->n - 1;
    for (uint32_t l = 0; l <= n; l++)
        for (uint32_t j = 0; j <= m; j++)
            s->ways[(size_t)l * p->n + j] = !l || !j || (l == n && j < m)
                                                ? (struct division){l + j ? NEVER : 0, 0, 0}
                                                : divide_at(s, n, l, j);
    const int64_t total = s->ways[(size_t)n * p->n + m].cost;
    breaks[0] = 0;
    for (uint32_t l = n, j = m; total != NEVER && l; l--) {
        breaks[l] = p->v[j].cluster;
        j = s->ways[(size_t)l * p->n + j].from;
    }
    return total;
}

#define LINES_MOST 12

void bm_para_sense(struct bm_arena *arena, const struct bm_para *para, bm_len measure,
                   uint32_t least, struct bm_lines *lines)
{
    *lines = (struct bm_lines){0};
    measure = measure > 0 ? measure : 1; /* no room at all: every line is too full */
    if (!para->cluster_count)
        return;
    struct bm_arena *work = bm_arena_new_raw();
    uint32_t breaks[LINES_MOST + 1], n = least ? least : 1;
    int64_t cost = NEVER;
    struct sense s = {.p = para,
                      .measure = measure,
                      .whole = bm_para_width(para, 0, para->cluster_count),
                      .pauses = para->sense};
    if (!s.pauses)
        s.pauses = n == 1 && s.whole <= measure ? find_any(work, para) : find_sense(work, para);
    s.ways = bm_arena_array(work, (size_t)(LINES_MOST + 1) * s.pauses->n, sizeof *s.ways);
    uint32_t author = 0;
    for (uint32_t i = 0; i < para->cluster_count; i++)
        author += para->clusters[i].cls == BM_CLASS_BREAK;
    if (n < author + 1)
        n = author + 1;
    for (; n <= LINES_MOST && cost == NEVER; n++) {
        cost = divide(&s, n, breaks);
        /* A dear division (a 的 at a line's start, a parted name) is avoided by one line more. */
        int64_t dear = COST_CLOSER / 2;
        uint32_t more[LINES_MOST + 1];
        if (cost != NEVER && cost > dear && n < LINES_MOST) {
            int64_t other = divide(&s, n + 1, more);
            if (other != NEVER && other < dear) {
                memcpy(breaks, more, sizeof breaks);
                cost = other;
                n++;
            }
        }
    }
    if (cost == NEVER) {
        /* No word end helps: as a paragraph, ragged. */
        bm_arena_drop(work);
        const struct bm_breaking how = {.measures = {.widths = &measure, .n = 1}};
        bm_para_break(arena, para, &how, lines);
        return;
    }
    n--;
    lines->v = BM_NEW_N(arena, n, struct bm_line);
    lines->n = n;
    lines->cost = cost;
    for (uint32_t l = 0; l < n; l++) {
        bm_len w = bm_para_width(para, breaks[l], breaks[l + 1]);
        lines->v[l] = (struct bm_line){.first = breaks[l],
                                       .end = breaks[l + 1],
                                       .last = true,
                                       .measure = measure,
                                       .natural = w,
                                       .set_width = w};
    }
    bm_arena_drop(work);
}

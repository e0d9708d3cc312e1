/* Breaking a head: the costs of its breaks, and the division into lines that costs least. */
#include "heads/sense.h"

#include "chars/classes.h"
#include "heads/costs.h"
#include "heads/limits.h"
#include "text/stops.h"
#include "words/phrases.h"

/* Costs of lines, in hundredths of those of breaks. */
#define SCALE           100
#define COST_UNEVEN     4500 /* × (difference / measure)² */
#define COST_LONGER     500  /* a line longer than the one above it by more than an em */
#define COST_MORE       1200 /* a line more than must be, … */
#define COST_MORE_RUN   4000 /* … of a head within the text */
#define COST_FORBIDDEN  4000 /* a forbidden break, beside its own cost */
#define COST_TINY       3000 /* a line under 2.6 em, … */
#define COST_SHORT      600  /* … under a third of the measure */
#define COST_PASSED     900  /* a line that holds a pause while one of its ends is torn, … */
#define COST_REST_SHORT 1400 /* … and three characters or fewer on the far side of it; … */
#define COST_REST       600  /* … or four */
#define TORN            5    /* a break that costs more parts a phrase: it costs … */
#define TORN_MORE       150 /* … so much more, a unit; one bad break is worse than two good ones */
#define NEVER           INT64_MAX

/* Where the lines of a head may end by sense: the first is the paragraph's start, the last its end.
 */
struct bm_pause {
    uint32_t cluster, letter;
    bool parted;     /* after an author's break */
    bool rest;       /* a pause in the sense */
    int32_t cost;    /* of a line that ends here, … */
    int32_t inside;  /* … more where the brackets around it are no wider than the measure, … */
    int32_t outside; /* … and where they are */
    bm_len bracket;  /* their width; 0: none */
    uint32_t before, next; /* the nearest pauses in the sense: before it, and behind it */
    uint32_t first, end;   /* characters of the words beside it */
    struct bm_edge start, stop;
};
struct bm_pauses {
    struct bm_pause *v;
    uint32_t n;
};

/* The letters of a head, without what has no ink and parts no word. */
struct letters {
    char16_t *v;
    uint32_t n;
    uint32_t *character; /* of each letter, and after the last */
    uint32_t *letter;    /* of each character the letter that it is or that follows */
    uint32_t *phrases;   /* of each letter the end of a phrase, or 0 */
};

static void find_phrases(const struct bm_para *p, struct letters *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        const uint32_t from = p->characters[l->character[i]].text;
        const size_t n =
            p->style.phrases
                ? bm_phrases_longest(p->style.phrases,
                                     (struct bm_str){p->text.p + from, p->text.n - from})
                : 0;
        uint32_t end = i;
        while (n && end < l->n && p->characters[l->character[end]].text < from + n)
            end++;
        l->phrases[i] = end > i + 1 ? end : 0;
    }
}

static struct letters letters_of(struct bm_arena *arena, const struct bm_para *p)
{
    const size_t most = (size_t)p->character_count + 1;
    struct letters l = {BM_NEW_N(arena, most, char16_t), 0, BM_NEW_N(arena, most, uint32_t),
                        BM_NEW_N(arena, most, uint32_t), BM_NEW_N(arena, most, uint32_t)};
    for (uint32_t i = 0; i < p->character_count; i++) {
        const uint32_t cp = p->characters[i].cp;
        l.letter[i] = l.n;
        if (bm_class_of(cp) == BM_CLASS_ZERO)
            continue;
        l.character[l.n] = i;
        l.v[l.n++] = cp > 0xFFFF ? 0xFFFD : (char16_t)cp;
    }
    l.letter[p->character_count] = l.n;
    l.character[l.n] = p->character_count;
    find_phrases(p, &l);
    return l;
}

static bm_len width_between(const struct bm_edge *from, const struct bm_edge *to)
{
    const int64_t width = to->sums.width - from->sums.width;
    if (from->cluster >= to->cluster)
        return 0;
    return width > INT32_MAX ? INT32_MAX : (bm_len)width;
}

static uint32_t cluster_of(const struct bm_para *p, uint32_t character)
{
    uint32_t low = 0, high = p->cluster_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (p->clusters[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a line that ends before the cluster costs; false where none may. */
static bool price(const struct bm_para *p, const struct letters *l, const struct bm_parting *costs,
                  uint32_t k, struct bm_pause *out)
{
    const uint32_t character = k < p->cluster_count ? p->clusters[k].character : p->character_count;
    *out = (struct bm_pause){
        .cluster = k, .letter = l->letter[character], .first = character, .end = character};
    if (!k || k == p->cluster_count)
        return true;
    out->parted = p->clusters[k - 1].cls == BM_CLASS_BREAK;
    out->rest = out->parted;
    if (out->parted)
        return true;
    if (p->clusters[k - 1].break_after != BM_BREAK_ALLOWED)
        return false;
    const struct bm_parting *c = &costs[out->letter];
    out->cost = c->cost;
    out->rest = c->pause;
    out->first = l->character[c->from];
    out->end = l->character[c->end];
    if (c->open != c->close) {
        const uint32_t from = cluster_of(p, l->character[c->open]);
        const uint32_t end = cluster_of(p, l->character[c->close]) + 1;
        out->bracket = bm_para_width(p, from, end < p->cluster_count ? end : p->cluster_count);
        out->inside = c->inside;
        out->outside = c->outside;
    }
    return c->cost != BM_BREAK_NEVER;
}

/* The places where a line may end. any: wherever the text allows it, at no cost. */
static const struct bm_pauses *find_pauses(struct bm_arena *arena, const struct bm_para *p,
                                           bool any)
{
    struct bm_arena *work = bm_arena_new_raw();
    const struct letters l = letters_of(work, p);
    struct bm_parting *costs = BM_NEW_N(work, (size_t)l.n + 1, struct bm_parting);
    memset(costs, 0, ((size_t)l.n + 1) * sizeof *costs);
    if (!any && l.n && p->style.phrases && p->style.phrases->lexicon)
        bm_head_costs(work, p->style.phrases->lexicon, l.v, l.n, l.phrases, costs);
    struct bm_pauses *found = BM_NEW(arena, struct bm_pauses);
    *found =
        (struct bm_pauses){.v = BM_NEW_N(arena, (size_t)p->cluster_count + 1, struct bm_pause)};
    for (uint32_t k = 0; k <= p->cluster_count; k++) {
        struct bm_pause *new = &found->v[found->n];
        if (!price(p, &l, costs, k, new))
            continue;
        bm_edge_start(p, k, &new->start);
        bm_edge_end(p, k, &new->stop);
        found->n++;
    }
    bm_arena_drop(work);
    uint32_t near = 0;
    for (uint32_t i = 0; i < found->n; near = found->v[i].rest ? i : near, i++)
        found->v[i].before = near;
    near = found->n - 1;
    for (uint32_t i = found->n; i-- > 0; near = found->v[i].rest ? i : near)
        found->v[i].next = near;
    return found;
}

void bm_para_find_sense(struct bm_arena *arena, struct bm_para *para)
{
    if (para->cluster_count)
        para->sense = find_pauses(arena, para, false);
}

struct sense {
    const struct bm_para *p;
    bm_len measure, whole; /* whole: width of all on one line */
    int64_t more;          /* of a line more than must be */
    const struct bm_pauses *pauses;
    uint32_t from[LINES_MOST + 1]; /* the first pause from which so many lines reach the end */
    /* of each number of lines up to each pause: the best way, and its last line */
    struct division {
        int64_t cost;
        bm_len width;
        uint32_t from;
    } * ways;
};

static int32_t cost_at(const struct bm_pause *j, bm_len measure)
{
    if (!j->bracket)
        return j->cost;
    if (j->bracket > measure)
        return j->rest ? j->cost : j->cost + j->outside;
    return j->cost < 0 ? j->inside : j->cost + j->inside;
}

/* Brackets that fit leave no pause inside them. */
static bool is_rest(const struct bm_pause *j, bm_len measure)
{
    return j->rest && (!j->bracket || j->bracket > measure);
}

/* A line that holds a pause while one of its ends is torn; a rest of it on the far side. */
static int64_t passed(const struct sense *s, uint32_t i, uint32_t j)
{
    const struct bm_pause *v = s->pauses->v, *a = &v[i], *b = &v[j];
    const bool torn_left = i && !is_rest(a, s->measure);
    const bool torn_right = j + 1 < s->pauses->n && !is_rest(b, s->measure);
    if (a->next >= j || (!torn_left && !torn_right))
        return 0;
    int64_t cost = COST_PASSED;
    const uint32_t left = v[a->next].letter - a->letter, right = b->letter - v[b->before].letter;
    if (torn_left && left <= 4)
        cost += left <= 3 ? COST_REST_SHORT : COST_REST;
    if (torn_right && right <= 4)
        cost += right <= 3 ? COST_REST_SHORT : COST_REST;
    return cost;
}

/* The cost of the line from pause i to j, one of n; what comes before it apart. */
static int64_t line_cost(const struct sense *s, uint32_t n, uint32_t i, uint32_t j, bm_len w)
{
    const int64_t off = ((int64_t)w - s->whole / (bm_len)n) * 1000 / s->measure;
    const bm_len em = s->p->style.size;
    int64_t cost = off * off * COST_UNEVEN / 1000000;
    if (w <= em * 26 / 10)
        cost += COST_TINY;
    else if (w < s->measure / 3)
        cost += COST_SHORT;
    if (j + 1 < s->pauses->n) {
        const int32_t c = cost_at(&s->pauses->v[j], s->measure);
        cost += (int64_t)c * SCALE + (c >= BM_BREAK_FORBIDDEN ? COST_FORBIDDEN : 0);
        if (c > TORN)
            cost += (int64_t)((c < BM_BREAK_FORBIDDEN ? c : BM_BREAK_FORBIDDEN) - TORN) * TORN_MORE;
    }
    return cost + passed(s, i, j);
}

/* The best last line of l that ends at pause j, after a way of one line less. */
static struct division divide_at(const struct sense *s, uint32_t n, uint32_t l, uint32_t j)
{
    const struct bm_pauses *p = s->pauses;
    const struct division *before = &s->ways[(size_t)(l - 1) * p->n];
    struct division best = {.cost = NEVER};
    for (uint32_t i = j; i-- > 0;) {
        const bm_len w = width_between(&p->v[i].start, &p->v[j].stop);
        if (w > s->measure)
            break;
        if (before[i].cost != NEVER) {
            int64_t cost = before[i].cost + line_cost(s, n, i, j, w);
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

/* Where lines must begin at least that are as long as they can be, from the last upwards. */
static void find_rests(struct sense *s)
{
    const struct bm_pause *v = s->pauses->v;
    uint32_t i = s->from[0] = s->pauses->n - 1;
    for (uint32_t l = 1; l <= LINES_MOST; l++) {
        const uint32_t end = i;
        while (i > 0 && width_between(&v[i - 1].start, &v[end].stop) <= s->measure &&
               (i == end || !v[i].parted))
            i--;
        s->from[l] = i;
    }
}

/* Best division of the clusters into exactly n lines; fills breaks (n + 1 ends). */
static int64_t divide(const struct sense *s, uint32_t n, uint32_t *breaks)
{
    const struct bm_pauses *p = s->pauses;
    const uint32_t m = p->n - 1;
    if (s->from[n] > 0)
        return NEVER;
    for (uint32_t l = 0; l <= n; l++)
        for (uint32_t j = 0; j <= m; j++)
            s->ways[(size_t)l * p->n + j] = !l || !j || j < s->from[n - l]
                                                ? (struct division){l + j ? NEVER : 0, 0, 0}
                                                : divide_at(s, n, l, j);
    const int64_t total = s->ways[(size_t)n * p->n + m].cost;
    breaks[0] = 0;
    for (uint32_t l = n, j = m; total != NEVER && l; l--) {
        breaks[l] = j;
        j = s->ways[(size_t)l * p->n + j].from;
    }
    return total;
}

/* The dearest break of a division. */
static int32_t dearest(const struct sense *s, const uint32_t *breaks, uint32_t n)
{
    int32_t cost = 0;
    for (uint32_t l = 1; l < n; l++) {
        const int32_t c = cost_at(&s->pauses->v[breaks[l]], s->measure);
        cost = c > cost ? c : cost;
    }
    return cost;
}

/* Whether another line may do better: a phrase is parted, or a rest stands beyond a pause. */
static bool is_poor(const struct sense *s, const uint32_t *breaks, uint32_t n)
{
    for (uint32_t l = 0; l < n; l++)
        if (passed(s, breaks[l], breaks[l + 1]) > COST_PASSED)
            return true;
    return dearest(s, breaks, n) >= TORN;
}

/* The division into the least number of lines from n on; or, where that has a doubtful break, into
 * up to two more if it costs less. Fills breaks with pauses; 0: there is none. */
static uint32_t divide_best(const struct sense *s, uint32_t n, uint32_t breaks[LINES_MOST + 1])
{
    uint32_t tried[LINES_MOST + 1], best = 0, last = LINES_MOST;
    int64_t least = NEVER;
    for (uint32_t first = 0; n <= last; n++) {
        const int64_t cost = divide(s, n, tried);
        if (cost == NEVER)
            continue;
        if (!first) {
            first = n;
            last = !is_poor(s, tried, n)         ? n
                   : n + LINES_MORE < LINES_MOST ? n + LINES_MORE
                                                 : LINES_MOST;
        }
        const int64_t whole = cost + (int64_t)(n - first) * s->more;
        if (whole < least) {
            least = whole;
            best = n;
            memcpy(breaks, tried, sizeof tried);
        }
    }
    return best;
}

void bm_para_sense(struct bm_arena *arena, const struct bm_para *para, struct bm_heading how,
                   struct bm_lines *lines)
{
    const bm_len measure = how.measure > 0 ? how.measure : 1; /* no room: every line is too full */
    *lines = (struct bm_lines){0};
    if (!para->cluster_count)
        return;
    struct bm_arena *work = bm_arena_new_raw();
    uint32_t breaks[LINES_MOST + 1], n = how.least ? how.least : 1, author = 0;
    struct sense s = {.p = para,
                      .measure = measure,
                      .more = how.running ? COST_MORE_RUN : COST_MORE,
                      .whole = bm_para_width(para, 0, para->cluster_count),
                      .pauses = para->sense};
    if (!s.pauses)
        s.pauses = find_pauses(work, para, n == 1 && s.whole <= measure);
    s.ways = bm_arena_array(work, (size_t)(LINES_MOST + 1) * s.pauses->n, sizeof *s.ways);
    find_rests(&s);
    for (uint32_t i = 0; i < para->cluster_count; i++)
        author += para->clusters[i].cls == BM_CLASS_BREAK;
    const uint32_t wanted = n < author + 1 ? author + 1 : n;
    n = divide_best(&s, wanted, breaks);
    /* Lines that the style wants are not worth a word. */
    if (n && wanted > author + 1 && dearest(&s, breaks, n) >= BM_BREAK_FORBIDDEN) {
        uint32_t fewer[LINES_MOST + 1];
        const uint32_t m = divide_best(&s, author + 1, fewer);
        if (m && dearest(&s, fewer, m) < dearest(&s, breaks, n)) {
            memcpy(breaks, fewer, sizeof breaks);
            n = m;
        }
    }
    if (!n) {
        /* One piece that cannot be parted is too wide: as a paragraph, ragged. */
        bm_arena_drop(work);
        const struct bm_breaking plain = {.measures = {.widths = &measure, .n = 1}};
        bm_para_break(arena, para, &plain, lines);
        return;
    }
    lines->v = BM_NEW_N(arena, n, struct bm_line);
    lines->n = n;
    for (uint32_t l = 0; l < n; l++) {
        const struct bm_pause *from = &s.pauses->v[breaks[l]], *to = &s.pauses->v[breaks[l + 1]];
        const bm_len w = bm_para_width(para, from->cluster, to->cluster);
        const int32_t cost = l + 1 < n ? cost_at(to, measure) : 0;
        lines->cost += cost >= BM_BREAK_DOUBTFUL ? cost : 0;
        lines->v[l] = (struct bm_line){.first = from->cluster,
                                       .end = to->cluster,
                                       .last = true,
                                       .measure = measure,
                                       .natural = w,
                                       .set_width = w};
    }
    bm_arena_drop(work);
}

/* The pause before a cluster, or NULL. */
static const struct bm_pause *pause_at(const struct bm_para *para, uint32_t cluster)
{
    const struct bm_pauses *all = para->sense;
    for (uint32_t i = 0; all && i < all->n && all->v[i].cluster <= cluster; i++)
        if (all->v[i].cluster == cluster)
            return &all->v[i];
    return NULL;
}

int32_t bm_sense_cost(const struct bm_para *para, uint32_t cluster, bm_len measure)
{
    const struct bm_pause *p = pause_at(para, cluster);
    return p ? cost_at(p, measure) : BM_SENSE_NEVER;
}

bool bm_sense_doubt(const struct bm_para *para, const struct bm_line *line, struct bm_doubt *doubt)
{
    const struct bm_pause *p = pause_at(para, line->end);
    if (!p || p->parted || line->end == para->cluster_count ||
        cost_at(p, line->measure) < BM_BREAK_DOUBTFUL)
        return false;
    *doubt = (struct bm_doubt){.cost = cost_at(p, line->measure),
                               .cut = p->cost >= BM_BREAK_CUT,
                               .first = p->first,
                               .end = p->end,
                               .at = para->clusters[line->end].character};
    return true;
}

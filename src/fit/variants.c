/* Copyfitting: the galley is set in the variants that the layout allows and the cheapest one that
 * fills the frame is kept. Costs are integers; of equal ones the first tried wins, and variants
 * are tried in a fixed order. */
#include "fit/counted.h"
#include "fit/limits.h"
#include "fit/widows.h"

struct fit {
    struct bm_arena *arena;   /* of what is tried, and taken back */
    struct bm_arena *keeping; /* of the best so far */
    const struct bm_flow *flow;
    struct bm_galley_lines *cache;
    struct bm_slot_cache *slots;
    struct bm_counts *counts;     /* NULL: variants are set row by row */
    struct bm_passages *passages; /* or, of those, are counted before they are set; NULL: not */
    bool rigid;                   /* rows depend on where columns begin */
    bool keep;    /* subheads and couplets go to the next column rather than be parted at a foot */
    uint64_t set; /* parts of variants tried so far */
    uint64_t worked; /* parts of those set row by row */
    int8_t *best_looseness;
    struct bm_variant best_variant;
    uint32_t best_changes;
    int64_t best;
    int64_t
        lines; /* cost of the lines alone with every paragraph as it likes: the least there is */
    struct bm_fitted *out;
    struct body {
        bool set;
        size_t rows;
        int64_t cost;
    } plain, first; /* with every paragraph as it likes; of the last choice of looseness */
};

/* Breaks against the rule where a column begins. */
static uint32_t widows(const struct bm_setting *s, const struct bm_slot *slots, size_t n)
{
    uint32_t found = 0;
    for (size_t i = 1; i < n && i < s->row_count; i++)
        if (slots[i].leg != slots[i - 1].leg)
            found += s->rows[i].no_break_before;
    return found;
}

/* Sets the head where it stands; *over: grid lines that it is higher than its place. */
static struct bm_rect set_head(struct fit *f, const struct bm_variant *v, struct bm_setting *s,
                               uint32_t *over)
{
    const struct bm_flow *flow = f->flow;
    const bm_len grid = flow->areas[0].grid;
    struct bm_rect r = bm_fit_place_head(f->arena, flow->galley, &flow->areas[0], v,
                                         flow->head_cache ? flow->head_cache : f->cache, s);
    const bm_len more = s->head_width ? s->head_width - r.w : s->head_height - r.h;
    *over = more > 0 ? (uint32_t)((more + grid - 1) / grid) : 0;
    if (*over)
        bm_fit_grow_head(&flow->areas[0], s, &r);
    return r;
}

/* A body of a leading of its own begins on its own grid, below the head's last line: the head has
 * that room too. */
static void open_to_body(const struct bm_flow *flow, const struct bm_rect *head,
                         const struct bm_slots *slots, struct bm_setting *s)
{
    if (slots->n && s->head_count && !s->head_width && !flow->areas[0].frame->head.given)
        bm_galley_open_head(s, bm_fit_room_to_body(flow, flow->areas, head->y + s->head_height));
}

/* The slots that stay empty: at the end of the last leg, or anywhere else. */
static void count_rest(const struct bm_slot *slots, size_t n, size_t rows, struct bm_tally *t)
{
    size_t last = 0, rest = n - rows;
    while (last < n && slots[n - 1 - last].leg == slots[n - 1].leg)
        last++;
    t->short_rows += rest < last ? rest : last;
    t->uneven += rest > last ? rest - last : 0;
}

/* The slots of the rows up to `cut` of the last frame, of those at full depth. */
static size_t slots_within(const struct bm_slots *all, uint32_t last_frame, uint32_t cut)
{
    size_t n = all->n;
    for (size_t i = all->n; i > 0 && all->v[i - 1].frame == last_frame; i--)
        n -= all->v[i - 1].row >= cut;
    return n;
}

static void set_body(struct fit *f, const struct bm_variant *v, const struct bm_slots *slots,
                     struct bm_setting *s)
{
    size_t n = slots->alike && slots->n ? 1 : slots->n;
    bm_len *widths = BM_NEW_N(f->arena, n + 1, bm_len);
    for (size_t i = 0; i < n; i++)
        widths[i] = slots->v[i].w;
    if (!n)
        widths[n++] = f->flow->areas[0].measure;
    struct bm_row_measures given = {widths, n, slots->stops, slots->stop_count, NULL, 0, f->keep};
    if (f->rigid || f->keep) {
        bool *begins = BM_NEW_N(f->arena, slots->n + 1, bool);
        for (size_t i = 0; i < slots->n; i++)
            begins[i] = !i || slots->v[i].leg != slots->v[i - 1].leg;
        given.begins = begins;
        given.begin_count = slots->n;
    }
    s->rows = NULL;
    s->row_count = 0;
    s->cost = 0;
    s->loose = 0;
    s->narrow_table = s->parted_table = NULL;
    bm_galley_set_body(f->arena, f->flow->galley, &given, v, f->cache, s);
}

/* Two rows or more that are left over in the last column go to as many columns, so that no foot is
 * more than a line from its neighbour's. */
static void even_feet(struct bm_slots *slots, size_t rows, uint32_t frame)
{
    size_t rest = slots->n > rows ? slots->n - rows : 0, legs = 0, last = 0;
    for (size_t i = 0; i < slots->n; i++)
        legs += slots->v[i].frame == frame && (!i || slots->v[i].leg != slots->v[i - 1].leg);
    while (last < slots->n && slots->v[slots->n - 1 - last].leg == slots->v[slots->n - 1].leg)
        last++;
    if (rest < 2 || rest >= legs || rest >= last)
        return;
    uint32_t first = slots->v[slots->n - 1].leg + 1 - (uint32_t)rest;
    size_t kept = 0;
    for (size_t i = 0; i < slots->n; i++) {
        bool foot = i + 1 == slots->n || slots->v[i + 1].leg != slots->v[i].leg;
        if (!foot || slots->v[i].leg < first)
            slots->v[kept++] = slots->v[i];
    }
    slots->n = kept;
    slots->dropped = (uint32_t)rest;
}

/* Rows of the last frame from `cut` to `depth` in which text could stand: not those that a picture
 * takes. */
static uint32_t rows_from(struct bm_arena *arena, const struct bm_slots *all, uint32_t last_frame,
                          uint32_t cut, uint32_t depth)
{
    bool *seen = BM_NEW_N(arena, depth + 1, bool);
    uint32_t found = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct bm_slot *slot = &all->v[i];
        if (slot->frame != last_frame || slot->row < cut || seen[slot->row])
            continue;
        seen[slot->row] = true;
        found++;
    }
    return found;
}

/* The body in as few rows of the last frame as hold it, so that the columns' feet meet. Returns the
 * rows that stay empty in it. */
static uint32_t set_balanced(struct fit *f, const struct bm_variant *v, const struct bm_rect *head,
                             struct bm_slots *slots, struct bm_setting *s)
{
    const struct bm_flow *flow = f->flow;
    const uint32_t depth = bm_fit_depth(flow), last = (uint32_t)flow->frame_count - 1;
    uint32_t cut = depth;
    bm_fit_slots_cut(f->arena, f->slots, head, cut, slots);
    set_body(f, v, slots, s);
    const struct bm_slots all = *slots;
    if (slots->alike && !f->rigid && !f->keep) {
        uint32_t least = cut;
        while (least && slots_within(slots, last, least - 1) >= s->row_count)
            least--;
        if (least < cut && s->row_count <= slots->n)
            bm_fit_slots_cut(f->arena, f->slots, head, least, slots);
        uint32_t empty =
            s->row_count <= slots->n ? rows_from(f->arena, &all, last, least, depth) : 0;
        even_feet(slots, s->row_count, last);
        return empty;
    }
    /* As deep as it must be: large steps first. */
    size_t slack = slots->n > s->row_count ? slots->n - s->row_count : 0;
    uint32_t columns = flow->areas[last].legs;
    uint32_t step = slack ? (uint32_t)(slack / columns) + 1 : 0;
    while (cut && step) {
        struct bm_slots fewer;
        struct bm_setting other = *s;
        step = step < cut ? step : cut;
        bm_fit_slots_cut(f->arena, f->slots, head, cut - step, &fewer);
        set_body(f, v, &fewer, &other);
        if (other.row_count > fewer.n) {
            step /= 2;
            continue;
        }
        *slots = fewer;
        *s = other;
        cut -= step;
    }
    return rows_from(f->arena, &all, last, cut, depth);
}

/* Sets the variant and counts what it costs. */
static void evaluate(struct fit *f, const struct bm_variant *v, uint32_t changes,
                     struct bm_fitted *out)
{
    struct bm_setting s;
    struct bm_slots slots;
    const struct bm_flow *flow = f->flow;
    const struct bm_area *last = &flow->areas[flow->frame_count - 1];
    const uint32_t legs = flow->frame_count > 1 ? last->legs : bm_fit_text_legs(last);
    uint32_t over;
    f->worked += flow->galley->part_count;
    struct bm_rect head = set_head(f, v, &s, &over);
    uint32_t empty = set_balanced(f, v, &head, &slots, &s);
    open_to_body(flow, &head, &slots, &s);
    f->lines = s.cost < f->lines ? s.cost : f->lines;
    struct bm_tally t = {
        .lines = s.cost, .changes = changes, .space = bm_fit_space_of(v), .over = over};
    const size_t rows = s.row_count;
    uint32_t overset = rows > slots.n ? (uint32_t)(rows - slots.n) : 0;
    if (!rows) /* A head alone (banner, slogan) stands in the middle of its frame. */
        overset = s.head_height > flow->areas[0].h;
    const uint32_t short_rows = rows && !overset ? empty : 0;
    t.over += overset;
    if (rows && !overset) {
        count_rest(slots.v, slots.n, rows, &t);
        t.short_rows += slots.dropped + (uint64_t)short_rows * legs;
        t.widows = widows(&s, slots.v, slots.n);
    }
    *out = (struct bm_fitted){.setting = s,
                              .head = head,
                              .slots = slots.v,
                              .slot_count = slots.n,
                              .jump_lines = slots.jump_lines,
                              .jump_line_count = slots.jump_line_count,
                              .legs = legs,
                              .short_lines = short_rows,
                              .cost = bm_fit_tally_cost(&t),
                              .overset_rows = overset,
                              .head_over = over};
}

static void keep_variant(struct fit *f, const struct bm_variant *v, uint32_t changes, int64_t cost)
{
    f->best = cost;
    f->best_variant = *v;
    f->best_changes = changes;
    memcpy(f->best_looseness, v->looseness, f->flow->galley->part_count);
}

/* The cost of a variant of an article that goes on, as evaluate() has it. False: it is not counted.
 */
static bool count_passages(struct fit *f, const struct bm_variant *v, uint32_t changes,
                           int64_t *cost)
{
    struct bm_setting s;
    struct bm_tally t = {.changes = changes, .space = bm_fit_space_of(v)};
    uint32_t over;
    if (!f->passages)
        return false;
    const struct bm_rect head = set_head(f, v, &s, &over);
    if (!bm_fit_passages_count(f->passages, f->arena, v, bm_fit_slots_full(f->slots, &head), &t))
        return false;
    f->lines = t.lines < f->lines ? t.lines : f->lines;
    t.over += over;
    *cost = bm_fit_tally_cost(&t);
    return true;
}

/* What a variant with so many changes costs at the least. */
static int64_t least_of(const struct fit *f, const struct bm_variant *v, uint32_t changes,
                        uint32_t broken)
{
    return bm_fit_tally_cost(&(struct bm_tally){.lines = f->lines,
                                                .changes = changes,
                                                .space = v ? bm_fit_space_of(v) : 0,
                                                .widows = broken});
}

/* No more is tried; the best so far is taken. */
static bool tired(const struct fit *f)
{
    return f->set >= bm_limit_scaled(SETTINGS_MOST, f->flow->limits_scale);
}

static void note_body(struct fit *f, const struct bm_setting *s)
{
    if (!f->first.set)
        f->first = (struct body){true, s->row_count, s->cost};
}

static void try_variant(struct fit *f, const struct bm_variant *v, uint32_t changes)
{
    struct bm_fitted tried;
    if (tired(f) && changes)
        return;
    f->set += f->flow->galley->part_count;
    /* Nothing can make up for what this costs already. */
    if (f->counts) {
        if (f->lines < INT64_MAX && least_of(f, v, changes, 0) >= f->best)
            return;
        if (changes && bm_fit_counts_least(f->counts, v, changes) >= f->best)
            return;
        bm_fit_counts_fit(f->counts, v, changes, &tried);
        f->lines = tried.setting.cost < f->lines ? tried.setting.cost : f->lines;
        note_body(f, &tried.setting);
        if (tried.cost >= f->best)
            return;
        keep_variant(f, v, changes, tried.cost);
        *f->out = tried;
        return;
    }
    bm_arena_clear(f->arena);
    if (!count_passages(f, v, changes, &tried.cost)) {
        evaluate(f, v, changes, &tried);
        note_body(f, &tried.setting);
    }
    if (tried.cost >= f->best)
        return;
    /* The same again, to stay. */
    struct bm_arena *trying = f->arena;
    f->arena = f->keeping;
    evaluate(f, v, changes, f->out);
    f->arena = trying;
    keep_variant(f, v, changes, tried.cost);
}

/* All ways to give whole lines about head, list and tail, for one choice of looseness. */
static void try_spaces(struct fit *f, const int8_t *looseness, uint32_t changes)
{
    const struct bm_copyfit *c = &f->flow->layout->copyfit;
    bool list = false, tail = false;
    f->first.set = false;
    for (size_t i = 0; i < f->flow->galley->part_count; i++) {
        list = list || f->flow->galley->parts[i].kind == BM_PART_ITEM;
        tail = tail || f->flow->galley->parts[i].kind == BM_PART_TAIL;
    }
    const struct bm_place *place = &f->flow->areas[0].frame->head;
    /* A vertical head in its place takes that, whatever room it has; so does one at the side. */
    bool head = f->flow->galley->tier_count > 0 && !place->side &&
                !(place->given && bm_galley_head_is_vertical(f->flow->galley));
    for (uint32_t above = 0; above <= (head ? c->head_above : 0); above++)
        for (uint32_t below = 0; below <= (head ? c->head_below : 0); below++)
            for (uint32_t t = 0; t <= (tail ? c->before_tail : 0); t++)
                for (uint32_t l = 0; l <= (list ? 2 * c->list : 0); l++) {
                    struct bm_variant v = {looseness, above, below, (l + 1) / 2, l / 2, t};
                    try_variant(f, &v, changes);
                    /* Space does not help what is too long. */
                    if (f->flow->quick || f->out->overset_rows)
                        return;
                }
}

/* Whether the last choice of looseness left all lines as they like. */
static bool changed_nothing(const struct fit *f)
{
    return f->first.set && f->plain.set && f->first.rows == f->plain.rows &&
           f->first.cost == f->plain.cost;
}

/* Whether it is of no use to look: longer paragraphs where text is left over. */
static bool is_idle(const struct fit *f, int8_t looseness)
{
    return looseness > 0 && f->out->overset_rows;
}

/* One paragraph a line longer or shorter, then two of those that can be so. */
static void try_pairs(struct fit *f, int8_t *looseness)
{
    const struct bm_galley *g = f->flow->galley;
    const int64_t one = least_of(f, NULL, 1, 0), two = least_of(f, NULL, 2, 0);
    uint8_t *can = BM_NEW_N(f->keeping, g->part_count + 1, uint8_t);
    for (size_t i = 0; i < g->part_count; i++)
        for (int8_t d = -1; d <= 1; d = (int8_t)(d + 2)) {
            if (g->parts[i].kind != BM_PART_PARAGRAPH || f->best <= one || is_idle(f, d))
                continue;
            looseness[i] = d;
            try_spaces(f, looseness, 1);
            looseness[i] = 0;
            can[i] |= changed_nothing(f) ? 0 : (uint8_t)(d < 0 ? 1 : 2);
        }
    for (size_t i = 0; i < g->part_count; i++)
        for (int8_t d = -1; d <= 1; d = (int8_t)(d + 2)) {
            const uint8_t bit = d < 0 ? 1 : 2;
            looseness[i] = d;
            for (size_t j = i + 1; can[i] & bit && j < g->part_count && f->best > two; j++) {
                if (!(can[j] & bit) || is_idle(f, d))
                    continue;
                looseness[j] = d;
                try_spaces(f, looseness, 2);
                looseness[j] = 0;
            }
            looseness[i] = 0;
        }
}

/* The paragraph that helps most is kept, then another is looked for. */
static void try_greedily(struct fit *f, int8_t *looseness, uint32_t most)
{
    const struct bm_galley *g = f->flow->galley;
    for (uint32_t changes = 1; changes <= most; changes++) {
        if (f->best <= least_of(f, NULL, changes, 0))
            return;
        size_t best = SIZE_MAX;
        int8_t best_d = 0;
        for (size_t i = 0; i < g->part_count; i++) {
            if (g->parts[i].kind != BM_PART_PARAGRAPH || looseness[i])
                continue;
            for (int8_t d = -1; d <= 1; d = (int8_t)(d + 2)) {
                int64_t before = f->best;
                looseness[i] = d;
                try_spaces(f, looseness, changes);
                looseness[i] = 0;
                if (f->best < before) {
                    best = i;
                    best_d = d;
                }
            }
        }
        if (best == SIZE_MAX)
            return;
        looseness[best] = best_d;
    }
}

/* The slots that so many rows take: the last frame as deep as it must be. */
static void slots_for(struct fit *f, struct bm_arena *arena, const struct bm_rect *head,
                      const struct bm_slots *all, size_t rows, struct bm_slots *slots)
{
    const uint32_t last = (uint32_t)f->flow->frame_count - 1;
    uint32_t cut = bm_fit_depth(f->flow);
    while (cut && slots_within(all, last, cut - 1) >= rows)
        cut--;
    bm_fit_flow_slots(arena, f->flow, head, cut, slots);
    if (slots->alike)
        even_feet(slots, rows, last);
}

/* Where a column is still broken against a rule, all choices of a few paragraphs are tried. */
static void mend_widows(struct fit *f, int8_t *looseness, uint32_t most)
{
    if (f->out->overset_rows || f->best < least_of(f, NULL, 0, 1))
        return;
    struct bm_arena *own = bm_arena_new();
    struct bm_variant v = f->best_variant;
    struct bm_setting s;
    struct bm_slots all, slots;
    uint32_t over, changes;
    int64_t cost;
    v.looseness = looseness;
    const struct bm_rect head = set_head(f, &v, &s, &over);
    bm_fit_flow_slots(own, f->flow, &head, bm_fit_depth(f->flow), &all);
    struct bm_mending *m = bm_fit_mending_new(own, f->flow, &all, &v, most, f->cache);
    const size_t plain = m ? bm_fit_mending_rows(m) : 0;
    for (size_t rows = plain > most ? plain - most : 1; m && rows <= plain + most; rows++) {
        if (rows > all.n)
            break;
        slots_for(f, own, &head, &all, rows, &slots);
        if (bm_fit_mending_find(m, &slots, rows, looseness, &changes, &cost) && cost < f->best)
            try_variant(f, &v, changes);
    }
    bm_arena_drop(own);
}

static uint32_t scale_of(uint32_t limits_scale)
{
    return limits_scale < SCALE_MOST ? (uint32_t)bm_limit_scaled(1, limits_scale) : SCALE_MOST;
}

uint32_t bm_fit_changes_most(uint32_t paragraphs, uint32_t limits_scale)
{
    return (paragraphs > PAIRS_MOST ? CHANGES_MOST : CHANGES_FEW) * scale_of(limits_scale);
}

/* Whether a few paragraphs a line longer or shorter can make good what is left over or missing. */
static bool within_reach(const struct fit *f)
{
    const uint32_t most = CHANGES_MOST * scale_of(f->flow->limits_scale);
    const struct bm_fitted *out = f->out;
    size_t rows = out->setting.row_count,
           rest = out->slot_count > rows ? out->slot_count - rows : 0;
    rest += (size_t)out->short_lines * out->legs;
    return out->overset_rows <= most && rest <= (size_t)REACH * most;
}

/* Paragraphs a line longer or shorter. */
static void change_paragraphs(struct fit *f, int8_t *looseness)
{
    const struct bm_galley *g = f->flow->galley;
    const uint32_t scale = scale_of(f->flow->limits_scale);
    uint32_t paragraphs = 0;
    for (size_t i = 0; i < g->part_count; i++)
        paragraphs += g->parts[i].kind == BM_PART_PARAGRAPH;
    const uint32_t most = bm_fit_changes_most(paragraphs, f->flow->limits_scale);
    if (paragraphs > PAIRS_MOST || scale > 1) /* before the pairs, for it goes on from none */
        try_greedily(f, looseness, most);
    memset(looseness, 0, g->part_count);
    if (paragraphs <= PAIRS_MOST * scale)
        try_pairs(f, looseness);
    mend_widows(f, looseness, most);
    if (paragraphs > PAIRS_MOST * scale && f->best > least_of(f, NULL, 1, 0))
        f->out->limits |= BM_LIMIT_BIT(PAIRS);
    if (tired(f) || (f->best_changes >= most && f->best > least_of(f, NULL, most + 1, 0)))
        f->out->limits |= BM_LIMIT_BIT(CHANGES);
}

/* Subheads that stand at the foot of a column, or a part of them, away from what they head;
 * couplets that are torn; and empty rows between stanzas that open a column. */
static uint32_t stranded(const struct bm_galley *galley, const struct bm_fitted *out)
{
    uint32_t found = 0;
    for (size_t i = 1; i < out->slot_count && i < out->setting.row_count; i++) {
        const struct bm_row *r = &out->setting.rows[i];
        const bool last = i + 1 == out->setting.row_count;
        const bool torn =
            r->part != UINT32_MAX && r->part != r[-1].part && galley->parts[r->part].second;
        const bool empty = r->part == UINT32_MAX && !last && r[1].part != UINT32_MAX &&
                           galley->parts[r[1].part].stanza;
        found += (bm_galley_strands(galley, r) || torn || empty) &&
                 out->slots[i].leg != out->slots[i - 1].leg;
    }
    return found;
}

/* Where no paragraph a line longer or shorter helps, rows stay empty before them, if no
 * text is left over for that. */
static void keep_together(struct fit *f)
{
    struct bm_fitted tried;
    if (!stranded(f->flow->galley, f->out))
        return;
    f->keep = true;
    f->arena = f->keeping;
    f->best_variant.looseness = f->best_looseness;
    evaluate(f, &f->best_variant, f->best_changes, &tried);
    f->keep = false;
    if (tried.overset_rows > f->out->overset_rows ||
        stranded(f->flow->galley, &tried) >= stranded(f->flow->galley, f->out))
        return;
    tried.limits = f->out->limits;
    *f->out = tried;
}

void bm_fit_flow(struct bm_arena *arena, const struct bm_flow *flow, struct bm_fitted *fitted)
{
    const struct bm_galley *galley = flow->galley;
    struct bm_arena *trying = flow->trying ? flow->trying : bm_arena_new();
    struct fit f = {.arena = trying,
                    .keeping = arena,
                    .flow = flow,
                    .cache = flow->cache ? flow->cache : bm_galley_lines_new(arena, galley),
                    .slots = bm_fit_slot_cache_new(arena, flow),
                    .rigid = bm_galley_is_rigid(galley),
                    .best = INT64_MAX,
                    .lines = INT64_MAX,
                    .out = fitted};
    size_t n = galley->part_count;
    const uint64_t before = bm_galley_lines_broken(f.cache);
    int8_t *looseness = BM_NEW_N(arena, n + 1, int8_t);
    bm_arena_clear(trying);
    f.best_looseness = BM_NEW_N(arena, n + 1, int8_t);
    f.counts = flow->by_rows ? NULL : bm_fit_counts_new(arena, flow, f.cache);
    f.passages = flow->by_rows ? NULL : bm_fit_passages_new(arena, flow, f.cache);
    try_spaces(&f, looseness, 0);
    f.plain = f.first;
    if (flow->layout->copyfit.looseness && !flow->quick && within_reach(&f))
        change_paragraphs(&f, looseness);
    if (f.counts && !flow->price) {
        f.arena = arena;
        f.best_variant.looseness = f.best_looseness;
        const uint32_t limits = fitted->limits;
        evaluate(&f, &f.best_variant, f.best_changes, fitted);
        fitted->limits = limits;
    }
    if (!flow->price)
        keep_together(&f);
    if (flow->worked)
        *flow->worked += f.worked + (bm_galley_lines_broken(f.cache) - before);
    if (!flow->trying)
        bm_arena_drop(trying);
}

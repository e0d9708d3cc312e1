/* Filling a line: first squeeze, then stretch, each step for all its places at once and by the same
 * amount (rules 6.1 to 6.6), and what that costs. Costs are integers, so every machine chooses the
 * same lines. */
#include "text/measure.h"

/* Scale: a line stretched by 0.1 em a gap costs 100, growing with the square. */
#define COST_NO_GAP   20000 /* short, and no gap to open */
#define COST_HANG     10    /* a mark that hangs over the edge */
#define COST_MOST     1000000
#define COST_LINE     1  /* fewer lines win ties */
#define TONE_LOOSE    25 /* 1/1000 em a gap from which on a line is loose, wide */
#define TONE_WIDE     70
#define COST_CONTRAST 20 /* a tight line beside a loose one; the half: two wide ones in a row */

/* Cost of a squeeze: base when it is touched, full more when it is used up. Squeezing comes before
 * stretching (rule 6.2), so all marks of a line at half an em cost what 0.03 em a gap do. */
static const struct {
    int64_t base, full;
} squeeze_cost[BM_STEP_STRETCH_SPACES] = {
    [BM_STEP_SQUEEZE_SPACES] = {0, 3}, [BM_STEP_SQUEEZE_BRACKETS] = {0, 2},
    [BM_STEP_SQUEEZE_PAUSES] = {1, 3}, [BM_STEP_SQUEEZE_GAPS] = {1, 4},
    [BM_STEP_SQUEEZE_STOPS] = {2, 8},
};

int64_t bm_tone_cost(enum bm_tone before, enum bm_tone after)
{
    if (before == BM_TONE_WIDE && after == BM_TONE_WIDE)
        return COST_CONTRAST / 2;
    int apart = (int)before - (int)after;
    if (apart < 0)
        apart = -apart;
    return apart < 2 ? 0 : apart == 2 ? COST_CONTRAST : BM_TONE_COST_MOST;
}

static int64_t square_cost(int64_t amount, bm_len em)
{
    int64_t t = amount * 1000 / em, c = t * t / 100;
    return c < COST_MOST ? c : COST_MOST;
}

static int64_t squeeze(const struct bm_figures *f, bm_len need, struct bm_line *line,
                       enum bm_tone *tone, bm_len *rest)
{
    int64_t cost = 0;
    for (int k = BM_STEP_SQUEEZE_SPACES; k < BM_STEP_STRETCH_SPACES && need > 0; k++) {
        bm_len capacity = f->squeeze[k];
        if (capacity <= 0)
            continue;
        bm_len used = need < capacity ? need : capacity;
        cost += squeeze_cost[k].base + squeeze_cost[k].full * used / capacity;
        need -= used;
        if (k == BM_STEP_SQUEEZE_STOPS || (k == BM_STEP_SQUEEZE_PAUSES && 2 * used > capacity))
            *tone = BM_TONE_TIGHT;
        if (line) {
            line->squeeze[k] = bm_len_ratio(65536, used, capacity);
            line->step = (enum bm_step)k;
        }
    }
    *rest = need;
    return cost;
}

static int64_t stretch(const struct bm_figures *f, bm_len left, bm_len em, struct bm_line *line,
                       enum bm_tone *tone)
{
    int64_t cost = 0;
    if (left && f->spaces) {
        bm_len used = left < f->stretch_spaces ? left : f->stretch_spaces;
        if (!f->all && !f->gaps && left > used) {
            /* Words alone: nothing else can fill the line. */
            bm_len beyond = (left - used) / (bm_len)f->spaces;
            cost += square_cost(beyond, em);
            if (beyond > TONE_WIDE * (em / 1000))
                *tone = BM_TONE_WIDE;
            used = left;
        }
        left -= used;
        if (line) {
            line->step = BM_STEP_STRETCH_SPACES;
            if (f->stretch_spaces > 0)
                line->space = bm_len_ratio(65536, used, f->stretch_spaces);
        }
    }
    if (left && f->gaps) {
        bm_len used = left < f->stretch_gaps ? left : f->stretch_gaps;
        bm_len each = used / (bm_len)f->gaps;
        cost += square_cost(each, em) / 8;
        left -= used;
        if (line) {
            line->step = BM_STEP_STRETCH_GAPS;
            line->gap = each;
        }
    }
    if (!left)
        return cost;
    if (!f->all) {
        *tone = BM_TONE_WIDE;
        return cost + COST_NO_GAP + square_cost(left, em);
    }
    bm_len each = left / (bm_len)f->all;
    bm_len thousandth = em / 1000;
    if (each > TONE_LOOSE * thousandth)
        *tone = each > TONE_WIDE * thousandth ? BM_TONE_WIDE : BM_TONE_LOOSE;
    if (line) {
        line->step = BM_STEP_STRETCH_ALL;
        line->all = each;
    }
    return cost + square_cost(each, em);
}

int64_t bm_stretch_floor(const struct bm_para *para, const struct bm_figures *f, bm_len measure)
{
    const int64_t rest = (int64_t)measure - f->natural - f->stretch_spaces - f->stretch_gaps;
    const int64_t places = f->all > f->spaces ? f->all : f->spaces;
    return rest <= 0 ? 0 : square_cost(places ? rest / places : rest, para->style.size);
}

bm_len bm_line_opened(const struct bm_figures *f, const struct bm_room *room)
{
    const bm_len left = room->measure - f->natural;
    const bm_len rest = left - f->stretch_spaces - f->stretch_gaps;
    if (room->last || !room->justify || left <= 0)
        return 0;
    if (!f->all && !f->gaps && f->spaces)
        return left / (bm_len)f->spaces;
    return rest <= 0 ? 0 : f->all ? rest / (bm_len)f->all : rest;
}

int64_t bm_adjust_line(const struct bm_para *para, const struct bm_figures *f,
                       const struct bm_room *room, struct bm_line *line, enum bm_tone *tone)
{
    bm_len em = para->style.size, measure = room->measure, left = measure - f->natural;
    bool lone = room->last && !room->only && f->solid <= 1; /* rule 8.3 */
    int64_t cost = COST_LINE + (lone ? BM_COST_LONE : 0);
    *tone = BM_TONE_EVEN;
    if (line)
        *line = (struct bm_line){.measure = measure,
                                 .natural = f->natural,
                                 .set_width = f->natural,
                                 .last = room->last,
                                 .lone = lone,
                                 .opened = bm_line_opened(f, room)};
    if (f->hang && left + f->reserve < 0) {
        /* Squeezing does not bring the last mark in: it hangs (rule 2.6). */
        measure += f->hang;
        left += f->hang;
        cost += COST_HANG;
    }
    if (left < 0) {
        bm_len rest;
        cost += squeeze(f, -left, line, tone, &rest);
        if (line) {
            line->set_width = measure + rest;
            if (rest > 0)
                line->step = BM_STEP_OVERFULL;
        }
        if (rest > 0)
            cost += BM_COST_OVERFULL + (int64_t)rest * 1000 / em;
        return cost;
    }
    if (room->last)
        return cost;
    if (!room->justify)
        return cost + square_cost(left, em * 4);
    cost += stretch(f, left, em, line, tone);
    if (line && (f->all || (f->spaces && !f->gaps && f->stretch_spaces > 0)))
        line->set_width = measure;
    else if (line)
        line->set_width = f->natural + line->gap * (bm_len)f->gaps;
    return cost;
}

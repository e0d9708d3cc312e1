/* The paper's name and numbers go on from its last edition, as the house's paper.yaml has it. */
#include "copydesk/parts.h"

static int64_t digits_of(struct bm_str s)
{
    int64_t value = -1;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9' && value < 100000000)
            value = (value < 0 ? 0 : value * 10) + (s.p[i] - '0');
    return value;
}

static void say(struct work *work, uint32_t rule, const struct bm_yaml *root, const char *key,
                struct bm_str should)
{
    const struct bm_yaml *node = bm_yaml_get(root, key);
    if (!node || !should.n)
        return;
    const struct bm_str args[] = {should, bm_str_c(key)};
    found_at(work, rule, UINT32_MAX, node->span, node->text, args, 2);
}

void fact_folio(struct work *work, uint32_t rule)
{
    const struct paper *p = &work->desk->paper;
    const struct bm_edition *e = work->edition;
    struct bm_diags quiet = {.arena = work->scratch};
    if (!work->desk->has_paper || e->file == BM_NO_FILE)
        return;
    const struct bm_str text = work->sources->v[e->file].text;
    const struct bm_yaml *root =
        bm_yaml_read(work->scratch, work->sources, e->file, 0, (uint32_t)text.n, &quiet);
    if (p->name.n && e->paper.n && !bm_str_eq(p->name, e->paper))
        say(work, rule, root, "paper", p->name);
    if (p->cn.n && e->cn.n && !bm_str_eq(p->cn, e->cn))
        say(work, rule, root, "cn", p->cn);
    const int64_t last = digits_of(p->last_number), now = digits_of(e->number);
    if (last >= 0 && now >= 0 && now != last + 1 && work->date > p->last_date)
        say(work, rule, root, "number", number_str(work, last + 1));
    if (p->last_date && work->date && work->date <= p->last_date)
        say(work, rule, root, "date",
            work_printf(work, "> %04u-%02u-%02u", p->last_date / 10000, p->last_date / 100 % 100,
                        p->last_date % 100));
}

#include "cli/serve_choices.h"

#include "base/digest.h"
#include "base/json.h"
#include "cli/lock.h"
#include "cli/planning.h"

#include <stdlib.h>

#define HEADS_MOST 64

void bm_choices_free(struct bm_choices *choices)
{
    for (size_t i = 0; i < choices->n; i++)
        free(choices->sections[i]);
    *choices = (struct bm_choices){0};
}

/* The files' sums, by which a client says what it has seen; "none": it is not there. */
static void take_sums(struct bm_serve *s, char sums[BM_CHANGE_FILES][65])
{
    struct bm_change c = {.s = s, .arena = s->work};
    bm_change_begin(&c);
    for (int i = 0; i < BM_CHANGE_FILES; i++) {
        memcpy(sums[i], "none", 5);
        if (c.files[i].there)
            bm_sha256_of(c.files[i].before, sums[i]);
    }
}

static void put_pages(struct bm_serve *s, struct bm_json *json)
{
    bm_json_list(json, "pages");
    for (uint32_t p = 1; p <= s->session->pages->page_count; p++) {
        bm_json_object(json, NULL);
        bm_json_number(json, "n", p);
        bm_json_bool(json, "planned", bm_change_page_planned(s, p));
        bm_json_bool(json, "locked", bm_change_page_locked(s, p));
        bm_json_close(json);
    }
    bm_json_close(json);
}

/* Every operation: whether it can be had, and if not, why. */
static void put_ops(struct bm_serve *s, struct bm_str article, enum bm_lang lang,
                    struct bm_json *json)
{
    struct bm_buf b = {0};
    bm_json_list(json, "ops");
    for (size_t i = 0; bm_change_ops[i]; i++) {
        struct bm_change c = {.s = s, .arena = s->work, .diags = {.arena = s->work}};
        c.op = bm_str_c(bm_change_ops[i]);
        c.article = article;
        const bool can = bm_change_can(&c);
        bm_json_object(json, NULL);
        bm_json_text(json, "op", c.op);
        bm_json_bool(json, "can", can);
        if (!can && c.diags.n) {
            b.n = 0;
            bm_diag_sentence(&b, &c.diags.v[0], lang);
            bm_json_text(json, "why", bm_buf_view(&b));
        }
        bm_json_close(json);
    }
    bm_json_close(json);
    bm_buf_free(&b);
}

/* Styles of heads, each once, in the order in which a kind has them. */
struct heads {
    const struct bm_style *v[HEADS_MOST];
    size_t n;
};

static void add_head(struct heads *heads, const struct bm_style *style)
{
    for (size_t i = 0; i < heads->n; i++)
        if (heads->v[i] == style)
            return;
    if (style && heads->n < HEADS_MOST)
        heads->v[heads->n++] = style;
}

static const struct bm_tier *title_of(const struct bm_serve *s, size_t article)
{
    const struct bm_inputs *in = &s->session->inputs;
    if (article >= in->article_count)
        return NULL;
    const struct bm_kind *kind = bm_layout_kind(in->layout, in->articles[article]->kind);
    for (size_t i = 0; kind && i < kind->tier_count; i++)
        if (bm_str_is(kind->tiers[i].field, "title"))
            return &kind->tiers[i];
    return NULL;
}

static void put_heads(struct bm_serve *s, size_t article, struct bm_json *json)
{
    const struct bm_tier *tier = title_of(s, article);
    struct heads heads = {.n = 0};
    for (int r = 0; tier && tier->ladder && r < BM_STANDINGS; r++)
        for (size_t i = 0; i < tier->ladder->rows[r].grade_count; i++)
            add_head(&heads, tier->ladder->rows[r].grades[i]);
    add_head(&heads, tier ? tier->style : NULL);
    for (size_t i = 0; tier && i < tier->smaller_count; i++)
        add_head(&heads, tier->smaller[i]);
    bm_json_list(json, "heads");
    for (size_t i = 0; i < heads.n; i++)
        bm_json_text(json, NULL, heads.v[i]->name);
    bm_json_close(json);
    if (tier)
        bm_json_text(json, "kindHead", tier->style->name);
}

static void put_article(struct bm_serve *s, struct bm_str name, struct bm_json *json)
{
    struct bm_change_article a;
    bm_change_look(s, name, &a);
    bm_json_object(json, "article");
    bm_json_text(json, "name", name);
    bm_json_bool(json, "onHold", a.on_hold);
    if (a.index != SIZE_MAX) {
        const struct bm_edition_place *p = &s->session->inputs.edition->places[a.index];
        bm_json_number(json, "order", a.index);
        bm_json_number(json, "rank", p->rank);
        bm_json_number(json, "page", p->page);
        bm_json_text(json, "section", p->section);
        bm_json_bool(json, "foot", p->foot);
    }
    bm_json_bool(json, "hand", a.hand);
    bm_json_bool(json, "joined", a.joined);
    bm_json_bool(json, "locked", a.locked);
    bm_json_number(json, "first", a.first);
    bm_json_number(json, "last", a.last);
    bm_json_text(json, "head", a.head);
    put_heads(s, a.index, json);
    bm_json_close(json);
}

void bm_choices_put(struct bm_serve *s, struct bm_str article, enum bm_lang lang,
                    struct bm_json *json)
{
    const struct bm_edition *e = s->session->inputs.edition;
    const struct bm_lock *lock = s->session->lock;
    char sums[BM_CHANGE_FILES][65];
    take_sums(s, sums);
    bm_json_text(json, "edition", bm_str_c(sums[BM_CHANGE_EDITION]));
    bm_json_text(json, "lock", bm_str_c(sums[BM_CHANGE_LOCK]));
    bm_json_bool(json, "held", lock && lock->held);
    put_pages(s, json);
    bm_json_list(json, "onHold");
    for (size_t i = 0; i < e->on_hold_count; i++)
        bm_json_text(json, NULL, e->on_hold[i]);
    bm_json_close(json);
    if (!article.n)
        return;
    put_article(s, article, json);
    put_ops(s, article, lang, json);
}

static void put_frames(const struct bm_plan_ledger *plan, struct bm_json *json)
{
    bm_json_list(json, "frames");
    for (size_t i = 0; i < plan->frame_count; i++) {
        const struct bm_planned *f = &plan->frames[i];
        if (!f->name.n)
            continue;
        bm_json_object(json, NULL);
        bm_json_text(json, "article", f->name);
        bm_json_number(json, "page", f->number);
        bm_json_number(json, "column", f->column);
        bm_json_number(json, "columns", f->columns);
        bm_json_number(json, "line", f->line);
        bm_json_number(json, "lines", f->lines);
        bm_json_bool(json, "lead", f->lead);
        bm_json_close(json);
    }
    bm_json_close(json);
}

static void put_costs(const int64_t *costs, struct bm_json *json)
{
    bm_json_object(json, "penalties");
    for (enum bm_penalty k = 0; k < BM_PENALTIES; k++)
        if (costs[k] > 0)
            bm_json_number(json, bm_penalty_name(k), (uint64_t)costs[k]);
    bm_json_close(json);
}

/* The plans of a search, each once: shown, and kept as it would be written. */
static void put_plans(struct bm_planned_edition *p, struct bm_choices *choices,
                      struct bm_json *json)
{
    const struct bm_plan_ledger *all = p->session.pages->plan;
    for (size_t i = 0; i < all->plan_count && choices->n < BM_CHOICES_MOST; i++) {
        struct bm_buf section = {0};
        if (!bm_planning_section(&p->session, &all->plans[i], &section)) {
            bm_buf_free(&section);
            continue;
        }
        bm_buf_char(&section, '\0');
        choices->sections[choices->n++] = section.p;
        bm_json_object(json, NULL);
        bm_json_number(json, "plan", choices->n);
        bm_json_number(json, "cost", (uint64_t)all->plans[i].cost);
        put_costs(all->plans[i].costs, json);
        put_frames(&all->plans[i], json);
        bm_json_close(json);
    }
}

void bm_choices_plans(struct bm_serve *s, struct bm_choices *choices, struct bm_json *json)
{
    struct bm_planned_edition p;
    bm_choices_free(choices);
    take_sums(s, choices->sums);
    bm_json_list(json, "plans");
    if (bm_planning_read(&p, s->session)) {
        bm_planning_make(&p, BM_CHOICES_MOST - 1);
        if (p.session.pages && p.session.pages->plan && !p.session.diags.counts[BM_MSG_NOT_PLACED])
            put_plans(&p, choices, json);
    }
    bm_planning_close(&p);
    bm_json_close(json);
}

bool bm_choices_take(const struct bm_choices *choices, struct bm_change *c)
{
    struct bm_change_file *lock = &c->files[BM_CHANGE_LOCK];
    struct bm_session session = {.arena = c->arena};
    struct bm_str text;
    for (int i = 0; i < BM_CHANGE_FILES; i++) {
        char sum[65] = "none";
        if (c->files[i].there)
            bm_sha256_of(c->files[i].before, sum);
        if (strcmp(sum, choices->sums[i]) != 0)
            return false;
    }
    if (!c->has_page || !c->page || c->page > choices->n)
        return false;
    session.sources.arena = session.diags.arena = c->arena;
    if (!bm_planning_file(&session, lock->there ? lock->before : (struct bm_str){0},
                          bm_str_c(choices->sections[c->page - 1]), &text)) {
        bm_diags_append(&c->diags, &session.diags);
        return false;
    }
    lock->after = text;
    return true;
}

/* What an article costs in a plan. */
static const struct bm_plan_price *price_of(const struct bm_pages *pages, struct bm_str name)
{
    const struct bm_plan_ledger *plan = pages ? pages->plan : NULL;
    for (uint32_t i = 0; plan && i < plan->article_count; i++)
        if (bm_str_eq(plan->articles[i].name, name))
            return &plan->articles[i];
    return NULL;
}

static const struct bm_ledger *ledger_of(const struct bm_pages *pages, struct bm_str name)
{
    for (size_t i = 0; pages && i < pages->article_count; i++)
        if (bm_str_eq(pages->articles[i].name, name))
            return &pages->articles[i];
    return NULL;
}

static bool same_frames(const struct bm_ledger *a, const struct bm_ledger *b)
{
    bool same = a && b && a->frame_count == b->frame_count;
    for (size_t i = 0; same && i < a->frame_count; i++)
        same = a->frames[i].page == b->frames[i].page &&
               memcmp(&a->frames[i].rect, &b->frames[i].rect, sizeof a->frames[i].rect) == 0;
    return same;
}

static void put_fit(const struct bm_ledger *a, struct bm_json *json)
{
    bm_json_text(json, "name", a->name);
    bm_json_text(json, "kind", a->kind);
    bm_json_list(json, "frames");
    for (size_t i = 0; i < a->frame_count; i++) {
        bm_json_object(json, NULL);
        bm_json_number(json, "page", a->frames[i].page);
        bm_json_number(json, "legs", a->frames[i].columns);
        bm_json_number(json, "lines", a->frames[i].lines);
        bm_json_number(json, "spare", a->frames[i].spare);
        bm_json_close(json);
    }
    bm_json_close(json);
    bm_json_number(json, "characters", a->characters);
    bm_json_number(json, "over", a->overset_characters);
    bm_json_number(json, "short", a->short_lines);
    bm_json_number(json, "loose", a->loose_lines);
}

void bm_choices_why(struct bm_serve *s, struct bm_str article, bool plan, struct bm_json *json)
{
    const struct bm_pages *pages = s->session->pages;
    const struct bm_ledger *a = ledger_of(pages, article);
    struct bm_planned_edition p = {{.arena = NULL}};
    struct bm_change_article look;
    if (!a)
        return;
    bm_change_look(s, article, &look);
    put_fit(a, json);
    bm_json_text(json, "head", look.head);
    bm_json_bool(json, "locked", look.locked);
    bm_json_bool(json, "hand", look.hand);
    const struct bm_plan_price *price = price_of(pages, article);
    bool here = price != NULL;
    /* What a plan that is held costs is known of the plan that would be made now, if the article
     * stands in that where it stands here. */
    const bool sought = plan && !price && !look.hand && bm_planning_read(&p, s->session);
    if (sought) {
        bm_planning_make(&p, 0);
        price = price_of(p.session.pages, article);
        here = price && same_frames(a, ledger_of(p.session.pages, article));
    }
    if (price) {
        bm_json_bool(json, "here", here);
        bm_json_number(json, "cost", (uint64_t)price->cost);
        put_costs(price->costs, json);
    }
    if (p.session.arena)
        bm_planning_close(&p);
}

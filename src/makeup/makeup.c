/* The pages: every article fitted to its frames, then painted in reading order. */
#include "makeup/makeup.h"

#include "advice/advise.h"
#include "advice/laws.h"
#include "makeup/grades.h"
#include "makeup/placed.h"
#include "makeup/roundup.h"
#include "page/ledger.h"
#include "paint/items.h"
#include "paint/marks.h"

#include <stdlib.h>

struct makeup {
    const struct bm_makeup_input *in;
    struct bm_pages *pages;
    struct bm_arena *work;
    struct bm_galley_maker maker;
    struct bm_fitter fitter;
    struct bm_painter painter;
    struct bm_composed composed;
    struct bm_frame_list placed;
};

#define NAMES_MOST 256 /* among which the nearest is looked for */

/* near: an article that is called much like it; empty: there is none. */
static void say_unknown(struct makeup *m, const struct bm_frame *f, struct bm_str near)
{
    bm_diag(m->maker.diags, BM_MSG_UNKNOWN_ARTICLE, f->article_span, f->article,
            near.n ? near : bm_str_c("–"));
}

static void check_frames(struct makeup *m)
{
    const struct bm_template *t = m->in->template_;
    struct bm_index names = {0};
    const char *near[NAMES_MOST];
    for (size_t a = 0; a < m->in->article_count; a++) {
        const struct bm_str name = m->in->articles[a]->name;
        bm_index_add(m->work, &names, bm_hash(BM_HASH_START, name.p, name.n), a);
        if (a < NAMES_MOST)
            near[a] = bm_arena_copy(m->work, name.p, name.n);
    }
    const size_t n = m->in->article_count < NAMES_MOST ? m->in->article_count : NAMES_MOST;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            const uint64_t hash = bm_hash(BM_HASH_START, f->article.p, f->article.n);
            /* Of several names with + between it was said why they are not joined. */
            bool known = f->banner || f->guide || f->text_count || f->automatic ||
                         (f->article.n && memchr(f->article.p, '+', f->article.n));
            uint32_t a;
            for (size_t at = 0; !known && (a = bm_index_next(&names, hash, &at)) != BM_INDEX_NONE;)
                known = bm_str_eq(m->in->articles[a]->name, f->article);
            if (!known && bm_edition_on_hold(m->in->edition, f->article))
                bm_diag(m->maker.diags, BM_MSG_FRAME_ON_HOLD, f->article_span, f->article);
            else if (!known)
                say_unknown(m, f, bm_nearest(f->article, near, n));
        }
}

/* The banner is the edition's, and changes with that alone. */
#define FIT_OF_BANNER UINT64_MAX

/* Fits the article to its frames, and keeps that where it may. */
static void fit(const struct makeup *m, const struct bm_subject *subject,
                const struct bm_frames *frames, struct bm_live_article *ready,
                struct bm_fitted *out)
{
    struct bm_fitter fitter = m->fitter;
    if (ready)
        fitter.arena = ready->arena;
    bm_fit_article(&fitter, subject, frames, out);
    if (!ready)
        return;
    ready->fitted = *out;
    ready->fit = true;
}

/* Fits the article, or the banner, to its frames; from then on it waits to be painted. ready: as
 * it was fitted to them before, or NULL. */
static void fit_article(struct makeup *m, const struct bm_subject *subject,
                        const struct bm_frames *frames, struct bm_live_article *ready,
                        struct bm_str name, struct bm_str kind, uint32_t file, enum bm_role role,
                        struct bm_span span)
{
    struct bm_pages *p = m->pages;
    struct bm_painting *painting = &m->painter.articles[m->painter.article_count++];
    const uint32_t ledger = (uint32_t)p->article_count++;
    const uint64_t id = role == BM_ROLE_BANNER ? FIT_OF_BANNER : ready ? ready->serial : 0;
    *painting =
        (struct bm_painting){.frames = *frames, .box = subject->box, .ledger = ledger, .fit = id};
    if (ready && ready->fit)
        painting->fitted = ready->fitted;
    else
        fit(m, subject, frames, ready, &painting->fitted);
    if (subject->ladder)
        bm_makeup_note_grades(p->arena, m->composed.ledger, painting->fitted.galley, name);
    bm_paint_expect(&m->painter, painting);
    p->articles[ledger] = (struct bm_ledger){
        .name = bm_str_copy(p->arena, name),
        .kind = bm_str_copy(p->arena, kind),
        .title = bm_galley_title(p->arena, subject->galley),
        .file = file,
        .node = bm_paint_node(&m->painter,
                              (struct bm_node){.role = role, .article = ledger, .span = span}),
        .overset = bm_span_none()};
}

/* Whether each of the frames holds a line of text; said of the first that does not. */
static bool have_room(struct makeup *m, const struct bm_subject *subject,
                      const struct bm_frames *frames, struct bm_str name)
{
    for (size_t i = 0; i < frames->n; i++)
        if (!bm_fit_has_room(m->in->layout, frames->v[i], bm_fit_box(frames->v[i], subject->box),
                             subject->galley))
            return bm_diag(m->maker.diags, BM_MSG_FRAME_NO_ROOM, frames->v[i]->span, name);
    return true;
}

/* False when a font is missing. */
static bool fit_banner(struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    const struct bm_edition *e = in->edition;
    struct bm_frames frames;
    const struct bm_frame *f = bm_makeup_frames_of(&m->placed, (struct bm_str){0}, true, &frames);
    if (!e->banner.n && f)
        bm_diag0(m->maker.diags, BM_MSG_EMPTY_BANNER, f->span);
    if (!e->banner.n)
        return true;
    const struct bm_style *style = in->layout->banner;
    for (size_t i = 0; f && i < f->override_count; i++)
        if (bm_str_is(f->overrides[i].role, "banner"))
            style = f->overrides[i].style;
    if (!f || !style) {
        bm_diag(m->maker.diags, BM_MSG_BANNER_NOT_PLACED, e->banner_span, in->layout->name);
        return true;
    }
    const struct bm_subject subject = {
        .galley = bm_galley_banner(&m->maker, &e->banner, e->banner_span, e->file, style)};
    if (!subject.galley)
        return false;
    if (have_room(m, &subject, &frames, BM_STR(BM_DIAG_WORD "banner")))
        fit_article(m, &subject, &frames, NULL, BM_STR("banner"), BM_STR("banner"), e->file,
                    BM_ROLE_BANNER, e->banner_span);
    return true;
}

/* Places for more pictures than the article has. */
static void check_places(struct makeup *m, const struct bm_article *article,
                         const struct bm_frames *frames)
{
    size_t places = 0, figures = 0;
    const struct bm_frame *last = frames->v[0];
    for (size_t i = 0; i < article->block_count; i++)
        figures += article->blocks[i].kind == BM_BLOCK_FIGURE;
    for (size_t i = 0; i < frames->n; i++) {
        places += frames->v[i]->figure_count;
        last = frames->v[i]->figure_count ? frames->v[i] : last;
    }
    if (places > figures)
        bm_diag(m->maker.diags, BM_MSG_UNUSED_PLACES, last->span, article->name,
                bm_diag_number(m->maker.diags, (int64_t)places),
                bm_diag_number(m->maker.diags, (int64_t)figures));
}

/* The article's galleys, made now or ready. Messages are put in order: those of a galley that is
 * ready are said again. False when a font is missing. */
static bool make_galleys(struct makeup *m, const struct bm_article *article,
                         const struct bm_frame *f, struct bm_live_article *ready,
                         struct bm_subject *subject)
{
    struct bm_galley_maker maker = m->maker;
    struct bm_diags said = {.arena = m->work};
    bool fine = true;
    maker.diags = ready ? &ready->said : &said;
    if (ready) {
        maker.arena = ready->arena;
        maker.user = &ready->user;
    }
    if (ready && ready->set)
        *subject = ready->subject;
    else
        fine = bm_fit_galleys(&maker, article, f->overrides, f->override_count,
                              bm_fit_standing_by_rank(article), subject);
    bm_diags_append(m->maker.diags, maker.diags);
    if (ready && !ready->set) {
        subject->cache = bm_fit_line_cache_new(ready->arena);
        ready->subject = *subject;
        ready->set = fine;
        ready->serial = fine ? ready->serial : 0;
    }
    return fine;
}

/* What is kept of the article; NULL: nothing. */
static struct bm_live_article *live_article(struct makeup *m, const struct bm_article *article)
{
    const bool may = m->in->live && article->serial && !m->composed.planner;
    return may ? bm_live_article(m->in->live, article->serial) : NULL;
}

static uint32_t first_page(const struct makeup *m, size_t article)
{
    struct bm_frames frames;
    return bm_makeup_frames_of(&m->placed, m->in->articles[article]->name, false, &frames)
               ? frames.pages[0]
               : 0;
}

/* Whether no editor has said where these stand that were joined: make-up spreads them. */
static bool is_spread(const struct bm_article *a)
{
    return a->joined_count && !a->place.page && !a->place.section.n;
}

/* The order in which articles are read: the edition's, but for what is spread, which comes behind
 * the others of its page, whoever has placed it there. */
static size_t *reading_order(const struct makeup *m)
{
    const size_t n = m->in->article_count;
    struct bm_article *const *articles = m->in->articles;
    size_t *order = BM_NEW_N(m->work, n + 1, size_t), *behind = BM_NEW_N(m->work, n + 1, size_t);
    uint32_t *pages = BM_NEW_N(m->work, n + 1, uint32_t);
    size_t count = 0;
    bool any = false;
    for (size_t a = 0; a < n; a++) {
        order[a] = a;
        any = any || is_spread(articles[a]);
    }
    if (!any)
        return order;
    for (size_t a = 0; a < n; a++)
        pages[a] = first_page(m, a);
    for (size_t k = 0; k < n; k++) { /* behind which, and 1; 0: before all */
        uint32_t nearest = 0;
        for (size_t a = 0; a < n && is_spread(articles[k]); a++)
            if (!is_spread(articles[a]) && pages[a] && pages[a] <= pages[k] &&
                pages[a] >= nearest) {
                nearest = pages[a];
                behind[k] = a + 1;
            }
    }
    for (size_t at = 0; at <= n; at++) {
        if (at && !is_spread(articles[at - 1]))
            order[count++] = at - 1;
        for (size_t k = 0; k < n; k++)
            if (is_spread(articles[k]) && behind[k] == at)
                order[count++] = k;
    }
    return order;
}

/* False when a font is missing. */
static bool fit_articles(struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    const size_t *order = reading_order(m);
    for (size_t i = 0; i < in->article_count; i++) {
        const size_t a = order[i];
        const struct bm_article *article = in->articles[a];
        struct bm_subject *subject = &m->composed.subjects[a];
        struct bm_frames frames;
        const struct bm_frame *f = bm_makeup_frames_of(&m->placed, article->name, false, &frames);
        if (!f) {
            bm_diag(m->maker.diags, BM_MSG_NOT_PLACED, article->kind_span, article->name,
                    in->layout->name);
            continue;
        }
        check_places(m, article, &frames);
        if (!bm_layout_kind(in->layout, article->kind))
            continue; /* UNKNOWN_KIND was reported when the manuscript was read */
        /* A region that is too full may give an article no room at all: then all of it is over. */
        const bool composed = subject->galley != NULL;
        struct bm_live_article *ready = composed ? NULL : live_article(m, article);
        if (!composed && !make_galleys(m, article, f, ready, subject))
            return false;
        if (!composed && !f->planned && !have_room(m, subject, &frames, article->name))
            continue;
        if (!composed && !ready)
            subject->cache = bm_fit_line_cache_new(m->work);
        fit_article(m, subject, &frames, ready, article->name, article->kind, article->file,
                    BM_ROLE_ARTICLE, (struct bm_span){article->file, 0, 0});
    }
    return true;
}

/* Inks, limits and the output condition go with the pages. */
static void put_press(struct bm_pages *pages, const struct bm_makeup_input *input)
{
    const struct bm_layout *layout = input->layout;
    const struct bm_press *press = &layout->press;
    struct bm_spot *spots = BM_NEW_N(pages->arena, layout->spot_count, struct bm_spot);
    for (size_t i = 0; i < layout->spot_count; i++) {
        const struct bm_colour *a = &layout->spots[i].alternate;
        spots[i] = (struct bm_spot){bm_str_copy(pages->arena, layout->spots[i].name),
                                    {.c = a->c, .m = a->m, .y = a->y, .k = a->k}};
    }
    pages->spots = spots;
    pages->spot_count = layout->spot_count;
    pages->output = input->output;
    pages->limits = (struct bm_limits){press->ink,
                                       press->warn,
                                       press->black_text,
                                       press->black_large,
                                       bm_paint_ink_of(&press->black),
                                       press->quality};
}

/* Laws of pages, by what is fitted to their frames: a plan that is held is judged as one that is
 * made. */
static void judge_pages(struct makeup *m)
{
    const struct bm_painter *painter = &m->painter;
    struct bm_law_article *articles =
        BM_NEW_N(m->work, painter->article_count + 1, struct bm_law_article);
    for (size_t i = 0; i < painter->article_count; i++) {
        const struct bm_painting *a = &painter->articles[i];
        articles[i] = (struct bm_law_article){a->fitted.galley->name, a->frames.n, &a->fitted};
    }
    bm_advise_laws(m->in->layout, m->composed.template_, articles, painter->article_count,
                   m->maker.diags);
}

/* Frames of the template's auto regions; the plan is kept with the pages. */
static bool compose(struct makeup *m)
{
    const struct bm_makeup_input *in = m->in;
    const struct bm_compose_input input = {.layout = in->layout,
                                           .template_ = in->template_,
                                           .articles = in->articles,
                                           .article_count = in->article_count,
                                           .maker = m->maker,
                                           .alternatives = in->alternatives,
                                           .plan = in->plan,
                                           .jobs = in->jobs,
                                           .budget = in->budget,
                                           .progress = in->progress,
                                           .kept = in->kept,
                                           .limits_scale = in->limits_scale};
    const bool ok = bm_compose(&input, &m->fitter, m->pages->arena, &m->composed);
    m->pages->plan = m->composed.ledger;
    if (ok)
        bm_advise(&m->composed);
    return ok;
}

static int by_reading(const void *pa, const void *pb)
{
    const struct bm_painting *a = *(struct bm_painting *const *)pa;
    const struct bm_painting *b = *(struct bm_painting *const *)pb;
    return a < b ? -1 : a > b;
}

/* The articles of a page in reading order, each as often as it has frames there. */
static void paint_articles(struct bm_painter *painter, const struct bm_page_template *page)
{
    struct bm_painting **due = bm_arena_array(painter->work, page->n, sizeof *due);
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        due[n] = bm_paint_article_in(painter, &page->frames[i]);
        n += due[n] != NULL;
    }
    if (n)
        qsort(due, n, sizeof *due, by_reading);
    for (size_t i = 0; i < n; i++)
        bm_paint_article(painter, due[i]);
}

/* Paints a page, or hands over the one that was painted; what is said of it comes in one. */
static void paint_page(struct makeup *m, const struct bm_page_template *t, uint32_t number)
{
    const struct bm_layout *layout = m->in->layout;
    struct bm_painter *painter = &m->painter;
    struct bm_page *page = &m->pages->pages[number - 1];
    struct bm_painted *kept =
        m->in->live && !m->composed.planner ? bm_live_page(m->in->live, number) : NULL;
    struct bm_diags *diags = m->maker.diags, said = {.arena = m->work};
    *page = (struct bm_page){.number = number,
                             .section = bm_str_copy(m->pages->arena, t->section),
                             .width = layout->trim_width,
                             .height = layout->trim_height,
                             .bleed = layout->bleed,
                             .grid = layout->leading,
                             .type_area = {layout->left, layout->top,
                                           bm_layout_columns_width(layout, layout->columns),
                                           (bm_len)layout->lines * layout->leading}};
    painter->page = page;
    painter->items = painter->arena;
    painter->item_cap = 0;
    if (kept && bm_paint_again(painter, kept, t, diags))
        return;
    if (kept)
        bm_paint_begin(painter, kept, t);
    m->maker.diags = &said;
    bm_paint_boxes(painter, t);
    bm_paint_between(painter, t);
    paint_articles(painter, t);
    bm_paint_furniture(painter, t);
    bm_paint_large_black(page, &m->pages->limits);
    m->maker.diags = diags;
    bm_diags_append(diags, &said);
    if (kept)
        bm_paint_end(painter, kept, &said);
}

/* The name of a file, for pages and all that is told of them. */
static struct bm_str legible(struct bm_arena *arena, struct bm_str name)
{
    struct bm_buf b = {0};
    bm_buf_legible(&b, name);
    return bm_buf_keep(&b, arena);
}

struct bm_pages *bm_makeup(const struct bm_makeup_input *input, struct bm_diags *diags)
{
    struct bm_live *live = input->live;
    struct bm_arena *arena = live ? bm_live_begin(live, input->fonts) : bm_arena_new();
    struct makeup m = {.in = input};
    struct bm_painter *painter = &m.painter;
    struct bm_pages *pages = BM_NEW(arena, struct bm_pages);
    const struct bm_layout *layout = input->layout;
    *pages = (struct bm_pages){.arena = arena,
                               .sources = input->sources,
                               .edition = legible(arena, input->edition->name),
                               .layout = legible(arena, layout->name),
                               .title = bm_str_copy(arena, input->edition->title),
                               .date = bm_str_copy(arena, input->edition->date),
                               .language = bm_str_copy(arena, input->edition->language),
                               .foreign = bm_str_copy(arena, input->edition->foreign),
                               .paper = bm_str_copy(arena, input->edition->paper),
                               .number = bm_str_copy(arena, input->edition->number),
                               .cn = bm_str_copy(arena, input->edition->cn),
                               .publisher = bm_str_copy(arena, input->edition->publisher)};
    put_press(pages, input);
    m.pages = pages;
    m.work = live ? bm_live_work(live) : bm_arena_new();
    struct bm_shaper *shaper = live ? bm_live_shaper(live) : bm_shaper_new(m.work, input->fonts);
    m.maker = (struct bm_galley_maker){.arena = m.work,
                                       .layout = layout,
                                       .fonts = input->fonts,
                                       .shaper = shaper,
                                       .sources = input->sources,
                                       .diags = diags,
                                       .phrases = input->phrases,
                                       .paras = live ? bm_live_paras(live) : NULL,
                                       .user = live ? bm_live_machine(live) : NULL};
    m.fitter = (struct bm_fitter){.layout = layout,
                                  .images = input->images,
                                  .image_count = input->image_count,
                                  .arena = m.work,
                                  .trying = live ? bm_live_trying(live) : NULL,
                                  .limits_scale = input->copyfit_scale};
    m.painter = (struct bm_painter){.arena = arena,
                                    .work = m.work,
                                    .pages = pages,
                                    .layout = layout,
                                    .edition = input->edition,
                                    .maker = &m.maker};
    bm_paint_node(painter, (struct bm_node){.role = BM_ROLE_DOCUMENT,
                                            .parent = BM_NO_NODE,
                                            .article = UINT32_MAX,
                                            .span = bm_span_none()});
    const struct bm_roundups all = bm_makeup_roundups(m.work, layout, input->template_,
                                                      input->articles, input->article_count, diags);
    struct bm_makeup_input joined = *input;
    joined.articles = all.articles;
    joined.article_count = all.n;
    m.in = input = &joined;
    check_frames(&m);
    painter->articles = BM_NEW_N(m.work, input->article_count + 1, struct bm_painting);
    pages->articles = BM_NEW_N(arena, input->article_count + 1, struct bm_ledger);
    bool ok = compose(&m);
    if (ok)
        m.placed = bm_makeup_place(m.work, m.composed.template_);
    ok = ok && fit_banner(&m) && fit_articles(&m);
    if (ok) {
        judge_pages(&m);
        bm_makeup_note_others(arena, &m.fitter, &m.composed, input->articles, input->article_count);
    }
    const struct bm_template *t = m.composed.template_;
    pages->pages = BM_NEW_N(arena, t->n, struct bm_page);
    pages->page_count = ok ? t->n : 0;
    for (size_t p = 0; p < pages->page_count; p++)
        paint_page(&m, &t->pages[p], (uint32_t)p + 1);
    if (ok)
        bm_paint_marks(painter);
    bm_compose_close(&m.composed);
    if (live) {
        bm_live_end(live, ok);
    } else {
        bm_shaper_free(shaper);
        bm_arena_drop(m.work);
    }
    if (!ok && !live)
        bm_arena_drop(arena);
    return ok ? pages : NULL;
}

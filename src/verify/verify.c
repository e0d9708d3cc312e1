#include "verify/verify.h"

#include "base/digest.h"
#include "verify/parts.h"

#define SLACK (BM_PT / 100)

const char *bm_difference_name(enum bm_difference_kind kind)
{
    static const char *const names[BM_DIFFERENCE_KINDS] = {
        [BM_DIFFERENCE_MISSING] = "missing", [BM_DIFFERENCE_ADDED] = "added",
        [BM_DIFFERENCE_CHANGED] = "changed", [BM_DIFFERENCE_TEXT] = "text",
        [BM_DIFFERENCE_INK] = "ink",         [BM_DIFFERENCE_MOVED] = "moved",
        [BM_DIFFERENCE_ORDER] = "order",     [BM_DIFFERENCE_TREE] = "structure",
        [BM_DIFFERENCE_HIDDEN] = "hidden",   [BM_DIFFERENCE_COLOUR] = "colour",
        [BM_DIFFERENCE_DRAWING] = "drawing", [BM_DIFFERENCE_PAGE] = "page",
        [BM_DIFFERENCE_SOURCE] = "source",   [BM_DIFFERENCE_ACTION] = "action"};
    return names[kind];
}

static void sum(struct bm_str bytes, char hex[65])
{
    struct bm_sha256 s;
    bm_sha256_start(&s);
    bm_sha256_add(&s, bytes.p, bytes.n);
    bm_sha256_end(&s, hex);
}

/* Takes out what lies outside the bleed: printer's marks. */
static void leave_out(struct bm_seen *seen)
{
    struct bm_atoms *a = &seen->atoms;
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++) {
        const struct bm_page *page = &seen->input->pages->pages[a->v[i].page];
        if (a->v[i].kind != BM_ATOM_OTHER && bm_atom_is_outside(&a->v[i], page))
            a->outside++;
        else
            a->v[n++] = a->v[i];
    }
    a->n = n;
}

static struct bm_difference *say_page(struct bm_judged *j, enum bm_difference_about about,
                                      uint32_t number)
{
    struct bm_difference *d = bm_differ(j, BM_DIFFERENCE_PAGE, 0, 0, false);
    d->about = about;
    d->page = number;
    return d;
}

static bool is_near(double points, bm_len length)
{
    const double d = points * BM_PT - length;
    return d < SLACK && d > -SLACK;
}

/* Whether the sheet shows all of the page, and is as large. */
static void judge_page(struct bm_judged *j, const struct bm_seen_page *s)
{
    const struct bm_page *page = s->page;
    const double *t = s->trim, *c = s->crop, slack = 0.01;
    const double bleed = (double)page->bleed / BM_PT - slack;
    if (!is_near(t[2] - t[0], page->width) || !is_near(t[3] - t[1], page->height))
        say_page(j, BM_ABOUT_PAGE_SIZE, page->number);
    else if (s->turned || c[0] > t[0] - bleed || c[1] > t[1] - bleed || c[2] < t[2] + bleed ||
             c[3] < t[3] + bleed)
        say_page(j, BM_ABOUT_PAGE_CUT, page->number);
}

static struct bm_str number(struct bm_arena *arena, size_t n)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%zu", n);
    return bm_buf_keep(&b, arena);
}

static void judge_pages(struct bm_judged *j)
{
    const struct bm_pages *pages = j->input->pages;
    const struct bm_seen *seen = j->seen;
    size_t asked = 0;
    for (size_t i = 0; i < pages->page_count; i++)
        if (bm_page_is_asked(j->input, &pages->pages[i]) && ++asked > seen->page_count)
            say_page(j, BM_ABOUT_PAGE_MISSING, pages->pages[i].number);
    for (size_t i = 0; i < seen->page_count; i++) {
        if (seen->pages[i].page)
            judge_page(j, &seen->pages[i]);
        else
            say_page(j, BM_ABOUT_PAGE_ADDED, 0)->found = number(j->arena, i + 1);
    }
}

/* What showed itself when the file was read. */
static void say_finds(struct bm_judged *j)
{
    for (size_t i = 0; i < j->seen->find_count; i++) {
        const struct bm_seen_find *f = &j->seen->finds[i];
        struct bm_difference *d = bm_differ(j, f->kind, 0, 0, false);
        d->about = f->about;
        d->page = f->page ? f->page->number : 0;
        d->rect = f->rect;
        d->wanted = f->wanted;
        d->found = f->found;
    }
}

/* The article of an atom; UINT32_MAX: none. */
static uint32_t article_of(const struct bm_pages *pages, const struct bm_atom *wanted)
{
    const uint32_t node = pages->pages[wanted->page].items[wanted->item].node;
    return node < pages->node_count ? pages->nodes[node].article : UINT32_MAX;
}

struct sums {
    struct bm_sha256 wanted, found;
};

static void add_found(struct bm_judged *j, struct sums *sums, size_t k, uint32_t *article)
{
    const struct bm_atom *a = &j->seen->atoms.v[k];
    const size_t i = j->pairs.of_seen[k];
    *article = i != SIZE_MAX ? article_of(j->input->pages, &j->wanted->v[i]) : *article;
    if (a->kind != BM_ATOM_GLYPH || *article >= j->out->article_count)
        return;
    bm_sha256_add(&sums[*article].found, a->text.p, a->text.n);
    j->out->articles[*article].found += bm_utf8_count(a->text.p, a->text.n);
}

static void count_articles(struct bm_judged *j)
{
    struct bm_verified *out = j->out;
    out->article_count = j->input->pages->article_count;
    out->articles = BM_NEW_N(j->arena, out->article_count, struct bm_verified_article);
    struct sums *sums = BM_NEW_N(j->arena, out->article_count, struct sums);
    uint32_t article = UINT32_MAX;
    for (size_t i = 0; i < out->article_count; i++) {
        bm_sha256_start(&sums[i].wanted);
        bm_sha256_start(&sums[i].found);
        out->articles[i].article = (uint32_t)i;
    }
    for (size_t i = 0; i < j->wanted->n; i++) {
        const struct bm_atom *a = &j->wanted->v[i];
        const uint32_t of = article_of(j->input->pages, a);
        if (a->kind != BM_ATOM_GLYPH || of >= out->article_count)
            continue;
        bm_sha256_add(&sums[of].wanted, a->text.p, a->text.n);
        out->articles[of].wanted += bm_utf8_count(a->text.p, a->text.n);
    }
    for (size_t k = 0; k < j->seen->atoms.n; k++)
        add_found(j, sums, k, &article);
    for (size_t i = 0; i < out->article_count; i++) {
        bm_sha256_end(&sums[i].wanted, out->articles[i].wanted_sha256);
        bm_sha256_end(&sums[i].found, out->articles[i].found_sha256);
    }
}

/* Each program once. */
static void list_fonts(struct bm_arena *arena, const struct bm_seen *seen, struct bm_verified *out)
{
    out->fonts = BM_NEW_N(arena, seen->font_count, struct bm_verified_font);
    for (size_t i = 0; i < seen->font_count; i++) {
        const struct bm_seen_font *f = seen->fonts[i];
        bool known = false;
        for (size_t k = 0; k < i && f->program_id; k++)
            known |= seen->fonts[k]->program_id == f->program_id;
        if (known)
            continue;
        struct bm_verified_font *font = &out->fonts[out->font_count++];
        font->name = f->name;
        memcpy(font->sha256, f->sha256, sizeof font->sha256);
    }
}

static bool is_ours(const struct bm_seen *seen)
{
    for (size_t i = 0; i < seen->font_count; i++)
        if (seen->fonts[i]->ours)
            return true;
    return false;
}

static void compare(struct bm_judged *j)
{
    struct bm_verified *out = j->out;
    leave_out(j->seen);
    judge_pages(j);
    say_finds(j);
    bm_judge(j);
    if (j->seen->tagged)
        bm_judge_tree(j);
    if (!j->input->first && !j->input->last)
        bm_judge_source(j);
    count_articles(j);
    out->tagged = j->seen->tagged;
    out->outside = j->seen->atoms.outside;
    for (size_t i = 0; i < j->wanted->n; i++)
        *(j->wanted->v[i].kind == BM_ATOM_GLYPH ? &out->glyphs : &out->drawings) += 1;
}

void bm_verify(struct bm_arena *arena, const struct bm_verify_input *input, struct bm_verified *out)
{
    struct bm_seen seen = {.arena = arena, .input = input};
    struct bm_atoms wanted = {.arena = arena};
    *out = (struct bm_verified){0};
    sum(input->pdf, out->sha256);
    bm_want(&wanted, input);
    seen.most = 2 * wanted.n + BM_SEEN_MORE;
    if (bm_see(&seen)) {
        struct bm_judged j = {
            .arena = arena, .input = input, .wanted = &wanted, .seen = &seen, .out = out};
        list_fonts(arena, &seen, out);
        out->foreign = !is_ours(&seen);
        if (!out->foreign)
            compare(&j);
    }
    out->unreadable = seen.unreadable;
    bm_seen_close(&seen);
}

/* Bytes as what the copy desk reads: a manuscript by the project's rules, two of them as an
 * edition, or a list (rules, words, people, phrases, taboo words, the paper) and a manuscript
 * behind it. */
#include "fuzz.h"

#include "copydesk/copydesk.h"

#include <stdlib.h>

static struct fuzz kept;
static struct bm_copydesk *desk;
static struct bm_copydesk_files project;

static void open_once(void)
{
    if (desk)
        return;
    fuzz_open(&kept, bm_arena_new());
    project = (struct bm_copydesk_files){BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE,
                                         BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE};
    project.rules = fuzz_source(&kept, BM_SOURCE_DIR "/rules/desk.yaml");
    struct bm_copydesk_files files = project;
    files.slips = fuzz_source(&kept, BM_SOURCE_DIR "/rules/slips.yaml");
    files.variants = fuzz_source(&kept, BM_SOURCE_DIR "/rules/variants.yaml");
    desk = bm_copydesk_open(kept.arena, &kept.sources, &files, NULL, &kept.diags);
    if (!desk)
        __builtin_trap();
}

/* Every finding quotes bytes that are there. */
static void look(const struct fuzz *f, const struct bm_findings *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct bm_finding *v = &found->v[i];
        const struct bm_source *s = bm_sources_of(&f->sources, v->span);
        if (!s || v->span.offset > s->text.n || v->span.length > s->text.n - v->span.offset ||
            bm_utf8_check(v->quote.p, v->quote.n) != v->quote.n || !v->ruling->says[0].n)
            __builtin_trap();
    }
}

static void read(struct fuzz *f, const struct bm_copydesk *by, const struct bm_article *const *v,
                 size_t n)
{
    struct bm_findings found = {.arena = f->arena}, alone = {.arena = f->arena};
    const struct bm_edition edition = {.file = BM_NO_FILE, .date = BM_STR("2026-05-14")};
    const struct bm_copydesk_input input = {&f->sources, NULL, &edition, v, n};
    bm_copydesk_edition(by, &input, &found, &f->diags);
    bm_copydesk_article(by, NULL, v[0], 0, &alone);
    look(f, &found);
    look(f, &alone);
}

/* A list of the house or rules; NULL: it is wrong. */
static struct bm_copydesk *with_list(struct fuzz *f, unsigned which, uint32_t file)
{
    struct bm_copydesk_files files = project;
    uint32_t *const lists[] = {&files.rules,   &files.slips,  &files.variants,
                               &files.levels,  &files.people, &files.usage,
                               &files.phrases, &files.taboo,  &files.paper};
    *lists[which % BM_COUNT(lists)] = file;
    return bm_copydesk_open(f->arena, &f->sources, &files, NULL, &f->diags);
}

TARGET(copydesk)
{
    static const char parting[] = "\n====\n";
    struct fuzz f;
    const struct bm_article *articles[2];
    struct bm_copydesk *own = NULL;
    uint32_t file;
    bool read_all = true;
    open_once();
    fuzz_begin(&f, &kept);
    const unsigned which = fuzz_choice(&data, &size, 12);
    struct bm_str text = {(const char *)data, size}, first = {0};
    for (size_t i = 0; i + sizeof parting - 1 <= text.n && !first.n; i++)
        if (memcmp(text.p + i, parting, sizeof parting - 1) == 0) {
            first = (struct bm_str){text.p, i + 1};
            text = (struct bm_str){text.p + i + 6, text.n - i - 6};
        }
    if (which < 9) {
        read_all =
            fuzz_text(&f, BM_STR("list.yaml"), first, &file) && (own = with_list(&f, which, file));
        first.n = 0;
    }
    size_t n = 0;
    for (int i = first.n ? 0 : 1; i < 2 && read_all; i++)
        if (fuzz_text(&f, BM_STR("a.md"), i ? text : first, &file) &&
            (articles[n] = bm_article_read(f.arena, &f.sources, file, NULL, 0, &f.diags)))
            n++;
    if (n)
        read(&f, own ? own : desk, articles, n);
    bm_copydesk_close(own);
    fuzz_end(&f, n || f.diags.n);
    return 0;
}

/* The desk is opened, and reads. */
#include "copydesk/parts.h"

struct bm_copydesk *bm_copydesk_open(struct bm_arena *arena, const struct bm_sources *sources,
                                     const struct bm_copydesk_files *files,
                                     const struct bm_yaml *levels, struct bm_diags *diags)
{
    struct bm_copydesk *desk = BM_NEW(arena, struct bm_copydesk);
    struct reader reader = {arena, sources, diags, desk};
    bool fine = rules_read(&reader, files->rules);
    fine &= levels_read(&reader, levels);
    fine &= house_read(&reader, files);
    if (fine)
        return desk;
    bm_copydesk_close(desk);
    return NULL;
}

void bm_copydesk_close(struct bm_copydesk *desk)
{
    for (size_t i = 0; desk && i < desk->rule_count; i++)
        pattern_free(desk->rules[i].pattern);
}

static void work_begin(struct work *work, const struct bm_copydesk *desk,
                       const struct bm_lexicon *lexicon, struct bm_findings *findings)
{
    *work = (struct work){.desk = desk,
                          .lexicon = lexicon && lexicon->words ? lexicon : NULL,
                          .arena = findings->arena,
                          .scratch = bm_arena_new(),
                          .out = findings};
    work->counts = BM_NEW_N(work->scratch, desk->rule_count, uint32_t);
}

static void work_end(struct work *work)
{
    for (size_t i = 0; i < work->own_count; i++)
        pattern_free(work->own[i].pattern);
    bm_arena_drop(work->scratch);
}

void bm_copydesk_article(const struct bm_copydesk *desk, const struct bm_lexicon *lexicon,
                         const struct bm_article *article, uint32_t index,
                         struct bm_findings *findings)
{
    struct work work;
    work_begin(&work, desk, lexicon, findings);
    lines_of(work.scratch, article, index, &work.lines);
    forms_read(&work, 0, work.lines.n);
    found_end(&work, NULL);
    work_end(&work);
}

void bm_copydesk_edition(const struct bm_copydesk *desk, const struct bm_copydesk_input *input,
                         struct bm_findings *findings, struct bm_diags *diags)
{
    static const struct bm_edition none = {.file = BM_NO_FILE};
    struct work work;
    work_begin(&work, desk, input->lexicon, findings);
    work.sources = input->sources;
    work.edition = input->edition ? input->edition : &none;
    work.articles = input->articles;
    work.article_count = input->article_count;
    work.date = date_number(work.edition->date);
    for (size_t i = 0; i < work.article_count; i++) {
        const size_t from = work.lines.n;
        memset(work.counts, 0, desk->rule_count * sizeof *work.counts);
        lines_of(work.scratch, work.articles[i], (uint32_t)i, &work.lines);
        forms_read(&work, from, work.lines.n);
    }
    for (uint32_t i = 0; i < desk->rule_count; i++) {
        const struct rule *rule = &desk->rules[i];
        work.counts[i] = 0;
        if (rule->level != LEVEL_OFF && rule->function && rule->function->all)
            rule->function->all(&work, i);
    }
    found_end(&work, diags);
    work_end(&work);
}

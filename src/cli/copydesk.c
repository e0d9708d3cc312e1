/* The copy desk reads an edition; check --rules lists its rules. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/load.h"

#include "base/labels.h"
#include "page/places.h"

static uint32_t ledger_of(const struct bm_pages *pages, const struct bm_finding *f)
{
    for (uint32_t i = 0; i < pages->article_count; i++)
        if (pages->articles[i].file == f->span.file && f->article != UINT32_MAX)
            return i;
    return UINT32_MAX;
}

/* Findings as marks, behind those that preflight has left. */
static void hang(struct bm_pages *pages, const struct bm_findings *found)
{
    const size_t before = pages->finding_count;
    struct bm_mark *v = BM_NEW_N(pages->arena, before + found->n, struct bm_mark);
    if (before)
        memcpy(v, pages->findings, before * sizeof *v);
    for (size_t i = 0; i < found->n; i++)
        v[before + i] = (struct bm_mark){.kind = BM_MARK_FINDING,
                                         .article = ledger_of(pages, &found->v[i]),
                                         .span = found->v[i].span,
                                         .about = found->v[i].quote,
                                         .ruling = found->v[i].ruling,
                                         .level = found->v[i].level};
    bm_pages_place(pages, v + before, found->n, pages->arena);
    pages->findings = v;
    pages->finding_count = before + found->n;
}

void bm_copydesk_pages(struct bm_session *session)
{
    const struct bm_inputs *inputs = &session->inputs;
    struct bm_findings found = {.arena = session->pages->arena};
    if (!bm_read_copydesk(session))
        return;
    const struct bm_copydesk_input input = {.sources = &session->sources,
                                            .lexicon = inputs->phrases.lexicon,
                                            .edition = inputs->edition,
                                            .articles =
                                                (const struct bm_article *const *)inputs->articles,
                                            .article_count = inputs->article_count};
    bm_copydesk_edition(session->desk, &input, &found, &session->diags);
    hang(session->pages, &found);
}

static void put_example(struct bm_buf *out, const char *label, struct bm_str text)
{
    size_t from = 0;
    if (!text.n)
        return;
    bm_buf_c(out, label);
    while (from < text.n) {
        const char *end = memchr(text.p + from, '\n', text.n - from);
        const size_t to = end ? (size_t)(end - text.p) : text.n;
        bm_buf_c(out, from ? "      " : "");
        bm_buf_str(out, (struct bm_str){text.p + from, to - from});
        bm_buf_char(out, '\n');
        from = to + 1;
    }
}

/* A rule's sentence, with … for what it would be about. */
static void put_says(struct bm_buf *out, struct bm_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const bool slot = s.n - i > 2 && s.p[i] == '{' && s.p[i + 2] == '}';
        if (slot)
            bm_buf_c(out, "…");
        else
            bm_buf_char(out, s.p[i]);
        i += slot ? 2 : 0;
    }
}

void bm_list_rules(struct bm_session *session)
{
    const enum bm_lang lang = (enum bm_lang)session->args.lang;
    struct bm_buf b = {0};
    if (session->args.input && !bm_read_edition(session, &session->inputs))
        return;
    if (!bm_read_copydesk(session))
        return;
    for (size_t i = 0; i < bm_copydesk_rule_count(session->desk); i++) {
        const struct bm_copydesk_rule r = bm_copydesk_rule_at(session->desk, i);
        bm_buf_str(&b, r.id);
        bm_buf_printf(&b, "  %s\n    ",
                      r.level < 0 ? BM_LABEL(RULE_OFF, lang)
                                  : bm_level_name((enum bm_level)r.level, lang));
        put_says(&b, r.says[lang]);
        bm_buf_c(&b, BM_LABEL(RULE_SOURCE, lang));
        bm_buf_str(&b, r.source);
        bm_buf_char(&b, '\n');
        put_example(&b, BM_LABEL(RULE_WRONG, lang), r.wrong);
        put_example(&b, BM_LABEL(RULE_RIGHT, lang), r.right);
    }
    bm_print(session, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* verify: a PDF against the edition. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/module.h"
#include "cli/places.h"
#include "cli/reader.h"

#include "base/file.h"
#include "base/labels.h"
#include "verify/verify.h"

struct module {
    void (*verify)(struct bm_arena *arena, const struct bm_verify_input *input,
                   struct bm_verified *verified);
    void (*words)(struct bm_arena *arena, const struct bm_verify_input *input,
                  const struct bm_verify_word *words, size_t n, struct bm_verified *verified);
    void (*evidence)(const struct bm_verify_input *input, const struct bm_verified *verified,
                     const char *version, struct bm_buf *out);
};

static bool open_module(struct bm_session *session, struct module *module)
{
    const struct bm_module_function functions[] = {{"bm_verify", &module->verify},
                                                   {"bm_verify_words", &module->words},
                                                   {"bm_verify_evidence", &module->evidence}};
    return bm_module_open(session, "banmian-verify.so", functions, BM_COUNT(functions));
}

static const enum bm_message messages[BM_DIFFERENCE_KINDS] = {
    [BM_DIFFERENCE_MISSING] = BM_MSG_PDF_MISSING, [BM_DIFFERENCE_ADDED] = BM_MSG_PDF_ADDED,
    [BM_DIFFERENCE_CHANGED] = BM_MSG_PDF_CHANGED, [BM_DIFFERENCE_TEXT] = BM_MSG_PDF_TEXT,
    [BM_DIFFERENCE_INK] = BM_MSG_PDF_INK,         [BM_DIFFERENCE_MOVED] = BM_MSG_PDF_MOVED,
    [BM_DIFFERENCE_ORDER] = BM_MSG_PDF_ORDER,     [BM_DIFFERENCE_TREE] = BM_MSG_PDF_TREE,
    [BM_DIFFERENCE_HIDDEN] = BM_MSG_PDF_HIDDEN,   [BM_DIFFERENCE_COLOUR] = BM_MSG_PDF_COLOUR,
    [BM_DIFFERENCE_DRAWING] = BM_MSG_PDF_DRAWING, [BM_DIFFERENCE_PAGE] = BM_MSG_PDF_PAGE,
    [BM_DIFFERENCE_SOURCE] = BM_MSG_PDF_SOURCE,   [BM_DIFFERENCE_ACTION] = BM_MSG_PDF_ACTION,
};

/* Where the kind alone does not say it. */
static const enum bm_message abouts[BM_ABOUTS] = {
    [BM_ABOUT_ANNOTATION] = BM_MSG_PDF_ANNOTATION,
    [BM_ABOUT_SPACE] = BM_MSG_PDF_SPACE,
    [BM_ABOUT_PICTURE] = BM_MSG_PDF_PICTURE,
    [BM_ABOUT_MARKS] = BM_MSG_PDF_MARKS,
    [BM_ABOUT_ROLES] = BM_MSG_PDF_ROLES,
    [BM_ABOUT_ACTION] = BM_MSG_PDF_ACTION,
    [BM_ABOUT_LINK] = BM_MSG_PDF_LINK,
    [BM_ABOUT_PAGE_MISSING] = BM_MSG_PDF_PAGE_MISSING,
    [BM_ABOUT_PAGE_ADDED] = BM_MSG_PDF_PAGE_ADDED,
    [BM_ABOUT_PAGE_SIZE] = BM_MSG_PDF_PAGE,
    [BM_ABOUT_PAGE_CUT] = BM_MSG_PDF_PAGE_CUT,
};

/* Where on the page a difference begins: "12.5, 80". */
static struct bm_str place(struct bm_session *session, const struct bm_rect *r)
{
    struct bm_buf b = {0};
    bm_buf_mm(&b, r->x);
    bm_buf_c(&b, ", ");
    bm_buf_mm(&b, r->y);
    return bm_buf_keep(&b, session->arena);
}

static void say(struct bm_session *session, const struct bm_verified *v)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct bm_difference *d = &v->v[i];
        const enum bm_message message = d->about ? abouts[d->about] : messages[d->kind];
        if (bm_diags_full(&session->diags, message))
            bm_diag0(&session->diags, message, d->span);
        else
            bm_diag(&session->diags, message, d->span, d->wanted, d->found,
                    bm_diag_number(&session->diags, d->page), place(session, &d->rect));
    }
}

/* The characters of all manuscripts. */
static void add_texts(struct bm_session *session, struct bm_verify_input *input)
{
    const struct bm_inputs *inputs = &session->inputs;
    struct bm_verify_text *texts =
        bm_arena_array(session->arena, inputs->article_count, sizeof *texts);
    for (size_t i = 0; i < inputs->article_count; i++) {
        struct bm_buf b = {0};
        bm_article_plain(inputs->articles[i], &b);
        texts[i] =
            (struct bm_verify_text){inputs->articles[i]->file, bm_buf_keep(&b, session->arena)};
    }
    input->texts = texts;
    input->text_count = inputs->article_count;
}

/* What another program reads in the file of another program. */
static bool compare_words(struct bm_session *session, const struct module *module,
                          const struct bm_verify_input *input, struct bm_verified *verified)
{
    size_t n;
    struct bm_verify_word *words;
    if (!bm_read_pdf_words(session, session->args.pdf, &words, &n))
        return false;
    module->words(session->arena, input, words, n, verified);
    bm_diag0(&session->diags, BM_MSG_PDF_FOREIGN, bm_span_none());
    return true;
}

static bool compare(struct bm_session *session, const struct module *module,
                    const struct bm_verify_input *input, struct bm_verified *verified)
{
    bm_stage_begin(session, BM_STAGE_VERIFY);
    module->verify(session->arena, input, verified);
    bool fine = !verified->unreadable ||
                bm_diag(&session->diags, BM_MSG_PDF_UNREADABLE, bm_span_none(),
                        bm_str_c(session->args.pdf), bm_str_c(verified->unreadable));
    fine = fine && (!verified->foreign || compare_words(session, module, input, verified));
    bm_stage_end(session, BM_STAGE_VERIFY);
    return fine;
}

/* The place of the evidence, which is written over neither the PDF nor the edition. */
static const char *evidence_path(struct bm_session *session)
{
    const struct bm_str name = session->inputs.edition->name;
    struct bm_paths paths = {0};
    const char *path = session->args.output
                           ? session->args.output
                           : bm_format(session, "%.*s-verify.ndjson", (int)name.n, name.p);
    bm_path_add(session, &session->read, session->args.pdf);
    bm_path_add(session, &paths, path);
    return bm_places_check(session, &paths) ? path : NULL;
}

/* Differences in more places than this, without a plan that is held: the pages were divided
 * otherwise, and what counts is the text. */
#define PLACES 20

/* Of an article that differs: the first place where its own text does, else the first where the PDF
 * has more, which may be what stands beside it on the page; NULL: none. */
static const struct bm_difference *first_of(const struct bm_verified *v, size_t article)
{
    const struct bm_difference *added = NULL;
    for (size_t i = 0; i < v->n; i++) {
        const struct bm_difference *d = &v->v[i];
        if (d->article != article || d->kind == BM_DIFFERENCE_ORDER)
            continue;
        if (d->kind != BM_DIFFERENCE_ADDED)
            return d;
        added = added ? added : d;
    }
    return added;
}

/* What of the articles' text alone is the same, when another program can read it. */
static void say_articles(struct bm_session *session, const struct module *module,
                         const struct bm_verify_input *input)
{
    const struct bm_pages *pages = input->pages;
    const size_t said = session->diags.n;
    struct bm_verified text = {0};
    struct bm_verify_word *words;
    struct bm_buf same = {0};
    size_t n;
    if (!bm_read_pdf_words(session, session->args.pdf, &words, &n)) {
        bm_diags_cut(&session->diags, said);
        return;
    }
    module->words(session->arena, input, words, n, &text);
    for (size_t i = 0; i < pages->article_count && !text.cut; i++) {
        const struct bm_str name = pages->articles[i].name;
        const struct bm_difference *d = first_of(&text, i);
        if (d) {
            bm_diag(&session->diags,
                    d->kind == BM_DIFFERENCE_ADDED ? BM_MSG_PDF_ARTICLE_MORE : BM_MSG_PDF_ARTICLE,
                    d->span, name, d->wanted, d->found);
            continue;
        }
        bm_buf_c(&same, same.n ? ", " : "");
        bm_buf_str(&same, name);
    }
    if (same.n)
        bm_diag(&session->diags, BM_MSG_PDF_ARTICLES_SAME, bm_span_none(), bm_buf_view(&same));
    bm_buf_free(&same);
}

static void say_divided(struct bm_session *session, const struct module *module,
                        const struct bm_verify_input *input, const struct bm_verified *verified)
{
    if (verified->foreign || verified->n <= PLACES || !input->pages->plan || input->pages->held.n)
        return;
    bm_diag0(&session->diags, BM_MSG_PDF_DIVIDED, bm_span_none());
    say_articles(session, module, input);
}

static void verify(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    struct bm_verify_input input = {
        .pages = session->pages, .first = args->first_page, .last = args->last_page};
    struct bm_verified verified;
    struct module module;
    struct bm_buf evidence = {0};
    const char *path = evidence_path(session);
    if (!path ||
        !bm_file_read_kind(session->arena, args->pdf, BM_FILE_PDF, bm_span_none(), &session->diags,
                           &input.pdf) ||
        !open_module(session, &module))
        return;
    add_texts(session, &input);
    if (!compare(session, &module, &input, &verified))
        return;
    say_divided(session, &module, &input, &verified);
    say(session, &verified);
    if (verified.pictures)
        bm_tell(session, BM_LABEL(PICTURES_NOT_COMPARED, args->lang));
    module.evidence(&input, &verified, BM_VERSION, &evidence);
    bm_finish_outputs(session, bm_put_output(session, path, &evidence));
    bm_buf_free(&evidence);
    if (!verified.n)
        bm_tell(session, BM_LABEL(VERIFIED, args->lang));
}

void bm_run_verify(struct bm_session *session)
{
    if (session->args.signoff) {
        bm_prove_signoff(session);
        return;
    }
    /* Pages that are not fit to print may have been printed all the same. */
    if (bm_set_edition(session) && bm_may_write(session, false))
        verify(session);
    bm_write_report(session);
}

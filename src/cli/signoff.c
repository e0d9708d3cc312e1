/* verify --signoff: what was signed, proved again. The desk's log is whole; every file is the one
 * that was signed; and they make the print file that was signed. */
#include "base/digest.h"
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/load.h"
#include "cli/module.h"
#include "cli/sums.h"
#include "desk/desk.h"

#include <errno.h>
#include <unistd.h>

#define PLANS_MOST 10 /* as --plan has it */

struct module {
    struct bm_desk *(*open)(struct bm_arena *arena, const char *path, bool write, const char **why);
    void (*close)(struct bm_desk *desk);
    bool (*last)(struct bm_desk *desk, struct bm_arena *arena, struct bm_desk_signed *out);
    bool (*check)(struct bm_desk *desk, struct bm_log_fault *fault);
};

static bool open_module(struct bm_session *session, struct module *module)
{
    const struct bm_module_function functions[] = {{"bm_desk_open", &module->open},
                                                   {"bm_desk_close", &module->close},
                                                   {"bm_desk_last_signed", &module->last},
                                                   {"bm_desk_check", &module->check}};
    return bm_module_open(session, "banmian-desk.so", functions, BM_COUNT(functions));
}

/* The first event that is not what it was. */
static bool say_fault(struct bm_session *session, const struct bm_log_fault *fault)
{
    static const enum bm_message messages[] = {
        [BM_LOG_CHANGED] = BM_MSG_LOG_CHANGED, [BM_LOG_REMOVED] = BM_MSG_LOG_REMOVED,
        [BM_LOG_MOVED] = BM_MSG_LOG_MOVED,     [BM_LOG_CUT] = BM_MSG_LOG_CUT,
        [BM_LOG_BLOB] = BM_MSG_LOG_TEXT,       [BM_LOG_LACKS] = BM_MSG_LOG_LACKS,
    };
    struct bm_diags *diags = &session->diags;
    const struct bm_str about = fault->kind >= BM_LOG_BLOB  ? bm_str_c(fault->sha)
                                : fault->kind == BM_LOG_CUT ? bm_diag_number(diags, fault->count)
                                                            : bm_diag_number(diags, fault->id);
    return bm_diag(diags, messages[fault->kind], bm_span_none(), about);
}

/* The folder of the edition, which may be named by its edition.yaml. */
static const char *folder_of(struct bm_session *session)
{
    const char *input = session->args.input, *slash = strrchr(input, '/');
    if (bm_load_is_folder(input))
        return input;
    return slash ? bm_format(session, "%.*s", (int)(slash - input), input) : ".";
}

/* The last sign-off of a log that is whole. */
static bool read_log(struct bm_session *session, struct bm_desk_signed *out)
{
    const char *path = bm_format(session, "%s/.banmian/desk.db", folder_of(session)), *why = NULL;
    struct bm_log_fault fault;
    struct module module;
    if (access(path, R_OK) != 0)
        return bm_diag(&session->diags, BM_MSG_SIGNOFF_NO_LOG, bm_span_none(), bm_str_c(path),
                       bm_str_c(strerror(errno)));
    if (!open_module(session, &module))
        return false;
    struct bm_desk *desk = module.open(session->arena, path, false, &why);
    if (!desk)
        return bm_diag(&session->diags, BM_MSG_SIGNOFF_NO_LOG, bm_span_none(), bm_str_c(path),
                       bm_str_c(why));
    bool fine = module.check(desk, &fault) || say_fault(session, &fault);
    fine = fine && (module.last(desk, session->arena, out) ||
                    bm_diag0(&session->diags, BM_MSG_SIGNOFF_NONE, bm_span_none()));
    module.close(desk);
    return fine;
}

static const struct bm_yaml *read_json(struct bm_session *session, const char *name,
                                       struct bm_str text)
{
    const uint32_t file = bm_sources_add(&session->sources, bm_str_c(name), bm_str_c(name), text);
    return bm_yaml_read(session->arena, &session->sources, file, 0, (uint32_t)text.n,
                        &session->diags);
}

static struct bm_str value(const struct bm_yaml *map, const char *key)
{
    const struct bm_yaml *v = bm_yaml_get(map, key);
    return v && v->kind == BM_YAML_SCALAR ? v->text : (struct bm_str){NULL, 0};
}

static bool count(struct bm_session *session, const struct bm_yaml *map, const char *key,
                  unsigned most, unsigned *out)
{
    const struct bm_yaml *v = bm_yaml_get(map, key);
    int64_t n = 0;
    const bool fine = !v || bm_yaml_int(v, 0, most, &n, &session->diags);
    *out = (unsigned)n;
    return fine;
}

/* The options that it was pressed with. */
static bool take_options(struct bm_session *session, const struct bm_yaml *sums)
{
    static const char *const profiles[] = {"x4", "x1a", "plain"};
    const struct bm_str layout = value(sums, "layout"), profile = value(sums, "profile");
    struct bm_args *args = &session->args;
    args->layout = bm_format(session, "%.*s", (int)layout.n, layout.p);
    args->profile = 0;
    while (args->profile + 1 < BM_COUNT(profiles) && !bm_str_is(profile, profiles[args->profile]))
        args->profile++;
    args->marks = bm_str_is(value(sums, "marks"), "true");
    args->replan = bm_str_is(value(sums, "replan"), "true");
    return count(session, sums, "plan", PLANS_MOST, &args->plan) &&
           count(session, sums, "budget", BM_STEPS_MOST, &args->budget) &&
           count(session, sums, "first", 9999, &args->first_page) &&
           count(session, sums, "last", 9999, &args->last_page);
}

/* Whether an input is what it was; else says so. */
static bool same_input(struct bm_session *session, const struct bm_sum_places *places,
                       const struct bm_yaml *input)
{
    const struct bm_str name = value(input, "name"), was = value(input, "sha256");
    const char *path = bm_sum_path(session, places, value(input, "kind"), name);
    char is[65];
    const bool there = path && access(path, F_OK) == 0 && bm_sum_file(path, is);
    if (bm_str_is(was, "-"))
        return !there || bm_diag(&session->diags, BM_MSG_SIGNOFF_MORE, bm_span_none(), name);
    if (!there)
        return bm_diag(&session->diags, BM_MSG_SIGNOFF_GONE, bm_span_none(), name);
    return bm_str_is(was, is) ||
           bm_diag(&session->diags, BM_MSG_SIGNOFF_INPUT, bm_span_none(), name, was, bm_str_c(is));
}

/* Where the files are is known before the edition is read, which what has changed may forbid. */
static bool same_inputs(struct bm_session *session, const struct bm_yaml *inputs)
{
    bool same = true;
    if (!bm_find_data(session))
        return false;
    const size_t said = session->diags.n;
    bm_read_fonts(session);
    bm_diags_cut(&session->diags, said);
    struct bm_sum_places places = bm_sum_places(session);
    places.folder = folder_of(session);
    for (size_t i = 0; i < inputs->n; i++)
        same &= same_input(session, &places, inputs->values[i]);
    bm_fonts_close(session->fonts);
    session->fonts = NULL;
    return same;
}

/* What is used now and was not signed. */
static bool none_more(struct bm_session *session, const struct bm_yaml *then,
                      const struct bm_yaml *now)
{
    bool none = true;
    for (size_t i = 0; i < now->n; i++) {
        const struct bm_str kind = value(now->values[i], "kind"),
                            name = value(now->values[i], "name");
        bool found = bm_str_is(value(now->values[i], "sha256"), "-");
        for (size_t k = 0; k < then->n && !found; k++)
            found = bm_str_eq(value(then->values[k], "kind"), kind) &&
                    bm_str_eq(value(then->values[k], "name"), name);
        none &= found || bm_diag(&session->diags, BM_MSG_SIGNOFF_MORE, bm_span_none(), name);
    }
    return none;
}

/* Presses again. */
static bool same_print(struct bm_session *session, const struct bm_desk_signed *sign,
                       const struct bm_yaml *then)
{
    struct bm_buf pdf = {0}, sums = {0};
    const struct bm_str was = value(bm_yaml_get(then, "pdf"), "sha256");
    char is[65];
    const size_t said = session->diags.n;
    bool fine = bm_make_pdf(session, bm_profile_asked(session), &pdf) &&
                bm_sums_write(session, bm_buf_view(&pdf), &sums);
    if (fine) {
        bm_diags_cut(&session->diags, said); /* whoever signed knew it */
        const struct bm_yaml *now =
            bm_yaml_get(read_json(session, "sums", bm_buf_view(&sums)), "inputs");
        const struct bm_yaml *signed_ = bm_yaml_get(then, "inputs");
        fine = now && none_more(session, signed_, now);
        bm_sha256_of(bm_buf_view(&pdf), is);
        if (fine && !bm_str_is(was, is))
            fine = bm_diag(&session->diags, BM_MSG_SIGNOFF_PDF, bm_span_none(), bm_str_c(is), was);
        if (fine)
            bm_diag(&session->diags, BM_MSG_SIGNOFF_HOLDS, bm_span_none(), sign->who,
                    bm_diag_number(&session->diags, (int64_t)signed_->n), was,
                    bm_str_c(sign->hash));
    }
    bm_buf_free(&pdf);
    bm_buf_free(&sums);
    return fine;
}

void bm_prove_signoff(struct bm_session *session)
{
    struct bm_desk_signed sign;
    if (!read_log(session, &sign))
        return;
    const struct bm_yaml *sums = read_json(session, "desk.db", sign.sums);
    const struct bm_yaml *inputs = bm_yaml_get(sums, "inputs");
    if (!inputs || inputs->kind != BM_YAML_LIST || !take_options(session, sums)) {
        bm_diag0(&session->diags, BM_MSG_SIGNOFF_NONE, bm_span_none());
        return;
    }
    const struct bm_str program = value(sums, "program");
    if (!bm_str_is(program, BM_VERSION))
        bm_diag(&session->diags, BM_MSG_SIGNOFF_PROGRAM, bm_span_none(), program,
                BM_STR(BM_VERSION));
    if (same_inputs(session, inputs))
        same_print(session, &sign, sums);
    bm_write_report(session);
}

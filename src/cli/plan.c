/* plan: the section of plan.lock, printed, or written in the place of the old one. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/lock.h"
#include "cli/places.h"

#include "base/labels.h"
#include "report/lock.h"

/* Where the section stands in the old text: whole lines. False: it does not begin one. */
static bool find_section(const struct bm_lock *lock, struct bm_str text, size_t *from, size_t *to)
{
    const struct bm_span *key = &lock->key->span, *value = &lock->section.map->span;
    const char quote = key->offset ? text.p[key->offset - 1] : '\n';
    *from = key->offset - (quote == '"' || quote == '\'');
    *to = value->offset + value->length;
    while (*to < text.n && text.p[*to - 1] != '\n')
        ++*to;
    return !*from || text.p[*from - 1] == '\n' || (*from == 3 && (uint8_t)text.p[0] == 0xEF);
}

/* The old file with the section in it. False: that cannot be, which is said. */
static bool put_file(struct bm_session *session, struct bm_str section, struct bm_buf *out)
{
    const struct bm_lock *lock = session->lock;
    struct bm_str text = lock->there ? session->sources.v[lock->file].text : (struct bm_str){0};
    size_t from = text.n, to = text.n;
    const bool lines = !lock->key || find_section(lock, text, &from, &to);
    if (!lock->there) {
        bm_buf_c(out, BM_LABEL(LOCK_HEAD, BM_LANG_ZH));
        bm_buf_c(out, BM_LABEL(LOCK_HEAD, BM_LANG_EN));
    }
    bm_buf_str(out, (struct bm_str){text.p, from});
    if (from && text.p[from - 1] != '\n')
        bm_buf_char(out, '\n');
    bm_buf_str(out, section);
    bm_buf_str(out, (struct bm_str){text.p + to, text.n - to});
    /* What was put together is read as it will be: the others, and this one. */
    struct bm_diags said = {.arena = session->arena};
    const uint32_t file = bm_sources_add(&session->sources, BM_STR(BM_LOCK_NAME),
                                         BM_STR(BM_LOCK_NAME), bm_buf_view(out));
    const struct bm_yaml *map =
        bm_yaml_read(session->arena, &session->sources, file, 0, (uint32_t)out->n, &said);
    const struct bm_span place = {lock->there ? lock->file : BM_NO_FILE, 0, 0};
    const size_t sections = lock->there ? lock->map->n + !lock->key : 1;
    return (lines && map && map->kind == BM_YAML_MAP && map->n == sections) ||
           bm_diag0(&session->diags, BM_MSG_PLAN_IN_BRACES, place);
}

static bool put_section(struct bm_session *session, struct bm_buf *out)
{
    const struct bm_lock *lock = session->lock;
    const struct bm_pages *pages = session->pages;
    bool *locked = BM_NEW_N(session->arena, pages->page_count + 1, bool);
    struct bm_lock_section s = {.layout = session->inputs.layout->name, .file = BM_NO_FILE};
    for (size_t i = 0; i < BM_COUNT(s.sums); i++)
        s.sums[i] = lock->sums[i];
    if (lock->locked[BM_HOLD_LARGEST]) {
        for (size_t i = 0; i < pages->page_count; i++)
            locked[i] = bm_held_page_locked(&lock->section, (uint32_t)i + 1);
        s.locked = locked;
        s.file = lock->file;
        s.pages = lock->section.pages->span;
    }
    return bm_report_lock(pages->sources, pages->plan, &s, out) ||
           bm_diag0(&session->diags, BM_MSG_PLAN_NOTHING, bm_span_none());
}

/* Of the file that is written: when it is there it is an input too. */
static bool check_places(struct bm_session *session)
{
    struct bm_paths paths = {0};
    if (session->args.write && !session->lock->there)
        bm_path_add(session, &paths, session->lock->path);
    return bm_places_check(session, &paths);
}

void bm_run_plan(struct bm_session *session)
{
    struct bm_buf section = {0}, file = {0};
    /* An article that is on no page would be on none as long as the plan is held. */
    if (bm_set_edition(session) && !session->diags.counts[BM_MSG_NOT_PLACED] &&
        check_places(session) && put_section(session, &section) &&
        bm_may_write(session, session->args.strict)) {
        if (!session->args.write)
            bm_print(session, bm_buf_view(&section));
        else if (put_file(session, bm_buf_view(&section), &file))
            bm_finish_outputs(session, bm_put_output(session, session->lock->path, &file));
    }
    bm_buf_free(&section);
    bm_buf_free(&file);
    bm_write_report(session);
}

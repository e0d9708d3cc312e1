/* The pages of the real edition as text: what moves shows as a changed line. BANMIAN_GOLDEN=write
 * rewrites the goldens; read the diff before it is committed. */
#include "unit.h"

#include "base/file.h"
#include "cli/edition.h"
#include "ink_rules.h"
#include "makeup/makeup.h"
#include "page/trace.h"

#include <stdio.h>
#include <stdlib.h>

static void pages_stand_as_in_the_golden(const char *edition, const char *layout)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_session session = {.arena = arena};
    session.sources.arena = session.diags.arena = arena;
    session.data = BM_SOURCE_DIR;
    char input[512];
    snprintf(input, sizeof input, "%s/content/%s", BM_SOURCE_DIR, edition);
    session.args.input = input;
    session.args.layout = layout;
    assert_true(bm_set_edition(&session));
    assert_int_equal(bm_diags_exit(&session.diags, true), BM_EXIT_DONE);
    struct bm_buf trace = {0};
    for (size_t i = 0; i < session.pages->page_count; i++)
        bm_page_trace(session.pages, &session.pages->pages[i], &trace);
    size_t faults;
    const struct bm_mark *fault = ink_faults(session.pages, arena, &faults);
    if (faults)
        fail_msg("page %u: %s", fault->page, bm_diag_code(fault->finding->message));
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/%s.%s.txt", BM_SOURCE_DIR, edition, layout);
    const char *mode = getenv("BANMIAN_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        assert_true(bm_file_write(path, bm_buf_view(&trace), &session.diags));
    struct bm_str want;
    assert_true(bm_file_read(arena, path, bm_span_none(), &session.diags, &want));
    size_t at = 0, line = 1;
    while (at < want.n && at < trace.n && want.p[at] == trace.p[at])
        line += want.p[at++] == '\n';
    if (at < want.n || at < trace.n)
        fail_msg("%s: line %zu differs; run with BANMIAN_GOLDEN=write and read the diff", path,
                 line);
    bm_buf_free(&trace);
    bm_pages_drop(session.pages);
    bm_fonts_close(session.fonts);
    bm_arena_drop(arena);
}

static void tabloid(void **state)
{
    (void)state;
    pages_stand_as_in_the_golden("2026-lianghui", "tabloid");
}

static void broadsheet(void **state)
{
    (void)state;
    pages_stand_as_in_the_golden("2026-lianghui", "broadsheet");
}

static void work_report(void **state)
{
    (void)state;
    pages_stand_as_in_the_golden("2025-work-report", "tabloid");
}

static void work_report_broadsheet(void **state)
{
    (void)state;
    pages_stand_as_in_the_golden("2025-work-report", "broadsheet-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tabloid),
        cmocka_unit_test(broadsheet),
        cmocka_unit_test(work_report),
        cmocka_unit_test(work_report_broadsheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The engine's law: whatever was edited, a revision is what a fresh make-up of the same bytes under
 * the same plan gives: pages, ledger, messages. Editions of content/ are copied into a folder and
 * edited there by chance, from a seed. With a number as argument so many edits are made;
 * ENGINE_EDITS does the same. */
#include "unit.h"

#include "base/listing.h"
#include "engine/engine.h"
#include "page/trace.h"
#include "report/report.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MOST 48
#define BUDGET     1000 /* of plans: the law holds for any */

static const struct setting {
    const char *edition, *layout;
    unsigned weight; /* of a hundred edits */
} settings[] = {
    {"2026-lianghui", "tabloid", 62},        {"2026-lianghui", "broadsheet", 26},
    {"2026-sample-daily", "daily", 5},       {"2025-work-report", "tabloid", 4},
    {"2025-work-report", "broadsheet-8", 3},
};

#define PATH_MOST 1200 /* bytes of a folder, a name, and what is between */

struct book {
    struct bm_arena *arena;
    const struct setting *setting;
    uint64_t random;
    char folder[512];
    struct bm_str edition; /* edition.yaml as it was */
    struct paper {
        char name[64];
        struct bm_str first, text; /* as it was, as it is */
        bool listed;
    } papers[FILES_MOST];
    size_t n;
    bool own_layout;
    unsigned title, added;
    struct bm_engine *engine;
    struct paper *last; /* that was edited */
    struct bm_str before;
    unsigned made;  /* revisions with pages */
    char what[200]; /* the last edit, for who reads a failure */
};

static uint64_t dice(struct book *b, uint64_t n)
{
    b->random = b->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (b->random >> 33) % n;
}

static void path_of(const struct book *b, const char *name, char *path)
{
    snprintf(path, PATH_MOST, "%s/%s", b->folder, name);
}

static void write_file(const struct book *b, const char *name, struct bm_str text)
{
    char path[PATH_MOST];
    path_of(b, name, path);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    fclose(f);
}

static struct bm_str read_from(struct bm_arena *arena, const char *path)
{
    struct bm_diags diags = {.arena = arena};
    struct bm_str text;
    if (!bm_file_read_kind(arena, path, BM_FILE_PICTURE, bm_span_none(), &diags, &text))
        fail_msg("cannot read %s", path);
    return text;
}

/* edition.yaml with the papers that are listed: its own lines of those that it had. */
static void write_edition(struct book *b)
{
    struct bm_buf out = {0};
    const char *p = b->edition.p, *end = p + b->edition.n;
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        const size_t n = (size_t)(stop - p) + 1;
        bool gone = false;
        for (size_t i = 0; i < b->n && n < 120; i++) {
            char line[128];
            snprintf(line, sizeof line, "%.*s", (int)n, p);
            gone =
                gone || (!b->papers[i].listed && line[2] == '-' && strstr(line, b->papers[i].name));
        }
        if (strncmp(p, "title:", 6) == 0)
            bm_buf_printf(&out, "title: 试改 %u\n", b->title);
        else if (!gone)
            bm_buf_str(&out, (struct bm_str){p, n});
        for (size_t i = 0; i < b->n && strncmp(p, "articles:", 9) == 0; i++)
            if (b->papers[i].listed && strncmp(b->papers[i].name, "new", 3) == 0)
                bm_buf_printf(&out, "  - %s\n", b->papers[i].name);
        p += n;
    }
    write_file(b, "edition.yaml", bm_buf_view(&out));
    bm_buf_free(&out);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct paper *)a)->name, ((const struct paper *)b)->name);
}

static void open_book(struct book *b, const struct setting *setting, uint64_t seed)
{
    char path[PATH_MOST];
    *b = (struct book){.arena = bm_arena_new(), .setting = setting, .random = seed};
    snprintf(b->folder, sizeof b->folder, "%s/engine-%s-%s-%d", BM_BUILD_DIR, setting->edition,
             setting->layout, (int)getpid());
    mkdir(b->folder, 0777);
    snprintf(path, sizeof path, "%s/content/%s", BM_SOURCE_DIR, setting->edition);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/content/%s/%s", BM_SOURCE_DIR, setting->edition, e->d_name);
        const struct bm_str text = read_from(b->arena, path);
        write_file(b, e->d_name, text);
        if (strcmp(e->d_name, "edition.yaml") == 0)
            b->edition = text;
        if (!strstr(e->d_name, ".md"))
            continue;
        struct paper *paper = &b->papers[b->n++];
        memcpy(paper->name, e->d_name, strnlen(e->d_name, sizeof paper->name - 1));
        paper->first = paper->text = text;
        paper->listed = true;
    }
    closedir(dir);
    qsort(b->papers, b->n, sizeof *b->papers, by_name);
    write_file(b, "gebi.png",
               read_from(b->arena, BM_SOURCE_DIR "/content/2025-work-report/gebi.png"));
    b->engine = bm_engine_open(&(struct bm_engine_options){.edition = b->folder,
                                                           .layout = setting->layout,
                                                           .data = BM_SOURCE_DIR,
                                                           .program = BM_BUILD_DIR,
                                                           .budget = BUDGET});
}

static void close_book(struct book *b)
{
    DIR *dir = opendir(b->folder);
    bm_engine_close(b->engine);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        char path[PATH_MOST];
        snprintf(path, sizeof path, "%s/%s", b->folder, e->d_name);
        unlink(path);
    }
    closedir(dir);
    rmdir(b->folder);
    bm_arena_drop(b->arena);
}

/* What a revision says: pages, report, messages. */
static void tell(const struct bm_pages *pages, const struct bm_diags *diags,
                 const struct bm_sources *sources, struct bm_buf *out)
{
    const struct bm_listing how = {BM_LANG_EN, BM_NOTE, false};
    for (size_t p = 0; pages && p < pages->page_count; p++)
        bm_page_trace(pages, &pages->pages[p], out);
    if (pages)
        bm_report_write(pages, out);
    bm_diags_list(out, diags, sources, &how);
}

/* What a process says that begins with the files as they are, under the plan; held NULL: under one
 * of its own, its pages alone. */
static void tell_fresh(const struct book *b, const struct bm_standing_plan *held, bool all,
                       struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_sources sources = {.arena = arena};
    struct bm_diags diags = {.arena = arena};
    struct bm_paths read = {0};
    struct bm_inputs in;
    struct bm_loader l = {.arena = arena,
                          .sources = &sources,
                          .diags = &diags,
                          .read = &read,
                          .input = b->folder,
                          .layout = b->setting->layout,
                          .data_set = BM_SOURCE_DIR,
                          .program = BM_BUILD_DIR};
    bool fine = bm_load_edition(&l, &in);
    fine &= bm_load_fonts(&l);
    const struct bm_template *t = fine ? in.frames : NULL;
    if (t && held)
        t = bm_makeup_held_template(arena, held, in.layout, t);
    struct bm_pages *pages = NULL;
    if (t)
        pages = bm_makeup(&(struct bm_makeup_input){.layout = in.layout,
                                                    .template_ = t,
                                                    .edition = in.edition,
                                                    .articles = in.articles,
                                                    .article_count = in.article_count,
                                                    .fonts = l.fonts,
                                                    .sources = &sources,
                                                    .phrases = &in.phrases,
                                                    .images = in.images,
                                                    .image_count = in.image_count,
                                                    .output = in.output,
                                                    .budget = BUDGET},
                          &diags);
    if (all)
        tell(pages, &diags, &sources, out);
    for (size_t p = 0; pages && p < pages->page_count && !all; p++)
        bm_page_trace(pages, &pages->pages[p], out);
    bm_pages_drop(pages);
    bm_fonts_close(l.fonts);
    bm_lexicon_close(&l.lexicon);
    bm_arena_drop(arena);
}

/* The first line in which they differ, said. */
static void fail_at(const struct book *b, unsigned edit, struct bm_str is, struct bm_str wanted)
{
    size_t i = 0, from = 0;
    while (i < is.n && i < wanted.n && is.p[i] == wanted.p[i])
        from = is.p[i++] == '\n' ? i : from;
    if (getenv("ENGINE_SHOW"))
        printf("%.*s\n----\n%.*s\n", (int)is.n, is.p, (int)wanted.n, wanted.p);
    fail_msg("%s %s, edit %u (%s): the engine has\n%.*s\na fresh run\n%.*s", b->setting->edition,
             b->setting->layout, edit, b->what, (int)(is.n - from < 300 ? is.n - from : 300),
             is.p + from, (int)(wanted.n - from < 300 ? wanted.n - from : 300), wanted.p + from);
}

static void check(struct book *b, unsigned edit)
{
    struct bm_buf is = {0}, wanted = {0};
    const struct bm_revision *r = bm_engine_set(b->engine);
    tell(r->pages, &r->diags, bm_engine_loader(b->engine)->sources, &is);
    tell_fresh(b, bm_engine_held(b->engine), true, &wanted);
    if (is.n != wanted.n || memcmp(is.p, wanted.p, is.n) != 0)
        fail_at(b, edit, bm_buf_view(&is), bm_buf_view(&wanted));
    b->made += r->pages != NULL;
    bm_buf_free(&is);
    bm_buf_free(&wanted);
}

/* A place between two characters, of the body rather than of the head. */
static size_t place_in(struct book *b, struct bm_str text)
{
    size_t from = 0, at;
    const bool body = dice(b, 8);
    for (size_t i = 4; i + 4 < text.n && body; i++)
        if (memcmp(text.p + i, "\n---", 4) == 0) {
            from = i + 4;
            break;
        }
    at = from + dice(b, text.n - from + 1);
    while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static size_t past(struct bm_str text, size_t at, size_t characters)
{
    for (; characters && at < text.n; characters--)
        bm_utf8_next(text.p, text.n, &at);
    return at;
}

static struct paper *pick(struct book *b)
{
    struct paper *p;
    do
        p = &b->papers[dice(b, b->n)];
    while (!p->listed);
    return p;
}

/* [from, end) of the paper's text gives way to another. */
static void put(struct book *b, struct paper *p, size_t from, size_t end, struct bm_str in)
{
    struct bm_buf out = {0};
    bm_buf_str(&out, (struct bm_str){p->text.p, from});
    bm_buf_str(&out, in);
    bm_buf_str(&out, (struct bm_str){p->text.p + end, p->text.n - end});
    const bool typing = dice(b, 2);
    b->last = p;
    b->before = p->text;
    if (!typing)
        bm_engine_reread(b->engine); /* what was typed before is in the files */
    p->text = bm_buf_keep(&out, b->arena);
    write_file(b, p->name, p->text);
    if (!typing || !bm_engine_replace(b->engine, p->name, p->text))
        bm_engine_reread(b->engine);
}

static const char *const typed[] = {"的", "人民", "，", "。",          "2026", "—",
                                    "“",  "GDP",  " ",  "发展",        "（",   "{{gap}}",
                                    "**", "!",    "A",  "\xef\xbc\x9f"};

static void edit_text(struct book *b)
{
    struct paper *p = pick(b), *other = pick(b);
    const size_t at = place_in(b, p->text), from = place_in(b, other->text);
    switch (dice(b, 8)) {
    case 0:
    case 1:
    case 2:
        snprintf(b->what, sizeof b->what, "typed at %zu of %s", at, p->name);
        put(b, p, at, at, bm_str_c(typed[dice(b, BM_COUNT(typed))]));
        break;
    case 3:
    case 4:
        snprintf(b->what, sizeof b->what, "deleted at %zu of %s", at, p->name);
        put(b, p, at, past(p->text, at, 1 + dice(b, 30)), BM_STR(""));
        break;
    case 5:
        snprintf(b->what, sizeof b->what, "pasted at %zu of %s", at, p->name);
        put(b, p, at, at,
            (struct bm_str){other->text.p + from,
                            past(other->text, from, 20 + dice(b, 400)) - from});
        break;
    case 6:
        snprintf(b->what, sizeof b->what, "split at %zu of %s", at, p->name);
        put(b, p, at, at, BM_STR("\n\n"));
        break;
    default:
        snprintf(b->what, sizeof b->what, "%s as it was", p->name);
        put(b, p, 0, p->text.n, p->first);
    }
}

static void add_article(struct book *b)
{
    struct paper *p = &b->papers[b->n];
    if (b->n == FILES_MOST)
        return;
    snprintf(p->name, sizeof p->name, "new-%u.md", b->added++);
    p->text = p->first =
        BM_STR("---\nkind: 通讯\ntitle: 新来的一条消息\n---\n\n本报讯　这是新来的一条"
               "消息，写得不长，可以排在别的稿件旁边。\n");
    p->listed = true;
    b->n++;
    write_file(b, p->name, p->text);
}

static void edit_structure(struct book *b)
{
    struct paper *p = pick(b);
    char path[PATH_MOST], name[64];
    path_of(b, p->name, path);
    bm_engine_reread(b->engine);
    switch (dice(b, 6)) {
    case 0:
        snprintf(b->what, sizeof b->what, "a new article");
        add_article(b);
        break;
    case 1:
        snprintf(b->what, sizeof b->what, "%s taken off the list", p->name);
        p->listed = false;
        break;
    case 2:
        snprintf(b->what, sizeof b->what, "all articles back on the list");
        for (size_t i = 0; i < b->n; i++)
            b->papers[i].listed = true;
        break;
    case 3:
        snprintf(b->what, sizeof b->what, "the layout's own");
        b->own_layout = !b->own_layout;
        snprintf(name, sizeof name, "%s.yaml", b->setting->layout);
        if (b->own_layout) {
            char text[200];
            snprintf(text, sizeof text, "base: %s\nfolio: {rule: %upt}\n", b->setting->layout,
                     1 + (unsigned)dice(b, 4));
            write_file(b, name, bm_str_c(text));
        } else {
            path_of(b, name, path);
            unlink(path);
        }
        break;
    case 4:
        snprintf(b->what, sizeof b->what, "another title");
        b->title++;
        break;
    default:
        snprintf(b->what, sizeof b->what, "%s gone", p->name);
        unlink(path);
        bm_engine_reread(b->engine);
        check(b, 0);
        write_file(b, p->name, p->text);
        snprintf(b->what, sizeof b->what, "%s back", p->name);
    }
    write_edition(b);
    bm_engine_reread(b->engine);
}

static void edit_picture(struct book *b)
{
    struct paper *p = pick(b);
    const char *at = strstr(p->text.p, "\n![");
    if (at) {
        const char *end = strchr(at + 1, '\n');
        snprintf(b->what, sizeof b->what, "a picture out of %s", p->name);
        put(b, p, (size_t)(at - p->text.p), end ? (size_t)(end - p->text.p) : p->text.n,
            BM_STR(""));
        return;
    }
    snprintf(b->what, sizeof b->what, "a picture into %s", p->name);
    put(b, p, p->text.n, p->text.n,
        dice(b, 4) ? BM_STR("\n\n![戈壁](gebi.png)\n") : BM_STR("\n\n![没有](none.png)\n"));
}

/* All as it was. */
static void begin_anew(struct book *b)
{
    snprintf(b->what, sizeof b->what, "all as it was");
    bm_engine_reread(b->engine);
    for (size_t i = 0; i < b->n; i++) {
        b->papers[i].listed = strncmp(b->papers[i].name, "new", 3) != 0;
        b->papers[i].text = b->papers[i].first;
        write_file(b, b->papers[i].name, b->papers[i].text);
    }
    write_edition(b);
    bm_engine_reread(b->engine);
}

static void edit(struct book *b, unsigned number)
{
    const uint64_t kind = dice(b, 40);
    if (kind == 0)
        edit_structure(b);
    else if (kind == 1)
        edit_picture(b);
    else
        edit_text(b);
    const unsigned made = b->made;
    check(b, number);
    if (made < b->made || !b->last)
        return;
    /* It cannot be set: whoever typed it takes it back. */
    snprintf(b->what, sizeof b->what, "%s taken back", b->last->name);
    put(b, b->last, 0, b->last->text.n, b->before);
    check(b, number);
    if (made < b->made)
        return;
    begin_anew(b);
    check(b, number);
}

/* Pages set in a plan that is held are those that were planned: the lead has its region's styles,
 * heads those that were chosen on their ladders. */
static void test_held(void **state)
{
    (void)state;
    for (size_t s = 0; s < BM_COUNT(settings); s++) {
        struct book b;
        struct bm_buf is = {0}, wanted = {0};
        open_book(&b, &settings[s], 0);
        const struct bm_revision *r = bm_engine_set(b.engine);
        assert_non_null(r->pages);
        assert_true(r->planned);
        for (size_t p = 0; p < r->pages->page_count; p++)
            bm_page_trace(r->pages, &r->pages->pages[p], &is);
        tell_fresh(&b, NULL, false, &wanted);
        snprintf(b.what, sizeof b.what, "opened");
        if (is.n != wanted.n || memcmp(is.p, wanted.p, is.n) != 0)
            fail_at(&b, 0, bm_buf_view(&is), bm_buf_view(&wanted));
        bm_buf_free(&is);
        bm_buf_free(&wanted);
        close_book(&b);
    }
}

/* What a search finds that nothing is kept for. */
static bool seek_afresh(const struct book *b, struct bm_arena *arena, struct bm_sought *out)
{
    const struct bm_inputs *in = bm_engine_inputs(b->engine);
    const struct bm_loader *l = bm_engine_loader(b->engine);
    const struct bm_makeup_input input = {.layout = in->layout,
                                          .template_ = in->frames,
                                          .edition = in->edition,
                                          .articles = in->articles,
                                          .article_count = in->article_count,
                                          .fonts = l->fonts,
                                          .sources = l->sources,
                                          .phrases = &in->phrases,
                                          .images = in->images,
                                          .image_count = in->image_count,
                                          .output = in->output};
    return bm_makeup_seek(
        &input, bm_makeup_held_template(arena, bm_engine_held(b->engine), in->layout, in->frames),
        arena, out);
}

/* A plan sought behind is what a search finds that knows nothing of earlier ones, and costs no more
 * than the one that is held; a search that nobody wants any more ends, and spoils none after it. */
static void test_seek(void **state)
{
    static const size_t which[] = {1, 3};
    size_t cheaper = 0;
    (void)state;
    for (size_t s = 0; s < BM_COUNT(which); s++) {
        struct book b;
        struct bm_progress progress = {0};
        open_book(&b, &settings[which[s]], 7);
        bm_engine_close(b.engine);
        b.engine = bm_engine_open(&(struct bm_engine_options){.edition = b.folder,
                                                              .layout = b.setting->layout,
                                                              .data = BM_SOURCE_DIR,
                                                              .program = BM_BUILD_DIR,
                                                              .progress = &progress});
        assert_non_null(bm_engine_set(b.engine)->pages);
        for (unsigned i = 0; i < 2; i++) {
            struct bm_arena *arena = bm_arena_new();
            struct bm_sought is, wanted;
            struct paper *p = pick(&b);
            /* Its last paragraphs go, so that another plan may be cheaper. */
            const char *end = memchr(p->text.p + p->text.n / 2, '\n', p->text.n / 2);
            put(&b, p, end ? (size_t)(end - p->text.p) : p->text.n, p->text.n, BM_STR("\n"));
            assert_non_null(bm_engine_set(b.engine)->pages);
            atomic_store(&progress.stop, true);
            assert_false(bm_engine_seek(b.engine, &is));
            atomic_store(&progress.stop, false);
            const bool found = bm_engine_seek(b.engine, &is);
            assert_int_equal(found, seek_afresh(&b, arena, &wanted));
            assert_int_equal(is.cost, wanted.cost);
            assert_int_equal(is.held, wanted.held);
            assert_int_equal(is.n, wanted.n);
            for (size_t k = 0; k < is.n; k++)
                assert_memory_equal(&is.moves[k].page, &wanted.moves[k].page, 5 * sizeof(uint32_t));
            assert_true(!is.held || is.cost <= is.held);
            cheaper += found;
            bm_arena_drop(arena);
        }
        close_book(&b);
    }
    assert_true(cheaper > 0);
}

static unsigned edits = 300, seed = 20;

static void test_law(void **state)
{
    (void)state;
    for (size_t s = 0; s < BM_COUNT(settings); s++) {
        struct book b;
        open_book(&b, &settings[s], seed + s);
        snprintf(b.what, sizeof b.what, "opened");
        check(&b, 0);
        for (unsigned i = 1; i <= edits * settings[s].weight / 100; i++)
            edit(&b, i);
        printf("%s %s: %u revisions have pages\n", b.setting->edition, b.setting->layout, b.made);
        close_book(&b);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_seek),
        cmocka_unit_test(test_law),
    };
    const char *more = argc > 1 ? argv[1] : getenv("ENGINE_EDITS");
    if (more)
        edits = (unsigned)strtoul(more, NULL, 10);
    if (argc > 2)
        seed = (unsigned)strtoul(argv[2], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#define _XOPEN_SOURCE 700 /* realpath() */

/* base/file and base/output: outputs appear whole or not at all. */
#include "unit.h"

#include "base/file.h"
#include "base/output.h"
#include "base/path.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct bm_arena *arena;
    struct bm_diags diags;
    char folder[32];
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->arena = bm_arena_new();
    f->diags.arena = f->arena;
    strcpy(f->folder, "/tmp/bm-file-XXXXXX");
    *state = f;
    return mkdtemp(f->folder) ? 0 : -1;
}

static size_t clear(const char *folder)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        n++;
        unlinkat(dirfd(d), e->d_name, 0);
    }
    closedir(d);
    return n;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    clear(f->folder);
    rmdir(f->folder);
    bm_arena_drop(f->arena);
    free(f);
    return 0;
}

static const char *in(struct fixture *f, const char *name)
{
    size_t a = strlen(f->folder), b = strlen(name);
    char *p = bm_arena_alloc(f->arena, a + b + 2);
    memcpy(p, f->folder, a);
    p[a] = '/';
    memcpy(p + a + 1, name, b);
    return p;
}

static void what_is_written_is_read(void **state)
{
    struct fixture *f = *state;
    struct bm_str text;
    const char *path = in(f, "a");
    assert_true(bm_file_write(path, BM_STR("第一"), &f->diags));
    assert_true(bm_file_write(path, BM_STR("版面"), &f->diags));
    assert_true(bm_file_read(f->arena, path, bm_span_none(), &f->diags, &text));
    assert_str(text, "版面");
    assert_int_equal(text.p[text.n], 0);
    assert_int_equal(f->diags.n, 0);
    assert_int_equal(clear(f->folder), 1);
}

static void nothing_is_left_behind(void **state)
{
    struct fixture *f = *state;
    struct bm_str text;
    const char *path = in(f, "a");
    assert_true(bm_file_write(path, BM_STR("old"), &f->diags));
    struct bm_outputs *outputs = bm_outputs_new();
    struct bm_output *o = bm_output_open(outputs, path, &f->diags);
    assert_non_null(o);
    assert_true(bm_output_write(o, "new", 3));
    assert_true(bm_file_read(f->arena, path, bm_span_none(), &f->diags, &text));
    assert_str(text, "old");
    bm_outputs_free(outputs);
    assert_int_equal(clear(f->folder), 1);
}

static void links_stay_links(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    assert_true(bm_file_write(in(f, "a"), BM_STR("old"), &f->diags));
    assert_int_equal(symlink("a", in(f, "l")), 0);
    assert_true(bm_file_write(in(f, "l"), BM_STR("new"), &f->diags));
    assert_int_equal(lstat(in(f, "l"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void failures_say_why(void **state)
{
    struct fixture *f = *state;
    struct bm_str text;
    assert_false(bm_file_write("/dev/full", BM_STR("x"), &f->diags));
    assert_int_equal(f->diags.v[0].message, BM_MSG_DISK_FULL);
    assert_int_equal(bm_diags_exit(&f->diags, false), BM_EXIT_AGAIN);
    f->diags.n = 0;
    assert_false(bm_file_write(in(f, "none/a"), BM_STR("x"), &f->diags));
    assert_int_equal(f->diags.v[0].message, BM_MSG_CANNOT_WRITE);
    assert_false(bm_file_write(f->folder, BM_STR("x"), &f->diags));
    assert_int_equal(f->diags.v[1].message, BM_MSG_CANNOT_WRITE);
    assert_false(bm_file_read(f->arena, f->folder, bm_span_none(), &f->diags, &text));
    assert_int_equal(f->diags.v[2].message, BM_MSG_NOT_A_FILE);
    assert_int_equal(bm_diags_exit(&f->diags, false), BM_EXIT_INPUT);
    assert_true(bm_file_write("/dev/null", BM_STR("x"), &f->diags));
    assert_int_equal(clear(f->folder), 0);
}

static bool write_all(struct fixture *f, const char *const *paths, size_t n, const char *bytes)
{
    struct bm_outputs *outputs = bm_outputs_new();
    bool good = true;
    for (size_t i = 0; i < n; i++)
        good = good && bm_output_put(outputs, paths[i], bm_str_c(bytes), &f->diags);
    good = good && bm_outputs_commit(outputs, &f->diags);
    bm_outputs_free(outputs);
    return good;
}

static void assert_holds(struct fixture *f, const char *path, const char *bytes)
{
    struct bm_str text;
    assert_true(bm_file_read(f->arena, path, bm_span_none(), &f->diags, &text));
    assert_str(text, bytes);
}

static void of_several_files_all_or_none_are_written(void **state)
{
    struct fixture *f = *state;
    const char *paths[] = {in(f, "a"), in(f, "b"), in(f, "c")};
    assert_true(write_all(f, paths, 3, "one"));
    assert_holds(f, paths[2], "one");
    assert_int_equal(clear(f->folder), 3);
    /* The last cannot be opened, the middle one not be written. */
    paths[2] = in(f, "none/c");
    assert_false(write_all(f, paths, 3, "two"));
    assert_int_equal(f->diags.n, 1);
    assert_int_equal(f->diags.v[0].message, BM_MSG_CANNOT_WRITE);
    assert_int_equal(clear(f->folder), 0);
    paths[2] = in(f, "c");
    paths[1] = "/dev/full";
    assert_false(write_all(f, paths, 3, "two"));
    assert_int_equal(f->diags.n, 2);
    assert_int_equal(f->diags.v[1].message, BM_MSG_DISK_FULL);
    assert_int_equal(clear(f->folder), 0);
}

/* A name that cannot be had when all others are had already: the old files come back, the new ones
 * go. They used to stay as they were by then. */
static void what_was_replaced_is_put_back(void **state)
{
    struct fixture *f = *state;
    const char *paths[] = {in(f, "a"), in(f, "b"), in(f, "c")};
    struct bm_outputs *outputs = bm_outputs_new();
    assert_true(bm_file_write(paths[0], BM_STR("old"), &f->diags));
    for (size_t i = 0; i < 3; i++)
        assert_true(bm_output_put(outputs, paths[i], BM_STR("new"), &f->diags));
    assert_int_equal(mkdir(paths[2], 0777), 0);
    assert_false(bm_outputs_commit(outputs, &f->diags));
    assert_int_equal(f->diags.n, 1);
    assert_int_equal(f->diags.v[0].message, BM_MSG_CANNOT_WRITE);
    assert_true(bm_str_is(f->diags.v[0].args[0], paths[2]));
    assert_holds(f, paths[0], "old");
    rmdir(paths[2]);
    assert_int_equal(clear(f->folder), 1);
    bm_outputs_free(outputs);
}

static void folders_are_made_with_those_above(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    struct bm_outputs *outputs = bm_outputs_new();
    assert_true(bm_outputs_folder(outputs, in(f, "x/y//z/"), &f->diags));
    assert_true(bm_outputs_folder(outputs, in(f, "x/y"), &f->diags));
    assert_int_equal(stat(in(f, "x/y/z"), &st), 0);
    /* Nothing was written: they go again, but what was there stays. */
    bm_outputs_abort(outputs);
    assert_int_equal(stat(in(f, "x"), &st), -1);
    assert_int_equal(mkdir(in(f, "x"), 0777), 0);
    assert_true(bm_outputs_folder(outputs, in(f, "x/y"), &f->diags));
    assert_true(bm_output_put(outputs, in(f, "x/a"), BM_STR("x"), &f->diags));
    assert_true(bm_outputs_commit(outputs, &f->diags));
    assert_false(bm_outputs_folder(outputs, in(f, "x/a/b"), &f->diags));
    assert_int_equal(f->diags.v[0].message, BM_MSG_CANNOT_WRITE);
    bm_outputs_free(outputs);
    assert_int_equal(rmdir(in(f, "x/y")), 0);
    assert_int_equal(unlink(in(f, "x/a")), 0);
    assert_int_equal(rmdir(in(f, "x")), 0);
}

static void resolves(struct fixture *f, const char *path, const char *to)
{
    char *found = bm_path_resolve(in(f, path)), *wanted = realpath(f->folder, NULL);
    assert_non_null(found);
    assert_int_equal(strncmp(found, wanted, strlen(wanted)), 0);
    assert_string_equal(found + strlen(wanted), to);
    free(found);
    free(wanted);
}

static void paths_are_resolved_whether_there_or_not(void **state)
{
    struct fixture *f = *state;
    assert_true(bm_file_write(in(f, "a"), BM_STR("x"), &f->diags));
    assert_int_equal(symlink("a", in(f, "l")), 0);
    assert_int_equal(symlink("./none", in(f, "d")), 0);
    assert_int_equal(symlink("loop", in(f, "loop")), 0);
    resolves(f, ".//a", "/a");
    resolves(f, "l", "/a");
    resolves(f, "none", "/none");
    resolves(f, "d", "/none");
    resolves(f, "d/./x", "/none/x");
    resolves(f, "n/m/../o/", "/n/o");
    resolves(f, "n/..", "");
    assert_null(bm_path_resolve(in(f, "loop")));
    assert_null(bm_path_resolve(""));
    char *root = bm_path_resolve("/no-such-name-here");
    assert_string_equal(root, "/no-such-name-here");
    free(root);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read),
        TEST(nothing_is_left_behind),
        TEST(links_stay_links),
        TEST(failures_say_why),
        TEST(of_several_files_all_or_none_are_written),
        TEST(what_was_replaced_is_put_back),
        TEST(paths_are_resolved_whether_there_or_not),
        TEST(folders_are_made_with_those_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

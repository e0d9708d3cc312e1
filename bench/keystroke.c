/* What a keystroke costs: the editions of content/ held open under their plans, characters typed at
 * the start, in the middle and at the end of a short article, one of up to two thousand characters
 * and the longest; CPU of bm_engine_set() and of putting the text in place.
 *
 *     bench_keystroke [characters an article]
 *     bench_keystroke --seek TIMES      a plan sought behind after each of so many characters
 *     bench_keystroke --flat EDITS      whether memory is flat over so many edits a setting */
#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char *const settings[][2] = {{"2026-lianghui", "tabloid"},
                                          {"2026-lianghui", "broadsheet"},
                                          {"2025-work-report", "tabloid"},
                                          {"2025-work-report", "broadsheet-8"}};

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct bm_engine *open_engine(size_t setting)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/content/%s", BM_SOURCE_DIR, settings[setting][0]);
    struct bm_engine *e = bm_engine_open(&(struct bm_engine_options){.edition = path,
                                                                     .layout = settings[setting][1],
                                                                     .data = BM_SOURCE_DIR,
                                                                     .program = BM_BUILD_DIR,
                                                                     .jobs = 2});
    if (!bm_engine_set(e)->pages) {
        fprintf(stderr, "%s cannot be set\n", path);
        exit(1);
    }
    return e;
}

/* Where characters are typed: after so many hundredths of the body, behind a Han character. */
static size_t place(struct bm_str text, unsigned percent)
{
    size_t from = 4;
    while (from + 5 < text.n && memcmp(text.p + from, "\n---\n", 5) != 0)
        from++;
    from += 5;
    size_t at = from + (text.n - from) * percent / 100;
    while (at > from &&
           !((unsigned char)text.p[at - 1] >= 0x80 && at >= 3 &&
             (unsigned char)text.p[at - 3] >= 0xE4 && (unsigned char)text.p[at - 3] <= 0xE9))
        at--;
    return at;
}

struct typing {
    struct bm_engine *engine;
    const char *name;
    struct bm_str text;
    char *now;
};

/* n characters typed at the place, one after the other, and taken back. */
static size_t type(struct typing *t, size_t at, unsigned n, double *ms)
{
    static const char *const keys[] = {"的", "新", "人", "年", "在", "一", "是", "大"};
    size_t length = t->text.n, count = 0;
    memcpy(t->now, t->text.p, length);
    for (unsigned i = 0; i < 2 * n; i++) {
        if (i < n) {
            memmove(t->now + at + 3, t->now + at, length - at);
            memcpy(t->now + at, keys[i % 8], 3);
            at += 3;
            length += 3;
        } else {
            memmove(t->now + at - 3, t->now + at, length - at);
            at -= 3;
            length -= 3;
        }
        const double begun = cpu_ms();
        bm_engine_replace(t->engine, t->name, (struct bm_str){t->now, length});
        bm_engine_set(t->engine);
        ms[count++] = cpu_ms() - begun;
    }
    return count;
}

/* what NULL: nothing is said. */
static void measure(struct bm_engine *e, size_t article, unsigned n, const char *what)
{
    const struct bm_inputs *in = bm_engine_inputs(e);
    const struct bm_str name = in->edition->articles[article];
    char path[128];
    snprintf(path, sizeof path, "%.*s", (int)name.n, name.p);
    const struct bm_str source = bm_engine_loader(e)->sources->v[in->files[article]].text;
    struct typing t = {e, path, {malloc(source.n), source.n}, malloc(source.n + 3 * n)};
    memcpy((char *)t.text.p, source.p, source.n);
    static const unsigned places[] = {2, 50, 100};
    double *ms = malloc(6 * n * sizeof *ms);
    size_t count = 0;
    double medians[3];
    for (size_t i = 0; i < 3; i++) {
        const size_t had = count;
        count += type(&t, place(t.text, places[i]), n, ms + count);
        qsort(ms + had, count - had, sizeof *ms, by_size);
        medians[i] = ms[had + (count - had) / 2];
    }
    qsort(ms, count, sizeof *ms, by_size);
    if (what)
        printf(
            "  %-8s %-22s %5u characters  median %6.2f  p95 %6.2f  most %6.2f   start %5.2f middle "
            "%5.2f end %5.2f\n",
            what, path, bm_article_length(in->articles[article]), ms[count / 2],
            ms[count * 95 / 100], ms[count - 1], medians[0], medians[1], medians[2]);
    free(ms);
    free(t.now);
    free((char *)t.text.p);
}

/* The article whose length is nearest below `most`. */
static size_t find(const struct bm_engine *e, uint32_t most)
{
    const struct bm_inputs *in = bm_engine_inputs(e);
    size_t best = 0;
    uint32_t length = 0;
    for (size_t i = 0; i < in->article_count; i++) {
        const uint32_t n = bm_article_length(in->articles[i]);
        if (n <= most && n >= length) {
            best = i;
            length = n;
        }
    }
    return best;
}

static long resident(void)
{
    long pages = 0, all = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld", &all, &pages) != 2)
        pages = 0;
    if (f)
        fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Whether memory is what it was when all was warm, after so many edits; said. */
static bool is_flat(struct bm_engine *e, unsigned edits)
{
    const size_t articles[] = {find(e, 600), find(e, 2000), find(e, UINT32_MAX)};
    for (size_t i = 0; i < 2 * BM_COUNT(articles); i++)
        measure(e, articles[i % 3], 10, NULL);
    const long before = resident();
    for (unsigned done = 0; done < edits; done += 60)
        measure(e, articles[done / 60 % 3], 10, NULL);
    const long after = resident();
    printf("  resident %ld KiB, after %u edits %ld\n", before, edits, after);
    return after - before < before / 20 + 1024;
}

/* A character is typed, and a plan sought: CPU of the search, beside that of the first of all. */
static void seek(struct bm_engine *e, double first, unsigned times)
{
    const size_t article = find(e, 2000);
    const struct bm_inputs *in = bm_engine_inputs(e);
    const struct bm_str name = in->edition->articles[article];
    char path[128];
    snprintf(path, sizeof path, "%.*s", (int)name.n, name.p);
    const struct bm_str source = bm_engine_loader(e)->sources->v[in->files[article]].text;
    const size_t at = place(source, 50);
    char *text = malloc(source.n + 3 * times);
    double *ms = malloc(times * sizeof *ms);
    size_t length = source.n, found = 0;
    memcpy(text, source.p, source.n);
    for (unsigned i = 0; i < times; i++) {
        struct bm_sought sought;
        memmove(text + at + 3, text + at, length - at);
        memcpy(text + at, "新", 3);
        length += 3;
        bm_engine_replace(e, path, (struct bm_str){text, length});
        bm_engine_set(e);
        const double begun = cpu_ms();
        found += bm_engine_seek(e, &sought);
        ms[i] = cpu_ms() - begun;
    }
    qsort(ms, times, sizeof *ms, by_size);
    printf("  read, planned and set %6.2f; sought behind: median %6.2f most %6.2f, %zu cheaper\n",
           first, ms[times / 2], ms[times - 1], found);
    free(ms);
    free(text);
}

int main(int argc, char **argv)
{
    const bool seeks = argc > 2 && strcmp(argv[1], "--seek") == 0;
    const bool flat = argc > 2 && strcmp(argv[1], "--flat") == 0;
    const unsigned n = argc > 1 ? (unsigned)strtoul(argv[argc - 1], NULL, 10) : 20;
    bool fine = true;
    for (size_t s = 0; s < BM_COUNT(settings); s++) {
        const double begun = cpu_ms();
        struct bm_engine *e = open_engine(s);
        const double first = cpu_ms() - begun;
        printf("%s %s\n", settings[s][0], settings[s][1]);
        if (seeks) {
            seek(e, first, n ? n : 1);
        } else if (flat) {
            fine &= is_flat(e, n);
        } else {
            measure(e, find(e, 600), n, "short");
            measure(e, find(e, 2000), n, "middle");
            measure(e, find(e, UINT32_MAX), n, "longest");
        }
        bm_engine_close(e);
    }
    return fine ? 0 : 1;
}

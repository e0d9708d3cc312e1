/* Whether a folder is a package, whole and unchanged. */
#include "bag/check.h"

#include <errno.h>
#include <unistd.h>

#define PART 65536

/* Reads a file through. 0, or the system's error; -1: no sums. */
static int sum_file(struct bm_bag_look *look, struct bm_str path, unsigned kinds,
                    struct bm_sum_hex *hex, uint64_t *bytes)
{
    char part[PART];
    const int fd = bm_tree_open(look->folder, path);
    if (fd < 0)
        return errno;
    struct bm_sums *sums = bm_sums_new(kinds);
    int error = sums ? 0 : -1;
    ssize_t n = 1;
    while (!error && n != 0) {
        n = read(fd, part, sizeof part);
        if (n > 0) {
            bm_sums_add(sums, part, (size_t)n);
            *bytes += (uint64_t)n;
        } else if (n < 0 && errno != EINTR) {
            error = errno;
        }
    }
    close(fd);
    if (sums && !bm_sums_end(sums, hex) && !error)
        error = -1;
    return error;
}

static bool digits_are(struct bm_str written, const char *hex)
{
    for (size_t i = 0; i < written.n; i++)
        if (hex[i] !=
            (written.p[i] >= 'A' && written.p[i] <= 'F' ? (char)(written.p[i] + 32) : written.p[i]))
            return false;
    return hex[written.n] == '\0';
}

/* Compares a file that is listed with its sums. */
static void compare(struct bm_bag_look *look, const struct bm_bag_entry *listed)
{
    struct bm_sum_hex hex;
    unsigned kinds = 0;
    uint64_t bytes = 0;
    for (enum bm_sum k = 0; k < BM_SUMS; k++)
        kinds |= listed->sums[k].n ? BM_SUM_BIT(k) : 0;
    const int error = sum_file(look, listed->file->path, kinds, &hex, &bytes);
    if (error) {
        bm_bag_wrong(look, listed->path,
                     error < 0 ? "OpenSSL does not give its sums" : "it cannot be read");
        return;
    }
    for (enum bm_sum k = 0; k < BM_SUMS; k++)
        if (listed->sums[k].n && !digits_are(listed->sums[k], hex.v[k])) {
            look->good = false;
            bm_diag(look->diags, BM_MSG_BAG_CHANGED, bm_span_none(), listed->path,
                    bm_str_c(bm_sum_title(k)));
            return;
        }
}

static bool in_data(struct bm_str path)
{
    return path.n > 5 && memcmp(path.p, "data/", 5) == 0;
}

/* The first manifest that does not list a file of the payload. */
static void say_unlisted(struct bm_bag_look *look, const struct bm_tree_file *file,
                         const struct bm_bag_entry *listed)
{
    for (enum bm_sum k = 0; k < BM_SUMS; k++) {
        if (!(look->manifests & BM_SUM_BIT(k)) || (listed && listed->sums[k].n))
            continue;
        struct bm_buf b = {0};
        bm_buf_printf(&b, "manifest-%s.txt", bm_sum_name(k));
        bm_diag(look->diags, BM_MSG_BAG_UNLISTED, bm_span_none(), file->path, bm_buf_view(&b));
        bm_buf_free(&b);
        look->good = false;
        return;
    }
}

/* What is there: is all of the payload listed? */
static void check_there(struct bm_bag_look *look)
{
    for (size_t i = 0; i < look->tree.n; i++) {
        const struct bm_tree_file *file = &look->tree.v[i];
        const struct bm_bag_entry *listed = bm_bag_entry_of(look, file->path);
        unsigned kinds = 0;
        if (file->instead)
            bm_bag_wrong(look, file->path, "no file, but a link or a device, which no package has");
        for (enum bm_sum k = 0; listed && k < BM_SUMS; k++)
            kinds |= listed->sums[k].n ? BM_SUM_BIT(k) : 0;
        if (!in_data(file->path)) {
            const bool self = file->path.n > 12 && memcmp(file->path.p, "tagmanifest-", 12) == 0;
            look->out->more |= !listed && !self;
            continue;
        }
        look->out->files++;
        look->out->bytes += file->size;
        look->out->more |= !listed;
        if (file->taken)
            continue;
        if (bm_bag_strict(&look->version) ? (kinds & look->manifests) != look->manifests : !kinds)
            say_unlisted(look, file, listed);
    }
}

/* What is listed: is it there, and as it was? */
static void check_listed(struct bm_bag_look *look)
{
    for (size_t i = 0; i < look->n; i++) {
        const struct bm_bag_entry *listed = &look->v[i];
        if (listed->file && !listed->file->instead)
            compare(look, listed);
        else if (!listed->file && !bm_bag_needless(listed->path)) {
            look->good = false;
            bm_diag(look->diags, BM_MSG_BAG_MISSING, bm_span_none(), listed->path);
        }
    }
}

static void check_fetch(struct bm_bag_look *look)
{
    const struct bm_str file = BM_STR("fetch.txt");
    struct bm_str text, line;
    size_t at = 0, number = 0;
    if (!bm_bag_text(look, file.p, &text))
        return;
    while (bm_tag_line(text, &at, &line)) {
        struct bm_fetch_line f;
        number++;
        if (!line.n)
            continue;
        const struct bm_str place = bm_bag_place(look, file, number);
        const char *why = bm_fetch_read(line, &f);
        if (!why)
            why = bm_bag_path_wrong(f.path);
        if (why) {
            bm_bag_wrong(look, place, why);
            continue;
        }
        const struct bm_str path = bm_bag_path_plain(look->arena, bm_bag_path_short(f.path));
        const struct bm_bag_entry *listed = bm_bag_entry_of(look, path);
        if (!in_data(path))
            bm_bag_wrong(look, place, "a file that is to be fetched, outside the payload");
        else if (!listed)
            bm_bag_wrong(look, place, "a file that is to be fetched and that no manifest lists");
        else if (!listed->file)
            bm_bag_doubt(look, place, "the file has to be fetched first");
    }
}

static void check_oxum(struct bm_bag_look *look, struct bm_str value)
{
    uint64_t bytes, files;
    if (!bm_oxum_read(value, &bytes, &files)) {
        bm_bag_wrong(look, BM_STR("bag-info.txt"),
                     "the size of the payload is not two numbers with a point");
        return;
    }
    if (bytes == look->out->bytes && files == look->out->files)
        return;
    if (look->gone && bytes >= look->out->bytes && files == look->out->files + look->gone)
        return; /* that is said already */
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%llu.%llu", (unsigned long long)look->out->bytes,
                  (unsigned long long)look->out->files);
    bm_diag(look->diags, BM_MSG_BAG_OXUM, bm_span_none(), value, bm_buf_view(&b));
    bm_buf_free(&b);
    look->good = false;
}

/* It was packed with errors: what is in it is what was set, and not fit to print. */
static void check_fit(struct bm_bag_look *look, struct bm_str label, struct bm_str value)
{
    struct bm_buf b = {0};
    bm_buf_c(&b, "bag-info.txt, ");
    bm_buf_str(&b, label);
    bm_buf_c(&b, ": ");
    bm_buf_str(&b, value);
    bm_bag_doubt(look, bm_buf_keep(&b, look->diags->arena),
                 "the edition that was packed was not fit to print");
}

static bool same_word(struct bm_str a, const char *b)
{
    for (size_t i = 0; i < a.n; i++)
        if ((a.p[i] | 32) != (b[i] | 32))
            return false;
    return b[a.n] == '\0';
}

/* alone: whose package it is, and no more. */
static void check_facts(struct bm_bag_look *look, bool alone)
{
    const bool old = look->version.major == 0 && look->version.minor < 96;
    const struct bm_str name = old && !bm_tree_find(&look->tree, BM_STR("bag-info.txt"))
                                   ? BM_STR("package-info.txt")
                                   : BM_STR("bag-info.txt");
    struct bm_str text;
    struct bm_bag_field field;
    const char *wrong = NULL;
    size_t at = 0;
    bool seen = false;
    if (!bm_bag_text(look, name.p, &text))
        return;
    while (bm_bag_field_next(look->arena, text, &at, &field, &wrong)) {
        if (!alone && field.spaced && bm_bag_strict(&look->version))
            bm_bag_doubt(look, name, "a blank before the colon of a field");
        if (!alone && same_word(field.label, "Payload-Oxum")) {
            if (seen)
                bm_bag_doubt(look, name, "the size of the payload stands there twice");
            seen = true;
            check_oxum(look, field.value);
        }
        if (!alone && (same_word(field.label, "Banmian-Left-Over") ||
                       (same_word(field.label, "Banmian-Errors") && !bm_str_is(field.value, "0"))))
            check_fit(look, field.label, field.value);
        if (same_word(field.label, "External-Identifier"))
            look->out->identifier = field.value;
        if (same_word(field.label, "Bag-Software-Agent"))
            look->out->ours = field.value.n > 8 && memcmp(field.value.p, "Banmian ", 8) == 0;
    }
    if (wrong)
        bm_bag_wrong(look, name, wrong);
}

static void say_whole(struct bm_bag_look *look)
{
    struct bm_buf b = {0};
    for (enum bm_sum k = 0; k < BM_SUMS; k++)
        if (look->manifests & BM_SUM_BIT(k))
            bm_buf_printf(&b, "%s%s", b.n ? ", " : "", bm_sum_title(k));
    bm_diag(look->diags, BM_MSG_BAG_WHOLE, bm_span_none(), look->name,
            bm_diag_number(look->diags, (int64_t)look->out->files),
            bm_diag_number(look->diags, (int64_t)look->out->bytes), bm_buf_view(&b));
    bm_buf_free(&b);
    if (look->out->sealed)
        bm_diag0(look->diags, BM_MSG_BAG_SEALED, bm_span_none());
    if (!look->tagmanifests)
        bm_bag_doubt(look, look->name, "no manifest of tag files; these may have been changed");
}

bool bm_bag_check(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                  struct bm_diags *diags)
{
    struct bm_bag_look look = {.arena = arena, .diags = diags, .out = out};
    *out = (struct bm_bag_checked){0};
    if (bm_bag_open(&look, path)) {
        bm_bag_twins(&look);
        check_there(&look);
        check_fetch(&look);
        check_listed(&look);
        check_facts(&look, false);
        out->kinds = look.manifests;
        bm_bag_ours(&look);
        bm_bag_doubt_ours(&look);
        if (look.good)
            say_whole(&look);
    }
    bm_bag_shut(&look);
    return look.good;
}

bool bm_bag_is_ours(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                    bool *changed)
{
    struct bm_diags unsaid = {.arena = arena};
    struct bm_bag_look look = {.arena = arena, .diags = &unsaid, .out = out};
    *out = (struct bm_bag_checked){0};
    if (bm_bag_open(&look, path)) {
        check_there(&look);
        check_facts(&look, true);
    }
    const bool ours = look.good && out->ours && !out->more;
    if (ours) {
        bm_bag_ours(&look);
        check_listed(&look);
    }
    *changed = !look.good || look.gone;
    bm_bag_shut(&look);
    return ours;
}

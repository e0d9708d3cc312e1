#include "cli/places.h"

#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A place: by what stands there, and by its path. */
struct place {
    const char *path; /* as it was given */
    char *real;       /* resolved; NULL: standard output, or it cannot be */
    bool there;       /* something is, which has a device and an inode */
    dev_t device;
    ino_t inode;
};

struct places {
    struct place *v;
    size_t n;
};

static bool look(const char *path, struct place *place)
{
    struct stat st;
    *place = (struct place){.path = path};
    if ((strcmp(path, "-") == 0 ? fstat(STDOUT_FILENO, &st) : stat(path, &st)) != 0)
        return false;
    /* What goes to a device (/dev/null, a terminal) may meet. */
    place->there = !S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode);
    place->device = st.st_dev;
    place->inode = st.st_ino;
    return place->there;
}

static bool same_file(const struct place *a, const struct place *b)
{
    return a->there && b->there && a->device == b->device && a->inode == b->inode;
}

/* One path is the other, or leads through it. */
static bool same_path(const struct place *a, const struct place *b)
{
    if (!a->real || !b->real)
        return false;
    const size_t n = strlen(a->real), m = strlen(b->real), least = n < m ? n : m;
    const char *longer = n < m ? b->real : a->real;
    return strncmp(a->real, b->real, least) == 0 && (n == m || longer[least] == '/');
}

static bool is_device(const struct place *place)
{
    struct stat st;
    return place->real && stat(place->real, &st) == 0 &&
           (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode));
}

/* The file that is read and that stands at the place; NULL: none. */
static const char *input_at(struct bm_session *session, const struct place *place)
{
    struct place input;
    const size_t fonts = session->fonts ? bm_fonts_count(session->fonts) : 0;
    for (size_t i = 0; place->there && i < session->read.n + fonts; i++) {
        const char *path = i < session->read.n
                               ? session->read.v[i]
                               : bm_fonts_face(session->fonts, i - session->read.n)->path.p;
        if (look(path, &input) && same_file(&input, place))
            return path;
    }
    return NULL;
}

static bool check_input(struct bm_session *session, const struct place *place)
{
    const char *input = input_at(session, place);
    return !input || bm_diag(&session->diags, BM_MSG_OUTPUT_IS_INPUT, bm_span_none(),
                             bm_str_c(place->path), bm_str_c(input));
}

static bool check(struct bm_session *session, const struct places *places)
{
    for (size_t i = 0; i < places->n; i++) {
        if (!check_input(session, &places->v[i]))
            return false;
        for (size_t k = 0; k < i; k++)
            if ((same_file(&places->v[i], &places->v[k]) ||
                 same_path(&places->v[i], &places->v[k])) &&
                !is_device(&places->v[i]))
                return bm_diag(&session->diags, BM_MSG_SAME_OUTPUT, bm_span_none(),
                               bm_str_c(places->v[i].path));
    }
    return true;
}

bool bm_places_check(struct bm_session *session, const struct bm_paths *paths)
{
    const char *report = session->args.report;
    struct places places = {.v = BM_NEW_N(session->arena, paths->n + 1, struct place)};
    for (size_t i = 0; i < paths->n + (report != NULL); i++) {
        struct place *place = &places.v[places.n++];
        look(i < paths->n ? paths->v[i] : report, place);
        if (strcmp(place->path, "-") != 0)
            place->real = bm_path_resolve(place->path);
    }
    const bool good = check(session, &places);
    for (size_t i = 0; i < places.n; i++)
        free(places.v[i].real);
    if (!good)
        session->args.report = NULL; /* nothing is written, and its place may be what was refused */
    return good;
}

/* Whether the file is empty or begins as reports do. */
static bool is_report(const char *path)
{
    static const char start[] = "{\"type\":";
    char bytes[sizeof start - 1];
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    const ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0)
        close(fd);
    return n == 0 || (n == sizeof bytes && memcmp(bytes, start, sizeof bytes) == 0);
}

bool bm_place_of_report(struct bm_session *session)
{
    struct place place;
    struct stat st;
    const char *path = session->args.report;
    look(path, &place);
    if (!check_input(session, &place))
        return false;
    return session->loaded || strcmp(path, "-") == 0 || stat(path, &st) != 0 ||
           !S_ISREG(st.st_mode) || is_report(path) ||
           bm_diag(&session->diags, BM_MSG_NO_REPORT_THERE, bm_span_none(), bm_str_c(path));
}

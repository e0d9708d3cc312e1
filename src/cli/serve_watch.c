/* What the watcher tells of: changes that this server has made itself are none. */
#include "cli/serve.h"

#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static bool look_at(const struct bm_serve *s, const char *name, struct bm_serve_own *own)
{
    struct stat st;
    if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    *own = (struct bm_serve_own){.inode = st.st_ino,
                                 .size = st.st_size,
                                 .seconds = st.st_mtim.tv_sec,
                                 .nanoseconds = st.st_mtim.tv_nsec};
    return true;
}

void bm_serve_wrote(struct bm_serve *s, struct bm_str name)
{
    struct bm_serve_own *own = NULL;
    char c_name[sizeof own->name];
    if (name.n >= sizeof c_name || memchr(name.p, '/', name.n))
        return; /* of folders below all is looked at */
    memcpy(c_name, name.p, name.n);
    c_name[name.n] = '\0';
    for (size_t i = 0; i < BM_COUNT(s->own) && !own; i++)
        own = strcmp(s->own[i].name, c_name) == 0 ? &s->own[i] : NULL;
    own = own ? own : &s->own[s->own_next++ % BM_COUNT(s->own)];
    if (look_at(s, c_name, own))
        memcpy(own->name, c_name, name.n + 1);
}

/* Whether it is as it was when it was written here last. */
static bool is_own(const struct bm_serve *s, const char *name)
{
    struct bm_serve_own now;
    for (size_t i = 0; i < BM_COUNT(s->own); i++) {
        const struct bm_serve_own *o = &s->own[i];
        if (strcmp(o->name, name) == 0)
            return look_at(s, name, &now) && now.inode == o->inode && now.size == o->size &&
                   now.seconds == o->seconds && now.nanoseconds == o->nanoseconds;
    }
    return false;
}

static bool ends_in(const char *name, const char *end)
{
    const size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

/* Whether it is one of the house's (load/load.h). */
static bool is_list(const struct inotify_event *e)
{
    for (size_t i = 0; e->len && bm_house_lists[i]; i++)
        if (strcmp(bm_house_lists[i], e->name) == 0)
            return true;
    return false;
}

/* Whether a file of that name is read, or would be if it were there: editors write others beside
 * it. */
static bool is_read(const struct bm_serve *s, const char *name)
{
    const struct bm_paths *read = bm_engine_loader(s->session->engine)->read;
    for (size_t i = 0; i < read->n; i++) {
        const char *slash = strrchr(read->v[i], '/');
        if (strcmp(slash ? slash + 1 : read->v[i], name) == 0)
            return true;
    }
    return ends_in(name, ".yaml"); /* of these the folder's list is looked at */
}

enum bm_told bm_serve_told(struct bm_serve *s)
{
    _Alignas(struct inotify_event) char events[8192];
    enum bm_told told = BM_TOLD_NOTHING;
    for (ssize_t n; (n = read(s->watching.watcher, events, sizeof events)) > 0;)
        for (ssize_t i = 0; i < n;) {
            const struct inotify_event *e = (const void *)(events + i);
            i += (ssize_t)(sizeof *e + e->len);
            if ((e->mask & IN_IGNORED) || (e->len && !is_read(s, e->name)) ||
                (e->len && e->wd == s->watched && is_own(s, e->name)))
                continue;
            s->lists_changed |= is_list(e);
            const bool whole = e->len && (e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO));
            told = whole && told != BM_TOLD_PART ? BM_TOLD_WHOLE : BM_TOLD_PART;
        }
    return told;
}

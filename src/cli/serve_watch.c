/* What the watcher tells of: changes that this server has made itself are none. */
#include "cli/serve.h"

#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS ".bm-" /* begins names of files that are being written, as in base/newfile.c */

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

bool bm_serve_told(struct bm_serve *s)
{
    _Alignas(struct inotify_event) char events[8192];
    bool other = false;
    for (ssize_t n; (n = read(s->watching.watcher, events, sizeof events)) > 0;)
        for (ssize_t i = 0; i < n;) {
            const struct inotify_event *e = (const void *)(events + i);
            i += (ssize_t)(sizeof *e + e->len);
            const bool ours = e->len && e->wd == s->watched &&
                              (strncmp(e->name, OURS, sizeof OURS - 1) == 0 || is_own(s, e->name));
            const bool kept = e->len && strcmp(e->name, BM_SERVE_FOLDER) == 0;
            other |= !ours && !kept && !(e->mask & IN_IGNORED);
        }
    return other;
}

/* System calls that fail, are cut short, or are the moment of something else, for tests: loaded
 * before the program's own libraries (LD_PRELOAD).
 *
 *   FAULT=CALL:N:ACTION[:ARGUMENT][;…]
 *
 * At the Nth call of CALL, from 1 (N+: from the Nth on):
 *   fail:ERRNO     it fails with this error and does nothing
 *   half           of a read or write only half is done, at least a byte
 *   signal:NUMBER  the process is sent a signal first
 *   append:PATH    a byte is added to a file first; cut:PATH: it is cut to one byte first
 *
 * `fill` is a write to a regular file.
 *
 * FAULT_LOG=PATH: the name of each call is added to this file, a line each. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The function that would have been called: next. */
#define NEXT(name)                                                                                 \
    __typeof__(&name) next;                                                                        \
    void *found = dlsym(RTLD_NEXT, #name);                                                         \
    memcpy(&next, &found, sizeof found)

#define SPECS 8

static atomic_ulong counts[SPECS];

static void log_call(const char *call)
{
    const char *path = getenv("FAULT_LOG");
    if (!path)
        return;
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    char line[32];
    int n = snprintf(line, sizeof line, "%s\n", call);
    if (fd >= 0 && n > 0 && syscall(SYS_write, fd, line, (size_t)n) < 0)
        abort();
    syscall(SYS_close, fd);
}

static void spoil(const char *path, bool cut)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
    if (fd < 0 || (cut ? ftruncate(fd, 1) : (int)syscall(SYS_write, fd, "x", 1)) < 0)
        abort();
    syscall(SYS_close, fd);
}

/* What one of the list says of this call: errno, or 0 when it goes on. */
static int obey(const char *spec, size_t length, atomic_ulong *count, bool *half)
{
    char *end, argument[1024] = "";
    const unsigned long at = strtoul(spec, &end, 10), now = atomic_fetch_add(count, 1) + 1;
    const bool on = *end == '+';
    if (now < at || (now > at && !on))
        return 0;
    const char *action = end + on + 1,
               *colon = memchr(action, ':', length - (size_t)(action - spec));
    if (colon)
        snprintf(argument, sizeof argument, "%.*s", (int)(spec + length - colon - 1), colon + 1);
    if (strncmp(action, "fail", 4) == 0)
        return atoi(argument);
    if (strncmp(action, "half", 4) == 0 && half)
        *half = true;
    else if (strncmp(action, "signal", 6) == 0)
        kill(getpid(), atoi(argument));
    else if (strncmp(action, "append", 6) == 0 || strncmp(action, "cut", 3) == 0)
        spoil(argument, *action == 'c');
    return 0;
}

/* What happens at this call: errno, or 0 when it goes on; *half as said above. */
static int fault(const char *call, bool *half)
{
    const char *spec = getenv("FAULT");
    const size_t n = strlen(call);
    int error = 0;
    log_call(call);
    for (size_t i = 0; spec && i < SPECS; i++) {
        const size_t length = strcspn(spec, ";");
        if (length > n && strncmp(spec, call, n) == 0 && spec[n] == ':') {
            const int found = obey(spec + n + 1, length - n - 1, &counts[i], half);
            error = error ? error : found;
        }
        spec = spec[length] ? spec + length + 1 : NULL;
    }
    return error;
}

#define FAIL(call, half)                                                                           \
    do {                                                                                           \
        const int error = fault(call, half);                                                       \
        if (error) {                                                                               \
            errno = error;                                                                         \
            return -1;                                                                             \
        }                                                                                          \
    } while (0)

int open(const char *path, int flags, ...)
{
    NEXT(open);
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    FAIL((flags & O_TMPFILE) == O_TMPFILE ? "tmpfile" : "open", NULL);
    return next(path, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    NEXT(read);
    bool half = false;
    FAIL("read", &half);
    return next(fd, bytes, half && n > 1 ? n / 2 : n);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    NEXT(write);
    bool half = false;
    struct stat st;
    FAIL("write", &half);
    if (syscall(SYS_fstat, fd, &st) == 0 && S_ISREG(st.st_mode))
        FAIL("fill", &half);
    return next(fd, bytes, half && n > 1 ? n / 2 : n);
}

int fsync(int fd)
{
    NEXT(fsync);
    FAIL("fsync", NULL);
    return next(fd);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    NEXT(linkat);
    FAIL("link", NULL);
    return next(from, old, to, new, flags);
}

int link(const char *old, const char *new)
{
    NEXT(link);
    FAIL("link", NULL);
    return next(old, new);
}

int rename(const char *old, const char *new)
{
    NEXT(rename);
    FAIL("rename", NULL);
    return next(old, new);
}

int unlink(const char *path)
{
    NEXT(unlink);
    FAIL("unlink", NULL);
    return next(path);
}

int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir);
    FAIL("mkdir", NULL);
    return next(path, mode);
}

int fstat(int fd, struct stat *st)
{
    NEXT(fstat);
    FAIL("fstat", NULL);
    return next(fd, st);
}

int stat(const char *path, struct stat *st)
{
    NEXT(stat);
    FAIL("stat", NULL);
    return next(path, st);
}

int close(int fd)
{
    NEXT(close);
    const int error = fault("close", NULL);
    const int done = next(fd);
    if (error)
        errno = error;
    return error ? -1 : done;
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    NEXT(mmap);
    const int error = fd >= 0 ? fault("map", NULL) : 0;
    if (error) {
        errno = error;
        return MAP_FAILED;
    }
    return next(at, n, protection, flags, fd, offset);
}

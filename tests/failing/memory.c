/* The program's memory (src/cli/memory.c) over a C library that has none left from the Nth time on
 * that it is asked: banmian-failing is the program with this file in its place.
 *   BANMIAN_FAIL_AT=N         the Nth request and all after it find no memory
 *   BANMIAN_FAIL_HAND=N       the Nth request alone, and the library that asks is told so, as it is
 *                             where src/cli/memory.c is not there
 *   BANMIAN_FAIL_COUNT=FILE   writes to FILE how often the run asked, when it ends
 * mmap() counts too. */
#define _GNU_SOURCE

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static struct {
    atomic_long asked, at; /* at: 0 before the environment is read */
    atomic_bool hand;
} failing;

static long number_in(const char *name)
{
    const char *s = getenv(name);
    return s ? atol(s) : 0;
}

/* Memory is asked for before there is an environment. */
static void read_environment(void)
{
    const long at = number_in("BANMIAN_FAIL_AT"), hand = number_in("BANMIAN_FAIL_HAND");
    atomic_store(&failing.hand, hand > 0);
    atomic_store(&failing.at, at > 0 ? at : hand > 0 ? hand : LONG_MAX);
}

static bool fails(void)
{
    const long asked = atomic_fetch_add(&failing.asked, 1) + 1;
    if (!atomic_load(&failing.at) && environ)
        read_environment();
    const long at = atomic_load(&failing.at);
    const bool now = at && (atomic_load(&failing.hand) ? asked == at : asked >= at);
    if (now)
        errno = ENOMEM;
    return now;
}

static void *failing_malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

static void *failing_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

static void *failing_realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}

static void *failing_memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    return fails() ? MAP_FAILED
                   : (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}

static void end(void)
{
    if (!atomic_load(&failing.hand))
        bm_out_of_memory();
}

__attribute__((destructor)) static void write_count(void)
{
    const char *path = getenv("BANMIAN_FAIL_COUNT");
    const int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    if (fd >= 0)
        dprintf(fd, "%ld\n", atomic_load(&failing.asked));
}

#define __libc_malloc    failing_malloc
#define __libc_calloc    failing_calloc
#define __libc_realloc   failing_realloc
#define __libc_memalign  failing_memalign
#define bm_out_of_memory end
#include "cli/memory.c"

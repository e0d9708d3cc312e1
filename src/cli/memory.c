/* The program's malloc() and its like. The libraries do too much with memory that they did not get:
 * they draw another glyph, leave a colour out, call a font missing, end the program or crash. A
 * symbol of the program comes before one of any library, so these here serve all of them, the proof
 * module's too: they ask the C library for the memory, and where it has none the program ends
 * (base/arena.h), as it does when an arena finds none. What they give is the C library's own, and
 * its free() takes it back.
 *
 * Only a C library that says its functions by other names too can be asked (glibc does); with any
 * other, and under a sanitizer, which has a malloc() of its own, this file is left out
 * (CMakeLists.txt). Then what a library gives is all that is looked at, by those who call it. */
#include "base/arena.h"

#include <errno.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
/* Not in POSIX. */
void *memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    void *p = __libc_malloc(size);
    if (!p)
        bm_out_of_memory();
    return p;
}

void *calloc(size_t n, size_t size)
{
    void *p = __libc_calloc(n, size);
    if (!p)
        bm_out_of_memory();
    return p;
}

void *realloc(void *p, size_t size)
{
    void *q = __libc_realloc(p, size);
    if (!q && !(p && size == 0)) /* of size 0 it frees */
        bm_out_of_memory();
    return q;
}

/* The alignment is a power of two; if it is not, that is no lack of memory. */
static void *aligned(size_t alignment, size_t size)
{
    errno = 0;
    void *p = __libc_memalign(alignment, size);
    if (!p && errno != EINVAL)
        bm_out_of_memory();
    return p;
}

void *memalign(size_t alignment, size_t size)
{
    return aligned(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return aligned(alignment, size);
}

int posix_memalign(void **p, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    *p = aligned(alignment, size);
    return 0;
}

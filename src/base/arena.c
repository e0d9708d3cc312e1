/* For MAP_ANONYMOUS and madvise(). */
#define _DEFAULT_SOURCE

#include "base/arena.h"

#include "base/ending.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Under AddressSanitizer what lies between and behind that which is handed out must not be touched.
 */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define WATCHED
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined WATCHED
#include <sanitizer/asan_interface.h>
#define GUARD          16 /* bytes behind each */
#define CLOSE(p, size) __asan_poison_memory_region(p, size)
#define OPEN(p, size)  __asan_unpoison_memory_region(p, size)
#else
#define GUARD          0
#define CLOSE(p, size) ((void)0)
#define OPEN(p, size)  ((void)0)
#endif

#define BLOCK_FIRST 16384
#define BLOCK_MOST  (1u << 20)
#define HUGE_PAGE   ((size_t)1 << 21) /* what an arena takes at once that has grown so far */
#define EXIT_AGAIN  75

struct block {
    struct block *next;
    size_t size, used;
    bool mapped; /* a huge page, not from malloc */
    bool clean;  /* what is not used of it is zero */
    alignas(max_align_t) char bytes[];
};

struct bm_arena {
    struct block *block;
    struct block *spare; /* to be filled again before new ones are made */
    size_t next_size, used;
    bool raw; /* memory is not zeroed */
};

/* What stdio and exit() would do may take memory, and locks that another thread holds. */
void bm_out_of_memory(void)
{
    static const char words[] = "banmian: error [out-of-memory]: out of memory / 内存不足\n";
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) {
        /* Nobody is there to read it; the status says it too. */
    }
    bm_end(EXIT_AGAIN);
}

struct bm_arena *bm_arena_new(void)
{
    struct bm_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        bm_out_of_memory();
    arena->next_size = BLOCK_FIRST;
    return arena;
}

struct bm_arena *bm_arena_new_raw(void)
{
    struct bm_arena *arena = bm_arena_new();
    arena->raw = true;
    return arena;
}

static void free_block(struct block *b)
{
    if (b->mapped)
        munmap(b, HUGE_PAGE);
    else
        free(b);
}

static void free_blocks(struct block *list)
{
    for (struct block *b = list, *next; b; b = next) {
        next = b->next;
        free_block(b);
    }
}

/* A block that is one huge page where the system has such: one fault instead of hundreds. NULL: it
 * cannot be had, or a sanitizer wants to see what becomes of the memory. */
static struct block *map_block(void)
{
#if defined(MADV_HUGEPAGE) && !GUARD
    char *p = mmap(NULL, 2 * HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    const size_t before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
    if (before)
        munmap(p, before);
    p += before;
    munmap(p + HUGE_PAGE, HUGE_PAGE - before);
    madvise(p, HUGE_PAGE, MADV_HUGEPAGE);
    struct block *b = (struct block *)(void *)p;
    *b = (struct block){.size = HUGE_PAGE - sizeof *b, .mapped = true, .clean = true};
    return b;
#else
    return NULL;
#endif
}

/* One for a single large work is asked for in zeros, which the system may have without making them;
 * what is handed out of the others is zeroed then, for much of them may never be. */
static struct block *new_block(const struct bm_arena *arena, size_t room)
{
    struct block *b = NULL;
    const bool clean = !arena->raw && room > arena->next_size;
    if (arena->next_size >= BLOCK_MOST && room <= HUGE_PAGE - sizeof *b)
        b = map_block();
    if (b)
        return b;
    b = clean ? calloc(1, sizeof *b + room) : malloc(sizeof *b + room);
    if (!b)
        bm_out_of_memory();
    *b = (struct block){.size = room, .clean = clean};
    CLOSE(b->bytes, room);
    return b;
}

void bm_arena_drop(struct bm_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->block);
    free_blocks(arena->spare);
    free(arena);
}

void bm_arena_clear(struct bm_arena *arena)
{
    /* The newest block is the largest. */
    struct block *keep = arena->block;
    if (!keep)
        return;
    free_blocks(keep->next);
    free_blocks(arena->spare);
    arena->spare = NULL;
    OPEN(keep->bytes, keep->used);
    if (keep->clean && !arena->raw)
        memset(keep->bytes, 0, keep->used);
    CLOSE(keep->bytes, keep->used);
    keep->next = NULL;
    keep->used = 0;
    arena->used = 0;
}

void bm_arena_reset(struct bm_arena *arena)
{
    struct block **end = &arena->spare;
    while (*end)
        end = &(*end)->next;
    *end = arena->block; /* the newest first, as they were made */
    arena->block = NULL;
    arena->used = 0;
    for (struct block *b = arena->spare; b; b = b->next) {
        OPEN(b->bytes, b->size);
        b->clean = b->clean && !b->used;
        b->used = 0;
        CLOSE(b->bytes, b->size);
    }
}

/* The first of the spare blocks that has the room, taken out; or a new one. */
static struct block *next_block(struct bm_arena *arena, size_t room)
{
    for (struct block **at = &arena->spare; *at; at = &(*at)->next) {
        struct block *b = *at;
        if (b->size < room)
            continue;
        *at = b->next;
        return b;
    }
    struct block *b = new_block(arena, room > arena->next_size ? room : arena->next_size);
    if (arena->next_size < BLOCK_MOST)
        arena->next_size *= 2;
    return b;
}

/* Zeros from that byte on: those before it are written over at once. */
static void *take(struct bm_arena *arena, size_t size, size_t zeros)
{
    const size_t a = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        bm_out_of_memory();
    const size_t room = (size + a - 1) / a * a;
    struct block *b = arena->block;
    if (!b || b->size - b->used < room + GUARD) {
        b = next_block(arena, room + GUARD);
        b->next = arena->block;
        arena->block = b;
    }
    void *p = b->bytes + b->used;
    b->used += room + GUARD;
    arena->used += room;
    OPEN(p, size);
    if (!b->clean && !arena->raw)
        memset((char *)p + zeros, 0, size - zeros);
    return p;
}

void *bm_arena_alloc(struct bm_arena *arena, size_t size)
{
    return take(arena, size, 0);
}

void *bm_arena_array(struct bm_arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 2 / size)
        bm_out_of_memory();
    return bm_arena_alloc(arena, n * size);
}

char *bm_arena_copy(struct bm_arena *arena, const void *bytes, size_t n)
{
    char *p = bm_arena_alloc(arena, n + 1);
    if (n)
        memcpy(p, bytes, n);
    return p;
}

void *bm_arena_grow(struct bm_arena *arena, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    size_t more = *cap ? *cap * 2 : 8;
    if (more > SIZE_MAX / 2 / size)
        bm_out_of_memory();
    void *p = take(arena, more * size, n * size);
    if (n)
        memcpy(p, items, n * size);
    *cap = more;
    return p;
}

size_t bm_arena_used(const struct bm_arena *arena)
{
    return arena->used;
}

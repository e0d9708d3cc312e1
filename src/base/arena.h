/* Arenas: memory with one owner and one end. A stage allocates what it hands on
 * from the arena it is given and frees nothing; whoever made the arena drops it
 * whole. Allocation never returns NULL: when memory runs out the program says so
 * on standard error and ends with status 75 (try again), which is what a person
 * at the desk can do about it. */
#pragma once

#include <stddef.h>

struct bm_arena;

/* Says that memory has run out and ends the program with status 75, at once and without taking any:
 * for those who get memory without an arena. */
_Noreturn void bm_out_of_memory(void);

/* A new, empty arena. Owned by the caller until bm_arena_drop(). */
struct bm_arena *bm_arena_new(void);

/* The same for short work that writes all of what it asks for before it reads it: memory from this
 * arena is not zeroed. */
struct bm_arena *bm_arena_new_raw(void);

/* Takes everything back and keeps the largest block for reuse, so that many small works in a row
 * cost no allocation. Pointers into the arena end. */
void bm_arena_clear(struct bm_arena *arena);

/* Takes everything back and keeps all blocks, so that work of the same size done again and again
 * asks the system for nothing. Pointers into the arena end. */
void bm_arena_reset(struct bm_arena *arena);

/* Frees the arena and everything allocated from it. NULL is allowed. */
void bm_arena_drop(struct bm_arena *arena);

/* size bytes, zeroed (unless the arena is raw), aligned for any type. size 0 gives a valid pointer.
 */
void *bm_arena_alloc(struct bm_arena *arena, size_t size);

/* n elements of size bytes each, as bm_arena_alloc() gives them; an overflow of n * size ends the
 * program as running out of memory does. */
void *bm_arena_array(struct bm_arena *arena, size_t n, size_t size);

/* A copy of n bytes, followed by a NUL that does not count. */
char *bm_arena_copy(struct bm_arena *arena, const void *bytes, size_t n);

/* Makes room for one more element in an array that grows: returns items, moved
 * to a block of twice the capacity when n has reached *cap. */
void *bm_arena_grow(struct bm_arena *arena, void *items, size_t n, size_t *cap, size_t size);

/* Bytes handed out so far; for reports and bounds in tests. */
size_t bm_arena_used(const struct bm_arena *arena);

/* Elements of an array. */
#define BM_COUNT(array) (sizeof(array) / sizeof *(array))

#define BM_NEW(arena, type)      ((type *)bm_arena_alloc((arena), sizeof(type)))
#define BM_NEW_N(arena, n, type) ((type *)bm_arena_array((arena), (n), sizeof(type)))

/* Compiling a lexicon. */
#include "words/write.h"

#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    const struct bm_entry *x = a, *y = b;
    for (uint32_t i = 0; i < x->length && i < y->length; i++)
        if (x->text[i] != y->text[i])
            return x->text[i] < y->text[i] ? -1 : 1;
    return (x->length > y->length) - (x->length < y->length);
}

static int by_letter(const void *a, const void *b)
{
    const struct bm_lexicon_letter *x = a, *y = b;
    return (x->letter > y->letter) - (x->letter < y->letter);
}

/* A node that is still to be written: the entries [from, end), alike in their first depth letters.
 */
struct open_node {
    size_t from, end;
    uint32_t depth;
};

/* Breadth first: what is written is what the queue holds. Returns the number of nodes. */
static uint32_t put_nodes(struct bm_arena *arena, struct bm_entry *v, size_t n, bool traits,
                          struct bm_buf *out)
{
    size_t most = 1;
    qsort(v, n, sizeof *v, by_text);
    for (size_t i = 0; i < n; i++)
        most += v[i].length;
    struct open_node *queue = bm_arena_array(arena, most, sizeof *queue);
    size_t tail = 1;
    queue[0] = (struct open_node){0, n, 0};
    for (size_t head = 0; head < tail; head++) {
        const struct open_node at = queue[head];
        struct bm_lexicon_node node = {.child = (uint32_t)tail};
        size_t i = at.from;
        if (at.depth)
            node.letter = (uint16_t)v[i].text[at.depth - 1];
        if (i < at.end && at.depth && v[i].length == at.depth) {
            node.weight = traits ? (uint8_t)(v[i].traits & 0xFF) : (uint8_t)(266 - v[i].cost);
            node.cls = traits ? (uint8_t)(v[i].traits >> 8) : v[i].cls;
            i++;
        }
        while (i < at.end) {
            size_t next = i + 1;
            while (next < at.end && v[next].text[at.depth] == v[i].text[at.depth])
                next++;
            queue[tail++] = (struct open_node){i, next, at.depth + 1};
            i = next;
        }
        bm_buf_put(out, &node, sizeof node);
    }
    return (uint32_t)tail;
}

void bm_lexicon_write(struct bm_arena *arena, struct bm_entry *words, size_t word_count,
                      struct bm_entry *traits, size_t trait_count,
                      struct bm_lexicon_letter *letters, size_t letter_count, struct bm_buf *out)
{
    struct bm_lexicon_header h = {.version = BM_LEXICON_VERSION, .words = (uint32_t)word_count};
    struct bm_buf body = {0};
    memcpy(h.magic, BM_LEXICON_MAGIC, 4);
    h.word_nodes = put_nodes(arena, words, word_count, false, &body);
    h.trait_nodes = put_nodes(arena, traits, trait_count, true, &body);
    h.letters = (uint32_t)letter_count;
    qsort(letters, letter_count, sizeof *letters, by_letter);
    bm_buf_put(&body, letters, letter_count * sizeof *letters);
    h.sum = bm_hash_bulk(body.p, body.n);
    bm_buf_put(out, &h, sizeof h);
    bm_buf_put(out, body.p, body.n);
    bm_buf_free(&body);
}

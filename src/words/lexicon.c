/* Reading the lexicon where it lies. */
#include "words/lexicon.h"

#include "base/file.h"

#include <sys/mman.h>
#include <unistd.h>

const char *bm_lexicon_view(const void *bytes, size_t n, struct bm_lexicon *lexicon)
{
    struct bm_lexicon_header h;
    *lexicon = (struct bm_lexicon){0};
    if (n < sizeof h)
        return "its header is cut off";
    memcpy(&h, bytes, sizeof h);
    if (memcmp(h.magic, BM_LEXICON_MAGIC, 4) != 0)
        return "it is no word map";
    if (h.version != BM_LEXICON_VERSION)
        return "it is of another version";
    const uint64_t nodes = (uint64_t)h.word_nodes + h.trait_nodes;
    const uint64_t want = sizeof h + nodes * sizeof(struct bm_lexicon_node) +
                          (uint64_t)h.letters * sizeof(struct bm_lexicon_letter);
    if (!h.word_nodes || !h.trait_nodes || want != n)
        return "its size is not that of its header";
    const unsigned char *body = (const unsigned char *)bytes + sizeof h;
    if (bm_hash_bulk(body, n - sizeof h) != h.sum)
        return "its bytes do not add up";
    /* Aligned: maps begin at a page, sections are of 8 bytes an item. */
    lexicon->words = (const void *)body;
    lexicon->traits = lexicon->words + h.word_nodes;
    lexicon->letters = (const void *)(lexicon->traits + h.trait_nodes);
    lexicon->word_nodes = h.word_nodes;
    lexicon->trait_nodes = h.trait_nodes;
    lexicon->letter_count = h.letters;
    lexicon->sum = h.sum;
    return NULL;
}

bool bm_lexicon_open(const char *path, struct bm_lexicon *lexicon, struct bm_diags *diags)
{
    struct bm_file file;
    *lexicon = (struct bm_lexicon){0};
    if (access(path, F_OK) != 0)
        return bm_diag(diags, BM_MSG_NO_LEXICON, bm_span_none(), bm_str_c(path));
    if (!bm_file_open(path, &file))
        return bm_file_refuse(path, &file, bm_span_none(), diags);
    if (!bm_file_fits(path, BM_FILE_LEXICON, file.size, bm_span_none(), diags)) {
        close(file.fd);
        return false;
    }
    void *p = file.size ? mmap(NULL, (size_t)file.size, PROT_READ, MAP_PRIVATE, file.fd, 0) : NULL;
    close(file.fd);
    if (p == MAP_FAILED)
        return bm_diag(diags, BM_MSG_OPEN_NO_MEMORY, bm_span_none(), bm_str_c(path));
    const char *wrong = bm_lexicon_view(p, (size_t)file.size, lexicon);
    lexicon->map = p;
    lexicon->size = (size_t)file.size;
    if (!wrong)
        return true;
    bm_lexicon_close(lexicon);
    return bm_diag(diags, BM_MSG_BAD_LEXICON, bm_span_none(), bm_str_c(path), bm_str_c(wrong));
}

void bm_lexicon_close(struct bm_lexicon *lexicon)
{
    if (lexicon->map)
        munmap(lexicon->map, lexicon->size);
    *lexicon = (struct bm_lexicon){0};
}

/* The child of a node under the letter; 0: none. */
static uint32_t child(const struct bm_lexicon_node *v, uint32_t n, uint32_t at, char16_t c)
{
    uint32_t low = v[at].child, high = at + 1 < n ? v[at + 1].child : n;
    if (high > n)
        high = n;
    const uint32_t end = high;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (v[middle].letter < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && v[low].letter == c ? low : 0;
}

/* Nodes on the way along the text, of words or of pairs. */
static size_t listed(const struct bm_lexicon *lexicon, const char16_t *text, size_t n, bool pairs,
                     struct bm_listed out[BM_LISTED_MOST])
{
    size_t found = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n && i < BM_LISTED_MOST; i++) {
        at = child(lexicon->words, lexicon->word_nodes, at, text[i]);
        if (!at)
            break;
        const struct bm_lexicon_node *node = &lexicon->words[at];
        if (node->weight && pairs && node->cls == BM_LEXICON_PAIR)
            out[found++] = (struct bm_listed){i + 1, node->weight, BM_WORD_NOUN};
        else if (node->weight && !pairs && node->cls < BM_WORD_CLASSES)
            out[found++] =
                (struct bm_listed){i + 1, 266u - node->weight, (enum bm_word_class)node->cls};
    }
    return found;
}

size_t bm_lexicon_words(const struct bm_lexicon *lexicon, const char16_t *text, size_t n,
                        struct bm_listed out[BM_LISTED_MOST])
{
    return listed(lexicon, text, n, false, out);
}

size_t bm_lexicon_pairs(const struct bm_lexicon *lexicon, const char16_t *text, size_t n,
                        struct bm_listed out[BM_LISTED_MOST])
{
    return listed(lexicon, text, n, true, out);
}

static uint16_t traits_of(const struct bm_lexicon_node *node)
{
    return (uint16_t)(node->weight | node->cls << 8);
}

uint16_t bm_lexicon_traits(const struct bm_lexicon *lexicon, const char16_t *text, size_t n)
{
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++)
        if (!(at = child(lexicon->traits, lexicon->trait_nodes, at, text[i])))
            return 0;
    return n ? traits_of(&lexicon->traits[at]) : 0;
}

uint16_t bm_lexicon_starts(const struct bm_lexicon *lexicon, const char16_t *text, size_t n)
{
    uint16_t traits = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < n && i < BM_LISTED_MOST; i++) {
        if (!(at = child(lexicon->traits, lexicon->trait_nodes, at, text[i])))
            break;
        traits |= traits_of(&lexicon->traits[at]);
    }
    return traits;
}

const struct bm_lexicon_letter *bm_lexicon_letter(const struct bm_lexicon *lexicon, char16_t c)
{
    uint32_t low = 0, high = lexicon->letter_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (lexicon->letters[middle].letter < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lexicon->letter_count && lexicon->letters[low].letter == c ? &lexicon->letters[low]
                                                                            : NULL;
}

/* Bytes as a phrases.txt; its first row, as it is, is an edition's own phrase. The longest phrase
 * is looked for everywhere in the text. */
#include "fuzz.h"

TARGET(phrases)
{
    struct fuzz f;
    struct bm_phrases phrases;
    uint32_t source;
    fuzz_begin(&f, NULL);
    struct bm_str text = {(const char *)data, size}, own = text;
    const char *end = size ? memchr(data, '\n', size) : NULL;
    if (end)
        own.n = (size_t)(end - own.p);
    bool read = fuzz_text(&f, BM_STR("phrases.txt"), text, &source);
    const struct bm_span span = {source, 0, (uint32_t)own.n};
    read = read &&
           bm_phrases_read(f.arena, &f.sources, source, &own, &span, own.n > 0, &phrases, &f.diags);
    for (size_t i = 1; read && i < phrases.n; i++)
        if (bm_str_eq(phrases.v[i - 1], phrases.v[i]))
            __builtin_trap();
    for (size_t i = 0; read && i < size; i++)
        if (bm_phrases_longest(&phrases, (struct bm_str){text.p + i, size - i}) > size - i)
            __builtin_trap();
    fuzz_end(&f, read);
    return 0;
}

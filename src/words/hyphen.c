/* Hyphenation with libhyphen and the patterns that Debian installs. */
#include "words/hyphen.h"

#include "base/file.h"

#include <hyphen.h>
#include <stdlib.h>
#include <unistd.h>

#define FOLDER      "/usr/share/hyphen"
#define LEAST_LEFT  2 /* rule 7.2 */
#define LEAST_RIGHT 3

struct bm_hyphens {
    const char *language;
    HyphenDict *dictionary; /* NULL: there is none */
    struct bm_hyphens *next;
};

/* libhyphen opens the file by its name, so it is looked at first. */
static HyphenDict *load(const char *path, struct bm_diags *diags)
{
    struct bm_file file;
    if (!bm_file_open(path, &file)) {
        bm_file_again(path, file.error, bm_span_none(), diags);
        return NULL;
    }
    close(file.fd);
    return bm_file_fits(path, BM_FILE_HYPHENATION, file.size, bm_span_none(), diags)
               ? hnj_hyphen_load(path)
               : NULL;
}

static HyphenDict *dictionary(struct bm_arena *arena, struct bm_hyphens **hyphens,
                              const char *language, struct bm_diags *diags)
{
    for (struct bm_hyphens *h = *hyphens; h; h = h->next)
        if (strcmp(h->language, language) == 0)
            return h->dictionary;
    struct bm_buf path = {0};
    bm_buf_printf(&path, FOLDER "/hyph_%s.dic", language);
    bm_buf_char(&path, 0);
    for (size_t i = sizeof FOLDER; i < path.n; i++)
        if (path.p[i] == '-')
            path.p[i] = '_';
    struct bm_hyphens *h = BM_NEW(arena, struct bm_hyphens);
    *h = (struct bm_hyphens){language, load(path.p, diags), *hyphens};
    *hyphens = h;
    bm_buf_free(&path);
    if (!h->dictionary)
        bm_diag_once(diags, BM_MSG_NO_HYPHENATION, bm_span_none(),
                     (const struct bm_str[]){bm_str_c(language)}, 1);
    return h->dictionary;
}

void bm_hyphens_free(struct bm_hyphens *hyphens)
{
    for (; hyphens; hyphens = hyphens->next)
        if (hyphens->dictionary)
            hnj_hyphen_free(hyphens->dictionary);
}

bool bm_hyphenate(struct bm_arena *arena, struct bm_hyphens **hyphens, const char *language,
                  const uint32_t *word, size_t n, bool *points, struct bm_diags *diags)
{
    HyphenDict *d = dictionary(arena, hyphens, language, diags);
    /* The patterns are of small letters; libhyphen writes one digit a byte of the word. */
    char text[BM_WORD_MOST + 1], marks[BM_WORD_MOST + 8];
    char **replace = NULL;
    int *at = NULL, *cut = NULL;
    if (!d || n > BM_WORD_MOST)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (word[i] >= 0x80)
            return false;
        text[i] = (char)(word[i] | 0x20);
        points[i] = false;
    }
    text[n] = '\0';
    if (hnj_hyphen_hyphenate3(d, text, (int)n, marks, NULL, &replace, &at, &cut, LEAST_LEFT,
                              LEAST_RIGHT, LEAST_LEFT, LEAST_RIGHT) != 0)
        return false;
    bool any = false;
    for (size_t i = LEAST_LEFT - 1; i + LEAST_RIGHT < n; i++) {
        points[i] = (marks[i] & 1) && !(replace && replace[i]);
        any |= points[i];
    }
    for (size_t i = 0; replace && i < n; i++)
        free(replace[i]);
    free(replace);
    free(at);
    free(cut);
    return any;
}

/* Openings of paragraphs: 电头, speakers; and lists of names. */
#include "manuscript/openings.h"

#include <uchar.h>

#define DATELINE_MOST 40 /* characters: a place, a date */
#define CREDIT_MOST   40 /* in the brackets behind it */
#define SPEAKER_MOST  12
#define NAME_MOST     15 /* 阿卜杜拉·买买提（女，维吾尔族） is longer than most */

/* The characters of a text one by one. */
struct reader {
    const struct bm_text *text;
    size_t piece, byte, at; /* at: characters read */
};

static uint32_t next(struct reader *r)
{
    while (r->piece < r->text->n) {
        const struct bm_piece *p = &r->text->v[r->piece];
        if (p->kind == BM_PIECE_TEXT && r->byte < p->text.n) {
            r->at++;
            return bm_utf8_next(p->text.p, p->text.n, &r->byte);
        }
        if (p->kind == BM_PIECE_GAP || p->kind == BM_PIECE_BREAK)
            return 0;
        r->piece++;
        r->byte = 0;
    }
    return 0;
}

static bool is_bracket(uint32_t cp)
{
    return cp == u'（' || cp == '(';
}

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Ideographs of all planes; 々〆〇 too. */
static bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || (cp >= 0x3005 && cp <= 0x3007);
}

/* What a name, a place or a date holds: ideographs, letters of Latin scripts, figures, ·. */
static bool is_of_word(uint32_t cp)
{
    return is_han(cp) || is_digit(cp) || ((cp | 32) >= 'a' && (cp | 32) <= 'z') ||
           (cp >= 0xC0 && cp < 0x250) || cp == u'·';
}

/* The brackets that begin at the reader; characters up to their end, or as many as before. */
static size_t after_credit(struct reader r, size_t before)
{
    uint32_t cp = next(&r);
    if (cp && bm_is_white(cp))
        cp = next(&r);
    if (!is_bracket(cp))
        return before;
    for (size_t i = 0; i < CREDIT_MOST && (cp = next(&r)); i++)
        if (cp == u'）' || cp == ')')
            return r.at;
    return before;
}

/* Papers of the house, and agencies. */
static const char16_t *const sources[] = {
    u"本报",       u"本刊",   u"本台",   u"本网",   u"本社",   u"新华社", u"中新社",
    u"中国新闻社", u"新华网", u"人民网", u"中新网", u"央视网", u"法新社", u"路透社",
    u"美联社",     u"塔斯社", u"俄新社", u"共同社", u"韩联社", u"朝中社", u"德新社"};

/* Moves the reader past the source that it stands at, if it stands at one. */
static bool take_source(struct reader *r)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct reader ahead = *r;
        size_t k = 0;
        while (sources[i][k] && next(&ahead) == sources[i][k])
            k++;
        if (sources[i][k])
            continue;
        *r = ahead;
        return true;
    }
    return false;
}

size_t bm_opening_dateline(const struct bm_text *text)
{
    struct reader r = {.text = text}, behind = r;
    if (next(&behind) == u'据')
        r = behind;
    if (!take_source(&r))
        return 0;
    uint32_t cp = next(&r);
    for (size_t i = 0; i < DATELINE_MOST && is_of_word(cp); i++) {
        struct reader ahead = r;
        const uint32_t after = next(&ahead);
        if ((cp == u'讯' || cp == u'电') &&
            (!after || bm_is_white(after) || is_bracket(after) || (cp == u'讯' && after == u'记')))
            return after_credit(r, r.at);
        cp = next(&r);
    }
    return 0;
}

size_t bm_opening_speaker(const struct bm_text *text, bool *asks)
{
    static const char16_t *const asking[] = {u"问", u"提问", u"记者", u"主持人", u"采访者"};
    struct reader r = {.text = text};
    uint32_t name[SPEAKER_MOST + 1];
    size_t n = 0;
    *asks = false;
    while (n <= SPEAKER_MOST) {
        const uint32_t cp = next(&r);
        if (cp == u'：' || cp == ':')
            break;
        if (!is_of_word(cp) || n == SPEAKER_MOST)
            return 0;
        name[n++] = cp;
    }
    for (size_t i = 0; i < sizeof asking / sizeof *asking && !*asks; i++) {
        size_t k = 0, from;
        while (asking[i][k])
            k++;
        if (k > n || (i < 2 && k != n)) /* 本报记者, but no name that ends in 问 */
            continue;
        from = n - k;
        for (k = 0; asking[i][k] && asking[i][k] == name[from + k];)
            k++;
        *asks = !asking[i][k];
    }
    return n ? r.at : 0;
}

bool bm_opening_is_names(const struct bm_text *text)
{
    struct reader r = {.text = text};
    size_t run = 0, words = 0, brackets = 0;
    for (uint32_t cp = next(&r); cp; cp = next(&r)) {
        const bool blank = bm_is_white(cp);
        words += blank && run;
        run = blank ? 0 : run + 1;
        brackets += is_bracket(cp);
        if (cp == u'）' || cp == ')') {
            if (!brackets--)
                return false;
            continue;
        }
        if (!blank && !is_of_word(cp) && !is_bracket(cp) && !(brackets && cp == u'，'))
            return false;
        if (run > NAME_MOST || (!brackets && is_digit(cp)))
            return false;
    }
    return words + (run > 0) > 1 && !brackets && r.piece >= text->n;
}

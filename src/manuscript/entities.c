/* Entities of Markdown: those that an editor may know by name, and all by number. */
#include "manuscript/parts.h"

bool entity_read(struct bm_str s, uint32_t *out)
{
    static const struct {
        const char *name;
        uint32_t cp;
    } names[] = {{"&amp;", '&'},      {"&lt;", '<'},        {"&gt;", '>'},
                 {"&quot;", '"'},     {"&apos;", '\''},     {"&nbsp;", 0xA0},
                 {"&ensp;", 0x2002},  {"&emsp;", 0x2003},   {"&middot;", 0xB7},
                 {"&mdash;", 0x2014}, {"&hellip;", 0x2026}, {"&ndash;", 0x2013}};
    for (size_t i = 0; i < BM_COUNT(names); i++)
        if (bm_str_is(s, names[i].name)) {
            *out = names[i].cp;
            return true;
        }
    if (s.n < 4 || s.p[1] != '#')
        return false;
    bool hex = s.p[2] == 'x' || s.p[2] == 'X';
    uint32_t cp = 0;
    for (size_t i = hex ? 3 : 2; i + 1 < s.n && cp <= 0x10FFFF; i++) {
        char c = s.p[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a') + 10;
        cp = cp * (hex ? 16 : 10) + digit;
    }
    *out = cp;
    return true;
}

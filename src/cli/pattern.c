#include "cli/pattern.h"

static bool bad(struct bm_diags *diags, const char *pattern, const char *reason)
{
    return bm_diag(diags, BM_MSG_BAD_PATTERN, bm_span_none(), bm_str_c(pattern), bm_str_c(reason));
}

enum field {
    EDITION,
    LAYOUT,
    DATE,
    DAY,
    PAGE,
    UNKNOWN
};

/* The placeholder between braces; of a page, how many digits at least. */
static enum field field_of(struct bm_str name, unsigned *digits)
{
    static const char *const names[] = {"edition", "layout", "date", "day", "page"};
    *digits = 1;
    if (name.n == 7 && memcmp(name.p, "page:0", 6) == 0 && name.p[6] >= '1' && name.p[6] <= '9') {
        *digits = (unsigned)(name.p[6] - '0');
        return PAGE;
    }
    for (unsigned i = 0; i < UNKNOWN; i++)
        if (bm_str_is(name, names[i]))
            return (enum field)i;
    return UNKNOWN;
}

/* Whether a path leads out of the folder that it is to stand in. */
static bool leads_out(const char *path)
{
    for (const char *p = path; p; p = strchr(p, '/') ? strchr(p, '/') + 1 : NULL)
        if (strncmp(p, "..", 2) == 0 && (p[2] == '/' || !p[2]))
            return true;
    return *path == '/';
}

bool bm_pattern_check(const char *pattern, struct bm_diags *diags)
{
    bool page = false;
    if (leads_out(pattern))
        return bad(diags, pattern, "it leads out of the folder of the output");
    for (const char *p = pattern; *p; p++) {
        unsigned digits;
        if (*p == '}')
            return bad(diags, pattern, "a brace is left alone");
        if (*p != '{')
            continue;
        const char *end = strpbrk(p + 1, "{}");
        if (!end || *end == '{')
            return bad(diags, pattern, "a brace is left alone");
        enum field field = field_of((struct bm_str){p + 1, (size_t)(end - p - 1)}, &digits);
        if (field == UNKNOWN)
            return bad(diags, pattern, "a placeholder is not known");
        page = page || field == PAGE;
        p = end;
    }
    return page ? true : bad(diags, pattern, "it has no page, and all files would have one name");
}

static void put(struct bm_buf *out, struct bm_str value, char instead_of, const char *with)
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == instead_of)
            bm_buf_c(out, with);
        else
            bm_buf_char(out, value.p[i]);
}

bool bm_pattern_fill(const char *pattern, const struct bm_pattern_values *values,
                     struct bm_buf *out, struct bm_diags *diags)
{
    for (const char *p = pattern; *p; p++) {
        unsigned digits;
        if (*p != '{') {
            bm_buf_char(out, *p);
            continue;
        }
        const char *end = strchr(p, '}');
        enum field field = field_of((struct bm_str){p + 1, (size_t)(end - p - 1)}, &digits);
        if ((field == DATE || field == DAY) && !values->date.n)
            return bad(diags, pattern, "the edition has no date");
        if (field == EDITION || field == LAYOUT)
            put(out, field == EDITION ? values->edition : values->layout, '/', "-");
        else if (field == DATE || field == DAY)
            put(out, values->date, '-', field == DATE ? "-" : "");
        else
            bm_buf_printf(out, "%0*u", (int)digits, values->page);
        p = end;
    }
    return true;
}

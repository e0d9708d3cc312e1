#include "base/check.h"

bool bm_character_refused(struct bm_diags *diags, uint32_t cp, struct bm_span span)
{
    const enum bm_character_fault fault = bm_character_fault(cp);
    struct bm_buf name = {0};
    if (!fault)
        return false;
    bm_buf_printf(&name, "U+%04X", (unsigned)cp);
    bm_diag(diags,
            fault == BM_CHARACTER_NONE      ? BM_MSG_NO_CHARACTER
            : fault == BM_CHARACTER_TURNING ? BM_MSG_TURNING_CHARACTER
                                            : BM_MSG_CONTROL_CHARACTER,
            span, bm_buf_view(&name));
    bm_buf_free(&name);
    return true;
}

bool bm_text_check(const struct bm_sources *sources, uint32_t file, struct bm_diags *diags)
{
    struct bm_str s = sources->v[file].text;
    size_t good = bm_utf8_check(s.p, s.n);
    bool well = good == s.n;
    if (!well) {
        struct bm_buf byte = {0};
        bm_buf_printf(&byte, "0x%02X", (unsigned)(unsigned char)s.p[good]);
        bm_diag(diags, BM_MSG_NOT_UTF8, ((struct bm_span){file, (uint32_t)good, 1}),
                bm_buf_view(&byte));
        bm_buf_free(&byte);
    }
    for (size_t i = 0; i < good;) {
        const size_t from = i;
        const uint32_t cp = bm_utf8_next(s.p, good, &i);
        const struct bm_span span = {file, (uint32_t)from, (uint32_t)(i - from)};
        if (cp == '\r' && !(i < good && s.p[i] == '\n'))
            return bm_diag(diags, BM_MSG_LONE_RETURN, span, BM_STR("U+000D"));
        if (cp != '\r' && bm_character_fault(cp))
            return !bm_character_refused(diags, cp, span);
    }
    return well;
}

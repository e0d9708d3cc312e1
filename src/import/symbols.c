/* Symbol fonts: codes to characters. Microsoft's tables for Wingdings and Adobe's for Symbol, those
 * that copy has. */
#include "import/docx.h"

#include <uchar.h>

struct code {
    unsigned char code;
    char32_t character;
};

static const struct code wingdings[] = {
    {0x21, U'✏'}, {0x22, U'✂'}, {0x28, U'☎'}, {0x2A, U'✉'}, {0x36, U'⌛'}, {0x3E, U'✇'},
    {0x3F, U'✍'}, {0x45, U'☜'}, {0x46, U'☞'}, {0x47, U'☝'}, {0x48, U'☟'}, {0x4A, U'☺'},
    {0x4B, U'😐'}, {0x4C, U'☹'}, {0x4E, U'☠'}, {0x51, U'✈'}, {0x52, U'☼'}, {0x54, U'❄'},
    {0x5B, U'☯'}, {0x6C, U'●'}, {0x6D, U'❍'}, {0x6E, U'■'}, {0x6F, U'□'}, {0x71, U'❑'},
    {0x72, U'❒'}, {0x74, U'⧫'}, {0x75, U'◆'}, {0x76, U'❖'}, {0x77, U'⬥'}, {0x78, U'⌧'},
    {0x9E, U'·'}, {0x9F, U'•'}, {0xA1, U'○'}, {0xA7, U'▪'}, {0xA8, U'□'}, {0xAA, U'✦'},
    {0xAB, U'★'}, {0xAC, U'✶'}, {0xAD, U'✴'}, {0xAE, U'✹'}, {0xB2, U'⟡'}, {0xD8, U'➢'},
    {0xDF, U'←'}, {0xE0, U'→'}, {0xE1, U'↑'}, {0xE2, U'↓'}, {0xE8, U'➔'}, {0xF0, U'⇨'},
    {0xFB, U'✗'}, {0xFC, U'✓'}, {0xFD, U'☒'}, {0xFE, U'☑'}};
static const struct code wingdings2[] = {{0x4F, U'✗'}, {0x50, U'✓'}, {0x51, U'☒'}, {0x52, U'☑'},
                                         {0x53, U'☒'}, {0x54, U'☒'}, {0xA3, U'□'}, {0x97, U'●'},
                                         {0x98, U'●'}, {0xA2, U'■'}, {0xAE, U'◆'}, {0xEA, U'★'}};
static const struct code symbol[] = {
    {0x22, U'∀'}, {0x24, U'∃'}, {0x27, U'∋'}, {0x2A, U'∗'}, {0x2D, U'−'}, {0x40, U'≅'},
    {0x41, U'Α'}, {0x42, U'Β'}, {0x44, U'Δ'}, {0x46, U'Φ'}, {0x47, U'Γ'}, {0x4C, U'Λ'},
    {0x50, U'Π'}, {0x51, U'Θ'}, {0x53, U'Σ'}, {0x57, U'Ω'}, {0x58, U'Ξ'}, {0x59, U'Ψ'},
    {0x5C, U'∴'}, {0x5E, U'⊥'}, {0x61, U'α'}, {0x62, U'β'}, {0x63, U'χ'}, {0x64, U'δ'},
    {0x65, U'ε'}, {0x66, U'φ'}, {0x67, U'γ'}, {0x68, U'η'}, {0x6A, U'ϕ'}, {0x6B, U'κ'},
    {0x6C, U'λ'}, {0x6D, U'μ'}, {0x6E, U'ν'}, {0x70, U'π'}, {0x71, U'θ'}, {0x72, U'ρ'},
    {0x73, U'σ'}, {0x74, U'τ'}, {0x77, U'ω'}, {0x78, U'ξ'}, {0x79, U'ψ'}, {0x7A, U'ζ'},
    {0xA2, U'′'}, {0xA3, U'≤'}, {0xA5, U'∞'}, {0xA7, U'♣'}, {0xA8, U'♦'}, {0xA9, U'♥'},
    {0xAA, U'♠'}, {0xAB, U'↔'}, {0xAC, U'←'}, {0xAD, U'↑'}, {0xAE, U'→'}, {0xAF, U'↓'},
    {0xB0, U'°'}, {0xB1, U'±'}, {0xB2, U'″'}, {0xB3, U'≥'}, {0xB4, U'×'}, {0xB5, U'∝'},
    {0xB6, U'∂'}, {0xB7, U'•'}, {0xB8, U'÷'}, {0xB9, U'≠'}, {0xBA, U'≡'}, {0xBB, U'≈'},
    {0xBC, U'…'}, {0xC5, U'⊕'}, {0xC6, U'∅'}, {0xC7, U'∩'}, {0xC8, U'∪'}, {0xCC, U'⊂'},
    {0xCE, U'∈'}, {0xD0, U'∠'}, {0xD1, U'∇'}, {0xD5, U'∏'}, {0xD6, U'√'}, {0xD7, U'⋅'},
    {0xD8, U'¬'}, {0xD9, U'∧'}, {0xDA, U'∨'}, {0xDE, U'⇒'}, {0xE5, U'∑'}, {0xF2, U'∫'}};

static const struct {
    const char *font;
    const struct code *codes;
    size_t n;
} fonts[] = {{"Wingdings", wingdings, BM_COUNT(wingdings)},
             {"Wingdings 2", wingdings2, BM_COUNT(wingdings2)},
             {"Wingdings 3", NULL, 0},
             {"Webdings", NULL, 0},
             {"Marlett", NULL, 0},
             {"Symbol", symbol, BM_COUNT(symbol)}};

bool symbol_font(struct bm_str font)
{
    for (size_t i = 0; i < BM_COUNT(fonts); i++)
        if (bm_str_is(font, fonts[i].font))
            return true;
    return false;
}

uint32_t symbol_of(struct bm_str font, uint32_t code)
{
    code = code >= 0xF000 && code <= 0xF0FF ? code - 0xF000 : code;
    if (!symbol_font(font)) /* a character of a font as others are, given by its number */
        return code > 0xFF && code < 0xE000 ? code : 0;
    for (size_t i = 0; i < BM_COUNT(fonts); i++) {
        if (!bm_str_is(font, fonts[i].font))
            continue;
        for (size_t k = 0; k < fonts[i].n; k++)
            if (fonts[i].codes[k].code == code)
                return fonts[i].codes[k].character;
    }
    return 0;
}

/* The character of a number, or a letter, in a circle; 0: there is none. */
static uint32_t in_circle(struct bm_str s)
{
    static const char han[] = "一二三四五六七八九十";
    uint32_t n = 0;
    for (size_t i = 0; i < s.n && s.n <= 2; i++) {
        if (s.n == 1 && s.p[i] >= 'A' && s.p[i] <= 'Z')
            return 0x24B6 + (uint32_t)(s.p[i] - 'A');
        if (s.n == 1 && s.p[i] >= 'a' && s.p[i] <= 'z')
            return 0x24D0 + (uint32_t)(s.p[i] - 'a');
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    }
    for (uint32_t i = 0; s.n == 3 && i < 10; i++)
        if (memcmp(s.p, han + (size_t)i * 3, 3) == 0)
            return 0x3280 + i;
    if (!s.n || s.n > 2 || s.p[0] == '0')
        return s.n == 1 ? 0x24EA : 0;
    return n <= 20 ? 0x245F + n : n <= 35 ? 0x3251 + n - 21 : n <= 50 ? 0x32B1 + n - 36 : 0;
}

uint32_t circled_of(struct bm_str code)
{
    static const char *const circles[] = {"○", "〇", "◯"};
    static const char form[] = "eq\\o\\ac(";
    struct bm_buf b = {0};
    uint32_t cp = 0;
    for (size_t i = 0; i < code.n && code.n < 64; i++)
        if (code.p[i] != ' ')
            bm_buf_char(&b, code.p[i]);
    const size_t front = sizeof form - 1;
    bool good = b.n > front && b.p[b.n - 1] == ')';
    for (size_t i = 0; good && i < front; i++)
        good = form[i] == (b.p[i] >= 'A' && b.p[i] <= 'Z' ? (char)(b.p[i] + 32) : b.p[i]);
    for (size_t i = 0; good && !cp && i < BM_COUNT(circles); i++) {
        const size_t at = front + strlen(circles[i]) + 1;
        if (b.n > at && memcmp(b.p + front, circles[i], at - front - 1) == 0 &&
            strchr(",;", b.p[at - 1]))
            cp = in_circle((struct bm_str){b.p + at, b.n - at - 1});
    }
    bm_buf_free(&b);
    return cp;
}

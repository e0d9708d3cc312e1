/* What a line of copy looks like by its words alone. */
#include "import/seems.h"

#define ADDRESSEE_MOST 120

struct plain plain_of(const struct paragraph *p)
{
    struct plain plain = {0};
    paragraph_plain(p, &plain.text);
    const struct bm_str s = bm_buf_view(&plain.text);
    size_t last = 0, from = 0;
    bool begun = false;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const bool white = bm_is_white(bm_utf8_next(s.p, s.n, &i));
        from = !white && !begun ? at : from;
        begun |= !white;
        last = white ? last : i;
    }
    plain.s = begun ? (struct bm_str){s.p + from, last - from} : BM_STR("");
    plain.n = bm_utf8_count(plain.s.p, plain.s.n);
    return plain;
}

bool str_begins(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    return s.n >= n && memcmp(s.p, word, n) == 0;
}

bool str_ends(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    return s.n >= n && memcmp(s.p + s.n - n, word, n) == 0;
}

static bool has(struct bm_str s, struct bm_str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (memcmp(s.p + i, word.p, word.n) == 0)
            return true;
    return false;
}

bool str_has(struct bm_str s, const char *word)
{
    return has(s, bm_str_c(word));
}

bool seems_sentence(struct bm_str s)
{
    static const char *const marks[] = {"。", "；", "：", "，", "、", ".", ";", ":", ","};
    for (size_t i = 0; i < BM_COUNT(marks); i++)
        if (str_ends(s, marks[i]))
            return true;
    return false;
}

/* Figures, Chinese ones too, blanks, and characters of `more`, alone. */
static bool figures_and(struct bm_str s, const char *more)
{
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        const struct bm_str c = {s.p + at, i - at};
        if (!(cp >= '0' && cp <= '9') && !bm_is_white(cp) &&
            !(c.n == 3 && has(BM_STR("〇零一二三四五六七八九十百两元○"), c)) &&
            !has(bm_str_c(more), c))
            return false;
    }
    return s.n > 0;
}

static struct bm_str without_brackets(struct bm_str s)
{
    if (str_begins(s, "（") && str_ends(s, "）"))
        return (struct bm_str){s.p + 3, s.n - 6};
    return str_begins(s, "(") && str_ends(s, ")") && s.n > 2 ? (struct bm_str){s.p + 1, s.n - 2}
                                                             : s;
}

bool seems_bracketed(struct bm_str s)
{
    return without_brackets(s).n < s.n;
}

/* 第二号, （第 12 号） */
bool seems_number(const struct plain *p)
{
    const struct bm_str s = without_brackets(p->s);
    return p->n <= 12 && str_begins(s, "第") && str_ends(s, "号") &&
           figures_and((struct bm_str){s.p + 3, s.n - 6}, "");
}

bool seems_adopted(const struct plain *p)
{
    return seems_bracketed(p->s) && p->n <= 80 &&
           (str_has(p->s, "通过") || str_has(p->s, "批准")) && str_has(p->s, "年");
}

/* 讯 as in 本报讯, not as in 通讯员. */
static bool has_news_sign(struct bm_str s)
{
    for (size_t i = 0; i + 3 <= s.n; i++) {
        const struct bm_str rest = {s.p + i, s.n - i};
        if (str_begins(rest, "讯") && !str_begins(rest, "讯员"))
            return true;
    }
    return str_has(s, "电 ");
}

/* 时报记者 李四, 市融媒体中心记者李四: who writes for whom, and then a name. 人民日报记者走进石桥
 * is none. */
static bool names_reporter(struct bm_str s)
{
    static const char *const houses[] = {"报", "社", "台", "网", "刊", "端", "媒", "中心"};
    static const char *const blanks[] = {" ", "　", "：", ":", "／", "/", "、"};
    size_t at = 0;
    while (at + 6 <= s.n && memcmp(s.p + at, "记者", 6) != 0)
        at++;
    const struct bm_str house = {s.p, at}, name = {s.p + at + 6, s.n - at - 6};
    bool good = false, parted = false;
    if (at + 6 > s.n || bm_utf8_count(house.p, house.n) > 16 || str_has(house, " "))
        return false;
    for (size_t i = 0; i < BM_COUNT(houses); i++)
        good |= str_ends(house, houses[i]);
    for (size_t i = 0; i < BM_COUNT(blanks); i++)
        parted |= str_begins(name, blanks[i]);
    return good && name.n && (parted || bm_utf8_count(name.p, name.n) <= 4);
}

bool seems_byline(const struct plain *p)
{
    static const char *const words[] = {
        "本报记者", "记者",       "通讯员",   "本报通讯员", "作者", "文/",        "文／",
        "□",        "■",          "●",        "◆",          "○",    "新华社记者", "特约记者",
        "实习生",   "本报评论员", "实习记者", "文图",       "图文"};
    const struct bm_str s = without_brackets(p->s);
    if (p->n > SEEMS_SHORT || seems_sentence(p->s) || has_news_sign(s))
        return false;
    if (str_begins(s, "本报") && str_ends(s, "评论员"))
        return true;
    for (size_t i = 0; i < BM_COUNT(words); i++)
        if (str_begins(s, words[i]) && s.n > strlen(words[i]))
            return true;
    return names_reporter(s);
}

bool seems_addressee(const struct plain *p, const struct plain *title)
{
    static const char *const sent[] = {"通知", "意见", "批复", "函",   "通报",
                                       "决定", "命令", "请示", "方案", "办法"};
    bool is_sent = false;
    for (size_t i = 0; i < BM_COUNT(sent); i++)
        is_sent |= str_ends(title->s, sent[i]);
    return is_sent && p->n >= 3 && p->n <= ADDRESSEE_MOST &&
           (str_ends(p->s, "：") || str_ends(p->s, ":")) && !str_has(p->s, "。") &&
           !str_has(p->s, "如下") && !str_begins(p->s, "现");
}

bool seems_date(const struct plain *p)
{
    const struct bm_str s = without_brackets(p->s);
    return p->n >= 6 && p->n <= 16 && str_has(s, "年") && str_has(s, "月") && str_ends(s, "日") &&
           figures_and(s, "年月日");
}

bool seems_dateline(struct bm_str s)
{
    static const char *const words[] = {"本报讯",   "本报",   "新华社", "本刊讯",
                                        "据新华社", "中新社", "本台",   "本网讯"};
    size_t i = 0, n = 0;
    for (size_t k = 0; k < BM_COUNT(words); k++)
        if (str_begins(s, words[k]))
            n = strlen(words[k]);
    if (!n)
        return false;
    if (n >= 9 && (str_has((struct bm_str){s.p, n}, "讯")))
        return true;
    for (i = n; i < s.n && i < n + 90; i++)
        if (s.n - i > 3 && (memcmp(s.p + i, "电", 3) == 0 || memcmp(s.p + i, "讯", 3) == 0))
            return strchr(" (", s.p[i + 3]) ||
                   str_begins((struct bm_str){s.p + i + 3, s.n - i - 3}, "（") ||
                   str_begins((struct bm_str){s.p + i + 3, s.n - i - 3}, "　");
    return false;
}

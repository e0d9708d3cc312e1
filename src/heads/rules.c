/* What it costs to part two words of a head: a table of classes, then rules for single words; of
 * the rules that apply the dearest wins. Figures are of trials on public headlines. */
#include "heads/reading.h"

/* Rows end a line, columns open the next, in the order of enum bm_word_class. */
static const uint8_t pairs[BM_WORD_CLASSES][BM_WORD_CLASSES] = {
    /* clang-format off */
    {24,  9,  9,  2, 16,  9, 12,  1,  0,  7,  5, 12, 10, 40,  4, 60,  8,  2,  9, 70, 8}, /* noun */
    {20, 15, 12,  3, 17, 10, 14,  2,  1,  5,  6, 10,  9, 40,  4, 60, 14,  2, 12, 70, 8}, /* place */
    {22,  8, 14,  2,  6,  7, 14,  1,  0,  5,  5,  8,  8, 40,  3, 50, 10,  1,  9, 70, 8}, /* person */
    {18, 17, 19, 14, 18, 15, 18,  9,  8,  8, 15, 22, 17, 40, 12, 45, 14, 11, 18, 70, 8}, /* verb */
    {24, 12, 12,  8, 18, 10, 14,  3,  2,  6,  8, 16, 14, 40,  5, 50, 10,  4, 12, 70, 8}, /* verbal */
    {32, 25, 22, 20, 24, 10, 24,  8,  8,  8, 10, 18, 16, 30,  8, 40, 15,  8, 24, 70, 8}, /* adjective */
    {38, 34, 28, 24, 30, 24, 24, 10,  8,  8, 10, 24, 22, 30,  8, 40, 15, 20, 34, 70, 8}, /* attribute */
    {28, 26, 26, 44, 44, 46, 34, 34, 22, 20, 20, 26, 26, 40, 20, 40, 24, 26, 28, 70, 8}, /* adverb */
    {55, 55, 55, 55, 55, 55, 55, 55, 55, 55, 55, 60, 55, 60, 50, 60, 55, 55, 55, 70, 8}, /* preposition */
    {50, 50, 50, 45, 50, 50, 50, 45, 45, 50, 50, 50, 50, 60, 50, 60, 50, 45, 50, 70, 8}, /* conjunction */
    {26, 24, 22, 10, 16, 16, 25,  6,  6,  8, 10, 25, 22, 60,  8, 45, 14,  8, 14, 70, 8}, /* pronoun */
    {62, 40, 45, 35, 45, 30, 40, 20, 12, 10, 25, 30, 30, 90, 30, 65, 35, 30, 50, 70, 8}, /* number */
    {30, 22, 24, 14, 20, 20, 28,  8,  6,  6, 14, 18, 18, 70, 10, 45, 14, 10, 20, 70, 8}, /* quantity */
    {32, 28, 28, 14, 22, 22, 28,  8,  6,  6, 14, 18, 18, 60, 10, 50, 14, 10, 22, 70, 8}, /* measure */
    {13,  8,  8,  9, 10,  9, 12,  6,  5,  8,  6, 18, 14, 50, 24, 60,  8,  5,  9, 70, 8}, /* time */
    { 9,  7,  7,  5,  7,  8,  9,  4,  3,  6,  5, 12, 10, 40,  5, 40,  8,  4,  8, 70, 8}, /* side */
    {11,  8,  8,  5,  8,  9, 10,  4,  3,  6,  5,  9,  9, 40,  5, 40,  8,  4,  8, 70, 8}, /* spot */
    {12,  8,  8,  6,  8,  8, 10,  4,  4,  6,  5,  9,  9, 40,  5, 45,  8,  4,  8, 70, 8}, /* idiom */
    {20, 15, 12,  4, 10, 14, 20,  3,  2,  5,  8, 30, 22, 40,  5, 45, 10,  5, 30, 70, 8}, /* other */
    {14, 13, 13, 12, 13, 12, 14, 10,  8,  8, 10, 14, 13, 40,  8, 40, 10,  8, 13, 60, 8}, /* particle */
    { 8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  8, 8}, /* sign */
    /* clang-format on */
};

static bool is_number(struct side s)
{
    if (!s.n || side_is(s, u"多 余 半 几 数"))
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (!bm_letter_is_digit(s.p[i]) && !bm_letter_is_numeral(s.p[i]) &&
            !bm_letter_in(u"第几数多余半.,:/×%‰-−～~", s.p[i]))
            return false;
    return s.p[0] != u'第' || s.n > 1;
}

static bool begins(struct side s, const char16_t *with)
{
    uint32_t n = 0;
    while (with[n])
        n++;
    return s.n >= n && memcmp(s.p, with, n * sizeof *with) == 0;
}

/* 的 了 着, 时 后 after a word: never open a line. */
static bool leans_back(struct gap g)
{
    const enum bm_word_class cls = g.b.cls;
    if (side_is(g.b, u"的 得 了 着 过 们 等 之 者"))
        return cls != BM_WORD_VERB || side_is(g.b, u"的 了");
    if (g.b.n != 1 || !(g.b.traits & BM_TRAIT_LEANS_BACK) || cls == BM_WORD_VERB ||
        cls == BM_WORD_ADVERB || cls == BM_WORD_PREPOSITION ||
        (g.b.p[0] == u'地' && cls == BM_WORD_NOUN))
        return false;
    if (side_in(g.b, u"中前后上下里内外") && cls != BM_WORD_SIDE)
        return false;
    return !(side_is(g.b, u"时") && side_is(g.nxt, u"尚 代"));
}

/* A number ends the line. */
static int32_t after_figures(struct gap g, int32_t cost)
{
    static const char16_t *const units[] = {u"美元", u"公里", u"亿", u"万", u"个", u"余",
                                            u"多",   u"年",   u"月", u"日", u"岁", u"成"};
    /* 均价27000|年底入住: no year has five digits */
    const bool many = g.a.n >= 5 && bm_letter_is_digit(g.a.p[0]);
    if (many && side_is(g.b, u"年 年底 年初 年末 年内 月底"))
        return 12;
    if (among(g.b.cls, 1u << BM_WORD_NUMBER | 1u << BM_WORD_MEASURE) || g.b.n == 1 ||
        g.b.traits & BM_TRAIT_UNIT)
        return 90;
    for (size_t i = 0; i < BM_COUNT(units); i++)
        if (begins(g.b, units[i]))
            return 90;
    if (last(g.a) == u'%')
        return among(g.b.cls, 1u << BM_WORD_NOUN | 1u << BM_WORD_VERBAL) ? 16 : 5;
    if (g.prv.n && last(g.prv) >= u'A' && last(g.prv) <= u'Z')
        return 8; /* a model: A320 */
    return least(cost, true, 50);
}

/* The name of an organ, a body of people or a meeting. */
static bool is_organ(struct side s)
{
    static const char16_t *const ends[] = {u"政府", u"大会", u"委员会", u"法院", u"检察院",
                                           u"会议", u"公司", u"大学",   u"人大", u"政协"};
    for (size_t i = 0; i < BM_COUNT(ends); i++) {
        uint32_t n = 0;
        while (ends[i][n])
            n++;
        if (s.n >= n && memcmp(s.p + s.n - n, ends[i], n * sizeof *s.p) == 0)
            return true;
    }
    return false;
}

/* Letters of the nouns that stand without a gap on one side of the break. */
static uint32_t nouns_from(struct gap g, int step)
{
    uint32_t n = 0;
    for (int64_t q = step > 0 ? g.k : (int64_t)g.k - 1; n < 6; q += step) {
        const struct side s = side_of(g.r, q);
        if (!s.n || !among(s.cls, NOUNS | 1u << BM_WORD_VERBAL))
            break;
        n += s.n;
    }
    return n;
}

/* 第五次|会议, 第十一届|人民代表大会, 第三届|妇女代表会议. */
static int32_t after_ordinal(struct gap g)
{
    const bool compound = g.b.cls == BM_WORD_NOUN && g.b.n > 2 && g.nxt.cls == BM_WORD_NOUN;
    const bool event = nouns_from(g, 1) >= 5 &&
                       (g.nxt.traits & BM_TRAIT_EVENT || bm_letter_in(u"会节展赛坛", last(g.nxt)));
    if (last(g.a) == u'届' && (event || is_organ(g.b) || (compound && is_organ(g.nxt))))
        return 16;
    return g.b.traits & BM_TRAIT_HEAD_NOUN ? 66 : 34;
}

/* Measures of what is named after them. */
static const char16_t counters[] = u"名家个只款座部所种项位支艘架辆批类条场";

/* A number and its unit end the line: 3月|5日, 10个|月, 9名|选手. */
static int32_t after_unit(struct gap g, int32_t cost)
{
    const bool date = side_in(g.a, u"年月日时分秒号");
    if (side_in(g.a, u"元吨度") && begins(g.b, u"每"))
        return 40; /* 60元|每平米 */
    if (side_is(g.b, u"至 到"))
        return 60; /* 22日|至27日 */
    if (side_is(g.b, u"以下 以上 左右 上下 以内 之内 以来 之间 之前 之后 之外"))
        return 75;
    if (date && g.b.cls == BM_WORD_TIME)
        return 34; /* 2010年|下半年 */
    if (side_is(g.a, u"号") && g.b.cls == BM_WORD_NOUN && g.b.n > 1)
        return 24; /* 2号|反应堆 */
    if (date && g.b.cls == BM_WORD_NUMBER)
        return side_is(g.nxt, u"月 日") || (side_is(g.a, u"时") && side_is(g.nxt, u"分")) ? 70 : 12;
    if (side_in(g.b, u"年月日时分秒号起前后内间多余来底初末中度"))
        return 75;
    if (side_is(g.a, u"岁") && g.b.cls == BM_WORD_NOUN)
        return 24; /* 12岁|幼女 */
    static const uint32_t owned =
        NOUNS | 1u << BM_WORD_VERBAL | 1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_ATTRIBUTE;
    if (among(g.b.cls, owned) && (side_is(g.a, u"元") || (side_is(g.a, u"年") && g.prv.n < 3)))
        return 20; /* 1000亿元|关税, 70年|产权 */
    if (side_in(g.a, u"年月日时岁%元起点号")) {
        const int32_t most = !among(g.b.cls, NOUNS | 1u << BM_WORD_PERSON) ? 5
                             : side_is(g.a, u"月")                         ? 20
                                                                           : 10;
        return cost < most ? cost : most;
    }
    if (side_is(g.a, u"大"))
        return 62;
    if (side_in(g.a, u"次届期轮批号") && begins(g.prv, u"第") && among(g.b.cls, NOUNS))
        return after_ordinal(g);
    if (g.b.n == 1 &&
        among(g.b.cls, NOUNS | MEASURES | 1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_TIME))
        return 75;
    if (side_is(g.a, u"人") && g.b.cls == BM_WORD_VERB && g.b.n == 2 && g.prv.n <= 2)
        return 16; /* 1人|死亡 */
    if (side_in(g.a, counters) && !(g.b.traits & BM_TRAIT_STARTER) &&
        among(g.b.cls, STRINGS | 1u << BM_WORD_VERB))
        return 16; /* 12名|非法入境者 */
    return g.b.cls == BM_WORD_VERB ? 10 : among(g.b.cls, STRINGS) ? 6 : 26;
}

/* Particles and prepositions lean on what follows. */
static int32_t leaning_on(struct gap g, int32_t cost)
{
    static const uint32_t leaning = STRINGS | NOUNS | COUNTED | 1u << BM_WORD_PRONOUN |
                                    1u << BM_WORD_VERB | 1u << BM_WORD_ADJECTIVE |
                                    1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_SIDE |
                                    1u << BM_WORD_PARTICLE;
    const bool string = g.a.cls == BM_WORD_PREPOSITION || g.a.cls == BM_WORD_CONJUNCTION;
    if (g.a.n == 1 &&
        (string ||
         (g.a.traits & BM_TRAIT_LEANS_ON && among(g.a.cls, leaning) && !side_in(g.a, u"称前"))) &&
        !(g.a.cls == BM_WORD_SIDE && side_in(g.a, u"中里前")))
        return least(cost, true, string ? 62 : 48);
    return string ? least(cost, true, 50) : 0;
}

/* A post: 主任, 副主任. */
static bool is_title(struct gap g, struct side s)
{
    return s.traits & BM_TRAIT_TITLE ||
           (s.n > 2 && s.p[0] == u'副' &&
            bm_lexicon_traits(g.r->lexicon, s.p + 1, s.n - 1) & BM_TRAIT_TITLE);
}

/* All letters are such as spell foreign names. */
static bool is_spelt(const struct gap *g, struct side s)
{
    for (uint32_t i = 0; i < s.n; i++) {
        const struct bm_lexicon_letter *l = bm_lexicon_letter(g->r->lexicon, s.p[i]);
        if (!l || l->foreign == 255)
            return false;
    }
    return s.n > 0;
}

/* Names, posts and who holds them. */
static int32_t of_names(struct gap g)
{
    /* 摩|德里奇: a stray letter before a foreign name is of it */
    if (g.b.cls == BM_WORD_PERSON && g.b.n > 2 && g.a.n == 1 && is_spelt(&g, g.b) &&
        is_spelt(&g, g.a) &&
        among(g.a.cls, 1u << BM_WORD_NOUN | 1u << BM_WORD_OTHER | 1u << BM_WORD_PERSON))
        return 60;
    if (g.a.cls == BM_WORD_PERSON && g.b.traits & BM_TRAIT_TITLE)
        return 55;
    if (g.b.cls != BM_WORD_PERSON)
        return g.a.cls == BM_WORD_PLACE && g.b.cls == BM_WORD_NOUN &&
                       (g.b.traits & BM_TRAIT_TITLE || begins(g.b, u"副"))
                   ? 24
                   : 0;
    if (is_title(g, g.a))
        return 26;
    if (g.a.cls == BM_WORD_NOUN && g.a.n >= 2 &&
        bm_letter_in(u"手员家师星长帅生锋军将后帝者", last(g.a)))
        return 30;
    if (g.a.cls == BM_WORD_PERSON) {
        if (is_spelt(&g, g.a) && is_spelt(&g, g.b))
            return 64;
        return g.a.n > 1 && g.b.n > 1 ? 18 : 60;
    }
    return 0;
}

/* A letter that no list has as a word. */
static bool is_unlisted(struct side s)
{
    return s.n == 1 && s.cls == BM_WORD_OTHER && bm_letter_is_han(s.p[0]);
}

/* Words of one letter beside the break. */
static int32_t of_single_letters(struct gap g, int32_t c)
{
    const enum bm_word_class A = g.a.cls, B = g.b.cls;
    static const uint32_t things = NOUNS | MEASURES | 1u << BM_WORD_ADJECTIVE |
                                   1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_SPOT |
                                   1u << BM_WORD_TIME;
    static const uint32_t owners = NOUNS | VERBS | 1u << BM_WORD_PERSON | 1u << BM_WORD_ADJECTIVE |
                                   1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_IDIOM |
                                   1u << BM_WORD_OTHER;
    if (g.b.n == 1 && among(B, things) && among(A, owners)) {
        const bool hangs = g.b.traits & BM_TRAIT_SUFFIX && among(A, NOUNS);
        const bool doer = g.b.traits & BM_TRAIT_COUNTRY && A != BM_WORD_VERB && g.nxt.n && !hangs &&
                          among(g.nxt.cls, STRINGS | 1u << BM_WORD_VERB);
        if (!doer)
            c = least(c, g.b.traits & BM_TRAIT_SUFFIX || B != BM_WORD_PLACE,
                      g.b.traits & BM_TRAIT_SUFFIX ? 60 : 44);
    }
    if (g.b.n == 1 && B == BM_WORD_VERB && !(g.b.traits & BM_TRAIT_STARTER) &&
        !side_in(g.b, u"获遭称致降涨跌升增减现促推拍扮演唱谈看赴赛战胜负擒灭克砍杀刺撞坠落丢失惹引"
                      u"亮晒秀抢夺"))
        c = least(c, true,
                  among(A, NOUNS | 1u << BM_WORD_PERSON | 1u << BM_WORD_SIDE | 1u << BM_WORD_TIME |
                               1u << BM_WORD_SPOT | 1u << BM_WORD_IDIOM | 1u << BM_WORD_OTHER)
                      ? side_in(g.a, u"上下") ? 30
                        : A == BM_WORD_OTHER  ? 20
                                              : 10
                      : 24);
    if (g.a.n == 1 && A == BM_WORD_VERB) {
        static const uint32_t objects = NOUNS | COUNTED | 1u << BM_WORD_PERSON |
                                        1u << BM_WORD_PRONOUN | 1u << BM_WORD_ADJECTIVE |
                                        1u << BM_WORD_SPOT | 1u << BM_WORD_TIME |
                                        1u << BM_WORD_VERBAL | 1u << BM_WORD_OTHER;
        c = side_is(g.a, u"称") ? 30 : least(c, true, among(B, objects) ? 46 : 36);
    }
    if (g.a.n == 1 &&
        among(A, NOUNS | 1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_OTHER |
                     1u << BM_WORD_MEASURE | 1u << BM_WORD_SPOT)) {
        const bool begins_clause = !g.prv.n || g.prv.cls == BM_WORD_SIGN;
        if (A == BM_WORD_PLACE || g.a.traits & BM_TRAIT_COUNTRY)
            c = least(
                c, true,
                among(B, 1u << BM_WORD_VERB | 1u << BM_WORD_ADVERB | 1u << BM_WORD_PREPOSITION)
                    ? 40
                    : 52);
        else if (among(B, NOUNS | 1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_VERBAL) &&
                 !(g.a.traits & BM_TRAIT_SUFFIX &&
                   among(g.prv.cls, NOUNS | VERBS | 1u << BM_WORD_OTHER)))
            c = least(c, true, 46);
        else
            c = least(c, g.b.n == 1, 50);
        c = least(c, begins_clause, 40);
    }
    /* 土|储, 创业|贷: verbs that end a name */
    c = least(c, B == BM_WORD_VERB && side_in(g.b, u"贷储办奏") && among(A, owners), 26);
    c = least(c, A == BM_WORD_SIDE && g.a.n == 1 && g.b.n == 1 && B == BM_WORD_NOUN, 30);
    /* 对接|会举行, 参保|率保持 */
    c = least(
        c,
        among(A, owners) && g.a.n > 1 &&
            ((side_is(g.b, u"会") && (among(g.nxt.cls, COUNTED) ||
                                      side_is(g.nxt, u"举行 召开 举办 开幕 闭幕 落幕 在 于"))) ||
             (side_is(g.b, u"率") &&
              side_is(g.nxt, u"保持 达 达到 为 超 超过 上升 下降 降 升 增 提高 稳定"))),
        60);
    /* 工体|北路 */
    c = least(c,
              among(A, NOUNS | 1u << BM_WORD_PERSON | 1u << BM_WORD_OTHER) && g.a.n <= 3 &&
                  side_is(g.b, u"东路 西路 南路 北路 中路 大街 东街 西街 南街 北街 大道"),
              50);
    /* 告上|法庭 */
    c = least(c,
              A == BM_WORD_SIDE && side_in(g.a, u"上下") && g.prv.cls == BM_WORD_VERB &&
                  B == BM_WORD_NOUN,
              26);
    if (is_unlisted(g.a) || is_unlisted(g.b))
        c = least(c, true, 36); /* 山|墅 */
    if (g.a.n == 1 && g.b.n == 1 &&
        !among(A, STRINGS | 1u << BM_WORD_PARTICLE | 1u << BM_WORD_SIDE) && !among(B, STRINGS))
        c = least(c, true, 46);
    return c;
}

/* Compounds by their ends and beginnings: 亚太经|合组织, 全国|公开赛, 女|教师. */
static int32_t of_compounds(struct gap g, int32_t c)
{
    const enum bm_word_class A = g.a.cls, B = g.b.cls;
    const uint32_t owners = NOUNS | COUNTED | VERBS | 1u << BM_WORD_PERSON | 1u << BM_WORD_MEASURE |
                            1u << BM_WORD_OTHER;
    const bool ordinal = g.a.n > 2 && bm_letter_in(u"次届期轮批号", last(g.a)) &&
                         (g.a.p[0] == u'第' || last(g.a) == u'届');
    if (A == BM_WORD_NOUN && g.a.n >= 4 && is_organ(g.a) && c > 14)
        c = 14; /* 市人民政府|工作报告 */
    if (among(A, NOUNS) && B == BM_WORD_NOUN && g.b.n > 1 && c > 12 && nouns_from(g, 1) >= 4 &&
        nouns_from(g, -1) >= 4)
        c -= 6; /* 密歇根大学|消费者信心 */
    if (among(A, owners) && g.b.traits & BM_TRAIT_HEAD_NOUN)
        c += among(A, COUNTED | 1u << BM_WORD_MEASURE) ? 32 : 14;
    if (ordinal && among(B, NOUNS | 1u << BM_WORD_VERBAL | 1u << BM_WORD_ATTRIBUTE))
        c = after_ordinal(g);
    c = least(c,
              g.b.traits & BM_TRAIT_BEHIND &&
                  !among(A, 1u << BM_WORD_VERB | 1u << BM_WORD_PARTICLE | 1u << BM_WORD_ADVERB),
              46);
    c = least(c,
              side_is(g.b, u"所") && among(A, 1u << BM_WORD_NOUN | 1u << BM_WORD_VERBAL) &&
                  g.nxt.n && (g.nxt.cls == BM_WORD_NOUN || begins(g.nxt, u"副")),
              66);
    c = least(c,
              g.a.n >= 2 && bm_letter_in(u"性式型级", last(g.a)) &&
                  !side_is(g.a, u"大型 新型 小型 中型 重型 轻型 微型 女性 男性") &&
                  among(B, NOUNS | 1u << BM_WORD_VERBAL | 1u << BM_WORD_QUANTITY |
                               1u << BM_WORD_ADJECTIVE),
              last(g.a) == u'式' ? 58 : 44);
    c = least(c,
              g.b.traits & BM_TRAIT_EVENT &&
                  among(A, NOUNS | VERBS | 1u << BM_WORD_PERSON | 1u << BM_WORD_ATTRIBUTE |
                               1u << BM_WORD_ADJECTIVE),
              58);
    c = least(c,
              g.nxt.traits & BM_TRAIT_EVENT && among(A, NOUNS) &&
                  among(B, NOUNS | 1u << BM_WORD_VERBAL | 1u << BM_WORD_ATTRIBUTE),
              42);
    c = least(c,
              side_is(g.a, u"男 女 老 小 大 新 副 前 原 首 总") &&
                  among(B, 1u << BM_WORD_NOUN | 1u << BM_WORD_VERBAL | 1u << BM_WORD_ADJECTIVE),
              66);
    c = least(
        c,
        side_is(g.a,
                u"三大 十大 五大 两大 四大 六大 八大 多大 首个 首批 首家 首款 首只 首部 首次") &&
            B != BM_WORD_VERB,
        42);
    c = least(c,
              A == BM_WORD_OTHER && g.a.n == 1 &&
                  among(B, 1u << BM_WORD_NOUN | 1u << BM_WORD_MEASURE | 1u << BM_WORD_ATTRIBUTE),
              48);
    c = least(c,
              B == BM_WORD_OTHER && g.b.n == 1 && among(A, 1u << BM_WORD_VERB | 1u << BM_WORD_NOUN),
              30);
    /* a figure that counts nothing is of the name before it: 天下|3 */
    c = least(c,
              B == BM_WORD_NUMBER && bm_letter_is_digit(g.b.p[0]) && g.b.n <= 3 &&
                  among(A, NOUNS | 1u << BM_WORD_OTHER | 1u << BM_WORD_IDIOM) && g.nxt.n > 1 &&
                  g.nxt.cls != BM_WORD_NUMBER && g.nxt.cls != BM_WORD_QUANTITY &&
                  !(g.nxt.traits & BM_TRAIT_UNIT),
              46);
    c = least(c,
              A == BM_WORD_OTHER && bm_letter_is_latin(last(g.a)) &&
                  side_in(g.b, u"本机款版型系芯屏卡"),
              62);
    if (among(A, NOUNS) && B == BM_WORD_NUMBER && g.b.p[0] == u'第' && c > 8)
        c = 8; /* 社会发展|第十五个五年规划 */
    /* 装备|制造等行业: a verb that stands as a noun */
    c = least(c, among(A, NOUNS) && among(B, VERBS) && g.b.n > 1 && side_is(g.nxt, u"等 、"), 20);
    return least(c, g.a.n == 1 && among(A, NOUNS) && among(B, COUNTED | 1u << BM_WORD_OTHER), 46);
}

/* Words that say nothing without what follows, or what stands before. */
static int32_t of_single_words(struct gap g, int32_t c)
{
    const enum bm_word_class A = g.a.cls, B = g.b.cls;
    const bool finite =
        among(B, 1u << BM_WORD_VERB | 1u << BM_WORD_ADVERB | 1u << BM_WORD_PREPOSITION);
    c = least(c, g.a.traits & BM_TRAIT_NEEDS, 52);
    c = least(c, side_is(g.a, u"最后 最新 最大 最高 最佳 最强 最美") && among(B, NOUNS | VERBS),
              30); /* 最后|收购 */
    c = least(c, side_is(g.a, u"我国 全国 全省 全市 各地 本市 本报 我省 我市"), finite ? 6 : 24);
    c = least(c,
              among(B, 1u << BM_WORD_NOUN | 1u << BM_WORD_VERBAL) &&
                  side_is(g.a, u"国内 国外 国内外 海外 海内外 境外 境内外 国际 全球 世界 城乡 "
                               u"东部 中部 西部 东西部"),
              24);
    if (among(B, COUNTED)) {
        c = least(c, g.a.traits & BM_TRAIT_BEFORE_NUMBER, 50);
        c = least(c, g.a.traits & BM_TRAIT_RISES_TO || (g.a.n > 2 && last(g.a) == u'价'), 30);
        c = least(c, side_in(g.a, u"前后"), 66);
        c = least(c, side_is(g.a, u"过去 最后 最近 未来 今后"), 40);
        c = least(c, begins(g.nxt, u"周年"), 24);
    }
    if (side_is(g.b, u"关于") && among(A, NOUNS | 1u << BM_WORD_VERBAL))
        c = -8; /* 第五次会议|关于…的决议 */
    c = least(c, side_is(g.b, u"内外 上下 前后 左右 之际 之外 之内 以东 以西 以南 以北"), 60);
    c = least(c, side_is(g.b, u"以来 之后 之前 之间 之中 期间 等等 一样 似的 有限公司 股份 集团"),
              55);
    c = least(c, A != BM_WORD_NUMBER && side_in(g.a, u"现疑即共且拟尚原曾"), 50);
    c = least(
        c,
        g.a.n == 1 && g.a.traits & BM_TRAIT_COUNTRY &&
            among(B, NOUNS | 1u << BM_WORD_VERBAL | 1u << BM_WORD_PERSON | 1u << BM_WORD_ADJECTIVE),
        64);
    c = least(c,
              among(A, COUNTED | 1u << BM_WORD_TIME) &&
                  side_is(g.b, u"来 多 余 起 内 间 前 后 以来 以内 底 初 末 中 左右 上下"),
              75);
    c = least(c, side_in(g.a, u"上下本") && side_is(g.b, u"月 周 季 年"), 90);
    c = least(c, A == BM_WORD_PRONOUN && g.a.n == 1, 24); /* 您|如何评价 */
    c = least(c, side_is(g.b, u"所在 所属 所在地"), 40);
    c = least(c, side_is(g.a, u"等"), 28);
    c = least(c, B == BM_WORD_SIDE, 60);
    return g.b.traits & BM_TRAIT_STARTER &&
                   !among(A, STRINGS | 1u << BM_WORD_NUMBER | 1u << BM_WORD_ATTRIBUTE)
               ? c - 2
               : c;
}

int32_t bm_rule_cost(const struct reading *r, uint32_t k)
{
    const struct gap g = {side_of(r, (int64_t)k - 2),
                          side_of(r, (int64_t)k - 1),
                          side_of(r, k),
                          side_of(r, (int64_t)k + 1),
                          r,
                          k};
    const enum bm_word_class A = g.a.cls, B = g.b.cls;
    int32_t c = pairs[A][B], named;
    if (A == BM_WORD_SIGN || B == BM_WORD_SIGN)
        return 8;
    if (leans_back(g))
        return 80;
    if (side_in(g.a, u"在将被把对与和同就为向从以由给因于至到自驻及或跟据随又也都再更最很太不没未曾"
                     u"竟却仍而系") &&
        among(A, STRINGS | 1u << BM_WORD_VERB))
        return 62;
    if (A == BM_WORD_NUMBER)
        return after_figures(g, c);
    if (among(A, MEASURES) && g.prv.n && (is_number(g.prv) || bm_letter_is_digit(g.prv.p[0])) &&
        g.b.n == 1 && !among(B, STRINGS | 1u << BM_WORD_VERB))
        return 75;
    if (g.prv.n && is_number(g.prv) && g.a.n == 1 && last(g.prv) != u'%' &&
        !(g.a.traits & BM_TRAIT_MODAL))
        return after_unit(g, c);
    if (A == BM_WORD_QUANTITY && g.a.n > 1 && bm_letter_in(counters, last(g.a)) &&
        !(g.b.traits & BM_TRAIT_STARTER))
        c = least(c, true,
                  among(B, STRINGS | 1u << BM_WORD_VERB)               ? 16
                  : among(B, 1u << BM_WORD_NOUN | 1u << BM_WORD_OTHER) ? 30
                                                                       : 0);
    if (among(A, COUNTED | 1u << BM_WORD_TIME | 1u << BM_WORD_MEASURE) &&
        side_is(g.b, u"起 后 前 内 间 以来 以上 以下 左右 之后 之前 之间 之内 期间 以内 以外 开始"))
        return 65;
    if ((named = leaning_on(g, c)))
        return named;
    if (side_is(g.a, u"之") || begins(g.b, u"之"))
        return 75;
    if (side_is(g.a, u"的"))
        return 13;
    if (side_is(g.a, u"等") && among(B, 1u << BM_WORD_NOUN | 1u << BM_WORD_VERBAL))
        return 28;
    if (A == BM_WORD_PARTICLE)
        return 16;
    if ((named = of_names(g)) && !(A == BM_WORD_PERSON && B == BM_WORD_PERSON))
        return named;
    c = named ? named : c;
    c = of_single_words(g, of_compounds(g, bm_verb_cost(g, of_single_letters(g, c))));
    return bm_brand_cost(&g, c);
}

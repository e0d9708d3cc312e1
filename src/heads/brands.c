/* Names that no list has, of firms, estates and makes: listed words stand in them, and what gives
 * them away is the kind of word or figure that they end in. */
#include "heads/reading.h"

#define COST_FIRM   40 /* 海通|国际, 奥林匹克|花园 */
#define COST_MODEL  34 /* 尼康|D90, 《封神|OL》 */
#define COST_STRAIN 26 /* H1N1|流感 */
#define COST_SEQUEL 46 /* 质量效应|2 */
#define COST_LOOSE  26 /* 招商|嘉铭珑原 */
#define COST_ALONE  30 /* a letter alone before a pause: 母子|恋 */

#define NAMED                                                                                      \
    (1u << BM_WORD_NOUN | 1u << BM_WORD_PLACE | 1u << BM_WORD_PERSON | 1u << BM_WORD_OTHER |       \
     1u << BM_WORD_IDIOM)

/* Words that the names of firms and of estates end in. */
static const char16_t firms[] =
    u"国际 科技 电子科技 集团 控股 股份 电子 软件 重工 实业 置业 地产 证券 期货 信托 保险 再保险 "
    u"传媒 "
    u"移动 联通 电信 电力 能源 新能源 药业 医药 制药 钢铁 银行 网络 航空 石化 化工 机械 矿业 水泥 "
    u"乳业 "
    u"啤酒 酒业 食品 投资 基金 资本 财险 寿险 人寿 光电 通信 通讯 金融 电气 电器 贡酒";
static const char16_t estates[] = u"公馆 花园 公社 花都 新村 半岛 家园 山庄 名苑 雅苑 华府 豪庭 "
                                  u"名邸 名门 豪园 新城 水岸 花城 世家 府邸 "
                                  u"嘉园 佳苑 新苑 小区 公园 广场 大厦 天下";

/* The word ends its clause. */
static bool is_last(const struct gap *g)
{
    return !g->nxt.n || g->nxt.cls == BM_WORD_SIGN;
}

/* Latin letters and digits in one: D90, 14R; not 5G or 3D, which stand before any noun. */
static bool is_model(struct side s)
{
    bool digits = false, letters = false;
    for (uint32_t i = 0; i < s.n; i++) {
        digits |= bm_letter_is_digit(s.p[i]);
        letters |= bm_letter_is_latin(s.p[i]) && !bm_letter_is_digit(s.p[i]);
    }
    return digits && letters && !(s.n == 2 && bm_letter_is_digit(s.p[0]));
}

static bool is_figure(struct side s)
{
    return s.cls == BM_WORD_NUMBER && s.n <= 2 && bm_letter_is_digit(s.p[0]) &&
           bm_letter_is_digit(s.p[s.n - 1]);
}

/* A letter that seldom is a word: two of them beside each other are a name, or part of one. */
static bool is_loose(struct side s)
{
    static const uint32_t loose = NAMED | 1u << BM_WORD_VERB | 1u << BM_WORD_VERBAL |
                                  1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_ATTRIBUTE |
                                  1u << BM_WORD_TIME;
    return s.n == 1 && bm_letter_is_han(s.p[0]) && among(s.cls, loose) &&
           !(s.traits & (BM_TRAIT_STARTER | BM_TRAIT_LEANS_ON | BM_TRAIT_COUNTRY |
                         BM_TRAIT_LEANS_BACK | BM_TRAIT_MODAL));
}

int32_t bm_brand_cost(const struct gap *g, int32_t c)
{
    const struct side a = g->a, b = g->b;
    const bool latin = b.cls == BM_WORD_OTHER && bm_letter_is_latin(b.p[0]);
    if (among(a.cls, NAMED | 1u << BM_WORD_VERB)) {
        const bool owns = g->nxt.cls == BM_WORD_NOUN && g->nxt.n > 1; /* 中国|证券市场 */
        c = least(c, (!owns && side_is(b, firms)) || side_is(b, estates), COST_FIRM);
        c = least(c, is_figure(b) && is_last(g), COST_SEQUEL);
    }
    if (among(a.cls, NAMED))
        c = least(c, is_model(b) || (latin && b.n > 1 && is_last(g) && !side_in(g->nxt, u" ")),
                  COST_MODEL);
    c = least(c, is_model(a) && b.cls == BM_WORD_NOUN && g->prv.n && g->prv.cls != BM_WORD_SIGN,
              COST_STRAIN);
    c = least(c, is_loose(b) && is_loose(g->nxt) && b.cls != BM_WORD_VERB, COST_LOOSE);
    c = least(c, is_loose(a) && is_loose(g->prv), COST_LOOSE);
    return least(c, b.n == 1 && !latin && is_last(g) && b.cls != BM_WORD_NUMBER, COST_ALONE);
}

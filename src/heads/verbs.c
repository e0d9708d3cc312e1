/* What verbs say of a break: their objects and complements, who does what in a passive, and verbs
 * that stand as nouns. */
#include "heads/reading.h"

#define PHRASE_SHORT   3  /* letters of a noun phrase that stays with its preposition, … */
#define PHRASE_LONG    6  /* … and of one that does where it can */
#define OBJECT_LETTERS 5  /* of an object that may have a line of its own, … */
#define OBJECT_LONG    14 /* … and what it then costs to part the verb from it */
#define OBJECT_SHORT   3  /* letters of an object that ends its clause, … */
#define COST_OBJECT    22 /* … and what it costs to part it from its verb */
#define SUBJECT_SHORT  4  /* letters of a subject before two that end the clause, … */
#define COST_SUBJECT   14 /* … and what it costs to part those */
#define COST_RULED     13

/* The doer in a passive, and a short phrase with its preposition: 遭暴风雨|侵袭, 向军官|开枪. */
static int32_t of_phrases(struct gap g, int32_t c)
{
    static const uint32_t doers =
        NOUNS | 1u << BM_WORD_PERSON | 1u << BM_WORD_SPOT | 1u << BM_WORD_OTHER;
    const bool owns = among(g.nxt.cls, NOUNS | COUNTED | 1u << BM_WORD_PERSON);
    if (g.b.cls == BM_WORD_ADVERB && among(g.nxt.cls, VERBS) && g.a.n > 1 &&
        side_is(g.prv, u"被 遭 遭到 受到"))
        return least(c, true, 20); /* 遭同学|多次殴打 */
    if (!among(g.b.cls, VERBS) || g.b.n < 2 || !among(g.a.cls, doers))
        return c;
    for (int64_t q = (int64_t)g.k - 2; q >= (int64_t)g.k - 4; q--) {
        const struct side s = side_of(g.r, q);
        const ptrdiff_t length = g.a.p + g.a.n - (s.p + s.n);
        if (side_is(s, u"被 遭 由 让 遭到 受到 疑遭到 减少 增加 提高 获 受 令 使 疑遭 惨遭 就") &&
            q > (int64_t)g.k - 4)
            c = least(c, true, 20);
        if (side_is(s, u"应") && side_is(g.b, u"邀请 要求 请求 邀"))
            return least(c, true, 34);
        if ((s.cls == BM_WORD_PREPOSITION || side_in(s, u"用靠凭拿给")) && length <= PHRASE_LONG)
            c = least(c, true, length <= PHRASE_SHORT ? (owns ? 14 : 20) : owns ? 7 : 12);
        if (s.cls == BM_WORD_VERB || s.cls == BM_WORD_SIGN || s.cls == BM_WORD_PARTICLE)
            break;
    }
    return c;
}

/* Nouns that a verb before them seldom has as its object. */
static const char16_t ends[] =
    u"灾害 隐患 限制 面积 比例 规模 数量 情况 结果 质量 效率 速度 时间 地点 方式 机制 措施 资金 "
    u"费用 "
    u"设备 产品 材料 人员 队伍 部门 岗位 成本 额度 专场 工作 机会 名单 准备 过程 范围 志愿 分数线 "
    u"通知书 病例 案例 制度 条件 环境 期限 门槛";

/* A verb that stands before a noun as its attribute, where another verb rules: 发行|计划 in
 * 公布普通股|发行计划, 考察|费用 in 负担公务|考察费用. */
static int32_t of_attributes(struct gap g, int32_t c)
{
    const struct side beyond = side_of(g.r, (int64_t)g.k + 2);
    static const uint32_t between =
        NOUNS | COUNTED | 1u << BM_WORD_MEASURE | 1u << BM_WORD_ADJECTIVE | 1u << BM_WORD_ATTRIBUTE;
    int64_t q = (int64_t)g.k - 2;
    while (q > (int64_t)g.k - 5 && among(side_of(g.r, q).cls, between))
        q--;
    const bool ruled = side_of(g.r, q).cls == BM_WORD_VERB && side_of(g.r, q).n > 1;
    const bool rules =
        among(beyond.cls, 1u << BM_WORD_VERB | 1u << BM_WORD_ADVERB | 1u << BM_WORD_PREPOSITION);
    const bool noun = g.nxt.cls == BM_WORD_NOUN || g.nxt.cls == BM_WORD_VERBAL;
    if (g.a.cls == BM_WORD_NOUN && g.a.n > 1 && noun) {
        c = least(c, g.b.cls == BM_WORD_VERBAL && g.b.n > 1, 21); /* 棉花|种植面积 */
        c = least(c, g.b.cls == BM_WORD_ADJECTIVE || g.b.cls == BM_WORD_ATTRIBUTE, 15);
    }
    /* 学生|游行抗议, of what is ruled */
    if (g.b.cls == BM_WORD_VERB && g.b.n == 2 && among(g.a.cls, NOUNS) && ruled &&
        g.nxt.cls == BM_WORD_VERB && g.nxt.n == 2)
        return c + 6;
    if (g.b.cls != BM_WORD_VERB || g.b.n != 2 || !among(g.a.cls, NOUNS) ||
        g.nxt.cls != BM_WORD_NOUN)
        return c;
    if (g.nxt.n > 2 && bm_letter_in(u"会班", last(g.nxt)))
        return least(c, true, 22); /* 城市建设|交流培训班 */
    if (g.nxt.traits & BM_TRAIT_HEAD_NOUN && (ruled || (rules && beyond.n > 1)))
        return least(c, true, 18);
    if (side_is(g.nxt, ends))
        return least(c, true, ruled || (rules && beyond.n > 1) ? 18 : 8);
    return ruled ? c + 8 : c;
}

/* What a verb does is to something of five letters and more: 打击|石油基础设施. */
static bool is_long_object(struct gap g)
{
    static const uint32_t of_things =
        NOUNS | COUNTED | 1u << BM_WORD_PERSON | 1u << BM_WORD_VERBAL | 1u << BM_WORD_ADJECTIVE |
        1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_MEASURE | 1u << BM_WORD_PRONOUN |
        1u << BM_WORD_OTHER | 1u << BM_WORD_IDIOM | 1u << BM_WORD_PARTICLE;
    uint32_t n = 0;
    for (int64_t q = g.k; n < OBJECT_LETTERS; q++) {
        const struct side s = side_of(g.r, q);
        if (!s.n || !among(s.cls, of_things))
            return false;
        n += s.n;
    }
    return true;
}

/* Letters from the break to the end of its clause, a note in brackets apart; 9 is many. */
static uint32_t letters_left(struct gap g)
{
    uint32_t n = 0;
    for (int64_t q = g.k; n < 9; q++) {
        const struct side s = side_of(g.r, q);
        if (!s.n || s.cls == BM_WORD_SIGN)
            break;
        n += s.n;
    }
    return n;
}

/* Letters of the nouns and attributes that end a line. */
static uint32_t subject_letters(struct gap g)
{
    static const uint32_t of_subjects = NOUNS | COUNTED | 1u << BM_WORD_VERBAL |
                                        1u << BM_WORD_MEASURE | 1u << BM_WORD_ADJECTIVE |
                                        1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_PERSON |
                                        1u << BM_WORD_PARTICLE | 1u << BM_WORD_OTHER;
    uint32_t n = 0;
    for (int64_t q = (int64_t)g.k - 1; n < 9; q--) {
        const struct side s = side_of(g.r, q);
        if (!s.n || !among(s.cls, of_subjects))
            break;
        n += s.n;
    }
    return n;
}

/* A verb stands before the nouns that end the line, and no more than two of them. */
static bool is_ruled(struct gap g)
{
    int64_t q = (int64_t)g.k - 2;
    if (among(side_of(g.r, q).cls, NOUNS))
        q--;
    return side_of(g.r, q).cls == BM_WORD_VERB && side_of(g.r, q).n > 1;
}

/* Clauses that end soon: 缺|钱, 不想拖累|孩子, 气势|上升; 视美国|为盟友. */
static int32_t of_short_clauses(struct gap g, int32_t c)
{
    static const uint32_t completing =
        NOUNS | COUNTED | 1u << BM_WORD_VERBAL | 1u << BM_WORD_PERSON | 1u << BM_WORD_ADJECTIVE |
        1u << BM_WORD_ATTRIBUTE | 1u << BM_WORD_ADVERB | 1u << BM_WORD_OTHER;
    const uint32_t left = letters_left(g);
    c = least(c, g.a.cls == BM_WORD_VERB && among(g.b.cls, completing) && left <= OBJECT_SHORT,
              COST_OBJECT);
    c = least(c,
              g.a.cls == BM_WORD_NOUN && among(g.b.cls, VERBS | 1u << BM_WORD_ADJECTIVE) &&
                  left <= 2 && subject_letters(g) <= SUBJECT_SHORT,
              COST_SUBJECT);
    c = least(c, g.b.cls == BM_WORD_CONJUNCTION && left <= OBJECT_SHORT, COST_SUBJECT);
    /* 拒绝母公司|收购报价, 成为网店|避税的理由: what follows a verb is seldom the next one's
     * subject */
    c = least(c, among(g.b.cls, VERBS) && g.b.n > 1 && among(g.a.cls, NOUNS) && is_ruled(g),
              COST_RULED);
    if (side_is(g.b, u"为 作为 当作"))
        for (int64_t q = (int64_t)g.k - 2; q >= (int64_t)g.k - 4; q--) {
            const struct side s = side_of(g.r, q);
            if (side_is(s, u"视 奉 誉 称 以 选 定 列 评 命名 任命 提名"))
                return least(c, true, 30);
            if (s.cls == BM_WORD_SIGN)
                break;
        }
    return c;
}

/* A verb with what completes it: 降|至, 看|到, 变成|…. */
static int32_t of_verbs(struct gap g, int32_t c)
{
    const enum bm_word_class A = g.a.cls, B = g.b.cls;
    /* what is said is a clause of its own: 专家表示|房价…, 调查显示|伦敦… */
    if (among(A, VERBS) && g.b.n > 1 && c > 9 &&
        side_is(g.a, u"表示 宣布 指出 透露 认为 坦言 证实 声称 警告 显示 预测 承认 否认 发现"))
        c = 9;
    c = least(c,
              among(B, VERBS) && g.nxt.cls != BM_WORD_NOUN &&
                  side_is(g.a, u"接受 停止 遭到 受到 得以 展开 从事 参加"),
              26); /* 接受|治疗 */
    if (A == BM_WORD_VERB && g.a.n > 1 && c > OBJECT_LONG && c < 20 && is_long_object(g))
        c = OBJECT_LONG;
    c = least(c, g.a.traits & BM_TRAIT_MODAL, 36);
    c = least(c, side_is(g.b, u"就") && A == BM_WORD_VERB && g.a.n == 1, 70);
    c = least(c,
              A == BM_WORD_VERB && g.a.n == 1 &&
                  side_is(g.b, u"至 到 成 为 出 入 住 掉 完 往 向 于 给 在 起 回"),
              66);
    c = least(c, among(A, VERBS) && g.a.n == 2 && side_is(g.b, u"至 到 为 成 向 于"), 40);
    c = least(c, A == BM_WORD_VERB && g.a.n == 2 && side_is(g.b, u"给"), 30); /* 战败|给 */
    c = least(c, side_is(g.b, u"在") && side_is(g.a, u"保持 维持 控制 稳定 停留 集中 锁定"), 40);
    c = least(c, side_is(g.b, u"到") && g.a.n == 2 && among(g.nxt.cls, COUNTED), 40);
    c = least(c, side_in(g.a, u"双") && B == BM_WORD_VERB, 48);
    c = least(c,
              A == BM_WORD_VERB && last(g.a) == u'成' &&
                  !side_is(g.a, u"建成 完成 形成 达成 促成 组成 落成 赞成"),
              48);
    c = least(c,
              A == BM_WORD_VERB &&
                  side_is(g.b, u"了 起来 下去 出来 上来 过来 起 出 到 成 掉 完 住 进 入 回"),
              60);
    c = least(c, side_is(g.a, u"当") && among(B, NOUNS | 1u << BM_WORD_PERSON), 62);
    return of_phrases(g, c);
}

int32_t bm_verb_cost(struct gap g, int32_t cost)
{
    return of_short_clauses(g, of_attributes(g, of_verbs(g, cost)));
}

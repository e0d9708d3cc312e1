/* Persons and posts: within the edition, and against the house's people.yaml. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <stdlib.h>
#include <uchar.h>

#define HAN "[\\x{4e00}-\\x{9fff}]"
/* Posts that one person has at a time; of reporters and members there are many. */
#define POST                                                                                                                    \
    "(?:市长|省长|州长|县长|区长|镇长|乡长|书记|主任|主席|院长|检察长|局长|部长|厅长|秘书长|" \
    "总理|司令员|校长|董事长|总经理)"
#define AFTER                                                                                                                       \
    "(?=[，。、；：！？（(“》\\s]|所|在|说|的|率|出席|主持|参加|指出|强调|表示|介绍|作|受|与|和|" \
    "同|等|向|对|为|就|宣|致|会见|陪同|讲话|到|赴|深入|前往|来到|带队|一行|走访|调研|督导|检查|"  \
    "听取|看望|慰问|代表|$)"

struct named {
    const struct line *line;
    uint32_t from, to; /* of the name */
    struct bm_str name, post;
    struct bm_str house; /* the two characters before the post */
    size_t length;
};

/* By what the lexicon knows of letters in names; without one any two or three letters may be. */
static bool may_be_name(const struct work *work, struct bm_str name)
{
    const struct bm_lexicon *lexicon = work->lexicon;
    size_t i = 0, at = 0;
    if (!lexicon || !lexicon->letters)
        return true;
    while (i < name.n) {
        const uint32_t cp = bm_utf8_next(name.p, name.n, &i);
        const struct bm_lexicon_letter *l =
            cp <= 0xFFFF ? bm_lexicon_letter(lexicon, (char16_t)cp) : NULL;
        if (at++ == 0 && (!l || l->surname == 255))
            return false;
    }
    return true;
}

static void add(struct work *work, struct named **v, size_t *n, size_t *cap,
                const struct line *line, uint32_t from, uint32_t to, struct bm_str post)
{
    const struct bm_str name = str_part(line->text, from, to);
    if (!may_be_name(work, name) || *n >= NAMES_MOST)
        return;
    *v = bm_arena_grow(work->scratch, *v, *n, cap, sizeof **v);
    const size_t begin = (size_t)(post.p - line->text.p);
    const struct bm_str house = str_part(line->text, chars_back(line->text, begin, 2), begin);
    (*v)[(*n)++] = (struct named){line, from, to, name, post, house, bm_utf8_count(name.p, name.n)};
}

/* 市教育局局长王磊 and 市水务局局长王雷: whose post it is stands before both, and is not the same.
 */
static bool other_office(const struct named *a, const struct named *b)
{
    static const char *const ends[] = {"局", "院", "委", "校", "镇", "乡", "县", "区", "部", "厅"};
    bool house = false;
    for (size_t i = 0; i < BM_COUNT(ends); i++)
        house |= str_find(a->house, bm_str_c(ends[i]), 3) < a->house.n &&
                 str_find(b->house, bm_str_c(ends[i]), 3) < b->house.n;
    return house && !bm_str_eq(a->house, b->house);
}

/* 副市长张伟、副市长张玮: side by side in one list they are two. */
static bool listed_together(const struct named *a, const struct named *b)
{
    const struct named *first = a->from < b->from ? a : b, *second = first == a ? b : a;
    return a->line == b->line && second->from - first->to <= 6 + second->post.n;
}

static bool one_apart(struct bm_str a, struct bm_str b)
{
    size_t off = 0;
    for (size_t i = 0, k = 0; i < a.n && k < b.n;)
        off += bm_utf8_next(a.p, a.n, &i) != bm_utf8_next(b.p, b.n, &k);
    return off == 1;
}

/* 代理市长王驰 and 代理市长王弛: the rarer, else the later. */
void fact_name_apart(struct work *work, uint32_t rule)
{
    const struct pattern *behind =
        work_pattern(work, "((?:副|代理|常务副)?" POST ")(" HAN "{2,3}?)" AFTER);
    const struct pattern *before =
        work_pattern(work, "(?<!" HAN ")(" HAN "{2,3}?)((?:副|代理)?" POST ")");
    struct named *v = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (!rule_reads(work, rule, line))
            continue;
        while (pattern_next(behind, line->text, &at, g) > 0)
            add(work, &v, &n, &cap, line, g[4], g[5], str_part(line->text, g[2], g[3]));
        at = 0;
        while (pattern_next(before, line->text, &at, g) > 0)
            add(work, &v, &n, &cap, line, g[2], g[3], str_part(line->text, g[4], g[5]));
    }
    for (size_t i = 0; i < n; i++) {
        size_t mine = 0, best = 0, which = n;
        for (size_t k = 0; k < n; k++)
            mine += bm_str_eq(v[k].name, v[i].name);
        for (size_t k = 0; k < n; k++) {
            size_t count = 0;
            if (v[k].length != v[i].length || !bm_str_eq(v[k].post, v[i].post) ||
                !one_apart(v[k].name, v[i].name) || other_office(&v[k], &v[i]) ||
                listed_together(&v[k], &v[i]))
                continue;
            for (size_t m = 0; m < n; m++)
                count += bm_str_eq(v[m].name, v[k].name);
            if ((count > mine || (count == mine && k < i)) && count > best) {
                best = count;
                which = k;
            }
        }
        if (which < n)
            FOUND(work, rule, v[i].line, v[i].from, v[i].to, v[which].name, v[i].post);
    }
}

/* 选举：甲、乙为某委员会委员；丙、丁为某委员会委员: two groups of one office. */
void fact_post_twice(struct work *work, uint32_t rule)
{
    const struct pattern *p =
        work_pattern(work, "为(" HAN "{4,40})；[^；。]{2,80}?(为\\1)(?=[。；，]|$)");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        size_t from, to;
        while (rule_reads(work, rule, line) && pattern_next(p, line->text, &at, g) > 0) {
            sentence_of(line->text, g[0], &from, &to);
            const struct bm_str s = str_part(line->text, from, to);
            if (str_find(s, BM_STR("选举"), 0) < s.n || str_find(s, BM_STR("任命"), 0) < s.n)
                FOUND(work, rule, line, g[4] + 3, g[5], str_part(line->text, g[2], g[3]));
        }
    }
}

static bool holds(const struct person *p, uint32_t date)
{
    return !date || ((!p->from || p->from <= date) && (!p->to || date <= p->to));
}

/* 副市长, 代理市长 … at the end of a post; empty: there is none. */
static struct bm_str office(struct work *work, struct bm_str post)
{
    const struct pattern *p = work_pattern(work, "(?:常务副|副|代理|代|原)?" POST "$");
    uint32_t at = 0, g[24];
    return pattern_next(p, post, &at, g) > 0 ? str_part(post, g[0], g[1]) : (struct bm_str){0};
}

/* A person of the list by name: the post beside the name is one of those on the list. */
static void judge_post(struct work *work, uint32_t rule, const struct line *line, uint32_t at,
                       const struct person *person)
{
    const struct bm_copydesk *desk = work->desk;
    const struct bm_str s = line->text;
    const uint32_t to = at + (uint32_t)person->name.n;
    const struct bm_str before = str_part(s, chars_back(s, at, 8), at);
    const struct bm_str said = office(work, before);
    struct bm_str should = {0};
    bool in_time = false;
    if (!said.n)
        return;
    for (size_t i = 0; i < desk->person_count; i++) {
        const struct person *p = &desk->people[i];
        if (!bm_str_eq(p->name, person->name) || !holds(p, work->date))
            continue;
        in_time = true;
        if (bm_str_eq(office(work, p->post), said))
            return;
        should = should.n ? should : p->post;
    }
    const uint32_t late = rule_named(desk, BM_STR("post-date"));
    if (in_time)
        FOUND(work, rule, line, at - (uint32_t)said.n, to, should);
    else if (late != NO_RULE)
        FOUND(work, late, line, at - (uint32_t)said.n, to, work->edition->date);
}

/* Behind a post of the list a name that is one character off. */
static void judge_name(struct work *work, uint32_t rule, const struct line *line,
                       const struct person *person)
{
    const struct bm_str s = line->text;
    const size_t n = bm_utf8_count(person->name.p, person->name.n);
    for (size_t at = 0; (at = str_find(s, person->post, at)) < s.n;) {
        const size_t from = at + person->post.n, to = chars_on(s, from, n);
        const struct bm_str name = str_part(s, from, to);
        bool known = bm_utf8_count(name.p, name.n) != n || !one_apart(name, person->name);
        for (size_t i = 0; i < work->desk->person_count && !known; i++)
            known = bm_str_eq(work->desk->people[i].name, name);
        if (!known)
            FOUND(work, rule, line, (uint32_t)at, (uint32_t)to,
                  work_printf(work, "%.*s%.*s", (int)person->post.n, person->post.p,
                              (int)person->name.n, person->name.p));
        at = from;
    }
}

/* 甲(女) of somebody who is listed as a man, and (回族) of one who is of another people. */
static void judge_brackets(struct work *work, uint32_t rule, const struct line *line, uint32_t at,
                           const struct person *person)
{
    const struct pattern *p = work_pattern(work, "^[（(]([^（）()]{1,16})[）)]");
    const struct pattern *people = work_pattern(work, HAN "{1,6}族");
    const uint32_t to = at + (uint32_t)person->name.n;
    const struct bm_str rest = str_part(line->text, to, line->text.n);
    uint32_t i = 0, k = 0, g[24], h[24];
    if (pattern_next(p, rest, &i, g) <= 0)
        return;
    const struct bm_str inside = str_part(rest, g[2], g[3]);
    const bool woman = str_find(inside, BM_STR("女"), 0) < inside.n;
    if (woman && bm_str_is(person->sex, "男"))
        FOUND(work, rule, line, at, to + g[1], person->sex);
    else if (person->nationality.n && pattern_next(people, inside, &k, h) > 0 &&
             !bm_str_eq(str_part(inside, h[0], h[1]), person->nationality))
        FOUND(work, rule, line, at, to + g[1], person->nationality);
}

void fact_post_list(struct work *work, uint32_t rule)
{
    const struct bm_copydesk *desk = work->desk;
    for (size_t i = 0; i < work->lines.n && desk->person_count; i++) {
        const struct line *line = &work->lines.v[i];
        for (size_t k = 0; k < desk->person_count && rule_reads(work, rule, line); k++) {
            const struct person *p = &desk->people[k];
            bool again = false; /* of several rows of one person the first looks */
            for (size_t m = 0; m < k && !again; m++)
                again = bm_str_eq(desk->people[m].name, p->name);
            for (size_t at = 0; !again && (at = str_find(line->text, p->name, at)) < line->text.n;
                 at += p->name.n) {
                judge_post(work, rule, line, (uint32_t)at, p);
                judge_brackets(work, rule, line, (uint32_t)at, p);
            }
            if (p->post.n && holds(p, work->date))
                judge_name(work, rule, line, p);
        }
    }
}

struct seen {
    uint32_t at, to;
    const struct person *person;
};

static int by_at(const void *pa, const void *pb)
{
    const struct seen *a = pa, *b = pb;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Nothing but 、, blanks and brackets stands between two members of a list. */
static bool side_by_side(struct bm_str between)
{
    int depth = 0;
    for (size_t i = 0; i < between.n;) {
        const uint32_t cp = bm_utf8_next(between.p, between.n, &i);
        if (cp == u'（' || cp == '(')
            depth++;
        else if (cp == u'）' || cp == ')')
            depth--;
        else if (depth <= 0 && cp != u'、' && cp != u'和' && !bm_is_white(cp))
            return false;
    }
    return between.n > 0;
}

void fact_people_order(struct work *work, uint32_t rule)
{
    const struct bm_copydesk *desk = work->desk;
    struct seen *v = BM_NEW_N(work->scratch, desk->person_count + 1, struct seen);
    for (size_t i = 0; i < work->lines.n && desk->person_count; i++) {
        const struct line *line = &work->lines.v[i];
        size_t n = 0;
        if (!rule_reads(work, rule, line))
            continue;
        for (size_t k = 0; k < desk->person_count; k++) {
            const struct person *p = &desk->people[k];
            const size_t at = str_find(line->text, p->name, 0);
            if (at < line->text.n && p->order && holds(p, work->date))
                v[n++] = (struct seen){(uint32_t)at, (uint32_t)(at + p->name.n), p};
        }
        if (n)
            qsort(v, n, sizeof *v, by_at);
        for (size_t k = 1; k < n; k++)
            if (v[k - 1].to <= v[k].at &&
                side_by_side(str_part(line->text, v[k - 1].to, v[k].at)) &&
                v[k - 1].person->order > v[k].person->order)
                FOUND(work, rule, line, v[k - 1].at, v[k].to, v[k].person->name,
                      v[k - 1].person->name);
    }
}

/* galley/: an article set to measures. */
#include "desk.h"

#define PT(n) ((n)*BM_PT)

static const char notice[] =
    "---\nkind: 公告\ntitle: 嘉峪关市第十一届人民代表大会第五次会议公告\n"
    "number: 第二号\nsigned: 会议主席团\ndated: 2026年5月14日\n---\n\n"
    "会议于2026年5月14日选举：边振桓、闫涛为常务委员；丁彩霞(女)、刘兆坤为常务"
    "委员，现将选举结果向全市人民公告如下，请各有关单位遵照执行。\n\n现予公告。\n";

static const char list[] =
    "---\nkind: 决定\ntitle: 决定\n---\n\n会议决定：\n\n"
    "1. 五所学校改造项目\n2. 特定弱势群体居家家庭安装独立联网感烟火灾探测报警器项目\n"
    "3. 智慧教学\n4. 甲\n5. 乙\n6. 丙\n7. 丁\n8. 戊\n9. 己\n10. 文殊山防风固沙林\n";

static struct bm_setting set(struct desk *d, const struct bm_galley *g, int em,
                             const struct bm_variant *v)
{
    struct bm_setting s;
    static const struct bm_variant plain;
    bm_galley_set(d->bench->arena, g, em * PT(9), em * PT(9), PT(12), v ? v : &plain, NULL, &s);
    return s;
}

/* Characters of rows and head, in reading order. */
static void collect(const struct bm_row *r, struct bm_buf *out)
{
    const struct {
        const struct bm_para *para;
        const struct bm_line *line;
    } parts[] = {{r->number, r->number_line}, {r->para, r->line}};
    for (int i = 0; i < 2; i++)
        if (parts[i].para) {
            const struct bm_para *p = parts[i].para;
            for (uint32_t k = p->clusters[parts[i].line->first].character;
                 k < p->clusters[parts[i].line->end].character; k++)
                if (bm_class_is_ink(p->characters[k].cp))
                    bm_buf_put(out, p->text.p + p->characters[k].text, p->characters[k].bytes);
        }
}

static void every_character_is_set_once_at_any_measure(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    const char *texts[] = {notice, list};
    for (int t = 0; t < 2; t++) {
        struct bm_article *a = desk_article(&d, "a.md", texts[t]);
        struct bm_galley *g = desk_galley(&d, a);
        struct bm_buf want = {0};
        bm_article_plain(a, &want);
        for (int em = 6; em < 60; em += 3) {
            struct bm_setting s = set(&d, g, em, NULL);
            struct bm_buf got = {0};
            for (uint32_t part = 0; part < g->part_count; part++) {
                for (size_t i = 0; i < s.head_count; i++)
                    if (s.head[i].part == part)
                        collect(&s.head[i], &got);
                for (size_t i = 0; i < s.row_count; i++)
                    if (!s.rows[i].empty && s.rows[i].part == part)
                        collect(&s.rows[i], &got);
            }
            assert_int_equal(got.n, want.n);
            assert_memory_equal(got.p, want.p, want.n);
            bm_buf_free(&got);
        }
        bm_buf_free(&want);
    }
}

/* Fields of a head from the top of the page. */
static void check_tiers(struct desk *d, const char *text, const char *want)
{
    const struct bm_galley *g = desk_galley(d, desk_article(d, "a.md", text));
    struct bm_buf fields = {0};
    for (size_t t = 0; t < g->tier_count; t++)
        bm_buf_printf(&fields, "%s%s", t ? " " : "", g->parts[g->tiers[t]].field);
    assert_str(bm_buf_view(&fields), want);
    bm_buf_free(&fields);
}

static void fields_without_a_tier_stand_where_a_paper_has_them(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_kind *kind = (struct bm_kind *)bm_layout_kind(d.layout, BM_STR("公告"));
    static const char typed[] = "---\nkind: 公告\nbyline: 甲\nlead: 乙乙乙乙\ndeck: 丙\ntitle: 丁\n"
                                "kicker: 戊\nadopted: 己\n---\n庚\n";
    struct bm_tier tiers[] = {{.field = BM_STR("title"), .style = kind->tiers[0].style},
                              {.field = BM_STR("byline"), .style = kind->tiers[0].style}};
    kind->tiers = tiers;
    kind->tier_count = 1;
    check_tiers(&d, typed, "kicker title deck lead adopted byline");
    kind->tier_count = 2;
    check_tiers(&d, typed, "kicker title deck lead adopted byline");
    kind->tier_count = 0;
    check_tiers(&d, typed, "kicker title deck lead adopted byline");
    /* Under a vertical title they are vertical too, so that nothing stands over it. */
    struct bm_style vertical = *kind->body;
    vertical.vertical = true;
    tiers[0].style = &vertical;
    kind->tier_count = 1;
    const struct bm_galley *g = desk_galley(&d, desk_article(&d, "b.md", typed));
    for (size_t t = 0; t < g->tier_count; t++)
        assert_true(g->parts[g->tiers[t]].style->vertical);
}

static void list_signs_are_printed_for_what_is_typed(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    const struct bm_galley *g =
        desk_galley(&d, desk_article(&d, "a.md", "---\nkind: 公告\n---\n- 甲\n- 乙\n\n3. 丙\n"));
    const struct bm_para *sign = g->parts[0].number, *number = g->parts[2].number;
    assert_str(sign->text, "-");
    assert_int_equal(sign->shown[0], 0x25A0);
    assert_int_equal(sign->glyphs[0].gid, bm_face_glyph(sign->glyphs[0].face, 0x25A0));
    assert_int_equal(number->shown[0], '3');
}

static void a_head_takes_whole_grid_lines(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", notice));
    struct bm_variant more = {.head_above = 1, .head_below = 2, .before_tail = 1};
    for (int em = 12; em < 60; em += 5) {
        struct bm_setting s = set(&d, g, em, NULL), t = set(&d, g, em, &more);
        assert_int_equal(s.head_height % PT(12), 0);
        assert_int_equal(t.head_height, s.head_height + 3 * PT(12));
        assert_int_equal(t.row_count, s.row_count + 1);
        for (size_t i = 0; i < s.head_count; i++) {
            assert_in_range(s.head[i].y, PT(5), s.head_height);
            /* Two fifths above the title, a fifth under it, two fifths below the number. */
            const bool second = s.head[i].part != s.head[0].part;
            const bm_len moved = t.head[i].y - s.head[i].y, share = 3 * PT(12) / 5;
            assert_in_range(moved - (second ? 3 : 2) * share + 2, 0, 4);
        }
    }
}

/* A face whose em box hangs lower: all lines stand higher by as much. */
static void em_boxes_are_those_of_the_face(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_article *a = desk_article(&d, "a.md", notice);
    const struct bm_galley *g = desk_galley(&d, a);
    struct bm_setting high = set(&d, g, 30, NULL);
    assert_int_equal(g->above, bm_len_ratio(g->size, 88, 100));
    struct bm_face *faces[32];
    const size_t n = bm_fonts_count(d.bench->fonts);
    for (size_t i = 0; i < n; i++) {
        faces[i] = (struct bm_face *)bm_fonts_face(d.bench->fonts, i);
        faces[i]->ascender -= 80;
        faces[i]->descender -= 80;
    }
    const struct bm_galley *low = desk_galley(&d, a);
    struct bm_setting s = set(&d, low, 30, NULL);
    for (size_t i = 0; i < n; i++) {
        faces[i]->ascender += 80;
        faces[i]->descender += 80;
    }
    assert_int_equal(low->above, bm_len_ratio(low->size, 80, 100));
    for (size_t i = 0; i < s.head_count; i++) {
        const bm_len size = low->parts[s.head[i].part].style->size;
        assert_in_range(high.head[i].y - s.head[i].y - bm_len_ratio(size, 8, 100) + 1, 0, 2);
    }
    assert_int_equal(s.row_count, high.row_count);
    for (size_t i = 0; i < s.row_count; i++)
        assert_int_equal(s.rows[i].y, low->above);
}

/* GB/T 9704-2012 7.3.5.2. */
static void the_date_starts_two_characters_in_from_the_signature(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", notice));
    struct bm_setting s = set(&d, g, 30, NULL);
    const struct bm_row *date = &s.rows[s.row_count - 1], *signature = date - 1;
    assert_string_equal(g->parts[signature->part].field, "signed");
    assert_string_equal(g->parts[date->part].field, "dated");
    /* The date is longer than this signature: it ends two characters in itself. */
    assert_int_equal(signature->x + signature->line->set_width, 28 * PT(9));
    assert_in_range(date->x + date->line->set_width, 28 * PT(9) - 9, 28 * PT(9));
    assert_true(signature->no_break_before && date->no_break_before);
}

static const char kinds[] =
    "---\nkind: 公告\ntitle: 公告\nsigned: 会议主席团\ndated: 2026年5月14日\n---\n\n"
    "现将选举结果向全市人民公告如下，请各有关单位遵照执行。\n\n## 一个很长很长的小标题\n\n"
    "各有关单位遵照执行。\n\n1. 特定弱势群体居家家庭安装独立联网\n2. 智慧教学\n\n现予公告。\n\n"
    "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n| 三 | 四 |\n\n现予公告。\n";

/* Rule 8.4. */
static void a_column_does_not_begin_with_孤行(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    const struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", kinds));
    const struct bm_variant spaced = {.before_list = 1, .after_list = 2, .before_tail = 1};
    for (int em = 6; em < 30; em++) {
        struct bm_setting s = set(&d, g, em, &spaced);
        size_t line = 0, empty = 0;
        for (size_t i = 0; i < s.row_count; i++) {
            const struct bm_row *r = &s.rows[i], *before = i ? r - 1 : NULL;
            line = before && before->part == r->part ? line + 1 : 0;
            size_t lines = line + 1;
            while (i + lines - line < s.row_count && r[lines - line].part == r->part)
                lines++;
            const enum bm_part_kind kind = r->empty ? BM_PART_HEAD : g->parts[r->part].kind;
            const bool whole = kind == BM_PART_ITEM || kind == BM_PART_TABLE;
            const bool after_subhead =
                before && !before->empty && g->parts[before->part].kind == BM_PART_SUBHEAD;
            assert_int_equal(r->no_break_before,
                             r->empty || kind == BM_PART_TAIL || after_subhead ||
                                 (line && (whole || line + 1 == lines || line == 1)));
            empty += r->empty;
        }
        assert_int_equal(empty, 5); /* one of them behind the table */
    }
}

static void list_numbers_and_texts_align(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", list));
    struct bm_setting s = set(&d, g, 14, NULL);
    bm_len text = -1, point = -1;
    size_t items = 0;
    for (size_t i = 0; i < s.row_count; i++) {
        const struct bm_row *r = &s.rows[i];
        if (g->parts[r->part].kind != BM_PART_ITEM)
            continue;
        assert_true(text < 0 || r->x == text);
        text = r->x;
        if (!r->number)
            continue;
        bm_len end = r->number_x + r->number_line->set_width;
        assert_true(point < 0 || end == point);
        point = end;
        assert_true(r->number_x >= 0 && point < text);
        items++;
    }
    assert_int_equal(items, 10);
}

/* One cell broken into three costs more than two cells of two lines: the table wants the measure in
 * which its worst row is still read at a glance. */
static void a_cell_broken_over_and_over_is_dear(void **state)
{
    static const char table[] =
        "---\nkind: 图表\ntitle: 数读\n---\n\n"
        "| 指标 | 值 |\n|---|--:|\n| 居民人均可支配收入增长 | 5 |\n| 常住人口城镇化率提高 | 7 |\n";
    struct desk d;
    desk_open(&d, *state);
    struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", table));
    const struct bm_setting whole = set(&d, g, 16, NULL);
    assert_int_equal(whole.cost, 0);
    int64_t cost[3] = {0}; /* of the measures in which the longest cell has one, two, three lines */
    size_t rows[3] = {whole.row_count, 0, 0};
    for (int em = 15; em >= 6; em--) {
        const struct bm_setting s = set(&d, g, em, NULL);
        const size_t more = s.row_count - whole.row_count;
        if (more == 2)
            cost[1] = s.cost, rows[1] = s.row_count;
        if (more == 4 && !cost[2])
            cost[2] = s.cost, rows[2] = s.row_count;
    }
    assert_int_equal(rows[1], whole.row_count + 2);
    assert_int_equal(rows[2], whole.row_count + 4);
    assert_true(cost[1] > 0);
    assert_int_equal(cost[2], 4 * cost[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_set_once_at_any_measure),
        cmocka_unit_test(fields_without_a_tier_stand_where_a_paper_has_them),
        cmocka_unit_test(list_signs_are_printed_for_what_is_typed),
        cmocka_unit_test(a_head_takes_whole_grid_lines),
        cmocka_unit_test(em_boxes_are_those_of_the_face),
        cmocka_unit_test(the_date_starts_two_characters_in_from_the_signature),
        cmocka_unit_test(a_column_does_not_begin_with_孤行),
        cmocka_unit_test(list_numbers_and_texts_align),
        cmocka_unit_test(a_cell_broken_over_and_over_is_dear),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}

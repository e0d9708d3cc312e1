#!/usr/bin/python3
"""The starter kit: its layouts with the constructs that they bring, the sample edition, and `init`."""
import html
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, main, run, solid, tool

DAILY = SOURCE / "content/2026-sample-daily"
VERSE = """春江潮水连海平，海上明月共潮生。
滟滟随波千万里，

江流宛转绕芳甸，月照花林皆似霰；空里流霜不觉飞，汀上白沙看不见。"""


def read(*args):
    return tool(*args).decode("utf-8")


def article(kind, body, **head):
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in {"kind": kind, **head}.items()) + f"---\n\n{body}\n"


def edition(folder, articles, frames, layout="daily", more=""):
    """An edition of articles (name: text) with one page of frames."""
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "edition.yaml").write_text(
        f"title: 试\ndate: 2026-03-02\npaper: 试报\nlayout: {layout}\n{more}articles:\n"
        + "".join(f"  - {n}.md\n" for n in articles)
        + f"frames:\n  {layout}:\n    - frames:\n" + "".join(f"      - {f}\n" for f in frames), "utf-8")
    return folder


def words(pdf):
    """(text, x, y) of the words of the first page, from pdftotext."""
    out = read("pdftotext", "-bbox", "-l", "1", pdf, "-")
    return [(m[3], float(m[1]), float(m[2]))
            for m in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', out)]


class Kit(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory()
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)

    def press(self, folder, *more, ok=0):
        pdf = self.folder / "out.pdf"
        run("press", folder, "-o", pdf, *more, ok=ok)
        return pdf

    def test_an_advertisement_in_too_low_a_frame_is_said(self):
        """A strip lower than its box and its 广告: its height was below nothing, and the program ended by a signal."""
        shutil.copy(DAILY / "ad.png", self.folder)
        path = edition(self.folder, {"b": article("消息", "渠水进田，今年春天来了水。", title="渠水进田"), "a": article("广告", "![](ad.png)")},
                       ["{auto: true, columns: 1-6, lines: 78-82}"])
        listed = path / "edition.yaml"
        listed.write_text(listed.read_text("utf-8").replace("- a.md", "- {article: a.md, pin: foot}"), "utf-8")
        r = run("check", path)
        self.assertEqual(r.returncode, 4, r.err)
        self.assertIn("[figure-not-placed]", r.out + r.err)

    def test_verse_takes_as_many_lines_wherever_it_stands(self):
        """Its rows stood on a grid of their own across the page: a block that held two at one line held one at another, and
        make-up, which had tried the first, left text over on pages with empty rows."""
        body = "春江潮水连海平，海上明月共潮生。\n滟滟随波千万里，何处春江无月明！"
        for line in range(3, 9):
            path = edition(self.folder, {"a": article("诗", body, title="山中", byline="佚名")},
                           [f"{{article: a, columns: 1-2, lines: {line}-{line + 7}, set: 1}}"])
            r = run("check", path)
            self.assertEqual(r.returncode, 0, (line, r.err))

    def text(self, pdf):
        return read("pdftotext", "-raw", pdf, "-")

    def test_verse_keeps_its_lines(self):
        e = edition(self.folder / "e", {"a": article("诗", VERSE, title="诗一首")},
                    ["{article: a, columns: 1-2, lines: 3-30, set: 1}"], more="")
        lines = self.text(self.press(e)).splitlines()
        at = lines.index("春江潮水连海平，海上明月共潮生。")
        self.assertEqual(lines[at + 1], "滟滟随波千万里，")
        # The last is too long for 23 characters: turned over, and further in.
        self.assertTrue(VERSE.splitlines()[-1].startswith(lines[at + 2]))
        self.assertEqual("".join(lines[at + 2:at + 4]), VERSE.splitlines()[-1])
        found = words(self.folder / "out.pdf")
        where = {t[:2]: (x, y) for t, x, y in found}
        self.assertAlmostEqual(where["春江"][0], where["滟滟"][0], 1)
        self.assertGreater(where[lines[at + 3][:2]][0], where["江流"][0] + 15)
        # Stanzas are a row apart.
        self.assertAlmostEqual(where["滟滟"][1] - where["春江"][1], 15, 0)
        self.assertGreater(where["江流"][1] - where["滟滟"][1], 20)

    def columns_of_verse(self, lines, last, set_=2):
        """First characters of the lines of a poem, column by column, each with its height."""
        e = edition(self.folder / "e", {"a": article("诗", lines, title="登楼")},
                    [f"{{article: a, columns: 1-{set_}, lines: 3-{last}, set: {set_}}}"])
        self.press(e)
        firsts = {line[:5] for line in lines.split("\n") if line}
        found = sorted((x, y, t) for t, x, y in words(self.folder / "out.pdf") if t[:5] in firsts)
        columns = {}
        for x, y, t in found:
            columns.setdefault(round(x), []).append((t[0], round(y)))
        return [columns[x] for x in sorted(columns)]

    def test_no_empty_row_opens_a_column_between_stanzas(self):
        poem = "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n\n春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少"
        for last in 12, 13:  # lower blocks held them not: a line was left over
            first, second = self.columns_of_verse(poem, last)
            self.assertEqual("".join(t for t, _ in first + second), "白黄欲更春处夜花")
            self.assertEqual([y for _, y in first], [y for _, y in second])

    def test_the_two_lines_of_a_couplet_stay_together(self):
        poem = "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n春眠不觉晓\n处处闻啼鸟"
        first, second = self.columns_of_verse(poem, 14)
        self.assertEqual(["".join(t for t, _ in c) for c in (first, second)], ["白黄欲更", "春处"])
        # Where there is no room for that all is set none the less.
        first, second = self.columns_of_verse(poem, 11)
        self.assertEqual(["".join(t for t, _ in c) for c in (first, second)], ["白黄欲", "更春处"])

    def test_a_poem_stands_in_the_middle_by_its_longest_line(self):
        e = edition(self.folder / "e", {"a": article("诗", "白日依山尽\n黄河入海流\n欲穷千里目更上一层楼", title="登楼")},
                    ["{article: a, columns: 1-2, lines: 3-30, set: 1}"])
        found = words(self.press(e))
        left = (270 - 225.4) / 2 * 72 / 25.4
        x = {t: x for t, x, y in found}
        longest = x["欲穷千里目更上一层楼"] - left
        self.assertAlmostEqual(longest, (207 - 10 * 10.5) / 2, delta=0.3)
        self.assertAlmostEqual(x["白日依山尽"], x["欲穷千里目更上一层楼"], delta=0.05)

    def test_names_stand_in_columns(self):
        body = "以下各位入选。\n\n甲春　乙夏 丙秋实\n丁冬青 戊河　己远山 诸葛小亮 庚石"
        e = edition(self.folder / "e", {"a": article("名单", body, title="名单")},
                    ["{article: a, columns: 1-2, lines: 3-30, set: 1}"])
        pdf = self.press(e)
        text = self.text(pdf)
        self.assertIn("甲春", text)  # copied as it was typed
        for name in ("乙夏", "丙秋实", "诸葛小亮", "庚石"):
            self.assertIn(name, text)
        found = words(pdf)
        names = ["甲春", "乙夏", "丙秋实", "丁冬青", "戊河", "己远山", "诸葛小亮", "庚石"]
        xs = [next(x for t, x, y in found if t == n) for n in names]
        pitch = 4 * 9
        for x in xs:
            self.assertAlmostEqual((x - xs[0]) % pitch, 0 if (x - xs[0]) % pitch < pitch / 2 else pitch, delta=0.1)

    def test_names_in_prose_are_left_alone(self):
        body = "会议由办公室 宣传科 主持，各科室参加。"
        e = edition(self.folder / "e", {"a": article("名单", body, title="名单")}, ["{article: a, columns: 1-2, lines: 3-30, set: 1}"])
        self.assertIn("会议由办公室 宣传科 主持，各科室参加。", self.text(self.press(e)))

    def fonts_of(self, pdf):
        """Text of each font on page 1, in reading order."""
        xml = read("mutool", "draw", "-q", "-N", "-F", "stext", pdf, "1")
        out = []
        for font, body in re.findall(r'<font name="(?:\w{6}\+)?([^"]+)"[^>]*>(.*?)</font>', xml, re.S):
            out.append((font, html.unescape("".join(re.findall(r' c="([^"]*)"', body)))))
        return out

    def test_datelines_and_speakers_have_faces_of_their_own(self):
        articles = {
            "a": article("消息", "本报北京3月2日电（记者 张三）会议今天举行。\n\n本报讯 第二段不是电头。", title="消息一则"),
            "b": article("消息", "本报讯中提到的办法，另文刊登。", title="没有电头"),
            "c": article("访谈", "问：有什么变化？\n\n李明：有三点。注意：都不大。", title="访谈一则")}
        e = edition(self.folder / "e", articles, ["{article: a, columns: 1-2, lines: 3-20, set: 1}", "{article: b, columns: 3-4, lines: 3-20, set: 1}",
                                                  "{article: c, columns: 5-6, lines: 3-20, set: 1}"])
        runs = self.fonts_of(self.press(e))
        sans = "".join(t for f, t in runs if "Sans" in f)
        self.assertIn("本报北京3月2日电（记者 张三）", sans)
        self.assertNotIn("第二段", sans)
        self.assertIn("问：", sans)
        self.assertIn("李明：", sans)
        self.assertNotIn("有三点", sans)
        self.assertNotIn("注意", sans)
        self.assertIn("有什么变化？", "".join(t for f, t in runs if "Kai" in f))

    def test_narrow_tables_stand_in_panels(self):
        rows = "\n".join(f"| {n}日 | 队{n} | {n}:0 |" for n in range(1, 8))
        table = f"| 日期 | 球队 | 比分 |\n|---|---|---:|\n{rows}"
        e = edition(self.folder / "e", {"a": article("赛程", table, title="赛程")}, ["{article: a, columns: 1-6, lines: 3-20, set: 1}"])
        pdf = self.press(e)
        found = words(pdf)
        y = {t: y for t, x, y in found if t.startswith("队")}
        self.assertEqual(len({round(v) for v in y.values()}), 3)  # three panels of three, two and two
        self.assertEqual(round(y["队1"]), round(y["队4"]))
        self.assertEqual(round(y["队1"]), round(y["队6"]))
        text = self.text(pdf)
        self.assertEqual(sorted(text.index(f"队{n}") for n in range(1, 8)), [text.index(f"队{n}") for n in range(1, 8)])
        # In columns of text it goes on from one to the next, as tables do.
        e = edition(self.folder / "e", {"a": article("赛程", table, title="赛程")}, ["{article: a, columns: 1-6, lines: 3-20, set: 2}"])
        y = {t: y for t, x, y in words(self.press(e)) if t.startswith("队")}
        self.assertEqual(len({round(v) for v in y.values()}), 4)

    def test_every_table_is_whole_however_it_stands(self):
        rows = "\n".join(f"| {n}日 | 球队{n} | {n}:0 |" for n in range(1, 40))
        table = f"| 日期 | 球队 | 比分 |\n|---|---|---:|\n{rows}"
        for columns, lines in (("1-6", "3-70"), ("1-3", "3-70"), ("1-6", "3-20"), ("1-2", "3-60")):
            e = edition(self.folder / "e", {"a": article("赛程", table, title="赛程")},
                        [f"{{article: a, columns: {columns}, lines: {lines}, set: 1}}"])
            r = run("press", e, "-o", self.folder / "t.pdf")
            text = self.text(self.folder / "t.pdf")
            shown = [n for n in range(1, 40) if f"球队{n}\n" in text.replace(" ", "\n")]
            if r.returncode == 0:
                self.assertEqual(len(shown), 39, (columns, lines))
            else:
                self.assertEqual(r.returncode, 4)
                self.assertIn("overset", r.err)

    def test_pages_of_the_layout_and_folios_outside(self):
        e = edition(self.folder / "e", {"a": article("消息", "一段。", title="一"), "b": article("消息", "二段。", title="二"),
                                        "c": article("消息", "三段。", title="三")}, [])
        text = (e / "edition.yaml").read_text("utf-8").split("frames:")[0].replace("- b.md", "- {article: b.md, page: 2}") \
            .replace("- c.md", "- {article: c.md, page: 3}").replace("- a.md", "- {article: a.md, page: 1}")
        (e / "edition.yaml").write_text(text + "frames:\n  daily:\n    - {section: 要闻}\n    - {section: 综合}\n    - {section: 副刊}\n", "utf-8")
        pdf = self.press(e)
        pages = [read("pdftotext", "-layout", "-f", n, "-l", n, pdf, "-") for n in (1, 2, 3)]
        self.assertNotIn("第1版", pages[0])  # the nameplate
        self.assertIn("试报", pages[0])
        left, right = pages[1].splitlines()[0], pages[2].splitlines()[0]
        self.assertLess(left.index("第2版"), left.index("综合"))
        self.assertLess(right.index("副刊"), right.index("第3版"))
        # A layout without pages wants frames as before.
        r = run("check", e, "--layout", "tabloid")
        self.assertEqual(r.returncode, 3)
        self.assertIn("no-frames", r.err)

    def heads(self, e, page="1"):
        """Of each title in the page's heads, in points; the titles are of one of 甲乙丙丁戊己庚辛 each."""
        pdf = self.press(e)
        xml = html.unescape(read("mutool", "draw", "-q", "-N", "-F", "stext", pdf, page))
        found, size = {}, 0
        for m in re.finditer(r'<font name="[^"]*" size="([\d.]+)"|<char .*?c="(.)"', xml):
            size = float(m[1]) if m[1] else size
            if m[2] and m[2] in "甲乙丙丁戊己庚辛":
                found.setdefault(m[2], round(size))
        return found

    def test_heads_fall_with_standing_and_grow_with_columns(self):
        # All of one kind, and no rank but the order of the list.
        text = "我们要坚持把人民的事办好，把每一件小事办实。"
        e = edition(self.folder / "e", {c: article("消息", text * n, title=c * 9) for c, n in zip("甲乙丙丁", (50, 28, 12, 8))}, [])
        (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").split("frames:")[0]
                                        + "frames:\n  daily:\n    - frames: [{auto: true, columns: 1-6, lines: 31-82}]\n", "utf-8")
        found = self.heads(e)
        self.assertGreaterEqual(found["甲"], 1.25 * found["乙"], found)
        self.assertGreater(found["乙"], found["丙"], found)
        self.assertLessEqual(found["丁"], 24)
        # By hand: rank and columns say which; a style of the frame's own is that.
        at = "{{article: {}, columns: {}, lines: {}{}}}"
        for columns, more, sizes in (("1-3", "", (42, 36, 30)), ("1-4", "", (48, 42, 36)), ("1-6", "", (54, 42)), ("1-4", ", styles: {title: 题24}", (24,))):
            e = edition(self.folder / "f", {"甲": article("消息", text * 22, title="甲" * 9)},
                        [at.format("甲", columns, "31-60", more)])
            (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").replace("- 甲.md", "- {article: 甲.md, rank: 1}"), "utf-8")
            self.assertIn(self.heads(e)["甲"], sizes, columns)

    def test_every_page_has_a_lead(self):
        # Which page an article stands on is left to make-up.
        text = "我们要坚持把人民的事办好，把每一件小事办实。"
        names = "甲乙丙丁戊己庚辛"
        e = edition(self.folder / "e", {c: article("消息", text * n, title=c * 9)
                                        for c, n in zip(names, (60, 52, 40, 32, 26, 22, 18, 14))}, [])
        (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").split("frames:")[0] + "frames:\n  daily:\n"
                                        + "    - frames: [{auto: true, columns: 1-6, lines: 21-82}]\n" * 2, "utf-8")
        for page in "12":
            found = sorted(self.heads(e, page).items(), key=lambda h: names.index(h[0]))
            self.assertGreaterEqual(len(found), 2)
            self.assertTrue(all(found[0][1] > size for _, size in found[1:]), found)

    def test_articles_stand_on_the_pages_of_their_section(self):
        text = "我们要坚持把人民的事办好，把每一件小事办实。"
        names = "甲乙丙丁戊己庚辛"
        sections = dict(zip(names, ("要闻", "体育", "要闻", "体育", "体育", "体育", "要闻", "体育")))
        e = edition(self.folder / "e", {c: article("消息", text * 30, title=c * 9) for c in names}, [])
        listed, own = (e / "edition.yaml").read_text("utf-8").split("frames:")[0], "[{auto: true, columns: 1-6, lines: 21-82}]"
        for c, section in sections.items():
            listed = listed.replace(f"- {c}.md", f"- {{article: {c}.md, section: {section}}}")
        (e / "edition.yaml").write_text(listed + "frames:\n  daily:\n" + "".join(
            f"    - section: {s}\n      frames: {own}\n" for s in ("要闻", "体育", "体育")), "utf-8")
        found = [set(self.heads(e, page)) for page in "123"]
        self.assertEqual(found[0], set("甲丙庚"))
        self.assertEqual(found[1] | found[2], set("乙丁戊己辛"))
        self.assertIn(len(found[1]), (2, 3))
        (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").replace("section: 要闻}", "section: 要文}", 1), "utf-8")
        r = run("check", e, ok=3)
        self.assertIn("[no-section]", r.err)
        self.assertIn("Perhaps: 要闻", r.err)

    def test_a_law_that_is_broken_is_said(self):
        text = "我们要坚持把人民的事办好，把每一件小事办实。"

        def laws(sizes, lang="en"):
            e = edition(self.folder / "e", {c: article("消息", text * n, title=c * 9) for c, n in zip("甲乙丙丁", sizes)}, [])
            (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").split("frames:")[0].replace("- 甲.md", "- {article: 甲.md, rank: 1}")
                                            + "frames:\n  daily:\n    - frames: [{auto: true, columns: 1-6, lines: 31-82}]\n", "utf-8")
            return run("check", e, "--lang", lang).err

        self.assertNotIn("law-dropped", laws((60, 20, 16, 12)))
        self.assertRegex(laws((4, 40, 35, 35)), r"note \[law-dropped\]: page 1, law 9 .*“[乙丙丁]”")
        self.assertRegex(laws((4, 40, 35, 35), "zh"), r"第 1 版没有做到第 9 条版面规则：版底以上有稿件占的地方比头条大（“[乙丙丁]”）")

    def test_picture_news_shows_its_picture_over_all_columns(self):
        wide = {}
        for kind in "图片新闻", "消息":
            text = "一段。" * (60 if kind == "图片新闻" else 540)
            e = edition(self.folder / "e", {"a": article(kind, text + "\n\n![桥](qiao.png)", title="题")},
                        ["{article: a, columns: 1-4, lines: 31-75, set: 2}"])
            shutil.copy(DAILY / "qiao.png", e)
            placed = read("mutool", "trace", self.press(e), "1")
            wide[kind] = float(re.search(r'<fill_image [^>]*transform="([-\d.]+)', placed)[1])
        self.assertGreater(wide["图片新闻"], 400)
        self.assertLess(wide["消息"], 260)

    def daily(self, change):
        """A copy of the sample, its edition.yaml changed."""
        e = self.folder / "daily"
        shutil.rmtree(e, ignore_errors=True)
        shutil.copytree(DAILY, e)
        (e / "edition.yaml").write_text(change((e / "edition.yaml").read_text("utf-8")), "utf-8")
        return e

    def test_one_rank_on_several_pages(self):
        first = "09-jiaoyu", "24-zhili", "27-shi-1"
        plain = self.press(DAILY).read_bytes()
        ranked = lambda t: re.sub(r"(" + "|".join(first) + r")\.md", r"\1.md, rank: 1", t)
        self.assertEqual(self.press(self.daily(ranked)).read_bytes(), plain)
        # Two of one rank on a page: nobody leads it, and that is said.
        self.assertNotIn("[no-lead]", run("check", DAILY, ok=0).err)
        r = run("check", self.daily(lambda t: ranked(t).replace("10-baozhang.md", "10-baozhang.md, rank: 1")))
        self.assertIn("[no-lead]: page 2 ", r.err)

    def test_two_of_a_kind_that_only_leads_have_no_lead(self):
        def check(kind, rank):
            e = edition(self.folder / "e", {c: article(kind, "我们要把每一件小事办实。" * 60, title=c * 9) for c in "甲乙"}, [])
            text = (e / "edition.yaml").read_text("utf-8").split("frames:")[0]
            for c in "甲乙"[:2 if rank else 0]:
                text = text.replace(f"- {c}.md", f"- {{article: {c}.md, rank: 1}}")
            (e / "edition.yaml").write_text(text + "frames:\n  daily: [{}]\n", "utf-8")
            return run("check", e).err

        for kind in "头条", "消息":
            self.assertIn("[no-lead]: page 1 ", check(kind, True), kind)
            self.assertNotIn("[no-lead]", check(kind, False), kind)
        self.assertNotIn("[no-lead]", check("简讯", True))

    def test_a_page_of_several_regions_fills_them_all(self):
        for regions in ("{auto: true, columns: 1-6, lines: 3-40}, {auto: true, columns: 1-6, lines: 42-82}",
                        "{auto: true, columns: 1-4, lines: 3-82}, {auto: true, columns: 5-6, lines: 3-82}"):
            page = lambda t: re.sub(r"- \{section: 民生, [^}]*\}", f"- frames: [{regions}]", t)
            r = run("check", self.daily(page), "--report", self.folder / "r.ndjson")
            over = re.findall(r'"overset_lines":(\d+)', (self.folder / "r.ndjson").read_text("utf-8"))
            self.assertLessEqual(sum(map(int, over)), 2, r.err)

    def test_few_articles_stand_on_the_first_pages(self):
        for n in 1, 2, 4:
            names = ["01-liangshi", "02-keji", "03-jiuye", "09-jiaoyu"][:n]
            listed = "articles:\n" + "".join(f"  - {x}.md\n" for x in names)
            e = self.daily(lambda t: t.split("articles:")[0] + listed + "frames:\n  daily:\n" + "    - {}\n" * 5)
            pdf = self.press(e)
            for page in range(1, min(n, 2) + 1):
                self.assertGreater(len(read("pdftotext", "-f", str(page), "-l", str(page), pdf, "-")), 200, (n, page))

    def test_kicker_and_deck_are_in_proportion_to_the_head(self):
        for columns, least in (("1-6", 20), ("1-2", 12)):
            e = edition(self.folder / "e", {"a": article("头条", "一段。" * 300, kicker="甲乙", title="题目在此处", deck="丙丁")},
                        [f"{{article: a, columns: {columns}, lines: 3-70}}"])
            found = self.heads(e)
            self.assertEqual(len(found), 4)
            self.assertTrue(all(least <= size <= 26 for size in found.values()), found)

    def test_layouts_lie_with_the_edition(self):
        e = edition(self.folder / "e", {"a": article("短文", "一段。", title="一")}, ["{article: a, columns: 1-2, lines: 3-12}"], layout="daily")
        (e / "daily.yaml").write_text("base: daily\nkinds:\n  短文: {tiers: [{field: title, style: 中题18}], body: 正文}\n", "utf-8")
        run("check", e, ok=0)
        (e / "own.yaml").write_text("base: own\n", "utf-8")
        self.assertIn("unknown-base", run("check", e, "--layout", "own").err)
        outside = self.folder / "outside.yaml"
        shutil.copy(e / "daily.yaml", outside)
        (e / "daily.yaml").unlink()
        (e / "daily.yaml").symlink_to(outside)
        r = run("check", e)
        self.assertEqual(r.returncode, 3)
        self.assertIn("layout-outside", r.err)
        (e / "daily.yaml").unlink()
        for name in ("../outside", "edition", "printer"):
            self.assertIn("unknown-layout", run("check", e, "--layout", name).err)

    def test_an_advertisement_is_whole_and_marked(self):
        e = edition(self.folder / "e", {"a": article("广告", "![](ad.png)")}, ["{article: a, columns: 1-6, lines: 60-82}"])
        shutil.copy(DAILY / "ad.png", e)
        self.assertIn("广告", self.text(self.press(e)))
        run("check", e, ok=0)
        e = edition(self.folder / "e", {"a": article("广告", "![](ad.png)")}, ["{article: a, columns: 1-6, lines: 76-82}"])
        self.assertIn("figure-not-placed", run("check", e).err)  # it would have to be cropped

    def test_pictures_bleed(self):
        e = edition(self.folder / "e", {"a": article("短文", "![](ad.png)")},
                    ["{article: a, columns: 1-6, lines: 70-82, bleed: true}"], layout="own")
        shutil.copy(DAILY / "ad.png", e)
        (e / "own.yaml").write_text("base: daily\npaper: {bleed: 3mm}\nkinds:\n  短文: {tiers: [], body: 正文}\n", "utf-8")
        self.press(e)
        findings = run("check", e).out
        self.assertNotIn("missing-bleed", findings)
        self.assertNotIn("safe-margin", findings)
        (e / "edition.yaml").write_text((e / "edition.yaml").read_text("utf-8").replace(", bleed: true", ""), "utf-8")
        run("check", e)

    def test_bulletins_run_on(self):
        body = "\n\n".join(f"第{n}段写在这里，说明公文连排，跨页不写转接字样，也不必在句末断开。" * 3 for n in range(60))
        e = edition(self.folder / "e", {"a": article("通知", body, title="通知", addressee="各单位：", signed="办公室", dated="2026年3月2日",
                                                    issued="办公室 2026年3月3日印发")}, [], layout="bulletin")
        text = (e / "edition.yaml").read_text("utf-8").split("frames:")[0]
        (e / "edition.yaml").write_text(text + "frames:\n  bulletin:\n" + "    - {}\n" * 5, "utf-8")
        pdf = self.press(e, "--strict")
        out = self.text(pdf)
        self.assertNotIn("下转", out)
        self.assertIn("目录", out)
        got, at = "".join(out.split()), 0
        for part in ("各单位：", "第0段", "第59段", "办公室", "2026年3月2日", "2026年3月3日印发"):
            at = got.index(part, at)

    def test_the_sample_daily(self):
        r = run("press", DAILY, "-o", self.folder / "d.pdf", "--strict", ok=0)
        self.assertEqual(r.err, "")
        listed = run("check", DAILY, ok=0).out
        short = [int(n) for n in re.findall(r"short: (\d+) line", listed)]
        self.assertLessEqual(sum(short), 4)  # pages are full
        text = solid(self.text(self.folder / "d.pdf"))
        for name in ("稳面积提单产", "小事里有大民生", "广告", "更正"):
            self.assertIn(name, text)

    def test_init(self):
        for layout, more in (("daily", ()), ("bulletin", ()), ("school", ()), ("daily-broadsheet", ())):
            e = self.folder / layout
            run("init", e, "--layout", layout, *more, ok=0)
            run("press", e, "-o", self.folder / "i.pdf", ok=0)
            self.assertIn(f"layout: {layout}\n", (e / "edition.yaml").read_text("utf-8"))
        e = self.folder / "daily"
        (e / "01-liangshi.md").write_text("mine", "utf-8")
        before = {p: p.read_bytes() for p in e.iterdir()}
        r = run("init", e)
        self.assertEqual(r.returncode, 3)
        self.assertIn("init-exists", r.err)
        self.assertEqual({p: p.read_bytes() for p in e.iterdir()}, before)
        self.assertIn("no-sample", run("init", self.folder / "n", "--layout", "tabloid").err)
        self.assertFalse((self.folder / "n").exists())
        run("init", ok=2)


main()

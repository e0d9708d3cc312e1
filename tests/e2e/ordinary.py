#!/usr/bin/python3
"""What ordinary editions met: sizes that a press would refuse, advice that no editor would take, pages without news."""
import json
import os
import random
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, main, run, tool

sys.path.insert(0, str(SOURCE / "tests/editions"))
from pictures import png  # noqa: E402

TEXT = "我们要坚持把人民的事办好，把每一件小事办实。"
FEW = ("--budget", 8000)  # steps: pages too full take all that there are
VERSE = "\n".join(["空里流霜不觉飞，汀上白沙看不见。"] * 8)


def article(kind, body, **head):
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in {"kind": kind, **head}.items()) + f"---\n\n{body}\n"


class Ordinary(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory()
        self.addCleanup(d.cleanup)
        self.at = Path(d.name)

    def edition(self, articles, pages, layout="daily", places=None):
        """articles: text by name; pages: of each its frames, or what stands for it; places: of articles, more."""
        e = self.at / "e"
        e.mkdir(exist_ok=True)
        for name, text in articles.items():
            (e / f"{name}.md").write_text(text, "utf-8")
        listed = "".join(f"  - {{article: {n}.md{(places or {}).get(n, '')}}}\n" for n in articles)
        (e / "edition.yaml").write_text(
            f"title: 试\ndate: 2026-03-02\npaper: 试报\nlayout: {layout}\narticles:\n{listed}frames:\n  {layout}:\n"
            + "".join(f"    - {p}\n" for p in pages), "utf-8")
        return e

    def check(self, e, *more, ok=None):
        """What is said, the articles and the plan of the report."""
        report = self.at / "r.ndjson"
        r = run("check", e, "--report", report, *more, ok=ok)
        lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()]
        return (r.out + r.err, {l["article"]: l for l in lines if l["type"] == "article"},
                next((l for l in lines if l["type"] == "plan"), None))

    def picture(self, e, name, wide, high):
        (e / name).write_bytes(png(wide, high, random.Random(1)))

    def test_no_block_is_so_wide_that_its_picture_is_too_coarse(self):
        """A single leg over three columns was taken as wide as any picture likes: 137 pixels an inch, refused by preflight."""
        for wide, high in ((600, 450), (520, 700)):
            e = self.edition({"a": article("图片新闻", TEXT * 4 + "\n\n![桥](a.png)", title="渠水进田"),
                              "b": article("消息", TEXT * 30, title="各村修渠"), "c": article("消息", TEXT * 22, title="闸口值守")},
                             ["frames: [{auto: true, columns: 1-6, lines: 31-82}]"], places={"a": ", rank: 1"})
            self.picture(e, "a.png", wide, high)
            said, placed, _ = self.check(e, ok=0)
            self.assertNotIn("picture-ppi", said)

    def test_nobody_is_told_to_cut_a_poem_or_a_list_of_names(self):
        """It was said that all would fit if a poem were about 20 characters shorter."""
        names = "　".join(["王建国", "李秀兰", "张　伟", "欧阳若兰"] * 40)
        for kind, body in (("诗", VERSE), ("名单", names)):
            for lines in range(50, 62, 3):
                e = self.edition({"b": article("消息", TEXT * 22, title="各村修渠"), "a": article(kind, body, title="秋望")},
                                 [f"frames: [{{auto: true, columns: 1-4, lines: 31-{lines}}}]"])
                said, _, plan = self.check(e)
                cut = [x["article"] for x in plan["advice"] if not x["hold"]]
                self.assertNotIn("a", cut, (kind, lines))

    def test_an_advertisement_is_as_large_as_it_was_sold(self):
        """Pinned to the foot of a page that is too full it was squeezed out; smaller than its place it was so without a word."""
        for n, sentences in ((14, 22), (8, 30)):
            names = [f"b{i:02}" for i in range(n)]
            e = self.edition({**{b: article("消息", TEXT * sentences, title="各村修渠引水") for b in names},
                              "ad": article("广告", "![](ad.png)")},
                             ["frames: [{auto: true, columns: 1-6, lines: 3-82}]"],
                             places={**{b: ", rank: 2" for b in names}, "ad": ", pin: foot"})
            self.picture(e, "ad.png", 2600, 650)
            said, placed, plan = self.check(e, *FEW, ok=4)
            self.assertNotIn("figure-not-placed", said, n)
            self.assertNotIn("picture-shrunk", said, n)
            self.assertEqual(plan["bounds_missed"], 0)
            self.assertGreater(placed["ad"]["frames"][0]["height_mm"], 57)  # 225 mm wide, and 4 to 1
        for lines, word in (("60-82", False), ("68-82", True)):
            e = self.edition({"ad": article("广告", "![](ad.png)")}, [f"frames: [{{article: ad, columns: 1-6, lines: {lines}}}]"])
            self.assertEqual("picture-shrunk" in self.check(e)[0], word, lines)

    def test_no_line_between_articles_goes_through_a_vertical_head(self):
        """Beside a vertical head the text, and the head itself, had none of the room above that the line stands in."""
        e = self.edition({x: article("消息", TEXT * n, title="各村修渠引水") for x, n in zip("abcdef", (40, 24, 20, 16, 12, 30))},
                         ["frames: [{auto: true, columns: 1-6, lines: 3-82}]"], "own")
        heads = ", ".join(f"竖{n}: {{base: 题{n}, direction: vertical}}" for n in (36, 30, 24))
        (e / "own.yaml").write_text(f"base: daily\nstyles: {{{heads}}}\n"
                                    "ladders: {新闻: {lead: {3: [竖36, 竖30]}, second: {1: 竖30}, middle: {1: 竖24}}}\n", "utf-8")
        said, placed, plan = self.check(e, *FEW)
        self.assertNotIn("overlap", said)
        self.assertEqual(plan["bounds_missed"], 0)
        self.assertTrue(any(a["frames"][0]["y_mm"] > 100 for a in placed.values()))
        (e / "own.yaml").write_text("base: daily\nladders: {新闻: {lead: {3: 题36, 7: 题48}}}\n", "utf-8")
        self.assertIn("own.yaml:2:31: warning [ladder-columns]", self.check(e, *FEW)[0])  # of a page of six
        (e / "own.yaml").write_text("base: school\n", "utf-8")
        self.assertNotIn("ladder-columns", self.check(e, *FEW)[0])  # of five: what it inherits is no fault of its own

    def test_lines_between_articles_keep_off_text_without_a_head(self):
        """They stood on the first row of a 简讯 that has no title."""
        for kind, box in ("简讯", ""), ("消息", ""), ("简讯栏", ""):
            e = self.edition({"a": article("消息", TEXT * 30, title="各村修渠引水"), "b": article(kind, TEXT * 12)},
                             ["frames: [{article: a, columns: 1-3, lines: 31-50}, {article: b, columns: 1-3, lines: 51-70}]"])
            run("press", e, "-o", self.at / "a.pdf")
            trace = tool("mutool", "trace", self.at / "a.pdf", "1").decode("utf-8")
            rows = {(round(float(y), 1), float(s)) for s, text in re.findall(r'<span [^>]*trm="([\d.]+) 0 0 [\d.]+">(.*?)</span>', trace, re.S)
                    for y in re.findall(r' y="([\d.]+)"', text)}
            rules = set()
            for path in re.findall(r"<(?:stroke|fill)_path.*?</(?:stroke|fill)_path>", trace, re.S):
                ys = [float(y) for y in re.findall(r' y="([\d.]+)"', path)]
                if ys and max(ys) - min(ys) < 2:
                    rules.add(max(ys))
            self.assertTrue(rules)
            for rule in rules:
                for y, size in rows:
                    self.assertFalse(y - .15 * size - 1 < rule < y + .85 * size + 1, (kind, rule, y, size))

    def test_a_page_that_is_full_takes_no_lead_from_another(self):
        """Where one page had no room for its lead's head, or an article went on, no page had a lead."""
        body = "渠水进田，今年春天来了水，各村的人都到闸口来看。" * 5
        for sizes, on in (((6, 35, 7, 2, 9, 5, 2, 4, 3, 7, 9, 5, 8, 3), True), ((3, 35, 9, 6, 2, 2, 4, 9, 7, 7, 2, 6, 9, 5), False)):
            e = self.edition({f"n{i}": article("消息", "\n\n".join([body] * n), title=f"春耕备耕全面展开第{i}期") for i, n in enumerate(sizes)},
                             ["{}"] * 3)
            said, placed, plan = self.check(e)
            self.assertEqual(sum(a["overset_lines"] for a in placed.values()), 0)
            self.assertEqual(any(len({f["page"] for f in a["frames"]}) > 1 for a in placed.values()), on)
            self.assertEqual(plan["bounds_missed"], 0)
            self.assertNotIn("[no-lead]: page 3", said)

    def test_articles_change_pages_where_one_came_out_much_dearer(self):
        """Dealt out by the list alone, page 1 had a block far too tall for its width."""
        lengths = 1270, 530, 500, 560, 1070, 910, 830, 370, 930, 810
        titles = ("守牢粮食安全底线", "高新区举行揭牌仪式", "让农民工按时足额拿到工资", "第一中学实现当日办结", "轨道交通二号线召开",
                  "公共图书馆周末延时开放", "新校区通过验收", "石桥打通断头路方便千家", "老旧小区改造提速", "电动自行车充电桩进小区")
        texts = {}
        for i, (n, title) in enumerate(zip(lengths, titles)):
            body = (TEXT * 100)[:n - 1] + "。"
            texts[f"a{i}"] = article("消息" if i % 5 else "头条", "\n\n".join("　　" + body[k:k + 130] for k in range(0, n, 130)), title=title)
        said, placed, _ = self.check(self.edition(texts, ["{section: 民生}", "{section: 文体}"]))
        self.assertNotIn("[law-dropped]", said)
        self.assertEqual([placed[a]["frames"][0]["page"] for a in ("a0", "a5")], [1, 2])
        self.assertNotEqual({a for a in placed if placed[a]["frames"][0]["page"] == 1}, {f"a{i}" for i in range(5)})

    def test_news_leads_the_first_page_though_briefs_are_listed_before_it(self):
        """简讯 that came first in edition.yaml filled page 1, and all news stood on page 2."""
        briefs = {f"b{i:02}": article("简讯", "本报讯　" + TEXT * (4 + i % 3), title=f"第{i}条短讯在此") for i in range(28)}
        news = {f"n{i}": article("消息", TEXT * (44 - 3 * i), title=f"第{i}篇新闻的题目") for i in range(5)}
        e = self.edition({**briefs, **news}, ["{section: 要闻}", "{section: 综合}"])
        _, placed, _ = self.check(e, *FEW)
        lead = placed["n0"]["frames"][0]
        self.assertEqual(lead["page"], 1)
        self.assertEqual((lead["x_mm"], lead["y_mm"]),
                         min((f["x_mm"], f["y_mm"]) for a in placed.values() for f in a["frames"] if f["page"] == 1))
        # An editor may have it otherwise.
        e = self.edition({**briefs, **news}, ["{section: 要闻}", "{section: 综合}"], places={n: ", page: 2" for n in news})
        _, placed, _ = self.check(e, *FEW)
        self.assertTrue(all(placed[n]["frames"][0]["page"] == 2 for n in news))

    def test_a_profile_that_a_proof_cannot_use_is_said_as_one(self):
        """Fewer dots per inch were advised, with the status of a machine that is too busy."""
        data = self.at / "data"
        data.mkdir()
        for name in ("fonts", "words", "rules", "layouts"):
            os.symlink(SOURCE / name, data / name)
        shutil.copytree(SOURCE / "colour", data / "colour")
        icc = data / "colour/TR002.icc"
        icc.write_bytes(icc.read_bytes().replace(b"A2B", b"xxx"))
        e = self.edition({"a": article("消息", TEXT, title="渠水进田")}, ["frames: [{article: a, columns: 1-2, lines: 31-50}]"])
        r = run("proof", e, "-o", self.at / "p", "--dpi", "30", env={"BANMIAN_DATA": str(data)}, ok=3)
        self.assertIn("[bad-profile]: the output profile TR002.icc cannot be used", r.err)
        self.assertFalse((self.at / "p").exists())


if __name__ == "__main__":
    main()

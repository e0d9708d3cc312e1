#!/usr/bin/python3
"""Auto regions: pages that make-up composes itself, from real articles in many orders and lengths."""
import json
import random
import re
import shutil
import tempfile
import unittest
from contextlib import contextmanager
from pathlib import Path

from common import EDITION, SOURCE, WORK_REPORT, edition, hand_placed, run

PIECES = sorted(p.stem for p in EDITION.glob("*.md"))[:10]


def lines_of(report):
    return [json.loads(l) for l in report.read_text("utf-8").splitlines()]


class Folder:
    """An edition of one page: the pieces of the inner page under their banner, in a folder of its own."""

    setting = ()

    def __init__(self, ranks, pieces=PIECES):
        self.path = Path(tempfile.mkdtemp(prefix="banmian-")) / "e"
        self.path.mkdir()
        for name in pieces:
            shutil.copy(EDITION / f"{name}.md", self.path)
        listed = "".join(f"  - {{article: {n}.md, rank: {r}}}\n" for n, r in zip(pieces, ranks))
        (self.path / "edition.yaml").write_text(
            "title: 测试\ndate: 2026-05-14\nbanner: 2026 嘉峪关市两会 特别报道\narticles:\n" + listed +
            "frames:\n  tabloid:\n    - frames:\n"
            "        - {banner: true, columns: 1-6, lines: 2-6, box: 栏头底}\n"
            "        - {auto: true, columns: 1-6, lines: 7-82}\n", "utf-8")

    def double(self, name):
        """The body's paragraphs twice."""
        p = self.path / f"{name}.md"
        head, body = re.match(r"(---\n.*?\n---\n)(.*)", p.read_text("utf-8"), re.S).groups()
        p.write_text(head + body.rstrip() + "\n\n" + body.lstrip(), "utf-8")

    def cut(self, name, n):
        """So many characters less, each time from the longest paragraph. Marks are no characters."""
        p = self.path / f"{name}.md"
        head, body = re.match(r"(---\n.*?\n---\n)(.*)", p.read_text("utf-8"), re.S).groups()
        paragraphs = re.sub(r"{{.*?}}", "", body).strip().split("\n\n")
        while n > 0:
            longest = max(range(len(paragraphs)), key=lambda k: len(paragraphs[k]))
            text = paragraphs[longest]
            take = min(n, len(text) * 3 // 4)
            paragraphs[longest] = text[take:]
            n -= take
        p.write_text(head + "\n\n".join(paragraphs) + "\n", "utf-8")

    def hold(self, names):
        p = self.path / "edition.yaml"
        listed = p.read_text("utf-8").splitlines(True)
        p.write_text("".join(l for l in listed if not any(f"{n}.md" in l for n in names)), "utf-8")

    @contextmanager
    def changed(self):
        """What is changed meanwhile is as before afterwards."""
        before = {p: p.read_bytes() for p in self.path.iterdir() if p.is_file()}
        yield
        for p, bytes_ in before.items():
            p.write_bytes(bytes_)

    def region(self, lines):
        p = self.path / "edition.yaml"
        p.write_text(re.sub(r"(auto: true.*lines: )[\d-]+", rf"\g<1>{lines}", p.read_text("utf-8")), "utf-8")

    def press(self, *args):
        report = self.path.parent / "r.ndjson"
        r = run("press", self.path, "-o", "/dev/null", "--report", report, *self.setting, *args)
        return r, lines_of(report)


class Whole(Folder):
    """A whole edition in a layout, in a folder of its own."""

    def __init__(self, source, layout):
        self.path = Path(tempfile.mkdtemp(prefix="banmian-")) / "e"
        shutil.copytree(source, self.path)
        self.setting = "--layout", layout


def doubled_folder(doubled):
    folder = Folder(range(1, 11))
    for k in doubled:
        folder.double(PIECES[k])
    return folder


class MakeUp(unittest.TestCase):
    def assert_sound(self, folder, names, context):
        """All is set or counted as overset, with status 4; frames tile the region."""
        r, report = folder.press()
        with self.subTest(context):
            articles = {l["article"]: l for l in report if l["type"] == "article"}
            overset = sum(a["overset_characters"] for a in articles.values())
            self.assertEqual(r.returncode, 4 if overset else 0, r.err[:2000])
            plan = next(l for l in report if l["type"] == "plan")
            self.assertLessEqual(plan["bound"], plan["cost"])
            self.assertEqual(plan["bounds_missed"], 0)
            self.assertEqual(sorted(a["article"] for a in plan["articles"]), sorted(names))
            self.assertEqual(plan["cost"], sum(plan["penalties"].values()))
            for a in plan["articles"]:
                self.assertEqual(a["cost"], sum(a["penalties"].values()), a)
                for name, cost in a["penalties"].items():
                    self.assertLessEqual(cost, plan["penalties"][name])
            rects = []
            for name in names:
                a = articles[name]
                # A manuscript's own count: what a frame of all the page would set.
                self.assertEqual(a["characters"] + a["overset_characters"], self.characters(folder, name))
                f, = a["frames"]
                rects.append((f["x_mm"], f["y_mm"], f["x_mm"] + f["width_mm"], f["y_mm"] + f["height_mm"]))
            # The pieces' boxes share their rules: they fill the type area under the banner.
            for i, a in enumerate(rects):
                for b in rects[:i]:
                    common = [min(a[k + 2], b[k + 2]) - max(a[k], b[k]) for k in (0, 1)]
                    self.assertLess(min(common), 0.05, (a, b))
            area = sum((x1 - x) * (y1 - y) for x, y, x1, y1 in rects)
            self.assertAlmostEqual(area / (225.43 * 76 * 12 * 25.4 / 72), 1, places=3)
            return plan, overset, articles

    def characters(self, folder, name):
        """Characters of the manuscript by the program's own count, from a page of its own."""
        text = (folder.path / f"{name}.md").read_text("utf-8")
        if text not in self.known:
            alone = Path(tempfile.mkdtemp(prefix="banmian-")) / "a"
            alone.mkdir()
            shutil.copy(folder.path / f"{name}.md", alone)
            (alone / "edition.yaml").write_text(
                f"title: 测试\ndate: 2026-05-14\narticles: [{name}.md]\nframes:\n  tabloid:\n    - frames:\n"
                f"        - {{article: {name}, columns: 1-6, lines: 2-82}}\n", "utf-8")
            report = alone.parent / "r.ndjson"
            run("press", alone, "-o", "/dev/null", "--report", report, ok=0)
            self.known[text] = next(l["characters"] for l in lines_of(report) if l["type"] == "article")
        return self.known[text]

    known = {}

    def test_any_order_makes_a_page(self):
        rng = random.Random(6)
        for k in range(20):
            ranks = list(range(1, len(PIECES) + 1))
            rng.shuffle(ranks)
            plan, overset, articles = self.assert_sound(Folder(ranks), PIECES, f"ranks {ranks}")
            self.assertEqual(overset, 0, ranks)
            for name in PIECES:
                self.assertLessEqual(articles[name]["short_lines"], 1, (ranks, name))
            self.assertTrue(plan["optimal"], ranks)
            self.assertEqual(plan["through"], 0, ranks)

    def test_more_and_less_text_makes_a_page_or_says_so(self):
        rng = random.Random(7)
        for k in range(20):
            pieces = [p for p in PIECES if rng.random() > 0.15]
            folder = Folder(range(1, len(pieces) + 1), pieces)
            doubled = [p for p in pieces if rng.random() < 0.2]
            for name in doubled:
                folder.double(name)
            context = f"without {sorted(set(PIECES) - set(pieces))}, twice {doubled}"
            plan, overset, articles = self.assert_sound(folder, pieces, context)
            self.assertTrue(plan["optimal"], context)
            # A full page has no 断版, unless a head must be parted badly to save it, or the page would not be full.
            if not overset and all(a["short_lines"] <= 1 for a in articles.values()) and plan["through"]:
                self.assertTrue(self.is_worse_without_through(folder), context)

    def is_worse_without_through(self, folder):
        """The cheapest plan without 断版 parts heads badly, or leaves lines over."""
        for k in range(2, 9):
            r, report = folder.press("--plan", k)
            if not next(l for l in report if l["type"] == "plan")["through"]:
                return "[head-doubt]" in r.err or any(l["short_lines"] > 1 for l in report if l["type"] == "article")

    def test_the_editions_pages_are_full_and_proved(self):
        # The two articles of the tabloid's page 1 lie one below the other.
        for setting, through in (("tabloid", 1), ("broadsheet", 0)):
            report = edition(setting)[1]
            plan = next(l for l in report if l["type"] == "plan")
            self.assertTrue(plan["optimal"])
            self.assertEqual(plan["gap_percent"], 0)
            self.assertEqual(plan["through"], through)
            self.assertEqual(plan["bounds_missed"], 0)
            self.assertEqual(plan["cost"], sum(plan["penalties"].values()))
            planned = {a["article"] for a in plan["articles"]}
            for a in (l for l in report if l["type"] == "article"):
                if a["article"] in planned:
                    self.assertEqual(a["overset_characters"], 0)
                    self.assertLessEqual(a["short_lines"], 1, a["article"])
                    self.assertTrue(all(f["spare_lines"] <= 1 for f in a["frames"]), a["article"])

    def test_heads_with_many_cheap_ways_hide_no_plan(self):
        # Heads of this word may be parted in more places.
        folder = Whole(EDITION, "broadsheet")
        for p in folder.path.glob("*.md"):
            head, body = re.match(r"(---\n.*?\n---\n)(.*)", p.read_text("utf-8"), re.S).groups()
            p.write_text(head.replace("人民代表大会", "人民代表会议") + body, "utf-8")
        plan = next(l for l in folder.press()[1] if l["type"] == "plan")
        self.assertTrue(plan["optimal"])
        self.assertEqual(plan["through"], 0)
        self.assertLess(plan["cost"], 23800)

    def test_doubtful_heads_are_bounded_by_what_they_cost(self):
        rows = (SOURCE / "tests/data/headlines.txt").read_text("utf-8").splitlines()
        heads = [re.sub("[|~]", "", row) for row in rows if row and row[0] != "#"]
        heads = [h for h in heads if not re.search("[^\\w，、：！？《》“” ]", h)]
        rng, doubts = random.Random(3), 0
        for k in range(4):
            folder = Folder(range(1, 5), PIECES[:4])
            p = folder.path / "edition.yaml"
            p.write_text(p.read_text("utf-8").replace("auto: true, columns: 1-6", "auto: true, columns: 1-1"), "utf-8")
            for p in folder.path.glob("*.md"):
                p.write_text(re.sub("(?m)^title: .*$", lambda _: f"title: {rng.choice(heads)}{rng.choice(heads)}",
                                    p.read_text("utf-8")), "utf-8")
            r, report = folder.press()
            plan = next(l for l in report if l["type"] == "plan")
            self.assertEqual(plan["bounds_missed"], 0)
            self.assertTrue(plan["optimal"])
            doubts += r.err.count("[head-doubt]")
        self.assertGreater(doubts, 0)

    def test_a_guard_passes_no_plan_by_that_was_judged(self):
        # Double rules side by side cost so much that very many divisions of a page cost less by their cuts alone.
        data = Path(tempfile.mkdtemp(prefix="banmian-"))
        for name in ("colour", "fonts", "words", "rules"):
            (data / name).symlink_to(SOURCE / name)
        (data / "layouts").mkdir()
        layout = (SOURCE / "layouts/tabloid.yaml").read_text("utf-8")
        for a, b in (("slack: 200, space: 150}", "slack: 200, space: 150, doubled: 1000}"),
                     ("文框: {line: 正线", "文框: {line: 双线")):
            self.assertIn(a, layout)
            layout = layout.replace(a, b)
        (data / "layouts/tabloid.yaml").write_text(layout, "utf-8")
        report = data / "r.ndjson"
        run("press", EDITION, "--layout", "tabloid", "-o", data / "e.pdf", "--report", report, ok=0,
            env={"BANMIAN_DATA": str(data)})
        plan = next(l for l in lines_of(report) if l["type"] == "plan")
        self.assertLessEqual(plan["cost"], 42854)
        self.assertIn("divisions", plan["limits"])
        self.assertFalse(plan["optimal"])
        self.assertLessEqual(plan["bound"], 25854)

    def test_other_plans_may_be_made(self):
        folder = Folder(range(1, 11))
        r, report = folder.press("--alternatives", "5")
        self.assertEqual(r.returncode, 0, r.err)
        best = next(l for l in report if l["type"] == "plan")
        costs = best["alternatives"]
        self.assertEqual(len(costs), 5)
        self.assertEqual(costs, sorted(costs))
        self.assertGreaterEqual(costs[0], best["cost"])
        places = lambda lines: [(l["article"], l["frames"]) for l in lines if l["type"] == "article"]
        seen = [places(report)]
        for k in range(2, 7):
            r, report = folder.press("--plan", k)
            plan = next(l for l in report if l["type"] == "plan")
            self.assertEqual(plan["cost"], costs[k - 2])
            self.assertNotIn(places(report), seen)
            seen.append(places(report))

    def test_pages_with_articles_that_go_on_may_be_divided_otherwise(self):
        def press(layout, *args):
            out = Path(tempfile.mkdtemp(prefix="banmian-")) / "r.ndjson"
            run("press", WORK_REPORT, "--layout", layout, *args, "-o", "/dev/null", "--report", out, ok=0)
            report = lines_of(out)
            return next(l for l in report if l["type"] == "plan"), [l for l in report if l["type"] == "article"]

        # Pages and columns of all frames: lines that move make no other plan.
        def columns(articles):
            return {(a["article"], f["page"], f["x_mm"], f["width_mm"]) for a in articles for f in a["frames"]}

        for layout, least in (("tabloid", 2), ("broadsheet-8", 5)):
            best, articles = press(layout, "--alternatives", "5")
            costs = best["alternatives"]
            self.assertGreaterEqual(len(costs), least, layout)
            self.assertEqual(costs, sorted(costs))
            self.assertGreaterEqual(costs[0], best["cost"])
            self.assertEqual(press(layout, "--alternatives", "2")[0]["alternatives"], costs[:2])
            seen, set_ = [columns(articles)], {a["article"]: a["characters"] for a in articles}
            for k, cost in enumerate(costs, 2):
                with self.subTest(layout=layout, plan=k):
                    plan, articles = press(layout, "--plan", k)
                    self.assertEqual(plan["cost"], cost)
                    self.assertEqual({a["article"]: a["characters"] for a in articles}, set_)
                    self.assertNotIn(columns(articles), seen)
                    seen.append(columns(articles))
                    for a in articles:
                        self.assertEqual(a["overset_characters"], 0, a["article"])
                        self.assertLessEqual(a["short_lines"], 1, a["article"])
                        if len(a["frames"]) > 1:
                            # It ends less than a line across short, and goes on from full columns.
                            self.assertEqual(a["short_lines"], 0, a["article"])
                            self.assertTrue(all(f["spare_lines"] == 0 for f in a["frames"][:-1]), a["article"])

    def test_a_plan_that_is_not_there_is_said(self):
        folder = Folder(range(1, 3), PIECES[:2])
        r, _ = folder.press("--plan", "9")
        self.assertEqual(r.returncode, 2)
        self.assertRegex(r.err, "there is no plan 9; make-up found [1-8]")
        r = run("press", hand_placed(), "--plan", "2", "-o", "/dev/null", ok=2)
        self.assertIn("there is no plan 2; make-up found 1", r.err)
        r = run("press", WORK_REPORT, "--plan", "9", "-o", "/dev/null", ok=2)
        self.assertRegex(r.err, "there is no plan 9; make-up found [1-8]")

    def test_a_page_too_full_is_advised(self):
        for doubled in ((2, 3, 4, 5, 6, 7), (4, 2, 5)):
            with self.subTest(doubled):
                self.assert_advised(doubled_folder(doubled))
        # Neither one article held nor two cut would do.
        low = Folder(range(1, 11))
        low.region("7-60")
        with self.subTest("a low region"):
            held, cut = self.assert_advised(low)
            self.assertEqual((len(held), len(cut)), (2, 4))

    def test_a_cut_that_is_advised_makes_the_page_fit(self):
        for doubled in ((4, 2), (2, 8), (2, 3), (6, 8), (7, 9)):
            with self.subTest(doubled):
                self.assertEqual(len(self.assert_advised(doubled_folder(doubled))[1]), 1)

    def test_where_one_cut_is_not_enough_two_are_advised(self):
        for doubled in ((4, 5), (3, 4)):
            with self.subTest(doubled):
                self.assertEqual(len(self.assert_advised(doubled_folder(doubled))[1]), 2)

    def test_pages_of_an_edition_are_advised(self):
        for layout, doubled in (("broadsheet", ("05-jueding-minsheng", "12-tongxun")),
                                ("tabloid", ("05-jueding-minsheng",))):
            with self.subTest(layout):
                folder = Whole(EDITION, layout)
                for name in doubled:
                    folder.double(name)
                self.assert_advised(folder)

    def test_pages_with_an_article_that_goes_on_are_advised(self):
        folder = Whole(WORK_REPORT, "tabloid")
        folder.double("04-jianshe")
        self.assert_advised(folder)

    def assert_advised(self, folder):
        """What is advised is said in words, and makes the page fit; returns (held, cut)."""
        r, report = folder.press()
        self.assertEqual(r.returncode, 4)
        advice = next(l for l in report if l["type"] == "plan")["advice"]
        held = [a["article"] for a in advice if a["hold"]]
        cut = {a["article"]: a["cut_characters"] for a in advice if not a["hold"]}
        self.assertTrue(held)
        self.assertTrue(cut)
        for a in advice:
            self.assertEqual(a["together"], len(held) if a["hold"] else len(cut))
        names = " + ".join(f"“{name}”" for name in held)
        self.assertIn(f"without {names} all the others fit", r.err)
        if len(cut) == 1:
            (name, n), = cut.items()
            self.assertIn(f"if “{name}” were about {n} characters shorter", r.err)
        else:
            names = " + ".join(f"“{name}” {n}" for name, n in cut.items())
            self.assertIn(f"all would fit: {names}", r.err)
        with folder.changed():
            folder.hold(held)
            self.assertEqual(folder.press()[0].returncode, 0, held)
        # A little more than is said is as good.
        for more in (0, 15):
            with folder.changed():
                for name, n in cut.items():
                    folder.cut(name, n + more)
                self.assertEqual(folder.press()[0].returncode, 0, (cut, more))
        # What is said is not much more than is needed: without a tenth of it the page is too full.
        with folder.changed():
            for name, n in cut.items():
                folder.cut(name, n * 9 // 10 - 20)
            self.assertEqual(folder.press()[0].returncode, 4, cut)
        return held, cut

    def test_articles_stand_where_they_are_pinned(self):
        folder = Folder(range(1, 11))
        e = folder.path / "edition.yaml"
        text = e.read_text("utf-8")
        text = text.replace(f"{{article: {PIECES[0]}.md, rank: 1}}",
                            f"{{article: {PIECES[0]}.md, rank: 1, page: 2, pin: foot}}")
        text = text.replace(f"{{article: {PIECES[9]}.md, rank: 10}}", f"{{article: {PIECES[9]}.md, page: 1}}")
        e.write_text(text + "    - frames:\n        - {auto: true, columns: 1-6, lines: 3-60}\n", "utf-8")
        r, report = folder.press()
        frames = {l["article"]: l["frames"] for l in report if l["type"] == "article"}
        foot, = frames[PIECES[0]]
        self.assertEqual(foot["page"], 2)
        self.assertAlmostEqual(foot["width_mm"], 225.43, places=1)
        for name in PIECES[1:]:
            for f in frames[name]:
                if f["page"] == 2:
                    self.assertLessEqual(f["y_mm"] + f["height_mm"], foot["y_mm"] + 0.05, name)
        self.assertEqual({f["page"] for f in frames[PIECES[9]]}, {1})

    def test_pins_that_cannot_be_are_said(self):
        for change, said in (("page: 3", "must stand on page 3, which has no auto region"),
                             ("page: x", "“x” is no page"), ("pin: top", "an article cannot be pinned to “top”")):
            folder = Folder(range(1, 11))
            e = folder.path / "edition.yaml"
            e.write_text(e.read_text("utf-8").replace("rank: 5}", f"rank: 5, {change}}}"), "utf-8")
            r = run("press", folder.path, "-o", "/dev/null", ok=3)
            self.assertIn(said, r.err)
            self.assertIn("edition.yaml:", r.err)

    def test_articles_of_one_rank_change_places(self):
        listed, free = Folder(range(1, 11)), Folder([1] + [2] * 9)
        plans = [next(l for l in f.press()[1] if l["type"] == "plan") for f in (listed, free)]
        self.assertLess(plans[1]["cost"], plans[0]["cost"])
        self.assertTrue(plans[1]["optimal"])

    def test_a_long_article_goes_on_and_every_page_is_full(self):
        """On page 4 of the tabloid and page 2 of the broadsheet it ends in an L about the comment's box."""
        for layout, pages, through in (("tabloid", {"01-huigu": [1, 2], "03-renwu": [2, 3, 4, 4]}, 2),
                                       ("broadsheet-8", {"01-huigu": [1], "03-renwu": [1, 2, 2]}, 2)):
            with self.subTest(layout):
                out = Path(tempfile.mkdtemp(prefix="banmian-")) / "r.ndjson"
                run("press", WORK_REPORT, "--layout", layout, "-o", "/dev/null", "--report", out, ok=0)
                report = lines_of(out)
                plan = next(l for l in report if l["type"] == "plan")
                self.assertGreater(plan["penalties"]["jump"], 0)
                # A column broken against 孤行 costs 20000.
                self.assertLess(plan["penalties"]["copyfit"], 20000)
                self.assertLessEqual(plan["through"], through)
                self.assertEqual(plan["bounds_missed"], 0)
                self.assertTrue(plan["optimal"])
                self.assertEqual(plan["gap_percent"], 0)
                self.assertGreater(next(a["cost"] for a in plan["articles"] if a["article"] == "03-renwu"), 0)
                articles = {l["article"]: l for l in report if l["type"] == "article"}
                for name, where in pages.items():
                    self.assertEqual([f["page"] for f in articles[name]["frames"]], where)
                for a in articles.values():
                    self.assertEqual((a["overset_characters"], a["short_lines"]), (0, 0), a["article"])
                    self.assertLessEqual(sum(f["spare_lines"] for f in a["frames"]), 1, a["article"])

    def test_pages_with_articles_that_go_on_are_proved_or_nearly(self):
        for layout, name, n in (("tabloid", "02-yaoqiu", 600), ("tabloid", "03-renwu", 900),
                                ("tabloid", "01-huigu", 1200), ("broadsheet-8", "04-jianshe", 500),
                                ("broadsheet-8", "01-huigu", 800)):
            with self.subTest(layout=layout, article=name):
                folder = Whole(WORK_REPORT, layout)
                folder.cut(name, n)
                r, report = folder.press()
                self.assertEqual(r.returncode, 0, r.err)
                plan = next(l for l in report if l["type"] == "plan")
                self.assertGreater(plan["penalties"]["jump"], 0)
                # No plan that was set cost less than was reckoned at least.
                self.assertEqual(plan["bounds_missed"], 0)
                self.assertLess(plan["gap_percent"], 8)

    def assert_cheap_when_cut(self, characters):
        folder = Whole(WORK_REPORT, "tabloid")
        folder.cut("02-yaoqiu", characters)
        plan = next(l for l in folder.press()[1] if l["type"] == "plan")
        self.assertLess(plan["cost"], 20000)
        self.assertTrue(plan["optimal"])

    def test_a_proof_finds_what_reckoned_rows_do_not(self):
        """The search goes by one number of rows for each article that goes on: without the proof the best plan
        that it finds costs 31617."""
        self.assert_cheap_when_cut(300)

    def test_blocks_trade_lines(self):
        """Where lines are not traded after the search the proof begins from a plan so dear that it ends at its
        limit, with one that costs 22677."""
        self.assert_cheap_when_cut(1200)

    def test_a_region_too_small_is_said(self):
        folder = Folder(range(1, 11))
        folder.region("7-7")
        r, _ = folder.press()
        self.assertEqual(r.returncode, 4)
        self.assertIn("10 articles for 1 auto regions, which take 6 at most", r.err)
        folder.region("7-9")
        r, _ = folder.press()
        self.assertEqual(r.returncode, 4)
        self.assertIn("[overset]", r.err)

    def test_a_rank_must_be_one(self):
        folder = Folder(["x"] + [2] * 9)
        r = run("press", folder.path, "-o", "/dev/null", ok=3)
        self.assertIn("“x” is no rank", r.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)

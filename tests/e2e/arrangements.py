#!/usr/bin/python3
"""How blocks stand on a page that make-up divides: heads over a part of their columns, and articles that change places."""
import json
import re
import tempfile
import unittest
from pathlib import Path

from common import main, run, tool

TEXT = "我们要坚持把人民的事办好，把每一件小事办实。"
NAMES = "甲乙丙丁戊己"


def edition(folder, sizes, make_up):
    """A page of news of so many sentences each; the first has rank 1, as many as there are of the others 2, 3 …"""
    folder.mkdir(exist_ok=True)
    for name, size in zip(NAMES, sizes):
        (folder / f"{name}.md").write_text(f"---\nkind: 消息\ntitle: {name * 9}\n---\n\n" + "\n\n".join([TEXT * 5] * (size // 5)) + "\n", "utf-8")
    (folder / "own.yaml").write_text(f"base: daily\nmake-up: {{{make_up}}}\n", "utf-8")
    (folder / "edition.yaml").write_text(
        "title: 试\ndate: 2026-03-02\npaper: 试报\nlayout: own\narticles:\n"
        + "".join(f"  - {{article: {n}.md, rank: {i + 1}}}\n" for i, n in enumerate(NAMES[:len(sizes)]))
        + "frames:\n  own:\n    - frames:\n      - {auto: true, columns: 1-6, lines: 11-82}\n", "utf-8")
    return folder


def frames(written):
    """Of each article: its columns and lines from 1, its legs, and those that its head stands over."""
    found = {}
    for m in re.finditer(r"\{article: (.), columns: (\d+)-(\d+), lines: (\d+)-(\d+), set: (\d+)(.*)", written):
        head = re.search(r"head: \{columns: 1-(\d+)\}", m[7])
        found[m[1]] = [int(n) for n in m.groups()[1:6]] + [int(head[1]) if head else 0]
    return found


class Arrangements(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory()
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)

    def plan(self, sizes, make_up):
        """The edition, its frames and its plan."""
        e = edition(self.folder / "e", sizes, make_up)
        report = self.folder / "r.ndjson"
        run("press", e, "-o", self.folder / "a.pdf", "--report", report, ok=0)
        lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        plan = next(line for line in lines if line["type"] == "plan")
        self.assertEqual(plan["bounds_missed"], 0)
        return e, frames(run("check", e, "--frames").out), plan

    def words(self, pdf):
        """(x, y, text) of its words, in points."""
        found = tool("pdftotext", "-bbox", pdf, "-").decode("utf-8")
        return [(float(m[1]), float(m[2]), m[3]) for m in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', found)]

    def side(self, frame):
        """A page of one article in that frame."""
        e = edition(self.folder / "e", (20,), "legs: 4-50")
        text = (e / "edition.yaml").read_text("utf-8").split("frames:")[0]
        (e / "edition.yaml").write_text(text + f"frames:\n  own:\n    - frames:\n      - {{article: 甲, {frame}}}\n", "utf-8")
        return e

    def test_a_head_stands_at_the_side_of_its_text(self):
        left, column = (270 / 25.4 * 72 - 71 * 9) / 2, 108
        for columns, wide in (("1", 1), ("1-2", 2)):
            e = self.side(f"columns: 1-5, lines: 31-60, head: {{columns: {columns}, side: true}}")
            run("press", e, "-o", self.folder / "a.pdf")
            edge = left + wide * column - 4
            words = self.words(self.folder / "a.pdf")
            inside = [w for w in words if w[0] < edge]
            self.assertTrue(inside)
            self.assertTrue(all("甲" in text for _, _, text in inside), inside)
            beside = min(y for x, y, _ in words if x > edge)
            # Head and text begin at one height: their em boxes, one of which is twice as large.
            self.assertAlmostEqual(min(y for _, y, _ in inside), beside, delta=6)
        tinted = self.side("columns: 1-5, lines: 31-60, head: {side: true, box: 底纹}")
        run("press", tinted, "-o", self.folder / "b.pdf")
        trace = tool("mutool", "trace", self.folder / "b.pdf", "1").decode("utf-8")
        self.assertTrue('color="0 0 0 .08"' in trace)
        words = self.words(self.folder / "b.pdf")
        inside = [w for w in words if w[0] < left + column - 4]
        # In the middle of its panel.
        self.assertGreater(min(y for _, y, _ in inside), min(y for _, y, _ in words) + 60)

    def test_a_head_at_the_side_leaves_room_for_text(self):
        for frame, said in (("columns: 1-3, lines: 31-60, set: 1, head: {side: true}", "takes all text columns"),
                            ("columns: 1-3, lines: 31-60, head: {columns: 1-3, side: true}", "takes all text columns"),
                            ("columns: 1-3, lines: 31-60, head: {columns: 1, lines: 1-9, side: true}", "as high as the frame"),
                            ("columns: 1-3, lines: 31-60, head: {columns: 1, box: 底纹}", "only at the side")):
            r = run("check", self.side(frame), "--lang", "en", ok=3)
            self.assertRegex(r.err, r"error \[head-side\]: .*" + said)

    def test_make_up_may_set_heads_at_the_side(self):
        seen = 0
        for sizes in (50, 30, 25, 20, 15), (45, 30, 30, 15, 15), (40, 30, 15, 15, 15):
            weights = "measure: [11字, 13字], narrow: 0, hollow: 0, side-head: "
            e, _, plan = self.plan(sizes, weights + "1")
            written = run("check", e, "--frames").out
            n = written.count("side: true")
            self.assertEqual(plan["penalties"].get("side-head", 0), n)
            seen += n
            self.assertNotRegex(written, r"article: 甲[^\n]*side: true")
            (e / "edition.yaml").write_text(written, "utf-8")
            run("press", e, "-o", self.folder / "b.pdf", ok=0)
            self.assertEqual((self.folder / "a.pdf").read_bytes(), (self.folder / "b.pdf").read_bytes())
            self.assertNotIn("side: true", run("check", self.plan(sizes, weights + "0")[0], "--frames").out)
        self.assertGreaterEqual(seen, 2)

    def test_text_runs_up_beside_a_head(self):
        seen = 0
        for sizes in (50, 35, 30, 25, 15), (60, 40, 30, 25), (45, 35, 30, 25, 20), (45, 40, 40, 30):
            e, placed, plan = self.plan(sizes, "measure: [11字, 13字], raw-wrap: 1")
            self.assertEqual(plan["penalties"].get("raw-wrap", 0), sum(f[5] > 0 for f in placed.values()))
            words = tool("pdftotext", "-bbox", self.folder / "a.pdf", "-").decode("utf-8")
            words = [(float(m[1]), float(m[2]), m[3]) for m in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', words)]
            for name, (first, last, line, foot, legs, over) in placed.items():
                if not over:
                    continue
                seen += 1
                self.assertGreaterEqual(legs, 3)
                self.assertTrue(legs / 2 <= over < legs)
                head = max(y for _, y, text in words if name in text)
                # 270 mm wide, six columns of 11 字 of 9 pt and a 字 between: the leg right of the head.
                left = (270 / 25.4 * 72 - 71 * 9) / 2 + 9 * 12 * (first - 1 + (last - first + 1) * over // legs)
                top = (390 / 25.4 * 72 - 82 * 12) / 2 + 12 * (line - 1)
                beside = min(y for x, y, text in words if left - 4 < x < left + 90 and y > top - 4 and name not in text)
                self.assertLess(beside, head)
                # The line between two articles has a row for itself.
                self.assertGreater(beside, top + 8)
            # Written out it is the same page.
            (e / "edition.yaml").write_text(run("check", e, "--frames").out, "utf-8")
            run("press", e, "-o", self.folder / "b.pdf", ok=0)
            self.assertEqual((self.folder / "a.pdf").read_bytes(), (self.folder / "b.pdf").read_bytes())
        self.assertGreaterEqual(seen, 2)
        for sizes in (50, 35, 30, 25, 15), (60, 40, 30, 25):
            self.assertFalse(any(f[5] for f in self.plan(sizes, "measure: [11字, 13字], raw-wrap: 0")[1].values()))

    def test_articles_change_places_but_for_the_lead(self):
        moved = 0
        for sizes in (45, 10, 30, 35, 20, 10), (40, 10, 35, 15, 35, 20), (35, 25, 15, 25, 15, 35):
            _, listed, first = self.plan(sizes, "raw-wrap: 0, free-order: false")
            _, free, second = self.plan(sizes, "raw-wrap: 0")
            self.assertLessEqual(second["cost"], first["cost"])
            self.assertEqual(free["甲"][0], 1)
            self.assertEqual(free["甲"][2], 11)
            # In the order of the list nothing stands before what comes ahead of it: left of it at its height, or over it.
            for order, counts in ((listed, False), (free, True)):
                for a, b in ((x, y) for i, x in enumerate(NAMES) for y in NAMES[i + 1:]):
                    f, g = order[a], order[b]
                    above = g[3] < f[2] and g[0] <= f[1] and f[0] <= g[1]
                    left = g[1] < f[0] and g[2] <= f[3] and f[2] <= g[3]
                    moved += counts and (above or left)
                    self.assertFalse(not counts and (above or left), (a, b, order))
        self.assertGreater(moved, 0)


main()

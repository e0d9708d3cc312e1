#!/usr/bin/python3
"""The commands: what they print is what the manual says."""
import json
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, edition, main, run


class Commands(unittest.TestCase):
    def test_help_and_version(self):
        self.assertIn("press", run("--help", ok=0).out)
        self.assertRegex(run("--version", ok=0).out, r"^banmian \d+\.\d+\.\d+")

    def test_fonts(self):
        out = run("fonts", ok=0).out
        for role in ("宋", "黑", "楷"):
            self.assertIn(role, out)
        run("fonts", "--verify", ok=0)

    def test_check_lists_gaps_seams_and_queries(self):
        out = run("check", EDITION, ok=0).out
        self.assertEqual(out.count(": gap:"), 4)
        self.assertEqual(out.count(": join:"), 3)
        self.assertGreaterEqual(out.count(": query:"), 20)
        self.assertRegex(out, r"03-jueyi-zhengfu\.md:\d+:\d+: gap: .*page 2, [\d.]+ mm")
        zh = run("check", EDITION, "--lang", "zh", ok=0).out
        self.assertIn("第 2 版", zh)

    def test_report_places_every_article(self):
        report = edition("tabloid")[1]
        articles = [r for r in report if r["type"] == "article"]
        self.assertEqual(len(articles), 14)
        for a in articles:
            self.assertEqual(a["overset_lines"], 0, a["article"])
            for f in a["frames"]:
                self.assertGreater(f["width_mm"], 30)
                self.assertLessEqual(f["x_mm"] + f["width_mm"], 270 - 20)
        kinds = [r["kind"] for r in report if r["type"] == "mark"]
        self.assertEqual((kinds.count("gap"), kinds.count("join")), (4, 3))

    def test_a_heads_breaks_and_their_cost(self):
        """`lines --fit sense` breaks heads by their words and says what each break costs."""
        heads = "国土专家警示 地质灾害进入高发期\n社会主义\n".encode()
        r = run("lines", "--fit", "sense", "--measure", "10em", "-", stdin=heads, ok=0)
        first, second = [json.loads(l)["lines"] for l in r.out.splitlines()]
        self.assertEqual([l["text"].strip() for l in first], ["国土专家警示", "地质灾害进入高发期"])
        self.assertLess(first[0]["break_cost"], 0)
        self.assertEqual(len(second), 1)
        r = run("lines", "--fit", "sense", "--measure", "3em", "-", stdin="社会主义\n".encode(), ok=0)
        line = json.loads(r.out)["lines"][0]
        self.assertEqual(line["cut"], "社会主义")
        self.assertGreaterEqual(line["break_cost"], 200)
        r = run("lines", "--fit", "sense", "--opportunities", "-", stdin=heads, ok=0)
        costs = {b["at"]: b["cost"] for b in json.loads(r.out.splitlines()[0])["breaks"]}
        self.assertGreaterEqual(costs[1], 200)
        self.assertLess(costs[7], 0)

    def test_lines(self):
        r = run("lines", "--measure", "13em", ok=0, stdin="会议认为，“十四五”规划实现圆满收官。\n第二段\n".encode())
        rows = [json.loads(l) for l in r.out.splitlines()]
        self.assertEqual(len(rows), 2)
        self.assertEqual("".join(l["text"] for l in rows[0]["lines"]), "会议认为，“十四五”规划实现圆满收官。")
        for l in rows[0]["lines"]:
            for key in ("start", "end", "natural_em", "set_em", "step", "per_gap_em"):
                self.assertIn(key, l)
        r = run("lines", "--opportunities", ok=0, stdin="他说：“好。”".encode())
        self.assertEqual(json.loads(r.out)["breaks"], [1, 3])

    def test_check_explains_the_layout(self):
        r = run("check", EDITION, "--layouts", "--layout", "tabloid", ok=0)
        self.assertIn("type area 22.29, 21.43  225.43 × 347.13 mm", r.out)
        self.assertIn("3 joined 35 characters = 111.13 mm", r.out)
        self.assertRegex(r.out, r"banner: columns 1-6, lines 2-6: [\d., ]+ × 21.17 mm; 6 columns of 11 ")
        self.assertRegex(r.out, r"auto: columns 1-6, lines 7-82: ")

    def test_vertical_lines(self):
        r = run("lines", "--measure", "8em", "--mode", "vertical", ok=0, stdin="会议听取第25号、第2026号报告。".encode())
        lines = json.loads(r.out)["lines"]
        self.assertEqual("".join(l["text"] for l in lines), "会议听取第25号、第2026号报告。")
        self.assertEqual([l["set_em"] for l in lines[:-1]], [8])

    def test_proof(self):
        with tempfile.TemporaryDirectory() as d:
            run("proof", EDITION, "--dpi", 50, "-o", d, ok=0)
            self.assertEqual(sorted(p.name for p in Path(d).iterdir()), ["page-1.png", "page-2.png", "proof.pdf"])

    def test_timings_name_the_stages(self):
        err = run("press", EDITION, "-o", "-", "--timings", ok=0, text=False).err
        self.assertRegex(err, r"(?s)read.*ms|ms.*read")

    def test_layouts_are_complete(self):
        for name in ("tabloid", "broadsheet"):
            self.assertLess((SOURCE / f"layouts/{name}.yaml").read_text("utf-8").count("\n"), 150)


main()

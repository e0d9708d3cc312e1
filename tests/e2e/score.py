#!/usr/bin/python3
"""Pages that divide themselves, by the weights that real pages were measured for: near to those pages, and nearer than by
the weights of the shipped tabloid."""
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, run

sys.path.insert(0, str(SOURCE / "bench"))
import makeup  # noqa: E402

WEIGHTS = """base: tabloid
make-up: {measure: [11字, 26字], shape: 5-20, tall: 300, flat: 600, strip: 4000, lead: 12000, lead-share: 1200,
          lead-most: 4000, wider: 1500, through: 2000, free-spine: true, butting: 18000}
"""
PAGE = 4750  # characters
HEADS = ("市政府召开常务会议研究部署防汛工作", "全市重点项目建设推进会举行", "我市出台措施支持民营经济发展壮大",
         "春耕备耕工作有序展开", "新建幼儿园九月投入使用", "文化惠民演出走进社区")


class Score(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="banmian-")
        cls.at = Path(cls.folder.name)
        cls.data = cls.at / "data"
        cls.data.mkdir()
        source = Path(os.environ.get("BANMIAN_DATA") or SOURCE)
        for name in ("fonts", "words", "rules", "colour"):
            (cls.data / name).symlink_to(source / name)
        shutil.copytree(source / "layouts", cls.data / "layouts")
        (cls.data / "layouts/weights.yaml").write_text(WEIGHTS, "utf-8")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def edition(self, seed, fill=0.8):
        r, sentences = random.Random(seed), makeup.prose()
        path = self.at / str(seed)
        path.mkdir()
        n, at, listed = r.randint(4, 9), r.randrange(len(sentences)), ""
        parts = [r.choice((1, 1, 2, 3)) for _ in range(n)]
        parts[0] = max(parts) + 2
        room = (PAGE - 85 * n) * fill
        for i in range(n):
            body = ""
            while len(body) < room * parts[i] / sum(parts):
                body += sentences[at % len(sentences)]
                at += 1
            head = r.choice(HEADS)
            (path / f"a{i}.md").write_text(f"---\nkind: 通讯\ntitle: {head}\n---\n\n{body}\n", "utf-8")
            listed += f"  - {{article: a{i}.md, rank: {i + 1}}}\n"
        frames = "".join(f"  {name}:\n    - frames: [{{auto: true, columns: 1-6, lines: 3-82}}]\n"
                         for name in ("tabloid", "weights"))
        (path / "edition.yaml").write_text(f"title: 量\ndate: 2026-01-01\narticles:\n{listed}frames:\n{frames}", "utf-8")
        return path

    def scores(self, path, layout):
        report = self.at / "r.ndjson"
        r = run("check", path, "--layout", layout, "--score", "--json", "--report", report, env={"BANMIAN_DATA": str(self.data)})
        plan = next(l for l in map(json.loads, report.read_text("utf-8").splitlines()) if l["type"] == "plan")
        self.assertEqual(plan["bounds_missed"], 0)
        self.assertEqual(plan["cost"], sum(plan["penalties"].values()))
        return [s for s in map(json.loads, r.out.splitlines()) if s["type"] == "score"]

    def test_pages_come_near_to_real_ones(self):
        found = {"tabloid": [], "weights": []}
        for seed in range(1, 9):
            path = self.edition(seed)
            for layout, scores in found.items():
                scores += [s["score"] for s in self.scores(path, layout)]
        self.assertGreaterEqual(statistics.median(found["weights"]), 93)
        self.assertGreater(statistics.mean(found["weights"]), statistics.mean(found["tabloid"]))

    def test_a_person_reads_what_is_not_full(self):
        out = run("check", EDITION, "--score").out
        self.assertRegex(out, r"page 1: block score [\d.]+; .*lead-width 1\.00")
        zh = next(l for l in run("check", EDITION, "--score", "--lang", "zh").out.splitlines() if "版块分" in l)
        self.assertRegex(zh, "第 1 版：版块分")
        self.assertIn("；头条占宽 1.00", zh)
        self.assertNotRegex(zh, "[a-z]")

    def test_the_manual_explains_every_measure(self):
        manual = (SOURCE / "man/banmian.1").read_text("utf-8").replace("\\-", "-")
        scores = [json.loads(l) for l in run("check", EDITION, "--score", "--json").out.splitlines()]
        names = next(s for s in scores if s["type"] == "score")["values"]
        self.assertEqual(len(names), 14)
        for name in names:
            self.assertRegex(manual, rf"\n\.B {name} \([^a-z]+\)\n\S")


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""Make-up has a budget of steps and bytes: however many articles of one rank, of several or of none, there is a
plan in bounded time and memory, the same on every run, and the report says how far from the best it may be.
Before there was a budget ten short articles of one rank took 48 s and 1.4 GB, sixteen did not end, and of more
than thirty in a region there was no PDF."""
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, run

sys.path.insert(0, str(SOURCE / "bench"))
import makeup  # noqa: E402

STEPS = 4000
# articles, pages, ranks (0: none), characters
CASES = ((10, 1, 1, 3300), (16, 1, 1, 2900), (40, 1, 1, 1300), (24, 2, 3, 5200), (20, 1, 0, 2600), (60, 8, 0, 30000),
         (200, 4, 1, 6000), (30, 4, 1, 13940))


def characters(path):
    """Of all heads and bodies."""
    texts = [f.read_text("utf-8") for f in path.glob("*.md")]
    return sum(len(re.sub(r"\s", "", re.search("title: (.*)", t)[1] + t.split("---\n\n", 1)[1])) for t in texts)


class Budget(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="banmian-")
        cls.at = Path(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def edition(self, name, *args, **more):
        (self.at / name).mkdir()
        return makeup.edition(self.at / name, *args, **more)

    def press(self, path, *args, env=None):
        out, report = self.at / "p.pdf", self.at / "r.ndjson"
        r = run("press", path, "-o", out, "--report", report, *args, env=env)
        self.assertIn(r.returncode, (0, 4, 5), r.err)
        lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()]
        return r, out.read_bytes(), next(l for l in lines if l["type"] == "plan"), lines

    def test_there_is_a_plan_within_the_budget(self):
        for n, pages, ranks, count in CASES:
            with self.subTest(articles=n, pages=pages, ranks=ranks):
                path = self.edition(f"{n}-{pages}-{ranks}", n, pages, ranks=ranks, characters=count)
                r, pdf, plan, lines = self.press(path, "--budget", str(STEPS))
                self.assertEqual(plan["budget"], STEPS)
                self.assertLessEqual(plan["steps"], STEPS)
                self.assertLessEqual(plan["bound"], plan["cost"])
                if not plan["optimal"]:
                    self.assertTrue(plan["limits"])
                placed = [l for l in lines if l["type"] == "article"]
                self.assertEqual(len(placed), n)
                # All text is on the pages, or said to be left over.
                over = sum(l["overset_characters"] for l in placed)
                self.assertEqual(over + sum(l["characters"] for l in placed if l["article"] != "banner"),
                                 characters(path), (n, over))
                self.assertEqual(r.returncode == 0, over == 0)
                again = self.press(path, "--budget", str(STEPS), "--jobs", "1")
                self.assertEqual((again[1], again[2]), (pdf, plan))

    def test_blocks_fill_their_region_and_do_not_overlap(self):
        for n, pages, ranks, count in ((40, 1, 1, 1300), (24, 2, 3, 5200)):
            with self.subTest(articles=n):
                path = self.edition(f"f{n}", n, pages, ranks=ranks, characters=count)
                frames = [f for l in self.press(path, "--budget", str(STEPS))[3] if l["type"] == "article"
                          for f in l["frames"]]
                for i, a in enumerate(frames):
                    for b in frames[:i]:
                        apart = (a["page"] != b["page"] or a["x_mm"] + a["width_mm"] <= b["x_mm"] + .02
                                 or b["x_mm"] + b["width_mm"] <= a["x_mm"] + .02
                                 or a["y_mm"] + a["height_mm"] <= b["y_mm"] + .02
                                 or b["y_mm"] + b["height_mm"] <= a["y_mm"] + .02)
                        self.assertTrue(apart, (a, b))

    def test_a_larger_budget_finds_no_worse_plan(self):
        path = self.edition("more", 12, 1, ranks=1, characters=3000)
        costs = [self.press(path, "--budget", str(steps))[2]["cost"] for steps in (300, 3000, 12000)]
        self.assertGreaterEqual(costs[0], costs[1])
        self.assertGreaterEqual(costs[1], costs[2])

    def test_the_layout_may_say_it(self):
        path, data = self.edition("layout", 10, 1, ranks=1, characters=3300), self.at / "data"
        data.mkdir()
        for name in ("fonts", "words", "rules", "colour"):
            (data / name).symlink_to(SOURCE / name)
        shutil.copytree(SOURCE / "layouts", data / "layouts")
        (data / "layouts/own.yaml").write_text("base: tabloid\nmake-up: {budget: 700}\n", "utf-8")
        e = path / "edition.yaml"
        e.write_text(e.read_text("utf-8").replace("  tabloid:", "  own:"), "utf-8")
        self.assertEqual(self.press(path, "--layout", "own", env={"BANMIAN_DATA": str(data)})[2]["budget"], 700)

    def test_a_page_a_little_too_full_loses_a_little(self):
        """Text left over was counted up to 31 rows an article, and the rest of it for nothing: a page 36 rows too
        full lost 128."""
        path = self.edition("full", 15, 2, characters=9100)
        r, _, plan, lines = self.press(path)
        self.assertEqual(r.returncode, 4)
        over = sum(l["overset_lines"] for l in lines if l["type"] == "article")
        self.assertLessEqual(over, plan["penalties"]["overset"] // 50000 + 6)

    def test_the_lead_is_not_advised_to_go(self):
        path = self.edition("lead", 8, 1, characters=4700)
        plan = self.press(path)[2]
        self.assertTrue(plan["advice"])
        self.assertNotIn("a00", [a["article"] for a in plan["advice"]])

    def test_progress_is_said_on_a_terminal(self):
        """Stopped for a second and a half, the program is slow on any machine."""
        path = self.edition("slow", 16, 1, ranks=1, characters=3300)
        for lang, words in (("zh", "排版 "), ("en", "making up ")):
            ours, theirs = os.openpty()
            p = subprocess.Popen([PROGRAM, "check", path, "--lang", lang, "--budget", "80000"], stdout=subprocess.DEVNULL,
                                 stderr=theirs)
            os.close(theirs)
            time.sleep(0.15)
            p.send_signal(signal.SIGSTOP)
            time.sleep(1.5)
            p.send_signal(signal.SIGCONT)
            said, ended = b"", lang == "en"
            while True:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # the other end is closed
                    break
                if not part:
                    break
                said += part
                if not ended and words.encode() in said:  # far from its end
                    p.send_signal(signal.SIGINT)
                    ended = True
            os.close(ours)
            # Ended by Ctrl-C it leaves no half a line behind either.
            self.assertIn(p.wait(), (0, 4, 5) if lang == "en" else (-signal.SIGINT,))
            text = said.decode("utf-8")
            self.assertRegex(text, re.escape(words) + r"\d+ (of|/) 80000")
            # The line is taken away before anything else is said.
            self.assertIn("\r\x1b[K", text)
            self.assertNotIn("banmian: " + words, text.rsplit("\r\x1b[K", 1)[1])
        self.assertNotIn("\x1b", run("check", path, "--budget", "3000").err)

    def test_memory_is_bounded(self):
        if "asan" in str(PROGRAM):
            self.skipTest("address space is what a sanitizer takes")
        path = self.edition("memory", 11, 1, ranks=1, characters=3300)

        def narrow():
            resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))

        r = subprocess.run([PROGRAM, "check", path], capture_output=True, preexec_fn=narrow)
        self.assertIn(r.returncode, (0, 4, 5))


if __name__ == "__main__":
    unittest.main(verbosity=2)

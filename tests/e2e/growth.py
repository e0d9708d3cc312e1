#!/usr/bin/python3
"""Inputs that are large in one way: set in time that grows with their size, or refused by a stated
limit. Each run has 20 seconds of CPU; how long the program once took stands beside the case."""
import os
import re
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, main

SECONDS = 20
HEAD = "---\nkind: 通讯\ntitle: 标题\n---\n\n"
FRAMES = "frames:\n  tabloid:\n    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n"


class Growth(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at, self.env = Path(self.dir.name), {}

    def tearDown(self):
        self.dir.cleanup()

    def press(self, body="正文。\n", head=HEAD, frames=FRAMES, extra="", articles="[a.md]", status=0, code=None):
        """Its messages; the run ends with that status, and with a message of that code at a place."""
        (self.at / "edition.yaml").write_text(
            f"title: 题\ndate: 2026-01-10\nlayout: tabloid\n{extra}articles: {articles}\n{frames}", "utf-8")
        (self.at / "a.md").write_text(head + body, "utf-8")
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        r = subprocess.run([str(PROGRAM), "press", str(self.at), "-o", str(self.at / "o.pdf"), "--profile", "plain"],
                           capture_output=True, preexec_fn=limit, env={**os.environ, "LC_ALL": "C.UTF-8", **self.env})
        err = r.stderr.decode("utf-8", "replace")
        self.assertEqual(r.returncode, status, err[-2000:])
        if code:
            self.assertRegex(err, rf"(a\.md|\w+\.yaml):\d+:\d+: \w+ \[{code}\]")
        self.assertLess(len(err), 20000)
        return err

    def test_rows_of_marks(self):
        """Each of these paragraphs alone took 10 to 20 s."""
        n = 60000
        self.press("\n\n".join(("字" + "—" * n, "“" * n, "”" * n, "a" + "“" * n, "字" + "\u2003“" * (n // 2))),
                   status=4, code="overset")

    def test_many_names_and_questions(self):
        """45 s."""
        n = 60000
        self.press("张三{{name 2}}" * n + "\n\n" + "李四{{query 2: 谁？}}" * n + "\n\n" + "王五{{gap}}" * n, status=4, code="overset")

    def test_messages(self):
        """17 s: each looked for its line from the file's start, and all were printed."""
        err = self.press("\U000F0000" * 30000, status=4, code="missing-glyph")
        self.assertEqual(err.count("[missing-glyph]: no face"), 20)
        self.assertIn("[missing-glyph]: and 29,980 more of this kind", err)
        self.press(extra="".join(f"kez{i}: 1\n" for i in range(30000)), status=3, code="unknown-key")

    def test_an_article_on_many_pages(self):
        """7 s and 700 MB."""
        page = "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n"
        self.press(frames="frames:\n  tabloid:\n" + page * 256)

    def test_stated_limits_of_manuscripts(self):
        """One more than may be is refused at its place, and as many as may be are read. A head of 60,000 characters
        took seconds, thousands of pictures and articles too."""
        title = lambda n: f'---\nkind: 通讯\ntitle: {"字" * n}\n---\n\n'
        self.refused("a.md:3:8", "5000", head=title(5001))
        self.press(head=title(5000), status=4, code="overset")
        self.refused("a.md:368:1", "100", body="字\n\n" + "![](qr:a)\n\n字\n\n" * 80 + "![](qr:a)\n\n" * 60)
        self.refused("a.md:6:3", "5000", body="![" + "字" * 5001 + "](qr:a)\n")
        self.refused("a.md:6:1", "100", body="|" + "甲|" * 101 + "\n|" + "---|" * 101 + "\n|" + "1|" * 101 + "\n")
        self.refused("a.md:6:32", "30", body="a" + "\u0301" * 31 + "b\n")
        self.press(body="a" + "\u0301" * 30 + "b\n")
        self.press(body="字" * 1001 + "{{query 1001: 吗}}\n", status=3, code="bad-query")
        self.press(body="字" * 1000 + "{{query 1000: 吗}}\n")
        self.refused("edition.yaml:4:8", "500", extra="paper: " + "字" * 501 + "\n")
        self.refused("edition.yaml:4:8", "10000", extra="words: [" + ", ".join(f"字{i}" for i in range(10001)) + "]\n")
        self.refused("edition.yaml:4:11", "5000", articles="[" + ", ".join(f"a{i}.md" for i in range(5001)) + "]")
        page = "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n"
        self.refused("edition.yaml:7:5", "256", frames="frames:\n  tabloid:\n" + page * 257)
        frame = "{article: a, columns: 1, lines: 3},"
        self.refused("edition.yaml:7:15", "1000", frames=f"frames:\n  tabloid:\n    - frames: [{frame * 1001}]\n")

    def refused(self, place, most, **kw):
        err = self.press(status=3, code="too-many", **kw)
        self.assertRegex(err, re.escape(place) + r"[\d:]*: error \[too-many\]: ")
        self.assertIn(f" {most} is the most", err)

    def test_stated_limits_of_layouts(self):
        """Chains of styles took time that grew with the cube of their length."""
        for name in ("layouts", "fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, self.at / "data" / name)
        layout = self.at / "data/layouts/tabloid.yaml"
        whole = layout.read_text("utf-8")
        self.env = {"BANMIAN_DATA": str(self.at / "data")}
        chain = lambda n: "".join(f"  链{i}: {{base: 链{i + 1}}}\n" for i in range(n)) + f"  链{n}: {{base: 正文}}\n"
        for old, new, most in (("\nstyles:\n", "\nstyles:\n" + "".join(f"  多{i}: {{base: 正文}}\n" for i in range(1000)), "1000"),
                               ("\nstyles:\n", "\nstyles:\n" + chain(32), "32"),
                               ("今日导读", "读" * 1001, "1000"),
                               ("field: title, style: 公文题}", "field: title, style: 公文题, smaller: [" + "文号, " * 20 + "文号]}", "20"),
                               ("measure: 11, gutter: 1字, size: 小五, leading: 12pt, lines: 82",
                                "measure: 110, gutter: 0pt, size: 1pt, leading: 1pt, lines: 1000", "60000")):
            self.assertIn(old, whole)
            layout.write_text(whole.replace(old, new, 1), "utf-8")
            self.refused("tabloid.yaml:", most)
        layout.write_text(whole.replace("\nstyles:\n", "\nstyles:\n" + chain(31), 1), "utf-8")
        self.press()


main()

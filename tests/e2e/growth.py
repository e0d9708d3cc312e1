#!/usr/bin/python3
"""Inputs that are large in one way: set in time that grows with their size, or refused by a stated
limit. Each run has 20 seconds of CPU; how long the program once took stands beside the case."""
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, main

SECONDS = 20
HEAD = "---\nkind: 通讯\ntitle: 标题\n---\n\n"
FRAMES = "frames:\n  tabloid:\n    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n"


class Growth(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)

    def tearDown(self):
        self.dir.cleanup()

    def press(self, body="正文。\n", head=HEAD, frames=FRAMES, extra="", status=0, code=None):
        """Its messages; the run ends with that status, and with a message of that code at a place."""
        (self.at / "edition.yaml").write_text(
            f"title: 题\ndate: 2026-01-10\nlayout: tabloid\n{extra}articles: [a.md]\n{frames}", "utf-8")
        (self.at / "a.md").write_text(head + body, "utf-8")
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        r = subprocess.run([str(PROGRAM), "press", str(self.at), "-o", str(self.at / "o.pdf"), "--profile", "plain"],
                           capture_output=True, preexec_fn=limit)
        err = r.stderr.decode("utf-8", "replace")
        self.assertEqual(r.returncode, status, err[-2000:])
        if code:
            self.assertRegex(err, rf"(a\.md|edition\.yaml):\d+:\d+: \w+ \[{code}\]")
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
        """25 s and 1.5 GB."""
        page = "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n"
        self.press(frames="frames:\n  tabloid:\n" + page * 400)


main()

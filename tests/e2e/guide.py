#!/usr/bin/python3
"""The newcomer's guides stay true: docs/guide.md and the ten lines of README.md are run, every step of layouts/README.md is
set, as they stand there."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, main


def shell(commands, folder):
    """Runs lines of a guide in a folder, with the program as `banmian`."""
    at = Path(folder) / "bin"
    at.mkdir()
    (at / "banmian").symlink_to(PROGRAM)
    return subprocess.run(["sh", "-ec", commands], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "PATH": f"{at}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "BANMIAN_DATA": str(SOURCE)})


class Guide(unittest.TestCase):
    def test_a_paper_in_ten_minutes(self):
        blocks = re.findall(r"```sh\n(.*?)```", (SOURCE / "docs/guide.md").read_text("utf-8"), re.S)
        self.assertGreater(len(blocks), 4)
        with tempfile.TemporaryDirectory() as d:
            r = shell("\n".join(blocks), d)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertNotIn("error", r.stderr)
            self.assertNotIn("overset", r.stdout)
            pdf = (Path(d) / "out/mypaper.pdf").read_bytes()
            self.assertEqual(pdf[:5], b"%PDF-")
            text = subprocess.run(["pdftotext", Path(d) / "out/mypaper.pdf", "-"], capture_output=True, text=True).stdout
            for words in ("石桥周报", "石桥书屋周六开放", "一周天气"):
                self.assertIn(words, text)

    def test_the_ten_lines(self):
        part = (SOURCE / "README.md").read_text("utf-8").split("## Your own edition in ten lines")[1].split("\n## ")[0]
        lines = [l[4:] for l in re.findall(r"^    .*$", part, re.M)]
        self.assertLessEqual(len(lines), 10)
        with tempfile.TemporaryDirectory() as d:
            r = shell("\n".join(lines).replace("build/release/banmian", "banmian"), d)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertTrue(list(Path(d).glob("out/*.pdf")))

    def test_every_step_is_set(self):
        with tempfile.TemporaryDirectory() as d:
            r = subprocess.run([sys.executable, SOURCE / "docs/guide.py", PROGRAM, d], capture_output=True, text=True)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertEqual(r.stderr.count("exit 0"), 4)
            # Step 1 knows no tier for two of the fields; step 2 gives them theirs.
            self.assertEqual(re.findall(r"warning \[(.*?)\]", r.stderr), ["unshown-field"] * 2)
            self.assertLess(r.stderr.rindex("warning"), r.stderr.index("step 2"))
            for n in range(1, 5):
                made = (Path(d) / f"guide-{n}.png").read_bytes()
                self.assertEqual(made[:8], b"\x89PNG\r\n\x1a\n")
                self.assertTrue((SOURCE / f"docs/guide-{n}.png").exists())


main()

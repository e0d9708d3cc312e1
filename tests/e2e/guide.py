#!/usr/bin/python3
"""The newcomer's guide stays true: every step of layouts/README.md is set as it stands there."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, main


class Guide(unittest.TestCase):
    def test_every_step_is_set(self):
        with tempfile.TemporaryDirectory() as d:
            r = subprocess.run([sys.executable, SOURCE / "docs/guide.py", PROGRAM, d], capture_output=True, text=True)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertEqual(r.stderr.count("exit 0"), 4)
            self.assertNotIn("warning", r.stderr)
            for n in range(1, 5):
                made = (Path(d) / f"guide-{n}.png").read_bytes()
                self.assertEqual(made[:8], b"\x89PNG\r\n\x1a\n")
                self.assertTrue((SOURCE / f"docs/guide-{n}.png").exists())


main()
